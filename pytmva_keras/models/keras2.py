"""Keras 2.x (and tf.keras 1 and 2) to Keras 3: layers and their parts. Plain data in, plain data out.

The contract of an entry of LAYERS: it gets the arguments of a Keras 2 layer as a dictionary of its own, with initialisers,
regularisers, constraints and activations translated already, and returns the class and the arguments of the Keras 3 layer
that computes the same, or calls `refuse`. Arguments that Keras 3 does not know are refused later, by its signature.
"""

from .activations import HARD_SIGMOID
from .arguments import demand, drop, refuse, rename, split

_WAY_OUT = "write it as a layer class and give it by UserCode"
GONE = {  # layer -> why it cannot be translated
    **{name: f"Keras 3 has no such layer; {_WAY_OUT}"
       for name in ("LocallyConnected1D", "LocallyConnected2D", "MaxoutDense", "Highway")},
    **{name: f"Keras 3 has no such layer; {_WAY_OUT}" for name in (
        "RandomFourierFeatures", "CategoryCrossing", "RandomHeight", "RandomWidth", "ConvRNN2D", "ConvLSTM2DCell",
        "DeviceWrapper", "DropoutWrapper", "ResidualWrapper", "PreprocessingStage", "FunctionalPreprocessingStage",
    )},
    **{name: f"it is an operation of TensorFlow, not a layer; {_WAY_OUT}" for name in (
        "TFOpLambda", "SlicingOpLambda", "TensorFlowOpLayer", "ClassMethod", "InstanceMethod", "InstanceProperty",
        "DenseFeatures", "SequenceFeatures",
    )},
    "RandomCrop": "that of Keras 3 leaves the image as large as it is where nothing is trained; use CenterCrop or Resizing",
    **{name: "it takes texts, and the variables of TMVA are numbers" for name in ("StringLookup", "TextVectorization")},
}

_ACTIVATIONS = {
    "elu", "exponential", "gelu", "leaky_relu", "linear", "mish", "relu", "relu6", "selu", "sigmoid", "silu", "softmax",
    "softplus", "softsign", "swish", "tanh",
}

_ALIASES = {
    "Convolution1D": "Conv1D", "Convolution2D": "Conv2D", "Convolution3D": "Conv3D", "Deconvolution2D": "Conv2DTranspose",
    "Deconvolution3D": "Conv3DTranspose", "Convolution2DTranspose": "Conv2DTranspose",
    "Convolution3DTranspose": "Conv3DTranspose", "SeparableConvolution1D": "SeparableConv1D",
    "SeparableConvolution2D": "SeparableConv2D", "BatchNormalizationV1": "BatchNormalization",
    "BatchNormalizationV2": "BatchNormalization", "SyncBatchNormalization": "BatchNormalization",
    **{f"{short}Pool{rank}D": f"{long}Pooling{rank}D" for rank in (1, 2, 3) for short, long in
       (("Max", "Max"), ("Avg", "Average"), ("GlobalMax", "GlobalMax"), ("GlobalAvg", "GlobalAverage"))},
}


def layer(class_name: str, arguments: dict, version: tuple, custom: frozenset) -> tuple[str, dict]:
    """Return class and arguments of the Keras 3 layer for a Keras 2 layer; Untranslatable where there is none.

    custom: names of the user's own objects, which are left as they are.
    """
    class_name = _ALIASES.get(class_name, class_name)
    if class_name in GONE:
        refuse(GONE[class_name])
    if class_name not in LAYERS:
        refuse("Keras 2 has no such layer; give it by UserCode (load_model_custom_objects)")
    arguments = {key: part(key, value, custom) for key, value in arguments.items()}
    if class_name in _RECURRENT:
        default = HARD_SIGMOID if version < (2, 3, 0) else "sigmoid"
        arguments = {**_RECURRENT[class_name](default), **arguments}
    class_name, arguments = LAYERS[class_name](arguments)
    drop(arguments, "input_dtype")
    return class_name, arguments


