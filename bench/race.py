"""Ours and a peer in turns, so that what else the machine does meets both; and the row of the table that comes of it."""

import statistics
import time

REPEATS = 3


def timed(function, clock=time.perf_counter) -> tuple:
    """Seconds, and what `function` returns."""
    start = clock()
    result = function()
    return clock() - start, result


def race(ours, peer, repeats: int = REPEATS) -> tuple[tuple[list, list], tuple]:
    """The times of both, and their last results; each returns a time and a result."""
    times, results = ([], []), None
    for _ in range(repeats):
        results = None  # not to keep two in memory
        pair = ours(), peer()
        for samples, (seconds, _) in zip(times, pair):
            samples.append(seconds)
        results = pair[0][1], pair[1][1]
    return times, results


def row(name: str, times: tuple[list, list], peer_name: str, unit: str) -> dict:
    """Medians of the times of both, and their spreads: half of what lies between the least and the greatest."""
    (ours, ours_spread), (peer, peer_spread) = map(_median_and_spread, times)
    return {
        "name": name, "ours": ours, "ours_spread": ours_spread, "peer": peer, "peer_spread": peer_spread,
        "peer_name": peer_name, "unit": unit,
    }  # fmt: skip


def _median_and_spread(samples: list) -> tuple[float, float]:
    return statistics.median(samples), (max(samples) - min(samples)) / 2
