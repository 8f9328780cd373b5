#!/usr/bin/env python3
"""bakewell and docker buildx bake, side by side: time and memory for the same plan.

    cargo build --release
    tests/bench/compare.py                        # everything; buildx takes several minutes
    tests/bench/compare.py --only 'trivial|300'   # some of the projects
    tests/bench/compare.py --reps 1 --timeout 60  # a quick look
    tests/bench/compare.py --folder ~/app --args '-f ci/bake.hcl default'   # a project of yours

The projects are generated. For each, both programs print their plan by turns; the table shows
medians, so that a slow moment of the machine hits both or none, and the greatest peak memory of a
run. That the plans are equal is checked. The table is Markdown.

In its turn a program first runs for a quarter of a second without being counted. A processor that had
nothing to do, above all a virtual one, takes some ten milliseconds longer for what comes next, whatever
that is. `--warm 0` counts each run.
"""
import argparse
import os
import re
import select
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


# ---- projects: name, text of docker-bake.hcl, arguments

def trivial():
    return 'target "default" {\n  tags = ["app:latest"]\n}\n'


def matrix(count):
    """One axis; each cell has what targets usually have."""
    return """
variable "REGISTRY" { default = "registry.example.com/team" }
group "default" { targets = ["app"] }
target "common" {
  context   = "."
  platforms = ["linux/amd64", "linux/arm64"]
  labels    = { "org.opencontainers.image.vendor" = "Example" }
}
target "app" {
  name     = "app-${n}"
  matrix   = { n = [%s] }
  inherits = ["common"]
  args     = { NUMBER = n, NAME = upper("cell-${n}") }
  tags     = ["${REGISTRY}/app:${n}"]
}
""" % ", ".join('"%d"' % n for n in range(count))


def chain(count):
    """Each target starts from the one before."""
    links = ['target "t%d" {\n  contexts = { below = "target:t%d" }\n}\n' % (n, n - 1) for n in range(1, count)]
    return 'target "t0" {}\n' + "".join(links)


def diamond(depth):
    """Two targets a level, each linked to both of the level below."""
    def level(n):
        links = ', '.join('%s = "target:%s%d"' % (side, side, n - 1) for side in "ab") if n else ""
        return "".join('target "%s%d" {\n  contexts = { %s }\n}\n' % (side, n, links) for side in "ab")
    return "".join(level(n) for n in range(depth))


PROJECTS = {
    "trivial": (trivial, []),
    "matrix of 300": (lambda: matrix(300), []),
    "matrix of 3,000": (lambda: matrix(3000), []),
    "matrix of 10,000": (lambda: matrix(10000), []),
    "one of 10,000": (lambda: matrix(10000), ["app-9999"]),
    "chain of 3,000": (lambda: chain(3000), ["t2999"]),
    "diamond of depth 28": (lambda: diamond(28), ["a27", "b27"]),
    "matrix of 100,000": (lambda: matrix(100000), []),
}

# What buildx has no chance with.
ALONE = {"matrix of 100,000"}


# ---- measuring

class Run:
    """One run of one program: seconds, also of processors, peak memory in bytes, whether it came to a good end in
    time, and what it printed."""

    def __init__(self, command, folder, env, timeout):
        self.output = tempfile.TemporaryFile()
        begin = time.perf_counter()
        child = subprocess.Popen(command, cwd=folder, env=env, stdin=subprocess.DEVNULL,
                                 stdout=self.output, stderr=subprocess.DEVNULL)
        status, usage = self.wait(child, begin + timeout)
        self.seconds = time.perf_counter() - begin
        self.memory = usage.ru_maxrss * 1024 if usage else 0
        self.busy = usage.ru_utime + usage.ru_stime if usage else 0
        self.good = status == 0
        self.failed = status not in (0, None)

    @staticmethod
    def wait(child, end):
        """Status and usage; without them when the time was up. Nothing wakes up meanwhile: it would take the
        processors from what is measured."""
        ended = os.pidfd_open(child.pid)
        in_time, _, _ = select.select([ended], [], [], max(0, end - time.perf_counter()))
        os.close(ended)
        if not in_time:
            child.kill()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        return (child.returncode, usage) if in_time else (None, None)


DIGEST = """
import hashlib, json, sys
text = sys.stdin.buffer.read()
try:
    plan = json.loads(text)
    for group in plan.get("group", {}).values():
        group["targets"] = sorted(group["targets"] or [])
    text = json.dumps(plan, sort_keys=True).encode()
except (AttributeError, KeyError, TypeError, ValueError):
    pass
print(hashlib.sha256(text).hexdigest())
"""


def digest(file):
    """Of the plan in a file, else of its bytes: by another process, since the system counts the memory that this one
    once had to all that it starts. In which order buildx lists the cells of several axes is up to chance."""
    file.seek(0)
    return subprocess.run([sys.executable, "-c", DIGEST], stdin=file, capture_output=True, check=True).stdout


def bare_environment(folder):
    """Nothing that a bake file could look up."""
    env = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", folder), "BUILDX_BAKE_ENTITLEMENTS_FS": "0"}
    if "DOCKER_CONFIG" in os.environ:
        env["DOCKER_CONFIG"] = os.environ["DOCKER_CONFIG"]
    return env


