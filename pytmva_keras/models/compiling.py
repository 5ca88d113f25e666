"""Compile settings of Keras 1 and 2 (optimizer, loss, metrics) as those of Keras 3. Plain data in, plain data out."""

import logging

from .arguments import drop, refuse, rename, split
from .dialects import Origin
from .keras2 import custom_object, keras3_object

_log = logging.getLogger("pytmva_keras")

_OPTIMIZERS = {name.lower(): name for name in ("SGD", "RMSprop", "Adagrad", "Adadelta", "Adam", "Adamax", "Nadam", "Ftrl")}

_LOSSES = {  # of old Keras -> Keras 3, where the name is another one
    "cosine_proximity": "cosine_similarity", "cosine": "cosine_similarity", "logcosh": "log_cosh",
    "kld": "kl_divergence", "kullback_leibler_divergence": "kl_divergence",
}

_SAME_LOSSES = {
    "mean_squared_error", "mse", "mean_absolute_error", "mae", "mean_absolute_percentage_error", "mape",
    "mean_squared_logarithmic_error", "msle", "squared_hinge", "hinge", "categorical_hinge", "categorical_crossentropy",
    "sparse_categorical_crossentropy", "binary_crossentropy", "poisson", "cosine_similarity", "log_cosh", "kl_divergence",
    "huber",
}

_METRICS = {
    "acc", "accuracy", "binary_accuracy", "categorical_accuracy", "sparse_categorical_accuracy", "crossentropy", "ce",
    "top_k_categorical_accuracy", "sparse_top_k_categorical_accuracy",
}


def settings_in(config: dict) -> dict:
    """Return the compile settings in a YAML or JSON configuration of any dialect; {} where there are none."""
    if "compile_config" in config:
        return config["compile_config"] or {}
    if not config.get("optimizer"):
        return {}
    return {key: config[key] for key in ("optimizer", "loss", "metrics", "loss_weights") if key in config}


def to_keras3(settings: dict, origin: Origin, custom: frozenset) -> dict:
    """Return what Keras 3's compile_from_config takes. Metrics that it does not know are left out with a warning."""
    reference = settings.get("optimizer_config", settings.get("optimizer"))
    return {
        "optimizer": _optimizer(reference, custom),
        "loss": _each(settings.get("loss"), lambda one: _loss(one, custom)),
        "loss_weights": settings.get("loss_weights"),
        "metrics": _metrics(settings.get("metrics"), custom),
        "weighted_metrics": _metrics(settings.get("weighted_metrics"), custom),
    }


def with_optimizer(settings: dict, name: str) -> dict:
    """Return compile settings with an optimizer. Keras (3.15) drops it from a model that it has saved as HDF5 before.

    Left to itself it would take RMSprop.
    """
    if settings.get("optimizer"):
        return settings
    _log.warning("%s: the compile settings hold no optimizer; it is Adam, unless the option Optimizer names one.", name)
    return {**settings, "optimizer": "adam"}


def _optimizer(reference, custom: frozenset) -> dict:
    if isinstance(reference, str):
        reference = {"class_name": reference, "config": {}}
    elif isinstance(reference, dict) and "class_name" not in reference:  # Keras 1 in YAML: all in one dictionary
        reference = {"class_name": reference.get("name"), "config": {k: v for k, v in reference.items() if k != "name"}}
    class_name, config = split(reference, "an optimizer")
    if class_name in custom:
        return custom_object(class_name, config)
    known = _OPTIMIZERS.get(class_name.removeprefix("Custom>").lower())
    if known is None:
        refuse("Keras 3 has no such optimizer", "optimizer", class_name)
    drop(config, "name", "schedule_decay", "jit_compile", "is_legacy_optimizer")
    config = {key: value for key, value in rename(config, {"lr": "learning_rate"}).items() if value is not None}
    config["learning_rate"] = _learning_rate(config.get("learning_rate"), config.pop("decay", 0.0))
    if known == "Adagrad":
        config.setdefault("initial_accumulator_value", 0.0)
    return keras3_object("keras.optimizers", known, {key: value for key, value in config.items() if value is not None})


def _learning_rate(rate, decay: float):
    """Return the rate as Keras 3 writes it; the decay of old optimizers divides it by 1 + decay * steps."""
    if isinstance(rate, dict):
        class_name, config = split(rate, "a schedule")
        return keras3_object("keras.optimizers.schedules", class_name, config)
    if not decay:
        return rate
    if rate is None:
        refuse("a decay needs a learning rate", "decay", decay)
    config = {"initial_learning_rate": rate, "decay_steps": 1, "decay_rate": decay}
    return keras3_object("keras.optimizers.schedules", "InverseTimeDecay", config)


def _each(value, function):
    """Apply `function` to one loss, or to each of a list or of a dictionary from output to loss."""
    if isinstance(value, (list, tuple)):
        return [_each(one, function) for one in value]
    if isinstance(value, dict) and "class_name" not in value:
        return {key: _each(one, function) for key, one in value.items()}
    return None if value is None else function(value)


def _loss(value, custom: frozenset):
    if isinstance(value, dict):
        class_name, config = split(value, "a loss")
        if config.get("reduction") in ("auto", "sum_over_batch_size"):
            config["reduction"] = "sum_over_batch_size"
        config.pop("fn", None)
        if class_name in custom:
            return custom_object(class_name, config)
        return keras3_object("keras.losses", class_name, config)
    if value in custom:
        return value
    name = _LOSSES.get(value, value)
    return name if name in _SAME_LOSSES else refuse("Keras 3 has no such loss; give it by UserCode", "loss", value)


def _metrics(value, custom: frozenset):
    if isinstance(value, (list, tuple)):
        return [one for one in (_metrics(entry, custom) for entry in value) if one is not None]
    if isinstance(value, dict) and "class_name" not in value:
        return {key: _metrics(one, custom) for key, one in value.items()}
    name = value
    if isinstance(value, dict):
        class_name, config = split(value, "a metric")
        name = config.get("fn", class_name) if class_name.endswith("Wrapper") else class_name
        if name == class_name and name not in custom:
            return keras3_object("keras.metrics", class_name, config)
    name = _LOSSES.get(name, name)
    if name is None or name in custom or name in _METRICS or name in _SAME_LOSSES:
        return name
    _log.warning('the metric "%s" of an old model is left out, Keras 3 has none of that name.', name)
    return None
