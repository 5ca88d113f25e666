"""Weights that Keras 1 or 2 saved in HDF5, put into the translated model."""

import logging

import numpy as np

from ..errors import ConfigurationError
from . import padding, weights1, weights2
from .arguments import Untranslatable
from .dialects import Origin
from .engines import engine
from .engines.leaves import leaves_of

_log = logging.getLogger("pytmva_keras")


def load_legacy_weights(model, group, origin: Origin, file: str) -> list:
    """Set the weights of `model` to those in the HDF5 `group` (with its attribute layer_names), whose shapes must agree.

    Returns the layers that hold weights themselves, in the order of the file.
    """
    check_built(model, file)
    _check_convolutions(model, origin, file)
    saved = {name: values for name, values in _arrays_of_layers(group) if values}
    matched = _matched(model, list(saved), file)
    for name, layer in matched.items():
        assign(layer, saved[name], origin, file)
    return [leaf for layer in matched.values() for leaf in leaves_of(layer)]


def check_built(model, file: str) -> None:
    """Refuse a model without weights to set."""
    if not model.built:
        raise ConfigurationError(f"{file}: the model states no input shape, so that it cannot take weights yet.")


def assign(layer, values: list, origin: Origin, file: str) -> None:
    """Set the weights of `layer` (which may hold others) to the arrays that Keras 1 or 2 wrote into `file` for it."""
    try:
        _assign(layer, values, origin)
    except Untranslatable as error:
        what = f'the weights of layer "{layer.name}" of {origin}'
        raise ConfigurationError(f"{file}: {what} cannot be used: {error}.") from error


def _arrays_of_layers(group):
    """Yield (layer name, its arrays) in the order in which they were saved."""
    for name in names_in(group, "layer_names"):
        yield name, [np.asarray(group[name][one]) for one in names_in(group[name], "weight_names")]


def names_in(group, attribute: str) -> list:
    """Return the texts in an attribute; Keras 2 spread long ones over attribute0, attribute1, ..."""
    parts = [group.attrs[attribute]] if attribute in group.attrs else []
    while f"{attribute}{len(parts)}" in group.attrs:
        parts.append(group.attrs[f"{attribute}{len(parts)}"])
    return [_text(name) for part in parts for name in part]


def _matched(model, names: list, file: str) -> dict:
    """Return {saved name: layer}: by name, within nested models too (Keras 1 wrote those flat), else by the order."""
    with_weights = [layer for layer in model.layers if layer.weights]
    by_name = {}
    for layer in [*_inner(model), *with_weights]:
        by_name[layer.name] = layer
    cleaned = {name: name.replace("/", "_") for name in names}
    if all(cleaned[name] in by_name for name in names):
        found = {name: by_name[cleaned[name]] for name in names}
        if {id(leaf) for layer in found.values() for leaf in leaves_of(layer)} == {id(leaf) for leaf in leaves_of(model)}:
            return found
    if len(names) != len(with_weights):
        raise ConfigurationError(
            f"{file} holds the weights of another network: of {len(names)} layers ({', '.join(names)}), "
            f"the model has {len(with_weights)} ({', '.join(layer.name for layer in with_weights)})."
        )
    return dict(zip(names, with_weights))


def _inner(layer) -> list:
    """Return the layers within `layer`, a model, at all depths."""
    layers = getattr(layer, "layers", [])
    return [one for inner in layers for one in (*_inner(inner), inner)]


def _assign(layer, values: list, origin: Origin) -> None:
    leaves = leaves_of(layer)
    for leaf, part in zip(leaves, _split(leaves, values, origin)):
        if origin.keras == 1:
            part = weights1.arrays(leaf, part, origin)
        part = weights2.arrays(leaf, part, origin)
        found, expected = [one.shape for one in part], [engine().shape_of(one) for one in leaf.weights]
        if found != expected:
            raise Untranslatable(f'of another network: "{leaf.name}" expects the shapes {expected}, found {found}')
        engine().set_weights(leaf, part)


def _split(leaves: list, values: list, origin: Origin) -> list:
    """Share the arrays of a nested layer: first what all its leaves train, then what they do not."""
    if len(leaves) == 1:
        return [values]
    parts, rest = [], list(values)
    for leaf in leaves:
        number = weights1.count(leaf, rest) if origin.keras == 1 else len(leaf.trainable_weights)
        parts.append(rest[:number])
        rest = rest[number:]
    for leaf, part in zip(leaves, parts):
        number = len(leaf.non_trainable_weights)
        part.extend(rest[:number])
        rest = rest[number:]
    if rest:
        raise Untranslatable(f"of another network: {len(rest)} of {len(values)} arrays are left over")
    return parts


def _check_convolutions(model, origin: Origin, file: str) -> None:
    """Refuse layers that Theano computes in another way; say what was assumed where Keras 1 does not name its backend."""
    if not origin.backend and any("kernel_size" in layer.get_config() for layer in _inner(model)):
        backend, other = ("theano", "tensorflow") if origin.theano else ("tensorflow", "theano")
        _log.warning(
            "%s does not say on which backend its convolutions ran; %s is assumed, as by default in %s. If it was %s, "
            'write "backend: %s" into the model file.', file, backend, origin, other, other,
        )
    for layer in _inner(model) if origin.theano else ():
        try:
            padding.check_padding(layer)
        except Untranslatable as error:
            raise ConfigurationError(f'{file}: layer "{layer.name}" of {origin} responds otherwise: {error}.') from error


def _text(value) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
