"""Layers of Keras 1 and 2, one by one, in the form in which those wrote them: what each becomes in Keras 3."""

import numpy as np
import pytest

from pytmva_keras import ConfigurationError
from pytmva_keras.models import activations, building, keras1, keras2
from pytmva_keras.models.dialects import origin_of
from pytmva_keras.models.safety import Trust

KERAS_1 = dict(trainable=True)
NO_PARTS = dict.fromkeys(["W_regularizer", "b_regularizer", "activity_regularizer", "W_constraint", "b_constraint"])
DENSE_1 = dict(init="glorot_uniform", activation="linear", bias=True, input_dim=None, **NO_PARTS)
CONV_1D = dict(nb_filter=3, filter_length=2, init="uniform", activation="relu", border_mode="valid", subsample_length=1,
               bias=True, input_dim=None, input_length=None, **NO_PARTS)
CONV_2D = dict(nb_filter=3, nb_row=2, nb_col=3, init="he_normal", activation="relu", border_mode="valid", subsample=[1, 2],
               dim_ordering="tf", bias=True, **NO_PARTS)
RNN_1 = dict(output_dim=3, init="glorot_uniform", inner_init="orthogonal", activation="tanh", W_regularizer=None,
             U_regularizer=None, b_regularizer=None, dropout_W=0.1, dropout_U=0.2, return_sequences=False,
             go_backwards=False,
             stateful=False, unroll=False, consume_less="cpu", input_dim=4, input_length=None)
LSTM_1 = dict(RNN_1, inner_activation="hard_sigmoid", forget_bias_init="one")
POOL_1D, POOL_2D = dict(pool_length=2, stride=1, border_mode="valid"), dict(pool_size=[2, 2], strides=[1, 1],
    border_mode="same")
CONV_LSTM = dict(nb_filter=3, nb_row=2, nb_col=2, init="uniform", inner_init="orthogonal", forget_bias_init="one",
                 activation="tanh",
                 dim_ordering="tf", border_mode="same", inner_activation="hard_sigmoid", return_sequences=False,
                 go_backwards=False,
                 stateful=False)
CONV_3D = dict(CONV_2D, kernel_dim1=2, kernel_dim2=1, kernel_dim3=2, subsample=[1, 1, 1], nb_row=None, nb_col=None)
NESTED = {"class_name": "LSTM", "config": dict(LSTM_1, name="inner", return_sequences=True)}


def sequential(version, class_name, config, shape):
    first = {"name": "layer", **KERAS_1, **config, "batch_input_shape": [None, *shape]}
    return {"class_name": "Sequential", "config": [{"class_name": class_name, "config": first}], "keras_version": version}


def build(config, **custom):
    return building.build_model(config, origin_of(config, "m.yml"), "m.yml", Trust(custom))


def the_layer(config):
    [layer] = build(config).layers
    return layer


