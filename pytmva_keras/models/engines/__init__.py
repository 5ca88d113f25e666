"""The Kerases that models run on, behind one set of functions.

`engine()` returns the module for the Keras of this process: keras3 (TensorFlow, JAX, torch) or keras2 (2.3.1 on Theano).
Both have the same functions, described in keras3 (which alone has read_hdf5_weights and build_for_training) and VERSION,
that of Keras. Arrays go in and out in the order and layout of Keras 3, and so do configurations and compile settings that
go in.
"""

from ..framework import import_keras
from . import keras2, keras3


def engine():
    """Return the module of the Keras that runs here; it is imported if it was not."""
    return keras2 if import_keras().__version__.startswith("2.") else keras3
