"""For the Python of Theano: Keras 2.3.1 on Theano 1.0.5. Without ROOT."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

SOURCE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE))

from pytmva_keras import backends  # noqa: E402

backends.configure("theano")

DATA = SOURCE / "tests/data"
KERAS_3 = sorted(path.with_suffix("") for path in (DATA / "keras3").glob("*.npz"))


@pytest.fixture
def keras():
    import keras

    return keras


@pytest.fixture(scope="session")
def events():
    """400 events in 4 variables, class index 0 (signal) for a positive sum; weights around 1."""
    generator = np.random.default_rng(7)
    x = generator.normal(size=(400, 4)).astype(np.float32)
    return x, (x.sum(axis=1) < 0).astype(np.float32)[:, np.newaxis], generator.uniform(0.5, 1.5, 400).astype(np.float32)


@pytest.fixture
def options(tmp_path):
    """options(filename_model, **changes): the dictionary that C++ would pass."""

    def make(filename_model=DATA / "theano/small.yml", **changes):
        defaults = dict(
            title="dnn", dataset="higgs", analysis="classification", variables=["pt", "eta", "phi", "m"],
            classes=["Signal", "Background"], signal_index=0, filename_model=str(filename_model),
            filename_trained_model=str(tmp_path / "trained.h5"), num_epochs=2, verbose=0, batch_size=50,
        )
        return {**defaults, **changes}

    return make


@pytest.fixture
def run_python():
    """run_python(code, NAME=value) -> CompletedProcess of a fresh Python that finds the package."""

    def run(code, **environment):
        environment = {**os.environ, "PYTHONPATH": str(SOURCE), "THEANO_FLAGS": "", **environment}
        command = [sys.executable, "-P", "-c", code]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)

    return run
