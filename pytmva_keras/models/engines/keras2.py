"""Models on Keras 2.3.1, whose backend is Theano. What each function does: see `keras3`.

Theano's convolutions reverse their kernels: the arrays of such layers are reversed on their way in and out.
"""

import io
import json
import logging

import numpy as np

from ..activations import HARD_SIGMOID
from ..arguments import Untranslatable, parameters_of
from ..framework import import_keras
from . import settings2, to_keras2
from .leaves import leaves_of

VERSION = 2
_log = logging.getLogger("pytmva_keras")
_COMMON = {"name", "trainable", "dtype", "batch_input_shape"}  # arguments of all layers
_SPATIAL_AXES = {5: (0, 1, 2), 4: (0, 1), 3: (0,)}  # of a kernel, by its number of axes


# --- configurations


def build(architecture: dict, custom_objects: dict, allow_unsafe: bool):
    keras = import_keras()
    config = to_keras2.model(architecture, frozenset(custom_objects), _parameters)
    kind = keras.Sequential if config["class_name"] == "Sequential" else keras.Model
    known = {**custom_objects, to_keras2.UNTRUNCATED_NORMAL: _untruncated_normal()}
    return kind.from_config(config["config"], custom_objects=known)


def config_of(model) -> dict:
    keras = import_keras()
    return {**json.loads(model.to_json()), "keras_version": keras.__version__, "backend": keras.backend.backend()}


def settings_in_file(model) -> dict:
    if not is_compiled(model):
        return {}
    optimizer = {"class_name": type(model.optimizer).__name__, "config": model.optimizer.get_config()}
    settings = {**settings_of(model, {}), "optimizer": optimizer}
    return json.loads(json.dumps(settings, default=_plain))


def layer_parameters(class_name: str) -> set:
    """Keras 3's, as far as a layer of Keras 2 may have them: what is too much is refused when the model is built."""
    known = _parameters("layers", class_name)
    if known is None:
        raise Untranslatable(f"Keras 2.3.1, on which Theano runs, has no layer {class_name}")
    return known | {"negative_slope", "batch_shape", "groups", "backward_layer"}


def _parameters(module: str, class_name: str):
    """Return the names of the arguments of a class of Keras 2; None where it has no such class."""
    if class_name == to_keras2.UNTRUNCATED_NORMAL:
        class_name = "VarianceScaling"
    cls = getattr(getattr(import_keras(), module), class_name, None)
    if not isinstance(cls, type):
        return None
    return parameters_of(cls) | (_COMMON if module == "layers" else set())


def registered_objects() -> dict:
    return {**import_keras().utils.get_custom_objects(), HARD_SIGMOID["config"]: import_keras().activations.hard_sigmoid}


def is_safe() -> bool:
    return True


def _untruncated_normal():
    keras = import_keras()

    class UntruncatedNormal(keras.initializers.VarianceScaling):
        """Normal numbers scaled by the layer's size, none cut off, as Keras 1 drew them."""

        def __call__(self, shape, dtype=None):
            fan_in, fan_out = keras.initializers._compute_fans(shape)
            fan = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[self.mode]
            return keras.backend.random_normal(shape, 0.0, np.sqrt(self.scale / max(1.0, fan)), dtype=dtype, seed=self.seed)

    return UntruncatedNormal


# --- weights


def shape_of(weight) -> tuple:
    return tuple(import_keras().backend.int_shape(weight))


def output_shape(layer) -> tuple:
    return tuple(layer.output_shape)


def outputs_of(model):
    for layer in model.layers:
        for node in layer._inbound_nodes:
            yield from ((layer.name, tuple(output._keras_shape)) for output in node.output_tensors)
        if hasattr(layer, "layers"):
            yield from outputs_of(layer)


def set_weights(layer, arrays: list) -> None:
    layer.set_weights([_reversed(layer, array) for array in arrays])


def arrays_of(model) -> list:
    values = import_keras().backend.batch_get_value
    return [
        (weight.name, _reversed(leaf, value))
        for leaf in leaves_of(model)
        for weight, value in zip(leaf.weights, values(leaf.weights))
    ]


def set_arrays(model, arrays: list) -> None:
    arrays = iter(arrays)
    for leaf in leaves_of(model):
        set_weights(leaf, [next(arrays) for _ in leaf.weights])


def _reversed(layer, array):
    if type(layer).__name__.startswith("Conv") and array.ndim in _SPATIAL_AXES:
        return np.ascontiguousarray(np.flip(array, _SPATIAL_AXES[array.ndim]))
    return array


# --- compile settings


def is_compiled(model) -> bool:
    return getattr(model, "optimizer", None) is not None


def settings_of(model, custom_objects: dict) -> dict:
    if not is_compiled(model):
        return {}
    return {
        "optimizer": model.optimizer, "loss": model.loss, "loss_weights": model.loss_weights,
        "metrics": model._compile_metrics, "weighted_metrics": model._compile_weighted_metrics,
    }


def compile_model(model, settings: dict, custom_objects: dict) -> None:
    keras = import_keras()
    settings = settings2.to_keras2(settings, frozenset(custom_objects))
    with keras.utils.CustomObjectScope(custom_objects):
        model.compile(
            optimizer=keras.optimizers.deserialize(settings["optimizer"]),
            loss=_objects(settings["loss"], keras.losses.deserialize),
            loss_weights=settings["loss_weights"],
            metrics=_objects(settings["metrics"], keras.metrics.deserialize),
            weighted_metrics=_objects(settings["weighted_metrics"], keras.metrics.deserialize),
        )


def learning_rate(optimizer) -> float:
    return float(import_keras().backend.get_value(optimizer.learning_rate))


def set_learning_rate(optimizer, rate: float) -> None:
    import_keras().backend.set_value(optimizer.learning_rate, rate)


def _objects(config, deserialize):
    """Return losses or metrics from lists and dictionaries of their configurations; names stay as they are."""
    if isinstance(config, list):
        return [_objects(entry, deserialize) for entry in config]
    if isinstance(config, dict) and "class_name" not in config:
        return {name: _objects(entry, deserialize) for name, entry in config.items()}
    return deserialize(config) if isinstance(config, dict) else config


def _plain(thing):
    """Return what Keras 2 writes into its files for an object of its own, of the user's or of NumPy."""
    if hasattr(thing, "get_config"):
        return {"class_name": type(thing).__name__, "config": thing.get_config()}
    return thing.item() if isinstance(thing, np.generic) else getattr(thing, "__name__", str(thing))


# --- HDF5


def compile_from_hdf5(model, settings: dict, custom_objects: dict) -> None:
    compile_model(model, {**settings, "optimizer": settings["optimizer_config"]}, custom_objects)


def optimizer_state(model) -> list:
    return model.optimizer.get_weights()


def set_optimizer_state(model, arrays: list) -> bool:
    model._make_train_function()
    fits = [array.shape for array in arrays] == [shape_of(weight) for weight in model.optimizer.weights]
    if fits:
        model.optimizer.set_weights(arrays)
    return fits


def write_hdf5(model, path: str) -> None:
    import h5py

    image = io.BytesIO()
    with h5py.File(image, "w") as file:
        import_keras().models.save_model(model, file)
    with open(path, "wb") as file:
        file.write(image.getbuffer())


# --- training


def seed(number: int) -> None:
    import random

    random.seed(number)
    np.random.seed(number)


def fit(model, validation_batch_size: int = 0, **arguments) -> None:
    """Keras 2 validates in batches of the training's size."""
    _log.info("Theano compiles what the network computes: a minute or more where the kind of network is new, else seconds")
    model.fit(**arguments)
