"""Networks as text and arrays, and back, bit by bit."""

import json
import re

import numpy as np
import pytest

from pytmva_keras import EvaluationError
from pytmva_keras.export import export_network, restore_network, sample_arrays
from pytmva_keras.inference import Predictor


@pytest.fixture
def networks(keras):
    layers = keras.layers

    def batch_normalisation():
        model = keras.Sequential([layers.Input((4,)), layers.Dense(6), layers.BatchNormalization(), layers.Dense(2)])
        model.compile("adam", "mse")
        model.fit(np.random.default_rng(1).normal(3, 2, (64, 4)), np.zeros((64, 2)), verbose=0)
        return model

    def normalisation():
        layer = layers.Normalization()
        layer.adapt(np.random.default_rng(1).normal(3, 2, (64, 4)))
        return keras.Sequential([layers.Input((4,)), layer, layers.Dropout(0.2), layers.Dense(1, activation="sigmoid")])

    def functional():
        inputs = layers.Input((4,))
        image = layers.Flatten()(layers.Conv2D(2, (2, 2))(layers.Reshape((2, 2, 1))(inputs)))
        return keras.Model(inputs, layers.Dense(3)(layers.Concatenate()([image, inputs])))

    def nested():
        inner = keras.Sequential([layers.Input((4,)), layers.Dense(3, activation="elu")])
        return keras.Sequential([layers.Input((4,)), inner, layers.Dense(2, activation="softmax")])

    return locals()


NAMES = ["batch_normalisation", "normalisation", "functional", "nested"]


@pytest.mark.parametrize("name", NAMES)
def test_restored_network_is_equal_bit_by_bit(networks, name):
    model = networks[name]()
    exported = export_network(model)
    again = restore_network(exported.architecture, exported.arrays)
    assert all(np.array_equal(a, b) for a, b in zip(again.get_weights(), model.get_weights(), strict=True))
    x = np.random.default_rng(2).normal(size=(20, 4)).astype(np.float32)
    assert np.array_equal(Predictor(again)(x), Predictor(model)(x))


def test_special_values_survive(make_model):
    model = make_model()
    weights = model.get_weights()
    weights[0][0, :5] = [np.float32(1e-42), -0.0, np.finfo(np.float32).max, 1 + 2**-23, np.pi]
    model.set_weights(weights)
    exported = export_network(model)
    restored = restore_network(exported.architecture, exported.arrays).get_weights()
    assert restored[0].tobytes() == weights[0].tobytes()


def test_exported_form(make_model):
    exported = export_network(make_model())
    config = json.loads(exported.architecture)
    assert config["class_name"] == "Sequential" and "compile_config" not in config
    assert exported.native.startswith("network 1\ninput shape=4\ndense ") and exported.why_not_native == ""
    name, dtype, shape, data = exported.arrays[0]
    assert name.endswith("/kernel") and (dtype, shape, len(data)) == ("float32", [4, 8], 4 * 8 * 4)
    assert np.array_equal(np.frombuffer(data, "<f4").reshape(shape), make_like(exported))


def test_constants_are_counted_behind_the_arrays(keras):
    layers = keras.layers
    model = keras.Sequential([layers.Input((4,)), layers.Rescaling([1.0, 2.0, 3.0, 4.0]), layers.Dense(2)])
    exported = export_network(model)
    numbers = range(len(exported.arrays), len(exported.arrays) + len(exported.constants))
    assert exported.constants and all(f"={number}" in exported.native for number in numbers)
    name, dtype, shape, data = exported.constants[0]
    assert (type(name), dtype, shape) == (str, "float32", [4])
    assert np.frombuffer(data, "<f4").tolist() == [1, 2, 3, 4]


def test_samples():
    x, y = np.arange(6, dtype=np.float32).reshape(3, 2), np.ones((3, 1), np.float32)
    (_, *inputs), (name, *_) = sample_arrays(x, y)
    assert (inputs, name) == (["float32", [3, 2], x.tobytes()], "outputs")


def make_like(exported):
    return restore_network(exported.architecture, exported.arrays).get_weights()[0]


def test_compiled_models_are_restored_uncompiled(make_model):
    exported = export_network(make_model(compile=dict(optimizer="adam", loss="mse")))
    assert not restore_network(exported.architecture, exported.arrays).compiled


def test_custom_layer(keras):
    class Scale(keras.layers.Layer):
        def build(self, shape):
            self.factor = self.add_weight(shape=(shape[-1],), initializer="random_normal", name="factor")

        def call(self, x):
            return x * self.factor

    model = keras.Sequential([keras.layers.Input((4,)), Scale(), keras.layers.Dense(2)])
    exported = export_network(model)
    assert (exported.native, exported.constants) == ("", [])
    assert re.match(r'the layer "scale\w*" \(Scale\): has no native form$', exported.why_not_native)
    again = restore_network(exported.architecture, exported.arrays, {"Scale": Scale})
    assert np.array_equal(again.get_weights()[0], model.get_weights()[0])
    with pytest.raises(EvaluationError, match="the stored network cannot be built: .*'Scale'. Give it by UserCode"):
        restore_network(exported.architecture, exported.arrays)


def test_code_in_a_weight_file_is_not_run(keras):
    model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Lambda(lambda x: 2 * x), keras.layers.Dense(2)])
    exported = export_network(model)
    with pytest.raises(EvaluationError, match="holds a Lambda layer, which is Python code"):
        restore_network(exported.architecture, exported.arrays)


# --- damaged


def damage(arrays, position, name=None, dtype=None, shape=None, data=None):
    arrays = list(arrays)
    old = arrays[position]
    arrays[position] = tuple(new if new is not None else kept for new, kept in zip((name, dtype, shape, data), old))
    return arrays


@pytest.mark.parametrize("change, message", [
    (dict(shape=(8, 4)), r'stored array ".*kernel" is float32 \[8, 4\], the network expects ".*kernel", float32 \[4, 8\]'),
    (dict(dtype="float64"), "is float64 .*expects .*float32"),
    (dict(name="dense/bias"), 'stored array "dense/bias" .* the network expects ".*kernel"'),
    (dict(data=b"1234"), "has 4 bytes. The weight file is damaged"),
    (dict(data=b""), "has 0 bytes"),
])
def test_damaged_array(make_model, change, message):
    exported = export_network(make_model())
    with pytest.raises(EvaluationError, match=message):
        restore_network(exported.architecture, damage(exported.arrays, 0, **change))


@pytest.mark.parametrize("change", [lambda arrays: arrays[:-1], lambda arrays: [*arrays, arrays[0]], lambda arrays: []])
def test_missing_or_left_over_arrays(make_model, change):
    exported = export_network(make_model())
    with pytest.raises(EvaluationError, match=r"the stored network needs 4 arrays, got \d. The weight file is damaged"):
        restore_network(exported.architecture, change(list(exported.arrays)))


DENSE = '{"class_name": "Dense", "config": {"units": 2}, "module": "keras.layers"}'


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", DENSE])
def test_damaged_architecture(keras, text):
    with pytest.raises(EvaluationError, match="the stored network cannot be built: "):
        restore_network(text, [])
