"""Every layer against Keras, with random shapes and arguments."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from layers import BASIC
from windows import WINDOWS

from pytmva_keras.native.models import LAYERS

DRAWN = {**BASIC, **WINDOWS}
NOTHING = ["ActivityRegularization", "AlphaDropout", "Dropout", "GaussianDropout", "GaussianNoise", "Identity",
           "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D"]
ELSEWHERE = {"InputLayer", "Activation", "RNN", "MultiHeadAttention", "Attention", "Add", "Subtract", "Multiply", "Average",
             "Maximum", "Minimum", "Concatenate", "Dot"}  # test_activations.py, test_graphs.py


def test_no_layer_is_left_out():
    assert set(LAYERS) == {*DRAWN, *NOTHING, *ELSEWHERE}


@pytest.mark.parametrize("name", DRAWN)
@given(data=st.data())
def test_layer(keras, check_same, name, data):
    shape, layer = DRAWN[name](data.draw, keras.layers)
    model = keras.Sequential([keras.layers.Input(shape), layer, keras.layers.Flatten()])
    x = None
    if name == "Embedding":
        x = np.random.default_rng(5).integers(0, layer.input_dim, (9, int(np.prod(shape)))).astype(np.float32)
    check_same(model, x)


@pytest.mark.parametrize("name", NOTHING)
def test_layers_that_do_nothing_in_inference(keras, check_same, name):
    arguments = {"Identity": [], "ActivityRegularization": []}.get(name, [0.5])
    shape = {"1": (3, 4), "2": (2, 2, 3), "3": (2, 2, 2, 2)}.get(name[-2], (5,)) if name.endswith("D") else (5,)
    layer = getattr(keras.layers, name)(*arguments)
    check_same(keras.Sequential([keras.layers.Input(shape), layer, keras.layers.Flatten()]))


@pytest.mark.parametrize("cell", ["SimpleRNNCell", "LSTMCell", "GRUCell"])
def test_rnn_of_a_cell(keras, check_same, cell):
    layers = keras.layers
    check_same(keras.Sequential([layers.Input((4, 3)), layers.RNN(getattr(layers, cell)(5))]))


@pytest.mark.parametrize("data_format", ["channels_first", "channels_last"])
def test_channels_first(keras, check_same, data_format):
    layers = keras.layers
    check_same(keras.Sequential([layers.Input((3, 4, 5)), layers.ZeroPadding2D(1, data_format=data_format),
                                 layers.UpSampling2D(2, data_format=data_format), layers.Flatten()]))


def test_rows_of_an_embedding_that_are_not_there(keras, load):
    network = load(keras.Sequential([keras.layers.Input((1,)), keras.layers.Embedding(3, 2), keras.layers.Flatten()]))
    for value in (3, -4, np.nan, np.inf, 1e30):
        with pytest.raises(Exception, match="an Embedding of 3 rows got the number"):
            network.predict(np.array([[value]], np.float32))
