#!/usr/bin/env bash
# noticepoint-print against a real cupsd, on a socket of its own, with a printer that is a script: what arrives
# is PWG raster, an empty printer is told and loses nothing, nothing private stays. PRINT MAKE_SLIP FONTS
set -u
print=$1 make_slip=$2 fonts=$3
PATH=$PATH:/usr/sbin:/sbin
for tool in cupsd lp lpstat; do
    command -v "$tool" >/dev/null || { echo "SKIPPED: no $tool (packages cups-daemon and cups-client)"; exit 77; }
done
[ "$(id -u)" = 0 ] || { echo "SKIPPED: cupsd wants root"; exit 77; }
here=$(mktemp -d /tmp/np-cups.XXXXXX)
chmod 755 "$here"
cupsd=
trap '[ -z "$cupsd" ] || kill "$cupsd" 2>/dev/null; wait 2>/dev/null; rm -rf "$here"' EXIT
bad=0
fail() { echo "FAILED: $*"; bad=1; }
mkdir -p "$here"/{etc/ppd,bin/backend,bin/filter,bin/notifier,cache,run,spool/tmp,log}

ln -s "$(dirname "$(command -v cupsd)")/../lib/cups/daemon" "$here/bin/daemon"
# The printer: says that its paper is out while there is a file `empty`, then takes all it is given.
cat >"$here/bin/backend/script" <<EOS
#!/bin/sh
[ \$# -gt 0 ] || { echo 'direct script "Unknown" "A script"'; exit 0; }
if [ -e "$here/empty" ]; then
    echo "STATE: +media-empty-error" >&2
    while [ -e "$here/empty" ]; do sleep 0.2; done
    echo "STATE: -media-empty-error" >&2
fi
cat "\${6:--}" >"$here/paper.part" && mv "$here/paper.part" "$here/paper"
EOS
chmod 700 "$here/bin/backend/script"
cat >"$here/etc/cupsd.conf" <<EOS
LogLevel debug
Listen $here/cups.sock
WebInterface No
Browsing No
DefaultShared No
MaxLogSize 0
<Location />
  Order allow,deny
  Allow all
</Location>
EOS
cat >"$here/etc/cups-files.conf" <<EOS
ServerRoot $here/etc
ServerBin $here/bin
DataDir /usr/share/cups
CacheDir $here/cache
StateDir $here/run
RequestRoot $here/spool
TempDir $here/spool/tmp
ErrorLog $here/log/error
AccessLog $here/log/access
PageLog $here/log/page
EOS
cat >"$here/etc/printers.conf" <<EOS
<Printer counter>
Info counter
DeviceURI script:/
State Idle
Accepting Yes
Shared No
JobSheets none none
OpPolicy default
ErrorPolicy retry-job
</Printer>
EOS
cupsd -f -c "$here/etc/cupsd.conf" -s "$here/etc/cups-files.conf" >"$here/log/out" 2>&1 &
cupsd=$!
export CUPS_SERVER=$here/cups.sock
# until WORDS...: the command holds, within a generous time.
until_true() {
    local i
    for i in $(seq 600); do
        if "$@" >/dev/null 2>&1; then return 0; fi
        kill -0 "$cupsd" 2>/dev/null || return 1
        sleep 0.2
    done
    return 1
}
if ! until_true lpstat -p counter; then
    cat "$here/log/out" "$here/log/error" 2>/dev/null | tail -n 20
    echo "SKIPPED: this cupsd does not start here"
    exit 77
fi
# states FILE: the last byte of each event, as numbers.
states() { od -An -v -tu1 -w4 "$1" | awk '{ printf "%s ", $4 }'; }
says() { states "$1" | grep -qw "$2"; }
"$make_slip" >"$here/slip" && "$make_slip" private >"$here/private" || fail "no slip"

# 1. It comes out, as PWG raster of one page.
"$print" counter 80 "$fonts" 3<"$here/slip" >"$here/told" || fail "printing: exit $?"
[[ "$(states "$here/told")" == *"2 " ]] || fail "it was not told that it came out: $(states "$here/told")"
[ "$(head -c 4 "$here/paper")" = RaS2 ] || fail "what came out is no PWG raster"
[ "$(stat -c %s "$here/paper")" -gt 2000 ] || fail "the raster is empty"

# 2. No paper: told, and nothing is lost.
rm -f "$here/paper"
: >"$here/empty"
"$print" counter a4 "$fonts" 3<"$here/slip" >"$here/told" &
printing=$!
until_true says "$here/told" 3 || fail "the missing paper is not told: $(states "$here/told")"
[ ! -e "$here/paper" ] || fail "it printed without paper"
rm "$here/empty"
wait "$printing" || fail "printing after the paper came: exit $?"
until_true test -s "$here/paper" || fail "the slip was lost"
[[ "$(states "$here/told")" == *"2 " ]] || fail "it was not told that it came out after all: $(states "$here/told")"

# 3. Nothing private stays in the printing system.
rm -f "$here/paper"
"$print" counter 58 "$fonts" 3<"$here/private" >"$here/told" || fail "the private slip: exit $?"
until_true test -s "$here/paper" || fail "the private slip did not come out"
last=$(lpstat -W completed -o counter | awk '{ print $1 }' | sed 's/.*-//' | sort -n | tail -n 1)
[ "${last:-0}" -le 2 ] || fail "the private job is in the records: $last"
! find "$here/spool" -type f -name 'd00003*' | grep -q . || fail "the private slip stays in the spool"

# 4. Too many wait.
: >"$here/empty"
for i in 1 2 3 4; do
    lp -d counter "$here/slip" >/dev/null || fail "lp $i"
done
"$print" counter 80 "$fonts" 3<"$here/slip" >"$here/told" 2>/dev/null && fail "a full queue took one more"
says "$here/told" 9 || fail "a full queue is not told: $(states "$here/told")"
rm "$here/empty"

# 5. No such printer; what is no slip; no printing system.
"$print" nowhere 80 "$fonts" 3<"$here/slip" >"$here/told" 2>/dev/null && fail "a printer that is not there"
says "$here/told" 10 || fail "a missing printer is not told: $(states "$here/told")"
"$print" counter 80 "$fonts" 3</dev/null >"$here/told" 2>/dev/null && fail "nothing was printed as a slip"
says "$here/told" 11 || fail "what is no slip is not told"
kill "$cupsd"
wait "$cupsd"
cupsd=
"$print" counter 80 "$fonts" 3<"$here/slip" >"$here/told" 2>/dev/null && fail "there was no printing system"
says "$here/told" 10 || fail "a missing printing system is not told: $(states "$here/told")"
[ $bad = 0 ] || tail -n 30 "$here/log/error"
exit $bad
