"""Keras on JAX. What each function does: see `backends`."""

import logging

import numpy as np

from ..errors import ConfigurationError

INSTALL = 'pip install "pytmva_keras[jax]"'

_log = logging.getLogger("pytmva_keras")


def set_gpu_options(options: dict[str, str]) -> None:
    for name, value in options.items():
        raise ConfigurationError(f'GpuOptions="{name}={value}" is not supported with the backend jax. Leave it out.')


def set_threads(threads: int) -> None:
    _log.warning("NumThreads=%d has no effect with the backend jax.", threads)


def prefer_fast_steps(model) -> None:
    """JAX compiles a step well as it is."""


def compile_predict(model, n_inputs: int):
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
