"""What OpenWhisk asks of an action's container, row by row: docs/contract.md says where each is."""

import base64
import glob
import io
import json
import os
import re
import signal
import socket
import threading
import time
import unittest
import zipfile

from server import ROOT, SENTINEL, Server, frame, model, row_objects

ROW = row_objects(frame())[0]
PRICE = {"price_prediction": row_objects(frame(file="expected.json"))[0]["price_prediction"]}
NO_CODE = "Missing main/no code to execute."
TWICE = "Cannot initialize the action more than once."
NOT_AN_ARGUMENT = "The action did not receive a dictionary or array as an argument."


def code(more=b""):
    """A bundle as code, with bytes that do not pack beside its files."""
    with open(model(), "rb") as f:
        packed = io.BytesIO(f.read())
    if more:
        with zipfile.ZipFile(packed, "a", zipfile.ZIP_STORED) as archive:
            archive.writestr("more.bin", more)
    return base64.b64encode(packed.getvalue()).decode()


def init(text=None, **more):
    value = {"name": "price", "main": "main", "binary": True, "env": {}, **more}
    if text is not None:
        value["code"] = text
    return {"value": value}


class Contract(unittest.TestCase):
    def ask(self, server, path, body, status=200):
        got, answer = server.ask_json("POST", path, body)
        self.assertEqual(got, status, answer)
        return answer

    def assert_logs(self, server, n_sentinels, *words):
        """The sentinels on each stream; `words` are in the log."""
        out, err = server.logs()
        self.assertEqual((out.count(SENTINEL), err.count(SENTINEL)), (n_sentinels, n_sentinels))
        for word in words:
            self.assertIn(word, out + err)
        return out, err


class Transport(Contract):
    REQUEST = (b"POST /run HTTP/1.1\r\nConnection: Keep-Alive\r\nContent-Type: application/json\r\n"
               b"Accept: application/json\r\nAccept-Encoding: gzip,deflate\r\n"
               b"User-Agent: Apache-HttpClient/4.5.5 (Java/11)\r\nHost: x\r\n"
               b"Content-Length: %d\r\n\r\n%s")

    def test_the_answer_has_its_length_and_comes_in_one_piece(self):
        body = json.dumps({"value": dict(ROW, select="price_prediction")}).encode()
        with Server("action", "--model", model()) as server:
            for _ in range(20):
                with socket.create_connection(("127.0.0.1", server.port), 30) as s:
                    s.sendall(self.REQUEST % (len(body), body))
                    answer = s.recv(65536)
                head, _, text = answer.partition(b"\r\n\r\n")
                self.assertEqual(json.loads(text), PRICE)
                self.assertIn(b"\r\nContent-Length: %d\r\n" % len(text), head + b"\r\n")
                self.assertNotIn(b"Transfer-Encoding", head)
                self.assertNotIn(b"Content-Encoding", head)

    def test_the_port_is_there_before_the_model_is(self):
        body = json.dumps({"value": dict(ROW, select="price_prediction")}).encode()
        with open(model(), "rb") as f:
            bundle = f.read()
        with socket.create_server(("127.0.0.1", 0)) as files:
            env = {"CLEAP_MODEL": f"http://127.0.0.1:{files.getsockname()[1]}/m", "no_proxy": "*"}
            with Server("action", env=env) as server:
                early = socket.create_connection(("127.0.0.1", server.port), 30)
                early.sendall(self.REQUEST % (len(body), body))
                with files.accept()[0] as peer: # who opens the model waits for this
                    peer.recv(65536)
                    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(bundle) +
                                 bundle)
                    self.assertEqual(json.loads(early.recv(65536).partition(b"\r\n\r\n")[2]), PRICE)
                early.close()

    def test_there_is_an_answer_even_when_the_model_is_no_good(self):
        with Server("action", "--model", "/no/such/bundle.zip") as server:
            answer = self.ask(server, "/run", {"value": ROW}, 502)
            self.assertEqual(list(answer), ["error"])
            self.assert_logs(server, 1)

    def test_never_503(self):
        bodies = ["", "{", "5", "[]", {}, {"value": 5}, {"value": {}}, {"value": "x" * 9000},
                  init("no base64"), init(), {"value": {"env": 5}}]
        with Server("action", "--max-body", "8192") as server:
            for path in ("/init", "/run", "/", "/nope"):
                for body in bodies:
                    self.assertNotEqual(server.ask("POST", path, body)[0], 503)


