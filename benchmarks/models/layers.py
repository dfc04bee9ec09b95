"""Chains of dense layers in ONNX, in doubles as the bundle has them and in floats."""

import numpy
import onnx
from onnx import helper


def onnx_layers(layers, last, dtype):
    """layers: (weights n_in x n_out, biases or None) each; a Sigmoid between two, `last` after."""
    kind = helper.np_dtype_to_tensor_dtype(numpy.dtype(dtype))
    nodes, constants, at = [], [], "features"

    def constant(name, array):
        constants.append(onnx.numpy_helper.from_array(array.astype(dtype), name))
        return name

    for i, (weights, biases) in enumerate(layers):
        after = "sum%d" % i
        inputs = [at, constant("weights%d" % i, weights)]
        if biases is None:
            nodes.append(helper.make_node("MatMul", inputs, [after]))
        else:
            nodes.append(helper.make_node("Gemm", inputs + [constant("biases%d" % i, biases)],
                                          [after]))
        at = after
        act = "Sigmoid" if i + 1 < len(layers) else last
        if act is not None:
            at = "act%d" % i
            nodes.append(helper.make_node(act, [after], [at]))
    nodes[-1].output[0] = "answer"
    n_in, n_out = layers[0][0].shape[0], layers[-1][0].shape[1]
    graph = helper.make_graph(
        nodes, "layers", [helper.make_tensor_value_info("features", kind, [None, n_in])],
        [helper.make_tensor_value_info("answer", kind, [None, n_out])], constants)
    return helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid("", 17)])


def write_layers(layers, last, folder):
    onnx.save(onnx_layers(layers, last, numpy.float64), folder + "/model.onnx")
    onnx.save(onnx_layers(layers, last, numpy.float32), folder + "/model_float.onnx")
