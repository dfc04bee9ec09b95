"""Sums of trees, and the forms in which other systems take them.

A tree is a list of nodes, the root first: ('leaf', value) or ('split', feature, threshold, left,
right), where left and right are indices. What it answers for a row is the value of its leaf. A row
goes left when its feature is <= the threshold, or < it where a forest says so.
"""

import numpy
import onnx
import treelite
from onnx import TensorProto, helper
from treelite.model_builder import Metadata, ModelBuilder, PostProcessorFunc, TreeAnnotation


class Forest:
    def __init__(self, trees, n_features, base=0.0, less="<=", dtype=numpy.float64):
        self.trees, self.n_features, self.base = trees, n_features, base
        self.less, self.dtype = less, dtype

    @staticmethod
    def linked(preorder, value_of):
        """A tree from its nodes in preorder, whose leaves get their value from value_of()."""
        nodes, after = [], []
        for node in preorder:
            if after and nodes:
                parent, side = after.pop()
                nodes[parent][side] = len(nodes)
            if node[0] == "split":
                after += [(len(nodes), 4), (len(nodes), 3)]
                nodes.append(["split", int(node[1]), float(node[2]), None, None])
            else:
                nodes.append(["leaf", float(value_of(node[1]))])
        return nodes

    def sum(self, rows):
        """The answers, by plain walks in doubles: what the twins are checked against."""
        answers = numpy.full(len(rows), self.base)
        for tree in self.trees:
            for r, row in enumerate(rows):
                node = tree[0]
                while node[0] == "split":
                    x, t = self.dtype(row[node[1]]), self.dtype(node[2])
                    left = x <= t if self.less == "<=" else x < t
                    node = tree[node[3] if left else node[4]]
                answers[r] += node[1]
        return answers


def onnx_forest(forest):
    """The forest in ONNX, its thresholds and leaves of its own type."""
    rows = [(t, i, node) for t, tree in enumerate(forest.trees) for i, node in enumerate(tree)]
    splits = [node[0] == "split" for _, _, node in rows]
    thresholds = numpy.array([n[2] if s else 0.0 for s, (_, _, n) in zip(splits, rows)])
    leaves = [(t, i, node[1]) for t, i, node in rows if node[0] == "leaf"]
    kind = helper.np_dtype_to_tensor_dtype(numpy.dtype(forest.dtype))
    mode = "BRANCH_LEQ" if forest.less == "<=" else "BRANCH_LT"

    def values(name, array):
        if forest.dtype == numpy.float32:
            return {name: numpy.asarray(array, forest.dtype).tolist()}
        return {name + "_as_tensor": helper.make_tensor(name, kind, [len(array)], array)}

    node = helper.make_node(
        "TreeEnsembleRegressor", ["features"], ["answer"], domain="ai.onnx.ml", n_targets=1,
        nodes_treeids=[t for t, _, _ in rows], nodes_nodeids=[i for _, i, _ in rows],
        nodes_modes=[mode if s else "LEAF" for s in splits],
        nodes_featureids=[n[1] if s else 0 for s, (_, _, n) in zip(splits, rows)],
        nodes_truenodeids=[n[3] if s else 0 for s, (_, _, n) in zip(splits, rows)],
        nodes_falsenodeids=[n[4] if s else 0 for s, (_, _, n) in zip(splits, rows)],
        target_treeids=[t for t, _, _ in leaves], target_nodeids=[i for _, i, _ in leaves],
        target_ids=[0] * len(leaves), **values("nodes_values", thresholds),
        **values("target_weights", [v for _, _, v in leaves]),
        **values("base_values", [forest.base]))
    graph = helper.make_graph(
        [node], "forest",
        [helper.make_tensor_value_info("features", kind, [None, forest.n_features])],
        [helper.make_tensor_value_info("answer", TensorProto.FLOAT, [None, 1])])
    return helper.make_model(graph, ir_version=8, opset_imports=[
        helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)])


def treelite_forest(forest):
    kind = "float64" if forest.dtype == numpy.float64 else "float32"
    builder = ModelBuilder(
        threshold_type=kind, leaf_output_type=kind, postprocessor=PostProcessorFunc("identity"),
        metadata=Metadata(num_feature=forest.n_features, task_type="kRegressor",
                          average_tree_output=False, num_target=1, num_class=[1],
                          leaf_vector_shape=(1, 1)),
        tree_annotation=TreeAnnotation(num_tree=len(forest.trees),
                                       target_id=[0] * len(forest.trees),
                                       class_id=[0] * len(forest.trees)),
        base_scores=[float(forest.base)])
    for tree in forest.trees:
        builder.start_tree()
        for i, node in enumerate(tree):
            builder.start_node(i)
            if node[0] == "leaf":
                builder.leaf(node[1])
            else:
                builder.numerical_test(node[1], node[2], default_left=True, opname=forest.less,
                                       left_child_key=node[3], right_child_key=node[4])
            builder.end_node()
        builder.end_tree()
    return builder.commit()


def lightgbm_tree(index, tree):
    """A tree as LightGBM's text has it: splits and leaves numbered apart, a leaf k as -1 - k."""
    splits = [i for i, node in enumerate(tree) if node[0] == "split"]
    leaves = [i for i, node in enumerate(tree) if node[0] == "leaf"]
    place = {**{i: k for k, i in enumerate(splits)}, **{i: -1 - k for k, i in enumerate(leaves)}}
    lines = {"num_leaves": [len(leaves)], "num_cat": [0]}
    if splits:
        lines.update(split_feature=[tree[i][1] for i in splits], split_gain=[0] * len(splits),
                     threshold=[repr(tree[i][2]) for i in splits],
                     decision_type=[2] * len(splits),
                     left_child=[place[tree[i][3]] for i in splits],
                     right_child=[place[tree[i][4]] for i in splits])
    lines.update(leaf_value=[repr(tree[i][1]) for i in leaves], leaf_weight=[1] * len(leaves),
                 leaf_count=[1] * len(leaves))
    if splits:
        lines.update(internal_value=[0] * len(splits), internal_weight=[0] * len(splits),
                     internal_count=[0] * len(splits))
    lines.update(is_linear=[0], shrinkage=[1])
    return "Tree=%d\n%s\n\n\n" % (index, "\n".join(
        "%s=%s" % (key, " ".join(map(str, line))) for key, line in lines.items()))


def lightgbm_forest(forest):
    trees = [lightgbm_tree(i, tree) for i, tree in enumerate(forest.trees)]
    n = forest.n_features
    return "\n".join([
        "tree", "version=v4", "num_class=1", "num_tree_per_iteration=1", "label_index=0",
        "max_feature_idx=%d" % (n - 1), "objective=regression",
        "feature_names=" + " ".join("f%d" % i for i in range(n)),
        "feature_infos=" + " ".join(["[-1e308:1e308]"] * n),
        "tree_sizes=" + " ".join(str(len(tree)) for tree in trees), "", ""]
    ) + "".join(trees) + "end of trees\n\nparameters:\nend of parameters\n\npandas_categorical:null\n"


def write_forest(forest, folder):
    onnx.save(onnx_forest(forest), folder + "/model.onnx")
    if forest.dtype == numpy.float64:
        with open(folder + "/model_lightgbm.txt", "w", encoding="utf-8") as f:
            f.write(lightgbm_forest(forest))
    treelite_forest(forest).serialize(folder + "/model.treelite")
