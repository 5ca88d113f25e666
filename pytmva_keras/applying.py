"""A network out of a weight file alone: needs NumPy and the native library, neither ROOT nor Keras."""

import math
import os
from functools import lru_cache
from pathlib import Path

import numpy as np

from . import weight_xml
from .errors import ConfigurationError, EvaluationError
from .native.library import Library
from .transformations import Transformations
from .weight_xml import Node

_TOLERANCE = 1e-4  # of the check with the samples, relative to outputs above 1


class TrainedNetwork:
    """A network of TMVA's method PyKeras. Any number of threads may use it.

    title: of the method. analysis: "Classification", "Multiclass" or "Regression". variables: labels, in the order of the
    columns of `predict`, as RReader.GetVariableNames() has them ("s" of "s := c+d"; without a label the expression).
    expressions: of the variables ("c+d"). classes: names, in the order of the outputs (a classification may have one output,
    that of signal). targets: labels, in the order of the outputs. signal: number of the output that
    TMVA::Reader::EvaluateMVA gives.
    """

    def __init__(self, root: Node):
        kind, _, self.title = root.text("Method").partition("::")
        if kind != "PyKeras":
            raise EvaluationError(f'{root.path} is of the method {kind}, expected PyKeras. Apply it with TMVA::Reader.')
        variables, targets = _columns(root, "Variables", "Variable"), _columns(root, "Targets", "Target")
        self.variables, self.targets = [[label for _, label, _ in columns] for columns in (variables, targets)]
        self.expressions = [expression for _, _, expression in variables]
        nodes = root.child("Classes").all("Class")
        self.classes = [node.text("Name") for node in sorted(nodes, key=lambda node: node.number("Index", int))]
        self.analysis = _analysis(root)
        self._transformations = Transformations(root.child("Transformations"), [*variables, *targets], self.classes)
        weights = root.child("Weights")
        self.signal = weights.number("SignalOutput", int)
        self._network = _load(weights)
        self._check(root)

    def predict(self, x) -> np.ndarray:
        """Return the outputs, (n, outputs) float32, of `x`, (n, variables), as TMVA::Reader does.

        Variables are those of the tree: transformations (VarTransform) are applied here. Outputs are one a class, or one a
        target in its units; NaN where a variable is.

        Of a data frame (anything with `columns`, such as one of pandas) the columns are taken that have the labels of the
        variables, or else their expressions; others are ignored. Raises EvaluationError for another shape, missing columns,
        and what is no real number.
        """
        x = _numbers(self._select(x) if hasattr(x, "columns") else x, f'The network "{self.title}"')
        if x.ndim != 2 or x.shape[1] != len(self.variables):
            raise EvaluationError(f'The network "{self.title}" expects events of shape (n, {len(self.variables)}), of the '
                                  f"variables {', '.join(self.variables)}; got {x.shape}.")
        rows = np.zeros((len(x), len(self.variables) + len(self.targets)), np.float32)
        rows[:, :len(self.variables)] = np.where(np.isnan(x), 0, x)  # a NaN would be refused, or made a number of
        self._transformations.forward(rows)
        outputs = self._network.predict(rows[:, :len(self.variables)])
        if self.analysis == "Regression":
            rows[:, len(self.variables):] = outputs
            self._transformations.backward(rows)
            outputs = np.ascontiguousarray(rows[:, len(self.variables):])
        outputs[np.isnan(x).any(axis=1)] = np.nan
        return outputs

    def __repr__(self) -> str:
        return f'<{self.analysis} network "{self.title}" of {", ".join(self.variables)}>'

    def _select(self, frame) -> np.ndarray:
        """Return the columns of a data frame that are the variables, in their order."""
        who, columns = f'The network "{self.title}"', list(frame.columns)
        names = [label if label in columns else expression for label, expression in zip(self.variables, self.expressions)]
        missing = [label for label, name in zip(self.variables, names) if name not in columns]
        if missing:
            raise EvaluationError(f"{who} needs a column for {', '.join(missing)}; the data frame has "
                                  f"{', '.join(map(str, columns[:12]))}{', ...' * (len(columns) > 12)}. Give it columns of "
                                  f"the names {', '.join(self.variables)}.")
        for name in names:
            if names.count(name) > 1 or columns.count(name) > 1:
                raise EvaluationError(f'{who} has several variables, or the data frame several columns, of the name '
                                      f'"{name}". Give an array of shape (n, {len(names)}).')
        return np.column_stack([_numbers(frame[name], f'{who}, column "{name}"') for name in names])

    def _check(self, root: Node) -> None:
        """Compare with the file's own counts, and with what Keras responded to its samples."""
        network = self._network
        expected = len(self.targets) if self.analysis == "Regression" else len(self.classes)
        sigmoid = self.analysis == "Classification" and network.n_outputs == 1
        if network.n_inputs != len(self.variables) or not (network.n_outputs == expected or sigmoid):
            root.fail(f"its network has {network.n_inputs} inputs and {network.n_outputs} outputs for "
                      f"{len(self.variables)} variables and {expected} outputs")
        if not 0 <= self.signal < network.n_outputs:
            root.fail(f"SignalOutput is {self.signal}, the network has {network.n_outputs} outputs")
        samples = [_array(node, node.data()) for node in root.child("Weights").all("Sample")]
        columns = [("inputs", "float32", network.n_inputs), ("outputs", "float32", network.n_outputs)]
        if [(name, dtype, *shape[1:]) for name, dtype, shape, _ in samples] != columns or not samples[0][3]:
            root.fail("its network has no samples to be checked with, or those of another network")
        inputs, wanted = (np.frombuffer(data, "<f4").reshape(shape) for _, _, shape, data in samples)
        found = network.predict(inputs)
        if found.shape != wanted.shape or not (np.abs(found - wanted) <= _TOLERANCE * (1 + np.abs(wanted))).all():
            root.fail("its network does not respond to its samples as Keras does")


