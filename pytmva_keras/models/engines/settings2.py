"""Compile settings of Keras 3 as those of Keras 2.3.1. Plain data in, plain data out; the reverse of `compiling`."""

from ..arguments import refuse, split

_NEUTRAL = {  # arguments of the optimizers of Keras 3 that Keras 2 has not, and the values that say nothing
    "weight_decay": (None, 0.0), "clipnorm": (None,), "clipvalue": (None,), "global_clipnorm": (None,),
    "use_ema": (False, None), "loss_scale_factor": (None,), "gradient_accumulation_steps": (None, 1),
    "momentum": (0.0,), "centered": (False,), "initial_accumulator_value": (0.0,), "amsgrad": (False,),
}
_MEANINGLESS = {"name", "ema_momentum", "ema_overwrite_frequency"}

_OPTIMIZERS = {  # optimizer of both -> arguments that both have
    "SGD": {"learning_rate", "momentum", "nesterov"},
    "RMSprop": {"learning_rate", "rho", "epsilon"},
    "Adagrad": {"learning_rate", "epsilon"},
    "Adadelta": {"learning_rate", "rho", "epsilon"},
    "Adam": {"learning_rate", "beta_1", "beta_2", "epsilon", "amsgrad"},
    "Adamax": {"learning_rate", "beta_1", "beta_2", "epsilon"},
    "Nadam": {"learning_rate", "beta_1", "beta_2", "epsilon"},
}

_LOSSES = {"cosine_similarity": "cosine_proximity", "log_cosh": "logcosh", "huber": "huber_loss",
           "kl_divergence": "kullback_leibler_divergence"}


def to_keras2(settings: dict, custom: frozenset) -> dict:
    """Return the arguments of Keras 2's compile(); losses and metrics that are objects stay {"class_name", "config"}.

    custom: names of the user's own objects. Untranslatable where Keras 2.3.1 has no equivalent.
    """
    return {
        "optimizer": optimizer(settings["optimizer"], custom),
        "loss": _each(settings.get("loss"), custom),
        "loss_weights": settings.get("loss_weights"),
        "metrics": _each(settings.get("metrics"), custom),
        "weighted_metrics": _each(settings.get("weighted_metrics"), custom),
    }


def optimizer(reference, custom: frozenset) -> dict:
    """Return {"class_name", "config"} of Keras 2's optimizer for that of Keras 3, or for its name."""
    if isinstance(reference, str):
        return {"class_name": reference, "config": {}}
    class_name, config = split(reference, "an optimizer")
    if class_name in custom:
        return {"class_name": class_name, "config": config}
    if class_name not in _OPTIMIZERS:
        refuse("Keras 2.3.1 has no such optimizer", "optimizer", class_name)
    clips = {name: config.pop(name) for name in ("clipnorm", "clipvalue") if config.get(name) is not None}
    arguments = {key: value for key, value in config.items() if key in _OPTIMIZERS[class_name]}
    for name in config.keys() - arguments.keys() - _MEANINGLESS:
        if config[name] not in _NEUTRAL.get(name, ()):
            refuse(f"the {class_name} of Keras 2 has no such argument", name, config[name])
    if isinstance(arguments.get("learning_rate"), dict):
        arguments.update(_decay(arguments["learning_rate"]))
    return {"class_name": class_name, "config": {**arguments, **clips}}


def _decay(schedule: dict) -> dict:
    """Return rate and decay for the schedule that `compiling` makes of them; Keras 2 knows no other."""
    class_name, config = split(schedule, "a schedule")
    if class_name != "InverseTimeDecay" or config.get("decay_steps") != 1:
        refuse("Keras 2 has no schedules within optimizers; use LearningRateSchedule", "learning_rate", class_name)
    return {"learning_rate": config["initial_learning_rate"], "decay": config["decay_rate"]}


def _each(value, custom: frozenset):
    """Return losses or metrics by their names in Keras 2, in the lists and dictionaries that they came in."""
    if isinstance(value, (list, tuple)):
        return [_each(one, custom) for one in value]
    if isinstance(value, dict) and "class_name" not in value:
        return {key: _each(one, custom) for key, one in value.items()}
    if isinstance(value, dict):
        class_name, config = split(value, "a loss or metric")
        if class_name == "function":
            return _each(config, custom)
        neutral = {"axis": -1, "dtype": "float32", "reduction": "sum_over_batch_size"}
        config = {key: one for key, one in config.items() if key not in neutral or neutral[key] != one}
        return {"class_name": class_name, "config": config}
    return value if value in custom else _LOSSES.get(value, value)
