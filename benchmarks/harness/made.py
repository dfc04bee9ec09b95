"""Bundles made to measure how cost grows: forests, linear models, hashed text."""

import json
import os
import zipfile

import numpy

from harness import tools
from models import bundle

FOLDER = os.path.join(tools.WORK, "growth")
N_ROWS = 1000
WORDS = 2000


def once(name, make):
    """The bundle and the frame in the folder of that name, made by make(bundle, frame)."""
    folder = os.path.join(FOLDER, name)
    paths = os.path.join(folder, "bundle.zip"), os.path.join(folder, "frame.json")
    if not os.path.exists(paths[1]):
        tools.say("making", name)
        os.makedirs(folder, exist_ok=True)
        make(*paths)
    return paths


def tree_lines(random, depth, n_features):
    """A full tree in preorder, as tree.json has it."""
    n = 2 ** depth - 1
    features = random.randint(n_features, size=n).tolist()
    thresholds = random.normal(0, 0.7, n).round(4).tolist()
    values = random.normal(0, 1, n + 1).round(4).tolist()
    lines = []

    def put(level):
        if level == depth:
            lines.append('{"type":"leaf","values":[%r]}' % values.pop())
            return
        lines.append('{"split":{"featureIndex":%d,"threshold":%r,"type":"continuous"},'
                     '"type":"internal"}' % (features.pop(), thresholds.pop()))
        put(level + 1)
        put(level + 1)

    put(0)
    return "\n".join(lines) + "\n"


def forest(n_trees, depth, n_features=50):
    def make(path, frame):
        random = numpy.random.RandomState(n_trees * 100 + depth)
        names = ["tree%d" % i for i in range(n_trees)]
        files = []
        for name in names:
            files.append(("root/%s/model.json" % name, json.dumps(
                {"op": "decision_tree_regression",
                 "attributes": {"num_features": {"long": n_features}}})))
            files.append(("root/%s/tree.json" % name, tree_lines(random, depth, n_features)))
        bundle.write_bundle(path, "forest", "gbt_regression", {
            "num_features": {"long": n_features},
            "tree_weights": {"double": [1.0] * n_trees, "type": "list"},
            "trees": {"string": names, "type": "list"}},
            {"features": "features"}, {"prediction": "prediction"}, files)
        bundle.write_frame(frame, random.normal(0, 1, (N_ROWS, n_features)).round(3))

    return once("forest_%dx%d" % (n_trees, depth), make)


def linear(n_features):
    def make(path, frame):
        random = numpy.random.RandomState(n_features)
        bundle.write_bundle(path, "linear", "linear_regression", {
            "coefficients": bundle.tensor_attribute(random.normal(0, 1, n_features).round(4)),
            "intercept": {"double": 0.5}}, {"features": "features"}, {"prediction": "prediction"})
        n_rows = min(N_ROWS, 3000000 // n_features)
        bundle.write_frame(frame, random.normal(0, 1, (n_rows, n_features)).round(3))

    return once("linear_%d" % n_features, make)


def node(name, op, attributes, inputs, outputs):
    def sockets(ports):
        return [{"port": port, "name": column} for port, column in ports.items()]

    return [("root/%s.node/model.json" % name, json.dumps({"op": op, "attributes": attributes})),
            ("root/%s.node/node.json" % name, json.dumps(
                {"name": name, "shape": {"inputs": sockets(inputs), "outputs": sockets(outputs)}}))]


def hashed_text(width):
    """tokenizer, hashing_term_frequency, linear_regression."""
    def make(path, frame):
        random = numpy.random.RandomState(width % 1000003)
        weights = random.normal(0, 1, width).round(3)
        files = [
            *node("words", "tokenizer", {}, {"input": "text"}, {"output": "words"}),
            *node("counts", "hashing_term_frequency", {"num_features": {"long": width},
                                                       "binary": {"boolean": False}},
                  {"input": "words"}, {"output": "counts"}),
            *node("linear", "linear_regression", {
                "coefficients": bundle.tensor_attribute(weights), "intercept": {"double": 0.5}},
                {"features": "counts"}, {"prediction": "prediction"})]
        bundle.write_bundle(path, "hashed", "pipeline", {
            "nodes": {"string": ["words", "counts", "linear"], "type": "list"}}, {}, {}, files)
        rows = [[" ".join("w%d" % w for w in random.randint(WORDS, size=20))]
                for _ in range(N_ROWS)]
        with open(frame, "w", encoding="utf-8") as f:
            json.dump({"schema": {"fields": [{"name": "text", "type": "string"}]}, "rows": rows}, f)

    return once("hashed_%d" % width, make)


def uncompressed_kb(path):
    with zipfile.ZipFile(path) as packed:
        return sum(part.file_size for part in packed.infolist()) / 1024
