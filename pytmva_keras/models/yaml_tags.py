"""The tags with which old Keras and Python 2 wrote plain values into YAML: tuples, texts, NumPy's numbers and small arrays.

Each is read as plain Python data; nothing is looked up or called by name. Every other tag is refused.
"""

import numpy as np

_PYTHON = "tag:yaml.org,2002:python/"
_TYPES = {f"{kind}{size}" for kind, sizes in (("f", "248"), ("i", "1248"), ("u", "1248"), ("b", "1")) for size in sizes}
_MAX_BYTES = 65536


def constructors() -> dict:
    """Return {tag: function of (loader, node)} for all tags that are allowed beside those of plain YAML; None: the rest."""
    apply = f"{_PYTHON}object/apply:"
    numpy = {
        f"{apply}{module}.multiarray.{name}": function
        for module in ("numpy.core", "numpy._core")
        for name, function in (("scalar", _scalar), ("_reconstruct", _array))
    }
    return {
        f"{_PYTHON}tuple": lambda loader, node: tuple(loader.construct_sequence(node, deep=True)),
        f"{_PYTHON}unicode": lambda loader, node: loader.construct_scalar(node),
        f"{_PYTHON}str": lambda loader, node: loader.construct_scalar(node),
        f"{_PYTHON}long": _long,
        f"{_PYTHON}name:numpy.ndarray": lambda loader, node: "numpy.ndarray",
        f"{apply}numpy.dtype": _dtype,
        **numpy,
        None: _refuse,
    }


def _refuse(loader, node):
    from yaml.constructor import ConstructorError

    tag = node.tag.replace("tag:yaml.org,2002:", "!!")
    problem = f'the tag "{tag}" is not allowed, a model file holds plain data only'
    raise ConstructorError(None, None, problem, node.start_mark)


def _damaged(node, expected: str):
    from yaml.constructor import ConstructorError

    raise ConstructorError(None, None, f"{expected} was expected", node.start_mark)


def _long(loader, node) -> int:
    text = loader.construct_scalar(node)
    return int(text) if text.lstrip("-").isdecimal() else _damaged(node, "a whole number")


def _call(loader, node) -> tuple[list, tuple]:
    """Return (args, state) of a pickled object, written as a list or as a mapping."""
    if node.id == "sequence":
        return loader.construct_sequence(node, deep=True), ()
    if node.id != "mapping":
        _damaged(node, "a list or a mapping")
    values = loader.construct_mapping(node, deep=True)
    return list(values.get("args", ())), values.get("state", ())


def _dtype(loader, node) -> str:
    """Return a type such as "<f4"."""
    args, state = _call(loader, node)
    kind = args[0] if args else None
    order = state[1] if len(state) > 1 else "<"
    if kind not in _TYPES or order not in ("<", ">", "|", "="):
        _damaged(node, "a NumPy type of plain numbers")
    return f"{order}{kind}"


def _scalar(loader, node):
    args, _ = _call(loader, node)
    if len(args) != 2:
        _damaged(node, "a NumPy number")
    return _numbers(node, args[0], args[1], ())


def _array(loader, node):
    """Return a NumPy array as nested lists; one without axes as its number."""
    _, state = _call(loader, node)
    if len(state) != 5 or not isinstance(state[1], (tuple, list)):
        _damaged(node, "a NumPy array")
    _, shape, dtype, _, data = state
    return _numbers(node, dtype, data, tuple(shape))


def _numbers(node, dtype, data, shape: tuple):
    known = isinstance(dtype, str) and dtype[1:] in _TYPES and isinstance(data, bytes) and len(data) <= _MAX_BYTES
    axes = all(isinstance(extent, int) and extent >= 0 for extent in shape)
    if not known or not axes or len(data) != np.dtype(dtype).itemsize * int(np.prod(shape, dtype=object)):
        _damaged(node, "NumPy numbers with as many bytes as their type and shape say")
    return np.frombuffer(data, dtype=dtype).reshape(shape).tolist()
