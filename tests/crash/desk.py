"""An office with its kiosks, for what kills and stops them: the programs, and what must hold afterwards."""
import collections
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import threading
import time

top = pathlib.Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True
sys.path.insert(0, str(top / "tests/e2e/oracle"))
try:
    import wire
except ImportError as why:
    print("SKIPPED: %s (python3-nacl, python3-zstandard)" % why)
    sys.exit(77)

CALM_ROUNDS = 40
OFFICE_ID = "wutongli"


class Broken(Exception):
    """What must not happen has happened."""


def need(holds, sentence):
    if not holds:
        raise Broken(sentence)


def program(name, variable):
    """The release build's where toolchain/test made one, else that of the environment."""
    release = pathlib.Path(os.environ.get("NOTICEPOINT_RELEASE") or "/nowhere") / "bin" / name
    return str(release) if release.exists() else os.environ[variable]


OFFICE, SYNC = program("noticepoint-office", "OFFICE"), program("noticepoint-sync", "SYNC")
HAND = os.environ["HAND"]  # crash_kiosk


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


# ---- what was published ----

class Published:
    """The logs of the office's tree, and what a view at each place of them holds."""

    def __init__(self, site):
        self.folder = site / "tree/v1" / OFFICE_ID / "log"
        self.lock = threading.Lock()
        self.logs = []  # (tip, [(key, version, hash)]), the first is log 1

    def read_up_to(self, seq):
        while len(self.logs) < seq:
            frame = (self.folder / ("%016x" % (len(self.logs) + 1))).read_bytes()
            plain = wire.frame_open(frame, 4 * 2**20)
            log = wire.log_open(plain)
            entries = [(entry.key, entry.version, entry.hash.hex()) for entry in log.entries]
            self.logs.append((wire.hash_of(plain).hex(), entries))

    def newest(self):
        return max(int(name.name, 16) for name in self.folder.iterdir() if re.fullmatch("[0-9a-f]{16}", name.name))

    def view(self, seq):
        with self.lock:
            self.read_up_to(seq)
            live = {}
            for _, entries in self.logs[:seq]:
                for key, version, digest in entries:
                    live[key] = (version, digest)
            return self.logs[seq - 1][0], live


# ---- an office and its kiosks ----

