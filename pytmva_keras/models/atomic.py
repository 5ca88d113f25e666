"""Files that are either the old one or the complete new one."""

import contextlib
import os
import tempfile

from ..errors import ConfigurationError


@contextlib.contextmanager
def replacing(path: str):
    """Yield the name of a temporary file beside `path`, with its suffix, that takes its place if no exception is raised.

    A missing directory is made. ConfigurationError where the directory cannot be written.
    """
    temporary = _temporary_beside(path)
    try:
        yield temporary
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.remove(temporary)
        raise


def check_writable(path: str) -> None:
    """Raise ConfigurationError now if `replacing(path)` would; makes the directory, leaves no file."""
    os.remove(_temporary_beside(path))


def _temporary_beside(path: str) -> str:
    directory = os.path.dirname(os.path.abspath(path))
    try:
        os.makedirs(directory, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".writing-", suffix=os.path.splitext(path)[1], dir=directory)
    except OSError as error:
        raise ConfigurationError(
            f"{path} cannot be written: {error.strerror} ({directory}). Choose another directory or change its permissions."
        ) from error
    os.close(handle)
    return temporary


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
