"""Every activation against Keras, over the whole range of float32."""

import keras
import numpy as np
import pytest

from pytmva_keras.models import activations as ours

NAMES = sorted(name for name in dir(keras.activations)
               if callable(getattr(keras.activations, name)) and name not in ("deserialize", "get", "serialize"))
UNSUPPORTED = {"sparsemax", "threshold"}  # one sorts; the other needs arguments that only a custom function gives
EDGES = [0.0, -0.0, 1e-30, 1e-7, 0.5, 0.625, 1.0, 2.0, 3.0, 6.0, 10.0, 88.0, 89.0, 1e3]


def values():
    """Rows of 6: edges with both signs, and 4000 numbers of all sizes."""
    generator = np.random.default_rng(1)
    spread = generator.normal(size=4000) * 10 ** generator.uniform(-6, 2, 4000)
    numbers = np.concatenate([EDGES, np.negative(EDGES), generator.uniform(-8, 8, 1972), spread])
    return numbers.astype(np.float32).reshape(-1, 6)


def network(keras, activation, **more):
    return keras.Sequential([keras.layers.Input((6,)), keras.layers.Activation(activation, **more)])


@pytest.mark.parametrize("name", sorted(set(NAMES) - UNSUPPORTED))
def test_activation(load, name):
    model = network(keras, name)
    x = values()
    with np.errstate(all="ignore"):
        expected = np.asarray(model(x))
        for event_by_event in (False, True):
            found = load(model).predict(x, event_by_event)
            assert np.array_equal(np.isfinite(found), np.isfinite(expected))
            finite = np.isfinite(expected)
            assert np.allclose(found[finite], expected[finite], rtol=3e-6, atol=1e-6)
            assert np.array_equal(found[~finite], expected[~finite])


@pytest.mark.parametrize("name", ["exponential", "sigmoid", "tanh", "softplus", "elu", "silu"])
def test_relative_errors(load, name):
    """Beside double precision: below 1e-6 of the result, down to the smallest normal numbers."""
    x = values()
    x = x[(np.abs(x) < 80).all(axis=1)]
    found, wide = load(network(keras, name)).predict(x), x.astype(np.float64)
    expected = {
        "exponential": np.exp, "sigmoid": lambda x: 1 / (1 + np.exp(-x)), "tanh": np.tanh,
        "softplus": lambda x: np.logaddexp(x, 0), "elu": lambda x: np.where(x > 0, x, np.expm1(x)),
        "silu": lambda x: x / (1 + np.exp(-x)),
    }[name](wide)
    significant = np.abs(expected) > 1e-37
    assert (np.abs(found - expected)[significant] <= 1e-6 * np.abs(expected[significant])).all()


@pytest.mark.parametrize("name", ["relu", "relu6", "elu", "gelu", "sigmoid", "tanh", "softplus", "exponential", "softmax"])
def test_nan_passes_through(load, name):
    x = np.full((3, 6), np.nan, np.float32)
    assert np.isnan(load(network(keras, name)).predict(x)).all()


def test_hard_sigmoid_of_old_models(check_same):
    [function] = ours.register().values()
    check_same(keras.Sequential([keras.layers.Input((6,)), keras.layers.Dense(9, activation=function)]), 3 * values())


def test_activation_that_is_a_layer(check_same):
    layers = keras.layers
    check_same(keras.Sequential([layers.Input((6,)), layers.Dense(9, activation=layers.LeakyReLU(negative_slope=0.4))]))


@pytest.mark.parametrize("n", [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33])
def test_every_width(check_same, n):
    """Numbers that do not fill a vector are neither read nor written."""
    layers = keras.layers
    check_same(keras.Sequential([layers.Input((n,)), layers.Dense(n, activation="tanh"), layers.Dense(n + 1),
                                 layers.Activation("log_softmax"), layers.Dense(1, activation="gelu")]), n=23)
