"""YAML and JSON configurations: text to plain dictionaries and back, with limits.

YAML goes through a loader that knows plain data only, and the plain values for which old Keras wrote tags of its own
(yaml_tags); any other foreign tag is refused with its line (CVE-2021-37678 is why).
"""

import json

from ..errors import ConfigurationError
from . import yaml_tags
from .safety import MAX_DEPTH, MAX_NODES
from .torch_optimizers import with_public_names

MAX_BYTES = 4 * 1024 * 1024


def read_yaml(text: str, name: str):
    """Return the plain data of a YAML text; `name` is the file's, for messages."""
    import yaml

    text = with_public_names(text)
    try:
        fast = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        _check_yaml_events(yaml.parse(text, Loader=fast), name)
        loader = _plain_loader(fast)(text)
        try:
            node = loader.get_single_node()
            _expanded_size(node, name, {})
            return loader.construct_document(node) if node is not None else None
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise ConfigurationError(f"{name} is not valid YAML: {_where(error)}") from error


def write_yaml(data) -> str:
    """Return `data` (plain dictionaries, lists, numbers, texts) as YAML, in the order given."""
    import yaml

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data):
            return True

    return yaml.dump(data, Dumper=Dumper, sort_keys=False, default_flow_style=False)


def read_json(text: str, name: str):
    """Return the plain data of a JSON text; `name` is the file's, for messages."""
    try:
        return json.loads(with_public_names(text))
    except json.JSONDecodeError as error:
        raise ConfigurationError(f"{name} is not valid JSON: line {error.lineno}: {error.msg}.") from error
    except RecursionError:
        raise ConfigurationError(f"{name} is nested too deeply for a model.") from None


def write_json(data) -> str:
    """Return `data` as indented JSON."""
    return json.dumps(data, indent=1) + "\n"


def check_size(n_bytes: int, name: str) -> None:
    """Refuse configurations past the limit."""
    if n_bytes > MAX_BYTES:
        raise ConfigurationError(f"{name} has {n_bytes} bytes; a model configuration may have {MAX_BYTES} at most.")


def _plain_loader(base):
    class PlainLoader(base):
        """A SafeLoader that also reads the plain values of old Keras."""

    for tag, constructor in yaml_tags.constructors().items():
        PlainLoader.add_constructor(tag, constructor)
    return PlainLoader


def _check_yaml_events(events, name: str) -> None:
    """Walk the event stream, which needs no recursion, and refuse deep or huge documents."""
    depth = count = 0
    for event in events:
        kind = type(event).__name__
        count += 1
        if kind in ("SequenceStartEvent", "MappingStartEvent"):
            depth += 1
        elif kind in ("SequenceEndEvent", "MappingEndEvent"):
            depth -= 1
        if depth > MAX_DEPTH:
            raise ConfigurationError(f"{name} is nested more than {MAX_DEPTH} levels deep; this is no model.")
        if count > 2 * MAX_NODES:
            raise ConfigurationError(f"{name} has more than {MAX_NODES} entries; this is no model.")


def _expanded_size(node, name: str, known: dict) -> int:
    """Return the number of nodes below `node` with every alias written out, without writing them out."""
    if node is None:
        return 0
    key = id(node)
    if key in known:
        if known[key] is None:
            raise ConfigurationError(f"{name} holds an alias to itself; this is no model.")
        return known[key]
    known[key] = None
    children = node.value if isinstance(node.value, list) else ()
    size = 1
    for child in children:
        for part in child if isinstance(child, tuple) else (child,):
            size += _expanded_size(part, name, known)
    if size > MAX_NODES:
        raise ConfigurationError(f"{name} grows to more than {MAX_NODES} entries when its aliases are expanded; refused.")
    known[key] = size
    return size


def _where(error) -> str:
    """Return "line N: problem" of a YAML error."""
    mark = getattr(error, "problem_mark", None)
    line = f"line {mark.line + 1}: " if mark is not None else ""
    return f"{line}{getattr(error, 'problem', None) or error}."
