#!/usr/bin/env bash
# What the office, the network or the disk does wrong to an agent: it says what and where, ends with 65 or
# 74, keeps the view, and goes on as if nothing had been once it is right again.
. "$(dirname "$0")/lib.sh"

# fails CODE TEXT DATA ARGS...: the agent ends with CODE and its words contain TEXT.
fails() {
    local want=$1 text=$2 data=$3 code=0
    shift 3
    "$SYNC" --data "$data" --origin "$url" "$@" >"$here/fails.out" 2>&1 || code=$?
    [ "$code" = "$want" ] || { cat "$here/fails.out" >&2; fail "exit code $code, not $want: $*"; }
    grep -qF -- "$text" "$here/fails.out" || { cat "$here/fails.out" >&2; fail "does not say '$text': $*"; }
}
bring() {
    office import "$site" "$@" >/dev/null
    office sign "$site" --as office --all >/dev/null
    office sign "$site" --as supervision --all >/dev/null
    office publish "$site" >/dev/null
}

new_site
bring "$TOP/tests/sample/lunch.md"
start_office --admit-new
kiosk=$here/kiosk
agent "$kiosk" enrol >/dev/null
agent_until true "$kiosk" admitted
seq=$(status "$kiosk" seq)

# ---- a second site under the same name ----
stop_office
mv "$site" "$here/first"
new_site
start_office --admit-new
fails 65 'refused, the view stays as it was' "$kiosk" once
fails 65 'another root is served there' "$kiosk" enrol
expect "$(status "$kiosk" seq)" "$seq" "the publication after another site's head"
expect "$(status "$kiosk" in_trouble)" true "trouble told"
stop_office
rm -rf "$site"
mv "$here/first" "$site"

# ---- files that are cut or strange ----
# The largest object does not fit into a log file and lies in a file of its own.
python3 - >"$here/long.txt" <<'PY'
print("梧桐里楼道公约")
for i in range(1, 900):
    print(f"第{i}条 楼道第{i}级台阶上不放花盆、鞋架和自行车，邻居之间互相提醒，第{i}次提醒也要好好说话。")
PY
bring "$here/long.txt"
start_office
tree=$site/tree/v1/wutongli
# spoil FILE COMMAND...: while the command runs, FILE is cut to half, then garbage of its size; then it is right again.
spoil() {
    local file=$1 size
    shift
    size=$(stat -c %s "$file")
    cp "$file" "$here/kept"
    truncate -s $((size / 2)) "$file"
    "$@"
    head -c "$size" /dev/zero | tr '\0' x >"$file"
    "$@"
    cp "$here/kept" "$file"
}
object=$(find "$tree/o" -type f | head -n 1)
log=$(find "$tree/log" -type f | sort | tail -n 1)
snapshot=$(find "$tree/snap" -type f | head -n 1)
[ -n "$object" ] && [ -n "$log" ] && [ -n "$snapshot" ] || fail "the tree has no object, log and snapshot"
spoil "$tree/head" fails 65 'v1/wutongli/head' "$kiosk" once
spoil "$log" fails 65 'log ' "$kiosk" once
spoil "$object" fails 65 'regulation/long' "$kiosk" once
expect "$(status "$kiosk" seq)" "$seq" "the publication after spoilt files"
agent "$kiosk" once
[ "$(status "$kiosk" seq)" -gt "$seq" ] || fail "what is right again is not taken"
seq=$(status "$kiosk" seq)

# ---- the kiosk's own disk ----
bring "$TOP/tests/sample/water-off.md"
for mode in enospc:'No space left' erofs:'ead-only'; do
    for at in 1 2 3 5 8 13; do
        cp -r "$kiosk" "$here/disk"
        code=0
        faulty "${mode%%:*}" "$at" "$here/disk" "$SYNC" --data "$here/disk" --origin "$url" once >"$here/disk.out" 2>&1 || code=$?
        [ "$code" = 74 ] || { cat "$here/disk.out" >&2; fail "$mode at $at ends with $code, not 74"; }
        grep -qE "${mode##*:}|disk is full" "$here/disk.out" || { cat "$here/disk.out" >&2; fail "$mode at $at does not say so"; }
        expect "$(status "$here/disk" seq)" "$seq" "the publication after $mode at $at"
        agent "$here/disk" once
        [ "$(status "$here/disk" seq)" -gt "$seq" ] || fail "no going on after $mode at $at"
        rm -rf "$here/disk"
    done
done

# ---- stores of a later program, and damaged ones ----
for store in device content; do
    cp -r "$kiosk" "$here/later"
    "$PEN" "$here/later/$store" newer 2>"$here/pen.err"
    sum=$(sha256sum <"$here/later/$store/data.mdb")
    fails 65 'newer version' "$here/later" once
    expect "$(sha256sum <"$here/later/$store/data.mdb")" "$sum" "the $store of a later program"
    rm -rf "$here/later"
done
head -c 8192 /dev/zero | tr '\0' x | dd of="$kiosk/content/data.mdb" conv=notrunc 2>/dev/null
agent "$kiosk" once
grep -q 'damaged; kept as' "$here/sync.err" || fail "damage is not told"
[ "$(status "$kiosk" seq)" -gt "$seq" ] || fail "damaged content is not fetched again"
head -c 8192 /dev/zero | tr '\0' x | dd of="$kiosk/device/data.mdb" conv=notrunc 2>/dev/null
fails 1 'damaged and set aside' "$kiosk" once
[ -s "$kiosk/device/data.mdb.damaged-1" ] || fail "the damaged device store is not kept"
