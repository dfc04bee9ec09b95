"""The contract between OpenWhisk's invoker and an action container."""

import base64
import io
import json
import os
import signal
import socket
import tempfile
import threading
import time
import unittest
import zipfile

from bundles import write_bundle
from server import SENTINEL, Server, frame, model, row_objects

TWICE = "Cannot initialize the action more than once."
ROWS = row_objects(frame())
ANSWERS = row_objects(frame(file="expected.json"))


def code(name="airbnb_price"):
    with open(model(name), "rb") as f:
        return base64.b64encode(f.read()).decode()


def init_body(text, **more):
    value = {"name": "price", "main": "main", "binary": True, "code": text,
             "env": {"__OW_ACTION_NAME": "/guest/price", "EMPTY": ""}}
    value.update(more)
    return {"value": value}


def run_body(value, **more):
    body = {"action_name": "/guest/price", "action_version": "0.0.1", "activation_id": "ab" * 16,
            "deadline": str(now_ms() + 60000), "namespace": "guest", "transaction_id": "cd" * 16,
            "value": value}
    body.update(more)
    return body


def now_ms():
    return int(time.time() * 1000)


class ActionTest(unittest.TestCase):
    def init(self, server, **more):
        self.assertEqual(server.ask_json("POST", "/init", init_body(code(), **more)),
                         (200, {"ok": True}))

    def run_value(self, server, value, status=200, **more):
        got, answer = server.ask_json("POST", "/run", run_body(value, **more))
        self.assertEqual(got, status, answer)
        return answer

    def assert_sentinels(self, server, n):
        out, err = server.logs()
        self.assertEqual(out.count(SENTINEL), n)
        self.assertEqual(err.count(SENTINEL), n)
        self.assertTrue(all(line == SENTINEL for line in out.splitlines() if SENTINEL in line))
        return out, err


class Init(ActionTest):
    def test_a_bundle_as_code_then_runs(self):
        with Server("action") as server:
            self.init(server)
            answer = self.run_value(server, ROWS[0])
            self.assertEqual(answer["price_prediction"], ANSWERS[0]["price_prediction"])
            out, err = self.assert_sentinels(server, 1)
            self.assertEqual(out, SENTINEL + "\n")
            self.assertEqual(err, SENTINEL + "\n")

    def test_a_second_init_is_refused_and_leaves_no_sentinel(self):
        with Server("action") as server:
            self.init(server)
            self.assertEqual(server.ask_json("POST", "/init", init_body(code())),
                             (403, {"error": TWICE}))
            self.assertEqual(self.run_value(server, ROWS[0])["price_prediction"],
                             ANSWERS[0]["price_prediction"])
            out, err = self.assert_sentinels(server, 1)
            self.assertIn(TWICE, out + err)

    def test_no_code_and_no_model_is_refused(self):
        bodies = [{}, {"value": {}}, {"value": None}, {"value": {"code": None}},
                  init_body("", binary=False)]
        with Server("action") as server:
            for body in bodies:
                self.assertEqual(server.ask_json("POST", "/init", body),
                                 (403, {"error": "Missing main/no code to execute."}))
            # None of them counts as the one initialisation.
            self.init(server)

    def test_env_may_be_null_or_missing(self):
        for env in ({"env": None}, {"env": {}}):
            with Server("action") as server:
                self.init(server, **env)

    def test_a_model_that_env_names(self):
        with Server("action") as server:
            body = {"value": {"env": {"CLEAP_MODEL": model()}}}
            self.assertEqual(server.ask("POST", "/init", body)[0], 200)
            self.run_value(server, ROWS[0])

    def test_broken_code_says_what_is_wrong(self):
        cases = [
            (init_body("UEsDB!!!"), 502, "base64"),
            (init_body(base64.b64encode(b"no zip at all").decode()), 502, "zip"),
            (init_body("def main(): pass", binary=False), 502, "code is text"),
            (init_body(code()[:4000]), 502, ""),
            ("no json", 400, ""),
            ({"value": {"env": {"CLEAP_MODEL": "/no/such/bundle.zip"}}}, 502, "/no/such"),
            ({"value": 5}, 400, "object"),
        ]
        with Server("action") as server:
            for body, status, words in cases:
                got, answer = server.ask_json("POST", "/init", body)
                self.assertEqual((got, words in answer["error"]), (status, True), answer)
            self.init(server)
            out, err = self.assert_sentinels(server, len(cases))
            self.assertEqual([line["level"] for line in log_lines(err)], ["error"] * len(cases))
            self.assertEqual(out, (SENTINEL + "\n") * len(cases))


