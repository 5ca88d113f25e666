"""Configurations of Keras 3 to those of Keras 2.3.1, as far as its layers go. Plain data in, plain data out.

The contract of an entry of LAYERS: it gets the arguments of a Keras 3 layer as a dictionary of its own, and returns those
of the Keras 2 layer that computes the same on Theano, or calls `refuse`. Layers without an entry keep their arguments.
"""

from ..activations import HARD_SIGMOID
from ..arguments import Untranslatable, demand, refuse, rename, split

UNTRUNCATED_NORMAL = "UntruncatedNormal"  # an initializer of Keras 1 that Keras 2 has not; see keras2
MODELS = ("Sequential", "Functional", "Model")

_ACTIVATIONS = {
    "elu", "exponential", "linear", "relu", "selu", "sigmoid", "softmax", "softplus", "softsign", "tanh",
}

_NEUTRAL = (None, False, {}, [], "channels_last")  # values that say nothing where Keras 2 has no such argument

_MEANINGLESS = {"build_config", "seed", "use_cudnn", "zero_output_for_mask", "autocast", "renorm_momentum", "ragged"}


def model(reference: dict, custom: frozenset, parameters) -> dict:
    """Return {"class_name", "config"} of the Keras 2 model for a Keras 3 model.

    custom: names of the user's own objects, left as they are. parameters("layers", class_name): the names of the arguments
    of a class of Keras 2, None where it has none. Untranslatable names the layer, its argument and the reason.
    """
    class_name, config = split(reference, "a model")
    translate = _sequential if class_name == "Sequential" else _functional
    return translate(config, custom, parameters)


def _sequential(config: dict, custom: frozenset, parameters) -> dict:
    """The shape of a Sequential's input goes to its first layer: Keras 2 forgets an InputLayer when it saves."""
    layers = [_layer(reference, custom, parameters) for reference in config["layers"]]
    if layers and layers[0]["class_name"] == "InputLayer" and len(layers) > 1 and layers[1]["class_name"] != "Model":
        entry = layers.pop(0)["config"]
        _first_layer(layers[0])["config"].update(
            {key: entry[key] for key in ("batch_input_shape", "dtype") if entry.get(key) is not None}
        )
    return {"class_name": "Sequential", "config": {"name": config["name"], "layers": layers}}


def _first_layer(layer: dict) -> dict:
    while layer["class_name"] == "Sequential":
        layer = layer["config"]["layers"][0]
    return layer


def _functional(config: dict, custom: frozenset, parameters) -> dict:
    nested = {entry["name"]: entry["class_name"] for entry in config["layers"] if entry["class_name"] in MODELS}
    layers = []
    for entry in config["layers"]:
        layer = _layer(entry, custom, parameters)
        layer["config"]["name"] = entry["name"]
        nodes = [_inbound(node, nested) for node in entry["inbound_nodes"]]
        layers.append({**layer, "name": entry["name"], "inbound_nodes": [node for node in nodes if node]})
    ends = {  # here Keras 3 counts the calls of a nested functional model from 1 itself
        side: [[name, index + (nested.get(name) == "Sequential"), tensor] for name, index, tensor in _several(config[side])]
        for side in ("input_layers", "output_layers")
    }
    return {"class_name": "Model", "config": {"name": config["name"], "layers": layers, **ends}}


def _several(ends) -> list:
    """Return a list of ends; Keras 3 writes a single one without the list."""
    if isinstance(ends, dict):
        refuse("models whose inputs or outputs are a dictionary exist in Keras 3 only")
    return [ends] if ends and isinstance(ends[0], str) else list(ends)


def _inbound(node, nested: dict) -> list:
    """Return the connections of one call of a layer: [layer, call, output, arguments], ..."""
    if isinstance(node, (list, tuple)):  # the form of Keras 2
        return [[*_moved(link, nested), *link[3:]] for link in node]
    tensors = list(_tensors(node.get("args", [])))
    arguments = {key: value for key, value in node.get("kwargs", {}).items() if value is not None and key != "training"}
    if arguments:
        refuse("its call has arguments that are not translated", ", ".join(sorted(arguments)))
    return [[*_moved(history, nested), {}] for history in tensors]


