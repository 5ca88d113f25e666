"""How the epochs of a training are run: by the backend's loop or by model.fit, in which order, and what is shown."""

import logging
import os
import pty
import re
import subprocess
import sys

import numpy as np
import pytest

from pytmva_keras import ConfigurationError, backends, bridge
from pytmva_keras.config import TrainConfig
from pytmva_keras.data import Dataset
from pytmva_keras.epochs import _Slices, run_epochs

FIT = "Trained by model.fit, which is slower: "


@pytest.fixture
def fitted(monkeypatch, keras):
    """The list to which each call of model.fit adds its number of events."""
    calls, original = [], keras.Model.fit
    fit = lambda model, *a, **k: calls.append(len(k["x"])) or original(model, *a, **k)  # noqa: E731
    monkeypatch.setattr(keras.Model, "fit", fit)
    return calls


def dataset(outputs=2, n=100):
    x = np.random.default_rng(1).normal(size=(n, 4)).astype(np.float32)
    y = np.eye(outputs, dtype=np.float32)[(x[:, 0] > 0).astype(int)]
    return Dataset(x, y, np.ones(n, np.float32), np.arange(0, n - 20, dtype=np.int32), np.arange(n - 20, n, dtype=np.int32))


def train(model, callbacks=(), **changes):
    run_epochs(model, TrainConfig(batch_size=10, num_epochs=2, **changes), dataset(), list(callbacks))


# --- which way


def test_the_loop_is_the_default_and_fit_can_be_asked_for(book_and_train, fitted, caplog):
    caplog.set_level(logging.INFO, logger="pytmva_keras")
    book_and_train()
    assert fitted == []
    book_and_train(training_loop="Fit")
    assert fitted == [320] and FIT not in caplog.text


def test_both_ways_learn_alike(options, events, make_model):
    """With one batch an epoch the order does not matter."""
    compiled = dict(optimizer="adam", loss="categorical_crossentropy", weighted_metrics=["accuracy"])
    settings = options(make_model(compile=compiled), num_epochs=5, batch_size=320, learn_rate=0.05)
    trainers = [bridge.open_trainer({**settings, "training_loop": loop}) for loop in ("auto", "fit")]
    one, other = [bridge.train(trainer, *events)["history"] for trainer in trainers]
    assert list(one) == list(other) == ["accuracy", "loss", "val_accuracy", "val_loss"]
    for name, values in one.items():
        np.testing.assert_allclose(values, other[name], rtol=1e-5, err_msg=name)


def test_unknown_loop(options):
    with pytest.raises(ConfigurationError, match='TrainingLoop="fitt" is unknown, did you mean "fit"\\? Known: auto, fit'):
        bridge.open_trainer(options(training_loop="fitt"))


def test_models_and_callbacks_that_need_fit_say_so_once(keras, make_model, fitted, caplog):
    caplog.set_level(logging.INFO, logger="pytmva_keras")

    class Own(keras.Sequential):
        def train_step(self, *arguments):
            return super().train_step(*arguments)

    class Batches(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            pass

    compiled = dict(optimizer="adam", loss="categorical_crossentropy")
    own = Own(make_model().layers)
    own.compile(**compiled)
    train(own)
    train(make_model(compile=compiled), [Batches()])
    train(make_model(compile={**compiled, "run_eagerly": True}))
    assert fitted == [80, 80, 80] and [record.message for record in caplog.records if record.name == "pytmva_keras"] == [
        FIT + "the model has its own train_step.",
        FIT + "the callback Batches has on_train_batch_end.",
        FIT + "the model was compiled with run_eagerly.",
    ]


def test_tensorboard_needs_no_fit(make_model, fitted, tmp_path, book_and_train):
    pytest.importorskip("tensorboard")
    book_and_train(tensorboard=str(tmp_path / "logs"))
    assert fitted == [] and list((tmp_path / "logs" / "validation").iterdir())


# --- the order of the events


@pytest.fixture
def orders(monkeypatch):
    """The orders of the events in each epoch."""
    seen, original = [], backends.make_loop

    def make(*arguments):
        loop = original(*arguments)
        inner = loop.train
        loop.train = lambda events, order, begin, end: seen.append((order, begin, end)) or inner(events, order, begin, end)
        return loop

    monkeypatch.setattr(backends, "make_loop", make)
    return seen


def test_each_epoch_has_all_events_in_another_order_that_the_seed_gives(make_model, orders):
    compiled = dict(optimizer="adam", loss="categorical_crossentropy")
    for seed in (3, 3, 4):
        train(make_model(compile=compiled), seed=seed)
    full = [order.tolist() for order, _, end in orders if end == 80]
    assert all(sorted(order) == list(range(80)) for order in full)
    assert full[:2] == full[2:4] and len({tuple(order) for order in full}) == 4


def test_slices_cover_an_epoch_in_whole_steps():
    slices = _Slices(7)
    for n in (1, 7, 100, 10_000):
        cut = list(slices.of(n))
        assert [begin for begin, _ in cut] == [0] + [end for _, end in cut[:-1]] and cut[-1][1] == n
        assert all(begin % 7 == 0 for begin, _ in cut)


# --- what is shown

TRAIN = """
import numpy as np, keras
from pytmva_keras import bridge, save_model
save_model(keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(2, activation="softmax")]), "model.yml")
x = np.random.default_rng(0).normal(size=(3000, 2)).astype("float32")
trainer = bridge.open_trainer(dict(title="dnn", variables=["a", "b"], classes=["s", "b"], filename_model="model.yml",
                                   filename_trained_model="t.h5", num_epochs=3, verbose={verbose}, training_loop="{loop}"))
bridge.train(trainer, x, (x[:, :1] > 0).astype("float32"), np.ones(3000, "float32"))
"""


def in_terminal(code, directory, columns=120) -> str:
    """What a Python process shows in a terminal of so many columns."""
    ours, its = pty.openpty()
    package = os.path.dirname(os.path.dirname(bridge.__file__))
    environment = {**os.environ, "PYTHONPATH": package, "COLUMNS": str(columns), "TERM": "xterm"}
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=its, stderr=subprocess.DEVNULL, cwd=directory, env=environment) as process:
        os.close(its)
        shown = b""
        try:
            while block := os.read(ours, 4096):
                shown += block
        except OSError:  # the other end was closed
            pass
    os.close(ours)
    assert process.returncode == 0, shown.decode()
    return shown.decode()


