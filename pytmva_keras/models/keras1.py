"""Keras 1.x to Keras 2.x: names of layers and of their arguments. Plain data in, plain data out.

The contract of an entry of LAYERS: it gets the arguments of a Keras 1 layer as a dictionary of its own, and returns the
class and the arguments of the Keras 2 layer that computes the same, or calls `refuse`.
"""

from .arguments import demand, drop, refuse, rename

GONE = {
    "Highway", "MaxoutDense", "SReLU", "ParametricSoftplus", "LocallyConnected1D", "LocallyConnected2D", "LambdaMerge",
}

_RENAMED = {  # arguments that mean the same in every layer that has them
    "activation": "activation", "output_dim": "units", "init": "kernel_initializer", "bias": "use_bias",
    "W_regularizer": "kernel_regularizer", "W_constraint": "kernel_constraint", "b_regularizer": "bias_regularizer",
    "b_constraint": "bias_constraint", "U_regularizer": "recurrent_regularizer", "inner_init": "recurrent_initializer",
    "inner_activation": "recurrent_activation", "dropout_W": "dropout", "dropout_U": "recurrent_dropout",
    "nb_filter": "filters", "border_mode": "padding", "dim_ordering": "data_format", "subsample": "strides",
    "subsample_length": "strides", "filter_length": "kernel_size", "atrous_rate": "dilation_rate",
    "pool_length": "pool_size", "stride": "strides", "p": "rate", "sigma": "stddev", "length": "size",
}

_DATA_FORMATS = {"th": "channels_first", "tf": "channels_last"}

# Axes of a kernel in Keras 1 -> in Keras 2, where they differ: (layer, ordering). Keras 2: space, input, output.
_KERNEL_AXES = {
    ("Convolution1D", "1.0"): (2, 1, 0, None), ("Convolution1D", ""): (0, None, 1, 2),
    ("Convolution2D", "th"): (3, 2, 0, 1), ("Convolution3D", "th"): (4, 3, 0, 1, 2),
}

_INITIALIZERS = {  # those of Keras 1 draw from plain normal distributions, not truncated ones
    "uniform": ("RandomUniform", {"minval": -0.05, "maxval": 0.05}),
    "normal": ("RandomNormal", {"mean": 0.0, "stddev": 0.05}),
    "lecun_uniform": ("VarianceScaling", {"scale": 1.0, "mode": "fan_in", "distribution": "uniform"}),
    "glorot_uniform": ("VarianceScaling", {"scale": 1.0, "mode": "fan_avg", "distribution": "uniform"}),
    "glorot_normal": ("VarianceScaling", {"scale": 1.0, "mode": "fan_avg", "distribution": "untruncated_normal"}),
    "he_uniform": ("VarianceScaling", {"scale": 2.0, "mode": "fan_in", "distribution": "uniform"}),
    "he_normal": ("VarianceScaling", {"scale": 2.0, "mode": "fan_in", "distribution": "untruncated_normal"}),
    "orthogonal": ("Orthogonal", {"gain": 1.1}),
    "identity": ("Identity", {"gain": 1.0}),
    "zero": ("Zeros", {}),
    "one": ("Ones", {}),
}


def layer(class_name: str, arguments: dict, version: tuple) -> tuple[str, dict]:
    """Return class and arguments of the Keras 2 layer for a Keras 1 layer; Untranslatable where there is none."""
    if class_name in GONE:
        refuse("Keras 3 has no such layer; write it as a layer class and give it by UserCode")
    if class_name not in LAYERS:
        refuse("Keras 1 has no such layer; give it by UserCode (load_model_custom_objects)")
    arguments = dict(arguments)
    _translate_constraints(class_name, arguments, version)
    for name in [key for key in arguments if key.endswith("_regularizer")]:
        arguments[name] = _regularizer(name, arguments[name])
    for name in {"init", "inner_init", "gamma_init", "beta_init"} & arguments.keys():
        arguments[name] = _initializer(name, arguments[name])
    if "dim_ordering" in arguments:
        value = arguments["dim_ordering"]
        arguments["dim_ordering"] = _DATA_FORMATS.get(value) or refuse("th or tf is expected", "dim_ordering", value)
    if arguments.get("border_mode") not in (None, "valid", "same"):
        refuse("Keras 3 knows valid and same", "border_mode", arguments["border_mode"])
    return LAYERS[class_name](arguments)


def _initializer(argument: str, name):
    if name not in _INITIALIZERS:
        refuse(f"known initialisers are {', '.join(_INITIALIZERS)}", argument, name)
    class_name, config = _INITIALIZERS[name]
    return {"class_name": class_name, "config": dict(config)}


