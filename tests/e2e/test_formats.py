"""Rows in every format, in and out, of any length."""

import csv
import io
import json
import os
import pty
import select
import subprocess
import tempfile
import time
import unittest

from server import CLEAP, ROOT, WAIT, cleap, frame, model, row_objects

GOLDEN = os.path.join(ROOT, "tests", "golden", "e2e", "e2e_airbnb_linear_regression")
FORMS = ("json", "bin", "avro", "csv", "jsonl")
COLUMN = "price_prediction"


def prices():
    answer = frame(file="expected.json")
    at = [f["name"] for f in answer["schema"]["fields"]].index(COLUMN)
    return [row[at] for row in answer["rows"]]


def lines(rows):
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def frame_of(path):
    with open(path, encoding="utf-8") as f:
        return json.load(f)


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, data):
        with open(self.path(name), "wb") as f:
            f.write(data if isinstance(data, bytes) else data.encode())
        return self.path(name)

    def read(self, name):
        with open(self.path(name), "rb") as f:
            return f.read()

    def good(self, *args, stdin=b""):
        status, out, err = cleap(*args, stdin=stdin)
        self.assertEqual((status, err), (0, ""), args)
        return out


class Formats(Folder):
    def test_every_format_scores_to_every_other(self):
        for come in FORMS:
            self.good("convert", model(file="frame.json"), self.path("in." + come))
            for go in FORMS:
                self.good("score", model(), self.path("in." + come), "-s", COLUMN, "-o",
                          self.path("out." + go))
                text = self.good("convert", self.path("out." + go), "--to", "csv") \
                    if go in ("json", "bin", "avro") else self.read("out." + go).decode()
                found = [json.loads(line)[COLUMN] if go == "jsonl" else float(line)
                         for line in text.splitlines()[go != "jsonl":]]
                self.assertEqual(found, prices(), (come, go))

    def test_content_tells_the_format_where_no_name_does(self):
        for come in FORMS:
            self.good("convert", model(file="frame.json"), self.path("in." + come))
            out = self.good("score", model(), "-", "-s", COLUMN, "-t", "csv",
                            stdin=self.read("in." + come))
            self.assertEqual([float(x) for x in out.splitlines()[1:]], prices(), come)

    def test_names_of_mleap_are_understood(self):
        self.good("convert", model(file="frame.json"), self.path("x"), "--to",
                  "ml.combust.mleap.avro")
        self.assertEqual(self.read("x")[:4], b"Obj\1")

    def test_the_jvms_avro_file_scores_to_the_jvms_avro_file(self):
        self.good("score", os.path.join(GOLDEN, "bundle.json.zip"),
                  os.path.join(GOLDEN, "input.avro"), "-o", self.path("out.avro"))
        found = self.good("convert", self.path("out.avro"), "--to", "csv")
        wanted = self.good("convert", os.path.join(GOLDEN, "expected.avro"), "--to", "csv")
        self.assertEqual(found, wanted)

    def test_show_takes_any_leap_frame(self):
        tables = set()
        for come in ("json", "bin", "avro"):
            self.good("convert", model(file="frame.json"), self.path("in." + come))
            tables.add(self.good("show", self.path("in." + come)).replace(" ", ""))
        self.assertEqual(len(tables), 1)

    def test_what_cannot_be_is_told(self):
        data = self.write("in.csv", "a,b\n1,2\n")
        for args, wanted, words in (
                (["convert", data, "--to", "xml"], 2, "there is no format 'xml'"),
                (["convert", data, "--to", "json"], 1, "csv says nothing of types"),
                (["score", model(), data, "-o", data], 1, "would overwrite the input"),
                (["score", model(), data, "-o", self.path("no/such")], 3, "No such file")):
            status, out, err = cleap(*args)
            self.assertEqual((status, out), (wanted, ""), args)
            self.assertIn(words, err)


