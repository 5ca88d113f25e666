"""The PyKeras tutorials of ROOT, as they are in the wheel. The order of the tests is that in which a user runs them."""

import re

import pytest
from tutorials import areas


def test_generate_model(tutorials):
    assert "Total params: 450" in tutorials.run("keras/GenerateModel.py")
    assert (tutorials.directory / "model.keras").exists()


def test_classification(tutorials):
    area = areas(tutorials.run("keras/ClassificationKeras.py"))
    assert area["Fisher"] == pytest.approx(0.878, abs=0.002) and area["PyKeras"] > 0.91


def test_application_of_the_classification(tutorials):
    output = tutorials.run("keras/ApplicationClassificationKeras.py")
    signal, background = ([float(x) for x in re.findall(r"^\d\.\d+$", part, re.MULTILINE)]
                          for part in output.split("background"))
    assert len(signal) == len(background) == 20
    assert sum(signal) > sum(background) + 5


def test_regression(tutorials):
    tutorials.refused("keras/RegressionKeras.py", "BDT")
    statement = re.compile(r"factory\.BookMethod\(dataloader, TMVA\.Types\.kBDT,[^)]*\)")
    output = tutorials.run("keras/RegressionKeras.py", change=lambda text: statement.sub("pass", text))
    deviations = re.findall(r"PyKeras +: +(\S+) +\S+ +(\S+)", output.split("Evaluation results ranked")[1])
    assert float(deviations[0][1]) < 10  # the target goes from 0 to 400


def test_application_of_the_regression(tutorials):
    output = tutorials.run("keras/ApplicationRegressionKeras.py")
    values = [(float(true), float(mva)) for true, mva in re.findall(r"True/MVA value: (\S+)/(\S+)", output)]
    assert len(values) == 20
    assert max(abs(true - mva) for true, mva in values) < 20


def test_multiclass(tutorials):
    output = tutorials.run("keras/MulticlassKeras.py")
    assert re.search(r"Method Fisher cannot do the analysis .* \(4 classes", output)
    areas_of_signal = re.search(r"1-vs-rest performance.* Signal +(\d\.\d+) \((\d\.\d+)\)", output, re.DOTALL)
    assert all(float(area) > 0.94 for area in areas_of_signal.groups())
