"""Theano in root.exe: all that one booking line says, and what becomes of the network where there is no Theano."""

import re

import h5py
import numpy as np
import pytest
from conftest import ANALYSES, HERE, python_of, root_exe_of, run, succeeded

LINE = "Optimizer=SGD:NumEpochs=30:BatchSize=32:LearnRate=0.3"


@pytest.fixture(scope="module")
def jobs(data, models, tmp_path_factory):
    """jobs(options) -> what root.exe printed; all in one directory, jobs.directory."""
    root_exe = root_exe_of(python_of("theano"))

    def start(options):
        call = f'{HERE}/analyses.C("{data}", "{models}", "{options}")'
        return succeeded(run(root_exe, "-l", "-b", "-q", call, directory=start.directory)).stdout

    start.directory = tmp_path_factory.mktemp("theano")
    return start


@pytest.fixture(scope="module")
def trained(jobs):
    return jobs(LINE)


def losses(output):
    """The values of val_loss, one an epoch, of each analysis."""
    parts = re.split(r"Keras 2\.3\.1 on theano 1\.0\.5", output)[1:]
    assert len(parts) == len(ANALYSES)
    return [[float(value) for value in re.findall(r"val_loss (\S+)", part)] for part in parts]


def test_the_networks_learn(trained):
    binary, multiclass, regression = losses(trained)
    assert len(binary) == len(multiclass) == len(regression) == 30
    assert min(binary) < 0.7 * binary[0] and min(multiclass) < 0.4 * multiclass[0] and min(regression) < 0.8 * regression[0]
    rocs = dict(re.findall(r"^(binary|multiclass) ROC (\S+)", trained, re.MULTILINE))
    assert float(rocs["binary"]) > 0.9 and float(rocs["multiclass"]) > 0.98


@pytest.mark.parametrize("analysis", ANALYSES)
def test_the_best_weights_are_applied_without_theano(trained, jobs, responses, analysis):
    """From the weight file by a Reader on TensorFlow; the HDF5 file, which Keras 2.3.1 wrote, has the same network."""
    from pytmva_keras import load_model

    path = jobs.directory / f"{analysis}/weights/TrainedModel_nn.h5"
    with h5py.File(path) as file:
        assert (file.attrs["keras_version"], file.attrs["backend"]) == ("2.3.1", "theano")
    assert [layer.units for layer in load_model(path).layers] == [16, ANALYSES[analysis][0]]
    arrays = responses("tensorflow", jobs.directory)
    key = f"{jobs.directory.name}-{analysis}"
    assert len(arrays[f"{key}-tree"]) > 400 and np.abs(arrays[f"{key}-reader"] - arrays[f"{key}-tree"]).max() < 1e-5


def test_training_continues(trained, jobs):
    """From the best weights: the first of two more epochs, at a small rate, has a loss like the best before."""
    more = jobs("ContinueTraining:NumEpochs=2:LearnRate=1e-5")
    for first, second in zip(losses(trained), losses(more)):
        assert len(second) == 2 and second[0] == pytest.approx(min(first), rel=0.05)