class Environment(ActionTest):
    """The env of /init, seen by what it makes cleap do."""

    def test_it_is_set_before_the_model_is_opened(self):
        with Server("action") as server:
            self.init(server, env={"CLEAP_SELECT": "price_prediction", "CLEAP_LOG": "info",
                                   "CLEAP_MAX_RESULT": "60", "CLEAP_ON_ERROR": "row",
                                   "__OW_ACTIVATION_ID": "ef" * 16})
            self.assertEqual(self.run_value(server, ROWS[0]),
                             {"price_prediction": ANSWERS[0]["price_prediction"]})
            self.assertIn("60 are allowed", self.run_value(server, ROWS)["error"])
            self.assertIn("row", self.run_value(server, [{}])[0])
            _, err = self.assert_sentinels(server, 3)
            first = log_lines(err)[0]
            self.assertEqual((first["message"], first["activation_id"], first["level"]),
                             ("initialised", "ef" * 16, "info"))

    def test_empty_values_are_values(self):
        with Server("action", env={"CLEAP_LOG": "debug"}) as server:
            self.init(server, env={"CLEAP_LOG": "", "": "x", "a=b": "y", "n": None, "m": 5})
            self.run_value(server, ROWS[0])
            _, err = self.assert_sentinels(server, 1)
            self.assertEqual(log_lines(err), [])

    def test_what_a_variable_may_not_say_fails_the_init(self):
        for env in ({"CLEAP_LOG": "loud"}, {"CLEAP_ON_ERROR": "cell"},
                    {"CLEAP_MAX_RESULT": "1 MB"}):
            with Server("action") as server:
                status, answer = server.ask_json("POST", "/init", init_body(code(), env=env))
                (name, value), = env.items()
                self.assertEqual(status, 502)
                self.assertIn(f'{name}: found "{value}"', answer["error"])
                self.init(server, env={name: ""})

    def test_an_error_in_the_code_names_the_activation(self):
        with Server("action") as server:
            server.ask("POST", "/init", init_body("", env={"__OW_ACTIVATION_ID": "ef" * 16,
                                                           "__OW_TRANSACTION_ID": "12" * 16}))
            _, err = self.assert_sentinels(server, 1)
            entry, = log_lines(err)
            self.assertEqual((entry["activation_id"], entry["transaction_id"], entry["status"]),
                             ("ef" * 16, "12" * 16, 403))