def turn(command, folder, env, options):
    """The run that counts: the first that begins once the program has run for the time to get warm, or that takes as
    long by itself."""
    warm = time.perf_counter() + options.warm
    while True:
        begin = time.perf_counter()
        run = Run(command, folder, env, options.timeout)
        if begin >= warm or run.seconds >= options.warm or not run.good:
            return run


def measure(commands, folder, env, options):
    """Runs of each program by turns, until there are enough of each or its time is used up."""
    runs = {name: [] for name in commands}
    for _ in range(options.reps):
        for name, command in commands.items():
            spent = sum(run.seconds for run in runs[name])
            broken = not all(run.good for run in runs[name])
            if not broken and (not runs[name] or spent < options.budget):
                runs[name].append(turn(command, folder, env, options))
    return runs


def same_plan(runs):
    return len({digest(ran[0].output) for ran in runs.values() if ran[0].good}) <= 1


# ---- the table

def seconds(runs, timeout):
    if runs[0].failed:
        return "fails"
    if not runs[-1].good:
        return "over %d s" % timeout
    value = statistics.median(run.seconds for run in runs)
    return "%.1f ms" % (value * 1e3) if value < 1 else "%.2f s" % value if value < 10 else "%.1f s" % value


def memory(runs):
    peak = max(run.memory for run in runs)
    return "%.0f MB" % (peak / 1e6) if peak else "?"


def ratio(runs):
    medians = {name: statistics.median(run.seconds for run in ran) for name, ran in runs.items()}
    if len(runs) < 2 or any(ran[0].failed for ran in runs.values()) or not runs["bakewell"][-1].good:
        return ""
    factor = medians["buildx"] / medians["bakewell"]
    return "%s%s×" % ("" if runs["buildx"][-1].good else "> ", "{:,.0f}".format(factor))


def row(name, runs, timeout):
    cells = [name]
    for program in ("bakewell", "buildx"):
        ran = runs.get(program)
        cells += [seconds(ran, timeout), memory(ran)] if ran else ["", ""]
    order = [cells[0], cells[3], cells[1], ratio(runs), cells[4], cells[2]]
    return "| " + " | ".join(order) + " |"


HEAD = """| project | buildx | bakewell | faster | buildx, peak | bakewell, peak |
|---|--:|--:|--:|--:|--:|"""


# ---- the command line

def find_buildx():
    """The installed docker buildx, else the one that the tests use."""
    if shutil.which("docker") and subprocess.run(["docker", "buildx", "version"], capture_output=True).returncode == 0:
        return ["docker", "buildx"]
    up = os.path.join(ROOT, "tests", "engine", "up.sh")
    said = subprocess.run(["bash", up, "client"], check=True, stdout=subprocess.PIPE, text=True).stdout
    return [re.search(r"^BAKEWELL_TEST_BUILDX=(.*)$", said, re.M).group(1)]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bakewell", metavar="PATH", default=os.path.join(ROOT, "target", "release", "bakewell"))
    parser.add_argument("--buildx", metavar="COMMAND", help="default: docker buildx")
    parser.add_argument("--only", metavar="REGEX", default="", help="projects whose name it matches")
    parser.add_argument("--folder", metavar="PATH", help="a project of yours, in place of the generated ones")
    parser.add_argument("--args", default="", help="what to plan in it: arguments of bake")
    parser.add_argument("--reps", type=int, default=9, help="runs of each program at most (default: 9)")
    parser.add_argument("--budget", type=float, default=60, metavar="SECONDS",
                        help="no further run of a program once a project has taken it this long (default: 60)")
    parser.add_argument("--warm", type=float, default=0.25, metavar="SECONDS",
                        help="how long a program runs in its turn before a run counts (default: 0.25)")
    parser.add_argument("--timeout", type=float, default=300, metavar="SECONDS", help="of one run (default: 300)")
    return parser.parse_args()


def projects(programs, options):
    """What is measured, one project after the other, and its runs."""
    def commands(args, which):
        return {program: programs[program] + ["bake", "--print"] + args for program in which}

    if options.folder:
        folder = os.path.abspath(options.folder)
        asked = commands(shlex.split(options.args), programs)
        yield os.path.basename(folder), measure(asked, folder, dict(os.environ), options)
        return
    for name, (make, args) in PROJECTS.items():
        if not re.search(options.only, name):
            continue
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "docker-bake.hcl"), "w", encoding="utf-8") as file:
                file.write(make())
            which = ["bakewell"] if name in ALONE else programs
            yield name, measure(commands(args, which), folder, bare_environment(folder), options)


def main():
    options = arguments()
    programs = {"bakewell": [os.path.abspath(options.bakewell)],
                "buildx": shlex.split(options.buildx) if options.buildx else find_buildx()}
    version = subprocess.run(programs["buildx"] + ["version"], capture_output=True, text=True).stdout.strip()
    print("buildx is %s; %d CPUs; medians of up to %d runs\n" % (version, os.cpu_count() or 0, options.reps))
    print(HEAD, flush=True)
    different = []
    for name, runs in projects(programs, options):
        print(row(name, runs, options.timeout), flush=True)
        if not same_plan(runs):
            different.append(name)
    if different:
        print("\nthe plans differ: %s" % ", ".join(different))
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
