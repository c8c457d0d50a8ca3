#!/usr/bin/env python3
"""Which characters of GB 18030-2022 the kiosk's faces have, measured on the files themselves.

usage: coverage.py FONT_FOLDER [--at-least PERCENT] [--everyday UNIHAN_BZ2]

Prints a table by block: the characters that implementation level 3 asks for, and how many the everyday
faces, the rare one and the wide one have. Level 3 of the standard also asks for the scripts of
minorities; they are counted and printed too, since a lobby where one is written must know.
--at-least: fails when fewer ideographs of level 3 have a face. --everyday: fails when one of the 8105
characters of the General Standard (kTGH of Unihan) is missing in an everyday face.
"""
import bz2
import pathlib
import re
import struct
import sys

# The 87 887 ideographs of GB 18030-2022: what the standard takes from each block of Unicode 11, and the
# twelve that stand among the compatibility ideographs.
GB18030_HAN = [(0x4e00, 0x9fef), (0x3400, 0x4db5), (0x20000, 0x2a6d6), (0x2a700, 0x2b734),
               (0x2b740, 0x2b81d), (0x2b820, 0x2cea1), (0x2ceb0, 0x2ebe0), (0xfa0e, 0xfa0f), (0xfa11, 0xfa11),
               (0xfa13, 0xfa14), (0xfa1f, 0xfa1f), (0xfa21, 0xfa21), (0xfa23, 0xfa24), (0xfa27, 0xfa29)]
HAN_NAMES = ["URO", "Extension A", "Extension B", "Extension C", "Extension D", "Extension E", "Extension F",
             *["compatibility"] * 7]
# The scripts of level 3, by the blocks that hold them; counted are assigned letters, not all of a block.
SCRIPTS = [("Tibetan", 0xf00, 0xfff), ("Mongolian", 0x1800, 0x18af), ("Yi", 0xa000, 0xa4cf),
           ("Uyghur, Kazakh, Kyrgyz (Arabic)", 0x600, 0x6ff), ("Tai Le", 0x1950, 0x197f),
           ("New Tai Lue", 0x1980, 0x19df), ("Korean", 0xac00, 0xd7a3), ("Lisu", 0xa4d0, 0xa4ff),
           ("Miao", 0x16f00, 0x16f9f)]
EVERYDAY = ("sans.otf", "sans-bold.otf", "serif-bold.otf")
ALL = (*EVERYDAY, "rare.otf", "wide.ttf")


def characters_of(path):
    """The characters of the face's cmap (formats 4 and 12) that have a glyph."""
    data = pathlib.Path(path).read_bytes()
    tables = struct.unpack_from(">H", data, 4)[0]
    for record in range(tables):
        tag, _, at, _ = struct.unpack_from(">4sIII", data, 12 + 16 * record)
        if tag == b"cmap":
            return subtables(data, at)
    sys.exit(f"coverage.py: {path} has no cmap table; is it a font?")


def subtables(data, cmap):
    found = set()
    for record in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        offset = cmap + struct.unpack_from(">HHI", data, cmap + 4 + 8 * record)[2]
        kind = struct.unpack_from(">H", data, offset)[0]
        if kind == 12:
            for group in range(struct.unpack_from(">I", data, offset + 12)[0]):
                first, last, glyph = struct.unpack_from(">III", data, offset + 16 + 12 * group)
                found.update(range(first + (glyph == 0), last + 1))
        elif kind == 4:
            found |= format_4(data, offset)
    return found


def format_4(data, at):
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends, starts, deltas, offsets = (at + 14, at + 16 + 2 * count, at + 16 + 4 * count, at + 16 + 6 * count)
    found = set()
    for i in range(count):
        end, = struct.unpack_from(">H", data, ends + 2 * i)
        start, = struct.unpack_from(">H", data, starts + 2 * i)
        delta, = struct.unpack_from(">H", data, deltas + 2 * i)
        offset, = struct.unpack_from(">H", data, offsets + 2 * i)
        for c in range(start, min(end, 0xfffe) + 1):
            glyph = c
            if offset:
                glyph, = struct.unpack_from(">H", data, offsets + 2 * i + offset + 2 * (c - start))
                if glyph == 0:
                    continue
            if (glyph + delta) & 0xffff:
                found.add(c)
    return found


def report(faces):
    everyday, with_rare = faces["sans.otf"], faces["sans.otf"] | faces.get("rare.otf", set())
    everything = set().union(*faces.values())
    rows, total = {}, [0, 0, 0, 0]
    for name, (first, last) in zip(HAN_NAMES, GB18030_HAN):
        block = set(range(first, last + 1))
        row = [len(block), len(block & everyday), len(block & with_rare), len(block & everything)]
        rows[name] = [a + b for a, b in zip(rows.get(name, [0] * 4), row)]
        total = [a + b for a, b in zip(total, row)]
    print(f"{'GB 18030-2022, ideographs':34}{'asked':>9}{'everyday':>10}{'+ rare':>9}{'+ wide':>9}")
    for name, row in {**rows, "all ideographs (level 3)": total}.items():
        print(f"{name:34}{row[0]:>9}{row[1]:>10}{row[2]:>9}{row[3]:>9}   {100 * row[3] / row[0]:.2f} %")
    for name, first, last in SCRIPTS:
        print(f"{name + ' (script)':34}{'':>9}{len(everyday & set(range(first, last + 1))):>10}")
    return 100 * total[3] / total[0]


def everyday_is_whole(faces, unihan):
    with bz2.open(unihan, "rt", encoding="utf-8") as lines:
        standard = {int(m[1], 16) for m in (re.match(r"U\+([0-9A-F]+)\tkTGH\t", line) for line in lines) if m}
    whole = len(standard) == 8105
    for name in EVERYDAY:
        missing = standard - faces[name]
        print(f"{name:34}{len(standard):>9}{len(standard) - len(missing):>10}   General Standard (kTGH)")
        whole = whole and not missing
    return whole


def main():
    folder = pathlib.Path(sys.argv[1])
    options = dict(zip(sys.argv[2::2], sys.argv[3::2]))
    faces = {name: characters_of(folder / name) for name in ALL if (folder / name).exists()}
    if not all(name in faces for name in EVERYDAY):
        sys.exit(f"coverage.py: {folder} lacks one of {', '.join(EVERYDAY)}")
    for name in faces:
        print(f"{name:34}{(folder / name).stat().st_size / 1e6:>9.1f} MB{len(faces[name]):>8} characters")
    percent = report(faces)
    fine = everyday_is_whole(faces, options["--everyday"]) if "--everyday" in options else True
    sys.exit(0 if fine and percent >= float(options.get("--at-least", 0)) else 1)


if __name__ == "__main__":
    main()
