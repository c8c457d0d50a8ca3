#!/usr/bin/env bash
# The sample of every import format goes in, is signed and published, and what must stay stays.
. "$(dirname "$0")/lib.sh"

new_site --office-phone 555-0120 --responsible 何晓梅
mapfile -d '' -t files < <(find "$TOP/tests/sample" "$TOP/tests/sample/office" -maxdepth 1 -type f \
    \( -name '*.txt' -o -name '*.md' -o -name '*.csv' \) ! -name 'README*' -print0 | sort -z)
office publish "$site" --now 2026-01-06 >/dev/null
office import "$site" "${files[@]}" --now 2026-11-24 >"$here/imported"
grep -q '，0 条没有变化' "$here/imported" || fail "not all of it is new"
office sign "$site" --as office --all --now 2026-11-24 >/dev/null
office sign "$site" --as supervision --all --now 2026-11-24 >/dev/null
office publish "$site" --now 2026-11-24 >"$here/published"
grep -q '没有公布' "$here/published" && fail "something was held back"
office import "$site" "${files[@]}" --now 2026-11-25 >"$here/again"
tail -n 1 "$here/again" | has '：0 条有变化' || { cat "$here/again"; fail "the same files changed something"; }

# What is exported and imported again changes nothing; names are those of the files, which tell the record.
mkdir "$here/exported"
while read -r key file; do
    office export "$site" "$key" >"$here/exported/$file"
done <<'KEYS'
meeting/2026-06-27-assembly-2026-06 assembly-2026-06.md
meeting/2026-11-26-hearing-lift-3 hearing-lift-3.md
meeting/2025-12-28-review-2025 review-2025.md
meeting/2026-11-18-mediation mediation.md
meeting/2026-11-23-monday-2026-11-23 monday-2026-11-23.md
resolution/2026-06-27-assembly-2026-06/01 resolution-1.md
proposal/2026-11-20-proposal proposal.md
notice/subsidy-notice subsidy-notice.md
emergency/typhoon typhoon.md
slide/paper-cutting paper-cutting.md
roll/committee committee.csv
roll/supervision supervision.csv
roll/representatives representatives.csv
zone/2 zone.csv
kin kin.csv
duty/2026-11 duty-2026-11.csv
disclosure/2026-09/05/1 05-2026-09.csv
disclosure/2026-09/07/1 07-2026-09.md
KEYS
office import "$site" "$here"/exported/* --now 2026-11-25 >"$here/again"
tail -n 1 "$here/again" | has '：0 条有变化' || { cat "$here/again"; fail "an export is not what was imported"; }
for file in office/typhoon.md paper-cutting.md; do
    cmp "$TOP/tests/sample/$file" "$here/exported/${file##*/}" || fail "$file comes out otherwise than it went in"
done
grep -q '漏水' "$here/exported/mediation.md" || fail "the office cannot export its own mediation"

# Relatives, what a mediation said and the committee's own meetings are nowhere on the tree.
office list "$site" --all | grep "^kin.*只留在居委会" >/dev/null || fail "--all does not list what stays"
listed=$(office list "$site" --all | grep -v 只留在居委会)
echo "$listed" | grep -E '^(kin|mediation)|monday' && fail "what stays is listed as published"
for entry in $(find "$site/tree" -type f); do
    zstd -dcq "$entry" 2>/dev/null || cat "$entry"
done >"$here/plain"
for word in 汪月琴 甲户 阳台漏水 三季度决议落实情况; do
    grep -qaF "$word" "$here/plain" && fail "'$word' is on the tree"
done
grep -qaF '邻里协调会' "$here/plain" || fail "that a mediation took place is not told"

office meeting "$site" meeting/2026-11-23-monday-2026-11-23 --json >/dev/null
expect "$(office meeting "$site" meeting/2026-06-27-assembly-2026-06 --on 2026-12-05 --json |
    python3 -c 'import json, sys; print(*[s["state"] for s in json.load(sys.stdin)["stages"] if s["name"] == "carry_out"])')" \
    overdue "the resolution of June"
office agenda "$site" --on 2026-11-30 --json | python3 -c '
import json, sys
lines = json.load(sys.stdin)
assert {line["section"] for line in lines} == {"left_over", "this_week", "coming"}, lines
assert all(line["article"] for line in lines)'
office policy "$site" --json | python3 -c '
import json, sys
rules = json.load(sys.stdin)["rules"]
assert sum(r["conflict"] for r in rules) >= 5 and all(r["article"] for r in rules)'
for book in 来访 值班 走访 公章 财物 学习 联系; do
    expect "$(office book "$site" "$book" --json)" '[]' "an empty book"
done
