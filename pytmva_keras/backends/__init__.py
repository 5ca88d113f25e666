"""Choose and configure the backend of Keras before it is imported; predict fast and describe it afterwards.

A backend is a module here, registered in `choice.BACKENDS`, with

    INSTALL, INSTALL_GPU             the pip commands that install it, and what it needs for GPUs
    set_gpu_options({name: value})   GpuOptions, as texts; ConfigurationError for one that it does not know
    set_threads(n)                   use n threads from now on, n > 0; warns if it is too late for that
    devices()                        what it can use here: {"CPU": "", "GPU:0": "NVIDIA H100", ...}
    prefer_fast_steps(model)         let model.fit train faster where that changes no result
    compile_predict(model, n_inputs) see below; the function stays on the device of the scope (`placed`) it was made in
    respond(model, x)                see below

It imports its framework within functions. They are called when Keras was imported on it, the two setters in this order and
before any computation of ours.
"""

import contextlib
import random
import sys

import numpy as np

from ..errors import ConfigurationError
from ..models.engines import engine
from ..models.framework import import_keras
from . import choice, loops
from .devices import describe_device, find_device
from .gpu_options import parse_gpu_options

__all__ = [
    "configure", "find_device", "placed", "describe", "seeded", "compile_predict", "respond", "has_loop", "make_loop",
    "prefer_fast_steps", "check_tensorboard", "BLOCK_ROWS",
]

BLOCK_ROWS = 8192  # events a call of the backend; larger ones fall out of cache


def configure(asked: str = "", num_threads: int = 0, gpu_options: str = "") -> str:
    """Make sure that Keras runs on the backend `asked`, and return the running backend's name.

    asked: "tensorflow", "jax", "torch", "theano", or "": the variable KERAS_BACKEND, else that of keras.json if it is
    installed, else the first that is.
    num_threads: threads the backend may use, 0 leaves that to it. gpu_options: "name=value,name=value" or "".
    Raises ConfigurationError if another backend is already running, or the one chosen is not installed.
    """
    name = choice.choose(asked)
    backend = choice.BACKENDS[name]
    backend.set_gpu_options(parse_gpu_options(gpu_options))
    if num_threads > 0:
        backend.set_threads(num_threads)
    return name


def check_tensorboard(directory: str) -> None:
    """Raise ConfigurationError if logs for TensorBoard are wanted in `directory` (not "") and cannot be written.

    Whatever the backend, it is TensorFlow that writes them.
    """
    missing = [name for name in ("tensorflow", "tensorboard") if directory and not choice.installed(name)]
    if missing:
        raise ConfigurationError(
            f'TensorBoard="{directory}" needs {" and ".join(missing)}, not installed here. '
            f"Install it: pip install {' '.join(missing)}, or leave the option out."
        )


def describe(device: str = "") -> str:
    """Return backend and versions in one line, such as "Keras 3.15.1 on tensorflow 2.21.0".

    With a device (of `find_device`) it ends with that: ", GPU:0 (NVIDIA H100)".
    """
    keras = import_keras()
    name = keras.backend.backend()
    text = f"Keras {keras.__version__} on {name} {sys.modules[name].__version__}"
    return f"{text}, {describe_device(device)}" if device else text


def placed(device: str):
    """Return a context manager: models made, trained and compiled within it are on `device` (of `find_device`)."""
    if not device or engine().VERSION < 3:  # Theano has one device a process
        return contextlib.nullcontext()
    return import_keras().device(device.lower())


@contextlib.contextmanager
def seeded(seed: int):
    """Seed Python, NumPy and Keras for a while; the user's own `random` and `numpy.random` go on as if nothing happened."""
    python_state, numpy_state = random.getstate(), np.random.get_state()
    engine().seed(seed)
    try:
        yield
    finally:
        random.setstate(python_state)
        np.random.set_state(numpy_state)


def compile_predict(model, n_inputs: int):
    """Return a function from (n, n_inputs) float32 to (n, n_outputs) float32, for n up to BLOCK_ROWS.

    Traced once, not once a call; the model is applied as in inference (no dropout).
    """
    return choice.running()[0].compile_predict(model, n_inputs)


def has_loop() -> bool:
    """Return whether the backend has a loop of its own for training (`loops`)."""
    return choice.running()[1] in loops.BACKENDS


def make_loop(model, batch_size: int):
    """Return the backend's loop (see `loops`) for `model`, whose optimizer and metrics are built."""
    return loops.make_loop(choice.running()[1], model, batch_size)


def respond(model, x):
    """Return the responses of `compile_predict` to (n, n_inputs) float32, the quickest way where they are wanted once.

    n is 1 to BLOCK_ROWS.
    """
    return choice.running()[0].respond(model, x)


def prefer_fast_steps(model) -> None:
    """Let model.fit train `model` faster where the losses stay the same.

    A model compiled with steps of its own, or to run eagerly, is left alone.
    """
    choice.running()[0].prefer_fast_steps(model)
