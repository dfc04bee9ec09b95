"""The goals, and what a run says of each: a table of work, rival, goal, reached."""

from harness.parts import models
from harness.show import row, times, value

PERF_KINDS = {
    "feature pipelines": (["perf_airbnb_linear_regression", "airbnb_price"], 15),
    "forests": (["perf_random_forest_500x10", "perf_gbt_300x6", "airbnb_price_forest"], 8),
    "dense LR": (["perf_logistic_regression_10x784"], 5),
    "text": (["perf_text_hashing_2_18", "text_topic"], 8),
}
NEEDS_NO_COMPILER = ["ONNX Runtime", "Treelite GTIL", "LightGBM"]
COMPILED = ["TL2cgen, compiled", "lleaves, compiled"]


def worst(ratios):
    """Of (name, ratio) the least, as text, and whether there was any."""
    name, least = min(ratios, key=lambda r: r[1])
    return least, "%s (%s)" % (times(least), name) if len(ratios) > 1 else times(least)


def batch(r):
    return models.batch_row_ns(r)


def against_jvm(part, key, names, rival_key=None):
    return [(n, value(part[n]["mleap"], rival_key or key) / value(part[n]["cleap"], key))
            for n in names if n in part]


def bundle_goals(part):
    for key, what in (("bytes_cold_p50_ns", "rows in turn"), ("bytes_p50_ns", "the same row")):
        yield ("JSON bytes to bytes, " + what, "JVM MLeap, warm", 20, "x",
               against_jvm(part, key, list(part)))
    for kind, (names, goal) in PERF_KINDS.items():
        for key, what in (("row_cold_p50_ns", "rows in turn"), ("row_p50_ns", "the same row")):
            yield ("in process, %s: %s" % (kind, what), "JVM MLeap RowTransformer, warm", goal, "x",
                   against_jvm(part, key, names))
    yield ("in process, first 100 rows (beside)", "JVM MLeap RowTransformer, first 100", None, "x",
           against_jvm(part, "row_cold_p50_ns", list(part), "first_100_p50_ns"))


def best(each, titles, key):
    found = [(t, key(each[t])) for t in titles if t in each]
    return [min(found, key=lambda f: f[1])] if found else []


def beside_best(each, titles, key):
    return [(t, theirs / key(each["cleap"])) for t, theirs in best(each, titles, key)]


def model_goals(part):
    def single(r):
        return value(r, "row_cold_p50_ns")

    def hot(r):
        return value(r, "row_p50_ns")

    for name, rivals, goals in (
            ("forest_500x10", NEEDS_NO_COMPILER, (3, 8)), ("forest_500x10", COMPILED, (1, 1)),
            ("gbt_300x6", NEEDS_NO_COMPILER, (None, None)), ("gbt_300x6", COMPILED, (None, None)),
            ("xgboost_300x6", ["XGBoost"], (3, 1.5)),
            ("logistic_10x784", ["ONNX Runtime"], (2, 0.8)),
            ("mlp_784_128_64_10", ["ONNX Runtime"], (2, 0.8)),
            ("pca_784_50", ["ONNX Runtime"], (2, 0.8))):
        each = part.get(name)
        if each is None:
            continue
        for what, key, goal in (("rows in turn", single, goals[0]), ("the same row", hot, goals[0]),
                                ("a batch of 1000", batch, goals[1])):
            ratios = beside_best(each, rivals, key)
            if ratios:
                yield name + ", " + what, ratios[0][0], goal, "x", ratios


def text_goals(part):
    with_text = ("listings", "sentences", "airbnb", "text")
    numbers = [n for n in part if not any(word in n for word in with_text)]
    yield "leap frames read, JSON text", "jansson", 15, "x", [
        (n, value(r["both"], "read_ratio")) for n, r in part.items()]
    yield "leap frames written, JSON text", "jansson", 15, "x", [
        (n, value(r["both"], "write_ratio")) for n, r in part.items()]
    yield "number-heavy rows read", "", 800, "MB/s", [
        (n, value(part[n]["both"], "read_mb_per_s")) for n in numbers]


def http_goals(part):
    for name, r in part.items():
        yield "requests a second, " + name, "libmicrohttpd echo", 0.85, "of it", [
            (name, value(r["cleap"], "requests_per_s") / value(r["echo"], "requests_per_s"))]


def start_goals(part, bundles):
    names = [n for n in part if n in bundles]
    if names:
        yield "exec to first scored row", "JVM MLeap", 100, "x", [
            (n, value(bundles[n]["mleap"], "start_to_first_row_ms") /
             value(part[n]["cleap"], "first_row_ms")) for n in names]
    yield "memory of a server, share of 12 MB + 1.5 x model", "", -1, "", [
        (n, (12 * 1024 + 1.5 * value(r["cleap"], "model_kb")) / value(r["cleap"], "rss_kb"))
        for n, r in part.items()]


def all_goals(parts):
    if "bundles" in parts:
        yield from bundle_goals(parts["bundles"])
    if "models" in parts:
        yield from model_goals(parts["models"])
    if "text" in parts:
        yield from text_goals(parts["text"])
    if "http" in parts:
        yield from http_goals(parts["http"])
    if "start" in parts:
        yield from start_goals(parts["start"], parts.get("bundles", {}))


def line(work, rival, goal, unit, ratios):
    least, words = worst(ratios)
    if unit == "MB/s":
        words = "%.0f MB/s (%s)" % min((r, n) for n, r in ratios)
    elif unit == "of it":
        words = "%.2f" % least
    elif goal == -1:  # a bound, here as room over need
        goal, words = 1, "%.2f (%s)" % (1 / least, min(ratios, key=lambda r: r[1])[0])
        return row([work, rival, "<= 1", words, "yes" if least >= goal else "no"])
    wanted = "" if goal is None else ">= %g %s" % (goal, unit)
    return row([work, rival, wanted, words,
                "" if goal is None else "yes" if least >= goal else "no"])


def table(parts):
    found = [line(*goal) for goal in all_goals(parts) if goal[4]]
    return ["### Goals", "", "Where several models count, the worst of them is named.", "",
            row(["work", "rival", "goal", "measured", "reached"]), row(["---"] * 5), *found]
