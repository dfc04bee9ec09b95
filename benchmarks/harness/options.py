"""The command line of benchmarks/run. Needs nothing but Python: it is read before the packages are
installed."""

import argparse

# The parts of a run, in order; each is harness/parts/NAME.py.
PARTS = {
    "bundles": "the golden perf_* bundles and models/ beside MLeap on the JVM",
    "models": "forests and dense layers beside ONNX Runtime, Treelite, XGBoost, LightGBM, compilers",
    "threads": "batches of 10000 rows with one thread and with as many as there are processors",
    "text": "reading and writing leap frames in JSON beside jansson",
    "http": "/run kept alive and on new connections beside a libmicrohttpd echo",
    "start": "cleap serve: exec to listening to the first answer; memory",
    "growth": "cost against trees, depth, features, rows, hashing width",
}

EPILOG = """
Everything that is needed is installed or built below build/ on the first run, which takes minutes:
Python packages, MLeap, models, compiled forests. --prepare does only that. It needs Java 17, Maven,
gcc, and what script/dependencies installs.

parts:
""" + "\n".join("  %-9s %s" % part for part in PARTS.items())


class Options:
    """What the parts are told."""

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
    parser.add_argument("--part", action="append", choices=PARTS,
                        help="only this part; may be given again. What else was measured on the "
                        "same day stays")
    parser.add_argument("--show", metavar="JSON", help="write the tables and plots of these results "
                        "anew, measure nothing")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these models or axes")
    return parser.parse_args()
