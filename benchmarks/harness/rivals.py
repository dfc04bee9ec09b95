"""Systems with a C interface, driven by benchmarks/rivals on the models of benchmarks/models."""

import glob
import json
import os
import re

import numpy

from harness import tools, venv

PROGRAM = os.path.join(tools.PROGRAMS, "bench_rival")
MODELS = os.path.join(tools.WORK, "models")


class Rival:
    def __init__(self, title, system, library, model="-", rows="f8", tolerance=1e-5):
        self.title = title          # in tables
        self.system = system        # as bench_rival calls it
        self.library = library      # a path, {model} being the model's name
        self.model = model          # a file of the model's folder
        self.rows = rows            # the type of its rows
        self.tolerance = tolerance  # relative to the greatest answer: many answer in floats

    def measure(self, name, ms):
        folder = os.path.join(MODELS, name)
        rows = numpy.load(os.path.join(folder, "rows.npy"))
        answers = numpy.load(os.path.join(folder, "answers.npy"))
        given = os.path.join(folder, "rows." + self.rows)
        if not os.path.exists(given):
            rows.astype(self.rows).tofile(given)
        library = glob.glob(self.library.format(model=name))[0]
        model = os.path.join(folder, self.model)
        return tools.pinned(PROGRAM, self.system, library, model, given, str(rows.shape[1]),
                            "double" if self.rows == "f8" else "float",
                            str(answers.size // len(rows)), str(ms), self.answer_file(name))

    def answer_file(self, name):
        return os.path.join(MODELS, name, "answers_of_" + re.sub(r"\W+", "_", self.title))

    def check(self, name):
        """Ends the run when the last measurement's answers are not those of plain numpy."""
        wanted = numpy.load(os.path.join(MODELS, name, "answers.npy")).ravel()
        answers = numpy.fromfile(self.answer_file(name))
        worst = numpy.abs(answers - wanted).max() / numpy.abs(wanted).max()
        if not worst <= self.tolerance:
            raise SystemExit("benchmarks/run: %s: %s is off by %g" % (name, self.title, worst))


def onnxruntime(title="ONNX Runtime", model="model.onnx", rows="f8", tolerance=1e-5):
    return Rival(title, "onnxruntime",
                 venv.library("onnxruntime", "capi", "libonnxruntime.so.*"), model, rows, tolerance)


def gtil(rows="f8"):
    return Rival("Treelite GTIL", "gtil", venv.library("treelite", "lib", "libtreelite.so"),
                 "model.treelite", rows)


def tl2cgen(rows="f8"):
    return Rival("TL2cgen, compiled", "tl2cgen", os.path.join(MODELS, "{model}", "tl2cgen.so"),
                 rows=rows)


LLEAVES = Rival("lleaves, compiled", "lleaves", os.path.join(MODELS, "{model}", "lleaves.so"))
LIGHTGBM = Rival("LightGBM", "lightgbm", venv.library("lightgbm", "lib", "lib_lightgbm.so"),
                 "model_lightgbm.txt")
XGBOOST = Rival("XGBoost", "xgboost", venv.library("xgboost", "lib", "libxgboost.so"),
                "model.ubj", "f4")

FOREST = [onnxruntime(), gtil(), LIGHTGBM, tl2cgen(), LLEAVES]
LAYERS = [onnxruntime(), onnxruntime("ONNX Runtime, floats", "model_float.onnx", "f4", 1e-3)]
RIVALS = {
    "forest_500x10": FOREST,
    "gbt_300x6": FOREST,
    "xgboost_300x6": [XGBOOST, onnxruntime(rows="f4"), gtil("f4"), tl2cgen("f4")],
    "logistic_10x784": LAYERS,
    "mlp_784_128_64_10": LAYERS,
    "pca_784_50": LAYERS,
}


def check_cleap(name):
    """Ends the run when cleap's own answers are not those of plain numpy."""
    folder = os.path.join(MODELS, name)
    with open(os.path.join(folder, "answer.json"), encoding="utf-8") as f:
        place = json.load(f)
    frame = json.loads(tools.run(tools.CLEAP, "score", "--compact", "--select", place["column"],
                                 os.path.join(folder, "bundle.zip"),
                                 os.path.join(folder, "frame.json")))
    cells = [row[0]["values"] if isinstance(row[0], dict) else row[0] for row in frame["rows"]]
    if place["item"] is not None:
        cells = [cell[place["item"]] for cell in cells]
    wanted = numpy.load(os.path.join(folder, "answers.npy"))
    worst = numpy.abs(numpy.array(cells) - wanted).max() / numpy.abs(wanted).max()
    if not worst <= 1e-6:
        raise SystemExit("benchmarks/run: %s: cleap is off by %g" % (name, worst))
