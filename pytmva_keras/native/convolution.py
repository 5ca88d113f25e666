"""Convolutions, all as the native one: a kernel (size..., channels / groups, filters) on the channels at the end."""

from . import functions
from .basic import linear_map
from .graph import Graph, Unsupported, Value
from .moves import channels_back, channels_last, take


def paddings(padding: str, extents, size, strides, dilation) -> list[tuple[int, int]]:
    """Return (before, after) for each axis, as Keras pads for "valid", "same" and "causal"."""
    result = []
    for extent, window, stride, gap in zip(extents, size, strides, dilation):
        reach = (window - 1) * gap
        missing = max((-(-extent // stride) - 1) * stride + reach + 1 - extent, 0)
        result.append({"valid": (0, 0), "same": (missing // 2, missing - missing // 2), "causal": (reach, 0)}[padding])
    return result


def _convolve(graph: Graph, x: Value, kernel: int, bias, filters: int, size, padding, strides=None, dilation=None,
              groups: int = 1, transposed=None) -> Value:
    ones = [1] * len(size)
    strides, dilation = list(strides or ones), list(dilation or ones)
    if isinstance(padding, str):
        padding = paddings(padding, x.shape, size, strides, dilation)
    if groups == 1 and not transposed and all(n == 1 for n in (*size, *strides)):
        return linear_map(graph, x, filters, kernel, bias)
    before, after = zip(*padding)
    shape = [(extent + sum(pads) - (window - 1) * gap - 1) // stride + 1
             for extent, pads, window, gap, stride in zip(x.shape, padding, size, dilation, strides)]
    return graph.add("convolution", [x], [*shape, filters], size=size, strides=strides, dilation=dilation, before=before,
                     after=after, groups=groups, filters=filters, kernel=kernel, bias=bias, transposed=transposed)


def _layer(lower):
    """Return the lowering of a layer whose convolution is lower(graph, layer, x, bias), channels at the end."""

    def lower_layer(graph: Graph, layer, x: Value) -> Value:
        if getattr(layer, "lora_enabled", False) or getattr(layer, "quantization_mode", None) is not None:
            raise Unsupported("quantised weights or LoRA")
        bias = graph.array(layer.bias) if layer.use_bias else None
        y = lower(graph, layer, channels_last(graph, layer, x), bias)
        return functions.apply(graph, channels_back(graph, layer, y), layer.activation)

    return lower_layer


def _conv(graph: Graph, layer, x: Value, bias) -> Value:
    return _convolve(graph, x, graph.array(layer.kernel), bias, layer.filters, layer.kernel_size, layer.padding,
                     layer.strides, layer.dilation_rate, layer.groups)


def _depthwise(graph: Graph, layer, x: Value, bias) -> Value:
    return _each_channel(graph, layer, x, layer.kernel, bias)


def _separable(graph: Graph, layer, x: Value, bias) -> Value:
    y = _each_channel(graph, layer, x, layer.depthwise_kernel, None)
    return linear_map(graph, y, layer.filters, graph.array(layer.pointwise_kernel), bias)


def _each_channel(graph: Graph, layer, x: Value, kernel, bias) -> Value:
    channels = x.shape[-1]
    return _convolve(graph, x, graph.array(kernel), bias, channels * layer.depth_multiplier, layer.kernel_size,
                     layer.padding, layer.strides, layer.dilation_rate, groups=channels)


def _transpose(graph: Graph, layer, x: Value, bias) -> Value:
    """A convolution of the input with zeros between its places."""
    output_padding = layer.output_padding
    if output_padding is None or isinstance(output_padding, int):
        output_padding = [output_padding] * len(layer.kernel_size)
    padding = []
    for axis, stride in enumerate(layer.strides):
        index = [place // stride if place % stride == 0 else -1 for place in range((x.shape[axis] - 1) * stride + 1)]
        x = take(graph, x, axis, index)
        reach = (layer.kernel_size[axis] - 1) * layer.dilation_rate[axis] + 1
        padding.append(_transpose_padding(layer.padding, reach, stride, output_padding[axis]))
    return _convolve(graph, x, graph.array(layer.kernel), bias, layer.filters, layer.kernel_size, padding,
                     dilation=layer.dilation_rate, transposed=True)


def _transpose_padding(padding: str, reach: int, stride: int, output_padding) -> tuple[int, int]:
    """Return the zeros before and after; reach: of the kernel with its dilation."""
    if padding == "valid":
        extra = max(stride - reach, 0) if output_padding is None else output_padding
        return reach - 1, reach - 1 + extra
    total = stride + reach - 2 if output_padding is None else reach + reach % 2 - 2 + output_padding
    before = min(total // 2 + total % 2, reach - 1)
    return before, total - before


LAYERS = {
    **{f"Conv{n}D": _layer(_conv) for n in (1, 2, 3)},
    **{f"DepthwiseConv{n}D": _layer(_depthwise) for n in (1, 2)},
    **{f"SeparableConv{n}D": _layer(_separable) for n in (1, 2)},
    **{f"Conv{n}DTranspose": _layer(_transpose) for n in (1, 2, 3)},
}