# (old class, its arguments, input shape, Keras 3 class, output shape, some arguments of the Keras 3 layer)
LAYERS_OF_KERAS_1 = [
    ("Dense", dict(DENSE_1, output_dim=5), (4,), "Dense", (5,), dict(units=5, use_bias=True)),
    ("TimeDistributedDense", dict(DENSE_1, output_dim=5, bias=False, input_length=3), (3, 4), "Dense", (3, 5),
     dict(use_bias=False)),
    ("Activation", dict(activation="softplus"), (4,), "Activation", (4,), dict(activation="softplus")),
    ("Dropout", dict(p=0.25), (4,), "Dropout", (4,), dict(rate=0.25)),
    ("SpatialDropout1D", dict(p=0.25), (3, 4), "SpatialDropout1D", (3, 4), dict(rate=0.25)),
    ("SpatialDropout2D", dict(p=0.25), (3, 4, 2), "SpatialDropout2D", (3, 4, 2), dict(rate=0.25)),
    ("SpatialDropout3D", dict(p=0.25), (3, 4, 2, 2), "SpatialDropout3D", (3, 4, 2, 2), dict(rate=0.25)),
    ("Flatten", {}, (3, 4), "Flatten", (12,), dict(data_format="channels_last")),
    ("Reshape", dict(target_shape=[2, 6]), (3, 4), "Reshape", (2, 6), {}),
    ("Permute", dict(dims=[2, 1]), (3, 4), "Permute", (4, 3), {}),
    ("RepeatVector", dict(n=2), (4,), "RepeatVector", (2, 4), {}),
    ("Masking", dict(mask_value=-1.0), (3, 4), "Masking", (3, 4), dict(mask_value=-1.0)),
    ("ActivityRegularization", dict(l1=0.5, l2=0.25), (4,), "ActivityRegularization", (4,), dict(l1=0.5, l2=0.25)),
    ("Convolution1D", CONV_1D, (5, 4), "Conv1D", (4, 3), dict(kernel_size=(2,), filters=3, padding="valid")),
    ("AtrousConvolution1D", dict(CONV_1D, atrous_rate=2), (5, 4), "Conv1D", (3, 3), dict(dilation_rate=(2,))),
    ("Convolution2D", CONV_2D, (5, 6, 2), "Conv2D", (4, 2, 3), dict(kernel_size=(2, 3), strides=(1, 2))),
    ("Convolution2D", dict(CONV_2D, dim_ordering="th"), (2, 5, 6), "Conv2D", (3, 4, 2), dict(data_format="channels_first")),
    ("AtrousConvolution2D", dict(CONV_2D, subsample=[1, 1], atrous_rate=[2, 1]), (5, 6, 2), "Conv2D", (3, 4, 3),
     dict(dilation_rate=(2, 1))),
    ("Convolution3D", CONV_3D, (3, 3, 3, 2), "Conv3D", (2, 3, 2, 3), dict(kernel_size=(2, 1, 2))),
    ("Deconvolution2D", dict(CONV_2D, subsample=[2, 2], output_shape=[None, 8, 9, 3]), (4, 4, 2), "Conv2DTranspose",
     (8, 9, 3), {}),
    ("SeparableConvolution2D", dict(CONV_2D, subsample=[1, 1], depth_multiplier=2, depthwise_regularizer=None,
     pointwise_regularizer=None, depthwise_constraint=None, pointwise_constraint=None, W_regularizer=None), (5, 6, 2),
     "SeparableConv2D", (4, 4, 3), dict(depth_multiplier=2)),
    ("MaxPooling1D", POOL_1D, (5, 4), "MaxPooling1D", (4, 4), dict(pool_size=(2,), strides=(1,))),
    ("AveragePooling1D", POOL_1D, (5, 4), "AveragePooling1D", (4, 4), {}),
    ("MaxPooling2D", dict(POOL_2D, dim_ordering="tf"), (5, 6, 2), "MaxPooling2D", (5, 6, 2), dict(padding="same")),
    ("AveragePooling2D", dict(POOL_2D, border_mode="valid", dim_ordering="th"), (2, 5, 6), "AveragePooling2D", (2, 4, 5),
     {}),
    ("MaxPooling3D", dict(POOL_2D, pool_size=[2, 2, 2], strides=[2, 2, 2], dim_ordering="tf"), (4, 4, 4, 1), "MaxPooling3D",
     (2, 2, 2, 1), {}),
    ("AveragePooling3D", dict(POOL_2D, pool_size=[2, 2, 2], strides=[2, 2, 2], dim_ordering="tf"), (4, 4, 4, 1),
     "AveragePooling3D", (2, 2, 2, 1), {}),
    ("GlobalMaxPooling1D", {}, (5, 4), "GlobalMaxPooling1D", (4,), {}),
    ("GlobalAveragePooling1D", {}, (5, 4), "GlobalAveragePooling1D", (4,), {}),
    ("GlobalMaxPooling2D", dict(dim_ordering="th"), (2, 5, 6), "GlobalMaxPooling2D", (2,), {}),
    ("GlobalAveragePooling2D", dict(dim_ordering="tf"), (5, 6, 2), "GlobalAveragePooling2D", (2,), {}),
    ("GlobalMaxPooling3D", dict(dim_ordering="tf"), (4, 4, 4, 2), "GlobalMaxPooling3D", (2,), {}),
    ("GlobalAveragePooling3D", dict(dim_ordering="tf"), (4, 4, 4, 2), "GlobalAveragePooling3D", (2,), {}),
    ("ZeroPadding1D", dict(padding=2), (5, 4), "ZeroPadding1D", (9, 4), {}),
    ("ZeroPadding1D", dict(padding={"left_pad": 1, "right_pad": 0}), (5, 4), "ZeroPadding1D", (6, 4), {}),
    ("ZeroPadding2D", dict(padding=[1, 2], dim_ordering="tf"), (5, 6, 2), "ZeroPadding2D", (7, 10, 2), {}),
    ("ZeroPadding2D", dict(padding=[1, 2, 3, 4], dim_ordering="th"), (2, 5, 6), "ZeroPadding2D", (2, 8, 13), {}),
    ("ZeroPadding2D", dict(padding={"top_pad": 1}, dim_ordering="tf"), (5, 6, 2), "ZeroPadding2D", (6, 6, 2), {}),
    ("ZeroPadding3D", dict(padding=[1, 1, 1], dim_ordering="tf"), (2, 2, 2, 1), "ZeroPadding3D", (4, 4, 4, 1), {}),
    ("Cropping1D", dict(cropping=[1, 2]), (5, 4), "Cropping1D", (2, 4), {}),
    ("Cropping2D", dict(cropping=[[1, 2], [0, 1]], dim_ordering="th"), (2, 5, 6), "Cropping2D", (2, 2, 5), {}),
    ("Cropping3D", dict(cropping=[[1, 0], [0, 1], [1, 0]], dim_ordering="tf"), (2, 2, 2, 1), "Cropping3D", (1, 1, 1, 1), {}),
    ("UpSampling1D", dict(length=2), (5, 4), "UpSampling1D", (10, 4), {}),
    ("UpSampling2D", dict(size=[2, 3], dim_ordering="th"), (2, 5, 6), "UpSampling2D", (2, 10, 18), {}),
    ("UpSampling3D", dict(size=[2, 2, 2], dim_ordering="tf"), (2, 2, 2, 1), "UpSampling3D", (4, 4, 4, 1), {}),
    ("SimpleRNN", RNN_1, (5, 4), "SimpleRNN", (3,), dict(dropout=0.1, recurrent_dropout=0.2)),
    ("LSTM", LSTM_1, (5, 4), "LSTM", (3,), dict(unit_forget_bias=True, recurrent_activation=activations.HARD_SIGMOID)),
    ("LSTM", dict(LSTM_1, forget_bias_init="zero"), (5, 4), "LSTM", (3,), dict(unit_forget_bias=False)),
    ("GRU", dict(RNN_1, inner_activation="sigmoid", return_sequences=True), (5, 4), "GRU", (5, 3), dict(reset_after=False)),
    ("ConvLSTM2D", CONV_LSTM, (2, 4, 4, 1), "ConvLSTM2D", (4, 4, 3), {}),
    ("Embedding", dict(input_dim=10, output_dim=3, init="uniform", input_length=4, mask_zero=False,
                       activity_regularizer=None,
     W_regularizer=None, W_constraint=None, dropout=0.0), (4,), "Embedding", (4, 3), dict(input_dim=10)),
    ("BatchNormalization", dict(epsilon=1e-5, mode=0, axis=1, momentum=0.9, gamma_regularizer=None, beta_regularizer=None),
     (4,), "BatchNormalization", (4,), dict(epsilon=1e-5, momentum=0.9)),
    ("GaussianNoise", dict(sigma=0.5), (4,), "GaussianNoise", (4,), dict(stddev=0.5)),
    ("GaussianDropout", dict(p=0.5), (4,), "GaussianDropout", (4,), dict(rate=0.5)),
    ("LeakyReLU", dict(alpha=0.2), (4,), "LeakyReLU", (4,), dict(negative_slope=0.2)),
    ("PReLU", dict(init="zero"), (4,), "PReLU", (4,), {}),
    ("ELU", dict(alpha=0.2), (4,), "ELU", (4,), dict(alpha=0.2)),
    ("ThresholdedReLU", dict(theta=0.2), (4,), "ReLU", (4,), dict(threshold=0.2)),
    ("TimeDistributed", dict(layer={"class_name": "Dense", "config": dict(DENSE_1, name="inner", output_dim=2)}), (5, 4),
     "TimeDistributed", (5, 2), {}),
    ("Bidirectional", dict(layer=NESTED, merge_mode="concat"), (5, 4), "Bidirectional", (5, 6), {}),
    ("Bidirectional", dict(layer=NESTED, merge_mode="ave"), (5, 4), "Bidirectional", (5, 3), {}),
]