def _regularizer(argument: str, config):
    if config is None or isinstance(config, str):
        return config
    arguments = dict(config)
    if arguments.pop("name", None) not in ("WeightRegularizer", "ActivityRegularizer", "L1L2Regularizer"):
        refuse("only l1 and l2 exist in Keras 3", argument, config.get("name"))
    return {"class_name": "L1L2", "config": arguments}


_CONSTRAINTS = {"maxnorm": "MaxNorm", "nonneg": "NonNeg", "unitnorm": "UnitNorm", "minmaxnorm": "MinMaxNorm"}


def _translate_constraints(class_name: str, arguments: dict, version: tuple) -> None:
    order = arguments.get("dim_ordering", "1.0" if version[:2] == (1, 0) else "")
    axes = _KERNEL_AXES.get((class_name.replace("Atrous", ""), order))
    for name in [key for key in arguments if key.endswith("_constraint") and arguments[key] is not None]:
        config = arguments[name] if isinstance(arguments[name], dict) else {"name": arguments[name]}
        config = rename(config, {"m": "max_value", "low": "min_value", "high": "max_value"})
        kind = _CONSTRAINTS.get(str(config.pop("name", "")).lower()) or refuse("no such constraint", name, arguments[name])
        if axes and not name.startswith("b_") and "axis" in config:
            config["axis"] = _moved_axes(config["axis"], axes)
        arguments[name] = {"class_name": kind, "config": config}


def _moved_axes(axis, axes: tuple):
    several = axis if isinstance(axis, (list, tuple)) else [axis]
    moved = sorted(axes[one] for one in several if axes[one] is not None)
    return moved if len(moved) != 1 else moved[0]


# --- one small function a kind of layer


def _plain(class_name: str):
    """A layer whose arguments only have other names."""

    def translate(arguments: dict) -> tuple[str, dict]:
        return class_name, rename(arguments, _RENAMED)

    return translate


def _input_layer(arguments: dict) -> tuple[str, dict]:
    return "InputLayer", rename(arguments, {"input_dtype": "dtype"})


def _dense(arguments: dict) -> tuple[str, dict]:
    drop(arguments, "input_dim", "input_length")
    return "Dense", rename(arguments, _RENAMED)


def _convolution(class_name: str, *kernel: str):
    """A convolution whose kernel size is spread over the arguments `kernel`."""

    def translate(arguments: dict) -> tuple[str, dict]:
        drop(arguments, "input_dim", "input_length")
        if kernel:
            arguments["kernel_size"] = [arguments.pop(name) for name in kernel]
        return class_name, rename(arguments, _RENAMED)

    return translate


def _separable(arguments: dict) -> tuple[str, dict]:
    initializer = arguments.pop("init")
    class_name, arguments = _convolution("SeparableConv2D", "nb_row", "nb_col")(arguments)
    return class_name, {**arguments, "depthwise_initializer": initializer, "pointwise_initializer": initializer}


def _recurrent(class_name: str):
    def translate(arguments: dict) -> tuple[str, dict]:
        drop(arguments, "input_dim", "input_length", "consume_less")
        if "forget_bias_init" in arguments:
            value = arguments.pop("forget_bias_init")
            if value not in ("zero", "one"):
                refuse("Keras 3 begins with zero or one", "forget_bias_init", value)
            arguments["unit_forget_bias"] = value == "one"
        if "nb_row" in arguments:
            arguments["kernel_size"] = [arguments.pop("nb_row"), arguments.pop("nb_col")]
        return class_name, rename(arguments, _RENAMED)

    return translate


def _gru(arguments: dict) -> tuple[str, dict]:
    class_name, arguments = _recurrent("GRU")(arguments)
    return class_name, {**arguments, "reset_after": False}


def _embedding(arguments: dict) -> tuple[str, dict]:
    demand(arguments, "dropout", (0, None), "Keras 3 drops no words; use SpatialDropout1D after it")
    names = {"init": "embeddings_initializer", "W_regularizer": "embeddings_regularizer"}
    return "Embedding", rename(arguments, {**names, "W_constraint": "embeddings_constraint"})


def _batch_normalization(arguments: dict) -> tuple[str, dict]:
    demand(arguments, "mode", (0,), "Keras 3 has only mode 0, features normalised by the averages of the training")
    return "BatchNormalization", rename(arguments, {"gamma_init": "gamma_initializer", "beta_init": "beta_initializer"})


def _prelu(arguments: dict) -> tuple[str, dict]:
    return "PReLU", rename(arguments, {"init": "alpha_initializer"})


