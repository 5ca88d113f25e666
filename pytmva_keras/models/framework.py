"""The one place that imports keras, says what to do where it is missing, and keeps it quiet."""

import contextlib
import logging
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


@contextlib.contextmanager
def quiet_keras():
    """Hold back the warnings of Keras (through absl's logger) and TensorFlow for a while; errors still show."""
    loggers = [logging.getLogger(name) for name in ("absl", "tensorflow")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels):
            logger.setLevel(level)


def first_lines(error: Exception, limit: int = 400) -> str:
    """Return type and text of an error of Keras, cut before its dump of the whole configuration."""
    text = " ".join(str(error).split())
    text = text.split("Full object config:")[0].split("config={")[0].strip()
    return f"{type(error).__name__}: {text[:limit]}" if text else type(error).__name__
