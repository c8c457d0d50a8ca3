#!/usr/bin/env python3
"""Kiosk, agent, office and publisher are killed at random moments, with a line between them that cuts, stalls and
truncates: no letter is lost, none is there twice, and no kiosk ever shows half of an update.

Usage: kills.py [--kills N] [--seed S] [--seconds T] [--keep]

  kiosk      a whole kiosk on a screen in memory (crash_kiosk), which writes a letter by finger; a letter counts from
             the moment its receipt is on the glass
  agent      noticepoint-sync once
  office     noticepoint-office serve
  publisher  noticepoint-office import, sign, publish: three notices that belong together

Every choice comes from the seed; what the kernel makes of them in time does not, so a seed repeats the choices and not
the run. After every killed agent the kiosk's view is compared, entry by entry and object by object, with what the
published logs up to its place say, read by the second implementation (tests/e2e/oracle). Between sections everything
rests, and every letter is counted at the office."""
import argparse
import collections
import math
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

import desk
from desk import Broken, need

KIOSKS = 3  # the office takes 2000 envelopes a day from each
SECTION_KILLS = 400
SHARES = {"kiosk": 0.35, "agent": 0.45, "office": 0.15, "publisher": 0.15}  # of the kills, at most
MOSTLY = 0.85  # how often a program that may be killed is
LINGER_MS = 40
SHORT_RUN_S = 500  # then something hangs


# ---- the line ----

class Line:
    """A proxy that is a bad line while `bad`."""

    def __init__(self, seed, port):
        self.seed, self.to, self.bad = seed, port, False
        self.count = collections.Counter()
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            with self.lock:
                self.count["connections"] += 1
                dice = random.Random("%s/line/%d" % (self.seed, self.count["connections"]))
            threading.Thread(target=self.carry, args=(client, dice), daemon=True).start()

    def carry(self, client, dice):
        fate = dice.choices(("whole", "cut up", "cut down", "slow", "refused", "held"), (30, 20, 25, 10, 5, 10))[0]
        fate = fate if self.bad else "whole"
        bytes_left = int(math.exp(dice.uniform(0, math.log(30000))))
        reset = dice.random() < 0.5
        with self.lock:
            self.count[fate] += 1
        try:
            if fate in ("refused", "held"):
                time.sleep(dice.uniform(0, 0.3) if fate == "held" else 0)
                return
            with socket.create_connection(("127.0.0.1", self.to), timeout=30) as office:
                office.settimeout(None)
                up = threading.Thread(target=self.pump, daemon=True, args=(
                    client, office, bytes_left if fate == "cut up" else None, fate == "slow", dice, reset))
                up.start()
                self.pump(office, client, bytes_left if fate == "cut down" else None, False, dice, reset)
                up.join(60)
        except OSError:
            pass  # the office is not there
        finally:
            client.close()

    @staticmethod
    def pump(source, target, left, slow, dice, reset):
        """Until the source ends, or `left` bytes went over: then both directions end, politely or not."""
        try:
            while data := source.recv(dice.randint(1, 300) if slow else 65536):
                data = data if left is None else data[:left]
                target.sendall(data)
                if slow:
                    time.sleep(dice.uniform(0, 0.004))
                if left is not None:
                    left -= len(data)
                    if left <= 0:
                        break
            if left is not None and left <= 0:
                for end in (source, target):
                    if reset:
                        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                        end.close()
                    else:
                        end.shutdown(socket.SHUT_RDWR)
            else:
                target.shutdown(socket.SHUT_WR)
        except OSError:
            pass


# ---- programs ----

