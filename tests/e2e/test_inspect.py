"""cleap inspect."""

import glob
import json
import os
import tempfile
import unittest
import zipfile

from bundles import write_bundle
from server import ROOT, cleap, model

GOLDEN = os.path.join(ROOT, "tests", "golden")


def inspect(bundle, *options):
    status, out, err = cleap("inspect", bundle, *options)
    assert (status, err) == (0, ""), err
    return out


def golden(group, case, file="bundle.zip"):
    return os.path.join(GOLDEN, group, case, file)


def defaults(bundle):
    """Of all stages: NAME: VALUE, without what operators do without."""
    stages = json.loads(inspect(bundle, "--json"))["stages"]
    return {d["name"]: d["value"] for s in stages for d in s["defaults"] if d["value"] is not None}


class Inspect(unittest.TestCase):
    def test_text_names_writer_columns_and_stages(self):
        status, out, _ = cleap("inspect", model())
        self.assertEqual(status, 0)
        for words in ("MLeap 0.25.2", "bedrooms", "double?", "string_indexer",
                      "tensor(double, [22])"):
            self.assertIn(words, out)

    def test_json(self):
        status, out, _ = cleap("inspect", model(), "--json")
        about = json.loads(out)
        self.assertEqual((status, about["version"]), (0, "0.25.2"))
        self.assertEqual(about["stages"][-1]["op"], "linear_regression")
        self.assertEqual(about["stages"][-1]["outputs"][0]["column"], "price_prediction")

    def test_graph(self):
        status, out, _ = cleap("inspect", model(), "--dot")
        self.assertEqual(status, 0)
        self.assertTrue(out.startswith("digraph "))
        self.assertIn('{"from bedrooms" [label="bedrooms"]} -> stage', out)
        self.assertIn('-> {"to price_prediction" [label="price_prediction"]};', out)

    def test_a_column_named_like_a_stage_is_no_stage_of_the_graph(self):
        op = {"op": "math_unary", "attributes": {"operation": {"string": "abs"}}}
        with tempfile.TemporaryDirectory() as folder:
            write_bundle(folder, op, inputs={"input": "stage0"}, outputs={"output": "stage1"})
            out = cleap("inspect", folder, "--dot")[1]
        self.assertIn('  {"from stage0" [label="stage0"]} -> stage0;\n', out)
        self.assertIn('  stage0 -> {"to stage1" [label="stage1"]};\n', out)

    def test_a_plan_leaves_out_what_nobody_asked_for(self):
        whole = cleap("inspect", model(), "--plan")[1]
        part = cleap("inspect", model(), "--plan", "--select", "bedrooms_i")[1]
        self.assertIn("linear_regression", whole)
        self.assertNotIn("linear_regression", part)
        self.assertIn("imputer", part)

    def test_what_is_no_bundle(self):
        self.assertEqual(cleap("inspect", model(file="frame.json"))[0], 1)

    def test_names_do_not_reach_the_terminal_as_commands(self):
        op = {"op": "math_unary", "attributes": {"operation": {"string": "abs"}}}
        with tempfile.TemporaryDirectory() as folder:
            write_bundle(folder, op, name="a\nb", bundle="\x1b[2Jm",
                         inputs={"input": "\u57ce\u5e02\x07"}, outputs={"output": "long name"})
            out = cleap("inspect", folder)[1] + cleap("inspect", folder, "--plan")[1]
        self.assertNotRegex(out, "[\x00-\x09\x0b-\x1f]")
        self.assertIn("\u57ce\u5e02   double\n", out)


class Writer(unittest.TestCase):
    def test_those_of_golden_cases(self):
        wanted = [
            ("sk/*", "python", ", Python package for scikit-learn"),
            ("e2e/e2e_iris*", "spark", ", Spark exporter"),
            ("pipeline/nested_pipeline", "spark", ", Spark exporter"),
            ("old/old_string_indexer_labels*", "jvm", " on the JVM"),
        ]
        for pattern, word, words in wanted:
            bundles = glob.glob(os.path.join(GOLDEN, pattern, "bundle*"))
            self.assertGreater(len(bundles), 0, pattern)
            for bundle in bundles:
                self.assertEqual(json.loads(inspect(bundle, "--json"))["writer"], word, bundle)
                self.assertIn(f"writer   MLeap 0.25.2{words}\n", inspect(bundle))

    def test_one_that_is_not_known(self):
        op = {"op": "tokenizer", "attributes": {}}
        with tempfile.TemporaryDirectory() as folder:
            write_bundle(folder, op, inputs={"input": "a"}, outputs={"output": "b"})
            self.assertEqual(json.loads(inspect(folder, "--json"))["writer"], "unknown")
            self.assertIn("writer   MLeap 1, as it says; the program is not known\n",
                          inspect(folder))