# --- parts of layers


def part(argument: str, value, custom: frozenset = frozenset()):
    """Return an argument of a layer for Keras 3: initialisers and so on translated, everything else as it is."""
    if argument.endswith("_initializer"):
        return _object(argument, value, _initializer, custom)
    if argument.endswith("_regularizer"):
        return _object(argument, value, _regularizer, custom)
    if argument.endswith("_constraint"):
        return _object(argument, value, _constraint, custom)
    if argument in ("activation", "recurrent_activation"):
        return activation(argument, value, custom)
    if argument == "dtype":
        return _dtype(value)
    return value


def activation(argument: str, value, custom: frozenset = frozenset()):
    """Return an activation for Keras 3; the hard sigmoid of Keras 1 and 2 has a slope of its own."""
    if value in ("hard_sigmoid", HARD_SIGMOID):
        return dict(HARD_SIGMOID)
    if isinstance(value, dict):
        name = value.get("config") if value.get("class_name") == "function" else value.get("class_name")
        if isinstance(name, str) and (name in custom or name in ("LeakyReLU", "ReLU", "ELU", "Softmax")):
            return custom_function(name) if name in custom else _activation_layer(value)
        value = name
        if value == "hard_sigmoid":
            return dict(HARD_SIGMOID)
    if value in custom:
        return custom_function(value)
    if value is None or value in _ACTIVATIONS:
        return value
    refuse("Keras 3 has no such activation; give it by UserCode (load_model_custom_objects)", argument, value)


def _activation_layer(value: dict) -> dict:
    class_name, arguments = LAYERS[value["class_name"]](dict(value["config"]))
    return keras3_object("keras.layers", class_name, arguments)


def keras3_object(module: str, class_name: str, config: dict) -> dict:
    """Return the form in which Keras 3 writes one of its own objects."""
    return {"module": module, "class_name": class_name, "config": config, "registered_name": None}


def custom_object(class_name: str, config: dict) -> dict:
    """Return the form in which Keras 3 writes an object of the user's."""
    return {"module": None, "class_name": class_name, "config": config, "registered_name": class_name}


def custom_function(name: str) -> dict:
    """Return the form in which Keras 3 writes a function of the user's."""
    return {"module": "builtins", "class_name": "function", "config": name, "registered_name": name}


def _object(argument: str, value, translate, custom: frozenset):
    if isinstance(value, str) and value in custom:
        return custom_function(value)
    if value is None or isinstance(value, str):
        return value  # Keras 3 knows the short names of Keras 2
    class_name, arguments = split(value, "an object")
    if class_name in custom:
        return custom_object(class_name, arguments)
    return translate(argument, class_name, arguments)


_INITIALIZERS = {
    "Zeros", "Ones", "Constant", "RandomNormal", "RandomUniform", "TruncatedNormal", "VarianceScaling", "Orthogonal",
    "Identity", "GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "LecunNormal", "LecunUniform",
}


def _initializer(argument: str, class_name: str, arguments: dict) -> dict:
    if class_name not in _INITIALIZERS:
        refuse("Keras 3 has no such initialiser; give it by UserCode (load_model_custom_objects)", argument, class_name)
    drop(arguments, "dtype")
    if class_name in ("Zeros", "Ones"):
        arguments = {}
    if arguments.get("distribution") == "normal":
        arguments["distribution"] = "truncated_normal"
    return keras3_object("keras.initializers", class_name, arguments)


def _regularizer(argument: str, class_name: str, arguments: dict) -> dict:
    if class_name not in ("L1", "L2", "L1L2", "OrthogonalRegularizer"):
        refuse("Keras 3 has no such regulariser; give it by UserCode (load_model_custom_objects)", argument, class_name)
    return keras3_object("keras.regularizers", class_name, arguments)


