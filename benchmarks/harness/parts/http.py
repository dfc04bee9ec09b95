"""Requests over HTTP beside a bare libmicrohttpd server that takes and gives as many bytes."""

import json
import os

from harness import tools
from harness.parts import bundles
from harness.show import row, time, value

NAME = "http"

COMPARE = os.path.join(tools.BENCHMARKS, "http", "compare")
SERVERS = {"run": "cleap", "echo": "echo"}


def compare(bundle, frame):
    """Way of connecting to server to figures."""
    found = {}
    for line in tools.run(COMPARE, "--json", bundle, frame).splitlines():
        figures = json.loads(line)
        found.setdefault(figures["mode"], {})[SERVERS[figures["name"]]] = figures
    return found


def run(options):
    results = {}
    for name in options.pick(["airbnb_price", "perf_logistic_regression_10x784"]):
        tools.say(NAME, name)
        rounds = [compare(*bundles.find(name)) for _ in range(options.rounds)]
        for mode in rounds[0]:
            results["%s, %s" % (name, mode)] = {
                server: tools.summary([r[mode][server] for r in rounds])
                for server in SERVERS.values()}
    return results


def line(name, r):
    cells = [name]
    for server in ("echo", "cleap"):
        cells += [time(r[server], "p50_ns"), "%.0f" % value(r[server], "requests_per_s"),
                  time(r[server], "cpu_ns")]
    return row(cells + ["%.2f" % (value(r["cleap"], "requests_per_s") /
                                  value(r["echo"], "requests_per_s"))])


def table(results):
    return ["### Requests beside a bare libmicrohttpd", "",
            "One row to `/run` of `cleap action`, one client on another processor, one request after"
            " the other; the echo answers as many bytes. Processor time is the server's, a request.",
            "", row(["model, connection", "echo, p50", "requests/s", "processor", "cleap, p50",
                     "requests/s", "processor", "requests, of the echo's"]), row(["---"] * 8),
            *(line(n, r) for n, r in results.items())]
