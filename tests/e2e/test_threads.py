"""cleap score --threads: what goes out, what is told and how it ends is the same for any number."""

import json
import os
import random
import subprocess
import threading
import unittest

from server import CLEAP, ROOT, WAIT, Server, cleap, frame, model, row_objects

GOLDEN = os.path.join(ROOT, "tests", "golden")
BOUNDED = os.path.join(GOLDEN, "bucketizer", "bucketizer_bounded_keep", "bundle.zip")
DROPPING = os.path.join(GOLDEN, "string_indexer", "string_indexer_skip")
FORMS = ("csv", "jsonl", "json", "binary", "avro")
COUNTS = ("2", "3", "7")


def csv_line(row):
    def field(value):
        text = "" if value is None else json.dumps(value).strip('"')
        return f'"{text}"' if "," in text or "\n" in text else text
    return ",".join(map(field, row.values())) + "\n"


def as_csv(rows):
    return (",".join(rows[0]) + "\n" + "".join(map(csv_line, rows))).encode()


def as_lines(rows):
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def score(bundle, data, *args):
    done = subprocess.run([CLEAP, "score", bundle, "-", *args], input=data, capture_output=True,
                          timeout=WAIT, check=False)
    return done.returncode, done.stdout, done.stderr.decode()


class Threads(unittest.TestCase):
    maxDiff = 1000

    def same(self, bundle, data, *args, counts=COUNTS, out=True):
        """Returns what one thread gives, once it is sure that others give it too."""
        wanted = score(bundle, data, *args)
        for n in counts:
            found = score(bundle, data, *args, "--threads", n)
            self.assertEqual((found[0], found[2]), (wanted[0], wanted[2]), (args, n))
            if out:
                self.assertTrue(found[1] == wanted[1], (args, n))
        return wanted


class Text(Threads):
    """CSV and JSON Lines, which threads read, score and write."""

    @classmethod
    def setUpClass(cls):
        few = row_objects(frame())
        cls.rows = [dict({"id": i}, **few[i % len(few)]) for i in range(6000)]
        cls.data = {"csv": as_csv(cls.rows), "jsonl": as_lines(cls.rows)}

    def test_every_format_out_of_both(self):
        for come, data in self.data.items():
            for go in FORMS:
                status, out, err = self.same(model(), data, "-i", come, "-t", go)
                self.assertEqual((status, err), (0, ""))
                self.assertGreater(len(out), len(self.rows))

    def test_selected_columns_and_the_order_of_rows(self):
        for come, data in self.data.items():
            out = self.same(model(), data, "-i", come, "-t", "csv", "-s", "id,price_prediction")[1]
            self.assertEqual([int(line.split(b",")[0]) for line in out.splitlines()[1:]],
                             list(range(len(self.rows))))

    def test_few_rows_or_none(self):
        for n in (0, 1, 2, 256, 257, 513):
            for come, data in self.data.items():
                head = n + (come == "csv")
                part = b"".join(data.splitlines(True)[:head])
                for go in ("csv", "jsonl", "avro"):
                    self.same(model(), part, "-i", come, "-t", go, counts=("2",))
                self.same(model(), part[:-1], "-f", come, counts=("2",))

    def test_a_header_that_is_wrong(self):
        for text in (b"", b"\n", b"id,id\n1,2\n", b"id\n1\n"):
            status, _, err = self.same(model(), text, "-f", "csv")
            self.assertEqual(status, 1)
            self.assertIn("cleap: ", err)

    def test_records_larger_than_a_chunk(self):
        note = "a,\n" * 200000
        rows = [dict(row, note=note if i % 50 == 49 else "b\n") for i, row in
                enumerate(self.rows[:200])]
        out = self.same(model(), as_csv(rows), "-f", "csv", "-s", "note,id", counts=("2", "3"))[1]
        self.assertEqual(out.count(b"a,"), 4 * 200000)
        self.same(model(), as_lines(rows), "-f", "jsonl", "-s", "note,id", counts=("2", "3"))

    def test_keys_that_are_left_out_are_told_of_once(self):
        rows = [dict(row, **({"late": i} if i > 3000 else {})) for i, row in enumerate(self.rows)]
        err = self.same(model(), as_lines(rows), "-i", "jsonl", "-t", "csv")[2]
        self.assertEqual(len(err.splitlines()), 1)
        self.assertIn("line 3002: 'late' is left out", err)
        out = self.same(model(), as_lines(rows), "-i", "jsonl", "-t", "csv", "-s", "id,late")[1]
        self.assertEqual(out.splitlines()[3002], b"3001,3001")

    def test_rows_that_come_slowly_are_answered_as_they_come(self):
        process = subprocess.Popen([CLEAP, "score", model(), "-", "-f", "jsonl", "-s", "id",
                                    "--threads", "3"], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE)
        for i in range(20):
            process.stdin.write(as_lines(self.rows[i * 7:i * 7 + 1 + i % 3]))
            process.stdin.flush()
            for row in self.rows[i * 7:i * 7 + 1 + i % 3]:
                self.assertEqual(json.loads(process.stdout.readline()), {"id": row["id"]})
        process.stdin.close()
        self.assertEqual(process.wait(WAIT), 0)
        process.stdout.close()


