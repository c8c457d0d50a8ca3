#!/usr/bin/env bash
# The second implementation of PROTOCOL.md (oracle/, Python) against ours, both ways: it reads what our office publishes,
# our agent takes what it publishes, and each office takes what the other's kiosk sends.
. "$(dirname "$0")/lib.sh"
oracle=$TOP/tests/e2e/oracle
python=/usr/bin/python3 # Debian's own, which has Debian's modules
[ -x "$python" ] || python=python3
"$python" -c 'import nacl.bindings, zstandard' 2>/dev/null || { echo "SKIPPED: python3-nacl or python3-zstandard is missing"; exit 77; }
export PYTHONDONTWRITEBYTECODE=1
their_pid=

# their WORDS...: one command to the oracle's office; prints its answer without the "ok".
their() {
    printf '%q ' "$@" >&"$their_in"
    echo >&"$their_in"
    local answer
    read -r -t 60 answer <&"$their_out" || fail "the oracle's office does not answer: $*"
    [ "${answer%% *}" = ok ] || fail "the oracle's office: $answer ($*)"
    printf '%s' "${answer#ok }"
}

# ---- our office, read by the oracle ----

new_site
mapfile -d '' -t files < <(find "$TOP/tests/sample" -maxdepth 1 -type f \
    \( -name '*.txt' -o -name '*.md' -o -name '*.csv' \) ! -name 'README*' -print0 | sort -z)
office import "$site" "${files[@]}" --now 2026-11-05 >/dev/null
office sign "$site" --as office --all --now 2026-11-06 >/dev/null
mapfile -t keys < <(office list "$site" | cut -f1 | grep -vxFf "$TOP/tests/sample/unsigned")
office sign "$site" --as supervision "${keys[@]}" --now 2026-11-07 >/dev/null
office publish "$site" --now 2026-11-08 >/dev/null
for n in 1 2 3; do
    printf -- '---\nkind: notice\ntitle: 第 %s 次通知\n---\n正文。\n' "$n" >"$here/again.md"
    office import "$site" "$here/again.md" ${again:+--correction 改正} >/dev/null
    office sign "$site" --as office notice/again >/dev/null
    office publish "$site" --now "2026-11-08T0$n:00:00Z" >/dev/null
    again=yes
done
print=$(office fingerprint "$site")
"$python" "$oracle/read.py" "$site/tree" wutongli "$print" >"$here/read" || fail "the oracle refuses what our office published"
expect "$(field 'live.notice/again' <"$here/read")" 3 "versions of a notice, read by the oracle"
[ "$(field snapshot_items <"$here/read")" -gt 40 ] || fail "the snapshot holds little"
expect "$(field endorsed <"$here/read")" true "the office's word for the snapshot, read by the oracle"

# The oracle is no yes-man: what was changed in the tree is refused.
cp -r "$site/tree" "$here/changed"
log=$(find "$here/changed" -path '*/log/*' | sort | tail -n 1)
zstd -q -d -c <"$log" | sed 's/第 3 次/第 4 次/' | zstd -q -19 --content-size --no-check --stream-size="$(zstd -q -d -c <"$log" | wc -c)" -c >"$here/log"
mv "$here/log" "$log"
"$python" "$oracle/read.py" "$here/changed" wutongli "$print" >/dev/null 2>"$here/refused" && fail "the oracle takes a changed log"
grep -q 'refused:' "$here/refused" || fail "the oracle broke instead of refusing"

# Seven years later, when the volume has been destroyed: the logs that held it are gone, and what is left holds.
cp -r "$site" "$here/later"
later() { office "$1" "$here/later" --now "2033-01-05T0$2:00:00Z" "${@:3}" >/dev/null; }
refused 77 第十二条 delete "$here/later" 2026 --by 何晓梅 --approver 顾明远 --reason 保存期满 --now 2032-12-31
office delete "$here/later" 2026 --by 何晓梅 --approver 顾明远 --reason 保存期满 --now 2033-01-05 >/dev/null
later sign 1 --as office purge/2026
later sign 2 --as supervision purge/2026
later publish 3
[ -e "$here/later/tree/v1/wutongli/log/0000000000000001" ] && fail "the first log is still there"
"$python" "$oracle/read.py" "$here/later/tree" wutongli "$print" >"$here/read" || fail "the oracle refuses what is left"
field live <"$here/read" | has '"purge/2026": 1' || fail "the record of the destruction"
field live <"$here/read" | has '"disclosure/2026-10/05/1"' && fail "what was destroyed is still there"
later publish 4
"$python" "$oracle/read.py" "$here/later/tree" wutongli "$print" >/dev/null || fail "the oracle refuses what follows"

# ---- the oracle's kiosk at our office ----

