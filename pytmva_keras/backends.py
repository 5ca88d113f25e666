"""Choose and configure the backend of Keras before it is imported; predict fast and describe it afterwards."""

import contextlib
import importlib.util
import json
import logging
import os
import random
import sys

import numpy as np

from .errors import ConfigurationError, nearest
from .models.framework import import_keras

_log = logging.getLogger("pytmva_keras")

BACKENDS = ("tensorflow", "jax", "torch")
BLOCK_ROWS = 8192  # events a call of the backend; larger ones fall out of cache


def configure(asked: str = "", num_threads: int = 0, gpu_options: str = "") -> str:
    """Make sure that Keras runs on the backend `asked`, and return the running backend's name.

    asked: "tensorflow", "jax", "torch", or "": the variable KERAS_BACKEND, else that of keras.json if it is installed, else
    the first that is.
    num_threads: threads the backend may use, 0 leaves that to it. gpu_options: TensorFlow's allow_growth=True or "".
    Raises ConfigurationError if another backend is already running, or the one chosen is not installed.
    """
    name = _normalised(asked)
    running = _running()
    if running:
        if name and name != running:
            raise ConfigurationError(
                f'Backend="{name}" was asked for, but Keras already runs on {running} in this process. '
                f"Start a new process, or leave Backend out."
            )
    else:
        running = name or _normalised(os.environ.get("KERAS_BACKEND", "")) or _default()
        _check_installed(running)
        os.environ["KERAS_BACKEND"] = running
        import_keras()
    _set_threads(running, num_threads)
    _set_gpu_options(running, gpu_options)
    return running


def check_tensorboard(directory: str) -> None:
    """Raise ConfigurationError if logs for TensorBoard are wanted in `directory` (not "") and cannot be written.

    Whatever the backend, it is TensorFlow that writes them.
    """
    missing = [name for name in ("tensorflow", "tensorboard") if directory and not _installed(name)]
    if missing:
        raise ConfigurationError(
            f'TensorBoard="{directory}" needs {" and ".join(missing)}, not installed here. '
            f"Install it: pip install {' '.join(missing)}, or leave the option out."
        )


def describe() -> str:
    """Return backend and versions in one line, such as "Keras 3.15.1 on tensorflow 2.21.0"."""
    keras = import_keras()
    name = keras.backend.backend()
    return f"Keras {keras.__version__} on {name} {sys.modules[name].__version__}"


@contextlib.contextmanager
def seeded(seed: int):
    """Seed Python, NumPy and Keras for a while; the user's own `random` and `numpy.random` go on as if nothing happened."""
    python_state, numpy_state = random.getstate(), np.random.get_state()
    import_keras().utils.set_random_seed(seed)
    try:
        yield
    finally:
        random.setstate(python_state)
        np.random.set_state(numpy_state)


def compile_predict(model, n_inputs: int):
    """Return a function from (n, n_inputs) float32 to (n, n_outputs) float32, for n up to BLOCK_ROWS.

    Traced once, not once a call; the model is applied as in inference (no dropout).
    """
    return {"tensorflow": _predict_tensorflow, "jax": _predict_jax, "torch": _predict_torch}[
        import_keras().backend.backend()
    ](model, n_inputs)


def prefer_fast_steps(model) -> None:
    """Let TensorFlow run 32 steps a call of its training function; losses are the same, small networks train faster.

    A model compiled with steps of its own, or to run eagerly, is left alone. On a CPU XLA does not pay.
    """
    if import_keras().backend.backend() != "tensorflow" or model.run_eagerly:
        return
    import tensorflow

    if model.steps_per_execution == 1:
        model.steps_per_execution = 32
    if not tensorflow.config.list_physical_devices("GPU"):
        model.jit_compile = False
    model.train_function = model.test_function = None


