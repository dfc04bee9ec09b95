"""MLeap on the JVM: benchmarks/peer."""

import os

from harness import older, tools

PEER = os.path.join(tools.BENCHMARKS, "peer")
CLASSES = os.path.join(tools.WORK, "peer")
PATH_FILE = os.path.join(tools.WORK, "classpath")
VERSION = "0.20.0"
JAVA = ["java", "--add-opens", "java.base/java.lang=ALL-UNNAMED",
        "--add-opens", "java.base/java.util=ALL-UNNAMED",
        "-Ddev.ludovic.netlib.blas.nativeLib=none.so"]


def class_path():
    with open(PATH_FILE, encoding="utf-8") as f:
        return f.read().strip()


def build():
    source = os.path.join(PEER, "src", "main", "java", "cleap", "peer", "MleapPeer.java")
    if not os.path.exists(PATH_FILE):
        tools.run("mvn", "-q", "-B", "dependency:build-classpath",
                  "-Dmdep.outputFile=" + PATH_FILE, cwd=PEER)
    os.makedirs(CLASSES, exist_ok=True)
    tools.run("javac", "-d", CLASSES, "-cp", class_path(), source)


def readable(bundle):
    """The bundle, or its twin that MLeap 0.20 reads."""
    name = "_".join(bundle.split(os.sep)[-2:])
    return older.for_mleap_0_20(bundle, os.path.join(tools.WORK, "for_0_20_" + name))


def measure(bundle, frame, seconds, *answer):
    """Keys as of cleap bench; first_100_p50_ns, and start_to_first_row_ms since the exec."""
    return tools.pinned(*JAVA, "-cp", CLASSES + ":" + class_path(), "cleap.peer.MleapPeer",
                        bundle, frame, str(seconds), *answer)
