"""What the linker cannot see of the layers: foreign headers have one home, includes carry no path,
no two headers share a name, none is named like one of the system's, and the kiosk never sees libcurl."""
import pathlib
import re
import subprocess
import sys

top = pathlib.Path(sys.argv[1])
HOME = {  # foreign header -> the only place that may include it
    "sodium.h": "sync/seal/",
    "lmdb.h": "sync/store/",
    "curl/curl.h": "sync/http/",
    "microhttpd.h": "sync/office/server",
    "md4c.h": "sync/record/markdown.c",
    "zstd.h": "sync/wire/pack.c",
    "SDL.h": ("kiosk/ui/", "kiosk/voice/sound.c"),  # pixels; in the voice's own process sound
    "espeak-ng/speak_lib.h": "kiosk/voice/espeak.c",
    "cups/cups.h": "kiosk/print/printer.c",
    "cups/raster.h": "kiosk/print/printer.c",
    "opusfile.h": "kiosk/voice/recording.c",
    "ft2build.h": "kiosk/ui/",
    "linebreak.h": "kiosk/ui/",
    "png.h": ("kiosk/ui/", "sync/shrink/shrink.c"),
    "turbojpeg.h": "sync/shrink/shrink.c",
    "SDL_image.h": "kiosk/ui/image.c",
    "qrencode.h": "kiosk/ui/qr.c",
}
PREFIX_HOME = {"SDL": "kiosk/ui/", "freetype/": "kiosk/ui/"}
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')



def system_headers():
    """What the C library and the kernel bring, by a name without a folder: <sys/file.h> is never meant
    by "file.h". Other libraries have homes of their own above."""
    query = ["dpkg-query", "-W", "-f", "${binary:Package}\n", "libc6-dev", "linux-libc-dev"]
    packages = subprocess.run(query, capture_output=True, text=True, check=False).stdout.split()
    if not packages:
        return set()
    listing = subprocess.run(["dpkg", "-L", *packages], capture_output=True, text=True, check=False).stdout
    folder = re.compile(r"/usr/include(/[a-z0-9_]+-linux-gnu[a-z0-9_]*)?/[^/]+[.]h")
    return {pathlib.Path(line).name for line in listing.splitlines() if folder.fullmatch(line)}


SYSTEM = system_headers()
bad, headers = [], {}
for folder in ("sync", "kiosk", "tests"):
    for path in sorted((top / folder).rglob("*.[ch]")):
        name = path.relative_to(top).as_posix()
        if name.endswith(".h"):
            headers.setdefault(path.name, []).append(name)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            quote, header = match.groups()
            if quote == '"' and "/" in header:
                bad.append(f"{name}:{number}: includes carry no path: {header}")
            home = HOME.get(header)
            for prefix, place in PREFIX_HOME.items():
                if home is None and header.startswith(prefix):
                    home = place
            if home and folder != "tests" and not name.startswith(home):
                bad.append(f"{name}:{number}: only {home} includes <{header}>")
for header, places in headers.items():
    if len(places) > 1:
        bad.append(f"{header}: two headers of this name: {', '.join(places)}")
    if header in SYSTEM:
        bad.append(f"{places[0]}: named like a header of the system")
print("\n".join(bad) or f"{len(headers)} headers")
sys.exit(1 if bad else 0)
