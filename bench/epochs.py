"""The clocks of training: how long each epoch takes, validation and callbacks included."""

import contextlib
import logging
import time

import keras


class FitClock(keras.callbacks.Callback):
    """For model.fit; seconds: one number an epoch."""

    def __init__(self):
        super().__init__()
        self.seconds: list[float] = []

    def on_epoch_begin(self, epoch, logs=None):
        self._start = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds.append(time.perf_counter() - self._start)


class _LogClock(logging.Handler):
    """Takes the seconds out of the lines that pytmva_keras writes to its log with verbose=2, "Epoch 1/3 ... (0.1 s)"."""

    def __init__(self):
        super().__init__()
        self.seconds: list[float] = []

    def emit(self, record):
        if record.msg.startswith("Epoch"):
            self.seconds.append(record.args[-1])


@contextlib.contextmanager
def our_epochs():
    """Gives the list of seconds that our training fills, which must be verbose=2; nothing of its log is printed."""
    log, clock = logging.getLogger("pytmva_keras"), _LogClock()
    level = log.level
    log.addHandler(clock)
    log.setLevel(logging.INFO)
    try:
        yield clock.seconds
    finally:
        log.setLevel(level)
        log.removeHandler(clock)