def several(index, **files):
    """A zip of bundles and an index, as the code of an action."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("models.json", json.dumps(index))
        for name, path in files.items():
            archive.write(path, f"{name}.zip")
    return base64.b64encode(packed.getvalue()).decode()


class Several(ActionTest):
    """Several models in one action."""

    INDEX = {"models": {"price": "price.zip", "topic": "topic.zip"}}

    def code(self, **more):
        return several({**self.INDEX, **more}, price=model(), topic=model("text_topic"))

    def test_a_run_names_the_one_it_wants(self):
        with Server("action", "--threads", "2") as server:
            self.assertEqual(server.ask("POST", "/init", init_body(self.code()))[0], 200)
            answer = self.run_value(server, dict(ROWS[0], model="price", select="price_prediction"))
            self.assertEqual(answer, {"price_prediction": ANSWERS[0]["price_prediction"]})
            text = frame("text_topic")
            for _ in range(3):
                self.assertEqual(self.run_value(server, dict(text, model="topic")),
                                 frame("text_topic", "expected.json"))
                self.assertEqual(self.run_value(server, frame()), frame(file="expected.json"))
            self.assertEqual(len(self.run_value(server, ROWS)), len(ROWS))
            self.run_value(server, {}, deadline="1")
            self.assertEqual(
                server.ask_json("POST", "/run", {"value": {"model": "nope"}}),
                (200, {"error": "there is no model 'nope'; there are: price, topic"}))
            self.assertIn("model", self.run_value(server, {"model": 5})["error"])
            self.assert_sentinels(server, 11)

    def test_the_default_is_said_by_the_index_or_by_init(self):
        text = frame("text_topic")
        for more, env in (({"default": "topic"}, {}), ({"default": "price"}, {"model": "topic"})):
            with Server("action") as server:
                body = init_body(self.code(**more), env=env)
                self.assertEqual(server.ask("POST", "/init", body)[0], 200)
                self.assertEqual(self.run_value(server, text), frame("text_topic", "expected.json"))

    def test_an_index_that_is_wrong(self):
        cases = [({"models": {}}, "no models"), ({"models": {"a": "nope.zip"}}, "'nope.zip'"),
                 ({"models": {"a": 5}}, "expected a string"), ({"models": {"a": "models.json"}}, "model 'a'"),
                 ({"models": {"a": "price.zip"}, "default": "b"}, "there is no model 'b'"),
                 ([], "models.json"), ({"models": {"a": "../price.zip"}}, "model 'a'")]
        with Server("action") as server:
            for index, words in cases:
                status, answer = server.ask_json(
                    "POST", "/init", init_body(several(index, price=model())))
                self.assertEqual((status, words in answer["error"]), (502, True), answer)
            status, answer = server.ask_json("POST", "/init",
                                             init_body(code(), env={"model": "price"}))
            self.assertEqual((status, "only one" in answer["error"]), (502, True))
            self.init(server)

    def test_baked_in(self):
        with tempfile.TemporaryDirectory() as folder:
            with zipfile.ZipFile(folder + "/bundle.zip", "w") as archive:
                archive.writestr("models.json", json.dumps(self.INDEX))
                archive.write(model(), "price.zip")
                archive.write(model("text_topic"), "topic.zip")
            with Server("action", "--model", folder + "/bundle.zip") as server:
                text = frame("text_topic")
                self.run_value(server, dict(text, model="topic"))
                self.assertEqual(server.ask("POST", "/init", {"value": {"env": {
                    "model": "topic"}}})[0], 200)
                self.assertEqual(self.run_value(server, text), frame("text_topic", "expected.json"))


class BakedIn(ActionTest):
    def test_runs_without_init(self):
        with Server("action", "--model", model()) as server:
            self.run_value(server, ROWS[0])

    def test_the_environment_names_it(self):
        with Server("action", env={"CLEAP_MODEL": model()}) as server:
            self.run_value(server, ROWS[0])

    def test_init_without_code_is_fine(self):
        for body in ({}, {"value": {"code": None}}, init_body("", binary=False)):
            with Server("action", "--model", model()) as server:
                self.assertEqual(server.ask("POST", "/init", body)[0], 200)
                self.run_value(server, ROWS[0])
                self.assertEqual(server.ask_json("POST", "/init", body), (403, {"error": TWICE}))
                self.assert_sentinels(server, 1)

    def test_code_takes_its_place(self):
        text = frame("text_topic")
        with Server("action", "--model", model()) as server:
            self.run_value(server, ROWS[0])
            body = init_body(code("text_topic"))
            self.assertEqual(server.ask("POST", "/init", body)[0], 200)
            answer = self.run_value(server, text)
            self.assertEqual(len(answer["rows"]), len(text["rows"]))

    def test_a_model_that_cannot_be_opened_is_said_to_every_request(self):
        with Server("action", "--model", "/no/such/bundle.zip") as server:
            for path in ("/run", "/init"):
                status, answer = server.ask_json("POST", path, {"value": {}})
                self.assertEqual(status, 502)
                self.assertIn("/no/such/bundle.zip", answer["error"])
            self.init(server)
            self.run_value(server, ROWS[0])


class Run(ActionTest):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("action", "--model", model())

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def test_a_leap_frame_is_answered_with_the_frame_of_the_jvm(self):
        answer = self.run_value(self.server, frame())
        self.assertEqual(answer, frame(file="expected.json"))

    def test_what_is_selected_for_all_holds_for_frames_that_come_again(self):
        with Server("action", "--model", model(), env={"CLEAP_SELECT": "price_prediction"}) as server:
            for _ in range(3):
                answer = self.run_value(server, frame())
                self.assertEqual(answer["rows"], [[row["price_prediction"]] for row in ANSWERS])

    def test_rows(self):
        answer = self.run_value(self.server, {"rows": ROWS, "select": ["price_prediction"]})
        self.assertEqual(answer["rows"], [{"price_prediction": row["price_prediction"]}
                                          for row in ANSWERS])

    def test_an_array_of_rows(self):
        answer = self.run_value(self.server, ROWS[:3])
        self.assertEqual([row["price_prediction"] for row in answer],
                         [row["price_prediction"] for row in ANSWERS[:3]])

    def test_what_the_command_line_sends(self):
        value = {k: str(v) if k == "bedrooms" else v for k, v in ROWS[0].items()}
        value.update({"select": "price_prediction,id", "id": {"a": [1]}})
        self.assertEqual(self.run_value(self.server, value),
                         {"price_prediction": ANSWERS[0]["price_prediction"], "id": {"a": [1]}})

    def test_unknown_keys_come_back_and_the_platforms_do_not(self):
        value = dict(ROWS[0], id=7, note="\u2603", __ow_method="post", __ow_headers={})
        answer = self.run_value(self.server, value)
        self.assertEqual((answer["id"], answer["note"]), (7, "\u2603"))
        self.assertFalse([key for key in answer if key.startswith("__ow_")])

    def test_absent_nulls_are_imputed(self):
        value = {k: v for k, v in ROWS[0].items() if k != "bedrooms"}
        self.assertIsNone(self.run_value(self.server, value)["bedrooms"])

    def test_errors_name_stage_column_row_value_and_what_was_wanted(self):
        cases = [
            ({"rows": [ROWS[0], dict(ROWS[1], reviews="many")]},
             ["vector_assembler", "'reviews'", "row 1", '"many"', "double"]),
            ({}, ["'reviews'", "missing", "double"]),
            (dict(ROWS[0], city=["Paris"]), ["string_indexer", "'city'", "an array", "string"]),
            (dict(frame(), rows=[["Paris"]]), ["row 0", "1 value", "10 columns"]),
            ({"rows": 5}, ["an array", "5"]),
            ([1], ["row 0", "an object", "1"]),
            (dict(ROWS[0], select=["nope"]), ["nope"]),
        ]
        for value, words in cases:
            answer = self.run_value(self.server, value)
            self.assertEqual(list(answer), ["error"])
            for word in words:
                self.assertIn(word, answer["error"])
        self.run_value(self.server, ROWS[0])

    def test_the_deadline_may_be_a_number(self):
        self.run_value(self.server, ROWS[0], deadline=now_ms() + 60000)

    def test_only_value_is_needed(self):
        self.assertEqual(self.server.ask("POST", "/run", {"value": ROWS[0]})[0], 200)

    def test_a_missing_value_is_an_empty_one(self):
        for body in ({}, {"value": None}, {"value": {}}):
            status, answer = self.server.ask_json("POST", "/run", body)
            self.assertEqual((status, "missing" in answer["error"]), (200, True), answer)

    def test_a_body_that_is_no_json_is_a_bad_request(self):
        good = json.dumps(ROWS[0])
        for body in ("", "{", "{\"value\": " + good + ",", "{\"value\": " + good + "} x",
                     "{\"value\": " + good + " \"a\": 1}", "{\"value\": nul}", b"\xff{}"):
            status, answer = self.server.ask_json("POST", "/run", body)
            self.assertEqual((status, list(answer)), (400, ["error"]), body)

    def test_big_and_unicode_payloads(self):
        text = "snowman \u2603 \U0001f600 \" \\ \n \x00"
        # The longest text that the platform's own tests send.
        self.assertEqual(self.run_value(self.server, dict(ROWS[0], big="x" * 1048561, select="big")),
                         {"big": "x" * 1048561})
        self.assertEqual(self.run_value(self.server, dict(ROWS[0], text=text))["text"], text)

    def test_large_frames(self):
        small = frame()
        large = dict(small, rows=small["rows"] * 400, select="price_prediction")
        answer = self.run_value(self.server, large)
        self.assertEqual([row[0] for row in answer["rows"]],
                         [row["price_prediction"] for row in ANSWERS] * 400)


class Bounds(ActionTest):
    """What bounds a run: time, size, and rows that fail."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server("action", "--model", model(), "--threads", "2")

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def test_a_batch_stops_between_tiles_when_the_time_is_up(self):
        rows = ROWS * (1024 // len(ROWS) + 1)
        answer = self.run_value(self.server, {"rows": rows, "select": "price_prediction"},
                                deadline=str(now_ms() - 5))
        self.assertEqual(list(answer), ["error"])
        self.assertRegex(answer["error"],
                         rf"^stopped after 256 of {len(rows)} rows, \d+ ms after the deadline")

    def test_one_tile_is_scored_whatever_the_time(self):
        answer = self.run_value(self.server, ROWS, deadline=1)
        self.assertEqual(len(answer), len(ROWS))

    def test_the_deadline_may_stand_behind_the_value(self):
        frames = dict(frame(), rows=frame()["rows"] * 300)
        status, answer = self.server.ask_json("POST", "/run", {"value": frames, "deadline": "1"})
        self.assertEqual(status, 200)
        self.assertIn("stopped after 256 of", answer["error"])

    def test_a_deadline_that_is_none_is_none(self):
        for deadline in ("", "soon", None, [], "9" * 40, 1e300):
            self.run_value(self.server, ROWS[0], deadline=deadline)

    def test_an_answer_beyond_the_platforms_limit_names_size_and_remedy(self):
        rows = ROWS * 1200
        answer = self.run_value(self.server, {"rows": rows})
        self.assertEqual(list(answer), ["error"])
        self.assertRegex(answer["error"],
                         rf"^the answer takes \d+ bytes for \d+ of {len(rows)} rows, 1048576 are "
                         r'allowed for all; select less, such as "select": "price_prediction"')

    def test_the_limit_is_a_variable(self):
        with Server("action", "--model", model(), env={"CLEAP_MAX_RESULT": "100"}) as server:
            self.assertIn("100 are allowed", self.run_value(server, ROWS[0])["error"])
            self.run_value(server, dict(ROWS[0], select="price_prediction"))
        with Server("action", "--model", model(), env={"CLEAP_MAX_RESULT": "0"}) as server:
            self.assertEqual(len(self.run_value(server, ROWS * 1200)), 1200 * len(ROWS))

    def test_an_unknown_way_to_fail(self):
        self.assertIn("onError", self.run_value(self.server, {"rows": [], "onError": "cell"})[
            "error"])
        self.assertEqual(self.run_value(self.server, {"rows": [], "onError": None}), {"rows": []})


INDEXER = {"op": "string_indexer", "attributes": {
    "labels": {"type": "list", "string": ["a", "b", "c"]}, "handle_invalid": {"string": "error"}}}


class RowsThatFail(ActionTest):
    """onError: rows that cannot be read, and others that cannot be scored."""

    UNREAD = {0: {"s": ["a"]}, 7: 5, 300: {}, 599: [1]}
    UNSCORED = {8: {"s": "d"}, 301: {"s": "d"}, 303: {"s": "d"}}
    BAD = sorted({**UNREAD, **UNSCORED})

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        write_bundle(cls.folder.name, INDEXER, inputs={"input": "s"}, outputs={"output": "i"})
        cls.server = Server("action", "--model", cls.folder.name, "--threads", "2")
        cls.rows = [{"s": "abc"[i % 3], "id": i} for i in range(600)]
        for i, row in {**cls.UNREAD, **cls.UNSCORED}.items():
            cls.rows[i] = row

    @classmethod
    def tearDownClass(cls):
        cls.server.close()
        cls.folder.cleanup()

    def assert_each(self, answer):
        self.assertEqual([i for i, row in enumerate(answer) if "error" in row], self.BAD)
        for i, row in enumerate(answer):
            if i in self.BAD:
                self.assertEqual((row["row"], list(row)), (i, ["row", "error"]))
                self.assertNotIn("row ", row["error"])
            else:
                self.assertEqual(row, {"id": i, "s": "abc"[i % 3], "i": i % 3})
        self.assertIn('"d"' if '"d"' in answer[8]["error"] else "'d'", answer[8]["error"])

    def test_they_stand_beside_those_that_do_not(self):
        answer = self.run_value(self.server, {"rows": self.rows, "onError": "row"})
        self.assertEqual(list(answer), ["rows"])
        self.assert_each(answer["rows"])
        # Without it the first one is all that is told of.
        self.assertIn("row 0", self.run_value(self.server, {"rows": self.rows})["error"])

    def test_in_arrays_by_the_environment(self):
        for threads in "1", "2":
            with Server("action", "--model", self.folder.name, "--batch-threads", threads,
                        env={"CLEAP_ON_ERROR": "row"}) as server:
                self.assert_each(self.run_value(server, self.rows))
                self.assertIn("row 0", self.run_value(
                    server, {"rows": self.rows, "onError": "payload"})["error"])

    def test_in_a_frame(self):
        rows = [["d" if i in (3, 599) else "abc"[i % 3]] for i in range(600)]
        whole = {"schema": {"fields": [{"name": "s", "type": "string"}]}, "rows": rows}
        answer = self.run_value(self.server, dict(whole, onError="row", select="i"))
        self.assertEqual([row["row"] for row in answer["errors"]], [3, 599])
        self.assertEqual(answer["rows"], [[i % 3] for i in range(600) if i not in (3, 599)])
        self.assertIn("row 3", self.run_value(self.server, whole)["error"])

    def test_a_column_that_not_every_row_brings(self):
        rows = [{"s": "a", "k": 1}, {"s": "a"}, {"s": "b", "k": 2}]
        answer = self.run_value(self.server, {"rows": rows, "onError": "row", "select": "k,i"})
        self.assertEqual(answer["rows"][::2], [{"k": 1, "i": 0}, {"k": 2, "i": 1}])
        self.assertIn("'k'", answer["rows"][1]["error"])

    def test_all_of_them(self):
        answer = self.run_value(self.server, {"rows": [1, {"s": "d"}, 2], "onError": "row"})
        self.assertEqual([row["row"] for row in answer["rows"]], [0, 1, 2])

    def test_broken_json_is_the_payloads_fault(self):
        status, answer = self.server.ask_json(
            "POST", "/run", '{"value": {"rows": [{"s": "a"}, {"s": tru}], "onError": "row"}}')
        self.assertEqual(list(answer), ["error"], status)


def log_lines(err):
    """The log's entries; every line that is no sentinel must be one."""
    return [json.loads(line) for line in err.splitlines() if line != SENTINEL]


class Log(ActionTest):
    def entries(self, level, *values, env=None, path="/run"):
        with Server("action", "--model", model(), env={"CLEAP_LOG": level, **(env or {})}) as server:
            for value in values:
                server.ask("POST", path, run_body(value))
            _, err = self.assert_sentinels(server, len(values) if path == "/run" else 0)
            return log_lines(err)

    def test_a_failed_run_says_which(self):
        entry, = self.entries("", {"reviews": "many"})
        self.assertEqual((entry["level"], entry["activation_id"], entry["transaction_id"],
                          entry["status"]), ("warn", "ab" * 16, "cd" * 16, 200))
        self.assertIn('"many"', entry["message"])
        self.assertRegex(entry["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")

    def test_levels(self):
        values = (ROWS[0], {}, "A")
        for level, n in (("off", 0), ("error", 0), ("warn", 1), ("info", 3), ("debug", 3)):
            entries = self.entries(level, *values)
            self.assertEqual(len(entries), n, level)
        good = entries[0]
        self.assertEqual((good["level"], good["rows"], good["status"]), ("info", 1, 200))
        self.assertGreater(good["ms"], 0)
        self.assertIn("vector_assembler", [stage["op"] for stage in good["stages"]])
        self.assertTrue(all(stage["us"] >= 0 for stage in good["stages"]))

    def test_rows_that_failed_are_counted(self):
        entry, = self.entries("info", {"rows": [ROWS[0], {}], "onError": "row"})
        self.assertEqual((entry["rows"], entry["bad_rows"]), (2, 1))

    def test_what_users_write_stays_in_its_line(self):
        name = "a\nb " + SENTINEL + SENTINEL + " \u2028\u2603"
        entry, = self.entries("", dict(ROWS[0], reviews=SENTINEL + name))
        self.assertIn(SENTINEL, entry["message"])
        with Server("action", "--model", model()) as server:
            server.ask("POST", "/run", run_body({}, activation_id=name, transaction_id="x" * 999))
            _, err = self.assert_sentinels(server, 1)
            entry, = log_lines(err)
            self.assertEqual((entry["activation_id"], "transaction_id" in entry), (name, False))

    def test_runs_without_a_model_are_told_of(self):
        with Server("action") as server:
            server.ask("POST", "/run", run_body({}))
            _, err = self.assert_sentinels(server, 1)
            entry, = log_lines(err)
            self.assertEqual((entry["level"], entry["status"], entry["message"],
                              entry["activation_id"]),
                             ("error", 500, "no action defined yet", "ab" * 16))
        with Server("action", "--model", "/no/such.zip") as server:
            server.ask("POST", "/run", run_body({}))
            _, err = self.assert_sentinels(server, 1)
            self.assertEqual([e.get("status") for e in log_lines(err)], [None, 502])

    def test_an_unknown_level_is_said(self):
        entry = self.entries("loud", ROWS[0])[0]
        self.assertIn("loud", entry["message"])


class Connections(ActionTest):
    """Bodies that are too large, peers that do not move."""

    def test_a_body_that_is_too_large_is_a_run_all_the_same(self):
        with Server("action", "--model", model(), "--max-body", "5000") as server:
            for _ in range(2):
                self.assertEqual(server.ask_json("POST", "/run", run_body({"a": "x" * 6000})),
                                 (200, {"error": "the request is too large"}))
            self.run_value(server, ROWS[0])
            _, err = self.assert_sentinels(server, 3)
            self.assertEqual([line["status"] for line in log_lines(err)], [200, 200])

    def test_code_that_is_too_large_is_a_failed_init(self):
        with Server("action", "--max-body", "5000") as server:
            self.assertEqual(server.ask_json("POST", "/init", init_body("x" * 6000)),
                             (413, {"error": "the request is too large"}))
            self.assert_sentinels(server, 1)

    def assert_closed(self, connection):
        connection.settimeout(30)
        try:
            while connection.recv(1 << 20):
                pass
        except ConnectionError:
            pass

    def test_those_that_say_no_more_are_hung_up_on(self):
        body = json.dumps(run_body(dict(ROWS[0], big="x" * 1000000, select="big"))).encode()
        head = b"POST /run HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body)
        with Server("action", "--model", model(), "--idle", "1", "--threads", "2") as server:
            began = time.monotonic()
            halves = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(3)]
            halves[1].sendall(head[:20])
            halves[2].sendall(head + body[:5000])
            for connection in halves:
                self.assert_closed(connection)
                connection.close()
            self.assertGreater(time.monotonic() - began, 0.5)
            self.run_value(server, ROWS[0])
            self.assert_sentinels(server, 1)

    def test_a_slow_reader_does_not_hold_an_answer_for_ever(self):
        body = json.dumps(run_body(dict(ROWS[0], big="x" * 1000000, select="big"))).encode()
        head = b"POST /run HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body)
        env = {"CLEAP_MAX_RESULT": "0"}
        with Server("action", "--model", model(), "--idle", "1", "--threads", "1",
                    env=env) as server:
            with socket.socket() as slow:
                slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                slow.connect(("127.0.0.1", server.port))
                for _ in range(8): # more answers than the sockets between hold
                    slow.setblocking(True)
                    slow.settimeout(5)
                    try:
                        slow.sendall(head + body)
                    except (TimeoutError, ConnectionError):
                        break
                # The one thread answers others meanwhile.
                self.run_value(server, ROWS[0])
                time.sleep(2.5)
                got = 0
                try:
                    while True:
                        piece = slow.recv(1 << 20)
                        if not piece:
                            break
                        got += len(piece)
                except ConnectionError:
                    pass
                self.assertLess(got, 8 * 1000000)

    def test_as_many_at_once_as_are_asked_for(self):
        """All wake the one thread together: 128 is what libmicrohttpd asks the system for."""
        request = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
        with Server("action", "--model", model(), "--threads", "1") as server:
            connections = [socket.create_connection(("127.0.0.1", server.port))
                           for _ in range(128)]
            for held in (False, True):
                if held:
                    server.process.send_signal(signal.SIGSTOP)
                    os.waitpid(server.process.pid, os.WUNTRACED)
                for connection in connections:
                    connection.sendall(request)
                server.process.send_signal(signal.SIGCONT)
                for connection in connections:
                    connection.settimeout(10)
                    self.assertIn(b'"model":true', connection.recv(65536))
            for connection in connections:
                connection.close()

    def test_hundreds_of_connections(self):
        with Server("action", "--model", model(), "--threads", "2") as server:
            connections = [socket.create_connection(("127.0.0.1", server.port))
                           for _ in range(900)]
            body = json.dumps(run_body(dict(ROWS[0], select="price_prediction"))).encode()
            wanted = json.dumps({"price_prediction": ANSWERS[0]["price_prediction"]},
                                separators=(",", ":")).encode()
            for connection in connections:
                connection.sendall(b"POST /run HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                   b"Content-Length: %d\r\n\r\n" % len(body) + body)
            for connection in connections:
                connection.settimeout(30)
                got = b"".join(iter(lambda c=connection: c.recv(65536), b""))
                self.assertTrue(got.endswith(wanted), got)
                connection.close()
            self.assert_sentinels(server, len(connections))


class Sentinels(ActionTest):
    def test_one_for_each_run_whatever_became_of_it(self):
        with Server("action", "--model", model()) as server:
            self.run_value(server, ROWS[0])
            self.run_value(server, {})
            server.ask("POST", "/run", "no json")
            server.ask("POST", "/run", {"value": "A"})
            self.assert_sentinels(server, 4)

    def test_a_value_of_another_type_leaves_nothing_but_sentinels(self):
        with Server("action", "--model", model()) as server:
            for body in ({"value": "A"}, {"value": 5}, {"value": True}, [], "5"):
                self.assertEqual(server.ask_json("POST", "/run", body), (
                    404, {"error": "The action did not receive a dictionary or array as an "
                                   "argument."}))
            out, err = self.assert_sentinels(server, 5)
            self.assertEqual((out, err), ((SENTINEL + "\n") * 5, (SENTINEL + "\n") * 5))

    def test_a_run_before_init_is_answered(self):
        with Server("action") as server:
            self.assertEqual(server.ask_json("POST", "/run", run_body({})),
                             (500, {"error": "no action defined yet"}))
            self.init(server)
            self.run_value(server, ROWS[0])
            self.assert_sentinels(server, 2)

    def test_they_are_there_before_the_answer(self):
        with Server("action", "--model", model()) as server:
            for n in range(1, 20):
                self.run_value(server, ROWS[0])
                server.out.seek(0)
                self.assertEqual(server.out.read().decode().count(SENTINEL), n)


class Concurrency(ActionTest):
    def test_parallel_runs_do_not_mix(self):
        with Server("action", "--model", model(), "--threads", "4") as server:
            faults = []

            def run(i):
                connection = server.connect()
                for k in range(40):
                    row = (i + k) % len(ROWS)
                    value = dict(ROWS[row], id=f"{i}.{k}", select="id,price_prediction")
                    status, answer = server.ask_json("POST", "/run", run_body(value), connection)
                    wanted = {"id": f"{i}.{k}",
                              "price_prediction": ANSWERS[row]["price_prediction"]}
                    if (status, answer) != (200, wanted):
                        faults.append((status, answer, wanted))
                connection.close()

            threads = [threading.Thread(target=run, args=(i,)) for i in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(faults, [])
            self.assert_sentinels(server, 8 * 40)

    def test_of_parallel_inits_one_wins(self):
        with Server("action") as server:
            statuses = []
            body = json.dumps(init_body(code()))
            threads = [threading.Thread(
                target=lambda: statuses.append(server.ask("POST", "/init", body)[0]))
                       for _ in range(6)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(sorted(statuses), [200] + [403] * 5)


if __name__ == "__main__":
    unittest.main()
