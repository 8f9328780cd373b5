#!/usr/bin/env python3
"""What keys cost, beside `sha256sum` over the same bytes and `git status` over the same tree.

    cargo build --release
    tests/bench/keys.py                     # everything; makes trees of up to 2 GiB
    tests/bench/keys.py --only 'small'      # some of them
    tests/bench/keys.py --scale 0.1         # a tenth of the files, or of their length
    tests/bench/keys.py --drop              # every run reads from the disk (root only; slows others)
    tests/bench/keys.py --fresh             # cold ones and those beside them do; warm ones come after

Each project is generated and committed to git. Then all programs run by turns, so that a slow
moment of the machine hits all of them. The table shows the fastest run of each and the median, and
of the time that its threads and processes have spent on processors the median, which other programs
disturb less; and the greatest peak memory of a run (no less than this script's own, as the system
counts). Both times are compared with those of the yardstick. Cold means without the stat cache;
unless `--drop` or `--fresh` is given, the pages of the files are in memory for every program.
`sha256sum` runs on all cores at once; so does `openssl`, if it is there, which uses what the
processor has for it. That cold and warm runs print the same is checked. The table is Markdown.
"""
import argparse
import os
import random
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from compare import ROOT, Run, digest

MIB = 1 << 20
CORES = os.cpu_count() or 1

DOCKERFILE = "FROM scratch\nARG N\nCOPY . /\n"
ONE = 'target "default" {}\n'
MANY = """
group "default" { targets = ["app"] }
target "app" {
  name   = "app-${n}"
  matrix = { n = [%s] }
  args   = { N = n }
}
"""


# ---- projects

