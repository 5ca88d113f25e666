"""The text of a network, line by line (src/keras/native/Description.h)."""

from dataclasses import dataclass

import numpy as np

VERSION = 1


class Unsupported(Exception):
    """A network that has no native form; the message says which layer, and why. named: whether it says which already."""

    def __init__(self, reason: str, named: bool = False):
        super().__init__(reason)
        self.named = named


@dataclass(frozen=True)
class Value:
    """What one line makes. number: of the line; shape: without the batch."""

    number: int
    shape: tuple[int, ...]


class Graph:
    """Takes operations and writes them down.

    weights: the variables whose values come with the text, in this order. lower(graph, layer, *inputs, **arguments): adds
    what `layer` does, and returns its value; for layers within layers.
    """

    def __init__(self, weights, shape, lower):
        self._numbers = {id(weight): number for number, weight in enumerate(weights)}
        self._weights = list(weights)
        self._constants = []
        self._lines = [f"input shape={_format(shape)}"]
        self._lower = lower
        self.input = Value(0, tuple(shape))

    @property
    def constants(self) -> list[np.ndarray]:
        """Arrays to be passed on behind the weights."""
        return list(self._constants)

    def lower(self, layer, *inputs, **arguments) -> Value:
        """Add what `layer` does to its inputs."""
        return self._lower(self, layer, *inputs, **arguments)

    def array(self, variable):
        """Return the number of a weight, None for None."""
        if variable is None:
            return None
        if id(variable) not in self._numbers:
            raise Unsupported(f'"{variable.path}" is no weight of the model')
        return self._numbers[id(variable)]

    def constant(self, values) -> int:
        """Return the number of a new array."""
        self._constants.append(np.ascontiguousarray(values, np.float32))
        return len(self._weights) + len(self._constants) - 1

    def add(self, operation: str, inputs, shape, /, **attributes) -> Value:
        """Add a line for values `inputs`; attributes that are None are left out. shape: of its value."""
        if any(extent is None or extent < 1 for extent in shape):
            raise Unsupported("not all shapes are known")
        known = {"from": [value.number for value in inputs], **attributes}
        words = [f"{key}={_format(value)}" for key, value in known.items() if value is not None]
        self._lines.append(" ".join([operation, *words]))
        return Value(len(self._lines) - 1, tuple(int(extent) for extent in shape))

    def text(self, output: Value) -> str:
        """Return the whole text."""
        return "\n".join([f"network {VERSION}", *self._lines, f"output from={output.number}", ""])


def values_of(tensor) -> np.ndarray:
    """Return the values of a weight or tensor of any backend."""
    import keras

    return keras.ops.convert_to_numpy(tensor)


def _format(value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple, np.ndarray)):
        return ",".join(map(_format, value))
    if isinstance(value, (float, np.floating)):
        return repr(float(value))
    return str(int(value))