def _padding_2d(arguments: dict) -> tuple[str, dict]:
    padding = arguments["padding"]
    if isinstance(padding, dict):
        padding = [padding.get(f"{side}_pad", 0) for side in ("top", "bottom", "left", "right")]
    if len(padding) == 4:
        padding = [padding[:2], padding[2:]]
    return "ZeroPadding2D", {**rename(arguments, _RENAMED), "padding": padding}


def _padding_1d(arguments: dict) -> tuple[str, dict]:
    padding = arguments["padding"]
    if isinstance(padding, dict):
        arguments["padding"] = [padding.get("left_pad", 0), padding.get("right_pad", 0)]
    return "ZeroPadding1D", arguments


_MERGES = {"sum": "Add", "mul": "Multiply", "ave": "Average", "max": "Maximum", "concat": "Concatenate"}


def _merge(arguments: dict) -> tuple[str, dict]:
    for argument in ("mode", "output_shape", "output_mask"):
        kind = arguments.pop(f"{argument}_type", "raw")
        if kind != "raw":
            refuse("it is Python code; write it as a layer class and give it by UserCode", argument, kind)
    mode, name = arguments.pop("mode", "sum"), {"name": arguments.get("name")}
    if mode in ("dot", "cos"):
        axes = arguments.get("dot_axes", -1)
        return "Dot", {**name, "axes": axes, "normalize": mode == "cos"}
    if mode == "concat":
        return "Concatenate", {**name, "axis": arguments.get("concat_axis", -1)}
    if mode not in _MERGES:
        refuse(f"known modes are {', '.join([*_MERGES, 'dot', 'cos'])}", "mode", mode)
    return _MERGES[mode], name


LAYERS = {
    "InputLayer": _input_layer, "Dense": _dense, "TimeDistributedDense": _dense,
    "Activation": _plain("Activation"), "Dropout": _plain("Dropout"), "Flatten": _plain("Flatten"),
    "Reshape": _plain("Reshape"), "Permute": _plain("Permute"), "RepeatVector": _plain("RepeatVector"),
    "Masking": _plain("Masking"), "ActivityRegularization": _plain("ActivityRegularization"),
    "SpatialDropout1D": _plain("SpatialDropout1D"), "SpatialDropout2D": _plain("SpatialDropout2D"),
    "SpatialDropout3D": _plain("SpatialDropout3D"), "Merge": _merge,
    "Convolution1D": _convolution("Conv1D"), "AtrousConvolution1D": _convolution("Conv1D"),
    "Convolution2D": _convolution("Conv2D", "nb_row", "nb_col"),
    "AtrousConvolution2D": _convolution("Conv2D", "nb_row", "nb_col"),
    "Convolution3D": _convolution("Conv3D", "kernel_dim1", "kernel_dim2", "kernel_dim3"),
    "Deconvolution2D": _convolution("Conv2DTranspose", "nb_row", "nb_col"),  # its output_shape is checked when it is built
    "SeparableConvolution2D": _separable,
    **{f"{kind}Pooling{rank}D": _plain(f"{kind}Pooling{rank}D") for rank in (1, 2, 3)
       for kind in ("Max", "Average", "GlobalMax", "GlobalAverage")},
    "ZeroPadding1D": _padding_1d, "ZeroPadding2D": _padding_2d, "ZeroPadding3D": _plain("ZeroPadding3D"),
    "Cropping1D": _plain("Cropping1D"), "Cropping2D": _plain("Cropping2D"), "Cropping3D": _plain("Cropping3D"),
    "UpSampling1D": _plain("UpSampling1D"), "UpSampling2D": _plain("UpSampling2D"), "UpSampling3D": _plain("UpSampling3D"),
    "SimpleRNN": _recurrent("SimpleRNN"), "LSTM": _recurrent("LSTM"), "GRU": _gru,
    "ConvLSTM2D": _recurrent("ConvLSTM2D"), "Embedding": _embedding, "BatchNormalization": _batch_normalization,
    "GaussianNoise": _plain("GaussianNoise"), "GaussianDropout": _plain("GaussianDropout"),
    "LeakyReLU": _plain("LeakyReLU"), "PReLU": _prelu, "ELU": _plain("ELU"), "ThresholdedReLU": _plain("ThresholdedReLU"),
    "TimeDistributed": _plain("TimeDistributed"), "Bidirectional": _plain("Bidirectional"),
    "Conv1D": _convolution("Conv1D"), "Conv2D": _convolution("Conv2D", "nb_row", "nb_col"),  # aliases in files by hand
}
