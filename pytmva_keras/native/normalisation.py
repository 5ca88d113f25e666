"""Layers that shift and scale."""

import math

import numpy as np

from .graph import Graph, Unsupported, Value, values_of
from .moves import along, axes_of, permute, reshape


def affine(graph: Graph, x: Value, size: int, repeat: int, scale=None, offset=None) -> Value:
    """Add x scale + offset: numbers of arrays of `size`, or None, each for `repeat` neighbours."""
    if scale is None and offset is None:
        return x
    return graph.add("affine", [x], x.shape, size=size, repeat=repeat, scale=scale, offset=offset)


def scale_by(graph: Graph, x: Value, factor: float) -> Value:
    """Add a product with one number."""
    return affine(graph, x, 1, 1, scale=graph.constant([factor]))


def standardise(graph: Graph, x: Value, size: int, epsilon: float, center: bool = True) -> Value:
    """Give each group of `size` neighbours the mean 0, where center, and the mean square 1."""
    return graph.add("standardize", [x], x.shape, size=size, epsilon=float(epsilon), center=center)


def unit_norm(graph: Graph, x: Value, axes: list[int]) -> Value:
    """Divide by the root of the sum of squares along axes."""
    return along(graph, x, axes, lambda y, size: graph.add("unit_norm", [y], y.shape, size=size, epsilon=1e-24))


def _batch_normalization(graph: Graph, layer, x: Value) -> Value:
    [axis] = axes_of(layer.axis, len(x.shape))
    arrays = dict(mean=layer.moving_mean, variance=layer.moving_variance, gamma=layer.gamma if layer.scale else None,
                  beta=layer.beta if layer.center else None)
    return graph.add("batch_normalization", [x], x.shape, size=x.shape[axis], repeat=math.prod(x.shape[axis + 1:]),
                     epsilon=float(layer.epsilon), **{key: graph.array(array) for key, array in arrays.items()})


def _normalization(graph: Graph, layer, x: Value) -> Value:
    mean, variance = (values_of(array).astype(np.float64) for array in (layer.mean, layer.variance))
    width = np.maximum(np.sqrt(variance), 1e-7)
    scale, offset = (width, mean) if layer.invert else (1 / width, -mean / width)
    return _spread(graph, x, scale, offset)


def _rescaling(graph: Graph, layer, x: Value) -> Value:
    return _spread(graph, x, np.asarray(layer.scale, np.float64), np.asarray(layer.offset, np.float64))


def _spread(graph: Graph, x: Value, scale, offset) -> Value:
    """Add x scale + offset for arrays that Keras would broadcast, the batch counted."""
    if max(scale.size, offset.size) == 1:
        return affine(graph, x, 1, 1, graph.constant(scale.reshape(1)), graph.constant(offset.reshape(1)))
    scale, offset = (np.broadcast_to(array, (1, *x.shape))[0] for array in (scale, offset))
    size = math.prod(x.shape)
    return affine(graph, x, size, 1, graph.constant(scale), graph.constant(offset))


def _layer_normalization(graph: Graph, layer, x: Value) -> Value:
    if layer.rms_scaling:
        raise Unsupported("rms_scaling=True")
    axes = axes_of(layer.axis, len(x.shape))
    gamma, beta = (graph.array(array) for array in (layer.gamma, layer.beta))
    return along(graph, x, axes,
                 lambda y, size: affine(graph, standardise(graph, y, size, layer.epsilon), size, 1, gamma, beta))


def _rms_normalization(graph: Graph, layer, x: Value) -> Value:
    axes = axes_of(layer.axis, len(x.shape))
    if axes != list(range(axes[0], len(x.shape))):
        raise Unsupported("an axis that is not the last")
    size = math.prod(x.shape[axes[0]:])
    return affine(graph, standardise(graph, x, size, layer.epsilon, False), size, 1, graph.array(layer.scale))


def _group_normalization(graph: Graph, layer, x: Value) -> Value:
    [axis] = axes_of(layer.axis, len(x.shape))
    channels, groups = x.shape[axis], layer.groups
    others = [extent for i, extent in enumerate(x.shape) if i != axis]
    order = [axis, *(i for i in range(len(x.shape)) if i != axis)]
    first = permute(graph, x, order)
    y = standardise(graph, first, math.prod(others) * channels // groups, layer.epsilon)
    gamma, beta = (graph.array(array) for array in (layer.gamma, layer.beta))
    y = affine(graph, y, channels, math.prod(others), gamma, beta)
    return permute(graph, reshape(graph, y, first.shape), [order.index(i) for i in range(len(order))])


LAYERS = {
    "BatchNormalization": _batch_normalization,
    "Normalization": _normalization,
    "Rescaling": _rescaling,
    "LayerNormalization": _layer_normalization,
    "RMSNormalization": _rms_normalization,
    "GroupNormalization": _group_normalization,
    "UnitNormalization": lambda graph, layer, x: unit_norm(graph, x, axes_of(layer.axis, len(x.shape))),
}
