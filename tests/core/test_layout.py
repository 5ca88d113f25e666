"""The output file: its folders, objects, titles, binnings and branches, against a list of the keys of genuine TMVA."""

import csv
from pathlib import Path

import pytest

from given import DATA, declare

LOADER_OPTIONS = ("nTrain_Signal=400:nTrain_Background=400:nTest_Signal=400:nTest_Background=400:SplitMode=Block:"
                  "NormMode=NumEvents:!V")
# Genuine TMVA made the list with Fisher and BDT, which are not here: a method of the same title stands for each.
TITLES = ["Fisher", "BDT", "FisherND"]


@pytest.fixture(scope="module")
def root():
    import ROOT

    ROOT.gROOT.SetBatch(True)
    return declare(ROOT)


@pytest.fixture(scope="module")
def output(root, tmp_path_factory):
    """The job of the golden list on ROOT's example file."""
    example = Path(str(root.gROOT.GetTutorialDir())) / "machine_learning/data/tmva_class_example.root"
    if not example.exists():
        pytest.skip(f"this ROOT comes without {example}")
    directory = tmp_path_factory.mktemp("layout")
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.chdir(directory)
    data = root.TFile.Open(str(example))
    file = root.TFile.Open("TMVA.root", "RECREATE")
    factory = root.TMVA.Factory("TMVAClassification", file, "Silent:Transformations=I;D;P;G,D:AnalysisType=Classification")
    loader = root.TMVA.DataLoader("dataset")
    loader.AddVariable("myvar1 := var1+var2", "F")
    loader.AddVariable("myvar2 := var1-var2", "Expression 2", "", "F")
    loader.AddVariable("var3", "Variable 3", "units", "F")
    loader.AddVariable("var4", "Variable 4", "units", "F")
    loader.AddSpectator("spec1 := var1*2", "Spectator 1", "units")
    loader.AddSpectator("spec2 := var1*3", "Spectator 2", "units")
    loader.AddSignalTree(data.Get("TreeS"), 1.0)
    loader.AddBackgroundTree(data.Get("TreeB"), 1.0)
    loader.SetBackgroundWeightExpression("weight")
    loader.PrepareTrainingAndTestTree(root.TCut(""), root.TCut(""), LOADER_OPTIONS)
    for title in TITLES:
        factory.BookMethod(loader, "Given", title, "VarTransform=N,D" if title == "FisherND" else "")
    factory.TrainAllMethods()
    factory.TestAllMethods()
    factory.EvaluateAllMethods()
    file.Close()
    data.Close()
    monkeypatch.undo()
    root.TMVA.Config.Instance().SetSilent(False)
    reopened = root.TFile.Open(str(directory / "TMVA.root"))
    yield reopened
    reopened.Close()


def golden_keys():
    with open(DATA / "layout/classification.keys.tsv") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row[0] == "directory":
                continue
            parts = row[0].split("/")
            if len(parts) > 3 and parts[2].startswith("Method_"):
                parts[2] = "Method_Given"
            yield "/".join(parts).strip("/"), *row[1:]


KEYS = [key for key in golden_keys() if key[1] not in ("Method_Fisher", "Method_BDT")]


def find(output, folder, name):
    return output.Get(f"{folder}/{name}" if folder else name)


def axis_of(histogram, letter):
    axis = getattr(histogram, f"Get{letter}axis")()
    return axis.GetNbins(), axis.GetXmin(), axis.GetXmax(), axis.GetTitle()


@pytest.mark.parametrize("folder", sorted({key[0] for key in KEYS}))
def test_keys(output, folder):
    for _, name, kind, _, title, *more in [key for key in KEYS if key[0] == folder]:
        if kind == "BRANCH":
            assert output.Get(folder).GetBranch(name).GetTitle() == title
            continue
        found = find(output, folder, name)
        assert found, f"{folder}/{name} is missing"
        assert found.ClassName() == kind
        if kind != "TObjString":
            assert found.GetTitle() == title, name
        if kind.startswith("TH"):
            check_axes(found, more)
        if kind == "TTree":
            assert found.GetEntries() == int(more[1])


def check_axes(histogram, golden):
    """`golden` is X, bins, min, max, title, Y, bins, min, max, title, and perhaps labels."""
    bins, low, high, title = axis_of(histogram, "X")
    assert (str(bins), title) == (golden[1], golden[4]), histogram.GetName()
    if not histogram.GetName().startswith("MVA_"):  # the response is another
        assert (low, high) == pytest.approx((float(golden[2]), float(golden[3])), rel=1e-6, abs=1e-6), histogram.GetName()
    assert histogram.GetYaxis().GetTitle() == golden[9], histogram.GetName()
    if histogram.GetDimension() == 2:
        assert axis_of(histogram, "Y")[:3] == pytest.approx((float(golden[6]), float(golden[7]), float(golden[8])), rel=1e-6)
    if "labels" in golden:
        labels = golden[golden.index("labels") + 1].split(";")
        assert [histogram.GetXaxis().GetBinLabel(i + 1) for i in range(len(labels))] == labels


def test_branches_are_in_order(output):
    golden = [key[1] for key in KEYS if key[0] == "dataset/TestTree"]
    assert [branch.GetName() for branch in output.Get("dataset/TestTree").GetListOfBranches()] == golden


def test_nothing_else_is_in_the_file(output):
    golden = {key[1] for key in KEYS if key[0] == "dataset"} | {"Method_Given"}
    assert {key.GetName() for key in output.Get("dataset").GetListOfKeys()} == golden
    assert {key.GetName() for key in output.Get("dataset/Method_Given").GetListOfKeys()} == set(TITLES)
    of_bdt = {key[1] for key in KEYS if key[0] == "dataset/Method_Given/BDT"}
    history = {"TrainingHistory_BDT_loss"}
    assert {key.GetName() for key in output.Get("dataset/Method_Given/BDT").GetListOfKeys()} == of_bdt | history


def test_where_the_weight_file_is(output):
    folder = output.Get("dataset/Method_Given/BDT")
    assert str(folder.Get("WeightFileName").GetString()) == "dataset/weights/TMVAClassification_BDT.weights.xml"
    assert Path(str(folder.Get("TrainingPath").GetString())).is_dir()


def test_training_history(output):
    history = output.Get("dataset/Method_Given/BDT/TrainingHistory_BDT_loss")
    assert [history.GetBinContent(i) for i in (1, 2)] == [0.5, 0.25]
