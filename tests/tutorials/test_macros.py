"""The macros of ROOT's TMVA tutorials, through their own arguments, or with LD in the place of methods that are not here."""

from tutorials import areas, with_our_methods


def test_minimal_classification(tutorials):
    tutorials.refused("TMVAMinimalClassification.C", "BDT")
    assert areas(tutorials.run("TMVAMinimalClassification.C", change=with_our_methods))["BDT"] > 0.8
