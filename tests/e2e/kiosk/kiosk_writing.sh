#!/usr/bin/env bash
# A resident writes a letter of sixty characters with a finger: half by strokes, half by pinyin, on a virtual
# display in portrait (and with NOTICEPOINT_LONG=1 in landscape). What arrives at the office is what was meant.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
need Xvfb xdotool import compare python3
[ -s "$bin/../input/strokes.bin" ] && [ -x "$bin/noticepoint-pinyin" ] ||
    { echo "SKIPPED: handwriting or pinyin was not built"; exit 77; }

strokes=三号楼门口的路灯坏了一个星期，晚上老人下楼看不见台阶。
pinyin=物业说要等到下个月，希望声音小一点，谢谢你们的帮助，你们辛苦了，居委会什么时候开会。
typed='wu ye shuo yao deng dao xia ge yue
，
xi wang sheng yin xiao yi dian
，
xie xie ni men de bang zhu
，
ni men xin ku le
，
ju wei hui shen me shi hou kai hui
。'
size=1080x1920
make_site
at=$(TZ=Asia/Shanghai date '+%Y-%m-%d %H:%M')

tap() {
    local x y
    read -r x y < <(spot "$1" "$2")
    shot before
    presses=$((presses + 1))
    xdotool mousemove "$x" "$y" mousedown 1 sleep 0.05 mouseup 1
    await "something happened to \"$2\"" differs before
    sleep 0.1
}
by_hand() {
    python3 "$here/write_by_hand.py" "$1" "$size" "$work/frame" "$bin/../input/strokes.bin" >"$work/pen"
    presses=$((presses + $(grep -c mousedown "$work/pen")))
    xdotool - <"$work/pen"
}
# What arrived is what was meant, but for one character in ten: a machine under load swallows a stroke.
alike() {
    python3 - "$work/letter.log" "$strokes$pinyin" <<'PY'
import difflib
import sys
meant, lines = sys.argv[2], open(sys.argv[1], encoding="utf-8").read().split("\n")
best = max(lines, key=lambda line: difflib.SequenceMatcher(None, line, meant).ratio())
share = sum(block.size for block in difflib.SequenceMatcher(None, best, meant, False).get_matching_blocks()) / len(meant)
print(f"{round(100 * share)} of 100 characters: {best}")
sys.exit(share < 0.9)
PY
}

engines() {
    pgrep -P "$1" noticepoint-pin >/dev/null # the kernel keeps fifteen letters of a name
}
no_engines() {
    ! engines "$1"
}

# write WIDTHxHEIGHT NUMBER: a kiosk of that size; the NUMBER-th letter of the office.
write() {
    size=$1 presses=0
    open_display
    "$bin/noticepoint-kiosk" --data "$work/data" --size "$size" 2>>"$work/kiosk.log" &
    local kiosk_pid=$!
    pids+=("$kiosk_pid")
    await "the first picture" painted
    local began=$SECONDS
    tap home 主任信箱
    tap mailbox 写信
    tap write 公共设施
    render --render-text write >"$work/frame"
    by_hand hand <<<"$strokes"
    strokes_made=$((presses - 3))
    by_hand pinyin <<<"$typed"
    engines "$kiosk_pid" || fail "no engine runs while pinyin is written"
    tap write 写好了，下一步
    tap contact 下一步，看一遍
    tap review 交给主任信箱
    echo "$size: a letter of ${#strokes} characters by strokes and ${#pinyin} by pinyin: $strokes_made touches by hand," \
        "$((presses - strokes_made)) taps, $((SECONDS - began)) s"
    await "the engine leaves with the letter" no_engines "$kiosk_pid"
    kill "$kiosk_pid"
    wait "$kiosk_pid" 2>/dev/null || true
    sync_once
    sync_once
    letter=$("$bin/noticepoint-office" inbox "$work/site" --json 2>/dev/null |
        python3 -c 'import json, sys; items = json.load(sys.stdin)["items"]; assert len(items) == int(sys.argv[1]), items
print([item["id"] for item in items if item["id"] not in sys.argv[2:]][0])' "$2" ${seen:+"$seen"}) ||
        fail "the letter written at $size did not arrive"
    seen=$letter
    "$bin/noticepoint-office" letter "$work/site" "$letter" >"$work/letter.log" 2>&1
    alike || fail "the letter written at $size is another one"
}

seen=
write 1080x1920 1
if [ "${NOTICEPOINT_LONG:-0}" = 1 ]; then
    write 1280x800 2
fi
echo "Sixty characters, by strokes and by pinyin."
