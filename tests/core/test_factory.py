"""Booking, the order of the steps, files, and what is printed; errors leave the Factory usable."""

import re
from array import array

import pytest

from given import DATA, make_loader, read_csv

OPTIONS = "!V:!Silent:!Color:!DrawProgressBar"

pytestmark = pytest.mark.usefixtures("work")


@pytest.fixture
def samples():
    return [read_csv(DATA / f"evaluate/binary_tiny.{sample}.csv") for sample in ("train", "test")]


@pytest.fixture
def loader(root, samples):
    return make_loader(root, ["v", "Fisher"], samples)


@pytest.fixture
def factory(root):
    return root.TMVA.Factory("job", OPTIONS + ":AnalysisType=Classification")


def run(factory):
    factory.TrainAllMethods()
    factory.TestAllMethods()
    factory.EvaluateAllMethods()


def test_booking_by_name_and_by_enum(root, factory, loader):
    by_name = factory.BookMethod(loader, "Given", "a", "!V")
    by_enum = factory.BookMethod(loader, root.TMVA.Types.kPlugins, "b", "!H")
    plain = factory.BookMethod(loader, root.TMVA.Types.kPlugins, "c")
    assert [m.GetName() for m in (by_name, by_enum, plain)] == ["a", "b", "c"]
    assert [factory.HasMethod("dataset", title) for title in "abcd"] == [True, True, True, False]
    assert factory.GetMethod("dataset", "b").GetName() == "b"
    assert not factory.GetMethod("dataset", "d")
    assert not factory.GetMethod("elsewhere", "a")


def test_keyword_arguments(root, loader):
    factory = root.TMVA.Factory("job", V=False, Silent=True, AnalysisType="Classification")
    assert factory.BookMethod(loader, root.TMVA.Types.kPlugins, "a", H=False, V=False).GetName() == "a"


def test_a_title_is_taken_once(factory, loader):
    factory.BookMethod(loader, "Given", "a", "")
    with pytest.raises(Exception, match='"a" is booked on data set "dataset" already'):
        factory.BookMethod(loader, "Given", "a", "")
    run(factory)


def test_a_title_names_files(factory, loader):
    with pytest.raises(Exception, match='title "a/b" cannot contain "/"'):
        factory.BookMethod(loader, "Given", "a/b", "")


@pytest.mark.parametrize("analysis, message", [("Classification", "has no variables. Call AddVariable"),
                                               ("Regression", "has no target. Call AddTarget")])
def test_nothing_to_learn_from_or_for(root, analysis, message):
    loader = root.TMVA.DataLoader("data")
    loader.AddSignalTrainingEvent([1.0])
    loader.AddBackgroundTrainingEvent([1.0])
    factory = root.TMVA.Factory("job", f"{OPTIONS}:AnalysisType={analysis}")
    with pytest.raises(Exception, match=message):
        factory.BookMethod(loader, "Given", "a", "")


@pytest.mark.parametrize("method, options, message", [("Given", "NoSuch=1", "NoSuch"), ("Unheard", "", "Unheard")])
def test_a_refused_booking_leaves_the_factory_usable(factory, loader, method, options, message):
    with pytest.raises(Exception, match=message):
        factory.BookMethod(loader, method, "a", options)
    assert not factory.HasMethod("dataset", "a")
    factory.BookMethod(loader, "Given", "a", "")
    run(factory)
    assert 0 < factory.GetROCIntegral(loader, "a") < 1


def test_a_method_that_cannot_do_the_analysis(root, loader, capfd):
    loader.AddTarget("v")
    factory = root.TMVA.Factory("job", OPTIONS + ":AnalysisType=Regression")
    assert not factory.BookMethod(loader, "Given", "a", "")
    assert "WARNING" in capfd.readouterr().out
    assert not factory.HasMethod("dataset", "a")


@pytest.mark.parametrize("analysis", ["Classification", "Multiclass", "Auto"])
@pytest.mark.parametrize("classes, message", [
    ([], '0 classes, expected two or more: "Signal" and "Background" have no trees. Call AddSignalTree'),
    (["Signal"], '1 class, expected two or more: "Background" has no trees'),
    (["Background"], '"Signal" has no trees'), (["one"], 'all classes but "one" have no trees')])
def test_too_few_classes(root, analysis, classes, message):
    loader = root.TMVA.DataLoader("few")
    loader.AddVariable("x", "F")
    tree = root.TTree("tree", "tree")
    tree.Branch("x", array("f", [1]), "x/F")
    tree.Fill()
    for name in classes:
        loader.AddTree(tree, name)
    factory = root.TMVA.Factory("job", f"{OPTIONS}:AnalysisType={analysis}")
    with pytest.raises(root.TMVA.FatalError, match=f'AnalysisType={analysis}: data set "few" has .*{message}'):
        factory.BookMethod(loader, "Given", "a", "")