def check(version, class_name, config, shape, expected, output, arguments):
    layer = the_layer(sequential(version, class_name, config, shape))
    assert type(layer).__name__ == expected and layer.name == "layer" and tuple(layer.output.shape[1:]) == output
    found = layer.get_config()
    assert {name: found[name] for name in arguments} == arguments


@pytest.mark.parametrize("case", LAYERS_OF_KERAS_1, ids=lambda case: case[0])
def test_layer_of_keras_1(case, keras):
    check("1.2.2", *case)


def test_all_layers_of_keras_1_are_tried():
    assert set(keras1.LAYERS) == {case[0] for case in LAYERS_OF_KERAS_1} | {"Merge", "InputLayer", "Conv1D", "Conv2D"}


@pytest.mark.parametrize("class_name, config, message", [
    ("Highway", dict(DENSE_1), "Keras 3 has no such layer"), ("MaxoutDense", dict(DENSE_1, output_dim=3, nb_feature=4),
        "no such"),
    ("SReLU", dict(t_left_init="zero"), "no such layer"), ("ParametricSoftplus", dict(alpha_init=0.2, beta_init=5.0),
        "no such"),
    ("LocallyConnected1D", CONV_1D, "no such layer"), ("Mine", {}, "Keras 1 has no such layer; give it by UserCode"),
    ("BatchNormalization", dict(mode=1), "mode=1: Keras 3 has only mode 0"), ("BatchNormalization", dict(mode=2), "mode=2"),
    ("Convolution2D", dict(CONV_2D, border_mode="full"), "border_mode='full': Keras 3 knows valid and same"),
    ("Convolution2D", dict(CONV_2D, dim_ordering="xx"), "dim_ordering='xx': th or tf is expected"),
    ("Dense", dict(DENSE_1, output_dim=3, init="mine"), "init='mine': known initialisers are uniform"),
    ("Dense", dict(DENSE_1, output_dim=3, activation="mine"), "activation='mine': Keras 3 has no such activation"),
    ("Dense", dict(DENSE_1, output_dim=3, W_regularizer={"name": "EigenvalueRegularizer", "k": 0.1}),
     "only l1 and l2 exist"),
    ("Dense", dict(DENSE_1, output_dim=3, W_constraint={"name": "Mine"}), "W_constraint=.*no such constraint"),
    ("Dense", dict(DENSE_1, output_dim=3, colour="red"), "colour='red': the Dense of Keras 3 has no such argument"),
    ("LSTM", dict(LSTM_1, forget_bias_init="uniform"), "forget_bias_init='uniform'"),
    ("Embedding", dict(input_dim=9, output_dim=2, init="uniform", dropout=0.5), "dropout=0.5: Keras 3 drops no words"),
    ("Convolution2D", {"nb_filter": 3}, "is damaged: KeyError: 'nb_row'"),
])
def test_refused_layer_of_keras_1(class_name, config, message, keras):
    with pytest.raises(ConfigurationError, match=rf'm.yml: layer "layer" \({class_name}\) of Keras 1.1 to 1.2 .*{message}'):
        build(sequential("1.2.2", class_name, config, (4, 4, 2)))


