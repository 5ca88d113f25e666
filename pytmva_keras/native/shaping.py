"""Layers that move numbers."""

import math

import numpy as np

from .basic import linear_map
from .graph import Graph, Value
from .moves import along, permute, reshape, take


def _reshape(graph: Graph, layer, x: Value) -> Value:
    shape = list(layer.target_shape)
    if -1 in shape:
        rest = math.prod(extent for extent in shape if extent != -1)
        shape[shape.index(-1)] = math.prod(x.shape) // rest
    return reshape(graph, x, shape)


def _flatten(graph: Graph, layer, x: Value) -> Value:
    if layer.data_format == "channels_first" and len(x.shape) > 1:
        x = permute(graph, x, [*range(1, len(x.shape)), 0])
    return reshape(graph, x, [math.prod(x.shape)])


def _repeat_vector(graph: Graph, layer, x: Value) -> Value:
    return take(graph, reshape(graph, x, (1, *x.shape)), 0, [0] * layer.n)


def _for_each_axis(indexes):
    """Return a lowering that takes indexes(layer, i, extent) on each axis but the channels', the i-th of them."""

    def lower(graph: Graph, layer, x: Value) -> Value:
        first = int(getattr(layer, "data_format", None) == "channels_first")
        for i in range(len(x.shape) - 1):
            x = take(graph, x, first + i, indexes(layer, i, x.shape[first + i]))
        return x

    return lower


def _pair(widths, i: int):
    """Return (before, after) of an axis; with one axis Keras keeps the pair itself."""
    return widths if isinstance(widths[0], int) else widths[i]


def _cropping(layer, i: int, extent: int):
    before, after = _pair(layer.cropping, i)
    return range(before, extent - after)


def _zero_padding(layer, i: int, extent: int):
    before, after = _pair(layer.padding, i)
    return [-1] * before + list(range(extent)) + [-1] * after


def _up_sampling(layer, i: int, extent: int):
    size = layer.size if isinstance(layer.size, int) else layer.size[i]
    return [place for place in range(extent) for _ in range(size)]


def _up_sampling_2d(graph: Graph, layer, x: Value) -> Value:
    """Interpolation is linear: a product with a matrix along each axis."""
    if layer.interpolation == "nearest":
        return _for_each_axis(_up_sampling)(graph, layer, x)
    first = int(layer.data_format == "channels_first")
    for axis, size in enumerate(layer.size, first):
        kernel = graph.constant(_interpolation(x.shape[axis], size, layer.interpolation))
        x = along(graph, x, [axis], lambda y, n: linear_map(graph, y, n * size, kernel, None))
    return x


def _interpolation(extent: int, size: int, kind: str) -> np.ndarray:
    """Return the matrix (places, new places): what Keras makes of an image for each place, one row high."""
    import keras

    unit = np.eye(extent, dtype=np.float32)[:, np.newaxis, :, np.newaxis]
    resized = keras.ops.image.resize(unit, (1, extent * size), interpolation=kind, data_format="channels_last")
    return keras.ops.convert_to_numpy(resized)[:, 0, :, 0]


LAYERS = {
    "Reshape": _reshape,
    "Flatten": _flatten,
    "Permute": lambda graph, layer, x: permute(graph, x, [axis - 1 for axis in layer.dims]),
    "RepeatVector": _repeat_vector,
    **{f"Cropping{n}D": _for_each_axis(_cropping) for n in (1, 2, 3)},
    **{f"ZeroPadding{n}D": _for_each_axis(_zero_padding) for n in (1, 2, 3)},
    **{f"UpSampling{n}D": _for_each_axis(_up_sampling) for n in (1, 3)},
    "UpSampling2D": _up_sampling_2d,
}