@pytest.mark.parametrize("method, hint", [("BDT", "A ROOT built with TMVA has BDT"), ("Unheard", "Check the spelling")])
def test_a_refused_method_names_those_that_can_be_loaded(root, factory, loader, method, hint):
    libraries = root.gInterpreter.GetMapfile()
    libraries.SetValue("TMVA::MethodElsewhere", "libElsewhere.so")
    with pytest.raises(root.TMVA.FatalError) as error:
        factory.BookMethod(loader, method, "a", "")
    here = re.search(r"Methods here: ([\w, ]+)\. " + hint, str(error.value))[1].split(", ")
    assert {"Elsewhere", "Given"} <= set(here)
    assert not {"Base", "Name", "Tag", "BDT"} & set(here)


def test_an_output_file_that_could_not_be_opened(root, loader, capfd):
    root.TMVA.Factory("job", OPTIONS)
    assert "WARNING" not in capfd.readouterr().out
    factory = root.TMVA.Factory("job", root.nullptr, OPTIONS + ":AnalysisType=Classification")
    assert 'Factory "job": no output file was opened, so nothing will be written' in capfd.readouterr().out
    factory.BookMethod(loader, "Given", "a", "")
    run(factory)


@pytest.mark.parametrize("end", ["close", "delete", "reopen"])
def test_an_output_file_that_is_not_writable_any_more(root, loader, end):
    output = root.TFile.Open("output.root", "RECREATE")
    factory = root.TMVA.Factory("job", output, OPTIONS + ":AnalysisType=Classification")
    factory.BookMethod(loader, "Given", "a", "Explode")
    if end == "reopen":
        output.ReOpen("READ")
    elif end == "close":
        output.Close()
    else:
        output.__destruct__()
    message = "is not writable" if end == "reopen" else "is not open"
    with pytest.raises(root.TMVA.FatalError, match=f'TrainAllMethods of Factory "job": .*{message}'):
        factory.TrainAllMethods()
    with pytest.raises(root.TMVA.FatalError, match=f'EvaluateAllMethods of Factory "job": .*{message}'):
        factory.EvaluateAllMethods()


@pytest.mark.parametrize("options, message", [
    ("AnalysisType=Nonsense", "AnalysisType"), ("VerboseLevel=Nonsense", "VerboseLevel"),
    ("Transformation=I", "Transformations")])
def test_wrong_options(root, options, message):
    with pytest.raises(Exception, match=message):
        root.TMVA.Factory("job", "!Color:" + options)


def test_steps_in_the_wrong_order(factory, loader):
    for step in (factory.TrainAllMethods, factory.TestAllMethods, factory.EvaluateAllMethods):
        with pytest.raises(Exception, match="no method is booked. Call BookMethod first"):
            step()
    factory.BookMethod(loader, "Given", "a", "")
    with pytest.raises(Exception, match="no method is trained. Call TrainAllMethods first"):
        factory.TestAllMethods()
    with pytest.raises(Exception, match="Call TrainAllMethods and TestAllMethods first"):
        factory.EvaluateAllMethods()
    with pytest.raises(Exception, match='"a" has 0 responses to the 21 test events'):
        factory.GetROCIntegral(loader, "a")
    run(factory)


def test_names_that_do_not_exist(factory, loader):
    factory.BookMethod(loader, "Given", "a", "")
    with pytest.raises(Exception, match='data set "nowhere"; there are: dataset'):
        factory.GetROCIntegral("nowhere", "a")
    with pytest.raises(Exception, match='No method "b" is booked on data set "dataset"; there are: a'):
        factory.GetROCCurve(loader, "b")
    run(factory)
    with pytest.raises(Exception, match="no class 2 .* has 2 classes"):
        factory.GetROCIntegral(loader, "a", 2)


def test_a_training_that_fails(factory, loader):
    factory.BookMethod(loader, "Given", "good", "")
    factory.BookMethod(loader, "Given", "bad", "Explode")
    with pytest.raises(Exception, match="exploded as it was told to"):
        factory.TrainAllMethods()
    factory.TestAllMethods()
    factory.EvaluateAllMethods()
    assert factory.GetROCIntegral(loader, "good") > 0


def test_methods_come_back_from_their_weight_files(factory, loader, work):
    booked = factory.BookMethod(loader, "Given", "a", "")
    assert booked.GetJobName() == "job"
    factory.TrainAllMethods()
    weights = work / "dataset/weights/job_a.weights.xml"
    assert 'Method="Given::a"' in weights.read_text()
    weights.unlink()
    factory.TestAllMethods()
    assert factory.GetMethod("dataset", "a").GetWeightFileName() == "dataset/weights/job_a.weights.xml"


