"""The loop on TensorFlow: a while_loop in a function, compiled by XLA where the model may be."""

import tensorflow as tf

from . import convolves_planes


class Loop:
    """See `backends.loops`."""

    def __init__(self, model, batch_size: int):
        self._model, self._batch_size = model, batch_size
        self._device = tf.constant(0.0).device
        on_cpu = "CPU" in self._device
        self._compiles = bool(model.jit_compile) and not (on_cpu and convolves_planes(model))
        self._full_steps = tf.function(self._run_full_steps, jit_compile=self._compiles)
        self._last_step = tf.function(self._run_step, reduce_retracing=True)
        self._tests = tf.function(self._run_tests, reduce_retracing=True)

    def load(self, x, y, w):
        with tf.device(self._device):
            return tuple(map(tf.constant, (x, y, w)))

    def reset(self) -> None:
        self._model.reset_metrics()

    def train(self, events, order, begin: int, end: int) -> None:
        full = begin + (end - begin) // self._batch_size * self._batch_size
        with tf.device(self._device):
            if full > begin:
                self._train_full_steps(events, tf.constant(order), tf.constant(begin), tf.constant(full))
            if end > full:
                self._last_step(events, tf.constant(order[full:end]))

    def results(self) -> dict:
        return {name: float(value) for name, value in self._model.get_metrics_result().items()}

    def evaluate(self, events, order, batch_size: int) -> dict:
        self.reset()
        with tf.device(self._device):
            self._tests(events, tf.constant(order), tf.constant(batch_size))
        return self.results()

    def _train_full_steps(self, *arguments) -> None:
        try:
            self._full_steps(*arguments)
        except (tf.errors.InvalidArgumentError, tf.errors.UnimplementedError):
            if not self._compiles:
                raise
            self._compiles = False  # the model has operations that XLA does not know, and no step was run
            self._full_steps = tf.function(self._run_full_steps)
            self._full_steps(*arguments)

    def _run_full_steps(self, events, order, begin, end) -> None:
        size = self._batch_size  # XLA needs to know it

        def step(row):
            self._run_step(events, tf.slice(order, [row], [size]))
            return row + size

        tf.while_loop(lambda row: row < end, step, [begin], parallel_iterations=1)

    def _run_step(self, events, rows) -> None:
        self._model.train_step(_take(events, rows))

    def _run_tests(self, events, order, batch_size) -> None:
        n_rows = tf.size(order)

        def step(row):
            self._model.test_step(_take(events, order[row : tf.minimum(row + batch_size, n_rows)]))
            return row + batch_size

        tf.while_loop(lambda row: row < n_rows, step, [0], parallel_iterations=1)


def _take(events, rows):
    return tuple(tf.gather(array, rows) for array in events)
