"""A network as plain text and plain arrays, and back: what a weight file carries."""

import json
from dataclasses import dataclass, field
from typing import Optional

import numpy as np

from .errors import EvaluationError, PyTMVAKerasError
from .models.building import build_model
from .models.dialects import origin_of
from .models.engines import engine
from .models.files import architecture_of
from .models.safety import Trust
from .native import NativeNetwork, Unsupported, describe

Array = tuple[str, str, list[int], bytes]  # name, dtype, shape, values: little endian, in C order


@dataclass(frozen=True)
class ExportedNetwork:
    """architecture: the Keras configuration as JSON. arrays: in the order of `model.weights`.

    All weights are there, trainable or not (batch normalisation's moving averages too). The state of random generators
    (dropout's) is not: it is no part of what the network computes.
    native: the text for the native library (pytmva_keras.native), "" where why_not_native says why there is none. constants:
    arrays that it counts behind the others.
    """

    architecture: str
    arrays: list[Array]
    native: str = ""
    why_not_native: str = ""
    constants: list[Array] = field(default_factory=list)


def export_network(model) -> ExportedNetwork:
    """Return `model`, which must be built, as text and arrays."""
    architecture = json.dumps(architecture_of(model))
    arrays = [_to_bytes(name, np.asarray(value)) for name, value in engine().arrays_of(model)]
    try:
        native = _describe(model)
    except Unsupported as error:
        return ExportedNetwork(architecture, arrays, why_not_native=str(error))
    constants = [_to_bytes(f"constant {number}", value) for number, value in enumerate(native.constants)]
    return ExportedNetwork(architecture, arrays, native.text, "", constants)


def _describe(model) -> NativeNetwork:
    if engine().VERSION < 3:
        raise Unsupported("it was trained on Theano, and only models of Keras 3 have a native form")
    return describe(model)


def sample_arrays(x: np.ndarray, y: np.ndarray) -> list[Array]:
    """Return events and responses as arrays."""
    return [_to_bytes("inputs", x), _to_bytes("outputs", y)]


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
    return name, str(value.dtype), list(value.shape), little.tobytes()


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