def _tensors(value):
    if isinstance(value, (list, tuple)):
        for one in value:
            yield from _tensors(one)
    elif isinstance(value, dict) and value.get("class_name") == "__keras_tensor__":
        yield value["config"]["keras_history"]
    else:
        refuse("its call has an argument that is no output of a layer")


def _moved(end, nested: dict) -> list:
    """Return a connection; the first call of a model within a model is number 1 in Keras 2."""
    name, index, tensor = end[:3]
    return [name, index + (name in nested), tensor]


# --- layers


def _layer(reference: dict, custom: frozenset, parameters) -> dict:
    class_name, arguments = split(reference, "a layer")
    if class_name in MODELS:
        return model(reference, custom, parameters)
    if class_name in custom:
        return {"class_name": class_name, "config": {**arguments, "dtype": _dtype(arguments.get("dtype"))}}
    try:
        return _translated(class_name, arguments, custom, parameters)
    except (KeyError, TypeError, ValueError, AttributeError, Untranslatable) as error:
        reason = error if isinstance(error, Untranslatable) else f"it is damaged: {type(error).__name__}: {error}"
        where = f'layer "{arguments.get("name", class_name)}" ({class_name})'
        way_out = "Change it, or take another backend"
        refuse(f"{where} cannot be translated to Keras 2.3.1, on which Theano runs: {reason}. {way_out}")


def _translated(class_name: str, arguments: dict, custom: frozenset, parameters) -> dict:
    known = parameters("layers", class_name)
    if known is None:
        refuse("there is no such layer")
    for key in ("layer", "backward_layer"):
        if isinstance(arguments.get(key), dict):
            arguments[key] = _layer(arguments[key], custom, parameters)
    arguments = {key: _part(key, value, custom, parameters) for key, value in arguments.items()}
    if class_name in LAYERS:
        arguments = LAYERS[class_name](arguments)
    return {"class_name": class_name, "config": _accepted(class_name, arguments, known)}


def _accepted(class_name: str, arguments: dict, known: set) -> dict:
    """Return the arguments that Keras 2's class takes; refuse others, unless they say nothing."""
    accepted = {name: value for name, value in arguments.items() if name in known}
    for name in arguments.keys() - accepted.keys() - _MEANINGLESS:
        if arguments[name] not in _NEUTRAL:
            refuse(f"the {class_name} of Keras 2 has no such argument", name, arguments[name])
    return accepted


def _part(argument: str, value, custom: frozenset, parameters):
    """Return an argument of a layer for Keras 2: initialisers and so on translated, everything else as it is."""
    if argument == "dtype":
        return _dtype(value)
    if argument in ("activation", "recurrent_activation"):
        return _activation(argument, value, custom)
    kind = argument.rpartition("_")[2]
    if kind not in ("initializer", "regularizer", "constraint") or not isinstance(value, dict):
        return value
    if value.get("class_name") == "function":
        return value["config"]
    class_name, config = split(value, "an object")
    if class_name in custom:
        return {"class_name": class_name, "config": config}
    class_name, config = _object(class_name, config)
    known = parameters(f"{kind}s", class_name)
    if known is None:
        refuse(f"Keras 2.3.1 has no such {kind}; give it by UserCode", argument, class_name)
    return {"class_name": class_name, "config": _accepted(class_name, config, known)}


def _dtype(value):
    """Return the type of Theano for one of Keras 3, or for its policy."""
    if isinstance(value, dict):
        value = value.get("config", {}).get("name")
    if value not in (None, "float32", "int32", "float64", "int64"):
        refuse("Theano computes in float32 here", "dtype", value)
    return value


