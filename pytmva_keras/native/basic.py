"""Dense and Embedding, layers that are one activation, and those that do nothing in inference."""

import math

import numpy as np

from . import functions
from .graph import Graph, Unsupported, Value, values_of


def linear_map(graph: Graph, x: Value, units: int, kernel: int, bias) -> Value:
    """Add the product of the last axis with a kernel (channels, units), plus a bias or None."""
    return graph.add("dense", [x], [*x.shape[:-1], units], units=units, kernel=kernel, bias=bias)


def _dense(graph: Graph, layer, x: Value) -> Value:
    if layer.quantization_mode is not None or layer.lora_enabled:
        raise Unsupported("quantised weights or LoRA")
    bias = graph.array(layer.bias) if layer.use_bias else None
    y = linear_map(graph, x, layer.units, graph.array(layer.kernel), bias)
    return functions.apply(graph, y, layer.activation)


def _embedding(graph: Graph, layer, x: Value) -> Value:
    if layer.mask_zero:
        raise Unsupported("mask_zero=True")
    if layer.quantization_mode is not None or layer.lora_enabled:
        raise Unsupported("quantised weights or LoRA")
    return graph.add("embedding", [x], [*x.shape, layer.output_dim], rows=layer.input_dim, units=layer.output_dim,
                     kernel=graph.array(layer.embeddings))


def _relu(graph: Graph, layer, x: Value) -> Value:
    highest = math.inf if layer.max_value is None else layer.max_value
    return functions.activation(graph, x, "relu", layer.negative_slope, highest, layer.threshold)


def _prelu(graph: Graph, layer, x: Value) -> Value:
    alpha = layer.alpha
    if tuple(alpha.shape) == x.shape:
        number = graph.array(alpha)
    else:
        number = graph.constant(np.broadcast_to(values_of(alpha), x.shape))
    return graph.add("prelu", [x], x.shape, size=math.prod(x.shape), repeat=1, alpha=number)


def _nothing(graph: Graph, layer, x: Value) -> Value:
    return x


LAYERS = {
    "Dense": _dense,
    "Embedding": _embedding,
    "Activation": lambda graph, layer, x: functions.apply(graph, x, layer.activation),
    "ReLU": _relu,
    "LeakyReLU": lambda graph, layer, x: functions.activation(graph, x, "relu", layer.negative_slope, math.inf, 0.0),
    "ELU": lambda graph, layer, x: functions.activation(graph, x, "elu", layer.alpha),
    "PReLU": _prelu,
    "Softmax": lambda graph, layer, x: functions.softmax(graph, x, layer.axis),
    **dict.fromkeys(
        ["ActivityRegularization", "AlphaDropout", "Dropout", "GaussianDropout", "GaussianNoise", "Identity", "InputLayer",
         "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D"],
        _nothing,
    ),
}
