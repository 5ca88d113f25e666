"""The importance of variables, and data loaders made from others."""

from itertools import combinations

import numpy as np
import pytest

NAMES = ("noise", "weak", "strong")
SHIFT = {"noise": 0, "weak": 0.5, "strong": 2}
WIDTH = {"noise": 0.1, "weak": 1, "strong": 3}

pytestmark = pytest.mark.usefixtures("work")


def make_loader(root, names=NAMES, name="dataset", prepare="SplitMode=Alternate:NormMode=NumEvents:!V", n_events=400):
    """Gaussian variables; those of signal are shifted by so many widths."""
    loader = root.TMVA.DataLoader(name)
    for variable in names:
        loader.AddVariable(variable)
    loader.trees = []
    for number, kind in enumerate(("Signal", "Background")):
        events = np.random.default_rng(number).normal(size=(n_events, len(NAMES)))
        events = (events + [(1 - number) * SHIFT[name] for name in NAMES]) * [WIDTH[name] for name in NAMES]
        tree = root.TTree(kind, kind)
        tree.SetDirectory(root.nullptr)
        np.savetxt(f"{kind}.txt", events, header=":".join(f"{name}/F" for name in NAMES), comments="")
        assert tree.ReadFile(f"{kind}.txt") == n_events
        loader.trees.append(tree)
        loader.AddTree(tree, kind)
    loader.PrepareTrainingAndTestTree(root.TCut(""), prepare)
    return loader


def make_factory(root, options="AnalysisType=Classification"):
    return root.TMVA.Factory("job", f"Silent:!Color:!DrawProgressBar:{options}")


def area(root, names):
    """The ROC integral of an ordinary job with these variables."""
    factory, loader = make_factory(root), make_loader(root, names, "_".join(names))
    factory.BookMethod(loader, "Fisher", "Fisher", "!H:!V")
    factory.TrainAllMethods()
    factory.TestAllMethods()
    return factory.GetROCIntegral(loader, "Fisher")


