import pytest
from tutorials import Tutorials


@pytest.fixture(scope="module")
def tutorials(tmp_path_factory):
    return Tutorials(tmp_path_factory.mktemp("tutorials"))