class Storm(desk.Desk):
    def __init__(self, options, here):
        super().__init__(here, KIOSKS)
        self.options = options
        self.kills = collections.Counter()
        self.exits = collections.Counter()
        self.typical = collections.defaultdict(lambda: collections.deque(maxlen=25))
        self.failure = None
        self.goal = 0
        self.numbers = [0] * KIOSKS
        self.told_kept = 0
        self.publication = 0
        self.steps = []  # what is left of the publication at hand
        self.line = Line(options.seed, self.port)
        self.agent_port = self.line.port

    def killed(self, what, command, dice, share, may_fail=()):
        """Runs a command and kills it at a random moment of what it usually takes. Its output, or None when it was
        killed; then what it said until then is in the second place."""
        usual = sorted(self.typical[what])
        usual = usual[len(usual) // 2] if usual else 0.3
        after = dice.uniform(0, 1.25 * usual) if dice.random() < share else None
        began = time.monotonic()
        with self.log(what) as log:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log)
            try:
                said = process.communicate(timeout=after)[0]
            except subprocess.TimeoutExpired:
                process.kill()
                said = process.communicate()[0]
        said = said.decode()
        if process.returncode == -signal.SIGKILL:
            self.note_kill(what)
            return None, said
        with self.lock:
            self.exits["%s %d" % (what, process.returncode)] += 1
            if process.returncode == 0:
                self.typical[what].append(time.monotonic() - began)
        need(process.returncode == 0 or process.returncode in may_fail,
             "%s ended with %d: %s" % (what, process.returncode, said))
        return said, said

    def note_kill(self, what):
        with self.lock:
            self.kills[what] += 1

    def total(self):
        return sum(self.kills.values())

    def over(self):
        return self.failure is not None or self.total() >= self.goal or time.monotonic() > self.options.until

    # ---- actors ----

    def actor_kiosk(self, n, dice, share=MOSTLY):
        self.numbers[n] += 1
        text = "letter %d of kiosk %d" % (self.numbers[n], n)
        command = [desk.HAND, self.kiosk(n), "write", text, str(LINGER_MS)]
        with self.lock:
            self.written[text] = None
        _, said = self.killed("kiosk", command, dice, share)
        receipt = re.search(r"^receipt (\d{12})$", said, re.M)
        with self.lock:
            self.told_kept += bool(re.search(r"^kept$", said, re.M))
            self.written[text] = receipt and receipt[1]

    def actor_agent(self, n, dice, share=MOSTLY):
        self.killed("agent", self.agent_command(n, "once"), dice, share, may_fail=(69,))
        self.look(n)

    def actor_office(self, dice):
        self.start_office()
        life = dice.uniform(0, 0.1) if dice.random() < 0.3 else dice.uniform(0, 2.5)
        time.sleep(life)
        while not self.has_share("office") and not self.over():
            time.sleep(0.01)
        need(self.office_process.poll() is None,
             "noticepoint-office serve ended by itself with %s" % self.office_process.returncode)
        self.stop_office()
        self.note_kill("office")

    def actor_publisher(self, dice):
        if not self.steps:
            self.publication += 1
            files = []
            for name in "abc":
                files.append(str(self.here / (name + ".md")))
                pathlib.Path(files[-1]).write_text(
                    "---\nkind: notice\ntitle: 第 %d 次通知（%s）\n---\n第 %d 次的正文。\n" %
                    (self.publication, name, self.publication))
            again = ["--correction", "第 %d 次" % self.publication] if self.publication > 1 else []
            site = str(self.site)
            self.steps = [["import", site, *files, *again], ["sign", site, "--as", "office", "--all"],
                          ["publish", site]]
        whole, _ = self.killed("publisher " + self.steps[0][0], [desk.OFFICE, *self.steps[0]], dice, 0.5)
        if whole is not None:
            self.steps.pop(0)

    def has_share(self, kind):
        """No kind is killed all the time while the others get nowhere."""
        with self.lock:
            mine = sum(count for what, count in self.kills.items() if what.split()[0] == kind)
            return mine <= SHARES[kind] * (self.total() + 10)

    def act(self, name, actor, *words):
        dice = random.Random("%s/%s/%d" % (self.options.seed, name, self.goal))
        try:
            while not self.over():
                if name == "office" or self.has_share(name.split()[0]):
                    actor(*words, dice)
                else:
                    time.sleep(0.01)
        except Exception as why:  # any: it is told at the end of the section
            with self.lock:
                self.failure = self.failure or "%s: %s: %s" % (name, type(why).__name__, why)

    # ---- all of it ----

    def measure(self):
        """What each usually takes here; the first time fills the caches."""
        dice = random.Random(self.options.seed)
        for _ in range(2):
            self.typical.clear()
            self.actor_kiosk(0, dice, 0)
            self.actor_agent(0, dice, 0)

    def calm(self):
        self.line.bad = False
        self.start_office()
        self.await_office()
        while self.steps:
            self.office(*self.steps.pop(0))
        self.arrive()
        self.stop_office()

    def section(self, goal):
        self.goal, self.line.bad = goal, True
        actors = [("office", self.actor_office), ("publisher", self.actor_publisher)]
        actors += [("kiosk %d" % n, self.actor_kiosk, n) for n in range(KIOSKS)]
        actors += [("agent %d" % n, self.actor_agent, n) for n in range(KIOSKS)]
        threads = [threading.Thread(target=self.act, args=actor) for actor in actors]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.stop_office()
        need(self.failure is None, self.failure)
        self.calm()

    def run(self):
        self.prepare()
        self.measure()
        self.stop_office()
        while self.total() < self.options.kills and time.monotonic() < self.options.until:
            self.section(min(self.options.kills, self.total() + SECTION_KILLS))
            self.tell()

    def tell(self):
        receipts = sum(receipt is not None for receipt in self.written.values())
        kinds = collections.Counter()
        for what, count in self.kills.items():
            kinds[what.split()[0]] += count
        print("%s: %d kills (%s) in %d s, seed %d; %d letters with a receipt, %d at the office, 0 lost, 0 twice; "
              "%d publications; %d views, 0 half; line: %s; ended by themselves: %s" % (
                  time.strftime("%Y-%m-%d %H:%M"), self.total(),
                  ", ".join("%s %d" % pair for pair in sorted(kinds.items())),
                  time.monotonic() - self.options.began, self.options.seed, receipts, len(self.letters),
                  self.publication, self.looks, dict(sorted(self.line.count.items())), dict(sorted(self.exits.items()))),
              flush=True)


