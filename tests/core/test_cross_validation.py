"""CrossValidation against genuine TMVA: results, weight files and output file, the methods together, and its refusals."""

import gc
import json
import re
from array import array

import golden
import pytest

import weight_files
from test_folds import FOLDER

GOLDEN = golden.DATA / FOLDER
EXPRESSION = "int(fabs([id]))%int([NumFolds])"
CASES = {case["name"]: case for case in golden.cases(FOLDER) if case["name"].startswith("cv_")}
WITH_RESULTS = sorted(path.name.split(".")[0] for path in GOLDEN.glob("cv_*.result.json"))
WITH_LOGS = [name for name, case in CASES.items() if case["status"] == "ok"]

pytestmark = pytest.mark.usefixtures("work")


def options_of(case):
    """The options of the recorded constructor call, whether it was given a file, and the methods that were booked."""
    call = next(call for call in case["calls"] if call.startswith("cv = "))
    booked = re.findall(r'BookMethod\("Fisher", "(\w+)", ".*?(VarTransform=\w+)"', " ".join(case["calls"]))
    return re.search(r'"([^"]*)"\)$', call)[1], "TFile" in call, booked


def run_case(root, name, more=""):
    """The CrossValidation of a golden case, after Evaluate; with a file in `name`.root where the case has one."""
    options, has_file, booked = options_of(CASES[name])
    file = root.TFile.Open(f"{name}.root", "RECREATE") if has_file else None
    cv = cross_validate(root, options + more, booked, file)
    cv.file = file
    return cv


def make_loader(root, name="dataset"):
    loader = root.TMVA.DataLoader(name)
    for variable in "xy":
        loader.AddVariable(variable, "F")
    loader.AddSpectator("id")
    loader.trees = [golden.fill_tree(root, GOLDEN / f"{kind}_large.csv", kind) for kind in ("sig", "bkg")]
    loader.AddSignalTree(loader.trees[0])
    loader.AddBackgroundTree(loader.trees[1])
    loader.SetWeightExpression("w")
    loader.PrepareTrainingAndTestTree(root.TCut(""), root.TCut(""), "nTest_Signal=1:nTest_Background=1:SplitMode=Random:"
                                      "NormMode=NumEvents:!V")
    return loader


def cross_validate(root, options, booked=(("Fisher", "VarTransform=None"),), file=None):
    loader = make_loader(root)
    arguments = [file] if file else []
    cv = root.TMVA.CrossValidation("TMVACrossValidation", loader, *arguments, options)
    cv.loader = loader
    for title, method_options in booked:
        cv.BookMethod("Fisher", title, "!H:!V:Fisher:" + method_options)
    cv.Evaluate()
    return cv


def check_result(result, wanted):
    assert dict(result.GetROCValues()) == {int(k): pytest.approx(v, rel=1e-6) for k, v in wanted["roc"].items()}
    assert result.GetROCAverage() == pytest.approx(wanted["rocAverage"], rel=1e-6)
    assert result.GetROCStandardDeviation() == pytest.approx(wanted["rocStdDev"], rel=1e-3)
    for key, getter in (("sig", "Sig"), ("eff01", "Eff01"), ("eff10", "Eff10"), ("eff30", "Eff30"),
                        ("effArea", "EffArea"), ("trainEff01", "TrainEff01"), ("trainEff10", "TrainEff10"),
                        ("trainEff30", "TrainEff30")):
        assert list(getattr(result, f"Get{getter}Values")()) == pytest.approx(wanted[key], rel=1e-6), key
    assert list(result.GetSepValues()) == pytest.approx(wanted["sep"], abs=1e-5)
    curve = result.GetAvgROCCurve(20)
    assert [[curve.GetPointX(i), curve.GetPointY(i)] for i in range(20)] == [
        pytest.approx(point, rel=1e-6, abs=1e-9) for point in wanted["avgROCCurve20"]]


@pytest.mark.parametrize("name", WITH_RESULTS)
def test_results_are_those_of_tmva(root, name):
    cv = run_case(root, name, ":Silent")
    text = (GOLDEN / f"{name}.result.json").read_text()
    wanted = [value for key, value in json.JSONDecoder(object_pairs_hook=list).decode(text) if key == "result"]
    assert len(cv.GetResults()) == len(wanted)
    for result, pairs in zip(cv.GetResults(), wanted):
        values = dict(pairs)
        values["roc"] = dict(values["roc"])
        check_result(result, values)


