"""A second implementation of sync/wire/PROTOCOL.md, written from that text; section numbers are its."""
import base64
import collections
import hashlib
import re

import nacl.bindings as sodium
import nacl.exceptions
import nacl.pwhash
import nacl.secret
import nacl.utils
import zstandard

from cbor import Reader, Refused, decode, encode, need

NONE = bytes(32)
NUMBER_MAX = 2**63 - 1
STEP_S = 400 * 86400
ROLES = ("root", "office", "supervision", "head")

# Section 5: which signatures a kind needs; section 3: a key begins with the name of its kind.
BOTH = {1: "policy", 2: "regulation", 3: "disclosure", 4: "person", 5: "withdraw", 6: "roll", 8: "purge"}
OFFICE = {10: "announce", 11: "meeting", 12: "duty", 13: "notice", 14: "service", 15: "reply", 16: "receipt",
          17: "kiosk", 18: "zone", 19: "resolution", 20: "proposal", 21: "thread", 22: "mail_month", 28: "issue",
          29: "forms"}
NEVER = {30: "letter", 31: "retract", 32: "answer", 33: "visit", 34: "health", 35: "opinion", 36: "shift",
         37: "home_visit", 38: "seal_use", 39: "asset", 50: "study", 51: "liaison", 40: "answer_text",
         41: "kin", 42: "mediation"}
KIND_NAMES = {**BOTH, **OFFICE, **NEVER}
WITH_LOC = ("letter", "opinion", "retract", "answer")


def code_of(name):
    return next(code for code, known in KIND_NAMES.items() if known == name)


# ---- section 2: hashes, signatures, blocks, frames, boxes ----

def hash_of(data):
    return hashlib.blake2b(data, digest_size=32).digest()


def key_id(public):
    return hash_of(public)[:8]


def kiosk_id(public):
    return hash_of(public)[:8].hex()


class Key:
    """An Ed25519 pair from a seed of 32 bytes."""

    def __init__(self, seed):
        self.public, self.secret = sodium.crypto_sign_seed_keypair(seed)
        self.id = key_id(self.public)

    def sign(self, context, data):
        return sodium.crypto_sign(context + b"\0" + data, self.secret)[:64]


def signed_by(public, context, data, signature):
    try:
        sodium.crypto_sign_open(signature + context + b"\0" + data, public)
    except nacl.exceptions.BadSignatureError:
        return False
    return True


def block_make(context, payload, *keys):
    return encode([payload, [[key.id, key.sign(context, payload)] for key in keys]])


def block_open(data, limit):
    """-> payload bytes, [(key id, signature)]"""
    need(len(data) <= limit, "block: over %d bytes" % limit)
    block = decode(data)
    need(isinstance(block, list) and len(block) == 2 and isinstance(block[0], bytes)
         and isinstance(block[1], list) and 1 <= len(block[1]) <= 8, "block: another form")
    signatures = []
    for pair in block[1]:
        need(isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, bytes) for part in pair)
             and len(pair[0]) == 8 and len(pair[1]) == 64, "block: no signature")
        signatures.append(tuple(pair))
    return block[0], signatures


def count_signers(context, payload, signatures, keys):
    """Distinct keys that have signed."""
    return sum(any(identity == key_id(key) and signed_by(key, context, payload, signature)
                   for identity, signature in signatures) for key in set(keys))


def fields(payload, *types):
    """The values of {1: .., 2: .., n: ..}; higher keys are a newer program's."""
    item = decode(payload)
    need(isinstance(item, dict), "no map")
    keys = list(item)
    need(keys[:len(types)] == list(range(1, len(types) + 1)), "a field is missing")
    for number, kind in enumerate(types, 1):
        check(item[number], kind, "field %d" % number)
    return [item[number] for number in range(1, len(types) + 1)]


def check(value, kind, what):
    """kind: a Python type, "number", or the size of a byte string."""
    if kind == "number":
        need(type(value) is int and 0 <= value <= NUMBER_MAX, what + ": no number")
    elif isinstance(kind, int):
        need(isinstance(value, bytes) and len(value) == kind, "%s: not %d bytes" % (what, kind))
    else:
        need(type(value) is kind, "%s: no %s" % (what, kind.__name__))


def place_check(value, what):
    need(isinstance(value, list) and len(value) == 2, what + ": no place")
    check(value[0], "number", what)
    check(value[1], 32, what)
    need((value[0] == 0) == (value[1] == NONE), what + ": a seq without a tip, or the reverse")
    return value


