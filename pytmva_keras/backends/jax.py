"""Keras on JAX. What each function does: see `backends`."""

import contextlib
import logging
import os

import numpy as np

from .gpu_options import is_fraction, unknown_gpu_option

INSTALL = 'pip install "pytmva_keras[jax]"'
INSTALL_GPU = 'pip install "jax[cuda12]"'

_log = logging.getLogger("pytmva_keras")

_started_with: list[int] = []  # the threads that JAX was started with here


def set_gpu_options(options: dict[str, str]) -> None:
    """Set the variables that JAX reads when it starts."""
    if not options:
        return
    variables = {}
    for name, value in options.items():
        if name == "allow_growth" and value.lower() in ("true", "false"):
            variables["XLA_PYTHON_CLIENT_PREALLOCATE"] = "false" if value.lower() == "true" else "true"
        elif name == "per_process_gpu_memory_fraction" and is_fraction(value):
            variables["XLA_CLIENT_MEM_FRACTION"] = value
        else:
            raise unknown_gpu_option("jax", name, value, "allow_growth=True or False, per_process_gpu_memory_fraction=0.5")
    if not _is_running():
        os.environ.update(variables)
    elif not variables.items() <= os.environ.items() and len(devices()) > 1:
        _log.warning("GpuOptions has no effect: JAX is already running in this process.")


def set_threads(threads: int) -> None:
    """Start JAX with so many threads. XLA has no option for that: it reads the variable NPROC, once."""
    import jax

    if _is_running():
        if _started_with != [threads]:
            _log.warning("NumThreads=%d has no effect: JAX is already running in this process.", threads)
        return
    before = os.environ.get("NPROC")
    os.environ["NPROC"] = str(threads)
    try:
        jax.devices()
    finally:
        os.environ.pop("NPROC")
        if before is not None:
            os.environ["NPROC"] = before
    _started_with.append(threads)


def _is_running() -> bool:
    from jax._src import xla_bridge  # no public function tells

    return xla_bridge.backends_are_initialized()


def devices() -> dict[str, str]:
    import jax

    found = {}
    for platform in ("cpu", "gpu"):
        with contextlib.suppress(RuntimeError):  # none of this platform
            for device in jax.devices(platform):
                found["CPU" if platform == "cpu" else f"GPU:{device.id}"] = "" if platform == "cpu" else device.device_kind
    return found


def prefer_fast_steps(model) -> None:
    """JAX compiles a step well as it is."""


def compile_predict(model, n_inputs: int):
    """JAX compiles for one shape: events are padded to powers of two, so that a few shapes serve every size."""
    import jax

    state = [variable.value for variable in model.trainable_variables], [
        variable.value for variable in model.non_trainable_variables
    ]
    device = next(iter(jax.numpy.zeros(()).devices()))  # where arrays are made now
    # Training may give the originals away. JAX itself would compile a program for each shape that it copies.
    state = jax.tree_util.tree_map(lambda value: jax.device_put(np.array(value), device), state)

    @jax.jit
    def apply(x):
        return model.stateless_call(*state, x, training=False)[0].astype("float32")

    def predict(x):
        rows = len(x)
        bucket = 1 << (rows - 1).bit_length()
        padded = x if bucket == rows else np.concatenate([x, np.zeros((bucket - rows, n_inputs), np.float32)])
        with jax.default_device(device):
            return np.asarray(apply(padded))[:rows]

    return predict


def respond(model, x):
    return compile_predict(model, x.shape[1])(x)