class Select(Folder):
    """cleap convert --select"""

    def test_columns_are_kept_in_the_order_in_which_they_are_named(self):
        names = ["reviews", "city"]
        wanted = [[row[name] for name in names] for row in row_objects(frame())]
        for come in FORMS:
            self.good("convert", model(file="frame.json"), self.path("in." + come))
            for go in ("json", "jsonl"):
                out = self.good("convert", self.path("in." + come), "-t", go, "-m", model(), "-s",
                                ",".join(names))
                rows = json.loads(out)["rows"] if go == "json" else \
                    [list(json.loads(line).values()) for line in out.splitlines()]
                self.assertEqual(rows, wanted, (come, go))

    def test_keys_of_any_line_are_found_by_name(self):
        row = row_objects(frame())[0]
        data = lines([row, dict(row, id=7), row])
        out = self.good("convert", "-", "-f", "jsonl", "-m", model(), "-t", "csv", "-s", "id,city",
                        stdin=data)
        self.assertEqual(out, "id,city\n,New York\n7,New York\n,New York\n")

    def test_what_is_not_there_or_comes_twice_is_refused(self):
        for names, words in (("city,nope", "there is no column 'nope' to select"),
                             ("city,city", "column 'city' is selected twice")):
            status, out, err = cleap("convert", model(file="frame.json"), "-t", "csv", "-s", names)
            self.assertEqual((status, out), (1, ""))
            self.assertIn(words, err)


