#!/usr/bin/env bash
# Staff put files into a folder; 结果.txt says how it went, and a bad file keeps no good one back.
. "$(dirname "$0")/lib.sh"

new_site
mkdir "$here/drop"
cp "$TOP/tests/sample/lunch.md" "$here/drop/"
printf -- '---\nkind: notice\n---\n没有标题\n' >"$here/drop/bad.md"
start_office --drop "$here/drop"
for _ in $(seq 300); do
    [ -s "$here/drop/结果.txt" ] && break
    sleep 0.1
done
[ -s "$here/drop/结果.txt" ] || fail "no result"
grep -q 'service/lunch' "$here/drop/结果.txt" || fail "the good file is not told"
grep -q 'bad.md.*title' "$here/drop/结果.txt" || fail "the bad file is not told"
office list "$site" | has '^service/lunch' || fail "the good file was not imported"
