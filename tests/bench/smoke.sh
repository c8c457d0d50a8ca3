#!/usr/bin/env bash
# The store bench runs and prints its ratios.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1" "$folder" 5 | python3 -c 'import json, sys; r = json.load(sys.stdin); assert r["rounds"] == 5 and r["ours_over_lmdb_paired"] > 0, r'
