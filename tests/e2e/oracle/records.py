"""A few records, by their field numbers in sync/record/kinds.def. What is empty is not written."""
import datetime

from cbor import decode, encode
from wire import code_of

PERIODS = ["term", "none", "month", "quarter", "month", "year", "month", "month", "year", "year"]


def record(kind, numbered):
    return encode({0: code_of(kind), **{number: value for number, value in numbered.items() if value}})


def notice(title, text):
    return record("notice", {1: title, 2: text})


def disclosure(item, period, title, text, corrects=b"", correction=""):
    return record("disclosure", {1: item, 2: 1, 3: period, 4: title, 6: text, 10: "何晓梅", 11: "陈立", 12: corrects,
                                 13: "2026-11-11" if corrects else "", 14: correction})


def announce(key, item, period, title):
    return record("announce", {1: key, 2: item, 3: 1, 4: period, 5: title})


def withdraw(of_kind, key, title, reason, item, period):
    return record("withdraw", {1: code_of(of_kind), 2: key, 3: title, 4: reason, 5: "2026-11-12", 6: item, 7: period})


def policy(office, name):
    return record("policy", {1: office, 2: name, 3: "seed", 4: "2026-01-05", 5: 3, 6: "2026-02", 7: 480, 8: 10,
                             9: [{1: item, 2: period} for item, period in enumerate(PERIODS, 1)],
                             10: "街道民政科", 11: "555-0100", 12: 5, 13: 90, 14: 30})


def kiosk(identity, public, name, at, revoked=False):
    return record("kiosk", {1: identity, 2: public, 3: name, 4: revoked, 5: at})


def letter(digits, text, at):
    return record("letter", {1: digits, 2: "意见", 3: text, 6: at})


def answer_text(text, by, at):
    return record("answer_text", {1: text, 2: by, 3: at})


def reply(loc, box):
    return record("reply", {1: loc, 2: box})


def receipt(loc, state, at):
    return record("receipt", {1: loc, 2: state, 3: at})


def health(version):
    return record("health", {6: 4711, 8: version})


def moment(text):
    """2026-11-10T08:00, in the community's civil time."""
    zone = datetime.timezone(datetime.timedelta(minutes=480))
    return int(datetime.datetime.fromisoformat(text).replace(tzinfo=zone).timestamp())


__all__ = [name for name in dir() if not name.startswith("_")] + ["decode"]
