"""Does the model fit the variables, classes and targets? Asked at booking, before any event is read."""

import logging

from .config import TrainConfig
from .errors import ConfigurationError
from .models.safety import Trust
from .models.sizes import limited

_log = logging.getLogger("pytmva_keras")


def check_model(model, config: TrainConfig) -> None:
    """Raise ConfigurationError unless `model` maps (None, variables) to (None, classes or targets).

    A binary classifier may have one output (the signal's) or two. A model without an input layer is built here.
    """
    if not model.built:
        _build(model, config)
    _check_input(_single_shape(model, "input", config), config)
    _check_output(_single_shape(model, "output", config), config)


def last_activation(model) -> str:
    """Return the name of the last layer's activation, "linear" where it has none."""
    last = model
    while getattr(last, "layers", None):
        last = last.layers[-1]
    activation = getattr(last, "activation", None)
    return getattr(activation, "__name__", "linear") if activation is not None else type(last).__name__.lower()


def warn_of_activation(model, config: TrainConfig) -> None:
    """Warn where the default loss, a cross-entropy, meets outputs that are no probabilities."""
    if config.analysis == "regression":
        return
    n_outputs = int(model.output_shape[-1])
    expected = "sigmoid" if n_outputs == 1 else "softmax"
    found = last_activation(model)
    if found != expected:
        _log.warning(
            'PyKeras "%s": the default loss expects a %s as the last activation of a network with %s, found %s. '
            "Change the model, or set Loss.",
            config.title, expected, _counted(n_outputs, "output"), found,
        )


def _source(config: TrainConfig) -> str:
    if config.continue_training:
        return f"FilenameTrainedModel={config.filename_trained_model}"
    return f"FilenameModel={config.filename_model}"


def _build(model, config: TrainConfig) -> None:
    try:
        with limited(_source(config), Trust(allow_unsafe=config.allow_unsafe_model)):
            model.build((None, len(config.variables)))
    except Exception as error:
        raise ConfigurationError(
            f"the model has no input layer and cannot be built for {len(config.variables)} variables: {error} "
            f"Check {_source(config)}."
        ) from error


def _single_shape(model, side: str, config: TrainConfig):
    """Return the shape of the model's only input or output, with its leading None."""
    try:
        shape = getattr(model, f"{side}_shape")
        tensors = getattr(model, f"{side}s")
    except AttributeError as error:
        raise ConfigurationError(f"the model does not know its {side} shape: {error} Check {_source(config)}.") from error
    if len(tensors) != 1:
        raise ConfigurationError(f"the model has {len(tensors)} {side}s, expected one. Check {_source(config)}.")
    return tuple(shape[0]) if isinstance(shape, list) else tuple(shape)


def _check_input(shape, config: TrainConfig) -> None:
    n_variables = len(config.variables)
    if shape[1:] == (n_variables,):
        return
    names = ", ".join(config.variables[:6]) + (", ..." if n_variables > 6 else "")
    has = f'DataLoader "{config.dataset}" has {n_variables} ({names})'
    if len(shape) == 2:
        raise ConfigurationError(f"the model expects {_counted(shape[1], 'input')}, {has}. Check {_source(config)}.")
    raise ConfigurationError(
        f"the model expects inputs of shape {shape[1:]}, whose size is open, {has}. Give its input layer a shape of whole "
        f"numbers. Check {_source(config)}."
    )


def _check_output(shape, config: TrainConfig) -> None:
    names = config.targets if config.analysis == "regression" else config.classes
    allowed = {"classification": (1, 2)}.get(config.analysis, (len(names),))
    if len(shape) == 2 and shape[1] in allowed:
        return
    found = _counted(shape[1], "output") if len(shape) == 2 else f"outputs of shape {shape[1:]}"
    has = _counted(len(names), "target") if config.analysis == "regression" else f"{len(names)} classes"
    expected = "1 or 2" if config.analysis == "classification" else str(len(names))
    raise ConfigurationError(
        f'the model has {found}, expected {expected}: DataLoader "{config.dataset}" has {has} '
        f"({', '.join(names)}). Check {_source(config)}."
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
