#!/usr/bin/env python3
"""Makes strokes.bin, the templates of the handwriting matcher, out of packaged data.

Usage: make_strokes.py PACKAGE.tgz UNICODE_FOLDER OUT

PACKAGE is the npm package hanzi-writer-data: one JSON file a character with the middle line of each stroke, in
a square of 1024 whose y points up. Kept are the characters of the General Standard Chinese Characters
(kTGH of Unihan). kHanyuPinlu says how often a character is met. The layout of OUT is told in hand.c.
"""
import bz2
import json
import math
import pathlib
import re
import struct
import sys
import tarfile

POINTS = 8         # of one stroke
EM, TOP = 1024, 900
COMMON = 255       # of the most frequent character


def unihan(folder, file, prop):
    with bz2.open(pathlib.Path(folder) / f"Unihan_{file}.txt.bz2", "rt", encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 3 and fields[1] == prop:
                yield chr(int(fields[0][2:], 16)), fields[2]


def frequencies(folder):
    """A byte a character, in steps of the logarithm; unlisted characters by their level."""
    counts = {c: sum(int(n) for n in re.findall(r"\((\d+)\)", value))
              for c, value in unihan(folder, "Readings", "kHanyuPinlu")}
    top = math.log(1 + max(counts.values()))
    levels = {c: int(value.split(":")[-1]) for c, value in unihan(folder, "OtherMappings", "kTGH")}
    common = {}
    for character, number in levels.items():
        level = 1 if number <= 3500 else 2 if number <= 6500 else 3
        floor = {1: 0.12, 2: 0.04, 3: 0.0}[level]
        share = math.log(1 + counts.get(character, 0)) / top
        common[character] = round(COMMON * max(floor, share))
    return common


def resampled(line):
    """POINTS points at equal distances along the line, as bytes."""
    lengths = [math.dist(a, b) for a, b in zip(line, line[1:])]
    total, points, at, passed = sum(lengths), [], 0, 0.0
    for i in range(POINTS):
        want = total * i / (POINTS - 1)
        while at < len(lengths) - 1 and passed + lengths[at] < want:
            passed += lengths[at]
            at += 1
        share = min(1.0, (want - passed) / lengths[at]) if lengths and lengths[at] else 0.0
        a, b = line[at], line[min(at + 1, len(line) - 1)]
        x, y = a[0] + (b[0] - a[0]) * share, TOP - (a[1] + (b[1] - a[1]) * share)
        points += [max(0, min(255, round(v * 256 / EM))) for v in (x, y)]
    return bytes(points)


def main(package, folder, out):
    common = frequencies(folder)
    characters = {}
    with tarfile.open(package) as archive:
        for member in archive:
            character = pathlib.PurePosixPath(member.name).stem
            if member.name.endswith(".json") and character in common:
                medians = json.load(archive.extractfile(member))["medians"]
                characters[character] = [resampled(line) for line in medians if len(line) > 1]
    if len(characters) < 6000:
        sys.exit(f"{package} holds strokes of {len(characters)} standard characters; 6000 and more were "
                 "expected. Is it hanzi-writer-data 2.0.1?")
    first, heads, strokes = 0, [], []
    for character in sorted(characters):
        lines = characters[character]
        heads.append(struct.pack("<IIBBH", ord(character), first, len(lines), common[character], 0))
        strokes += lines
        first += len(lines)
    with open(out, "wb") as file:
        file.write(b"NPHAND01" + struct.pack("<II", len(heads), first))
        file.write(b"".join(heads) + b"".join(strokes))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
