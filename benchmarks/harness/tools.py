"""Running programs in turn, each pinned to one processor, and the medians of what they print."""

import json
import os
import statistics
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BENCHMARKS = os.path.join(ROOT, "benchmarks")
WORK = os.path.join(ROOT, "build", "benchmarks")
PROGRAMS = os.path.join(ROOT, "build", "release")
CLEAP = os.path.join(PROGRAMS, "cleap")

# The last processor measures; what makes requests runs on the first.
PROCESSORS = sorted(os.sched_getaffinity(0))
MEASURING, REQUESTING = str(PROCESSORS[-1]), str(PROCESSORS[0])
ONE_THREAD = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

START = time.monotonic()


def say(*words):
    print("benchmarks/run: %4d s " % (time.monotonic() - START), *words, file=sys.stderr,
          flush=True)


def run(*command, cwd=ROOT):
    """What the command prints. Ends the run with what it complained of."""
    done = subprocess.run(command, cwd=cwd, env=ONE_THREAD, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit("benchmarks/run: %s\n%s" % (" ".join(command), done.stdout + done.stderr))
    return done.stdout


def pinned(*command):
    """The same on the processor that measures; the JSON object that it prints."""
    return json.loads(run("taskset", "-c", MEASURING, *command))


def summary(results):
    """Of the numbers of several results, key by key, the median, the least and the greatest."""
    keys = [k for k, v in results[0].items() if isinstance(v, (int, float))]
    return {k: {"median": statistics.median(r[k] for r in results),
                "min": min(r[k] for r in results), "max": max(r[k] for r in results)}
            for k in keys}


def in_turn(rounds, runs):
    """Calls each of `runs` (name to function) once a round; the summary of each one's results."""
    results = {name: [] for name in runs}
    for _ in range(rounds):
        for name, call in runs.items():
            results[name].append(call())
    return {name: summary(each) for name, each in results.items()}


def cleap(bundle, frame, ms, *more):
    return pinned(CLEAP, "bench", "--json", "--ms", str(ms), *more, bundle, frame)


def nearly(a, b, relative=1e-13):
    """Whether two parts of JSON say the same."""
    if isinstance(a, float) and isinstance(b, float):
        return a == b or abs(a - b) <= relative * max(abs(a), abs(b))
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(nearly(x, y, relative) for x, y in zip(a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(nearly(a[k], b[k], relative) for k in a)
    return a == b
