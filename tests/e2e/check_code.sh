#!/usr/bin/env bash
# The check code of a board month: the office's sheet and the glass agree, on the day, after a correction, and on a
# kiosk that came when the corrected version and a list of persons had gone.
. "$(dirname "$0")/lib.sh"
[ -n "${KIOSK:-}" ] || exit 77

new_site
at() { # at TIME COMMAND ARGS...
    local now=$1 command=$2
    shift 2
    office "$command" "$site" --now "$now" "$@"
}
release() { # release TIME [IMPORT-OPTION...]
    local now=$1
    shift
    at "$now" import "$@" >/dev/null
    at "$now" sign --as office --all >/dev/null
    at "$now" sign --as supervision --all >/dev/null
    at "$now" publish >/dev/null
}
printf -- '---\nkind: disclosure\nitem: 10\nperiod: 2026-10\n---\n电梯维修的开支。\n' >"$here/10.md"
printf -- '---\nkind: disclosure\nitem: 7\nperiod: 2026-10\nuntil: 2026-11-20\n---\n| 户 | 元 |\n|---|---|\n| 张*芳 | 300 |\n' >"$here/07.md"
release 2026-11-08T02:00:00Z "$here/10.md" "$here/07.md"

sheet() { office sheet "$site" 2026-11 --on "$1" --json | field code; }
# glass DATA TIME: the code on November's board, "-" when there is none.
glass() {
    "$KIOSK" --data "$1" --size 1080x4000 --render-text board/2026-11 --at "$2" 2>>"$here/kiosk.err" |
        sed -nE 's/.*校验码 ([3-9A-Y]{4})-([3-9A-Y]{4}).*/\1-\2/p' | head -n 1
}

start_office --admit-new --now 2026-11-10T01:00:00Z
agent "$here/early" --now 2026-11-10T01:00:00Z enrol >/dev/null
agent "$here/early" --now 2026-11-10T01:00:00Z once
tenth=$(sheet 2026-11-10)
expect "$(glass "$here/early" '2026-11-10 09:30')" "$tenth" "the code of the 10th"
stop_office

printf '补一句。\n' >>"$here/10.md"
release 2026-11-16T02:00:00Z --correction 漏写一句 "$here/10.md"
after=$(sheet 2026-11-16)
[ "$after" != "$tenth" ] || fail "a correction within the month leaves the code"
expect "$(sheet 2026-11-15)" "$tenth" "the code as of the day before the correction"
start_office --admit-new --now 2026-11-16T03:00:00Z
agent "$here/early" --now 2026-11-16T03:00:00Z once
expect "$(glass "$here/early" '2026-11-16 12:00')" "$after" "the code after the correction"
stop_office

# December: the list of persons has gone from the tree, and this kiosk never held the first version.
start_office --admit-new --now 2026-12-05T01:00:00Z
agent "$here/late" --now 2026-12-05T01:00:00Z enrol >/dev/null
agent "$here/late" --now 2026-12-05T01:00:00Z once
agent "$here/early" --now 2026-12-05T01:00:00Z once
expect "$(sheet 2026-12-05)" "$after" "the sheet in December"
expect "$(glass "$here/early" '2026-12-05 09:30')" "$after" "the kiosk that was there, in December"
expect "$(glass "$here/late" '2026-12-05 09:30')" "$after" "the kiosk that came in December"
expect "$(office sheet "$site" 2026-11 --on 2026-12-05 --json | field opened)" 3 "what the code stands for"