def test_without_model_persistence(root, loader, work):
    factory = root.TMVA.Factory("job", OPTIONS + ":!ModelPersistence:AnalysisType=Classification")
    booked = factory.BookMethod(loader, "Given", "a", "")
    run(factory)
    assert factory.GetMethod("dataset", "a") == booked
    assert not list(work.rglob("*.xml"))


def test_without_output_file(factory, loader, work):
    factory.BookMethod(loader, "Given", "a", "")
    run(factory)
    assert [path.name for path in work.rglob("*") if path.is_file()] == ["job_a.weights.xml"]


def test_an_output_file_that_cannot_be_written(root, work):
    root.TFile.Open("out.root", "RECREATE").Close()
    with pytest.raises(Exception, match="out.root is not writable"):
        root.TMVA.Factory("job", root.TFile.Open("out.root"), OPTIONS)


def test_methods_that_are_booked_later(factory, loader, capfd):
    factory.BookMethod(loader, "Given", "a", "")
    factory.TrainAllMethods()
    factory.BookMethod(loader, "Given", "b", "")
    capfd.readouterr()
    factory.TrainAllMethods()
    trained = re.findall("Train method: (.)", capfd.readouterr().out)
    assert trained == ["b"]


def test_two_data_sets(root, factory, samples):
    loaders = [make_loader(root, ["v", "Fisher"], samples, name=name) for name in ("one", "two")]
    for loader in loaders:
        factory.BookMethod(loader, "Given", "Fisher", "")
    run(factory)
    assert factory.GetROCIntegral("one", "Fisher") == factory.GetROCIntegral(loaders[1], "Fisher")
    twin = make_loader(root, ["v"], samples, name="one")
    with pytest.raises(Exception, match='Two DataLoaders are named "one"'):
        factory.BookMethod(twin, "Given", "other", "")


def test_silent(root, loader, capfd):
    factory = root.TMVA.Factory("job", "Silent:!DrawProgressBar:AnalysisType=Classification")
    factory.BookMethod(loader, "Given", "a", "")
    capfd.readouterr()
    run(factory)
    assert capfd.readouterr() == ("", "")


def test_no_tables_without_roc(root, loader, capfd):
    factory = root.TMVA.Factory("job", OPTIONS + ":!ROC:AnalysisType=Classification")
    factory.BookMethod(loader, "Given", "a", "")
    run(factory)
    assert "ROC-integ" not in capfd.readouterr().out


def test_curves_of_all_methods(root, factory, loader):
    factory.BookMethod(loader, "Given", "v", "")
    factory.BookMethod(loader, "Given", "Fisher", "")
    run(factory)
    curves = factory.GetROCCurveAsMultiGraph(loader)
    assert [graph.GetName() for graph in curves.GetListOfGraphs()] == ["v", "Fisher"]
    canvas = factory.GetROCCurve(loader)
    assert canvas.InheritsFrom("TCanvas")
    assert "TMultiGraph" in [primitive.ClassName() for primitive in canvas.GetListOfPrimitives()]


@pytest.mark.parametrize("names, kind", [
    (("Signal", "Background"), "kClassification"), (("Signal", "Noise"), "kMulticlass")])
def test_analysis_type_from_the_classes(root, samples, names, kind):
    loader = make_loader(root, ["v", "Fisher"], samples, names)
    factory = root.TMVA.Factory("job", OPTIONS)
    method = factory.BookMethod(loader, "Given", "a", "")
    assert method.GetAnalysisType() == getattr(root.TMVA.Types, kind)


def test_analysis_type_of_one_class(root, samples):
    one_class = [[row for row in rows if row["classID"] == "0"] for rows in samples]
    loader = make_loader(root, ["v"], one_class)
    with pytest.raises(Exception, match="has 1 class, expected two or more"):
        root.TMVA.Factory("job", OPTIONS).BookMethod(loader, "Given", "a", "")


def test_multiclass(root, samples):
    loader = make_loader(root, ["v", "Fisher"], samples, ("one", "two" * 20))
    factory = root.TMVA.Factory("job", OPTIONS + ":AnalysisType=Multiclass")
    factory.BookMethod(loader, "Given", "a", "")
    factory.TrainAllMethods()
    factory.TestAllMethods()
    # Class 1 against the rest by the second value is the mirror image of class 0 against the rest by it.
    assert 0 < factory.GetROCIntegral(loader, "a", 1) < 0.5 < factory.GetROCIntegral(loader, "a", 0)
    tree = loader.GetDataSetInfo().GetDataSet().GetTree(root.TMVA.Types.kTesting)
    names = [event.GetLeaf("className").GetValueString() for event in tree]
    assert set(names) == {"one", "two" * 13}  # 39 letters and the end
    factory.EvaluateAllMethods()


