"""Methods and their weight files: the schema and responses of genuine TMVA, and what goes wrong."""

import csv
import os
import re
import resource
import signal
from array import array

import pytest

import weight_files
from test_transforms import DONE, GOLDEN, classification, ids

CLASSIFICATION = [case for case in DONE if case["name"].startswith("class_")]
# Genuine TMVA trains these with the reference class, and applies them, read from the file, without.
FORGETFUL = {"class_D_Signal", "class_P_Signal", "class_P_var2_var4_Signal", "class_G_Signal", "class_U_Background"}


def logged(capfd):
    """The lines of the log without their source."""
    return [re.sub(r"^.*?: ", "", line) for line in capfd.readouterr().out.splitlines()]


@pytest.fixture(scope="module")
def jobs(root, tmp_path_factory):
    """Trains and tests Fisher with a VarTransform, once each."""
    done = {}

    def run(transform):
        if transform not in done:
            directory = tmp_path_factory.mktemp("job")
            before = os.getcwd()
            os.chdir(directory)
            try:
                done[transform] = train(root, directory, transform)
            finally:
                os.chdir(before)
        return done[transform]

    yield run
    done.clear()


def train(root, directory, transform):
    file, loader = classification(root)
    factory = root.TMVA.Factory("TMVAClassification", "!V:Silent:!Color:!DrawProgressBar:Transformations=:"
                                "AnalysisType=Classification:!ROC:!Correlations")
    factory.BookMethod(loader, "Fisher", "Fisher", f"!H:!V:Fisher:VarTransform={transform}")
    factory.TrainAllMethods()
    factory.TestAllMethods()
    return {"keep": file, "loader": loader, "factory": factory,
            "xml": directory / "dataset/weights/TMVAClassification_Fisher.weights.xml",
            "method": factory.GetMethod("dataset", "Fisher")}


@pytest.mark.parametrize("case", CLASSIFICATION, ids=ids)
def test_file_is_that_of_tmva(jobs, case):
    ours = weight_files.parse(jobs(case["transform"])["xml"])
    golden = weight_files.parse(GOLDEN / f"{case['name']}.weights.xml")
    assert [node.tag for node in ours] == [node.tag for node in golden]
    assert ours.attrib == golden.attrib
    assert [info.get("name") for info in ours.iter("Info")] == [info.get("name") for info in golden.iter("Info")]
    infos = {info.get("name"): info.get("value") for info in ours.iter("Info")}
    assert (infos["Training events"], infos["AnalysisType"]) == ("1000", "Classification")
    for node in ("Options", "Variables", "Spectators", "Classes", "Transformations", "MVAPdfs"):
        assert weight_files.differences(ours.find(node), golden.find(node), ours_only=["ReferenceClass"]) == []
    # Sums of the same products in another order.
    assert weight_files.differences(ours.find("Weights"), golden.find("Weights"), tolerance=2e-5) == []


@pytest.mark.parametrize("case", CLASSIFICATION, ids=ids)
def test_responses_are_those_of_tmva(root, jobs, case):
    job = jobs(case["transform"])
    reader = root.TMVA.Reader("!Color:Silent")
    links = [array("f", [0]) for _ in range(4)]
    for i, link in enumerate(links):
        reader.AddVariable(f"var{i + 1}", link)
    reader.BookMVA("Fisher", str(job["xml"]))
    data = job["loader"].GetDataSetInfo().GetDataSet()
    with open(GOLDEN / f"{case['name']}.csv") as file:
        for row in csv.DictReader(file):
            kind = root.TMVA.Types.kTraining if row["type"] == "train" else root.TMVA.Types.kTesting
            response = data.GetResults("Fisher", kind, root.TMVA.Types.kClassification).GetValues(int(row["index"]))[0]
            for i, link in enumerate(links):
                link[0] = float(row[f"raw_var{i + 1}"])
            assert reader.EvaluateMVA("Fisher") == pytest.approx(response, abs=1e-6)
            if case["name"] not in FORGETFUL:
                assert response == pytest.approx(float(row["response"]), rel=1e-4, abs=2e-5)


def test_reference_class_is_in_the_file(jobs):
    steps = weight_files.parse(jobs("D_Signal")["xml"]).findall("Transformations/Transform")
    assert [step.get("ReferenceClass") for step in steps] == ["Signal"]
    steps = weight_files.parse(jobs("D+N")["xml"]).findall("Transformations/Transform")
    assert [step.get("ReferenceClass") for step in steps] == [None, None]


def test_inputs_in_one_go_are_those_of_events(root, jobs):
    method = jobs("I,N,D")["method"]
    block = array("f", [0] * 4 * 10)
    method.GetInputs(root.TMVA.Types.kTesting, 495, 505, block)
    values = [list(method.GetEvent(i, root.TMVA.Types.kTesting).GetValues()) for i in range(495, 505)]
    assert list(block) == sum(values, [])


