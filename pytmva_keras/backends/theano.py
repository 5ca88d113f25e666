"""Keras 2.3.1 on Theano. What each function does: see `backends`."""

import re

import numpy as np

from ..models.framework import import_keras
from .gpu_options import unknown_gpu_option

INSTALL = "it runs on Keras 2.3.1, in a Python 3.11 environment of its own; requirements-theano.txt has the commands"
INSTALL_GPU = "libgpuarray, pygpu and THEANO_FLAGS=device=cuda"


def set_gpu_options(options: dict[str, str]) -> None:
    for name, value in options.items():
        raise unknown_gpu_option("theano", name, value, "none, leave it out (THEANO_FLAGS takes gpuarray.preallocate)")


def set_threads(threads: int) -> None:
    """OpenMP's and BLAS's."""
    import threadpoolctl

    threadpoolctl.threadpool_limits(threads)


def devices() -> dict[str, str]:
    """The one of THEANO_FLAGS."""
    import theano

    gpu = re.fullmatch(r"(?:cuda|opencl)(\d*).*", theano.config.device)
    return {f"GPU:{gpu[1] or 0}": theano.config.device} if gpu else {"CPU": ""}


def prefer_fast_steps(model) -> None:
    """Theano compiles a step well as it is."""


def compile_predict(model, n_inputs: int):
    backend = import_keras().backend
    apply = backend.function([model.inputs[0], backend.learning_phase()], [model.outputs[0]])
    return lambda x: apply([x, 0])[0].astype(np.float32, copy=False)


def respond(model, x):
    return compile_predict(model, x.shape[1])(x)
