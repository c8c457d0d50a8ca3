#!/usr/bin/env python3
"""Makes the table of line breaking classes (UAX #14) as C.

usage: make_breaks.py UNICODE_FOLDER OUT_C

Resolved as LB1 says, except for AI, which break.c resolves by the manner of breaking. Pictures that are
not assigned yet count as EB (LB30b treats both alike, and nothing else tells EB from ID).
"""
import sys

RESOLVED = {"SG": "AL", "XX": "AL", "SA": "AL", "CJ": "NS"}


def ranges(path):
    for line in open(path, encoding="utf-8"):
        line = line.split("#")[0].strip()
        if line:
            where, value = (part.strip() for part in line.split(";"))
            first, _, last = where.partition("..")
            yield int(first, 16), int(last or first, 16), value


def main():
    classes = ["XX"] * 0x110000
    # What is not assigned yet (LineBreak.txt, head): ideographs and pictures in these blocks.
    for first, last in [(0x3400, 0x4dbf), (0x4e00, 0x9fff), (0xf900, 0xfaff), (0x1f000, 0x1faff),
                        (0x1fc00, 0x1fffd), (0x20000, 0x2fffd), (0x30000, 0x3fffd)]:
        classes[first:last + 1] = ["ID"] * (last + 1 - first)
    folder, out_path = sys.argv[1:]
    for first, last, value in ranges(f"{folder}/LineBreak.txt"):
        classes[first:last + 1] = [RESOLVED.get(value, value)] * (last + 1 - first)
    classes = [RESOLVED.get(value, value) for value in classes]
    unassigned = {c for first, last, value in ranges(f"{folder}/extracted/DerivedGeneralCategory.txt")
                  if value == "Cn" for c in range(first, last + 1)}
    for first, last, value in ranges(f"{folder}/emoji/emoji-data.txt"):
        if value == "Extended_Pictographic":
            for c in unassigned.intersection(range(first, last + 1)):
                classes[c] = "EB"
    for first, last, value in ranges(f"{folder}/EastAsianWidth.txt"):
        if value in ("F", "W", "H"):
            for c in range(first, last + 1):
                classes[c] = {"OP": "OPW", "CP": "CPW"}.get(classes[c], classes[c])
    with open(out_path, "w", encoding="utf-8") as out:
        out.write("/* Made by make_breaks.py; do not edit. */\n#include \"break_table.h\"\n\n"
                  "const struct break_range break_ranges[] = {\n")
        start = 0
        for c in range(1, 0x110001):
            if c == 0x110000 or classes[c] != classes[start]:
                out.write(f"    {{0x{start:x}, BREAK_{classes[start]}}},\n")
                start = c
        out.write("};\nconst size_t break_range_count = sizeof break_ranges / sizeof "
                  "break_ranges[0];\n")


main()
