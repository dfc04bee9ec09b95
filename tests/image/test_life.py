"""From the first request to the last: logs, many at once, large ones, pause, stop, kill, no memory."""

import concurrent.futures
import http.client
import io
import json
import os
import threading
import time
import zipfile

from container import LOCKED_DOWN, PORT, SENTINEL, Container, bundle, docker, init_body, prices, rows
from images import ImageTest, each_tag

CODE_LIMIT = 48 << 20  # of base64
PAYLOAD_LIMIT = 1 << 20


def run_body(value):
    return {"activation_id": "0" * 32, "action_name": "/guest/price", "value": value}


def big_bundle():
    """The bundle with a file that makes it as large as the platform takes code."""
    data = io.BytesIO(bundle())
    with zipfile.ZipFile(data, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("root/padding.bin", os.urandom(CODE_LIMIT // 4 * 3 - len(bundle()) - 4096))
    return data.getvalue()


def payload_of(size):
    """As many rows as make a body of nearly `size` bytes."""
    row = json.dumps(rows()[0])
    return [rows()[0]] * ((size - 200) // (len(row) + 2))


def sentinels(container):
    """How many on stdout and stderr."""
    out, err = container.logs()
    return out.count(SENTINEL), err.count(SENTINEL)


class Life(ImageTest):
    def ready(self, tag, *options):
        """A container after /init."""
        container = Container(tag.image, *options)
        try:
            self.assertEqual(container.post("/init", init_body()), (200, {"ok": True}))
        except BaseException:
            container.__exit__()
            raise
        return container

    def assert_scores(self, container):
        status, answer = container.post("/run", run_body(rows()[0]))
        self.assertEqual((status, answer.get("price_prediction")), (200, prices()[0]))

    @each_tag
    def test_logs_one_sentinel_a_run(self, tag):
        with self.ready(tag, *LOCKED_DOWN) as container:
            self.assertEqual(container.post("/init", init_body())[0], 403)
            self.assertEqual(sentinels(container), (0, 0))
            self.assertEqual(container.post("/run", run_body("text"))[0], 404)
            self.assertIn("error", container.post("/run", run_body({"bedrooms": "many"}))[1])
            self.assert_scores(container)
            self.assertEqual(sentinels(container), (3, 3))
            out, err = container.logs()
            self.assertEqual(set(out.splitlines()), {SENTINEL})
            self.assertIn("Cannot initialize the action more than once.", err)

    @each_tag
    def test_answers_many_at_once(self, tag):
        callers, each = 8, 20

        def call(caller):
            n = caller % len(rows())
            answers = [container.post("/run", run_body(rows()[n])) for _ in range(each)]
            return [(status, answer.get("price_prediction"), n) for status, answer in answers]

        with self.ready(tag, *LOCKED_DOWN) as container:
            with concurrent.futures.ThreadPoolExecutor(callers) as pool:
                for answers in pool.map(call, range(callers)):
                    for status, price, n in answers:
                        self.assertEqual((status, price), (200, prices()[n]))
            self.assertEqual(sentinels(container), (callers * each, callers * each))

    @each_tag
    def test_takes_the_largest_code(self, tag):
        body = json.dumps(init_body(big_bundle())).encode()
        self.assertGreater(len(body), CODE_LIMIT - 10000)
        with Container(tag.image, *LOCKED_DOWN) as container:
            self.assertEqual(container.post("/init", body, 60), (200, {"ok": True}))
            self.assert_scores(container)

    @each_tag
    def test_takes_the_largest_payload(self, tag):
        value = {"rows": payload_of(PAYLOAD_LIMIT), "select": ["price_prediction"]}
        body = json.dumps(run_body(value)).encode()
        self.assertGreater(len(body), PAYLOAD_LIMIT - 2000)
        with self.ready(tag, *LOCKED_DOWN) as container:
            status, answer = container.post("/run", body)
            self.assertEqual(status, 200)
            self.assertEqual(answer["rows"], [{"price_prediction": prices()[0]}] * len(value["rows"]))

    @each_tag
    def test_survives_a_pause(self, tag):
        with self.ready(tag, *LOCKED_DOWN) as container:
            self.assert_scores(container)
            docker("pause", container.id)
            time.sleep(1)
            docker("unpause", container.id)
            self.assert_scores(container)

    @each_tag
    def test_a_request_to_a_paused_container_is_answered_after_the_pause(self, tag):
        with self.ready(tag, *LOCKED_DOWN) as container:
            docker("pause", container.id)
            with concurrent.futures.ThreadPoolExecutor(1) as pool:
                answer = pool.submit(self.assert_scores, container)
                time.sleep(0.3)
                self.assertFalse(answer.done())
                docker("unpause", container.id)
                answer.result(20)

    @each_tag
    def test_stops_at_once_and_well(self, tag):
        with self.ready(tag, *LOCKED_DOWN) as container:
            before = time.monotonic()
            docker("stop", "-t", "60", container.id)
            self.assertLess(time.monotonic() - before, 30)  # of a busy engine; a deaf one takes 60
            self.assertEqual(container.inspect(".State.ExitCode"), "0")

    @each_tag
    def test_answers_what_it_has_before_it_stops(self, tag):
        value = {"rows": payload_of(30 << 20), "select": ["price_prediction"]}
        with self.ready(tag, "--env", "CLEAP_MAX_RESULT=0") as container:
            connection = http.client.HTTPConnection(container.address, PORT, timeout=60)
            connection.request("POST", "/run", json.dumps(run_body(value)))  # all but read by now
            stop = threading.Thread(target=docker, args=("stop", "-t", "30", container.id))
            stop.start()
            answer = json.load(connection.getresponse())
            connection.close()
            stop.join()
            self.assertEqual(len(answer["rows"]), len(value["rows"]))
            self.assertEqual(container.inspect(".State.ExitCode"), "0")

    @each_tag
    def test_comes_back_without_a_model_after_a_kill(self, tag):
        with self.ready(tag, *LOCKED_DOWN) as container:
            with container.connect() as idle:
                docker("kill", container.id)
                self.assertEqual(idle.recv(1), b"")
            self.assertEqual(container.inspect(".State.ExitCode"), "137")
            docker("start", container.id)  # what restartPolicy: Always does
            container.find()
            status, answer = container.post("/run", run_body(rows()[0]))
            self.assertEqual((status, answer), (500, {"error": "no action defined yet"}))
            self.assertEqual(container.post("/init", init_body())[0], 200)
            self.assert_scores(container)

    @each_tag
    def test_too_little_memory_is_an_end_and_no_hang(self, tag):
        body = json.dumps(init_body(big_bundle())).encode()
        with Container(tag.image, "--memory", "32m", "--memory-swap", "32m") as container:
            with self.assertRaises(OSError):  # reset, broken pipe or closed without an answer
                container.post("/init", body, 20)
            container.wait(".State.Status", "exited")
            self.assertEqual(container.inspect(".State.OOMKilled"), "true")
            self.assertEqual(container.inspect(".State.ExitCode"), "137")
