"""Operators from outside: the example of docs/plugins.md, and plug-ins that may not be loaded."""

import json
import os
import unittest

from server import CLEAP, ROOT, Server, cleap, zip_base64

EXAMPLE = os.path.join(ROOT, "examples", "plugin")
BUNDLE = os.path.join(EXAMPLE, "bundle")
FRAME = os.path.join(EXAMPLE, "frame.json")
CLIPPED = [[-2.5, -1.0], [0.5, 0.5], [7.0, 1.0]]


def plugin(name):
    return os.path.join(os.path.dirname(os.path.abspath(CLEAP)), "plugins", name + ".so")


class Commands(unittest.TestCase):
    def test_without_it_the_operator_is_not_known(self):
        status, _, err = cleap("score", BUNDLE, FRAME)
        self.assertEqual(status, 1)
        self.assertIn("node 'clip_1' (example.clip): the operator is not known to cleap", err)

    def test_the_option_loads_it(self):
        status, out, err = cleap("score", BUNDLE, FRAME, "--plugin", plugin("clip"))
        self.assertEqual((status, err), (0, ""))
        self.assertEqual(json.loads(out)["rows"], CLIPPED)

    def test_the_environment_loads_it_and_twice_does_no_harm(self):
        files = ":" + plugin("clip") + ":" + plugin("clip")
        status, out, err = cleap("score", BUNDLE, FRAME, "--plugin", plugin("clip"),
                                 env={"CLEAP_PLUGINS": files})
        self.assertEqual((status, err), (0, ""))
        self.assertEqual(json.loads(out)["rows"], CLIPPED)

    def test_it_is_listed(self):
        status, out, _ = cleap("ops", "--plugin", plugin("clip"))
        self.assertEqual(status, 0)
        self.assertEqual(out.splitlines()[-1].split(), ["example.clip", "plug-in", "-"])

    def test_one_that_may_not_be_loaded_ends_the_command(self):
        status, out, err = cleap("ops", "--plugin", plugin("strange1"))
        self.assertEqual((status, out), (1, ""))
        self.assertIn("version 43 of the operator interface, this is version 2", err)

    def test_help_needs_none(self):
        status, _, _ = cleap("help", env={"CLEAP_PLUGINS": "/no/such.so"})
        self.assertEqual(status, 0)


class Action(unittest.TestCase):
    def init(self, server, env):
        return server.ask_json("POST", "/init", {"value": {"binary": True, "code": zip_base64(BUNDLE),
                                                           "env": env}})

    def test_the_image_names_them(self):
        with Server("action", env={"CLEAP_PLUGINS": plugin("clip")}) as server:
            self.assertEqual(self.init(server, {}), (200, {"ok": True}))
            status, answer = server.ask_json("POST", "/run", {"value": {"x": 7.0}})
            self.assertEqual((status, answer["clipped"]), (200, 1.0))

    def test_init_cannot_name_them(self):
        with Server("action") as server:
            status, answer = self.init(server, {"CLEAP_PLUGINS": plugin("clip")})
            self.assertEqual(status, 403)
            self.assertIn("CLEAP_PLUGINS", answer["error"])
            self.assertEqual(self.init(server, {"CLEAP_PLUGINS": ""})[0], 502)


if __name__ == "__main__":
    unittest.main()
