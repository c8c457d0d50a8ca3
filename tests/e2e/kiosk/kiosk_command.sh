#!/usr/bin/env bash
# The kiosk's command line: pages as pictures and text, the same bytes each time; clear refusals.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

at="2026-11-24 16:50"
size=1080x1920
kiosk=$bin/noticepoint-kiosk

expect 0 "$kiosk" --help
says "--render"
expect 0 "$kiosk" --version
expect 2 "$kiosk"
says "--data"
expect 2 "$kiosk" --data "$work/none" --size 10x10
says "1080x1920"
expect 2 "$kiosk" --data "$work/none" --render nowhere --at "$at" "$work/x.png"
says "no page nowhere"
expect 2 "$kiosk" --data "$work/none" --render home "$work/x.png"
says "--at"
expect 2 "$kiosk" --data "$work/none" --render home --at 2026-13-01 "$work/x.png"
expect 2 "$kiosk" --data "$work/none" --render home --at "$at"
expect 74 "$kiosk" --data "$work/none" --render home --at "$at" "$work/no/such/folder/x.png"
expect 69 "$kiosk" --data "$work/none" --fonts "$work" --render home --at "$at" "$work/x.png"
says "fonts"
[ ! -e "$work/none" ] || fail "a render made a folder"

# First start: nothing is there, and the page says so.
expect 0 "$kiosk" --data "$work/none" --render-text home --at "$at"
says "还没有"

make_site
for page in home board board/2026-10 item/disclosure/2026-10/05/1 meetings duty regulations notices \
    mailbox write contact review lookup receipt/000000000000 staff-pin staff; do
    render --render "$page" "$work/a.png"
    render --render "$page" "$work/b.png"
    cmp -s "$work/a.png" "$work/b.png" || fail "$page is another picture the second time"
done
expect 0 render --render-text item/disclosure/2026-10/05/1
says "17,912.10"
says "555-0100"
expect 0 render --render-text home --doubtful
says "时间待校准"
at="2026-11-09 23:59" expect 0 render --render-text item/disclosure/2026-10/05/1
! grep -qF "17,912.10" "$work/said.log" || fail "an item opened before the tenth"
render --render home --size 1280x800 "$work/wide.png"

# No display, and a store that is newer than the program.
expect 69 env -u DISPLAY "$kiosk" --data "$work/data"
says "display"
expect 69 env DISPLAY=:987 "$kiosk" --data "$work/data"
says "display"
echo "The command line holds."
