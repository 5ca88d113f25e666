"""Whole models in HDF5, the optimizer's state included."""

import io
import json
import logging

from ..errors import ConfigurationError
from .framework import explain, quiet_keras, safe_mode

_log = logging.getLogger("pytmva_keras")


def read(keras, path: str, custom_objects: dict):
    """Return the model in the HDF5 file `path`, compiled where it was saved compiled.

    Files of Keras 2 are read as far as Keras 3 itself can; otherwise ConfigurationError names the version.
    """
    import h5py

    if not h5py.is_hdf5(path):
        raise ConfigurationError(f"{path} is not an HDF5 file, or a truncated one. Save the model again.")
    with h5py.File(path, "r") as file:
        if "model_config" not in file.attrs:
            raise ConfigurationError(
                f"{path} holds weights without a model. Save it with model.save, not model.save_weights."
            )
        version = _text(file.attrs.get("keras_version", ""))
        try:
            with quiet_keras():
                model = keras.saving.load_model(
                    path, custom_objects=custom_objects, compile=False, safe_mode=safe_mode(keras)
                )
                if "training_config" in file.attrs:
                    _compile(keras, model, file, custom_objects)
        except Exception as error:
            if not version.startswith(("1.", "2.")):
                raise
            raise ConfigurationError(
                f"{path} was written by Keras {version} and is not readable yet: {explain(error)}"
            ) from error
    return model


def write(model, path: str) -> None:
    """Write `model` to the HDF5 file `path`.

    It is made in memory first: an HDF5 library that meets a full disk may crash the process when it closes the file.
    """
    import h5py
    from keras.src.legacy.saving.legacy_h5_format import save_model_to_hdf5

    image = io.BytesIO()
    with h5py.File(image, "w") as file:
        save_model_to_hdf5(model, file)
    if model.compiled:  # Keras takes it out of the settings while it writes them
        model._compile_config.config["optimizer"] = model.optimizer
    with open(path, "wb") as file:
        file.write(image.getbuffer())


def _compile(keras, model, file, custom_objects: dict) -> None:
    """Compile `model` as the HDF5 file says.

    Keras (3.15) itself fails on abbreviations such as mse, and builds the optimizer for no variables at all.
    """
    settings = json.loads(_text(file.attrs["training_config"]))
    with keras.saving.custom_object_scope(custom_objects):
        model.compile(
            optimizer=keras.optimizers.deserialize(settings["optimizer_config"]),
            loss=_objects(settings.get("loss"), keras.losses.deserialize, custom_objects),
            loss_weights=settings.get("loss_weights"),
            metrics=_objects(settings.get("metrics"), keras.metrics.deserialize, custom_objects),
            weighted_metrics=_objects(settings.get("weighted_metrics"), keras.metrics.deserialize, custom_objects),
            run_eagerly=settings.get("run_eagerly", False),
        )
    model.optimizer.build(model.trainable_variables)
    if "optimizer_weights" in file:
        _restore_optimizer(model.optimizer, file)


def _objects(config, deserialize, custom_objects: dict):
    """Return losses or metrics from lists and dictionaries of their configurations; names stay as they are."""
    if isinstance(config, str):
        return custom_objects.get(config, config)
    if isinstance(config, list):
        return [_objects(entry, deserialize, custom_objects) for entry in config]
    if isinstance(config, dict) and "class_name" not in config:
        return {name: _objects(entry, deserialize, custom_objects) for name, entry in config.items()}
    return deserialize(config) if config else None


def _restore_optimizer(optimizer, file) -> None:
    group = file["optimizer_weights"]
    values = [group[_text(name)][()] for name in group.attrs.get("weight_names", ())]
    if [value.shape for value in values] == [tuple(variable.shape) for variable in optimizer.variables]:
        optimizer.set_weights(values)
    else:
        _log.info("%s: the optimizer's state does not fit this optimizer; it starts afresh.", file.filename)


def _text(value) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
