"""Models from URLs: libcurl, names and certificates are in both images."""

import functools
import http.server
import threading

from container import LOCKED_DOWN, MODEL, Container, prices, rows
from images import ImageTest, each_tag


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Files:
    """A web server with a folder's files, on the address by which a container reaches this machine."""

    def __init__(self, container, folder):
        handler = functools.partial(Quiet, directory=folder)
        self.server = http.server.ThreadingHTTPServer((container.inspect(".NetworkSettings.Gateway"), 0), handler)
        self.address = "%s:%d" % self.server.server_address[:2]

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *unused):
        self.server.shutdown()
        self.server.server_close()


def init_body(url):
    return {"value": {"name": "price", "main": "main", "env": {"CLEAP_MODEL": url}}}


class Fetch(ImageTest):
    @each_tag
    def test_fetches_a_model(self, tag):
        with Container(tag.image, *LOCKED_DOWN) as container, Files(container, MODEL) as files:
            url = "http://%s/bundle.zip" % files.address
            self.assertEqual(container.post("/init", init_body(url)), (200, {"ok": True}))
            status, answer = container.post("/run", {"value": rows()[0]})
            self.assertEqual((status, answer.get("price_prediction")), (200, prices()[0]))

    @each_tag
    def test_reads_certificates_and_names(self, tag):
        options = [*LOCKED_DOWN, "--add-host", "models.example.com:127.0.0.1"]
        with Container(tag.image, *options) as container, Files(container, MODEL) as files:
            status, answer = container.post("/init", init_body("https://%s/bundle.zip" % files.address))
            self.assertEqual(status, 502)
            self.assertRegex(answer["error"], "(?i)tls|ssl|handshake")
            self.assertNotIn("cert", answer["error"])  # no words about a missing file
            status, answer = container.post("/init", init_body("http://models.example.com:1/bundle.zip"))
            self.assertEqual(status, 502)
            self.assertRegex(answer["error"], "connect to models.example.com")
