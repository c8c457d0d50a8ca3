#!/usr/bin/env python3
"""One full round, kiosk to office and back, and in it every call that reads or writes is once the last one.

Usage: each_call.py [--sample N] [--seed S] [--keep] [PART...]

The round: a letter is written at the kiosk, a publication with an object of its own is made and published, the office
serves, the agent brings the publication, sends the letter, takes the acknowledgement and tells of itself. Each PART

  kiosk import sign publish serve agent

is run once for each n with the crash shim, which ends it before its n-th call (stop: every call, of files and sockets)
or ends it before its n-th durable call and takes back what was not flushed (cut: as a power cut would). Then the round
goes on with the same programs, left alone: the view is whole and the newest, the letter is at the office once, nothing
waits, nothing was refused or set aside. A sample takes N of the calls of each part, evenly, beginning anywhere, in one
of the two ways."""
import argparse
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import desk
from desk import Broken, need

STOPPED = 99
NEVER = 10**9
LINGER_MS = 0
SAMPLE = 1
MODES = (("stop", "all"), ("cut", "durable"))
PARTS = ("kiosk", "import", "sign", "publish", "serve", "agent")
LETTER = "letter 1 of kiosk 0"
SHORT_RUN_S = 560  # then something hangs


class Round(desk.Desk):
    """One round; the call stops[part] of a part is its last. What is stopped once is then left alone."""

    def __init__(self, here, mode=None, stops=()):
        super().__init__(here, 1)
        self.mode, self.stops = mode, dict(stops)
        self.stopped = False
        self.calls = {}  # by part, that ended by itself
        self.written[LETTER] = None
        self.site_words = str(self.site)

    def environment(self, part):
        env = dict(os.environ)
        if part in self.stops:
            env.update(LD_PRELOAD=os.environ["SHIM"], CRASH_MODE=self.mode[0], CRASH_CALLS=self.mode[1],
                       CRASH_AT=str(self.stops[part]), CRASH_TOLD=str(self.here / ("told-" + part)),
                       CRASH_FOLDER=self.kiosk(0) if part in ("kiosk", "agent") else self.site_words,
                       ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0:detect_leaks=0")
        return env

    def ended(self, part, code, said=""):
        """The part is over: stopped, or it ended by itself and told how many calls it made."""
        if self.stops.pop(part, None) is None:
            return
        self.stopped = self.stopped or code == STOPPED
        told = self.here / ("told-" + part)
        if code != STOPPED and told.exists():
            self.calls[part] = int(told.read_text())
        need(code in (0, STOPPED, -signal.SIGTERM) or (part == "agent" and code == 69),
             "%s ended with %d: %s" % (part, code, said))

    def run(self, part, command):
        with self.log(part) as log:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                                  env=self.environment(part), check=False)
        said = done.stdout.decode()
        faulty = part in self.stops
        self.ended(part, done.returncode, said)
        need(done.returncode == 0 or faulty, "%s ended with %d: %s" % (part, done.returncode, said))
        return done.returncode, said

    def until_done(self, part, command):
        code, said = self.run(part, command)
        return said if code == 0 else self.run(part, command)[1]

    # ---- the steps ----

    def write(self):
        code, said = self.run("kiosk", [desk.HAND, self.kiosk(0), "write", LETTER, str(LINGER_MS)])
        receipt = re.search(r"^receipt (\d{12})$", said, re.M)
        self.written[LETTER] = receipt and receipt[1]
        if code:  # the next start tells whether it is kept; then it is not written again
            other = "letter 2 of kiosk 0"
            self.written[other] = None
            _, said = self.run("kiosk", [desk.HAND, self.kiosk(0), "write", other, str(LINGER_MS)])
            self.written[other] = re.search(r"^receipt (\d{12})$", said, re.M)[1]
            if re.search(r"^kept$", said, re.M):
                need(self.written[LETTER] is None, "a receipt that was on the glass is told again")
                self.written[LETTER] = "kept"

    def publish(self):
        for name in ("a", "b"):
            (self.here / (name + ".md")).write_text("---\nkind: notice\ntitle: 通知%s\n---\n正文。\n" % name)
        lines = ["第%d条 楼道第%d级台阶上不放花盆、鞋架和自行车，第%d次提醒也要好好说话。" % (i, i, i) for i in range(1, 900)]
        (self.here / "long.txt").write_text("梧桐里楼道公约\n" + "\n".join(lines) + "\n")
        files = [str(self.here / name) for name in ("a.md", "b.md", "long.txt")]
        self.until_done("import", [desk.OFFICE, "import", self.site_words, *files])
        for who in ("office", "supervision"):
            self.until_done("sign", [desk.OFFICE, "sign", self.site_words, "--as", who, "--all"])
        self.until_done("publish", [desk.OFFICE, "publish", self.site_words])

    def start_office(self):
        env, log = self.environment("serve"), self.log("serve")
        with log:
            self.office_process = subprocess.Popen(
                [desk.OFFICE, "serve", self.site_words, "--listen", "127.0.0.1:%d" % self.port, "--admit-new"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=env)

    def listens(self):
        """False: it was stopped before it listens."""
        try:
            self.await_office()
        except Broken:
            if "serve" not in self.stops or self.office_process.poll() is None:
                raise
            return False
        return True

    def serve(self):
        """The round on the line, with what is stopped in it; afterwards the office that serves is left alone."""
        self.start_office()
        faulty = "serve" in self.stops
        if self.listens():
            if faulty and "agent" not in self.stops:
                self.agent(0, "once")  # it may fail: the office may be gone
            else:
                self.run("agent", self.agent_command(0, "once"))
            self.agent(0, "once")
        if faulty:
            if self.office_process.poll() is None:
                self.office_process.terminate()
            self.ended("serve", self.office_process.wait())
            self.start_office()
            self.await_office()

    def whole(self):
        self.write()
        self.publish()
        self.serve()
        self.arrive()
        self.stop_office()
        shown = sum(receipt is not None for receipt in self.written.values())
        need(shown <= len(self.letters) <= len(self.written), "%d letters" % len(self.letters))


class Rounds:
    def __init__(self, options, here):
        self.options, self.here = options, here
        self.prepared = here / "prepared"
        self.prepared.mkdir()
        self.stops = self.runs = 0

    def prepare(self):
        first = Round(self.prepared)
        first.prepare()
        need(first.agent(0, "once") == 0, "a first round fails")
        first.stop_office()

    def one(self, mode, stops):
        folder = self.here / "round"
        shutil.copytree(self.prepared, folder)
        case = Round(folder, mode, stops)
        try:
            case.whole()
        except Broken as why:
            if self.options.keep:
                shutil.copytree(folder, self.here / "broken")
            raise Broken("%s %s: %s" % (mode[0], stops, why)) from why
        finally:
            case.stop_office()
            shutil.rmtree(folder, ignore_errors=True)
        self.runs += 1
        self.stops += case.stopped
        return case

    def part(self, part, mode, calls):
        """Every call, or a sample."""
        need(calls, "%s: the shim does not count" % part)
        step = max(1, calls // self.options.sample) if self.options.sample else 1
        first = random.Random("%d/%s/%s" % (self.options.seed, part, mode[0])).randrange(step) + 1
        stops = self.stops
        for at in range(first, calls + 1, step):
            self.one(mode, {part: at})
        print("%s %s: %d calls, %s, %d of them stopped at: ok" % (
            part, mode[0], calls, "each" if step == 1 else "every %dth from %d" % (step, first), self.stops - stops),
            flush=True)

    def run(self):
        """How many calls there are is what a round tells in which nothing is stopped. A sample takes one mode a part."""
        self.prepare()
        for turn, mode in enumerate(MODES):
            calls = self.one(mode, {part: NEVER for part in PARTS}).calls
            for i, part in enumerate(self.options.parts):
                if not self.options.sample or (i + self.options.seed) % len(MODES) == turn:
                    self.part(part, mode, calls.get(part))


def main():
    parser = argparse.ArgumentParser(description="each_call")
    long_run = os.environ.get("NOTICEPOINT_LONG") == "1"
    parser.add_argument("parts", nargs="*", metavar="PART", default=PARTS if long_run else PARTS[4:])
    parser.add_argument("--sample", type=int, default=0 if long_run else SAMPLE, help="0: every call")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("NOTICEPOINT_SEED") or 1))
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    if options.sample:
        signal.alarm(SHORT_RUN_S)
    here = pathlib.Path(tempfile.mkdtemp(prefix="noticepoint-calls."))
    rounds = Rounds(options, here)
    began = time.monotonic()
    try:
        rounds.run()
        print("%s: %d rounds, %d stops, %d s, seed %d" % (
            time.strftime("%Y-%m-%d %H:%M"), rounds.runs, rounds.stops, time.monotonic() - began, options.seed))
        return 0
    except Broken as why:
        print("FAILED, seed %d: %s" % (options.seed, why), file=sys.stderr)
        return 1
    finally:
        if options.keep and (here / "broken").exists():
            print("kept: %s" % (here / "broken"), file=sys.stderr)
        else:
            shutil.rmtree(here, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
