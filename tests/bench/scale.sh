#!/usr/bin/env bash
# Ten thousand kiosks against one office's `serve`, against nginx in front of it, and against an object gateway: what each takes of
# the machine, and what a kiosk waits. Called by `toolchain/bench --scale`; prints a table, and the figures as JSON lines.
#   scale.sh BIN [KIOSKS] [SECONDS]     BIN has the release's programs and scale_bench
bin=$1 kiosks=${2:-10000} seconds=${3:-60}
TOP=$(cd "$(dirname "$0")/../.." && pwd)
OFFICE=$bin/noticepoint-office SYNC=$bin/noticepoint-sync
. "$TOP/tests/e2e/lib.sh"
PATH=$PATH:/usr/sbin
ticks=$(getconf CLK_TCK)
watched=()
cpu() { # of the watched processes and their children, in ticks
    local pid sum=0
    for pid in "${watched[@]}" $(for pid in "${watched[@]}"; do pgrep -P "$pid"; done); do
        sum=$((sum + $(awk '{print $14 + $15}' "/proc/$pid/stat")))
    done
    echo "$sum"
}
memory() { # KiB: all that is mapped and present, and what is their own of it
    local pid
    for pid in "${watched[@]}" $(for pid in "${watched[@]}"; do pgrep -P "$pid"; done); do
        awk '/^VmRSS/ {r=$2} /^RssAnon/ {a=$2} END {print r, a}' "/proc/$pid/status"
    done | awk '{r += $1; a += $2} END {printf "%d %d", r, a}'
}
# measure NAME SECONDS COMMAND...: a line of JSON with the watched processes' share.
measure() {
    local name=$1 time=$2 before after result rss anon
    shift 2
    before=$(cpu)
    result=$("$bin/scale_bench" "$@")
    after=$(cpu)
    read -r rss anon <<<"$(memory)"
    python3 - "$name" "$result" "$((after - before))" "$ticks" "$time" "$rss" "$anon" <<'PY' | tee -a "$here/lines"
import json, sys
name, result, spent, ticks, seconds, rss, anon = sys.argv[1:]
row = json.loads(result)
cpu = int(spent) / int(ticks)
row.update(name=name, cpu_s=round(cpu, 2), core_percent=round(100 * cpu / float(seconds), 2), rss_mib=round(int(rss) / 1024, 1),
           anon_mib=round(int(anon) / 1024, 1))
print(json.dumps(row))
PY
}
change() { # a notice changes
    printf -- '---\nkind: notice\ntitle: 停水通知\n---\n%s\n' "$1" >"$here/water.md"
    office import "$site" "$here/water.md" --correction 改期 >/dev/null 2>&1 || office import "$site" "$here/water.md" >/dev/null
    office sign "$site" --as office --all >/dev/null
    office publish "$site" >/dev/null
}
# midnight NAME URL TELL [KEYS]: all of it in one minute, and in the middle of it the office publishes once more. TELL: what
# takes the publication there.
midnight() {
    (
        sleep 15
        change "$1 00:00:15"
        "$3"
    ) &
    local publication=$! before
    before=$(letters)
    measure "$1 midnight" "$seconds" midnight "$2" "$kiosks" "$seconds" ${4:+"$4"}
    wait "$publication"
    "$3"
    expect $(($(letters) - before)) $((kiosks / 10)) "letters of $1's midnight in the office"
}
letters() { office inbox "$site" --json | python3 -c 'import json,sys; print(len({i["id"] for i in json.load(sys.stdin)["items"]}))'; }
crowd() { # NAME URL: polls, polls and heartbeats, a change, letters
    measure "$1 storm" 5 storm "$2" 5 4
    measure "$1 polls" "$seconds" poll "$2" "$kiosks" "$seconds" 0
    measure "$1 polls and heartbeats" "$seconds" poll "$2" "$kiosks" "$seconds" 1
    change "$1"
    measure "$1 change" 60 change "$2" 1000 60
}

# ---- the office alone ----
office init "$site" --demo --id wutongli --name 梧桐里社区居委会 --term-start 2026-01-05 --argon2-kib 8 >/dev/null
change 明天停水。
"$bin/scale_bench" fleet "$site" "$kiosks" >/dev/null 2>"$here/fleet.err"
start_office
watched=("$office_pid")
crowd serve "$url"
measure "serve letters" 60 letters "$url" 1000 60
expect "$(letters)" 1000 "letters in the office"
stop_office
start_office --now 2026-12-09T15:59:35Z # in 25 s it is the 10th here
watched=("$office_pid")
midnight serve "$url" true
stop_office
start_office
watched=("$office_pid")

