"""A job on one backend: train.py DATA MODELS SUFFIX BACKEND, in the working directory.

Trains, tests and evaluates a network for each analysis, from the model files of one format. Leaves an output file for each,
and numbers.json: how well the Factory says that they do, and how their losses ran.
"""

import json
import sys
from ctypes import c_double

import ROOT

ANALYSES = {  # name -> (type, classes)
    "binary": ("Classification", ["Signal", "Background"]),
    "multiclass": ("Multiclass", ["A", "B", "C"]),
    "regression": ("Regression", ["Regression"]),
}
# One step an epoch, of all events: losses can be compared, since the order in which a backend shuffles them does not matter.
OPTIONS = "VarTransform=N:Optimizer=Adam:NumEpochs=60:LearnRate=0.05:BatchSize=10000:Seed=7:Verbose=0"


def train(analysis, data, model, backend):
    kind, classes = ANALYSES[analysis]
    with ROOT.TFile.Open(f"{analysis}.root", "RECREATE") as output:
        factory = ROOT.TMVA.Factory("job", output, f"Silent:!DrawProgressBar:AnalysisType={kind}")
        loader = ROOT.TMVA.DataLoader(analysis)
        for variable in "xyz":
            loader.AddVariable(variable)
        for target in "tu" if analysis == "regression" else "":
            loader.AddTarget(target)
        for name in classes:
            loader.AddTree(data.Get(name), name)
        loader.SetWeightExpression("w")
        loader.PrepareTrainingAndTestTree(ROOT.TCut(""), "SplitMode=Random:NormMode=NumEvents:!V")
        factory.BookMethod(loader, ROOT.TMVA.Types.kPyKeras, "nn", f"{model}:{OPTIONS}:Backend={backend}")
        factory.TrainAllMethods()
        factory.TestAllMethods()
        factory.EvaluateAllMethods()
        if analysis == "regression":
            return {"rms": rms_deviation(factory.GetMethod(analysis, "nn"))}
        outputs = range(len(classes)) if analysis == "multiclass" else [0]
        return {"roc": [factory.GetROCIntegral(loader, "nn", i) for i in outputs]}


def rms_deviation(method):
    """Of the first target, for test events."""
    bias, median_bias, deviation, median_deviation, rms, *others = [c_double() for _ in range(9)]
    method.TestRegression(bias, median_bias, deviation, median_deviation, rms, *others, ROOT.TMVA.Types.kTesting)
    return rms.value


def history(analysis, quantity):
    """The values, one an epoch, of a quantity in the output file's training history."""
    with ROOT.TFile.Open(f"{analysis}.root") as output:
        histogram = output.Get(f"{analysis}/Method_PyKeras/nn/TrainingHistory_nn_{quantity}")
        return [histogram.GetBinContent(i + 1) for i in range(histogram.GetNbinsX())]


def main(data, models, suffix, backend):
    numbers = {}
    with ROOT.TFile.Open(data) as file:
        for analysis in ANALYSES:
            model = f"FilenameModel={models}/{analysis}.{suffix}"
            if suffix == "yml":  # holds no weights: all backends begin with those that the other formats hold
                weights = "h5" if backend == "theano" else "weights.h5"
                model += f":FilenameWeights={models}/{analysis}.{weights}"
            quality = train(analysis, file, model, backend)
            numbers[analysis] = {**quality, **{name: history(analysis, name) for name in ("loss", "val_loss")}}
    with open("numbers.json", "w", encoding="utf-8") as file:
        json.dump(numbers, file)


main(*sys.argv[1:])
