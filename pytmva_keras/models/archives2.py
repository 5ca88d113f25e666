"""Weights of tf.keras 2.12 to 2.15 in archives (.keras) and .weights.h5: arrays in groups that are named by class.

The members of a model are in the group "layers" (before 2.15: "_layer_checkpoint_dependencies"), those of one class as
dense, dense_1, ... in the order of the configuration; until 2.13 with gaps in between. Arrays are vars/0, vars/1, ...
"""

import re
from collections.abc import Iterator

from ..errors import ConfigurationError
from .arguments import Untranslatable, refuse, split
from .dialects import Origin
from .translation import MODELS, clean
from .weights import assign, check_built

_MEMBERS = ("layers", "_layer_checkpoint_dependencies")
_ATTENTION = ("_query_dense", "_key_dense", "_value_dense", "_output_dense")


def load_weights(model, config: dict, file, origin: Origin, path: str) -> list:
    """Set the weights of `model`, translated from `config`, to those in the open HDF5 `file`, which is, or is in, `path`.

    Returns the layers that hold weights themselves, in the order of the configuration.
    """
    check_built(model, path)
    try:
        found = [(leaf, arrays) for leaf, arrays in _arrays(config, model, file) if leaf.weights]
    except Untranslatable as error:
        raise ConfigurationError(f"{path}: {error}. Save that model as .h5, which is read.") from error
    for leaf, arrays in found:
        assign(leaf, arrays, origin, path)
    return [leaf for leaf, _ in found]


def optimizer_state(file) -> list:
    """Return the arrays of the optimizer, in their order."""
    return _own(file["optimizer"]) if "optimizer" in file else []


def _arrays(reference: dict, layer, group) -> Iterator:
    """Yield (layer, arrays) for each layer of Keras 3 within `layer`; reference: its old configuration; group: its place."""
    class_name, config = split(reference, "a layer")
    if class_name in MODELS:
        for member, part in _members(config["layers"], next((group[name] for name in _MEMBERS if name in group), {})):
            yield from _arrays(member, layer.get_layer(clean(member["config"]["name"])), part)
    elif class_name == "Bidirectional":
        for side in ("forward_layer", "backward_layer"):
            yield from _arrays(config["layer"], getattr(layer, side), group.get(side, {}))
    elif class_name == "TimeDistributed":
        yield from _arrays(config["layer"], layer.layer, group.get("layer", {}))
    else:
        yield layer, _of_leaf(config, group)


def _of_leaf(config: dict, group) -> list:
    """Return the arrays of a layer, and of the parts that are layers of their own in the file only."""
    if "cell" in group:
        return _of_leaf(config.get("cell", {}).get("config", {}), group["cell"])
    if "cells" in group:
        cells = _members(config["cells"], group["cells"])
        return [array for cell, part in cells for array in _of_leaf(cell["config"], part)]
    if "layer" in group:  # of a SpectralNormalization, which has the kernel again, and its vector last
        return _own(group["layer"]) + _own(group)[-1:]
    return _own(group) + [array for name in _ATTENTION if name in group for array in _own(group[name])]


def _own(group) -> list:
    values = group["vars"] if "vars" in group else {}
    return [values[name][()] for name in sorted(values, key=int)]


def _members(references: list, group) -> Iterator:
    """Yield (configuration, group) of each member of a model or of stacked cells."""
    groups = {}
    for name in sorted(group, key=lambda name: [int(number) for number in re.findall(r"_(\d+)$", name)]):
        groups.setdefault(re.sub(r"_\d+$", "", name), []).append(group[name])
    for reference in references:
        kind = _snake_case(split(reference, "a layer")[0])
        if kind == "input_layer":
            continue
        yield reference, groups[kind].pop(0) if groups.get(kind) else {}
    groups.pop("input_layer", None)
    if any(groups.values()):
        refuse(f"it has arrays for more layers than its model has ({', '.join(filter(groups.get, groups))})")


def _snake_case(class_name: str) -> str:
    """Return the name of a class as tf.keras wrote it into archives."""
    words = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", re.sub(r"\W+", "", class_name))
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", words).lower()
