"""How long fresh action containers' servers take to their first answers.

usage: starts.py [--json] [--rounds N] RUN_BODY NAME=PORT=INIT_BODY=COMMAND...

Starts each command N times (50), all in turn, on the last processor, and tells from the start of
the process: until a connection is taken, from there until /init is answered, until /run is. The
bodies are files; the commands must listen on PORT of 127.0.0.1.
"""

import json
import os
import shlex
import socket
import statistics
import subprocess
import sys
import time

PHASES = ("listening", "init", "run", "all")


def connect(port, patience=5.0):
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            return socket.create_connection(("127.0.0.1", port))
        except ConnectionRefusedError:
            pass
    raise SystemExit(f"starts: nothing listens on port {port}")


def post(connection, path, body):
    """Posts on a connection, which it closes; raises SystemExit unless the answer is 200."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                       b"Connection: close\r\nContent-Length: %d\r\n\r\n" % (path, len(body)) +
                       body)
    answer = b""
    while more := connection.recv(1 << 20):
        answer += more
    connection.close()
    if not answer.startswith(b"HTTP/1.1 200 "):
        raise SystemExit(f"starts: {path.decode()} is answered with {answer[:300]}")


def start(port, init, run, command):
    """The phases of one start, in milliseconds."""
    cpu = max(os.sched_getaffinity(0))
    times = [time.monotonic()]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               preexec_fn=lambda: os.sched_setaffinity(0, {cpu}))
    try:
        connection = connect(port)
        times.append(time.monotonic())
        post(connection, b"/init", init)
        times.append(time.monotonic())
        post(connect(port), b"/run", run)
        times.append(time.monotonic())
    finally:
        process.terminate()
        process.wait()
    return [1e3 * (b - a) for a, b in zip(times, times[1:])] + [1e3 * (times[-1] - times[0])]


def p95(values):
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]


def show(name, rounds, as_json):
    columns = list(zip(*rounds))
    found = {f"{phase}_ms": {"median": round(statistics.median(column), 2),
                             "p95": round(p95(column), 2)}
             for phase, column in zip(PHASES, columns)}
    if as_json:
        print(json.dumps({"name": name, "starts": len(rounds), **found}))
    else:
        cells = (f"{f['median']:.2f}, {f['p95']:.2f}" for f in found.values())
        print(f"| {name} | {' | '.join(cells)} |")


def read(path):
    with open(path, "rb") as f:
        return f.read()


def main(args):
    as_json = "--json" in args
    args = [arg for arg in args if arg != "--json"]
    n = 50
    if args[:1] == ["--rounds"]:
        n, args = int(args[1]), args[2:]
    if len(args) < 2:
        raise SystemExit(__doc__.split("\n")[2])
    run, targets = read(args[0]), [arg.split("=", 3) for arg in args[1:]]
    rounds = [[start(int(port), read(init), run, shlex.split(command))
               for _, port, init, command in targets] for _ in range(n)]
    if not as_json:
        print("| server, median and p95 in ms | start to listening | /init | first /run | all |")
        print("|---|---|---|---|---|")
    for i, (name, *_) in enumerate(targets):
        show(name, [a_round[i] for a_round in rounds], as_json)


if __name__ == "__main__":
    main(sys.argv[1:])
