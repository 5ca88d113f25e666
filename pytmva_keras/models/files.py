"""Load and save models; one small function a suffix."""

import logging
import os
from typing import Optional

from ..errors import ConfigurationError
from . import archives, archives2, hdf5, texts
from .atomic import replacing
from .building import build_model, compile_model_as_saved, reporting
from .compiling import settings_in
from .dialects import Origin, origin_of
from .engines import engine
from .framework import import_keras
from .safety import Trust
from .translation import to_keras3

_log = logging.getLogger("pytmva_keras")

ARCHITECTURE_ONLY = (".yml", ".yaml", ".json")  # files of these suffixes hold no weights


def load_model(
    path: str, weights: Optional[str] = None, custom_objects: Optional[dict] = None, allow_unsafe: bool = False
):
    """Return the Keras 3 model in `path`, whatever version of Keras wrote it, 1.0 to 3.

    path: .yml, .yaml, .json (architecture), .h5, .hdf5 or .keras (with weights).
    weights: a .h5, .hdf5 or .keras file whose weights the model shall have, or None.
    custom_objects: name -> class or function, for objects that Keras does not know.
    The model is compiled where it was saved compiled. Code in a model file is never run, and a file that names other files
    or Python modules is refused; allow_unsafe=True lets a file that you trust do so.
    Raises ConfigurationError for a missing, empty, truncated, foreign or refused file, and where Keras is missing.
    """
    path, trust = os.fspath(path), Trust(custom_objects or {}, allow_unsafe)
    reader, configuration = _readers_of(path)
    import_keras()
    with reporting(path):
        model = reader(path, trust)
    if weights is not None:
        load_weights(model, weights, trust, *configuration(path))
    return model


def origin_of_file(path: str) -> Origin:
    """Return which Keras wrote the model file `path`; nothing is built."""
    path = os.fspath(path)
    _, configuration = _readers_of(path)
    with reporting(path):
        return configuration(path)[1]


def _readers_of(path: str) -> tuple:
    """Return (function that reads the model, function that reads its configuration) for a file that is there."""
    readers = _READERS.get(suffix_of(path))
    if readers is None:
        raise ConfigurationError(f'{path} has the unknown suffix "{suffix_of(path)}"; known: {", ".join(_READERS)}.')
    if _size_of(path) == 0:
        raise ConfigurationError(f"{path} is empty. Save the model again, e.g. with pytmva_keras.save_model(model, path).")
    return readers


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
    check_format(path)
    with replacing(path) as temporary:
        writer(model, temporary)


def load_weights(model, path: str, trust: Trust, config: dict, origin: Origin) -> None:
    """Set the weights of `model` to those in `path` (.h5, .hdf5 or .keras); shapes must agree.

    config, origin: of the file with the model.
    """
    path = os.fspath(path)
    if suffix_of(path) not in (".h5", ".hdf5", ".keras"):
        suffix = suffix_of(path)
        raise ConfigurationError(f'the weights {path} have the unknown suffix "{suffix}"; known: .h5, .hdf5, .keras.')
    _size_of(path)
    if suffix_of(path) != ".keras":
        if hdf5.holds_only_weights(path):
            hdf5.load_weights(model, path, origin)
            return
        if path.lower().endswith(".weights.h5"):
            _check_keras_3(path)
            if origin.keras == 2:  # tf.keras from 2.12 on
                with hdf5.opened(path) as file:
                    archives2.load_weights(model, config, file, origin, path)
                return
            with reporting(path):
                model.load_weights(path)
            return
    source = load_model(path, custom_objects=trust.custom_objects, allow_unsafe=trust.allow_unsafe)
    check_same_network(source, model, path)
    model.set_weights(source.get_weights())


def _check_keras_3(path: str) -> None:
    if engine().VERSION < 3:
        raise ConfigurationError(
            f"{path} holds weights of Keras 3 without a model, Theano runs on Keras 2.3.1. Save the whole model as .h5 "
            "there, and give that."
        )


def check_format(path: str) -> None:
    """Raise ConfigurationError where the running Keras cannot write models to files of this suffix."""
    if suffix_of(path) == ".keras":
        archives.check_engine(path)


def check_same_network(model, expected, path: str) -> None:
    """Raise ConfigurationError unless `model`, read from `path`, has weights of the same shapes as `expected`."""
    found, wanted = ([engine().shape_of(weight) for weight in one.weights] for one in (model, expected))
    if found != wanted:
        raise ConfigurationError(
            f"{path} holds the weights of another network: expected the shapes {wanted}, found {found}. "
            "Train without it first."
        )


def architecture_of(model) -> dict:
    """Return the Keras 3 configuration of `model` as plain data, without compile settings; custom objects by name."""
    config = engine().config_of(model)
    origin = origin_of(config, model.name)
    if origin.keras < 3:
        return to_keras3(config, origin, model.name, frozenset(engine().registered_objects()))[0]
    config.pop("keras_version")
    return config


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


def _text_readers(parse) -> tuple:
    """Return the readers of model and configuration for the text format that `parse` reads."""

    def read_config(path: str) -> tuple[dict, Origin]:
        texts.check_size(os.path.getsize(path), path)
        try:
            with open(path, encoding="utf-8") as file:
                text = file.read()
        except UnicodeDecodeError as error:
            raise ConfigurationError(
                f"{path} is not a text file (byte {error.start}); is it a .h5 or .keras file?"
            ) from error
        config = parse(text, path)
        return config, origin_of(config, path)

    def read(path: str, trust: Trust):
        config, origin = read_config(path)
        model = build_model(config, origin, path, trust)
        compile_model_as_saved(model, settings_in(config), origin, path, trust)
        return model

    return read, read_config


def _write_config(write):
    def writer(model, path: str) -> None:
        text = write({**engine().config_of(model), **engine().settings_in_file(model)})
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    return writer


def _write_hdf5(model, path: str) -> None:
    engine().write_hdf5(model, path)


_READERS = {  # suffix -> (function from path and trust to the model, function from path to configuration and origin)
    ".yml": _text_readers(texts.read_yaml),
    ".yaml": _text_readers(texts.read_yaml),
    ".json": _text_readers(texts.read_json),
    ".h5": (hdf5.read, hdf5.read_config),
    ".hdf5": (hdf5.read, hdf5.read_config),
    ".keras": (archives.read, archives.read_config),
}

_WRITERS = {
    ".yml": _write_config(texts.write_yaml),
    ".yaml": _write_config(texts.write_yaml),
    ".json": _write_config(texts.write_json),
    ".h5": _write_hdf5,
    ".hdf5": _write_hdf5,
    ".keras": archives.write,
}