def _constraint(argument: str, class_name: str, arguments: dict) -> dict:
    if class_name not in ("MaxNorm", "NonNeg", "UnitNorm", "MinMaxNorm"):
        refuse("Keras 3 has no such constraint; give it by UserCode (load_model_custom_objects)", argument, class_name)
    if class_name == "NonNeg":
        arguments = {}
    return keras3_object("keras.constraints", class_name, arguments)


def _dtype(value):
    if isinstance(value, dict):  # a policy of tf.keras
        value = value.get("config", {}).get("name", "float32") if isinstance(value.get("config"), dict) else "float32"
    return value


# --- one small function a kind of layer


def _same(class_name: str, *dropped: str, **defaults):
    """A layer of the same name and arguments. defaults: arguments that Keras 2 took for granted and did not write."""

    def translate(arguments: dict) -> tuple[str, dict]:
        drop(arguments, *dropped)
        return class_name, {**defaults, **arguments}

    return translate


def _spatial(class_name: str):
    return _same(class_name, data_format="channels_last")


def _input_layer(arguments: dict) -> tuple[str, dict]:
    demand(arguments, "ragged", (False, None), "Keras 3 has no ragged inputs")
    drop(arguments, "trainable", "type_spec")
    shape = arguments.pop("batch_input_shape", None)
    return "InputLayer", arguments if shape is None else {**arguments, "batch_shape": shape}


def _flatten(arguments: dict) -> tuple[str, dict]:
    return "Flatten", {"data_format": "channels_last", **arguments}  # before Keras 2.2 nothing was transposed


def _separable(class_name: str):
    return _same(class_name, "kernel_initializer", "kernel_regularizer", "kernel_constraint", "groups",
                 data_format="channels_last")


def _depthwise(class_name: str):
    return _same(class_name, "filters", "kernel_initializer", "kernel_regularizer", "kernel_constraint", "groups",
                 data_format="channels_last")


def _recurrent(class_name: str):
    def translate(arguments: dict) -> tuple[str, dict]:
        drop(arguments, "implementation", "input_dim", "input_length", "zero_output_for_mask")
        demand(arguments, "time_major", (False, None), "Keras 3 has the time on the second axis only")
        return class_name, arguments

    return translate


def _cudnn(class_name: str, **constants):
    def translate(arguments: dict) -> tuple[str, dict]:
        _, arguments = _recurrent(class_name)(arguments)
        return class_name, {**arguments, **constants, "activation": "tanh", "recurrent_activation": "sigmoid"}

    return translate


def _batch_normalization(arguments: dict) -> tuple[str, dict]:
    axis = arguments.get("axis", -1)
    if isinstance(axis, (list, tuple)):
        if len(axis) != 1:
            refuse("Keras 3 normalises one axis", "axis", axis)
        arguments["axis"] = axis[0]
    for name in ("renorm", "virtual_batch_size", "adjustment"):
        demand(arguments, name, (None, False), "Keras 3 does not have it")
    drop(arguments, "fused", "renorm_clipping", "renorm_momentum")
    return "BatchNormalization", arguments


def _leaky_relu(arguments: dict) -> tuple[str, dict]:
    return "LeakyReLU", {"negative_slope" if name == "alpha" else name: value for name, value in arguments.items()}


def _thresholded_relu(arguments: dict) -> tuple[str, dict]:
    return "ReLU", {"threshold" if name == "theta" else name: value for name, value in arguments.items()}


def _relu(arguments: dict) -> tuple[str, dict]:
    return "ReLU", {**arguments, **{key: 0.0 for key in ("negative_slope", "threshold") if arguments.get(key) is None}}


def _adapted(class_name: str, argument: str, **old_names):
    """A layer that learns `argument` from data by adapt, and keeps it outside of its configuration then."""

    def translate(arguments: dict) -> tuple[str, dict]:
        arguments = rename(arguments, old_names)
        if not arguments.get(argument):
            refuse("it was set by adapt, and is not in the configuration; give it where the layer is made", argument)
        drop(arguments, "vocabulary_size", "has_input_vocabulary")
        return class_name, arguments

    return translate


