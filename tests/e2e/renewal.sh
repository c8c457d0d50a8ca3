#!/usr/bin/env bash
# Keys on paper, and the drill: a keeper's key is lost, the supervision group has a new leader, the server's key was
# stolen, the mailbox has another key. Two of three keepers agree; kiosks follow; nothing that was published goes, opens
# later or shows unsigned, and every letter still opens.
. "$(dirname "$0")/lib.sh"

printf '所有钥匙共用的一句长口令\n' >"$here/words"
sealed() { office "$@" --passphrase-file "$here/words"; }
denied() { local code=$1 text=$2; shift 2; refused "$code" "$text" "$@" --passphrase-file "$here/words"; }
office init "$site" --id wutongli --name 梧桐里社区居委会 --term-start 2026-01-05 --argon2-kib 8 --now 2026-01-05 \
    --office-holder 郑国安 --supervision-holder 吴秀兰 --supervision-phone 555-0100 --passphrase-file "$here/words" >/dev/null
mapfile -d '' -t files < <(find "$TOP/tests/sample" -maxdepth 1 -type f \
    \( -name '*.txt' -o -name '*.csv' -o -name '05*.md' \) ! -name 'README*' -print0 | sort -z)
office import "$site" "${files[@]}" --now 2026-11-05 >/dev/null
sealed sign "$site" --as office --all --now 2026-11-06 >/dev/null
sealed sign "$site" --as supervision --all --now 2026-11-07 >/dev/null
sealed publish "$site" --now 2026-11-08T01:00:00Z >/dev/null
start_office --passphrase-file "$here/words" --now 2026-11-08T01:01:00Z
agent "$here/kiosk" --now 2026-11-08T01:02:00Z enrol >/dev/null
before=$(status "$here/kiosk" seq)
listed() { office list "$site" | cut -f1 | sort | md5sum; }
content=$(listed)

# Paper. A slip is noticed; another role's sheet is none of this one; typed by hand, in capitals, it opens what it opened.
sealed key "$site" list | has -P 'root-2\t根钥匙二\t\t在这里，有口令' || fail "the list of keys"
sealed key "$site" sheet root-2 >"$here/sheet"
grep -E '^    ([a-z2-7]{4} ?)+$' "$here/sheet" | tr -d '\n' >"$here/typed"
expect "$(tr -d ' ' <"$here/typed" | wc -c)" 56 "characters on the sheet"
mv "$site/keys/root-2.key" "$here/root-2.gone"
denied 77 '' key "$site" sheet root-2
sed 's/^\(    \)\(.\)/\1x/; s/x/b/' "$here/typed" >"$here/slip"
cmp -s "$here/slip" "$here/typed" || denied 65 '抄错了一个字' key "$site" restore root-2 --text-file "$here/slip"
head -c 40 "$here/typed" >"$here/short"
denied 65 '一共 14 组' key "$site" restore root-2 --text-file "$here/short"
denied 65 '抄错了一个字，或者不是 root-3 的备份单' key "$site" restore root-3 --text-file "$here/typed"
tr a-z A-Z <"$here/typed" | tr ' ' '\n' >"$here/again"
sealed key "$site" restore root-2 --text-file "$here/again" >/dev/null
denied 65 '还在' key "$site" restore root-2 --text-file "$here/typed"

# root-1 is lost for good, paper and all. The other two replace it.
rm "$site/keys/root-1.key"
denied 65 '没有要同意的' key "$site" agree root-2
denied 65 '不能由同一人拿' key "$site" renew supervision --holder 郑国安
sealed key "$site" renew root-1 --holder 何晓梅 >/dev/null
denied 65 '还没有办完' key "$site" renew head
denied 77 '还没有人同意' key "$site" take
sealed key "$site" agree root-2 >/dev/null
denied 77 '同意的人还不够' key "$site" take
denied 65 '只有保管根钥匙的人' key "$site" agree office
sealed key "$site" agree root-3 >/dev/null
sealed key "$site" take >"$here/take"
grep -q '第 2 版' "$here/take" || fail "the second root"
sealed publish "$site" --now 2026-11-08T02:00:00Z >/dev/null
agent "$here/kiosk" --now 2026-11-08T02:01:00Z once
expect "$(status "$here/kiosk" root_version) $(status "$here/kiosk" seq)" "2 $before" "the kiosk after the first drill"
"$PEN" "$here/kiosk" letter 换了根还能写信 >/dev/null

