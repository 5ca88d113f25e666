"""VarTransform against genuine TMVA: the grammar, the constants, the transformed events and the responses."""

import csv
import json
import xml.etree.ElementTree as ET

import pytest

import weight_files

GOLDEN = weight_files.DATA / "transforms"
CASES = json.loads((GOLDEN / "cases.json").read_text())
DONE = [case for case in CASES if case["status"] == "ok"]
REFUSED = [case for case in CASES if case["status"] != "ok"]


def ids(case):
    return case["name"]


def open_trees(root, name, trees):
    file = root.TFile.Open(f"{root.gROOT.GetTutorialDir()}/machine_learning/data/{name}")
    return file, [file.Get(tree) for tree in trees]


def classification(root):
    file, (signal, background) = open_trees(root, "tmva_class_example.root", ["TreeS", "TreeB"])
    loader = root.TMVA.DataLoader("dataset")
    for i in range(1, 5):
        loader.AddVariable(f"var{i}", "F")
    loader.AddSignalTree(signal, 1.0)
    loader.AddBackgroundTree(background, 1.0)
    loader.SetBackgroundWeightExpression("weight")
    loader.PrepareTrainingAndTestTree(
        root.TCut(""), root.TCut(""), "nTrain_Signal=500:nTrain_Background=500:nTest_Signal=500:nTest_Background=500:"
        "SplitMode=Block:NormMode=NumEvents:!V")
    return file, loader


def regression(root):
    file, (tree,) = open_trees(root, "tmva_reg_example.root", ["TreeR"])
    loader = root.TMVA.DataLoader("datasetreg")
    loader.AddVariable("var1", "Variable 1", "units", "F")
    loader.AddVariable("var2", "Variable 2", "units", "F")
    loader.AddTarget("fvalue")
    loader.AddRegressionTree(tree, 1.0)
    loader.SetWeightExpression("var1", "Regression")
    loader.PrepareTrainingAndTestTree(
        root.TCut(""), "nTrain_Regression=400:nTest_Regression=400:SplitMode=Block:NormMode=NumEvents:!V")
    return file, loader


def multiclass(root):
    classes = {"TreeS": "Signal", "TreeB0": "bg0", "TreeB1": "bg1"}
    file, trees = open_trees(root, "tmva_multiclass_example.root", classes)
    loader = root.TMVA.DataLoader("datasetmulti")
    for i in range(1, 5):
        loader.AddVariable(f"var{i}", "F")
    for tree, name in zip(trees, classes.values()):
        loader.AddTree(tree, name)
    sizes = ":".join(f"nTrain_{name}=200:nTest_{name}=200" for name in classes.values())
    loader.PrepareTrainingAndTestTree(root.TCut(""), sizes + ":SplitMode=Block:NormMode=NumEvents:!V")
    return file, loader


MAKERS = {"class": classification, "reg": regression, "multi": multiclass}


@pytest.fixture(scope="module")
def loaders(root):
    """One DataLoader a kind of analysis; the files stay open with them."""
    made = {}

    def get(case):
        kind = case["name"].split("_")[0]
        if kind not in made:
            made[kind] = MAKERS[kind](root)
        return made[kind][1]

    yield get
    made.clear()


def handler_of(root, loader, definition):
    handler = root.TMVA.TransformationHandler(loader.GetDataSetInfo(), "test")
    # As the option parser hands it on: values end at a blank.
    handler.AddTransformations(definition.split(" ")[0])
    return handler


def golden_rows(case):
    with open(GOLDEN / f"{case['name']}.csv") as file:
        yield from csv.DictReader(file)


def numbers(row, prefix):
    return [float(value) for name, value in row.items() if name.startswith(prefix)]


def saturates(case):
    """Whether several values have the same U or G: those at the ends of the distribution."""
    return any(letter in case["transform"] for letter in "UG")


def raw_event(root, loader, row):
    """The event of our data set that the golden row is, which is checked."""
    kind = root.TMVA.Types.kTraining if row["type"] == "train" else root.TMVA.Types.kTesting
    event = loader.GetDataSetInfo().GetDataSet().GetEvent(int(row["index"]), kind)
    assert list(event.GetValues()) == pytest.approx(numbers(row, "raw_"), rel=1e-7)
    return event


@pytest.mark.parametrize("case", DONE, ids=ids)
def test_constants(root, loaders, case):
    loader = loaders(case)
    handler = handler_of(root, loader, case["transform"])
    handler.CalcTransformations(loader.GetDataSetInfo().GetDataSet())
    ours = ET.fromstring(root.weight_files.ToXML(handler))[0]
    golden = weight_files.parse(GOLDEN / f"{case['name']}.weights.xml").find("Transformations")
    assert weight_files.differences(ours, golden, ours_only=["ReferenceClass"]) == []


