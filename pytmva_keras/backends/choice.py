"""Which backends there are, which one runs in this process, and which one is to run."""

import importlib.util
import json
import os
import sys

from .. import theano as old_keras
from ..errors import ConfigurationError, nearest
from ..models.framework import import_keras
from . import jax, tensorflow, theano, torch

# The first that is installed is the default.
BACKENDS = {"tensorflow": tensorflow, "jax": jax, "torch": torch, "theano": theano}
_OTHER_NAMES = {"tf": "tensorflow", "pytorch": "torch"}


def choose(asked: str) -> str:
    """Make sure that Keras runs on the backend `asked` ("": on the user's choice, see `configure`); return its name."""
    name = _normalised(asked)
    now = _running()
    if not now:
        wanted = name or _normalised(os.environ.get("KERAS_BACKEND", ""))
        name, origin = wanted or _default(), "" if name or not wanted else " (of the variable KERAS_BACKEND)"
        _check_installed(name, origin)
        os.environ["KERAS_BACKEND"] = name
        import_keras()
        return name
    if name and name != now:
        raise ConfigurationError(
            f'Backend="{name}" was asked for, but Keras already runs on {now} in this process. '
            f"Start a new process, or leave Backend out."
        )
    return now


def running():
    """Return the backend that Keras runs on: its module, one of BACKENDS, and its name."""
    name = import_keras().backend.backend()
    return BACKENDS[name], name


def installed(name: str) -> bool:
    """Return whether the backend `name` can be imported, without doing it. Beside the Keras of Theano there is no other."""
    return (name == "theano") == old_keras.is_installed() and importlib.util.find_spec(name) is not None


def _normalised(name: str) -> str:
    name = _OTHER_NAMES.get(name.strip().lower(), name.strip().lower())
    if name and name not in BACKENDS:
        raise ConfigurationError(f'unknown backend "{name}"{nearest(name, BACKENDS)} Known: {", ".join(BACKENDS)}.')
    return name


def _running() -> str:
    keras = sys.modules.get("keras")
    return import_keras().backend.backend() if keras is not None and hasattr(keras, "backend") else ""


def _default() -> str:
    """Return the backend of keras.json, which Keras itself writes unasked and for tensorflow; so it must be installed."""
    return next((name for name in (_from_keras_json(), *BACKENDS) if name and installed(name)), next(iter(BACKENDS)))


def _from_keras_json() -> str:
    home = os.environ.get("KERAS_HOME") or os.path.join(os.path.expanduser("~"), ".keras")
    try:
        with open(os.path.join(home, "keras.json"), encoding="utf-8") as file:
            return _normalised(json.load(file).get("backend", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def _check_installed(name: str, origin: str) -> None:
    """origin: who chose the backend, for the message."""
    if installed(name):
        return
    others = [other for other in BACKENDS if installed(other)]
    hint = f" Installed here: {', '.join(others)} (option Backend={others[0]})." if others else ""
    way_out = f"Install it: {BACKENDS[name].INSTALL}"
    if old_keras.is_installed():
        here = "It runs on Keras 3, here is 2.3.1 for Theano"
        way_out = f"{here}. Take another environment, and there {BACKENDS[name].INSTALL}"
    raise ConfigurationError(f"the backend {name}{origin} is not installed. {way_out}.{hint}")
