"""The one place that imports keras, says what to do where it is missing, and keeps it quiet."""

import contextlib
import gc
import logging
import os
import re
import sys
import tempfile
import traceback
import warnings

from .. import theano
from ..errors import ConfigurationError

INSTALL_HINT = 'pip install "pytmva_keras[tensorflow]"'


def import_keras():
    """Return the module keras, version 3, or 2.3 where that is installed for Theano.

    ConfigurationError naming the pip command where it is missing, broken or of another version. Start-up lines are held
    back; those of TensorFlow are not if the user has set TF_CPP_MIN_LOG_LEVEL to less than 3.
    """
    try:
        if theano.is_installed():
            theano.prepare()
        with _quiet_start(), _collecting_once():
            import keras
    except ConfigurationError:
        raise
    except Exception as error:
        if isinstance(error, ModuleNotFoundError) and error.name == "keras":
            raise ConfigurationError(f"Keras cannot be imported ({error}). Install it: {INSTALL_HINT}") from error
        raise ConfigurationError(_broken(error)) from error
    version = getattr(keras, "__version__", "unknown")
    if int(version.split(".")[0] if version[:1].isdigit() else 0) < 3 and not theano.is_installed():
        raise ConfigurationError(f"Keras 3 is needed, version {version} is installed. Upgrade it: {INSTALL_HINT}")
    return keras


def _broken(error: Exception) -> str:
    """Say that Keras or its backend does not start: why, in which python, what to do; then the traceback."""
    backend = os.environ.get("KERAS_BACKEND") or "tensorflow"
    summary = "".join(traceback.format_exception_only(error))
    reasons = re.findall(r"^[\w.]+: (?!Traceback).+", summary, re.MULTILINE)  # TensorFlow's text is a whole traceback
    reason = reasons[-1] if reasons else summary.splitlines()[0]
    return (
        f"Keras on {backend} is installed, but cannot be imported: {reason.rstrip('.')}. The python is {sys.executable}. "
        f"Reinstall both: {sys.executable} -m pip install --force-reinstall keras {backend}\n"
        + "".join(traceback.format_exception(error)).rstrip()
    )


@contextlib.contextmanager
def _quiet_start():
    """Hold back stderr while keras and its backend are loaded; it is shown after all where that fails.

    TensorFlow 2.21's native code writes lines before it has read TF_CPP_MIN_LOG_LEVEL, so the file descriptor is moved.
    """
    wants_lines = os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3") != "3"
    if "keras" in sys.modules or wants_lines:
        yield
        return
    try:
        stderr = os.dup(2)
    except OSError:  # a process without stderr
        yield
        return
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        except BaseException:
            held.seek(0)
            os.write(stderr, held.read())
            raise
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)


@contextlib.contextmanager
def _collecting_once():
    """Run Python's garbage collector once after keras and its backend are loaded, not again and again meanwhile.

    They bring 300,000 objects, and going through them took a fifth of the time of loading. A collector that is off stays
    off.
    """
    if "keras" in sys.modules or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()


@contextlib.contextmanager
def quiet_keras():
    """Hold back the warnings of Keras (through absl's logger) and TensorFlow for a while; errors still show.

    So is Keras' warning that a model was saved compiled, but untrained, which is what a model to be trained is.
    """
    loggers = [logging.getLogger(name) for name in ("absl", "tensorflow")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Skipping variable loading for optimizer")
            yield
    finally:
        for logger, level in zip(loggers, levels):
            logger.setLevel(level)


def explain(error: Exception, limit: int = 400) -> str:
    """Return why Keras could not read a model, and the way out; without its dumps of the whole configuration."""
    text = " ".join(str(error).split()).split("Exception encountered: ")[-1]
    text = text.split("Full object config:")[0].split("config={")[0].strip()
    if text.startswith(("Could not locate ", "Unknown ")):
        what = text.split(". ")[0]
        return f"{what}. Give it by UserCode (a Python file that sets load_model_custom_objects) or custom_objects."
    return f"{type(error).__name__}: {text[:limit]}" if text else type(error).__name__
