"""The rows of `make bench`: what is written of the times of both sides."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ.get("PYTMVA_SOURCE", Path(__file__).resolve().parents[2])) / "bench"))

import race
import run


def test_the_sides_take_turns_and_their_last_results_are_kept():
    calls = []

    def side(name, seconds):
        def measured():
            calls.append(name)
            return next(seconds), f"{name} {len(calls)}"

        return measured

    times, results = race.race(side("ours", iter([3.0, 1.0, 2.0])), side("peer", iter([8.0, 9.0, 4.0])))
    assert calls == ["ours", "peer"] * 3
    assert times == ([3.0, 1.0, 2.0], [8.0, 9.0, 4.0])
    assert results == ("ours 5", "peer 6")


def test_a_row_has_medians_and_half_of_the_ranges():
    row = race.row("name", ([3.0, 1.0, 1.5], [8.0, 9.0, 4.0]), "keras", "s")
    assert row == {
        "name": "name", "ours": 1.5, "ours_spread": 1.0, "peer": 8.0, "peer_spread": 2.5, "peer_name": "keras", "unit": "s",
    }  # fmt: skip


def test_jax_is_compared_with_fit_on_tensorflow():
    jax = race.row("train_jax_small_32", ([1.0, 1.2], [4.0]), "jax: fit", "s")
    tensorflow = race.row("train_tensorflow_small_32", ([3.0], [20.0, 24.0]), "tensorflow: fit", "s")
    row = run.jax_vs_tensorflow([jax, tensorflow])
    assert row == {
        "name": "train_jax_vs_tensorflow_small_32", "ours": 1.1, "ours_spread": jax["ours_spread"], "peer": 22.0,
        "peer_spread": 2.0, "peer_name": "tensorflow: fit", "unit": "s",
    }  # fmt: skip
