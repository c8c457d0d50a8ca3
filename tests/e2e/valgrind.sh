#!/usr/bin/env bash
# The release build under valgrind: the whole path of a publication and of a letter without an error.
set -euo pipefail
command -v valgrind >/dev/null || { echo "SKIPPED: valgrind is absent"; exit 77; }
bin=${NOTICEPOINT_RELEASE:-}/bin
[ -x "$bin/noticepoint-office" ] && [ -x "$bin/noticepoint-sync" ] ||
    { echo "SKIPPED: no release build (NOTICEPOINT_RELEASE; toolchain/test sets it)"; exit 77; }

wrappers=$(mktemp -d "${TMPDIR:-/tmp}/noticepoint-valgrind.XXXXXX")
trap 'rm -rf "$wrappers"' EXIT
for name in noticepoint-office noticepoint-sync; do
    printf '#!/bin/sh\nexec valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite --log-file=%s/%%p.log %s/%s "$@"\n' \
        "$wrappers" "$bin" "$name" >"$wrappers/$name"
    chmod +x "$wrappers/$name"
done
code=0
for script in publish letter; do
    OFFICE=$wrappers/noticepoint-office SYNC=$wrappers/noticepoint-sync KIOSK='' \
        bash "$(dirname "$0")/$script.sh" || code=1
done
if [ -n "$(find "$wrappers" -name '*.log' -size +0)" ]; then
    find "$wrappers" -name '*.log' -size +0 -exec cat {} + | head -n 60 >&2
    code=1
fi
exit "$code"
