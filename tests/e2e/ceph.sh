#!/usr/bin/env bash
# The same round as bucket.sh through a real object gateway: Ceph's, on loopback, all of it in a folder that goes away.
# One storage daemon; with NOTICEPOINT_LONG=1 three, of which one is killed in mid-run, and the gateway started anew.
. "$(dirname "$0")/lib.sh"
daemons=1
[ "${NOTICEPOINT_LONG:-0}" = 1 ] && daemons=3

. "$(dirname "$0")/ceph_lab.sh"
. "$(dirname "$0")/bucket_round.sh"

# The gateway is started anew between two runs; a kiosk that meets it down keeps its letter.
kill "${pids[gateway]}"
wait "${pids[gateway]}" 2>/dev/null || true
"$PEN" "$here/kiosk" letter '网关停了' >/dev/null
screen once >/dev/null 2>&1 || true
refused 69 '' mirror "$site" s3://city/wutongli --endpoint "$store" --keys "$here/wutongli.keys"
gateway
screen once
to_bucket >/dev/null
screen once
expect "$(status "$here/kiosk" waiting)" 0 "waiting after the gateway came back"
[ "$daemons" = 3 ] || exit 0

# One of three storage daemons is killed in the middle of 200 letters and publications.
letters=200
done_before=$(status "$here/kiosk" done)
for i in $(seq $letters); do
    "$PEN" "$here/kiosk" letter "第 $i 封" >/dev/null
    [ $((i % 20)) != 0 ] || { water "第 $i 次"; screen once || true; to_bucket >/dev/null; }
    [ "$i" != 70 ] || kill -9 "${pids[osd1]}"
done
for _ in 1 2 3; do screen once || true; to_bucket >/dev/null; done
screen once
expect "$(status "$here/kiosk" waiting)" 0 "waiting after a storage daemon died"
expect "$(status "$here/kiosk" done)" $((done_before + letters)) "letters done"
expect "$(office inbox "$site" --json | python3 -c 'import json,sys; d=json.load(sys.stdin); print(len({i["id"] for i in d["items"]}))')" \
    $((done_before + letters)) "letters in the office, each once"
to_bucket --check | has '新文件 0 个' || fail "what is there differs from the tree"
true
