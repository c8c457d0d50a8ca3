#!/usr/bin/env bash
# Offers, admission and revocation; a second site's root is not taken; staff are added.
. "$(dirname "$0")/lib.sh"

new_site
office publish "$site" >/dev/null
start_office
agent "$here/kiosk" enrol --name 1号楼大厅 >/dev/null
agent "$here/kiosk" once
id=$(status "$here/kiosk" kiosk | tr -d '"')
office admit "$site" --list | has -P "^$id\t待接纳\t.*1号楼大厅" || fail "the offer is not listed"
expect "$(status "$here/kiosk" admitted)" false "before admission"
[ "$(status "$here/kiosk" seq)" -ge 1 ] || fail "reading waits for admission"
office admit "$site" "$id" >/dev/null
agent "$here/kiosk" once
expect "$(status "$here/kiosk" admitted)" true "after admission"
office admit "$site" "$id" --revoke >/dev/null
agent "$here/kiosk" once || true
expect "$(status "$here/kiosk" admitted)" false "after revocation"

# What is scanned from a screen admits as well; a slip, another office and another root do not.
agent "$here/scanned" enrol >/dev/null
offer=$(status "$here/scanned" offer | tr -d '"')
scanned=$(status "$here/scanned" kiosk | tr -d '"')
key=$(cut -d: -f4 <<<"$offer")
other=A
[ "${key:0:1}" = A ] && other=B
refused 65 '抄错了或扫错了' admit "$site" "${offer/$key/$other${key:1}}"
refused 65 '不是本居委会' admit "$site" "${offer/WUTONGLI/HAITANG}"
refused 65 '不要接纳' admit "$site" "${offer%????}AAAA"
refused 65 '也不是屏幕上的二维码' admit "$site" 'https://example.invalid/'
office admit "$site" "$offer" | has "^$scanned" || fail "the scanned offer is not admitted"
office admit "$site" "${offer,,}" >/dev/null || fail "twice is once too often"
agent "$here/scanned" once
expect "$(status "$here/scanned" admitted)" true "admitted by its QR code"
agent "$here/lost" enrol --expect 'aaaa bbbb cccc dddd' >/dev/null && fail "an office that was not expected is pinned"
expect "$(status "$here/lost" enrolled)" false "nothing was pinned"

# Somebody else's office at the same address.
stop_office
mv "$site" "$here/first"
office init "$site" --demo --id wutongli --name 别处 --term-start 2026-01-05 --argon2-kib 8 >/dev/null
office publish "$site" >/dev/null
start_office
before=$(status "$here/kiosk" seq)
agent "$here/kiosk" once && fail "a second site's head was taken"
expect "$(status "$here/kiosk" seq)" "$before" "the view"
agent "$here/kiosk" enrol >/dev/null && fail "a second root was pinned"
stop_office

rm -rf "$site"
mv "$here/first" "$site"
office staff "$site" add 何晓梅 --role director >"$here/staff"
code=$(grep -oE '[0-9]{16}' "$here/staff")
[ "${#code}" = 16 ] || fail "no activation code"
grep -rqF "$code" "$site" && fail "the activation code lies in clear"
person=$(cut -f1 "$here/staff" | head -n 1)
office publish "$site" | has -P "^$person\t待居委会签字" || fail "a person went out unsigned"
office sign "$site" --as office --all >/dev/null
office sign "$site" --as supervision --all >/dev/null
office publish "$site" | has -P "^$person\t已公布" || fail "the person did not go out"
office log "$site" | has '停用屏幕' || fail "the acts do not tell of the revocation"
