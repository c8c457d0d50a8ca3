#!/usr/bin/env bash
# An opinion on an item goes up, is answered and stands beside it with its answer; what names a person does
# not. A seal use reaches the office's book. A letter is graded and its writer told by when and why.
. "$(dirname "$0")/lib.sh"

today=$(TZ=Asia/Shanghai date +%F)
month=$(TZ=Asia/Shanghai date -d "$(TZ=Asia/Shanghai date +%Y-%m-01) -35 day" +%Y-%m) # open whatever today is
new_site
printf -- '---\nkind: disclosure\nitem: 5\nperiod: %s\n---\n换灯 380 元。\n' "$month" >"$here/5.md"
office import "$site" "$here/5.md" >/dev/null
office sign "$site" --as office --all >/dev/null
office sign "$site" --as supervision --all >/dev/null
office publish "$site" >/dev/null
start_office --admit-new
kiosk=$here/kiosk
agent "$kiosk" enrol >/dev/null
agent_until true "$kiosk" admitted
key=disclosure/$month/05/1
# up: what was written goes up; fetch: what the office answered comes down.
round() { agent "$kiosk" once; }
ids() { # KIND STATE
    office inbox "$site" --json | python3 -c '
import json, sys
print(*[i["id"] for i in json.load(sys.stdin)["items"] if (i["kind"], i["state"]) == (sys.argv[1], sys.argv[2])])' "$1" "$2"
}

first=$("$PEN" "$kiosk" opinion 5 "$key" '换灯为什么要 380 元？')
round
id=$(ids opinion received)
[ -n "$id" ] || fail "the opinion did not arrive"
office letter "$site" "$id" | grep "关于：$key" >/dev/null || fail "the opinion does not say what it is about"
expect "$(ids opinion handling)" "$id" "read, it is being handled"
printf '含声控开关，三家里最低。\n' >"$here/answer"
office answer "$site" "$id" --text-file "$here/answer" --by 何晓梅 >/dev/null
round
thread=$(office list "$site" | cut -f1 | grep '^thread/')
expect "$(office show "$site" "$thread" --json | field record.entries.0.text)" '换灯为什么要 380 元？' "the question"
expect "$(office show "$site" "$thread" --json | field record.entries.1.by)" 何晓梅 "who answered"

# With a telephone in it the opinion is shown in other words, or to its writer alone.
"$PEN" "$kiosk" opinion 5 "$key" '请打 13812345678 告诉我是谁换的' >/dev/null
round
id=$(ids opinion received)
refused 65 '--question' answer "$site" "$id" --text-file "$here/answer"
expect "$(ids opinion received)" "$id" "a refused answer changes nothing"
office answer "$site" "$id" --text-file "$here/answer" --question 问是谁换的灯 >/dev/null
"$PEN" "$kiosk" opinion 5 "$key" '王某某贪污' >/dev/null
round
id=$(ids opinion received)
office answer "$site" "$id" --text-file "$here/answer" --private >/dev/null
round
expect "$(office list "$site" | grep -c '^thread/')" 2 "threads"
grep -rqaF 13812345678 "$site/tree" && fail "a telephone is on the tree"

# A book, and a promise.
"$PEN" "$kiosk" seal 居住证明 王英
"$PEN" "$kiosk" letter '二号楼水管漏' >/dev/null
round
expect "$(office book "$site" 公章 --json | field 0.record.reason)" 居住证明 "the seal's book"
office book "$site" seal_use | grep '盖章人 顾明远' >/dev/null || fail "who stamped is not told"
id=$(ids letter received)
refused 65 '--note' grade "$site" "$id" complex
refused 2 'simple|normal|complex' grade "$site" "$id" hard
promised() { # ID: by when an answer is promised
    office inbox "$site" --json | python3 -c '
import json, sys
print(*[i["promise"]["answer_by"] for i in json.load(sys.stdin)["items"] if i["id"] == sys.argv[1]])' "$1"
}
before=$(promised "$id")
office grade "$site" "$id" complex --note 要请自来水公司来看 >/dev/null
after=$(promised "$id")
[[ $after > $before && $before > $today ]] || fail "complex is not promised later: $before, $after"
office inbox "$site" | grep '承诺' >/dev/null || fail "inbox does not tell of promises"
expect "$(office mailbox "$site" "${today%-*}" --json | field received)" 4 "received this month"
round

if [ -n "${KIOSK:-}" ]; then
    now=$(TZ=Asia/Shanghai date -d '+1 min' '+%F %H:%M') # the item opened at its signing, a moment ago
    "$KIOSK" --data "$kiosk" --render-text "item/$key" --at "$now" >"$here/page" 2>>"$here/kiosk.err"
    grep -q '换灯为什么要' "$here/page" || fail "the opinion does not stand beside the item"
    grep -q '王某某' "$here/page" && fail "a private opinion is shown"
    "$KIOSK" --data "$kiosk" --render-text "receipt/$first" --at "$now" >"$here/page" 2>>"$here/kiosk.err"
    grep -q '三家里最低' "$here/page" || fail "the answer is not found by receipt"
fi
stop_office
