"""Random layers: name -> function from hypothesis's draw to (input shape, layer)."""

import numpy as np
from hypothesis import strategies as st

SMALL = st.integers(1, 4)
MIDDLE = st.integers(1, 40)
FLAG = st.booleans()
SIMPLE = st.sampled_from(["linear", "relu", "tanh", "sigmoid", "elu", "softmax", "hard_sigmoid"])


def shape(draw, low=1, high=3):
    return tuple(draw(st.lists(st.integers(1, 5), min_size=low, max_size=high)))


def axis_of(draw, extents):
    """An axis as Keras counts, with the batch, from either end."""
    axis = draw(st.integers(1, len(extents)))
    return draw(st.sampled_from([axis, axis - len(extents) - 1]))


def axes_of(draw, extents):
    axes = draw(st.lists(st.integers(1, len(extents)), min_size=1, max_size=len(extents), unique=True))
    return sorted(axes)


# --- basic


def dense(draw, layers):
    extents = (*shape(draw, 0, 2), draw(MIDDLE))
    return extents, layers.Dense(draw(MIDDLE), activation=draw(SIMPLE), use_bias=draw(FLAG))


def embedding(draw, layers):
    return shape(draw, 1, 2), layers.Embedding(draw(st.integers(3, 9)), draw(SMALL))


def relu(draw, layers):
    value = st.floats(0, 2, width=32)
    return shape(draw), layers.ReLU(draw(st.none() | st.floats(1, 3, width=32)), draw(value), draw(value))


def leaky_relu(draw, layers):
    return shape(draw), layers.LeakyReLU(negative_slope=draw(st.floats(0, 1, width=32)))


def elu(draw, layers):
    return shape(draw), layers.ELU(alpha=draw(st.floats(0.125, 2, width=32)))


def prelu(draw, layers):
    extents = shape(draw)
    return extents, layers.PReLU(shared_axes=draw(st.none() | st.just(axes_of(draw, extents))))


def softmax(draw, layers):
    extents = shape(draw)
    return extents, layers.Softmax(axis=draw(st.sampled_from([axis_of(draw, extents), axes_of(draw, extents)])))


# --- normalisation


def batch_normalization(draw, layers):
    extents = shape(draw)
    options = dict(axis=axis_of(draw, extents), epsilon=draw(st.sampled_from([1e-3, 1e-5])), center=draw(FLAG),
                   scale=draw(FLAG))
    return extents, layers.BatchNormalization(**options)


def normalization(draw, layers):
    extents = shape(draw)
    layer = layers.Normalization(axis=draw(st.sampled_from([axis_of(draw, extents), None])), invert=draw(FLAG))
    layer.adapt(np.random.default_rng(1).normal(2, 3, (20, *extents)))
    return extents, layer


def rescaling(draw, layers):
    extents = shape(draw)
    numbers = st.floats(-3, 3, width=32)
    several = st.lists(numbers, min_size=extents[-1], max_size=extents[-1])
    return extents, layers.Rescaling(draw(numbers | several), draw(numbers | several))


def layer_normalization(draw, layers):
    extents = shape(draw)
    axis = draw(st.sampled_from([axis_of(draw, extents), axes_of(draw, extents)]))
    return extents, layers.LayerNormalization(axis=axis, center=draw(FLAG), scale=draw(FLAG))


def rms_normalization(draw, layers):
    extents = shape(draw)
    axes = [*range(draw(st.integers(1, len(extents))), len(extents) + 1)]
    return extents, layers.RMSNormalization(axis=draw(st.sampled_from([-1, axes])))


def group_normalization(draw, layers):
    groups, extents = draw(SMALL), shape(draw, 0, 2)
    axis = draw(st.integers(0, len(extents)))
    extents = (*extents[:axis], groups * draw(SMALL), *extents[axis:])
    return extents, layers.GroupNormalization(groups, axis=axis + 1, center=draw(FLAG), scale=draw(FLAG))


def unit_normalization(draw, layers):
    extents = shape(draw)
    return extents, layers.UnitNormalization(axis=axis_of(draw, extents))


# --- shapes


def flatten(draw, layers):
    return shape(draw), layers.Flatten(data_format=draw(st.sampled_from(["channels_last", "channels_first"])))


def reshape(draw, layers):
    rows, columns, depth = draw(SMALL), draw(SMALL), draw(SMALL)
    target = draw(st.sampled_from([(columns, -1), (-1,), (depth, rows, columns), (rows * columns * depth, 1)]))
    return (rows, columns * depth), layers.Reshape(target)


def permute(draw, layers):
    extents = shape(draw)
    return extents, layers.Permute(draw(st.permutations(range(1, len(extents) + 1))))


def repeat_vector(draw, layers):
    return (draw(MIDDLE),), layers.RepeatVector(draw(SMALL))


def cropping(rank):
    def draw_layer(draw, layers):
        extents = tuple(draw(st.integers(4, 6)) for _ in range(rank))
        crops = [(draw(st.integers(0, 1)), draw(st.integers(0, 2))) for _ in range(rank)]
        return (*extents, draw(SMALL)), getattr(layers, f"Cropping{rank}D")(crops[0] if rank == 1 else crops)

    return draw_layer


def zero_padding(rank):
    def draw_layer(draw, layers):
        pads = [(draw(st.integers(0, 2)), draw(st.integers(0, 2))) for _ in range(rank)]
        return shape(draw, rank + 1, rank + 1), getattr(layers, f"ZeroPadding{rank}D")(pads[0] if rank == 1 else pads)

    return draw_layer


def up_sampling(rank):
    def draw_layer(draw, layers):
        sizes = [draw(st.integers(1, 3)) for _ in range(rank)]
        kinds = st.sampled_from(["nearest", "bilinear", "bicubic", "lanczos3"])
        options = {"interpolation": draw(kinds)} if rank == 2 else {}
        layer = getattr(layers, f"UpSampling{rank}D")(sizes[0] if rank == 1 else sizes, **options)
        return shape(draw, rank + 1, rank + 1), layer

    return draw_layer


BASIC = {name: function for name, function in [
    ("Dense", dense), ("Embedding", embedding), ("ReLU", relu), ("LeakyReLU", leaky_relu), ("ELU", elu), ("PReLU", prelu),
    ("Softmax", softmax), ("BatchNormalization", batch_normalization), ("Normalization", normalization),
    ("Rescaling", rescaling), ("LayerNormalization", layer_normalization), ("RMSNormalization", rms_normalization),
    ("GroupNormalization", group_normalization), ("UnitNormalization", unit_normalization), ("Flatten", flatten),
    ("Reshape", reshape), ("Permute", permute), ("RepeatVector", repeat_vector),
    *((f"Cropping{rank}D", cropping(rank)) for rank in (1, 2, 3)),
    *((f"ZeroPadding{rank}D", zero_padding(rank)) for rank in (1, 2, 3)),
    *((f"UpSampling{rank}D", up_sampling(rank)) for rank in (1, 2, 3)),
]}
