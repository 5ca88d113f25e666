"""Branches that are variables as they are, which are read a basket at a time: same numbers as through formulas."""

import numpy as np
import pytest

N = 30_000  # several baskets in each branch
RANDOM = np.random.default_rng(5)
COLUMNS = {
    "f": RANDOM.normal(size=N).astype(np.float32),
    "d": RANDOM.normal(size=N),
    "i": RANDOM.integers(-9, 9, N).astype(np.int32),
    "u": RANDOM.integers(0, 2**32, N).astype(np.uint32),
    "l": RANDOM.integers(-(2**40), 2**40, N).astype(np.int64),
    "s": RANDOM.integers(-99, 99, N).astype(np.int16),
    "o": RANDOM.integers(0, 2, N).astype(bool),
}


@pytest.fixture(scope="module")
def path(root, tmp_path_factory):
    path = str(tmp_path_factory.mktemp("plain") / "plain.root")
    root.RDF.FromNumpy(COLUMNS).Snapshot("events", path)
    return path


def read(root, tree, variables, cut="", tree_cut=""):
    """The values of all events in the order of the tree."""
    loader = root.TMVA.DataLoader("data")
    for variable in variables:
        loader.AddVariable(variable)
    loader.AddTree(tree, "all", 1.0, root.TCut(tree_cut), "Training")
    loader.PrepareTrainingAndTestTree(root.TCut(cut), "SplitMode=Block:NormMode=None:!V:!CalcCorrelations")
    table = loader.GetDataSetInfo().GetDataSet().GetTable(root.TMVA.Types.kTraining)
    values = np.frombuffer(table.GetRow(0), np.float32, table.GetNRows() * len(variables))
    return values.reshape(-1, len(variables)).copy()


@pytest.mark.parametrize("more, cut, tree_cut, passes", [
    ([], "", "", np.full(N, True)),
    (["f", "d"], "", "", np.full(N, True)),  # twice
    (["f*1", "i"], "", "", np.full(N, True)),  # in a formula as well
    (["u"], "f>0 && Entry$<29000", "", (COLUMNS["f"] > 0) & (np.arange(N) < 29000)),
    ([], "i>3", "s>0", (COLUMNS["i"] > 3) & (COLUMNS["s"] > 0)),
    ([], "", "Entry$>25000", np.arange(N) > 25000),  # whole baskets are left out
])
@pytest.mark.parametrize("mode", ["READ", "UPDATE"])
def test_values_are_those_of_the_file(root, path, more, cut, tree_cut, passes, mode):
    variables = [*COLUMNS, *more]
    expected = np.stack([COLUMNS[v.removesuffix("*1")].astype(np.float32) for v in variables], axis=1)[passes]
    with root.TFile.Open(path, mode) as file:
        for _ in range(2):
            np.testing.assert_array_equal(read(root, file["events"], variables, cut, tree_cut), expected)
        for entry in (N - 1, 0, N // 2):  # the tree can still be read by its owner
            file["events"].GetEntry(entry)
            assert file["events"].d == COLUMNS["d"][entry] and file["events"].i == COLUMNS["i"][entry]


def test_aliases_chains_and_trees_in_memory(root, path):
    chain = root.TChain("events")
    chain.Add(path)
    chain.Add(path)
    twice = np.tile(COLUMNS["f"], 2)
    np.testing.assert_array_equal(read(root, chain, ["f"])[:, 0], twice)
    with root.TFile.Open(path) as file:
        tree = file["events"]
        root.gROOT.cd()
        copy = tree.CloneTree(2000)
        np.testing.assert_array_equal(read(root, copy, ["d", "i"])[:, 1], COLUMNS["i"][:2000])
        np.testing.assert_array_equal(read(root, copy, ["d", "i"])[:, 1], COLUMNS["i"][:2000])
        tree.SetAlias("twice", "2*f")
        np.testing.assert_array_equal(read(root, tree, ["f", "twice"])[:, 1], 2 * COLUMNS["f"])
