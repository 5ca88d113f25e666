"""Files that are either the old one or the complete new one."""

import contextlib
import os
import tempfile

from ..errors import ConfigurationError


@contextlib.contextmanager
def replacing(path: str):
    """Yield the name of a temporary file beside `path`, with its suffix, that takes its place if no exception is raised.

    A missing directory is made. ConfigurationError where the directory cannot be written, or the disk is full.
    """
    temporary = _temporary_beside(path)
    try:
        yield temporary
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.remove(temporary)
        if isinstance(error, OSError):
            raise _unwritable(path, error) from error
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
        raise _unwritable(path, error) from error
    os.close(handle)
    return temporary


def _unwritable(path: str, error: OSError) -> ConfigurationError:
    reason = os.strerror(error.errno) if error.errno else error  # h5py's own text is many lines long
    directory = os.path.dirname(os.path.abspath(path))
    return ConfigurationError(
        f"{path} cannot be written: {reason}. Make room in the directory {directory}, change its permissions, "
        "or choose another."
    )


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
