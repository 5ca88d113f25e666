"""Models and weights in HDF5 (.h5, .hdf5): of Keras 1 and 2, and of Keras 3 with the optimizer's state."""

import contextlib
import logging
import os

from ..errors import ConfigurationError
from . import optimizer_state, weights
from .building import build_model, compile_model_as_saved, effective, reporting
from .dialects import Origin, origin_of, version_in
from .engines import engine
from .framework import quiet_keras
from .safety import Trust, check_config, check_hdf5
from .texts import check_size, read_json

_log = logging.getLogger("pytmva_keras")


def read(path: str, trust: Trust):
    """Return the model in the HDF5 file `path`, compiled where it was saved compiled.

    So is the state of its optimizer; one of Keras 1 starts afresh.
    """
    with opened(path) as file:
        config, origin = _configuration(file, path)
        with quiet_keras():
            model = build_model(config, origin, path, trust)
            with reporting(path):
                leaves = _fill(model, file["model_weights"], origin, path)
            if "training_config" in file.attrs:
                settings = read_json(_text(file.attrs["training_config"]), path)
                if origin.keras < 3:
                    compile_model_as_saved(model, settings, origin, path, trust)
                else:
                    trust = effective(trust)
                    check_config(settings, path, trust)
                    engine().compile_from_hdf5(model, settings, trust.custom_objects)
                _restore_optimizer(model, leaves, _optimizer_state(file), settings, origin, path)
    return model


def read_config(path: str) -> tuple[dict, Origin]:
    """Return the configuration in the HDF5 file `path`, and its origin."""
    with opened(path) as file:
        return _configuration(file, path)


def holds_only_weights(path: str) -> bool:
    """Return whether Keras 1 or 2 wrote `path` with save_weights."""
    with opened(path) as file:
        return bool(weights.names_in(file, "layer_names"))


def load_weights(model, path: str, origin: Origin) -> None:
    """Set the weights of `model` to those that save_weights of Keras 1 or 2 wrote to `path`.

    origin: of the file with the model; it counts where `path` does not say its own.
    """
    with opened(path) as file:
        version, backend = _stated(file)
        if not version and origin.keras == 3:
            raise ConfigurationError(
                f"{path} does not say which Keras wrote it. Give it with a model file of the same Keras, or save it again."
            )
        origin = Origin(version_in(version) or origin.version, backend or origin.backend)
        with reporting(path):
            _fill(model, file, origin, path)


@contextlib.contextmanager
def opened(path: str):
    """Open an HDF5 file for reading, after a look at all that it holds."""
    import h5py

    if not h5py.is_hdf5(path):
        raise ConfigurationError(f"{path} is not an HDF5 file, or a truncated one. Save the model again.")
    with reporting(path), h5py.File(path, "r") as file:
        check_hdf5(file, path, os.path.getsize(path))
        yield file


def _configuration(file, path: str) -> tuple[dict, Origin]:
    if "model_config" not in file.attrs:
        raise ConfigurationError(
            f"{path} holds weights without a model. Give it as the weights of a model file (FilenameWeights), or save the "
            "whole with model.save, not model.save_weights."
        )
    text = _text(file.attrs["model_config"])
    check_size(len(text), f"model_config in {path}")
    config = read_json(text, path)
    return config, origin_of(config, path, *_stated(file))


def _stated(file) -> tuple[str, str]:
    """Return version and backend as the file says them, "" where it does not."""
    version, backend = (_text(file.attrs.get(key, "")) for key in ("keras_version", "backend"))
    return version, backend


def _fill(model, group, origin: Origin, path: str) -> list:
    """Set the weights of `model`; return its layers in the order of an old file."""
    if origin.keras == engine().VERSION == 3:
        engine().read_hdf5_weights(model, group)
        return []
    return weights.load_legacy_weights(model, group, origin, path)


def _optimizer_state(file) -> list:
    """Return the arrays of the optimizer in the order of the file, [] where there are none."""
    group = file.get("optimizer_weights", {})
    return [group[name][()] for name in weights.names_in(group, "weight_names")] if group else []


def _restore_optimizer(model, leaves: list, values: list, settings: dict, origin: Origin, path: str) -> None:
    if not values or not engine().is_compiled(model):
        return
    same_keras = origin.keras == engine().VERSION and origin.theano == (engine().VERSION == 2)
    if same_keras and engine().set_optimizer_state(model, values):
        return
    if origin.keras < engine().VERSION:
        optimizer_state.restore(model, leaves, values, settings, origin, path)
    else:
        _log.info("%s: the optimizer's state, of %s, does not fit this optimizer; it starts afresh.", path, origin)


def _text(value) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
