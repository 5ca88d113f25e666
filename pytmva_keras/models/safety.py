"""What a model file may hold: plain data that describes a network. Checked before anything is built, in every format.

Code (Lambda layers, pickles), names of modules that are no part of a network (which Keras would import and call), layers
that read other files, shapes beyond all measure, and containers that reach outside themselves or are bombs are refused.
"""

import math
import re
import stat
from dataclasses import dataclass, field

from ..errors import ConfigurationError

MAX_DEPTH = 100
MAX_NODES = 200_000  # in YAML after the expansion of aliases
MAX_GROWTH = 200  # uncompressed bytes a byte of the file
FREE_BYTES = 64 * 1024 * 1024  # that any file may unpack to
MAX_VALUES = 10_000_000  # of the input or output of a layer, as far as the file states shapes
MAX_BATCH = 10_000  # events in a batch of fixed size, for each of which a stateful layer keeps a state

_MODULES = re.compile(  # of Keras; the rest of Keras (utils, config, saving, datasets, ...) does things
    r"(builtins|keras|keras(\.src)?\.(activations|constraints|dtype_policies|initializers|layers|losses|metrics|models|ops"
    r"|optimizers|quantizers|random|regularizers)(\.[a-z0-9_.]+)?)"
)
_CODE = {"Lambda", "__lambda__"}
_FOREIGN = {"TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer", "__typespec__"}
OPTION = "or, if you trust the file, set AllowUnsafeModel where it is booked for training (not for a Reader elsewhere)"


@dataclass(frozen=True)
class Trust:
    """What a user lets a model file do. custom_objects: name -> class or function that it may use.

    allow_unsafe: the file may bring Python code, and is not checked.
    """

    custom_objects: dict = field(default_factory=dict)
    allow_unsafe: bool = False


def check_config(config, name: str, trust: Trust) -> None:
    """Raise ConfigurationError unless the Keras 3 configuration `config`, of the file `name`, is of known layers only."""
    check_tree(config, name)
    if trust.allow_unsafe:
        return
    waiting = [config]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            _check_object(value, name, trust)
            waiting.extend(value.values())
        elif isinstance(value, (list, tuple)):
            waiting.extend(value)


def check_tree(data, name: str) -> None:
    """Refuse plain data of more than MAX_DEPTH levels or MAX_NODES entries."""
    waiting, count = [(data, 0)], 0
    while waiting:
        value, depth = waiting.pop()
        count += 1
        if depth > MAX_DEPTH:
            raise ConfigurationError(f"{name} is nested more than {MAX_DEPTH} levels deep; this is no model.")
        if count > MAX_NODES:
            raise ConfigurationError(f"{name} has more than {MAX_NODES} entries; this is no model.")
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
        waiting.extend((one, depth + 1) for one in inner)


def _check_object(value: dict, name: str, trust: Trust) -> None:
    class_name, module = value.get("class_name"), value.get("module")
    names = [value[key] for key in ("class_name", "module", "registered_name") if value.get(key) is not None]
    if not all(isinstance(one, str) for one in names):
        raise ConfigurationError(f"{name} is damaged: it names a class by {str(names)[:100]}.")
    if class_name in _CODE:
        raise ConfigurationError(
            f"{name} cannot be read as a Keras model: it holds a Lambda layer, which is Python code, and such code is not "
            f"run. Write a layer class and give it by UserCode; {OPTION}."
        )
    if class_name in _FOREIGN:
        what = f'a "{class_name}", which brings code or files of its own'
        raise ConfigurationError(f"{name} holds {what}. Leave it out; {OPTION}.")
    known = module is None or class_name is None or _MODULES.fullmatch(module)
    if not known and str(_looked_up(value)) not in trust.custom_objects:
        raise ConfigurationError(
            f"{name} cannot be read as a Keras model: {_looked_up(value)!r}. Give it by UserCode (a Python file that sets "
            f'load_model_custom_objects) or custom_objects; the module "{module}", which the file names, is not imported.'
        )
    for key, shape in value.items():
        if isinstance(key, str) and key.endswith("shape") and isinstance(shape, (list, tuple)):
            _check_shape(key, shape, name)
    if isinstance(value.get("vocabulary"), str) and value["vocabulary"]:
        raise ConfigurationError(
            f'{name} takes a vocabulary from the file "{value["vocabulary"]}", which is not read. Save the model with the '
            f"words themselves; {OPTION}."
        )


def _check_shape(key: str, shape, name: str) -> None:
    sizes = [size for size in shape if isinstance(size, int)]
    batch = shape[0] if key.startswith("batch") and shape and isinstance(shape[0], int) else 0
    if math.prod(map(abs, sizes)) > MAX_VALUES or batch > MAX_BATCH:
        raise ConfigurationError(
            f"{name} holds the {key} {str(shape)[:80]}; at most {MAX_VALUES} values, and {MAX_BATCH} events where their "
            f"number is fixed, are read. Look at the sizes of its layers; {OPTION}."
        )


def _looked_up(value: dict):
    """Return the name by which Keras looks for an object among those of the user, before it imports a module."""
    return value.get("config") if value["class_name"] == "function" else value.get("registered_name", value["class_name"])


def check_archive(archive, name: str) -> None:
    """Refuse a zip archive (open for reading) with members outside its folder, links, doubles, or a zip bomb's size."""
    seen, total = set(), 0
    for member in archive.infolist():
        parts = re.split(r"[\\/]", member.filename)
        if member.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
            raise ConfigurationError(f'{name} holds the member "{member.filename}", outside its own folder; refused.')
        if stat.S_ISLNK(member.external_attr >> 16):
            raise ConfigurationError(f'{name} holds the link "{member.filename}"; refused.')
        if member.filename in seen:
            raise ConfigurationError(f'{name} holds "{member.filename}" twice; refused.')
        seen.add(member.filename)
        total += member.file_size
    _check_growth(total, sum(member.compress_size for member in archive.infolist()), name)


def check_hdf5(file, name: str, n_bytes: int) -> None:
    """Refuse an HDF5 file (open for reading, of `n_bytes`) with links or data in other files, or a bomb's size."""
    import h5py

    waiting, seen, total = [file], set(), 0
    while waiting:
        group = waiting.pop()
        for key in group:
            if isinstance(group.get(key, getlink=True), h5py.ExternalLink):
                raise ConfigurationError(f'{name} holds a link "{key}" to another file; refused.')
            item = group[key]
            address = h5py.h5o.get_info(item.id).addr
            if address in seen:
                continue
            seen.add(address)
            if isinstance(item, h5py.Group):
                waiting.append(item)
            elif isinstance(item, h5py.Dataset):
                if item.external or item.is_virtual:
                    raise ConfigurationError(f'{name} keeps the data "{key}" in another file; refused.')
                total += item.size * item.dtype.itemsize
    _check_growth(total, n_bytes, name)


def _check_growth(unpacked: int, packed: int, name: str) -> None:
    if unpacked > FREE_BYTES and unpacked > MAX_GROWTH * packed:
        raise ConfigurationError(f"{name} unpacks {packed} bytes to {unpacked}; this is no model.")


