"""What a DataLoader does with its input beyond the golden cases: where trees come from, and what it says to bad input."""

import importlib.util
import re
import subprocess
from array import array
from pathlib import Path

import pytest

OPTIONS = "SplitMode=Block:NormMode=None:!V"


def make_tree(root, name, rows, branches=("x", "y")):
    tree = root.TTree(name, name)
    tree.SetDirectory(root.nullptr)
    buffers = [array("f", [0]) for _ in branches]
    for branch, buffer in zip(branches, buffers):
        tree.Branch(branch, buffer, f"{branch}/F")
    for row in rows:
        for buffer, value in zip(buffers, row):
            buffer[0] = value
        tree.Fill()
    return tree  # its addresses are left dangling, as they are in many a macro


def rows(n, start=0):
    return [(start + i, -(start + i)) for i in range(n)]


@pytest.fixture
def trees(root):
    return make_tree(root, "S", rows(8)), make_tree(root, "B", rows(12, 100))


def make_loader(root, trees, options=OPTIONS, cut="", variables=("x", "y")):
    loader = root.TMVA.DataLoader("data")
    for variable in variables:
        loader.AddVariable(variable, "F")
    loader.AddSignalTree(trees[0])
    loader.AddBackgroundTree(trees[1])
    loader.PrepareTrainingAndTestTree(root.TCut(cut), options)
    return loader


def build(loader):
    return loader.GetDataSetInfo().GetDataSet()


def fails(root, loader, *expected):
    with pytest.raises(root.TMVA.FatalError) as error:
        build(loader)
    message = str(error.value)
    assert [text for text in expected if text not in message] == []
    return message


def first_values(root, data, kind):
    return [data.GetEvent(i, kind).GetValue(0) for i in range(data.GetNEvents(kind))]


def test_nan_and_infinite_values_are_named_with_the_cut_that_helps(root, trees):
    nan, inf = float("nan"), float("inf")
    bad = make_tree(root, "bad", [(1, 1), (nan, 2), (3, inf), (nan, 4), (5, 5), (6, -inf), (7, nan)])
    message = fails(root, make_loader(root, (bad, trees[1])), '"data"', 'tree "bad"', "Signal",
                    'variable "x" is NaN in 2 entries', 'variable "y" is NaN in 1 and infinite in 2 entries')
    cut = re.search(r'AddCut\("(.*)", "Signal"\)', message)[1]
    loader = make_loader(root, (bad, trees[1]))
    loader.AddCut(cut, "Signal")
    assert build(loader).GetNClassEvents(0, 0) + build(loader).GetNClassEvents(1, 0) == 2


def test_nan_that_the_cut_removes_is_a_warning(root, trees, capfd):
    bad = make_tree(root, "bad", [(1, 1), (float("nan"), 2), (3, 3)])
    build(make_loader(root, (bad, trees[1]), cut="x==x"))
    assert re.search(r'<WARNING>.*tree "bad".*variable "x" is NaN in 1 entry; the cut "x==x" removes', capfd.readouterr().out)


@pytest.mark.parametrize("variables, cut, weight, role, text", [
    (["x", "zz"], "", "", "variable", "zz"), (["x"], "zz>0", "", "cut", "zz>0"), (["x"], "", "w*2", "weight", "w*2")])
def test_what_is_no_formula_is_named(root, trees, capfd, variables, cut, weight, role, text):
    loader = make_loader(root, trees, cut=cut, variables=variables)
    loader.SetWeightExpression(weight)
    fails(root, loader, 'tree "S"', f'{role} "{text}"', "branches x, y")
    assert "TTreeFormula" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("options, expected", [
    ("nTrain_Signal=9", ["nTrain_Signal=9", "8 pass"]),
    ("nTest_Background=13", ["nTest_Background=13", "12 pass"]),
    ("TrainTestSplit_Signal=1.5", ["TrainTestSplit_Signal=1.5", "between 0 and 1"]),
    ("nTrain_Sgnal=2", ["nTrain_Sgnal=2", "did you mean nTrain_Signal"]),
    ("SplitMode=Shuffle", ["SplitMode", "Random, Alternate, Block"]),
])
def test_requests_that_cannot_be_met(root, trees, options, expected):
    fails(root, make_loader(root, trees, options), *expected)


def test_no_event_at_all(root, trees):
    fails(root, make_loader(root, trees, cut="x>1000"), '"data"', "no training events")


def test_a_class_that_its_cut_empties_is_reported(root, trees, capfd):
    loader = make_loader(root, trees)
    loader.AddCut("x>1000", "Signal")
    build(loader)
    assert re.search(r'<ERROR>.*no event of class Signal passes its cut ".*x>1000', capfd.readouterr().out)


def test_no_trees(root):
    loader = root.TMVA.DataLoader("data")
    loader.AddVariable("x", "F")
    fails(root, loader, '"data"', "no trees", "AddSignalTree")


