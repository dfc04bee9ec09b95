"""From exec to the first answer of a server, and the memory it takes."""

import http.client
import json
import os
import re
import subprocess
import time as clock

from harness import made, tools
from harness.parts import bundles
from harness.show import ms, row, value

NAME = "start"


def first_row(frame):
    with open(frame, encoding="utf-8") as f:
        whole = json.load(f)
    return json.dumps({**whole, "rows": whole["rows"][:1]}, separators=(",", ":")).encode()


def resident_kb(pid):
    with open("/proc/%d/status" % pid, encoding="utf-8") as f:
        return int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1))


def spawn(*command):
    """Starts it on the processor that measures, which a child inherits: no program in between."""
    os.sched_setaffinity(0, {int(tools.MEASURING)})
    try:
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                text=True)
    finally:
        os.sched_setaffinity(0, {int(tools.REQUESTING)})


def start_once(bundle, body):
    before = clock.perf_counter()
    server = spawn(tools.CLEAP, "serve", "-m", bundle, "-p", "0", "-t", "1")
    try:
        said = ""
        while not (port := re.search(r":(\d+)\s*$", said)):
            said = server.stderr.readline()
            if not said:
                raise SystemExit("benchmarks/run: cleap serve ended")
        listening = clock.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", int(port.group(1)))
        connection.request("POST", "/score", body)
        answer = connection.getresponse()
        answer.read()
        after = clock.perf_counter()
        if answer.status != 200:
            raise SystemExit("benchmarks/run: cleap serve answered %d" % answer.status)
        return {"listening_ms": (listening - before) * 1e3, "first_row_ms": (after - before) * 1e3,
                "rss_kb": resident_kb(server.pid), "model_kb": made.uncompressed_kb(bundle)}
    finally:
        server.terminate()
        server.wait()
        server.stderr.close()
        os.sched_setaffinity(0, tools.PROCESSORS)


def run(options):
    results = {}
    for name in options.pick(bundles.names()):
        tools.say(NAME, name)
        bundle, frame = bundles.find(name)
        body = first_row(frame)
        results[name] = tools.in_turn(max(options.rounds, 5),
                                      {"cleap": lambda: start_once(bundle, body)})
    return results


def line(name, r):
    mine = r["cleap"]
    return row([name, ms(mine, "listening_ms"), ms(mine, "first_row_ms"),
                "%.1f MB" % (value(mine, "rss_kb") / 1024),
                "%.1f MB" % (value(mine, "model_kb") / 1024)])


def table(results):
    return ["### Starting a server", "",
            "`cleap serve` with one thread: from before the exec until it says that it listens, and"
            " until the first row was answered over HTTP; memory resident then.", "",
            row(["model", "listening", "first answer", "memory", "bundle, unpacked"]), row(["---"] * 5),
            *(line(n, r) for n, r in results.items())]
