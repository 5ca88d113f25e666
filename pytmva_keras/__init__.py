"""Keras 3 behind TMVA's method PyKeras.

Importing this package is cheap: neither keras, nor a backend, nor ROOT is imported before it is needed.
"""

import sys as _sys
from importlib import import_module as _import_module

__version__ = "0.1.0"

_EXPORTS = {
    "load_model": "pytmva_keras.models",
    "save_model": "pytmva_keras.models",
    "load_network": "pytmva_keras.applying",
    "enable": "pytmva_keras.root",
    "PyTMVAKerasError": "pytmva_keras.errors",
    "ConfigurationError": "pytmva_keras.errors",
    "EvaluationError": "pytmva_keras.errors",
}

__all__ = ["__version__", *_EXPORTS]


def __getattr__(name):
    if name in _EXPORTS:
        return getattr(_import_module(_EXPORTS[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted({*globals(), *__all__})


if "ROOT" in _sys.modules:  # a ROOT from another site-packages is told where our libraries are; else does nothing
    _import_module("pytmva_keras.root").enable()
