#!/usr/bin/env python3
"""Makes models that several systems can score, for benchmarks: the same one in each one's form.

usage: benchmarks/models/make.py WORK [NAME...]

Writes for each model (default: all) a folder WORK/NAME with

  bundle.zip frame.json   for cleap and MLeap
  rows.npy                the frame's rows, doubles
  model.onnx              in the precision of the bundle
  model_float.onnx        layers: in floats
  model.treelite          forests: for Treelite's GTIL and TL2cgen
  model_lightgbm.txt      forests with doubles: for LightGBM and lleaves
  model.ubj               xgboost_300x6: for XGBoost
  answer.json             the column of cleap's answer that the others give, and its place in it
  answers.npy             what they must answer, by plain numpy

Needs numpy, onnx and treelite, and xgboost for xgboost_300x6. The same versions make the same
files.
"""

import argparse
import json
import os

import numpy

import bundle
import forests
import layers

CLASSIFIED = {"raw_prediction": "rawPrediction", "probability": "probability",
              "prediction": "prediction"}


def finish(folder, rows, answers, column, item=None):
    bundle.write_frame(os.path.join(folder, "frame.json"), rows)
    numpy.save(os.path.join(folder, "rows.npy"), rows)
    numpy.save(os.path.join(folder, "answers.npy"), answers)
    with open(os.path.join(folder, "answer.json"), "w", encoding="utf-8") as f:
        json.dump({"column": column, "item": item}, f)


def softmax(y):
    e = numpy.exp(y - y.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def random_rows(seed, n_features, n=1000):
    return numpy.random.RandomState(seed).standard_normal((n, n_features)).round(3)


def forest_500x10(folder):
    """Spark's random forest of the golden case; the others sum up the probability of class 1."""
    perf = bundle.PerfBundle("perf_random_forest_500x10")
    weights = perf.list_of_doubles("tree_weights")
    trees = [forests.Forest.linked(perf.tree(i), lambda v: v[1] / v.sum() * w / weights.sum())
             for i, w in enumerate(weights)]
    forest = forests.Forest(trees, 50)
    perf.copy(os.path.join(folder, "bundle.zip"))
    forests.write_forest(forest, folder)
    finish(folder, perf.rows(), forest.sum(perf.rows()), "probability", 1)


def gbt_300x6(folder):
    """Spark's boosted trees of the golden case."""
    perf = bundle.PerfBundle("perf_gbt_300x6")
    trees = [forests.Forest.linked(perf.tree(i), lambda v: v[0] * w)
             for i, w in enumerate(perf.list_of_doubles("tree_weights"))]
    forest = forests.Forest(trees, 50)
    perf.copy(os.path.join(folder, "bundle.zip"))
    forests.write_forest(forest, folder)
    finish(folder, perf.rows(), forest.sum(perf.rows()), "prediction")


def xgboost_trees(booster):
    learner = json.loads(booster.save_raw("json"))["learner"]
    trees = []
    for t in learner["gradient_booster"]["model"]["trees"]:
        trees.append([
            ["leaf", condition] if left < 0 else ["split", feature, condition, left, right]
            for left, right, feature, condition in zip(
                t["left_children"], t["right_children"], t["split_indices"],
                t["split_conditions"])])
    return trees, float(learner["learner_model_param"]["base_score"])


def xgboost_300x6(folder):
    """XGBoost's own, trained here on one thread with a fixed seed."""
    import xgboost

    rows = random_rows(6, 50)
    train = random_rows(7, 50, 20000)
    noise = numpy.random.RandomState(8).standard_normal(len(train))
    target = train[:, :8] @ numpy.arange(1, 9) + 3 * train[:, 8] * train[:, 9] + noise
    booster = xgboost.train(
        {"max_depth": 6, "eta": 0.1, "seed": 0, "nthread": 1, "tree_method": "hist",
         "objective": "reg:squarederror"}, xgboost.DMatrix(train, target), 300)
    trees, base = xgboost_trees(booster)
    forest = forests.Forest(trees, 50, base, "<", numpy.float32)
    booster.save_model(os.path.join(folder, "model.ubj"))
    bundle.write_bundle(
        os.path.join(folder, "bundle.zip"), "xgboost_300x6", "xgboost.regression",
        {"num_features": {"int": 50}, "tree_limit": {}}, {"features": "features"},
        {"prediction": "prediction"}, [("root/xgboost.model", booster.save_raw("ubj"))])
    forests.write_forest(forest, folder)
    finish(folder, rows, forest.sum(rows), "prediction")


def logistic_10x784(folder):
    """Spark's logistic regression of the golden case, and its rows: half of their values are 0."""
    perf = bundle.PerfBundle("perf_logistic_regression_10x784")
    weights = perf.tensor("coefficient_matrix").reshape(784, 10)
    biases = perf.tensor("intercept_vector")
    rows = perf.rows()
    perf.copy(os.path.join(folder, "bundle.zip"))
    layers.write_layers([(weights, biases)], "Softmax", folder)
    finish(folder, rows, softmax(rows @ weights + biases), "probability")


def mlp_784_128_64_10(folder):
    """A perceptron with random weights, over the rows of logistic_10x784."""
    sizes = [784, 128, 64, 10]
    random = numpy.random.RandomState(3)
    chain = [(random.standard_normal((a, b)) / numpy.sqrt(a), random.standard_normal(b) / 4)
             for a, b in zip(sizes, sizes[1:])]
    rows = bundle.PerfBundle("perf_logistic_regression_10x784").rows()
    flat = numpy.concatenate([part.ravel() for layer in chain for part in layer])
    bundle.write_bundle(
        os.path.join(folder, "bundle.zip"), "mlp_784_128_64_10",
        "multi_layer_perceptron_classifier",
        {"layers": {"long": sizes, "type": "list"}, "weights": bundle.tensor_attribute(flat)},
        {"features": "features"}, CLASSIFIED)
    layers.write_layers(chain, "Softmax", folder)
    y = rows
    for i, (weights, biases) in enumerate(chain):
        y = (1 / (1 + numpy.exp(-y)) if i > 0 else y) @ weights + biases
    finish(folder, rows, softmax(y), "probability")


def pca_784_50(folder):
    """A projection by a random matrix; no value of the rows is 0."""
    components = numpy.random.RandomState(4).standard_normal((784, 50)) / 28
    rows = random_rows(5, 784)
    bundle.write_bundle(
        os.path.join(folder, "bundle.zip"), "pca_784_50", "pca",
        {"principal_components": bundle.tensor_attribute(components)}, {"input": "features"},
        {"output": "projected"})
    layers.write_layers([(components, None)], None, folder)
    finish(folder, rows, rows @ components, "projected")


MODELS = [forest_500x10, gbt_300x6, xgboost_300x6, logistic_10x784, mlp_784_128_64_10, pca_784_50]


def main():
    makers = {maker.__name__: maker for maker in MODELS}
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("work", metavar="WORK")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(makers))
    args = parser.parse_args()
    for name in args.names or makers:
        if name not in makers:
            parser.error("no model %s" % name)
        folder = os.path.join(args.work, name)
        os.makedirs(folder, exist_ok=True)
        makers[name](folder)


main()
