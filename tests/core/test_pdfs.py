"""PDFs of histograms: curves, smoothing, kernels, their node in weight files, and what is refused."""

import math
import re
from array import array

import numpy as np
import pytest

CODE = """
#include "TMVA/PDF.h"
#include "TMVA/Tools.h"
#include "TXMLEngine.h"
namespace pdfs {
std::string ToXML(const TMVA::PDF &pdf) {
   void *parent = TMVA::gTools().AddChild(nullptr, "Parent", nullptr, true);
   pdf.AddXMLTo(parent);
   TString text;
   TMVA::gTools().xmlengine().SaveSingleNode(static_cast<XMLNodePointer_t>(parent), &text, 1);
   return text.Data();
}
void ReadXML(TMVA::PDF &pdf, const char *text) {
   XMLDocPointer_t document = TMVA::gTools().xmlengine().ParseString(text);
   pdf.ReadXML(TMVA::gTools().GetChild(TMVA::gTools().xmlengine().DocGetRootElement(document)));
   TMVA::gTools().xmlengine().FreeDoc(document);
}
}
"""
SPLINES = ["Spline0", "Spline1", "Spline2", "Spline3", "Spline5"]


@pytest.fixture(scope="module")
def root():
    import ROOT

    ROOT.gROOT.SetBatch(True)
    ROOT.TMVA.DataLoader  # loads the library
    if not hasattr(ROOT, "pdfs"):
        assert ROOT.gInterpreter.Declare(CODE)
    return ROOT


def histogram(root, values, bins, low, high):
    hist = root.TH1D("h", "h", bins, low, high)
    hist.SetDirectory(root.nullptr)
    for value in values:
        hist.Fill(value)
    return hist


def make_pdf(root, hist, options=""):
    pdf = root.TMVA.PDF("p", options)
    pdf.DeclareOptions()
    pdf.ParseOptions()
    pdf.ProcessOptions()
    pdf.CheckForUnusedOptions()
    pdf.BuildPDF(hist)
    return pdf


@pytest.mark.parametrize("method", [*SPLINES, "KDE", "KDE:KDEiter=Adaptive", "KDE:KDEborder=Mirror",
                                    "KDE:KDEiter=Adaptive:KDEborder=Renorm:KDEFineFactor=1.3"])
@pytest.mark.parametrize("smooth", ["", "Nsmooth=3", "MinNsmooth=1:MaxNsmooth=6"])
def test_pdf_follows_its_sample_and_is_the_same_once_read(root, method, smooth):
    hist = histogram(root, np.random.default_rng(2).normal(size=20000), 60, -4, 4)
    pdf = make_pdf(root, hist, f"PDFInterpol={method}:{smooth}")
    assert pdf.GetIntegral() == pytest.approx(1)
    for x in (-2, -0.5, 0, 1, 2.2):
        assert pdf.GetVal(x) == pytest.approx(math.exp(-x * x / 2) / math.sqrt(2 * math.pi), rel=0.12, abs=0.015)
        assert pdf.GetIntegral(-4, x) == pytest.approx(0.5 + 0.5 * math.erf(x / 2**0.5), abs=0.015)
        assert pdf.GetIntegral(-5, x) + pdf.GetIntegral(x, 9) == pytest.approx(1)
    again = root.TMVA.PDF("other")
    text = str(root.pdfs.ToXML(pdf))
    root.pdfs.ReadXML(again, text)
    assert str(root.pdfs.ToXML(again)) == text
    points = np.linspace(-4.2, 4.2, 77)
    assert [again.GetVal(x) for x in points] == pytest.approx([pdf.GetVal(x) for x in points], rel=1e-6)


@pytest.mark.parametrize("method", SPLINES)
def test_splines_go_through_the_histogram(root, method):
    edges = array("d", [0, 1, 2, 4, 5, 7, 8, 9])
    hist = root.TH1D("edges", "", 7, edges)
    hist.SetDirectory(root.nullptr)
    for i, content in enumerate([1, 3, 4, 3.5, 2, 1, 0.5]):
        hist.SetBinContent(i + 1, content)
    pdf = root.TMVA.PDF("p", hist, getattr(root.TMVA.PDF, "k" + method), 0, 0, False, False)
    for i in range(1, 8):
        assert pdf.GetVal(hist.GetBinCenter(i)) == pytest.approx(hist.GetBinContent(i), rel=2e-3)
    assert 'HasEquidistantBins="0"' in str(root.pdfs.ToXML(pdf))


def test_few_bins_are_no_spline(root):
    for bins in (1, 2, 3, 5):
        hist = histogram(root, [0.1, 0.2, 0.9], bins, 0, 1)
        for method in (*SPLINES, "KDE"):
            assert make_pdf(root, hist, f"PDFInterpol={method}:Nsmooth=2").GetIntegral() == pytest.approx(1)


