#!/usr/bin/env bash
# What residents come for, tapped through on a virtual display with the whole sample published: this month's spending and who
# signed it, the next meeting, whom to call for a building, a paragraph of a rule, larger text, a letter by pinyin, its answer.
# Prints taps, swipes and seconds; NOTICEPOINT_LONG=1: in both orientations and all three scales.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
need Xvfb python3
[ -x "$bin/kiosk_tasks" ] && [ -x "$bin/noticepoint-pinyin" ] || { echo "SKIPPED: libxtst or the pinyin engine is not installed"; exit 77; }

at="2026-11-24 16:50"
make_site
office() { "$bin/noticepoint-office" "$@" >>"$work/office.log" 2>&1; }
mapfile -d '' -t files < <(find "$sample" "$sample/office" -maxdepth 1 -type f \
    \( -name '*.txt' -o -name '*.md' -o -name '*.csv' \) ! -name 'README*' -print0 | sort -z)
office import "$work/site" --now "2026-11-20 09:00" "${files[@]}" --correction 改正 || fail "the sample is not imported"
publish "$sample/flu-shots.md"
sync_once

for size in 1080x1920 1920x1080; do
    open_display
    for scale in standard large xlarge; do
        if [ "${NOTICEPOINT_LONG:-0}" != 1 ] && [ "$size $scale" != "1080x1920 standard" ] && [ "$size $scale" != "1920x1080 xlarge" ]; then
            continue
        fi
        run=("$bin/kiosk_tasks" "$work/data" "${size%x*}" "${size#*x}" "$scale" "$at")
        "${run[@]}" >"$work/told" 2>"$work/tasks.err" || { cat "$work/told"; head -n 1 "$work/tasks.err"; fail "$size $scale: a task is not done"; }
        receipt=$(tail -n 1 "$work/told")
        sync_once
        letter=$("$bin/noticepoint-office" inbox "$work/site" --json 2>/dev/null |
            python3 -c 'import json, sys; print([i["id"] for i in json.load(sys.stdin)["items"] if not i.get("answered")][-1])')
        echo 楼道的灯已经换好了，谢谢您告诉我们。 >"$work/answer.txt"
        office answer "$work/site" "$letter" --text-file "$work/answer.txt" --by 顾明远 || fail "no answer"
        office publish "$work/site"
        sync_once
        "${run[@]}" "$receipt" >>"$work/told" 2>"$work/tasks.err" || { head -n 1 "$work/tasks.err"; fail "$size $scale: the answer is not found"; }
        echo "== $size $scale"
        grep -v '^[0-9]*$' "$work/told"
    done
done
