#!/usr/bin/env bash
# Sealed keys: passphrases come from a file, nothing prompts without a terminal, a wrong one is refused.
. "$(dirname "$0")/lib.sh"

cat >"$here/all" <<'TEXT'
office: 居委会的长口令二零二六
supervision: 监督小组的长口令二零二六
head: 服务器的长口令二零二六年
mailbox: 信箱钥匙的长口令二零二六
其余钥匙共用的一句长口令
TEXT
init=(init "$site" --id wutongli --name 梧桐里社区居委会 --term-start 2026-01-05 --argon2-kib 8)
refused 77 '--passphrase-file' "${init[@]}"
printf '短口令\n' >"$here/short"
refused 65 '太短' "${init[@]}" --passphrase-file "$here/short"
[ -e "$site" ] && fail "a refused init left something"
office "${init[@]}" --passphrase-file "$here/all" >/dev/null
for key in "$site"/keys/*.key; do
    expect "$(stat -c %a "$key")" 600 "mode of $key"
done

refused 77 '--passphrase-file' sign "$site" --as office policy
printf 'office: 这不是居委会的长口令\n' >"$here/wrong"
refused 77 '' sign "$site" --as office policy --passphrase-file "$here/wrong"
office sign "$site" --as office policy --passphrase-file "$here/all" >/dev/null
office publish "$site" --passphrase-file "$here/all" >"$here/out"
grep -q '待监督小组签字' "$here/out" || fail "the policy went out with one signature"
office sign "$site" --as supervision policy --passphrase-file "$here/all" >/dev/null
office publish "$site" --passphrase-file "$here/all" >"$here/out"
grep -qP '^policy\t已公布' "$here/out" || fail "the policy did not go out"

# Locked, the office serves what is published and stores what comes; acknowledged when unlocked.
start_office
grep -q '居委会签字钥匙（office）没有打开' "$here/serve.err" || fail "nobody says that the key is locked"
agent "$here/kiosk" enrol >/dev/null
agent "$here/kiosk" once
expect "$(status "$here/kiosk" admitted)" false "admitted by nobody"
kiosk=$(status "$here/kiosk" kiosk | tr -d '"')
office admit "$site" "$kiosk" --passphrase-file "$here/all" >/dev/null
agent "$here/kiosk" once
expect "$(status "$here/kiosk" admitted)" true "admitted"
"$PEN" "$here/kiosk" letter 路灯不亮 >/dev/null
agent "$here/kiosk" once
expect "$(status "$here/kiosk" waiting)" 1 "waiting without an acknowledgement"
expect "$(office inbox "$site" --json | field items.0.state)" received "stored all the same"
office publish "$site" --passphrase-file "$here/all" >/dev/null
agent "$here/kiosk" once
expect "$(status "$here/kiosk" waiting)" 0 "acknowledged by a publication with the key"
"$PEN" "$here/kiosk" letter 垃圾桶满了 >/dev/null
stop_office
start_office --passphrase-file "$here/all"
agent "$here/kiosk" once
for _ in 1 2 3; do
    [ "$(status "$here/kiosk" waiting)" = 0 ] && break
    agent "$here/kiosk" once
done
expect "$(status "$here/kiosk" waiting)" 0 "acknowledged once unlocked"
