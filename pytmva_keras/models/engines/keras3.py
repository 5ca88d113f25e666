"""Models on Keras 3, whatever its backend."""

import io
import json
import logging

import numpy as np

from ..activations import register
from ..arguments import parameters_of
from ..framework import import_keras
from ..torch_optimizers import with_public_names

VERSION = 3  # of Keras
_log = logging.getLogger("pytmva_keras")


# --- configurations


def build(architecture: dict, custom_objects: dict, allow_unsafe: bool):
    """Return the uncompiled object of a Keras 3 configuration."""
    saving = import_keras().saving
    return saving.deserialize_keras_object(architecture, custom_objects=custom_objects, safe_mode=not allow_unsafe)


def config_of(model) -> dict:
    """Return the configuration of `model` as plain data, in the Keras's own dialect and with its version."""
    data = json.loads(model.to_json())
    data.pop("compile_config", None)
    return {**data, "keras_version": import_keras().__version__}


def settings_in_file(model) -> dict:
    """Return how `model` was compiled, in the form of this Keras's text files; {} if it was not, or holds an object that the
    Keras cannot name (with a warning)."""
    settings = _portable_settings(model)
    return {"compile_config": settings} if settings else {}


def layer_parameters(class_name: str) -> set:
    """Return the names of the arguments of a layer's class in Keras 3."""
    return parameters_of(getattr(import_keras().layers, class_name))


def registered_objects() -> dict:
    """Return the objects that were registered with the Keras, by name."""
    return {**import_keras().saving.get_custom_objects(), **register()}


def is_safe() -> bool:
    """Return whether code in model files is refused: unless keras.config.enable_unsafe_deserialization() was called."""
    return import_keras().src.saving.serialization_lib.in_safe_mode() is not False


# --- weights


def shape_of(weight) -> tuple:
    """Return the shape of one weight."""
    return tuple(weight.shape)


def output_shape(layer) -> tuple:
    """Return the shape of the layer's output, with its leading None. AttributeError or ValueError where it is not known."""
    return tuple(layer.output.shape)


def outputs_of(model):
    """Yield (layer's name, shape) for each output of each layer, at all depths."""
    for layer in model._flatten_layers():
        for node in layer._inbound_nodes:
            yield from ((layer.name, tuple(output.shape)) for output in node.output_tensors)


def set_weights(layer, arrays: list) -> None:
    """Set the weights of one layer that holds them itself."""
    layer.set_weights(arrays)
    if hasattr(layer, "finalize_state"):  # Normalization derives constants from its weights
        layer.finalize_state()


def arrays_of(model) -> list:
    """Return [(name, array), ...] of all weights, trainable or not."""
    return list(zip([weight.path for weight in model.weights], model.get_weights()))


def set_arrays(model, arrays: list) -> None:
    """Set all weights, in the order of `arrays_of`."""
    model.set_weights(arrays)
    for layer in model._flatten_layers():
        if hasattr(layer, "finalize_state"):
            layer.finalize_state()


# --- compile settings


def is_compiled(model) -> bool:
    """Return whether `model` was compiled."""
    return model.compiled


def settings_of(model, custom_objects: dict) -> dict:
    """Return the arguments of compile() that `model` was compiled with, its living optimizer among them; {} if none."""
    if not model.compiled:
        return {}
    saving = import_keras().saving
    settings = saving.deserialize_keras_object(model.get_compile_config(), custom_objects=custom_objects)
    return {**settings, "optimizer": model.optimizer, "loss": model.loss}


def compile_model(model, settings: dict, custom_objects: dict) -> None:
    """Compile `model` as Keras 3 writes settings into .keras archives: the arguments of compile() as plain data."""
    with import_keras().saving.custom_object_scope(custom_objects):
        model.compile_from_config(settings)


def learning_rate(optimizer) -> float:
    """Return the learning rate in use."""
    return float(optimizer.learning_rate)


def set_learning_rate(optimizer, rate: float) -> None:
    """Change the learning rate, in the middle of a training too."""
    optimizer.learning_rate = rate


# --- HDF5


def read_hdf5_weights(model, group) -> None:
    """Set the weights of `model` to those that Keras 3 wrote into the HDF5 `group`."""
    from keras.src.legacy.saving.legacy_h5_format import load_weights_from_hdf5_group

    load_weights_from_hdf5_group(group, model)


def compile_from_hdf5(model, settings: dict, custom_objects: dict) -> None:
    """Compile `model` as the settings say that Keras 3 wrote into an HDF5 file.

    Keras (3.15) itself fails on abbreviations such as mse, and builds the optimizer for no variables at all.
    """
    keras = import_keras()
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


def optimizer_state(model) -> list:
    """Return copies of the arrays of the compiled model's optimizer."""
    return [np.array(import_keras().ops.convert_to_numpy(variable)) for variable in model.optimizer.variables]


def set_optimizer_state(model, arrays: list) -> bool:
    """Set the state of the compiled model's optimizer; False, with nothing changed, where the arrays do not fit it."""
    optimizer = model.optimizer
    fits = [array.shape for array in arrays] == [tuple(variable.shape) for variable in optimizer.variables]
    if fits:
        optimizer.set_weights(arrays)
    return fits


def write_hdf5(model, path: str) -> None:
    """Write `model` to the HDF5 file `path`, in the Keras's own format.

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


# --- training


def seed(number: int) -> None:
    """Seed Python, NumPy and the Keras."""
    import_keras().utils.set_random_seed(number)


def build_for_training(model, x, y, w) -> None:
    """Make the variables of optimizer, losses and metrics, as model.fit does before its first step, for such arrays."""
    model._symbolic_build(data_batch=(x, y, w))


def fit(model, **arguments) -> None:
    """Call model.fit."""
    model.fit(**arguments)


def _portable_settings(model) -> dict:
    """Return how `model` was compiled as plain data, or {} if it was not or holds an object that Keras cannot name."""
    saving = import_keras().saving
    if not model.compiled:
        return {}
    try:
        optimizer = saving.serialize_keras_object(model.optimizer)  # Keras' config lacks it after a save to HDF5
        text = with_public_names(json.dumps({**model.get_compile_config(), "optimizer": optimizer}))
        saving.deserialize_keras_object(json.loads(text), safe_mode=True)
    except Exception as error:
        reason = str(error).split(". ")[0]
        _log.warning("the compile settings are not saved with the model, Keras does not know an object in them: %s", reason)
        return {}
    return json.loads(text)


def _objects(config, deserialize, custom_objects: dict):
    """Return losses or metrics from lists and dictionaries of their configurations; names stay as they are."""
    if isinstance(config, str):
        return custom_objects.get(config, config)
    if isinstance(config, list):
        return [_objects(entry, deserialize, custom_objects) for entry in config]
    if isinstance(config, dict) and "class_name" not in config:
        return {name: _objects(entry, deserialize, custom_objects) for name, entry in config.items()}
    return deserialize(config) if config else None
