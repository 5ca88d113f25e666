"""TMVAGui and the functions behind its buttons, on files with the keys of genuine TMVA and on our own."""

import math
import os
import re
import subprocess
from array import array
from pathlib import Path

import numpy as np
import pytest

import output_files

GUIS = {"classification": "TMVAGui", "multiclass": "TMVAMultiClassGui", "regression": "TMVARegGui"}
TRANSFORMATIONS = ["id", "deco", "pca", "gauss_deco"]


def inputs(variables, transformations=("id",)):
    scatters = [f"correlationscatter_{variable}_{t}_c1" for t in transformations for variable in variables]
    return [f"variables_{t}_c1" for t in transformations] + scatters


TITLES = ["Fisher", "FisherND", "BDT"]
CLASSES = ["Signal", "bg0", "bg1", "bg2"]
PLOTS = {
    "classification": [
        *inputs(["myvar1", "myvar2", "var3", "var4"], TRANSFORMATIONS), "CorrelationMatrixS", "CorrelationMatrixB",
        *[f"{kind}_{title}" for kind in ("mva", "overtrain", "mvaeffs", "paracoor") for title in TITLES],
        "proba_Fisher", "rarity_Fisher", "mva_pdf_Fisher", "rejBvsS", "invBeffvsSeff"],
    "multiclass": [
        *inputs(["var1", "var2", "var3", "var4"], TRANSFORMATIONS), *[f"CorrelationMatrix{name}" for name in CLASSES],
        *[f"{kind}_{title}_{name}" for kind in ("mva", "overtrain") for title in ("BDTG", "MLP") for name in CLASSES],
        *[f"{kind}_{name}" for kind in ("rejBvsS", "1v1rejBvsS") for name in CLASSES]],
    "regression": [
        *inputs(["var1", "var2"]), "CorrelationMatrix", "regression_averagedevs_target0",
        *[f"quadratic_deviation_{title}_target0" for title in ("LD", "BDTG")],
        *[f"deviation_{title}_{what}_{sample}_c1" for title in ("LD", "BDTG") for what in ("target", "variables")
          for sample in ("test", "training")]],
}


@pytest.fixture(scope="module")
def files(root, tmp_path_factory):
    """The files, and in the directory of each the plots that its Gui made."""
    folder = tmp_path_factory.mktemp("files")
    for analysis in GUIS:
        output_files.write(root, analysis, folder / f"{analysis}.root")
    return folder


@pytest.fixture
def work(root, tmp_path, monkeypatch):
    root.gROOT.GetListOfCanvases().Delete()  # those of other tests
    monkeypatch.chdir(tmp_path)
    return tmp_path


def plots(folder="."):
    return sorted(path.stem for path in Path(folder).rglob("*.png"))


def pixels(path):
    """How often each colour is in an image: {"#7c99d1": 5000, ...}."""
    import ROOT

    image = ROOT.TImage.Open(str(path))
    colours = np.frombuffer(image.GetArgbArray(), dtype=np.uint32, count=image.GetWidth() * image.GetHeight()) & 0xFFFFFF
    return dict(zip((f"#{value:06x}" for value in np.unique(colours)), np.unique(colours, return_counts=True)[1]))


@pytest.mark.parametrize("analysis", GUIS)
def test_all_plots(root, files, work, capfd, analysis):
    style, directory = root.gStyle.GetName(), root.gDirectory.GetPath()
    getattr(root.TMVA, GUIS[analysis])(str(files / f"{analysis}.root"))
    folder = f"{output_files.DATASET[analysis]}/plots"
    assert plots() == plots(folder) == sorted(PLOTS[analysis])
    assert not list(Path(folder).glob(".*"))
    said = capfd.readouterr()
    for name in PLOTS[analysis]:
        assert f"plot: {folder}/{name}.png\n" in said.out
        assert Path(folder, f"{name}.png").read_bytes().startswith(b"\x89PNG")
    assert "Training History: not in the file" in said.out
    assert not re.search("error|warning", said.err, re.IGNORECASE), said.err
    assert (root.gStyle.GetName(), root.gDirectory.GetPath()) == (style, directory)
    assert root.gROOT.GetListOfCanvases().IsEmpty()
    assert not root.gROOT.GetListOfFiles().FindObject(str(files / f"{analysis}.root"))


