"""The state of an optimizer that Keras 2 or tf.keras saved (steps, averages of gradients), put into the one of Keras 3.

Keras 2 (and tf.keras until 2.10) wrote the number of steps, then one kind of average after the other, each for all trained
variables. tf.keras 2.11 and Keras 3 write the first kinds of a variable side by side.
"""

import logging

import numpy as np

from . import weights2
from .arguments import Untranslatable, refuse
from .dialects import Origin
from .framework import import_keras

_log = logging.getLogger("pytmva_keras")

_PAIRS = {"SGD": 1, "Adam": 2, "RMSprop": 1, "Adagrad": 1, "Adadelta": 2, "Adamax": 2}  # kinds that stand side by side


def restore(model, leaves: list, values: list, settings: dict, origin: Origin, file: str) -> None:
    """Give the optimizer of a compiled `model` the state that `file` holds; where that does not fit it starts afresh.

    leaves: the layers with weights in the order of the file. values: the optimizer's arrays in the order of the file.
    settings: the compile settings as the file has them. Does nothing for a model that is not compiled, or without values.
    """
    if not model.compiled or not values:
        return
    model.optimizer.build(model.trainable_variables)
    try:
        state = _translated(model, leaves, values, _side_by_side(settings), origin)
    except Untranslatable as error:
        _log.info("%s: the state of the optimizer of %s is not read: %s; it starts afresh.", file, origin, error)
        return
    model.optimizer.set_weights(state)


def _side_by_side(settings: dict) -> bool:
    """Return whether an optimizer of tf.keras 2.11 or later wrote the settings, none of those kept for old programs."""
    reference = settings.get("optimizer_config", settings.get("optimizer"))
    return isinstance(reference, str) or reference.get("config", {}).get("is_legacy_optimizer") is False


def _translated(model, leaves: list, values: list, side_by_side: bool, origin: Origin) -> list:
    """Return what set_weights of the optimizer takes."""
    optimizer = model.optimizer
    pairs = _PAIRS.get(type(optimizer).__name__)
    if origin.keras == 1:
        refuse("its arrays are in the order of names")
    if pairs is None:
        refuse(f"that of {type(optimizer).__name__} is another one in Keras 3")
    old = [variable for leaf in leaves for variable in leaf.trainable_weights]
    state = [import_keras().ops.convert_to_numpy(variable) for variable in optimizer.variables]
    n, first = len(old), 1 if values[0].ndim == 0 else 0  # before 2.1 some did not count steps
    kinds = len(state) // n if n else 0
    begin = len(state) - kinds * n  # after the steps and the learning rate
    available, rest = divmod(len(values) - first, n) if n else (0, 0)
    if available < kinds or rest or {id(one) for one in old} != {id(one) for one in model.trainable_variables}:
        refuse(f"{len(values)} arrays do not fit {len(model.trainable_variables)} variables")
    if first:
        state[0] = np.asarray(values[0], dtype=state[0].dtype)
    place = {id(variable): number for number, variable in enumerate(model.trainable_variables)}
    beside = min(pairs, available) if side_by_side else 1
    for kind in range(kinds):
        arrays = [values[first + _position(kind, number, n, beside)] for number in range(n)]
        for variable, array in zip(old, _of_keras3(leaves, arrays, origin)):
            state[begin + _position(kind, place[id(variable)], n, pairs)] = array
    return state


def _position(kind: int, variable: int, n: int, beside: int) -> int:
    """Return the place of an array among the averages: the first `beside` kinds stand side by side, the others follow."""
    return variable * beside + kind if kind < beside else kind * n + variable


def _of_keras3(leaves: list, arrays: list, origin: Origin) -> list:
    """Return the averages of one kind in the layout of Keras 3, which has to hold the same numbers."""
    converted, rest = [], list(arrays)
    for leaf in leaves:
        number = len(leaf.trainable_weights)
        part, rest = rest[:number], rest[number:]
        moved = weights2.arrays(leaf, part, origin)
        shapes = [one.shape for one in moved]
        if [one.size for one in moved] != [one.size for one in part]:
            refuse(f'the layer "{leaf.name}" keeps its weights in another form')
        if shapes != [tuple(one.shape) for one in leaf.trainable_weights]:
            refuse(f'of another network, for the layer "{leaf.name}" the shapes are {shapes}')
        converted += moved
    return converted
