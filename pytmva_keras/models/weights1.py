"""Arrays of Keras 1 to those of Keras 2.

The contract of an entry of LAYERS: it gets the built Keras 3 layer, the arrays that Keras 1 saved for it and the file's
origin, and returns the arrays in the number, order and layout of Keras 2. A layer without an entry has them already.
"""

import numpy as np

from .dialects import Origin
from .engines import engine


def arrays(layer, values: list, origin: Origin) -> list:
    """Return the arrays of Keras 2 for those that Keras 1 saved for `layer`."""
    convert = LAYERS.get(type(layer).__name__)
    return convert(layer, values, origin) if convert and values else values


def count(layer, values: list) -> int:
    """Return how many of the `values` that remain belong to the trainable part of `layer`: one a gate, or all together."""
    gates = {"LSTM": 4, "ConvLSTM2D": 4, "GRU": 3}.get(type(layer).__name__, 1)
    usual = len(layer.trainable_weights)
    separate = gates > 1 and values and values[0].shape[-1] * gates == engine().shape_of(layer.trainable_weights[0])[-1]
    return gates * usual if separate else usual


def _gates(*order: int):
    """Join the arrays of the gates, each with a kernel, a recurrent kernel and a bias, in the `order` of Keras 2."""

    def convert(layer, values: list, origin: Origin) -> list:
        if len(values) != 3 * len(order):
            return values  # Keras 1 wrote them joined already (consume_less="gpu")
        return [np.concatenate([values[3 * gate + kind] for gate in order], axis=-1) for kind in range(3)]

    return convert


def _convolutional_lstm(layer, values: list, origin: Origin) -> list:
    if len(values) == 12 and layer.data_format == "channels_first":
        values = [value.transpose(2, 3, 1, 0) if value.ndim == 4 else value for value in values]
    return _gates(0, 2, 1, 3)(layer, values, origin)


def _convolution_1d(layer, values: list, origin: Origin) -> list:
    kernel, *bias = values
    wanted = engine().shape_of(layer.kernel)  # length, inputs, filters
    before_1_1 = kernel.ndim == 4 and kernel.shape == (*wanted[::-1], 1)
    after = kernel.ndim == 4 and kernel.shape == (wanted[0], 1, *wanted[1:])
    if before_1_1 and (origin.version[:2] == (1, 0) or not after):
        return [kernel[..., 0].transpose(2, 1, 0), *bias]
    return [kernel[:, 0], *bias] if after else values


def _kernels(*channels_first: int, channels_last: tuple = ()):
    """Transpose the kernels of a convolution: of every array that has as many axes as `channels_first` names."""

    def convert(layer, values: list, origin: Origin) -> list:
        axes = channels_first if layer.data_format == "channels_first" else channels_last
        return [value.transpose(axes) if axes and value.ndim == len(axes) else value for value in values]

    return convert


def _batch_normalization(layer, values: list, origin: Origin) -> list:
    """Until 1.0.7 Theano kept, or used, a standard deviation s in another way: as s + epsilon."""
    if len(values) != 4 or not origin.theano or origin.version >= (1, 0, 8):
        return values
    *others, deviation = values
    if origin.version == (1, 0, 7):
        deviation = np.sqrt(deviation)
    return [*others, np.square(deviation + layer.epsilon) - layer.epsilon]


LAYERS = {
    "LSTM": _gates(0, 2, 1, 3), "GRU": _gates(0, 1, 2), "ConvLSTM2D": _convolutional_lstm,
    "Conv1D": _convolution_1d, "Conv2D": _kernels(2, 3, 1, 0), "Conv3D": _kernels(2, 3, 4, 1, 0),
    "Conv2DTranspose": _kernels(2, 3, 0, 1, channels_last=(0, 1, 3, 2)), "SeparableConv2D": _kernels(2, 3, 1, 0),
    "BatchNormalization": _batch_normalization,
}
