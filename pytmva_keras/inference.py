"""Apply a network to many events, or to one."""

import numpy as np

from . import backends
from .errors import EvaluationError


class Predictor:
    """A trained network as a function from events to responses.

    n_inputs, n_outputs: columns in and out. Made once a model; a call costs no tracing and no printing.
    """

    def __init__(self, model):
        self.n_inputs = int(model.input_shape[-1])
        self.n_outputs = int(model.output_shape[-1])
        self._predict = backends.compile_predict(model, self.n_inputs)

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """Return (n, n_outputs) float32, C-contiguous and the caller's own, for `x` of (n, n_inputs) float32."""
        x = np.ascontiguousarray(x, dtype=np.float32)
        if x.ndim != 2 or x.shape[1] != self.n_inputs:
            raise EvaluationError(f"the network expects events of shape (n, {self.n_inputs}), got {x.shape}.")
        if 0 < len(x) <= backends.BLOCK_ROWS:
            return np.require(self._predict(x), np.float32, ["C", "O", "W"])
        result = np.empty((len(x), self.n_outputs), dtype=np.float32)
        for first in range(0, len(x), backends.BLOCK_ROWS):
            block = slice(first, first + backends.BLOCK_ROWS)
            result[block] = self._predict(x[block])
        return result
