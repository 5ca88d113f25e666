"""The loop on PyTorch: one step is recorded and then run as TorchScript, without Python between its operations.

Keras spends nine tenths of a small network's step in Python. Steps that cannot be recorded, and the shorter last one, are
run one by one by model.train_step.
"""

import warnings

import torch
from keras.src.backend.torch.core import device_scope, get_device

from .recording import NotRecordable, Recording, variables_of

_BLOCK_ROWS = 65536  # about so many are gathered at once, in the order of training


class Loop:
    """See `backends.loops`."""

    def __init__(self, model, batch_size: int):
        self._model, self._batch_size = model, batch_size
        self._device = get_device()
        self._recording = None
        self._is_checked = False
        self._is_recordable = True

    def load(self, x, y, w):
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "The given NumPy array is not writable")  # nothing here writes to it
            return tuple(torch.from_numpy(array).to(self._device) for array in (x, y, w))

    def reset(self) -> None:
        self._model.reset_metrics()

    def train(self, events, order, begin: int, end: int) -> None:
        self._model.train()
        if self._recording and not self._recording.fits():
            self._recording = None  # the user compiled the model again, or froze layers
        block = max(1, _BLOCK_ROWS // self._batch_size) * self._batch_size
        with device_scope(self._device):
            for first in range(begin, end, block):
                self._train_block(*_take(events, order[first : min(first + block, end)]))

    def results(self) -> dict:
        return {name: float(value) for name, value in self._model.get_metrics_result().items()}

    def evaluate(self, events, order, batch_size: int) -> dict:
        self._model.eval()
        self.reset()
        with device_scope(self._device), torch.no_grad():
            for first in range(0, len(order), batch_size):
                self._model.test_step(_take(events, order[first : first + batch_size]))
        return self.results()

    def _train_block(self, *block) -> None:
        """Train on the rows of `block`: the first two steps of all are for the recording, the others run it."""
        size, rows = self._batch_size, len(block[0])
        full = rows - rows % size
        begin = 0
        while begin < rows:
            batch = tuple(array[begin : begin + size] for array in block)
            if begin == full or not self._is_recordable:
                self._model.train_step(batch)
            elif not self._recording:
                self._record(batch)
            elif not self._is_checked:
                self._check(batch)
            else:
                self._recording.run(tuple(array[begin:full] for array in block), size)
                begin = full
                continue
            begin += size

    def _record(self, batch) -> None:
        """Do a step and record it. Steps cannot be recorded where a value decides what is done next, as with ops.cond."""
        before = _State(self._model)
        self._is_checked = False
        try:
            self._recording = Recording(self._model, batch)
        except NotRecordable:
            self._recording, self._is_recordable = None, False
            before.restore()
            self._model.train_step(batch)

    def _check(self, batch) -> None:
        """Do a step as recorded and again as Keras does it: a layer may have state in Python that a recording lacks."""
        before = _State(self._model)
        self._recording.run(batch, self._batch_size)
        recorded = _State(self._model)
        before.restore()
        self._model.train_step(batch)
        self._is_checked = True
        if not recorded.equals(_State(self._model)):
            self._recording, self._is_recordable = None, False


class _State:
    """A copy of all variables of `model`, and the state of PyTorch's random generators."""

    def __init__(self, model):
        self._variables = [variable._value for variable in variables_of(model)]
        self._values = [value.detach().clone() for value in self._variables]
        self._on_gpu = [value.device for value in self._values if value.is_cuda][:1]
        self._random = [torch.get_rng_state(), *map(torch.cuda.get_rng_state, self._on_gpu)]

    def restore(self) -> None:
        with torch.no_grad():
            for variable, value in zip(self._variables, self._values):
                variable.copy_(value)
        torch.set_rng_state(self._random[0])
        for device, state in zip(self._on_gpu, self._random[1:]):
            torch.cuda.set_rng_state(state, device)

    def equals(self, other) -> bool:
        """Return whether the variables are the same but for rounding."""
        pairs = zip(self._values, other._values)
        return all(torch.allclose(a, b, rtol=1e-4, atol=1e-5, equal_nan=True) for a, b in pairs)


def _take(events, rows) -> tuple:
    rows = torch.from_numpy(rows).to(events[0].device)
    return tuple(torch.index_select(array, 0, rows) for array in events)
