"""How Theano starts: its flags, its device, its directory, and scripts that use the old Keras themselves."""

import os

import pytest

SHOW = """
from pytmva_keras import backends
backends.configure({asked})
import theano
c = theano.config
print("", c.base_compiledir, c.openmp, c.blas.ldflags, c.floatX, sep="|", end="|")
"""


def flags(result):
    assert result.returncode == 0, result.stderr
    return result.stdout.split("|")[1:-1]


def test_defaults(run_python, tmp_path):
    directory, openmp, blas, _ = flags(run_python(SHOW.format(asked=""), HOME=str(tmp_path), KERAS_BACKEND=""))
    assert directory == str(tmp_path / ".theano/pytmva_keras") and openmp == str(os.cpu_count() > 1)
    assert "-l:libopenblas" in blas


def test_the_users_flags_come_first(run_python, tmp_path):
    (tmp_path / ".theanorc").write_text("[global]\nfloatX = float64\n[blas]\nldflags = -lmyblas\n")
    given = f"base_compiledir={tmp_path}/mine,openmp=False"
    result = run_python(SHOW.format(asked="'theano'"), HOME=str(tmp_path), THEANO_FLAGS=given)
    assert flags(result)[:3] == [f"{tmp_path}/mine", "False", "-lmyblas"]


@pytest.mark.parametrize("device, message", [
    ("cuda", 'THEANO_FLAGS asks for the device "cuda", but Theano runs on the CPU: libgpuarray and pygpu do not start'),
    ("cuda0", 'the device "cuda0"'),
    ("gpu", "device"),
])
def test_a_device_that_is_not_there(run_python, device, message):
    result = run_python("from pytmva_keras import backends; backends.configure()", THEANO_FLAGS=f"device={device}")
    assert result.returncode != 0 and "ConfigurationError" in result.stderr and message in result.stderr


@pytest.mark.parametrize("asked", ["tensorflow", "jax", "torch"])
def test_other_backends_need_another_environment(run_python, asked):
    result = run_python(f"from pytmva_keras import backends; backends.configure('{asked}')")
    assert f"the backend {asked} is not installed. It runs on Keras 3, here is 2.3.1" in result.stderr
    assert "Take another environment" in result.stderr and "Installed here: theano" in result.stderr


def test_the_wait_is_explained(run_python, tmp_path):
    """Where Theano has compiled nothing yet, and only there."""
    code = "import logging; logging.basicConfig(level='INFO'); from pytmva_keras import backends; backends.configure()"
    first, second = (run_python(code, HOME=str(tmp_path)) for _ in range(2))
    assert "Theano compiles its own parts first" in first.stderr and "compiles" not in second.stderr


SCRIPT = """
import pytmva_keras.theano
pytmva_keras.theano.prepare()
from keras.models import Sequential, load_model
from keras.layers.core import Dense
from keras.regularizers import l2
from keras.optimizers import SGD

model = Sequential()
model.add(Dense(8, init="glorot_normal", activation="relu", W_regularizer=l2(1e-5), input_dim=4))
model.add(Dense(2, init="glorot_uniform", activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer=SGD(lr=0.01), metrics=["accuracy"])
model.save("model.h5")
again = load_model("model.h5")

import numpy as np
from pytmva_keras import load_model, save_model
x = np.ones((3, 4), "f")
save_model(model, "model.yml")
assert np.array_equal(model.predict(x), again.predict(x)) and np.array_equal(model.predict(x), load_model("model.h5").predict(x))
assert load_model("model.yml").get_config()["layers"][0]["config"]["units"] == 8
print("done")
"""


def test_a_script_of_2016(run_python, tmp_path):
    """With the argument names of Keras 1, which Keras 2 still takes, and its own load_model."""
    result = run_python(f"import os; os.chdir({str(tmp_path)!r})\n" + SCRIPT)
    assert result.returncode == 0 and result.stdout == "done\n", result.stdout + result.stderr
