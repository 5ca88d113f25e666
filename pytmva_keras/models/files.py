"""Load and save models; one small function a suffix."""

import json
import logging
import os
import zipfile
from typing import Optional

from ..errors import ConfigurationError, PyTMVAKerasError
from . import hdf5, texts
from .atomic import replacing
from .framework import explain, import_keras, quiet_keras, safe_mode

_log = logging.getLogger("pytmva_keras")

ARCHITECTURE_ONLY = (".yml", ".yaml", ".json")  # files of these suffixes hold no weights


def load_model(path: str, weights: Optional[str] = None, custom_objects: Optional[dict] = None):
    """Return the Keras model in `path`: .yml, .yaml, .json (architecture), .h5, .hdf5 or .keras (with weights).

    weights: a .weights.h5, .h5 or .keras file whose weights the model shall have, or None.
    custom_objects: name -> class or function, for objects that Keras does not know.
    The model is compiled where it was saved compiled. Code in a model file is never run (Keras' safe mode).
    Raises ConfigurationError for a missing, empty, truncated or foreign file, and where Keras is missing.
    """
    path = os.fspath(path)
    reader = _READERS.get(suffix_of(path))
    if reader is None:
        raise ConfigurationError(f'{path} has the unknown suffix "{suffix_of(path)}"; known: {", ".join(_READERS)}.')
    size = _size_of(path)
    if size == 0:
        raise ConfigurationError(f"{path} is empty. Save the model again, e.g. with pytmva_keras.save_model(model, path).")
    keras = import_keras()
    model = _reporting(path, reader, keras, path, custom_objects or {})
    if weights is not None:
        load_weights(model, weights, custom_objects)
    return model


def save_model(model, path: str) -> None:
    """Write `model` to `path` in the format of its suffix; the old file stays until the new one is complete.

    .yml, .yaml and .json hold the architecture, and how it was compiled if every part of that is known to Keras, but
    no weights. Raises ConfigurationError for an unknown suffix, a directory that cannot be written, or what is no model.
    """
    keras = import_keras()
    if not isinstance(model, keras.Model) or not isinstance(path, (str, os.PathLike)):
        raise ConfigurationError(
            "save_model(model, path) expects a model of Keras 3, then the name of a file, "
            f"got {_type_name(model)}, then {_type_name(path)}. Check the order of the arguments."
        )
    path = os.fspath(path)
    writer = _WRITERS.get(suffix_of(path))
    if writer is None:
        raise ConfigurationError(f'{path} has the unknown suffix "{suffix_of(path)}"; known: {", ".join(_WRITERS)}.')
    with replacing(path) as temporary:
        writer(model, temporary)


def load_weights(model, path: str, custom_objects: Optional[dict] = None) -> None:
    """Set the weights of `model` to those in `path` (.weights.h5, .h5, .hdf5 or .keras); shapes must agree."""
    path = os.fspath(path)
    _size_of(path)
    if path.lower().endswith(".weights.h5"):
        _reporting(path, lambda: model.load_weights(path))
        return
    source = load_model(path, custom_objects=custom_objects)
    check_same_network(source, model, path)
    model.set_weights(source.get_weights())


def check_same_network(model, expected, path: str) -> None:
    """Raise ConfigurationError unless `model`, read from `path`, has weights of the same shapes as `expected`."""
    found, wanted = ([tuple(weight.shape) for weight in one.weights] for one in (model, expected))
    if found != wanted:
        raise ConfigurationError(
            f"{path} holds the weights of another network: expected the shapes {wanted}, found {found}. "
            "Train without it first."
        )


def architecture_of(model) -> dict:
    """Return the Keras configuration of `model` as plain data, without compile settings; custom objects by name."""
    data = json.loads(model.to_json())
    data.pop("compile_config", None)
    return data


def build_model(config: dict, custom_objects: dict, name: str):
    """Return the model of a Keras 3 configuration (plain data), uncompiled; `name` says where it came from."""
    keras = import_keras()
    return _reporting(name, _deserialize, keras, _check_dialect(config, name), custom_objects, name)


def suffix_of(path: str) -> str:
    """Return the suffix of `path` in lower case, with its dot."""
    return os.path.splitext(path)[1].lower()


def _type_name(value) -> str:
    return f"{type(value).__module__}.{type(value).__name__}".removeprefix("builtins.")


def _size_of(path: str) -> int:
    try:
        if os.path.isdir(path):
            raise ConfigurationError(f"{path} is a directory, expected a model file.")
        return os.stat(path).st_size
    except OSError as error:
        raise ConfigurationError(
            f"the model file {path} cannot be read: {error.strerror}. The working directory is {os.getcwd()}."
        ) from error


