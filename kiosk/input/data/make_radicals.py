#!/usr/bin/env python3
"""Makes radicals.bin: the characters under each radical, by the strokes that remain, for rare names.

Usage: make_radicals.py UNICODE_FOLDER OUT

From Unihan (package unicode-data): kRSUnicode, kTotalStrokes, and kTGH to put standard characters first.
Kept are the URO, Extension A and every standard character beyond. The layout of OUT is told in radicals.c.
"""
import bz2
import pathlib
import struct
import sys


def unihan(folder, file, prop):
    with bz2.open(pathlib.Path(folder) / f"Unihan_{file}.txt.bz2", "rt", encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 3 and fields[1] == prop:
                yield int(fields[0][2:], 16), fields[2]


def radical_characters(folder):
    """Number (with ' for the simplified form) -> the character that shows it."""
    shown = {}
    for line in open(pathlib.Path(folder) / "CJKRadicals.txt", encoding="utf-8"):
        fields = [field.strip() for field in line.split("#")[0].split(";")]
        if len(fields) == 3 and fields[2]:
            shown[fields[0]] = int(fields[2], 16)
    return shown


def main(folder, out):
    shown = radical_characters(folder)
    total = {c: int(value.split()[0]) for c, value in unihan(folder, "IRGSources", "kTotalStrokes")}
    level = {c: int(value.split(":")[-1]) for c, value in unihan(folder, "OtherMappings", "kTGH")}
    groups = {}
    for character, value in unihan(folder, "IRGSources", "kRSUnicode"):
        wanted = 0x4E00 <= character <= 0x9FFF or 0x3400 <= character <= 0x4DBF or character in level
        radical, rest = value.split()[0].split(".")
        if wanted and radical in shown:
            remaining = max(0, min(63, int(rest)))
            groups.setdefault(radical, []).append((remaining, level.get(character, 99999), character))
    order = sorted(groups, key=lambda r: (total.get(shown[r], 0), float(r.rstrip("'")), r))
    if len(order) < 214:
        sys.exit(f"{folder} gives {len(order)} radicals; 214 and more were expected")
    heads, characters = [], []
    for radical in order:
        members = [(rest, c) for rest, _, c in sorted(groups[radical])]
        heads.append(struct.pack("<IIII", shown[radical], total.get(shown[radical], 1), len(characters),
                                 len(members)))
        characters += [struct.pack("<I", rest << 24 | c) for rest, c in members]
    with open(out, "wb") as file:
        file.write(b"NPRADI01" + struct.pack("<II", len(heads), len(characters)))
        file.write(b"".join(heads) + b"".join(characters))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
