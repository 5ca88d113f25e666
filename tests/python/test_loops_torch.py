"""What the loop on PyTorch records, and what it leaves to model.train_step. That the numbers are right: test_loops."""

import numpy as np
import pytest

BATCH_SIZE, N_BATCHES, EPOCHS = 16, 12, 2


@pytest.fixture
def train(keras):
    """train(model, change=None) -> (steps by model.train_step, losses); change(model) is called between the epochs."""
    if keras.backend.backend() != "torch":
        pytest.skip("for PyTorch")
    from pytmva_keras.backends.loops.torch import Loop

    def run(model, change=None, n_events=BATCH_SIZE * N_BATCHES):
        generator = np.random.default_rng(1)
        x = generator.normal(size=(n_events, 4)).astype(np.float32)
        data = x, x[:, :1] - x[:, 1:2] ** 2, np.ones(n_events, np.float32)
        model._symbolic_build(data_batch=data)
        steps, train_step = [], model.train_step
        model.train_step = lambda batch: steps.append(len(batch[0])) or train_step(batch)
        loop = Loop(model, BATCH_SIZE)
        events = loop.load(*data)
        losses = []
        for epoch in range(EPOCHS):
            if epoch and change:
                change(model)
            loop.reset()
            loop.train(events, np.arange(n_events, dtype=np.int32), 0, n_events)
            losses.append(loop.results()["loss"])
        return steps, losses

    return run


RECORDED = [BATCH_SIZE] * 2  # one is recorded, one compared with it
ALL = [BATCH_SIZE] * (1 + N_BATCHES * EPOCHS)  # the first one twice, since its recording was given up


@pytest.fixture
def make(keras):
    """make(optimizer, layers): a compiled model."""

    def build(optimizer="adam", layers=()):
        layers = [keras.layers.Dense(8, "relu"), *layers, keras.layers.Dense(1)]
        model = keras.Sequential([keras.layers.Input((4,)), *layers])
        model.compile(optimizer, "mse")
        return model

    return build


OPTIMIZERS = {
    "schedule": lambda k: k.optimizers.SGD(k.optimizers.schedules.ExponentialDecay(0.1, 5, 0.5)),
    "clipped": lambda k: k.optimizers.AdamW(0.01, weight_decay=0.1, clipnorm=0.1, use_ema=True),
    "not_elementwise": lambda k: k.optimizers.Adam(0.01, amsgrad=True),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_recorded_optimizers(name, keras, make, train):
    assert train(make(OPTIMIZERS[name](keras)))[0] == RECORDED


def test_optimizers_that_decide_by_values_are_not(keras, make, train):
    assert train(make(keras.optimizers.SGD(0.1, gradient_accumulation_steps=2)))[0] == ALL


def test_recorded_layers(keras, make, train):
    layers = keras.layers
    random = [layers.BatchNormalization(), layers.Dropout(0.3), layers.Reshape((4, 2)), layers.GRU(3)]
    assert train(make(layers=random))[0] == RECORDED


def test_random_layers_with_a_seed_of_their_own_are_not(keras, make, train):
    """Keras makes a generator each step, from a number that it computes."""
    assert train(make(layers=[keras.layers.Dropout(0.3, seed=1)]))[0] == ALL
    assert train(make(layers=[keras.layers.GaussianNoise(0.3)]))[0] == ALL


def test_shorter_last_batches_are_done_as_they_are(make, train):
    steps, _ = train(make(), n_events=BATCH_SIZE * N_BATCHES + 5)
    assert steps == [*RECORDED, 5, 5]


def test_fewer_events_than_a_batch(make, train):
    assert train(make(), n_events=7)[0] == [7, 7]


def test_layers_with_state_in_python_are_found(keras, make, train):
    """Its recording would go on with the first number."""

    class Counting(keras.layers.Layer):
        calls = 0

        def call(self, inputs):
            Counting.calls += 1
            return inputs * (1 + Counting.calls % 3)

    assert train(make(layers=[Counting()]))[0] == RECORDED + [BATCH_SIZE] * (N_BATCHES * EPOCHS - 2)


def test_models_compiled_again_or_frozen_between_epochs_are_recorded_again(keras, make, train):
    def compile_again(model):
        model.compile(keras.optimizers.SGD(0.0), "mse")
        model._symbolic_build(data_batch=(np.ones((1, 4)), np.ones((1, 1)), np.ones(1)))

    def freeze(model):
        model.layers[0].trainable = False
        frozen.append(model.layers[0].get_weights())

    frozen = []
    assert train(make(), compile_again)[0] == RECORDED * 2
    model = make()
    assert train(model, freeze)[0] == RECORDED * 2
    for before, after in zip(frozen[0], model.layers[0].get_weights(), strict=True):
        np.testing.assert_array_equal(before, after)


def test_all_weights_are_updated_by_one_operation(make, train):
    """They lie in one piece of memory then, and so do Adam's averages of gradients and of their squares."""
    model = make()
    train(model)
    storages = {value.untyped_storage().data_ptr() for value in (weight.value for weight in model.trainable_weights)}
    assert len(storages) == 1
    averages = {variable.value.untyped_storage().data_ptr() for variable in model.optimizer.variables[2:]}
    assert len(averages) == 2
