"""The option UserCode: a Python file that runs before the model is loaded."""

import os

from ..errors import ConfigurationError

_done: dict[tuple[str, str], dict] = {}  # (path, content) of a file that ran -> its objects


def run_user_code(path: str) -> dict:
    """Run the Python file `path` in a namespace of its own and return its `load_model_custom_objects` ({} if unset).

    Once a process: a file that ran already, and has not changed, is not run again (to train and then to apply is one job).
    path: "" does nothing. An error in the file is a ConfigurationError with the file's name and line.
    """
    if not path:
        return {}
    try:
        with open(path, encoding="utf-8") as file:
            source = file.read()
    except OSError as error:
        raise ConfigurationError(f'UserCode="{path}" cannot be read: {error.strerror}. The file is needed for training, and '
                                 "where Keras applies the network: put it beside the weight file.") from error
    key = os.path.realpath(path), source
    if key not in _done:
        _done[key] = _run(path, source)
    return dict(_done[key])


def _run(path: str, source: str) -> dict:
    namespace = {"__name__": "pytmva_keras_user_code", "__file__": os.path.abspath(path)}
    try:
        exec(compile(source, path, "exec"), namespace)
    except Exception as error:
        raise ConfigurationError(f'UserCode="{path}"{_line(error, path)} failed: {type(error).__name__}: {error}') from error
    objects = namespace.get("load_model_custom_objects", {})
    if not isinstance(objects, dict):
        raise ConfigurationError(
            f'UserCode="{path}": load_model_custom_objects must be a dictionary from name to object, '
            f"got {type(objects).__name__}."
        )
    return objects


def _line(error: Exception, path: str) -> str:
    """Return ", line N" for the last line of `path` that the traceback (or the syntax error) names."""
    number = error.lineno if isinstance(error, SyntaxError) and error.filename == path else None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == path:
            number = trace.tb_lineno
        trace = trace.tb_next
    return f", line {number}" if number else ""