@pytest.mark.parametrize("add, expected", [
    (lambda root, loader, tree: loader.AddTree(root.nullptr, "Signal"), "null pointer"),
    (lambda root, loader, tree: loader.AddTree(make_tree(root, "E", []), "A"), '"E".*empty'),
    (lambda root, loader, tree: loader.AddSignalTree(tree, 1.0, "Validation"), '"Validation".*Training, Test'),
    (lambda root, loader, tree: loader.AddSignalTree("nothing.txt"), "nothing.txt"),
    (lambda root, loader, tree: loader.AddVariablesArray("a", 0), "at least one element"),
])
def test_calls_that_are_refused(root, trees, add, expected, capfd):
    with pytest.raises(Exception, match=expected):
        add(root, root.TMVA.DataLoader("data"), trees[0])


def test_a_tree_without_type_after_one_with(root, trees):
    loader = root.TMVA.DataLoader("data")
    loader.AddSignalTree(trees[0], 1.0, "Training")
    with pytest.raises(Exception, match='"B".*"S"'):  # a TypeError where Python has tried all overloads
        loader.AddSignalTree(trees[1])


@pytest.mark.parametrize("kind", ["kTraining", "text"])
def test_types_of_trees(root, trees, kind):
    loader = root.TMVA.DataLoader("data")
    loader.AddVariable("x", "F")
    training, testing = ("train", "TEST") if kind == "text" else (root.TMVA.Types.kTraining, root.TMVA.Types.kTesting)
    loader.AddTree(trees[0], "A", 1.0, root.TCut(""), training)
    loader.AddTree(trees[1], "A", 1.0, root.TCut(""), testing)
    data = build(loader)
    assert (data.GetNTrainingEvents(), data.GetNTestEvents()) == (8, 12)


def test_branches_that_are_switched_off_are_read(root, trees):
    trees[0].SetBranchStatus("*", 0)
    data = build(make_loader(root, trees))
    assert first_values(root, data, root.TMVA.Types.kTraining)[:4] == [0, 1, 2, 3]


@pytest.fixture
def chain(root, tmp_path):
    """Three files of four entries."""
    for i in range(3):
        with root.TFile.Open(f"{tmp_path}/{i}.root", "RECREATE") as file:
            file.WriteObject(make_tree(root, "T", rows(4, 10 * i)), "T")
    chain = root.TChain("T")
    chain.Add(f"{tmp_path}/*.root")
    return chain


def test_a_cut_of_a_chain_follows_its_files(root, chain):
    loader = root.TMVA.DataLoader("data")
    loader.AddVariable("x", "F")
    for kind in ("Training", "Test"):
        loader.AddTree(chain, "A", 1.0, root.TCut("x%10<2"), kind)
    assert sorted(first_values(root, build(loader), root.TMVA.Types.kTraining)) == [0, 1, 10, 11, 20, 21]


def test_trees_of_chains_with_different_files(root, chain):
    data = build(make_loader(root, (chain, chain), "SplitMode=Block:NormMode=None:nTrain_Signal=6"))
    assert first_values(root, data, root.TMVA.Types.kTraining)[:6] == [0, 1, 2, 3, 10, 11]


def test_a_file_that_is_closed_too_early(root, tmp_path):
    with root.TFile.Open(f"{tmp_path}/in.root", "RECREATE") as file:
        for name in "SB":
            file.WriteObject(make_tree(root, name, rows(8)), name)
    file = root.TFile.Open(f"{tmp_path}/in.root")
    loader = make_loader(root, [file.Get(name) for name in "SB"])
    file.Close()
    fails(root, loader, 'the file of tree "S" (class Signal) is closed', "close their files afterwards")


def test_a_loader_needs_a_name(root):
    with pytest.raises(Exception, match="A DataLoader needs a name"):
        root.TMVA.DataLoader("")


def test_text_files(root, tmp_path):
    (tmp_path / "s.txt").write_text("x/F:y/F\n1 2\n3 4\n5 6\n7 8\n")
    (tmp_path / "b.txt").write_text("x/F:y/F\n-1 2\n-3 4\n")
    loader = root.TMVA.DataLoader("data")
    loader.AddVariable("x+y", "F")
    loader.SetInputTrees(str(tmp_path / "s.txt"), str(tmp_path / "b.txt"))
    loader.PrepareTrainingAndTestTree(root.TCut(""), OPTIONS)
    assert first_values(root, build(loader), root.TMVA.Types.kTraining) == [3, 7, 1]


