"""benchmarks/run: options, the parts in order, the results."""

import argparse
import datetime
import os
import sys

from harness import build, machine, report, tools
from harness.parts import bundles, growth, http, models, start, text, threads

PARTS = [bundles, models, threads, text, http, start, growth]

EPILOG = """
Everything that is needed is installed or built below build/ on the first run, which takes minutes:
Python packages, MLeap, models, compiled forests. --prepare does only that. It needs Java 17, Maven,
gcc, and what script/dependencies installs.

parts:
""" + "\n".join("  %-9s %s" % (p.NAME, p.WHAT) for p in PARTS)


class Options:
    def __init__(self, args):
        self.quick = args.quick
        self.rounds = 1 if args.quick else args.rounds
        self.seconds = 0.2 if args.quick else args.seconds
        self.only = args.names

    def pick(self, names):
        return [n for n in names if not self.only or n in self.only]


def parse():
    parser = argparse.ArgumentParser(
        prog="benchmarks/run", description="Measures cleap beside its rivals, in turn, each time in "
        "a fresh process pinned to one processor, after their answers were compared.",
        formatter_class=argparse.RawDescriptionHelpFormatter, epilog=EPILOG)
    parser.add_argument("--prepare", action="store_true", help="install and build, measure nothing")
    parser.add_argument("--quick", action="store_true",
                        help="one short round, written below build/: does everything work?")
    parser.add_argument("--rounds", type=int, default=5, help="processes of each (5)")
    parser.add_argument("--seconds", type=float, default=2,
                        help="how long measurements are, by a measure of its own for each part (2)")
    parser.add_argument("--part", action="append", choices=[p.NAME for p in PARTS],
                        help="only this part; may be given again. What else was measured on the "
                        "same day stays")
    parser.add_argument("--show", metavar="JSON", help="write the tables and plots of these results "
                        "anew, measure nothing")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these models or axes")
    return parser.parse_args()


def show(path):
    results = report.load(path)
    if not results:
        sys.exit("benchmarks/run: there are no results in " + path)
    report.write(os.path.abspath(path), results, PARTS, True)


def path_of_results(quick):
    if quick:
        return os.path.join(tools.WORK, "quick", "quick.json")
    return os.path.join(report.RESULTS, datetime.date.today().isoformat() + ".json")


def measure(args):
    options = Options(args)
    path = path_of_results(args.quick)
    results = {} if args.quick else report.load(path)
    results.update(about=machine.describe(), command=" ".join(
        ["benchmarks/run", *sys.argv[1:]]))
    parts = results.setdefault("parts", {})
    for part in PARTS:
        if args.part is None or part.NAME in args.part:
            parts.setdefault(part.NAME, {}).update(part.run(options))
    report.write(path, results, PARTS, not args.quick)
    tools.say("written:", os.path.relpath(path, tools.ROOT), "and beside it")


def main():
    args = parse()
    if args.show:
        return show(args.show)
    build.everything()
    growth.prepare()
    if not args.prepare:
        measure(args)
    return None
