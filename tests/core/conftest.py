import pytest


@pytest.fixture(scope="session")
def root():
    import ROOT

    ROOT.gROOT.SetBatch(True)
    ROOT.TMVA.DataLoader  # loads the library
    return ROOT


@pytest.fixture(autouse=True)
def loud(root):
    """An object with the option Silent silences the whole process."""
    yield
    root.TMVA.gConfig().SetSilent(False)
