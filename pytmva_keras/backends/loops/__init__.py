"""Training and evaluation of a compiled Keras 3 model on the device, many steps a call: one module a backend.

Each has a class Loop:

    loop = Loop(model, batch_size)            on the device of the scope (`backends.placed`) it is made in
    events = loop.load(x, y, w)               (n, d), (n, k), (n,) float32 arrays, which must not change meanwhile
    loop.reset()                              an epoch begins: the metrics are reset
    loop.train(events, order, begin, end)     train on the rows order[begin:end] in that order, batch_size a step; the last
                                              step may have fewer. order: int32. begin: a multiple of batch_size
    loop.results()                            {"loss": ..., metrics} since reset(), as floats
    loop.evaluate(events, order, batch_size)  the same of the rows `order`, without training; resets the metrics

A step is the model's own train_step or test_step: losses, weights, regularisers, metrics and updates are those of
`model.fit`. From results() or evaluate() to the next train() the model's variables are up to date and may be changed; in
between they may not be read.
"""

import importlib

import numpy as np

__all__ = ["BACKENDS", "make_loop", "convolves_planes", "rows_in_block", "take"]

BACKENDS = ("tensorflow", "jax", "torch")


def make_loop(backend: str, model, batch_size: int):
    """Return the Loop of `backend` (one of BACKENDS) for `model`, whose optimizer and metrics are built."""
    return importlib.import_module(f".{backend}", __name__).Loop(model, batch_size)


def rows_in_block(batch_size: int, n_rows: int) -> int:
    """Return how many of `n_rows` are put into their order, and onto the device, at a time: whole batches, about 16384."""
    return -(-min(16384, n_rows) // batch_size) * batch_size


def take(events, rows, size: int = 0) -> tuple:
    """Return copies of these rows of each array of `events`; with `size` so many, the rest of which mean nothing."""
    padded = np.pad(rows, (0, max(size - len(rows), 0)), mode="edge")
    return tuple(array[padded] for array in events)


def convolves_planes(model) -> bool:
    """Return whether `model` has convolutions in two or three dimensions.

    Within a loop XLA runs those in one thread, slower than step by step (2 to 8 times on 2 cores).
    """
    return any("Conv" in type(layer).__name__ and getattr(layer, "rank", 2) > 1 for layer in model._flatten_layers())
