"""All options of the method: names, types, defaults and units in one place."""

import dataclasses
import math
import secrets
from dataclasses import dataclass
from typing import Mapping, Optional

from .errors import ConfigurationError, nearest

TRAINING_LOOPS = ("auto", "fit")
ANALYSES = ("classification", "multiclass", "regression")
TRAINED_MODEL_SUFFIXES = (".h5", ".hdf5", ".keras")


@dataclass(frozen=True)
class ValidationSize:
    """How much of the training sample is set aside for validation: a fraction of it, or a number of events."""

    fraction: Optional[float] = None
    events: Optional[int] = None
    text: str = ""

    def count(self, n_train: int) -> int:
        """Return the number of validation events out of `n_train`; ConfigurationError where that is 0 or all."""
        events = self.events if self.events is not None else int(math.floor(self.fraction * n_train))
        if not 0 < events < n_train:
            raise ConfigurationError(
                f'ValidationSize="{self.text}" asks for {events} validation events out of {n_train} training events; '
                "at least 1 is needed for each, validation and training. Give a fraction such as 20%, or another number."
            )
        return events


@dataclass(frozen=True)
class TrainConfig:
    """Everything that booking decides. Made by `TrainConfig.from_options`, never changed afterwards."""

    title: str = "PyKeras"
    dataset: str = "dataset"
    analysis: str = "classification"
    variables: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()  # in the order of TMVA's class index
    signal_index: int = 0  # the class index of the signal; classification only
    targets: tuple[str, ...] = ()  # regression only
    filename_model: str = ""  # .yml, .yaml, .json, .h5, .hdf5 or .keras
    filename_weights: str = ""  # .h5, .hdf5 or .keras; the weights with which the model of filename_model begins
    filename_trained_model: str = ""  # .h5, .hdf5 or .keras; full path
    batch_size: int = 100  # events
    training_loop: str = "auto"  # the backend's own loop where it can do the same; "fit": model.fit
    num_epochs: int = 10
    num_threads: int = 0  # 0: the backend decides
    device: str = ""  # CPU, GPU, GPU:1, auto; "": the backend decides
    gpu_options: str = ""  # name=value,name=value such as allow_growth=True
    verbose: int = 1  # 0 silent, 1 progress, 2 one line an epoch
    continue_training: bool = False
    save_best_only: bool = True
    tries_early_stopping: int = -1  # epochs without a better val_loss; negative: off
    learning_rate_schedule: tuple[tuple[int, float], ...] = ()  # (epoch counted from 0, learning rate)
    tensorboard: str = ""  # log directory
    validation_size: ValidationSize = ValidationSize(fraction=0.2, text="20%")
    user_code: str = ""  # Python file
    allow_unsafe_model: bool = False  # the files of the model may bring Python code
    optimizer: str = ""
    learn_rate: float = 0.0  # 0: the optimizer's own default
    loss: str = ""
    metrics: tuple[str, ...] = ()
    backend: str = ""
    seed: int = 100  # never 0 here: 0 was replaced by a fresh one

    @classmethod
    def from_options(cls, options: Mapping) -> "TrainConfig":
        """Make the configuration from the plain dictionary that C++ passes.

        Raises ConfigurationError for an unknown name (with the nearest known one), a wrong type or a value out of range.
        """
        fields = {field.name: field for field in dataclasses.fields(cls)}
        values = {}
        for name, value in options.items():
            if name not in fields:
                known = ", ".join(fields)
                raise ConfigurationError(f'unknown option "{name}"{nearest(name, fields)} Known options: {known}.')
            parse = _PARSERS.get(name)
            values[name] = parse(value) if parse else _plain(name, value, fields[name].default)
        if values.get("seed") == 0:
            values["seed"] = 1 + secrets.randbelow(2**31 - 2)
        config = cls(**values)
        _check_ranges(config)
        _check_analysis(config)
        _check_files(config)
        return config

    @property
    def n_outputs(self) -> int:
        """Number of classes or targets."""
        return len(self.targets) if self.analysis == "regression" else len(self.classes)


def parse_validation_size(value) -> ValidationSize:
    """Read "20%" or "0.2" (below 1: a fraction), "100" (1 and above: events)."""
    text = str(value).strip()
    expected = f'ValidationSize="{text}": expected a percentage such as 20%, a fraction such as 0.2 or a number such as 100'
    try:
        number = float(text[:-1]) / 100.0 if text.endswith("%") else float(text)
    except ValueError:
        raise ConfigurationError(f"{expected}; this is none of them.") from None
    if not math.isfinite(number) or number <= 0:
        raise ConfigurationError(f"{expected}; it must be above 0.")
    if text.endswith("%") and number >= 1:
        raise ConfigurationError(f"{expected}; a percentage must be below 100%.")
    if number < 1:
        return ValidationSize(fraction=number, text=text)
    if number != int(number):
        raise ConfigurationError(f"{expected}; a number of events must be whole.")
    return ValidationSize(events=int(number), text=text)


