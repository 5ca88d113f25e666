"""Layers of several inputs."""

import math

from .graph import Graph, Unsupported, Value
from .moves import axes_of, broadcast, concatenate, permute, reshape
from .normalisation import unit_norm


def _merge(operation: str):
    def lower(graph: Graph, layer, values) -> Value:
        return combine(graph, operation, values)

    return lower


def combine(graph: Graph, operation: str, values) -> Value:
    """Combine numbers at the same place; axes of extent 1 are repeated."""
    if len({len(value.shape) for value in values}) != 1:
        raise Unsupported("inputs with different numbers of axes")
    shape = [max(extents) for extents in zip(*(value.shape for value in values))]
    values = [broadcast(graph, value, shape) for value in values]
    return values[0] if len(values) == 1 else graph.add(operation, values, shape)


def _concatenate(graph: Graph, layer, values) -> Value:
    [axis] = axes_of(layer.axis, len(values[0].shape))
    return concatenate(graph, values, axis)


def matmul(graph: Graph, left: Value, right: Value, transposed: bool = False) -> Value:
    """Multiply matrices, the last two axes; transposed: the right one is."""
    columns = right.shape[-2] if transposed else right.shape[-1]
    return graph.add("matmul", [left, right], [*left.shape[:-1], columns], transposed=transposed or None)


def _dot(graph: Graph, layer, values) -> Value:
    left, right = values
    axes = [layer.axes] * 2 if isinstance(layer.axes, int) else list(layer.axes)
    summed = [axes_of(axis, len(value.shape))[0] for axis, value in zip(axes, values)]
    if layer.normalize:
        left, right = (unit_norm(graph, value, [axis]) for value, axis in zip(values, summed))
    matrices, shape = [], []
    for value, axis in zip((left, right), summed):
        others = [i for i in range(len(value.shape)) if i != axis]
        moved = permute(graph, value, [*others, axis])
        matrices.append(reshape(graph, moved, (math.prod(moved.shape[:-1]), moved.shape[-1])))
        shape += moved.shape[:-1]
    return reshape(graph, matmul(graph, *matrices, transposed=True), shape or [1])


LAYERS = {
    "Add": _merge("add"),
    "Subtract": _merge("subtract"),
    "Multiply": _merge("multiply"),
    "Average": _merge("average"),
    "Maximum": _merge("maximum"),
    "Minimum": _merge("minimum"),
    "Concatenate": _concatenate,
    "Dot": _dot,
}
