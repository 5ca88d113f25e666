"""The only module that C++ imports (in a forked process through `remote`): plain types and arrays in and out.

Expected errors are PyTMVAKerasError; their text is for the user and begins with the method's title. Everything else is a
defect, shown with its traceback. Nothing is printed with verbose=0.
"""

import contextlib
import logging
import sys
import warnings
from dataclasses import dataclass, field
from typing import Any, Optional

import numpy as np

from . import backends
from .checks import check_model
from .compilation import compile_model, loss_name
from .config import TrainConfig
from .data import check_events, class_indices, encode_labels, make_dataset, split_validation
from .errors import ConfigurationError, EvaluationError, PyTMVAKerasError, nearest
from .export import export_network, restore_network, sample_arrays
from .inference import Predictor
from .models.files import check_format, check_same_network, load_model
from .models.framework import import_keras
from .models.inputs import flat
from .models.user_code import run_user_code
from .streaming import Stream
from .summary import summary_lines
from .training import train as _train

_log = logging.getLogger("pytmva_keras")

N_SAMPLES = 16  # events that a weight file holds with the responses to them

_trusted: set[str] = set()  # architectures of this process that AllowUnsafeModel was given for; a file cannot say so itself

__all__ = [
    "PyTMVAKerasError", "ConfigurationError", "EvaluationError", "open_trainer", "allocate", "view", "train", "export",
    "restore", "restore_file", "predictor", "predict", "describe",
]


@dataclass
class Trainer:
    """A booked method: its options, its compiled model, and the user's objects that Keras does not know.

    device: "CPU" or "GPU:0", where the model is; "": where the backend has put it. samples: (n, d), once it is trained, some
    of the events, for which the native network is compared with Keras.
    """

    config: TrainConfig
    model: Any
    device: str = ""
    custom_objects: dict = field(default_factory=dict)
    samples: np.ndarray = field(default_factory=lambda: np.empty((0, 0), np.float32))


class _Memory:
    """What numpy asks where an array is, and what the array keeps alive."""

    def __init__(self, owner, address: int, shape: tuple[int, int], strides: tuple[int, int]):
        self.owner = owner
        self.__array_interface__ = {
            "version": 3, "typestr": "<f4", "data": (address, True), "shape": shape, "strides": strides
        }


def open_trainer(options: dict) -> Trainer:
    """Book: load, check and compile the model that `options` (see config.TrainConfig) name.

    Raises ConfigurationError. With continue_training the model is read from filename_trained_model, its optimizer's state
    included; filename_model, if given, must be the same network.
    """
    with _reporting(str(options.get("title", "PyKeras")), options.get("verbose", 1)):
        config = TrainConfig.from_options(options)
        backends.configure(config.backend, config.num_threads, config.gpu_options)
        backends.check_tensorboard(config.tensorboard)
        check_format(config.filename_trained_model)
        device = backends.find_device(config.device)
        with backends.placed(device), backends.seeded(config.seed):
            custom_objects = run_user_code(config.user_code)
            model = _load(config, custom_objects)
            check_model(model, config)
            compile_model(model, config, custom_objects)
        return Trainer(config, model, device, custom_objects)


def allocate(rows: int, columns: int) -> np.ndarray:
    """Return an uninitialised (rows, columns) float32 array, C-contiguous, for C++ to fill."""
    return np.empty((rows, columns), dtype=np.float32)


def view(owner, address: int, rows: int, columns: int, stride: int) -> np.ndarray:
    """Return a read-only (rows, columns) float32 array on memory of C++, which `owner` keeps; `stride` in floats."""
    return np.asarray(_Memory(owner, address, (rows, columns), (4 * stride, 4)))


