"""Which backend runs, how it is configured, and what is said where it is missing."""

import os
import random
import sys
import types

import numpy as np
import pytest

from pytmva_keras import ConfigurationError, backends, bridge
from pytmva_keras.backends import choice
from pytmva_keras.backends.gpu_options import parse_gpu_options
from pytmva_keras.models import framework


@pytest.fixture
def nothing_runs(monkeypatch, tmp_path):
    """As in a process before keras is imported, with no choice made by the user."""
    monkeypatch.setattr(choice, "_running", lambda: "")
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))


@pytest.fixture
def installed(monkeypatch):
    def only(*names):
        monkeypatch.setattr(choice, "installed", lambda name: name in names)

    return only


def test_running_backend_is_kept(keras):
    running = keras.backend.backend()
    assert backends.configure() == backends.configure(running.upper()) == running


def test_second_backend_in_one_process_is_refused(keras):
    other = "jax" if keras.backend.backend() != "jax" else "torch"
    message = f'Backend="{other}" was asked for, but Keras already runs on .*new process'
    with pytest.raises(ConfigurationError, match=message):
        backends.configure(other)


def test_unknown_backend(keras):
    message = r'unknown backend "tensorflov", did you mean "tensorflow"\? Known: tensorflow'
    with pytest.raises(ConfigurationError, match=message):
        backends.configure("tensorflov")


@pytest.mark.parametrize("asked, variable, json, available, expected", [
    ("jax", "torch", "tensorflow", ("tensorflow", "jax", "torch"), "jax"),
    ("", "torch", "jax", ("tensorflow", "jax", "torch"), "torch"),
    ("", "", "jax", ("tensorflow", "jax"), "jax"),
    ("", "", "tensorflow", ("torch",), "torch"),
    ("", "", None, ("jax", "torch"), "jax"),
    ("", "", None, ("tensorflow", "jax"), "tensorflow"),
    ("tf", "", None, ("tensorflow",), "tensorflow"),
    ("PyTorch", "", None, ("torch",), "torch"),
])
def test_choice(nothing_runs, installed, monkeypatch, tmp_path, asked, variable, json, available, expected):
    installed(*available)
    monkeypatch.setattr(choice, "import_keras", lambda: None)
    monkeypatch.setenv("KERAS_BACKEND", variable)
    if json:
        (tmp_path / "keras.json").write_text(f'{{"backend": "{json}"}}')
    assert backends.configure(asked) == expected
    assert os.environ["KERAS_BACKEND"] == expected


def test_backend_that_is_not_installed(nothing_runs, installed):
    installed("jax")
    message = r"torch is not installed. Install it: pip install .*\[torch\].*Backend=jax"
    with pytest.raises(ConfigurationError, match=message):
        backends.configure("torch")


def test_backend_of_the_environment_that_is_not_installed(nothing_runs, installed, monkeypatch):
    installed("jax")
    monkeypatch.setenv("KERAS_BACKEND", "theano")
    message = r"the backend theano \(of the variable KERAS_BACKEND\) is not installed. .*requirements-theano.txt.*Backend=jax"
    with pytest.raises(ConfigurationError, match=message):
        backends.configure()


def test_no_backend_at_all(nothing_runs, installed):
    installed()
    message = r'tensorflow is not installed. Install it: pip install "pytmva_keras\[tensorflow\]".$'
    with pytest.raises(ConfigurationError, match=message):
        backends.configure()


def test_no_keras(monkeypatch):
    monkeypatch.setitem(sys.modules, "keras", None)
    with pytest.raises(ConfigurationError, match=r"Keras cannot be imported .*Install it: pip install .*\[tensorflow\]"):
        framework.import_keras()


def test_keras_2(monkeypatch):
    monkeypatch.setitem(sys.modules, "keras", types.SimpleNamespace(__version__="2.15.0"))
    with pytest.raises(ConfigurationError, match="Keras 3 is needed, version 2.15.0 is installed"):
        framework.import_keras()


