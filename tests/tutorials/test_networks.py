"""The tutorials that compare networks, with their parts for Keras. They ask ROOT whether it has PyMVA, and it says no: that
is changed on the fly, and methods that are not here are switched off."""

import pytest
from tutorials import areas, replacing

CHANGES = {
    "TMVA_CNN_Classification.C": [],
    "TMVA_RNN_Classification.C": [('#include "TMVA/MethodDL.h"\n', ""), ("useTMVA_DNN = true", "useTMVA_DNN = false"),
                                  ("useTMVA_BDT = true", "useTMVA_BDT = false")],
    "TMVA_Higgs_Classification.C": [(f"use{method} = true", f"use{method} = false")
                                    for method in ("Likelihood", "BDT", "DL", "PyTorch")],
    "TMVA_Higgs_Classification.py": [(f"use{method} = True", f"use{method} = False") for method in ("Likelihood", "BDT", "DL")]
    + [('ROOT.gSystem.GetFromPipe("root-config --has-tmva-pymva") == "yes"', "True")],
    "TMVA_CNN_Classification.py": [("opt = [1, 1, 1, 1, 1]", "opt = [0, 1, 0, 0, 0]"), ("nevt = 1000", "nevt = 200"),
                                   ('"tmva-pymva" not in ROOT.gROOT.GetConfigFeatures()', "False")],
    "TMVA_RNN_Classification.py": [("useTMVA_DNN = True", "useTMVA_DNN = False"),
                                   ("useTMVA_BDT = True", "useTMVA_BDT = False"),
                                   ("nTotEvts = 2000", "nTotEvts = 300"),
                                   ('ROOT.gSystem.GetFromPipe("root-config --has-tmva-pymva") == "yes"', "True"),
                                   ('"tmva-pymva" in ROOT.gROOT.GetConfigFeatures()', "True")],
}
ARGUMENTS = {"TMVA_CNN_Classification.C": "(200, {0, 1, 0, 0, 0})", "TMVA_RNN_Classification.C": "(300, 1)"}


def with_keras(name):
    def change(text):
        text = replacing(*CHANGES[name])(text)
        return "#define R__HAS_PYMVA\n" + text if name.endswith(".C") else text

    return change


@pytest.mark.parametrize("name, title, epochs", [
    ("TMVA_CNN_Classification.C", "PyKeras", 10), ("TMVA_CNN_Classification.py", "PyKeras", 10),
    ("TMVA_RNN_Classification.C", "PyKeras_LSTM", 20), ("TMVA_RNN_Classification.py", "PyKeras_LSTM", 10)])
def test_network(tutorials, name, title, epochs):
    output = tutorials.run(name, ARGUMENTS.get(name, ""), with_keras(name))
    assert f"Epoch {epochs}/{epochs}" in output
    assert set(areas(output)) == {title} and areas(output)[title] > 0.4  # small samples: hardly more than a guess


@pytest.mark.parametrize("name", ["TMVA_Higgs_Classification.C", "TMVA_Higgs_Classification.py"])
def test_higgs(tutorials, name):
    area = areas(tutorials.run(name, change=with_keras(name)))
    assert area["PyKeras"] > area["Fisher"] + 0.05 > 0.65


@pytest.mark.parametrize("name, method, arguments", [
    ("TMVA_CNN_Classification.C", "BDT", "(20, {0, 0, 0, 1, 0})"), ("TMVA_RNN_Classification.py", "DL", ""),
    ("TMVA_Higgs_Classification.C", "Likelihood", ""), ("TMVA_Higgs_Classification.py", "Likelihood", "")])
def test_a_method_that_is_not_here(tutorials, name, method, arguments):
    tutorials.refused(name, method, arguments)
