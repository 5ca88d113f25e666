"""What CMake says to users whose machine lacks something, and what the choice of TMVA does."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2]
CMAKE = shutil.which("cmake", path=Path(sys.executable).parent) or shutil.which("cmake")


def configure(build: Path, *definitions: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [CMAKE, "-S", SOURCE, "-B", build, *definitions], capture_output=True, text=True, timeout=300,
    )


def message(result: subprocess.CompletedProcess) -> str:
    """Standard error with CMake's line breaks taken out."""
    return " ".join(result.stderr.split())


def python_definition(python: str = sys.executable) -> str:
    return f"-DPython_EXECUTABLE={python}"


def test_auto_takes_our_core_where_root_has_no_tmva(tmp_path):
    result = configure(tmp_path, python_definition(), "-DBUILD_TESTING=OFF")
    assert result.returncode == 0, result.stderr
    assert "TMVA: core" in result.stdout


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("root", "has no libTMVA. Use PYTMVA_TMVA=core"), ("roots", "PYTMVA_TMVA=roots: expected auto, root or core")],
)
def test_a_choice_that_cannot_be_is_refused(tmp_path, choice, expected):
    result = configure(tmp_path, python_definition(), f"-DPYTMVA_TMVA={choice}")
    assert result.returncode != 0
    assert expected in message(result)


def test_no_root(tmp_path):
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    result = configure(tmp_path / "build", python_definition(str(venv / "bin/python")))
    assert result.returncode != 0
    assert "No ROOT found for" in message(result)
    assert "pip install root==0.1a12" in message(result)
