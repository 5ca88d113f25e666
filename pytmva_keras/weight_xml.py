"""Weight files (XML) without ROOT: parsed safely, and the parts of their nodes."""

import base64
import binascii
import math
import os
import xml.etree.ElementTree as ElementTree
from xml.parsers import expat

import numpy as np

from .errors import EvaluationError

_MOST_BYTES = 1 << 28  # larger networks lie in a file beside
_MOST_NODES = 1_000_000
_MOST_DEPTH = 32
_LARGEST = float(np.finfo(np.float32).max)  # of numbers


class Node:
    """One element of a weight file. Everything raises EvaluationError that names the file and the node."""

    def __init__(self, element, path: str):
        self._element, self.path = element, path

    @property
    def name(self) -> str:
        return self._element.tag

    def fail(self, message: str):
        """Raise EvaluationError."""
        raise EvaluationError(f"{self.path}: {message}. It is damaged, or no weight file of TMVA. Train the network again.")

    def has(self, attribute: str) -> bool:
        return attribute in self._element.attrib

    def text(self, attribute: str) -> str:
        """Return an attribute."""
        if attribute not in self._element.attrib:
            self.fail(f'a <{self.name}> has no attribute "{attribute}"')
        return self._element.attrib[attribute]

    def number(self, attribute: str, kind=float):
        """Return an attribute as a number that a float32 can hold."""
        try:
            value = kind(self.text(attribute))
        except ValueError:
            value = math.nan
        if not abs(value) <= _LARGEST:
            self.fail(f'a <{self.name}> has {attribute}="{self.text(attribute)[:40]}", expected a number')
        return value

    def find(self, name: str):
        """Return the first child of that name, or None."""
        return next(iter(self.all(name)), None)

    def child(self, name: str) -> "Node":
        """Return the first child of that name."""
        child = self.find(name)
        if child is None:
            self.fail(f"a <{self.name}> has no <{name}>")
        return child

    def all(self, name: str) -> list["Node"]:
        """Return the children of that name."""
        return [Node(element, self.path) for element in self._element if element.tag == name]

    def numbers(self, size=None) -> np.ndarray:
        """Return the numbers that are the content, float64; `size` of them unless that is None."""
        try:
            numbers = np.array([float(word) for word in (self._element.text or "").split()])
        except ValueError:
            self.fail(f"a <{self.name}> holds something that is no number")
        if not (np.abs(numbers) <= _LARGEST).all() or size not in (None, len(numbers)):
            self.fail(f"a <{self.name}> holds {len(numbers)} numbers, expected {size or 'some'}, all of which fit float32")
        return numbers

    def data(self) -> bytes:
        """Return the content, base64, of this node or of its children <Part>."""
        try:
            parts = [base64.b64decode("".join((part.text or "").split()), validate=True)
                     for part in self._element.findall("Part") or [self._element]]
        except (binascii.Error, ValueError) as error:
            self.fail(f"a <{self.name}> cannot be decoded ({error})")
        return b"".join(parts)


def read(path: str) -> Node:
    """Return the root node of a weight file. Nothing that XML could refer to or expand is accepted."""
    path = os.fspath(path)
    try:
        size = os.path.getsize(path)
        if size > _MOST_BYTES:
            raise EvaluationError(f"{path} has {size >> 20} MB, a weight file has at most {_MOST_BYTES >> 20} MB.")
        with open(path, "rb") as file:
            content = file.read(_MOST_BYTES)
    except OSError as error:
        raise EvaluationError(f"The weight file {path} cannot be read: {error.strerror}.") from error
    try:
        root = Node(_parse(content), path)
    except (expat.ExpatError, _Refused, ValueError) as error:
        raise EvaluationError(f"{path} is no weight file, or a damaged one: {error}.") from error
    if root.name != "MethodSetup":
        root.fail(f"it begins with <{root.name[:40]}>, expected <MethodSetup>")
    return root


class _Refused(Exception):
    """Something that no weight file has."""


def _parse(content: bytes):
    builder, parser = ElementTree.TreeBuilder(), expat.ParserCreate()
    depth = nodes = 0

    def start(name, attributes):
        nonlocal depth, nodes
        depth, nodes = depth + 1, nodes + 1
        if depth > _MOST_DEPTH or nodes > _MOST_NODES:
            raise _Refused("its nodes are too many or too deep")
        builder.start(name, attributes)

    def end(name):
        nonlocal depth
        depth -= 1
        builder.end(name)

    def refuse(*_):
        raise _Refused("it has a DOCTYPE, which could define entities")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, builder.data
    parser.StartDoctypeDeclHandler = refuse
    parser.buffer_text = True
    parser.Parse(content, True)
    return builder.close()