@pytest.mark.parametrize("name", ["cv_random_k2", "cv_deterministic_k2"])
def test_weight_files_are_those_of_tmva(root, work, name):
    run_case(root, name, ":Silent")
    written = {path.name for path in (work / "dataset/weights").iterdir()}
    assert written == {path.name.removeprefix(f"{name}.") for path in GOLDEN.glob(f"{name}.*.weights.xml")}
    for file in written:
        ours, theirs = (weight_files.parse(path) for path in (work / "dataset/weights" / file, GOLDEN / f"{name}.{file}"))
        assert ours.attrib == theirs.attrib
        for node in ("Options", "Variables", "Spectators", "Classes", "Transformations", "MVAPdfs", "Weights"):
            assert weight_files.differences(ours.find(node), theirs.find(node), tolerance=2e-6) == []


def keys_of(directory, path=""):
    for key in directory.GetListOfKeys():
        yield path or "/", key.GetName(), key.GetClassName()
        if key.GetClassName() == "TDirectoryFile":
            yield from keys_of(directory.Get(key.GetName()), f"{path}/{key.GetName()}")
        if key.GetClassName() == "TTree":
            for branch in directory.Get(key.GetName()).GetListOfBranches():
                yield f"{path}/{key.GetName()}", branch.GetName(), "BRANCH"


@pytest.mark.parametrize("name", ["cv_deterministic_k2", "cv_deterministic_k3_foldfiles"])
def test_output_file_is_that_of_tmva(root, name):
    file = run_case(root, name, ":Silent").file
    rows = [line.split("\t") for line in (GOLDEN / f"{name}.keys.tsv").read_text().splitlines()[1:]]
    assert sorted(keys_of(file)) == sorted(tuple(row[:3]) for row in rows)
    assert file.Get("dataset/TestTree").GetEntries() == file.Get("dataset/TrainTree").GetEntries() == 598
    for fold in (1, 2, 3) if "foldfiles" in name else ():
        with root.TFile.Open(f"Fisher_fold{fold}.root") as of_fold:
            assert of_fold.Get(f"dataset/Method_Fisher/Fisher_fold{fold}/MVA_Fisher_fold{fold}_S")
            assert 190 < of_fold.Get("dataset/TestTree").GetEntries() < 210


def fold_responses(root, values):
    """Responses of the two folds' methods by themselves."""
    responses = []
    for fold in (1, 2):
        reader = root.TMVA.Reader(root.std.vector["TString"](["x", "y"]), "!Color:Silent")
        reader.AddSpectator("id", values["id"])
        reader.BookMVA("M", f"dataset/weights/TMVACrossValidation_Fisher_fold{fold}.weights.xml")
        responses.append(reader.EvaluateMVA(root.std.vector["float"]([values["x"][0], values["y"][0]]), "M"))
    return responses


@pytest.fixture
def reader(root):
    """A Reader with the variables and the spectator, and its values."""
    values = {name: array("f", [value]) for name, value in (("x", 0.5), ("y", -1.5), ("id", 7))}
    made = root.TMVA.Reader("!Color:Silent")
    for name in "xy":
        made.AddVariable(name, values[name])
    made.AddSpectator("id", values["id"])
    return made, values


CV_FILE = "dataset/weights/TMVACrossValidation_Fisher.weights.xml"


def test_reader_asks_the_method_that_did_not_see_the_event(root, reader):
    cross_validate(root, f"Silent:AnalysisType=Classification:NumFolds=2:SplitExpr={EXPRESSION}")
    made, values = reader
    made.BookMVA("CV", CV_FILE)
    by_fold = fold_responses(root, values)
    assert by_fold[0] != by_fold[1]
    for number in (7, 8, 1001):
        values["id"][0] = number
        assert made.EvaluateMVA("CV") == by_fold[number % 2]


def test_reader_averages(root, reader):
    cross_validate(root, "Silent:AnalysisType=Classification:SplitType=Random:NumFolds=2:OutputEnsembling=Avg")
    made, values = reader
    made.BookMVA("CV", CV_FILE)
    assert made.EvaluateMVA("CV") == pytest.approx(sum(fold_responses(root, values)) / 2)


