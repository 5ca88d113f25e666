"""A network as plain text and plain arrays, and back: what a weight file carries."""

import json
from dataclasses import dataclass
from typing import Optional

import numpy as np

from .errors import EvaluationError, PyTMVAKerasError
from .models.building import build_model
from .models.dialects import origin_of
from .models.engines import engine
from .models.files import architecture_of
from .models.safety import Trust


@dataclass(frozen=True)
class ExportedNetwork:
    """architecture: the Keras configuration as JSON. arrays: (name, dtype, shape, bytes), in the order of `model.weights`;
    the bytes are little endian, in C order.

    All weights are there, trainable or not (batch normalisation's moving averages too). The state of random generators
    (dropout's) is not: it is no part of what the network computes.
    """

    architecture: str
    arrays: tuple[tuple[str, str, tuple[int, ...], bytes], ...]


def export_network(model) -> ExportedNetwork:
    """Return `model`, which must be built, as text and arrays."""
    arrays = tuple(_to_bytes(name, np.asarray(value)) for name, value in engine().arrays_of(model))
    return ExportedNetwork(json.dumps(architecture_of(model)), arrays)


def restore_network(architecture: str, arrays, custom_objects: Optional[dict] = None, allow_unsafe: bool = False):
    """Return the uncompiled model of `export_network`'s text and arrays; its weights are equal bit by bit.

    Code in it is refused unless allow_unsafe. Raises EvaluationError where the text is no model, or an array is missing,
    left over, or of another shape or type than the network's.
    """
    try:
        trust = Trust(custom_objects or {}, allow_unsafe)
        config = json.loads(architecture)
        model = build_model(config, origin_of(config, "the stored network"), "the stored network", trust)
    except (ValueError, PyTMVAKerasError) as error:
        raise EvaluationError(f"the stored network cannot be built: {error} Train it again.") from error
    arrays, expected = list(arrays), engine().arrays_of(model)
    if len(arrays) != len(expected):
        raise EvaluationError(
            f"the stored network needs {len(expected)} arrays, got {len(arrays)}. The weight file is damaged."
        )
    engine().set_arrays(model, [_from_bytes(*weight, array) for weight, array in zip(expected, arrays)])
    return model


def _to_bytes(name: str, value: np.ndarray):
    little = value.astype(value.dtype.newbyteorder("<"), order="C")
    return name, str(value.dtype), tuple(value.shape), little.tobytes()


def _from_bytes(path: str, weight: np.ndarray, array) -> np.ndarray:
    """Return one array, checked against the network's `weight` of the name `path`."""
    name, dtype, shape, data = array
    shape = tuple(int(extent) for extent in shape)
    expected_shape, expected_dtype = weight.shape, str(weight.dtype)
    # Layers inside custom layers may be numbered anew, so only the last part of the path is certain.
    if name.split("/")[-1] != path.split("/")[-1] or shape != expected_shape or dtype != expected_dtype:
        raise EvaluationError(
            f'stored array "{name}" is {dtype} {list(shape)}, the network expects "{path}", '
            f"{expected_dtype} {list(expected_shape)}. The weight file is damaged or from another network."
        )
    if len(data) != np.dtype(dtype).itemsize * int(np.prod(shape)):
        found = f'"{name}" of shape {list(shape)} has {len(data)} bytes'
        raise EvaluationError(f"stored array {found}. The weight file is damaged.")
    return np.frombuffer(data, dtype=np.dtype(dtype).newbyteorder("<")).reshape(shape)
