"""Functional models: several inputs, shared and nested parts, folded normalisation; and what has no native form."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytmva_keras.native import Unsupported, describe

MERGES = ["Add", "Multiply", "Average", "Maximum", "Minimum"]


@pytest.mark.parametrize("name", MERGES)
@given(data=st.data())
def test_merge(keras, check_same, name, data):
    shape = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    inputs = [keras.Input([extent if data.draw(st.booleans()) else 1 for extent in shape])
              for _ in range(data.draw(st.integers(2, 4)))]
    check_same(keras.Model(inputs, keras.layers.Flatten()(getattr(keras.layers, name)()(inputs))))


@given(data=st.data())
def test_concatenate(keras, check_same, data):
    rank = data.draw(st.integers(1, 3))
    axis = data.draw(st.integers(0, rank - 1))
    shape = [data.draw(st.integers(1, 4)) for _ in range(rank)]
    inputs = [keras.Input([*shape[:axis], data.draw(st.integers(1, 4)), *shape[axis + 1:]]) for _ in range(3)]
    merged = keras.layers.Concatenate(axis=data.draw(st.sampled_from([axis + 1, axis - rank])))(inputs)
    check_same(keras.Model(inputs, keras.layers.Flatten()(merged)))


@given(data=st.data())
def test_dot(keras, check_same, data):
    extent, shapes = data.draw(st.integers(1, 4)), []
    axes = [data.draw(st.integers(1, 3)) for _ in range(2)]
    for axis in axes:
        shape = [data.draw(st.integers(1, 4)) for _ in range(data.draw(st.integers(axis, 3)))]
        shape[axis - 1] = extent
        shapes.append(shape)
    inputs = [keras.Input(shape) for shape in shapes]
    product = keras.layers.Dot(axes, normalize=data.draw(st.booleans()))(inputs)
    check_same(keras.Model(inputs, keras.layers.Flatten()(product)))


@given(data=st.data())
def test_multi_head_attention(keras, check_same, data):
    small = st.integers(1, 4)
    query, value, key = (keras.Input((time, data.draw(small))) for time in (3, 4, 4))
    causal, alone = data.draw(st.booleans()), data.draw(st.booleans())
    layer = keras.layers.MultiHeadAttention(
        data.draw(small), data.draw(small), value_dim=data.draw(st.none() | small),
        dropout=data.draw(st.sampled_from([0, 0.1])), use_bias=data.draw(st.booleans()),
        output_shape=data.draw(st.none() | small))
    given_key = {} if data.draw(st.booleans()) else {"key": key}
    y = layer(query, query if alone else value, use_causal_mask=causal, **({} if alone else given_key))
    inputs = [query] if alone else [query, value, *given_key.values()]
    check_same(keras.Model(inputs, keras.layers.Flatten()(y)))


@given(data=st.data())
def test_attention(keras, check_same, data):
    inputs = [keras.Input((time, 3)) for time in (2, 4, 4)][:data.draw(st.integers(2, 3))]
    layer = keras.layers.Attention(use_scale=data.draw(st.booleans()))
    check_same(keras.Model(inputs, keras.layers.Flatten()(layer(inputs, use_causal_mask=data.draw(st.booleans())))))


def test_subtract_and_operators(keras, check_same):
    a, b = keras.Input((4, 5)), keras.Input((4, 5))
    c = keras.layers.Subtract()([a, b]) * 2 + 1 - a / 4
    d = 3 - b * a
    parts = [c[:, 1:3], d[:, :, ::-2], keras.ops.maximum(a, b)[:, -1:, :2]]
    check_same(keras.Model([a, b], keras.layers.Concatenate()([keras.layers.Flatten()(part) for part in parts])))


def test_shared_and_nested_models(keras, check_same):
    layers = keras.layers
    shared = layers.Dense(5, activation="tanh")
    x = keras.Input((4,))
    inner = keras.Model(x, shared(layers.BatchNormalization()(layers.Dense(4)(x))))
    twice = keras.Sequential([layers.Input((4,)), inner, layers.Dense(3, activation="relu")])
    a, b = keras.Input((4,)), keras.Input((2, 2))
    left, right = twice(a), inner(layers.Flatten()(b))
    merged = layers.Concatenate()([left, right, shared(a), twice(layers.Flatten()(b))])
    check_same(keras.Model([a, b], layers.Dense(2)(merged)))


def test_inputs_of_many_shapes(keras, check_same):
    layers = keras.layers
    inputs = [keras.Input(()), keras.Input((3,)), keras.Input((2, 3)), keras.Input((2, 2, 2))]
    parts = [layers.Reshape((1,))(inputs[0]), inputs[1], *(layers.Flatten()(x) for x in inputs[2:])]
    check_same(keras.Model(inputs, layers.Dense(3)(layers.Concatenate()(parts))))


@pytest.mark.parametrize("n", [1, 2, 95, 192, 193, 500])
def test_blocks(keras, check_same, n):
    layers = keras.layers
    check_same(keras.Sequential([layers.Input((7,)), layers.Dense(50, "relu"), layers.Dense(40),
                                 layers.Dense(3, "softmax")]), n=n)


def normalised(layers, order):
    """Batch normalisation in front of, between and behind layers and activations."""
    parts = {"d": lambda: layers.Dense(6), "n": layers.BatchNormalization, "r": layers.ReLU, "i": layers.Dropout,
             "s": lambda: layers.Rescaling(2.0, 1.0), "c": lambda: layers.Conv1D(3, 2, padding="same")}
    return [parts[letter](0.5) if letter == "i" else parts[letter]() for letter in order]


@pytest.mark.parametrize("order", ["n", "dn", "nd", "drnd", "dnrd", "nnd", "ddnn", "dnindrin", "nrnrn", "sds", "dsnd"])
def test_folding(keras, check_same, order):
    check_same(keras.Sequential([keras.layers.Input((4,)), *normalised(keras.layers, order)]))


@pytest.mark.parametrize("order", ["cn", "nc", "cnrc", "crnc", "dnc"])
def test_folding_into_convolutions(keras, check_same, order):
    layers = keras.layers
    check_same(keras.Sequential([layers.Input((5, 4)), *normalised(layers, order), layers.Flatten()]))


def test_value_before_normalisation_is_used_twice(keras, check_same):
    layers = keras.layers
    x = keras.Input((4,))
    y = layers.Dense(4)(x)
    z = layers.BatchNormalization()(y)
    check_same(keras.Model(x, layers.Concatenate()([layers.Add()([y, z]), layers.Dense(4)(z), layers.ReLU()(y), y])))


def test_output_is_input(keras, check_same):
    check_same(keras.Sequential([keras.layers.Input((4,)), keras.layers.Dropout(0.5)]))


# --- no native form


def unsupported(keras):
    """Name -> (model, what the refusal says)."""
    layers = keras.layers

    class Mine(layers.Dense):
        pass

    def of(shape, *parts):
        return keras.Sequential([layers.Input(shape), *parts])

    def training():
        x = keras.Input((4,))
        return keras.Model(x, layers.Dropout(0.5, name="always")(x, training=True))

    def two_outputs():
        x = keras.Input((4,))
        return keras.Model(x, [layers.Dense(2)(x), layers.Dense(1)(x)])

    return {
        "its class is not Keras's": (of((4,), Mine(2, name="mine")), 'layer "mine" .Mine.: has no native form'),
        "code": (of((4,), layers.Lambda(lambda x: x, name="code")), 'layer "code" .Lambda.: has no native form'),
        "masking": (of((4, 1), layers.Masking(), layers.LSTM(2)), "Masking.: has no native form"),
        "mask": (of((4,), layers.Embedding(5, 2, mask_zero=True), layers.LSTM(2)), "mask_zero=True"),
        "half precision": (of((4,), layers.Dense(2, dtype="mixed_float16")), "computes in float16"),
        "activation": (of((4,), layers.Dense(2, activation=lambda x: x)), "activation .<lambda>"),
        "inner": (of((4, 2), layers.Bidirectional(layers.LSTM(2, activation="softmax"))),
                  r"\(LSTM\): the activation .softmax. has no native form"),
        "training": (training(), r'"always" \(Dropout\): is called with masks, states, training=True'),
        "outputs": (two_outputs(), "several outputs"),
        "image": (of((4, 2), layers.Dense(2)), "not a row of numbers"),
        "shape": (of((None, 2), layers.LSTM(2)), "not all shapes are known"),
    }


CASES = ["its class is not Keras's", "code", "masking", "mask", "half precision", "activation", "inner",
         "training", "outputs", "image", "shape"]


@pytest.mark.parametrize("case", CASES)
def test_unsupported(keras, case):
    model, message = unsupported(keras)[case]
    with pytest.raises(Unsupported, match=message):
        describe(model)