# A new leader of the supervision group: nothing shows unsigned, nothing goes out before it is signed anew.
sealed key "$site" renew supervision --holder 陈立 >/dev/null
for keeper in root-1 root-3; do sealed key "$site" agree "$keeper" >/dev/null; done
sealed key "$site" take >"$here/take"
grep -q '要用新钥匙再签一遍' "$here/take" || fail "nobody says what to sign anew"
denied 77 '没有重新签字' publish "$site" --now 2026-11-08T03:00:00Z
agent "$here/kiosk" --now 2026-11-08T03:01:00Z once
expect "$(status "$here/kiosk" root_version) $(status "$here/kiosk" seq)" "2 $before" "before it is signed anew"
sealed key "$site" resign --as supervision --now 2026-11-08T03:02:00Z >"$here/resigned"
sealed key "$site" resign --as office --now 2026-11-08T03:02:00Z >/dev/null
sealed publish "$site" --now 2026-11-08T03:03:00Z >/dev/null
agent "$here/kiosk" --now 2026-11-08T03:04:00Z once
expect "$(status "$here/kiosk" root_version)" 3 "the kiosk under the new leader"
expect "$(listed)" "$content" "what is published"
[ -z "${KIOSK:-}" ] || "$KIOSK" --data "$here/kiosk" --render-text item/disclosure/2026-10/05/1 --at '2026-11-10 08:00' \
    2>>"$here/kiosk.err" | has 灯具 || fail "an item is not on the glass after the change of leaders"

# The server's key was stolen: the thief's heads are refused from the moment the kiosk has seen the new root.
cp "$site/tree/v1/wutongli/head" "$here/old-head"
cp "$site/keys/head.key" "$here/stolen.key"
sealed key "$site" renew head >/dev/null
for keeper in root-2 root-3; do sealed key "$site" agree "$keeper" >/dev/null; done
sealed key "$site" take >/dev/null
sealed publish "$site" --now 2026-11-08T04:00:00Z >/dev/null
agent "$here/kiosk" --now 2026-11-08T04:01:00Z once
expect "$(status "$here/kiosk" root_version)" 4 "the kiosk after the theft"
sleep 1
cp "$here/old-head" "$site/tree/v1/wutongli/head"
agent "$here/kiosk" --now 2026-11-08T04:02:00Z once && fail "a head of the stolen key is taken"
kill -0 "$office_pid" || fail "serve did not outlive the change of keys"
sealed publish "$site" --now 2026-11-08T04:03:00Z >/dev/null
agent "$here/kiosk" --now 2026-11-08T04:04:00Z once
expect "$(status "$here/kiosk" in_trouble)" false "trouble after the theft"

# The mailbox's key. A letter that waited at the kiosk, sealed to the old one, and one sealed to the new: both open.
sealed admit "$site" "$(status "$here/kiosk" kiosk | tr -d '"')" --now 2026-11-08T04:30:00Z >/dev/null
agent "$here/kiosk" --now 2026-11-08T04:31:00Z once
"$PEN" "$here/kiosk" letter 换信箱钥匙以前写的 >/dev/null
mv "$site/keys/mailbox.key" "$here/mailbox.away"
denied 77 '旧信都看不了' key "$site" renew mailbox
mv "$here/mailbox.away" "$site/keys/mailbox.key"
sealed key "$site" renew mailbox --now 2026-11-08T04:40:00Z >/dev/null
for keeper in root-1 root-2; do sealed key "$site" agree "$keeper" >/dev/null; done
sealed key "$site" take --now 2026-11-08T04:45:00Z >"$here/take"
grep -q '要用新钥匙再签一遍' "$here/take" && fail "the mailbox signs nothing"
sealed publish "$site" --now 2026-11-08T05:00:00Z >/dev/null
agent "$here/kiosk" --now 2026-11-08T05:01:00Z once
expect "$(status "$here/kiosk" root_version)" 5 "the kiosk with the new mailbox"
"$PEN" "$here/kiosk" letter 换了信箱钥匙以后写的 >/dev/null
agent "$here/kiosk" --now 2026-11-08T05:02:00Z once
expect "$(status "$here/kiosk" waiting)" 0 "letters that wait"
stop_office
letters() {
    local id
    office inbox "$site" --json --now 2026-11-09 >"$here/inbox"
    for id in $(python3 -c 'import json, sys; print(*[i["id"] for i in json.load(open(sys.argv[1]))["items"]])' "$here/inbox"); do
        sealed letter "$site" "$id" --now "$1"
    done >"$here/letters"
    for text in 换了根还能写信 换信箱钥匙以前写的 换了信箱钥匙以后写的; do
        grep -q "$text" "$here/letters" || fail "'$text' does not open on $1"
    done
}
letters 2026-11-09
sealed key "$site" retire --now 2026-11-09 >"$here/retired"
grep -q '2 份' "$here/retired" || fail "what was sealed anew"
grep -q '留到' "$here/retired" || fail "an old key goes while letters to it may come"
[ -e "$site/keys/mailbox.key.old-4" ] || fail "the old key's file went early"
# Months later, when every kiosk has been heard from since.
start_office --passphrase-file "$here/words" --now 2027-02-08T01:00:00Z
agent "$here/kiosk" --now 2027-02-08T01:01:00Z once
stop_office
sealed key "$site" retire --now 2027-02-08T02:00:00Z >"$here/retired"
grep -q '已销毁' "$here/retired" || fail "the old key is still there"
[ -e "$site/keys/mailbox.key.old-4" ] && fail "the old key's file is still there"
letters 2027-02-09
office log "$site" | has 'destroy key' || fail "the acts do not tell of the old key's end"
sealed key "$site" list >"$here/keys"
grep -q 陈立 "$here/keys" || fail "the new leader is not in the list"
office log "$site" | has 'take 4' || fail "the acts do not tell of the renewal"
