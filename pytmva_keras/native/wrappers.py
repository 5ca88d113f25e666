"""Layers around layers."""

from .graph import Graph, Unsupported, Value
from .merging import combine
from .moves import concatenate, reshape, take

_ON_LAST_AXIS = {"Dense", "Dropout", "Identity", "LeakyReLU", "ReLU", "ELU"}  # the same with a time before it


def _time_distributed(graph: Graph, layer, x: Value) -> Value:
    if type(layer.layer).__name__ in _ON_LAST_AXIS:
        return graph.lower(layer.layer, x)
    outputs = []
    for time in range(x.shape[0]):
        y = graph.lower(layer.layer, reshape(graph, take(graph, x, 0, [time]), x.shape[1:]))
        outputs.append(reshape(graph, y, (1, *y.shape)))
    return concatenate(graph, outputs, 0)


_MERGES = {"sum": "add", "ave": "average", "mul": "multiply"}


def _bidirectional(graph: Graph, layer, x: Value) -> Value:
    if layer.merge_mode is None or layer.return_state:
        raise Unsupported("merge_mode=None or return_state")
    forward, backward = graph.lower(layer.forward_layer, x), graph.lower(layer.backward_layer, x)
    if layer.return_sequences:
        backward = take(graph, backward, 0, range(backward.shape[0] - 1, -1, -1))
    if layer.merge_mode == "concat":
        return concatenate(graph, [forward, backward], len(forward.shape) - 1)
    return combine(graph, _MERGES[layer.merge_mode], [forward, backward])


LAYERS = {"TimeDistributed": _time_distributed, "Bidirectional": _bidirectional}
