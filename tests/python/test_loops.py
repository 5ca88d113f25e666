"""The loop of the running backend trains as model.fit does: the same losses, metrics and weights for all kinds of models."""

import importlib

import numpy as np
import pytest

N_EVENTS, N_VARIABLES, BATCH_SIZE, EPOCHS = 330, 6, 32, 3  # the last batch has 10 events


@pytest.fixture(scope="module")
def data():
    """x, y (1 for signal) and w, where only some variables tell the classes apart."""
    generator = np.random.default_rng(3)
    x = generator.normal(size=(N_EVENTS, N_VARIABLES)).astype(np.float32)
    y = (x[:, :1] * x[:, 1:2] + x[:, 2:3] + 0.3 * generator.normal(size=(N_EVENTS, 1)) > 0).astype(np.float32)
    return x, y, generator.uniform(0.5, 1.5, N_EVENTS).astype(np.float32)


@pytest.fixture(scope="module")
def orders():
    """One order of events an epoch."""
    generator = np.random.default_rng(4)
    return [generator.permutation(N_EVENTS).astype(np.int32) for _ in range(EPOCHS)]


@pytest.fixture
def make_loop(keras):
    module = importlib.import_module(f"pytmva_keras.backends.loops.{keras.backend.backend()}")

    def make(model, data, batch_size=BATCH_SIZE):
        """Return the loop and its events."""
        model._symbolic_build(data_batch=tuple(array[:1] for array in data))
        loop = module.Loop(model, batch_size)
        return loop, loop.load(*data)

    return make


@pytest.fixture
def train(make_loop):
    def run(model, data, orders, before_epoch=lambda epoch: None, batch_size=BATCH_SIZE):
        """Return the logs of each epoch, trained by the loop in slices of four batches."""
        loop, events = make_loop(model, data, batch_size)
        history = []
        for epoch, order in enumerate(orders):
            before_epoch(epoch)
            loop.reset()
            for begin in range(0, len(order), 4 * batch_size):
                loop.train(events, order, begin, min(begin + 4 * batch_size, len(order)))
            history.append(loop.results())
        model.optimizer.finalize_variable_values(model.trainable_variables)
        return history, loop.evaluate(events, np.arange(len(data[0]), dtype=np.int32), 128)

    return run


