"""Models that are named by a URL."""

import hashlib
import http.server
import threading
import time
import unittest

from server import Server, frame, model, row_objects

ROWS = row_objects(frame())
ANSWERS = row_objects(frame(file="expected.json"))
with open(model(), "rb") as bundle:
    BUNDLE = bundle.read()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path
        if path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", path[3:] if path != "/to/file" else "file:///etc/passwd")
            self.end_headers()
        elif path == "/bundle.zip":
            self.send_response(200)
            self.send_header("Content-Length", str(len(BUNDLE)))
            self.end_headers()
            self.wfile.write(BUNDLE)
        elif path == "/endless":
            self.send_response(200)
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b"\0" * 65536)
            except OSError:
                pass
        elif path == "/slow":
            time.sleep(3)
        else:
            self.send_error(404)

    def log_message(self, *_):
        pass


class Fetch(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.files = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        cls.files.daemon_threads = True
        threading.Thread(target=cls.files.serve_forever, daemon=True).start()
        cls.url = f"http://127.0.0.1:{cls.files.server_address[1]}"

    @classmethod
    def tearDownClass(cls):
        cls.files.shutdown()
        cls.files.server_close()

    def init(self, path, **env):
        """What /init answers, and a run behind it."""
        with Server("action", env={"no_proxy": "*"}) as server:
            status, answer = server.ask_json("POST", "/init", {"value": {"env": {
                "CLEAP_MODEL": self.url + path, **env}}})
            if status == 200:
                _, score = server.ask_json("POST", "/run", {"value": ROWS[0]})
                self.assertEqual(score["price_prediction"], ANSWERS[0]["price_prediction"])
            return status, answer.get("error", "")

    def test_a_url_in_init(self):
        self.assertEqual(self.init("/bundle.zip"), (200, ""))

    def test_a_url_of_the_image(self):
        env = {"CLEAP_MODEL": self.url + "/bundle.zip", "no_proxy": "*"}
        with Server("action", env=env) as server:
            self.assertEqual(server.ask("POST", "/run", {"value": ROWS[0]})[0], 200)

    def test_redirections_are_followed_but_not_into_files(self):
        self.assertEqual(self.init("/to/bundle.zip")[0], 200)
        status, error = self.init("/to/file")
        self.assertEqual((status, "rotocol" in error), (502, True), error)

    def test_a_digest(self):
        digest = hashlib.sha256(BUNDLE).hexdigest()
        self.assertEqual(self.init("/bundle.zip", CLEAP_MODEL_SHA256=digest.upper())[0], 200)
        status, error = self.init("/bundle.zip", CLEAP_MODEL_SHA256="0" * 64)
        self.assertEqual((status, digest in error), (502, True), error)

    def test_limits_on_size_and_time(self):
        for path in ("/endless", "/bundle.zip"):
            status, error = self.init(path, CLEAP_MODEL_MAX="1000")
            self.assertEqual((status, "larger than 1000 bytes" in error), (502, True), error)
        begin = time.monotonic()
        status, error = self.init("/slow", CLEAP_MODEL_TIMEOUT="1")
        self.assertEqual((status, "timed out" in error.lower()), (502, True), error)
        self.assertLess(time.monotonic() - begin, 2.5)

    def test_what_is_not_there(self):
        status, error = self.init("/nope")
        self.assertEqual((status, "404" in error, self.url in error), (502, True, True), error)
        status, error = self.init("/bundle.zip", CLEAP_MODEL="http://127.0.0.1:1/x.zip")
        self.assertEqual((status, "127.0.0.1:1" in error), (502, True), error)


if __name__ == "__main__":
    unittest.main()
