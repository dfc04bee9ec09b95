"""Models with a stage that cleap does not know, behind every door."""

import json
import os
import tempfile
import unittest

from server import Server, cleap, zip_base64

ABS = {"op": "math_unary", "attributes": {"operation": {"string": "abs"}}}
REFUSAL = "node 'riddle' (no.such.op): the operator is not known to cleap; it reads 'x' and " \
          "makes 'z'; "
ADVICE = "columns that do not need it may be selected by --select or CLEAP_SELECT"


def node(name, come, go):
    return {"name": name, "shape": {"inputs": [{"port": "input", "name": come}],
                                    "outputs": [{"port": "output", "name": go}]}}


def write_bundle(folder):
    """x -> y; x -> z by nobody knows what; z -> w"""
    stages = {"plain": (node("plain", "x", "y"), ABS),
              "riddle": (node("riddle", "x", "z"), {"op": "no.such.op", "attributes": {}}),
              "after": (node("after", "z", "w"), ABS)}
    files = {"bundle.json": {"uid": "1-2-3-4-5", "name": "m", "format": "json", "version": "1",
                             "timestamp": "t"},
             "root/node.json": {"name": "p", "shape": {"inputs": [], "outputs": []}},
             "root/model.json": {"op": "pipeline", "attributes": {
                 "nodes": {"type": "list", "string": list(stages)}}}}
    for name, (a_node, a_model) in stages.items():
        files[f"root/{name}.node/node.json"] = a_node
        files[f"root/{name}.node/model.json"] = a_model
    for path, what in files.items():
        os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
        with open(os.path.join(folder, path), "w", encoding="utf-8") as f:
            json.dump(what, f)


