"""What a training does, told by its history, its weights and its file. All through the bridge, as C++ does it."""

import math
import signal
import threading

import numpy as np
import pytest

from pytmva_keras import ConfigurationError, bridge, load_model
from pytmva_keras.callbacks import EpochState


@pytest.fixture
def weights_by_epoch(monkeypatch):
    """The list to which each training appends the weights at the end of every epoch."""
    from pytmva_keras import callbacks

    original, seen = callbacks._best_keeper, []

    def keeper(base, state, keep_best):
        inner = original(base, state, keep_best)
        end = inner.on_epoch_end

        def on_epoch_end(epoch, logs=None):
            seen.append(inner.model.get_weights())
            end(epoch, logs)

        inner.on_epoch_end = on_epoch_end
        return inner

    monkeypatch.setattr(callbacks, "_best_keeper", keeper)
    return seen


def equal(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def file_weights(trainer):
    return load_model(trainer.config.filename_trained_model).get_weights()


# --- it learns


@pytest.mark.parametrize("outputs, activation, signal_index", [(2, "softmax", 1), (1, "sigmoid", 0)])
def test_it_learns(make_model, options, events, outputs, activation, signal_index):
    x, index, w = events
    changes = dict(num_epochs=8, learn_rate=0.1, signal_index=signal_index, classes=["A", "B"])
    trainer = bridge.open_trainer(options(make_model(outputs, activation), **changes))
    result = bridge.train(trainer, x, index, w)
    assert result["epochs"] == 8 and result["history"]["loss"][-1] < 0.6 * result["history"]["loss"][0]
    response = bridge.predict(bridge.predictor(trainer), x)
    response = response[:, signal_index] if outputs == 2 else response[:, 0]
    is_signal = index[:, 0] == signal_index
    assert response[is_signal].mean() > 0.7 and response[~is_signal].mean() < 0.3


def test_sparse_labels(make_model, book_and_train, events):
    compiled = dict(optimizer="adam", loss="sparse_categorical_crossentropy")
    trainer, result = book_and_train(make_model(compile=compiled), num_epochs=6, learn_rate=0.1)
    response = bridge.predict(bridge.predictor(trainer), events[0])
    assert (response.argmax(axis=1) == events[1][:, 0]).mean() > 0.9


def test_regression(make_model, options, events):
    x, _, w = events
    y = np.stack([x.sum(axis=1), x[:, 0]], axis=1)
    changes = dict(analysis="regression", targets=["sum", "first"], classes=[], num_epochs=12, learn_rate=0.05)
    trainer = bridge.open_trainer(options(make_model(2, "linear"), **changes))
    result = bridge.train(trainer, x, y, w)
    assert result["history"]["loss"][-1] < 0.2 * result["history"]["loss"][0]
    assert np.abs(bridge.predict(bridge.predictor(trainer), x) - y).mean() < 0.5


def test_multiclass(make_model, options, events):
    x, _, w = events
    index = np.digitize(x[:, 0], [-0.5, 0.5]).astype(np.float32)[:, np.newaxis]
    changes = dict(analysis="multiclass", classes=["a", "b", "c"], num_epochs=12, learn_rate=0.1)
    trainer = bridge.open_trainer(options(make_model(3), **changes))
    bridge.train(trainer, x, index, w)
    assert (bridge.predict(bridge.predictor(trainer), x).argmax(axis=1) == index[:, 0]).mean() > 0.8


# --- which weights are kept


LOSSES = [0.5, 0.3, 0.4, 0.35]


def test_save_best_only_keeps_the_best_weights(book_and_train, scripted, weights_by_epoch):
    scripted(LOSSES)
    trainer, result = book_and_train(num_epochs=4)
    assert result["best_epoch"] == 2 and result["history"]["val_loss"] == LOSSES and result["message"] == ""
    assert equal(trainer.model.get_weights(), weights_by_epoch[1]) and equal(file_weights(trainer), weights_by_epoch[1])


def test_without_save_best_only_the_last_weights_stay(book_and_train, scripted, weights_by_epoch):
    scripted(LOSSES)
    trainer, result = book_and_train(num_epochs=4, save_best_only=False)
    assert result["best_epoch"] == 2
    assert equal(trainer.model.get_weights(), weights_by_epoch[3]) and equal(file_weights(trainer), weights_by_epoch[3])


def test_trained_file_in_another_format(book_and_train, tmp_path):
    trainer, _ = book_and_train(filename_trained_model=str(tmp_path / "deep" / "t.keras"))
    assert equal(file_weights(trainer), trainer.model.get_weights())


def test_unwritable_file_is_found_before_training(options, events, tmp_path):
    (tmp_path / "weights").write_text("a file where the directory should be")
    trainer = bridge.open_trainer(options())
    before = trainer.model.get_weights()
    with pytest.raises(ConfigurationError, match='^PyKeras "dnn": .*trained.h5 cannot be written'):
        bridge.train(trainer, *events)
    assert equal(trainer.model.get_weights(), before)


# --- stopping early


@pytest.mark.parametrize("tries, epochs", [(2, 4), (3, 6)])
def test_early_stopping(book_and_train, scripted, tries, epochs):
    scripted([5, 4, 4, 4.5, 3, 2])
    _, result = book_and_train(num_epochs=6, tries_early_stopping=tries)
    assert result["epochs"] == len(result["history"]["loss"]) == epochs
    assert ("stopped early" in result["message"]) == (epochs < 6)


def test_early_stopping_keeps_the_best_weights(book_and_train, scripted, weights_by_epoch):
    scripted([5, 4, 6, 1])
    trainer, result = book_and_train(num_epochs=4, tries_early_stopping=0)
    assert result["best_epoch"] == 2 and equal(trainer.model.get_weights(), weights_by_epoch[1])
    expected = "training stopped early after 3 epochs, no better val_loss in 1 epoch; best epoch 2 with val_loss 4"
    assert result["message"] == expected


# --- learning rates


def test_learning_rate_schedule(book_and_train, weights_by_epoch):
    changes = dict(optimizer="SGD", learn_rate=0.25, learning_rate_schedule="1,1e-12;3,0.5")
    _, result = book_and_train(num_epochs=5, **changes)
    assert result["history"]["learning_rate"] == pytest.approx([0.25, 1e-12, 1e-12, 0.5, 0.5])
    moved = [np.abs(after[0] - before[0]).max() for before, after in zip(weights_by_epoch, weights_by_epoch[1:])]
    assert max(moved[:2]) < 1e-9 and min(moved[2:]) > 1e-4, "the optimizer obeys"


# --- seeds


def test_same_seed_same_training(options, events):
    """Whatever else was booked and trained in between, as in a Factory with several methods."""
    one = bridge.open_trainer(options(num_epochs=2, seed=5))
    first = bridge.train(one, *events)
    other, another = [bridge.open_trainer(options(num_epochs=2, seed=seed)) for seed in (5, 6)]
    second, third = [bridge.train(trainer, *events) for trainer in (other, another)]
    assert first["history"] == second["history"] != third["history"]
    assert equal(one.model.get_weights(), other.model.get_weights())
    assert not equal(one.model.get_weights(), another.model.get_weights())


# --- events


def test_batch_size_is_the_number_of_events_a_step(book_and_train):
    trainer, _ = book_and_train(num_epochs=3, batch_size=64)
    assert int(trainer.model.optimizer.iterations) == 3 * math.ceil(320 / 64)


def test_validation_sample_has_its_size_and_events_of_all_classes(book_and_train, monkeypatch, events):
    seen = []
    original = bridge.make_dataset
    monkeypatch.setattr(bridge, "make_dataset", lambda *arguments: seen.append(original(*arguments)) or seen[-1])
    trainer, _ = book_and_train(num_epochs=1, batch_size=50, validation_size="100")
    assert len(seen[0].validation) == 100 and int(trainer.model.optimizer.iterations) == 300 / 50
    expected = np.bincount(events[1][:, 0].astype(int)) / 400
    for events in (seen[0].fit, seen[0].validation):
        assert seen[0].y[events].mean(axis=0) == pytest.approx(expected, abs=0.02)


def test_events_of_zero_weight_are_not_learnt(make_model, options, events):
    """Seven events in ten have the wrong class, and no weight."""
    x, index, _ = events
    wrong = np.arange(400) % 10 < 7
    y = np.where(wrong[:, np.newaxis], 1 - index, index)
    trainer = bridge.open_trainer(options(make_model(), num_epochs=12, learn_rate=0.1))
    bridge.train(trainer, x, y, np.where(wrong, 0, 1).astype(np.float32))
    response = bridge.predict(bridge.predictor(trainer), x)
    assert (response.argmax(axis=1) == index[:, 0]).mean() > 0.85


def test_validation_loss_is_weighted(make_model, options, events):
    x, index, _ = events
    losses = []
    for background_weight in (1, 1e-6):
        w = np.where(index[:, 0] == 1, background_weight, 1).astype(np.float32)
        trainer = bridge.open_trainer(options(make_model(), num_epochs=1, learn_rate=1e-12))
        losses.append(bridge.train(trainer, x, index, w)["history"]["val_loss"][0])
    assert losses[1] == pytest.approx(losses[0] / 2, rel=0.5) and losses[1] < 0.8 * losses[0]


def test_negative_weights_are_allowed(options, events):
    w = events[2].copy()
    w[::10] *= -1
    result = bridge.train(bridge.open_trainer(options(num_epochs=5)), events[0], events[1], w)
    assert np.isfinite(result["history"]["val_loss"]).all()


# --- going on


def test_continue_training_goes_on_where_it_ended(book_and_train, events):
    trainer, first = book_and_train(num_epochs=5)
    again = bridge.open_trainer({**vars_of(trainer), "continue_training": True, "num_epochs": 5})
    assert equal(again.model.get_weights(), trainer.model.get_weights())
    assert int(again.model.optimizer.iterations) == int(trainer.model.optimizer.iterations), "Adam's state too"
    second = bridge.train(again, *events)
    assert second["history"]["loss"][0] < first["history"]["loss"][0]


def vars_of(trainer):
    config = trainer.config
    return dict(
        title="dnn", dataset="higgs", variables=list(config.variables), classes=list(config.classes), verbose=0,
        filename_model=config.filename_model, filename_trained_model=config.filename_trained_model, batch_size=50,
    )


def test_continue_training_without_a_file(options):
    with pytest.raises(ConfigurationError, match='^PyKeras "dnn": the model file .*trained.h5 cannot be read: No such file'):
        bridge.open_trainer(options(continue_training=True))


def test_continue_training_needs_no_initial_model_but_the_same_network(book_and_train, options, make_model, keras):
    trainer, _ = book_and_train()
    bridge.open_trainer({**vars_of(trainer), "continue_training": True, "filename_model": ""})
    other = options(make_model(hidden=(keras.layers.Dense, 9)), continue_training=True)
    with pytest.raises(ConfigurationError, match="trained.h5 holds the weights of another network"):
        bridge.open_trainer(other)


# --- what goes wrong


@pytest.mark.parametrize("bad, save_best_only", [(math.nan, True), (math.inf, False)])
def test_bad_loss_stops_and_keeps_the_best(book_and_train, scripted, weights_by_epoch, save_best_only, bad):
    scripted([0.5, 0.4, bad, 0.1])
    trainer, result = book_and_train(num_epochs=4, save_best_only=save_best_only)
    assert result["epochs"] == 3 and result["best_epoch"] == 2
    assert result["message"].startswith(f"training stopped, val_loss is {bad} in epoch 3; the weights of the best epoch 2")
    assert equal(trainer.model.get_weights(), weights_by_epoch[1]) and equal(file_weights(trainer), weights_by_epoch[1])


def test_loss_that_never_was_finite_is_an_error(make_model, options, events, tmp_path):
    """A regression whose learning rate is far too high."""
    changes = dict(analysis="regression", targets=["t"], classes=[], optimizer="SGD", learn_rate=1e30)
    trainer = bridge.open_trainer(options(make_model(1, "linear"), **changes))
    with pytest.raises(ConfigurationError, match='^PyKeras "dnn": training failed, loss is (nan|inf) in epoch 1. Scale'):
        bridge.train(trainer, events[0], events[0][:, :1], events[2])
    assert list((tmp_path / "weights").iterdir()) == []


def interrupt_after(monkeypatch, epochs, send=lambda: signal.raise_signal(signal.SIGINT)):
    """Send a real SIGINT after so many epochs."""
    from pytmva_keras import callbacks

    original = callbacks._best_keeper

    def keeper(base, state, keep_best):
        class Interrupter(type(original(base, state, keep_best))):
            def on_epoch_begin(self, epoch, logs=None):
                if epoch == epochs:
                    send()

        return Interrupter()

    monkeypatch.setattr(callbacks, "_best_keeper", keeper)


@pytest.mark.parametrize("save_best_only", [True, False])
def test_interrupt_keeps_the_best_weights(book_and_train, scripted, monkeypatch, save_best_only):
    scripted([0.5, 0.3, 0.4, 0.6, 0.1])
    interrupt_after(monkeypatch, 3)
    trainer, result = book_and_train(num_epochs=5, save_best_only=save_best_only, batch_size=5)
    assert (result["interrupted"], result["epochs"], result["best_epoch"]) == (True, 4, 2)
    assert result["message"].startswith("training was interrupted after 4 epochs; the weights of the best epoch 2")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert equal(file_weights(trainer), trainer.model.get_weights())


def test_interrupt_before_the_first_epoch(book_and_train, monkeypatch, tmp_path):
    interrupt_after(monkeypatch, 0)
    with pytest.raises(KeyboardInterrupt):
        book_and_train()
    assert list((tmp_path / "weights").iterdir()) == []


def test_interrupt_in_the_middle_of_an_epoch(make_model, options, monkeypatch):
    x = np.random.default_rng(0).normal(size=(400_000, 4)).astype(np.float32)
    interrupt_after(monkeypatch, 1, lambda: threading.Timer(0.1, signal.raise_signal, [signal.SIGINT]).start())
    trainer = bridge.open_trainer(options(num_epochs=1000, batch_size=2))
    result = bridge.train(trainer, x, (x[:, :1] > 0).astype(np.float32), np.ones(400_000, np.float32))
    assert result["interrupted"] and result["epochs"] < 1000
    assert int(trainer.model.optimizer.iterations) % 160_000 > 0, "steps of whole epochs only"
    assert equal(file_weights(trainer), trainer.model.get_weights())
    assert np.isfinite(bridge.predict(bridge.predictor(trainer), x)).all()


def test_second_interrupt_ends_it_at_once(book_and_train, monkeypatch):
    interrupt_after(monkeypatch, 1, lambda: [signal.raise_signal(signal.SIGINT) for _ in range(2)])
    with pytest.raises(KeyboardInterrupt):
        book_and_train()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_handler_of_the_user_stays(book_and_train, monkeypatch):
    interrupt_after(monkeypatch, 1)
    seen = []
    before = signal.signal(signal.SIGINT, lambda number, frame: seen.append(number))
    try:
        _, result = book_and_train(num_epochs=2)
    finally:
        signal.signal(signal.SIGINT, before)
    assert seen == [signal.SIGINT] and not result["interrupted"] and result["epochs"] == 2


def test_training_off_the_main_thread(book_and_train):
    results = []
    thread = threading.Thread(target=lambda: results.append(book_and_train(num_epochs=1)[1]))
    thread.start()
    thread.join()
    assert results[0]["epochs"] == 1


def test_tensorboard(book_and_train, tmp_path, keras):
    pytest.importorskip("tensorflow")
    pytest.importorskip("tensorboard")
    book_and_train(num_epochs=1, tensorboard=str(tmp_path / "board"))
    assert list((tmp_path / "board").rglob("events.out.tfevents*"))


def test_state_starts_empty():
    state = EpochState()
    assert (state.history, state.epochs, state.best_epoch, state.stopped, state.diverged) == ({}, 0, 0, "", False)
