"""The main README keeps its promises: links lead somewhere, samples are pieces of the sample files, every
sample of an import format is shown, pictures are small, and both commands are there."""
import pathlib
import re
import sys

top = pathlib.Path(sys.argv[1])
PICTURE_BYTES_MAX = 200 * 1024
text = (top / "README.md").read_text("utf-8")
bad = []
for label, link in re.findall(r"\[([^\]]*)\]\(([^)#]+)\)", re.sub(r"`[^`\n]*`", "", text)):  # code shows no links
    if "://" in link:
        continue
    path = top / link
    if not path.exists():
        bad.append(f"README.md: the link {link} leads nowhere")
    elif path.suffix == ".png" and path.stat().st_size > PICTURE_BYTES_MAX:
        bad.append(f"README.md: {link} has {path.stat().st_size} bytes, more than {PICTURE_BYTES_MAX}")

# Indented text that opens like a sample is, line for line, a piece of a file in tests/sample.
section = text.split("## What can be imported", 1)[1].split("\n## ", 1)[0]
blocks, current = [], []
for line in section.splitlines() + ["end"]:
    if line.startswith("    "):
        current.append(line[4:])
    elif not line and current:
        current.append("")
    elif current:
        blocks.append("\n".join(current).strip("\n"))
        current = []
folder = top / "tests/sample"
samples = {path.relative_to(folder).as_posix(): path.read_text("utf-8-sig") for path in folder.rglob("*.*")
           if path.suffix in (".md", ".csv", ".txt") and path.name != "README.md"}
pieces = 0
for block in blocks:
    # Two samples may follow each other with an empty line between.
    rest = block
    while rest:
        best = max((rest[:n] for content in samples.values() for n in [len(rest)] if rest in content), default="",
                   key=len)
        if not best:
            parts = rest.split("\n\n")
            for n in range(len(parts) - 1, 0, -1):
                head = "\n\n".join(parts[:n])
                if any(content.startswith(head) for content in samples.values()):
                    best = head
                    break
        if not best:
            bad.append("README.md: a sample is in no file of tests/sample: " + rest.splitlines()[0])
            break
        pieces += 1
        rest = rest[len(best):].lstrip("\n")
for name in sorted(set(re.findall(r"\(tests/sample/([^)\s]+)\)", section))):
    if name.endswith((".md", ".csv", ".txt")) and name != "README.md" and name not in samples:
        bad.append(f"README.md: no sample {name}")
for head in {content.splitlines()[0] for name, content in samples.items() if name.endswith(".csv")}:
    if head not in section:
        bad.append(f"README.md: shows no table with the header {head}")
for kind in sorted({m for name, content in samples.items() if name.endswith(".md")
                    for m in re.findall(r"^kind: (\S+)", content, re.M)}):
    if f"kind: {kind}" not in section:
        bad.append(f"README.md: shows no sample of the kind {kind}")
for command in ("toolchain/run", "toolchain/test"):
    if f"    {command}" not in text:
        bad.append(f"README.md: does not tell {command}")
print("\n".join(bad) or f"{pieces} samples")
sys.exit(1 if bad else 0)
