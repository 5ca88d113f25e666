"""Fisher and LD: coefficients, responses, rankings and weight files of genuine TMVA, and what they refuse."""

import csv
import re

import numpy as np
import pytest

import given
import weight_files
from test_transforms import DONE, GOLDEN, ids, regression

REGRESSION = [case for case in DONE if case["name"].startswith("reg_")]
FACTORY = "!V:Silent:!Color:!DrawProgressBar:Transformations=:!ROC:!Correlations:AnalysisType="
BINARY = {"binary": ["var1", "var2", "var3", "var4"], "binary_negweights": ["v1", "v2", "v3"], "binary_tiny": ["v"],
          "binary_perfect": ["v"]}
# Genuine TMVA trained all methods of that job so, as one of them asked for it.
OPTIONS = {"binary_negweights": "IgnoreNegWeightsInTraining"}

pytestmark = pytest.mark.usefixtures("work")


def read_samples(case):
    return [given.read_csv(given.DATA / f"evaluate/{case}.{sample}.csv") for sample in ("train", "test")]


def train(root, loader, method, options="", analysis="Classification"):
    factory = root.TMVA.Factory("job", FACTORY + analysis)
    assert factory.BookMethod(loader, method, method, options)
    factory.TrainAllMethods()
    factory.TestAllMethods()
    return factory


def responses(root, loader, method, kind, analysis="kClassification"):
    types = root.TMVA.Types
    results = loader.GetDataSetInfo().GetDataSet().GetResults(method, getattr(types, kind), getattr(types, analysis))
    return [results.GetValues(i)[0] for i in range(results.GetSize())]


def coefficients(path):
    return [float(node.get("Value")) for node in weight_files.parse(path).iter("Coefficient")]


def matrix(rows, columns):
    return np.array([[float(row[name]) for name in columns] for row in rows])


@pytest.mark.parametrize("case", BINARY)
def test_fisher_responds_as_that_of_tmva(root, case):
    samples = read_samples(case)
    loader = given.make_loader(root, BINARY[case], samples)
    train(root, loader, "Fisher", OPTIONS.get(case, ""))
    for rows, kind in zip(samples, ("kTraining", "kTesting")):
        golden = [float(row["Fisher"]) for row in rows]
        assert responses(root, loader, "Fisher", kind) == pytest.approx(golden, rel=1e-5, abs=1e-6)


def test_area_is_that_of_tmva(root):
    loader = given.make_loader(root, ["v"], read_samples("binary_tiny"))
    factory = train(root, loader, "Fisher")
    golden = given.read_metrics("binary_tiny", "Fisher")["rocIntegralTest"]
    assert factory.GetROCIntegral(loader, "Fisher") == pytest.approx(golden, rel=1e-6)


def test_training_prints_the_tables_of_tmva(root, capfd):
    loader = given.make_loader(root, BINARY["binary"], read_samples("binary"))
    factory = root.TMVA.Factory("job", FACTORY.replace("Silent", "!Silent") + "Classification")
    factory.BookMethod(loader, "Fisher", "Fisher", "")
    factory.TrainAllMethods()
    root.TMVA.gConfig().SetSilent(True)
    root.gSystem.Exec("true")  # flushes C++'s output
    printed = "\n".join(re.sub(r"^.*?: ", "", line) for line in capfd.readouterr().out.splitlines())
    golden = """
Results for Fisher coefficients:
-----------------------
Variable:  Coefficient:
-----------------------
    var1:       -0.779
    var2:       -0.459
    var3:       -0.277
    var4:       +1.353
(offset):       -0.191
-----------------------"""
    assert golden in printed
    ranking = """
Ranking result (top variable is best ranked)
-------------------------------
Rank : Variable  : Discr. power
-------------------------------
   1 : var4      : 1.362e-01
   2 : var3      : 6.884e-02
   3 : var2      : 3.527e-02
   4 : var1      : 1.778e-02
-------------------------------"""
    assert ranking in printed


def test_regression_prints_the_table_of_tmva(root, capfd):
    file, loader = regression(root)
    factory = root.TMVA.Factory("job", FACTORY.replace("Silent", "!Silent") + "Regression")
    factory.BookMethod(loader, "LD", "LD", "VarTransform=N")
    factory.TrainAllMethods()
    root.TMVA.gConfig().SetSilent(True)
    root.gSystem.Exec("true")  # flushes C++'s output
    printed = capfd.readouterr().out
    for line in ("Results for LD coefficients:", "TRANSFORMED variables (Norm)", "    var1:       +0.547",
                 "    var2:       +0.599", "(offset):       -0.335"):
        assert line in printed
    assert "Ranking result" not in printed
    file.Close()


