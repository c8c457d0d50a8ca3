#!/usr/bin/env python3
"""Turns a sentence into what a finger does on the input panel, as a script for xdotool.

Usage: write_by_hand.py hand|pinyin WIDTHxHEIGHT FRAME STROKES.bin [WORDS]

FRAME is what `noticepoint-kiosk --render-text write` prints: where the page's bars stand. `hand` draws each
character's strokes, a little unsteadily, and taps the first candidate; `pinyin` takes lines of letters,
types each and taps the sentence above the words. WORDS come on standard input, one a line.
"""
import random
import re
import struct
import sys

SHAKE = 0.012  # of the box
# Of the reference panel, as in theme.c and panel_view.c.
NOTE, GAP, EDGE, TAB, CELL, SIDE = 30, 13, 18, 84, 100, 190


def frame(path, width):
    """Of the page as drawn: bottom of the top bar, top of the bar of buttons, unit, margin."""
    top = bar = unit = margin = 0
    for line in open(path, encoding="utf-8"):
        fill = re.match(r"fill 0,(\d+) (\d+)x(\d+) ", line)
        text = re.match(r"text (\d+),\d+ size (\d+) \S+ \"(.*)\"$", line.rstrip("\n"))
        if fill and int(fill[2]) == width and int(fill[3]) > 20:
            y = int(fill[1])
            top, bar = (int(fill[3]), bar) if y == 0 else (top, y if not bar or y < bar else bar)
        elif text and text[3].startswith("内容更新于"):
            unit = int(text[2]) / NOTE
        elif text and text[3] == "写给主任信箱":
            margin = int(text[1])
    return top, bar, unit, margin


def templates(path):
    data = open(path, "rb").read()
    count, _ = struct.unpack_from("<II", data, 8)
    lines = 16 + 12 * count
    strokes = {}
    for i in range(count):
        character, first, number, _, _ = struct.unpack_from("<IIBBH", data, 16 + 12 * i)
        strokes[chr(character)] = [[tuple(data[lines + 16 * (first + s) + 2 * p:][:2]) for p in range(8)]
                                   for s in range(number)]
    return strokes


class Panel:
    """Where the panel's parts are: the same sums as in panel_view.c and page_write.c."""

    def __init__(self, size, path):
        self.w, self.h = (int(v) for v in size.split("x"))
        top, bar, self.unit, margin = frame(path, self.w)
        px = self.px = lambda reference: reference * self.unit
        self.gap = px(GAP)
        x = self.w * 2 // 5 if self.w > self.h else 0
        want = px(2 * TAB + 5 * CELL) + 6 * self.gap + 2 * px(EDGE)
        height = bar - top if self.w > self.h else min(want, (bar - top) * 13 / 20)
        self.left, self.right = x + margin * 3 / 4, self.w - margin * 3 / 4
        self.top, self.bottom = bar - height + px(EDGE), bar - px(EDGE)

    def tab(self, number):
        pitch = (self.right - self.left + self.gap) / 6
        return self.left + (number + 0.45) * pitch, self.top + self.px(TAB) / 2

    def below(self):
        """The top of what lies under the row of candidates of handwriting."""
        return self.top + self.px(TAB + CELL) + 2 * self.gap

    def side(self):
        return min(self.px(SIDE), (self.right - self.left) / 4)

    def side_key(self, number):
        pitch = (self.bottom - self.below() + self.gap) / 6
        return self.right - self.side() / 2, self.below() + (number + 0.45) * pitch

    def pad(self):
        """The (first) box to write into: left, top, side."""
        width, height = self.right - self.side() - self.gap - self.left, self.bottom - self.below()
        width = (width - self.gap) / 2 if width >= 1.7 * height else width
        side = min(width, height) * 0.82
        return self.left + width / 2 - side / 2, self.below() + height / 2 - side / 2, side

    def first_cell(self):
        return self.left + (self.right - self.left) * 0.06, self.below() - self.gap - self.px(CELL) / 2

    def key(self, letter):
        """On the full keyboard, whose rows begin below two rows of candidates."""
        rows, shift = ["qwertyuiop", "asdfghjkl", "zxcvbnm"], [0, 0.5, 1.5]
        top = self.top + self.px(2 * TAB + CELL) + 3 * self.gap
        pitch_x, pitch_y = (self.right - self.left + self.gap) / 10, (self.bottom - top + self.gap) / 4
        for row, letters in enumerate(rows):
            if letter in letters:
                return (self.left + (letters.index(letter) + shift[row] + 0.45) * pitch_x,
                        top + (row + 0.45) * pitch_y)
        raise KeyError(letter)

    def sentence(self):
        return (self.left + (self.right - self.left) * 0.7,
                self.top + self.px(TAB) * 3 / 2 + self.gap)

    def comma_key(self, number):
        """In the last row of the full keyboard."""
        return self.left + (self.right - self.left) * (number + 0.5) / 5, self.bottom - self.px(30)


def tap(point, wait=0.06):
    x, y = point
    print(f"mousemove {x:.0f} {y:.0f} mousedown 1 sleep 0.02 mouseup 1 sleep {wait}")


def write(panel, strokes, dice):
    left, top, side = panel.pad()
    for line in strokes:
        moved = [(left + (x / 256 + dice.gauss(0, SHAKE)) * side, top + (y / 256 + dice.gauss(0, SHAKE)) * side)
                 for x, y in line]
        print("mousemove {:.0f} {:.0f} mousedown 1".format(*moved[0]))
        for a, b in zip(moved, moved[1:]):
            for part in (0.5, 1):
                print("mousemove {:.0f} {:.0f} sleep 0.004".format(a[0] + (b[0] - a[0]) * part,
                                                                  a[1] + (b[1] - a[1]) * part))
        print("mouseup 1 sleep 0.02")


def main(way, size, frame_file, stroke_file):
    panel, dice = Panel(size, frame_file), random.Random(20261125)
    known = templates(stroke_file) if way == "hand" else {}
    tap(panel.tab(0 if way == "hand" else 1), 0.2)
    for words in sys.stdin.read().split("\n"):
        for character in words if way == "hand" else words.replace(" ", ""):
            if character in ("，", "。"):
                number = "，。".index(character)
                tap(panel.side_key(1 + number) if way == "hand" else panel.comma_key(number))
            elif way == "pinyin":
                tap(panel.key(character))
            else:
                write(panel, known[character], dice)
                tap(panel.first_cell(), 0.15)
        if way == "pinyin" and words and words[-1] not in "，。":
            print("sleep 0.6")
            tap(panel.sentence(), 0.3)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
