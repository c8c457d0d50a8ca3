#!/usr/bin/env bash
# The office is killed at any moment and goes on: no letter is lost, none is there twice.
. "$(dirname "$0")/lib.sh"

new_site
office publish "$site" >/dev/null
start_office --admit-new
agent "$here/kiosk" enrol >/dev/null
agent_until true "$here/kiosk" admitted
rounds=4
[ "${NOTICEPOINT_LONG:-0}" = 1 ] && rounds=60
for round in $(seq "$rounds"); do
    "$PEN" "$here/kiosk" letter "第 $round 封" >/dev/null
    agent "$here/kiosk" once &
    pid=$!
    sleep "0.0$((round % 10))"
    kill -9 "$office_pid" 2>/dev/null || true
    wait "$pid" || true
    wait "$office_pid" 2>/dev/null || true
    office_pid=
    start_office --admit-new
done
agent "$here/kiosk" once
agent "$here/kiosk" once
expect "$(status "$here/kiosk" waiting)" 0 "waiting at the end"
count=$(office inbox "$site" --json | python3 -c 'import json,sys; print(len(json.load(sys.stdin)["items"]))')
expect "$count" "$rounds" "letters at the office"

# A second serve on the same port is told so.
refused 69 '' serve "$site" --listen "${url#http://}"
