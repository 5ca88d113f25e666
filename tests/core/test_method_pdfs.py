"""PDFs of the responses of methods: options, numbers of genuine TMVA, weight files whole and damaged, bad input."""

import math
import re
from array import array

import given
import golden
import numpy as np
import pytest
import weight_files

GOLDEN = weight_files.DATA / "reader"
WEIGHTS = "dataset/weights/job_M.weights.xml"

pytestmark = pytest.mark.usefixtures("work")


def rows(signal, background, weights=(1, 1)):
    return [{"M": value, "classID": cls, "weight": weight}
            for cls, (values, weight) in enumerate(zip((signal, background), weights)) for value in values]


def normal_rows(n=500):
    generator = np.random.default_rng(1)
    return rows(generator.normal(1, 1, n), generator.normal(-1, 1, n))


def train(root, events, options="CreateMVAPdfs", analysis="Classification", **loaded):
    """A trained method "M" whose responses are those of `events`."""
    loader = given.make_loader(root, ["M"], (events, events), **loaded)
    factory = root.TMVA.Factory("job", f"Silent:!Color:!DrawProgressBar:AnalysisType={analysis}")
    factory.loader = loader
    assert factory.BookMethod(loader, "Given", "M", options)
    factory.TrainAllMethods()
    return factory


def make_reader(root, path=WEIGHTS):
    reader = root.TMVA.Reader("!Color:Silent")
    reader.value = array("f", [0])
    reader.AddVariable("M", reader.value)
    reader.BookMVA("M", str(path))
    return reader


def test_weight_file_is_that_of_tmva(root, work):
    """Fisher on the events of which genuine TMVA made the golden file; numbers and print-out."""
    trees = [golden.fill_tree(root, GOLDEN / f"{name}.csv", name) for name in ("sig", "bkg")]
    factory = root.TMVA.Factory("job", "!V:Silent:!Color:!DrawProgressBar:AnalysisType=Classification")
    loader = root.TMVA.DataLoader("dataset")
    for name, kind in (("var1", "F"), ("var2", "D"), ("var3", "F")):
        loader.AddVariable(name, kind)
    loader.AddSignalTree(trees[0], 1.0)
    loader.AddBackgroundTree(trees[1], 1.0)
    loader.PrepareTrainingAndTestTree(root.TCut(""), root.TCut(""), "SplitMode=Block:NormMode=NumEvents:!V")
    factory.BookMethod(loader, root.TMVA.Types.kFisher, "Fisher", "!H:!V:Fisher:CreateMVAPdfs:NbinsMVAPdf=20")
    factory.TrainAllMethods()
    ours = weight_files.parse(work / "dataset/weights/job_Fisher.weights.xml")
    theirs = weight_files.parse(GOLDEN / "plain.weights.xml")
    for node in ("Options", "MVAPdfs"):
        assert weight_files.differences(ours.find(node), theirs.find(node)) == []


def test_training_prints_both_separations(root, capfd):
    loader = given.make_loader(root, ["M"], (normal_rows(),) * 2)
    factory = root.TMVA.Factory("job", "!Color:!DrawProgressBar:AnalysisType=Classification")
    factory.BookMethod(loader, "Given", "M", "CreateMVAPdfs:NbinsMVAPdf=20")
    factory.TrainAllMethods()
    root.gSystem.Exec("true")  # flushes C++'s output
    out = capfd.readouterr().out
    of_histogram, of_pdf = map(float, re.search(r"<CreateMVAPdfs> Separation from histogram \(PDF\): (\S+) \((\S+)\)",
                                                out).groups())
    assert of_pdf == pytest.approx(of_histogram, abs=0.03)
    assert "Dataset[dataset] : Evaluation of M on training sample" in out


