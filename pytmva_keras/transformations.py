"""TMVA's transformations in NumPy, as weight files have them: what TMVA::Reader does before and after a network."""

from statistics import NormalDist

import numpy as np

from .weight_xml import Node

_N_POINTS = 10000  # of a cumulative distribution
_SMALLEST_PROBABILITY = 0.5e-8
_NORMAL = NormalDist()


class Transformations:
    """The steps of one method.

    transformations: the node <Transformations>. columns: (type, label, expression) of the variables, then of the targets.
    classes: names. Raises EvaluationError that names a step which is not known, or transforms spectators.
    """

    def __init__(self, transformations: Node, columns: list, classes: list[str]):
        self._steps = [_read_step(node, columns, classes) for node in transformations.all("Transform")]

    def forward(self, rows: np.ndarray) -> None:
        """Transform `rows`, float32 of shape (n, columns), in place."""
        for step in self._steps:
            rows[:, step.columns] = step.forward(rows[:, step.columns])

    def backward(self, rows: np.ndarray) -> None:
        """Undo it."""
        for step in reversed(self._steps):
            rows[:, step.columns] = step.backward(rows[:, step.columns])


class _Normalize:
    """[lowest, highest] becomes [-1, 1]."""

    def __init__(self, node: Node, which: int, n: int):
        ranges = _of_set(node, "Class", which).child("Ranges").all("Range")
        if len(ranges) != n:
            node.fail(f"a transformation of {n} columns has {len(ranges)} ranges")
        self._low = np.array([item.number("Min") for item in ranges], np.float32)
        self._width = np.array([item.number("Max") for item in ranges], np.float32) - self._low

    def forward(self, x: np.ndarray) -> np.ndarray:
        scale = np.divide(1, self._width, out=np.zeros_like(self._width), where=self._width > 0)
        return (x - self._low) * scale * 2 - 1

    def backward(self, y: np.ndarray) -> np.ndarray:
        return self._low + (y + 1) / 2 * self._width


class _Linear:
    """A matrix times the columns, plus an offset."""

    def __init__(self, matrix: np.ndarray, inverse: np.ndarray, mean):
        self._matrix, self._inverse, self._mean = matrix, inverse, mean

    def forward(self, x: np.ndarray) -> np.ndarray:
        return (x - self._mean) @ self._matrix.T

    def backward(self, y: np.ndarray) -> np.ndarray:
        return y @ self._inverse.T + self._mean


def _decorrelate(node: Node, which: int, n: int) -> _Linear:
    matrix = _of_set(node, "Matrix", which).numbers(n * n).reshape(n, n)
    try:
        inverse = np.linalg.inv(matrix) if matrix.any() else matrix
    except np.linalg.LinAlgError:
        node.fail("the matrix of a decorrelation is singular")
    return _Linear(matrix, inverse, 0)


def _principal_components(node: Node, which: int, n: int) -> _Linear:
    vectors = _of_set(node, "Eigenvectors", which).numbers(n * n).reshape(n, n)
    return _Linear(vectors.T, vectors, _of_set(node, "Statistics", which).numbers(n))