def test_deconvolution_of_another_shape(keras):
    config = dict(CONV_2D, subsample=[2, 2], output_shape=[None, 9, 9, 3])
    with pytest.raises(ConfigurationError, match=r'layer "layer" .* its output shape is \(9, 9, 3\) there and \(8, 9, 3\) here'):
        build(sequential("1.2.2", "Deconvolution2D", config, (4, 4, 2)))


# --- Keras 2 and tf.keras

PARTS_2 = dict(
    kernel_initializer={"class_name": "VarianceScaling", "config": {"scale": 2.0, "mode": "fan_in",
        "distribution": "normal", "seed": None}},
    bias_initializer={"class_name": "Zeros", "config": {"dtype": "float32"}},
    kernel_regularizer={"class_name": "L1L2", "config": {"l1": 0.0, "l2": 0.5}},
    bias_regularizer=None, activity_regularizer=None, kernel_constraint={"class_name": "MaxNorm",
        "config": {"max_value": 2, "axis": 0}},
    bias_constraint={"class_name": "NonNeg", "config": {}}, use_bias=True, activation="relu",
)
CONV_2 = dict(PARTS_2, filters=3, kernel_size=[2, 2], strides=[1, 1], padding="valid", dilation_rate=[1, 1],
              data_format="channels_last")