def parse_learning_rate_schedule(text: str) -> tuple[tuple[int, float], ...]:
    """Read "epoch,rate;epoch,rate": from that epoch on (counted from 0) the learning rate is `rate`.

    The result is sorted by epoch. "" gives ().
    """
    pairs = []
    for entry in filter(None, (part.strip() for part in str(text).split(";"))):
        try:
            epoch, rate = entry.split(",")
            pair = (int(epoch), float(rate))
        except ValueError:
            raise ConfigurationError(
                f'LearningRateSchedule="{text}": expected "epoch,rate;epoch,rate" such as "10,0.01;20,0.001", '
                f'got the entry "{entry}".'
            ) from None
        if pair[0] < 0 or not (math.isfinite(pair[1]) and pair[1] > 0):
            raise ConfigurationError(
                f'LearningRateSchedule="{text}": the entry "{entry}" needs an epoch of at least 0 and a finite rate above 0.'
            )
        pairs.append(pair)
    epochs = [epoch for epoch, _ in pairs]
    if len(set(epochs)) != len(epochs):
        raise ConfigurationError(f'LearningRateSchedule="{text}": an epoch is listed twice.')
    return tuple(sorted(pairs))


def parse_names(value) -> tuple[str, ...]:
    """Read a comma-separated list (or a list) of names; blanks around names and empty names are dropped."""
    names = value.split(",") if isinstance(value, str) else value
    return tuple(name.strip() for name in names if name.strip())


def parse_training_loop(value) -> str:
    """Read "auto" or "fit", in upper or lower case."""
    loop = str(value).strip().lower()
    if loop not in TRAINING_LOOPS:
        raise ConfigurationError(f'TrainingLoop="{value}" is unknown{nearest(loop, TRAINING_LOOPS)} Known: auto, fit.')
    return loop


_PARSERS = {
    "validation_size": parse_validation_size,
    "learning_rate_schedule": parse_learning_rate_schedule,
    "metrics": parse_names,
    "training_loop": parse_training_loop,
}


def _option(name: str) -> str:
    """The name under which a user knows a field: learn_rate is the option LearnRate."""
    return "".join(word.capitalize() for word in name.split("_"))


def _plain(name: str, value, default):
    """Return `value` as the type of `default`, or raise ConfigurationError."""
    if isinstance(default, bool):
        if value in (True, False):
            return bool(value)
        expected = "True or False"
    elif isinstance(default, int):
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        expected = "a whole number"
    elif isinstance(default, float):
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value)
        expected = "a number"
    elif isinstance(default, tuple):
        if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
            return tuple(value)
        expected = "a list of names"
    else:
        if isinstance(value, str):
            return value
        expected = "text"
    raise ConfigurationError(f"option {_option(name)}: expected {expected}, got {value!r}.")


def _check_ranges(config: TrainConfig) -> None:
    limits = {"batch_size": 1, "num_epochs": 1, "num_threads": 0, "verbose": 0, "seed": 1}
    for name, least in limits.items():
        value = getattr(config, name)
        if value < least:
            least = 0 if name == "seed" else least  # from_options has replaced 0
            raise ConfigurationError(f"option {_option(name)} must be at least {least}, got {value}.")
    if config.verbose > 2:
        raise ConfigurationError(f"option Verbose must be 0 (silent), 1 or 2, got {config.verbose}.")
    if config.seed >= 2**32:
        raise ConfigurationError(f"option Seed must be below 2^32, got {config.seed}.")
    if not (math.isfinite(config.learn_rate) and config.learn_rate >= 0):
        raise ConfigurationError(f"option LearnRate must be 0 (the optimizer's default) or above, got {config.learn_rate}.")


def _check_analysis(config: TrainConfig) -> None:
    if config.analysis not in ANALYSES:
        raise ConfigurationError(f'unknown analysis "{config.analysis}"; known: {", ".join(ANALYSES)}.')
    if not config.variables:
        raise ConfigurationError(f'DataLoader "{config.dataset}" has no variables. Call AddVariable first.')
    if config.analysis == "regression":
        if not config.targets:
            raise ConfigurationError(f'DataLoader "{config.dataset}" has no regression targets. Call AddTarget first.')
        return
    n_classes = len(config.classes)
    if config.analysis == "classification" and n_classes != 2:
        raise ConfigurationError(f'classification needs 2 classes, DataLoader "{config.dataset}" has {n_classes}.')
    if n_classes < 2:
        raise ConfigurationError(f'multiclass needs at least 2 classes, DataLoader "{config.dataset}" has {n_classes}.')
    if config.analysis == "classification" and config.signal_index not in (0, 1):
        raise ConfigurationError(f"SignalIndex must be 0 or 1, got {config.signal_index}.")


def _check_files(config: TrainConfig) -> None:
    if not config.filename_model and not config.continue_training:
        raise ConfigurationError("no model was given. Set FilenameModel=model.yml (or .json, .h5, .keras).")
    if config.filename_weights and config.continue_training:
        raise ConfigurationError(
            f'ContinueTraining starts from the weights in {config.filename_trained_model}, FilenameWeights='
            f'"{config.filename_weights}" gives others. Leave one of them out.'
        )
    if not config.filename_trained_model.lower().endswith(TRAINED_MODEL_SUFFIXES):
        suffixes = ", ".join(TRAINED_MODEL_SUFFIXES)
        raise ConfigurationError(
            f'FilenameTrainedModel="{config.filename_trained_model}" must end with one of {suffixes}, which hold weights.'
        )
