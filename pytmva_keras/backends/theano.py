"""Keras 2.3.1 on Theano. What each function does: see `backends`."""

import numpy as np

from ..errors import ConfigurationError
from ..models.framework import import_keras

INSTALL = "see requirements-theano.txt: it needs a Python 3.11 environment of its own, for Keras 2.3.1"


def set_gpu_options(options: dict[str, str]) -> None:
    for name, value in options.items():
        raise ConfigurationError(
            f'GpuOptions="{name}={value}" is not supported with the backend theano. Leave it out; THEANO_FLAGS takes '
            "gpuarray.preallocate."
        )


def set_threads(threads: int) -> None:
    """OpenMP's and BLAS's."""
    import threadpoolctl

    threadpoolctl.threadpool_limits(threads)


def prefer_fast_steps(model) -> None:
    """Theano compiles a step well as it is."""


def compile_predict(model, n_inputs: int):
    backend = import_keras().backend
    apply = backend.function([model.inputs[0], backend.learning_phase()], [model.outputs[0]])
    return lambda x: apply([x, 0])[0].astype(np.float32, copy=False)
