#!/usr/bin/env python3
"""Cuts the faces of the kiosk out of Debian's Noto CJK collections, and the wide one out of Hanazono.

usage: make_fonts.py NOTO_FOLDER UNIHAN_BZ2 HB_SUBSET OUT_FOLDER
       make_fonts.py --wide HANAZONO_FOLDER HB_SUBSET OUT_FOLDER

Writes sans.otf, sans-bold.otf, serif-bold.otf (the 8105 characters of the General Standard Chinese
Characters, all of GB 2312, Latin, symbols) and rare.otf (every other ideograph that the regular face
has, for names). --wide, run after it, writes wide.ttf: the ideographs of GB 18030-2022 that stand outside the
Basic Plane. The same packages give the same bytes.
"""
import bz2
import pathlib
import re
import struct
import subprocess
import sys

from coverage import GB18030_HAN, characters_of

# Ranges beside the ideographs: ASCII, Latin-1, Latin Extended-A and pinyin, Greek, general
# punctuation, super- and subscripts, currency, letterlike, numbers, arrows, mathematics, technical,
# enclosed, box drawing, shapes, signs, CJK punctuation, kana, bopomofo, enclosed CJK, full width.
RANGES = [(0x20, 0x7e), (0xa0, 0x17f), (0x1cd, 0x1dc), (0x391, 0x3c9), (0x401, 0x451),
          (0x2010, 0x2027), (0x2030, 0x205e), (0x2070, 0x208e), (0x20ac, 0x20ac),
          (0x2100, 0x2138), (0x2150, 0x218b), (0x2190, 0x2199), (0x2200, 0x22a5),
          (0x2312, 0x2312), (0x2460, 0x24ff), (0x2500, 0x257f), (0x2580, 0x25ff),
          (0x2600, 0x2642), (0x2713, 0x2717), (0x3000, 0x303f), (0x3041, 0x30ff),
          (0x3105, 0x312f), (0x3200, 0x33ff), (0xfe30, 0xfe4f), (0xff01, 0xffee)]
HAN = [(0x3400, 0x4dbf), (0x4e00, 0x9fff), (0xf900, 0xfaff), (0x20000, 0x3134f)]
FACES = [("sans", "NotoSansCJK-Regular.ttc", "Noto Sans CJK SC"),
         ("sans-bold", "NotoSansCJK-Bold.ttc", "Noto Sans CJK SC"),
         ("serif-bold", "NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC")]


def standard_characters(unihan):
    """The table of 2013 (kTGH), levels 1 to 3."""
    with bz2.open(unihan, "rt", encoding="utf-8") as lines:
        found = {int(m[1], 16) for m in
                 (re.match(r"U\+([0-9A-F]+)\tkTGH\t", line) for line in lines) if m}
    if len(found) != 8105:
        sys.exit(f"make_fonts.py: {unihan} lists {len(found)} characters of kTGH, not 8105")
    return found


def gb2312():
    found = set()
    for high in range(0xa1, 0xf8):
        for low in range(0xa1, 0xff):
            try:
                found.add(ord(bytes([high, low]).decode("gb2312")))
            except UnicodeDecodeError:
                pass
    return found


def face_index(path, family):
    """The index whose name table says `family` (name id 1 or 16): the order differs by collection."""
    data = path.read_bytes()
    if data[:4] != b"ttcf":
        sys.exit(f"make_fonts.py: {path} is no font collection")
    count, = struct.unpack_from(">I", data, 8)
    for index, offset in enumerate(struct.unpack_from(f">{count}I", data, 12)):
        tables, = struct.unpack_from(">H", data, offset + 4)
        for record in range(tables):
            tag, _, at, _ = struct.unpack_from(">4sIII", data, offset + 12 + 16 * record)
            if tag == b"name" and family in names(data, at):
                return index
    sys.exit(f"make_fonts.py: {path} holds no face named {family}")


def names(data, at):
    _, count, strings = struct.unpack_from(">HHH", data, at)
    found = set()
    for record in range(count):
        platform, _, _, name_id, size, start = struct.unpack_from(">6H", data, at + 6 + 12 * record)
        if platform == 3 and name_id in (1, 16):
            found.add(data[at + strings + start:at + strings + start + size].decode("utf-16-be"))
    return found


def subset(tool, source, index, characters, target):
    wanted = target.with_suffix(".set")
    wanted.write_text("\n".join(f"{c:04X}" for c in sorted(characters)) + "\n")
    subprocess.run([tool, str(source), f"--face-index={index}", f"--unicodes-file={wanted}",
                    "--layout-features=vert,halt", "--no-hinting", f"--output-file={target}"],
                   check=True)
    wanted.unlink()


def wide(hanazono, tool, out):
    # Whole blocks, also what Noto has: hb-subset 6.0 fails on a cmap of many small groups, and the four in
    # a hundred that are there twice are never drawn from here.
    source, target = hanazono / "HanaMinB.ttf", out / "wide.ttf"
    asked = {c for first, last in GB18030_HAN for c in range(first, last + 1)}
    found = asked & characters_of(source)
    subset(tool, source, 0, found, target)
    had = set().union(*(characters_of(out / f"{name}.otf") for name in ("sans", "rare")))
    print(f"make_fonts.py: wide.ttf takes {target.stat().st_size / 1e6:.1f} MB; "
          f"{len(asked - had - found)} ideographs of GB 18030-2022 have no face")


def main():
    if sys.argv[1] == "--wide":
        wide(pathlib.Path(sys.argv[2]), sys.argv[3], pathlib.Path(sys.argv[4]))
        return
    noto, unihan, tool, out = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3], \
        pathlib.Path(sys.argv[4])
    out.mkdir(parents=True, exist_ok=True)
    usual = standard_characters(unihan) | gb2312()
    usual |= {c for first, last in RANGES for c in range(first, last + 1)}
    for name, collection, family in FACES:
        source = noto / collection
        subset(tool, source, face_index(source, family), usual, out / f"{name}.otf")
    source = noto / FACES[0][1]
    rare = {c for first, last in HAN for c in range(first, last + 1)} - usual
    subset(tool, source, face_index(source, FACES[0][2]), rare, out / "rare.otf")


main()
