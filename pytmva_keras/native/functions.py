"""Activations: functions of one number by a table, others as the operations they are made of."""

import math

import numpy as np

from ..models import activations as ours
from .graph import Graph, Unsupported, Value
from .moves import along, axes_of, take

SIGMOID_CLIP = ("clip", 1 / 6, 0.5, 1.0)

# Keras's name -> name and parameters of the native function (src/keras/native/Functions.cxx).
_FUNCTIONS = {
    "linear": ("linear",),
    "relu": ("relu", 0.0, math.inf, 0.0),
    "relu6": ("relu", 0.0, 6.0, 0.0),
    "leaky_relu": ("relu", 0.2, math.inf, 0.0),
    "elu": ("elu", 1.0),
    "selu": ("selu",),
    "celu": ("celu", 1.0),
    "gelu": ("gelu",),
    "silu": ("silu",),
    "hard_silu": ("hard_silu",),
    "sigmoid": ("sigmoid",),
    "hard_sigmoid": SIGMOID_CLIP,
    "sparse_sigmoid": ("clip", 0.5, 0.5, 1.0),
    "log_sigmoid": ("log_sigmoid",),
    "tanh": ("tanh",),
    "hard_tanh": ("hard_tanh",),
    "tanh_shrink": ("tanh_shrink",),
    "soft_shrink": ("soft_shrink", 0.5),
    "hard_shrink": ("hard_shrink", 0.5),
    "softplus": ("softplus",),
    "softsign": ("softsign",),
    "exponential": ("exponential",),
    "mish": ("mish",),
    "squareplus": ("squareplus", 4.0),
    "sparse_plus": ("sparse_plus",),
}


def apply(graph: Graph, x: Value, function) -> Value:
    """Add an activation: a layer, a function of Keras, ours, or None (linear)."""
    import keras

    if function is None:
        return x
    if isinstance(function, keras.layers.Layer):
        return graph.lower(function, x)
    if function in (keras.activations.softmax, keras.activations.log_softmax):
        return softmax(graph, x, -1, log=function is keras.activations.log_softmax)
    if function is keras.activations.glu:
        return glu(graph, x)
    return activation(graph, x, *native_function(function))


def native_function(function) -> tuple:
    """Return name and parameters of an activation that is a function of one number."""
    import keras

    for name, native in _FUNCTIONS.items():
        if function is getattr(keras.activations, name):
            return native
    if function is not None and any(function is known for known in ours.register().values()):
        return "clip", 0.2, 0.5, 1.0
    raise Unsupported(f'the activation "{getattr(function, "__name__", function)}" has no native form')


def activation(graph: Graph, x: Value, name: str, *parameters: float) -> Value:
    """Add a native function of one number."""
    return x if name == "linear" else graph.add("activation", [x], x.shape, function=(name, *map(np.float32, parameters)))


def softmax(graph: Graph, x: Value, axis, log: bool = False) -> Value:
    """Add softmax, or its logarithm, along Keras's axis or axes."""
    axes = axes_of(axis, len(x.shape))
    return along(graph, x, axes, lambda y, size: graph.add("softmax", [y], y.shape, size=size, log=log or None))


def glu(graph: Graph, x: Value) -> Value:
    """Add the gated linear unit: the first half of the last axis times the sigmoid of the second."""
    axis, half = len(x.shape) - 1, x.shape[-1] // 2
    gate = activation(graph, take(graph, x, axis, range(half, 2 * half)), "sigmoid")
    first = take(graph, x, axis, range(half))
    return graph.add("multiply", [first, gate], first.shape)