class Init(Contract):
    def test_a_bundle_as_code(self):
        with Server("action") as server:
            self.assertEqual(server.ask("POST", "/init", init(code())), (200, b'{"ok":true}'))
            self.ask(server, "/run", {"value": ROW})
            self.assert_logs(server, 1)

    def test_empty_code_is_fine_where_a_model_is_baked_in(self):
        for text in ("", None):
            with Server("action", "--model", model()) as server:
                self.ask(server, "/init", init(text))
                self.ask(server, "/run", {"value": ROW})

    def test_empty_code_is_refused_elsewhere(self):
        with Server("action") as server:
            for text in ("", None):
                self.assertEqual(self.ask(server, "/init", init(text), 403), {"error": NO_CODE})
            self.assert_logs(server, 2)

    def test_an_empty_object_is_as_empty_code(self):
        with Server("action", "--model", model()) as server:
            self.ask(server, "/init", {})
        with Server("action") as server:
            self.assertEqual(self.ask(server, "/init", {}, 403), {"error": NO_CODE})

    def test_a_second_one_is_refused_without_a_sentinel(self):
        with Server("action") as server:
            self.ask(server, "/init", init(code()))
            self.assertEqual(self.ask(server, "/init", init(code()), 403), {"error": TWICE})
            self.assert_logs(server, 0, TWICE)

    def test_another_entry_point_changes_nothing(self):
        with Server("action") as server:
            self.ask(server, "/init", init(code(), main="niam"))
            self.ask(server, "/run", {"value": ROW})

    def test_a_null_env(self):
        with Server("action") as server:
            self.ask(server, "/init", init(code(), env=None))

    def test_env_is_set_before_the_model_is_opened(self):
        with Server("action", env={"CLEAP_LOG": "debug"}) as server:
            env = {"CLEAP_SELECT": "price_prediction", "CLEAP_LOG": "", "OTHER": "x"}
            self.ask(server, "/init", init(code(), env=env))
            self.assertEqual(self.ask(server, "/run", {"value": ROW}), PRICE)
            out, err = self.assert_logs(server, 1)
            self.assertEqual((out, err), (SENTINEL + "\n", SENTINEL + "\n"))

    def test_a_body_that_is_no_json(self):
        with Server("action") as server:
            self.assertEqual(list(self.ask(server, "/init", "no json", 400)), ["error"])
            self.assert_logs(server, 1)

    def test_a_body_or_value_that_is_no_object(self):
        with Server("action") as server:
            for body in ("5", "[]", {"value": "A"}, {"value": [1]}):
                self.assertEqual(list(self.ask(server, "/init", body, 400)), ["error"])

    def test_plain_text_code(self):
        for text, binary in (("def main(): pass", False), ("abcd", True)):
            with Server("action") as server:
                self.assertEqual(list(self.ask(server, "/init", init(text, binary=binary), 502)),
                                 ["error"])

    def test_bad_base64(self):
        with Server("action") as server:
            self.assertIn("cannot decode the request",
                          self.ask(server, "/init", init("UEsDB!"), 502)["error"])

    def test_a_zip_that_is_no_bundle(self):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("exec", "#!/bin/sh\n")
        text = base64.b64encode(packed.getvalue()).decode()
        with Server("action") as server:
            self.assertIn("bundle.json", self.ask(server, "/init", init(text), 502)["error"])
            self.assert_logs(server, 1)

    def test_48_mb_of_code(self):
        text = code(os.urandom(37_000_000))
        self.assertGreater(len(text), 48_000_000)
        with Server("action") as server:
            self.ask(server, "/init", init(text))
            self.ask(server, "/run", {"value": ROW})


