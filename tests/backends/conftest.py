"""Every backend in a process of the environment that has it, with the same events and the same model files."""

import functools
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

HERE = Path(__file__).resolve().parent
SOURCE = Path(os.environ.get("PYTMVA_SOURCE", HERE.parents[1]))
ENVIRONMENTS = {"tensorflow": ".venv", "jax": ".venv-jax-torch", "torch": ".venv-jax-torch", "theano": ".venv-theano"}
ANALYSES = {"binary": (1, "sigmoid"), "multiclass": (3, "softmax"), "regression": (2, "linear")}  # -> outputs, activation
FORMATS = ["yml", "h5", "keras"]


def python_of(backend):
    """The python of the environment with `backend`; the test is skipped where there can be none."""
    if backend == "tensorflow":  # the environment that runs the tests
        return sys.executable
    if backend == "theano" and sys.version_info[:2] != (3, 11):
        pytest.skip(f"Theano needs Python 3.11, this is {sys.version.split()[0]}")
    python = SOURCE / ENVIRONMENTS[backend] / "bin/python"
    assert python.exists(), f"{python} is missing: make backends"
    return str(python)


def root_exe_of(python):
    code = "import importlib.util as u; print(u.find_spec('ROOT').origin)"
    return Path(subprocess.check_output([python, "-c", code], text=True).strip()).parent / "bin/root.exe"


def run(*command, directory, **environment):
    """A process in `directory`, on the CPU; PYTMVA_PYTHON, which root.exe heeds, only where it is given."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("PYTMVA_PYTHON", "KERAS_BACKEND")}
    return subprocess.run([*map(str, command)], cwd=directory, env={**inherited, "CUDA_VISIBLE_DEVICES": "", **environment},
                          capture_output=True, text=True, timeout=300)


def succeeded(process):
    assert process.returncode == 0, process.stdout + process.stderr
    return process


@pytest.fixture(scope="session")
def data(tmp_path_factory):
    """A file with a tree of 1000 events for the regression, and trees of the same events for each class."""
    import ROOT

    path = str(tmp_path_factory.mktemp("data") / "data.root")
    x, y, z, w = np.random.default_rng(3).normal(size=(4, 1000)).astype(np.float32)
    frame = ROOT.RDF.FromNumpy(dict(x=x, y=y, z=z, w=1 + 0.5 * np.abs(w), t=2 * x + 5, u=y * z - 3))
    cuts = dict(Signal="x + y*y > 0.5", Background="x + y*y <= 0.5", A="x > 0.5", B="x <= 0.5 && y > 0",
                C="x <= 0.5 && y <= 0", Regression="true")
    options = ROOT.RDF.RSnapshotOptions()
    options.fMode = "UPDATE"
    for name, cut in cuts.items():
        frame.Filter(cut).Snapshot(name, path, [*"xyzwtu"], options)
    return path


@pytest.fixture(scope="session")
def models(tmp_path_factory):
    """A directory with a network for each analysis in each format, and its weights; written by Keras 3 on TensorFlow."""
    from pytmva_keras import backends, save_model

    backends.configure("tensorflow")
    import keras

    directory = tmp_path_factory.mktemp("models")
    for name, (outputs, activation) in ANALYSES.items():
        keras.utils.set_random_seed(1)
        layers = keras.layers
        model = keras.Sequential([layers.Input((3,)), layers.Dense(16, activation="tanh"),
                                  layers.Dense(outputs, activation=activation)])
        for suffix in FORMATS:
            save_model(model, directory / f"{name}.{suffix}")
        model.save_weights(directory / f"{name}.weights.h5")
    return directory


@pytest.fixture(scope="session")
def start_job(data, models, tmp_path_factory):
    """start_job(backend, suffix) -> (directory, CompletedProcess) of train.py; each runs once."""

    @functools.cache
    def start(backend, suffix):
        python, directory = python_of(backend), tmp_path_factory.mktemp(f"{backend}-{suffix}", numbered=False)
        return directory, run(python, HERE / "train.py", data, models, suffix, backend, directory=directory)

    return start


@pytest.fixture(scope="session")
def trained(start_job):
    """trained(backend, suffix) -> (directory, numbers) of a job that succeeded; see train.py."""

    def run_job(backend, suffix):
        directory, process = start_job(backend, suffix)
        succeeded(process)
        return directory, json.loads((directory / "numbers.json").read_text())

    return run_job


@pytest.fixture(scope="session")
def responses(tmp_path_factory):
    """responses(backend, directory, ...) -> the arrays of apply.py, in the environment of that backend; each runs once."""

    @functools.cache
    def apply(backend, *directories, environment=None):
        directory = tmp_path_factory.mktemp("reader")
        succeeded(run(python_of(environment or backend), HERE / "apply.py", backend, *directories, directory=directory))
        return dict(np.load(directory / "responses.npz"))

    return apply
