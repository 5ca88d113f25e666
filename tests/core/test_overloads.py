"""The overloads of the public functions, called from Python: str, std::string and TString where possible, enums, keywords."""

from array import array

import pytest

pytestmark = pytest.mark.usefixtures("work")


@pytest.fixture
def trees(root):
    """Two small trees, `s` and `b`, of float x, y and int n."""
    made = {}
    for name, shift in (("s", 1), ("b", -1)):
        tree = root.TTree(name, name)
        x, y, n = array("f", [0]), array("f", [0]), array("i", [0])
        for branch, value in (("x/F", x), ("y/F", y), ("n/I", n)):
            tree.Branch(branch[0], value, branch)
        for n[0] in range(60):
            x[0], y[0] = shift + n[0] % 7, n[0] % 5
            tree.Fill()
        tree.ResetBranchAddresses()
        tree.SetDirectory(root.nullptr)
        made[name] = tree
    return made


@pytest.fixture
def loader(root, trees):
    loader = root.TMVA.DataLoader("data")
    loader.AddVariable("x")
    loader.AddVariable("y")
    loader.AddSpectator("n")
    loader.AddSignalTree(trees["s"])
    loader.AddBackgroundTree(trees["b"])
    loader.PrepareTrainingAndTestTree(root.TCut(""), "SplitMode=Alternate:!V")
    return loader


STRINGS = {"str": lambda root, text: text, "std::string": lambda root, text: root.std.string(text),
           "TString": lambda root, text: root.TString(text)}
string_types = pytest.mark.parametrize("as_type", STRINGS.values(), ids=STRINGS)
ANALYSIS = "Silent:AnalysisType=Classification"


@string_types
def test_functions_without_overloads_take_every_string(root, trees, as_type):
    def text(value):
        return as_type(root, value)

    loader = root.TMVA.DataLoader(text("data"))
    loader.AddVariable(text("x"), text("title"), text("unit"), "F", 0, 0)
    loader.AddVariable(text("y"))
    loader.AddSpectator(text("n"))
    loader.AddSignalTree(trees["s"])
    loader.AddBackgroundTree(trees["b"])
    loader.SetSignalWeightExpression(text("1"))
    loader.PrepareTrainingAndTestTree(root.TCut(""), text("SplitMode=Alternate:!V"))
    factory = root.TMVA.Factory("job", ANALYSIS)
    assert factory.BookMethod(loader, text("LD"), text("by name"), text("!H"))
    assert factory.BookMethod(loader, root.TMVA.Types.kFisher, text("by enum"))
    with pytest.raises(root.TMVA.FatalError, match="NoSuch"):
        factory.BookMethod(loader, text("LD"), text("refused"), text("NoSuch"))
    factory.TrainAllMethods()
    reader = root.TMVA.Reader("Silent")
    values = [array("f", [1]) for _ in range(3)]
    for name, value in zip("xy", values):
        reader.AddVariable(name, value)
    reader.AddSpectator("n", values[2])
    reader.BookMVA(text("tag"), text("data/weights/job_by name.weights.xml"))
    with pytest.raises(root.TMVA.FatalError, match="nowhere.xml"):
        reader.BookMVA(text("other"), text("nowhere.xml"))
    assert reader.FindMVA(text("tag"))
    cross = root.TMVA.CrossValidation("cv", loader, ANALYSIS + ":NumFolds=2")
    cross.SetSplitExpr(text("int([n])%int([NumFolds])"))
    cross.BookMethod(text("LD"), text("by name"), text("!H"))
    cross.BookMethod(root.TMVA.Types.kFisher, text("by enum"))
    with pytest.raises(root.TMVA.FatalError, match="by enum"):
        cross.BookMethod(text("LD"), text("by enum"))


@pytest.mark.parametrize("add", [
    lambda loader, root, s, b: (loader.AddTree(s, "Signal"), loader.AddTree(b, "Background", 2.0)),
    lambda loader, root, s, b: (loader.AddTree(s, "Signal", 1.0, root.TCut("x > -9")),
                                loader.AddTree(b, "Background", 1.0, root.TCut(""), root.TMVA.Types.kMaxTreeType)),
    lambda loader, root, s, b: [loader.AddTree(tree, name, 1.0, root.TCut(""), kind) for kind in ("Training", "test")
                                for tree, name in ((s, "Signal"), (b, "Background"))],
    lambda loader, root, s, b: [add(tree, 1.0, kind) for kind in (root.TMVA.Types.kTraining, "Test")
                                for add, tree in ((loader.AddSignalTree, s), (loader.AddBackgroundTree, b))],
    lambda loader, root, s, b: (loader.SetSignalTree(s), loader.SetBackgroundTree(b, 1.0)),
    lambda loader, root, s, b: (loader.SetTree(s, "Signal"), loader.SetTree(b, "Background", 1.0)),
    lambda loader, root, s, b: loader.SetInputTrees(s, b, 1.0, 2.0),
    lambda loader, root, s, b: loader.SetInputTrees(s, root.TCut("n < 30"), root.TCut("n >= 30")),
], ids=["AddTree", "AddTree cut", "AddTree type", "AddSignalTree type", "SetSignalTree", "SetTree", "SetInputTrees", "cuts"])
@pytest.mark.parametrize("prepare", [
    lambda loader, root: loader.PrepareTrainingAndTestTree(root.TCut(""), "SplitMode=Alternate:!V"),
    lambda loader, root: loader.PrepareTrainingAndTestTree("", SplitMode="Alternate", V=False),
    lambda loader, root: loader.PrepareTrainingAndTestTree(root.TCut(""), root.TCut(""), "SplitMode=Alternate:!V"),
    lambda loader, root: loader.PrepareTrainingAndTestTree("", "", SplitMode="Alternate", V=False),
], ids=["one cut", "keywords", "two cuts", "two cuts and keywords"])
def test_trees_and_splits(root, trees, add, prepare):
    loader = root.TMVA.DataLoader("data")
    loader.AddVariable("x", "F")
    add(loader, root, trees["s"], trees["b"])
    prepare(loader, root)
    data = loader.GetDataSetInfo().GetDataSet()
    assert data.GetNTrainingEvents() > 20 and data.GetNTestEvents() > 20