def _category_encoding(arguments: dict) -> tuple[str, dict]:
    arguments = rename(arguments, {"max_tokens": "num_tokens"})
    if arguments.get("output_mode") == "binary":
        arguments["output_mode"] = "multi_hot"
    return "CategoryEncoding", arguments


def _channels(class_name: str):
    return _same(class_name, "noise_shape", data_format="channels_last")


_RECURRENT = {  # what files written by hand leave out
    "LSTM": lambda gate: {"recurrent_activation": gate},
    "ConvLSTM2D": lambda gate: {"recurrent_activation": gate},
    "GRU": lambda gate: {"recurrent_activation": gate, "reset_after": False},
    "LSTMCell": lambda gate: {"recurrent_activation": gate},
    "GRUCell": lambda gate: {"recurrent_activation": gate, "reset_after": False},
}

LAYERS = {
    **{name: _same(name) for name in (
        "Dense", "Activation", "Reshape", "Permute", "RepeatVector", "Masking", "ActivityRegularization", "Add", "Subtract",
        "Multiply", "Average", "Maximum", "Minimum", "Concatenate", "Dot", "GaussianNoise", "PReLU",
        "ELU", "Softmax", "TimeDistributed", "Bidirectional", "ZeroPadding1D", "Cropping1D", "UpSampling1D",
        "LayerNormalization", "GroupNormalization", "UnitNormalization", "Attention", "AdditiveAttention",
        "EinsumDense", "Normalization", "Rescaling", "Identity", "SpectralNormalization", "Hashing", "HashedCrossing",
    )},
    "MultiHeadAttention": _same("MultiHeadAttention", "query_shape", "key_shape", "value_shape"),
    "Discretization": _adapted("Discretization", "bin_boundaries", bins="bin_boundaries"),
    "IntegerLookup": _adapted("IntegerLookup", "vocabulary"), "CategoryEncoding": _category_encoding,
    "Dropout": _same("Dropout"), "AlphaDropout": _same("AlphaDropout"), "GaussianDropout": _same("GaussianDropout"),
    "SpatialDropout1D": _same("SpatialDropout1D", "noise_shape"), "SpatialDropout2D": _channels("SpatialDropout2D"),
    "SpatialDropout3D": _channels("SpatialDropout3D"), "InputLayer": _input_layer, "Flatten": _flatten,
    **{name: _spatial(name) for name in (
        "Conv1D", "Conv2D", "Conv3D", "Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose", "UpSampling2D",
        "UpSampling3D", "ZeroPadding2D", "ZeroPadding3D", "Cropping2D", "Cropping3D", "CenterCrop", "Resizing",
        "RandomBrightness", "RandomContrast", "RandomFlip", "RandomRotation", "RandomTranslation", "RandomZoom",
    )},
    **{f"{kind}Pooling{rank}D": _spatial(f"{kind}Pooling{rank}D") for rank in (1, 2, 3)
       for kind in ("Max", "Average", "GlobalMax", "GlobalAverage")},
    "SeparableConv1D": _separable("SeparableConv1D"), "SeparableConv2D": _separable("SeparableConv2D"),
    "DepthwiseConv1D": _depthwise("DepthwiseConv1D"), "DepthwiseConv2D": _depthwise("DepthwiseConv2D"),
    **{name: _recurrent(name) for name in (
        "SimpleRNN", "LSTM", "GRU", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "RNN", "SimpleRNNCell", "LSTMCell", "GRUCell",
        "StackedRNNCells",
    )},
    "CuDNNLSTM": _cudnn("LSTM"), "CuDNNGRU": _cudnn("GRU", reset_after=True),
    "Embedding": _same("Embedding", "input_length", "sparse"), "BatchNormalization": _batch_normalization,
    "LeakyReLU": _leaky_relu, "ThresholdedReLU": _thresholded_relu, "ReLU": _relu,
}
