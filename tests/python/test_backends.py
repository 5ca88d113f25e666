"""Which backend runs, how it is configured, and what is said where it is missing."""

import importlib.util
import os
import random
import sys
import types

import numpy as np
import pytest

from pytmva_keras import ConfigurationError, backends, bridge
from pytmva_keras.backends import choice
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
from pytmva_keras.models import framework
framework.import_keras()
""")
    assert "native reason" in done.stderr and "OSError: broken library" in done.stderr


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


@pytest.mark.parametrize("text", ["per_process_gpu_memory_fraction=0.5", "allow_growth=perhaps", "allow_growth"])
def test_gpu_options_refused(keras, text):
    with pytest.raises(ConfigurationError, match=f'GpuOptions="{text}".*allow_growth=True'):
        backends.configure(gpu_options=text)


def test_gpu_options_of_tensorflow(keras):
    if keras.backend.backend() != "tensorflow":
        pytest.skip("TensorFlow only")
    backends.configure(gpu_options="allow_growth=True")


def test_tensorboard_that_is_not_installed(installed, options):
    installed("tensorflow")
    message = '^PyKeras "dnn": TensorBoard="logs" needs tensorboard, not installed here. Install it: pip install tensorboard'
    with pytest.raises(ConfigurationError, match=message):
        bridge.open_trainer(options(tensorboard="logs"))


def test_threads(run_python):
    if importlib.util.find_spec("tensorflow") is None:
        pytest.skip("TensorFlow only")
    done = run_python("""
from pytmva_keras import backends
import logging
logging.basicConfig(format="%(message)s")
backends.configure("tensorflow", num_threads=1)
import keras
from tensorflow.config import threading
print(threading.get_intra_op_parallelism_threads(), threading.get_inter_op_parallelism_threads())
keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])
backends.configure(num_threads=1)
backends.configure(num_threads=2)
""")
    assert done.stdout.split() == ["1", "1"]
    assert done.stderr.strip() == "NumThreads=2 has no effect: TensorFlow is already running in this process."
