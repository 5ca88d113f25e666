"""The loop on JAX: a fori_loop over the model's stateless steps, or one step a call where that is faster."""

import jax
import jax.numpy as jnp
import numpy as np

from . import convolves_planes


class Loop:
    """See `backends.loops`. From reset() to results() the state of the training is here, not in the model's variables."""

    def __init__(self, model, batch_size: int):
        self._model, self._batch_size = model, batch_size
        self._device = next(iter(jnp.zeros(()).devices()))
        self._loops = not (self._device.platform == "cpu" and convolves_planes(model))
        self._train = _compiled(self._train_step)
        self._test = _compiled(self._test_step)
        self._state = None

    def load(self, x, y, w):
        return tuple(self._put(np.ascontiguousarray(array)) for array in (x, y, w))

    def reset(self) -> None:
        self._model.reset_metrics()
        self._state = self._put([[variable.value for variable in group] for group in self._variables()])

    def train(self, events, order, begin: int, end: int) -> None:
        self._state = self._run(self._train, self._state, events, order, begin, end, self._batch_size)
        jax.block_until_ready(self._state)

    def results(self) -> dict:
        for group, values in zip(self._variables(), self._state):
            for variable, value in zip(group, values):
                variable.assign(value)
        return {name: float(value) for name, value in self._model.get_metrics_result().items()}

    def evaluate(self, events, order, batch_size: int) -> dict:
        self.reset()
        self._state = self._run(self._test, self._state, events, order, 0, len(order), batch_size)
        return self.results()

    def _run(self, functions, state, events, order, begin: int, end: int, batch_size: int):
        one_step, many_steps = functions
        order = self._put(order)
        n_steps = (end - begin) // batch_size
        full = begin + n_steps * batch_size
        if self._loops and n_steps:
            state = many_steps(state, events, order, begin, n_steps, batch_size)
        elif n_steps:
            for first in range(begin, full, batch_size):
                state = one_step(state, events, order, first, batch_size)
        return one_step(state, events, order, full, end - full) if end > full else state

    def _put(self, arrays):
        return jax.device_put(arrays, self._device)

    def _variables(self) -> tuple:
        model = self._model
        return model.trainable_variables, model.non_trainable_variables, model.optimizer.variables, model.metrics_variables

    def _train_step(self, state, data):
        _, state = self._model.train_step(state, data)
        return [list(group) for group in state]

    def _test_step(self, state, data):
        trainable, others, optimizer, metrics = state
        _, (_, others, metrics) = self._model.test_step((trainable, others, metrics), data)
        return [trainable, list(others), optimizer, list(metrics)]


def _compiled(step) -> tuple:
    """Return functions that do one step, and `n_steps` of them, on rows from order[begin] on."""

    def one(state, events, order, begin, batch_size):
        rows = jax.lax.dynamic_slice(order, (begin,), (batch_size,))
        return step(state, tuple(array[rows] for array in events))

    def many(state, events, order, begin, n_steps, batch_size):
        return jax.lax.fori_loop(
            0, n_steps, lambda i, state: one(state, events, order, begin + i * batch_size, batch_size), state
        )

    return tuple(jax.jit(function, static_argnames="batch_size") for function in (one, many))
