"""The native library through its C interface (src/keras/native/NetworkC.h): no ROOT, no Keras."""

import ctypes

import numpy as np

from ..errors import EvaluationError


class _Array(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("dtype", ctypes.c_char_p), ("bytes", ctypes.c_char_p),
                ("n_bytes", ctypes.c_size_t)]


_FLOATS = np.ctypeslib.ndpointer(np.float32, flags="C_CONTIGUOUS")
_APPLY = [ctypes.c_void_p, _FLOATS, ctypes.c_size_t, _FLOATS, ctypes.c_char_p, ctypes.c_size_t]
_FUNCTIONS = {
    "load": (ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(_Array), ctypes.c_size_t, ctypes.c_char_p,
                               ctypes.c_size_t]),
    "free": (None, [ctypes.c_void_p]),
    "inputs": (ctypes.c_size_t, [ctypes.c_void_p]),
    "outputs": (ctypes.c_size_t, [ctypes.c_void_p]),
    "apply": (ctypes.c_int, _APPLY),
    "apply_each": (ctypes.c_int, _APPLY),
    "kernels": (ctypes.c_char_p, []),
}


class Library:
    """The shared library at `path`."""

    def __init__(self, path: str):
        library = ctypes.CDLL(path)
        for name, (result, arguments) in _FUNCTIONS.items():
            function = getattr(library, f"pytmva_network_{name}")
            function.restype, function.argtypes = result, arguments
            setattr(self, name, function)

    def load_network(self, text: str, arrays) -> "LoadedNetwork":
        """Return the network of a text (native.describe) and arrays (name, dtype, shape, bytes), as export_network has them.

        Raises EvaluationError that says which line or array does not fit.
        """
        return LoadedNetwork(self, text, arrays)


class LoadedNetwork:
    """A network in the native library. Any number of threads may use it."""

    def __init__(self, library: Library, text: str, arrays):
        self._library, self._handle = library, None
        converted = (_Array * len(arrays))()
        for target, (name, dtype, _, data) in zip(converted, arrays):
            target.name, target.dtype, target.bytes, target.n_bytes = name.encode(), dtype.encode(), data, len(data)
        encoded, error = text.encode(), ctypes.create_string_buffer(1000)
        self._handle = library.load(encoded, len(encoded), converted, len(arrays), error, len(error))
        if not self._handle:
            raise EvaluationError(error.value.decode(errors="replace"))
        self.n_inputs, self.n_outputs = library.inputs(self._handle), library.outputs(self._handle)

    def __del__(self):
        if self._handle:
            self._library.free(self._handle)

    def predict(self, x: np.ndarray, event_by_event: bool = False) -> np.ndarray:
        """Return (n, n_outputs) float32 for `x` of (n, n_inputs)."""
        x = np.ascontiguousarray(x, np.float32)
        if x.ndim != 2 or x.shape[1] != self.n_inputs:
            raise EvaluationError(f"the network expects events of shape (n, {self.n_inputs}), got {x.shape}.")
        y, error = np.empty((len(x), self.n_outputs), np.float32), ctypes.create_string_buffer(1000)
        apply = self._library.apply_each if event_by_event else self._library.apply
        if apply(self._handle, x, len(x), y, error, len(error)):
            raise EvaluationError(error.value.decode(errors="replace"))
        return y