@pytest.mark.parametrize("loop", ["auto", "fit"])
def test_bar_in_a_terminal(tmp_path, loop, keras):
    shown = in_terminal(TRAIN.format(verbose=1, loop=loop), tmp_path)
    last = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown).rstrip().split("\n")[-1].split("\r")[-1]  # without colours
    assert "dnn epoch 3/3 loss 0." in last and " val_loss 0." in last and "100%" in last and "left" in last
    assert shown.count("\n") == 1, "the line is rewritten"


def test_times_stay_whole_beside_long_numbers(tmp_path, keras):
    soon_stopped = 'num_epochs=20000, tries_early_stopping=0, optimizer="SGD", learn_rate=1e-30'
    code = TRAIN.replace("num_epochs=3", soon_stopped).format(verbose=1, loop="auto")
    shown = in_terminal(code.replace('title="dnn"', 'title="a network with a name of some length"'), tmp_path, columns=80)
    lines = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown).rstrip().split("\r")
    assert any(re.search(r"\d:\d\d:\d\d left \d:\d\d:\d\d\s*$", line) for line in lines), lines[-3:]


@pytest.mark.parametrize("verbose, lines", [(0, 0), (1, 3), (2, 3)])
def test_a_line_an_epoch_in_a_log_and_nothing_when_silent(run_python, tmp_path, verbose, lines):
    done = run_python(f"import os; os.chdir({str(tmp_path)!r})" + TRAIN.format(verbose=verbose, loop="auto"))
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == lines and (not lines or done.stdout.startswith("Epoch 1/3  loss 0."))


# --- streaming


def make_stream(x, index, w):
    """read() of bridge.train for these events, and the list of how many were asked for."""
    position, asked = [0], []

    def read(xs, ys, ws):
        asked.append(len(xs))
        rows = slice(position[0], position[0] + len(xs))
        position[0] = rows.stop % len(x)
        xs[:], ys[:], ws[:, 0] = x[rows], index[rows], w[rows]

    return read, asked


@pytest.mark.parametrize("loop", ["auto", "fit"])
def test_each_epoch_streams_all_events_once_in_windows_of_whole_steps(options, events, loop):
    x, index, w = events
    read, asked = make_stream(x, index, w)
    trainer = bridge.open_trainer(options(num_epochs=3, batch_size=50, training_loop=loop))
    result = bridge.train(trainer, x[::4], index[::4], w[::4], (400, 130, read))
    assert result["epochs"] == 3 and asked[:12] == [100] * 12
    assert loop == "fit" or len(asked) == 12, "model.fit asks for one more batch"
    assert int(trainer.model.optimizer.iterations) == 3 * (2 + 8), "80 in memory, 400 streamed"


@pytest.mark.parametrize("loop", ["auto", "fit"])
def test_streamed_events_are_learnt(options, events, make_model, loop):
    """Those in memory are few, with classes at random."""
    x, index, w = events
    wrong = np.arange(20, dtype=np.float32)[:, np.newaxis] % 2
    changes = dict(num_epochs=10, learn_rate=0.05, training_loop=loop, save_best_only=False)
    trainer = bridge.open_trainer(options(make_model(), **changes))
    bridge.train(trainer, x[:20], wrong, w[:20], (400, 100, make_stream(x, index, w)[0]))
    response = bridge.predict(bridge.predictor(trainer), x)
    assert (response.argmax(axis=1) == index[:, 0]).mean() > 0.8


def test_a_window_is_shuffled(options, events, orders):
    x, index, w = events
    trainer = bridge.open_trainer(options(num_epochs=2, batch_size=50))
    bridge.train(trainer, x[:100], np.arange(100, dtype=np.float32)[:, np.newaxis] % 2, w[:100],
                 (400, 400, make_stream(x, index, w)[0]))
    one, other = [order.tolist() for order, _, end in orders if end == 400]
    assert sorted(one) == sorted(other) == list(range(400)) and one != other != list(range(400))
