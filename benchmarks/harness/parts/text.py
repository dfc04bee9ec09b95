"""Leap frames as JSON text beside jansson: benchmarks/micro/bench_json.c."""

import json
import os

from harness import tools
from harness.parts import bundles
from harness.show import row, times, value

NAME = "text"

PROGRAM = os.path.join(tools.PROGRAMS, "bench_json")


def measure(*frames):
    out = tools.run("taskset", "-c", tools.MEASURING, PROGRAM, "--json", *frames)
    return {os.path.basename(r["name"]).removesuffix(".json"): r
            for r in map(json.loads, out.splitlines())}


def run(options):
    tools.say(NAME)
    frames = [bundles.find(n)[1] for n in bundles.names() if n.startswith("perf_")]
    rounds = [{**measure(), **measure(*frames)} for _ in range(options.rounds)]
    return {name: {"both": tools.summary([r[name] for r in rounds])} for name in rounds[0]}


def line(name, r):
    cells = [name, "%d" % value(r, "bytes")]
    for way in ("read", "write"):
        mine, theirs = value(r, way + "_mb_per_s"), value(r, "jansson_" + way + "_mb_per_s")
        cells += ["%.0f MB/s" % theirs, "%.0f MB/s" % mine, times(mine / theirs)]
    return row(cells)


def table(results):
    return ["### JSON text beside jansson", "",
            "cleap reads into typed columns, jansson into its tree. The first lines are made frames of"
            " one kind of value each.", "",
            row(["frame", "bytes", "read: jansson", "cleap", "", "write: jansson", "cleap", ""]),
            row(["---"] * 8), *(line(n, r["both"]) for n, r in results.items())]
