"""A model behind one flat input, as TMVA hands over its variables."""

import math
from typing import Optional

from .engines import engine
from .framework import import_keras


def flat(model, custom_objects: Optional[dict] = None):
    """Return `model` with one input of shape (variables,), its weights and compile settings shared; itself if it has that.

    The rule: the variables go to the model's inputs in the order of the inputs. Each takes as many as the product of its
    shape (without the batch), in row-major order: the last axis runs fastest. An input without axes takes one.
    A model whose shapes are not all known is returned as it is.
    """
    shapes = input_shapes(model)
    if shapes is None or len(shapes) == 1 and len(shapes[0]) == 1:
        return model
    keras = import_keras()
    total = sum(map(math.prod, shapes))
    entry = keras.layers.Input((total,), name="variables")
    outputs = model(_parts(keras, entry, shapes, total))
    flat_model = keras.Model(entry, outputs, name=f"flat_{model.name}")
    if engine().is_compiled(model):
        flat_model.compile(**engine().settings_of(model, custom_objects))
    return flat_model


def input_shapes(model):
    """Return the shapes of the inputs without the batch, in the order of the inputs; None if one is not known."""
    try:
        shapes = model.input_shape
    except (AttributeError, TypeError, ValueError):  # a model that is not built yet
        return None
    shapes = [tuple(shape[1:]) for shape in (shapes if isinstance(shapes, list) else [shapes])]
    return None if any(None in shape for shape in shapes) else shapes


def _parts(keras, entry, shapes: list, total: int):
    """Return the model's inputs, cut out of the flat one by layers that every backend and file format has."""
    if len(shapes) == 1:
        return keras.layers.Reshape(shapes[0])(entry)
    column = keras.layers.Reshape((total, 1))(entry)
    parts, first = [], 0
    for shape in shapes:
        size = math.prod(shape)
        cut = keras.layers.Cropping1D((first, total - first - size))(column)
        parts.append(keras.layers.Reshape(shape)(cut))
        first += size
    return parts
