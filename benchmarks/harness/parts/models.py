"""Forests and layers beside the systems that are made for them."""

import os

from harness import rivals, tools
from harness.show import ms, ratio, row, time, times, value

NAME = "models"


def run(options):
    results = {}
    for name in options.pick(rivals.RIVALS):
        tools.say(NAME, name)
        folder = os.path.join(rivals.MODELS, name)
        bundle, frame = (os.path.join(folder, f) for f in ("bundle.zip", "frame.json"))
        length = int(options.seconds * 150)
        rivals.check_cleap(name)
        for rival in rivals.RIVALS[name]:
            rival.measure(name, 10)
            rival.check(name)
        runs = {"cleap": lambda: tools.cleap(bundle, frame, length)}
        for rival in rivals.RIVALS[name]:
            runs[rival.title] = lambda rival=rival: rival.measure(name, length)
        results[name] = tools.in_turn(options.rounds, runs)
    return results


def batch_row_ns(r):
    return value(r, "batch_p50_ns") / value(r, "batch_rows")


def line(name, title, mine, r):
    cells = [name, title]
    for key in ("row_p50_ns", "row_cold_p50_ns"):
        cells += [time(r, key), "" if r is mine else ratio(r, mine, key)]
    cells += ["%.3g us" % (batch_row_ns(r) / 1e3),
              "" if r is mine else times(batch_row_ns(r) / batch_row_ns(mine))]
    return row(cells + [ms(r, "load_ms")])


def table(results):
    return [
        "### Forests and layers beside what is made for them", "",
        "One thread each. Every rival is driven from C through its own interface with its input and"
        " output in place (`benchmarks/rivals`), so no call from Python is in these figures; cleap"
        " makes its output frame in the same time. A ratio above 1 is in cleap's favour. *In turn*:"
        " each row of the frame after the other. The batch has 1000 rows.", "",
        row(["model", "system", "same row", "", "rows in turn", "", "a row of the batch", "",
             "load"]), row(["---"] * 9),
        *(line(n, title, each["cleap"], r) for n, each in results.items()
          for title, r in each.items())]
