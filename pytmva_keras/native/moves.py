"""Moves of numbers that layers are made of."""

import math

from .graph import Graph, Unsupported, Value


def reshape(graph: Graph, x: Value, shape) -> Value:
    """Return `x` in another shape of as many numbers."""
    shape = tuple(int(extent) for extent in shape)
    return x if shape == x.shape else graph.add("reshape", [x], shape, shape=shape)


def permute(graph: Graph, x: Value, order) -> Value:
    """Return `x` with axes in another order: axis i is axis order[i] of x, the batch not counted."""
    order = tuple(order)
    if order == tuple(range(len(order))):
        return x
    shape = [x.shape[axis] for axis in order]
    moved = [axis for axis in order if x.shape[axis] != 1]
    if moved == sorted(moved):
        return reshape(graph, x, shape)
    return graph.add("permute", [x], shape, order=order)


def take(graph: Graph, x: Value, axis: int, index) -> Value:
    """Return the places `index` of an axis, in this order; -1 is zeros."""
    index = list(index)
    if index == list(range(x.shape[axis])):
        return x
    shape = [*x.shape[:axis], len(index), *x.shape[axis + 1:]]
    return graph.add("take", [x], shape, axis=axis, index=index)


def concatenate(graph: Graph, values, axis: int) -> Value:
    """Return the values side by side along an axis."""
    shape = list(values[0].shape)
    shape[axis] = sum(value.shape[axis] for value in values)
    return values[0] if len(values) == 1 else graph.add("concatenate", values, shape, axis=axis)


def broadcast(graph: Graph, x: Value, shape) -> Value:
    """Return `x` with its axes of extent 1 repeated, to be of `shape`, which has as many axes."""
    if len(shape) != len(x.shape):
        raise Unsupported(f"values of shapes {x.shape} and {tuple(shape)} are combined")
    for axis, extent in enumerate(shape):
        if x.shape[axis] != extent:
            x = take(graph, x, axis, [0] * extent)
    return x


def axes_of(axes, rank: int) -> list[int]:
    """Return Keras's axis or axes, with the batch counted, sorted, not negative and without it; rank: also without it."""
    axes = [axes] if isinstance(axes, int) else list(axes)
    result = sorted(axis - 1 if axis >= 0 else axis + rank for axis in axes)
    if any(axis < 0 for axis in result):
        raise Unsupported("an operation along the batch")
    return result


def along(graph: Graph, x: Value, axes: list[int], function) -> Value:
    """Return function(y, size), back in the order of x, where y has `axes` last; size: numbers along them."""
    others = [axis for axis in range(len(x.shape)) if axis not in axes]
    order = [*others, *axes]
    y = function(permute(graph, x, order), math.prod(x.shape[axis] for axis in axes))
    return permute(graph, y, [order.index(axis) for axis in range(len(order))])


def channels_last(graph: Graph, layer, x: Value) -> Value:
    """Return `x` with the channels at the end, as the native operations have them."""
    if layer.data_format == "channels_first":
        return permute(graph, x, [*range(1, len(x.shape)), 0])
    return x


def channels_back(graph: Graph, layer, x: Value) -> Value:
    """Undo `channels_last`."""
    if layer.data_format == "channels_first":
        return permute(graph, x, [len(x.shape) - 1, *range(len(x.shape) - 1)])
    return x
