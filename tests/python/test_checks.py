"""Models that do not fit the variables, classes or targets are refused with both numbers."""

import pytest

from pytmva_keras import ConfigurationError
from pytmva_keras.checks import check_model, last_activation, warn_of_activation
from pytmva_keras.config import TrainConfig

BASE = dict(dataset="higgs", variables=("pt", "eta", "phi", "m"), filename_model="model.yml")
BINARY = TrainConfig(**BASE, analysis="classification", classes=("S", "B"))
THREE = TrainConfig(**BASE, analysis="multiclass", classes=("a", "b", "c"))
TARGETS = TrainConfig(**BASE, analysis="regression", targets=("e", "f"))


@pytest.mark.parametrize("config, outputs", [(BINARY, 1), (BINARY, 2), (THREE, 3), (TARGETS, 2)])
def test_fitting_models(make_model, config, outputs):
    check_model(make_model(outputs), config)


@pytest.mark.parametrize("config, outputs, message", [
    (BINARY, 3, r'has 3 outputs, expected 1 or 2: DataLoader "higgs" has 2 classes \(S, B\). Check FilenameModel=model.yml'),
    (THREE, 2, r"has 2 outputs, expected 3: .* has 3 classes \(a, b, c\)"),
    (THREE, 1, "has 1 output, expected 3"),
    (TARGETS, 1, r"has 1 output, expected 2: .* has 2 targets \(e, f\)"),
])
def test_wrong_number_of_outputs(make_model, config, outputs, message):
    with pytest.raises(ConfigurationError, match=message):
        check_model(make_model(outputs), config)


@pytest.mark.parametrize("inputs", [1, 3, 5])
def test_wrong_number_of_inputs(make_model, inputs):
    message = rf'the model expects {inputs} inputs?, DataLoader "higgs" has 4 \(pt, eta, phi, m\). Check FilenameModel=model'
    with pytest.raises(ConfigurationError, match=message):
        check_model(make_model(inputs=inputs), BINARY)


def test_many_variables_are_cut_short(make_model):
    config = TrainConfig(**{**BASE, "variables": tuple(f"v{i}" for i in range(30))}, classes=("S", "B"))
    with pytest.raises(ConfigurationError, match=r"has 30 \(v0, v1, v2, v3, v4, v5, ...\)"):
        check_model(make_model(), config)


def test_input_of_open_size(keras):
    model = keras.Sequential([keras.layers.Input((None, 2)), keras.layers.LSTM(2)])
    message = r"inputs of shape \(None, 2\), whose size is open, .* has 4 .* Give its input layer a shape of whole numbers"
    with pytest.raises(ConfigurationError, match=message):
        check_model(model, BINARY)


def test_image_output(keras):
    model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Reshape((2, 2))])
    with pytest.raises(ConfigurationError, match=r"the model has outputs of shape \(2, 2\), expected 1 or 2"):
        check_model(model, BINARY)


def test_two_inputs(keras):
    inputs = [keras.layers.Input((2,)), keras.layers.Input((2,))]
    model = keras.Model(inputs, keras.layers.Dense(2)(keras.layers.Concatenate()(inputs)))
    with pytest.raises(ConfigurationError, match="the model has 2 inputs, expected one"):
        check_model(model, BINARY)


def test_two_outputs(keras):
    inputs = keras.layers.Input((4,))
    model = keras.Model(inputs, [keras.layers.Dense(1)(inputs), keras.layers.Dense(1)(inputs)])
    with pytest.raises(ConfigurationError, match="the model has 2 outputs, expected one"):
        check_model(model, BINARY)


def test_model_without_an_input_layer_is_built(keras):
    model = keras.Sequential([keras.layers.Dense(3), keras.layers.Dense(2)])
    check_model(model, BINARY)
    assert model.input_shape == (None, 4)


def test_trained_model_is_named_when_training_goes_on(make_model):
    config = TrainConfig(**BASE, classes=("S", "B"), continue_training=True, filename_trained_model="old.h5")
    with pytest.raises(ConfigurationError, match="Check FilenameTrainedModel=old.h5"):
        check_model(make_model(3), config)


@pytest.mark.parametrize("config, outputs, activation, expected", [
    (BINARY, 2, "softmax", None), (BINARY, 1, "sigmoid", None), (THREE, 3, "softmax", None), (TARGETS, 2, "linear", None),
    (BINARY, 2, "sigmoid", "expects a softmax as the last activation of a network with 2 outputs, found sigmoid"),
    (BINARY, 1, "linear", "expects a sigmoid as the last activation of a network with 1 output, found linear"),
])
def test_activation_that_is_no_probability(make_model, caplog, config, outputs, activation, expected):
    warn_of_activation(make_model(outputs, activation), config)
    assert (expected in caplog.text) if expected else not caplog.text


@pytest.mark.parametrize("make_last, expected", [
    (lambda layers: layers.Dense(2), "linear"), (lambda layers: layers.Softmax(), "softmax"),
    (lambda layers: layers.Activation("sigmoid"), "sigmoid"), (lambda layers: layers.Dense(2, activation="tanh"), "tanh"),
])
def test_last_activation(keras, make_last, expected):
    assert last_activation(keras.Sequential([keras.layers.Input((4,)), make_last(keras.layers)])) == expected
