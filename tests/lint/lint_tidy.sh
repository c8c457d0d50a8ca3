#!/usr/bin/env bash
# clang-tidy with the list in .clang-tidy over our own sources, one a core. What was clean is remembered in
# the build folder until the file, any header or the list changes. SOURCE BUILD
set -u
cd "$1" || exit 1
command -v clang-tidy >/dev/null || { echo "SKIPPED: no clang-tidy"; exit 77; }
[ -f "$2/compile_commands.json" ] || { echo "SKIPPED: no compile_commands.json"; exit 77; }
export build=$2 clean=$2/tidy shared
mkdir -p "$clean"
shared=$({ clang-tidy --version; cat .clang-tidy; find sync kiosk \( -name '*.h' -o -name '*.def' \) -print0 | sort -z | xargs -0 cat; } | sha256sum)

# Bash cannot hand a function to xargs; this runs for each file.
# shellcheck disable=SC2016
find sync kiosk -name '*.c' -print0 | xargs -0 -r -n 1 -P "$(nproc)" bash -c '
    key=$(sha256sum <"$1")$shared stamp=$clean/${1//\//_}
    [ "$key" != "$(cat "$stamp" 2>/dev/null)" ] || exit 0
    clang-tidy -p "$build" --quiet "$1" 2> >(grep -vE "warnings? (generated|treated)|^Suppressed|^Use -header" >&2) || exit 1
    echo "$key" >"$stamp"' tidy
