#!/usr/bin/env python3
"""Makes the tables of search as C: how characters are read, and which are forms of one another.

usage: make_readings.py UNIHAN_READINGS_BZ2 UNIHAN_VARIANTS_BZ2 OUT_C

Readings are the union of what the dictionaries of Unihan give, without tones, u with dots as v: in a search a
reading too many costs nothing. Forms (simplified, traditional, z-variants, same meaning) are joined into
classes; a class that would join more than CLASS_MAX characters keeps only its simplified pairs.
"""
import bz2
import sys
import unicodedata
from collections import defaultdict

PAGES = 0x400  # of 256 code points: planes 0 to 3
CLASS_MAX = 12
# Forms in names that Unihan does not join.
EXTRA_FORMS = [(0x20164, 0x60e0)]  # as seen in names: 𠅤 for 惠


def rows(path):
    with bz2.open(path, "rt", encoding="utf-8") as source:
        for line in source:
            if line.startswith("U+"):
                where, field, value = line.rstrip("\n").split("\t")
                yield int(where[2:], 16), field, value


def plain(syllable):
    """xíng -> xing, lǜ -> lv; None for what is no syllable (m̀, hng are kept)."""
    out = ""
    for c in unicodedata.normalize("NFD", syllable.lower()):
        if c == "\u0308" and out.endswith("u"):
            out = out[:-1] + "v"
        elif "a" <= c <= "z":
            out += c
        elif unicodedata.combining(c) or c == "ê":
            continue
        else:
            return None
    return out or None


def readings(path):
    found = defaultdict(list)
    for c, field, value in rows(path):
        if field in ("kMandarin", "kXHC1983", "kTGHZ2013"):
            parts = [syllable for part in value.split() for syllable in part.split(":")[-1].split(",")]
        elif field == "kHanyuPinlu":
            parts = [part.split("(")[0] for part in value.split()]
        else:
            continue
        for part in parts:
            syllable = plain(part)
            if syllable and syllable not in found[c]:
                found[c].append(syllable)
    return {c: tuple(sorted(syllables)) for c, syllables in found.items()}


class Classes:
    def __init__(self):
        self.of = {}

    def join(self, a, b, limit):
        one, two = self.of.get(a, {a}), self.of.get(b, {b})
        if one is two or len(one) + len(two) > limit:
            return
        one = one | two
        for c in one:
            self.of[c] = one


def forms(path):
    classes, later = Classes(), []
    for a, b in EXTRA_FORMS:
        classes.join(a, b, CLASS_MAX)
    for c, field, value in rows(path):
        others = [int(part.split("<")[0][2:], 16) for part in value.split()]
        if field in ("kSimplifiedVariant", "kTraditionalVariant"):
            for other in others:
                classes.join(c, other, CLASS_MAX)
        elif field in ("kZVariant", "kSemanticVariant"):
            later += [(c, other) for other in others]
    for c, other in later:
        classes.join(c, other, CLASS_MAX)
    return {c: min(group) for c, group in classes.of.items() if min(group) != c}


def pages(of, name, ctype, out):
    """Two levels: the page's block, the block's entry; blocks that are alike are shared."""
    blocks, numbers, index = [], {}, []
    for page in range(PAGES):
        block = tuple(of.get(page * 256 + low, 0) for low in range(256))
        if block not in numbers:
            numbers[block] = len(blocks)
            blocks.append(block)
        index.append(numbers[block])
    out.write("const uint16_t %s_pages[%d] = {%s};\n" % (name, PAGES, ",".join(map(str, index))))
    out.write("const %s %s_blocks[][256] = {\n" % (ctype, name))
    for block in blocks:
        out.write("{%s},\n" % ",".join(map(str, block)))
    out.write("};\n")


def main():
    read, same = readings(sys.argv[1]), forms(sys.argv[2])
    syllables = sorted({s for group in read.values() for s in group})
    number = {s: i for i, s in enumerate(syllables)}
    sets, at, flat = {}, {}, [0]
    for c, group in read.items():
        if group not in sets:
            sets[group] = len(flat)
            flat += [len(group)] + [number[s] for s in group]
        at[c] = sets[group]
    assert len(flat) < 0x10000 and max(map(len, syllables)) <= 6, "the tables have outgrown their types"
    with open(sys.argv[3], "w", encoding="utf-8") as out:
        out.write("/* Made by make_readings.py; do not edit. */\n#include \"readings_table.h\"\n\n")
        out.write("const char reading_syllables[][8] = {%s};\n" % ",".join('"%s"' % s for s in syllables))
        out.write("const size_t reading_syllable_count = %d;\n" % len(syllables))
        out.write("const uint16_t reading_sets[] = {%s};\n" % ",".join(map(str, flat)))
        pages(at, "reading", "uint16_t", out)
        stand = sorted(set(same.values()))
        order = {c: i + 1 for i, c in enumerate(stand)}
        out.write("const uint32_t form_stands[] = {0,%s};\n" % ",".join(map(str, stand)))
        pages({c: order[to] for c, to in same.items()}, "form", "uint16_t", out)


main()