def test_the_data_set_follows_changes(root, trees):
    loader = make_loader(root, trees)
    assert build(loader).GetNEvents(root.TMVA.Types.kTraining) == 10
    loader.AddCut("x<4", "Signal")
    assert build(loader).GetNEvents(root.TMVA.Types.kTraining) == 8
    loader.SetSignalTree(trees[1])
    loader.SetCut("", "Signal")
    assert build(loader).GetNEvents(root.TMVA.Types.kTraining) == 12
    loader.PrepareTrainingAndTestTree(root.TCut(""), root.TCut(""), "SplitMode=Block:NormMode=None:nTrain_Signal=1")
    assert build(loader).GetNClassEvents(0, 0) == 1


@pytest.mark.parametrize("numbers, test_events", [((3, 2), (2, 2)), ((3,), (5, 9))])
def test_prepare_with_numbers_for_both_classes(root, trees, numbers, test_events):
    loader = make_loader(root, trees)
    loader.PrepareTrainingAndTestTree(root.TCut(""), *numbers)
    data = build(loader)
    assert [data.GetNClassEvents(0, i) for i in (0, 1)] == [3, 3]
    assert tuple(data.GetNClassEvents(1, i) for i in (0, 1)) == test_events


def test_prepare_with_keyword_arguments(root, trees):
    loader = make_loader(root, trees)
    loader.PrepareTrainingAndTestTree(root.TCut(""), nTrain_Signal=3, SplitMode="Block", V=False)
    assert build(loader).GetNClassEvents(0, 0) == 3


def test_arrays_of_different_length(root, trees):
    tree = root.TTree("A", "A")
    a, b = array("f", [1, 2, 3]), array("f", [4, 5])
    tree.Branch("a", a, "a[3]/F")
    tree.Branch("b", b, "b[2]/F")
    tree.Fill()
    tree.Fill()
    fails(root, make_loader(root, (tree, tree), variables=("a", "b")), 'tree "A"', '"a" has 3', '"b" has 2', "entry 0")
    loader = root.TMVA.DataLoader("data")
    loader.AddVariablesArray("a", 4)
    loader.AddSignalTree(tree)
    fails(root, loader, '"a" has 3 elements', "told 4")


def test_cuts_do_not_apply_to_single_events(root):
    loader = root.TMVA.DataLoader("data")
    loader.AddVariable("x", "F")
    for add in (loader.AddSignalTrainingEvent, loader.AddSignalTestEvent, loader.AddBackgroundTrainingEvent,
                loader.AddBackgroundTestEvent):
        add([1.0])
    loader.PrepareTrainingAndTestTree(root.TCut("x>0"), OPTIONS)
    fails(root, loader, 'cut "x>0"', "one by one")


def test_a_single_event_must_be_finite(root):
    loader = root.TMVA.DataLoader("data")
    loader.AddVariable("x", "F")
    loader.AddTrainingEvent("A", [float("nan")])
    loader.AddTestEvent("A", [1.0])
    fails(root, loader, "class A", "NaN or infinite")


def test_moments_and_correlations_as_a_histogram(root):
    tree = make_tree(root, "T", [(1, 1), (2, 0), (3, 2), (4, 1), (5, 4), (0, 0)])
    loader = root.TMVA.DataLoader("data")
    loader.AddVariable("x", "Title of x", "GeV", "F")
    loader.AddVariable("minus := -x", "F")
    loader.AddVariable("y", "F")
    loader.AddTree(tree, "A", 1.0, root.TCut(""), "Training")
    loader.AddTree(tree, "A", 1.0, root.TCut(""), "Test")
    build(loader)
    x = loader.GetDataSetInfo().GetVariableInfo(0)
    assert (x.GetMean(), x.GetVariance(), x.GetRMS()) == pytest.approx((2.5, 35 / 12, (35 / 12) ** 0.5))
    hist = loader.GetCorrelationMatrix("A")
    assert [hist.GetBinContent(i, 1) for i in (1, 2)] == [100, -100]
    assert hist.GetBinContent(3, 1) == round(100 * loader.GetDataSetInfo().CorrelationMatrix("A")[2][0])
    assert [str(hist.GetXaxis().GetBinLabel(i)) for i in (1, 2, 3)] == ["Title of x", "minus", "y"]


def test_silent_means_silent(root, trees, capfd):
    root.TMVA.gConfig().SetSilent(True)
    try:
        build(make_loader(root, trees))
    finally:
        root.TMVA.gConfig().SetSilent(False)
    assert capfd.readouterr() == ("", "")


MACRO = """
void fatal() { TMVA::DataLoader loader("data"); loader.AddTree((TTree *)nullptr, "Signal"); }
"""


def test_root_exe_ends_with_the_message_said_once(tmp_path):
    (tmp_path / "fatal.C").write_text(MACRO)
    program = Path(importlib.util.find_spec("ROOT").origin).parent / "bin/root.exe"
    ended = subprocess.run([program, "-l", "-b", "-q", "fatal.C"], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 1
    assert (ended.stdout + ended.stderr).count("null pointer") == 1
    assert "\033" not in ended.stdout and "#0" not in ended.stderr
