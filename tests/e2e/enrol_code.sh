#!/usr/bin/env bash
# The first-start screen of a kiosk whose carrier takes no offer: another reader finds in its QR code what the status
# tells, the office admits it by that, and the code goes. Two screens show the same 16 characters.
. "$(dirname "$0")/lib.sh"
[ -n "${KIOSK:-}" ] || { echo "SKIPPED: the kiosk is not built"; exit 77; }
command -v zbarimg >/dev/null || { echo "SKIPPED: zbarimg (zbar-tools) is not installed"; exit 77; }

new_site # nothing is published yet, so the glass shows the first start
start_office
data=$here/kiosk
now=$(TZ=Asia/Shanghai date '+%Y-%m-%d %H:%M')
glass() { "$KIOSK" --data "$data" --render-text home --at "$now" 2>>"$here/kiosk.err"; }

glass >"$here/before"
has '这台公告机还没有接上居委会' <"$here/before" || fail "a new kiosk does not say that it is new"
has 'NP1:' <"$here/before" && fail "a kiosk without an office offers itself"

# A carrier that takes nothing: the stock web server's side of the office. The offer is refused, the rest is read.
python3 -m http.server --directory "$site/tree" --bind 127.0.0.1 0 >"$here/carrier" 2>&1 &
carrier=$!
for _ in $(seq 600); do
    port=$(grep -oE 'port [0-9]+' "$here/carrier" | grep -oE '[0-9]+') && break
    sleep 0.05
done
office_url=$url
url=http://127.0.0.1:$port
agent "$data" enrol --office wutongli >/dev/null && fail "a carrier that takes nothing took an offer"
kill "$carrier"
url=$office_url
expect "$(status "$data" enrolled)" true "enrolled all the same"

"$KIOSK" --data "$data" --render home --at "$now" "$here/glass.png" 2>>"$here/kiosk.err"
read_back=$(zbarimg --quiet --raw -Sdisable -Sqrcode.enable "$here/glass.png" 2>/dev/null)
expect "$read_back" "$(status "$data" offer | tr -d '"')" "what the QR code says"
print=$(office fingerprint "$site")
glass | has "$(sed -E 's/(....)/\1 /g; s/ $//' <<<"${print^^}")" || fail "the 16 characters are not on the glass"
grep -q "$print" <<<"${read_back,,}" || fail "the code does not name the root"

# Admitted by what was scanned; the code has done its work.
office admit "$site" "$read_back" >/dev/null
agent "$data" once
expect "$(status "$data" admitted)" true "admitted by its code"
glass | has 'NP1:' && fail "the code stays on the glass"
true
