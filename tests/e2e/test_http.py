"""HTTP itself: routes, sizes, connections, signals. And the plain server."""

import json
import signal
import socket
import unittest

from server import CLEAP, Server, cleap, frame, model, row_objects

ROWS = row_objects(frame())
ANSWERS = row_objects(frame(file="expected.json"))


def raw(port, text, wait=True):
    """Sends bytes and returns all that comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", port), 30) as s:
        s.sendall(text)
        if not wait:
            return b""
        got = b""
        while True:
            piece = s.recv(65536)
            if not piece:
                return got
            got += piece


class Serve(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("serve", "--model", model(), "--threads", "2", "--max-body", "300000")

    @classmethod
    def tearDownClass(cls):
        assert cls.server.close() == 0

    def test_scores_every_form(self):
        self.assertEqual(self.server.ask_json("POST", "/score", frame()),
                         (200, frame(file="expected.json")))
        status, answer = self.server.ask_json("POST", "/score", {"rows": ROWS})
        self.assertEqual((status, len(answer["rows"])), (200, len(ROWS)))
        status, answer = self.server.ask_json("POST", "/score", ROWS[0])
        self.assertEqual(answer["price_prediction"], ANSWERS[0]["price_prediction"])

    def test_says_which_columns_it_takes(self):
        status, answer = self.server.ask_json("GET", "/schema")
        self.assertEqual(status, 200)
        self.assertIn({"name": "bedrooms", "type": "double"}, answer["input"]["fields"])
        self.assertIn("price_prediction", [f["name"] for f in answer["output"]["fields"]])

    def test_is_well(self):
        self.assertEqual(self.server.ask_json("GET", "/healthz"), (200, {"status": "ok"}))
        self.assertEqual(cleap("health", "--port", str(self.server.port))[0], 0)

    def test_head_has_no_body(self):
        self.assertEqual(self.server.ask("HEAD", "/healthz"), (200, b""))

    def test_failures_have_codes(self):
        cases = [("{", 400), ("5", 400), ({"reviews": 1}, 422), ([dict(ROWS[0], reviews="x")], 422)]
        for body, wanted in cases:
            status, answer = self.server.ask_json("POST", "/score", body)
            self.assertEqual((status, list(answer)), (wanted, ["error"]), body)

    def test_other_paths_and_methods(self):
        self.assertEqual(self.server.ask("GET", "/nope")[0], 404)
        self.assertEqual(self.server.ask("POST", "/score/", {})[0], 404)
        status, answer = self.server.ask_json("GET", "/score")
        self.assertEqual((status, list(answer)), (405, ["error"]))
        answer = raw(self.server.port, b"PUT /score HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                       b"Content-Length: 2\r\n\r\n{}")
        self.assertIn(b"\r\nAllow: POST\r\n", answer)

    def test_a_body_that_is_too_large(self):
        connection = self.server.connect()
        status, answer = self.server.ask_json("POST", "/score", b"[" + b" " * 300000 + b"]",
                                              connection)
        self.assertEqual((status, list(answer)), (413, ["error"]))
        # The connection is still good.
        self.assertEqual(self.server.ask("GET", "/healthz", None, connection)[0], 200)
        connection.close()

    def test_a_body_that_is_too_large_and_chunked(self):
        body = b"".join(b"4000\r\n" + b" " * 0x4000 + b"\r\n" for _ in range(24)) + b"0\r\n\r\n"
        answer = raw(self.server.port, b"POST /score HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                       b"Transfer-Encoding: chunked\r\n\r\n" + body)
        self.assertTrue(answer.startswith(b"HTTP/1.1 413 "), answer[:100])

    def test_a_client_that_asks_first_is_told_at_once(self):
        with socket.create_connection(("127.0.0.1", self.server.port), 30) as s:
            s.sendall(b"POST /score HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                      b"Content-Length: 900000\r\n\r\n")
            self.assertTrue(s.recv(65536).startswith(b"HTTP/1.1 413 "))

    def test_a_body_in_chunks_is_taken(self):
        body = json.dumps(ROWS[0]).encode()
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(body[i:i + 7]), body[i:i + 7])
                          for i in range(0, len(body), 7)) + b"0\r\n\r\n"
        answer = raw(self.server.port, b"POST /score HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                       b"Transfer-Encoding: chunked\r\n\r\n" + chunks)
        self.assertTrue(answer.startswith(b"HTTP/1.1 200 OK\r\n"), answer[:100])
        self.assertIn(b"\r\nContent-Length: ", answer)
        self.assertNotIn(b"Transfer-Encoding", answer)

    def test_no_body_at_all(self):
        answer = raw(self.server.port,
                     b"POST /score HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        self.assertTrue(answer.startswith(b"HTTP/1.1 400 "), answer[:100])

    def test_connections_are_kept(self):
        connection = self.server.connect()
        for i in range(50):
            row = i % len(ROWS)
            status, answer = self.server.ask_json("POST", "/score", ROWS[row], connection)
            self.assertEqual(answer["price_prediction"], ANSWERS[row]["price_prediction"])
        connection.close()

    def test_clients_that_go_away_do_no_harm(self):
        for text in (b"", b"POST /score HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{",
                     b"\x00\xff\r\n\r\n", b"POST /sco"):
            raw(self.server.port, text, wait=False)
        self.assertEqual(self.server.ask("GET", "/healthz")[0], 200)

    def test_a_header_without_end(self):
        try:
            answer = raw(self.server.port, b"GET /healthz HTTP/1.1\r\nX: " + b"a" * 100000)
        except ConnectionError:
            answer = b"" # hung up on
        self.assertFalse(answer.startswith(b"HTTP/1.1 200"))
        self.assertEqual(self.server.ask("GET", "/healthz")[0], 200)


class Life(unittest.TestCase):
    def test_signals_end_it_well(self):
        for sig in (signal.SIGTERM, signal.SIGINT):
            for args in (("action", "--model", model()), ("serve", "--model", model())):
                with Server(*args) as server:
                    connection = server.connect()
                    server.ask("GET", "/healthz", None, connection)
                    self.assertEqual(server.stop(sig), 0)
                    connection.close()

    def test_a_port_that_is_taken(self):
        with Server("serve", "--model", model()) as server:
            status, _, err = cleap("serve", "--model", model(), "--port", str(server.port))
            self.assertEqual(status, 3)
            self.assertIn("cannot listen", err)

    def test_a_model_that_is_not_there(self):
        status, _, err = cleap("serve", "--model", "/no/such", "--port", "0")
        self.assertEqual(status, 3)
        self.assertIn("/no/such", err)

    def test_nobody_is_well_where_nobody_listens(self):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.assertNotEqual(cleap("health", "--port", str(s.getsockname()[1]))[0], 0)

    def test_as_process_1(self):
        import os
        import shutil
        import subprocess
        if os.geteuid() != 0 or shutil.which("unshare") is None:
            self.skipTest("needs root and unshare")
        server = subprocess.Popen(
            ["unshare", "--pid", "--fork", "--kill-child", CLEAP, "serve", "--model", model(),
             "--port", "0"], stderr=subprocess.PIPE)
        if not server.stderr.readline().startswith(b"listening"):
            self.skipTest("no process name spaces here")
        children = f"/proc/{server.pid}/task/{server.pid}/children"
        with open(children, encoding="ascii") as f:
            os.kill(int(f.read().split()[0]), signal.SIGTERM)
        self.assertEqual(server.wait(30), 0)
        server.stderr.close()


if __name__ == "__main__":
    unittest.main()
