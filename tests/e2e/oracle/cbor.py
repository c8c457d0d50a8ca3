"""Deterministic CBOR as PROTOCOL.md section 2 restricts it: one byte form per meaning, all else refused."""

DEPTH_MAX = 8


class Refused(Exception):
    """Something shown to us does not hold; the sentence says what."""


def need(holds, sentence):
    if not holds:
        raise Refused(sentence)


def head(major, value):
    if value < 24:
        return bytes([major << 5 | value])
    for extra, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if value < 1 << (8 * size):
            return bytes([major << 5 | extra]) + value.to_bytes(size, "big")
    raise ValueError(value)


def encode(item):
    if item is True or item is False:
        return b"\xf5" if item else b"\xf4"
    if isinstance(item, int):
        return head(0, item) if item >= 0 else head(1, -1 - item)
    if isinstance(item, bytes):
        return head(2, len(item)) + item
    if isinstance(item, str):
        text = item.encode()
        return head(3, len(text)) + text
    if isinstance(item, (list, tuple)):
        return head(4, len(item)) + b"".join(map(encode, item))
    if isinstance(item, dict):
        pairs = sorted((encode(key), encode(value)) for key, value in item.items())
        return head(5, len(pairs)) + b"".join(key + value for key, value in pairs)
    raise TypeError(type(item))


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, size):
        need(size <= len(self.data) - self.at, "CBOR: cut short")
        self.at += size
        return self.data[self.at - size:self.at]

    def argument(self, low):
        if low < 24:
            return low
        need(low <= 27, "CBOR: indefinite or reserved length")
        size = 1 << (low - 24)
        value = int.from_bytes(self.take(size), "big")
        need(value >= (24 if size == 1 else 1 << (4 * size)), "CBOR: not the shortest head")
        return value

    def pairs(self, count, depth):
        result, before = {}, None
        for _ in range(count):
            start = self.at
            key = self.item(depth)
            form = self.data[start:self.at]
            need(before is None or form > before, "CBOR: keys out of order or twice")
            before = form
            need(isinstance(key, (int, str, bytes)), "CBOR: a key that is no plain value")
            result[key] = self.item(depth)
        return result

    def item(self, depth=0):
        first = self.take(1)[0]
        major, low = first >> 5, first & 31
        if major == 7:
            need(low in (20, 21), "CBOR: neither true nor false")
            return low == 21
        need(major != 6, "CBOR: a tag")
        value = self.argument(low)
        if major == 0:
            return value
        if major == 1:
            return -1 - value
        if major == 2:
            return self.take(value)
        if major == 3:
            try:
                return self.take(value).decode("utf-8", "strict")
            except UnicodeDecodeError as why:
                raise Refused("CBOR: text that is not UTF-8") from why
        need(depth < DEPTH_MAX, "CBOR: too deep")
        need(value <= len(self.data) - self.at, "CBOR: cut short")
        if major == 4:
            return [self.item(depth + 1) for _ in range(value)]
        return self.pairs(value, depth + 1)


def decode(data):
    reader = Reader(data)
    item = reader.item()
    need(reader.at == len(data), "CBOR: something behind the item")
    return item