class Desk:
    def __init__(self, here, kiosks):
        self.here, self.kiosks, self.site = here, kiosks, here / "site"
        self.port = self.agent_port = free_port()  # the office's; where the agents look for it
        self.lock = threading.Lock()
        self.published = Published(self.site)
        self.written = {}  # text of a letter -> its receipt, None: killed before it was on the glass
        self.letters = {}  # id at the office -> text
        self.looks = 0
        self.seen = [0] * kiosks
        self.office_process = None

    def kiosk(self, n):
        return str(self.here / ("kiosk-%d" % n))

    def log(self, name):
        return open(self.here / (name + ".log"), "ab")

    def office(self, *words):
        """A command of the office that is left alone; its output."""
        with self.log("office") as log:
            done = subprocess.run([OFFICE, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=log, check=False)
        need(done.returncode == 0, "noticepoint-office %s ended with %d" % (" ".join(words), done.returncode))
        return done.stdout.decode()

    def agent_command(self, n, *words):
        return [SYNC, "--data", self.kiosk(n), "--origin", "http://127.0.0.1:%d" % self.agent_port, *words]

    def agent(self, n, *words):
        with self.log("agent-%d" % n) as log:
            return subprocess.run(self.agent_command(n, *words), stdout=subprocess.DEVNULL, stderr=log,
                                  check=False).returncode

    def status(self, n):
        done = subprocess.run([SYNC, "--data", self.kiosk(n), "status", "--json"], stdout=subprocess.PIPE,
                              check=True)
        return json.loads(done.stdout)

    # ---- the office that serves ----

    def start_office(self):
        with self.log("serve") as log:
            self.office_process = subprocess.Popen(
                [OFFICE, "serve", str(self.site), "--listen", "127.0.0.1:%d" % self.port, "--admit-new"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def stop_office(self):
        if self.office_process and self.office_process.returncode is None:
            self.office_process.kill()
            self.office_process.wait()

    def await_office(self):
        for _ in range(3000):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
                return
            except OSError:
                need(self.office_process.poll() is None, "noticepoint-office serve does not start")
                time.sleep(0.02)
        need(False, "noticepoint-office serve does not listen")

    # ---- what must hold ----

    def look(self, n):
        """The view is what the logs up to its place say: no more, no less, and never earlier than before."""
        done = subprocess.run([HAND, self.kiosk(n), "look"], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False)
        need(done.returncode == 0, "the view of kiosk %d cannot be read: %s" % (n, done.stderr.decode()))
        first, *rest = done.stdout.decode().splitlines()
        _, seq, tip = first.split()
        seq = int(seq)
        need(seq >= self.seen[n], "kiosk %d went back from %d to %d" % (n, self.seen[n], seq))
        self.seen[n] = seq
        with self.lock:
            self.looks += 1
        if seq == 0:
            need(not rest, "a view before the first publication")
            return
        want_tip, want = self.published.view(seq)
        need(tip == want_tip, "kiosk %d is at %d with another tip" % (n, seq))
        have = {key: (int(version), digest) for key, version, digest in map(str.split, rest)}
        need(have == want, "kiosk %d shows half of an update at %d: %s" % (
            n, seq, sorted(set(have.items()) ^ set(want.items()))[:6]))

    def count_letters(self):
        items = json.loads(self.office("inbox", str(self.site), "--json"))["items"]
        for item in items:
            if item["id"] not in self.letters:
                said = self.office("letter", str(self.site), item["id"])
                self.letters[item["id"]] = re.search(r"letter \d+ of kiosk \d+", said)[0]
        need(len(items) == len(self.letters), "the office had %d letters, now %d" % (len(self.letters), len(items)))
        times = collections.Counter(self.letters.values())
        twice = [text for text, count in times.items() if count > 1]
        need(not twice, "twice at the office: %s" % twice[:5])
        lost = [text for text, receipt in self.written.items() if receipt and text not in times]
        need(not lost, "lost, though the receipt was on the glass: %s" % lost[:5])
        foreign = [text for text in times if text not in self.written]
        need(not foreign, "nobody wrote: %s" % foreign[:5])

    def arrive(self):
        """The line is whole and the office stays: everything arrives, once."""
        for n in range(self.kiosks):
            for _ in range(CALM_ROUNDS):
                code = self.agent(n, "once")
                status = self.status(n)
                if code == 0 and status["waiting"] == 0 and status["admitted"]:
                    break
            need(status["waiting"] == 0 and status["admitted"], "kiosk %d: %s" % (n, status))
        self.count_letters()
        for n in range(self.kiosks):
            for _ in range(CALM_ROUNDS):  # reading letters publishes their receipts, a moment later
                need(self.agent(n, "once") == 0, "a round of kiosk %d fails on a whole line" % n)
                self.look(n)
                if self.seen[n] == self.published.newest():
                    break
            need(self.seen[n] == self.published.newest(), "kiosk %d is at %d, the office at %d" % (
                n, self.seen[n], self.published.newest()))
            status = self.status(n)
            need(status["conflicts"] == 0 and status["refused"] == 0, "kiosk %d: %s" % (n, status))
            here = sum(text.endswith(" of kiosk %d" % n) for text in self.letters.values())
            need(status["done"] == here, "kiosk %d has sent %d letters, the office has %d" % (n, status["done"], here))

    def prepare(self):
        """Enrolled and admitted, the office serving."""
        self.office("init", str(self.site), "--demo", "--id", OFFICE_ID, "--name", "梧桐里社区居委会", "--term-start",
                    "2026-01-05", "--supervision-office", "街道民政科", "--supervision-phone", "555-0100",
                    "--argon2-kib", "8", "--now", "2026-01-05")
        self.office("publish", str(self.site))
        self.start_office()
        self.await_office()
        for n in range(self.kiosks):
            need(self.agent(n, "enrol") == 0, "kiosk %d cannot enrol" % n)
        for n in range(self.kiosks):
            for _ in range(CALM_ROUNDS):
                self.agent(n, "once")
                if self.status(n)["admitted"]:
                    break
                time.sleep(0.1)
            need(self.status(n)["admitted"], "kiosk %d is not admitted" % n)
