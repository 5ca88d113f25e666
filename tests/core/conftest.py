import given
import pytest
import weight_files


@pytest.fixture(scope="session")
def root():
    """ROOT with the helpers of given.py and weight_files.py."""
    import ROOT

    ROOT.gROOT.SetBatch(True)
    given.declare(ROOT)
    return weight_files.declare(ROOT)


@pytest.fixture
def work(tmp_path, monkeypatch):
    """A directory of the test's own, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def loud(root):
    """An object with the option Silent silences the whole process."""
    yield
    root.TMVA.gConfig().SetSilent(False)