def test_stderr_of_a_start_that_fails_is_shown(run_python, tmp_path):
    (tmp_path / "keras.py").write_text("import os\nos.write(2, b'native reason ')\nraise OSError('broken library')\n")
    done = run_python(f"""
import sys
sys.path.insert(0, {str(tmp_path)!r})
from pytmva_keras.backends import choice
from pytmva_keras.backends.gpu_options import parse_gpu_options
from pytmva_keras.models import framework
framework.import_keras()
""")
    assert "native reason" in done.stderr and "OSError: broken library" in done.stderr


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("then", ["", "raise OSError('broken library')"])
def test_garbage_is_collected_after_the_start(run_python, tmp_path, before, then):
    """Not during it; and a collector that was off, or a start that fails, changes nothing for the user."""
    (tmp_path / "keras.py").write_text(f"import gc\nprint(gc.isenabled())\n__version__ = '3.0'\n{then}\n")
    done = run_python(f"""
import contextlib, gc, sys
sys.path.insert(0, {str(tmp_path)!r})
from pytmva_keras import ConfigurationError
from pytmva_keras.models import framework
if not {before}:
    gc.disable()
gc.callbacks.append(lambda phase, info: phase == "stop" and info["generation"] == 2 and print("collected"))
with contextlib.suppress(ConfigurationError):
    framework.import_keras()
print(gc.isenabled())
gc.callbacks.clear()
""")
    assert done.stdout.split() == (["False", "collected", "True"] if before else ["False", "False"]), done.stderr


@pytest.mark.parametrize("source, reason", [
    ("raise OSError('libcudart.so: cannot open')", "OSError: libcudart.so: cannot open"),
    ("import no_such_dependency", "ModuleNotFoundError: No module named 'no_such_dependency'"),
    ("raise RuntimeError", "RuntimeError"),
    ("raise ImportError('Traceback (most recent call last):\\n  File x\\nImportError: bad.so\\n\\nFailed to load it.')",
     "ImportError: bad.so"),
])
def test_keras_that_is_broken(run_python, tmp_path, source, reason):
    (tmp_path / "keras.py").write_text(source + "\n")
    done = run_python(f"""
import sys
sys.path.insert(0, {str(tmp_path)!r})
from pytmva_keras import ConfigurationError
from pytmva_keras.backends import choice
from pytmva_keras.backends.gpu_options import parse_gpu_options
from pytmva_keras.models import framework
try:
    framework.import_keras()
except ConfigurationError as error:
    print(error)
""", KERAS_BACKEND="jax")
    first, *trace = done.stdout.splitlines()
    reinstall = f"{sys.executable} -m pip install --force-reinstall keras jax"
    assert first == (f"Keras on jax is installed, but cannot be imported: {reason}. The python is {sys.executable}. "
                     f"Reinstall both: {reinstall}"), done.stderr
    assert trace[0].startswith("Traceback") and "keras.py" in done.stdout


def test_user_generators_go_on_as_if_nothing_happened(keras):
    random.seed(1)
    np.random.seed(1)
    expected = random.random(), np.random.rand()
    random.seed(1)
    np.random.seed(1)
    with backends.seeded(5):
        random.random(), np.random.rand()
    assert (random.random(), np.random.rand()) == expected


def test_seed_gives_the_same_weights(make_model):
    def kernel(seed):
        with backends.seeded(seed):
            return make_model().get_weights()[0].tolist()

    assert kernel(3) == kernel(3) != kernel(4)


def test_description_names_versions(keras):
    assert backends.describe().startswith(f"Keras {keras.__version__} on {keras.backend.backend()} ")


@pytest.mark.parametrize("text, message", [
    ("allow_growth=perhaps", 'GpuOptions="allow_growth=perhaps" is not supported.* known: allow_growth=True'),
    ("allow_growth=True,fraction=1", 'GpuOptions="fraction=1" is not supported.* known: .*per_process_gpu_memory_fraction'),
    ("per_process_gpu_memory_fraction=half", '"per_process_gpu_memory_fraction=half" is not supported'),
    ("allow_growth", 'GpuOptions="allow_growth": expected name=value'),
])
def test_gpu_options_refused(keras, text, message):
    with pytest.raises(ConfigurationError, match=message):
        backends.configure(gpu_options=text)


@pytest.mark.parametrize("text, expected", [
    ("", {}),
    (" allow_growth=True, per_process_gpu_memory_fraction=0.5 ",
     {"allow_growth": "True", "per_process_gpu_memory_fraction": "0.5"}),
])
def test_gpu_options_are_a_list_with_commas(text, expected):
    assert parse_gpu_options(text) == expected


