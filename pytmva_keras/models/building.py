"""From a configuration of any dialect to a model: translated, checked, built. The only place that builds models."""

import contextlib
import logging

from ..errors import ConfigurationError, PyTMVAKerasError
from . import compiling, translation
from .arguments import Untranslatable
from .dialects import Origin
from .engines import engine
from .framework import explain, import_keras
from .keras2 import custom_object, keras3_object
from .safety import Trust, check_config, check_tree
from .sizes import check_outputs, limited

_log = logging.getLogger("pytmva_keras")


def build_model(config: dict, origin: Origin, name: str, trust: Trust):
    """Return the uncompiled model of a configuration that the file `name` holds; ConfigurationError where it is refused."""
    keras, trust = import_keras(), effective(trust)
    check_tree(config, name)
    architecture, shapes = {key: value for key, value in config.items() if key != "compile_config"}, {}
    if origin.keras < 3:
        architecture, shapes = translation.to_keras3(architecture, origin, name, frozenset(trust.custom_objects))
    elif "module" not in architecture and "registered_name" not in architecture:
        architecture = _with_module(architecture)
    check_config(architecture, name, trust)
    with reporting(name), limited(name, trust):
        model = engine().build(architecture, trust.custom_objects, trust.allow_unsafe)
    if not isinstance(model, keras.Model):
        raise ConfigurationError(f'{name}: expected a model, found a Keras "{config["class_name"]}".')
    check_outputs(model, name, trust)
    _check_output_shapes(model, shapes, origin, name)
    return model


def effective(trust: Trust) -> Trust:
    """Return `trust` with what the user told Keras itself: objects registered there, and its safe mode switched off."""
    objects = {**engine().registered_objects(), **trust.custom_objects}
    return Trust(objects, trust.allow_unsafe or not engine().is_safe())


def compile_model_as_saved(model, config, origin: Origin, name: str, trust: Trust) -> None:
    """Compile `model` as its file says; `config`: the settings in the form of `origin`. {} or None leaves it uncompiled."""
    if not config:
        return
    if origin.keras < 3:
        try:
            config = compiling.to_keras3(config, origin, frozenset(trust.custom_objects))
        except Untranslatable as error:
            _log.warning("%s: the compile settings of %s are left out: %s. Set Optimizer and Loss.", name, origin, error)
            return
    trust = effective(trust)
    check_config(config, name, trust)
    try:
        with reporting(name):
            engine().compile_model(model, compiling.with_optimizer(config, name), trust.custom_objects)
    except ConfigurationError as error:
        if origin.keras == 3:
            raise
        _log.warning("%s The compile settings of %s are left out. Set Optimizer and Loss.", error, origin)


@contextlib.contextmanager
def reporting(name: str):
    """Whatever goes wrong becomes a ConfigurationError that names the file `name`."""
    try:
        yield
    except Untranslatable as error:
        raise ConfigurationError(f"{name}: {error}.") from error
    except PyTMVAKerasError:
        raise
    except Exception as error:
        raise ConfigurationError(f"{name} cannot be read as a Keras model: {explain(error)}") from error


def _with_module(config: dict) -> dict:
    """Return the configuration that Keras 3 writes into HDF5, without its module, as it writes it elsewhere."""
    class_name, inner = config["class_name"], config["config"]
    if class_name in ("Sequential", "Functional", "Model"):
        return keras3_object("keras", class_name.replace("Functional", "Model"), inner)
    return custom_object(class_name, inner)


def _check_output_shapes(model, shapes: dict, origin: Origin, name: str) -> None:
    for layer_name, shape in shapes.items():
        found = engine().output_shape(model.get_layer(layer_name))
        if found[1:] != shape[1:]:
            raise ConfigurationError(
                f'{name}: layer "{layer_name}" of {origin} cannot be translated to Keras 3: its output shape is {shape[1:]} '
                f"there and {found[1:]} here."
            )