class Partial(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.bundle = cls.folder.name
        write_bundle(cls.bundle)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()


class Score(Partial):
    def test_rows_of_objects_name_the_stage_that_a_column_needs(self):
        for form in ("csv", "jsonl"):
            rows = {"csv": b"x\n-1\n", "jsonl": b'{"x":-1}\n'}[form]
            status, out, _ = cleap("score", self.bundle, "-", "-f", form, "-s", "y", stdin=rows)
            self.assertEqual((status, out),
                             (0, {"csv": "y\n1.0\n", "jsonl": '{"y":1.0}\n'}[form]))
            for column in "zw":
                status, out, err = cleap("score", self.bundle, "-", "-f", form, "-s", column,
                                         stdin=rows)
                self.assertEqual((status, out), (1, ""))
                self.assertIn(REFUSAL + f"column '{column}' needs it", err)


class Serve(Partial):
    def test_without_a_selection_it_is_refused_with_what_would_help(self):
        status, _, err = cleap("serve", "--model", self.bundle, "--port", "0")
        self.assertEqual(status, 1)
        self.assertIn(REFUSAL + "every column is asked for; " + ADVICE, err)

    def test_a_selection_that_needs_it_is_refused(self):
        status, _, err = cleap("serve", "--model", self.bundle, "--port", "0", "--select", "y,w")
        self.assertEqual(status, 1)
        self.assertIn(REFUSAL + "column 'w' needs it", err)
        self.assertNotIn(ADVICE, err)

    def test_advice_is_given_only_where_it_helps(self):
        status, _, err = cleap("serve", "--model", "/no/such", "--port", "0")
        self.assertEqual(status, 3)
        self.assertNotIn(ADVICE, err)

    def test_a_selection_is_what_payloads_that_select_nothing_get(self):
        for args, env in ((["--select", " y "], {}), ([], {"CLEAP_SELECT": "y"}),
                          (["--select", "y"], {"CLEAP_SELECT": "w"})):
            with Server("serve", "--model", self.bundle, *args, env=env) as server:
                self.assertEqual(server.ask_json("POST", "/score", {"x": -1, "id": 7}),
                                 (200, {"y": 1.0}))
                self.assertEqual(server.ask_json("POST", "/score", [{"x": -1}, {"x": 2}]),
                                 (200, [{"y": 1.0}, {"y": 2.0}]))
                a_frame = {"schema": {"fields": [{"name": "x", "type": "double"}]}, "rows": [[-1]]}
                answer = server.ask_json("POST", "/score", a_frame)[1]
                self.assertEqual([f["name"] for f in answer["schema"]["fields"]], ["y"])
                self.assertEqual(answer["rows"], [[1.0]])

    def test_a_payload_selects_what_it_likes(self):
        with Server("serve", "--model", self.bundle, "--select", "y") as server:
            rows = [{"x": -1, "id": 7}]
            self.assertEqual(
                server.ask_json("POST", "/score", {"rows": rows, "select": "id,x"}),
                (200, {"rows": [{"id": 7, "x": -1.0}]}))
            for select, why in (("w", "column 'w' needs it"), (["y", "z"], "column 'z' needs it"),
                                ("", "every column is asked for")):
                status, answer = server.ask_json("POST", "/score", {"rows": rows, "select": select})
                self.assertEqual((status, answer["error"]), (422, REFUSAL + why))
            self.assertEqual(server.ask_json("POST", "/score", {"x": -1})[1], {"y": 1.0})


class Action(Partial):
    def init(self, server, env, code=True):
        value = {"binary": True, "code": zip_base64(self.bundle) if code else "", "env": env}
        return server.ask_json("POST", "/init", {"value": value})

    def run_value(self, server, value):
        return server.ask_json("POST", "/run", {"value": value})

    def test_init_is_refused_with_what_would_help_and_may_come_again(self):
        with Server("action") as server:
            status, answer = self.init(server, {})
            self.assertEqual(status, 502)
            self.assertEqual(answer["error"],
                             REFUSAL + "every column is asked for; " + ADVICE)
            self.assertEqual(self.init(server, {"CLEAP_SELECT": "w"})[0], 502)
            self.assertEqual(self.init(server, {"CLEAP_SELECT": "y"}), (200, {"ok": True}))
            self.assertEqual(self.run_value(server, {"x": -1}), (200, {"y": 1.0}))

    def test_the_images_selection_is_for_code_as_well(self):
        with Server("action", env={"CLEAP_SELECT": "y"}) as server:
            self.assertEqual(self.init(server, {}), (200, {"ok": True}))
            self.assertEqual(self.run_value(server, {"x": -1}), (200, {"y": 1.0}))

    def test_a_run_that_needs_the_stage_is_an_application_error(self):
        with Server("action", "--select", "y") as server:
            self.init(server, {})
            status, answer = self.run_value(server, {"x": -1, "select": "w"})
            self.assertEqual((status, answer),
                             (200, {"error": REFUSAL + "column 'w' needs it"}))
            self.assertEqual(self.run_value(server, {"x": -1, "select": "x"}), (200, {"x": -1.0}))

    def test_what_is_baked_in_is_selected_from_by_the_image_or_by_init(self):
        with Server("action", "--model", self.bundle, "--select", "y") as server:
            self.assertEqual(self.run_value(server, {"x": -1}), (200, {"y": 1.0}))
            self.assertEqual(self.init(server, {"CLEAP_SELECT": "y,x"}, code=False),
                             (200, {"ok": True}))
            self.assertEqual(self.run_value(server, {"x": -1}), (200, {"y": 1.0, "x": -1.0}))
        with Server("action", "--model", self.bundle) as server:
            status, answer = self.run_value(server, {"x": -1})
            self.assertEqual(status, 502)
            self.assertIn(ADVICE, answer["error"])
            self.assertEqual(self.init(server, {"CLEAP_SELECT": "y"}, code=False)[0], 200)
            self.assertEqual(self.run_value(server, {"x": -1}), (200, {"y": 1.0}))


if __name__ == "__main__":
    unittest.main()
