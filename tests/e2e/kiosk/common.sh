# What the kiosk's end-to-end tests share. Sourced; $1 is the folder of the programs.
set -euo pipefail

bin=$1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
sample=$here/../../sample
work=$(mktemp -d "${TMPDIR:-/tmp}/noticepoint-e2e-XXXXXX")
pids=()

finish() {
    local status=$?
    for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
        kill "${pids[i]}" 2>/dev/null || true
    done
    wait 2>/dev/null || true
    [ "$status" -eq 0 ] || [ "$status" -eq 77 ] || tail -n 20 "$work"/*.log >&2 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

need() {
    local tool
    for tool in "$@"; do
        command -v "$tool" >/dev/null || { echo "SKIPPED: $tool is not installed"; exit 77; }
    done
}

# expect CODE COMMAND...: runs it; what it says is in $work/said.log.
expect() {
    local code=$1 status=0
    shift
    "$@" >"$work/said.log" 2>&1 || status=$?
    [ "$status" -eq "$code" ] || fail "exit code $status instead of $code: $*"
}

says() {
    grep -qF -- "$1" "$work/said.log" || fail "it does not say \"$1\""
}

# Waits until a command succeeds: a minute, for a machine that runs other tests beside this one.
await() {
    local what=$1 i
    shift
    for i in $(seq 1200); do
        "$@" >/dev/null 2>&1 && return 0
        sleep 0.05
    done
    fail "waited in vain: $what"
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

listening() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# An office with the policy and a few records of the sample, served; a kiosk enrolled to it.
make_site() {
    port=$(free_port)
    origin=http://127.0.0.1:$port
    "$bin/noticepoint-office" init "$work/site" --demo --id wutongli --name 梧桐里社区居委会 \
        --term-start 2026-01-05 --first-board 2026-01 --argon2-kib 8 \
        --supervision-office 街道民政科 --supervision-phone 555-0100 >"$work/init.log" 2>&1
    publish "$sample/05-2026-10.csv" "$sample/duty-2026-11.csv"
    "$bin/noticepoint-office" serve "$work/site" --listen "127.0.0.1:$port" --admit-new \
        >"$work/office.log" 2>&1 &
    pids+=($!)
    office_pid=$!
    await "the office listens" listening "$port"
    "$bin/noticepoint-sync" --data "$work/data" --origin "$origin" enrol >"$work/enrol.log" 2>&1
    sync_once
}

publish() {
    "$bin/noticepoint-office" import "$work/site" "$@" >>"$work/import.log" 2>&1
    "$bin/noticepoint-office" sign "$work/site" --now "2026-11-09 10:00" --as office --all \
        >>"$work/sign.log" 2>&1
    "$bin/noticepoint-office" sign "$work/site" --now "2026-11-09 16:00" --as supervision --all \
        >>"$work/sign.log" 2>&1
    "$bin/noticepoint-office" publish "$work/site" >>"$work/publish.log" 2>&1
}

sync_once() {
    "$bin/noticepoint-sync" --data "$work/data" --origin "$origin" once >>"$work/sync.log" 2>&1
}

render() {
    "$bin/noticepoint-kiosk" --data "$work/data" --at "$at" --size "$size" "$@"
}

# spot PAGE TEXT: "x y", the middle of the line on which the text stands.
spot() {
    render --render-text "$1" | python3 -c '
import re, sys
best = None
for line in sys.stdin:
    m = re.match(r"text (-?\d+),(-?\d+) size (\d+) \S+ \"(.*)\"$", line.rstrip("\n"))
    if m and sys.argv[1] in m.group(4):
        x, y, size, text = int(m.group(1)), int(m.group(2)), int(m.group(3)), m.group(4)
        spot = (x + size, y - size // 3)
        if best is None or text == sys.argv[1]:
            best = spot
if best is None:
    sys.exit("no such text: " + sys.argv[1])
print(*best)' "$2"
}

# A virtual display of $size. Two servers that start at once may look for the same free number, and
# the slower one ends: it is started again.
open_display() {
    local number server i
    for i in 1 2 3 4 5; do
        number=$work/display-$i-${#pids[@]}
        Xvfb -displayfd 9 -screen 0 "${size}x24" -nolisten tcp 9>"$number" 2>"$work/xvfb.log" &
        server=$!
        await "a display" started_or_ended "$number" "$server"
        if [ -s "$number" ]; then
            pids+=("$server")
            DISPLAY=:$(cat "$number")
            export DISPLAY
            return 0
        fi
        wait "$server" || true
    done
    fail "no display opens"
}
started_or_ended() {
    [ -s "$1" ] || ! kill -0 "$2"
}

# What is on the display: a picture NAME of it; something is painted; it differs from picture NAME.
shot() {
    import -window root "$work/$1.png"
}
painted() {
    shot now
    [ "$(identify -format '%k' "$work/now.png")" -gt 100 ] # colours
}
differs() {
    shot now
    ! compare -metric AE "$work/now.png" "$work/$1.png" null: 2>/dev/null
}
# It shows what picture NAME shows, but for a clock and the few pixels a picture is shifted by to
# spare the panel: the distance of the two at a tenth of the size, 0 to 1. The widest shift is 0.07
# (3 px both ways on 540 by 960), another page about 0.3.
looks_like() {
    local distance
    shot now
    convert "$work/now.png" -resize '10%' "$work/now-small.png"
    convert "$work/$1.png" -resize '10%' "$work/wanted-small.png"
    distance=$(compare -metric RMSE "$work/now-small.png" "$work/wanted-small.png" null: 2>&1) || true
    python3 -c 'import re, sys
sys.exit(float(re.search(r"\((.*)\)", sys.argv[1]).group(1)) > 0.15)' "$distance"
}
