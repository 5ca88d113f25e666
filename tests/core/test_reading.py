"""Reading trees: every leaf type and expressions side by side, chains, several threads, and how much memory it takes."""

import subprocess
import sys

import numpy as np
import pytest
from test_plain_branches import read

N = 250_000  # several parts for threads
TYPES = {"b": "B", "ub": "b", "s": "S", "us": "s", "i": "I", "ui": "i", "l": "L", "ul": "l", "g": "G", "ug": "g", "o": "O",
         "f": "F", "d": "D", "f16": "f", "d32": "d"}
CPP = {"B": "Char_t", "b": "UChar_t", "S": "Short_t", "s": "UShort_t", "I": "Int_t", "i": "UInt_t", "L": "Long64_t",
       "l": "ULong64_t", "G": "Long_t", "g": "ULong_t", "O": "Bool_t", "F": "Float_t", "D": "Double_t", "f": "Float16_t",
       "d": "Double32_t"}


@pytest.fixture(scope="module")
def paths(root, tmp_path_factory):
    """Two files with a tree "deep/events" of all leaf types, small clusters, and an array."""
    lines = [f"{CPP[code]} {name}; tree.Branch(\"{name}\", &{name}, \"{name}/{code}\");" for name, code in TYPES.items()]
    values = [f"{name} = {'entry % 3 == 0' if code == 'O' else f'({CPP[code]})random.Uniform(-200, 1e5)'};"
              for name, code in TYPES.items()]
    root.gInterpreter.Declare(f"""
    void write_types(const char *path, int n, int seed) {{
       TFile file(path, "RECREATE");
       file.mkdir("deep")->cd();
       TTree tree("events", "");
       tree.SetAutoFlush(7000);
       TRandom3 random(seed);
       {" ".join(lines)}
       Int_t m; Float_t a[3];
       tree.Branch("m", &m, "m/I");
       tree.Branch("a", a, "a[m]/F");
       for (int entry = 0; entry < n; ++entry) {{
          {" ".join(values)}
          m = entry % 4;
          for (Float_t &x : a) x = random.Gaus();
          tree.Fill();
       }}
       tree.Write();
    }}""")
    directory = tmp_path_factory.mktemp("types")
    root.write_types(str(directory / "one.root"), N, 1)
    root.write_types(str(directory / "two.root"), 100, 2)
    return [str(directory / name) for name in ("one.root", "two.root")]


def chain_of(root, paths):
    chain = root.TChain("deep/events")
    for path in paths:
        chain.Add(path)
    return chain


@pytest.fixture
def threads(root):
    root.EnableImplicitMT(3)
    yield
    root.DisableImplicitMT()


def test_leaf_types_are_read_as_formulas_read_them(root, paths, capfd):
    chain = chain_of(root, [paths[1]])
    plain, formulas = read(root, chain, list(TYPES)), read(root, chain, [f"1*{name}" for name in TYPES])
    np.testing.assert_array_equal(plain, formulas)
    assert len(np.unique(plain[:, list(TYPES).index("us")])) > 50
    assert "Error in <" not in capfd.readouterr().err


MIXES = [
    (list(TYPES), "", ""),
    (["f", "d*2", "i", "ui+f", "f"], "", ""),
    (["f", "s"], "d>3e4", ""),
    (["s", "log(abs(d)+1)"], "f>0 && f<9e4", "i>0"),
    (["f", "Entry$"], "Entry$%3!=1", ""),
    (["f", "a[1]"], "", ""),  # not in each entry
    (["f", "a"], "", ""),  # an array
    (["f", "TMath::Abs(d)"], "", ""),  # a function of the user's
]


@pytest.mark.parametrize("variables, cut, tree_cut", MIXES)
def test_chains_are_the_trees_one_after_the_other(root, paths, variables, cut, tree_cut):
    if "Entry$" in variables:
        pytest.skip("numbers go on in a chain")
    together = read(root, chain_of(root, paths), variables, cut, tree_cut)
    parts = []
    for path in paths:
        with root.TFile.Open(path) as file:
            parts.append(read(root, file.Get("deep/events"), variables, cut, tree_cut))
    np.testing.assert_array_equal(together, np.concatenate(parts))
    assert 0 < len(parts[1]) < len(parts[0])


