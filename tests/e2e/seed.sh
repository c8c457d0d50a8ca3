#!/usr/bin/env bash
# The four documents the project is for: nothing lost, every article found.
. "$(dirname "$0")/lib.sh"

seed=${NOTICEPOINT_SEED:-$TOP/../shared/seed}
[ -d "$seed" ] || { echo "SKIPPED: $seed is absent"; exit 77; }

new_site
office import "$site" "$seed"/*.txt >/dev/null
count=0
for file in "$seed"/*.txt; do
    name=$(basename "$file" .txt)
    office export "$site" "regulation/$name" >"$here/out.txt"
    cmp "$file" "$here/out.txt" || fail "$name: other characters"
    office show "$site" "regulation/$name" --json >"$here/show.json"
    articles=$(grep -cE '^第[一二三四五六七八九十百]+条' "$file" || true)
    found=$(python3 -c '
import json, sys
record = json.load(open(sys.argv[1]))["record"]
text = record["text"].encode()
articles = [e for e in record["toc"] if e["level"] == 2]
for entry in record["toc"]:
    at, label = entry["at"] or 0, entry["label"].encode()
    assert text[at:at + len(label)] == label, entry
    assert at == 0 or text[at - 1:at] == b"\n", entry
numbers = [e["label"].split("条")[0] for e in articles]
assert len(set(numbers)) == len(numbers), numbers
print(len(articles))' "$here/show.json")
    expect "$found" "$articles" "$name: articles"
    expect "$(field title <"$here/show.json")" "$(head -n 1 "$file")" "$name: title"
    count=$((count + articles))
done
expect "$count" 50 "articles of all documents"
