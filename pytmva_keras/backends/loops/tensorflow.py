"""The loop on TensorFlow: a while_loop in a function, compiled by XLA where the model may be."""

import tensorflow as tf

from . import convolves_planes, rows_in_block, take


class Loop:
    """See `backends.loops`."""

    def __init__(self, model, batch_size: int):
        self._model, self._batch_size = model, batch_size
        self._device = tf.constant(0.0).device
        self._compiles = bool(model.jit_compile)
        if "CPU" in self._device:  # there Keras does not compile: a call a step would not pay
            self._compiles = all(layer.supports_jit for layer in model._flatten_layers()) and not convolves_planes(model)
        self._many_steps = tf.function(self._train_steps, jit_compile=self._compiles)
        self._one_step = tf.function(self._train_step, reduce_retracing=True)
        self._test = tf.function(self._test_step, reduce_retracing=True)

    def load(self, x, y, w):
        return x, y, w  # they become tensors block by block, in the order of training

    def reset(self) -> None:
        self._model.reset_metrics()

    def train(self, events, order, begin: int, end: int) -> None:
        size, block = self._batch_size, rows_in_block(self._batch_size, len(order))
        full = begin + (end - begin) // size * size
        for first in range(begin, full, block):
            rows = order[first : min(first + block, full)]
            self._train_block(self._put(take(events, rows, block)), len(rows) // size)
        if end > full:
            self._one_step(self._put(take(events, order[full:end])))

    def results(self) -> dict:
        return {name: float(value) for name, value in self._model.get_metrics_result().items()}

    def evaluate(self, events, order, batch_size: int) -> dict:
        self.reset()
        for first in range(0, len(order), batch_size):
            self._test(self._put(take(events, order[first : first + batch_size])))
        return self.results()

    def _put(self, arrays) -> tuple:
        with tf.device(self._device):
            return tuple(map(tf.constant, arrays))

    def _train_block(self, block, n_steps: int) -> None:
        with tf.device(self._device):
            n_steps = tf.constant(n_steps)
        try:
            self._many_steps(block, n_steps)
        except (tf.errors.InvalidArgumentError, tf.errors.UnimplementedError):
            if not self._compiles:
                raise
            self._compiles = False  # the model has operations that XLA does not know, and no step was run
            self._many_steps = tf.function(self._train_steps)
            self._many_steps(block, n_steps)

    def _train_steps(self, block, n_steps) -> None:
        size = self._batch_size  # XLA needs to know it

        def step(i):
            cut = (tf.slice(array, [i * size] + [0] * (array.shape.rank - 1), [size, *array.shape[1:]]) for array in block)
            self._train_step(tuple(cut))
            return i + 1

        with tf.device(self._device):
            tf.while_loop(lambda i: i < n_steps, step, [0], parallel_iterations=1)

    def _train_step(self, data) -> None:
        with tf.device(self._device):
            self._model.train_step(data)

    def _test_step(self, data) -> None:
        with tf.device(self._device):
            self._model.test_step(data)