def main():
    parser = argparse.ArgumentParser(description="kills", add_help=True)
    long_run = os.environ.get("NOTICEPOINT_LONG") == "1"
    parser.add_argument("--kills", type=int, default=10000 if long_run else 20)
    parser.add_argument("--seed", type=int, default=int(os.environ.get("NOTICEPOINT_SEED") or (time.time() if long_run else 1)))
    parser.add_argument("--seconds", type=int, default=10**6, help="end earlier, after a whole section")
    parser.add_argument("--keep", action="store_true", help="keep the folder when something is wrong")
    options = parser.parse_args()
    options.began = time.monotonic()
    options.until = options.began + options.seconds
    print("seed %d (--seed, or NOTICEPOINT_SEED)" % options.seed, flush=True)
    if not long_run and options.kills <= SECTION_KILLS:
        signal.alarm(SHORT_RUN_S)
    here = pathlib.Path(tempfile.mkdtemp(prefix="noticepoint-kills."))
    storm = Storm(options, here)
    code = 0
    try:
        storm.run()
    except Broken as why:
        print("FAILED, seed %d, after %d kills: %s" % (options.seed, storm.total(), why), file=sys.stderr)
        for log in sorted(here.glob("*.log")):
            print("%s:\n%s" % (log.name, "\n".join(log.read_text("utf-8", "replace").splitlines()[-8:])), file=sys.stderr)
        code = 1
    finally:
        storm.stop_office()
        if code and options.keep:
            print("kept: %s" % here, file=sys.stderr)
        else:
            shutil.rmtree(here, ignore_errors=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