def test_spline2_gives_way_to_the_histogram_where_it_is_negative(root):
    hist = histogram(root, [0.05] * 50 + [0.15] + [0.95] * 50, 10, 0, 1)
    pdf = root.TMVA.PDF("p", hist)
    in_empty_bin = [pdf.GetVal(x) for x in (0.45, 0.5, 0.55)]
    assert in_empty_bin == pytest.approx([1e-12] * 3)
    values = [pdf.GetVal(x) for x in np.linspace(0.101, 0.199, 99)]
    assert min(values) > 1e-4  # the parabolas fall below 0 here


def test_bins_of_few_events_are_smoothed_more(root):
    generator = np.random.default_rng(4)
    contents = [1000 * (1 + (i % 2)) for i in range(20)] + list(generator.integers(0, 9, 20))
    hist = histogram(root, [], 40, 0, 40)
    for i, content in enumerate(contents):
        hist.SetBinContent(i + 1, content)

    def roughness(pdf, first, last):
        smoothed = [pdf.GetSmoothedHist().GetBinContent(i) for i in range(first, last)]
        return sum(abs(np.diff(smoothed)))

    same, more = make_pdf(root, hist, "Nsmooth=0"), make_pdf(root, hist, "MinNsmooth=0:MaxNsmooth=20")
    assert roughness(more, 1, 15) == roughness(same, 1, 15)
    assert roughness(more, 25, 40) < 0.6 * roughness(same, 25, 40)


def test_kernels_at_the_border(root):
    sample = np.random.default_rng(5).exponential(size=20000)
    hist = histogram(root, sample, 100, 0, 5)
    at_border = {border: make_pdf(root, hist, f"KDE:KDEborder={border}").GetVal(0.0)
                 for border in ("None", "Renorm", "Mirror")}
    assert at_border["None"] < 0.6  # half of it is lost
    assert at_border["None"] < at_border["Renorm"] < at_border["Mirror"] and 0.8 < at_border["Mirror"] < 1.1
    rough, smooth = (make_pdf(root, hist, f"KDE:KDEborder=Mirror:KDEFineFactor={factor}") for factor in (0.3, 3))
    assert rough.GetVal(0.0) > 1.2 * smooth.GetVal(0.0)


@pytest.mark.parametrize("options, words", [
    ("Nbins=-4", ["p: option Nbins is -4", "1 to 100000"]),
    ("Nbins=1000000", ["Nbins", "1 to 100000"]),
    ("Nsmooth=5000", ["Nsmooth", "at most 1000"]),
    ("MinNsmooth=4:MaxNsmooth=2", ["MinNsmooth is 4", "MaxNsmooth, which is 2"]),
    ("NAvEvtPerBin=0", ["NAvEvtPerBin is 0", "at least one"]),
    ("KDEFineFactor=0", ["KDEFineFactor is 0", "positive"]),
    ("PDFInterpol=Spline9", ["PDFInterpol", '"Spline9"', "Spline5, KDE"]),
    ("KDEborder=Cut", ["KDEborder", "None, Renorm, Mirror"]),
])
def test_bad_options(root, options, words):
    with pytest.raises(root.TMVA.FatalError) as error:
        make_pdf(root, histogram(root, [0.5], 5, 0, 1), options)
    for word in words:
        assert word in str(error.value)


def test_histograms_without_a_density(root):
    empty = histogram(root, [], 5, 0, 1)
    with pytest.raises(Exception, match='PDF "p" cannot be made of histogram "h", whose sum of weights is 0'):
        make_pdf(root, empty)
    with pytest.raises(Exception, match="nullptr"):
        make_pdf(root, root.nullptr)
    plane = root.TH2D("plane", "", 3, 0, 1, 3, 0, 1)
    plane.SetDirectory(root.nullptr)
    plane.Fill(0.5, 0.5)
    with pytest.raises(Exception, match="positive one in one dimension"):
        make_pdf(root, plane)
    huge = histogram(root, [0.5], 5, 0, 1)
    huge.SetBinContent(1, 1e39)  # infinite in single precision
    with pytest.raises(Exception, match="sum of weights is inf"):
        make_pdf(root, huge)
    with pytest.raises(Exception):
        root.TMVA.PDF("p", histogram(root, [0.5], 5, 0, 1), 17)
    with pytest.raises(Exception, match="is not made yet"):
        root.TMVA.PDF("p", "").GetVal(0.5)
    negative = histogram(root, [0.5], 5, 0, 1)
    negative.SetBinContent(1, -0.5)
    assert make_pdf(root, negative).GetVal(0.1) > 0
    assert math.isnan(make_pdf(root, negative).GetVal(math.nan))


def test_check_hist_compares(root, capfd):
    hist = histogram(root, np.random.default_rng(2).normal(size=5000), 30, -4, 5)
    make_pdf(root, hist, "CheckHist:PDFInterpol=Spline0")
    root.gSystem.Exec("true")  # flushes C++'s output
    assert re.search(r'PDF "p" and histogram "h_original": chi2 \S*e-\d\d of \d+ bins; [1-9] more are empty',
                     capfd.readouterr().out)
