"""Optimizers by their public names. On PyTorch, Keras (3.15) writes private ones, which no other backend can import.

Nor would we: a model file makes nobody import a private module.
"""

import contextlib
import io
import pathlib
import re
import tempfile
import zipfile
from typing import Optional

_PRIVATE = re.compile(r"\bkeras\.src\.backend\.torch\.optimizers\.torch_\w+")


def with_public_names(text: str) -> str:
    """Return a configuration, the text of YAML or JSON, with the module of the public classes."""
    return _PRIVATE.sub("keras.optimizers", text)


def make_public(archive: str) -> None:
    """Rewrite a .keras archive that holds private names; others stay as they are."""
    content = _with_public_names(archive)
    if content is not None:
        pathlib.Path(archive).write_bytes(content)


@contextlib.contextmanager
def public_archive(archive: str):
    """Give the path of a .keras archive without private names: `archive`, or a copy that is removed afterwards."""
    content = _with_public_names(archive)
    if content is None:
        yield archive
        return
    with tempfile.TemporaryDirectory() as directory:
        copy = pathlib.Path(directory, "model.keras")
        copy.write_bytes(content)
        yield copy


def _with_public_names(archive: str) -> Optional[bytes]:
    """Return the bytes of the archive without private names, None where it holds none."""
    with zipfile.ZipFile(archive) as source:
        config = source.read("config.json").decode()
        if not _PRIVATE.search(config):
            return None
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as target:
            for member in source.infolist():
                named = member.filename == "config.json"
                target.writestr(member, with_public_names(config) if named else source.read(member))
    return content.getvalue()