class Defaults(unittest.TestCase):
    def test_of_old_bundles(self):
        for case, wanted in (
                ("old_bucketizer", {"handle_invalid": "error"}),
                ("old_hashing_tf_v1", {"binary": "false", "hashUnsafeBytesVersion": "1"}),
                ("old_imputer", {"missing_value": "NaN", "nullable_input": "true"}),
                ("old_logistic_regression_no_threshold", {"threshold": "0.5"}),
                ("old_min_max_scaler", {"minValue": "0", "maxValue": "1"}),
                ("old_one_hot_size_drop",
                 {"handle_invalid": "keep", "input, output": "input0, output0"}),
                ("old_one_hot_size_nodrop",
                 {"handle_invalid": "error", "input, output": "input0, output0"}),
                ("old_string_indexer_labels",
                 {"labels_length": "1", "handle_invalid": "error",
                  "input, output": "input0, output0"}),
                ("old_string_indexer_labels_port0",
                 {"labels_length": "1", "handle_invalid": "error"}),
                ("old_string_map", {"handle_invalid": "error", "default_value": "0"}),
                ("old_word_to_vector", {"kernel": "default"})):
            self.assertEqual(defaults(golden("old", case)), wanted, case)

    def test_a_bundle_that_says_everything_has_none(self):
        self.assertEqual(defaults(model()), {})
        self.assertNotIn("default", inspect(model()))

    def test_the_text_is_one_line_a_stage(self):
        out = inspect(golden("old", "old_one_hot_size_drop"))
        self.assertIn("defaults 2, in 1 of 1 stages\n", out)
        self.assertIn("       default handle_invalid = keep, ports input, output read as input0, "
                      "output0\n", out)

    def test_of_what_an_operator_does_without_only_json_tells(self):
        bundle = golden("old", "old_word_to_vector")
        about = json.loads(inspect(bundle, "--json"))["stages"][0]["defaults"]
        self.assertIn({"kind": "attribute", "name": "indices", "value": None}, about)
        self.assertNotIn("indices", inspect(bundle))

    def test_a_link_that_follows_from_the_family(self):
        op = {"op": "generalized_linear_regression", "attributes": {
            "coefficients": {"type": "tensor", "double": [1.0],
                             "shape": {"dimensions": [{"size": 1, "name": ""}]}},
            "intercept": {}, "family": {"string": "poisson"}}}
        with tempfile.TemporaryDirectory() as folder:
            write_bundle(folder, op, inputs={"features": "f"}, outputs={"prediction": "p"})
            self.assertEqual(defaults(folder), {"link": "log"})

    def test_a_value_in_another_slot_than_the_one_that_is_read(self):
        bundle = golden("bundle", "bundle_number_in_other_slot")
        about = json.loads(inspect(bundle, "--json"))["stages"][0]["defaults"]
        self.assertIn({"kind": "slot", "name": "maxValue", "value": "0"}, about)
        self.assertIn("default maxValue = 0 (the value is of another type)\n", inspect(bundle))

    def test_a_model_without_attributes(self):
        with tempfile.TemporaryDirectory() as folder:
            write_bundle(folder, {"op": "tokenizer"}, inputs={"input": "a"},
                         outputs={"output": "b"})
            self.assertIn("       default no attributes\n", inspect(folder))

    def test_sub_models_are_told_together(self):
        with tempfile.TemporaryDirectory() as folder:
            with zipfile.ZipFile(golden("one_vs_rest", "one_vs_rest_lr", "bundle.json.zip")) as z:
                z.extractall(folder)
            members = glob.glob(os.path.join(folder, "root", "*", "model[0-9]", "model.json"))
            self.assertEqual(len(members), 3)
            for path in members:
                with open(path, encoding="utf-8") as f:
                    about = json.load(f)
                del about["attributes"]["threshold"]
                with open(path, "w", encoding="utf-8") as f:
                    json.dump(about, f)
            self.assertIn("       default threshold = 0.5 in model0 and 2 more\n", inspect(folder))
            stages = json.loads(inspect(folder, "--json"))["stages"]
        found = [d["member"] for s in stages for d in s["defaults"] if d["name"] == "threshold"]
        self.assertEqual(sorted(found), ["model0", "model1", "model2"])


class Stages(unittest.TestCase):
    def test_those_of_inner_pipelines_say_so(self):
        out = inspect(golden("pipeline", "nested_pipeline", "bundle"))
        self.assertRegex(out, r"\n  0  standard_scaler  stdScal_\w+, in pipeline_\w+\n")
        self.assertRegex(out, r"\n  2  logistic_regression  logreg_\w+\n")

    def test_columns_of_one_type_stand_together(self):
        out = inspect(golden("binarizer", "binarizer_multi_vectors", "bundle"))
        self.assertIn("       <- v, w: tensor(double, [5])?\n       <- x: double\n"
                      "       -> ov, ow: tensor(double, [5])?\n       -> ox: double\n", out)

    def test_many_columns_take_several_lines(self):
        out = inspect(golden("e2e", "e2e_breast_cancer_xgboost"))
        self.assertIn("       <- mean_radius, ", out)
        self.assertIn(", worst_fractal_dimension: double\n", out)
        self.assertTrue(all(len(line) <= 100 for line in out.splitlines()), out)

    def test_one_that_cannot_run_has_columns_without_types(self):
        out = inspect(golden("bundle", "categorical_drilldown_handmade"))
        self.assertIn("\n       <- seg, x\n       -> y\n", out)


if __name__ == "__main__":
    unittest.main()