def frame_make(plain, level=19):
    return zstandard.ZstdCompressor(level=level, write_content_size=True).compress(plain)


def frame_open(frame, limit):
    need(len(frame) <= limit + limit // 64 + 1024, "frame: larger than its content can need")
    need(frame[:4] == b"\x28\xb5\x2f\xfd", "frame: not a Zstandard frame")
    try:
        declared = zstandard.get_frame_parameters(frame)
        size = zstandard.frame_content_size(frame)
        need(size > 0, "frame: declares no size")
        need(size <= limit, "frame: %d bytes, %d allowed" % (size, limit))
        need(declared.dict_id == 0 and declared.window_size <= 2**23, "frame: dictionary or window")
        reader = zstandard.ZstdDecompressor(max_window_size=2**23).decompressobj()
        plain = reader.decompress(frame) if frame else b""
    except zstandard.ZstdError as why:
        raise Refused("frame: %s" % why) from why
    need(len(plain) == size and not reader.unused_data, "frame: cut short, or something behind it")
    return plain


def box_seal(plain, mailbox):
    return sodium.crypto_box_seal(plain, mailbox)


def shared_seal(plain, key):
    return bytes(nacl.secret.SecretBox(key).encrypt(plain))  # nonce || box


def shared_open(box, key):
    try:
        return nacl.secret.SecretBox(key).decrypt(box)
    except nacl.exceptions.CryptoError as why:
        raise Refused("box: another key, or changed") from why


# ---- section 2: words ----

def office_valid(office):
    return (isinstance(office, str) and re.fullmatch(r"[0-9a-z-]{1,32}", office) and office[0] != "-"
            and office not in ("site", "enrol", "up", "hb"))


def key_valid(key):
    return (isinstance(key, str) and 1 <= len(key) <= 120
            and re.fullmatch(r"[0-9a-zA-Z-]+(/[0-9a-zA-Z-]+)*", key))


# ---- section 4: roots ----

Root = collections.namedtuple("Root", "office name n roles mailbox cost raw payload signatures")
Role = collections.namedtuple("Role", "threshold keys holders")


def root_encode(office, name, n, roles, mailbox, cost):
    return encode({1: office, 2: name, 3: n,
                   4: [[role, threshold, [[public, holder] for public, holder in keys]]
                       for role, threshold, keys in roles], 5: mailbox, 6: list(cost)})


def roles_open(listed):
    need([role[0] if isinstance(role, list) and len(role) == 3 else None for role in listed] == list(ROLES),
         "root: not the four roles in their order")
    roles, seen = {}, set()
    for name, threshold, keys in listed:
        check(threshold, "number", "threshold")
        need(isinstance(keys, list) and 1 <= len(keys) <= 8 and 1 <= threshold <= len(keys),
             "root: %s: no rule" % name)
        for pair in keys:
            need(isinstance(pair, list) and len(pair) == 2, "root: no key")
            check(pair[0], 32, "key")
            check(pair[1], str, "holder")
            need(len(pair[1].encode()) <= 60, "root: a holder's name is too long")
            need(pair[0] not in seen, "root: one key twice, or in two roles")
            seen.add(pair[0])
        roles[name] = Role(threshold, [pair[0] for pair in keys], [pair[1] for pair in keys])
    office, group = ({holder.strip() for holder in roles[role].holders} - {""} for role in ("office", "supervision"))
    need(not office & group, "root: one person holds both keys")
    return roles


def root_open(data):
    payload, signatures = block_open(data, 16 * 1024)
    office, name, n, listed, mailbox, cost = fields(payload, str, str, "number", list, 32, list)
    need(office_valid(office) and 1 <= len(name.encode()) <= 120 and n >= 1, "root: names or number")
    need(len(cost) == 2 and all(type(value) is int for value in cost) and 1 <= cost[0] <= 10
         and 8 <= cost[1] <= 1048576, "root: cost")
    root = Root(office, name, n, roles_open(listed), mailbox, cost, data, payload, signatures)
    need(root_signed_by(root, root.roles["root"]), "root %d: not signed by its own keepers" % n)
    return root


def root_signed_by(root, role):
    return count_signers(b"np-root-v1", root.payload, root.signatures, role.keys) >= role.threshold


def root_follows(before, after):
    need(after.office == before.office and after.n == before.n + 1, "root: not the next one")
    need(root_signed_by(after, before.roles["root"]), "root %d: not signed by the keepers before" % after.n)


def fingerprint(root):
    return base64.b32encode(hash_of(root.raw)).decode().lower()[:16]


# ---- section 5: entries ----

Entry = collections.namedtuple("Entry", "kind key version size hash opens until signatures")


def item_covered(office, entry, signed_at):
    return encode([office, entry.kind, entry.key, entry.version, entry.hash, entry.opens, entry.until, signed_at])


def entry_sign(office, entry, *signers):
    """signers: (Key, moment) pairs."""
    made = [[key.id, at, key.sign(b"np-item-v1", item_covered(office, entry, at))] for key, at in signers]
    return entry._replace(signatures=made)


def entry_open(item):
    need(isinstance(item, list) and len(item) == 8 and len(encode(item)) <= 1024, "entry: another form")
    for value, kind in zip(item, ("number", str, "number", "number", 32, "number", "number", list)):
        check(value, kind, "entry")
    entry = Entry(*item)
    need(1 <= entry.kind <= 63 and key_valid(entry.key) and entry.version >= 1
         and 1 <= entry.size <= 524288 and entry.hash != NONE and len(entry.signatures) <= 4, "entry: out of range")
    for part in entry.signatures:
        need(isinstance(part, list) and len(part) == 3, "entry: no signature")
        for value, kind in zip(part, (8, "number", 64)):
            check(value, kind, "signature")
    need(len({part[0] for part in entry.signatures}) == len(entry.signatures), "entry: one key twice")
    return entry


def entry_check(root, entry):
    """Signed as its kind asks, under a key where the kind may stand."""
    first = entry.key.split("/")[0]
    need(entry.kind not in NEVER, "%s: nothing that an office publishes" % entry.key)
    if entry.kind not in KIND_NAMES:
        need(first not in KIND_NAMES.values(), "%s: an unknown kind under a known name" % entry.key)
    elif KIND_NAMES[entry.kind] != "withdraw":
        need(first == KIND_NAMES[entry.kind], "%s: no place for a %s" % (entry.key, KIND_NAMES[entry.kind]))
    for role in ("office", "supervision") if entry.kind in BOTH else ("office",):
        keys = root.roles[role].keys
        count = sum(any(identity == key_id(key) and
                        signed_by(key, b"np-item-v1", item_covered(root.office, entry, at), signature)
                        for identity, at, signature in entry.signatures) for key in keys)
        need(count >= root.roles[role].threshold, "%s: %s has not signed" % (entry.key, role))


def object_check(entry, data):
    need(len(data) == entry.size, "%s: another size" % entry.key)
    need(hash_of(data) == entry.hash, "%s: other bytes" % entry.key)
    record = decode(data)
    need(isinstance(record, dict) and record.get(0) == entry.kind, "%s: another kind" % entry.key)
    return record


# ---- sections 6 to 8: log, snapshot, head ----

Log = collections.namedtuple("Log", "office seq previous entries objects")
Head = collections.namedtuple("Head", "office root seq issued tip snapshot agent endorsements")


def log_encode(office, seq, previous, entries, objects=()):
    return encode({1: office, 2: seq, 3: previous, 4: [list(entry) for entry in entries], 5: list(objects)})


def log_open(plain):
    office, seq, previous, entries, objects = fields(plain, str, "number", 32, list, list)
    need(seq >= 1 and (seq == 1) == (previous == NONE) and 1 <= len(entries) <= 4096, "log: out of range")
    entries = [entry_open(entry) for entry in entries]
    need(len({entry.key for entry in entries}) == len(entries), "log %d: a key twice" % seq)
    need(all(isinstance(data, bytes) and data for data in objects) and sum(map(len, objects)) <= 65536,
         "log %d: inline objects" % seq)
    inline = {hash_of(data): data for data in objects}
    need(set(inline) <= {entry.hash for entry in entries}, "log %d: an object that no entry names" % seq)
    return Log(office, seq, previous, entries, inline)


def snapshot_name(office, seq, tip, items):
    """Of the head and the whole entries, which name the objects."""
    return hash_of(encode({1: office, 2: seq, 3: tip, 4: len(items)}) +
                   b"".join(encode(list(entry)) for entry, _ in items))


GROUP = 512  # of a snapshot's items, section 7


def snapshot_encode(office, seq, tip, items):
    plain = encode({1: office, 2: seq, 3: tip, 4: len(items)})
    for at in range(0, len(items), GROUP):
        group = items[at:at + GROUP]
        plain += b"".join(encode([entry.kind, entry.key, entry.version, entry.opens, entry.until, entry.signatures])
                          for entry, _ in group)
        plain += b"".join(encode(data) for _, data in group)
    return plain


def snapshot_open(plain):
    reader = Reader(plain)
    reader.item()
    need(reader.at <= 256, "snapshot: head")
    office, seq, tip, count = fields(plain[:reader.at], str, "number", 32, "number")
    items = []
    for at in range(0, count, GROUP):
        group = [reader.item() for _ in range(min(GROUP, count - at))]
        for beside in group:
            data = reader.item()
            check(data, bytes, "snapshot: object")
            need(isinstance(beside, list) and len(beside) == 6, "snapshot: entry")
            items.append((entry_open([*beside[:3], len(data), hash_of(data), *beside[3:]]), data))
    need(reader.at == len(plain), "snapshot: more than it declares")
    need(len({entry.key for entry, _ in items}) == count, "snapshot: a key twice")
    return office, seq, tip, items


def endorsed_bytes(office, root, snapshot):
    return encode([office, root, *snapshot])


def head_make(key, office, root, seq, issued, tip, snapshot=(), agent=1, endorser=None):
    item = {1: office, 2: root, 3: seq, 4: issued, 5: tip, 6: list(snapshot), 7: agent}
    if endorser and snapshot:
        item[8] = [[endorser.id, endorser.sign(b"np-snap-v1", endorsed_bytes(office, root, snapshot))]]
    return block_make(b"np-head-v1", encode(item), key)


def endorsements_open(listed):
    need(isinstance(listed, list) and 1 <= len(listed) <= 8, "head: no endorsement")
    for pair in listed:
        need(isinstance(pair, list) and len(pair) == 2, "head: no endorsement")
        check(pair[0], 8, "endorsement: key id")
        check(pair[1], 64, "endorsement")
    return listed


def head_is_endorsed(head, root):
    """Section 8: the office's word that it has verified all that is in the snapshot."""
    role = root.roles["office"]
    return bool(head.endorsements) and count_signers(
        b"np-snap-v1", endorsed_bytes(head.office, head.root, head.snapshot), head.endorsements,
        role.keys) >= role.threshold


def head_peek(data):
    payload, signatures = block_open(data, 4096)
    named = fields(payload, str, "number", "number", "number", 32, list, "number")
    listed = decode(payload).get(8)  # there only if the office has endorsed the snapshot
    head = Head(*named, endorsements_open(listed) if listed is not None else [])
    need(head.snapshot or not head.endorsements, "head: endorses no snapshot")
    need((head.seq == 0) == (head.tip == NONE), "head: a seq without a tip, or the reverse")
    if head.snapshot:
        need(len(head.snapshot) == 3, "head: no snapshot")
        for value, kind in zip(head.snapshot, (32, "number", "number")):
            check(value, kind, "head: snapshot")
        need(1 <= head.snapshot[2] <= head.seq and 1 <= head.snapshot[1] <= 2**30, "head: snapshot out of range")
    return head, payload, signatures


def head_open(data, root):
    head, payload, signatures = head_peek(data)
    need(head.office == root.office, "head: of another office")
    need(head.root == root.n, "head: made under root %d" % head.root)
    role = root.roles["head"]
    need(count_signers(b"np-head-v1", payload, signatures, role.keys) >= role.threshold, "head: not signed")
    return head


# ---- sections 11 to 14: up ----

def receipt_key(digits, root):
    """-> key, loc (section 13)"""
    salt = hash_of(b"np-receipt-v1\0" + root.office.encode())[:16]
    ops, kib = root.cost
    key = nacl.pwhash.argon2id.kdf(32, digits.encode(), salt, opslimit=ops, memlimit=kib * 1024)
    return key, hash_of(key + b"loc")[:16]


def check_digit(digits):
    """ISO 7064 MOD 11,10 over 11 digits."""
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def envelope_make(kiosk, root, seq, identity, kind, loc, record):
    content = nacl.utils.random(32)
    payload = encode({1: root.office, 2: kiosk_id(kiosk.public), 3: seq, 4: identity, 5: code_of(kind), 6: loc,
                      7: box_seal(content, root.mailbox), 8: shared_seal(record, content)})
    return block_make(b"np-up-v1", payload, kiosk)


def boxes_open(key_box, box, mailbox):
    """mailbox: (public, secret)"""
    try:
        content = sodium.crypto_box_seal_open(key_box, *mailbox)
    except nacl.exceptions.CryptoError as why:
        raise Refused("box: another mailbox") from why
    return decode(shared_open(box, content))


def sender_check(context, payload, signatures, public, kiosk):
    need(kiosk == kiosk_id(public), "of another kiosk")
    need(len(signatures) == 1 and count_signers(context, payload, signatures, [public]) == 1, "not signed by the kiosk")


def envelope_open(data, office, public, mailbox):
    """-> seq, id, kind name, loc, record"""
    payload, signatures = block_open(data, 65536)
    where, kiosk, seq, identity, kind, loc, key_box, box = fields(
        payload, str, str, "number", 10, "number", bytes, 80, bytes)
    sender_check(b"np-up-v1", payload, signatures, public, kiosk)
    need(where == office and seq >= 1 and kind in NEVER, "envelope: out of range")
    need(len(loc) == (16 if NEVER[kind] in WITH_LOC else 0), "envelope: loc")
    record = boxes_open(key_box, box, mailbox)
    need(record.get(0) == kind, "envelope: another kind inside")
    return seq, identity, NEVER[kind], loc, record


def beat_make(kiosk, root, number, nonce, confirmed, place, health):
    content = nacl.utils.random(32)
    payload = encode({1: root.office, 2: kiosk_id(kiosk.public), 3: number, 4: nonce, 5: list(confirmed),
                      6: list(place), 7: box_seal(content, root.mailbox), 8: shared_seal(health, content)})
    return block_make(b"np-beat-v1", payload, kiosk)


def beat_open(data, office, public, mailbox):
    """-> number, nonce, [epoch, counter], place, health"""
    payload, signatures = block_open(data, 4096)
    where, kiosk, number, nonce, confirmed, place, key_box, box = fields(
        payload, str, str, "number", 16, list, list, 80, bytes)
    sender_check(b"np-beat-v1", payload, signatures, public, kiosk)
    need(where == office and number >= 1 and len(confirmed) == 2, "heartbeat: out of range")
    return number, nonce, confirmed, place_check(place, "heartbeat"), boxes_open(key_box, box, mailbox)


def ack_make(key, office, kiosk, epoch, counter, items, nonce, issued, admitted, place):
    payload = encode({1: office, 2: kiosk, 3: epoch, 4: counter, 5: [list(item) for item in items], 6: nonce,
                      7: issued, 8: admitted, 9: list(place)})
    return block_make(b"np-ack-v1", payload, key)


Ack = collections.namedtuple("Ack", "office kiosk epoch counter items nonce issued admitted place")


def ack_open(data, root, kiosk):
    payload, signatures = block_open(data, 65536)
    need(count_signers(b"np-ack-v1", payload, signatures, root.roles["office"].keys) >= 1, "ack: not signed")
    ack = Ack(*fields(payload, str, str, "number", "number", list, bytes, "number", bool, list))
    need(ack.office == root.office and ack.kiosk == kiosk, "ack: not for us")
    need(len(ack.items) <= 1000 and len(ack.nonce) in (0, 16), "ack: out of range")
    for item in ack.items:
        need(isinstance(item, list) and len(item) == 2, "ack: no item")
        check(item[0], 10, "ack: id")
        check(item[1], 32, "ack: hash")
    place_check(ack.place, "ack")
    return ack


def echo_make(key, office, kiosk, nonce, place, issued):
    payload = encode({1: office, 2: kiosk, 3: nonce, 4: list(place), 5: issued})
    return block_make(b"np-echo-v1", payload, key)


def echo_open(data, root, kiosk):
    """-> nonce, place, issued"""
    payload, signatures = block_open(data, 1024)
    role = root.roles["head"]
    need(count_signers(b"np-echo-v1", payload, signatures, role.keys) >= role.threshold, "echo: not signed")
    office, whose, nonce, place, issued = fields(payload, str, str, 16, list, "number")
    need(office == root.office and whose == kiosk, "echo: not for us")
    return nonce, place_check(place, "echo"), issued


def offer_make(kiosk, office, name):
    return block_make(b"np-enrol-v1", encode({1: office, 2: kiosk.public, 3: name}), kiosk)


def offer_open(data):
    payload, signatures = block_open(data, 1024)
    office, public, name = fields(payload, str, 32, str)
    need(count_signers(b"np-enrol-v1", payload, signatures, [public]) == 1, "offer: not signed by its key")
    return office, public, name


def site_open(data):
    need(len(data) <= 65536, "site: too large")
    return {office: name for office, name in fields(data, list)[0]}
