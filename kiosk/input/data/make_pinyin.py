#!/usr/bin/env python3
"""Makes the folder pinyin/: librime's schemes and one dictionary of simplified words, ready to be used.

Usage: make_pinyin.py RIME_FOLDER UNICODE_FOLDER OPENCC RIME_DEPLOYER OUT_FOLDER

RIME_FOLDER has luna_pinyin.dict.yaml (readings) and essay.txt (how often a word is met) of Debian's
packages; both are traditional and are converted here once, rather than each candidate at run time. Kept
are words of the General Standard Chinese Characters. local_words.txt is added, left_out.txt left out.
"""
import bz2
import collections
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
LOCAL_COUNT = 30000  # how often a local word counts as met; 居民 is met some 50 000 times

SPELLINGS = ["derive/^([jqxy])u$/$1v/", "derive/^([nl])ue$/$1ve/"]
FUZZY = ["derive/^([zcs])h/$1/", "derive/^([zcs])([^h])/$1h$2/", "derive/^n/l/", "derive/^l/n/",
         "derive/([ei])n$/$1ng/", "derive/([ei])ng$/$1n/", "derive/an$/ang/", "derive/ang$/an/"]
INITIALS = ["abbrev/^([a-z]).+$/$1/", "abbrev/^([zcs]h).+$/$1/"]
# Upper case stands for the digit form, so that letters and digits may be mixed.
DIGITS = ["derive/^(.*)$/\\U$1\\E/", "xlit/ABCDEFGHIJKLMNOPQRSTUVWXYZ/22233344455566677778889999/"]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SCHEMES = {"full": (SPELLINGS + INITIALS, LETTERS),
           "fuzzy": (SPELLINGS + FUZZY + INITIALS, LETTERS),
           "nine": (SPELLINGS + DIGITS, "23456789" + LETTERS)}
SCHEMA = """schema: {{schema_id: {name}, name: {name}, version: "1"}}
engine:
  processors: [speller, selector, express_editor]
  segmentors: [abc_segmentor]
  translators: [script_translator]
  filters: [uniquifier]
speller:
  alphabet: "{alphabet}"
  delimiter: "'"
  algebra:
{algebra}
translator: {{dictionary: kiosk_zh, prism: {name}, enable_user_dict: false, enable_completion: true, enable_sentence: true}}
menu: {{page_size: 9}}
"""
DICT = """---
name: kiosk_zh
version: "1"
sort: by_weight
use_preset_vocabulary: true
vocabulary: kiosk_zh_words
...

"""


def lines_of(path):
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines()
            if line.strip() and not line.startswith("#")]


def standard(folder):
    with bz2.open(pathlib.Path(folder) / "Unihan_OtherMappings.txt.bz2", "rt", encoding="utf-8") as lines:
        return {chr(int(line.split("\t")[0][2:], 16)) for line in lines if "\tkTGH\t" in line}


def simplified(opencc, path):
    text = path.read_text(encoding="utf-8")
    return subprocess.run([opencc, "-c", "t2s"], input=text, capture_output=True, encoding="utf-8",
                          check=True).stdout


def words(essay, known, left_out):
    counts = collections.Counter()
    for line in essay.splitlines():
        fields = line.split("\t")
        if len(fields) == 2 and all(c in known for c in fields[0]):
            counts[fields[0]] += int(fields[1])
    for word in lines_of(HERE / "local_words.txt"):
        counts[word] = max(counts[word], LOCAL_COUNT)
    for word in left_out:
        counts.pop(word, None)
    return counts


def readings(luna, known, left_out):
    shares = {}
    for line in luna.split("\n...\n", 1)[1].splitlines():
        fields = line.split("\t")
        if len(fields) < 2 or line.startswith("#") or fields[0] in left_out or \
                not all(c in known for c in fields[0]):
            continue
        share = float(fields[2].rstrip("%")) if len(fields) > 2 and fields[2].endswith("%") else 100.0
        key = (fields[0], fields[1])
        shares[key] = max(shares.get(key, 0.0), share)
    return shares


def write_sources(folder, counts, shares):
    with open(folder / "kiosk_zh_words.txt", "w", encoding="utf-8") as out:
        out.writelines(f"{word}\t{count}\n" for word, count in sorted(counts.items()))
    with open(folder / "kiosk_zh.dict.yaml", "w", encoding="utf-8") as out:
        out.write(DICT)
        for (word, reading), share in sorted(shares.items()):
            out.write(f"{word}\t{reading}\t{share:g}%\n" if share < 100 else f"{word}\t{reading}\n")
    for name, (rules, alphabet) in SCHEMES.items():
        algebra = "\n".join(f"    - '{rule}'" for rule in rules)
        (folder / f"{name}.schema.yaml").write_text(
            SCHEMA.format(name=name, alphabet=alphabet, algebra=algebra), encoding="utf-8")
    (folder / "default.yaml").write_text(
        'config_version: "1"\nschema_list:\n' + "".join(f"  - schema: {name}\n" for name in SCHEMES) +
        "menu: {page_size: 9}\n", encoding="utf-8")


def main(rime, unicode_folder, opencc, deployer, out):
    known, left_out = standard(unicode_folder), set(lines_of(HERE / "left_out.txt"))
    counts = words(simplified(opencc, pathlib.Path(rime) / "essay.txt"), known, left_out)
    shares = readings(simplified(opencc, pathlib.Path(rime) / "luna_pinyin.dict.yaml"), known, left_out)
    out = pathlib.Path(out)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        source, user = pathlib.Path(folder) / "source", pathlib.Path(folder) / "user"
        source.mkdir()
        user.mkdir()
        write_sources(source, counts, shares)
        done = subprocess.run([deployer, "--build", user, source, out], capture_output=True, text=True,
                              check=False)
    for name in SCHEMES:
        if not (out / f"{name}.prism.bin").exists():
            sys.exit(f"rime_deployer made no {name}.prism.bin:\n{done.stderr[-2000:]}")
    (out / "kiosk_zh.reverse.bin").unlink(missing_ok=True)  # only for looking readings up


if __name__ == "__main__":
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    main(*sys.argv[1:])
