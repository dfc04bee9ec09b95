"""The commands that are no servers."""

import json
import os
import tempfile
import unittest

from bundles import write_bundle
from server import cleap, frame, model

COLUMNS = "bedrooms,price_prediction"


class Score(unittest.TestCase):
    def test_prints_what_the_jvm_prints(self):
        with open(model(file="expected.json"), encoding="utf-8") as f:
            wanted = f.read().strip()
        status, out, err = cleap("score", model(), model(file="frame.json"))
        self.assertEqual((status, err), (0, ""))
        self.assertEqual(out, wanted + "\n")

    def test_reads_standard_input(self):
        status, out, _ = cleap("score", model(), "-", stdin=json.dumps(frame()).encode())
        self.assertEqual((status, json.loads(out)), (0, frame(file="expected.json")))

    def test_selects_and_writes_on_one_line(self):
        status, out, _ = cleap("score", model(), model(file="frame.json"), "--compact",
                               "--select", COLUMNS)
        self.assertEqual((status, out.count("\n")), (0, 1))
        answer = json.loads(out)
        self.assertEqual([f["name"] for f in answer["schema"]["fields"]], COLUMNS.split(","))
        self.assertEqual(len(answer["rows"]), len(frame()["rows"]))

    def test_a_table_has_a_line_a_row(self):
        status, out, _ = cleap("score", model(), model(file="frame.json"), "-r", "-s",
                               COLUMNS + ",features,city")
        lines = out.splitlines()
        self.assertEqual((status, len(lines)), (0, len(frame()["rows"]) + 2))
        self.assertEqual(lines[0].split(), ["bedrooms", "price_prediction", "features", "city"])
        self.assertIn("of 22}", lines[2])
        self.assertTrue(all(len(line) < 160 for line in lines))

    def test_exit_status_tells_what_is_wrong(self):
        good = model(file="frame.json")
        cases = [
            (["score", model(), "-"], b"{", 1),
            (["score", model(), "-"], b'{"schema": {"fields": []}, "rows": [[]]}', 1),
            (["score", model(file="frame.json"), good], b"", 1),
            (["score", model(), good, "--select", "nope"], b"", 1),
            (["score", "/no/such.zip", good], b"", 3),
            (["score", model(), "/no/such.json"], b"", 3),
            (["score", model()], b"", 2),
            (["score", model(), good, "more"], b"", 2),
            (["score", model(), good, "--rwos"], b"", 2),
            (["score", model(), good, "--select"], b"", 2),
            (["serve"], b"", 2),
            (["serve", "--model", model(), "--port", "70000"], b"", 2),
            ([], b"", 2),
        ]
        for args, stdin, wanted in cases:
            status, out, err = cleap(*args, stdin=stdin)
            self.assertEqual((status, out), (wanted, ""), args)
            self.assertNotEqual(err, "")

    def test_nor_do_messages(self):
        err = cleap("score", model(), model(file="frame.json"), "-s", "a\x07\x1b[2Jb\u00fc")[2]
        self.assertEqual(err, "cleap: there is no column 'a  [2Jb\u00fc' to select\n")

    def test_a_path_is_said_once(self):
        for command in (["inspect"], ["score", "-"], ["bench", "-"]):
            err = cleap(command[0], "/no/such.zip", *command[1:], stdin=b"{}")[2]
            self.assertEqual(err, "cleap: /no/such.zip: there is no such file or folder\n")

    def test_a_file_that_is_broken_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, content, words in (
                    ("a.json", "{", "expected a key or"),
                    ("a.json", '{"schema": 1}', ""),
                    ("a.bin", "x", ""),
                    ("a.avro", "Obj\x01", ""),
                    ("a.csv", "a,b\n1\n", "line 2: 1 fields, the header has 2"),
                    ("a.jsonl", "{}\n", "line 1: node '"),
                    ("a.jsonl", "{\n", "line 1: expected a key or")):
                path = f"{folder}/{name}"
                with open(path, "w", encoding="latin-1") as f:
                    f.write(content)
                status, _, err = cleap("score", model(), path)
                self.assertEqual(status, 1)
                self.assertTrue(err.startswith(f"cleap: {path}: {words}"), err)
                self.assertEqual(err.count(path), 1)
            with open(f"{folder}/a.json", "w", encoding="ascii") as f:
                f.write("{")
            for command in (["show"], ["bench", model()]):
                err = cleap(*command, f"{folder}/a.json")[2]
                self.assertTrue(err.startswith(f"cleap: {folder}/a.json: expected"), err)
        err = cleap("score", model(), "-", stdin=b"{")[2]
        self.assertTrue(err.startswith("cleap: standard input: expected a key or"), err)

    def test_a_row_that_is_bad_is_named_with_its_file(self):
        with open(model(file="frame.json"), encoding="utf-8") as f:
            rows = json.load(f)
        at = [field["name"] for field in rows["schema"]["fields"]].index("reviews")
        rows["schema"]["fields"][at]["type"] = "integer"
        rows["rows"][2][at] = None
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(rows, file)
            file.flush()
            status, out, err = cleap("score", model(), file.name)
        self.assertEqual((status, out), (1, ""))
        self.assertTrue(err.startswith(f"cleap: {file.name}: row 2: column 'reviews'"), err)

    def test_blanks_around_selected_names_do_not_count(self):
        args = ["score", model(), model(file="frame.json"), "--select"]
        self.assertEqual(cleap(*args, " bedrooms ,\tprice_prediction "), cleap(*args, COLUMNS))

    def test_an_empty_name_is_not_selected(self):
        for names in ("", " ", ",bedrooms", "bedrooms,", "bedrooms, ,price_prediction"):
            for args in (["score", model(), model(file="frame.json")], ["inspect", model()],
                         ["convert", model(file="frame.json")]):
                status, out, err = cleap(*args, "--select=" + names)
                self.assertEqual((status, out), (2, ""), args)
                self.assertIn(f"option --select: '{names}' has an empty name", err)

    def test_output_that_cannot_be_written(self):
        import subprocess
        from server import CLEAP
        with open("/dev/full", "w", encoding="ascii") as full:
            done = subprocess.run([CLEAP, "score", model(), model(file="frame.json")], stdout=full,
                                  stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn(b"could not be written", done.stderr)


class Bench(unittest.TestCase):
    def test_measures_calls_and_batches(self):
        status, out, err = cleap("bench", "--json", "--ms", "20", "--rows", "7", model(),
                                 model(file="frame.json"))
        self.assertEqual((status, err), (0, ""))
        figures = json.loads(out)
        for key in ("load_ms", "row_p50_ns", "row_p99_ns", "row_p999_ns", "row_cold_p50_ns",
                    "bytes_p50_ns", "bytes_cold_p50_ns", "batch_p50_ns", "batch_rows_per_s",
                    "rss_kb"):
            self.assertGreater(figures[key], 0, key)
        self.assertEqual(figures["batch_rows"], 7)
        # Builds for sanitizers do not count.
        self.assertEqual(figures.get("row_allocations", 0), 0)
        self.assertEqual(figures.get("bytes_allocations", 0), 0)
        self.assertNotIn("profile", figures)

    def test_a_batch_may_be_for_several_threads(self):
        for given, wanted in ((["--threads", "3"], 3), ([], 1)):
            status, out, err = cleap("bench", "--json", "--ms", "20", "--rows", "2000", model(),
                                     model(file="frame.json"), *given)
            self.assertEqual((status, err), (0, ""))
            figures = json.loads(out)
            self.assertEqual((figures["batch_threads"], figures["batch_rows"]), (wanted, 2000))
            self.assertGreater(figures["batch_rows_per_s"], 0)

    def test_the_profile_names_each_step_the_longest_first(self):
        out = cleap("bench", "--json", "--ms", "20", "--profile", model(),
                    model(file="frame.json"))[1]
        steps = json.loads(out)["profile"]
        self.assertIn("linear_regression", [step["op"] for step in steps])
        self.assertAlmostEqual(sum(step["share"] for step in steps), 1, places=2)
        times = [step["row_ns"] for step in steps]
        self.assertEqual(times, sorted(times, reverse=True))

    def test_prints_a_table(self):
        status, out, _ = cleap("bench", "--ms", "20", "--profile", "--evict", model(),
                               model(file="frame.json"))
        self.assertEqual(status, 0)
        for words in ("one row, in process", "caches emptied", "rows/s", "(linear_regression)"):
            self.assertIn(words, out)


class Words(unittest.TestCase):
    def test_version(self):
        status, out, _ = cleap("--version")
        self.assertEqual((status, out[:6]), (0, "cleap "))

    def test_every_command_explains_itself(self):
        overview = cleap("--help")[1]
        for name in ("score", "inspect", "ops", "serve", "action", "health", "help"):
            self.assertIn(f"  {name} ", overview)
            status, out, err = cleap(name, "--help")
            self.assertEqual((status, err), (0, ""))
            self.assertIn(f"Usage: cleap {name}", out)
            self.assertTrue(all(len(line) <= 100 for line in out.splitlines()), out)

    def test_a_mistyped_word_gets_a_suggestion(self):
        self.assertIn("did you mean 'score'", cleap("scroe")[2])
        self.assertIn("did you mean --select", cleap("score", "a", "b", "--selct", "c")[2])

    def test_man_page(self):
        status, out, _ = cleap("help", "--man")
        self.assertEqual(status, 0)
        self.assertIn(".TH CLEAP 1", out)


if __name__ == "__main__":
    unittest.main()
