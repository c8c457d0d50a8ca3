"""The tree keeps its habits: fixed top level, no large or generated files, no paths of a machine."""
import pathlib
import re
import subprocess
import sys

top = pathlib.Path(sys.argv[1])
TOP_LEVEL = {"firmware", "kiosk", "sync", "fonts", "tests", "toolchain", "CMakeLists.txt", "README.md"}
FILE_BYTES_MAX = 200 * 1024
# Assembled so that this file does not match itself.
MACHINE_PATH = re.compile(r"(^|[^A-Za-z0-9_.}])/(wo" r"rk|fa" r"rm|ho" r"me|ro" r"ot)/[a-z]")
PACKAGE_HOST = re.compile(r"(deb|security|registry)\.[a-z]+\.or" "g")
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b")


def tracked():
    out = subprocess.run(["git", "-C", top, "ls-files", "-z", "--cached", "--others",
                          "--exclude-standard"], capture_output=True, check=False)
    if out.returncode != 0:
        print("not a git checkout: nothing to compare with")
        sys.exit(77)
    return [name for name in out.stdout.decode().split("\0") if name and (top / name).is_file()]


bad = []
names = tracked()
for name in names:
    first = name.split("/")[0]
    if first not in TOP_LEVEL and not first.startswith("."):
        bad.append(f"{name}: the top level is fixed by the owner")
    data = (top / name).read_bytes()
    if len(data) > FILE_BYTES_MAX:
        bad.append(f"{name}: {len(data)} bytes, more than {FILE_BYTES_MAX}")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        continue
    if "/corpus/" in name:
        continue
    for number, line in enumerate(text.splitlines(), 1):
        if MACHINE_PATH.search(line):
            bad.append(f"{name}:{number}: a path of a machine")
        if PACKAGE_HOST.search(line):
            bad.append(f"{name}:{number}: the name of a package host")
        if name.endswith((".c", ".h", ".py", ".sh", ".cmake")) and UNFINISHED.search(line):
            bad.append(f"{name}:{number}: unfinished")
for folder in ("firmware", "kiosk", "sync", "fonts", "tests", "toolchain"):
    if f"{folder}/README.md" not in names:
        bad.append(f"{folder}/: has no README.md")
print("\n".join(bad) or f"{len(names)} files")
sys.exit(1 if bad else 0)
