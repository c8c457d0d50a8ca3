#!/usr/bin/env python3
"""Verifies a published tree: every root, log, entry, object, snapshot, acknowledgement and name.

Usage: read.py TREE OFFICE [FINGERPRINT]. Prints what stands as JSON, or what does not hold, with exit code 65."""
import json
import pathlib
import re
import sys

import wire
from cbor import Refused, need

NAMES = [r"site", r"OFFICE/root/[1-9][0-9]*", r"OFFICE/head", r"OFFICE/log/[0-9a-f]{16}",
         r"OFFICE/o/([0-9a-f]{2})/\1[0-9a-f]{62}", r"OFFICE/snap/[0-9a-f]{64}", r"OFFICE/ack/[0-9a-f]{16}"]


class Tree:
    def __init__(self, folder, office):
        self.top, self.office = pathlib.Path(folder) / "v1", office

    def read(self, *parts):
        try:
            return self.top.joinpath(self.office, *parts).read_bytes()
        except FileNotFoundError as why:
            raise Refused("/".join(parts) + " is missing") from why

    def has(self, *parts):
        return self.top.joinpath(self.office, *parts).is_file()

    def object(self, entry):
        name = entry.hash.hex()
        return wire.frame_open(self.read("o", name[:2], name), entry.size)


def names_check(tree):
    """Section 3: nothing else lies in the tree."""
    pattern = re.compile("|".join(NAMES).replace("OFFICE", tree.office).replace("\\1", "(?P=hh)").replace(
        "([0-9a-f]{2})", "(?P<hh>[0-9a-f]{2})"))
    for path in tree.top.rglob("*"):
        name = path.relative_to(tree.top).as_posix()
        need(path.is_dir() or pattern.fullmatch(name), "%s has no such name" % name)


def roots_read(tree, pinned):
    chain = [wire.root_open(tree.read("root", "1"))]
    while tree.has("root", str(len(chain) + 1)):
        after = wire.root_open(tree.read("root", str(len(chain) + 1)))
        wire.root_follows(chain[-1], after)
        chain.append(after)
    root = chain[-1]
    need(root.office == tree.office, "root of another office")
    need(not pinned or wire.fingerprint(root) == pinned, "another root than the one pinned")
    return root


def entry_take(live, entry, repeats=False):
    before = live.get(entry.key)
    need(not before or entry.version > before.version or (repeats and entry.version == before.version),
         "%s: version %d after version %d" % (entry.key, entry.version, before.version if before else 0))
    live[entry.key] = entry


def logs_read(tree, root, head):
    """-> entries live at each snapshot's seq and at the end; objects that came inline"""
    live, inline, tip, at = {}, {}, wire.NONE, {}
    for seq in range(1, head.seq + 1):
        plain = wire.frame_open(tree.read("log", "%016x" % seq), 4 * 2**20)
        log = wire.log_open(plain)
        need(log.office == root.office and log.seq == seq, "log %d: another office or number" % seq)
        need(log.previous == tip, "log %d: its past is another" % seq)
        for entry in log.entries:
            entry_take(live, entry)
        inline.update(log.objects)
        tip = wire.hash_of(plain)
        at[seq] = dict(live)
    need(tip == head.tip, "the last log is not what the head names")
    return live, inline, at


def is_over(entry, live, issued):
    """Ended, or an announce whose record is there."""
    ended = entry.until and entry.until <= issued
    return ended or (wire.OFFICE.get(entry.kind) == "announce" and entry.key[len("announce/"):] in live)


def objects_check(tree, root, live, inline, issued):
    for entry in live.values():
        wire.entry_check(root, entry)
        name = entry.hash.hex()
        if entry.until and entry.until <= issued:
            need(not tree.has("o", name[:2], name), "%s has ended and is still there" % entry.key)
            continue
        data = inline.get(entry.hash)
        wire.object_check(entry, tree.object(entry) if data is None else data)


def snapshot_check(tree, root, head, at):
    if not head.snapshot:
        return 0
    name, size, seq = head.snapshot
    plain = wire.frame_open(tree.read("snap", name.hex()), size)
    need(len(plain) == size and wire.hash_of(plain) == name, "snapshot: not the one that the head names")
    office, its_seq, tip, items = wire.snapshot_open(plain)
    need(office == root.office and its_seq == seq, "snapshot: another office or number")
    for entry, data in items:
        wire.entry_check(root, entry)
        wire.object_check(entry, data)
    held, there = {entry.key: entry for entry, _ in items}, at[seq]
    need(all(key in there and there[key] == entry for key, entry in held.items()), "snapshot: not of this log")
    missing = [key for key in there if key not in held and not is_over(there[key], there, head.issued)]
    need(not missing, "snapshot: lacks %s" % missing)
    return len(items)


def acks_check(tree, root):
    folder = tree.top / tree.office / "ack"
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    return {name: wire.ack_open((folder / name).read_bytes(), root, name) for name in names}


def tree_read(folder, office, pinned=None):
    tree = Tree(folder, office)
    need(office in wire.site_open((tree.top / "site").read_bytes()), "site does not name the office")
    names_check(tree)
    root = roots_read(tree, pinned)
    head = wire.head_open(tree.read("head"), root)
    live, inline, at = logs_read(tree, root, head)
    objects_check(tree, root, live, inline, head.issued)
    count = snapshot_check(tree, root, head, at)
    acks = acks_check(tree, root)
    for kiosk, ack in acks.items():
        need(ack.place[0] <= head.seq, "ack/%s names a publication that is not there" % kiosk)
    return {
        "root": root.n, "fingerprint": wire.fingerprint(root), "seq": head.seq, "tip": head.tip.hex(),
        "issued": head.issued, "live": {key: entry.version for key, entry in sorted(live.items())},
        "snapshot_items": count,
        "acks": {kiosk: {"counter": ack.counter, "items": len(ack.items), "nonce": ack.nonce.hex()}
                 for kiosk, ack in acks.items()},
    }


def main():
    try:
        print(json.dumps(tree_read(*sys.argv[1:4])))
    except Refused as why:
        print("refused: %s" % why, file=sys.stderr)
        sys.exit(65)


if __name__ == "__main__":
    main()
