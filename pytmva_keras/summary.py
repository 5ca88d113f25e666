"""A model in a few lines of plain ASCII."""

import math

from .models.engines import engine


def summary_lines(model) -> list[str]:
    """Return a header, a line a layer (name, type, output shape, parameters, activation), and a line of totals."""
    rows = [("layer", "type", "output shape", "parameters", "activation")]
    for layer in _layers(model):
        activation = getattr(getattr(layer, "activation", None), "__name__", "")
        parameters = str(layer.count_params()) if layer.built else "?"
        rows.append((layer.name, type(layer).__name__, _shape(layer), parameters, activation))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    trainable = sum(math.prod(engine().shape_of(weight)) for weight in model.trainable_weights)
    total = sum(math.prod(engine().shape_of(weight)) for weight in model.weights)
    return [*lines, f"Parameters: {total}, trainable {trainable}", *compile_lines(model)]


def _layers(model) -> list:
    """Return the layers of `model`, those of models within it in their place."""
    return [one for layer in model.layers for one in (_layers(layer) if getattr(layer, "layers", None) else [layer])]


def compile_lines(model) -> list[str]:
    """Return one line on optimizer, loss and metrics, or that the model is not compiled."""
    if not engine().is_compiled(model):
        return ["Not compiled"]
    optimizer, loss = model.optimizer, model.loss
    name = getattr(loss, "name", None) or getattr(loss, "__name__", None) or loss
    return [f"Optimizer: {type(optimizer).__name__}, learning rate {engine().learning_rate(optimizer):.4g}; loss: {name}"]


def _shape(layer) -> str:
    try:
        shape = engine().output_shape(layer)
    except (AttributeError, ValueError):
        return "?"
    return "(" + ", ".join("n" if extent is None else str(extent) for extent in shape) + ")"
