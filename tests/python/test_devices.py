"""On which device a network is trained and applied. No GPU is needed: CPUs can be told to be several devices."""

import numpy as np
import pytest

from pytmva_keras import ConfigurationError, backends, bridge
from pytmva_keras.backends import choice

TRAIN_AND_PREDICT = """
import keras
import numpy as np
from pytmva_keras.config import TrainConfig
from pytmva_keras.data import Dataset
from pytmva_keras.epochs import run_epochs
x = np.random.rand(300, 3).astype(np.float32)
with backends.placed("CPU:1"):
    model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(4), keras.layers.Dropout(0.1),
                              keras.layers.Dense(1)])
    model.layers[0].supports_jit = JIT  # XLA does not tell where it is
    model.compile("adam", "mse")
    rows = np.arange(300, dtype=np.int32)
    run_epochs(model, TrainConfig(training_loop="LOOP"), Dataset(x, x[:, :1], x[:, 0], rows, rows), [])
    predict = backends.compile_predict(model, 3)
"""


@pytest.fixture
def gpus(keras, monkeypatch):
    """gpus("NVIDIA H100", ...): the backend finds these; nothing can run on them."""

    def found(*names):
        devices = {"CPU": "", **{f"GPU:{i}": name for i, name in enumerate(names)}}
        monkeypatch.setattr(choice.running()[0], "devices", lambda: devices)

    return found


@pytest.mark.parametrize("asked, expected", [
    ("", ""), ("CPU", "CPU"), (" cpu ", "CPU"), ("cpu:0", "CPU"), ("CPU0", "CPU"), ("GPU", "GPU:0"), ("gpu:1", "GPU:1"),
    ("GPU1", "GPU:1"), ("cuda:0", "GPU:0"), ("auto", "GPU:0"), ("AUTO", "GPU:0"),
])
def test_device_by_name(gpus, asked, expected):
    gpus("NVIDIA H100", "NVIDIA L4")
    assert backends.find_device(asked) == expected


def test_auto_without_a_gpu(gpus):
    gpus()
    assert backends.find_device("auto") == "CPU"


@pytest.mark.parametrize("asked", ["GPUs", "GPU:x", "GPU:-1", "TPU", "CPU:1", "0"])
def test_unknown_device(gpus, asked):
    gpus("NVIDIA H100")
    with pytest.raises(ConfigurationError, match=f'Device="{asked}" is unknown. Known: auto, CPU, GPU .the first., GPU:0'):
        backends.find_device(asked)


def test_gpu_that_is_not_there(gpus):
    gpus("NVIDIA H100", "NVIDIA L4")
    found = r"finds CPU, GPU:0 \(NVIDIA H100\), GPU:1 \(NVIDIA L4\)\. Take one of these, or Device=auto"
    with pytest.raises(ConfigurationError, match=f'"GPU:2" is not there: the backend .* {found}'):
        backends.find_device("GPU:2")


def test_no_gpu_is_an_error_and_no_run_on_the_cpu(gpus, options):
    gpus()
    message = r'^PyKeras "dnn": Device="GPU:0" is not there: the backend \w+ finds CPU. For GPUs it needs: pip install '
    with pytest.raises(ConfigurationError, match=message):
        bridge.open_trainer(options(device="GPU:0"))


def test_description_ends_with_the_device_that_was_asked_for(gpus, options):
    gpus("NVIDIA H100")
    assert backends.describe("GPU:0") == f"{backends.describe()}, GPU:0 (NVIDIA H100)"
    gpus()
    for asked, end in (("auto", ", CPU"), ("", "")):
        assert bridge.describe(bridge.open_trainer(options(device=asked))).startswith(f"{backends.describe()}{end}\n")


@pytest.mark.parametrize("verbose", [0, 1])
def test_network_of_a_gpu_is_applied_on_the_cpu_where_there_is_none(gpus, book_and_train, events, capfd, caplog, verbose):
    gpus()
    trainer, _ = book_and_train(device="CPU")
    network, expected = bridge.export(trainer), bridge.predictor(trainer)(events[0])
    capfd.readouterr()
    caplog.clear()
    made = {"title": "dnn", "device": "GPU:1", "verbose": verbose}
    for restored in (bridge.restore({**made, "architecture": network["architecture"]}, network["arrays"]),
                     bridge.restore_file({**made, "path": trainer.config.filename_trained_model})):
        assert np.allclose(restored(events[0]), expected, atol=1e-6)
    assert len(caplog.messages) == 2 * verbose and capfd.readouterr() == ("", "")
    assert all('evaluated on the CPU. Device="GPU:1" is not there' in message for message in caplog.messages)


def test_trainer_and_predictor_are_on_the_device(options, events, keras, monkeypatch):
    """Each step runs in the scope of the device of the booking."""
    scopes = []
    device = keras.device
    monkeypatch.setattr(keras, "device", lambda name: scopes.append(name) or device(name))
    trainer = bridge.open_trainer(options(device="CPU"))
    bridge.train(trainer, *events)
    bridge.predictor(trainer)
    network = bridge.export(trainer)
    bridge.restore({"architecture": network["architecture"], "device": "CPU"}, network["arrays"])
    bridge.restore_file({"path": trainer.config.filename_trained_model, "device": "CPU"})
    assert scopes == ["cpu"] * 6


@pytest.mark.parametrize("loop", ["auto", "fit"])
def test_tensorflow_computes_on_the_device(run_python, needs, loop):
    needs("tensorflow")
    done = run_python(f"""
from pytmva_keras import backends
backends.configure("tensorflow")
import tensorflow
cpu, = tensorflow.config.list_physical_devices("CPU")
tensorflow.config.set_logical_device_configuration(cpu, [tensorflow.config.LogicalDeviceConfiguration()] * 2)
tensorflow.debugging.set_log_device_placement(True)
{TRAIN_AND_PREDICT.replace("LOOP", loop).replace("JIT", "False")}
predict(x)
print({{variable.value.device[-5:] for variable in model.weights + model.optimizer.variables}})
""", TF_CPP_MIN_LOG_LEVEL="0")
    assert done.stdout.splitlines()[-1] == "{'CPU:1'}", done.stderr
    products = [line for line in done.stderr.splitlines() if "(MatMul)" in line]
    assert {line[-5:] for line in products} == {"CPU:1"}
    assert any("gradient" in line for line in products) and any(" sequential" in line for line in products)


@pytest.mark.parametrize("loop", ["auto", "fit"])
def test_jax_computes_on_the_device(run_python, needs, loop):
    needs("jax")
    done = run_python(f"""
from pytmva_keras import backends
backends.configure("jax")
{TRAIN_AND_PREDICT.replace("LOOP", loop).replace("JIT", "True")}
import jax
print({{device.id for variable in model.weights + model.optimizer.variables for device in variable.value.devices()}})
places, as_numpy = set(), np.asarray
np.asarray = lambda array: places.update(array.devices()) if isinstance(array, jax.Array) else as_numpy(array)
try:
    predict(x)
except TypeError:
    print({{device.id for device in places}})
""", XLA_FLAGS="--xla_force_host_platform_device_count=2")
    assert done.stdout.splitlines() == ["{1}", "{1}"], done.stderr
