"""benchmarks/run: the parts in order, the results."""

import datetime
import importlib
import os
import sys

from harness import build, machine, options, report, tools
from harness.parts import growth

PARTS = [importlib.import_module("harness.parts." + name) for name in options.PARTS]


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
    told = options.Options(args)
    path = path_of_results(args.quick)
    results = {} if args.quick else report.load(path)
    results.update(about=machine.describe(), command=" ".join(
        ["benchmarks/run", *sys.argv[1:]]))
    parts = results.setdefault("parts", {})
    for part in PARTS:
        if args.part is None or part.NAME in args.part:
            parts.setdefault(part.NAME, {}).update(part.run(told))
            report.save(path, results)
    report.write(path, results, PARTS, not args.quick)
    tools.say("written:", os.path.relpath(path, tools.ROOT), "and beside it")


def main():
    args = options.parse()
    if args.show:
        return show(args.show)
    build.everything()
    growth.prepare()
    if not args.prepare:
        measure(args)
    return None
