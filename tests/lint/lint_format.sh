#!/usr/bin/env bash
# clang-format would change nothing.
set -u
cd "$1" || exit 1
command -v clang-format >/dev/null || { echo "SKIPPED: no clang-format"; exit 77; }
find sync kiosk tests fonts toolchain -name '*.[ch]' -print0 | xargs -0 -r clang-format --dry-run -Werror
