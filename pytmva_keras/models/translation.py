"""Whole models of Keras 1 and 2 as configurations of Keras 3: the graph of layers, whatever the layers are.

Plain data in, plain data out. Layers are translated one by one: Keras 1 to Keras 2 (keras1), then to Keras 3 (keras2).
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..errors import ConfigurationError
from . import keras1, keras2, padding
from .arguments import Untranslatable, refuse, split
from .dialects import Origin
from .engines import engine
from .keras2 import custom_object, keras3_object

MODELS = ("Sequential", "Model", "Functional")
_LAMBDA = (
    "it holds a Lambda layer, which is Python code, and such code is not run. Its code is that of another Python, so that "
    "no option can let it run either: write a layer class and give it by UserCode"
)


@dataclass
class Translation:
    """One model on its way to Keras 3. `to_keras3` makes it; nested models share it."""

    origin: Origin
    file: str
    custom: frozenset = frozenset()
    stateful: bool = False
    output_shapes: dict = field(default_factory=dict)  # layer name -> output shape that it had
    numbers: Iterator = field(default_factory=lambda: itertools.count(1))  # for layers without a name


def to_keras3(config: dict, origin: Origin, file: str, custom: frozenset = frozenset()) -> tuple[dict, dict]:
    """Return the Keras 3 configuration of an old model, and {layer name: output shape} that the built model must have.

    custom: names of the user's own layers and functions. ConfigurationError names the layer, its argument and the reason
    where something has no equivalent.
    """
    translation = Translation(origin, file, custom, _is_stateful(config))
    return _model(translation, config), translation.output_shapes


def _is_stateful(value) -> bool:
    """Return whether a layer keeps a state from batch to batch, so that the size of the batches has to stay fixed."""
    if isinstance(value, dict):
        return value.get("stateful") is True or any(map(_is_stateful, value.values()))
    return isinstance(value, (list, tuple)) and any(map(_is_stateful, value))


def _model(translation: Translation, reference: dict) -> dict:
    class_name, config = split(reference, "a model")
    if class_name == "Sequential":
        return _sequential(translation, config)
    if class_name in ("Model", "Functional") and isinstance(config, dict):
        return _functional(translation, config)
    raise ConfigurationError(f'{translation.file}: expected a Sequential or a Model, found a "{class_name}".')


# --- Sequential


def _sequential(translation: Translation, config) -> dict:
    old = list(config["layers"] if isinstance(config, dict) else config)
    name = config.get("name", "sequential") if isinstance(config, dict) else "sequential"
    if not old:
        raise ConfigurationError(f"{translation.file}: a Sequential without layers is no model.")
    if _branches(old[0]):
        return _functional(translation, _graph_of_branches(translation, old, name))
    layers = [_layer(translation, reference) for reference in old]
    shape = _input_shape(translation, old[0])
    if shape is None and isinstance(config, dict):
        shape = config.get("build_input_shape")
    if shape is not None and old[0]["class_name"] not in ("InputLayer", *MODELS):
        layers.insert(0, _input_layer(f"{layers[0]['config']['name']}_input", shape, _input_dtype(old[0])))
    _name_models(layers)
    return keras3_object("keras", "Sequential", {"name": clean(name), "layers": layers})


def _name_models(layers: list) -> None:
    """Give models within a Sequential names of their own; Keras 1 wrote none."""
    for number, layer in enumerate(layers):
        if layer["class_name"] in MODELS and layer["config"]["name"] == "sequential":
            layer["config"]["name"] = f"sequential_{number}"


def _input_layer(name: str, shape, dtype: str) -> dict:
    return keras3_object("keras.layers", "InputLayer", {"batch_shape": list(shape), "dtype": dtype, "name": name})


def _input_shape(translation: Translation, reference: dict):
    """Return the batch shape that a first layer states, in one of the ways of Keras 1 and 2; None if it states none."""
    class_name, arguments = split(reference, "a layer")
    if class_name in MODELS:
        return None
    shape = arguments.get("batch_input_shape")
    if shape is None and isinstance(arguments.get("layer"), dict):  # a wrapper
        return _input_shape(translation, arguments["layer"])
    if shape is None and arguments.get("input_shape"):
        shape = [None, *arguments["input_shape"]]
    if shape is None and class_name == "Embedding":
        shape = [None, arguments["input_length"]] if arguments.get("input_length") else None
    elif shape is None and arguments.get("input_dim"):
        time = [arguments["input_length"]] if arguments.get("input_length") else []
        shape = [None, *time, arguments["input_dim"]]
    if shape is None:
        return None
    return list(shape) if translation.stateful else [None, *list(shape)[1:]]


def _input_dtype(reference: dict) -> str:
    _, arguments = split(reference, "a layer")
    dtype = arguments.get("input_dtype") or keras2.part("dtype", arguments.get("dtype"))
    return dtype or "float32"


# --- a Sequential of Keras 1 that begins with the Merge of several others


def _branches(first: dict) -> list:
    return split(first, "a layer")[1].get("layers", []) if first.get("class_name") == "Merge" else []


def _graph_of_branches(translation: Translation, old: list, name: str) -> dict:
    """Return the functional configuration of a Sequential that begins with a Merge of Sequentials."""
    layers, ends, inputs = [], [], []
    for number, branch in enumerate(_branches(old[0])):
        class_name, config = split(branch, "a branch")
        steps = list(config["layers"] if isinstance(config, dict) else config)
        if class_name != "Sequential" or not steps or _branches(steps[0]):
            raise ConfigurationError(f"{translation.file}: branch {number} of a Merge is no plain Sequential.")
        shape = _input_shape(translation, steps[0])
        if shape is None:
            raise ConfigurationError(f"{translation.file}: branch {number} of a Merge does not state its input shape.")
        entry = {"name": f"input_of_branch_{number}", "batch_input_shape": shape, "dtype": _input_dtype(steps[0])}
        inputs.append([entry["name"], 0, 0])
        layers.append({"class_name": "InputLayer", "config": entry, "name": entry["name"], "inbound_nodes": []})
        ends.append(_chain(layers, steps, inputs[-1:]))
    merge = dict(old[0]["config"])
    merge.pop("layers")
    end = _chain(layers, [{"class_name": "Merge", "config": merge}, *old[1:]], ends)
    return {"name": name, "layers": layers, "input_layers": inputs, "output_layers": [end]}


def _chain(layers: list, steps: list, begin: list) -> list:
    """Append `steps` to `layers`, the first fed by the nodes `begin`, the others one by one; return the last node."""
    for step in steps:
        name = step["config"]["name"]
        layers.append({**step, "name": name, "inbound_nodes": [begin]})
        begin = [[name, 0, 0]]
    return begin[0]


# --- functional models


def _functional(translation: Translation, config: dict) -> dict:
    nested = {entry["name"]: entry["class_name"] for entry in config["layers"] if entry.get("class_name") in MODELS}
    layers = []
    for entry in config["layers"]:
        layer = _layer(translation, entry)
        name = clean(entry["name"])
        layer["config"]["name"] = name
        nodes = [_node(translation, _links(node), nested, entry["class_name"]) for node in entry["inbound_nodes"]]
        layers.append({**layer, "name": name, "inbound_nodes": nodes})
    ends = {  # here Keras 3 counts the nodes of a nested functional model from 1 itself
        side: _unpacked([
            [clean(name), index - (nested.get(name) == "Sequential"), tensor] for name, index, tensor in _links(config[side])
        ])
        for side in ("input_layers", "output_layers")
    }
    return keras3_object("keras", "Model", {"name": clean(config.get("name") or "model"), "layers": layers, **ends})


def _links(node) -> list:
    """Return a list of connections; a single one is written without the list by some versions."""
    return [node] if node and isinstance(node[0], str) else list(node)


def _unpacked(ends: list):
    return ends[0] if len(ends) == 1 else ends


def _node(translation: Translation, links: list, nested: dict, class_name: str):
    """Return one call of a layer: its inputs as links; an attention's query, value and key as arguments with names."""
    if class_name != "MultiHeadAttention":
        return [_connection(translation, link, nested) for link in links]
    [[*query, arguments]] = links
    sources = {"query": query, **{name: arguments[name] for name in ("value", "key") if arguments.get(name) is not None}}
    options = {name: value for name, value in arguments.items() if name not in sources}
    [*_, options] = _connection(translation, [*query, options], nested)
    tensors = {name: _tensor(_connection(translation, source, nested)[:3]) for name, source in sources.items()}
    return {"args": [], "kwargs": {**tensors, **options}}


