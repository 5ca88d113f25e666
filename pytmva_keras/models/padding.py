"""What Theano computes in another way than the backends of Keras 3: padding "same".

Theano pads half of the kernel on both sides, and cuts what is too much at the end; the others pad as little as they can,
and more at the end. They agree for odd kernels with strides of 1.
"""

from .arguments import refuse
from .keras2 import keras3_object

_RANKS = {"Conv1D": 1, "Conv2D": 2, "Conv3D": 3}


def padded(class_name: str, arguments: dict) -> dict:
    """Return a Keras 3 layer as Theano computes it: a convolution that pads otherwise gets a padding layer before it.

    Both then are a Sequential of the layer's name.
    """
    layer = keras3_object("keras.layers", class_name, arguments)
    if class_name not in _RANKS or arguments.get("padding") != "same":
        return layer
    rank = _RANKS[class_name]
    sizes, strides, dilations = (_each(arguments.get(key), rank) for key in ("kernel_size", "strides", "dilation_rate"))
    if _pads_alike(sizes, strides):
        return layer
    extents = [(size - 1) * dilation + 1 for size, dilation in zip(sizes, dilations)]
    margins = [[extent // 2, (extent - 1) // 2] for extent in extents]
    margin = {
        "name": f"{arguments['name']}_padding", "padding": margins[0] if rank == 1 else margins,
        "data_format": arguments["data_format"],
    }
    layers = [keras3_object("keras.layers", f"ZeroPadding{rank}D", margin)]
    layers.append(keras3_object("keras.layers", class_name, {**arguments, "padding": "valid"}))
    return keras3_object("keras", "Sequential", {"name": arguments["name"], "layers": layers})


def check_padding(layer) -> None:
    """Refuse a built layer that pads in another way than Theano did, so that the responses would be others."""
    if getattr(layer, "padding", None) != "same":
        return
    sizes = getattr(layer, "kernel_size", None)
    if sizes is None:
        refuse("Theano pools at other positions", "padding", "same")
    if not _pads_alike(sizes, layer.strides):
        refuse(
            "Theano pads on other sides where strides are above 1 or the kernel is even. If it is a convolution, write "
            '"backend: theano" into the model file',
            "padding", "same",
        )


def _pads_alike(sizes, strides) -> bool:
    return all(size % 2 for size in sizes) and max(strides) == 1


def _each(value, rank: int) -> list:
    """Return one number an axis, of a number for all of them or a list."""
    return list(value) if isinstance(value, (list, tuple)) else [1 if value is None else value] * rank