def fisher(rows, columns, mahalanobis):
    """The formula of the Users Guide: coefficients, and the importance of the variables."""
    x, weight, cls = matrix(rows, columns), matrix(rows, ["weight"])[:, 0], matrix(rows, ["classID"])[:, 0]
    sums = [weight[cls == c].sum() for c in (0, 1)]
    means = [np.average(x[cls == c], axis=0, weights=weight[cls == c]) for c in (0, 1)]
    within = sum(np.cov(x[cls == c].T, aweights=weight[cls == c], ddof=0) for c in (0, 1))
    mean = np.average(x, axis=0, weights=weight)
    between = sum(s * np.outer(m - mean, m - mean) for s, m in zip(sums, means)) / sum(sums)
    metric = within + between if mahalanobis else within
    slopes = np.sqrt(sums[0] * sums[1]) / sum(sums) * np.linalg.solve(metric, means[0] - means[1])
    return [-slopes @ (means[0] + means[1]) / 2, *slopes], np.diag(between) / np.diag(within + between)


@pytest.mark.parametrize("options, mahalanobis", [("Mahalanobis", True), ("Method=mahalanobis", True), ("Fisher", False)])
def test_option_method(root, work, options, mahalanobis):
    rows, test = read_samples("binary")
    rows = rows[:1300]  # classes of unequal sizes
    train(root, given.make_loader(root, BINARY["binary"], (rows, test)), "Fisher", options)
    expected, _importance = fisher(rows, BINARY["binary"], mahalanobis)
    path = work / "dataset/weights/job_Fisher.weights.xml"
    assert coefficients(path) == pytest.approx(expected, rel=1e-5)
    values = {option.get("name"): option.text for option in weight_files.parse(path).iter("Option")}
    assert values["Method"] == ("Mahalanobis" if mahalanobis else "Fisher")


@pytest.mark.parametrize("case", REGRESSION, ids=ids)
def test_ld_is_trained_as_that_of_tmva(root, work, case):
    file, loader = regression(root)
    train(root, loader, "LD", f"!H:!V:VarTransform={case['transform']}", "Regression")
    ours = weight_files.parse(work / "datasetreg/weights/job_LD.weights.xml")
    golden = weight_files.parse(GOLDEN / f"{case['name']}.weights.xml")
    assert ours.attrib == golden.attrib
    for node in ("Options", "Variables", "Classes", "Targets", "Transformations", "MVAPdfs"):
        assert weight_files.differences(ours.find(node), golden.find(node), ours_only=["ReferenceClass"]) == []
    # Genuine TMVA sums squares, and inverts their matrix.
    assert weight_files.differences(ours.find("Weights"), golden.find("Weights"), tolerance=1e-5) == []
    if case["name"] == weight_files.UNDONE_BY_HALF:
        return
    with open(GOLDEN / f"{case['name']}.csv") as rows:
        for row in csv.DictReader(rows):
            kind = "kTraining" if row["type"] == "train" else "kTesting"
            golden = pytest.approx(float(row["response_0"]), rel=1e-5, abs=1e-4)
            assert responses(root, loader, "LD", kind, "kRegression")[int(row["index"])] == golden
    file.Close()


def test_ld_regression_of_one_event_is_that_of_all(root, work):
    file, loader = regression(root)
    factory = train(root, loader, "LD", "VarTransform=N", "Regression")
    all_in_one_go = responses(root, loader, "LD", "kTesting", "kRegression")
    method, data = factory.GetMethod("datasetreg", "LD"), loader.GetDataSetInfo().GetDataSet()
    data.SetCurrentType(root.TMVA.Types.kTesting)
    for i in (0, 7, 399):
        data.SetCurrentEvent(i)
        assert list(method.GetRegressionValues()) == [pytest.approx(all_in_one_go[i], rel=1e-6)]
        assert method.GetMvaValue() == pytest.approx(all_in_one_go[i], rel=1e-6)
    file.Close()


def test_ld_classification_fits_one_and_zero(root, work):
    samples = read_samples("binary")
    loader = given.make_loader(root, BINARY["binary"], samples)
    train(root, loader, "LD")
    x = np.column_stack([np.ones(len(samples[0])), matrix(samples[0], BINARY["binary"])])
    root_of_weight = np.sqrt(matrix(samples[0], ["weight"]))
    is_signal = matrix(samples[0], ["classID"]) == 0
    expected = np.linalg.lstsq(root_of_weight * x, root_of_weight * is_signal, rcond=None)[0][:, 0]
    assert coefficients(work / "dataset/weights/job_LD.weights.xml") == pytest.approx(expected, rel=1e-5)
    assert responses(root, loader, "LD", "kTraining") == pytest.approx(x @ expected, rel=1e-4, abs=1e-5)
    reader = root.TMVA.Reader("var1:var2:var3:var4", "!Color:Silent")
    reader.BookMVA("LD", "dataset/weights/job_LD.weights.xml")
    values = root.std.vector["float"](x[3, 1:])
    assert reader.EvaluateMVA(values, "LD") == pytest.approx(x[3] @ expected, rel=1e-5)


