"""Training events that do not fit into memory: read in windows, each shuffled."""

from dataclasses import dataclass
from typing import Callable

import numpy as np


@dataclass(frozen=True)
class Stream:
    """Events beyond those of a Dataset, all for fitting.

    n_events: of an epoch. read(x, y, w): fill all m rows of (m, d), (m, k) labels as the network's outputs want them, and
    (m, 1) float32 arrays with the next events; after n_events of them it begins anew. n_labels: k. window: events that are
    in memory at a time, and shuffled.
    """

    n_events: int
    read: Callable
    n_labels: int
    window: int


def windows(stream: Stream, n_variables: int, batch_size: int):
    """Yield x (m, d), y (m, k), w (m,) until n_events were there.

    m is the same for all but the last, and a multiple of `batch_size`. The arrays are new each time, and nothing here keeps
    the last ones while the next are read.
    """
    size = max(stream.window // batch_size, 1) * batch_size
    for begin in range(0, stream.n_events, size):
        yield _read(stream, min(size, stream.n_events - begin), n_variables)


def _read(stream: Stream, n: int, n_variables: int) -> tuple:
    x, y, w = (np.empty((n, columns), np.float32) for columns in (n_variables, stream.n_labels, 1))
    stream.read(x, y, w)
    return x, y, w[:, 0]
