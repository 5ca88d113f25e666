"""The epochs of one training: by the backend's own loop, many steps a call, or by model.fit."""

import logging
import time

import numpy as np

from . import backends
from .config import TrainConfig
from .data import Dataset
from .models.engines import engine
from .models.framework import import_keras
from .streaming import windows

_log = logging.getLogger("pytmva_keras")

VALIDATION_BATCH = 4096  # events; the losses do not depend on it, the time does
_SECONDS = 0.25  # of a call of the loop: Ctrl-C and the bar wait for its end


def run_epochs(model, config: TrainConfig, dataset: Dataset, callbacks: list, bar=None) -> None:
    """Train `model` for config.num_epochs, or until model.stop_training; `callbacks` are called as by model.fit.

    Each epoch takes the events in a new order, which the seed gives. bar: of `progress.training_bar`, or None.
    """
    why_fit = _why_fit(model, callbacks)
    if config.training_loop == "auto" and not why_fit:
        return _loop(model, config, dataset, callbacks, bar)
    if config.training_loop == "auto" and backends.has_loop():
        _log.info("Trained by model.fit, which is slower: %s.", why_fit)
    if dataset.stream is None:  # steps that are run together would not stop at the epoch's end of a stream
        backends.prefer_fast_steps(model)
    engine().fit(
        model,
        **_source(config, dataset),
        epochs=config.num_epochs,
        validation_data=dataset.arrays(dataset.validation),
        validation_batch_size=_validation_batch(config),
        callbacks=callbacks + [bar] if bar else callbacks,
        verbose=0,
    )


def _why_fit(model, callbacks: list) -> str:
    """Return why only model.fit can train `model` with the callbacks; "" where the loop can."""
    keras = import_keras()
    if not backends.has_loop():
        return "the backend has no other way"
    if model.run_eagerly:
        return "the model was compiled with run_eagerly"
    for name in ("fit", "train_step", "test_step", "make_train_function", "make_test_function"):
        if getattr(type(model), name) is not getattr(keras.Model, name):
            return f"the model has its own {name}"
    base = keras.callbacks.Callback
    for callback in callbacks:
        for name in ("on_train_batch_begin", "on_train_batch_end", "on_batch_begin", "on_batch_end"):
            known = isinstance(callback, keras.callbacks.TensorBoard)  # ours writes once an epoch
            if not known and getattr(type(callback), name) is not getattr(base, name):
                return f"the callback {type(callback).__name__} has {name}"
    return ""


def _source(config: TrainConfig, dataset: Dataset) -> dict:
    """Return the arguments of model.fit that give it the events."""
    if dataset.stream is None:
        x, y, w = dataset.arrays(dataset.fit)
        return dict(x=x, y=y, sample_weight=w, batch_size=config.batch_size, shuffle=True)
    generator = np.random.default_rng(config.seed)

    def batches():
        while True:
            for arrays, order in _pieces(dataset, config, generator):
                for begin in range(0, len(order), config.batch_size):
                    yield tuple(array[order[begin : begin + config.batch_size]] for array in arrays)

    return dict(x=batches(), steps_per_epoch=_steps(dataset, config.batch_size))


def _pieces(dataset: Dataset, config: TrainConfig, generator):
    """Yield (arrays x, y and w, order in which their rows are to be taken) until all events of an epoch were there."""
    yield (dataset.x, dataset.y, dataset.w), generator.permutation(dataset.fit)
    if dataset.stream is not None:
        streamed = windows(dataset.stream, dataset.x.shape[1], config.batch_size)
        yield from map(lambda arrays: (arrays, generator.permutation(len(arrays[0])).astype(np.int32)), streamed)


def _steps(dataset: Dataset, batch_size: int) -> int:
    """Return the number of steps of an epoch; the last one of the events in memory and of those streamed may be smaller."""
    streamed = dataset.stream.n_events if dataset.stream is not None else 0
    return -(-len(dataset.fit) // batch_size) + -(-streamed // batch_size)


def _validation_batch(config: TrainConfig) -> int:
    return max(config.batch_size, VALIDATION_BATCH)


def _loop(model, config: TrainConfig, dataset: Dataset, callbacks: list, bar) -> None:
    """What model.fit does around its steps."""
    engine().build_for_training(model, *dataset.arrays(dataset.fit[:1]))
    loop = backends.make_loop(model, config.batch_size)
    events = loop.load(dataset.x, dataset.y, dataset.w)
    slices = _Slices(config.batch_size)
    generator = np.random.default_rng(config.seed)
    parameters = dict(epochs=config.num_epochs, steps=_steps(dataset, config.batch_size), verbose=0)
    callbacks = import_keras().callbacks.CallbackList(callbacks + [bar] if bar else callbacks, model=model, **parameters)
    model.stop_training = False
    callbacks.on_train_begin()
    logs = {}
    for epoch in range(config.num_epochs):
        callbacks.on_epoch_begin(epoch)
        loop.reset()
        done = 0
        for arrays, order in _pieces(dataset, config, generator):
            piece = events if arrays[0] is dataset.x else loop.load(*arrays)
            for begin, end in slices.of(len(order)):
                if model.stop_training:  # by Ctrl-C
                    break
                loop.train(piece, order, begin, end)
                if bar:
                    bar.show(done + end)
            done += len(order)
            del arrays, piece  # before the next ones are made
            if model.stop_training:
                break
        logs = loop.results()
        validation = loop.evaluate(events, dataset.validation, _validation_batch(config))
        logs.update((f"val_{name}", value) for name, value in validation.items())
        callbacks.on_epoch_end(epoch, logs)
        if model.stop_training:
            break
    model.optimizer.finalize_variable_values(model.trainable_variables)
    callbacks.on_train_end(logs)


class _Slices:
    """Cuts epochs into slices of whole steps that each take about _SECONDS."""

    def __init__(self, batch_size: int):
        self._batch_size, self._steps = batch_size, 8

    def of(self, n_events: int):
        """Yield (begin, end) of each; the time until the next is asked for is what it took."""
        begin = 0
        while begin < n_events:
            end = min(begin + self._steps * self._batch_size, n_events)
            started = time.monotonic()
            yield begin, end
            seconds = time.monotonic() - started
            if seconds < _SECONDS / 2 and end < n_events:  # the last one may be a short one
                self._steps *= 2
            elif seconds > 2 * _SECONDS and self._steps > 1:
                self._steps //= 2
            begin = end