SIGNAL, BACKGROUND = "#7c99d1", "#ff0000"


@pytest.mark.parametrize("plot, colours", [
    ("mvas", [SIGNAL, BACKGROUND]), ("variables", [SIGNAL, BACKGROUND]), ("probas", ["#0000ee", BACKGROUND]),
    ("efficiencies", ["#0b4fb3", "#d62728", "#2ca02c"]), ("mvaeffs", ["#0000ee", BACKGROUND, "#2ca02c", "#ff7f0e"])])
def test_everything_is_drawn(root, files, work, plot, colours):
    getattr(root.TMVA, plot)("dataset", str(files / "classification.root"))
    for path in work.rglob("*.png"):
        found = pixels(path)
        assert all(found.get(colour, 0) > 100 for colour in colours), (path, found)


def test_the_training_sample_is_drawn_over_the_test_sample(root, files, work):
    for kind in (root.TMVA.kMVAType, root.TMVA.kCompareType):
        root.TMVA.mvas("dataset", str(files / "classification.root"), kind)
    blue = [pixels(f"dataset/plots/{name}_BDT.png")["#0000ee"] for name in ("mva", "overtrain")]
    assert blue[1] > 1.2 * blue[0]


def test_kolmogorov(root, files, work, capfd):
    root.TMVA.mvas("dataset", str(files / "classification.root"), root.TMVA.kCompareType)
    said = capfd.readouterr().out
    with root.TFile.Open(str(files / "classification.root")) as file:
        folder = file.Get("dataset/Method_BDT/BDT")
        pairs = [[folder.Get(f"MVA_BDT_{sample}{cls}") for sample in ("", "Train_")] for cls in "SB"]
        expected = [f"{test.KolmogorovTest(training):.3g}" for test, training in pairs]
    assert f"BDT: Kolmogorov-Smirnov test: signal (background) probability = {expected[0]} ({expected[1]})" in said


@pytest.mark.parametrize("n_signal, n_background, formula, significance", [
    (1000, 1000, "S/sqrt(S+B)", lambda s, b: s / np.sqrt(s + b)),
    (100, 10000, "S/sqrt(B+1)", lambda s, b: s / np.sqrt(b + 1)),
    (50, 20, "2*(sqrt(S+B)-sqrt(B))", lambda s, b: 2 * (np.sqrt(s + b) - np.sqrt(b))),
])
def test_best_cut(root, files, work, capfd, n_signal, n_background, formula, significance):
    root.TMVA.mvaeffs("dataset", str(files / "classification.root"), n_signal, n_background, True, formula)
    row = re.search(r" BDT +(.+)", capfd.readouterr().out)[1].split()
    low, high, bins = -1, 0.91119902, 10000  # of the efficiencies in the file, which are 1-x^4 and 1-x
    x = (np.arange(bins) + 0.5) / bins
    values = significance(n_signal * (1 - x**4), n_background * (1 - x))
    best = values.argmax()
    expected = [low + best * (high - low) / bins, values[best], n_signal * (1 - x[best] ** 4), n_background * (1 - x[best]),
                1 - x[best] ** 4, 1 - x[best]]
    assert [float(text) for text in row] == pytest.approx(expected, rel=1e-3, abs=6e-5)
    assert plots() == ["mvaeffs_BDT", "mvaeffs_Fisher", "mvaeffs_FisherND"]


def test_average_deviations(root, files, work, capfd):
    root.TMVA.regression_averagedevs("datasetreg", str(files / "regression.root"))
    rows = re.findall(r": (LD|BDTG) +(.+)", capfd.readouterr().out)
    with root.TFile.Open(str(files / "regression.root")) as file:
        def deviation(title, sample, part):
            method = {"LD": "LD", "BDTG": "BDT"}[title]
            name = f"MVA_{title}{sample}_Quadr_Dev{part}_target_0_"
            return math.sqrt(file.Get(f"datasetreg/Method_{method}/{title}/{name}").GetMean())

        expected = {title: [deviation(title, sample, part) for sample in ("test", "train")
                            for part in ("iation", "_best90perc")] for title in ("LD", "BDTG")}
    assert [row[0] for row in rows] == sorted(expected, key=lambda title: expected[title][0])
    for title, numbers in rows:
        assert [float(number) for number in numbers.split()] == pytest.approx(expected[title], rel=1e-4)