# ---- nginx in front of it, as shipped ----
if command -v nginx >/dev/null; then
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    mkdir -p "$here/nginx/tmp"
    shipped=$TOP/firmware/rootfs/nginx
    cat >"$here/nginx.conf" <<CONF
$([ "$(id -u)" != 0 ] || echo 'user root;')
daemon off; error_log $here/nginx.err crit; pid $here/nginx.pid; worker_processes 1; events { worker_connections 1024; }
http {
    access_log off;
    $(for what in client_body proxy fastcgi scgi uwsgi; do printf '%s_temp_path %s/nginx/tmp/%s; ' "$what" "$here" "$what"; done)
    include $shipped/noticepoint-http.conf;
    upstream noticepoint_office { zone noticepoint_office 64k; server ${url#http://} max_conns=16; keepalive 8; }
    server { listen 127.0.0.1:$port; root $site/tree; include $shipped/noticepoint-server.conf; }
}
CONF
    nginx -p "$here/nginx" -c "$here/nginx.conf" 2>>"$here/nginx.err" &
    nginx=$!
    trap 'kill $nginx 2>/dev/null || true; cleanup' EXIT
    for _ in $(seq 600); do curl -s -o /dev/null "http://127.0.0.1:$port/" && break; sleep 0.05; done
    watched=("$nginx")
    crowd nginx "http://127.0.0.1:$port"
    midnight nginx "http://127.0.0.1:$port" true
    kill "$nginx"
    wait "$nginx" 2>/dev/null || true
fi

# ---- an object gateway ----
if command -v radosgw >/dev/null; then
    daemons=1
    . "$TOP/tests/e2e/ceph_lab.sh"
    new_bucket city
    new_user wutongli
    office mirror "$site" s3://city/wutongli --rights >"$here/wutongli.rights"
    sed -i 's/^kiosks =.*/kiosks =/' "$here/wutongli.rights" # ten thousand statements are no policy; letters go with the office's keys
    office bucket s3://city "$here/wutongli.rights" --endpoint "$store" --keys "$here/owner.keys" >/dev/null
    to_bucket() { office mirror "$site" s3://city/wutongli --endpoint "$store" --keys "$here/wutongli.keys" >/dev/null; }
    to_bucket
    watched=("${pids[gateway]}" "${pids[osd0]}")
    bucket=$store/city/wutongli
    measure "gateway storm" 5 storm "$bucket" 5 4
    measure "gateway polls" "$seconds" poll "$bucket" "$kiosks" "$seconds" 0
    change 网关
    to_bucket
    measure "gateway change" 60 change "$bucket" 1000 60
    measure "gateway letters" 60 letters "$bucket" 1000 60 "$here/wutongli.keys"
    to_bucket
    midnight gateway "$bucket" to_bucket "$here/wutongli.keys"
fi
"$bin/scale_bench" spread "$kiosks" 86400 | tee "$here/spread"
python3 - "$here/lines" "$here/spread" <<'PY'
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
print("\n| | requests/s | failures | p50 ms | p99 ms | % of a core | RSS MiB | its own MiB | bytes down a request |\n|---|---|---|---|---|---|---|---|---|")
kinds = ("poll", "heartbeat", "change", "letter")
for r in rows:
    rate = r.get("requests_per_s") or r["requests"] / r["seconds"]
    down = r["bytes_down"] / r["requests"] if r.get("bytes_down") else 0
    print(f"| {r['name']} | {rate:.1f} | {r['failures']} | {r.get('p50_ms', '')} | {r.get('p99_ms', '')} | {r['core_percent']} | "
          f"{r['rss_mib']} | {r['anon_mib']} | {down:.0f} |")
    if "midnight" in r["name"]:
        for kind in kinds:
            k = r[kind]
            print(f"| … {kind} | {k['count'] / r['seconds']:.1f} | {k['failures']} | {k['p50_ms']} | {k['p99_ms']} | | | | |")
        print(f"| … peak over mean, in 10 s | {r['peak_over_mean']} | | | | | | | |")
spread = json.load(open(sys.argv[2]))
print(f"\npeak over mean, in 10 s, of {spread['kiosks']} kiosks: {spread['peak_over_mean']}; switched on together, after half a day: "
      f"{spread['switched_on_together']}")
PY