class _Cumulative:
    """The cumulative distribution of one column, looked up in equidistant points."""

    def __init__(self, pdf: Node):
        sums = pdf.child("Histogram").numbers().astype(np.float32).astype(float)
        edges = pdf.child("HistogramBinning").numbers(len(sums) + 1).astype(np.float32).astype(float)
        if len(sums) < 1 or (np.diff(edges) <= 0).any():
            pdf.fail("a PDF has no bins, or none in ascending order")
        self._first, self._step = edges[0], (edges[-1] - edges[0]) / _N_POINTS
        self._positions = edges[0] + (np.arange(_N_POINTS) + 0.5) * self._step
        points = np.full(_N_POINTS, sums[-1])
        if len(sums) > 1:
            centres = (edges[:-1] + edges[1:]) / 2
            right = np.clip(np.searchsorted(centres, self._positions), 1, len(sums) - 1)
            slopes = (self._positions - centres[right - 1]) / (centres[right] - centres[right - 1])
            points = sums[right - 1] + slopes * (sums[right] - sums[right - 1])
        self._points = points.astype(np.float32).astype(float)

    def value(self, x: np.ndarray) -> np.ndarray:
        place = (x - self._first) / self._step - 0.5
        left = np.clip(np.nan_to_num(place), 0, _N_POINTS - 2).astype(int)
        return np.clip(self._points[left] + (place - left) * (self._points[left + 1] - self._points[left]), 0, 1)

    def inverse(self, y: np.ndarray) -> np.ndarray:
        found = np.searchsorted(self._points, y)
        right = np.minimum(found, _N_POINTS - 1)
        rise = self._points[right] - np.where(right > 0, self._points[right - 1], 0)
        inside = (found < _N_POINTS) & (rise > 0)
        back = np.divide(y - self._points[right], rise, out=np.zeros(len(y)), where=inside)
        return self._positions[right] + back * self._step


class _Gauss:
    """The cumulative distribution, or the normal quantile of it."""

    def __init__(self, node: Node, which: int, n: int):
        self._flat = node.text("FlatOrGauss") == "Flat"
        variables = node.all("Variable")
        if len(variables) != n:
            node.fail(f"a transformation of {n} columns has {len(variables)} distributions")
        self._cumulatives = [_Cumulative(item.child(f"CumulativePDF_cls{which}").child("PDF")) for item in variables]

    def forward(self, x: np.ndarray) -> np.ndarray:
        values = [cumulative.value(column) for cumulative, column in zip(self._cumulatives, x.T.astype(float))]
        return np.array(values if self._flat else [_quantiles(value) for value in values]).T

    def backward(self, y: np.ndarray) -> np.ndarray:
        columns = y.T.astype(float)
        values = columns if self._flat else [np.fromiter(map(_NORMAL.cdf, column), float, len(column)) for column in columns]
        return np.array([cumulative.inverse(value) for cumulative, value in zip(self._cumulatives, values)]).T


def _quantiles(probabilities: np.ndarray) -> np.ndarray:
    limited = np.clip(probabilities, _SMALLEST_PROBABILITY, 1 - _SMALLEST_PROBABILITY)
    return np.fromiter(map(_NORMAL.inv_cdf, limited), float, len(limited))


_KINDS = {"Normalize": _Normalize, "Decorrelation": _decorrelate, "PCA": _principal_components, "Gauss": _Gauss}


def _read_step(node: Node, columns: list, classes: list[str]):
    name = node.text("Name")
    if name not in _KINDS:
        node.fail(f'it has the transformation "{name}", known are {", ".join(_KINDS)}')
    selected = _selection(node, columns)
    which = len(classes) if len(classes) > 1 else 0  # the constants of all classes together are the last ones
    if len(classes) > 1 and node.has("ReferenceClass"):
        if node.text("ReferenceClass") not in classes:
            node.fail(f'a transformation is that of the class "{node.text("ReferenceClass")}", which it does not have')
        which = classes.index(node.text("ReferenceClass"))
    step = _KINDS[name](node, which, len(selected))
    step.columns = selected
    return step


def _selection(node: Node, columns: list) -> list[int]:
    """Elements of an array share label and expression: they are found in their order."""
    selected = []
    for item in node.child("Selection").child("Input").all("Input"):
        wanted = (item.text("Type"), item.text("Label"), item.text("Expression"))
        free = [number for number, column in enumerate(columns) if column == wanted and number not in selected]
        if not free:
            node.fail(f'its transformation "{node.text("Name")}" takes the {wanted[0]} "{wanted[2]}", which no network gets')
        selected.append(free[0])
    return selected


def _of_set(node: Node, name: str, which: int) -> Node:
    nodes = node.all(name)
    if which >= len(nodes):
        node.fail(f"a transformation has {len(nodes)} <{name}>, expected {which + 1} or more")
    return nodes[which]
