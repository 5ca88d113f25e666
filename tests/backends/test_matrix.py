"""Each backend with each analysis and format of model file: training and Reader in processes of their own."""

import importlib.util
import itertools
import re
from pathlib import Path

import numpy as np
import pytest
from conftest import ANALYSES, ENVIRONMENTS, FORMATS, HERE, python_of, root_exe_of, run, succeeded

BACKENDS = [*ENVIRONMENTS]
FORMATS_OF = {backend: [suffix for suffix in FORMATS if (backend, suffix) != ("theano", "keras")] for backend in BACKENDS}
CELLS = [(backend, analysis, suffix) for backend in BACKENDS for suffix in FORMATS_OF[backend] for analysis in ANALYSES]
REFERENCE = "tensorflow", "yml"


def assert_same_responses(arrays, key):
    """Of Keras, natively, and in the Factory."""
    reader, native, tree = (arrays[f"{key}-{how}"] for how in ("reader", "native", "tree"))
    assert len(reader) > 400 and np.abs(reader - tree).max() < 1e-5 and np.abs(native - tree).max() < 1e-5


@pytest.mark.parametrize("backend, analysis, suffix", CELLS)
def test_the_network_learns(trained, backend, analysis, suffix):
    """By what the Factory says of the test events; the first target of the regression has a width of 2."""
    numbers = trained(backend, suffix)[1][analysis]
    if analysis == "regression":
        assert numbers["rms"] < 0.2
    else:
        assert min(numbers["roc"]) > 0.99


@pytest.mark.parametrize("backend, analysis, suffix", CELLS)
def test_the_losses_are_those_of_every_backend(trained, backend, analysis, suffix):
    """In every epoch, the first included: the same initial weights, losses, gradients and steps of the optimizer."""
    numbers, expected = trained(backend, suffix)[1][analysis], trained(*REFERENCE)[1][analysis]
    assert expected["loss"][-1] < 0.2 * expected["loss"][0]
    for name in ("loss", "val_loss"):
        assert len(numbers[name]) == 60
        np.testing.assert_allclose(numbers[name], expected[name], rtol=1e-3)


@pytest.mark.parametrize("backend, analysis, suffix", CELLS)
def test_the_reader_responds_as_the_factory(trained, responses, backend, analysis, suffix):
    directories = [trained(backend, each)[0] for each in FORMATS_OF[backend]]
    arrays = responses(backend, *directories)
    assert arrays["backend"] == backend
    assert_same_responses(arrays, f"{backend}-{suffix}-{analysis}")


@pytest.mark.parametrize("analysis", ANALYSES)
@pytest.mark.parametrize("trained_on, applied_on", list(itertools.permutations(BACKENDS, 2)))
def test_a_network_responds_alike_on_every_backend(trained, responses, trained_on, applied_on, analysis):
    arrays = responses(applied_on, trained(trained_on, "yml")[0])
    assert arrays["backend"] == applied_on
    assert_same_responses(arrays, f"{trained_on}-yml-{analysis}")


def test_a_backend_that_is_not_installed_is_not_needed(trained, responses):
    arrays = responses("any", trained("jax", "yml")[0], environment="tensorflow")
    assert arrays["backend"] == "tensorflow"
    for analysis in ANALYSES:
        assert_same_responses(arrays, f"jax-yml-{analysis}")


def test_theano_reads_no_archives_of_keras_3(start_job):
    _, process = start_job("theano", "keras")
    assert process.returncode != 0
    assert re.search(r"binary\.keras: archives are of Keras 3", process.stdout + process.stderr)


@pytest.mark.parametrize("backend", BACKENDS)
def test_root_exe_of_the_environment(data, models, tmp_path, responses, backend):
    root_exe = root_exe_of(python_of(backend))
    assert_a_macro_trains(root_exe, data, models, tmp_path, backend)
    assert_same_responses(responses(backend, tmp_path), f"{tmp_path.name}-binary")


@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_root_exe_with_the_python_of_another_environment(data, models, tmp_path, backend):
    root_exe = Path(importlib.util.find_spec("ROOT").origin).parent / "bin/root.exe"
    assert_a_macro_trains(root_exe, data, models, tmp_path, backend, PYTMVA_PYTHON=python_of(backend))


def assert_a_macro_trains(root_exe, data, models, directory, backend, **environment):
    call = f'{HERE}/train.C("{data}", "{models}/binary.yml", "{backend}")'
    output = succeeded(run(root_exe, "-l", "-b", "-q", call, directory=directory, **environment)).stdout
    assert re.search(rf"Keras \S+ on {backend} ", output), output
    assert float(re.search(r"ROC (\S+)", output)[1]) > 0.97
