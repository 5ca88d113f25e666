"""Operations of keras.ops in a functional model, such as x + y and x[:, 2:5]."""

from .graph import Graph, Unsupported, Value
from .merging import combine
from .moves import take
from .normalisation import affine, scale_by


def find(operation):
    """Return the lowering of an operation, or None."""
    if not type(operation).__module__.startswith("keras.src.ops."):
        return None
    return _OPERATIONS.get(type(operation).__name__)


def _combine(name: str):
    def lower(graph: Graph, operation, left, right) -> Value:
        if isinstance(left, Value) and isinstance(right, Value):
            return combine(graph, name, [left, right])
        return _with_number(graph, name, left, right)

    return lower


def _with_number(graph: Graph, name: str, left, right) -> Value:
    x, number = (left, right) if isinstance(left, Value) else (right, left)
    if not isinstance(number, (int, float)):
        raise Unsupported("an operation with an array")
    if name == "multiply":
        return scale_by(graph, x, number)
    if name == "add":
        return affine(graph, x, 1, 1, offset=graph.constant([number]))
    if name == "subtract" and x is left:
        return affine(graph, x, 1, 1, offset=graph.constant([-number]))
    if name == "subtract":
        return affine(graph, x, 1, 1, graph.constant([-1.0]), graph.constant([number]))
    raise Unsupported(f"{name} with a number")


def _divide(graph: Graph, operation, left, right) -> Value:
    if not isinstance(right, (int, float)) or right == 0:
        raise Unsupported("a division by values")
    return scale_by(graph, left, 1 / right)


def _get_item(graph: Graph, operation, x: Value, key) -> Value:
    key = key if isinstance(key, tuple) else (key,)
    if key[:1] != (slice(None),) or not all(isinstance(part, slice) for part in key) or len(key) > len(x.shape) + 1:
        raise Unsupported("an index that is no slice, or along the batch")
    for axis, part in enumerate(key[1:]):
        x = take(graph, x, axis, range(x.shape[axis])[part])
    return x


_OPERATIONS = {
    **{name: _combine(name.lower()) for name in ("Add", "Subtract", "Multiply", "Maximum", "Minimum")},
    "Divide": _divide,
    "TrueDivide": _divide,
    "GetItem": _get_item,
}
