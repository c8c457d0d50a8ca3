#!/usr/bin/env python3
"""A kiosk: enrols with an office over HTTP, sends, and checks every word that comes back.

Usage: kiosk.py URL OFFICE SEED VERB [ARGS]. The same SEED is the same kiosk. Verbs:
  offer NAME        offers the key; prints kiosk id and fingerprint
  letter N TEXT     sends letter number N; prints status, and whether it is acknowledged; twice: the receipt first
  clone N TEXT      other bytes under the name of letter N
  beat N            a heartbeat; prints what was echoed
  answer DIGITS     looks a receipt up in what is published"""
import os
import sys
import time
import urllib.error
import urllib.request

import records
import wire
from cbor import decode, need

opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Kiosk:
    def __init__(self, url, office, seed):
        self.url, self.office = url, office
        self.key = wire.Key(wire.hash_of(seed.encode()))
        self.id = wire.kiosk_id(self.key.public)
        self.seed = seed
        self.root = self.roots()

    def get(self, name, missing=None):
        try:
            with opener.open("%s/v1/%s" % (self.url, name), timeout=30) as answer:
                return answer.read()
        except urllib.error.HTTPError as why:
            need(why.code == 404 and missing is not None, "%s: %d" % (name, why.code))
            return missing

    def put(self, name, data):
        request = urllib.request.Request("%s/v1/%s" % (self.url, name), data=data, method="PUT",
                                         headers={"If-None-Match": "*", "Content-Type": "application/octet-stream"})
        try:
            with opener.open(request, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as why:
            return why.code, b""

    def roots(self):
        root = wire.root_open(self.get("%s/root/1" % self.office))
        while after := self.get("%s/root/%d" % (self.office, root.n + 1), b""):
            after = wire.root_open(after)
            wire.root_follows(root, after)
            root = after
        return root

    def head(self):
        return wire.head_open(self.get(self.office + "/head"), self.root)

    def live(self):
        """key -> (entry, record)"""
        head, tip, live = self.head(), wire.NONE, {}
        for seq in range(1, head.seq + 1):
            plain = wire.frame_open(self.get("%s/log/%016x" % (self.office, seq)), 4 * 2**20)
            log = wire.log_open(plain)
            need(log.previous == tip, "log %d: its past is another" % seq)
            tip = wire.hash_of(plain)
            for entry in log.entries:
                wire.entry_check(self.root, entry)
                live[entry.key] = (entry, log.objects.get(entry.hash))
        need(tip == head.tip, "the last log is not what the head names")
        return live

    def verb_offer(self, name):
        status, _ = self.put("enrol/%s/%s" % (self.office, self.id), wire.offer_make(self.key, self.office, name))
        return status, self.id, wire.fingerprint(self.root)

    def name(self, number):
        identity = wire.hash_of(("%s %s" % (self.seed, number)).encode())[:10]
        return identity, "up/%s/%s/%016x-%s" % (self.office, self.id, int(number), identity.hex())

    def send(self, number, text):
        digits = "%011d" % (12345678901 + int(number))
        digits += wire.check_digit(digits)
        identity, name = self.name(number)
        loc = wire.receipt_key(digits, self.root)[1]
        data = wire.envelope_make(self.key, self.root, int(number), identity, "letter", loc,
                                  records.letter(digits, text, int(time.time())))
        return digits, name, identity, data

    def verb_letter(self, number, text):
        digits, name, identity, data = self.send(number, text)
        first, body = self.put(name, data)
        again, _ = self.put(name, data)
        acked = body and [identity, wire.hash_of(data)] in wire.ack_open(body, self.root, self.id).items
        return digits, first, again, "acknowledged" if acked else "waits"

    def verb_clone(self, number, text):
        _, name, _, data = self.send(number, text)
        return self.put(name, data)[0], "-"

    def verb_beat(self, number):
        nonce, head = os.urandom(16), self.head()
        data = wire.beat_make(self.key, self.root, int(number), nonce, (0, 0), (head.seq, head.tip),
                              records.health("oracle"))
        status, body = self.put("hb/%s/%s" % (self.office, self.id), data)
        if status != 200 or not body:
            return status, "no answer"
        try:
            echoed, place = wire.echo_open(body, self.root, self.id)[:2]
            by = "head"
        except wire.Refused:
            ack = wire.ack_open(body, self.root, self.id)
            echoed, place, by = ack.nonce, ack.place, "office"
        need(echoed == nonce, "another nonce came back")
        need(place == [head.seq, head.tip], "another place than the head's")
        return status, "echoed by the %s" % by

    def verb_answer(self, digits):
        key, loc = wire.receipt_key(digits, self.root)
        entry, data = self.live().get("reply/" + loc.hex(), (None, None))
        need(entry, "no answer under this receipt")
        reply = wire.object_check(entry, data)
        need(reply[1] == loc, "a reply under another loc")
        return decode(wire.shared_open(reply[2], key))[1], "-"


def main():
    url, office, seed, verb, *words = sys.argv[1:]
    try:
        print("\t".join(str(part) for part in getattr(Kiosk(url, office, seed), "verb_" + verb)(*words)))
    except wire.Refused as why:
        print("refused: %s" % why, file=sys.stderr)
        sys.exit(65)


if __name__ == "__main__":
    main()
