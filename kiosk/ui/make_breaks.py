#!/usr/bin/env python3
"""Makes the table of line breaking classes (UAX #14) as C.

usage: make_breaks.py LINEBREAK_TXT EASTASIANWIDTH_TXT OUT_C

Resolved as LB1 says, with the choices for Chinese: ambiguous characters are ideographs, curly quotes
open and close, the middle dot does not begin a line.
"""
import sys

RESOLVED = {"AI": "ID", "SG": "AL", "XX": "AL", "SA": "AL", "CJ": "NS"}
TAILORED = {0x2018: "OP", 0x201c: "OP", 0x2019: "CL", 0x201d: "CL", 0x00b7: "NS"}


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
    for first, last, value in ranges(sys.argv[1]):
        classes[first:last + 1] = [RESOLVED.get(value, value)] * (last + 1 - first)
    classes = [RESOLVED.get(value, value) for value in classes]
    for first, last, value in ranges(sys.argv[2]):
        if value in ("F", "W", "H"):
            for c in range(first, last + 1):
                classes[c] = {"OP": "OPW", "CP": "CPW"}.get(classes[c], classes[c])
    for c, value in TAILORED.items():
        classes[c] = value
    with open(sys.argv[3], "w", encoding="utf-8") as out:
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
