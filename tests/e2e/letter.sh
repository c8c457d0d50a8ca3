#!/usr/bin/env bash
# A letter goes up sealed, is acknowledged, read, answered and looked up; another is taken back.
. "$(dirname "$0")/lib.sh"

new_site
office publish "$site" >/dev/null
start_office --admit-new
agent "$here/kiosk" enrol >/dev/null
agent_until true "$here/kiosk" admitted

receipt=$("$PEN" "$here/kiosk" letter '三楼的路灯不亮')
expect "$(status "$here/kiosk" waiting)" 1 "waiting"
agent "$here/kiosk" once
expect "$(status "$here/kiosk" waiting)" 0 "waiting after the acknowledgement"
expect "$(status "$here/kiosk" done)" 1 "done"

# Nothing that was written stands anywhere in clear: not at the kiosk, not in the office's store.
grep -rqF '路灯' "$here/kiosk" "$site" && fail "the letter's text lies in clear"
grep -rqF "$receipt" "$here/kiosk" "$site" && fail "the receipt's digits lie in clear"

id=$(office inbox "$site" --json | field items.0.id)
expect "$(office inbox "$site" --json | field items.0.state)" received "state"
office letter "$site" "$id" >"$here/letter"
grep -q '三楼的路灯不亮' "$here/letter" || fail "the letter is not there"
grep -q "$receipt" "$here/letter" && fail "reading a letter shows the receipt"
expect "$(office inbox "$site" --json | field items.0.state)" handling "state after reading"

printf '已报修，三天内修好。\n' >"$here/answer.txt"
office answer "$site" "$id" --text-file "$here/answer.txt" --by 何晓梅 >/dev/null
agent "$here/kiosk" once
refused 65 '' answer "$site" ffffffffffffffffffff --text-file "$here/answer.txt"
grep -rqF '三天内修好' "$here/kiosk" "$site/tree" && fail "the answer lies in clear"

# Another kiosk of the same office, which never saw the letter, finds the answer offline.
agent "$here/other" enrol >/dev/null
agent "$here/other" once

second=$("$PEN" "$here/kiosk" letter '写错了')
agent "$here/kiosk" once
"$PEN" "$here/kiosk" retract "$second"
"$PEN" "$here/kiosk" visit 咨询
agent "$here/kiosk" once
office inbox "$site" --json >"$here/inbox"
expect "$(field retracted <"$here/inbox")" 1 "taken back"
expect "$(field visits <"$here/inbox")" 1 "visits"
expect "$(python3 -c 'import json,sys; print(len(json.load(open(sys.argv[1]))["items"]))' "$here/inbox")" 1 "listed"

# Answered at a kiosk, confirmed by the office.
third=$("$PEN" "$here/kiosk" letter '垃圾桶满了')
"$PEN" "$here/kiosk" answer "$third" '今天清走。'
agent "$here/kiosk" once
answer=$(office inbox "$site" --json | python3 -c '
import json, sys
print(next(i["id"] for i in json.load(sys.stdin)["items"] if i["kind"] == "answer"))')
seen=$(status "$here/kiosk" seq)
office answer "$site" "$answer" --confirm >/dev/null
for _ in $(seq 240); do
    agent "$here/kiosk" once
    [ "$(status "$here/kiosk" seq)" = "$seen" ] || break
    sleep 0.25
done
agent "$here/other" once
stop_office

if [ -n "${KIOSK:-}" ]; then
    text() { "$KIOSK" --data "$1" --render-text "receipt/$2" --at "$(date '+%Y-%m-%d %H:%M')" 2>>"$here/kiosk.err"; }
    for data in "$here/kiosk" "$here/other"; do
        text "$data" "$receipt" | grep '三天内修好' >/dev/null || fail "the answer is not found in $data"
        text "$data" "$third" | grep '今天清走' >/dev/null || fail "the confirmed answer is not found in $data"
        text "$data" "$second" | grep '撤回' >/dev/null || fail "the letter taken back is not told in $data"
    done
fi
