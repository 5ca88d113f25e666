"""Which Keras wrote a configuration: 1.0.x, 1.1 to 1.2, 2.x (tf.keras 1 and 2 too) or 3.x, and on which backend."""

import re
from dataclasses import dataclass
from typing import Optional

from ..errors import ConfigurationError

_KERAS_1_ARGUMENTS = {
    "output_dim", "init", "nb_filter", "border_mode", "W_regularizer", "W_constraint", "inner_init", "pool_length",
    "dim_ordering", "p", "sigma", "input_dtype", "concat_axis", "mode_type",
}


@dataclass(frozen=True)
class Origin:
    """Where a model comes from. version: (major, minor, patch), 0 where unknown; backend: "theano", ..., "" if unknown."""

    version: tuple[int, int, int]
    backend: str = ""

    @property
    def keras(self) -> int:
        """The dialect's major version: 1, 2 or 3."""
        return self.version[0]

    @property
    def theano(self) -> bool:
        """Whether Theano computed it, whose convolutions flip the kernel. Keras 1.0 ran on Theano unless told otherwise."""
        return self.backend == "theano" or (not self.backend and self.version[:2] == (1, 0))

    def __str__(self) -> str:
        name = {1: "1.0.x" if self.version[1] == 0 else "1.1 to 1.2"}.get(self.keras, f"{self.keras}.x")
        exact = ".".join(map(str, self.version))
        return f"Keras {name} ({exact}{', ' + self.backend if self.backend else ''})"


def origin_of(config, name: str, version: str = "", backend: str = "") -> Origin:
    """Return the origin of a model's configuration. version, backend: as the file says elsewhere, e.g. in HDF5 attributes.

    A version in the file decides; without one the form does. ConfigurationError where `config` is no model's.
    """
    if not isinstance(config, dict) or "class_name" not in config or "config" not in config:
        raise ConfigurationError(f"{name} is not a Keras model: expected the keys class_name and config at the top.")
    backend = str(config.get("backend") or backend)
    version = str(config.get("keras_version") or version)
    numbers = version_in(version) or _version_by_form(config)
    if numbers[0] not in (1, 2, 3):
        raise ConfigurationError(f"{name} was written by Keras {version}; versions 1, 2 and 3 are known.")
    return Origin(numbers, backend)


def version_in(text: str) -> Optional[tuple[int, int, int]]:
    """Return the three numbers of a version such as "2.2.4-tf", None where there are none."""
    numbers = re.match(r"(\d+)\.(\d+)(?:\.(\d+))?", text)
    return tuple(int(number or 0) for number in numbers.groups()) if numbers else None


def _version_by_form(config: dict) -> tuple[int, int, int]:
    used = _argument_names(config)
    if "registered_name" in used:
        return (3, 0, 0)
    if used & _KERAS_1_ARGUMENTS:
        return (1, 2, 0)
    return (2, 0, 0)


def _argument_names(config) -> set[str]:
    """Return the names of all layers' arguments, and of what is nested in them."""
    names: set[str] = set()
    waiting = [config]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            names.update(key for key in value if isinstance(key, str))
            waiting.extend(value.values())
        elif isinstance(value, (list, tuple)):
            waiting.extend(value)
    return names
