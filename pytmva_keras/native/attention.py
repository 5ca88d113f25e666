"""Attention, made of products and a softmax."""

import math

import numpy as np

from .basic import linear_map
from .graph import Graph, Unsupported, Value
from .merging import matmul
from .moves import permute, reshape
from .normalisation import affine

MASKED = -1e9  # added where a place must not be seen


def _attend(graph: Graph, query: Value, key: Value, value: Value, causal: bool, scale=None) -> Value:
    """Return softmax(query key^T) value, for matrices (..., time, channels); scale: a constant's number, for the scores."""
    scores = matmul(graph, query, key, transposed=True)
    times = scores.shape[-2:]
    if scale is not None:
        scores = affine(graph, scores, 1, 1, scale=scale)
    if causal:
        mask = np.triu(np.full(times, MASKED), 1)
        scores = affine(graph, scores, mask.size, 1, offset=graph.constant(mask))
    weights = graph.add("softmax", [scores], scores.shape, size=times[1])
    return matmul(graph, weights, value)


def _multi_head_attention(graph: Graph, layer, query: Value, value: Value, key=None, use_causal_mask: bool = False) -> Value:
    key = value if key is None else key
    if any(len(x.shape) != 2 for x in (query, key, value)):
        raise Unsupported("attention along more than one axis")
    factor = 1 / math.sqrt(layer.key_dim)
    heads = [_project(graph, dense, x, factor if dense is layer.query_dense else None)
             for dense, x in ((layer.query_dense, query), (layer.key_dense, key), (layer.value_dense, value))]
    y = permute(graph, _attend(graph, *heads, use_causal_mask), (1, 0, 2))
    kernel = layer.output_dense.kernel
    y = reshape(graph, y, (y.shape[0], y.shape[1] * y.shape[2]))
    output = linear_map(graph, y, math.prod(kernel.shape[2:]), graph.array(kernel), graph.array(layer.output_dense.bias))
    return reshape(graph, output, (y.shape[0], *kernel.shape[2:]))


def _project(graph: Graph, dense, x: Value, factor) -> Value:
    """Return (heads, time, channels), times a factor."""
    _, heads, channels = dense.kernel.shape
    y = linear_map(graph, x, heads * channels, graph.array(dense.kernel), graph.array(dense.bias))
    if factor is not None:
        y = affine(graph, y, heads * channels, 1, scale=graph.constant(np.full(heads * channels, factor)))
    return permute(graph, reshape(graph, y, (x.shape[0], heads, channels)), (1, 0, 2))


def _attention(graph: Graph, layer, values, use_causal_mask: bool = False) -> Value:
    if layer.score_mode != "dot":
        raise Unsupported(f'score_mode="{layer.score_mode}"')
    query, value, key = values if len(values) == 3 else (*values, values[1])
    return _attend(graph, query, key, value, use_causal_mask, graph.array(layer.scale))


LAYERS = {"MultiHeadAttention": _multi_head_attention, "Attention": _attention}
