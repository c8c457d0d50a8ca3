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


def snapshot_read(tree, root, head):
    """Section 7 -> its seq, tip and items; nothing at 0 without one."""
    if not head.snapshot:
        return 0, wire.NONE, {}
    name, size, seq = head.snapshot
    plain = wire.frame_open(tree.read("snap", name.hex()), size)
    office, its_seq, tip, items = wire.snapshot_open(plain)
    need(len(plain) == size and wire.snapshot_name(office, its_seq, tip, items) == name,
         "snapshot: not the one that the head names")
    need(office == root.office and its_seq == seq, "snapshot: another office or number")
    for entry, data in items:
        wire.entry_check(root, entry)
        wire.object_check(entry, data)
    return seq, tip, {entry.key: (entry, data) for entry, data in items}


def first_log(tree, head, snapshot_seq):
    """Section 16: the lowest log from which on all are there; it must be low enough."""
    first = head.seq + 1
    while first > 1 and tree.has("log", "%016x" % (first - 1)):
        first -= 1
    need(first == 1 or first <= snapshot_seq + 1, "log %d is missing" % (first - 1))
    return first


def logs_read(tree, root, head, snapshot):
    """-> entries live at the snapshot's seq (None where its past is gone) and at the end; objects that came inline"""
    seq, tip, items = snapshot
    first = first_log(tree, head, seq)
    live, inline, at_snapshot = {}, {}, None
    before = wire.NONE if first == 1 else None  # what the first that is there says of its past cannot be checked
    for number in range(first, head.seq + 1):
        if number == seq + 1 and first > 1:
            live = {key: entry for key, (entry, _) in items.items()}
        plain = wire.frame_open(tree.read("log", "%016x" % number), 4 * 2**20)
        log = wire.log_open(plain)
        need(log.office == root.office and log.seq == number, "log %d: another office or number" % number)
        need(before is None or log.previous == before, "log %d: its past is another" % number)
        for entry in log.entries:
            if first == 1 or number > seq:
                entry_take(live, entry)
        inline.update(log.objects)
        before = wire.hash_of(plain)
        need(number != seq or before == tip, "snapshot: of another log")
        at_snapshot = dict(live) if number == seq and first == 1 else at_snapshot
    if first > 1 and seq == head.seq:
        need(first <= head.seq or tip == head.tip, "the last log is not what the head names")
        live = {key: entry for key, (entry, _) in items.items()}
    need(first > head.seq or before == head.tip, "the last log is not what the head names")
    return live, inline, at_snapshot


def is_over(entry, live, issued):
    """Ended, or an announce whose record is there."""
    ended = entry.until and entry.until <= issued
    return ended or (wire.OFFICE.get(entry.kind) == "announce" and entry.key[len("announce/"):] in live)


def objects_check(tree, root, live, inline, items, issued):
    for entry in live.values():
        wire.entry_check(root, entry)
        name = entry.hash.hex()
        if entry.until and entry.until <= issued:
            need(not tree.has("o", name[:2], name), "%s has ended and is still there" % entry.key)
            continue
        data = inline.get(entry.hash)
        held = items.get(entry.key)
        if data is None and held and held[0].hash == entry.hash:
            data = held[1]
        wire.object_check(entry, tree.object(entry) if data is None else data)


def snapshot_check(head, snapshot, there):
    """Against what the logs say was live at its seq."""
    items = snapshot[2]
    if there is None or not head.snapshot:
        return
    need(all(key in there and there[key] == entry for key, (entry, _) in items.items()), "snapshot: not of this log")
    missing = [key for key in there if key not in items and not is_over(there[key], there, head.issued)]
    need(not missing, "snapshot: lacks %s" % missing)


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
    snapshot = snapshot_read(tree, root, head)
    live, inline, at_snapshot = logs_read(tree, root, head, snapshot)
    objects_check(tree, root, live, inline, snapshot[2], head.issued)
    snapshot_check(head, snapshot, at_snapshot)
    acks = acks_check(tree, root)
    for kiosk, ack in acks.items():
        need(ack.place[0] <= head.seq, "ack/%s names a publication that is not there" % kiosk)
    return {
        "root": root.n, "fingerprint": wire.fingerprint(root), "seq": head.seq, "tip": head.tip.hex(),
        "issued": head.issued, "live": {key: entry.version for key, entry in sorted(live.items())},
        "snapshot_items": len(snapshot[2]), "endorsed": wire.head_is_endorsed(head, root),
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