start_office --now 2026-11-08T04:00:00Z
kiosk() { "$python" "$oracle/kiosk.py" "$url" wutongli one "$@"; }
read -r code id theirs < <(kiosk offer 三号楼)
expect "$code $theirs" "201 $print" "an offer by the oracle"
expect "$(kiosk letter 1 早了一步 | cut -f2-)" "$(printf '403\t403\twaits')" "before admission"
office admit "$site" "$id" >/dev/null
read -r digits first second state < <(kiosk letter 1 楼道的灯不亮)
expect "$first $second $state" "201 200 acknowledged" "a letter by the oracle, and again"
expect "$(kiosk clone 1 别的话 | cut -f1)" 409 "other bytes under the same name"
expect "$(kiosk beat 5 | cut -f2)" "echoed by the office" "a heartbeat by the oracle"
expect "$(kiosk beat 4 | cut -f1)" 409 "an earlier heartbeat"
letter=$(office inbox "$site" --json | field items.0.id)
office letter "$site" "$letter" | has 楼道的灯不亮 || fail "the office cannot read the oracle's letter"
printf '已经换了灯泡。\n' >"$here/answer.txt"
office answer "$site" "$letter" --text-file "$here/answer.txt" --by 何晓梅 >/dev/null
expect "$(kiosk answer "$digits" | cut -f1)" 已经换了灯泡。 "the answer, found by the oracle"
stop_office
"$python" "$oracle/read.py" "$site/tree" wutongli "$print" >"$here/read" || fail "the oracle refuses the tree after the letter"
expect "$(field "acks.$id.items" <"$here/read")" 1 "acknowledged in the tree"

# ---- the oracle's office, and our agent ----

coproc THEIR { exec "$python" "$oracle/office.py" "$here/their" 2>"$here/their.err"; }
their_pid=$THEIR_PID their_out=${THEIR[0]} their_in=${THEIR[1]}
read -r -t 60 url <&"$their_out" || fail "the oracle's office does not say where it is"
began=$(date -u -d 2026-11-10T01:00:00Z +%s)
now() { date -u -d "@$((began + $1 * 60))" +%Y-%m-%dT%H:%M:%SZ; }
one() { agent "$here/one" --now "$(now "$1")" once; }
seq=$(their first)
agent "$here/one" --now "$(now 5)" enrol --name 大厅 >/dev/null
one 6
expect "$(status "$here/one" seq)" "$seq" "our agent at the oracle's office"
[ -z "${KIOSK:-}" ] || {
    text() { "$KIOSK" --data "$here/one" --render-text "$1" --at "$2" 2>>"$here/kiosk.err"; }
    text item/disclosure/2026-10/05/1 '2026-11-10 09:30' | grep 收支两清 >/dev/null || fail "the glass does not show the oracle's item"
    text board/2026-11 '2026-11-12 08:00' | grep 待监督小组审核 >/dev/null || fail "the oracle's announce does not show"
}
receipt=$("$PEN" "$here/one" letter 长椅坏了)
one 7
expect "$(status "$here/one" waiting)" 1 "before admission by the oracle"
their admit >/dev/null
one 8
expect "$(status "$here/one" done)" 1 "acknowledged by the oracle"
expect "$(their letters)" 长椅坏了 "the letter, read by the oracle"
[ "$(status "$here/one" echoed)" != null ] || fail "the oracle's acknowledgement echoes no nonce"
their mode echo >/dev/null
one 40
echoed=$(status "$here/one" echoed) # the clock goes on while the round runs
[ "$echoed" -ge $((began + 40 * 60)) ] || fail "the echo by the oracle's head key: $echoed"
their answer 明天修 >/dev/null
their correct >/dev/null
their withdraw >/dev/null
seq=$(their notice power 停电通知)
one 41
expect "$(status "$here/one" seq)" "$seq" "changes by the oracle"
[ -z "${KIOSK:-}" ] || {
    text "receipt/$receipt" "$(date '+%Y-%m-%d %H:%M')" | grep 明天修 >/dev/null || fail "the oracle's answer is not found"
}
their snapshot >/dev/null
agent "$here/two" --now "$(now 60)" enrol --name 二门 >/dev/null
expect "$(status "$here/two" seq)" "$seq" "a first sync by the oracle's snapshot"
their notice gone 一 >/dev/null
their snapshot >/dev/null
their notice left 二 >/dev/null
their forget >/dev/null
seq=$(their notice newest 三)
one 61
expect "$(status "$here/one" seq)" "$seq" "our agent where the oracle's logs are gone"
"$python" "$oracle/read.py" "$here/their" haitang >/dev/null || fail "the oracle refuses a tree without its old logs"
their rotate >/dev/null
seq=$(their notice root 换了钥匙)
one 62
expect "$(status "$here/one" root_version) $(status "$here/one" seq)" "2 $seq" "the oracle's second root"
"$python" "$oracle/read.py" "$here/their" haitang >/dev/null || fail "the oracle refuses its own tree"
expect "$(status "$here/one" in_trouble)" false "trouble"
eval "exec $their_in>&-"
wait "$their_pid" || true