def _activation(argument: str, value, custom: frozenset):
    if value == HARD_SIGMOID or value == HARD_SIGMOID["config"]:
        return "hard_sigmoid"
    if isinstance(value, dict):
        value = value.get("config") if value.get("class_name") == "function" else value.get("class_name")
    if value is None or value in custom or value in _ACTIVATIONS:
        return value
    refuse("Keras 2.3.1 has no such activation, or one of another slope; give it by UserCode", argument, value)


_VARIANCE_SCALING = {  # class -> scale, mode, distribution
    f"{name}{shape}": (scale, mode, distribution)
    for name, scale, mode in (("Glorot", 1.0, "fan_avg"), ("He", 2.0, "fan_in"), ("Lecun", 1.0, "fan_in"))
    for shape, distribution in (("Normal", "truncated_normal"), ("Uniform", "uniform"))
}

def _object(class_name: str, config: dict) -> tuple[str, dict]:
    if class_name in _VARIANCE_SCALING:
        scale, mode, distribution = _VARIANCE_SCALING[class_name]
        class_name, config = "VarianceScaling", {**config, "scale": scale, "mode": mode, "distribution": distribution}
    if class_name == "VarianceScaling":
        if config["distribution"] == "untruncated_normal":
            return UNTRUNCATED_NORMAL, {**config, "distribution": "normal"}
        config["distribution"] = config["distribution"].replace("truncated_normal", "normal")
    elif class_name in ("L1", "L2"):
        class_name, config = "L1L2", {class_name.lower(): config[class_name.lower()]}
    return class_name, config


# --- one small function a kind of layer


def _input_layer(arguments: dict) -> dict:
    return rename(arguments, {"batch_shape": "batch_input_shape"})


def _leaky_relu(arguments: dict) -> dict:
    return rename(arguments, {"negative_slope": "alpha"})


def _in_one_dimension(arguments: dict) -> dict:
    demand(arguments, "data_format", ("channels_last", None), "Keras 2 has the channels last here")
    return arguments


def _convolution(arguments: dict) -> dict:
    demand(arguments, "groups", (1, None), "Keras 2 convolves one group only")
    if arguments.get("padding") == "causal":
        return arguments
    return _padded(arguments)


def _padded(arguments: dict) -> dict:
    """Refuse padding that Theano does in another way than Keras 3 would, when the network is applied there."""
    if arguments.get("padding") == "same":
        sizes, strides = (_numbers(arguments.get(key, 1)) for key in ("kernel_size", "strides"))
        if any(size % 2 == 0 for size in sizes) or max(strides) > 1:
            refuse("Theano pads on other sides where strides are above 1 or the kernel is even", "padding", "same")
    return arguments


def _pooling(arguments: dict) -> dict:
    if arguments.get("padding") == "same":
        refuse("Theano pools at other positions", "padding", "same")
    return arguments


def _numbers(value) -> list:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _bidirectional(arguments: dict) -> dict:
    """Keras 2 makes the layer that runs backwards from the other; so it must be like it."""
    backward = arguments.pop("backward_layer", None)
    if backward is not None:
        own = ("name", "go_backwards")
        found, wanted = ({k: v for k, v in one["config"].items() if k not in own} for one in (backward, arguments["layer"]))
        if found != wanted:
            refuse("Keras 2.3.1 builds it from the forward layer", "backward_layer", backward["class_name"])
    return arguments


LAYERS = {
    "InputLayer": _input_layer, "LeakyReLU": _leaky_relu, "Bidirectional": _bidirectional,
    **{name: _in_one_dimension for name in ("ZeroPadding1D", "Cropping1D", "UpSampling1D")},
    **{name: _convolution for name in ("Conv1D", "Conv2D", "Conv3D", "SeparableConv1D", "SeparableConv2D", "ConvLSTM2D")},
    **{name: _padded for name in ("Conv2DTranspose", "Conv3DTranspose", "DepthwiseConv2D")},
    **{f"{kind}Pooling{rank}D": _pooling for rank in (1, 2, 3) for kind in ("Max", "Average")},
}
