"""Spark's pipelines beside MLeap on the JVM, on the same bundles and frames."""

import gzip
import json
import os

from harness import jvm, tools
from harness.show import ms, ratio, row, time, value

NAME = "bundles"

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


def both_ways(name, r, keys):
    cells = [name]
    for key in keys:
        cells += [time(r["mleap"], key), time(r["cleap"], key), ratio(r["mleap"], r["cleap"], key)]
    return cells


IN_TURN, SAME_ROW = ("bytes_cold_p50_ns", "row_cold_p50_ns"), ("bytes_p50_ns", "row_p50_ns")


def short_table(results):
    """For the README."""
    return [row(["model", "JSON to JSON: JVM", "cleap", "", "in process: JVM", "cleap", ""]),
            row(["---"] * 7), *(row(both_ways(n, r, IN_TURN)) for n, r in results.items())]


def beside(name, r):
    return row([name, time(r["mleap"], "first_100_p50_ns"),
                time(r["cleap"], "row_evicted_p50_ns"), "%g" % value(r["cleap"], "row_allocations"),
                "%g" % value(r["cleap"], "bytes_allocations"), ms(r["mleap"], "load_ms"),
                ms(r["cleap"], "load_ms"), ms(r["mleap"], "start_to_first_row_ms"),
                "%.0f MB" % (value(r["mleap"], "rss_kb") / 1024),
                "%.1f MB" % (value(r["cleap"], "rss_kb") / 1024)])


def table(results):
    heads = ["model", "JSON: JVM", "cleap", "", "in process: JVM", "cleap", ""]
    return [
        "### Pipelines beside MLeap on the JVM", "",
        "One row, medians. *JSON*: leap-frame bytes in to bytes out. *In process*: MLeap's planned"
        " RowTransformer and `cleap_score`. Each row of the frame in turn:", "",
        row(heads), row(["---"] * 7),
        *(row(both_ways(n, r, IN_TURN)) for n, r in results.items()), "",
        "The first row again and again, so that every branch is foreseen:", "",
        row(heads), row(["---"] * 7),
        *(row(both_ways(n, r, SAME_ROW)) for n, r in results.items()), "",
        "*First 100*: the JVM's first rows after loading. *Caches emptied*: by 96 MB written before"
        " each call. Allocations of cleap a call.", "",
        row(["model", "JVM, first 100", "cleap, caches emptied", "allocations in process", "JSON",
             "load: JVM", "cleap", "JVM, start to first row", "memory: JVM", "cleap"]),
        row(["---"] * 10), *(beside(n, r) for n, r in results.items())]
