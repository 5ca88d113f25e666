"""Arrays of Keras 1 and 2 for layers that the golden files do not have: gates, kernels, CuDNN."""

import itertools

import h5py
import numpy as np
import pytest
from test_legacy_graphs import write_weights
from test_legacy_layers import CONV_1D, CONV_2D, CONV_3D, CONV_LSTM, CUDNN, LSTM_1, RNN_1, sequential, the_layer

from pytmva_keras.models import weights1, weights2
from pytmva_keras.models.dialects import Origin
from pytmva_keras.models.weights import load_legacy_weights


def gates(values, order):
    """Split joined arrays into one a gate; order: position of each old gate in the new array."""
    parts = [np.split(value, len(order), axis=-1) for value in values]
    return list(itertools.chain.from_iterable([part[gate] for part in parts] for gate in order))


@pytest.mark.parametrize("class_name, config, shape, order", [
    ("LSTM", LSTM_1, (5, 4), (0, 2, 1, 3)), ("GRU", dict(RNN_1, inner_activation="sigmoid"), (5, 4), (0, 1, 2)),
    ("ConvLSTM2D", CONV_LSTM, (2, 4, 4, 1), (0, 2, 1, 3)),
])
def test_gates_of_keras_1(class_name, config, shape, order, keras):
    layer = the_layer(sequential("1.2.2", class_name, config, shape))
    values = layer.get_weights()
    for old in (gates(values, order), values):  # consume_less="gpu" keeps them joined
        assert all(map(np.array_equal, weights1.arrays(layer, old, Origin((1, 2, 2))), values))
        assert weights1.count(layer, old) == len(old)


@pytest.mark.parametrize("class_name, config, shape, old", [
    ("Convolution1D", CONV_1D, (5, 4), lambda kernel: kernel[:, np.newaxis]),
    ("Convolution1D", CONV_1D, (5, 4), lambda kernel: kernel.transpose(2, 1, 0)[..., np.newaxis]),
    ("Convolution2D", dict(CONV_2D, dim_ordering="th"), (2, 5, 6), lambda kernel: kernel.transpose(3, 2, 0, 1)),
    ("Convolution2D", CONV_2D, (5, 6, 2), lambda kernel: kernel),
    ("Convolution3D", dict(CONV_3D, dim_ordering="th"), (2, 3, 3, 3), lambda kernel: kernel.transpose(4, 3, 0, 1, 2)),
    ("Deconvolution2D", dict(CONV_2D, dim_ordering="th"), (2, 5, 6), lambda kernel: kernel.transpose(2, 3, 0, 1)),
    ("Deconvolution2D", CONV_2D, (5, 6, 2), lambda kernel: kernel.transpose(0, 1, 3, 2)),
])
@pytest.mark.parametrize("backend", ["tensorflow", "theano"])
def test_kernels_of_keras_1(class_name, config, shape, old, backend, keras):
    layer = the_layer(sequential("1.2.2", class_name, config, shape))
    kernel, bias = layer.get_weights()
    space = tuple(range(kernel.ndim - 2))
    saved = old(np.flip(kernel, space) if backend == "theano" else kernel)
    origin = Origin((1, 2, 2), backend)
    found = weights2.arrays(layer, weights1.arrays(layer, [saved, bias], origin), origin)
    assert np.array_equal(found[0], kernel) and np.array_equal(found[1], bias)


@pytest.mark.parametrize("class_name, gates, joined", [("LSTM", 4, lambda b: b.sum(axis=0)), ("GRU", 3, lambda b: b)])
def test_arrays_of_cudnn(class_name, gates, joined, keras):
    """CuDNN keeps the transposed matrices and two biases."""
    layer = the_layer(sequential("2.3.1", f"CuDNN{class_name}", CUDNN, (5, 4)))
    generator = np.random.default_rng(1)
    kernels, recurrents = (generator.normal(size=(gates, 3, rows)) for rows in (4, 3))
    bias = generator.normal(size=(2, 3 * gates))
    old = [np.hstack([one.reshape(-1).reshape(4, 3) for one in kernels]), np.hstack(list(recurrents)), bias.reshape(-1)]
    found = weights2.arrays(layer, old, Origin((2, 3, 1), "tensorflow"))
    assert np.allclose(found[0], np.hstack([one.T for one in kernels])) and np.allclose(found[1],
        np.hstack([one.T for one in recurrents]))
    assert np.allclose(found[2], joined(bias)) and found[2].shape == layer.get_weights()[2].shape


def test_normalization_of_tf_keras(keras):
    """The layer derives constants from its weights."""
    model = keras.Sequential([keras.layers.Input((2,)), keras.layers.Normalization()])
    with h5py.File("weights", "w", driver="core", backing_store=False) as file:
        write_weights(file, {model.layers[0].name: [[1.0, 2.0], [4.0, 9.0], np.array(50)]})
        load_legacy_weights(model, file, Origin((2, 11, 0), "tensorflow"), "w.h5")
    assert np.allclose(model.predict_on_batch(np.array([[3.0, 5.0]])), [[1, 1]], atol=1e-5)


def test_long_lists_of_names(keras):
    """Keras 2 spread them over several attributes, of 64 kB each."""
    model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1, name="a"), keras.layers.Dense(1, name="b")])
    with h5py.File("weights", "w", driver="core", backing_store=False) as file:
        write_weights(file, dict(a=[[[2.0]], [1.0]], b=[[[3.0]], [0.0]]))
        del file.attrs["layer_names"]
        file.attrs["layer_names0"], file.attrs["layer_names1"] = [b"a"], [b"b"]
        load_legacy_weights(model, file, Origin((2, 3, 1), "tensorflow"), "w.h5")
    assert np.allclose(model.predict_on_batch(np.array([[1.0]])), [[9.0]])
