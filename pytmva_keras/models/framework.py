"""The one place that imports keras, and says what to do where it is missing."""

import os

from ..errors import ConfigurationError

INSTALL_HINT = 'pip install "pytmva_keras[tensorflow]"'


def import_keras():
    """Return the module keras, version 3; ConfigurationError naming the pip command where it is missing or older.

    TensorFlow's start-up lines are switched off unless the user has set TF_CPP_MIN_LOG_LEVEL.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    try:
        import keras
    except ModuleNotFoundError as error:
        raise ConfigurationError(f"Keras cannot be imported ({error}). Install it: {INSTALL_HINT}") from error
    version = getattr(keras, "__version__", "unknown")
    if int(version.split(".")[0] if version[:1].isdigit() else 0) < 3:
        raise ConfigurationError(f"Keras 3 is needed, version {version} is installed. Upgrade it: {INSTALL_HINT}")
    return keras