GPU_OPTIONS = {  # what a process prints of the options that the backend took
    "tensorflow": """
from tensorflow.python.eager import context
taken = context.context().config.gpu_options
print(taken.allow_growth, taken.per_process_gpu_memory_fraction)
""",
    "jax": """
from jaxlib import xla_client
taken = xla_client.generate_pjrt_gpu_plugin_options()
print(not taken["preallocate"], taken["memory_fraction"])
""",
    "torch": """
import torch
fractions = []
torch.cuda.device_count = lambda: 1
torch.cuda.set_per_process_memory_fraction = lambda fraction, index: fractions.append(fraction)
backends.configure(gpu_options=OPTIONS)
print(True, *fractions)
""",
}


@pytest.mark.parametrize("backend", GPU_OPTIONS)
def test_gpu_options_reach_the_backend(run_python, needs, backend):
    """A second booking with the same ones is no change, and nothing is said."""
    needs(backend)
    done = run_python(f"""
import logging
from pytmva_keras import backends
logging.basicConfig(format="%(message)s")
OPTIONS = "allow_growth=True,per_process_gpu_memory_fraction=0.5"
backends.configure({backend!r}, gpu_options=OPTIONS)
import keras
keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])
backends.configure(gpu_options=OPTIONS)
{GPU_OPTIONS[backend]}
""")
    assert (done.stdout, done.stderr) == ("True 0.5\n", "")


@pytest.mark.parametrize("backend", ["tensorflow", "jax"])
def test_gpu_options_that_come_too_late(run_python, needs, backend):
    needs(backend)
    done = run_python(f"""
import logging
from pytmva_keras import backends
from pytmva_keras.backends import {backend} as module
logging.basicConfig(format="%(message)s")
backends.configure({backend!r})
import keras
keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])
backends.configure(gpu_options="allow_growth=True")  # without a GPU it does not matter
module.devices = lambda: {{"CPU": "", "GPU:0": ""}}
backends.configure(gpu_options="allow_growth=True")
""")
    name = {"tensorflow": "TensorFlow", "jax": "JAX"}[backend]
    assert done.stderr == f"GpuOptions has no effect: {name} is already running in this process.\n"


def test_tensorboard_that_is_not_installed(installed, options):
    installed("tensorflow")
    message = '^PyKeras "dnn": TensorBoard="logs" needs tensorboard, not installed here. Install it: pip install tensorboard'
    with pytest.raises(ConfigurationError, match=message):
        bridge.open_trainer(options(tensorboard="logs"))


@pytest.mark.parametrize("backend", ["tensorflow", "jax", "torch"])
@pytest.mark.parametrize("threads", [1, 2])
def test_threads_that_train(run_python, needs, backend, threads):
    """Counted by their shares of the processor time, which other programs do not change. NPROC stays the user's."""
    needs(backend)
    done = run_python(f"""
import os
from pathlib import Path
from pytmva_keras import backends
backends.configure({backend!r}, num_threads={threads})
import keras
import numpy as np

def ticks():
    files = Path("/proc/self/task").glob("*/stat")
    fields = {{path.parent.name: path.read_text().rsplit(")", 1)[1].split() for path in files}}
    return {{thread: int(one[11]) + int(one[12]) for thread, one in fields.items()}}

model = keras.Sequential([keras.layers.Input((1000,)), keras.layers.Dense(1000, activation="relu"), keras.layers.Dense(1)])
model.compile("sgd", "mse")
x = np.random.rand(4000, 1000).astype(np.float32)
model.fit(x, x[:, :1], batch_size=1000, verbose=0)
before = ticks()
model.fit(x, x[:, :1], batch_size=1000, epochs=8, verbose=0)
used = [after - before.get(thread, 0) for thread, after in ticks().items()]
print(sum(share > 0.2 * sum(used) for share in used), os.environ["NPROC"])
""", NPROC="3", XLA_FLAGS="--xla_cpu_enable_fast_math=false")
    assert done.stdout.split() == [str(threads), "3"], done.stderr


@pytest.mark.parametrize("backend", ["tensorflow", "jax"])
def test_threads_that_come_too_late(run_python, needs, backend):
    needs(backend)
    done = run_python(f"""
from pytmva_keras import backends
import logging
logging.basicConfig(format="%(message)s")
backends.configure({backend!r}, num_threads=1)
import keras
keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])
backends.configure(num_threads=1)
backends.configure(num_threads=2)
""")
    name = {"tensorflow": "TensorFlow", "jax": "JAX"}[backend]
    assert done.stderr.strip() == f"NumThreads=2 has no effect: {name} is already running in this process."