def test_options_for_both_and_for_one(root, work):
    train(root, normal_rows(), "CreateMVAPdfs:NbinsMVAPdf=30:NsmoothMVAPdf=4:PDFInterpolMVAPdf=Spline3:"
          "NsmoothMVAPdfSig=2:PDFInterpolMVAPdfBkg=KDE:KDEiterMVAPdfBkg=adaptive:NbinsMVAPdfBkg=20")
    signal, background = weight_files.parse(work / WEIGHTS).iter("PDF")
    names = ["Name", "MinNSmooth", "MaxNSmooth", "InterpolMethod", "KDE_iter"]
    assert [signal.get(name) for name in names] == ["M_PDFSig", "2", "2", "3", "1"]
    assert [background.get(name) for name in names] == ["M_PDFBkg", "4", "4", "5", "2"]
    assert float(background.get("NEvents")) == pytest.approx(500, abs=1.1) and not signal.get("NEvents")
    assert [node.get("NBins") for node in weight_files.parse(work / WEIGHTS).iter("Histogram")] == ["100", "100"]
    train(root, normal_rows())
    assert {node.get("NBins") for node in weight_files.parse(work / WEIGHTS).iter("Histogram")} == {"20"}  # 50 events a bin
    train(root, normal_rows(20))
    assert {node.get("NBins") for node in weight_files.parse(work / WEIGHTS).iter("Histogram")} == {"3"}


@pytest.mark.parametrize("options, words", [
    ("CreateMVAPdfs:NbinsMVAPdf=-3", ["M_PDF: option NbinsMVAPdf is -3"]),
    ("CreateMVAPdfs:NbinsMVAPdfSig=-3", ["M_PDFSig: option NbinsMVAPdfSig is -3"]),
    ("CreateMVAPdfs:PDFInterpolMVAPdf=Spline9", ["PDFInterpolMVAPdf", '"Spline9"', "Spline5, KDE"]),
    ("CreateMVAPdfs:NbinzMVAPdf=5", ['unknown option "NbinzMVAPdf=5"']),
    ("NbinsMVAPdf=5", ['unknown option "NbinsMVAPdf=5"', "CreateMVAPdfs"]),
])
def test_bad_options_of_methods(root, options, words):
    loader = given.make_loader(root, ["M"], (normal_rows(20),) * 2)
    factory = root.TMVA.Factory("job", "Silent:!Color:AnalysisType=Classification")
    with pytest.raises(Exception) as error:
        factory.BookMethod(loader, "Given", "M", options)
    for word in words:
        assert word in str(error.value)


def test_probability_and_rarity_of_normal_responses(root):
    factory = train(root, normal_rows(20000), "CreateMVAPdfs:NbinsMVAPdf=40")
    reader, method = make_reader(root), factory.GetMethod("dataset", "M")
    for x in (-1.5, 0, 0.4, 1.5):
        reader.value[0] = x
        for fraction in (0.5, 0.1):
            expected = fraction / (fraction + (1 - fraction) * math.exp(-2 * x))
            assert reader.GetProba("M", fraction) == pytest.approx(expected, abs=0.03)
            assert reader.GetProba("M", fraction, x) == pytest.approx(reader.GetProba("M", fraction), rel=1e-6)
        rarity = 0.5 + 0.5 * math.erf((x + 1) / 2**0.5)
        assert reader.GetRarity("M") == pytest.approx(rarity, abs=0.01)
        assert method.GetRarity(x) == pytest.approx(rarity, abs=0.01)
        of_signal = 0.5 + 0.5 * math.erf((x - 1) / 2**0.5)
        assert method.GetRarity(x, root.TMVA.Types.kSignal) == pytest.approx(of_signal, abs=0.01)
        assert method.GetProba(x, 0.5) == pytest.approx(reader.GetProba("M"), rel=1e-6)
    assert (reader.GetProba("M", 0, 0.4), reader.GetProba("M", 1, 0.4)) == (0, 1)
    assert (reader.GetRarity("M", -99), reader.GetRarity("M", 99)) == (0, pytest.approx(1))
    for fraction in (-0.1, 1.1, math.nan):
        with pytest.raises(root.TMVA.FatalError, match="expected a number between 0 and 1"):
            reader.GetProba("M", fraction)
    reader.value[0] = math.nan
    assert (reader.GetProba("M"), reader.GetRarity("M")) == (-999, -999)
    with pytest.raises(root.TMVA.FatalError, match='tag "none"'):
        reader.GetProba("none")


def test_networks_that_saturate(root):
    """Responses that many events share, at the end of the range or altogether, are not lost."""
    train(root, rows([1.0] * 90 + [0.0] * 10, [0.0] * 80 + [1.0] * 20),
          "CreateMVAPdfs:NbinsMVAPdf=10:PDFInterpolMVAPdf=Spline0")
    reader = make_reader(root)
    assert reader.GetProba("M", 0.5, 1.0) == pytest.approx(0.9 / 1.1, rel=1e-5)
    assert reader.GetProba("M", 0.5, 0.0) == pytest.approx(0.1 / 0.9, rel=1e-5)
    train(root, rows([0.7] * 50, [0.7] * 50))
    assert make_reader(root).GetProba("M", 0.2, 0.7) == pytest.approx(0.2, rel=1e-5)