def _reporting(path: str, function, *arguments):
    """Call `function`; whatever goes wrong becomes a ConfigurationError that names `path`."""
    try:
        return function(*arguments)
    except PyTMVAKerasError:
        raise
    except Exception as error:
        raise ConfigurationError(f"{path} cannot be read as a Keras model: {explain(error)}") from error


def _read_config(parse):
    def read(keras, path: str, custom_objects: dict):
        texts.check_size(os.path.getsize(path), path)
        try:
            with open(path, encoding="utf-8") as file:
                text = file.read()
        except UnicodeDecodeError as error:
            raise ConfigurationError(
                f"{path} is not a text file (byte {error.start}); is it a .h5 or .keras file?"
            ) from error
        config = _check_dialect(parse(text, path), path)
        model = _deserialize(keras, config, custom_objects, path)
        if config.get("compile_config"):
            with keras.saving.custom_object_scope(custom_objects):
                model.compile_from_config(_with_optimizer(config["compile_config"], path))
        return model

    return read


def _read_keras(keras, path: str, custom_objects: dict):
    if not zipfile.is_zipfile(path):
        raise ConfigurationError(f"{path} is not a .keras archive, or a truncated one. Save the model again.")
    settings = _archived_compile_config(path)
    complete = not settings or "optimizer" in settings
    with quiet_keras():
        model = keras.saving.load_model(path, custom_objects, compile=complete, safe_mode=safe_mode(keras))
    if not complete:
        with keras.saving.custom_object_scope(custom_objects):
            model.compile_from_config(_with_optimizer(settings, path))
    return model


def _archived_compile_config(path: str) -> dict:
    """Return the compile settings in a .keras archive, {} where there are none."""
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("config.json")).get("compile_config") or {}


def _with_optimizer(settings: dict, path: str) -> dict:
    """Return compile settings with an optimizer. Keras (3.15) drops it from a model that it has saved as HDF5 before.

    Left to itself it would take RMSprop.
    """
    if settings.get("optimizer"):
        return settings
    _log.warning("%s: the compile settings hold no optimizer; it is Adam, unless the option Optimizer names one.", path)
    return {**settings, "optimizer": "adam"}


def _deserialize(keras, config: dict, custom_objects: dict, name: str):
    architecture = {key: value for key, value in config.items() if key != "compile_config"}
    model = keras.saving.deserialize_keras_object(architecture, custom_objects=custom_objects, safe_mode=safe_mode(keras))
    if not isinstance(model, keras.Model):
        raise ConfigurationError(f'{name}: expected a model, found a Keras "{config["class_name"]}".')
    return model


def _check_dialect(config, name: str) -> dict:
    """Return `config` if it is a Keras 3 configuration; a clear error for other data and for older Keras."""
    if not isinstance(config, dict) or "class_name" not in config or "config" not in config:
        raise ConfigurationError(f"{name} is not a Keras model: expected the keys class_name and config at the top.")
    version = str(config.get("keras_version", ""))
    if version.startswith(("1.", "2.")):
        raise ConfigurationError(
            f"{name} was written by Keras {version}, which is not readable yet. Save the model with Keras 3."
        )
    if "module" not in config and "registered_name" not in config:
        raise ConfigurationError(
            f"{name} has the form of Keras 1.x or 2.x (no module names), which is not readable yet. "
            "Save the model with Keras 3."
        )
    return config


def _write_config(write):
    def writer(model, path: str) -> None:
        data = architecture_of(model)
        data["keras_version"] = import_keras().__version__
        compile_config = portable_compile_config(model)
        if compile_config:
            data["compile_config"] = compile_config
        text = write(data)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    return writer


def portable_compile_config(model) -> dict:
    """Return how `model` was compiled as plain data, or {} if it was not or holds an object that Keras cannot name."""
    keras = import_keras()
    if not model.compiled:
        return {}
    try:
        optimizer = keras.saving.serialize_keras_object(model.optimizer)  # Keras' config lacks it after a save to HDF5
        text = json.dumps({**model.get_compile_config(), "optimizer": optimizer})
        keras.saving.deserialize_keras_object(json.loads(text), safe_mode=True)
    except Exception as error:
        reason = str(error).split(". ")[0]
        _log.warning("the compile settings are not saved with the model, Keras does not know an object in them: %s", reason)
        return {}
    return json.loads(text)


def _write_keras(model, path: str) -> None:
    with quiet_keras():
        model.save(path)


_READERS = {
    ".yml": _read_config(texts.read_yaml),
    ".yaml": _read_config(texts.read_yaml),
    ".json": _read_config(texts.read_json),
    ".h5": hdf5.read,
    ".hdf5": hdf5.read,
    ".keras": _read_keras,
}

_WRITERS = {
    ".yml": _write_config(texts.write_yaml),
    ".yaml": _write_config(texts.write_yaml),
    ".json": _write_config(texts.write_json),
    ".h5": hdf5.write,
    ".hdf5": hdf5.write,
    ".keras": _write_keras,
}
