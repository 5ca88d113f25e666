"""Arrays of Keras 2, on the backend that wrote them, to those of Keras 3.

The contract of an entry of LAYERS: it gets the built Keras 3 layer, the arrays of Keras 2 for it and the file's origin, and
returns those of Keras 3. A layer without an entry has them already.
"""

import numpy as np

from .dialects import Origin

_SPATIAL_AXES = {5: (0, 1, 2), 4: (0, 1), 3: (0,)}  # of a kernel, by its number of axes


def arrays(layer, values: list, origin: Origin) -> list:
    """Return the arrays of Keras 3 for those that Keras 2 saved for `layer`."""
    convert = LAYERS.get(type(layer).__name__)
    return convert(layer, values, origin) if convert and values else values


def _flipped(layer, values: list, origin: Origin) -> list:
    """Theano's convolution is the mathematical one, with the kernel reversed; other backends correlate."""
    if not origin.theano:
        return values
    return [np.flip(value, _SPATIAL_AXES[value.ndim]) if value.ndim in _SPATIAL_AXES else value for value in values]


def _of_cudnn(values: list, gates: int, bias) -> list:
    kernel, recurrent, old_bias = values
    kernels = [part.T.reshape(part.shape, order="F") for part in np.split(kernel, gates, axis=1)]
    recurrents = [part.T for part in np.split(recurrent, gates, axis=1)]
    return [np.hstack(kernels), np.hstack(recurrents), bias(old_bias)]


def _lstm(layer, values: list, origin: Origin) -> list:
    if len(values) == 3 and values[2].shape == (8 * layer.units,):  # CuDNNLSTM
        return _of_cudnn(values, 4, lambda bias: bias.reshape(2, -1).sum(axis=0))
    return values


def _gru(layer, values: list, origin: Origin) -> list:
    if len(values) == 3 and values[2].shape == (6 * layer.units,):  # CuDNNGRU
        return _of_cudnn(values, 3, lambda bias: bias.reshape(2, -1))
    return values


def _spectral(layer, values: list, origin: Origin) -> list:
    """Keras 3 has the vector of the power iteration after the kernel, not at the end."""
    if len(values) != len(layer.weights):  # averages of an optimizer, which does not train it
        return values
    kernel, *rest, vector = values
    return [kernel, vector, *rest]


LAYERS = {
    **{name: _flipped for name in (
        "Conv1D", "Conv2D", "Conv3D", "Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose", "ConvLSTM2D",
    )},
    "LSTM": _lstm, "GRU": _gru, "SpectralNormalization": _spectral,
}