class Csv(Folder):
    HEADER = "id,city,room_type,policy,instant_bookable,reviews,host_is_superhost\n"

    def score(self, text, *args):
        return cleap("score", model(), self.write("in.csv", text), "-s", "id,city," + COLUMN,
                     *args)

    def test_quotes_line_breaks_and_marks(self):
        text = "\ufeff" + self.HEADER.replace("\n", "\r\n") + \
            '7,"Par""is",a,"b,\nc",1,2,true\r\n"","",a,b,1,2,false\r\n,,a,b,1,2,0'
        status, out, err = self.score(text)
        self.assertEqual((status, err), (0, ""))
        rows = [line.rsplit(",", 1)[0] for line in out.splitlines()]
        self.assertEqual(rows, ["id,city", '7,"Par""is"', '"",""', ","])

    def test_what_does_not_fit_names_line_and_column(self):
        good = "1,a,b,c,1,2,3\n"
        for text, words in (
                ("", "line 1: no header"),
                ("id,city\n", "column 'reviews' is missing; wanted: double"),
                ("id,id\n", "line 1: the frame has a column 'id' already"),
                (self.HEADER + good + "1,a,b,c,1,two,3\n", "line 3: column 'reviews': found \"two\""),
                (self.HEADER + good + "1,a,b,c,1,,3\n", "line 3: column 'reviews': found \"\""),
                (self.HEADER + '1,"a\nb",b,c,1,2,3\n1,a,b\n', "line 4: 3 fields, the header has 7"),
                (self.HEADER + good + '1,a"b,b,c,1,2,3\n', "line 3: a quote in a field"),
                (self.HEADER + good + '1,"a"b,b,c,1,2,3\n', "line 3: 'b' behind a closing quote"),
                (self.HEADER + good + '1,"ab', "line 3: a quote that is not closed"),
                ((self.HEADER + good).encode() + b"1,\xff,b,c,1,2,3\n",
                 "line 3: text that is not UTF-8")):
            status, _, err = self.score(text)
            self.assertEqual(status, 1, text)
            self.assertIn(words, err)

    def test_a_quote_that_stays_open_makes_one_record_of_all_that_follows(self):
        status, _, err = self.score(self.HEADER + '1,"' + "x" * 1000)
        self.assertEqual(status, 1)
        self.assertIn("line 2: a quote that is not closed", err)

    def test_only_columns_that_are_needed_must_be_there(self):
        out = self.good("score", model(), self.write("in.csv", "id,bedrooms\n5,2\n"), "-s",
                        "id,bedrooms_i")
        self.assertEqual(out, "id,bedrooms_i\n5,2.0\n")

    def test_bad_rows_are_skipped_when_asked(self):
        bad = "".join(f"{i},a,b,c,x,2,3\n" for i in range(30))
        status, out, err = self.score(self.HEADER + bad + "31,a,b,c,1,2,3\n\n", "--skip-bad")
        self.assertEqual(status, 0)
        self.assertTrue(out.splitlines()[1].startswith("31,a,"))
        self.assertEqual(len(out.splitlines()), 2)
        self.assertIn("skipped: line 2: column 'instant_bookable'", err)
        self.assertIn("30 rows skipped", err)
        self.assertEqual(len(err.splitlines()), 22)

    def test_rows_that_cannot_be_scored_are_named_and_skipped(self):
        bundle = os.path.join(ROOT, "tests", "golden", "bucketizer", "bucketizer_bounded_keep",
                              "bundle.zip")
        rows = ["0.5"] * 300 + ["1e9"] + ["0.5"] * 10
        text = self.write("in.csv", "\n".join(["x"] + rows) + "\n")
        status, _, err = cleap("score", bundle, text)
        self.assertEqual(status, 1)
        self.assertRegex(err, r"^cleap: .*in.csv: line 302: node '.*' \(bucketizer\): ")
        self.assertNotIn("row", err)
        status, out, err = cleap("score", bundle, text, "-k")
        self.assertEqual((status, len(out.splitlines())), (0, 311))
        self.assertIn("skipped: line 302: node", err)

    def test_rows_before_a_bad_one_are_written(self):
        good = "1,a,b,c,1,2,3\n"
        for bad in ("1,a,b,c,1,two,3\n", "1,a\n", '1,a"b,b,c,1,2,3\n'):
            for n in (1, 300):
                status, out, _ = self.score(self.HEADER + good * n + bad + good)
                self.assertEqual((status, len(out.splitlines())), (1, 1 + n), bad)
        bundle = os.path.join(ROOT, "tests", "golden", "bucketizer", "bucketizer_bounded_keep",
                              "bundle.zip")
        text = self.write("in.csv", "x\n" + "0.5\n" * 300 + "1e9\n0.5\n")
        status, out, _ = cleap("score", bundle, text)
        self.assertEqual((status, len(out.splitlines())), (1, 301))

    def test_python_reads_what_is_written(self):
        out = self.good("score", model(), model(file="frame.json"), "-t", "csv")
        found = list(csv.DictReader(io.StringIO(out)))
        self.assertEqual([float(row[COLUMN]) for row in found], prices())
        wanted = frame(file="expected.json")
        names = [f["name"] for f in wanted["schema"]["fields"]]
        for row, cells in zip(found, wanted["rows"]):
            self.assertEqual(json.loads(row["features"]), cells[names.index("features")])
            self.assertEqual(json.loads(row["cont"]), cells[names.index("cont")]["values"])
            self.assertEqual(row["city"], cells[names.index("city")] or "")

    def test_vectors_come_back(self):
        bundle = os.path.join(ROOT, "tests", "golden", "linear_regression", "linear_regression",
                              "bundle.json.zip")
        data = os.path.join(os.path.dirname(bundle), "input.json")
        self.good("convert", data, self.path("in.csv"))
        self.assertEqual(self.good("score", bundle, self.path("in.csv"), "-t", "csv"),
                         self.good("score", bundle, data, "-t", "csv"))


