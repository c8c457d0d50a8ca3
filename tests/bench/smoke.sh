#!/usr/bin/env bash
# A bench program runs and prints its ratios.
# usage: smoke.sh PROGRAM CONDITION [ARGUMENTS]: PROGRAM ARGUMENTS prints JSON `r` that meets CONDITION. FOLDER among
# the arguments stands for a fresh one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
program=$1 condition=$2
shift 2
"$program" "${@/#FOLDER/$folder}" | python3 -c 'import json, sys; r = json.load(sys.stdin); assert eval(sys.argv[1]), r' "$condition"
