#!/usr/bin/env bash
# The office's disk is lost; last month's copy is put in its place. No letter is lost: what was acknowledged since goes up
# again under its old name. What was published since is not there any more, so kiosks keep their view and say why, until
# two keepers renew the root; then they begin anew with what the office has.
. "$(dirname "$0")/lib.sh"

publish() { # TITLE NOW
    printf -- '---\nkind: notice\ntitle: %s\n---\n正文。\n' "$1" >"$here/n.md"
    office import "$site" "$here/n.md" ${again:+--correction 改} --now "$2" >/dev/null
    again=yes
    office sign "$site" --as office --all --now "$2" >/dev/null
    office publish "$site" --now "$2" >/dev/null
}
at() { agent "$here/kiosk" --now "$1" once; }

new_site
publish 第一次 2026-10-08T01:00:00Z
start_office --admit-new --now 2026-10-08T01:01:00Z
agent "$here/kiosk" --now 2026-10-08T01:02:00Z enrol >/dev/null
agent_until true "$here/kiosk" admitted --now 2026-10-08T01:03:00Z
"$PEN" "$here/kiosk" letter 上个月的信 >/dev/null
at 2026-10-08T01:04:00Z
stop_office
cp -a "$site" "$here/last-month"

start_office --now 2026-11-08T01:00:00Z
"$PEN" "$here/kiosk" letter 这个月的信 >/dev/null
"$PEN" "$here/kiosk" letter 还有一封 >/dev/null
publish 第二次 2026-11-08T01:01:00Z
at 2026-11-08T01:02:00Z
at 2026-11-08T01:20:00Z
expect "$(status "$here/kiosk" done) $(status "$here/kiosk" waiting)" "3 0" "before the loss"
before=$(status "$here/kiosk" seq)
stop_office
rm -rf "$site"
cp -a "$here/last-month" "$site"

start_office --now 2026-11-09T01:00:00Z
for n in 1 2 3; do at "2026-11-09T01:0$n:00Z" && fail "an office behind our view is taken"; done
at 2026-11-09T01:30:00Z && fail "an office behind our view is taken"
status "$here/kiosk" last_error | has rollback || fail "the status does not say why"
[ "$(status "$here/kiosk" refused)" -ge 4 ] || fail "what is refused is not counted"
expect "$(status "$here/kiosk" seq)" "$before" "the view stays"
expect "$(status "$here/kiosk" waiting)" 0 "letters wait for ever"
count=$(office inbox "$site" --json | python3 -c 'import json,sys; print(len(json.load(sys.stdin)["items"]))')
expect "$count" 3 "letters at the restored office"

office key "$site" renew head >/dev/null
office key "$site" agree root-1 >/dev/null
office key "$site" agree root-2 >/dev/null
office key "$site" take >/dev/null
office publish "$site" --now 2026-11-09T02:00:00Z >/dev/null
at 2026-11-09T02:01:00Z || fail "the kiosk does not begin anew"
expect "$(status "$here/kiosk" root_version) $(status "$here/kiosk" in_trouble)" "2 false" "under the new root"
began=$(status "$here/kiosk" seq)
again=yes publish 第三次 2026-11-09T02:10:00Z
at 2026-11-09T02:11:00Z
expect "$(status "$here/kiosk" seq)" $((began + 1)) "what is published now"
at 2026-11-09T02:30:00Z
expect "$(status "$here/kiosk" done) $(status "$here/kiosk" waiting) $(status "$here/kiosk" conflicts)" "3 0 0" "letters at the end"