class JsonLines(Folder):
    def test_what_a_server_answers_line_by_line(self):
        rows = [dict(row, id=i) for i, row in enumerate(row_objects(frame()))]
        out = self.good("score", model(), "-", stdin=lines(rows))
        answers = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([a[COLUMN] for a in answers], prices())
        self.assertEqual([a["id"] for a in answers], list(range(len(rows))))

    def test_keys_that_the_model_does_not_know_may_be_selected(self):
        rows = [dict(row) for row in row_objects(frame())[:2]]
        rows[0]["id"] = {"a": [1, "\u00fc"]}
        data = lines(rows)
        out = self.good("score", model(), "-", "-s", "id," + COLUMN, stdin=data)
        self.assertEqual([json.loads(line)["id"] for line in out.splitlines()],
                         [{"a": [1, "\u00fc"]}, None])
        out = self.good("score", model(), "-", "-s", "id," + COLUMN, "-t", "csv", stdin=data)
        self.assertEqual([row["id"] for row in csv.DictReader(io.StringIO(out))],
                         ['{"a": [1, "\\u00fc"]}', ""])

    def test_keys_that_come_late_are_left_out_of_columns_and_that_is_said_once(self):
        row = row_objects(frame())[0]
        data = lines([dict(row, id=1), dict(row, id=2, **{"no\x07te": "x"}), dict(row, more=3)])
        for args in (["score", model(), "-"], ["convert", "-", "-m", model()]):
            status, out, err = cleap(*args, "-t", "csv", stdin=data)
            self.assertEqual(status, 0)
            found = list(csv.DictReader(io.StringIO(out)))
            self.assertEqual([r["id"] for r in found], ["1", "2", ""])
            self.assertNotIn("more", found[0])
            self.assertEqual(len(err.splitlines()), 1)
            self.assertIn("cleap: line 2: 'no te' is left out", err)

    def test_a_row_that_the_model_drops_takes_what_rides_along_with_it(self):
        folder = os.path.join(ROOT, "tests", "golden", "string_indexer", "string_indexer_skip")
        bundle = os.path.join(folder, "bundle.zip")
        field = frame_of(os.path.join(folder, "input.json"))["schema"]["fields"][0]["name"]
        known = self.good("score", bundle, os.path.join(folder, "input.json"), "-t", "csv",
                          "-s", field).splitlines()[1]
        rows = [{field: known if i % 3 else "never seen", "id": i} for i in range(600)]
        for form in ("jsonl", "csv"):
            out = self.good("score", bundle, "-", "-s", "id", "-t", form, stdin=lines(rows))
            ids = [int(line) if form == "csv" else json.loads(line)["id"]
                   for line in out.splitlines()[form == "csv":]]
            self.assertEqual(ids, [i for i in range(600) if i % 3])

    def test_a_bad_line_is_named_or_skipped(self):
        good = row_objects(frame())[0]
        data = lines([good]) + b"\n{\"city\": 1\n[]\n" + lines([dict(good, reviews=[]), good])
        status, _, err = cleap("score", model(), "-", "-f", "jsonl", stdin=data)
        self.assertEqual(status, 1)
        self.assertIn("cleap: standard input: line 3: ", err)
        status, out, err = cleap("score", model(), "-", "-f", "jsonl", "-k", stdin=data)
        self.assertEqual((status, len(out.splitlines())), (0, 2))
        for words in ("line 4: expected an object", "line 5: node ", "3 rows skipped"):
            self.assertIn(words, err)

    def test_rows_are_answered_as_they_come(self):
        process = subprocess.Popen([CLEAP, "score", model(), "-", "-f", "jsonl", "-s", COLUMN],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for row, price in list(zip(row_objects(frame()), prices()))[:3]:
            process.stdin.write(lines([row]))
            process.stdin.flush()
            self.assertEqual(json.loads(process.stdout.readline()), {COLUMN: price})
        process.stdin.close()
        self.assertEqual(process.wait(WAIT), 0)
        process.stdout.close()


class Progress(Folder):
    def test_a_terminal_sees_how_far_it_is(self):
        ours, theirs = pty.openpty()
        process = subprocess.Popen([CLEAP, "score", model(), "-", "-f", "jsonl", "-s", COLUMN],
                                   stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=theirs)
        os.close(theirs)
        data = lines(row_objects(frame()))
        end = time.monotonic() + WAIT
        while not select.select([ours], [], [], 0)[0]:
            self.assertLess(time.monotonic(), end)
            process.stdin.write(data)
        self.assertRegex(os.read(ours, 1000).decode(), r"\d+ rows, \d+ rows/s")
        process.stdin.close()
        self.assertEqual(process.wait(WAIT), 0)
        os.close(ours)


if __name__ == "__main__":
    unittest.main()
