"""What each tag can do without: rights, a user's name, a disk to write on, a shell."""

from container import LOCKED_DOWN, SENTINEL, Container, docker, expected, frame, init_body, prices, rows
from images import ImageTest, each_tag

# One by one, so that a failure names the one.
OPTIONS = {
    "read-only": ["--read-only"],
    "no capabilities": ["--cap-drop", "ALL"],
    "no new privileges": ["--security-opt", "no-new-privileges"],
    "128 MB": ["--memory", "128m", "--memory-swap", "128m"],
    "as the platform": ["--memory", "256m", "--memory-swap", "256m", "--pids-limit", "1024", "--cap-drop", "NET_RAW",
                        "--cap-drop", "NET_ADMIN", "--ulimit", "nofile=1024:1024"],
    "root": ["--user", "0:0"],
    "nobody": [*LOCKED_DOWN, "--user", "65534:65534"],
    "a user that is nowhere": [*LOCKED_DOWN, "--user", "54321:12345"],
}
IDLE_MB = 15


class Rights(ImageTest):
    @each_tag
    def test_scores_without_any_rights(self, tag):
        with Container(tag.image, *LOCKED_DOWN) as container:
            self.assertEqual(container.post("/init", init_body())[0], 200)
            status, answer = container.post("/run", {"value": frame()})
            self.assertEqual(status, 200)
            self.assertEqual(answer["rows"], expected())
            out, err = container.logs()
            self.assertEqual((out.count(SENTINEL), err.count(SENTINEL)), (1, 1))

    @each_tag
    def test_scores_under_each_option(self, tag):
        for name, options in OPTIONS.items():
            with self.subTest(name), Container(tag.image, *options) as container:
                self.assertEqual(container.post("/init", init_body())[0], 200)
                status, answer = container.post("/run", {"value": rows()[0]})
                self.assertEqual((status, answer.get("price_prediction")), (200, prices()[0]))

    @each_tag
    def test_runs_as_a_user_without_rights_and_is_small(self, tag):
        with Container(tag.image) as container:
            container.connect().close()
            process = container.process()
            self.assertEqual(process["Uid"].split()[0], "10001")
            self.assertEqual(process["Gid"].split()[0], "10001")
            self.assertLess(int(process["VmRSS"].split()[0]) / 1024, IDLE_MB)

    @each_tag
    def test_a_baked_model_needs_no_code(self, tag):
        with Container(tag.baked, *LOCKED_DOWN) as container:
            status, answer = container.post("/run", {"value": rows()[0]})
            self.assertEqual((status, answer.get("price_prediction")), (200, prices()[0]))

    @each_tag
    def test_gets_healthy(self, tag):
        with Container(tag.image, *LOCKED_DOWN, "--health-interval", "1s") as container:
            container.wait(".State.Health.Status", "healthy", 30)

    def test_scratch_has_no_shell(self):
        for shell in ["/bin/sh", "/bin/bash", "/usr/bin/dash"]:
            with self.assertRaises(AssertionError):
                docker("run", "--rm", "--entrypoint", shell, self.tags["action-scratch"].image, "-c", ":")
