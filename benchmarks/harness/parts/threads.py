"""Several threads at one batch."""

import json

from harness import tools
from harness.parts import bundles
from harness.show import row, times, value

NAME = "threads"

MODELS = ["perf_airbnb_linear_regression", "perf_logistic_regression_10x784",
          "perf_random_forest_500x10", "perf_text_hashing_2_18"]


def measure(bundle, frame, n_threads, ms):
    """Not pinned: the threads need their processors."""
    return json.loads(tools.run(tools.CLEAP, "bench", "--json", "--ms", str(ms), "--rows", "10000",
                                "--threads", str(n_threads), bundle, frame))


def run(options):
    results = {}
    ms = max(int(options.seconds * 100), 10)
    for name in options.pick(MODELS):
        tools.say(NAME, name)
        bundle, frame = bundles.find(name)
        results[name] = tools.in_turn(options.rounds, {
            str(n): lambda n=n: measure(bundle, frame, n, ms)
            for n in sorted({1, len(tools.PROCESSORS)})})
    return results


def line(name, r):
    one = value(r["1"], "batch_rows_per_s")
    most = max(r, key=int)
    return row([name, "%.0f" % one, most, "%.0f" % value(r[most], "batch_rows_per_s"),
                times(value(r[most], "batch_rows_per_s") / one)])


def table(results):
    return ["### Threads", "", "Rows a second of `cleap bench --rows 10000 --threads N`.", "",
            row(["model", "1 thread", "threads", "rows/s", ""]), row(["---"] * 5),
            *(line(n, r) for n, r in results.items())]
