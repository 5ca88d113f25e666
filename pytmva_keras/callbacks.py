"""What happens between epochs: recording, keeping the best weights, stopping early, learning rates, one line of log."""

import logging
import math
import time
from typing import Callable

from .models.engines import engine
from .models.framework import import_keras

_log = logging.getLogger("pytmva_keras")


class EpochState:
    """What one training has seen so far; written by the callbacks, read by the training loop.

    history: metric -> values, one an epoch. best_epoch: counted from 1, 0 while there is none.
    stopped: why training stopped by itself, or "". diverged: it was for a loss that is not finite.
    interrupted: it was by Ctrl-C.
    """

    def __init__(self):
        self.history: dict[str, list[float]] = {}
        self.epochs = 0
        self.best_epoch = 0
        self.best_loss = math.inf
        self.stopped = ""
        self.diverged = False
        self.interrupted = False


def make_callbacks(config, state: EpochState, keep_best: Callable, log_epochs: bool) -> list:
    """Return the callbacks of one training, in the order in which they must run.

    keep_best: called without arguments after each epoch with a new best val_loss.
    """
    keras = import_keras()
    base = keras.callbacks.Callback
    callbacks = [_recorder(base, state), _best_keeper(base, state, keep_best)]
    if config.learning_rate_schedule:
        callbacks.insert(0, _learning_rates(base, dict(config.learning_rate_schedule)))
    if log_epochs:
        callbacks.append(_epoch_log(base, config.num_epochs))
    if config.tries_early_stopping >= 0:
        callbacks.append(_early_stopping(base, state, config.tries_early_stopping))
    if config.tensorboard:
        callbacks.append(keras.callbacks.TensorBoard(log_dir=config.tensorboard, histogram_freq=0, write_graph=True))
    return callbacks


def _recorder(base, state: EpochState):
    class Recorder(base):
        """Copies the epoch's numbers and stops at a loss that is not finite."""

        def on_epoch_end(self, epoch, logs=None):
            state.epochs += 1
            for name, value in (logs or {}).items():
                state.history.setdefault(name, []).append(float(value))
            bad = [name for name in ("loss", "val_loss") if not math.isfinite(state.history.get(name, [0.0])[-1])]
            if bad:
                state.diverged = True
                state.stopped = f"{bad[0]} is {state.history[bad[0]][-1]} in epoch {state.epochs}"
                self.model.stop_training = True

    return Recorder()


def _best_keeper(base, state: EpochState, keep_best):
    class BestKeeper(base):
        """Keeps the model of the epoch with the lowest val_loss."""

        def on_epoch_end(self, epoch, logs=None):
            loss = state.history["val_loss"][-1]
            if loss < state.best_loss and math.isfinite(state.history["loss"][-1]):
                state.best_loss, state.best_epoch = loss, state.epochs
                keep_best()

    return BestKeeper()


def _learning_rates(base, rates: dict):
    class LearningRates(base):
        """Sets the learning rate at the start of the epochs listed, and reports the one in use."""

        def on_epoch_begin(self, epoch, logs=None):
            if epoch in rates:
                engine().set_learning_rate(self.model.optimizer, rates[epoch])

        def on_epoch_end(self, epoch, logs=None):
            if logs is not None:
                logs["learning_rate"] = engine().learning_rate(self.model.optimizer)

    return LearningRates()


def _early_stopping(base, state: EpochState, patience: int):
    class EarlyStopping(base):
        """Stops after `patience` epochs in a row without a better val_loss, as in Keras (0 is as 1)."""

        def on_epoch_end(self, epoch, logs=None):
            waited = state.epochs - state.best_epoch
            if not state.stopped and waited >= max(patience, 1):
                state.stopped = f"no better val_loss in {waited} epoch{'s' if waited > 1 else ''}"
                self.model.stop_training = True

    return EarlyStopping()


def _epoch_log(base, n_epochs: int):
    class EpochLog(base):
        """One line an epoch."""

        def on_epoch_begin(self, epoch, logs=None):
            self.started = time.monotonic()

        def on_epoch_end(self, epoch, logs=None):
            ordered = sorted((logs or {}).items(), key=lambda item: item[0].startswith("val_"))
            values = "  ".join(f"{name} {float(value):.5g}" for name, value in ordered)
            _log.info("Epoch %d/%d  %s  (%.1f s)", epoch + 1, n_epochs, values, time.monotonic() - self.started)

    return EpochLog()
