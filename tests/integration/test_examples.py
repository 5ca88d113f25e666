"""The examples as they are, on the Higgs sample that ROOT ships: what `make demo` runs."""

import re
import subprocess
import sys

import pytest
from conftest import SOURCE

EXAMPLES = SOURCE / "examples"


def run(*command, cwd):
    result = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, timeout=400)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The directory of a finished demo and what was printed."""
    directory = tmp_path_factory.mktemp("demo")
    return directory, run(sys.executable, EXAMPLES / "demo.py", directory, cwd=directory)


def number(output, name):
    lines = re.findall(rf"^demo: {re.escape(name)} = (\S+)$", output, re.MULTILINE)
    assert lines, output
    return float(lines[-1])


def test_the_demo_agrees_with_plain_keras_and_with_the_reader(demo):
    directory, output = demo
    assert [line.split(" = ")[0] for line in output.splitlines()[-3:]] == [
        "demo: ROC integral (test)", "demo: plain Keras on the same events", "demo: max |Reader - test tree|"]
    roc = number(output, "ROC integral (test)")
    assert roc > 0.6
    assert roc == pytest.approx(number(output, "plain Keras on the same events"), abs=0.01)
    assert number(output, "max |Reader - test tree|") <= 1e-6
    for name in ("roc.png", "dataset/plots/overtrain_PyKeras.png", "dataset/plots/TrainingHistory_PyKeras.png", "TMVA.root",
                 "dataset/weights/TrainedModel_PyKeras.h5", "dataset/weights/HiggsClassification_PyKeras.weights.xml"):
        assert (directory / name).stat().st_size > 1000, name


def test_the_python_example(demo):
    directory, _ = demo
    output = run(sys.executable, EXAMPLES / "higgs_classification.py", cwd=directory)
    values = dict(re.findall(r"^ROC integral \(test\) of (\w+): (\S+)$", output, re.MULTILINE))
    assert set(values) == {"PyKeras", "PyKerasAdam"}
    assert all(float(value) > 0.6 for value in values.values())
