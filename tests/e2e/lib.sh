# Sourced by every script here: a folder that goes away, an office that is started and ended by its
# process id, and checks that say what they expected.
set -euo pipefail
: "${OFFICE:?}" "${SYNC:?}" "${TOP:?}"
here=$(mktemp -d "${TMPDIR:-/tmp}/noticepoint-e2e.XXXXXX")
site=$here/site
office_pid=
url=

mounts=()

cleanup() {
    local folder
    stop_office
    for folder in "${mounts[@]}"; do
        umount "$folder" 2>/dev/null || true
    done
    rm -rf "$here"
}
trap cleanup EXIT

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    for log in "$here"/*.err; do
        [ -s "$log" ] && { printf '%s:\n' "${log##*/}"; tail -n 20 "$log"; } >&2
    done
    exit 1
}

# office ARGS...: the program, its reminders about demonstration keys kept in a file.
office() {
    "$OFFICE" "$@" 2>"$here/office.err" || {
        local code=$?
        tail -n 3 "$here/office.err" >&2
        return "$code"
    }
}

# refused CODE TEXT ARGS...: the office ends with CODE and its words contain TEXT.
refused() {
    local want=$1 text=$2 code=0
    shift 2
    "$OFFICE" "$@" >"$here/refused.out" 2>&1 </dev/null || code=$?
    [ "$code" = "$want" ] || { cat "$here/refused.out" >&2; fail "exit code $code, not $want: $*"; }
    grep -qF -- "$text" "$here/refused.out" ||
        { cat "$here/refused.out" >&2; fail "does not say '$text': $*"; }
}

# new_site [OPTION...]: a demonstration site; small Argon2 cost.
new_site() {
    office init "$site" --demo --id wutongli --name 梧桐里社区居委会 --term-start 2026-01-05 \
        --supervision-office 街道民政科 --supervision-phone 555-0100 --argon2-kib 8 \
        --now 2026-01-05 "$@" >/dev/null
}

# start_office [OPTION...]: serves on a free port; sets url.
start_office() {
    : >"$here/url"
    "$OFFICE" serve "$site" --listen 127.0.0.1:0 "$@" >"$here/url" 2>"$here/serve.err" &
    office_pid=$!
    for _ in $(seq 600); do
        url=$(head -n 1 "$here/url")
        [ -n "$url" ] && return
        kill -0 "$office_pid" 2>/dev/null || fail "serve ended"
        sleep 0.05
    done
    fail "serve does not say where it is"
}

stop_office() {
    if [ -n "$office_pid" ]; then
        kill "$office_pid" 2>/dev/null || true
        wait "$office_pid" 2>/dev/null || true
        office_pid=
    fi
}

# agent DATA ARGS...
agent() {
    local data=$1
    shift
    "$SYNC" --data "$data" --origin "$url" "$@" 2>>"$here/sync.err"
}

# agent_until VALUE DATA FIELD [ARGS...]: asks the office until its status says so. An office publishes an
# admission or an answer a moment after it took what it answers.
agent_until() {
    local want=$1 data=$2 field=$3
    shift 3
    for _ in $(seq 240); do
        agent "$data" "$@" once || true
        [ "$(status "$data" "$field")" != "$want" ] || return 0
        sleep 0.25
    done
    fail "$field of ${data##*/} is $(status "$data" "$field"), not $want"
}

# status DATA FIELD [ARGS...]: one value of the agent's status.
status() {
    local data=$1 field=$2
    shift 2
    "$SYNC" --data "$data" status --json "$@" 2>>"$here/sync.err" |
        python3 -c 'import json, sys; print(json.dumps(json.load(sys.stdin)[sys.argv[1]]))' "$field"
}

# PROGRAM | has PATTERN: reads to the end, unlike grep -q, which would end the program by SIGPIPE and fail the pipe.
has() { grep "$@" >/dev/null; }

expect() {
    [ "$1" = "$2" ] || fail "$3: '$1' instead of '$2'"
}

# field JSON-PATH: from JSON on standard input, e.g. record.toc
field() {
    python3 -c '
import json, sys
value = json.load(sys.stdin)
for part in sys.argv[1].split("."):
    value = value[int(part)] if part.isdigit() else value[part]
print(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))' "$1"
}

# faulty MODE N FOLDER COMMAND...: from its N-th durable call in FOLDER on, the command meets a full disk
# (enospc) or a read-only medium (erofs). Works for any user.
faulty() {
    local mode=$1 at=$2 folder=$3
    shift 3
    CRASH_MODE=$mode CRASH_AT=$at CRASH_FOLDER=$folder LD_PRELOAD=${SHIM:?} \
        ASAN_OPTIONS=${ASAN_OPTIONS:-}:verify_asan_link_order=0 "$@"
}

# small_mount FOLDER SIZE: a disk of its own there; fails where we may not mount.
small_mount() {
    mkdir -p "$1"
    [ "$(id -u)" = 0 ] && mount -t tmpfs -o "size=$2" none "$1" 2>/dev/null || return
    mounts+=("$1")
}
