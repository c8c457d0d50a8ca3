#!/usr/bin/env bash
# The tree is copied to another folder, and a stock web server carries it: objects before the head, cut short nothing
# changes, what left the tree leaves the copy. And a signed origin takes over when the office's own server is away.
. "$(dirname "$0")/lib.sh"

# A web server on a port that is known before the policy is signed.
python3 - "$here/copy" >"$here/web" 2>"$here/web.err" <<'PY' &
import functools, http.server, sys
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
print("http://127.0.0.1:%d" % server.server_port, flush=True)
server.serve_forever()
PY
web_pid=$!
trap 'kill $web_pid 2>/dev/null || true; cleanup' EXIT
for _ in $(seq 1200); do [ -s "$here/web" ] && break; sleep 0.05; done
web=$(head -n 1 "$here/web")
new_site --origin "$web"
printf -- '---\nkind: notice\ntitle: 停水通知\n---\n明天停水。\n' >"$here/water.md"
office import "$site" "$here/water.md" >/dev/null
office sign "$site" --as office --all >/dev/null
office publish "$site" --now 2026-11-08T01:00:00Z >/dev/null
office mirror "$site" "$here/copy" | has '第 1 期' || fail "the first copy"
[ -s "$here/copy/v1/wutongli/head" ] && [ -s "$here/copy/v1/site" ] || fail "head or hint is missing"
[ -e "$here/copy/.part" ] && fail "a part is left"
office mirror "$site" "$here/copy" | has '新文件 0 个' || fail "the same is copied again"
refused 65 '在资料文件夹里面' mirror "$site" "$site/tree/inside"

# Python's own file server stands for any web server.
url=$web
agent "$here/kiosk" --now 2026-11-08T01:05:00Z enrol >/dev/null 2>&1 || true # it takes no PUT
agent "$here/kiosk" --now 2026-11-08T01:06:00Z once
expect "$(status "$here/kiosk" seq)" 1 "through a stock web server"

# A change: not there before it is copied, and a copy that breaks off shows what it showed.
printf -- '---\nkind: notice\ntitle: 停水通知\n---\n改到后天。\n' >"$here/water.md"
office import "$site" "$here/water.md" --correction 改期 >/dev/null
office sign "$site" --as office --all >/dev/null
office publish "$site" --now 2026-11-08T02:00:00Z >/dev/null
agent "$here/kiosk" --now 2026-11-08T02:05:00Z once
expect "$(status "$here/kiosk" seq)" 1 "before it is copied"
chmod a-w "$here/copy/v1/wutongli" # the head cannot be replaced, except by root
if [ "$(id -u)" != 0 ]; then
    office mirror "$site" "$here/copy" >/dev/null && fail "a copy that cannot be written"
    agent "$here/kiosk" --now 2026-11-08T02:06:00Z once
    expect "$(status "$here/kiosk" seq)" 1 "a copy cut short"
fi
chmod u+w "$here/copy/v1/wutongli"
office mirror "$site" "$here/copy" >/dev/null
agent "$here/kiosk" --now 2026-11-08T02:07:00Z once
expect "$(status "$here/kiosk" seq)" 2 "after the copy"

# The policy names the copy: a kiosk that was given the office's own server goes there when it is away.
start_office --admit-new --now 2026-11-08T03:00:00Z
agent "$here/other" --now 2026-11-08T03:01:00Z enrol >/dev/null
agent_until true "$here/other" admitted --now 2026-11-08T03:02:00Z
seen=$(status "$here/other" seq)
stop_office
office mirror "$site" "$here/copy" >/dev/null
agent "$here/other" --now 2026-11-08T03:03:00Z once || fail "the copy does not take the office's place"
expect "$(status "$here/other" in_trouble) $(status "$here/other" seq)" "false $seen" "trouble with the office away"