CONV_1_2 = dict(CONV_2, kernel_size=[2], strides=[1], dilation_rate=[1])
SEPARABLE = dict(CONV_2, depth_multiplier=1, depthwise_initializer=PARTS_2["kernel_initializer"], depthwise_regularizer=None,
                 pointwise_initializer=PARTS_2["kernel_initializer"], pointwise_regularizer=None, depthwise_constraint=None,
                 pointwise_constraint=None)
DEPTHWISE = {key: value for key, value in SEPARABLE.items() if not key.startswith("pointwise") and key != "filters"}
RNN_2 = dict(PARTS_2, units=3, activation="tanh", recurrent_initializer={"class_name": "Orthogonal",
    "config": {"gain": 1.0, "seed": None}},
             recurrent_regularizer=None, recurrent_constraint=None, dropout=0.0, recurrent_dropout=0.0,
             return_sequences=False,
             return_state=False, go_backwards=False, stateful=False, unroll=False, implementation=2)
CUDNN = {key: RNN_2[key] for key in RNN_2 if key not in ("use_bias", "activation", "dropout", "recurrent_dropout",
    "implementation", "unroll")}
def cells(class_name):
    return {"class_name": class_name, "config": dict(name="inner", units=3, implementation=2)}


NORM = dict(axis=[1], momentum=0.9, epsilon=1e-4, center=True, scale=True,
            beta_initializer={"class_name": "Zeros", "config": {}}, fused=None)

