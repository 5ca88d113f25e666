"""Models with several inputs, or inputs of several axes, behind TMVA's row of variables."""

import numpy as np
import pytest

from pytmva_keras import ConfigurationError, bridge, load_model, save_model
from pytmva_keras.models.inputs import flat


@pytest.fixture
def two_inputs(keras):
    """left (2,), right (2, 3): 8 variables."""
    left, right = keras.layers.Input((2,), name="left"), keras.layers.Input((2, 3), name="right")
    joined = keras.layers.Concatenate()([left, keras.layers.LSTM(3)(right)])
    return keras.Model([left, right], keras.layers.Dense(2, activation="softmax")(joined))


def rows(n, columns):
    return np.random.default_rng(3).normal(size=(n, columns)).astype(np.float32)


def test_variables_go_to_the_inputs_in_order_row_major(two_inputs):
    x = rows(5, 8)
    expected = two_inputs.predict_on_batch([x[:, :2], x[:, 2:].reshape(5, 2, 3)])
    assert np.allclose(flat(two_inputs).predict_on_batch(x), expected, atol=1e-7)


def test_flat_models_stay_as_they_are(make_model):
    model = make_model()
    assert flat(model) is model


def test_unknown_sizes_are_left_alone(keras):
    for model in (keras.Sequential([keras.layers.Dense(2)]), keras.Sequential([keras.layers.Input((None, 3)),
        keras.layers.GRU(2)])):
        assert flat(model) is model


@pytest.mark.parametrize("suffix", [".h5", ".keras", ".yml"])
def test_flat_model_can_be_saved(two_inputs, tmp_path, suffix):
    model = flat(two_inputs)
    save_model(model, tmp_path / f"m{suffix}")
    again = load_model(tmp_path / f"m{suffix}")
    assert again.input_shape == (None, 8)
    if suffix != ".yml":
        x = rows(4, 8)
        assert np.array_equal(again.predict_on_batch(x), model.predict_on_batch(x))


def test_compile_settings_and_optimizer_are_kept(two_inputs):
    two_inputs.compile(optimizer="rmsprop", loss="mse", weighted_metrics=["accuracy"])
    model = flat(two_inputs)
    assert model.optimizer is two_inputs.optimizer and model.loss == "mse"
    model.fit(rows(20, 8), np.eye(2)[[0, 1] * 10], verbose=0)
    assert int(two_inputs.optimizer.iterations) == 1


def test_trained_through_the_bridge(two_inputs, options, tmp_path):
    x = rows(200, 8)
    index = (x[:, 3] < 0).astype(np.float32)[:, np.newaxis]
    changes = dict(variables=[f"v{i}" for i in range(8)], num_epochs=3)
    trainer = bridge.open_trainer(options(two_inputs, **changes))
    losses = bridge.train(trainer, x, index, np.ones(200, np.float32))["history"]["loss"]
    assert losses[-1] < losses[0]
    exported = bridge.export(trainer)
    restored = bridge.restore({"title": "dnn", "architecture": exported["architecture"]}, exported["arrays"])
    assert np.array_equal(restored(x), bridge.predictor(trainer)(x))
    trained = bridge.restore_file({"title": "dnn", "path": str(tmp_path / "weights/trained.h5")})
    assert np.allclose(trained(x), restored(x), atol=1e-6)
    again = bridge.open_trainer(options(two_inputs, **changes, continue_training=True))
    assert "lstm" in bridge.describe(again) and np.allclose(bridge.predictor(again)(x), restored(x), atol=1e-6)


def test_wrong_number_of_variables(two_inputs, options):
    with pytest.raises(ConfigurationError, match='the model expects 8 inputs, DataLoader "higgs" has 4'):
        bridge.open_trainer(options(two_inputs))
