#!/usr/bin/env python3
"""An office: writes a tree under PROTOCOL.md, serves it, takes what a kiosk sends, and acknowledges.

Usage: office.py TREE < commands, one a line; each is answered by one line, "ok ..." or "refused: ...".
The first line printed is its address. Commands are the methods of Office whose names begin with do_."""
import http.server
import pathlib
import re
import shlex
import sys
import threading
import traceback

import nacl.bindings as sodium

import records
import wire
from cbor import Refused, encode, need

NAME = "海棠苑社区居民委员会"


class Office:
    def __init__(self, tree, office="haitang", now="2026-11-10T09:00"):
        self.top, self.office = pathlib.Path(tree) / "v1", office
        self.now = records.moment(now)
        self.keys = {name: wire.Key(wire.hash_of(name.encode()))
                     for name in ("root-1", "root-2", "root-3", "office", "supervision", "head")}
        self.mailbox = sodium.crypto_box_seed_keypair(wire.hash_of(b"mailbox"))
        self.seq, self.tip, self.snapshot, self.n = 0, wire.NONE, (), 0
        self.live, self.kiosks, self.taken, self.letters = {}, {}, {}, {}
        self.counter, self.epoch, self.nonce, self.beats, self.mode = 0, 7, b"", 0, "ack"
        self.root = None
        self.put("site", encode({1: [[office, NAME]]}))
        self.root_put("root-1", "root-2")

    # ---- the tree ----

    def put(self, name, data):
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_bytes(data)
        part.rename(path)

    def put_own(self, name, data):
        self.put("%s/%s" % (self.office, name), data)

    def root_put(self, *signers):
        self.n += 1
        public = {name: key.public for name, key in self.keys.items()}
        roles = [("root", 2, [(public["root-%d" % i], holder) for i, holder in
                              enumerate(("郑国安", "吴秀兰", "街道办事处"), 1)]),
                 ("office", 1, [(public["office"], "郑国安")]),
                 ("supervision", 1, [(public["supervision"], "吴秀兰")]),
                 ("head", 1, [(public["head"], "")])]
        payload = wire.root_encode(self.office, NAME, self.n, roles, self.mailbox[0], (1, 8))
        data = wire.block_make(b"np-root-v1", payload, *(self.keys[name] for name in signers))
        self.put_own("root/%d" % self.n, data)
        self.root = wire.root_open(data)

    def head_put(self):
        self.now += 1
        self.put_own("head", wire.head_make(self.keys["head"], self.office, self.n, self.seq, self.now, self.tip,
                                            self.snapshot, endorser=self.keys["office"]))

    def entry(self, kind, key, data, opens=0, until=0):
        version = self.live[key][0].version + 1 if key in self.live else 1
        bare = wire.Entry(wire.code_of(kind), key, version, len(data), wire.hash_of(data), opens, until, [])
        signers = [(self.keys["office"], self.now)]
        if bare.kind in wire.BOTH:
            signers.append((self.keys["supervision"], self.now + 60))
        return wire.entry_sign(self.office, bare, *signers)

    def publish(self, items, inline=True):
        """items: (kind, key, object[, opens, until])"""
        made = [(self.entry(*item), item[2]) for item in items]
        plain = wire.log_encode(self.office, self.seq + 1, self.tip, [entry for entry, _ in made],
                                [data for _, data in made] if inline else [])
        for entry, data in made:
            self.live[entry.key] = (entry, data)
            if not inline:
                name = entry.hash.hex()
                self.put_own("o/%s/%s" % (name[:2], name), wire.frame_make(data))
        self.seq, self.tip = self.seq + 1, wire.hash_of(plain)
        self.put_own("log/%016x" % self.seq, wire.frame_make(plain))
        self.head_put()

    # ---- what kiosks PUT ----

    def ack(self, kiosk):
        self.counter += 1
        self.now += 1
        return wire.ack_make(self.keys["office"], self.office, kiosk, self.epoch, self.counter,
                             list(self.taken.get(kiosk, {}).items()), self.nonce, self.now, True, (self.seq, self.tip))

    def take(self, name, data):
        """-> status, body"""
        enrol = re.fullmatch(r"enrol/%s/([0-9a-f]{16})" % self.office, name)
        up = re.fullmatch(r"up/%s/([0-9a-f]{16})/([0-9a-f]{16})-([0-9a-f]{20})" % self.office, name)
        beat = re.fullmatch(r"hb/%s/([0-9a-f]{16})" % self.office, name)
        if enrol:
            office, public, title = wire.offer_open(data)
            need(office == self.office and enrol[1] == wire.kiosk_id(public), "offer: another name")
            self.kiosks[enrol[1]] = (public, title)
            return 201, b""
        if up:
            return self.take_up(up[1], int(up[2], 16), bytes.fromhex(up[3]), data)
        need(beat, "PUT to no such name")
        self.beats, self.nonce, confirmed, place, record = wire.beat_open(
            data, self.office, self.kiosks[beat[1]][0], self.mailbox)
        need(record[8], "health without a version")
        if self.mode == "echo":
            return 200, wire.echo_make(self.keys["head"], self.office, beat[1], self.nonce, (self.seq, self.tip), self.now)
        return 200, self.ack(beat[1]) if self.mode == "ack" else b""

    def take_up(self, kiosk, seq, identity, data):
        its_seq, its_id, kind, loc, record = wire.envelope_open(data, self.office, self.kiosks[kiosk][0], self.mailbox)
        need((seq, identity) == (its_seq, its_id), "envelope under another name")
        held = self.taken.setdefault(kiosk, {})
        known = held.get(identity)
        if known and known != wire.hash_of(data):
            return 409, b""
        held[identity] = wire.hash_of(data)
        if kind == "letter":
            key, its_loc = wire.receipt_key(record[1], self.root)
            need(its_loc == loc, "loc is not the receipt's")
            self.letters[loc] = (record[3], key)
        return 200 if known else 201, self.ack(kiosk) if self.mode == "ack" else b""

    # ---- commands ----

    def do_first(self):
        """What a community begins with: small and inline, then a large one outside, one embargoed, one announced."""
        key = "disclosure/2026-10/05/1"
        self.publish([("policy", "policy", records.policy(self.office, NAME)),
                      ("notice", "notice/water", records.notice("停水通知", "明天上午停水。")),
                      ("disclosure", key, records.disclosure(5, "2026-10", "十月收支", "收支两清。"),
                       records.moment("2026-11-10T00:00"))])
        long = "".join("第 %d 条。大厅每天清扫一次，长椅按月检修。\n\n" % n for n in range(1, 2000))
        self.publish([("notice", "notice/long", records.notice("大厅公约", long[:20000]))], inline=False)
        self.publish([("announce", "announce/disclosure/2026-10/07/1",
                       records.announce("disclosure/2026-10/07/1", 7, "2026-10", "十月救助名单"))])
        return self.seq

    def do_notice(self, slug, title):
        self.publish([("notice", "notice/" + slug, records.notice(title, title))])
        return self.seq

    def do_correct(self):
        key = "disclosure/2026-10/05/1"
        self.publish([("disclosure", key, records.disclosure(5, "2026-10", "十月收支", "结余更正为 12.00 元。",
                                                             self.live[key][0].hash, "结余抄错"))])
        return self.seq

    def do_withdraw(self):
        self.publish([("withdraw", "notice/water", records.withdraw("notice", "notice/water", "停水通知", "改期", 0, ""))])
        return self.seq

    def do_snapshot(self):
        parts = (self.office, self.seq, self.tip, [self.live[key] for key in sorted(self.live)])
        plain = wire.snapshot_encode(*parts)
        self.snapshot = (wire.snapshot_name(*parts), len(plain), self.seq)
        self.put_own("snap/" + self.snapshot[0].hex(), wire.frame_make(plain, 12))
        self.head_put()
        return len(self.live)

    def do_forget(self):
        """Section 16: what the snapshot stands for is there no more."""
        logs = [path for path in (self.top / self.office / "log").iterdir() if int(path.name, 16) <= self.snapshot[2]]
        for path in logs:
            path.unlink()
        for path in (self.top / self.office).glob("o/*/*"):
            path.unlink()  # nothing behind the snapshot is that large
        return len(logs)

    def do_admit(self, revoke=""):
        for identity, (public, title) in self.kiosks.items():
            self.publish([("kiosk", "kiosk/" + identity,
                           records.kiosk(identity, public, title, self.now, bool(revoke)))])
        return self.seq

    def do_letters(self):
        return " | ".join(text for text, _ in self.letters.values())

    def do_answer(self, text):
        loc, (_, key) = next(iter(self.letters.items()))
        box = wire.shared_seal(records.answer_text(text, "郑国安", self.now), key)
        self.publish([("receipt", "receipt/" + loc.hex(), records.receipt(loc, 3, self.now)),
                      ("reply", "reply/" + loc.hex(), records.reply(loc, box))])
        return self.seq

    def do_rotate(self):
        """Root 2: another head key and another keeper, signed by the keepers before and after."""
        self.keys["head"] = wire.Key(wire.hash_of(b"head, the second"))
        before = self.keys["root-3"]
        self.keys["root-3"] = wire.Key(wire.hash_of(b"root-3, the second"))
        self.root_put("root-1", "root-2")
        need(before.public not in self.root.roles["root"].keys, "the keeper is still there")
        self.head_put()
        return self.n

    def do_mode(self, mode):
        self.mode = mode
        return mode

    def do_seen(self):
        return "%d heartbeats, %d taken" % (self.beats, sum(map(len, self.taken.values())))


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    office = None
    lock = threading.Lock()

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        path = self.office.top.parent / self.path.lstrip("/")
        if ".." in self.path or not path.is_file():
            return self.answer(404)
        body = path.read_bytes()
        etag = '"%s"' % wire.hash_of(body).hex()[:16]
        if self.headers.get("If-None-Match") == etag:
            return self.answer(304, ETag=etag)
        part = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if part and int(part[1]) < len(body):
            where = "bytes %s-%d/%d" % (part[1], len(body) - 1, len(body))
            return self.answer(206, body[int(part[1]):], ETag=etag, Content_Range=where)
        return self.answer(416 if part else 200, b"" if part else body, ETag=etag)

    def do_PUT(self):
        data = self.rfile.read(int(self.headers["Content-Length"]))
        with self.lock:
            try:
                status, body = self.office.take(self.path[len("/v1/"):], data)
            except (Refused, KeyError) as why:
                print("PUT %s: %s" % (self.path, why), file=sys.stderr)
                status, body = 400, b""
        self.answer(status, body)


def main():
    office = Office(sys.argv[1])
    office.head_put()
    Handler.office = office
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print("http://127.0.0.1:%d" % server.server_port, flush=True)
    for line in sys.stdin:
        name, *words = shlex.split(line)
        with Handler.lock:
            try:
                print("ok", getattr(office, "do_" + name)(*words), flush=True)
            except Exception as why:  # the script that drives us must hear of it
                traceback.print_exc()
                print("refused:", why, flush=True)


if __name__ == "__main__":
    main()
