#!/usr/bin/env bash
# A kiosk that never has a network: enrolled, admitted, fed, and its letters carried, all by one USB stick. Then sticks
# that are cut, changed, old, or full of traps.
. "$(dirname "$0")/lib.sh"

stick=$here/stick
mkdir "$stick"
carry() { office stick "$site" "$stick" --now "$1" >"$here/carry"; }
kiosk() { "$SYNC" --data "$here/kiosk" --stick "$stick" --now "$@" >"$here/kiosk.out" 2>>"$here/sync.err"; }

new_site
printf -- '---\nkind: notice\ntitle: 停水通知\n---\n明天停水。\n' >"$here/water.md"
office import "$site" "$here/water.md" >/dev/null
office sign "$site" --as office --all >/dev/null
office publish "$site" --now 2026-11-08T01:00:00Z >/dev/null
carry 2026-11-08T01:01:00Z
kiosk 2026-11-08T01:10:00Z enrol --name 三号楼
print=$(office fingerprint "$site")
grep -qE "$(echo "$print" | sed -E 's/(....)/\1 ?/g')" "$here/kiosk.out" || fail "another fingerprint by the stick"
expect "$(status "$here/kiosk" seq)" 1 "what the stick brought"
id=$(status "$here/kiosk" kiosk | tr -d '"')
carry 2026-11-08T01:20:00Z
grep -q '1 块屏幕申请接入' "$here/carry" || fail "the offer did not come by the stick"
office admit "$site" "$id" --now 2026-11-08T01:21:00Z >/dev/null
"$PEN" "$here/kiosk" letter 三楼的路灯不亮 >"$here/receipt"
carry 2026-11-08T01:22:00Z
kiosk 2026-11-08T01:30:00Z once
expect "$(status "$here/kiosk" admitted) $(status "$here/kiosk" waiting)" "true 1" "admitted by the stick"
grep -rqF 路灯 "$stick" && fail "the letter lies in clear on the stick"
carry 2026-11-08T01:40:00Z
grep -q '收到 2 份新的' "$here/carry" || fail "letter and heartbeat did not come"
expect "$(office inbox "$site" --json | field items.0.state)" received "the letter's state"
carry 2026-11-08T01:41:00Z
grep -q '收到 1 份新的，1 份以前收过\|收到 0 份新的' "$here/carry" || fail "the letter is taken twice: $(cat "$here/carry")"
kiosk 2026-11-08T01:50:00Z once
expect "$(status "$here/kiosk" waiting) $(status "$here/kiosk" done)" "0 1" "acknowledged by the stick"
expect "$(status "$here/kiosk" in_trouble)" false "trouble"

# The very same by another kiosk on the same stick does not disturb the first.
"$SYNC" --data "$here/second" --stick "$stick" --now 2026-11-08T02:00:00Z enrol >/dev/null 2>&1
[ "$(find "$stick" -name '*-up.bundle' | wc -l)" = 2 ] || fail "two kiosks, one file"

# An old stick; one that was cut at each of some lengths; one byte changed in each of some places.
cp "$stick/noticepoint.bundle" "$here/old"
printf -- '---\nkind: notice\ntitle: 停水通知\n---\n改到后天。\n' >"$here/water.md"
office import "$site" "$here/water.md" --correction 改期 >/dev/null
office sign "$site" --as office --all >/dev/null
office publish "$site" --now 2026-11-08T03:00:00Z >/dev/null
carry 2026-11-08T03:01:00Z
cp "$stick/noticepoint.bundle" "$here/good"
before=$(status "$here/kiosk" seq)
size=$(stat -c %s "$here/good")
for ((n = 0; n < 12; n++)); do
    head -c $((size * n / 12)) "$here/good" >"$stick/noticepoint.bundle"
    kiosk 2026-11-08T03:05:00Z once && fail "a stick cut at $((size * n / 12)) is taken"
done
expect "$(status "$here/kiosk" seq)" "$before" "the view after cut sticks"
for ((n = 0; n < 24; n++)); do
    python3 - "$here/good" "$stick/noticepoint.bundle" $((8 + (size - 9) * n / 24)) <<'PY'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[int(sys.argv[3])] ^= 0x41
open(sys.argv[2], "wb").write(data)
PY
    kiosk 2026-11-08T03:05:00Z once || true # a byte of another kiosk's file may be any
    seq=$(status "$here/kiosk" seq)
    [ "$seq" -ge "$before" ] || fail "a changed stick took the view back"
done
cp "$here/good" "$stick/noticepoint.bundle"
kiosk 2026-11-08T03:06:00Z once
[ "$(status "$here/kiosk" seq)" -gt "$before" ] || fail "the good stick is not taken"
cp "$here/old" "$stick/noticepoint.bundle"
kiosk 2026-11-08T03:07:00Z once && fail "an old stick is taken"
status "$here/kiosk" last_error | has rollback || fail "the status does not say that the stick is old"

# Traps: a link, a folder, a FIFO in the bundle's place; a link and rubbish among what came.
rm "$stick/noticepoint.bundle"
ln -s "$here/good" "$stick/noticepoint.bundle"
kiosk 2026-11-08T03:08:00Z once && fail "a link is followed"
rm "$stick/noticepoint.bundle"; mkdir "$stick/noticepoint.bundle"
kiosk 2026-11-08T03:08:00Z once && fail "a folder is taken"
rmdir "$stick/noticepoint.bundle"; mkfifo "$stick/noticepoint.bundle"
kiosk 2026-11-08T03:08:00Z once && fail "a FIFO is taken"
rm "$stick/noticepoint.bundle"
up=$(find "$stick" -name "noticepoint-$id-up.bundle")
mv "$up" "$here/up"
ln -s /etc/passwd "$stick/noticepoint-00000000000000aa-up.bundle"
mkfifo "$stick/noticepoint-00000000000000ab-up.bundle"
printf 'NPBUNDL1\0\0' >"$stick/noticepoint-00000000000000ac-up.bundle"
head -c 300 "$here/up" >"$stick/noticepoint-00000000000000ad-up.bundle"
printf 'x' >"$stick/"$'noticepoint-\e[31m-up.bundle'
carry 2026-11-08T04:00:00Z || fail "traps on the stick keep the office from writing it"
grep -q $'\e' "$here/carry" && fail "a name on the stick reaches the terminal"
grep -q 'root:' "$here/carry" && fail "a link was followed"
[ -f "$stick/noticepoint.bundle" ] || fail "the stick was not written"

# A stick that cannot be written brings what it holds; what was written here waits.
if [ "$(id -u)" != 0 ]; then
    "$PEN" "$here/kiosk" letter 第二封 >/dev/null
    chmod a-w "$stick"
    kiosk 2026-11-08T05:00:00Z once && fail "nobody told that the stick cannot be written"
    chmod u+w "$stick"
    expect "$(status "$here/kiosk" waiting)" 1 "a letter waits"
fi
