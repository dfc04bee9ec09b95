"""Runs cleap and talks to it, for the tests of this folder."""

import base64
import http.client
import io
import json
import os
import re
import signal
import subprocess
import tempfile
import threading
import zipfile

CLEAP = os.environ.get("CLEAP", "build/dev/cleap")
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SENTINEL = "XXX_THE_END_OF_A_WHISK_ACTIVATION_XXX"
WAIT = 30


def model(name="airbnb_price", file="bundle.zip"):
    return os.path.join(ROOT, "models", name, file)


def zip_base64(folder):
    """A bundle's folder as the code of an action."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for inner, _, files in os.walk(folder):
            for file in files:
                path = os.path.join(inner, file)
                archive.write(path, os.path.relpath(path, folder))
    return base64.b64encode(packed.getvalue()).decode()


def frame(name="airbnb_price", file="frame.json"):
    with open(model(name, file), encoding="utf-8") as f:
        return json.load(f)


def row_objects(a_frame):
    names = [field["name"] for field in a_frame["schema"]["fields"]]
    return [dict(zip(names, row)) for row in a_frame["rows"]]


class Server:
    """A command that serves, on a free port of 127.0.0.1."""

    def __init__(self, *args, env=None):
        self.out = tempfile.TemporaryFile()
        whole = {k: v for k, v in os.environ.items()
                 if k not in ("CLEAP_MODEL", "CLEAP_PLUGINS", "CLEAP_SELECT")}
        whole.update(env or {})
        self.process = subprocess.Popen(
            [CLEAP, *args, "--host", "127.0.0.1", "--port", "0"],
            stdout=self.out, stderr=subprocess.PIPE, env=whole)
        self.err = []
        self.port = self._find_port()
        self.reader = threading.Thread(target=self._read_err)
        self.reader.start()

    def _find_port(self):
        for line in self.process.stderr:
            said = line.decode()
            found = re.fullmatch(r"listening on 127\.0\.0\.1:(\d+)\n", said)
            if found:
                return int(found.group(1))
            self.err.append(said)
        raise AssertionError("the server did not start: " + "".join(self.err))

    def _read_err(self):
        for line in self.process.stderr:
            self.err.append(line.decode())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Ends it; returns the exit status."""
        status = self.stop()
        self.out.close()
        return status

    def stop(self, sig=signal.SIGTERM):
        """Ends it, but keeps what it wrote; returns the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(sig)
        status = self.process.wait(WAIT)
        self.reader.join(WAIT)
        self.process.stderr.close()
        return status

    def logs(self):
        """What was written on stdout and stderr; ends the server."""
        self.stop()
        self.out.seek(0)
        return self.out.read().decode(), "".join(self.err)

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)

    def ask(self, method, path, body=None, connection=None):
        """Returns status and body; on a connection of its own unless one is given."""
        own = connection is None
        connection = connection or self.connect()
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode()
        connection.request(method, path, body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        assert answer.headers["Transfer-Encoding"] is None
        assert int(answer.headers["Content-Length"]) >= len(text)
        if own:
            connection.close()
        return answer.status, text

    def ask_json(self, method, path, body=None, connection=None):
        status, text = self.ask(method, path, body, connection)
        return status, json.loads(text)


def cleap(*args, stdin=b"", env=None):
    """Runs a command that ends by itself."""
    done = subprocess.run([CLEAP, *args], input=stdin, capture_output=True, timeout=WAIT,
                          check=False, env={**os.environ, **(env or {})})
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def is_sanitized():
    with open(CLEAP, "rb") as f:
        program = f.read()
    return b"__asan_init" in program or b"__tsan_init" in program
