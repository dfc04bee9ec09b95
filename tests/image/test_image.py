"""The action's images, each tag of them: built, run without rights, initialised, used, stopped.

Wants a Docker engine: script/engine run tests/image/test_image.py [-k PATTERN].
"""

import os
import sys
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from images import remove_images  # noqa: E402
from test_contents import Contents  # noqa: E402,F401
from test_fetch import Fetch  # noqa: E402,F401
from test_kubernetes import Kubernetes  # noqa: E402,F401
from test_life import Life  # noqa: E402,F401
from test_rights import Rights  # noqa: E402,F401

if __name__ == "__main__":
    try:
        unittest.main(verbosity=2)
    finally:
        remove_images()
