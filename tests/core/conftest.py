import pytest


@pytest.fixture(scope="session")
def root():
    import ROOT

    ROOT.gROOT.SetBatch(True)
    ROOT.TMVA.DataLoader  # loads the library
    return ROOT
