#!/usr/bin/env bash
# What opens on the 10th is on the wire before, and shows on the glass at 00:00 without a network. With --hold it is not
# on the wire before its eve, when the running office puts it there by itself.
. "$(dirname "$0")/lib.sh"

new_site
office import "$site" "$TOP/tests/sample/05-2026-10.csv" "$TOP/tests/sample/05-2026-10.md" --now 2026-11-05 >/dev/null
office sign "$site" --as office --all --now 2026-11-06 >/dev/null
office sign "$site" --as supervision --all --now 2026-11-07 >/dev/null
office publish "$site" --hold --now 2026-11-08T01:00:00Z >"$here/out"
grep -q '先留着，2026-11-09' "$here/out" || fail "nobody says until when it is held: $(cat "$here/out")"
key=disclosure/2026-10/05/1
there() {
    find "$site/tree" -path '*/log/*' -exec sh -c 'zstd -q -d -c <"$1"' _ {} \; >"$here/logs"
    grep -aqF "$key" "$here/logs"
}
there && fail "what is held is on the wire"
office publish "$site" --now 2026-11-08T02:00:00Z >/dev/null
there && fail "a later publication forgets that it is held"

start_office --admit-new --now 2026-11-08T15:59:57Z # three seconds before the eve in the community
agent "$here/kiosk" --now 2026-11-08T15:59:58Z enrol >/dev/null
for _ in $(seq 60); do # a request wakes the office
    agent "$here/kiosk" --now 2026-11-08T16:00:00Z once || true
    there && break
    sleep 0.5
done
there || fail "its eve came and nobody put it on the wire"
agent "$here/kiosk" --now 2026-11-08T16:01:00Z once
[ -z "${KIOSK:-}" ] || {
    text() { "$KIOSK" --data "$here/kiosk" --render-text "item/$key" --at "$1" 2>>"$here/kiosk.err"; }
    text '2026-11-09 23:59' | has 灯具 && fail "it shows before its day"
    text '2026-11-10 00:00' | has 灯具 || fail "it does not show on its day"
}