def test_response_to_a_given_event(root, jobs):
    """Transformed as the events of the data set are, which stay current."""
    job = jobs("N(var3)+D(var1,var2)")
    data = job["loader"].GetDataSetInfo().GetDataSet()
    data.SetCurrentType(root.TMVA.Types.kTesting)
    responses = []
    for i in (3, 4):
        data.SetCurrentEvent(i)
        responses.append(job["method"].GetMvaValue())
    event = root.TMVA.Event(data.GetEvent(3))
    data.SetCurrentEvent(4)
    assert job["method"].GetMvaValue(event) == responses[0]
    assert job["method"].GetMvaValue() == responses[1]


def test_negative_weights_are_a_matter_of_each_method(root, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    loader = root.TMVA.DataLoader("negative")
    loader.AddVariable("x", "F")
    for i in range(40):
        event = root.std.vector["double"]([i % 7])
        loader.AddSignalTrainingEvent(event, -1.0 if i == 0 else 1.0)
        loader.AddBackgroundTrainingEvent(event, 1.0)
        loader.AddSignalTestEvent(event, -1.0)
        loader.AddBackgroundTestEvent(event, 1.0)
    loader.PrepareTrainingAndTestTree(root.TCut(""), "SplitMode=Block:NormMode=None:!V")
    factory = root.TMVA.Factory("job", "Silent:!Color:Transformations=:AnalysisType=Classification")
    ignoring = factory.BookMethod(loader, "Fisher", "Ignoring", "IgnoreNegWeightsInTraining")
    keeping = factory.BookMethod(loader, "Fisher", "Keeping", "")
    data = loader.GetDataSetInfo().GetDataSet()

    def weights(method, kind):
        return [method.GetEvent(i, kind).GetWeight() for i in range(data.GetNEvents(kind))]

    assert min(weights(ignoring, root.TMVA.Types.kTraining)) == 0
    assert min(weights(keeping, root.TMVA.Types.kTraining)) == -1
    assert min(weights(ignoring, root.TMVA.Types.kTesting)) == -1


def test_full_disk_leaves_the_old_file(root, jobs):
    job = jobs("N")
    before = job["xml"].read_bytes()
    files = sorted(job["xml"].parent.iterdir())
    method = job["method"]
    method.SetWeightFileName(str(job["xml"]))
    old_limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    old_handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, old_limit[1]))
    try:
        with pytest.raises(root.TMVA.FatalError, match="cannot be written: File too large"):
            method.WriteStateToFile()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old_limit)
        signal.signal(signal.SIGXFSZ, old_handler)
    assert job["xml"].read_bytes() == before
    assert sorted(job["xml"].parent.iterdir()) == files
    method.WriteStateToFile()
    assert sorted(job["xml"].parent.iterdir()) == files


