"""The action image: built, run without rights, healthy, initialised, stopped.

Installs and starts a Docker engine where there is none. Where none can run the test is skipped with
the reason, but never under CI.
"""

import base64
import json
import os
import subprocess
import sys
import time
import unittest
import urllib.error
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MODEL = os.path.join(ROOT, "models", "airbnb_price")
IMAGE = "cleap/action:test"
BAKED = "cleap/action:test-baked"
SENTINEL = "XXX_THE_END_OF_A_WHISK_ACTIVATION_XXX"
LOCKED_DOWN = ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
               "--memory", "128m", "--memory-swap", "128m", "--pids-limit", "64"]


def docker(*args, stdin=None):
    done = subprocess.run(["docker", *args], input=stdin, capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError("docker %s: %s" % (" ".join(args), done.stdout + done.stderr))
    return done.stdout.strip()


def frame():
    with open(os.path.join(MODEL, "frame.json"), encoding="utf-8") as f:
        return json.load(f)


def expected():
    with open(os.path.join(MODEL, "expected.json"), encoding="utf-8") as f:
        return json.load(f)["rows"]


class Container:
    """A container that answers at `self.address`; removed at the end."""

    def __init__(self, image, *options):
        self.id = docker("run", "-d", *options, image)
        self.address = docker("inspect", "-f", "{{.NetworkSettings.IPAddress}}", self.id)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        docker("rm", "-f", self.id)

    def inspect(self, what):
        return docker("inspect", "-f", "{{%s}}" % what, self.id)

    def logs(self):
        both = subprocess.run(["docker", "logs", self.id], capture_output=True, text=True)
        return both.stdout, both.stderr

    def post(self, path, body):
        """Waits for the port, as the invoker does, and answers (status, JSON)."""
        request = urllib.request.Request(
            "http://%s:8080%s" % (self.address, path), json.dumps(body).encode(),
            {"Content-Type": "application/json"})
        end = time.monotonic() + 20
        while True:
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:
                    return answer.status, json.load(answer)
            except urllib.error.HTTPError as error:
                return error.code, json.load(error)
            except (urllib.error.URLError, ConnectionError):
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)


def init_body():
    with open(os.path.join(MODEL, "bundle.zip"), "rb") as f:
        code = base64.b64encode(f.read()).decode()
    return {"value": {"name": "price", "main": "main", "binary": True, "code": code}}


class Image(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        docker("build", "-q", "--network", "host", "-t", IMAGE, ROOT)
        docker("build", "-q", "-t", BAKED, "-f", "-", MODEL,
               stdin="FROM %s\nCOPY bundle.zip /model/bundle.zip\n" % IMAGE)

    def test_scores_without_any_rights(self):
        with Container(IMAGE, *LOCKED_DOWN) as container:
            self.assertEqual(container.post("/init", init_body())[0], 200)
            status, answer = container.post("/run", {"value": frame()})
            self.assertEqual(status, 200)
            self.assertEqual(answer["rows"], expected())
            out, err = container.logs()
            self.assertEqual((out.count(SENTINEL), err.count(SENTINEL)), (1, 1))

    def test_runs_as_any_user(self):
        for user in ["0:0", "65534:65534"]:
            with Container(IMAGE, *LOCKED_DOWN, "--user", user) as container:
                self.assertEqual(container.post("/init", init_body())[0], 200)

    def test_runs_as_nobody_by_default(self):
        user = docker("run", "--rm", "--entrypoint", "id", IMAGE, "-u")
        self.assertNotEqual(user, "0")

    def test_a_baked_model_needs_no_code(self):
        with Container(BAKED, *LOCKED_DOWN) as container:
            row = dict(zip([f["name"] for f in frame()["schema"]["fields"]], frame()["rows"][0]))
            status, answer = container.post("/run", {"value": row})
            self.assertEqual(status, 200)
            self.assertEqual(answer["price_prediction"], expected()[0][-1])

    def test_gets_healthy(self):
        with Container(IMAGE, *LOCKED_DOWN, "--health-interval", "1s") as container:
            end = time.monotonic() + 30
            while container.inspect(".State.Health.Status") != "healthy":
                self.assertLess(time.monotonic(), end, "did not get healthy")
                time.sleep(0.2)

    def test_stops_at_once_and_well(self):
        with Container(IMAGE, *LOCKED_DOWN) as container:
            self.assertEqual(container.post("/init", init_body())[0], 200)
            before = time.monotonic()
            docker("stop", "-t", "10", container.id)
            self.assertLess(time.monotonic() - before, 5)
            self.assertEqual(container.inspect(".State.ExitCode"), "0")

    def test_says_what_it_is(self):
        labels = json.loads(docker("inspect", "-f", "{{json .Config.Labels}}", IMAGE))
        for label in ["title", "description", "version", "licenses"]:
            self.assertIn("org.opencontainers.image." + label, labels)


def engine(what):
    return subprocess.run([os.path.join(ROOT, "script", "engine"), what],
                          capture_output=True, text=True)


def main():
    up = engine("up")
    if up.returncode != 0:
        print("no Docker engine can be had:\n" + up.stderr)
        sys.exit(1 if os.environ.get("CI") else 77)
    try:
        unittest.main(verbosity=2)
    finally:
        engine("down")


main()
