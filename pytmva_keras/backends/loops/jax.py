"""The loop on JAX: a fori_loop over the model's stateless steps, or one step a call where that is faster."""

import jax
import jax.numpy as jnp

from . import convolves_planes, rows_in_block, take


class Loop:
    """See `backends.loops`. From reset() to results() the state of the training is here, not in the model's variables."""

    def __init__(self, model, batch_size: int):
        self._model, self._batch_size = model, batch_size
        self._device = next(iter(jnp.zeros(()).devices()))
        self._loops = not (self._device.platform == "cpu" and convolves_planes(model))
        self._many_steps = jax.jit(self._train_steps)
        self._one_step = jax.jit(self._train_step)
        self._test = jax.jit(self._test_step)
        self._state = None

    def load(self, x, y, w):
        return x, y, w  # they are put on the device block by block, in the order of training

    def reset(self) -> None:
        self._model.reset_metrics()
        self._state = self._put([[variable.value for variable in group] for group in self._variables()])

    def train(self, events, order, begin: int, end: int) -> None:
        size = self._batch_size
        full = begin + (end - begin) // size * size
        block = rows_in_block(size, len(order)) if self._loops else size
        for first in range(begin, full, block):
            rows = order[first : min(first + block, full)]
            if self._loops:
                self._state = self._many_steps(self._state, self._put(take(events, rows, block)), len(rows) // size)
            else:
                self._state = self._one_step(self._state, self._put(take(events, rows)))
        if end > full:
            self._state = self._one_step(self._state, self._put(take(events, order[full:end])))
        jax.block_until_ready(self._state)

    def results(self) -> dict:
        for group, values in zip(self._variables(), self._state):
            for variable, value in zip(group, values):
                variable.assign(value)
        return {name: float(value) for name, value in self._model.get_metrics_result().items()}

    def evaluate(self, events, order, batch_size: int) -> dict:
        self.reset()
        for first in range(0, len(order), batch_size):
            self._state = self._test(self._state, self._put(take(events, order[first : first + batch_size])))
        return self.results()

    def _put(self, arrays):
        return jax.device_put(arrays, self._device)

    def _variables(self) -> tuple:
        model = self._model
        return model.trainable_variables, model.non_trainable_variables, model.optimizer.variables, model.metrics_variables

    def _train_step(self, state, data):
        _, state = self._model.train_step(state, data)
        return [list(group) for group in state]

    def _train_steps(self, state, block, n_steps):
        def step(i, state):
            cut = (jax.lax.dynamic_slice_in_dim(array, i * self._batch_size, self._batch_size) for array in block)
            return self._train_step(state, tuple(cut))

        return jax.lax.fori_loop(0, n_steps, step, state)

    def _test_step(self, state, data):
        trainable, others, optimizer, metrics = state
        _, (_, others, metrics) = self._model.test_step((trainable, others, metrics), data)
        return [trainable, list(others), optimizer, list(metrics)]
