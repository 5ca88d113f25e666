"""The best weights of a training: in memory at once, in their file a second later at most."""

import time

from .models.engines import engine
from .models.files import save_model

SECONDS = 1.0  # writing a small network takes as long as an epoch of it; longer epochs are written one by one


class Checkpoint:
    """Keeps the state that a compiled model had at one moment: its weights and its optimizer's variables.

    path: the model file that is to hold that state; "" for memory only. The file is always a complete one of a state that
    was kept: that of the last `keep`, or where it came within SECONDS of the writing before, an earlier one until `write`.
    """

    def __init__(self, model, path: str = ""):
        self._model, self._path = model, path
        self._weights, self._optimizer = [], []
        self._pending, self._written = False, -SECONDS

    def keep(self) -> None:
        """Keep the state of now, and drop the one kept before. ConfigurationError where the file cannot be written."""
        self._weights = [weight.copy() for weight in self._model.get_weights()]
        self._optimizer = engine().optimizer_state(self._model)
        self._pending = bool(self._path)
        if self._pending and time.monotonic() >= self._written + SECONDS:
            self._save()

    def restore(self) -> None:
        """Give the model the state that was kept; nothing if none was."""
        if self._weights:
            self._model.set_weights(self._weights)
            engine().set_optimizer_state(self._model, self._optimizer)

    def write(self) -> None:
        """Bring the file up to date; where it is not, the model has the state that was kept afterwards."""
        if self._pending:
            self.restore()
            self._save()

    def _save(self) -> None:
        save_model(self._model, self._path)
        self._pending, self._written = False, time.monotonic()
