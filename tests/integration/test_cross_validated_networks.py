"""Cross validation of Keras networks: in worker processes, and the networks of the folds applied together."""

import json
import re
from array import array

import numpy as np
import pytest

from conftest import VARIABLES, test_tree

BOOKING = "FilenameModel={inputs}/softmax.yml:NumEpochs=3:BatchSize=32:LearnRate=0.05:VarTransform=N"
OPTIONS = "!V:!Color:AnalysisType=Classification:NumFolds=2:SplitExpr=int([number])%int([NumFolds]):NumWorkerProcs=2"

MACRO = """
void macro() {
   auto data = TFile::Open("{inputs}/data.root");
   for (const char *job : {"first", "second"}) {
      TMVA::DataLoader loader(job);
      for (const char *variable : {"x", "y", "z"})
         loader.AddVariable(variable);
      loader.AddSpectator("number := int(100*w)");
      loader.AddSignalTree(data->Get<TTree>("signal"));
      loader.AddBackgroundTree(data->Get<TTree>("background"));
      loader.PrepareTrainingAndTestTree("", "nTest_Signal=1:nTest_Background=1:SplitMode=Block");
      auto output = TFile::Open(TString(job) + ".root", "RECREATE");
      TMVA::CrossValidation cv(job, &loader, output, "{options}");
      cv.BookMethod(TMVA::Types::kPyKeras, "nn", "{booking}");
      cv.Evaluate();
      output->Close();
      const auto values = cv.GetResults()[0].GetROCValues();
      std::cout << "ROC [" << values.at(0) << ", " << values.at(1) << "]" << std::endl;
   }
}
"""
SCRIPT = """
import threading, time
import ROOT

def spin():
    while True:
        sum(range(1000))

threading.Thread(target=spin, daemon=True).start()  # as in a notebook: the GIL is wanted by others, too
data = ROOT.TFile.Open("{inputs}/data.root")
for job in ("first", "second"):
    loader = ROOT.TMVA.DataLoader(job)
    for variable in ("x", "y", "z"):
        loader.AddVariable(variable)
    loader.AddSpectator("number := int(100*w)")
    loader.AddSignalTree(data.Get("signal"))
    loader.AddBackgroundTree(data.Get("background"))
    loader.PrepareTrainingAndTestTree(ROOT.TCut(""), "nTest_Signal=1:nTest_Background=1:SplitMode=Block")
    with ROOT.TFile.Open(job + ".root", "RECREATE") as output:
        cv = ROOT.TMVA.CrossValidation(job, loader, output, "{options}")
        cv.BookMethod(ROOT.TMVA.Types.kPyKeras, "nn", "{booking}")
        cv.Evaluate()
    print("ROC", [value for _fold, value in cv.GetResults()[0].GetROCValues()])
"""


@pytest.mark.parametrize("program", ["root.exe", "python"])
def test_networks_of_worker_processes_are_those_of_one_process(inputs, run_macro, run_python, program):
    """The first job in root.exe starts Python in its processes; later ones find it and the backend loaded."""
    run, code = (run_macro, MACRO) if program == "root.exe" else (run_python, SCRIPT)
    for name, text in (("booking", BOOKING), ("options", OPTIONS), ("inputs", str(inputs))):
        code = code.replace(f"{{{name}}}", text)
    done = run(code)
    assert done.returncode == 0, done.stdout + done.stderr
    first, second = [line for line in done.stdout.splitlines() if line.startswith("ROC")]
    assert first == second
    assert re.findall("Epoch 3/3|^ROC", done.stdout, re.MULTILINE) == ["Epoch 3/3", "Epoch 3/3", "ROC"] * 2
    assert min(json.loads(first[4:])) > 0.7
    trees = [test_tree_of(job) for job in ("first", "second")]
    assert len(trees[0]["nn"]) == 1998
    for name in trees[0]:
        np.testing.assert_array_equal(trees[0][name], trees[1][name])


def test_tree_of(job):
    import ROOT

    with ROOT.TFile.Open(f"{job}.root") as file:
        columns = ROOT.RDataFrame(file.Get(f"{job}/TestTree"))
        return columns.AsNumpy([*VARIABLES, "nn"])


test_tree_of.__test__ = False


@pytest.mark.parametrize("analysis, outputs", [("Multiclass", ["A", "B", "C"]), ("Regression", ["t", "u"])])
def test_reader_combines_the_networks_of_the_folds(root, keras, work, analysis, outputs):
    from pytmva_keras import save_model

    layers = keras.layers
    save_model(keras.Sequential([layers.Input((2,)), layers.Dense(8, activation="tanh"), layers.Dense(
        len(outputs), activation="softmax" if analysis == "Multiclass" else "linear")]), "model.yml")
    loader = root.TMVA.DataLoader("dataset")
    for name in "xy":
        loader.AddVariable(name)
    for name in outputs if analysis == "Regression" else ():
        loader.AddTarget(name)
    loader.AddSpectator("number")
    for number, (x, y) in enumerate(np.random.default_rng(1).normal(size=(300, 2))):
        add = loader.AddTestEvent if number >= 294 else loader.AddTrainingEvent
        if analysis == "Regression":
            add("Regression", root.std.vector["double"]([x, y, 10 * x + 3, y - 5, number]), 1)
        else:
            add(outputs[number % 3], root.std.vector["double"]([x + number % 3, y - number % 3, number]), 1)
    loader.PrepareTrainingAndTestTree(root.TCut(""), "SplitMode=Block:NormMode=None")
    cv = root.TMVA.CrossValidation("job", loader, f"Silent:!Color:AnalysisType={analysis}:NumFolds=2:"
                                   "OutputEnsembling=Avg:SplitType=Random")
    transform = "N" if analysis == "Regression" else "D"
    cv.BookMethod("PyKeras", "nn", f"FilenameModel=model.yml:NumEpochs=2:Verbose=0:VarTransform={transform}")
    cv.Evaluate()
    values = {name: array("f", [0.5]) for name in ["x", "y", "number"]}
    reader = root.TMVA.Reader("!Color:Silent")
    for name in "xy":
        reader.AddVariable(name, values[name])
    reader.AddSpectator("number", values["number"])
    responses = []
    for title in ("nn_fold1", "nn_fold2", "nn"):
        reader.BookMVA(title, f"dataset/weights/job_{title}.weights.xml")
        evaluate = reader.EvaluateMulticlass if analysis == "Multiclass" else reader.EvaluateRegression
        responses.append(list(evaluate(title)))
    first, second, together = np.array(responses)
    assert len(together) == len(outputs) and (first != second).all()
    np.testing.assert_allclose(together, (first + second) / 2, rtol=1e-6)
