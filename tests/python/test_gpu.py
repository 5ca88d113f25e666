"""Training and prediction on a GPU. Without ROOT: keras, a backend that can use the GPU, and pytest are enough.

    KERAS_BACKEND=jax PYTHONPATH=. python -m pytest -m gpu tests/python
"""

import numpy as np
import pytest

from pytmva_keras import ConfigurationError, backends, bridge
from pytmva_keras.backends import choice

pytestmark = pytest.mark.gpu


@pytest.fixture(autouse=True)
def gpu(keras):
    """The name of the first GPU; without one the test is skipped."""
    backend, name = choice.running()
    if "GPU:0" not in backend.devices():
        pytest.skip(f"{name} finds no GPU here")
    return backend.devices()["GPU:0"]


def kinds_of_device(model):
    """Return where the variables of `model` and of its optimizer are, some of {"CPU", "GPU"}; counters are left out."""
    kinds = set()
    for variable in model.weights + model.optimizer.variables:
        if "float" in variable.dtype:
            value = variable.value
            place = value.devices() if hasattr(value, "devices") else value.device
            kinds.add("GPU" if any(word in str(place).lower() for word in ("gpu", "cuda")) else "CPU")
    return kinds


@pytest.mark.parametrize("asked, kind", [("GPU:0", "GPU"), ("gpu", "GPU"), ("auto", "GPU"), ("CPU", "CPU")])
def test_arrays_are_on_the_device(book_and_train, events, monkeypatch, asked, kind):
    trainer, _ = book_and_train(device=asked)
    assert kinds_of_device(trainer.model) == {kind}
    network = bridge.export(trainer)
    models = []
    compile_predict = backends.compile_predict
    monkeypatch.setattr(backends, "compile_predict", lambda model, n: models.append(model) or compile_predict(model, n))
    restored = bridge.restore({"architecture": network["architecture"], "device": asked}, network["arrays"])
    assert restored(events[0]).shape == (400, 2)
    places = {str(getattr(v.value, "device", "")).lower() for v in models[0].weights}
    assert all(("gpu" in place or "cuda" in place) == (kind == "GPU") for place in places)


def test_prediction_runs_on_the_gpu(keras, book_and_train, events):
    """The first layer sees its events on the GPU."""
    trainer, _ = book_and_train(device="GPU:0")
    if keras.backend.backend() != "torch":
        pytest.skip("PyTorch runs layer by layer, so that one can look; the others: test_devices")
    seen = []
    original = trainer.model.layers[0].call
    trainer.model.layers[0].call = lambda x, *more, **named: seen.append(x.device.type) or original(x, *more, **named)
    bridge.predictor(trainer)(events[0])
    assert set(seen) == {"cuda"}


def test_losses_and_responses_are_those_of_the_cpu(book_and_train, events):
    found = {}
    for device in ("CPU", "GPU:0"):
        trainer, result = book_and_train(device=device, num_epochs=5)
        found[device] = result["history"], bridge.predictor(trainer)(events[0])
    for name, losses in found["CPU"][0].items():
        assert np.allclose(losses, found["GPU:0"][0][name], atol=1e-3), name
    assert np.allclose(found["CPU"][1], found["GPU:0"][1], atol=1e-2)


def test_same_weights_respond_alike(book_and_train, events):
    trainer, _ = book_and_train(device="GPU:0")
    network = bridge.export(trainer)
    on_cpu = bridge.restore({"architecture": network["architecture"], "device": "CPU"}, network["arrays"])
    assert np.allclose(on_cpu(events[0]), bridge.predictor(trainer)(events[0]), atol=1e-3)  # TF32 has 10 bits


def test_description_names_the_gpu(options, gpu):
    for asked in ("auto", "GPU:0"):
        first = bridge.describe(bridge.open_trainer(options(device=asked))).splitlines()[0]
        assert first.endswith(f", GPU:0 ({gpu})")


def test_gpu_beyond_those_that_are_there(options, gpu):
    with pytest.raises(ConfigurationError) as caught:
        bridge.open_trainer(options(device="GPU:99"))
    assert f"GPU:0 ({gpu})" in str(caught.value)


@pytest.mark.parametrize("text", ["allow_growth=True", "allow_growth=True,per_process_gpu_memory_fraction=0.2"])
def test_gpu_options(keras, run_python, text):
    done = run_python(f"""
from pytmva_keras import backends
backends.configure({keras.backend.backend()!r}, gpu_options={text!r})
import keras
import numpy as np
with backends.placed(backends.find_device("GPU:0")):
    model = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    x = np.ones((100, 2), np.float32)
    model.fit(x, x[:, :1], verbose=0)
print("done")
""")
    assert done.stdout == "done\n", done.stderr