def _normalised(name: str) -> str:
    name = {"tf": "tensorflow", "pytorch": "torch"}.get(name.strip().lower(), name.strip().lower())
    if name and name not in BACKENDS:
        raise ConfigurationError(f'unknown backend "{name}"{nearest(name, BACKENDS)} Known: {", ".join(BACKENDS)}.')
    return name


def _running() -> str:
    keras = sys.modules.get("keras")
    return import_keras().backend.backend() if keras is not None and hasattr(keras, "backend") else ""


def _default() -> str:
    """Return the backend of keras.json, which Keras itself writes unasked and for tensorflow; so it must be installed."""
    return next((name for name in (_from_keras_json(), *BACKENDS) if name and _installed(name)), BACKENDS[0])


def _from_keras_json() -> str:
    home = os.environ.get("KERAS_HOME") or os.path.join(os.path.expanduser("~"), ".keras")
    try:
        with open(os.path.join(home, "keras.json"), encoding="utf-8") as file:
            return _normalised(json.load(file).get("backend", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def _installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def _check_installed(name: str) -> None:
    if _installed(name):
        return
    others = [other for other in BACKENDS if _installed(other)]
    hint = f" Installed here: {', '.join(others)} (option Backend={others[0]})." if others else ""
    raise ConfigurationError(f'the backend {name} is not installed. Install it: pip install "pytmva_keras[{name}]".{hint}')


def _set_threads(name: str, threads: int) -> None:
    if threads <= 0:
        return
    if name == "torch":
        import torch

        torch.set_num_threads(threads)
    elif name == "tensorflow":
        import tensorflow

        threading = tensorflow.config.threading
        try:
            threading.set_intra_op_parallelism_threads(threads)
            threading.set_inter_op_parallelism_threads(threads)
        except RuntimeError:
            if threading.get_intra_op_parallelism_threads() != threads:
                _log.warning("NumThreads=%d has no effect: TensorFlow is already running in this process.", threads)
    else:
        _log.warning("NumThreads=%d has no effect with the backend %s.", threads, name)


def _set_gpu_options(name: str, text: str) -> None:
    for entry in filter(None, (part.strip() for part in text.split(","))):
        key, _, value = entry.partition("=")
        if name != "tensorflow" or key.strip() != "allow_growth" or value.strip().lower() not in ("true", "false"):
            raise ConfigurationError(
                f'GpuOptions="{text}" is not supported with the backend {name}; known: allow_growth=True (tensorflow). '
                "Leave it out."
            )
        import tensorflow

        for device in tensorflow.config.list_physical_devices("GPU"):
            tensorflow.config.experimental.set_memory_growth(device, value.strip().lower() == "true")


def _predict_tensorflow(model, n_inputs: int):
    import tensorflow

    signature = [tensorflow.TensorSpec((None, n_inputs), tensorflow.float32)]
    traced = tensorflow.function(
        lambda x: tensorflow.cast(model(x, training=False), tensorflow.float32), input_signature=signature
    ).get_concrete_function()
    constant = tensorflow.constant
    return lambda x: traced(constant(x)).numpy()


def _predict_jax(model, n_inputs: int):
    """JAX compiles for one shape: events are padded to powers of two, so that a few shapes serve every size."""
    import jax

    state = [variable.value for variable in model.trainable_variables], [
        variable.value for variable in model.non_trainable_variables
    ]
    state = jax.tree_util.tree_map(jax.numpy.array, state)  # training may give the originals away

    @jax.jit
    def apply(x):
        return model.stateless_call(*state, x, training=False)[0].astype("float32")

    def predict(x):
        rows = len(x)
        bucket = 1 << (rows - 1).bit_length()
        padded = x if bucket == rows else np.concatenate([x, np.zeros((bucket - rows, n_inputs), np.float32)])
        return np.asarray(apply(padded))[:rows]

    return predict


def _predict_torch(model, n_inputs: int):
    import torch
    from keras.src.backend.torch.core import get_device

    def predict(x):
        with torch.no_grad():
            return model(torch.from_numpy(x).to(get_device()), training=False).float().cpu().numpy()

    return predict