def test_a_method_is_deleted_with_its_factory(factory, loader):
    factory.BookMethod(loader, "Given", "a", "")
    factory.DeleteAllMethods()
    assert not factory.HasMethod("dataset", "a")
    with pytest.raises(Exception, match="no method is booked"):
        factory.TrainAllMethods()


def test_ranking_of_the_input_variables(root, loader, capfd):
    output = root.TFile.Open("out.root", "RECREATE")
    factory = root.TMVA.Factory("job", output, OPTIONS + ":AnalysisType=Classification")
    factory.BookMethod(loader, "Given", "a", "")
    factory.TrainAllMethods()
    # 0.7881 is what genuine TMVA prints for v.
    assert re.search(r"IdTransformation.*: Ranking result(.*\n)*.*1 : \w+ +: 7\.881e-01", capfd.readouterr().out)


def test_signal_is_the_class_of_that_name(root, samples, capfd):
    loader = make_loader(root, ["v", "Fisher"], samples, ("Background", "Signal"))
    output = root.TFile.Open("out.root", "RECREATE")
    factory = root.TMVA.Factory("job", output, OPTIONS)
    factory.BookMethod(loader, "Given", "a", "")
    run(factory)
    assert factory.GetROCIntegral(loader, "a") < 0.5  # what is signal elsewhere in this file is background here
    assert re.search(r"1 : \w+ +: 7\.881e-01", capfd.readouterr().out)


def test_correlations_of_the_responses(root, loader, capfd):
    factory = root.TMVA.Factory("job", OPTIONS + ":Correlations:AnalysisType=Classification")
    factory.BookMethod(loader, "Given", "v", "")
    factory.BookMethod(loader, "Given", "Fisher", "")
    run(factory)
    printed = capfd.readouterr().out
    # Fisher is a linear function of v.
    for name in ("Signal", "Background"):
        matrix = rf"responses \({name}\):(.*\n)+?.* v: +\+1\.000 +\+1\.000\n.* Fisher: +\+1\.000 +\+1\.000\n"
        assert re.search(matrix, printed)


@pytest.fixture
def trees(root):
    """A DataLoader with the variable x, and two trees of 100 entries in which x is 0, 1, 2, ..."""
    for name in ("S", "B"):
        root.RDataFrame(100).Define("x", "float(rdfentry_)").Snapshot(name, name + ".root")
    files = [root.TFile.Open(name + ".root") for name in ("S", "B")]
    loader = root.TMVA.DataLoader("dataset")
    loader.AddVariable("x", "F")
    yield loader, files[0].Get("S"), files[1].Get("B")


@pytest.mark.parametrize("missing", ["Signal", "Background"])
def test_a_class_without_training_events(root, factory, trees, missing):
    loader, signal, background = trees
    loader.AddSignalTree(signal)
    loader.AddBackgroundTree(background)
    loader.AddCut(root.TCut("x > 1e9"), missing)
    loader.PrepareTrainingAndTestTree(root.TCut(""), "SplitMode=Block:!V")
    factory.BookMethod(loader, "Given", "x", "")
    with pytest.raises(Exception, match=f'Class "{missing}" .*has no training events.*cut ".*x > 1e9.*nTrain_{missing}'):
        factory.TrainAllMethods()


def test_a_class_without_test_events(root, factory, trees):
    loader, signal, background = trees
    loader.AddSignalTree(signal)
    loader.AddBackgroundTree(background, 1.0, root.TMVA.Types.kTraining)
    loader.PrepareTrainingAndTestTree(root.TCut(""), "SplitMode=Block:!V")
    factory.BookMethod(loader, "Given", "x", "")
    factory.TrainAllMethods()
    factory.TestAllMethods()
    with pytest.raises(Exception, match='"x" cannot be evaluated: there are no background test events'):
        factory.EvaluateAllMethods()


def test_help_and_classes_of_methods(factory, loader, capfd):
    for title in "ab":
        factory.BookMethod(loader, "Given", title, "")
    capfd.readouterr()
    factory.PrintHelpMessage("dataset", "b")
    assert re.findall(r"--- Method (\w)", capfd.readouterr().out) == ["b"]
    factory.PrintHelpMessage("dataset")
    assert re.findall(r"--- Method (\w)", capfd.readouterr().out) == ["a", "b"]
    factory.MakeClass("dataset")
    assert re.findall(r"class of method (\w)", capfd.readouterr().out) == ["a", "b"]
    for call in (factory.PrintHelpMessage, factory.MakeClass):
        with pytest.raises(Exception, match='No method "c" is booked'):
            call("dataset", "c")