@pytest.mark.parametrize("offset", [0, 1e5])
def test_offsets_of_variables_do_not_matter(root, offset):
    """Spread 1 beside an offset of 1e5: the squares of such floats have no digits left for their differences."""
    loader = root.TMVA.DataLoader("dataset")
    loader.AddVariable("x", "F")
    for i in range(64):
        for name, shift in (("Signal", 2), ("Background", 0)):
            values = root.std.vector["double"]([offset + shift + i / 16])
            loader.AddTrainingEvent(name, values)
            loader.AddTestEvent(name, values)
    loader.PrepareTrainingAndTestTree(root.TCut(""), "SplitMode=Block:NormMode=None:!V")
    train(root, loader, "Fisher")
    variance = (64**2 - 1) / 12 / 16**2
    slope = 0.5 * 2 / (2 * variance)
    assert coefficients("dataset/weights/job_Fisher.weights.xml")[1] == pytest.approx(slope, rel=1e-6)


@pytest.mark.parametrize("method", ["Fisher", "LD"])
def test_dependent_variables_are_refused(root, method):
    loader = given.make_loader(root, ["var1", "var1"], read_samples("binary"))
    with pytest.raises(root.TMVA.FatalError, match=rf'{method}.*"dataset".*linearly dependent'):
        train(root, loader, method)


@pytest.mark.parametrize("method, message", [("Fisher", "signal training events add up to -12,"),
                                             ("LD", "training events add up to -21,")])
def test_negative_sums_of_weights_are_refused(root, method, message):
    training, test = read_samples("binary_tiny")
    loader = given.make_loader(root, ["v"], ([dict(row, weight="-1") for row in training], test))
    with pytest.raises(root.TMVA.FatalError, match=message + " expected more than 0"):
        train(root, loader, method)


@pytest.mark.parametrize("method, analysis, classes", [
    ("Fisher", "Multiclass", ("a", "b")), ("LD", "Multiclass", ("a", "b")), ("Fisher", "Regression", ("a", "b"))])
def test_other_analyses_are_not_booked(root, method, analysis, classes):
    loader = given.make_loader(root, ["v"], read_samples("binary_tiny"), classes)
    loader.AddTarget("v")
    factory = root.TMVA.Factory("job", FACTORY + analysis)
    assert not factory.BookMethod(loader, method, method, "")
    assert not factory.HasMethod("dataset", method)


@pytest.mark.parametrize("damage, message", [
    (lambda text: text.replace('Index="1" V', 'Index="2" V'), "coefficient 1 has Index 2"),
    (lambda text: text.replace('<Coefficient Index="4"', '<Lost Index="4"'), "4 coefficients, expected 5"),
    (lambda text: re.sub(r"(?s)<Weights.*</Weights>", "", text), "no coefficients yet"),
])
def test_damaged_weights_are_refused(root, work, damage, message):
    text = (GOLDEN / "class_None.weights.xml").read_text()
    assert damage(text) != text
    (work / "damaged.weights.xml").write_text(damage(text))
    reader = root.TMVA.Reader("var1:var2:var3:var4", "!Color:Silent")
    with pytest.raises(Exception, match=message):
        reader.BookMVA("M", "damaged.weights.xml")
        reader.EvaluateMVA(root.std.vector["float"](4), "M")


@pytest.mark.parametrize("method", ["kBDT", "kMLP", "kCuts", "kDL", "BDT", "Likelihood"])
def test_other_methods_of_tmva_are_refused_by_name(root, method):
    loader = given.make_loader(root, ["v"], read_samples("binary_tiny"))
    factory = root.TMVA.Factory("job", FACTORY + "Classification")
    name = method.removeprefix("k")
    booked = getattr(root.TMVA.Types, method) if method.startswith("k") else method
    message = rf'no method "{name}".*here: .*Fisher.*LD.*PyKeras.*A ROOT built with TMVA has {name}'
    with pytest.raises(root.TMVA.FatalError, match=message):
        factory.BookMethod(loader, booked, "title", "")
    assert not factory.HasMethod("dataset", "title")


def test_weight_file_of_another_method_is_refused_by_name(root, work):
    text = (GOLDEN / "class_None.weights.xml").read_text().replace("Fisher::Fisher", "BDT::BDT")
    (work / "bdt.weights.xml").write_text(text)
    reader = root.TMVA.Reader("var1:var2:var3:var4", "!Color:Silent")
    with pytest.raises(root.TMVA.FatalError, match='no method "BDT".*A ROOT built with TMVA has BDT'):
        reader.BookMVA("M", "bdt.weights.xml")