def test_directory_that_cannot_be_made(root, jobs, tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(root.TMVA.FatalError, match="taken/weights"):
        jobs("N")["method"].SetWeightFileDir(str(tmp_path / "taken/weights"))


DAMAGES = {
    "truncated": ("truncated", lambda text: text[: len(text) // 2]),
    "no options": ("no node Options", lambda text: text.replace("Options", "Opt")),
    "other file": ("MethodSetup", lambda text: "<Other/>"),
    "no title": ("type::title", lambda text: text.replace("Fisher::Fisher", "Fisher")),
    "lost variable": ("has 3 variables", lambda text: text.replace('<Variable VarIndex="3"', '<Lost VarIndex="3"')),
    "lost range": ("3 ranges", lambda text: text.replace('<Range Index="3"', '<Lost Index="3"')),
    "lost number": ("15 numbers, not 16", lambda text: re.sub(r"(<Matrix.*?>\s*)\S+", r"\1", text, count=1)),
    "lost matrix": ("2 sets of events", lambda text: re.sub(r"(?s)<Matrix.*?</Matrix>", "", text, count=1)),
    "lost class of constants": ("2 sets of events", lambda text: re.sub(r'(?s)<Class ClassIndex="1">.*?</Class>', "", text)),
    "unknown transformation": ('"Rearrange"', lambda text: text.replace("Normalize", "Rearrange")),
    "unknown reference class": ('"Foo"', lambda text: text.replace("<Transform ", '<Transform ReferenceClass="Foo" ')),
    "unknown selection": ("var7", lambda text: text.replace('Variable" Label="var2"', 'Variable" Label="var7"')),
    "order of classes": ('class "Signal"', lambda text: text.replace('Name="Signal" Index="0"', 'Name="Signal" Index="1"')),
}


DAMAGES_OF_DISTRIBUTIONS = {
    "lost mean": ("Statistics node of it has 3 numbers", lambda text: re.sub(
        r"(<Statistics.*?>\s*)\S+", r"\1", text, count=1)),
    "lost eigenvector": ("15 numbers, not 16", lambda text: re.sub(r"(<Eigenvec.*?>\s*)\S+", r"\1", text, count=1)),
    "lost class of means": ("Statistics of principal components for 2 sets", lambda text: re.sub(
        r"(?s)<Statistics.*?</Statistics>", "", text, count=1)),
    "lost variable of PDFs": ("CumulativePDF_cls0 of var4", lambda text: re.sub(
        r'(?s)<Variable VarIndex="3">.*?</Variable>', "", text)),
    "lost PDF": ("CumulativePDF_cls1 of var1", lambda text: text.replace("CumulativePDF_cls1", "Lost", 2)),
    "no PDF": ("CumulativePDF_cls0 without a PDF", lambda text: re.sub(r"(?s)<PDF.*?</PDF>", "", text, count=1)),
    "lost bin": ("expected one content a bin", lambda text: re.sub(r"(<Histogram .*?>\s*)\S+", r"\1", text, count=1)),
    "lost edges": ("and 0 edges", lambda text: text.replace("HistogramBinning", "Lost")),
    "edges in disorder": ("ascending", lambda text: re.sub(r"(<HistogramBinning.*?>\s*)(\S+) (\S+)", r"\1\3 \2", text)),
    "other interpolation": ("InterpolMethod 2", lambda text: text.replace('InterpolMethod="1"', 'InterpolMethod="2"')),
}


@pytest.mark.parametrize("transform, name", [("N,D", name) for name in DAMAGES] +
                         [("P,G", name) for name in DAMAGES_OF_DISTRIBUTIONS])
def test_damaged_files_are_refused(root, jobs, tmp_path, transform, name):
    message, damage = (DAMAGES | DAMAGES_OF_DISTRIBUTIONS)[name]
    text = jobs(transform)["xml"].read_text()
    assert damage(text) != text
    path = tmp_path / "damaged.weights.xml"
    path.write_text(damage(text))
    reader = root.TMVA.Reader("var1:var2:var3:var4", "!Color:Silent")
    with pytest.raises(root.TMVA.FatalError) as error:
        reader.BookMVA("M", str(path))
    assert message in str(error.value)


def test_unknown_option_is_refused(root, jobs):
    with pytest.raises(Exception, match="VarTransfrom"):
        jobs("N")["factory"].BookMethod(jobs("N")["loader"], "Fisher", "Misspelt", "VarTransfrom=N")


def test_unknown_method_lists_the_known(root, jobs):
    with pytest.raises(root.TMVA.FatalError, match='"Fischer".*TMVA::MethodFischer.*Methods here: .*Fisher.*LD'):
        jobs("N")["factory"].BookMethod(jobs("N")["loader"], "Fischer", "Title")
    methods = root.TMVA.ClassifierFactory.Instance()
    assert {"Fisher", "LD"} <= set(map(str, methods.List()))
    assert not methods.Unregister("Fischer")


def test_training_history(root, tmp_path):
    history = root.TMVA.TrainingHistory()
    assert history.IsEmpty()
    for epoch, loss in enumerate([0.7, 0.5, 0.25], 1):
        history.AddValue("val_loss", epoch, loss)
    file = root.TFile(str(tmp_path / "history.root"), "RECREATE")
    history.SaveHistory("dnn")
    saved = file.Get("TrainingHistory_dnn_val_loss")
    assert [saved.GetBinContent(i) for i in range(1, saved.GetNbinsX() + 1)] == [0.7, 0.5, 0.25]
    assert [saved.GetBinCenter(i) for i in range(1, 4)] == [1, 2, 3]
    file.Close()


def test_ranking_is_the_table_of_tmva(root, capfd):
    root.TMVA.gConfig().SetSilent(False)
    ranking = root.TMVA.Ranking("IdTransformation", "Separation")
    for name, value in (("myvar1", 0.1236), ("Variable 4", 0.2672), ("Expression 2", 0.0999), ("Variable 3", 0.1554)):
        ranking.AddRank(root.TMVA.Rank(name, value))
    ranking.Print()
    golden = """
Ranking result (top variable is best ranked)
-------------------------------------
Rank : Variable     : Separation
-------------------------------------
   1 : Variable 4   : 2.672e-01
   2 : Variable 3   : 1.554e-01
   3 : myvar1       : 1.236e-01
   4 : Expression 2 : 9.990e-02
-------------------------------------"""
    assert logged(capfd) == golden.strip("\n").split("\n")