LAYERS_OF_KERAS_2 = [
    ("Dense", dict(PARTS_2, units=5, dtype={"class_name": "Policy", "config": {"name": "float32"}}), (4,), "Dense", (5,),
     dict(units=5)),
    ("Dense", dict(units=5, kernel_initializer="he_normal", activation="hard_sigmoid"), (4,), "Dense", (5,),
     dict(activation=activations.HARD_SIGMOID)),
    ("Conv1D", CONV_1_2, (5, 4), "Conv1D", (4, 3), {}), ("Conv2D", CONV_2, (5, 6, 2), "Conv2D", (4, 5, 3), {}),
    ("Conv3D", dict(CONV_2, kernel_size=[2] * 3, strides=[1] * 3, dilation_rate=[1] * 3), (3, 3, 3, 1), "Conv3D",
     (2, 2, 2, 3), {}),
    ("Conv2DTranspose", dict(CONV_2, output_padding=None), (5, 6, 2), "Conv2DTranspose", (6, 7, 3), {}),
    ("Conv3DTranspose", dict(CONV_2, kernel_size=[2] * 3, strides=[1] * 3, dilation_rate=[1] * 3, output_padding=None),
     (2, 2, 2, 1),
     "Conv3DTranspose", (3, 3, 3, 3), {}),
    ("SeparableConv1D", dict(SEPARABLE, kernel_size=[2], strides=[1], dilation_rate=[1]), (5, 4), "SeparableConv1D", (4, 3),
     {}),
    ("SeparableConv2D", SEPARABLE, (5, 6, 2), "SeparableConv2D", (4, 5, 3), {}),
    ("DepthwiseConv2D", DEPTHWISE, (5, 6, 2), "DepthwiseConv2D", (4, 5, 2), {}),
    ("MaxPooling1D", dict(pool_size=2, strides=2, padding="valid"), (5, 4), "MaxPooling1D", (2, 4), {}),
    ("AvgPool2D", dict(pool_size=[2, 2], strides=[2, 2], padding="valid", data_format="channels_last"), (4, 4, 1),
     "AveragePooling2D", (2, 2, 1), {}),
    ("GlobalAveragePooling1D", {}, (5, 4), "GlobalAveragePooling1D", (4,), dict(data_format="channels_last")),
    ("GlobalMaxPooling2D", dict(data_format="channels_first"), (2, 5, 6), "GlobalMaxPooling2D", (2,), {}),
    ("UpSampling2D", dict(size=[2, 2], data_format="channels_last", interpolation="bilinear"), (2, 2, 1), "UpSampling2D",
     (4, 4, 1), {}),
    ("ZeroPadding1D", dict(padding=[1, 2], data_format="channels_last"), (5, 4), "ZeroPadding1D", (8, 4), {}),
    ("ZeroPadding2D", dict(padding=[[1, 2], [0, 1]], data_format="channels_last"), (2, 2, 1), "ZeroPadding2D", (5, 3, 1),
     {}),
    ("Cropping1D", dict(cropping=[1, 1], data_format="channels_last"), (5, 4), "Cropping1D", (3, 4), {}),
    ("Flatten", dict(data_format="channels_first"), (2, 3), "Flatten", (6,), dict(data_format="channels_first")),
    ("SpatialDropout1D", dict(rate=0.5, noise_shape=None, seed=None), (5, 4), "SpatialDropout1D", (5, 4), {}),
    ("AlphaDropout", dict(rate=0.5), (4,), "AlphaDropout", (4,), {}),
    ("SimpleRNN", RNN_2, (5, 4), "SimpleRNN", (3,), {}),
    ("LSTM", dict(RNN_2, recurrent_activation="sigmoid", unit_forget_bias=True, time_major=False), (5, 4), "LSTM", (3,), {}),
    ("LSTM", dict(units=3), (5, 4), "LSTM", (3,), dict(recurrent_activation=activations.HARD_SIGMOID)),
    ("GRU", dict(RNN_2, recurrent_activation="hard_sigmoid"), (5, 4), "GRU", (3,), dict(reset_after=False)),
    ("GRU", dict(RNN_2, recurrent_activation="sigmoid", reset_after=True), (5, 4), "GRU", (3,), dict(reset_after=True)),
    ("CuDNNLSTM", dict(CUDNN, unit_forget_bias=True), (5, 4), "LSTM", (3,), dict(recurrent_activation="sigmoid")),
    ("CuDNNGRU", CUDNN, (5, 4), "GRU", (3,), dict(reset_after=True)),
    ("RNN", dict(return_sequences=True, cell=cells("LSTMCell")), (5, 4), "RNN", (5, 3), {}),
    ("RNN", dict(cell={"class_name": "StackedRNNCells", "config": {"cells": [cells("GRUCell"), cells("SimpleRNNCell")]}}),
     (5, 4),
     "RNN", (3,), {}),
    ("ConvLSTM2D", dict(CONV_2, recurrent_activation="hard_sigmoid", unit_forget_bias=True, dropout=0.0,
                        recurrent_dropout=0.0,
     return_sequences=True), (2, 4, 4, 1), "ConvLSTM2D", (2, 3, 3, 3), {}),
    ("Embedding", dict(input_dim=9, output_dim=2, embeddings_initializer={"class_name": "RandomUniform",
        "config": {"minval": 0, "maxval": 1}},
     embeddings_regularizer=None, activity_regularizer=None, embeddings_constraint=None, mask_zero=True, input_length=4),
     (4,), "Embedding", (4, 2), {}),
    ("BatchNormalizationV1", NORM, (4,), "BatchNormalization", (4,), dict(axis=1, epsilon=1e-4)),
    ("LayerNormalization", dict(axis=[1], epsilon=1e-3, center=True, scale=True), (4,), "LayerNormalization", (4,), {}),
    ("ReLU", dict(max_value=6.0, negative_slope=None, threshold=0.5), (4,), "ReLU", (4,),
     dict(max_value=6.0, threshold=0.5)),
    ("Softmax", dict(axis=-1), (4,), "Softmax", (4,), {}), ("LeakyReLU", dict(alpha=0.1), (4,), "LeakyReLU", (4,),
        dict(negative_slope=0.1)),
    ("PReLU", dict(alpha_initializer={"class_name": "Zeros", "config": {}}, alpha_regularizer=None, alpha_constraint=None,
                   shared_axes=[1]), (5, 4),
     "PReLU", (5, 4), {}),
    ("Activation", dict(activation="swish"), (4,), "Activation", (4,), {}),
    ("TimeDistributed", dict(layer={"class_name": "Dense", "config": dict(PARTS_2, name="inner", units=2)}), (5, 4),
     "TimeDistributed", (5, 2), {}),
    ("Bidirectional", dict(merge_mode="sum", layer={"class_name": "GRU",
        "config": dict(RNN_2, name="inner", recurrent_activation="sigmoid")}), (5, 4),
     "Bidirectional", (3,), {}),
]


