#!/usr/bin/env bash
# clang-tidy with the list in .clang-tidy over our own sources, two at a time.
set -u
cd "$1" || exit 1
command -v clang-tidy >/dev/null || { echo "SKIPPED: no clang-tidy"; exit 77; }
[ -f "$2/compile_commands.json" ] || { echo "SKIPPED: no compile_commands.json"; exit 77; }
find sync kiosk -name '*.c' -print0 |
    xargs -0 -r -n 4 -P "$(nproc)" clang-tidy -p "$2" --quiet 2> >(grep -vE 'warnings? (generated|treated)|^Suppressed|^Use -header' >&2)
