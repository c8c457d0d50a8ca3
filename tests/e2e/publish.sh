#!/usr/bin/env bash
# From the office to a kiosk: import the sample content, sign, publish, serve, fetch; then a change.
. "$(dirname "$0")/lib.sh"

new_site
mapfile -d '' -t files < <(find "$TOP/tests/sample" -maxdepth 1 -type f \
    \( -name '*.txt' -o -name '*.md' -o -name '*.csv' \) ! -name 'README*' -print0 | sort -z)
office import "$site" "${files[@]}" --now 2026-11-05 >/dev/null
office sign "$site" --as office --all --now 2026-11-06 >/dev/null
mapfile -t keys < <(office list "$site" | cut -f1 | grep -vxFf "$TOP/tests/sample/unsigned")
office sign "$site" --as supervision "${keys[@]}" --now 2026-11-07 >/dev/null
office publish "$site" --now 2026-11-08 >"$here/published"
grep -q '提醒' "$here/published" || fail "on the 8th nobody is warned of what is missing"
grep -q '第 7 项 2026-10：没有导入' "$here/published" || fail "item 7 is missing and not told"

start_office --admit-new --now 2026-11-08T02:00:00Z
agent "$here/kiosk" --now 2026-11-08T02:00:00Z enrol >"$here/enrol"
want=$(office fingerprint "$site")
grep -qE "$(echo "$want" | sed -E 's/(....)/\1 ?/g')" "$here/enrol" || fail "another fingerprint"
agent "$here/kiosk" --now 2026-11-08T02:00:00Z once
expect "$(status "$here/kiosk" root)" "\"$want\"" "pinned root"
first=$(status "$here/kiosk" seq)
[ "$first" -ge 1 ] || fail "nothing fetched"

# Imported again, nothing changes.
office import "$site" "${files[@]}" --now 2026-11-08 >"$here/again"
tail -n 1 "$here/again" | has '：0 条有变化' || fail "the same files changed something"

# One change, one log entry, picked up by the next round while the office goes on serving.
printf -- '---\nkind: notice\ntitle: 停电通知\n---\n明天上午停电。\n' >"$here/power.md"
office import "$site" "$here/power.md" >/dev/null
office sign "$site" --as office notice/power >/dev/null
office publish "$site" --now 2026-11-08T02:05:00Z >/dev/null
agent "$here/kiosk" --now 2026-11-08T02:06:00Z once
[ "$(status "$here/kiosk" seq)" -gt "$first" ] || fail "the change did not arrive"

if [ -n "${KIOSK:-}" ]; then
    text() { "$KIOSK" --data "$here/kiosk" --render-text "$1" --at "$2" 2>>"$here/kiosk.err"; }
    text item/disclosure/2026-10/05/1 '2026-11-10 08:00' | grep '灯具' >/dev/null ||
        fail "the page does not show the item"
    # Embargo: before the 10th the item is not there, with the bytes on the disk.
    text item/disclosure/2026-10/05/1 '2026-11-09 23:59' | grep '灯具' >/dev/null &&
        fail "the item shows before the 10th"
    # What lacks the supervision group's signature shows its title only.
    text board/2026-11 '2026-11-12 08:00' | grep '待监督小组审核' >/dev/null || fail "unsigned is not told"
fi
# A file of several blocks goes out whole, and from any byte on; an empty one as nothing.
large=$(cd "$site/tree" && echo v1/*/o)/aa/aa$(printf "%062d" 0)
mkdir -p "$(dirname "$site/tree/$large")"
for size in 0 1 65536 200001; do
    head -c "$size" /dev/urandom >"$site/tree/$large"
    for from in 0 1 65535 65536 199999; do
        [ "$from" -lt "$size" ] || continue
        curl -sf -r "$from-" -o "$here/rest" "$url/$large" || fail "from byte $from of $size: no answer"
        tail -c "+$((from + 1))" "$site/tree/$large" | cmp -s - "$here/rest" || fail "from byte $from of $size: other bytes"
    done
    curl -sf -o "$here/rest" "$url/$large" || fail "$size bytes: no answer"
    [ "$size" = 0 ] || cmp -s "$site/tree/$large" "$here/rest" || fail "$size bytes: other bytes"
done
rm "$site/tree/$large"

stop_office
expect "$(status "$here/kiosk" seq)" "$(status "$here/kiosk" seq)" "the view without the office"
agent "$here/kiosk" --now 2026-11-08T02:10:00Z once && fail "the office is gone and nobody noticed"
expect "$(status "$here/kiosk" enrolled)" true "still enrolled"