@pytest.mark.parametrize("case", LAYERS_OF_KERAS_2, ids=lambda case: case[0])
def test_layer_of_keras_2(case, keras):
    check("2.2.4-tf", *case)


@pytest.mark.parametrize("class_name, config, message", [
    ("LocallyConnected2D", CONV_2, "Keras 3 has no such layer"),
    ("TFOpLambda", {"function": "math.add"}, "it is an operation of TensorFlow"), ("Mine", {}, "Keras 2 has no such layer"),
    ("LSTM", dict(RNN_2, time_major=True), "time_major=True: Keras 3 has the time on the second axis"),
    ("BatchNormalization", dict(NORM, renorm=True), "renorm=True"), ("BatchNormalization", dict(NORM, axis=[1, 2]),
        "normalises one axis"),
    ("Dense", dict(PARTS_2, units=2, kernel_initializer={"class_name": "Mine", "config": {}}),
     "kernel_initializer='Mine': Keras 3 has"),
    ("Dense", dict(PARTS_2, units=2, colour="red"), "colour='red': the Dense of Keras 3 has no such argument"),
])
def test_refused_layer_of_keras_2(class_name, config, message, keras):
    with pytest.raises(ConfigurationError, match=rf'm.yml: layer "layer" \({class_name}\) of Keras 2.x .*{message}'):
        build(sequential("2.2.4", class_name, config, (4, 4)))


