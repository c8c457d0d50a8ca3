#!/usr/bin/env bash
# A long text scrolls: the display moves its own pixels, and shows the same as a picture painted whole;
# also where another window lay above them and there was nothing to move.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
need Xvfb xdotool import compare convert python3

size=540x960
at="2026-11-12 10:24"
make_site
publish "$sample/3-shared-spaces.txt"
sync_once
open_display

# What stands below the bar with the clock.
shot_below() {
    import -window root -crop 540x860+0+100 +repage "$work/$1.png"
}
# The scrolling has come to rest.
rests() {
    shot_below one
    sleep 0.3
    shot_below two
    cmp -s <(convert "$work/one.png" rgb:-) <(convert "$work/two.png" rgb:-)
}
same() {
    shot_below now
    [ "$(compare -metric AE "$work/now.png" "$work/$1.png" null: 2>&1)" = 0 ]
}
open_text() {
    local x y
    "$bin/noticepoint-kiosk" --data "$work/data" --size "$size" --now "$at" --open regulations \
        2>>"$work/kiosk.log" &
    kiosk_pid=$!
    pids+=("$kiosk_pid")
    await "the list is shown" painted
    read -r x y < <(spot regulations 公共空间)
    shot before
    xdotool mousemove "$x" "$y" mousedown 1 sleep 0.05 mouseup 1
    await "the text is open" differs before
    await "the text rests" rests
    xdotool mousemove 270 700
}
scroll() {
    local i
    for i in 1 2 3; do
        xdotool click "$1"
        sleep 0.1
    done
    await "the text rests" rests
}
close_text() {
    kill "$kiosk_pid"
    wait "$kiosk_pid" || fail "the kiosk ended with $?"
}

# ---- alone ----
open_text
shot_below top
scroll 5
shot_below scrolled
! same top || fail "the text does not scroll"
scroll 4
await "back at its top, all of it" same top
close_text

# ---- with a window above ----
open_text
"$bin/noticepoint-kiosk" --data "$work/other" --size 300x300 --now "$at" 2>>"$work/cover.log" &
cover_pid=$!
pids+=("$cover_pid")
covered() {
    ! same top
}
await "another window lies above" covered
xdotool mousemove 500 700
scroll 5
! same scrolled || fail "nothing lay above the text"
kill "$cover_pid"
wait "$cover_pid" || true
await "what could not be moved is there" same scrolled
close_text
echo "What scrolls is what is there."
