"""Small events, small networks and ready options for all tests."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT_OF_REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT_OF_REPOSITORY))

from pytmva_keras import backends, bridge  # noqa: E402
from pytmva_keras.backends import choice  # noqa: E402


@pytest.fixture(scope="session")
def keras():
    backends.configure()
    import keras

    return keras


@pytest.fixture
def make_model(keras):
    """make_model(2, "softmax", inputs=4, compile=dict(...)): a small network."""

    def make(outputs=2, activation="softmax", inputs=4, hidden=(keras.layers.Dense, 8), compile=None):
        layer, units = hidden
        model = keras.Sequential([keras.layers.Input((inputs,)), layer(units, activation="tanh"),
                                  keras.layers.Dense(outputs, activation=activation)])
        if compile:
            model.compile(**compile)
        return model

    return make


@pytest.fixture
def options(tmp_path, make_model):
    """options(model, **changes): the dictionary that C++ would pass to book `model`, saved as YAML."""

    def make(model=None, **changes):
        from pytmva_keras import save_model

        path = tmp_path / "model.yml"
        save_model(model if model is not None else make_model(), path)
        defaults = dict(
            title="dnn", dataset="higgs", analysis="classification", variables=["pt", "eta", "phi", "m"],
            classes=["Signal", "Background"], signal_index=0, filename_model=str(path),
            filename_trained_model=str(tmp_path / "weights" / "trained.h5"), num_epochs=2, verbose=0, batch_size=50,
        )
        return {**defaults, **changes}

    return make


@pytest.fixture(scope="session")
def events():
    """400 events in 4 variables, class index 0 (signal) for a positive sum, all signal first; weights around 1."""
    generator = np.random.default_rng(7)
    x = generator.normal(size=(400, 4)).astype(np.float32)
    index = (x.sum(axis=1) < 0).astype(np.float32)
    order = np.argsort(index, kind="stable")
    w = generator.uniform(0.5, 1.5, size=400).astype(np.float32)
    return x[order], index[order][:, np.newaxis], w


@pytest.fixture
def book_and_train(options, events):
    """book_and_train(model, **changes) -> (trainer, result of bridge.train)."""

    def run(model=None, **changes):
        trainer = bridge.open_trainer(options(model, **changes))
        return trainer, bridge.train(trainer, *events)

    return run


@pytest.fixture
def scripted(monkeypatch):
    """scripted([0.5, 0.4, ...]): trainings see these val_losses, one an epoch, whatever the network learns."""
    from pytmva_keras import callbacks

    original = callbacks._recorder

    def apply(losses):
        def recorder(base, state):
            inner = original(base, state)

            class Scripted(base):
                def set_model(self, model):
                    super().set_model(model)
                    inner.set_model(model)

                def on_epoch_end(self, epoch, logs=None):
                    logs["val_loss"] = losses[epoch]
                    inner.on_epoch_end(epoch, logs)

            return Scripted()

        monkeypatch.setattr(callbacks, "_recorder", recorder)

    return apply


@pytest.fixture
def needs():
    """needs("jax"): the test is skipped where that backend is not installed."""

    def check(backend):
        if not choice.installed(backend):
            pytest.skip(f"{backend} is not installed")

    return check


@pytest.fixture
def run_python():
    """run_python(code, **environment) -> CompletedProcess of a fresh Python that finds the package."""

    def run(code, **environment):
        environment = {**os.environ, "PYTHONPATH": str(ROOT_OF_REPOSITORY), **environment}
        command = [sys.executable, "-P", "-c", code]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)

    return run
