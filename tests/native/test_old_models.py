"""Models that old versions of Keras wrote: their layers, too, have a native form."""

from pathlib import Path

import pytest

from pytmva_keras import load_model

FILES = sorted((Path(__file__).resolve().parents[1] / "data/keras-legacy").glob("*/*.model.h5"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_old_model(check_same, path):
    check_same(load_model(path))
