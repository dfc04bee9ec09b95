"""cleap ops, and what MLeap has beside it."""

import json
import os
import tempfile
import unittest

from bundles import write_bundle
from server import cleap


def mleap_ops():
    """What tests/e2e/mleap_ops.txt says: a list of [NAME, scored, stages or refused, REASON]."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "mleap_ops.txt")
    with open(path, encoding="utf-8") as f:
        return [(line.split(maxsplit=2) + [""])[:3] for line in f if not line.startswith("#")]


class Ops(unittest.TestCase):
    def test_names_families_and_classes(self):
        lines = [line.split() for line in cleap("ops")[1].splitlines()]
        self.assertIn(["string_indexer", "feature", "exact"], lines)
        self.assertIn(["dct", "feature", "bounded"], lines)
        page = cleap("ops", "--markdown")[1]
        self.assertTrue(all(f"| `{name}` |" in page for name, _, _ in lines))

    def test_they_say_how_near_they_are_to_the_jvm(self):
        about = {op["name"]: op["parity"] for op in json.loads(cleap("ops", "--json")[1])}
        self.assertEqual(about["bucketizer"], {"class": "exact"})
        self.assertEqual(about["logistic_regression"], {"class": "libm", "ulps": 2, "outputs":
                                                        ["probability"], "why": "exp"})
        self.assertEqual((about["dct"]["class"], about["dct"]["of_norm"]), ("bounded", 1e-13))
        page = cleap("ops", "--markdown")[1]
        for words in ("| exact |", "| libm: probability within 2 ulp (exp) |",
                      "| bounded: within 1e-13 of its vector's norm ("):
            self.assertIn(words, page)


class Mleap(unittest.TestCase):
    """Every operator of MLeap is scored, or refused with a reason; see mleap_ops.txt."""

    def test_those_listed_are_those_of_mleap(self):
        found = sorted(op["name"] for op in json.loads(cleap("ops", "--json")[1]))
        wanted = sorted(name for name, what, _ in mleap_ops() if what == "scored")
        self.assertEqual(found, wanted)

    def test_the_others_are_refused_and_the_message_says_why(self):
        refused = [op for op in mleap_ops() if op[1] == "refused"]
        self.assertEqual(len(refused), 2)
        for name, _, why in refused:
            with tempfile.TemporaryDirectory() as folder:
                write_bundle(folder, {"op": name, "attributes": {}})
                status, out, err = cleap("score", folder, "-", stdin=b"{}")
            self.assertEqual((status, out), (1, ""))
            self.assertIn(f"({name}): the operator is not supported: {why.strip()};", err)


if __name__ == "__main__":
    unittest.main()
