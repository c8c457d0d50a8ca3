"""Every text a resident sees comes from kiosk/words/zh.def: no Chinese literal elsewhere in kiosk/."""
import pathlib
import re
import sys

top = pathlib.Path(sys.argv[1])
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)
HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
# ui knows punctuation as characters (line breaking), never as words.
ALLOWED = re.compile(r"^kiosk/(words/|ui/text)")

bad = []
for path in sorted((top / "kiosk").rglob("*.[ch]")):
    name = path.relative_to(top).as_posix()
    if ALLOWED.match(name):
        continue
    text = COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), path.read_text("utf-8"))
    for number, line in enumerate(text.splitlines(), 1):
        if HAN.search(line):
            bad.append(f"{name}:{number}: a text outside kiosk/words: {line.strip()[:60]}")
ids = re.findall(r"\bWORD\(\s*(TX_[A-Z0-9_]+)", (top / "kiosk/words/zh.def").read_text("utf-8"))
for word in sorted({i for i in ids if ids.count(i) > 1}):
    bad.append(f"kiosk/words/zh.def: {word} stands twice")
print("\n".join(bad) or f"{len(ids)} words")
sys.exit(1 if bad else 0)
