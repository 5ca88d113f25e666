"""Pooling: the native one has the channels at the end."""

from .convolution import paddings
from .graph import Graph, Value
from .moves import channels_back, channels_last, reshape


def _pool(graph: Graph, operation: str, x: Value, size, strides, padding: str) -> Value:
    ones = [1] * len(size)
    pads = paddings(padding, x.shape, size, strides, ones)
    before, after = zip(*pads)
    shape = [(extent + sum(pad) - window) // stride + 1
             for extent, pad, window, stride in zip(x.shape, pads, size, strides)]
    return graph.add(operation, [x], [*shape, x.shape[-1]], size=size, strides=strides, before=before, after=after)


def _windows(operation: str):
    def lower(graph: Graph, layer, x: Value) -> Value:
        rank = len(x.shape) - 1
        size, strides = ([n] * rank if isinstance(n, int) else list(n) for n in (layer.pool_size, layer.strides))
        y = _pool(graph, operation, channels_last(graph, layer, x), size, strides, layer.padding)
        return channels_back(graph, layer, y)

    return lower


def _global(operation: str):
    def lower(graph: Graph, layer, x: Value) -> Value:
        x = channels_last(graph, layer, x)
        size = x.shape[:-1]
        y = _pool(graph, operation, x, size, size, "valid")
        return channels_back(graph, layer, y) if layer.keepdims else reshape(graph, y, x.shape[-1:])

    return lower


LAYERS = {
    **{f"MaxPooling{n}D": _windows("max_pool") for n in (1, 2, 3)},
    **{f"AveragePooling{n}D": _windows("average_pool") for n in (1, 2, 3)},
    **{f"GlobalMaxPooling{n}D": _global("max_pool") for n in (1, 2, 3)},
    **{f"GlobalAveragePooling{n}D": _global("average_pool") for n in (1, 2, 3)},
}
