"""The output file: its folders, objects, titles, binnings and branches, against a list of the keys of genuine TMVA."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from given import DATA, declare


def classification(loader, data):
    loader.AddVariable("myvar1 := var1+var2", "F")
    loader.AddVariable("myvar2 := var1-var2", "Expression 2", "", "F")
    loader.AddVariable("var3", "Variable 3", "units", "F")
    loader.AddVariable("var4", "Variable 4", "units", "F")
    loader.AddSpectator("spec1 := var1*2", "Spectator 1", "units")
    loader.AddSpectator("spec2 := var1*3", "Spectator 2", "units")
    loader.AddSignalTree(data.Get("TreeS"), 1.0)
    loader.AddBackgroundTree(data.Get("TreeB"), 1.0)
    loader.SetBackgroundWeightExpression("weight")


def multiclass(loader, data):
    for name in ("var1", "var2", "var3", "var4"):
        loader.AddVariable(name, "F")
    for tree, name in (("TreeS", "Signal"), ("TreeB0", "bg0"), ("TreeB1", "bg1"), ("TreeB2", "bg2")):
        loader.AddTree(data.Get(tree), name)


def regression(loader, data):
    loader.AddVariable("var1", "Variable 1", "units", "F")
    loader.AddVariable("var2", "Variable 2", "units", "F")
    loader.AddSpectator("spec1:=var1*2", "Spectator 1", "units")
    loader.AddTarget("fvalue")
    loader.AddRegressionTree(data.Get("TreeR"), 1.0)
    loader.SetWeightExpression("var1", "Regression")


OPTIONS = {"FisherND": "VarTransform=N,D",
           "Fisher": "CreateMVAPdfs:PDFInterpolMVAPdf=Spline2:NbinsMVAPdf=50:NsmoothMVAPdf=10"}


@dataclass(frozen=True)
class Job:
    """One of the jobs of which genuine TMVA listed the keys. It made the lists with BDT, LD and others, which are not here: a
    method of the same title stands for each."""

    name: str
    declare: Callable
    example: str
    dataset: str
    classes: list
    events: int  # of each class, for training as for testing
    titles: list
    transformations: str = "I;D;P;G,D"


JOBS = {job.name: job for job in (
    Job("classification", classification, "tmva_class_example.root", "dataset", ["Signal", "Background"], 400,
        ["Fisher", "BDT", "FisherND"]),
    Job("multiclass", multiclass, "tmva_multiclass_example.root", "datasetmulti", ["Signal", "bg0", "bg1", "bg2"], 200,
        ["BDTG", "MLP"]),
    Job("regression", regression, "tmva_reg_example.root", "datasetreg", ["Regression"], 400, ["LD", "BDTG"], "I"),
)}


@pytest.fixture(scope="module")
def outputs(root, tmp_path_factory):
    """outputs("regression") -> the output file of that job on ROOT's example file."""
    files = {}

    def run(name):
        if name not in files:
            directory = tmp_path_factory.mktemp(name)
            run_job(root, JOBS[name], directory)
            files[name] = root.TFile.Open(str(directory / "TMVA.root"))
        return files[name]

    yield run
    for file in files.values():
        file.Close()


def run_job(root, job, directory):
    example = Path(str(root.gROOT.GetTutorialDir())) / "machine_learning/data" / job.example
    if not example.exists():
        pytest.skip(f"this ROOT comes without {example}")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(directory)
        data = root.TFile.Open(str(example))
        file = root.TFile.Open("TMVA.root", "RECREATE")
        factory = root.TMVA.Factory("job", file, f"Silent:Transformations={job.transformations}:AnalysisType={job.name}")
        loader = root.TMVA.DataLoader(job.dataset)
        job.declare(loader, data)
        sizes = "".join(f"nTrain_{name}={job.events}:nTest_{name}={job.events}:" for name in job.classes)
        loader.PrepareTrainingAndTestTree(root.TCut(""), sizes + "SplitMode=Block:NormMode=NumEvents:!V")
        for title in job.titles:
            factory.BookMethod(loader, "Given", title, OPTIONS.get(title, ""))
        factory.TrainAllMethods()
        factory.TestAllMethods()
        factory.EvaluateAllMethods()
        file.Close()
        data.Close()
    root.TMVA.Config.Instance().SetSilent(False)