class Faults(Threads):
    """Rows that cannot be read (no number) or scored (out of range), anywhere."""

    N = 30000
    GOOD = "0.5" + "0" * 20 # so that there are some chunks

    def csv(self, faults):
        rows = [self.GOOD] * self.N
        for at, what in faults.items():
            rows[at] = what
        return ("x\n" + "\n".join(rows) + "\n").encode()

    def lines(self, faults):
        return b"".join(b'{"x": %s}\n' % (faults.get(i, self.GOOD) if faults.get(i) != "no number"
                                          else "[]").encode() for i in range(self.N))

    def test_the_first_one_ends_the_work(self):
        for faults in ({0: "1e9"}, {1: "no number"}, {700: "1e9", 701: "no number", 20000: "1e9"},
                       {20500: "no number", 20501: "1e9"}, {self.N - 1: "1e9"}):
            for come, data in (("csv", self.csv(faults)), ("jsonl", self.lines(faults))):
                first = min(faults)
                for go in ("csv", "jsonl"):
                    status, out, err = self.same(BOUNDED, data, "-i", come, "-t", go,
                                                 counts=("2", "5"))
                    self.assertEqual(status, 1)
                    self.assertIn(f"cleap: standard input: line {first + 1 + (come == 'csv')}: ", err)
                    self.assertEqual(out.count(b"0.5"), first)
                self.same(BOUNDED, data, "-i", come, "-t", "json", counts=("2",), out=False)

    def test_all_are_skipped_and_told_of_in_their_order(self):
        chance = random.Random(7)
        for n in (1, 21, 400):
            faults = {chance.randrange(self.N): chance.choice(["1e9", "no number"])
                      for _ in range(n)}
            for come, data in (("csv", self.csv(faults)), ("jsonl", self.lines(faults))):
                status, out, err = self.same(BOUNDED, data, "-i", come, "-t", "csv", "--skip-bad",
                                             counts=("2", "5"))
                self.assertEqual((status, out.count(b"0.5")), (0, self.N - len(faults)))
                told = [int(line.split("line ")[1].split(":")[0]) - 1 - (come == "csv")
                        for line in err.splitlines() if "line " in line]
                self.assertEqual(told, sorted(faults)[:20])
                self.assertTrue(err.endswith(f" {len(faults)} row{'s'[:n > 1]} skipped\n"), err)

    def test_neighbours_of_both_kinds(self):
        faults = {i: "no number" if i % 2 else "1e9" for i in range(20000, 20060)}
        err = self.same(BOUNDED, self.csv(faults), "-f", "csv", "--skip-bad")[2]
        self.assertEqual([int(line.split("line ")[1].split(":")[0]) for line in
                          err.splitlines()[:20]], list(range(20002, 20022)))

    def test_frames(self):
        for faults in ({}, {0: 1e9}, {255: 1e9, 256: 1e9}, {700: 1e9, 4000: 1e9},
                       {i: 1e9 for i in range(1000, 1500)}):
            rows = [[faults.get(i, 0.5)] for i in range(5000)]
            data = json.dumps({"schema": {"fields": [{"name": "x", "type": "double"}]},
                               "rows": rows}).encode()
            for go in ("csv", "json", "avro"):
                self.same(BOUNDED, data, "-i", "json", "-t", go, counts=("2", "5"))
                self.same(BOUNDED, data, "-i", "json", "-t", go, "--skip-bad", counts=("2", "5"))