def train(trainer: Trainer, x: np.ndarray, y: np.ndarray, w: np.ndarray, stream: Optional[tuple] = None) -> dict:
    """Train on events x (n, d), y (n, 1) class indices or (n, targets), w (n,) or (n, 1), all float32, which are only read.

    stream: (events, window, read), more training events than memory holds: read(x, y, w) fills such arrays, w of (m, 1),
    with the next ones, see streaming.Stream. Validation events are of those in memory.
    Returns {"history": {name: [value an epoch]}, "best_epoch" (from 1), "epochs", "interrupted", "message" (may be "")}.
    Raises ConfigurationError; KeyboardInterrupt if interrupted before the first epoch was finished.
    """
    config, model = trainer.config, trainer.model
    with _reporting(config.title, config.verbose):
        check_events(x, y, w, config.variables)
        n_validation = config.validation_size.count(len(x))
        strata = None if config.analysis == "regression" else class_indices(y, config.classes)
        labels = _labels(trainer, y)
        split = split_validation(len(x), n_validation, config.seed, strata)
        streamed = stream and _stream(trainer, labels.shape[1], y.shape[1], *stream)
        with backends.placed(trainer.device):
            history = _train(model, config, make_dataset(x, labels, w, *split, streamed))
        trainer.samples = x[:: max(1, len(x) // N_SAMPLES)][:N_SAMPLES].copy()
    return {
        "history": {name: list(values) for name, values in history.metrics.items()},
        "best_epoch": history.best_epoch,
        "epochs": history.epochs,
        "interrupted": history.interrupted,
        "message": history.message,
    }


def _labels(trainer: Trainer, y: np.ndarray) -> np.ndarray:
    """Return (n, 1) class indices, or (n, targets), as the network's outputs want them."""
    config, model = trainer.config, trainer.model
    if config.analysis == "regression":
        return y
    sparse = "sparse" in loss_name(model)
    return encode_labels(y[:, 0].astype(np.int64), int(model.output_shape[-1]), config.signal_index, sparse)


def _stream(trainer: Trainer, n_labels: int, n_columns: int, n_events: int, window: int, read) -> Stream:
    def read_encoded(x, y, w):
        found = np.empty((len(x), n_columns), np.float32)
        read(x, found, w)
        y[:] = _labels(trainer, found)

    return Stream(n_events, read_encoded, n_labels, window)


def export(trainer: Trainer) -> dict:
    """Return the network as plain types: {"architecture" (JSON), "backend", "keras_version", "outputs", "arrays", "native",
    "why_not_native", "constants", "samples"}.

    arrays: [(name, dtype, [shape], bytes little endian in C order), ...], in the order of the model's weights. native: the
    text for the native library, which counts the constants, of the same form, behind them; "" where why_not_native says why.
    samples: some events and Keras's responses to them, none where it is not trained.
    """
    with _reporting(trainer.config.title, trainer.config.verbose), backends.placed(trainer.device):
        keras = import_keras()
        network, x = export_network(trainer.model), trainer.samples
        if trainer.config.allow_unsafe_model:
            _trusted.add(network.architecture)
        return {
            "architecture": network.architecture,
            "backend": keras.backend.backend(),
            "keras_version": keras.__version__,
            "outputs": int(trainer.model.output_shape[-1]),
            "arrays": network.arrays,
            "native": network.native,
            "why_not_native": network.why_not_native,
            "constants": network.constants,
            "samples": sample_arrays(x, backends.respond(trainer.model, x)) if len(x) else [],
        }


def restore(options: dict, arrays: list) -> Predictor:
    """Return the network that `export` gave.

    options: title, architecture, backend ("": any), num_threads, device, gpu_options, user_code; verbose, with which a line
    says where the device is not there. Raises EvaluationError for a damaged network, ConfigurationError for the backend or
    the user's code. The backend and the device that trained the network are not needed: a network answers alike on all, so
    a backend already running, or the CPU, is used instead.
    """
    with _evaluating(options, "architecture"):
        custom_objects = run_user_code(options.get("user_code", ""))
        trusted = options["architecture"] in _trusted
        return Predictor(restore_network(options["architecture"], arrays, custom_objects, trusted))


def restore_file(options: dict) -> Predictor:
    """Return the network in the model file options["path"] (.h5, .hdf5, .keras). Other options as in `restore`."""
    with _evaluating(options, "path"):
        custom_objects = run_user_code(options.get("user_code", ""))
        return Predictor(flat(load_model(options["path"], custom_objects=custom_objects)))


def predictor(trainer: Trainer) -> Predictor:
    """Return the trained network of `trainer`."""
    with _reporting(trainer.config.title, trainer.config.verbose), backends.placed(trainer.device):
        return Predictor(trainer.model)


def predict(network: Predictor, x: np.ndarray) -> np.ndarray:
    """Return (n, outputs) float32, C-contiguous, for `x` of (n, d) float32."""
    return network(x)


def describe(trainer: Trainer) -> str:
    """Return a summary for the log: backend and versions, then a line a layer, plain ASCII, separated by newlines."""
    with _reporting(trainer.config.title, trainer.config.verbose):
        return "\n".join([backends.describe(trainer.device), *summary_lines(trainer.model), f"Seed: {trainer.config.seed}"])


def _load(config: TrainConfig, custom_objects: dict):
    """Return the model to be trained, with one flat input."""

    def load(path: str, weights: Optional[str] = None):
        return flat(load_model(path, weights, custom_objects, config.allow_unsafe_model), custom_objects)

    if not config.continue_training:
        return load(config.filename_model, config.filename_weights or None)
    trained = load(config.filename_trained_model)
    if config.filename_model:
        check_same_network(trained, load(config.filename_model), config.filename_trained_model)
    return trained


@contextlib.contextmanager
def _evaluating(options: dict, source: str):
    """Run the backend, on the device, that `options` ask for, or where that cannot be on another. Silent but for that."""
    title = str(options.get("title", "PyKeras"))
    known = ("title", source, "backend", "num_threads", "device", "gpu_options", "user_code", "verbose")
    with _reporting(title, 0):
        _check_names(options, known)
        _configure_for_evaluation(options)
    with _reporting(title, options.get("verbose", 0)):
        device = _device_for_evaluation(options.get("device", ""))
    with _reporting(title, 0), backends.placed(device):
        yield


def _configure_for_evaluation(options: dict) -> None:
    num_threads = options.get("num_threads", 0)
    try:
        backends.configure(options.get("backend", ""), num_threads, options.get("gpu_options", ""))
    except ConfigurationError:
        backends.configure("", num_threads)


def _device_for_evaluation(asked: str) -> str:
    try:
        return backends.find_device(asked)
    except ConfigurationError as error:
        _log.warning("the network is evaluated on the CPU. %s", error)
        return "CPU"


def _check_names(options: dict, known: tuple[str, ...]) -> None:
    for name in options:
        if name not in known:
            raise ConfigurationError(f'unknown option "{name}"{nearest(name, known)} Known options: {", ".join(known)}.')


@contextlib.contextmanager
def _reporting(title: str, verbose: int):
    """Put the method's title before expected errors, and send the log to stdout, or nowhere with verbose=0.

    A program that set up logging itself keeps its own handlers.
    """
    try:
        with _logging_to_stdout(verbose), warnings.catch_warnings():
            if not verbose:
                warnings.simplefilter("ignore")
            warnings.showwarning = _log_warning
            yield
    except PyTMVAKerasError as error:
        raise type(error)(f'PyKeras "{title}": {error}') from error


def _log_warning(message, category, filename, lineno, file=None, line=None) -> None:
    _log.warning("%s: %s (%s, line %d)", category.__name__, message, filename, lineno)


class _AsTmva(logging.Formatter):
    """Begins the lines of warnings and errors as TMVA's logger does; plain information is the line alone."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        if record.levelno < logging.WARNING:
            return text
        return "\n".join(f"<{record.levelname}> {'PyKeras':<25}: {line}" for line in text.splitlines())


@contextlib.contextmanager
def _logging_to_stdout(verbose: int):
    if verbose and (_log.handlers or logging.getLogger().handlers):
        yield
        return
    handler = logging.StreamHandler(sys.stdout) if verbose and sys.stdout is not None else logging.NullHandler()
    handler.setFormatter(_AsTmva())
    level, propagate = _log.level, _log.propagate
    _log.addHandler(handler)
    _log.setLevel(logging.INFO if verbose else logging.CRITICAL + 1)
    _log.propagate = False
    try:
        yield
    finally:
        _log.removeHandler(handler)
        _log.setLevel(level)
        _log.propagate = propagate