@pytest.mark.parametrize("kind, name", [(1, "effBvsS"), (2, "rejBvsS"), (3, "invBeffvsSeff")])
def test_kinds_of_curves(root, files, work, kind, name):
    root.TMVA.efficiencies("dataset", str(files / "classification.root"), kind)
    assert plots() == [name]


def test_multiclass_efficiencies_instead_of_rejections(root, files, work):
    kind = root.TMVA.EEfficiencyPlotType.kEffBvsEffS
    root.TMVA.efficienciesMulticlass1vsRest("", str(files / "multiclass.root"), kind)
    root.TMVA.efficienciesMulticlass1vs1("", str(files / "multiclass.root"), kind)
    assert plots() == sorted(f"{start}effBvsS_{name}" for start in ("", "1v1") for name in CLASSES)


def test_multiclass_functions_are_those_of_two_classes(root, files, work):
    file = str(files / "multiclass.root")
    root.TMVA.variablesMultiClass("datasetmulti", file, "InputVariables_PCA")
    root.TMVA.correlationsMultiClass("datasetmulti", file)
    root.TMVA.correlationscattersMultiClass("datasetmulti", file, "var2")
    expected = ["variables_pca_c1", "correlationscatter_var2_id_c1", *[f"CorrelationMatrix{name}" for name in CLASSES]]
    assert plots() == sorted(expected)


def test_pdf(root, files, work):
    plotting = root.TMVA.gConfig().GetVariablePlotting()
    plotting.fPlotFormat = plotting.kPDF
    try:
        root.TMVA.efficiencies("", str(files / "classification.root"))
    finally:
        plotting.fPlotFormat = plotting.kPNG
    assert Path("dataset/plots/rejBvsS.pdf").read_bytes().startswith(b"%PDF")
    assert plots() == []


@pytest.mark.parametrize("name", ["other", ""])
def test_name_of_the_data_set(root, work, name):
    """A file may call its data set anything; files of TMVA 4.2 have no folder for it."""
    output_files.write(root, "classification", "old.root", name, lambda folder, key: "CorrelationPlots" not in folder)
    root.TMVA.TMVAGui("old.root", name)
    assert "mva_BDT" in plots(f"{name}/plots" if name else "plots")


def test_several_data_sets(root, work):
    for dataset in ("one", "two"):
        output_files.write(root, "classification", "TMVA.root", dataset,
                           lambda folder, key: key in ("MVA_BDT_rejBvsS", "MVA_BDT_effS"))
    output_files.write(root, "regression", "TMVA.root", "three", lambda folder, key: key == "CorrelationMatrix")
    root.TMVA.TMVAGui()
    assert plots("one") == plots("two") == ["rejBvsS"]
    assert plots("three") == []
    with pytest.raises(Exception, match='has several data sets: "one", "two", "three". Say which one'):
        root.TMVA.efficiencies()


@pytest.mark.parametrize("keep, expected", [
    (lambda folder, key: folder.endswith("InputVariables_Deco"), ["variables_deco_c1"]),
    (lambda folder, key: key.startswith("CorrelationMatrix"), ["CorrelationMatrixB", "CorrelationMatrixS"]),
    (lambda folder, key: key in ("MVA_Fisher_S", "MVA_Fisher_B"), ["mva_Fisher"]),
    (lambda folder, key: "TestTree" in folder or key == "TestTree", []),
    (lambda folder, key: folder.endswith("Method_Fisher/Fisher") and "_tr_" in key, ["mva_pdf_Fisher"]),
])
def test_what_is_absent_is_left_out(root, work, capfd, keep, expected):
    output_files.write(root, "classification", "TMVA.root", keep=keep)
    root.TMVA.TMVAGui()
    assert plots() == expected
    said = capfd.readouterr()
    assert "(5a) Classifier Cut Efficiencies: not in the file" in said.out
    assert "rror" not in said.err


