"""Full load on /run for some seconds: benchmarks/http/soak, which says what it checks."""

import json
import os
import subprocess
import sys
import unittest

from server import CLEAP, ROOT

SOAK = os.path.join(ROOT, "benchmarks", "http", "soak")
SECONDS = 6
WAIT = 300


class Soak(unittest.TestCase):
    def test_no_run_fails_and_memory_stays(self):
        done = subprocess.run(
            [sys.executable, "-B", SOAK, "--seconds", str(SECONDS), "--json"],
            capture_output=True, timeout=WAIT, check=False, env={**os.environ, "CLEAP": CLEAP})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertGreater(json.loads(done.stdout)["requests"], 10 * SECONDS)


if __name__ == "__main__":
    unittest.main()