@pytest.mark.parametrize("case", DONE, ids=ids)
def test_transformed_events(root, loaders, case):
    """With constants read from the golden file, which knows no reference class."""
    loader = loaders(case)
    handler = root.TMVA.TransformationHandler(loader.GetDataSetInfo(), "test")
    root.weight_files.ReadXML(handler, (GOLDEN / f"{case['name']}.weights.xml").read_text())
    for row in golden_rows(case):
        raw = root.TMVA.Event(raw_event(root, loader, row))
        event = root.TMVA.Event(handler.Transform(raw))
        assert list(event.GetValues()) == pytest.approx(numbers(row, "tr_"), rel=1e-6, abs=2e-7)
        assert list(event.GetTargets()) == pytest.approx(numbers(row, "trtarget_"), rel=1e-6, abs=2e-7)
        assert (event.GetClass(), event.GetWeight()) == (raw.GetClass(), raw.GetWeight())
        if not numbers(row, "trtarget_"):
            assert list(handler.InverseTransform(event).GetValues()) == list(event.GetValues())
        back = root.TMVA.Event(handler.InverseTransform(event, False))
        if saturates(case):
            # At the ends of a distribution its quantile hangs on the last digit of a float.
            again = handler.Transform(back)
            assert list(again.GetValues()) == pytest.approx(numbers(row, "tr_"), abs=0.03)
            assert list(again.GetTargets()) == pytest.approx(numbers(row, "trtarget_"), abs=0.03)
        else:
            assert list(back.GetValues()) == pytest.approx(numbers(row, "raw_"), rel=1e-5, abs=1e-5)
            assert list(back.GetTargets()) == pytest.approx(numbers(row, "rawtarget_"), rel=1e-5, abs=1e-5)


def with_constants_of_class(path, number):
    """The golden file with the constants of a class, by number, in the place of those of all classes."""
    document = weight_files.parse(path)
    for parent in document.iter():
        for tag in ("Matrix", "Statistics", "Eigenvectors", "Class"):
            if (sets := parent.findall(tag)) and parent.tag == "Transform":
                sets[-1].text = sets[number].text
                sets[-1][:] = sets[number][:]
        if (sets := list(parent)) and sets[-1].tag.startswith("CumulativePDF"):
            sets[-1][:] = sets[number][:]
    return ET.tostring(document, encoding="unicode")


@pytest.mark.parametrize("name, number", [
    ("class_D_Signal", 0), ("class_N_Background", 1), ("class_P_Signal", 0), ("class_P_var2_var4_Signal", 0),
    ("class_G_Signal", 0), ("class_U_Background", 1), ("multi_D_bg0", 1), ("multi_U_bg1", 2)])
def test_reference_class_is_used_and_read_back(root, loaders, name, number):
    case = next(case for case in DONE if case["name"] == name)
    loader = loaders(case)
    trained, read, golden = (handler_of(root, loader, definition) for definition in (case["transform"], "None", "None"))
    trained.CalcTransformations(loader.GetDataSetInfo().GetDataSet())
    root.weight_files.ReadXML(read, root.weight_files.ToXML(trained))
    root.weight_files.ReadXML(golden, with_constants_of_class(GOLDEN / f"{name}.weights.xml", number))
    differ = False
    for row in golden_rows(case):
        raw = root.TMVA.Event(raw_event(root, loader, row))
        expected = list(golden.Transform(raw).GetValues())
        differ |= expected != pytest.approx(numbers(row, "tr_"), rel=1e-3)
        for handler in (trained, read):
            assert list(handler.Transform(raw).GetValues()) == pytest.approx(expected, rel=1e-5, abs=1e-6)
    assert differ or name == "class_N_Background"  # whose ranges are those of all classes


@pytest.mark.parametrize("case", REFUSED, ids=ids)
def test_refused(root, loaders, case):
    with pytest.raises(root.TMVA.FatalError) as error:
        handler_of(root, loaders(case), case["transform"])
    assert case["transform"] in str(error.value)


@pytest.mark.parametrize("definition, name", [("None", "Id"), ("", "Id"), ("I", "Id"), ("N", "Norm"), ("N,D", "Norm_Deco"),
                                              ("P,U+G", "PCA_Uniform_Gauss")])
def test_name_of_chain(root, loaders, definition, name):
    assert handler_of(root, loaders(DONE[0]), definition).GetName() == name


