"""Layers that tf.keras added to Keras 2, and what each version has in all: translated, or refused by name."""

import numpy as np
import pytest
from test_legacy_layers import build, check, sequential, the_layer

from pytmva_keras import ConfigurationError
from pytmva_keras.models import keras1, keras2

IMAGE = np.arange(32, dtype=np.float32).reshape(1, 4, 4, 2)
ROW = np.array([[1, 2, 7]])

RANDOM = dict(fill_mode="reflect", fill_value=0.0, interpolation="bilinear", seed=None)
LAYERS = [
    ("Identity", {}, (4,), "Identity", (4,), {}), ("Rescaling", dict(scale=0.5, offset=1.0), (4,), "Rescaling", (4,), {}),
    ("SyncBatchNormalization", dict(axis=[1], momentum=0.9), (4,), "BatchNormalization", (4,), dict(momentum=0.9)),
    ("SpectralNormalization", dict(power_iterations=2, layer={"class_name": "Dense", "config": dict(name="d", units=3)}),
     (4,), "SpectralNormalization", (3,), dict(power_iterations=2)),
    ("Normalization", dict(axis=[-1], invert=False, mean=[0.0, 1.0], variance=[1.0, 4.0]), (2,), "Normalization", (2,), {}),
    ("CenterCrop", dict(height=2, width=3), (4, 4, 2), "CenterCrop", (2, 3, 2), {}),
    ("Resizing", dict(height=2, width=3, interpolation="nearest", crop_to_aspect_ratio=True), (4, 4, 2), "Resizing",
     (2, 3, 2), dict(interpolation="nearest", crop_to_aspect_ratio=True)),
    ("RandomFlip", dict(mode="horizontal", seed=None), (4, 4, 2), "RandomFlip", (4, 4, 2), dict(mode="horizontal")),
    ("RandomRotation", dict(RANDOM, factor=0.1), (4, 4, 2), "RandomRotation", (4, 4, 2), dict(fill_mode="reflect")),
    ("RandomZoom", dict(RANDOM, height_factor=0.1, width_factor=0.2), (4, 4, 2), "RandomZoom", (4, 4, 2), {}),
    ("RandomTranslation", dict(RANDOM, height_factor=0.1, width_factor=0.2), (4, 4, 2), "RandomTranslation", (4, 4, 2), {}),
    ("RandomContrast", dict(factor=0.2, seed=None), (4, 4, 2), "RandomContrast", (4, 4, 2), {}),
    ("RandomBrightness", dict(factor=[-0.2, 0.2], value_range=[0, 255], seed=None), (4, 4, 2), "RandomBrightness",
     (4, 4, 2), {}),
]


@pytest.mark.parametrize("case", LAYERS, ids=lambda case: case[0])
def test_layer_of_tf_keras(case, keras):
    check("2.15.0", *case)


@pytest.mark.parametrize("case", [case for case in LAYERS if case[0].startswith("Random")], ids=lambda case: case[0])
def test_random_layers_leave_images_alone_where_nothing_is_trained(case, keras):
    layer = the_layer(sequential("2.15.0", *case[:3]))
    assert np.allclose(layer(IMAGE, training=False), IMAGE)


LOOKUP = dict(dtype="int64", invert=False, max_tokens=None, num_oov_indices=1, oov_token="-1", mask_token=None, sparse=False,
              pad_to_max_tokens=False, vocabulary_dtype="int64", idf_weights=None, vocabulary_size=4)


@pytest.mark.parametrize("class_name, config, expected", [  # the numbers of tf.keras 2.15
    ("Hashing", dict(num_bins=5, salt=None, mask_value=None, output_mode="int", sparse=False), [4, 4, 3]),
    ("Hashing", dict(num_bins=5, salt=[1, 2], mask_value=None, output_mode="multi_hot", sparse=False), [0, 1, 0, 1, 1]),
    ("Hashing", dict(num_bins=4, salt=None, mask_value=2, output_mode="int", sparse=False), [1, 0, 2]),
    ("IntegerLookup", dict(LOOKUP, vocabulary=[2, 7, 5], output_mode="int"), [0, 1, 2]),
    ("IntegerLookup", dict(LOOKUP, vocabulary=[2, 7, 5], output_mode="count", num_oov_indices=2), [0, 1, 1, 1, 0]),
    ("Discretization", dict(bin_boundaries=[1.5, 3.0], num_bins=None, epsilon=0.01, output_mode="int"), [0, 1, 2]),
    ("Discretization", dict(bins=[1.5, 3.0]), [0, 1, 2]),
    ("CategoryEncoding", dict(num_tokens=8, output_mode="count", sparse=False), [0, 1, 1, 0, 0, 0, 0, 1]),
    ("CategoryEncoding", dict(max_tokens=8, output_mode="binary", sparse=False), [0, 1, 1, 0, 0, 0, 0, 1]),
])
def test_words_and_bins(class_name, config, expected, keras):
    layer = the_layer(sequential("2.15.0", class_name, config, (3,)))
    assert np.array_equal(layer(ROW), [expected])


