"""Ours and a peer in turns, so that what else the machine does meets both."""

import time

import numpy as np

REPEATS = 3


def timed(function, clock=time.perf_counter) -> tuple:
    """Seconds, and what `function` returns."""
    start = clock()
    result = function()
    return clock() - start, result


def race(ours, peer, repeats: int = REPEATS) -> tuple[list[float], tuple]:
    """Medians of the times of both, and their last results; each returns a time and a result."""
    times, results = [], None
    for _ in range(repeats):
        results = None  # not to keep two in memory
        pair = ours(), peer()
        times.append([pair[0][0], pair[1][0]])
        results = pair[0][1], pair[1][1]
    return list(np.median(times, axis=0)), results