def golden_keys(job):
    """(folder, name, class, cycle, title, ...) of each key; what only the methods of the golden job write is left out."""
    with open(DATA / f"layout/{job.name}.keys.tsv") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row[0] == "directory" or (row[2] == "TDirectoryFile" and row[1].startswith("Method_")):
                continue
            parts = row[0].split("/")
            if len(parts) > 2 and parts[2].startswith("Method_"):
                parts[2] = "Method_Given"
            # Histograms of PDFs bear the type of the method in their names.
            names = [text.replace("Fisher_tr_", "Given_tr_") for text in row[1:]]
            yield "/".join(parts).strip("/"), *names


KEYS = {name: list(golden_keys(job)) for name, job in JOBS.items()}
FOLDERS = [(name, folder) for name, keys in KEYS.items() for folder in sorted({key[0] for key in keys})]
every_job = pytest.mark.parametrize("name", JOBS)


def find(output, folder, name):
    return output.Get(f"{folder}/{name}" if folder else name)


def axis_of(histogram, letter):
    axis = getattr(histogram, f"Get{letter}axis")()
    return axis.GetNbins(), axis.GetXmin(), axis.GetXmax(), axis.GetTitle()


@pytest.mark.parametrize("job, folder", FOLDERS)
def test_keys(outputs, job, folder):
    output = outputs(job)
    for _, name, kind, _, title, *more in [key for key in KEYS[job] if key[0] == folder]:
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
        if kind == "TGraph":
            assert found.GetN() == int(more[1])


def depends_on_response(name, axis):
    """Whether the range of the axis is that of the responses, which are others than those of the golden methods."""
    if "_tr_" in name:
        return True
    if not name.startswith("MVA_") or "_Proba_" in name or "_Rarity_" in name or "_prob_for_" in name:
        return False
    return axis == "Y" or "_rtgt" not in name


def check_axes(histogram, golden):
    """`golden` is X, bins, min, max, title, Y, bins, min, max, title, and perhaps labels."""
    bins, low, high, title = axis_of(histogram, "X")
    assert (str(bins), title) == (golden[1], golden[4]), histogram.GetName()
    if depends_on_response(histogram.GetName(), "X"):
        golden[2:4] = [low, high]
    assert (low, high) == pytest.approx((float(golden[2]), float(golden[3])), rel=1e-6, abs=1e-6), histogram.GetName()
    assert histogram.GetYaxis().GetTitle() == golden[9], histogram.GetName()
    if histogram.GetDimension() == 2:
        bins, low, high, _ = axis_of(histogram, "Y")
        assert bins == int(golden[6])
        if not depends_on_response(histogram.GetName(), "Y"):
            assert (low, high) == pytest.approx((float(golden[7]), float(golden[8])), rel=1e-6)
    if "labels" in golden:
        labels = golden[golden.index("labels") + 1].split(";")
        assert [histogram.GetXaxis().GetBinLabel(i + 1) for i in range(len(labels))] == labels


@every_job
def test_branches_are_in_order(outputs, name):
    tree = JOBS[name].dataset + "/TestTree"
    golden = [key[1] for key in KEYS[name] if key[0] == tree]
    assert [branch.GetName() for branch in outputs(name).Get(tree).GetListOfBranches()] == golden


@every_job
def test_nothing_else_is_in_the_file(outputs, name):
    job, output = JOBS[name], outputs(name)

    def names(folder):
        return {key.GetName() for key in output.Get(folder).GetListOfKeys()}

    assert names(job.dataset) == {key[1] for key in KEYS[name] if key[0] == job.dataset} | {"Method_Given"}
    methods = f"{job.dataset}/Method_Given"
    assert names(methods) == set(job.titles)
    for title in job.titles:
        golden = {key[1] for key in KEYS[name] if key[0] == f"{methods}/{title}"}
        assert names(f"{methods}/{title}") == golden | {f"TrainingHistory_{title}_loss"}


def test_where_the_weight_file_is(outputs):
    folder = outputs("classification").Get("dataset/Method_Given/BDT")
    assert str(folder.Get("WeightFileName").GetString()) == "dataset/weights/job_BDT.weights.xml"
    assert Path(str(folder.Get("TrainingPath").GetString())).is_dir()


def test_training_history(outputs):
    history = outputs("classification").Get("dataset/Method_Given/BDT/TrainingHistory_BDT_loss")
    assert [history.GetBinContent(i) for i in (1, 2)] == [0.5, 0.25]
