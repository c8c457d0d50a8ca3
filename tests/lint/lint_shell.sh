#!/usr/bin/env bash
# Every script parses, and starts with a line that says which shell.
set -u
cd "$1" || exit 1
bad=0
while IFS= read -r -d '' file; do
    head -c 2 "$file" | grep -q '#!' || continue
    case $(head -n 1 "$file") in
    *bash*) bash -n "$file" || bad=1 ;;
    */sh*) sh -n "$file" || bad=1 ;;
    *python3*) python3 -c 'import ast, sys; ast.parse(open(sys.argv[1], encoding="utf-8").read())' "$file" || bad=1 ;;
    esac
done < <(find toolchain tests firmware fonts .ci -type f -print0)
exit $bad