@pytest.mark.parametrize("call", [
    "mvas('', 'file')", "mvas('', 'file', 1)", "mvas('', 'file', 2)", "mvas('', 'file', 3)", "mvaeffs('', 'file')",
    "efficiencies('', 'file')", "paracoor('', 'file')", "probas('', 'file')", "training_history('', 'file')",
    "correlations('', 'file')", "variables('', 'file')", "correlationscatters('', 'file')"])
def test_functions_say_what_is_absent(root, work, capfd, call):
    output_files.write(root, "classification", "file", keep=lambda folder, key: key == "WeightFileName")
    eval(f"root.TMVA.{call}")
    assert ": not in file\n" in capfd.readouterr().out
    assert plots() == []


def test_unusual_names(root, work):
    """Names of files are made of titles, whatever is in them; a constant variable has an axis too."""
    title = "a (c) #$%"
    tree = root.TTree("TestTree", "")
    cls, value = array("i", [0]), array("f", [3])
    for name, buffer in (("classID/I", cls), ("x_/F", value), (f"{title}/F", value)):
        tree.Branch(name[:-2], buffer, name)
    tree.Fill()
    with root.TFile.Open("TMVA.root", "RECREATE") as file:
        histogram = root.TH1D(f"MVA_{title}_S", "", 10, 0, 1)
        file.mkdir(f"data/Method_M/{title}", "", True).WriteObject(histogram, histogram.GetName())
        for name in ("sig", "bkg"):
            file.mkdir("data/InputVariables_Id", "", True).WriteObject(histogram, f"x___{name}_Id")
        file.Get("data").WriteObject(tree, "TestTree")
    root.TMVA.TMVAGui()
    assert plots() == ["paracoor_a__c__#_%", "variables_id_c1"]


def test_signal_need_not_be_the_first_class(root, work):
    """One signal event, and many of background, which was added first."""
    with root.TFile.Open("TMVA.root", "RECREATE") as file:
        file.mkdir("data/Method_M/M", "", True)
        folder = file.mkdir("data/InputVariables_Id", "", True)
        for name in ("Background", "Signal"):
            folder.WriteObject(root.TH1F(f"x{name}", "", 10, 0, 1), f"x__{name}_Id")
        tree = root.TTree("TestTree", "")
        tree.SetDirectory(root.nullptr)
        number, name, x, response = array("i", [0]), bytearray(40), array("f", [0]), array("f", [0])
        for leaf, buffer in (("classID/I", number), ("className/C", name), ("x/F", x), ("M/F", response)):
            tree.Branch(leaf[:-2], buffer, leaf)
        for i in range(100):
            number[0] = i == 50
            text = b"Signal" if i == 50 else b"Background"
            name[:len(text) + 1] = text + b"\0"
            x[0], response[0] = i, 99 - i
            tree.Fill()
        file.Get("data").WriteObject(tree, "TestTree")
    root.TMVA.paracoor()
    found = pixels("data/plots/paracoor_M.png").items()
    redness = [(int(colour[1:3], 16) - int(colour[5:], 16), count) for colour, count in found]
    blue = sum(count for more, count in redness if more < -20)
    assert 100 < blue < sum(count for more, count in redness if more > 20) / 10


@pytest.mark.parametrize("n_variables, pages", [(1, 1), (6, 1), (7, 2), (13, 3)])
def test_pages(root, work, n_variables, pages):
    with root.TFile.Open("TMVA.root", "RECREATE") as file:
        folder = file.mkdir("data/InputVariables_Id", "", True)
        for i in range(n_variables):
            folder.WriteObject(root.TH1F(f"x{i}", "", 10, 0, 1), f"x{i}__Regression_Id")
    root.TMVA.variables()
    assert plots() == [f"variables_id_c{page + 1}" for page in range(pages)]


