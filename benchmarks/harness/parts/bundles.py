"""Spark's pipelines beside MLeap on the JVM, on the same bundles and frames."""

import gzip
import json
import os

from harness import jvm, tools
from harness.show import ms, ratio, row, time, value

NAME = "bundles"
WHAT = "the golden perf_* bundles and models/ beside MLeap on the JVM"

PERF = os.path.join(tools.ROOT, "tests", "golden", "perf")
MODELS = os.path.join(tools.ROOT, "models")


def names():
    return sorted(os.listdir(PERF)) + sorted(
        n for n in os.listdir(MODELS) if os.path.exists(os.path.join(MODELS, n, "bundle.zip")))


def find(name):
    """The bundle and the frame, unpacked where it is packed."""
    folder = os.path.join(MODELS, name)
    if os.path.isdir(folder):
        return os.path.join(folder, "bundle.zip"), os.path.join(folder, "frame.json")
    folder = os.path.join(PERF, name)
    frame = os.path.join(tools.WORK, name + ".json")
    with gzip.open(os.path.join(folder, "input.json.gz")) as packed, open(frame, "wb") as f:
        f.write(packed.read())
    return os.path.join(folder, "bundle.zip"), frame


def check(name, bundle, theirs, frame):
    answer = os.path.join(tools.WORK, "answer.json")
    jvm.measure(theirs, frame, 0.05, answer)
    with open(answer, encoding="utf-8") as f:
        wanted = json.load(f)
    mine = json.loads(tools.run(tools.CLEAP, "score", "--compact", bundle, frame))
    fields = [f["name"] for f in wanted["schema"]["fields"]]
    places = [[f["name"] for f in mine["schema"]["fields"]].index(n) for n in fields]
    if not tools.nearly(wanted["rows"], [[r[i] for i in places] for r in mine["rows"]]):
        raise SystemExit("benchmarks/run: %s: the answers differ" % name)


def run(options):
    results = {}
    for name in options.pick(names()):
        tools.say(NAME, name)
        bundle, frame = find(name)
        theirs = jvm.readable(bundle)
        check(name, bundle, theirs, frame)
        results[name] = tools.in_turn(options.rounds, {
            "mleap": lambda: jvm.measure(theirs, frame, max(2 * options.seconds, 0.5)),
            "cleap": lambda: tools.cleap(bundle, frame, int(options.seconds * 200), "--evict")})
    return results


def both_ways(name, r):
    cells = [name]
    for key in ("bytes_p50_ns", "row_p50_ns"):
        cells += [time(r["mleap"], key), time(r["cleap"], key), ratio(r["mleap"], r["cleap"], key)]
    return cells


def short_table(results):
    """For the README."""
    return [row(["model", "JSON to JSON: JVM", "cleap", "", "in process: JVM", "cleap", ""]),
            row(["---"] * 7), *(row(both_ways(n, r)) for n, r in results.items())]


def latency(name, r):
    return row(both_ways(name, r) + [
        time(r["mleap"], "first_100_p50_ns"), time(r["mleap"], "row_cold_p50_ns"),
        time(r["cleap"], "row_cold_p50_ns"), time(r["cleap"], "row_evicted_p50_ns"),
        "%g" % value(r["cleap"], "bytes_allocations")])


def starting(name, r):
    return row([name, ms(r["mleap"], "load_ms"), ms(r["cleap"], "load_ms"),
                ms(r["mleap"], "start_to_first_row_ms"),
                "%.0f MB" % (value(r["mleap"], "rss_kb") / 1024),
                "%.1f MB" % (value(r["cleap"], "rss_kb") / 1024)])


def table(results):
    return [
        "### Pipelines beside MLeap on the JVM", "",
        "One row, medians. *JSON*: leap-frame bytes in to bytes out. *In process*: MLeap's planned"
        " RowTransformer and `cleap_score`; the same row again and again, warm. *First 100*: the"
        " JVM's first rows after loading. *In turn*: each row of the frame after the other, so that"
        " branches are not foreseen. *Caches emptied*: by 96 MB written before each call.", "",
        row(["model", "JSON: JVM", "cleap", "", "in process: JVM", "cleap", "", "JVM, first 100",
             "in turn: JVM", "cleap", "cleap, caches emptied", "allocations"]), row(["---"] * 12),
        *(latency(n, r) for n, r in results.items()), "",
        row(["model", "load: JVM", "cleap", "JVM, start to first row", "memory: JVM", "cleap"]),
        row(["---"] * 6), *(starting(n, r) for n, r in results.items())]