def test_numbers_of_events(root, loader):
    loader.PrepareTrainingAndTestTree(root.TCut(""), 10, 11, 12, 13)
    data = loader.GetDataSetInfo().GetDataSet()
    assert (data.GetNTrainingEvents(), data.GetNTestEvents()) == (21, 25)


@pytest.mark.parametrize("as_cut", [str, "TCut"])
def test_cuts(root, loader, as_cut):
    cut = root.TCut if as_cut == "TCut" else str
    loader.SetCut(cut("n < 50"), "Signal")
    loader.SetCut(cut("n < 40"))
    loader.AddCut(cut("n > 3"), "Background")
    data = loader.GetDataSetInfo().GetDataSet()
    assert data.GetNTrainingEvents() + data.GetNTestEvents() == 40 + 36


@pytest.fixture
def factory(root, loader):
    with root.TFile.Open("out.root", "RECREATE") as output:
        factory = root.TMVA.Factory("job", output, Silent=True, Color=False, AnalysisType="Classification")
        factory.BookMethod(loader, root.TMVA.Types.kLD, "LD", H=False, VarTransform=None)
        for step in (factory.TrainAllMethods, factory.TestAllMethods, factory.EvaluateAllMethods):
            step()
        yield factory


def test_curves(root, factory, loader):
    train = root.TMVA.Types.kTraining
    assert factory.GetROCIntegral(loader, "LD") == factory.GetROCIntegral("data", "LD") > 0.5
    assert factory.GetROCIntegral(loader, "LD", 0, train) == factory.GetROCIntegral("data", "LD", 0, train)
    for data in (loader, "data"):
        assert factory.GetROCCurve(data, "LD").ClassName() == "TGraph"
        assert factory.GetROCCurve(data, "LD", False, 0, train).ClassName() == "TGraph"
        assert factory.GetROCCurve(data).ClassName() == factory.GetROCCurve(data, 0, train).ClassName() == "TCanvas"
        assert factory.GetROCCurveAsMultiGraph(data, 0).ClassName() == "TMultiGraph"
    for call in (factory.GetROCIntegral, factory.GetROCCurve):
        with pytest.raises(Exception, match='No method "nobody" is booked'):
            call(loader, "nobody")


def test_evaluating(root, factory):
    values = {name: array("f", [value]) for name, value in (("x", 2), ("y", 3), ("n", 0))}
    reader = root.TMVA.Reader("Silent")
    for name in "xy":
        reader.AddVariable(name, values[name])
    of_vectors = root.TMVA.Reader(root.std.vector["std::string"](["x", "y"]), "Silent")
    responses = []
    for each in (reader, of_vectors):
        each.AddSpectator("n", values["n"])
        method = each.BookMVA("tag", "data/weights/job_LD.weights.xml")
        responses += [each.EvaluateMVA(root.std.vector[kind]([2, 3]), "tag") for kind in ("float", "double")]
    responses += [reader.EvaluateMVA("tag"), reader.EvaluateMVA("tag", 0.0), reader.EvaluateMVA(reader.FindMVA("tag"))]
    assert len(set(responses)) == 1
    assert method and root.TMVA.Reader("x:y", "Silent", False).DataInfo().GetNVariables() == 2
    for call in (reader.EvaluateMVA, reader.EvaluateRegression, reader.EvaluateMulticlass):
        with pytest.raises(Exception, match="nobody"):
            call("nobody")


def test_cross_validation_with_an_output_file(root, loader):
    with root.TFile.Open("cv.root", "RECREATE") as output:
        root.TMVA.CrossValidation("job", loader, output, ANALYSIS)
    job = root.TMVA.CrossValidation("job", loader, V=False, Silent=True, NumFolds=3, AnalysisType="Classification")
    assert job.GetNumFolds() == 3