def test_reader_refuses_random_folds(root, reader):
    cross_validate(root, "Silent:AnalysisType=Classification:SplitType=Random:NumFolds=2")
    made, _values = reader
    made.BookMVA("CV", CV_FILE)
    with pytest.raises(Exception, match="at random.*OutputEnsembling=Avg"):
        made.EvaluateMVA("CV")


def test_reader_needs_the_files_of_the_folds(root, reader, work):
    cross_validate(root, f"Silent:AnalysisType=Classification:NumFolds=2:SplitExpr={EXPRESSION}")
    (work / "dataset/weights/TMVACrossValidation_Fisher_fold2.weights.xml").unlink()
    with pytest.raises(root.TMVA.FatalError, match="Fisher_fold2.weights.xml cannot be read"):
        reader[0].BookMVA("CV", CV_FILE)


def read_tables(log):
    """What is printed for each method: coefficients, ROC integral, efficiencies, and what Print says of the results."""
    return [re.findall(line, log, re.MULTILINE) for line in (
        r": +(x|y|\(offset\)): +([+-]\d.\d+)$", r"dataset +(Fisher\S*) +: (\d\.\d{3})$",
        r"dataset +(Fisher\S*) +: (\d.\d+ \(\d.\d+\) +\d.\d+ \(\d.\d+\) +\d.\d+ \(\d.\d+\))",
        r": (.* ROC-Int : .*)$")]


@pytest.mark.parametrize("name", WITH_LOGS)
def test_tables_are_those_of_tmva(root, capfd, work, name):
    capfd.readouterr()
    cv = run_case(root, name)
    for result in cv.GetResults() if "Print" in str(CASES[name]["calls"]) else ():
        result.Print()
    root.gSystem.Exec("true")  # flushes C++'s output
    ours, theirs = read_tables(capfd.readouterr().out), read_tables((GOLDEN / f"{name}.log").read_text())
    assert ours == theirs and len(ours[2]) >= 3
    written = {str(path.relative_to(work)) for path in work.rglob("*.*") if path.is_file()} - {f"{name}.root"}
    assert written == {path for path in CASES[name]["written_files"] if not re.search(r"\.class\.C$|^TMVACV", path)}


def test_drawing(root):
    cv = cross_validate(root, "Silent:AnalysisType=Classification:SplitType=RandomStratified:NumFolds=3")
    result = cv.GetResults()[0]
    assert [curve.GetTitle() for curve in result.GetROCCurves().GetListOfGraphs()] == ["Fold 0", "Fold 1", "Fold 2"]
    for canvas, curves, title in ((result.Draw("folds"), ["Fold 0", "Fold 1", "Fold 2"], "ROC curves of the folds"),
                                  (result.DrawAvgROCCurve(True, "mine"), ["Fold 0", "Fold 1", "Fold 2", "Average"], "mine"),
                                  (result.DrawAvgROCCurve(), ["Average"], "Average ROC curve")):
        graphs = next(thing for thing in canvas.GetListOfPrimitives() if thing.InheritsFrom("TMultiGraph"))
        assert graphs.GetTitle() == f"{title};Signal efficiency (Sensitivity);Background rejection (Specificity)"
        assert [curve.GetTitle() for curve in graphs.GetListOfGraphs()] == curves
        canvas.SaveAs("canvas.png")
        assert open("canvas.png", "rb").read(4) == b"\x89PNG"


def test_results_and_methods_outlive_the_cross_validation(root):
    cv = cross_validate(root, "Silent:AnalysisType=Classification:SplitType=Random:NumFolds=3")
    average = cv.GetResults()[0].GetROCAverage()
    kept, copied, methods = cv.GetResults(), root.TMVA.CrossValidationResult(cv.GetResults()[0]), cv.GetMethods()
    del cv
    gc.collect()
    assert kept[0].GetROCAverage() == copied.GetROCAverage() == average
    assert [str(methods[0].GetValue["TString"](key)) for key in ("MethodName", "MethodTitle", "MethodOptions")] == [
        "Fisher", "Fisher", "!H:!V:Fisher:VarTransform=None"]


def test_options_may_be_keywords(root):
    loader = make_loader(root)
    cv = root.TMVA.CrossValidation("job", loader, NumFolds=5, SplitType="Random", Silent=True, AnalysisType="Classification")
    cv.BookMethod(root.TMVA.Types.kFisher, "Fisher")
    cv.Evaluate()
    assert cv.GetNumFolds() == len(cv.GetResults()[0].GetROCValues()) == 5