def data_set(root, tree, variables, cut, tree_cut):
    loader = root.TMVA.DataLoader("data")
    for variable in variables:
        loader.AddVariable(variable)
    loader.AddTree(tree, "all", 0.7, root.TCut(tree_cut))
    loader.SetWeightExpression("us+0.1", "all")
    loader.PrepareTrainingAndTestTree(root.TCut(cut), "SplitMode=Random:NormMode=NumEvents:!V:!CalcCorrelations")
    info = loader.GetDataSetInfo()
    numbers = []
    for kind in (root.TMVA.Types.kTraining, root.TMVA.Types.kTesting):
        table = info.GetDataSet().GetTable(kind)
        n = table.GetNRows()
        numbers.append(np.frombuffer(table.GetRow(0), np.float32, n * len(variables)).copy())
        numbers.append([table.GetWeight(i) for i in range(0, n, 97)])
    numbers.append([f(v) for v in info.GetVariableInfos() for f in (type(v).GetMin, type(v).GetMean, type(v).GetRMS)])
    return numbers


@pytest.mark.parametrize("variables, cut, tree_cut", MIXES)
@pytest.mark.parametrize("kind", ["tree", "chain"])
def test_threads_change_no_number(root, paths, variables, cut, tree_cut, kind):
    def numbers():
        if kind == "chain":
            return data_set(root, chain_of(root, paths), variables, cut, tree_cut)
        with root.TFile.Open(paths[0]) as file:
            return data_set(root, file.Get("deep/events"), variables, cut, tree_cut)

    alone = numbers()
    root.EnableImplicitMT(3)
    try:
        together = numbers()
    finally:
        root.DisableImplicitMT()
    assert len(alone[0]) > 50_000 * len(variables)
    for one, other in zip(alone, together):
        np.testing.assert_array_equal(one, other)


def test_files_are_opened_for_each_thread(root, paths, threads):
    """Where nothing is shared, and not else."""
    def opened(variables):
        with root.TFile.Open(paths[0]) as file:
            before = root.TFile.GetFileCounter()
            read(root, file.Get("deep/events"), variables)
            return root.TFile.GetFileCounter() - before

    assert opened(["f", "sqrt(abs(d))"]) >= 3
    assert opened(["f", "TMath::Abs(d)"]) == opened(["f", "a"]) == opened(["f", "rndm"]) == 0


@pytest.mark.parametrize("variable, cut", [("exp(1e4*(s<=0))", ""), ("exp(1e4*(s<=0))", "s>0")])
def test_values_that_are_not_finite_are_found_by_threads(root, paths, variable, cut, threads, capfd):
    with root.TFile.Open(paths[0]) as file:
        if not cut:
            with pytest.raises(Exception, match="FATAL|infinite|Fatal"):
                read(root, file.Get("deep/events"), ["f", variable])
        else:
            assert len(read(root, file.Get("deep/events"), ["f", variable], cut)) > 1000
    assert 'variable "' + variable + '" is ' in capfd.readouterr().out


MEMORY = """
import sys, resource
import ROOT

def prepare(path):
    file = ROOT.TFile.Open(path)
    loader = ROOT.TMVA.DataLoader("data")
    for i in range(28):
        loader.AddVariable(f"x{i}")
    loader.AddTree(file["events"], "all")
    loader.PrepareTrainingAndTestTree(ROOT.TCut(""), "SplitMode=Random:!V:!CalcCorrelations")
    return loader, loader.GetDataSetInfo().GetDataSet()

ROOT.TMVA.gConfig().SetSilent(True)
prepare(sys.argv[1])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
prepare(sys.argv[2])
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024)
"""


def test_no_second_matrix_is_made(root, tmp_path):
    n = 1_000_000
    root.gInterpreter.Declare("""
    void write_floats(const char *path, int n) {
       TFile file(path, "RECREATE", "", 0);
       TTree tree("events", "", 0);
       Float_t x[28];
       for (int i = 0; i < 28; ++i)
          tree.Branch(TString::Format("x%d", i), x + i)->SetBasketSize(32000);
       tree.SetAutoFlush(5000);
       for (int i = 0; i < n; ++i) {
          for (int k = 0; k < 28; ++k) x[k] = i % (k + 10);
          tree.Fill();
       }
       tree.SetDirectory(&file);
       tree.Write();
    }""")
    paths = [str(tmp_path / name) for name in ("few.root", "many.root")]
    root.write_floats(paths[0], 2000)
    root.write_floats(paths[1], n)
    run = subprocess.run([sys.executable, "-c", MEMORY, *paths], capture_output=True, text=True, check=True, timeout=300)
    assert float(run.stdout.split()[-1]) < 1.45 * n * 28 * 4
