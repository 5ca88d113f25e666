"""The best weights while a network is trained: what memory and file hold, and when."""

import numpy as np
import pytest

from pytmva_keras import ConfigurationError, checkpoint, load_model
from pytmva_keras.checkpoint import Checkpoint


@pytest.fixture
def model(make_model):
    """Compiled, and trained a step."""
    model = make_model(compile=dict(optimizer="adam", loss="categorical_crossentropy"))
    step(model)
    return model


@pytest.fixture
def clock(monkeypatch):
    """clock.now: the time that checkpoints see."""

    class Clock:
        now = 0.0

        def monotonic(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(checkpoint, "time", clock)
    return clock


def step(model) -> None:
    model.train_on_batch(np.ones((8, 4), np.float32), np.eye(2, dtype=np.float32)[np.arange(8) % 2])


def state(model) -> list:
    from pytmva_keras.models.engines import engine

    return [*(weight.copy() for weight in model.get_weights()), *engine().optimizer_state(model)]


def equal(one: list, other: list) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_the_file_of_a_later_write_is_that_of_the_moment(model, clock, tmp_path, suffix):
    """Optimizer and learning rate included."""
    path = str(tmp_path / f"best{suffix}")
    kept = Checkpoint(model, path)
    kept.keep()
    model.optimizer.learning_rate = 0.25
    step(model)
    kept.keep()
    best = state(model)
    model.optimizer.learning_rate = 0.5
    step(model)
    assert not equal(state(load_model(path)), best)
    kept.write()
    found = load_model(path)
    assert equal(state(found), best) and equal(state(model), best)
    assert found.optimizer.get_config()["learning_rate"] == 0.25


def test_a_file_is_written_once_a_second(model, clock, tmp_path):
    path = tmp_path / "best.h5"
    kept = Checkpoint(model, str(path))
    written = []
    for clock.now in (0.0, 0.4, 0.9, 1.1, 1.2, 2.2):
        path.unlink(missing_ok=True)
        step(model)
        kept.keep()
        written.append(path.exists())
        assert not written[-1] or equal(state(load_model(path)), state(model))
    assert written == [True, False, False, True, False, True]
    path.unlink()
    kept.write()
    assert not path.exists()  # it was up to date


def test_keeping_copies(model):
    kept = Checkpoint(model)
    kept.keep()
    before = state(model)
    for _ in range(3):
        step(model)
    assert not equal(state(model), before)
    kept.restore()
    assert equal(state(model), before)


def test_nothing_kept_nothing_done(model, tmp_path):
    before = state(model)
    kept = Checkpoint(model, str(tmp_path / "best.h5"))
    kept.write()
    kept.restore()
    assert equal(state(model), before) and not list(tmp_path.glob("best*"))


def test_an_old_file_stays_where_a_new_one_cannot_be_written(model, clock, tmp_path, monkeypatch):
    path = tmp_path / "best.h5"
    kept = Checkpoint(model, str(path))
    kept.keep()
    best = state(model)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pytmva_keras.models.atomic.os.replace", full)
    step(model)
    clock.now = 5.0
    with pytest.raises(ConfigurationError, match="cannot be written: No space left"):
        kept.keep()
    assert equal(state(load_model(path)), best)