@pytest.fixture
def fit(keras):
    def run(model, data, orders, before_epoch=lambda epoch: None, batch_size=BATCH_SIZE):
        """The same by model.fit."""

        def batches():
            while True:
                for order in orders:
                    for begin in range(0, len(order), batch_size):
                        yield tuple(array[order[begin : begin + batch_size]] for array in data)

        class Caller(keras.callbacks.Callback):
            def on_epoch_begin(self, epoch, logs=None):
                before_epoch(epoch)

        steps = -(-len(orders[0]) // batch_size)
        logs = model.fit(batches(), epochs=len(orders), steps_per_epoch=steps, shuffle=False, callbacks=[Caller()],
                         verbose=0).history
        history = [{name: values[epoch] for name, values in logs.items()} for epoch in range(len(orders))]
        return history, model.evaluate(*data[:2], sample_weight=data[2], batch_size=128, verbose=0, return_dict=True)

    return run


def assert_same(found, expected, rel):
    """Histories and final evaluations agree."""
    for one, other in zip([*found[0], found[1]], [*expected[0], expected[1]], strict=True):
        assert one == pytest.approx(other, rel=rel, abs=rel / 10)


# Kinds of layers: keras -> layers between 6 inputs and the output.
LAYERS = {
    "dense": lambda k: [k.Dense(16, "relu"), k.Dense(16, "tanh")],
    "batch_norm": lambda k: [k.Dense(16, use_bias=False), k.BatchNormalization(), k.ReLU(), k.LayerNormalization()],
    "regularised": lambda k: [k.Dense(16, "relu", kernel_regularizer="L1L2", activity_regularizer="l2"), k.Dense(8)],
    "constrained": lambda k: [k.Dense(16, "relu", kernel_constraint="MaxNorm"), k.PReLU()],
    "frozen": lambda k: [k.Dense(16, "relu", trainable=False), k.BatchNormalization(trainable=False), k.Dense(8)],
    "conv1d": lambda k: [k.Reshape((6, 1)), k.Conv1D(4, 3, activation="relu"), k.MaxPooling1D(2), k.Flatten()],
    "conv2d": lambda k: [k.Reshape((2, 3, 1)), k.Conv2D(4, 2, padding="same"), k.Flatten()],
    "lstm": lambda k: [k.Reshape((3, 2)), k.LSTM(5)],
    "gru": lambda k: [k.Reshape((3, 2)), k.GRU(5, return_sequences=True), k.GlobalAveragePooling1D()],
    "embedding": lambda k: [k.Discretization(bin_boundaries=[-1.0, 0.0, 1.0]), k.Embedding(4, 3), k.Flatten()],
}


@pytest.fixture
def build(keras):
    """build(layers, activation, outputs): the same initial weights each time."""

    def make(layers="dense", outputs=1, activation="sigmoid"):
        keras.utils.set_random_seed(1)
        inputs = keras.Input((N_VARIABLES,))
        hidden = inputs
        for layer in LAYERS[layers](keras.layers):
            hidden = layer(hidden)
        return keras.Model(inputs, keras.layers.Dense(outputs, activation)(hidden))

    return make


@pytest.fixture
def compare(train, fit):
    def run(make, data, orders, before_epoch=lambda model, epoch: None, rel=1e-5):
        """make() returns the compiled model; before_epoch(model, epoch) is what a callback does."""
        models = make(), make()
        found = train(models[0], data, orders, lambda epoch: before_epoch(models[0], epoch))
        assert_same(found, fit(models[1], data, orders, lambda epoch: before_epoch(models[1], epoch)), rel)
        assert found[0][0]["loss"] != found[0][-1]["loss"]
        for one, other in zip(models[0].get_weights(), models[1].get_weights(), strict=True):
            np.testing.assert_allclose(one, other, rtol=100 * rel, atol=rel)

    return run


@pytest.mark.parametrize("layers", LAYERS)
def test_layers(layers, build, compare, data, orders):
    def make():
        model = build(layers)
        model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
        return model

    compare(make, data, orders)


OPTIMIZERS = {
    "adam_amsgrad": lambda k: k.optimizers.Adam(0.003, amsgrad=True),
    "adamw": lambda k: k.optimizers.AdamW(0.003, weight_decay=0.1),
    "nadam": lambda k: k.optimizers.Nadam(0.003),
    "adamax": lambda k: k.optimizers.Adamax(0.003),
    "adagrad": lambda k: k.optimizers.Adagrad(0.01),
    "adadelta": lambda k: k.optimizers.Adadelta(0.1),
    "ftrl": lambda k: k.optimizers.Ftrl(0.01),
    "lion": lambda k: k.optimizers.Lion(0.001),
    "rmsprop": lambda k: k.optimizers.RMSprop(0.003, momentum=0.5, centered=True),
    "sgd": lambda k: k.optimizers.SGD(0.01),
    "nesterov": lambda k: k.optimizers.SGD(0.01, momentum=0.9, nesterov=True),
    "clipnorm": lambda k: k.optimizers.Adam(0.003, clipnorm=0.1),
    "global_clipnorm": lambda k: k.optimizers.SGD(0.1, global_clipnorm=0.1),
    "clipvalue": lambda k: k.optimizers.SGD(0.1, clipvalue=0.01),
    "average": lambda k: k.optimizers.Adam(0.003, use_ema=True, ema_momentum=0.9),
    "average_overwrites": lambda k: k.optimizers.Adam(0.003, use_ema=True, ema_momentum=0.9, ema_overwrite_frequency=4),
    "accumulated": lambda k: k.optimizers.Adam(0.003, gradient_accumulation_steps=3),
    "loss_scale": lambda k: k.optimizers.LossScaleOptimizer(k.optimizers.Adam(0.003), dynamic_growth_steps=7),
    "exponential_decay": lambda k: k.optimizers.Adam(k.optimizers.schedules.ExponentialDecay(0.01, 5, 0.8)),
    "piecewise": lambda k: k.optimizers.SGD(k.optimizers.schedules.PiecewiseConstantDecay([6, 20], [0.1, 0.05, 0.01])),
    "warmup": lambda k: k.optimizers.SGD(
        k.optimizers.schedules.CosineDecay(0.0, 20, warmup_target=0.1, warmup_steps=10)
    ),
}


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_optimizers(optimizer, keras, build, compare, data, orders):
    def make():
        model = build()
        model.compile(OPTIMIZERS[optimizer](keras), "binary_crossentropy")
        return model

    compare(make, data, orders)


def test_metrics_with_and_without_weights(keras, build, compare, data, orders):
    def make():
        model = build()
        model.compile("adam", "binary_crossentropy", metrics=["accuracy", keras.metrics.AUC(num_thresholds=50, name="auc")],
                      weighted_metrics=["mse", keras.metrics.Precision(name="precision")])
        return model

    compare(make, data, orders)


@pytest.mark.parametrize("loss", ["categorical_crossentropy", "sparse_categorical_crossentropy"])
def test_classes(loss, build, compare, data, orders):
    x, y, w = data
    labels = np.concatenate([y, 1 - y], axis=1) if loss.startswith("cat") else y

    def make():
        model = build("dense", 2, "softmax")
        model.compile("rmsprop", loss, metrics=["accuracy"])
        return model

    compare(make, (x, labels, w), orders)


def test_regression_with_two_targets_and_branches(keras, compare, data, orders):
    x, y, w = data

    def make():
        keras.utils.set_random_seed(1)
        inputs = keras.Input((N_VARIABLES,))
        wide = keras.layers.Dense(8, "relu")(inputs)
        deep = keras.layers.Dense(8, "tanh")(keras.layers.Dense(8, "relu")(inputs))
        both = keras.layers.Concatenate()([wide, deep, inputs])
        model = keras.Model(inputs, keras.layers.Dense(2)(keras.layers.Add()([both, keras.layers.Dense(22)(both)])))
        model.compile("adam", keras.losses.Huber(), metrics=["mae"])
        return model

    compare(make, (x, np.concatenate([y, x[:, :1] ** 2], axis=1), w), orders)


def test_mixed_precision(keras, compare, data, orders):
    def make():
        keras.utils.set_random_seed(1)
        layers = [keras.layers.Dense(16, "relu", dtype="mixed_bfloat16"), keras.layers.Dense(1, "sigmoid", dtype="float32")]
        model = keras.Sequential([keras.layers.Input((N_VARIABLES,)), *layers])
        model.compile(keras.optimizers.SGD(0.1), "binary_crossentropy")
        return model

    compare(make, data, orders, rel=1e-3)  # XLA rounds to bfloat16 less often


def test_callbacks_change_the_learning_rate_and_the_weights(keras, build, compare, data, orders):
    def make():
        model = build()
        model.compile(keras.optimizers.SGD(0.1, momentum=0.5), "binary_crossentropy")
        return model

    def change(model, epoch):
        model.optimizer.learning_rate = 0.1 / (1 + epoch)
        model.set_weights([0.9 * weights for weights in model.get_weights()])

    compare(make, data, orders, change)


def test_epochs_over_blocks_of_events(make_loop, train, build, data, orders):
    """The same as in one block, if that is sorted as they are."""
    models = build(), build()
    for model in models:
        model.compile("adam", "mse")
    order = np.concatenate([np.random.default_rng(5).permutation(160), 160 + np.arange(160)]).astype(np.int32)
    expected = train(models[0], data, [order, order])[0]
    loop, _ = make_loop(models[1], data)
    blocks = [loop.load(*(array[begin : begin + 160] for array in data)) for begin in (0, 160)]
    for epoch in range(2):
        loop.reset()
        for block, rows in zip(blocks, (order[:160], order[160:] - 160)):
            loop.train(block, rows, 0, 160)
        assert loop.results() == pytest.approx(expected[epoch], rel=1e-5)


def test_some_rows_of_events_that_are_views(make_loop, fit, build, data):
    """As TMVA's matrix has them: further columns, rows of other samples between."""
    x, y, w = data
    wide = np.concatenate([y, x, w[:, np.newaxis]], axis=1)
    wide.flags.writeable = False
    rows = np.arange(0, N_EVENTS, 2, dtype=np.int32)
    models = build(), build()
    for model in models:
        model.compile("adam", "mse")
    loop, events = make_loop(models[0], (wide[:, 1:7], wide[:, :1], wide[:, 7]))
    loop.reset()
    loop.train(events, rows, 0, len(rows))
    found = loop.results(), loop.evaluate(events, rows, 40)
    (expected,), evaluated = fit(models[1], tuple(array[rows] for array in data), [np.arange(len(rows))])
    assert found[0] == pytest.approx(expected, rel=1e-5) and found[1] == pytest.approx(evaluated, rel=1e-5)


@pytest.mark.parametrize("seed", [None, 7], ids=["unseeded", "seeded"])
def test_dropout_is_new_each_step_and_follows_the_seed(seed, keras, train):
    """The sum of 50 ones that each are dropped half of the time, or doubled: mean 50, variance 50."""
    ones = np.ones((400, 50), np.float32), np.zeros((400, 1), np.float32), np.ones(400, np.float32)
    orders = [np.arange(400, dtype=np.int32)] * 2

    def run():
        keras.utils.set_random_seed(2)
        layers = [keras.layers.Dropout(0.5, seed=seed), keras.layers.Dense(1, kernel_initializer="ones")]
        model = keras.Sequential([keras.layers.Input((50,)), *layers])
        model.compile(keras.optimizers.SGD(0.0), "mse", metrics=["mae"])
        return train(model, ones, orders, batch_size=1)

    first, evaluated = run()
    for logs in first:
        assert abs(logs["mae"] - 50) < 2 and 30 < logs["loss"] - logs["mae"] ** 2 < 75
    assert first[0]["loss"] != first[1]["loss"]
    assert evaluated["mae"] == pytest.approx(50)
    assert run()[0] == first