REFUSED = [
    ("TMVAGui('none.root')", "no file none.root .*Give the file that was handed to the Factory"),
    ("TMVAGui('text.root')", "text.root cannot be read as a ROOT file"),
    ("TMVAGui('other.root')", "other.root is no output file of a TMVA::Factory"),
    ("TMVAGui(CLASSIFICATION, 'nothere')", 'has no data set "nothere": it has "dataset"'),
    ("mvas('nothere', CLASSIFICATION)", 'has no data set "nothere": it has "dataset"'),
    ("TMVAGui(REGRESSION)", r'another kind of analysis: call TMVA::TMVARegGui\(".*regression.root", "datasetreg"\)'),
    ("TMVAGui(MULTICLASS, 'datasetmulti')", r"call TMVA::TMVAMultiClassGui\("),
    ("TMVARegGui(CLASSIFICATION)", r"call TMVA::TMVAGui\("),
    ("TMVAMultiClassGui(CLASSIFICATION)", r"call TMVA::TMVAGui\("),
    ("mvas('', REGRESSION)", r"call TMVA::TMVARegGui\("),
    ("deviations('', CLASSIFICATION)", r"call TMVA::TMVAGui\("),
    ("efficiencies('', CLASSIFICATION, 4)", "no type 4 of curves: expected 1"),
    ("mvaeffs('', CLASSIFICATION, 9, 9, True, 'S/sqrt(')", r'"S/sqrt\(" is no formula of the numbers of events S and B'),
]


@pytest.mark.parametrize("call, message", REFUSED, ids=[call for call, _ in REFUSED])
def test_refused(root, files, work, capfd, call, message):
    Path("text.root").write_text("no ROOT file")
    root.TFile.Open("other.root", "RECREATE").Close()
    for analysis in GUIS:
        call = call.replace(analysis.upper(), repr(str(files / f"{analysis}.root")))
    with pytest.raises(Exception, match=message):
        eval(f"root.TMVA.{call}")
    assert plots() == []
    said = capfd.readouterr()
    assert not re.search("Error in", said.err), said.err


def test_folder_that_cannot_be_written(root, files, work):
    Path("dataset").write_text("a file in the way")
    with pytest.raises(Exception, match="Cannot write dataset/plots/rejBvsS.png .*change to one that can be written"):
        root.TMVA.efficiencies("", str(files / "classification.root"))
    assert root.gROOT.GetListOfCanvases().IsEmpty()


def test_silent(root, files, work, capfd):
    root.TMVA.gConfig().SetSilent(True)
    try:
        root.TMVA.TMVARegGui(str(files / "regression.root"))
    finally:
        root.TMVA.gConfig().SetSilent(False)
    assert plots() == sorted(PLOTS["regression"])
    assert capfd.readouterr().out == ""


def test_our_own_file(root, work):
    """A job of two methods, one with a training history."""
    from test_layout import JOBS, run_job

    run_job(root, JOBS["classification"], work)
    root.TMVA.TMVAGui()
    assert {"TrainingHistory_BDT", "paracoor_FisherND", "mvaeffs_Fisher", "variables_pca_c1"} <= set(plots("dataset/plots"))


MACRO = """
#include "TMVA/TMVAGui.h"
#include "TMVA/mvas.h"
void plot(const char *file)
{
   TMVA::mvas("dataset", file, TMVA::kCompareType);
   TMVA::TMVAGui(file, "dataset");
}
"""


@pytest.mark.parametrize("how", ["prompt", "macro", "aclic", "python"])
def test_processes(root, work, how):
    """The library is found by its functions, with and without their headers. Without a display all plots are saved."""
    import sys

    file = "TMVA.root"
    output_files.write(root, "classification", file,
                       keep=lambda folder, key: key.startswith("MVA_BDT") or folder.endswith("InputVariables_Id"))
    Path("plot.C").write_text(MACRO)
    program = [str(Path(str(root.TROOT.GetBinDir())) / "root.exe"), "-l", "-q"]
    command = {
        "prompt": [*program, "-e", f'TMVA::TMVAGui("{file}")'],
        "macro": [*program, "-b", f'plot.C("{file}")'],
        "aclic": [*program, "-b", f'plot.C+("{file}")'],
        "python": [sys.executable, "-c", f"import ROOT; ROOT.TMVA.TMVAGui({file!r}, 'dataset')"],
    }[how]
    environment = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stdout + done.stderr
    expected = ["mva_BDT", "overtrain_BDT", "mvaeffs_BDT", "rejBvsS", "invBeffvsSeff", "variables_id_c1"]
    assert plots() == sorted(expected)
