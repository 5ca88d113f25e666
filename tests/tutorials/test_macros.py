"""The macros of ROOT's TMVA tutorials, through their own arguments, or with LD in the place of methods that are not here. The
order of the tests is that in which a user runs them."""

import ROOT
from tutorials import areas, with_our_methods


def histograms(path, *names):
    """The numbers of entries and the means of histograms in a file."""
    with ROOT.TFile.Open(str(path)) as file:
        return [(file.Get(name).GetEntries(), file.Get(name).GetMean()) for name in names]


def test_minimal_classification(tutorials):
    tutorials.refused("TMVAMinimalClassification.C", "BDT")
    assert areas(tutorials.run("TMVAMinimalClassification.C", change=with_our_methods))["BDT"] > 0.8


def test_classification(tutorials):
    tutorials.refused("TMVAClassification.C", "Cuts")
    area = areas(tutorials.run("TMVAClassification.C", '("Fisher,FisherG,LD")'))
    assert set(area) == {"Fisher", "FisherG", "LD"} and min(area.values()) > 0.85


def test_application_of_the_classification(tutorials):
    tutorials.run("TMVAClassificationApplication.C", '("Fisher,FisherG,LD")')
    ld, fisher, proba, rarity = histograms(tutorials.directory / "TMVApp.root", "MVA_LD", "MVA_Fisher", "MVA_Fisher_Proba",
                                           "MVA_Fisher_Rarity")
    assert ld[0] == fisher[0] == proba[0] == rarity[0] == 6000
    assert ld[1] > 0 and fisher[1] > 0 and 0.6 < proba[1] < 1  # signal


def test_multiclass(tutorials):
    tutorials.refused("TMVAMulticlass.C", "BDT")


def test_regression(tutorials):
    """Compiled by ACLiC."""
    tutorials.refused("TMVARegression.C", "PDEFoam")
    assert "PDEFoam" not in tutorials.run("TMVARegression.C", '+("LD")', change=lambda text: text)
    assert (tutorials.directory / "datasetreg/weights/TMVARegression_LD.weights.xml").exists()


def test_application_of_the_regression(tutorials):
    tutorials.run("TMVARegressionApplication.C", '("LD")')
    assert histograms(tutorials.directory / "TMVARegApp.root", "LD")[0][0] == 10000


def test_cross_validation(tutorials):
    output = tutorials.run("TMVACrossValidation.C", change=with_our_methods)
    for method in ("LD", "Fisher"):
        assert f"Summary for method {method}\n" in output
    assert output.count("ROC int: 0.9") == 4


def test_application_of_the_cross_validation(tutorials):
    tutorials.run("TMVACrossValidationApplication.C")
    both = histograms(tutorials.directory / "TMVACrossEvaluationApp.root", "BDTG", "Fisher")
    assert [entries for entries, _ in both] == [2000, 2000]


def test_cross_validation_of_a_regression(tutorials):
    output = tutorials.run("TMVACrossValidationRegression.C", change=with_our_methods)
    assert "TMVACrossValidationRegression is done!" in output


def test_categories(tutorials):
    tutorials.refused("TMVAClassificationCategory.C", "Likelihood")
    area = areas(tutorials.run("TMVAClassificationCategory.C", change=with_our_methods))
    assert area["FisherCat"] > area["Fisher"] + 0.02  # what the categories are for


def test_application_of_the_categories(tutorials):
    tutorials.run("TMVAClassificationCategoryApplication.C")
    both = histograms(tutorials.directory / "TMVApp.root", "MVA_LikelihoodCat", "MVA_FisherCat")
    assert both[0][0] == both[1][0] > 1000
