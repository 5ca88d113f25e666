"""From TMVA's events to what Keras is fed: labels, and a validation sample drawn from all classes."""

from dataclasses import dataclass
from typing import Optional

import numpy as np

from .errors import ConfigurationError
from .streaming import Stream


_BLOCK_ROWS = 65536  # events that are looked at in one go; all of them would take memory


@dataclass(frozen=True)
class Dataset:
    """Events, of which some are for fitting and some for validation.

    x: (n, d) float32; y: (n, k) float32 labels or targets, or (n, 1) class indices; w: (n,) float32 event weights,
    which may be negative. fit, validation: (m,) int32 numbers of the events, sorted. stream: more events for fitting.
    """

    x: np.ndarray
    y: np.ndarray
    w: np.ndarray
    fit: np.ndarray
    validation: np.ndarray
    stream: Optional[Stream] = None

    @property
    def n_fit(self) -> int:
        """Number of events of an epoch."""
        return len(self.fit) + (self.stream.n_events if self.stream is not None else 0)

    def arrays(self, events: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return copies of x, y and w of the events with these numbers."""
        return self.x[events], self.y[events], self.w[events]


def one_hot(class_index: np.ndarray, n_classes: int) -> np.ndarray:
    """Return (n, n_classes) float32 with a 1 in the column of each event's class; `class_index` is (n,) int."""
    labels = np.zeros((len(class_index), n_classes), dtype=np.float32)
    labels[np.arange(len(class_index)), class_index] = 1.0
    return labels


def signal_labels(class_index: np.ndarray, signal_index: int) -> np.ndarray:
    """Return (n, 1) float32: 1 for events of the signal class, else 0; `class_index` is (n,) int."""
    return (class_index == signal_index).astype(np.float32)[:, np.newaxis]


def encode_labels(class_index: np.ndarray, n_outputs: int, signal_index: int, sparse: bool = False) -> np.ndarray:
    """Return the labels of classified events as the network's outputs want them.

    One output: (n, 1), 1 for signal. Several: (n, n_outputs) one-hot, or with `sparse` the class index itself as (n, 1).
    """
    if n_outputs == 1:
        return signal_labels(class_index, signal_index)
    if sparse:
        return class_index.astype(np.float32)[:, np.newaxis]
    return one_hot(class_index, n_outputs)


def class_indices(y: np.ndarray, classes: tuple[str, ...]) -> np.ndarray:
    """Return (n, 1) or (n,) floats as (n,) class indices; every class must have events."""
    index = np.asarray(y).reshape(-1).astype(np.int64)
    if index.size and not (0 <= index.min() and index.max() < len(classes)):
        raise ConfigurationError(f"class indices run from {index.min()} to {index.max()}, there are {len(classes)} classes.")
    counts = np.bincount(index, minlength=len(classes))
    for name, count in zip(classes, counts):
        if count == 0:
            raise ConfigurationError(f'class "{name}" has no training events. Check its tree and the cuts.')
    return index


def split_validation(n_events: int, n_validation: int, seed: int, strata: Optional[np.ndarray] = None):
    """Draw `n_validation` of `n_events` at random, from every stratum (class) in proportion to its events.

    strata: (n_events,) int class of each event, or None. Returns (fit, validation): sorted (m,) int arrays of event
    numbers without a common element. The same seed gives the same split; the order of the classes does not matter.
    A class keeps at least one event for fitting, and gets one for validation where there are enough.
    """
    if strata is None:
        strata = np.zeros(n_events, dtype=np.int64)
    generator = np.random.default_rng(seed)
    groups = [np.flatnonzero(strata == label) for label in np.unique(strata)]
    quotas = _quotas(np.array([len(group) for group in groups]), n_validation)
    in_validation = np.zeros(n_events, dtype=bool)
    for group, quota in zip(groups, quotas):
        in_validation[generator.choice(group, size=quota, replace=False)] = True
    return np.flatnonzero(~in_validation), np.flatnonzero(in_validation)


def _quotas(sizes: np.ndarray, total: int) -> np.ndarray:
    """Share `total` among groups in proportion to their sizes, by the largest remainder."""
    exact = sizes * (total / sizes.sum())
    quotas = np.floor(exact).astype(np.int64)
    if total >= len(sizes):
        quotas = np.maximum(quotas, (sizes > 1).astype(np.int64))
    most = np.maximum(sizes - 1, 0) if total <= (sizes - 1).sum() else sizes
    quotas = np.minimum(quotas, most)
    while quotas.sum() != total:
        step = 1 if quotas.sum() < total else -1
        room = quotas < most if step > 0 else quotas > 0
        shortage = np.where(room, (exact - quotas) * step, -np.inf)
        quotas[int(np.argmax(shortage))] += step
    return quotas


def check_events(x: np.ndarray, y: np.ndarray, w: np.ndarray, variables: tuple[str, ...]) -> None:
    """Refuse arrays of the wrong shape and values that are not finite, naming variable and event."""
    if x.ndim != 2 or x.shape[1] != len(variables):
        raise ConfigurationError(f"expected events of shape (n, {len(variables)}), got {x.shape}.")
    if len(y) != len(x) or w.size != len(x):
        raise ConfigurationError(f"there are {len(x)} events, but {len(y)} labels and {w.size} weights.")
    if len(x) < 2:
        raise ConfigurationError(f"{len(x)} training events are too few. Check the trees and the cuts.")
    for name, values in (("variables", x), ("labels or targets", y), ("weights", w)):
        for begin in range(0, len(values), _BLOCK_ROWS):
            finite = np.isfinite(values[begin : begin + _BLOCK_ROWS])
            if not finite.all():
                event, *column = np.argwhere(~finite)[0] + [begin, *[0] * (values.ndim - 1)]
                where = f'variable "{variables[column[0]]}"' if name == "variables" else f"the {name}"
                value = values[(event, *column)]
                raise ConfigurationError(f"training event {event} has the value {value} in {where}. Cut such events away.")


def make_dataset(x, y, w, fit: np.ndarray, validation: np.ndarray, stream: Optional[Stream] = None) -> Dataset:
    """Put events, encoded labels, (n,) or (n, 1) weights and the split's event numbers together."""
    w = np.asarray(w, dtype=np.float32).reshape(-1)
    return Dataset(x, y, w, fit.astype(np.int32), validation.astype(np.int32), stream)