def test_custom_layers_of_old_models(keras):
    class Twice(keras.layers.Layer):
        def call(self, x):
            return 2 * x

    config = sequential("2.2.4", "Twice", {}, (4,))
    config["config"].append({"class_name": "Dense", "config": {"name": "d", "units": 1, "activation": "mine"}})
    model = build(config, Twice=Twice, mine=lambda x: -x)
    assert np.array_equal(model.layers[0](np.ones((1, 4))), [[2] * 4]) and model.layers[1].activation(3) == -3


# --- parts


@pytest.mark.parametrize("init, kind, config", [
    ("normal", "RandomNormal", dict(stddev=0.05)), ("uniform", "RandomUniform", dict(minval=-0.05, maxval=0.05)),
    ("he_normal", "VarianceScaling", dict(scale=2.0, mode="fan_in", distribution="untruncated_normal")),
    ("lecun_uniform", "VarianceScaling", dict(scale=1.0, mode="fan_in", distribution="uniform")),
    ("orthogonal", "Orthogonal", dict(gain=1.1)), ("zero", "Zeros", {}), ("one", "Ones", {}), ("identity", "Identity", {}),
])
def test_initializers_of_keras_1(init, kind, config, keras):
    found = the_layer(sequential("1.2.2", "Dense", dict(DENSE_1, output_dim=4, init=init), (4,))).kernel_initializer
    assert type(found).__name__ == kind and config.items() <= found.get_config().items()


def test_regularizers_and_constraints(keras):
    parts = dict(W_regularizer={"name": "L1L2Regularizer", "l1": 0.5, "l2": 0.25},
                 W_constraint={"name": "MaxNorm", "m": 3, "axis": 0},
                 b_constraint={"name": "MinMaxNorm", "low": 0.1, "high": 2.0, "rate": 0.5, "axis": 0})
    layer = the_layer(sequential("1.2.2", "Dense", {**DENSE_1, "output_dim": 4, **parts}, (4,)))
    assert layer.kernel_regularizer.get_config() == {"l1": 0.5, "l2": 0.25}
    assert layer.kernel_constraint.get_config() == {"max_value": 3, "axis": 0}
    assert layer.bias_constraint.get_config() == {"min_value": 0.1, "max_value": 2.0, "rate": 0.5, "axis": 0}


@pytest.mark.parametrize("version, class_name, config, axis, expected", [
    ("1.2.2", "Convolution2D", dict(CONV_2D, dim_ordering="th"), [1, 2, 3], [0, 1, 2]),
    ("1.2.2", "Convolution2D", dict(CONV_2D, dim_ordering="th"), 0, 3),
    ("1.2.2", "Convolution2D", CONV_2D, [0, 1, 2], [0, 1, 2]),
    ("1.2.2", "Convolution1D", CONV_1D, [0, 1, 2], [0, 1]), ("1.0.6", "Convolution1D", CONV_1D, [1, 2, 3], [0, 1]),
])
def test_axes_of_constraints_follow_the_kernel(version, class_name, config, axis, expected):
    config = dict(config, W_constraint={"name": "UnitNorm", "axis": axis})
    _, arguments = keras1.layer(class_name, config, origin_of({"class_name": "", "config": {}, "keras_version": version},
        "m").version)
    assert arguments["kernel_constraint"] == {"class_name": "UnitNorm", "config": {"axis": expected}}


def test_hard_sigmoid_of_old_keras(keras):
    old = the_layer(sequential("1.2.2", "Activation", dict(activation="hard_sigmoid"), (4,)))
    assert np.allclose(old(np.array([[-3.0, -1.0, 1.0, 2.0]])), [[0, 0.3, 0.7, 0.9]])
    assert not np.allclose(keras.ops.hard_sigmoid(np.array([1.0])), 0.7), "Keras 3 has another slope"


def test_all_layers_of_keras_2_exist_in_keras_3(keras):
    for name, translate in keras2.LAYERS.items():
        class_name, _ = translate({"bin_boundaries": [0.5], "vocabulary": [1]})
        assert hasattr(keras.layers, class_name), name
