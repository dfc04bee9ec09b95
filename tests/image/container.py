"""Containers for the tests of the image, and what is sent to them."""

import base64
import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MODEL = os.path.join(ROOT, "models", "airbnb_price")
SENTINEL = "XXX_THE_END_OF_A_WHISK_ACTIVATION_XXX"
LOCKED_DOWN = ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
               "--memory", "128m", "--memory-swap", "128m", "--pids-limit", "64"]
PORT = 8080


def docker(*args, stdin=None):
    done = subprocess.run(["docker", *args], input=stdin, capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError("docker %s: %s" % (" ".join(args), done.stdout + done.stderr))
    return done.stdout.strip()


def frame():
    with open(os.path.join(MODEL, "frame.json"), encoding="utf-8") as f:
        return json.load(f)


def rows():
    """The frame's rows as objects."""
    names = [field["name"] for field in frame()["schema"]["fields"]]
    return [dict(zip(names, row)) for row in frame()["rows"]]


def expected():
    with open(os.path.join(MODEL, "expected.json"), encoding="utf-8") as f:
        return json.load(f)["rows"]


def prices():
    return [row[-1] for row in expected()]


def bundle():
    with open(os.path.join(MODEL, "bundle.zip"), "rb") as f:
        return f.read()


def init_body(code=None):
    text = base64.b64encode(bundle() if code is None else code).decode()
    return {"value": {"name": "price", "main": "main", "binary": True, "code": text}}


class Container:
    """A container that answers at `self.address`; removed at the end."""

    def __init__(self, image, *options, arguments=()):
        self.id = docker("run", "-d", *options, image, *arguments)
        self.find()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        docker("rm", "-f", self.id)

    def find(self):
        self.address = self.inspect(".NetworkSettings.IPAddress")

    def inspect(self, what):
        return docker("inspect", "-f", "{{%s}}" % what, self.id)

    def process(self):
        """What the kernel says of the container's first process, by the names of its lines."""
        with open("/proc/%s/status" % self.inspect(".State.Pid"), encoding="ascii") as f:
            return dict(line.rstrip("\n").split(":\t", 1) for line in f)

    def wait(self, what, value, seconds=20):
        end = time.monotonic() + seconds
        while (now := self.inspect(what)) != value:
            if time.monotonic() > end:
                raise AssertionError("%s is %s, not %s" % (what, now, value))
            time.sleep(0.05)

    def logs(self):
        both = subprocess.run(["docker", "logs", self.id], capture_output=True, text=True)
        return both.stdout, both.stderr

    def connect(self, seconds=20):
        """A connection, as soon as there is one to be had."""
        end = time.monotonic() + seconds
        while True:
            try:
                return socket.create_connection((self.address, PORT), timeout=seconds)
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def get(self, path):
        return self.ask(path, None, 20)

    def post(self, path, body, seconds=20):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.ask(path, data, seconds)

    def ask(self, path, data, seconds):
        """Waits for the port, as the invoker does, and answers (status, JSON)."""
        self.connect(seconds).close()
        request = urllib.request.Request("http://%s:%d%s" % (self.address, PORT, path), data,
                                         {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=seconds) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)
