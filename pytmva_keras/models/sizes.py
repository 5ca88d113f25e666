"""How large a network in a file may be: a few bytes of it can ask for more memory than any machine has."""

import contextlib
import math

from ..errors import ConfigurationError
from .engines import engine
from .framework import import_keras
from .safety import MAX_VALUES, OPTION, Trust

MAX_PARAMETERS = 250_000_000  # a gigabyte of float32, and three while Adam trains them


@contextlib.contextmanager
def limited(name: str, trust: Trust):
    """Refuse to build more than MAX_PARAMETERS weights, for the file `name`, before memory is taken for those beyond.

    Keras asks for each of them by Layer.add_weight, which counts them within this context. A trusted file is not limited.
    """
    if trust.allow_unsafe:
        yield
        return
    layer_class = import_keras().layers.Layer
    original, total = layer_class.add_weight, 0

    def add_weight(layer, *arguments, **options):
        nonlocal total
        total += _size(options.get("shape", next((one for one in arguments if not isinstance(one, str)), ())))
        if total > MAX_PARAMETERS:
            raise ConfigurationError(f"{name} has too many weights")  # Keras wraps it, so that it is said anew below
        return original(layer, *arguments, **options)

    layer_class.add_weight = add_weight
    try:
        yield
    except Exception:
        if total <= MAX_PARAMETERS:
            raise
    finally:
        layer_class.add_weight = original
    if total > MAX_PARAMETERS:
        raise ConfigurationError(
            f"{name} describes a network of more than {MAX_PARAMETERS} weights, which is refused before memory is taken. "
            f"Look at the sizes of its layers; {OPTION}."
        )


def check_outputs(model, name: str, trust: Trust) -> None:
    """Refuse a built model one of whose layers makes more than MAX_VALUES numbers of one event."""
    for layer, shape in () if trust.allow_unsafe else engine().outputs_of(model):
        if _size(shape[1:]) > MAX_VALUES:
            raise ConfigurationError(
                f'{name}: the output of the layer "{layer}" has the shape {shape}; at most {MAX_VALUES} '
                f"values an event are read. Look at the sizes of its layers; {OPTION}."
            )


def _size(shape) -> int:
    sizes = shape if isinstance(shape, (tuple, list)) else [shape]
    return math.prod(size for size in sizes if isinstance(size, int))