class Frames(Threads):
    """Leap frames, which one thread reads and writes and others score."""

    def test_every_format_into_every_other(self):
        small = frame()
        large = json.dumps(dict(small, rows=small["rows"] * 60)).encode()
        for come in ("json", "binary", "avro"):
            data = subprocess.run([CLEAP, "convert", "-", "-f", "json", "-t", come], input=large,
                                  capture_output=True, check=True).stdout
            for go in FORMS:
                status, _, err = self.same(model(), data, "-i", come, "-t", go, counts=("2", "5"))
                self.assertEqual((status, err), (0, ""))

    def test_rows_that_the_model_drops(self):
        with open(os.path.join(DROPPING, "input.json"), encoding="utf-8") as f:
            a_frame = json.load(f)
        names = [field["name"] for field in a_frame["schema"]["fields"]]
        rows = [[dict(zip(names, row)), row] for row in a_frame["rows"]] * 3000
        bundle = os.path.join(DROPPING, "bundle.zip")
        objects = [dict(row[0], id=i) for i, row in enumerate(rows)]
        kept = self.same(bundle, as_lines(objects), "-f", "jsonl")[1].count(b"\n")
        self.assertTrue(0 < kept < len(rows))
        for go in ("csv", "jsonl", "avro"):
            self.same(bundle, as_csv(objects), "-i", "csv", "-t", go)
            self.same(bundle, json.dumps(dict(a_frame, rows=[row[1] for row in rows])).encode(),
                      "-i", "json", "-t", go)


class Servers(unittest.TestCase):
    """--batch-threads of serve and action."""

    @classmethod
    def setUpClass(cls):
        few = row_objects(frame())
        cls.rows = [dict({"id": i}, **few[i % len(few)]) for i in range(3000)]

    def ask(self, n, bundle, path, *bodies):
        with Server(*(["serve"] if path == "/score" else ["action"]), "--model", bundle,
                    "--batch-threads", n) as server:
            return [server.ask("POST", path, body) for body in bodies]

    def same(self, bundle, *bodies):
        wanted = self.ask("1", bundle, "/score", *bodies)
        self.assertTrue(self.ask("3", bundle, "/score", *bodies) == wanted)
        return wanted

    def test_answers_are_those_of_one_thread(self):
        small = frame()
        a_frame = dict(small, rows=small["rows"] * 60)
        answers = self.same(model(), self.rows, a_frame, {"rows": self.rows, "select": "id,cont"},
                            dict(a_frame, select=["price_prediction"]), self.rows[:3],
                            self.rows[:512], self.rows[:513], self.rows[0])
        self.assertEqual({status for status, _ in answers}, {200})
        self.assertEqual([row["id"] for row in json.loads(answers[0][1])], list(range(3000)))

    def test_failures_and_rows_that_go(self):
        bad = list(self.rows)
        bad[2000] = bad[2500] = dict(bad[0], id={}, reviews="many")
        self.assertIn(b"row 2000", self.same(model(), bad)[0][1])
        rows = [[0.5]] * 2000
        rows[1500] = rows[1800] = [1e9]
        a_frame = {"schema": {"fields": [{"name": "x", "type": "double"}]}, "rows": rows}
        self.assertIn(b"row 1500", self.same(BOUNDED, a_frame)[0][1])
        with open(os.path.join(DROPPING, "input.json"), encoding="utf-8") as f:
            objects = [dict(row, id=i) for i, row in enumerate(row_objects(json.load(f)) * 500)]
        answer = json.loads(self.same(os.path.join(DROPPING, "bundle.zip"), objects)[0][1])
        self.assertTrue(0 < len(answer) < len(objects))

    def test_many_who_ask_at_once(self):
        body = json.dumps({"value": {"rows": self.rows, "select": "id,price_prediction"}})
        answers = []
        with Server("action", "--model", model(), "--batch-threads", "2", "--threads",
                    "4") as server:
            threads = [threading.Thread(
                target=lambda: answers.append(server.ask("POST", "/run", body))) for _ in range(12)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertEqual(answers, self.ask("1", model(), "/run", body) * 12)


class Words(unittest.TestCase):
    def test_a_number_is_wanted(self):
        for n in ("-1", "257", "two"):
            status, _, err = cleap("score", model(), "-", "--threads", n)
            self.assertEqual(status, 2, err)
        self.assertEqual(cleap("score", model(), model(file="frame.json"), "--threads", "0")[0], 0)


if __name__ == "__main__":
    unittest.main()