def _tensor(history: list) -> dict:
    """Return the form in which Keras 3 writes the output of a layer: (name, node, number)."""
    return {"class_name": "__keras_tensor__", "config": {"shape": [], "dtype": "float32", "keras_history": history}}


def _connection(translation: Translation, link, nested: dict) -> list:
    name, index, tensor, *rest = link
    arguments = {key: value for key, value in (rest[0] if rest else {}).items() if value is not None}
    if set(arguments) - {"training"}:
        found = ", ".join(sorted(arguments))
        raise ConfigurationError(
            f'{translation.file}: the call of a layer with "{name}" has the arguments {found}, which are not translated. '
            "Call it with one input, or save the model with Keras 3."
        )
    return [clean(name), index - (name in nested), tensor, arguments]


def clean(name) -> str:
    """Return a name that Keras 3 takes: without slashes."""
    return str(name).replace("/", "_")


# --- layers


def _layer(translation: Translation, reference: dict) -> dict:
    class_name, arguments = split(reference, "a layer")
    if class_name in MODELS:
        return _model(translation, reference)
    name = arguments.get("name", class_name.lower())
    try:
        return _translated(translation, class_name, arguments)
    except Untranslatable as error:
        where = f'{translation.file}: layer "{name}" ({class_name}) of {translation.origin}'
        raise ConfigurationError(f"{where} cannot be translated to Keras 3: {error}.") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        where = f'{translation.file}: layer "{name}" ({class_name}) of {translation.origin}'
        raise ConfigurationError(f"{where} is damaged: {type(error).__name__}: {error}.") from error