@pytest.fixture(scope="module")
def areas(root, tmp_path_factory):
    """Of all sets of variables."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("areas"))
        known = {names: area(root, names) for n in (1, 2, 3) for names in combinations(NAMES, n)}
    return {(): 0.5, **known}


def expected_importance(areas, sets):
    def loss(name, names):
        return areas[names] - areas[tuple(other for other in names if other != name)]

    losses = {name: [loss(name, names) for names in sets if name in names] for name in NAMES}
    means = np.array([np.mean(losses[name]) for name in NAMES])
    return 100 * means / means.sum()


def contents(histogram):
    return [histogram.GetBinContent(i + 1) for i in range(histogram.GetNbinsX())]


@pytest.mark.parametrize("kind", ["kShort", "kAll"])
def test_importance_is_what_the_area_loses(root, work, areas, kind):
    sets = [NAMES] if kind == "kShort" else [names for names in areas if names]
    loader = make_loader(root)
    factory = make_factory(root)
    histogram = factory.EvaluateImportance(loader, getattr(root.TMVA, kind), root.TMVA.Types.kFisher, "Fisher", "!H:!V")
    assert contents(histogram) == pytest.approx(expected_importance(areas, sets), rel=1e-6)
    assert [histogram.GetXaxis().GetBinLabel(i + 1) for i in range(3)] == list(NAMES)
    assert histogram.ClassName() == "TH1F" and histogram.GetYaxis().GetTitle() == "Importance (%)"
    assert sorted(path.name for path in work.iterdir()) == ["Background.txt", "Signal.txt"]  # no files are left
    factory.BookMethod(loader, "Fisher", "Fisher", "!H:!V")  # nor methods
    factory.TrainAllMethods()


def test_random_sets_rank_the_variables_and_are_the_same_each_time(root):
    def evaluate():
        factory = make_factory(root)
        return contents(factory.EvaluateImportance(make_loader(root), root.TMVA.VIType.kRandom, "Fisher", "Fisher"))

    noise, weak, strong = first = evaluate()
    assert noise < weak < strong and sum(first) == pytest.approx(100)
    assert evaluate() == first


@pytest.mark.parametrize("arguments, message", [
    (("kShort", "Fisher", "Nope=1"), 'Fisher fails with the variables noise, weak, strong: .*unknown option "Nope=1"'),
    (("kShort", "BDT", ""), 'no method "BDT"'),
    (("kShort", "Category", ""), "has no categories"),
])
def test_methods_that_fail_are_named(root, arguments, message):
    kind, method, options = arguments
    with pytest.raises(root.TMVA.FatalError, match=message):
        make_factory(root).EvaluateImportance(make_loader(root), getattr(root.TMVA, kind), method, "M", options)
    assert root.TMVA.gConfig().IsSilent()


def test_what_has_no_importance_is_refused(root):
    regression = make_factory(root, "AnalysisType=Regression")
    loader = make_loader(root)
    loader.AddTarget("x+y")
    with pytest.raises(root.TMVA.FatalError, match="a regression does not have"):
        regression.EvaluateImportance(loader, root.TMVA.kShort, "LD", "LD")
    with pytest.raises(root.TMVA.FatalError, match="expected a DataLoader, got nullptr"):
        regression.EvaluateImportance(root.nullptr, root.TMVA.kShort, "LD", "LD")
    many = make_loader(root, [f"noise*{i}" for i in range(1, 22)])
    with pytest.raises(root.TMVA.FatalError, match=r"kAll of 21 variables takes 2\^21 - 1 = 2.1e\+06 trainings"):
        make_factory(root).EvaluateImportance(many, root.TMVA.kAll, "Fisher", "Fisher")


@pytest.mark.parametrize("call, message", [
    (lambda factory, loader: factory.EvaluateAllVariables(loader), "no method Variable"),
    (lambda factory, loader: factory.OptimizeAllMethods("ROCIntegral", "FitGA"), "not tuned in this version"),
    (lambda factory, loader: loader.AddDataSet("other"), "A|a DataLoader has one data set"),
])
def test_what_is_not_here_is_refused_by_name(root, call, message):
    with pytest.raises(root.TMVA.FatalError, match=message):
        call(make_factory(root), make_loader(root))


# --- data loaders made from others


def variables_of(loader):
    return [str(info.GetExpression()) for info in loader.GetDataSetInfo().GetVariableInfos()]


def events_of(root, loader):
    data = loader.GetDataSetInfo().GetDataSet()
    return [[*event.GetValues(), event.GetClass(), event.GetWeight()]
            for i in range(data.GetNTrainingEvents()) for event in [data.GetTrainingEvent(i)]]


@pytest.mark.parametrize("definition, kept", [
    ("VT(2.0)", ["strong"]), ("VT( 0.1 )", ["weak", "strong"]), ("VT", list(NAMES))])
def test_variance_threshold(root, definition, kept):
    loader = make_loader(root)
    transformed = loader.VarTransform(definition)
    assert transformed.GetName() == "vt_transformed_dataset"
    assert variables_of(transformed) == kept and variables_of(loader) == list(NAMES)
    columns = [NAMES.index(name) for name in kept] + [-2, -1]
    assert events_of(root, transformed) == [[event[i] for i in columns] for event in events_of(root, loader)]
    factory = make_factory(root)
    factory.BookMethod(transformed, "Fisher", "Fisher", "!H:!V")
    factory.TrainAllMethods()


def test_variance_threshold_of_single_events(root):
    loader = root.TMVA.DataLoader("single")
    for name in "xyz":
        loader.AddVariable(name)
    loader.AddSpectator("s")
    for add in (loader.AddTrainingEvent, loader.AddTestEvent):
        for i in range(20):
            add("Signal", [i, 1.0, -i, 7.0], 1.0)
            add("Background", [i, 1.0, 2 * i, 7.0], 1.0)
    transformed = loader.VarTransform("VT")
    assert variables_of(transformed) == ["x", "z"]
    event = transformed.GetDataSetInfo().GetDataSet().GetTrainingEvent(0)
    assert event.GetValue(0) in (-event.GetValue(1), event.GetValue(1) / 2) and event.GetSpectator(0) == 7


@pytest.mark.parametrize("definition", ["AE(index:[3,2])", "VT(x)", "VT(2", "PCA", ""])
def test_other_transformations_are_refused(root, definition):
    with pytest.raises(root.TMVA.FatalError, match="known is \"VT"):
        make_loader(root).VarTransform(definition)


def test_a_threshold_above_all_is_refused(root):
    with pytest.raises(root.TMVA.FatalError, match="no variable of data set \"dataset\" has a variance above 1000"):
        make_loader(root).VarTransform("VT(1000)")


def test_a_copy_has_the_same_events(root, work):
    loader = root.TMVA.DataLoader("dataset")
    for name in NAMES:
        loader.AddVariable(name)
    loader.AddSpectator("2*weak")
    make_loader(root)  # for its text files
    loader.AddSignalTree("Signal.txt", 2.0)
    loader.AddBackgroundTree("Background.txt")
    loader.AddCut(root.TCut("strong>0"), "Signal")
    loader.SetWeightExpression("1+weak*weak", "Background")
    loader.PrepareTrainingAndTestTree(root.TCut("noise<0.1"), "SplitMode=Random:SplitSeed=3:NormMode=None:!V")
    wanted = events_of(root, loader)
    copy = loader.MakeCopy("copy")
    with pytest.raises(root.TMVA.FatalError, match="the copy needs another name"):
        loader.MakeCopy("dataset")
    loader.__destruct__()
    assert events_of(root, copy) == wanted
