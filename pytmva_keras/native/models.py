"""Walk a model: sequential or functional, nested, with shared layers."""

import inspect
from dataclasses import dataclass

import numpy as np

from ..models import inputs
from . import attention, basic, convolution, merging, normalisation, operations, pooling, recurrent, shaping, wrappers
from .graph import Graph, Unsupported, Value

LAYERS = {
    name: lower
    for module in (basic, normalisation, shaping, merging, convolution, pooling, recurrent, attention, wrappers)
    for name, lower in module.LAYERS.items()
}


@dataclass(frozen=True)
class NativeNetwork:
    """text: for the native library. constants: arrays in C order that it counts behind the model's weights."""

    text: str
    constants: tuple[np.ndarray, ...]


def describe(model) -> NativeNetwork:
    """Return the native form of `model`, which must be built; the arrays are `model.weights`, then the constants.

    A model of several inputs, or of one that is not flat, is put behind a flat one (models.inputs.flat).
    Raises Unsupported, which names the layer, for what has no native form.
    """
    shapes = inputs.input_shapes(model)
    if shapes is None:
        raise Unsupported("not all shapes are known")
    flat = inputs.flat(model)
    graph = Graph(model.weights, inputs.input_shapes(flat)[0], _lower)
    output = _lower(graph, flat, graph.input)
    if not isinstance(output, Value) or len(output.shape) != 1:
        raise Unsupported("the model has several outputs, or one that is not a row of numbers")
    return NativeNetwork(graph.text(output), tuple(graph.constants))


def _lower(graph: Graph, layer, *values, **arguments):
    """Add `layer` by its table's function; every reason for a refusal gets the name of the layer."""
    arguments = {key: value for key, value in arguments.items() if _is_given(value) and (key != "training" or value)}
    try:
        lower = _find(layer)
        if lower is None:
            raise Unsupported("has no native form")
        try:
            inspect.signature(lower).bind(graph, layer, *values, **arguments)
        except TypeError as error:
            raise Unsupported("is called with masks, states, training=True or other arguments") from error
        return lower(graph, layer, *values, **arguments)
    except Unsupported as error:
        if error.named:
            raise
        raise Unsupported(f'the layer "{layer.name}" ({type(layer).__name__}): {error}', named=True) from error


def _is_given(argument) -> bool:
    """Return whether an argument is more than None, or a list of Nones, as Keras passes masks on."""
    return any(map(_is_given, argument)) if isinstance(argument, (list, tuple)) else argument is not None


def _find(layer):
    """Return the function that adds what `layer` does, or None."""
    import keras

    if not isinstance(layer, keras.layers.Layer):
        return operations.find(layer)
    if layer.compute_dtype != "float32":
        raise Unsupported(f"it computes in {layer.compute_dtype}")
    if type(layer) is keras.Sequential:
        return _sequential
    if isinstance(layer, keras.Model):
        return _functional if type(layer).__name__ == "Functional" else None
    name = type(layer).__name__
    return LAYERS.get(name) if getattr(keras.layers, name, None) is type(layer) else None


def _sequential(graph: Graph, model, x: Value):
    for layer in model.layers:
        x = graph.lower(layer, x)
    return x


def _functional(graph: Graph, model, values):
    """Run through the model's own graph, with our values for tensors."""
    return model._run_through_graph(values, lambda layer: lambda *args, **kwargs: graph.lower(layer, *args, **kwargs))
