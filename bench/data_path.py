"""Rows of the way of the events: preparing, transforming and evaluating a million, beside plain programs (event_loop/)
that make an Event object of each entry and do the same one by one. Both must come to the same numbers."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import keras
import numpy as np
import ROOT

import pytmva_keras
from race import race, row, timed

N_EVENTS = 1_000_000
PEER = "the same with an Event object for each entry"
CLASSES = ["class0", "class1", "class2"]
COLUMNS = [f"x{i}" for i in range(10)]
TRAINING, SPLIT = ROOT.TMVA.Types.kTraining, ROOT.TMVA.Types.kMaxTreeType


def compile_event_loop() -> None:
    """It takes ROOT's libraries only."""
    sources, root = (Path(__file__).parent / "event_loop").glob("*.cxx"), Path(ROOT.__file__).parent
    flags = ["-std=c++17", "-O3", "-DNDEBUG", f"-I{root}/include", f"-L{root}/lib", f"-Wl,-rpath,{root}/lib"]
    libraries = [f"-l{name}" for name in ("Core", "RIO", "Tree", "TreePlayer", "Hist", "Matrix", "MathCore")]
    link = ["-Wl,--no-as-needed,--allow-shlib-undefined", *libraries]
    subprocess.run([os.environ.get("CXX", "c++"), *flags, *sources, *link, "-o", "event_loop"], check=True)


def write_events(path: str) -> None:
    """A tree for each class: columns with correlations, which differ from class to class, and weights."""
    random = np.random.default_rng(3)
    for number, name in enumerate(CLASSES):
        n = N_EVENTS // 3 + (number < N_EVENTS % 3)
        x = random.normal(0.4 * number, 1, (n, len(COLUMNS))) @ random.normal(0, 1, (len(COLUMNS), len(COLUMNS)))
        columns = {column: np.ascontiguousarray(x[:, i], np.float32) for i, column in enumerate(COLUMNS)}
        columns["w"] = random.uniform(0.5, 1.5, n).astype(np.float32)
        options = ROOT.RDF.RSnapshotOptions()
        options.fMode = "UPDATE" if number else "RECREATE"
        ROOT.RDF.FromNumpy(columns).Snapshot(name, path, "", options)


def race_event_loop(ours, step: str, file: str) -> tuple[tuple[list, list], tuple]:
    """The CPU times of both (each has one thread), and what comes of it."""

    def peer():
        printed = subprocess.run(["./event_loop", step, file], check=True, capture_output=True, text=True).stdout
        seconds, *numbers = map(float, printed.split())
        return seconds, np.array(numbers)

    return race(lambda: timed(ours, time.process_time), peer)


def make_loader(name: str, events, variables: list[str], cut: str = "", options: str = "NormMode=NumEvents", kind=SPLIT):
    loader = ROOT.TMVA.DataLoader(name)
    for variable in variables:
        loader.AddVariable(variable)
    for cls in CLASSES:
        loader.AddTree(events.Get(cls), cls, 1.0, ROOT.TCut(), kind)
        loader.SetWeightExpression("w", cls)
    loader.PrepareTrainingAndTestTree(ROOT.TCut(cut), f"SplitMode=Random:!V:{options}")
    return loader


def prepare() -> tuple[list, list]:
    expressions = COLUMNS[:7] + ["x7*x8", "abs(x9)", "x7-x9"]
    events = ROOT.TFile.Open("classes.root")

    def ours():
        loader = make_loader("prepared", events, expressions, "x0>-2.5")
        loader.GetDataSetInfo().GetDataSet()
        return loader

    times, (loader, numbers) = race_event_loop(ours, "prepare", "classes.root")
    info = loader.GetDataSetInfo()
    variables = [info.GetVariableInfo(i) for i in range(len(expressions))]
    mine = [number for v in variables for number in (v.GetMin(), v.GetMax(), v.GetMean(), v.GetRMS())]
    for cls in CLASSES:
        matrix = info.CorrelationMatrix(cls)
        mine += [matrix(i, j) for i in range(len(variables)) for j in range(len(variables))]
    np.testing.assert_allclose(mine, numbers, rtol=1e-9, atol=1e-9)
    return times


def transform() -> tuple[list, list]:
    """The constants of D,G from the training events, which all are, and their application."""
    events = ROOT.TFile.Open("classes.root")
    loader = make_loader("transformed", events, COLUMNS, options="NormMode=None", kind=TRAINING)
    data = loader.GetDataSetInfo().GetDataSet()
    table = data.GetTable(TRAINING)

    def ours():
        handler = ROOT.TMVA.TransformationHandler(loader.GetDataSetInfo())
        handler.AddTransformations("D,G")
        handler.CalcTransformations(data)
        copy = ROOT.TMVA.EventTable(table)
        handler.Transform(copy.GetRow(0), copy.GetNRows())
        return copy

    times, (copy, numbers) = race_event_loop(ours, "transform", "classes.root")
    n = copy.GetNRows()
    x = np.frombuffer(copy.GetRow(0), np.float32, n * len(COLUMNS)).reshape(n, -1).astype(float)
    weights = np.fromiter((copy.GetWeight(i) for i in range(n)), float, n)
    mean = np.average(x, axis=0, weights=weights)
    rms = np.sqrt(np.average((x - mean) ** 2, axis=0, weights=weights))
    np.testing.assert_allclose(np.column_stack([x.min(axis=0), x.max(axis=0), mean, rms]).ravel(), numbers, atol=1e-4)
    return times


def evaluate() -> tuple[list, list]:
    """EvaluateAllMethods for half of the events as training events, and half as test events."""
    events, output = ROOT.TFile.Open("classes.root"), ROOT.TFile.Open("evaluated.root", "RECREATE")
    factory = ROOT.TMVA.Factory("bench", output, Silent=True, AnalysisType="Multiclass")
    loader = make_loader("evaluated", events, COLUMNS)
    model = keras.Sequential([keras.layers.Input((len(COLUMNS),)), keras.layers.Dense(3, activation="softmax")])
    pytmva_keras.save_model(model, "multiclass.keras")
    factory.BookMethod(
        loader, ROOT.TMVA.Types.kPyKeras, "net", FilenameModel="multiclass.keras", NumEpochs=1, BatchSize=4096, Verbose=0
    )
    factory.TrainAllMethods()
    factory.TestAllMethods()
    factory.EvaluateAllMethods()
    output.Write()
    shutil.copy("evaluated.root", "responses.root")  # the plain program takes them from the trees
    times, (_, numbers) = race_event_loop(factory.EvaluateAllMethods, "evaluate", "responses.root")
    mine = [factory.GetROCIntegral(loader, "net", i) for i in range(len(CLASSES))]
    np.testing.assert_allclose(mine, numbers, rtol=1e-6)
    output.Close()
    return times


def measure() -> list[dict]:
    """In the current directory."""
    compile_event_loop()
    write_events("classes.root")
    ROOT.TMVA.gConfig().SetSilent(True)
    return [row(f"{step.__name__}_1m", step(), PEER, "s CPU") for step in (prepare, transform, evaluate)]
