#!/usr/bin/env bash
# The server leaves the next snapshot to a process beside it: letters come in, logs pile up, and a snapshot appears that
# the next head names; a new kiosk begins with it; nothing of an earlier one is left behind.
. "$(dirname "$0")/lib.sh"

python=/usr/bin/python3 # Debian's own, which has Debian's modules
[ -x "$python" ] || python=python3
"$python" -c 'import nacl.bindings, zstandard' 2>/dev/null || { echo "SKIPPED: python3-nacl or python3-zstandard is missing"; exit 77; }
export PYTHONDONTWRITEBYTECODE=1

snapshots() { find "$site/tree/v1/wutongli/snap" -type f | wc -l; }

new_site
office publish "$site" >/dev/null
for ((n = 1; n <= 28; n++)); do
    printf -- '---\nkind: notice\ntitle: 停水通知\n---\n第%d次。\n' "$n" >"$here/water.md"
    office import "$site" "$here/water.md" --correction 改期 >/dev/null
    office sign "$site" --as office --all --publish >/dev/null
done
expect "$(snapshots)" 1 "snapshots before"
start_office --admit-new
agent "$here/kiosk" enrol >/dev/null
agent_until true "$here/kiosk" admitted
# Each letter brings a receipt, which is a log; the server publishes a moment later.
for ((n = 1; n <= 40; n++)); do
    [ "$(snapshots)" = 1 ] || break
    before=$(status "$here/kiosk" seq)
    "$PEN" "$here/kiosk" letter "第${n}封" >/dev/null
    for _ in $(seq 100); do
        agent "$here/kiosk" once || true
        [ "$(status "$here/kiosk" seq)" = "$before" ] || break
        sleep 0.2
    done
done
[ "$(snapshots)" -ge 2 ] || fail "no snapshot is made beside the server"
grep -q 'tidy ended' "$here/serve.err" && fail "the process beside it failed"

# A letter more: the head names the new one, which holds most of the logs.
before=$(status "$here/kiosk" seq)
"$PEN" "$here/kiosk" letter 最后一封 >/dev/null
for _ in $(seq 100); do
    agent "$here/kiosk" once || true
    [ "$(status "$here/kiosk" seq)" = "$before" ] || break
    sleep 0.2
done
agent "$here/new" enrol >/dev/null
agent "$here/new" once
[ "$(status "$here/new" seq)" -ge "$(status "$here/kiosk" seq)" ] || fail "a new kiosk does not begin with it"
expect "$(status "$here/new" in_trouble)" false "the new kiosk's trouble"
# All that lies there verifies, by another implementation; and the first snapshot held the policy alone.
"$python" "$(dirname "$0")/oracle/read.py" "$site/tree" wutongli "$(office fingerprint "$site")" >"$here/read" ||
    fail "the oracle refuses the tree"
[ "$(field snapshot_items <"$here/read")" -gt 2 ] || fail "the head does not name the new snapshot"
expect "$(field endorsed <"$here/read")" true "the server's word for a snapshot that was made beside it"

# Asked to end while one is made, the server waits for it: nothing half-written is left.
stop_office
[ -z "$(find "$site/tree" -name '.part*')" ] || fail "a part is left behind"
office tidy "$site" >/dev/null
echo "kept tidy"