def test_negative_weights(root, work):
    generator = np.random.default_rng(1)
    signal, background = generator.normal(1, 1, 60), generator.normal(-1, 1, 60)
    events = rows(signal, background) + rows(signal[:20], [], (-1, 0))
    train(root, events, "CreateMVAPdfs:IgnoreNegWeightsInTraining")
    ignored = weight_files.parse(work / WEIGHTS).find("MVAPdfs")
    train(root, rows(signal, background), "CreateMVAPdfs")
    assert weight_files.differences(ignored, weight_files.parse(work / WEIGHTS).find("MVAPdfs")) == []
    with pytest.raises(Exception, match="M_PDFSig.*sum of weights is"):
        train(root, rows(signal, background, (-1, 1)))


def test_method_without_pdfs(root):
    factory = train(root, normal_rows(), "")
    reader = make_reader(root)
    for call in (reader.GetProba, reader.GetRarity):
        with pytest.raises(root.TMVA.FatalError, match="Train the method with option CreateMVAPdfs"):
            call("M")
    method = factory.GetMethod("dataset", "M")
    assert not method.MVAPdfS() and not method.HasMVAPdfs()
    method.CreateMVAPdfs()  # of the training responses, afterwards
    assert 0.9 < method.GetProba(2.0, 0.5) < 1


def test_several_classes_have_no_pdfs(root, capfd):
    events = rows([0.1] * 20, [0.7] * 20) + [{"M": 0.9, "classID": 2, "weight": 1}] * 20
    names = ("Signal", "bg0", "bg1")
    factory = train(root, [e | {f"M_{c}": float(e["classID"] == c) for c in range(3)} for e in events],
                    "CreateMVAPdfs:NbinsMVAPdf=5", "Multiclass", classes=names, spectators=["M_0", "M_1", "M_2"])
    root.gSystem.Exec("true")  # flushes C++'s output
    method = factory.GetMethod("dataset", "M")
    with pytest.raises(Exception, match="classification of two classes only"):
        method.GetProba(0.5, 0.5)
    with pytest.raises(Exception, match="classification of two classes only"):
        method.CreateMVAPdfs()


def test_efficiency_of_multiclass(root):
    outputs = {0: [(0.8, 0.1, 0.1)] * 3 + [(0.2, 0.7, 0.1)], 1: [(0.1, 0.8, 0.1)] * 5, 2: [(0.5, 0.2, 0.3), (0, 0, 1)]}
    events = [{"M": 0, "classID": cls, "weight": 2} | {f"M_{i}": value for i, value in enumerate(values)}
              for cls, lists in outputs.items() for values in lists]
    factory = train(root, events, "", "Multiclass", classes=("a", "b", "c"), spectators=["M_0", "M_1", "M_2"])
    factory.TestAllMethods()
    method = factory.GetMethod("dataset", "M")
    for call in (method.GetMulticlassEfficiency, method.GetMulticlassTrainingEfficiency):
        purity = root.std.vector["std::vector<float>"]()
        assert list(call(purity)) == pytest.approx([3 / 4, 1, 1 / 2])
        assert list(purity[0]) == pytest.approx([3 / 4, 5 / 6, 1])
    binary = train(root, normal_rows(), "")
    with pytest.raises(Exception, match="AnalysisType=Multiclass"):
        binary.GetMethod("dataset", "M").GetMulticlassEfficiency(purity)


# --- damaged and old weight files

