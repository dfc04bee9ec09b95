"""Rows without end: whatever comes through a pipe is scored in the memory of a tile.

CLEAP_STREAM_MB says how much that is, for a run by hand:
    CLEAP=build/release/cleap CLEAP_STREAM_MB=10240 python3 tests/e2e/test_streaming.py -v
"""

import json
import os
import subprocess
import threading
import time
import unittest

from server import CLEAP, frame, is_sanitized, model, row_objects

MEGABYTES = int(os.environ.get("CLEAP_STREAM_MB", "100"))
FEW_MEGABYTES = 4
SLACK_KB = 512
SLACK_KB_A_THREAD = 2048
WAIT = 60 + MEGABYTES


def csv_line(row):
    texts = ("" if value is None else str(value) for value in row.values())
    return ",".join(texts).replace("True", "true").replace("False", "false") + "\n"


def make_block(line_of):
    """About a megabyte of rows, in each an id with the number of the block in place of @."""
    rows = [dict({"id": f"@.{i}"}, **row)
            for i, row in enumerate(row_objects(frame()) * 200)]
    return "".join(line_of(row) for row in rows).encode(), len(rows)


class Feeder(threading.Thread):
    """Writes blocks into a pipe, then tells how much memory its reader had at most."""

    def __init__(self, process, block, n_blocks):
        super().__init__()
        self.process, self.block, self.n_blocks = process, block, n_blocks
        self.peak_kb = None

    def run(self):
        for number in range(self.n_blocks):
            self.process.stdin.write(self.block.replace(b"@", b"%d" % number))
        self.process.stdin.flush()
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as f:
            self.peak_kb = next(int(line.split()[1]) for line in f if line.startswith("VmHWM:"))
        self.process.stdin.close()


def score(arguments, header, block, n_blocks):
    """Returns how many lines came out, the last one, and the peak of memory in kB."""
    process = subprocess.Popen([CLEAP, "score", model(), "-", *arguments], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE)
    process.stdin.write(header)
    feeder = Feeder(process, block, n_blocks)
    feeder.start()
    n, last = 0, b""
    for piece in iter(lambda: process.stdout.read1(1 << 16), b""):
        n += piece.count(b"\n")
        last = (last + piece)[-1000:]
    feeder.join(WAIT)
    process.stdout.close()
    assert process.wait(WAIT) == 0
    return n, last.splitlines()[-1].decode(), feeder.peak_kb


@unittest.skipIf(is_sanitized(), "a sanitizer keeps memory that was given back")
class Streaming(unittest.TestCase):
    def check(self, arguments, line_of, last_of, header=b"", n_extra=0, slack_kb=SLACK_KB):
        block, n_rows = make_block(line_of)
        n_blocks = max(2, MEGABYTES * 1000000 // len(block))
        few = max(2, FEW_MEGABYTES * 1000000 // len(block))
        few_kb = score(arguments, header, block, few)[2]
        start = time.monotonic()
        n, last, peak_kb = score(arguments, header, block, n_blocks)
        seconds = time.monotonic() - start
        self.assertEqual(n, n_blocks * n_rows + n_extra)
        self.assertEqual(last_of(last), f"{n_blocks - 1}.{n_rows - 1}")
        self.assertLessEqual(peak_kb, few_kb + slack_kb)
        if MEGABYTES > 1000:
            megabytes = n_blocks * len(block) / 1e6
            print(f"{' '.join(arguments)}: {megabytes:.0f} MB, {n} rows, {seconds:.1f} s, "
                  f"{n / seconds:.0f} rows/s, {megabytes / seconds:.0f} MB/s, {peak_kb} kB at most; "
                  f"{few_kb} kB for {few * len(block) / 1e6:.1f} MB")

    def check_csv(self, *arguments, slack_kb=SLACK_KB):
        header = csv_line({name: name for name in ["id", *row_objects(frame())[0]]}).encode()
        self.check(["-f", "csv", "-s", "price_prediction,id", *arguments], csv_line,
                   lambda line: line.split(",")[1], header, 1, slack_kb)

    def test_csv(self):
        self.check_csv()

    def test_csv_by_threads(self):
        self.check_csv("--threads", "3", slack_kb=3 * SLACK_KB_A_THREAD)

    def test_json_lines(self):
        self.check(["-f", "jsonl", "-s", "price_prediction,id"],
                   lambda row: json.dumps(row) + "\n", lambda line: json.loads(line)["id"])

    def test_json_lines_to_columns(self):
        self.check(["-i", "jsonl", "-t", "csv", "-s", "price_prediction,id"],
                   lambda row: json.dumps(row) + "\n", lambda line: line.split(",")[1],
                   n_extra=1)


if __name__ == "__main__":
    unittest.main()