class Project:
    """Files of some length, some to a folder, and the text of docker-bake.hcl."""

    def __init__(self, count, length, bake=ONE):
        self.count, self.length, self.bake = count, length, bake

    def scaled(self, scale):
        if self.count >= 1000:
            return Project(int(self.count * scale), self.length, self.bake)
        return Project(self.count, int(self.length * scale), self.bake)

    def make(self, folder):
        for name, text in [("docker-bake.hcl", self.bake), ("Dockerfile", DOCKERFILE), (".dockerignore", ".git\n")]:
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        for number in range(self.count):
            below = os.path.join(folder, "src", "part-%03d" % (number // 100))
            if number % 100 == 0:
                os.makedirs(below)
            self.write(os.path.join(below, "file-%05d.txt" % number), number)

    def write(self, path, number):
        """About as long as it should be if it is small, exactly if it is large."""
        chance = random.Random(number)
        left = self.length if self.length > MIB else chance.randrange(2 * self.length)
        block = chance.randbytes(min(left, MIB))
        with open(path, "wb") as file:
            while left > 0:
                file.write(block[:left])
                left -= len(block)


PROJECTS = {
    "100,000 small files": Project(100_000, 4096),
    "8 files of 256 MiB": Project(8, 256 * MIB),
    "1 file of 2 GiB": Project(1, 2048 * MIB),
    "3,000 targets, 10,000 files": Project(10_000, 4096, MANY % ", ".join(map(str, range(3000)))),
}


def commit(folder):
    """Puts the tree under git. The first `git status` writes down what is too young to be sure of."""
    def git(*words):
        quick = ["-c", "core.compression=0", "-c", "gc.auto=0", "-c", "user.name=x", "-c", "user.email=x@example.com"]
        subprocess.run(["git", *quick, *words], cwd=folder, check=True, stdout=subprocess.DEVNULL)

    git("init", "--quiet")
    git("add", "--all")
    git("commit", "--quiet", "--message", "all")
    time.sleep(2)
    git("status")


# ---- measuring

def on_all_cores(words, count):
    """The command line that hands all files to a program, some at a time, one process a core."""
    some = max(1, min(500, count // (CORES * 4)))
    return ["sh", "-c", "find . -path ./.git -prune -o -type f -print0 | xargs -0 -P%d -n%d %s" % (CORES, some, words)]


def programs(count, options):
    keys = [os.path.abspath(options.bakewell), *shlex.split(options.command)]
    commands = {
        "cold": keys,
        "warm": keys,
        "sha256sum": on_all_cores("sha256sum", count),
        "openssl": on_all_cores("openssl sha256 -r", count),
        "git": ["git", "status"],
    }
    return {name: command for name, command in commands.items() if name != "openssl" or shutil.which("openssl")}


# Programs that read all files.
READ_ALL = ["cold", "sha256sum", "openssl"]


def drop_caches():
    os.sync()
    with open("/proc/sys/vm/drop_caches", "w", encoding="ascii") as file:
        file.write("3")


def measure(project, folder, options):
    """Runs of each program by turns, after one of each that does not count."""
    kept = os.path.join(folder, ".git", "kept")
    env = dict(os.environ, XDG_CACHE_HOME=kept)
    runs = {}
    for turn in range(options.reps + 1):
        for name, command in programs(project.count, options).items():
            if name == "cold":
                shutil.rmtree(kept, ignore_errors=True)
            if options.drop or options.fresh and name in READ_ALL:
                drop_caches()
            run = Run(command, folder, env, options.timeout)
            if not run.good:
                sys.exit("%s fails, or takes too long: %s" % (name, shlex.join(command)))
            runs.setdefault(name, []).extend([run] if turn else [])
    return runs


# ---- the table

HEAD = """| project | program | fastest | median | processors | to its yardstick | peak memory |
|---|---|--:|--:|--:|--:|--:|"""

YARDSTICKS = {"cold": [("sha256sum", "sha256sum"), ("openssl", "openssl")], "warm": [("git", "git status"), ("cold", "cold")]}

NAMES = {"cold": "bakewell, cold", "warm": "bakewell, warm", "sha256sum": "sha256sum, %d at once" % CORES,
         "openssl": "openssl sha256, %d at once" % CORES, "git": "git status"}


def fastest(runs):
    return min(run.seconds for run in runs)


def shown(seconds):
    return "%.1f ms" % (seconds * 1e3) if seconds < 1 else "%.2f s" % seconds


def busy(runs):
    return statistics.median(run.busy for run in runs)


def to_yardsticks(name, runs):
    """Fastest run to fastest run: what is slower is noise of the machine. Behind it, time on processors."""
    pairs = [(label, runs[other]) for other, label in YARDSTICKS.get(name, []) if other in runs]
    ratio = lambda seconds, other: seconds(runs[name]) / seconds(other)
    return ", ".join("%.2f (%.2f) × %s" % (ratio(fastest, it), ratio(busy, it), label) for label, it in pairs)


def rows(project, runs):
    for name, ran in runs.items():
        median = statistics.median(run.seconds for run in ran)
        memory = "%.0f MB" % (max(run.memory for run in ran) / 1e6)
        times = [shown(fastest(ran)), shown(median), shown(busy(ran))]
        cells = [project, NAMES[name], *times, to_yardsticks(name, runs), memory]
        yield "| " + " | ".join(cells) + " |"
        project = ""


# ---- the command line

def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bakewell", metavar="PATH", default=os.path.join(ROOT, "target", "release", "bakewell"))
    parser.add_argument("--command", default="keys", help="what it is asked (default: keys)")
    parser.add_argument("--only", metavar="REGEX", default="", help="projects whose name it matches")
    parser.add_argument("--scale", type=float, default=1, help="how much of each project is made (default: 1)")
    parser.add_argument("--reps", type=int, default=7, help="runs of each program that count (default: 7)")
    parser.add_argument("--timeout", type=float, default=300, metavar="SECONDS", help="of one run (default: 300)")
    parser.add_argument("--drop", action="store_true", help="drop the pages of files before each run")
    parser.add_argument("--fresh", action="store_true", help="drop them before the runs that read all files")
    parser.add_argument("--below", metavar="FOLDER", help="where the projects are made (default: a temporary folder)")
    return parser.parse_args()


def main():
    options = arguments()
    pages = "dropped before each run" if options.drop else "in memory"
    print("%d cores; %d runs of each program by turns; pages of files %s\n" % (CORES, options.reps, pages))
    print(HEAD, flush=True)
    different = []
    for name, project in PROJECTS.items():
        if not re.search(options.only, name):
            continue
        with tempfile.TemporaryDirectory(dir=options.below and os.path.abspath(options.below)) as folder:
            project = project.scaled(options.scale)
            project.make(folder)
            commit(folder)
            runs = measure(project, folder, options)
        print("\n".join(rows(name, runs)), flush=True)
        if len({digest(run.output) for run in runs["cold"] + runs["warm"]}) != 1:
            different.append(name)
    if different:
        print("\nwhat cold and warm runs print differs: %s" % ", ".join(different))
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
