"""Random layers with windows and times, as in layers.py."""

from hypothesis import strategies as st

from layers import FLAG, SIMPLE, SMALL, shape

RECURRENT = ["SimpleRNN", "LSTM", "GRU"]


def extents_and_windows(draw, rank):
    """Extents of at least the window with its dilation; strides or dilation, not both, as Keras wants it."""
    extents = tuple(draw(st.integers(5, 7)) for _ in range(rank))
    size = [draw(st.integers(1, 3)) for _ in range(rank)]
    if draw(FLAG):
        return extents, dict(kernel_size=size, strides=[draw(st.integers(1, 3)) for _ in range(rank)])
    return extents, dict(kernel_size=size, dilation_rate=[draw(st.integers(1, 2)) for _ in range(rank)])


def paddings(rank):
    return st.sampled_from(["valid", "same", "causal"] if rank == 1 else ["valid", "same"])


def convolution(rank):
    def draw_layer(draw, layers):
        extents, options = extents_and_windows(draw, rank)
        groups = draw(st.integers(1, 2)) if rank < 3 else 1
        layer = getattr(layers, f"Conv{rank}D")(groups * draw(SMALL), padding=draw(paddings(rank)), groups=groups,
                                               activation=draw(SIMPLE), use_bias=draw(FLAG), **options)
        return (*extents, groups * draw(SMALL)), layer

    return draw_layer


def depthwise(rank, separable=False):
    def draw_layer(draw, layers):
        extents, options = extents_and_windows(draw, rank)
        # TensorFlow wants one stride for all axes here
        options = {key: value if key == "kernel_size" else [value[0]] * rank for key, value in options.items()}
        options |= dict(padding=draw(paddings(2)), depth_multiplier=draw(st.integers(1, 3)), use_bias=draw(FLAG))
        if separable:
            layer = getattr(layers, f"SeparableConv{rank}D")(draw(SMALL), activation=draw(SIMPLE), **options)
        else:
            layer = getattr(layers, f"DepthwiseConv{rank}D")(**options)
        return (*extents, draw(SMALL)), layer

    return draw_layer


def transposed(rank):
    def draw_layer(draw, layers):
        size, strides = ([draw(st.integers(1, 3)) for _ in range(rank)] for _ in range(2))
        layer = getattr(layers, f"Conv{rank}DTranspose")(draw(SMALL), size, strides, padding=draw(paddings(2)),
                                                        use_bias=draw(FLAG))
        return shape(draw, rank + 1, rank + 1), layer

    return draw_layer


def pooling(kind, rank):
    def draw_layer(draw, layers):
        size, strides = ([draw(st.integers(1, 3)) for _ in range(rank)] for _ in range(2))
        layer = getattr(layers, f"{kind}Pooling{rank}D")(size, draw(st.none() | st.just(strides)), draw(paddings(2)))
        return (*(draw(st.integers(3, 6)) for _ in range(rank)), draw(SMALL)), layer

    return draw_layer


def global_pooling(kind, rank):
    def draw_layer(draw, layers):
        data_format = draw(st.sampled_from(["channels_last", "channels_first"]))
        layer = getattr(layers, f"Global{kind}Pooling{rank}D")(data_format=data_format, keepdims=draw(FLAG))
        return shape(draw, rank + 1, rank + 1), layer

    return draw_layer


def recurrent(name):
    def draw_layer(draw, layers):
        return shape(draw, 2, 2), draw_recurrent(draw, layers, name, draw(FLAG), draw(FLAG))

    return draw_layer


def draw_recurrent(draw, layers, name, sequences, backwards):
    options = dict(activation=draw(st.sampled_from(["tanh", "relu", "sigmoid"])), use_bias=draw(FLAG),
                   go_backwards=backwards, return_sequences=sequences)
    if name != "SimpleRNN":
        options["recurrent_activation"] = draw(st.sampled_from(["sigmoid", "hard_sigmoid", "tanh"]))
    if name == "GRU":
        options["reset_after"] = draw(FLAG)
    return getattr(layers, name)(draw(st.integers(1, 20)), **options)


def bidirectional(draw, layers):
    layer = draw_recurrent(draw, layers, draw(st.sampled_from(RECURRENT)), draw(FLAG), False)
    return shape(draw, 2, 2), layers.Bidirectional(layer, merge_mode=draw(st.sampled_from(["concat", "sum", "ave", "mul"])))


def time_distributed(draw, layers):
    inner = draw(st.sampled_from(["Dense", "Conv1D", "LSTM", "Softmax"]))
    layer = {"Dense": lambda: layers.Dense(3, activation=draw(SIMPLE)),
             "Conv1D": lambda: layers.Conv1D(2, 2, padding="same"), "LSTM": lambda: layers.LSTM(2),
             "Softmax": lambda: layers.Softmax(1)}[inner]()
    return shape(draw, 3, 3), layers.TimeDistributed(layer)


WINDOWS = {
    **{f"Conv{rank}D": convolution(rank) for rank in (1, 2, 3)},
    **{f"DepthwiseConv{rank}D": depthwise(rank) for rank in (1, 2)},
    **{f"SeparableConv{rank}D": depthwise(rank, True) for rank in (1, 2)},
    **{f"Conv{rank}DTranspose": transposed(rank) for rank in (1, 2, 3)},
    **{f"{kind}Pooling{rank}D": pooling(kind, rank) for kind in ("Max", "Average") for rank in (1, 2, 3)},
    **{f"Global{kind}Pooling{rank}D": global_pooling(kind, rank) for kind in ("Max", "Average") for rank in (1, 2, 3)},
    **{name: recurrent(name) for name in RECURRENT},
    "Bidirectional": bidirectional,
    "TimeDistributed": time_distributed,
}