def _translated(translation: Translation, class_name: str, arguments: dict) -> dict:
    if class_name != "InputLayer":
        for key in ("batch_input_shape", "input_shape", "batch_size"):
            arguments.pop(key, None)
    elif not translation.stateful and arguments.get("batch_input_shape"):
        arguments["batch_input_shape"] = [None, *list(arguments["batch_input_shape"])[1:]]
    for key in ("layer", "backward_layer", "cell"):
        if isinstance(arguments.get(key), dict):
            arguments[key] = _layer(translation, arguments[key])
    if class_name == "StackedRNNCells":
        arguments["cells"] = [_layer(translation, cell) for cell in arguments["cells"]]
    if class_name in translation.custom:
        return custom_object(class_name, arguments)
    if class_name == "Lambda":
        refuse(_LAMBDA)
    if translation.origin.keras == 1 or class_name == "Merge":  # Keras 2.0 still wrote those of Keras 1
        class_name, arguments = keras1.layer(class_name, arguments, translation.origin.version)
    class_name, arguments = keras2.layer(class_name, arguments, translation.origin.version, translation.custom)
    arguments["name"] = clean(arguments.get("name") or f"{class_name.lower()}_{next(translation.numbers)}")
    if class_name == "Conv2DTranspose" and arguments.get("output_shape"):
        translation.output_shapes[arguments["name"]] = tuple(arguments.pop("output_shape"))
    elif class_name == "Dot" and translation.origin.keras == 1 and arguments["normalize"]:
        translation.output_shapes[arguments["name"]] = (None, 1)  # of more axes Keras 1 made no cosines
    arguments = _accepted(class_name, arguments)
    if translation.origin.theano:
        return padding.padded(class_name, arguments)
    return keras3_object("keras.layers", class_name, arguments)


def _accepted(class_name: str, arguments: dict) -> dict:
    """Return the arguments that Keras 3's class takes; refuse others, unless they say nothing."""
    known = engine().layer_parameters(class_name)
    accepted = {name: value for name, value in arguments.items() if name in known}
    for name in arguments.keys() - accepted.keys():
        if name not in ("trainable", "dtype") and arguments[name] not in (None, False, "channels_last", {}, []):
            refuse(f"the {class_name} of Keras 3 has no such argument", name, arguments[name])
    return accepted