def test_hashed_crossing(keras):
    _, config = keras2.layer("HashedCrossing", dict(num_bins=7, output_mode="int", sparse=False), (2, 15, 0), frozenset())
    assert np.array_equal(keras.layers.HashedCrossing(**config)((np.array([[1], [2]]), np.array([[3], [4]]))), [[2], [5]])


@pytest.mark.parametrize("class_name, config, message", [
    ("IntegerLookup", dict(LOOKUP, vocabulary=None), "vocabulary=None: it was set by adapt"),
    ("Discretization", dict(bin_boundaries=None, num_bins=3), "bin_boundaries=None: it was set by adapt"),
    ("RandomCrop", dict(height=2, width=2, seed=None), "leaves the image as large as it is"),
    *[(name, {}, "it takes texts, and the variables of TMVA are numbers") for name in ("StringLookup", "TextVectorization")],
    *[(name, {}, "Keras 3 has no such layer") for name in (
        "RandomHeight", "RandomWidth", "RandomFourierFeatures", "CategoryCrossing", "ConvRNN2D", "ResidualWrapper",
        "PreprocessingStage")],
    *[(name, {}, "it is an operation of TensorFlow") for name in ("ClassMethod", "InstanceProperty", "SequenceFeatures")],
])
def test_refused_layer_of_tf_keras(class_name, config, message, keras):
    with pytest.raises(ConfigurationError, match=rf'm.yml: layer "layer" \({class_name}\) of Keras 2.x .*{message}'):
        build(sequential("2.15.0", class_name, config, (4, 4)))


# --- nothing is forgotten: the layers of each version, without its base classes

CONVOLUTIONS = {f"{kind}{rank}D" for rank in (1, 2, 3) for kind in (
    "Cropping", "UpSampling", "ZeroPadding", "AveragePooling", "MaxPooling", "GlobalAveragePooling", "GlobalMaxPooling",
    "SpatialDropout")}
CORE = {"Activation", "ActivityRegularization", "BatchNormalization", "Bidirectional", "ConvLSTM2D", "Dense", "Dropout",
        "ELU", "Embedding", "Flatten", "GRU", "GaussianDropout", "GaussianNoise", "InputLayer", "LSTM", "LeakyReLU",
        "LocallyConnected1D", "LocallyConnected2D", "Masking", "PReLU", "Permute", "RepeatVector", "Reshape", "SimpleRNN",
        "ThresholdedReLU", "TimeDistributed"}
ALL_OF_KERAS_1 = CORE | CONVOLUTIONS | {
    "AtrousConvolution1D", "AtrousConvolution2D", "Convolution1D", "Convolution2D", "Convolution3D", "Deconvolution2D",
    "Highway", "MaxoutDense", "Merge", "ParametricSoftplus", "SReLU", "SeparableConvolution2D", "TimeDistributedDense",
}
ALL_OF_KERAS_2 = CORE | CONVOLUTIONS | {
    "Add", "AlphaDropout", "Average", "Concatenate", "Conv1D", "Conv2D", "Conv2DTranspose", "Conv3D", "Conv3DTranspose",
    "ConvLSTM2DCell", "ConvRNN2D", "CuDNNGRU", "CuDNNLSTM", "DepthwiseConv2D", "Dot", "GRUCell", "Highway", "LSTMCell",
    "MaxoutDense", "Maximum", "Minimum", "Multiply", "RNN", "ReLU", "SeparableConv1D", "SeparableConv2D", "SimpleRNNCell",
    "Softmax", "StackedRNNCells", "Subtract",
}
ALL_OF_TF_KERAS = ALL_OF_KERAS_2 | {
    "AdditiveAttention", "Attention", "CategoryEncoding", "CenterCrop", "ClassMethod", "Conv1DTranspose", "ConvLSTM1D",
    "ConvLSTM3D", "DenseFeatures", "DepthwiseConv1D", "DeviceWrapper", "Discretization", "DropoutWrapper", "EinsumDense",
    "FunctionalPreprocessingStage", "GroupNormalization", "HashedCrossing", "Hashing", "Identity", "InstanceMethod",
    "InstanceProperty", "IntegerLookup", "LayerNormalization", "MultiHeadAttention", "Normalization", "PreprocessingStage",
    "RandomBrightness", "RandomContrast", "RandomCrop", "RandomFlip", "RandomFourierFeatures", "RandomHeight",
    "RandomRotation", "RandomTranslation", "RandomWidth", "RandomZoom", "Rescaling", "ResidualWrapper", "Resizing",
    "SlicingOpLambda", "SpectralNormalization", "StringLookup", "SyncBatchNormalization", "TFOpLambda",
    "TensorFlowOpLayer", "TextVectorization", "UnitNormalization",
}


def test_every_layer_is_translated_or_refused():
    assert set(keras1.LAYERS) | keras1.GONE >= ALL_OF_KERAS_1
    assert set(keras2.LAYERS) | set(keras2.GONE) | set(keras2._ALIASES) >= ALL_OF_KERAS_2 | ALL_OF_TF_KERAS