def load_network(path) -> TrainedNetwork:
    """Return the network of a weight file, `<job>_<title>.weights.xml`.

    Raises EvaluationError that names the file and the part of it that is missing, damaged or not known.
    """
    return TrainedNetwork(weight_xml.read(path))


@lru_cache(maxsize=1)
def _library() -> Library:
    path = os.environ.get("PYTMVA_NETWORK_LIBRARY") or Path(__file__).parent / "native/libPyTMVANetworkC.so"
    try:
        return Library(os.fspath(path))
    except OSError as error:
        raise ConfigurationError(f"The native library cannot be loaded: {error}. Install the package (pip install "
                                 "pytmva-keras), or name the library in PYTMVA_NETWORK_LIBRARY.") from error


def _numbers(x, who: str) -> np.ndarray:
    """Return `x` as float32."""
    try:
        x = np.asarray(x)
    except ValueError as error:  # lists of different lengths
        raise EvaluationError(f"{who}: expected an array of real numbers: {error}.") from error
    if x.dtype.kind not in "biuf":
        raise EvaluationError(f"{who}: expected real numbers, got the type {x.dtype}. Convert them, as by astype(float).")
    return x.astype(np.float32, copy=False)


def _columns(root: Node, name: str, item: str) -> list:
    parent = root.find(name)
    nodes = parent.all(item) if parent else []
    return [(item, node.text("Label"), node.text("Expression")) for node in nodes]


def _analysis(root: Node) -> str:
    for info in root.child("GeneralInfo").all("Info"):
        if info.text("name") == "AnalysisType" and info.text("value") in ("Classification", "Multiclass", "Regression"):
            return info.text("value")
    root.fail("it does not say its AnalysisType")


def _load(weights: Node):
    if weights.text("Format") != "1":
        raise EvaluationError(f'{weights.path}: its <Weights> have Format="{weights.text("Format")}", this version reads '
                              'Format="1".')
    native = weights.find("Native")
    if native is None or native.has("Missing"):
        reason = native.text("Missing") if native else "its file is of an older version"
        raise EvaluationError(f"{weights.path}: the network can only be applied by Keras ({reason}). Apply it with "
                              "TMVA::Reader.")
    nodes = [*weights.all("Array"), *weights.all("Constant")]
    data = _beside(weights, nodes) if weights.has("File") else [node.data() for node in nodes]
    arrays = [_array(node, bytes_) for node, bytes_ in zip(nodes, data)]
    text = native.data().decode("utf-8", "replace")
    try:
        return _library().load_network(text, arrays)
    except EvaluationError as error:
        raise EvaluationError(f"{weights.path}: {error}") from error


def _array(node: Node, data: bytes):
    """Return (name, dtype, shape, bytes)."""
    name, shape = node.text("Name"), _shape(node)
    if len(data) != _size(node, shape):
        node.fail(f'the weights "{name}" have {len(data)} bytes, expected {_size(node, shape)}')
    return name, node.text("DType"), shape, data


def _shape(node: Node) -> list[int]:
    words = [word for word in node.text("Shape").split(",") if word]
    if not all(word.isascii() and word.isdigit() and len(word) < 12 for word in words):
        node.fail(f'Shape="{node.text("Shape")[:40]}" is no list of sizes')
    return [int(word) for word in words]


def _size(node: Node, shape: list[int]) -> int:
    try:
        return np.dtype(node.text("DType")).itemsize * math.prod(shape)
    except TypeError:
        node.fail(f'the weights "{node.text("Name")}" are of the unknown type "{node.text("DType")[:20]}"')


def _beside(weights: Node, nodes: list[Node]) -> list[bytes]:
    """Return the arrays that lie one after the other in a file beside the weight file."""
    path = Path(weights.path).absolute().parent / Path(weights.text("File")).name
    sizes = [_size(node, _shape(node)) for node in nodes]
    try:
        if path.stat().st_size != sum(sizes):
            raise EvaluationError(f"{path} has {path.stat().st_size} bytes, the arrays of the network have {sum(sizes)}: "
                                  "it is truncated, or of another weight file.")
        with open(path, "rb") as file:
            return [file.read(size) for size in sizes]
    except OSError as error:
        raise EvaluationError(f"{weights.path}: the file beside it, {path}, with the arrays of the network cannot be read: "
                              f"{error.strerror}.") from error