DAMAGES = {
    "one PDF": ("has one PDF of the responses", lambda text: re.sub(r"(?s)<PDF Name=\"M_PDFBkg.*?</PDF>", "", text)),
    "lost histogram": ("without a node Histogram", lambda text: re.sub(
        r"(?s)<Histogram .*?</Histogram>", "", text, count=1)),
    "lost bin": ("of 8 bins with 7 contents", lambda text: re.sub(r"(<Histogram .*?>\s*)\S+", r"\1", text, count=1)),
    "NaN": ("of 8 bins with 0 contents", lambda text: re.sub(r"(<Histogram .*?>\s*)\S+", r"\1nan", text, count=1)),
    "infinite": ("of 8 bins with 0 contents", lambda text: re.sub(r"(<Histogram .*?>\s*)\S+", r"\g<1>1e300", text, count=1)),
    "nothing in it": ("add up to 0", lambda text: re.sub(
        r"(<Histogram .*?>)[^<]*", r"\1" + " 0" * 8, text, count=1)),
    "no bins": ("of 0 bins", lambda text: text.replace('NBins="8"', 'NBins="0"')),
    "negative bins": ("of -8 bins", lambda text: text.replace('NBins="8"', 'NBins="-8"')),
    "no range": ("not in ascending order", lambda text: re.sub(r'XMax="[^"]*"', 'XMax="-9e9"', text)),
    "NaN range": ('XMax="nan"', lambda text: re.sub(r'XMax="[^"]*"', 'XMax="nan"', text)),
    "lost edges": ("and 0 edges", lambda text: text.replace('HasEquidistantBins="1"', 'HasEquidistantBins="0"')),
    "interpolation": ("InterpolMethod 9, expected 0 to 5", lambda text: text.replace('Method="2"', 'Method="9"')),
    "smoothing": ("MaxNSmooth 1000000000, expected", lambda text: text.replace(
        'MaxNSmooth="0"', 'MaxNSmooth="1000000000"')),
    "kernels": ("KDE_border 7, expected 1 to 3", lambda text: text.replace('KDE_border="1"', 'KDE_border="7"')),
    "lost attribute": ('no attribute "NBins"', lambda text: text.replace('NBins="8"', "")),
}


@pytest.fixture(scope="module")
def small_file(root, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("small"))
        train(root, normal_rows(), "CreateMVAPdfs:NbinsMVAPdf=8")
        with open(WEIGHTS) as file:
            return file.read()


@pytest.mark.parametrize("name", DAMAGES)
def test_damaged_files_are_refused(root, work, small_file, name):
    message, damage = DAMAGES[name]
    assert damage(small_file) != small_file
    (work / "damaged.xml").write_text(damage(small_file))
    with pytest.raises(root.TMVA.FatalError) as error:
        make_reader(root, work / "damaged.xml")
    assert message in str(error.value)


def test_options_of_old_files(root, work, small_file, capfd):
    old = "".join(f'<Option name="{name}" modified="No">{value}</Option>' for name, value in (
        ("Normalise", "True"), ("D", "False"), ("VarTransformType", "Signal"), ("TxtWeightFilesOnly", "False"),
        ("NbinsMVAPdf", "60"), ("NsmoothMVAPdf", "2")))
    (work / "old.xml").write_text(small_file.replace("</Options>", old + "</Options>"))
    reader = root.TMVA.Reader("!Color:!Silent")
    reader.AddVariable("M", array("f", [0]))
    reader.BookMVA("M", str(work / "old.xml"))
    root.gSystem.Exec("true")  # flushes C++'s output
    assert "WARNING" not in capfd.readouterr().out
    assert 0 < reader.GetProba("M", 0.5, 0.3) < 1


def test_which_side_of_the_cut_is_signal_like(root):
    factory = train(root, normal_rows(100), "")
    method = factory.GetMethod("dataset", "M")
    method.SetSignalReferenceCut(0.2)
    assert [method.IsSignalLike(x) for x in (0.1, 0.2, 0.3)] == [False, False, True]
    method.SetSignalReferenceCutOrientation(-1)
    assert [method.IsSignalLike(x) for x in (0.1, 0.2, 0.3)] == [True, False, False]


def test_cross_validation_keeps_probabilities_of_folds_to_itself(root, work):
    loader = given.make_loader(root, ["M"], (normal_rows(), normal_rows(50)), spectators=["weight"])
    output = root.TFile.Open("cv.root", "RECREATE")
    cv = root.TMVA.CrossValidation("job", loader, output,
                                   "Silent:NumFolds=2:AnalysisType=Classification:OutputEnsembling=Avg")
    cv.BookMethod("Fisher", "M", "CreateMVAPdfs:NbinsMVAPdf=20")
    cv.Evaluate()
    output.Close()
    for fold in (1, 2):
        assert len(list(weight_files.parse(work / f"dataset/weights/job_M_fold{fold}.weights.xml").iter("PDF"))) == 2
    output = root.TFile.Open("cv.root")
    names = {branch.GetName() for branch in output.Get("dataset/TestTree").GetListOfBranches()}
    assert "M" in names and not any(name.startswith("prob_") for name in names)
    output.Close()