class Run(Contract):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("action", "--model", model(), "--threads", "2")

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def test_without_init_where_a_model_is_baked_in(self):
        self.ask(self.server, "/run", {"value": ROW})

    def test_before_init_where_none_is(self):
        with Server("action") as server:
            self.assertEqual(self.ask(server, "/run", {"value": ROW}, 500),
                             {"error": "no action defined yet"})
            self.assert_logs(server, 1, "no action defined yet")

    def test_an_object_is_answered_with_an_object(self):
        self.assertEqual(self.ask(self.server, "/run", {
            "value": dict(ROW, select="price_prediction")}), PRICE)

    def test_an_array_is_answered_with_an_array(self):
        answer = self.ask(self.server, "/run", {"value": [ROW, ROW]})
        self.assertEqual([row["price_prediction"] for row in answer], list(PRICE.values()) * 2)
        self.assertEqual(self.ask(self.server, "/run", {"value": []}), [])

    def test_a_row_that_cannot_be_scored_is_an_application_error(self):
        self.assertEqual(list(self.ask(self.server, "/run", {"value": {"reviews": "x"}})),
                         ["error"])

    def test_no_value_is_an_empty_one(self):
        for body in ({}, {"value": None}, {"value": {}}):
            self.assertIn("missing", self.ask(self.server, "/run", body)["error"])

    def test_a_value_of_another_type_leaves_empty_streams(self):
        with Server("action", "--model", model()) as server:
            for body in ({"value": "A"}, {"value": 1}, "[]"):
                self.assertEqual(self.ask(server, "/run", body, 404), {"error": NOT_AN_ARGUMENT})
            out, err = self.assert_logs(server, 3)
            self.assertEqual((out, err), ((SENTINEL + "\n") * 3,) * 2)

    def test_a_body_that_is_no_json(self):
        self.assertEqual(list(self.ask(self.server, "/run", "no json", 400)), ["error"])

    def test_four_values_come_back_as_they_went(self):
        values = ("hello", "\u2603 snowman \u2603", [0, 1, 1.5, -2, 1e300, 12345678901234567890],
                  {"a": {"b": [True, None, "x"]}})
        with Server("action") as server:
            self.ask(server, "/init", init(code()))
            for value in values:
                answer = self.ask(server, "/run", {"value": dict(ROW, key=value, select="key")})
                self.assertEqual(answer, {"key": value})
            self.assert_logs(server, 4)

    def test_unicode_in_input_log_and_answer(self):
        with Server("action", "--model", model()) as server:
            self.assertEqual(self.ask(server, "/run", {"value": dict(
                ROW, **{"\u03ba\u03bb": "\u2603", "select": "\u03ba\u03bb"})}),
                {"\u03ba\u03bb": "\u2603"})
            self.assertIn("\u2603", self.ask(server, "/run", {"value": {
                "reviews": "\u2603"}})["error"])
            self.assert_logs(server, 2, "\u2603")

    def test_the_ids_of_a_run_are_in_its_log_and_its_key_is_not(self):
        with Server("action", "--model", model(), env={"CLEAP_LOG": "debug"}) as server:
            self.ask(server, "/run", {"value": ROW, "activation_id": "ab" * 16, "api_key": "k:ey",
                                      "transaction_id": "cd" * 16, "namespace": "guest",
                                      "action_name": "/guest/price", "action_version": "0.0.1",
                                      "deadline": str(int(time.time() * 1000) + 60000)})
            out, err = self.assert_logs(server, 1, "ab" * 16, "cd" * 16)
            self.assertNotIn("k:ey", out + err)

    def test_a_text_of_a_megabyte(self):
        text = "x" * 1048561
        self.assertEqual(self.ask(self.server, "/run", {"value": dict(ROW, a=text, select="a")}),
                         {"a": text})

    def test_a_result_that_is_too_long(self):
        answer = self.ask(self.server, "/run", {"value": dict(ROW, a="x" * 1048576)})
        self.assertRegex(answer["error"], r"^the answer takes \d+ bytes for 1 of 1 row, 1048576 ")

    def test_the_deadline_as_text_and_as_a_number(self):
        rows = [ROW] * 300
        for deadline in (1, "1"):
            answer = self.ask(self.server, "/run", {"deadline": deadline, "value": rows})
            self.assertIn("stopped after 256 of 300 rows", answer["error"])

    def test_the_sentinels_are_there_before_the_answer(self):
        with Server("action", "--model", model()) as server:
            for n in range(1, 6):
                self.ask(server, "/run", {"value": {}})
                server.out.seek(0)
                self.assertEqual(server.out.read().decode(), (SENTINEL + "\n") * n)

    def test_unknown_paths_and_methods(self):
        self.assertEqual(self.server.ask("POST", "/nope", {})[0], 404)
        self.assertEqual(self.server.ask("GET", "/run")[0], 405)


class Life(Contract):
    def test_parallel_runs_share_one_model(self):
        with Server("action", "--model", model(), "--threads", "4") as server:
            answers = []

            def run():
                for _ in range(20):
                    answers.append(server.ask_json("POST", "/run", {
                        "value": dict(ROW, select="price_prediction")}))
            threads = [threading.Thread(target=run) for _ in range(6)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(answers, [(200, PRICE)] * 120)
            self.assert_logs(server, 120)

    def test_frozen_and_thawed(self):
        with Server("action", "--model", model()) as server:
            self.ask(server, "/run", {"value": ROW})
            server.process.send_signal(signal.SIGSTOP)
            time.sleep(1)
            server.process.send_signal(signal.SIGCONT)
            self.ask(server, "/run", {"value": ROW})
            self.assert_logs(server, 2)

    def test_sigterm_ends_it_with_0(self):
        server = Server("action", "--model", model())
        self.ask(server, "/run", {"value": ROW})
        self.assertEqual(server.close(), 0)


class Table(unittest.TestCase):
    """docs/contract.md names tests that exist, and all of this file."""

    def test_every_row_has_its_test(self):
        known = {}
        for path in glob.glob(os.path.join(ROOT, "tests/*/test_*.py")):
            name = os.path.basename(path)[len("test_"):-len(".py")]
            name = "image_" + name if os.path.basename(os.path.dirname(path)) == "image" else name
            with open(path, encoding="utf-8") as f:
                known[name] = set(re.findall(r"^    def (test_\w+)", f.read(), re.M))
        with open(os.path.join(ROOT, "docs/contract.md"), encoding="utf-8") as f:
            rows = [line for line in f if line.startswith("|")]
        named = {}
        for row in rows:
            for file, test in re.findall(r"`(\w+): (\w+)`", row):
                self.assertIn("test_" + test, known.get(file, ()), row)
                named.setdefault(file, set()).add("test_" + test)
        self.assertEqual(known["contract"] - named["contract"] - {"test_every_row_has_its_test"},
                         set())
        for row in rows:
            if not re.match(r"\| (---|contract )|\|---", row):
                self.assertRegex(row, r"`\w+: \w+`|cannot happen|not done|image", row)


if __name__ == "__main__":
    unittest.main()
