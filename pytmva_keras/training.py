"""The training loop, readable top to bottom."""

import contextlib
import logging
import signal
import sys
import threading
from dataclasses import dataclass

from . import backends
from .callbacks import EpochState, make_callbacks
from .checkpoint import Checkpoint
from .config import TrainConfig
from .data import Dataset
from .epochs import run_epochs
from .errors import ConfigurationError
from .models.atomic import check_writable
from .models.files import save_model
from .models.framework import quiet_keras
from .progress import training_bar

_log = logging.getLogger("pytmva_keras")


@dataclass(frozen=True)
class History:
    """What training gave. metrics: name -> one value an epoch; best_epoch: that with the lowest val_loss, counted from 1.

    interrupted: stopped by Ctrl-C. message: one line on how it ended, "" where all epochs ran.
    """

    metrics: dict[str, tuple[float, ...]]
    epochs: int
    best_epoch: int
    interrupted: bool
    message: str


def train(model, config: TrainConfig, dataset: Dataset) -> History:
    """Fit the compiled `model` to `dataset`, and write it to config.filename_trained_model.

    With save_best_only the model ends with, and the file holds, the weights of the epoch with the lowest val_loss; else
    those of the last epoch. Ctrl-C ends the epoch after the running step, and the best ones are kept in both cases;
    KeyboardInterrupt is raised if no epoch was finished, or if it is pressed again. ConfigurationError if the loss was never
    finite, or the file cannot be written.
    """
    check_writable(config.filename_trained_model)
    state = EpochState()
    best = Checkpoint(model, config.filename_trained_model if config.save_best_only else "")
    with backends.seeded(config.seed), _interruptible(model, state):
        try:
            _fit(model, config, dataset, state, best.keep)
        finally:
            best.write()
    if state.best_epoch == 0:
        raise ConfigurationError(
            f"training failed, {state.stopped}. Scale the inputs, lower LearnRate, or check the event weights."
        )
    if config.save_best_only or state.interrupted or state.diverged:
        best.restore()
    if not config.save_best_only:
        save_model(model, config.filename_trained_model)
    return _history(state)


def _fit(model, config: TrainConfig, dataset: Dataset, state: EpochState, keep_best) -> None:
    in_terminal = config.verbose == 1 and sys.stdout is not None and sys.stdout.isatty()
    callbacks = make_callbacks(config, state, keep_best, log_epochs=config.verbose > 0 and not in_terminal)
    show = training_bar(config.title, config.num_epochs, dataset.n_fit, config.batch_size)
    with quiet_keras(), show if in_terminal else contextlib.nullcontext() as bar:
        run_epochs(model, config, dataset, callbacks, bar)


@contextlib.contextmanager
def _interruptible(model, state: EpochState):
    """Let Ctrl-C end the training between two steps; an exception within one would leave JAX' variables deleted.

    A handler of the user's own stays. Does nothing off the main thread, where Python handles no signals.
    """
    on_main_thread = threading.current_thread() is threading.main_thread()
    if not on_main_thread or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return

    def stop(number, frame):
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if state.epochs == 0:
            raise KeyboardInterrupt
        state.interrupted = model.stop_training = True

    signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _history(state: EpochState) -> History:
    best = f"best epoch {state.best_epoch} with val_loss {state.best_loss:.5g}"
    message = ""
    if state.interrupted:
        message = f"training was interrupted after {state.epochs} epochs; the weights of the {best} are kept"
    elif state.diverged:
        kept = f"the weights of the {best} are kept"
        message = f"training stopped, {state.stopped}; {kept}. Lower LearnRate, or scale the inputs"
    elif state.stopped:
        message = f"training stopped early after {state.epochs} epochs, {state.stopped}; {best}"
    if message:
        (_log.warning if state.interrupted or state.diverged else _log.info)("%s", message)
    metrics = {name: tuple(values) for name, values in state.history.items()}
    return History(metrics, state.epochs, state.best_epoch, state.interrupted, message)
