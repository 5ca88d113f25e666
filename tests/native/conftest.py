"""Networks in Keras and in the native library, side by side."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

ROOT_OF_REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT_OF_REPOSITORY))

from pytmva_keras import backends  # noqa: E402
from pytmva_keras.export import export_network  # noqa: E402
from pytmva_keras.models import inputs  # noqa: E402
from pytmva_keras.native import describe  # noqa: E402
from pytmva_keras.native.library import Library  # noqa: E402

# The same examples each time: what fails once fails again.
settings.register_profile("native", max_examples=15, deadline=None, derandomize=True, database=None)
settings.load_profile("native")

TOLERANCE = 1e-5


@pytest.fixture(scope="session")
def keras():
    backends.configure()
    import keras

    return keras


@pytest.fixture(scope="session")
def library():
    """The library that CMake has built: tests/CMakeLists.txt says where, else cmake -S src/keras/native -B build/native."""
    return Library(os.environ.get("PYTMVA_NETWORK_LIBRARY") or ROOT_OF_REPOSITORY / "build/native/libPyTMVANetworkC.so")


@pytest.fixture(scope="session")
def load(library):
    """load(model) -> LoadedNetwork."""

    def load(model):
        native = describe(model)
        constants = [("constant", "float32", array.shape, array.tobytes()) for array in native.constants]
        return library.load_network(native.text, [*export_network(model).arrays, *constants])

    return load


@pytest.fixture(scope="session")
def check_same(load):
    """check_same(model, x=None): the native network gives what Keras gives, in batches and event by event.

    x: events, random ones if None. The weights are made random first.
    """

    def check(model, x=None, n=9):
        randomise(model)
        flat, network = inputs.flat(model), load(model)
        if x is None:
            x = np.random.default_rng(5).normal(size=(n, network.n_inputs)).astype(np.float32)
        expected = np.asarray(flat(x, training=False))
        assert np.isfinite(expected).all()
        for event_by_event in (False, True):
            found = network.predict(x, event_by_event)
            assert found.shape == expected.shape
            difference = np.abs(found - expected) / (1 + np.abs(expected))
            assert difference.max() <= TOLERANCE, f"differs by {difference.max():.2g}"

    return check


def randomise(model) -> None:
    """Give all weights random values, so that none is 0 or 1 by default."""
    generator = np.random.default_rng(3)
    for weight in model.weights:
        if weight.dtype != "float32":
            continue
        if "variance" in weight.path:
            weight.assign(generator.uniform(0.3, 2, weight.shape))
        else:
            weight.assign(generator.normal(0, 1 / max(1, np.prod(weight.shape[:-1])) ** 0.5, weight.shape))
