"""Everything that has to be there before anything is timed. What is there already stays."""

import os
import re
import subprocess
import sys

from harness import jvm, rivals, tools, venv

PYTHON = os.path.join(venv.FOLDER, "bin", "python3")


def programs():
    tools.say("building cleap and the programs of benchmarks/")
    tools.run("cmake", "--preset", "release", "-DCLEAP_BENCHMARKS=ON")
    tools.run("cmake", "--build", "--preset", "release")


def models():
    missing = [n for n in rivals.RIVALS
               if not os.path.exists(os.path.join(rivals.MODELS, n, "answer.json"))]
    if missing:
        tools.say("making", *missing)
        tools.run(PYTHON, "-B", os.path.join(tools.BENCHMARKS, "models", "make.py"),
                  rivals.MODELS, *missing)


def compile_tl2cgen(folder, library):
    import tl2cgen
    import treelite

    model = treelite.Model.deserialize(os.path.join(folder, "model.treelite"))
    tl2cgen.export_lib(model, toolchain="gcc", libpath=library, nthread=os.cpu_count(),
                       params={"parallel_comp": 16})


def compile_lleaves(folder, library):
    import lleaves

    with open(os.path.join(folder, "model_lightgbm.txt"), encoding="utf-8") as f:
        text = f.read()
    # It takes a threshold of 0 for one that is missing. The least number above 0 parts the rows of
    # the benchmarks in the same way, which is checked as all answers are.
    text = re.sub(r"^threshold=.*$", lambda line: re.sub(r"(?<=[= ])-?0\.0(?= |$)", "5e-324",
                                                         line.group()), text, flags=re.M)
    model, code = library + ".txt", library + ".o"
    with open(model, "w", encoding="utf-8") as f:
        f.write(text)
    lleaves.Model(model_file=model).compile(cache=code)
    subprocess.run(["gcc", "-shared", "-o", library, code], check=True)


def compiled():
    """Minutes: gcc and LLVM at the forests."""
    for name, each in rivals.RIVALS.items():
        folder = os.path.join(rivals.MODELS, name)
        for rival in each:
            library = rival.library.format(model=name)
            if "{model}" not in rival.library or os.path.exists(library):
                continue
            tools.say("compiling", name, "with", rival.system)
            call = ("import sys; sys.path[:0] = [%r]; from harness import build;"
                    " build.compile_%s(%r, %r)" % (tools.BENCHMARKS, rival.system, folder, library))
            tools.run(PYTHON, "-B", "-c", call)


def everything():
    os.makedirs(tools.WORK, exist_ok=True)
    programs()
    models()
    compiled()
    tools.say("building the JVM's side")
    jvm.build()
    sys.stderr.flush()