def test_unknown_variable_is_named_with_the_known_ones(root, loaders, capfd):
    root.TMVA.MsgLogger.EnableOutput()
    handler_of(root, loaders(DONE[0]), "N(var9)")
    output = capfd.readouterr().out
    assert "var9" in output and "var1, var2, var3, var4" in output


def test_transforms_of_rows_and_of_events_agree(root, loaders):
    loader = loaders(next(case for case in DONE if case["name"] == "reg_N"))
    handler = handler_of(root, loader, "N+D(var1,var2)")
    data = loader.GetDataSetInfo().GetDataSet()
    handler.CalcTransformations(data)
    table = root.TMVA.EventTable(data.GetTable(root.TMVA.Types.kTesting))
    handler.Transform(table.GetRow(0), table.GetNRows())
    for i in (0, 1, 399):
        event = handler.Transform(data.GetEvent(i, root.TMVA.Types.kTesting))
        assert list(event.GetValues()) + list(event.GetTargets()) == [table.GetRow(i)[j] for j in range(3)]


def test_table_of_transformed_variables(root, loaders, capfd):
    root.TMVA.gConfig().SetSilent(False)
    case = next(case for case in DONE if case["name"] == "class_N_var3_D_var1_var2")
    handler = handler_of(root, loaders(case), case["transform"])
    capfd.readouterr()
    handler.CalcTransformations(loaders(case).GetDataSetInfo().GetDataSet())
    lines = [line.split(": ", 1)[1] for line in capfd.readouterr().out.splitlines()]
    golden = """
Variable        Mean        RMS   [        Min        Max ]
-----------------------------------------------------------
    var1:   0.034414     1.0000   [    -4.5763     4.2234 ]
    var2:  -0.059050     1.0000   [    -4.7016     3.8886 ]
    var3:   0.063482    0.23157   [    -1.0000     1.0000 ]
    var4:    0.14228     1.2653   [    -5.4626     4.4305 ]
-----------------------------------------------------------"""
    assert lines == golden.strip("\n").split("\n")


def names_in(folder):
    return {key.GetName() for key in folder.GetListOfKeys()}


def test_plots(root, loaders, tmp_path):
    """The contents; names and binnings are compared with golden ones by test_layout."""
    loader = loaders(next(case for case in DONE if case["name"] == "reg_N"))
    data = loader.GetDataSetInfo().GetDataSet()
    handler = handler_of(root, loader, "N")
    handler.CalcTransformations(data)
    file = root.TFile(str(tmp_path / "plots.root"), "RECREATE")
    handler.PlotVariables(data, root.TMVA.Types.kTraining)
    handler.PlotVariables(data, root.TMVA.Types.kTesting, file.mkdir("method"))
    assert names_in(file) == {"InputVariables_Norm", "method"}
    assert names_in(file.Get("method")) == {
        "var1__Regression", "var2__Regression", "fvalue__Regression_target", "CorrelationPlots"}
    training = data.GetTable(root.TMVA.Types.kTraining)
    weights = sum(training.GetWeight(i) for i in range(training.GetNRows()))
    target = file.Get("InputVariables_Norm/fvalue__Regression_target_Norm")
    assert target.Integral() == pytest.approx(weights, rel=1e-5)  # nothing in the overflow
    assert (target.GetXaxis().GetXmin(), target.GetXaxis().GetXmax()) == pytest.approx((-1, 1.05))
    scatter = file.Get("InputVariables_Norm/CorrelationPlots/scat_var2_vs_var1_Regression_Norm")
    assert scatter.GetEntries() == training.GetNRows()
    profile = file.Get("InputVariables_Norm/CorrelationPlots/prof_var2_vs_var1_Regression_Norm")
    assert abs(profile.GetMean(2)) < 0.3
    assert root.gDirectory.GetPath() == file.GetPath()
    file.Close()


def test_no_scatter_plots_of_many_variables(root, loaders, tmp_path):
    data = loaders(DONE[0]).GetDataSetInfo().GetDataSet()
    settings = root.TMVA.gConfig().fVariablePlotting
    file = root.TFile(str(tmp_path / "plots.root"), "RECREATE")
    settings.fMaxNumOfAllowedVariables = 3
    try:
        handler_of(root, loaders(DONE[0]), "").PlotVariables(data, root.TMVA.Types.kTraining)
    finally:
        settings.fMaxNumOfAllowedVariables = 20
    assert names_in(file.Get("InputVariables_Id")) == {
        f"var{i}__{name}_Id" for i in range(1, 5) for name in ("Signal", "Background")}
    file.Close()
