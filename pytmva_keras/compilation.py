"""Optimizer, loss and metrics: the options', else the model's own, else the defaults."""

import inspect

from .checks import warn_of_activation
from .config import TrainConfig
from .errors import ConfigurationError, nearest
from .models.engines import engine
from .models.framework import import_keras

SPECIAL_METRICS = ("accuracy", "acc", "crossentropy", "ce")  # Keras picks the function by the shape of the labels


def compile_model(model, config: TrainConfig, custom_objects: dict) -> None:
    """Compile `model` for training; what no option says stays as the model was saved.

    Defaults: Adam; binary_crossentropy for one output, categorical_crossentropy for several, mse for regression.
    Raises ConfigurationError for an unknown optimizer, loss or metric, with the nearest known name.
    """
    keras = import_keras()
    settings = engine().settings_of(model, custom_objects)
    if not config.loss and not settings.get("loss"):
        warn_of_activation(model, config)
    optimizer = _optimizer(keras, config, settings.get("optimizer"), custom_objects)
    loss = settings.get("loss") or _default_loss(model, config)
    if config.loss:
        loss = _known(keras.losses, config.loss, custom_objects, "loss")
    if config.metrics:
        settings["metrics"] = None
        settings["weighted_metrics"] = [_known(keras.metrics, name, custom_objects, "metric") for name in config.metrics]
    if optimizer is not settings.get("optimizer") or loss is not settings.get("loss") or config.metrics:
        model.compile(**{**settings, "optimizer": optimizer, "loss": loss})
    _check_loss(model, config)
    _check_schedule(model, config)


def loss_name(model) -> str:
    """Return the name of the model's loss, such as "categorical_crossentropy"."""
    loss = model.loss
    return str(getattr(loss, "name", None) or getattr(loss, "__name__", None) or loss)


def _optimizer(keras, config: TrainConfig, saved, custom_objects: dict):
    """Return the optimizer: a new one by name, or the saved one (with LearnRate if that is set)."""
    rate = {"learning_rate": config.learn_rate} if config.learn_rate else {}
    if config.optimizer or saved is None:
        return _optimizer_class(keras, config.optimizer or "Adam", custom_objects)(**rate)
    if not rate:
        return saved
    if not _has_schedule(saved):
        engine().set_learning_rate(saved, config.learn_rate)
        return saved
    return type(saved).from_config({**saved.get_config(), **rate})


def _optimizer_class(keras, name: str, custom_objects: dict):
    base = keras.optimizers.Optimizer
    known = {
        key: value
        for key, value in {**_own_names(keras.optimizers), **custom_objects}.items()
        if inspect.isclass(value) and issubclass(value, base) and key not in ("Optimizer", "LossScaleOptimizer")
    }
    return known[_spelling("optimizer", name, known)]


def _own_names(module) -> dict:
    """Return the classes of a module by their own names; Keras 2 has adam beside Adam."""
    return {key: value for key, value in vars(module).items() if getattr(value, "__name__", "") == key}


def _known(module, name: str, custom_objects: dict, kind: str):
    """Return what compile() takes for the loss or metric `name`: the custom object, or the name as Keras spells it."""
    if name in custom_objects:
        return custom_objects[name]
    known = {key for key, value in vars(module).items() if callable(value)}
    known -= {"get", "serialize", "deserialize", "Loss", "Metric"}
    if kind == "metric":
        known.update(SPECIAL_METRICS)
    if name in known or name.lower() in {key.lower() for key in known}:
        return _spelling(kind, name, known)
    try:
        module.get(name)  # Keras knows abbreviations that it does not list, such as mse
    except Exception:
        return _spelling(kind, name, known)
    return name


def _spelling(kind: str, name: str, known) -> str:
    """Return `name` in the upper and lower case of `known`, or raise ConfigurationError."""
    for candidate in sorted(known, key=lambda key: (key != name, not key.islower())):  # accuracy before Accuracy
        if candidate.lower() == name.lower():
            return candidate
    raise ConfigurationError(f'unknown {kind} "{name}"{nearest(name, known)} Known: {", ".join(sorted(known))}.')


def _default_loss(model, config: TrainConfig) -> str:
    if config.analysis == "regression":
        return "mse"
    return "binary_crossentropy" if int(model.output_shape[-1]) == 1 else "categorical_crossentropy"


def _has_schedule(optimizer) -> bool:
    return not isinstance(optimizer.get_config().get("learning_rate"), (int, float))


def _check_loss(model, config: TrainConfig) -> None:
    if config.analysis != "regression" and int(model.output_shape[-1]) == 1 and "categorical" in loss_name(model):
        raise ConfigurationError(
            f"the loss {loss_name(model)} of a network with one output is always 0. "
            "Set Loss=binary_crossentropy, or give it two outputs."
        )


def _check_schedule(model, config: TrainConfig) -> None:
    if config.learning_rate_schedule and _has_schedule(model.optimizer):
        raise ConfigurationError(
            "LearningRateSchedule cannot be used, the model's optimizer was saved with a schedule of its own. "
            "Set LearnRate too, which replaces it."
        )
