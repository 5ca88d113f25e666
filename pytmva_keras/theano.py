"""Keras 2.3.1 on Theano 1.0.5, of 2019 and 2017, in a Python of today.

`prepare()` makes both importable on Python 3.11 with NumPy 1.26; a script that imports keras itself calls it first. The
two need a Python environment of their own (requirements-theano.txt), for Keras 2 and 3 have the same import name.
"""

import collections
import collections.abc
import functools
import glob
import importlib.metadata
import inspect
import logging
import os
import sys
import warnings

from .errors import ConfigurationError

COMPILE_DIRECTORY = os.path.join("~", ".theano", "pytmva_keras")  # keeps what Theano has compiled, which takes a minute
INSTALL = "an environment made by the commands at the top of requirements-theano.txt"
_log = logging.getLogger("pytmva_keras")


@functools.cache
def is_installed() -> bool:
    """Return whether Theano, and the Keras 2 that runs on it, are installed here; nothing is imported."""
    try:
        return bool(importlib.metadata.version("theano")) and importlib.metadata.version("keras").startswith("2.")
    except importlib.metadata.PackageNotFoundError:
        return False


@functools.cache
def prepare() -> None:
    """Make Theano and Keras 2 importable, set Theano up, and check that it computes where the user wants it to.

    THEANO_FLAGS and .theanorc decide; only what they leave open is set: base_compiledir (~/.theano/pytmva_keras), openmp (on
    with more than one core), blas.ldflags (SciPy's OpenBLAS). KERAS_BACKEND becomes theano. Raises ConfigurationError where
    Python or NumPy is too new, or the device asked for is not in use.
    """
    _check_versions()
    os.environ["KERAS_BACKEND"] = "theano"
    _restore_names()
    _restore_hdf5_texts()
    sys.modules["theano.scan_module.scan_perform_ext"] = None  # its C does not compile on 3.11; scan's Python does the same
    _set_flags()
    if not os.path.isdir(os.path.expanduser(COMPILE_DIRECTORY)):
        _log.info("Theano compiles its own parts first: half a minute, more on a busy machine, once")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import theano
        import theano.ifelse  # noqa: F401, Keras 2 uses it without importing it
    _check_device(theano)
    logging.getLogger("theano.tensor.blas").setLevel(logging.ERROR)  # it misses libblas.so where it has libopenblas
    normalization = theano.tensor.nnet.bn  # takes no epsilon below 1e-5; without these functions Keras 2 does it itself
    del normalization.batch_normalization_train, normalization.batch_normalization_test


def _check_versions() -> None:
    import numpy

    if sys.version_info >= (3, 12) or int(numpy.__version__.split(".")[0]) > 1:
        found = f"Python {sys.version_info.major}.{sys.version_info.minor}, NumPy {numpy.__version__}"
        raise ConfigurationError(f"Theano 1.0.5 works up to Python 3.11 and NumPy 1.26, this is {found}. Use {INSTALL}.")


def _restore_names() -> None:
    """Put names back that Theano and Keras 2 use, and Python 3.10 and 3.11 and NumPy 1.24 have dropped."""
    import numpy

    for alias in (bool, int, float, complex, object, str):
        if alias.__name__ not in vars(numpy):
            setattr(numpy, alias.__name__, alias)
    for name in collections.abc.__all__:
        if not hasattr(collections, name):
            setattr(collections, name, getattr(collections.abc, name))
    if not hasattr(inspect, "getargspec"):
        specification = collections.namedtuple("ArgSpec", "args varargs keywords defaults")
        inspect.getargspec = lambda function: specification(*inspect.getfullargspec(function)[:4])


class _Text(str):
    """A text that can be decoded, as Keras 2 does with what h5py 2 gave as bytes."""

    def decode(self, *arguments) -> str:
        return str(self)


def _restore_hdf5_texts() -> None:
    """Let the attributes of HDF5 files have decode(), for the load_model and load_weights of Keras 2 itself."""
    import numpy
    from h5py import AttributeManager

    read = AttributeManager.__getitem__

    @functools.wraps(read)
    def decodable(self, name):
        value = read(self, name)
        if isinstance(value, str):
            return _Text(value)
        if isinstance(value, numpy.ndarray) and value.dtype == object:
            texts = [_Text(one) if isinstance(one, str) else one for one in value.flat]
            return numpy.array(texts, object).reshape(value.shape)
        return value

    AttributeManager.__getitem__ = decodable


def _set_flags() -> None:
    """Add defaults to THEANO_FLAGS, before what is there: Theano takes the last."""
    mine = [f"base_compiledir={os.path.expanduser(COMPILE_DIRECTORY)}", f"openmp={os.cpu_count() > 1}"]
    blas = _blas_flags()
    mine.append(f"blas.ldflags={blas}")
    if not blas:  # Theano then calls NumPy's BLAS without its lock, which OpenMP's threads do not survive
        mine[1] = "openmp=False"
    configured = _configured()
    mine = [flag for flag in mine if flag.split("=")[0] not in configured]
    os.environ["THEANO_FLAGS"] = ",".join(filter(None, [*mine, os.environ.get("THEANO_FLAGS", "")]))


def _configured() -> set:
    """Return the names of the flags that the user's .theanorc sets."""
    import configparser

    parser = configparser.RawConfigParser()
    parser.read(os.path.expanduser(path) for path in os.environ.get("THEANORC", "~/.theanorc").split(os.pathsep))
    names = ((section, name) for section in parser.sections() for name in parser[section])
    return {name if section == "global" else f"{section}.{name}" for section, name in names}


def _blas_flags() -> str:
    """Return the linker's flags for the OpenBLAS that SciPy brings, "" where there is none; it is loaded here."""
    import scipy.linalg.blas

    directory = os.path.join(os.path.dirname(os.path.dirname(scipy.__file__)), "scipy.libs")
    libraries = sorted(glob.glob(os.path.join(directory, "libopenblas*.so")))
    return f"-L{directory} -l:{os.path.basename(libraries[0])}" if libraries else ""


def _check_device(theano) -> None:
    device = theano.config.device
    if device != "cpu" and not getattr(theano.gpuarray, "pygpu_activated", False):
        raise ConfigurationError(
            f'THEANO_FLAGS asks for the device "{device}", but Theano runs on the CPU: libgpuarray and pygpu do not start. '
            "Install them (pip has none, conda has pygpu), or take the device out of THEANO_FLAGS and .theanorc."
        )