REFUSED = {
    "cv_random_with_expr_fatal": "needs SplitType=Deterministic, got SplitType=Random",
    "cv_bad_splittype": 'SplitType cannot be "Foo". Known values: Deterministic, Random, RandomStratified',
    "cv_foldfile_without_file": "FoldFileOutput needs an output file",
    "cv_no_method": "no method is booked. Call BookMethod first",
}


@pytest.mark.parametrize("name", REFUSED)
def test_bad_options_are_refused(root, name):
    assert CASES[name]["status"] == "exception"
    with pytest.raises(Exception) as error:
        run_case(root, name)
    assert REFUSED[name] in str(error.value)


def test_misuse_is_refused(root):
    loader = make_loader(root)
    cv = root.TMVA.CrossValidation("job", loader, "Silent:NumFolds=2")
    with pytest.raises(root.TMVA.FatalError, match="Call Evaluate first"):
        cv.GetResults()
    with pytest.raises(root.TMVA.FatalError, match="no method is booked"):
        cv.Evaluate()
    cv.BookMethod(root.TMVA.Types.kFisher, "Fisher", "")
    with pytest.raises(root.TMVA.FatalError, match='"Fisher" is booked already'):
        cv.BookMethod("Fisher", "Fisher", "")
    cv.SetSplitExpr("[id]>5?0:1")
    with pytest.raises(root.TMVA.FatalError, match="has a ':', where an option ends"):
        cv.Evaluate()
    with pytest.raises(Exception, match="There is no DataLoader"):
        root.TMVA.CrossValidation("job", root.nullptr, "Silent")


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("method, analysis, message", [
    ("Fisher", "Multiclass", "Method Fisher cannot do what is asked for: AnalysisType=Multiclass, 2 classes"),
    ("BDT", "Classification", 'There is no method "BDT".*A ROOT built with TMVA has BDT'),
])
def test_methods_that_cannot_do_it_are_refused(root, processes, method, analysis, message):
    loader = make_loader(root)
    cv = root.TMVA.CrossValidation("job", loader, f"Silent:AnalysisType={analysis}:NumWorkerProcs={processes}")
    cv.BookMethod(method, method)
    with pytest.raises(root.TMVA.FatalError, match=message):
        cv.Evaluate()


def test_folds_without_events_are_refused(root):
    with pytest.raises(root.TMVA.FatalError, match='Fold 3 of 3 of data set "dataset" has no events of class Signal'):
        cross_validate(root, "Silent:NumFolds=3:SplitExpr=int([id])%2")


def test_each_fold_has_model_files_of_its_own(root):
    """A method that notes the name it is given."""
    root.gInterpreter.Declare("""
    namespace given {
    class MethodNoting : public MethodGiven {
    public:
       using MethodGiven::MethodGiven;
       static std::vector<std::string> &Names() { static std::vector<std::string> names; return names; }
       void DeclareOptions() override { DeclareOptionRef(fName, "FilenameTrainedModel", "A name"); }
       void ProcessOptions() override { Names().push_back(fName.Data()); }
       TString fName;
    };
    TMVA::IMethod *CreateNoting(const TString &job, const TString &title, TMVA::DataSetInfo &dsi, const TString &option) {
       if (job == "" && title == "") return new MethodNoting(dsi, option);
       return new MethodNoting(job, title, dsi, option);
    }
    }
    TMVA::ClassifierFactory::Instance().Register("Noting", given::CreateNoting);
    """.replace("TMVA::ClassifierFactory::Instance", "auto notingKnown = TMVA::ClassifierFactory::Instance"))
    loader = make_loader(root)
    cv = root.TMVA.CrossValidation("job", loader, "Silent:AnalysisType=Classification:NumFolds=2")
    cv.BookMethod("Noting", "Noting", "!H:FilenameTrainedModel=a.b/model.h5")
    cv.Evaluate()
    assert list(map(str, root.given.MethodNoting.Names())) == ["a.b/model_fold1.h5", "a.b/model_fold2.h5"]


def test_without_persistence_only_the_folds_write_files(root, work):
    cross_validate(root, "Silent:AnalysisType=Classification:SplitType=Random:!ModelPersistence")
    assert sorted(path.name for path in (work / "dataset/weights").iterdir()) == [
        "TMVACrossValidation_Fisher_fold1.weights.xml", "TMVACrossValidation_Fisher_fold2.weights.xml"]
