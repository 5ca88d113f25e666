"""Rules for the tree itself: short files, and nothing of the outside needed."""

from pathlib import Path

ROOT_DIR = Path(__file__).resolve().parents[2]
CODE = {".py", ".cxx", ".h", ".hxx", ".C", ".cmake"}
FOLDERS = ["include", "src", "pytmva_keras", "tests", "examples", "bench", "cmake"]


def code_files():
    for folder in FOLDERS:
        for path in (ROOT_DIR / folder).rglob("*"):
            if path.suffix in CODE and "data" not in path.relative_to(ROOT_DIR).parts[1:2]:
                yield path


def test_files_are_short():
    long = {str(path): n for path in code_files() if (n := len(path.read_text().splitlines())) > 400}
    assert not long


def test_nothing_needs_the_shared_folder():
    needle = "/".join(["..", "shared"])
    named = [str(path) for path in code_files() if needle in path.read_text() or "/work/" in path.read_text()]
    assert [path for path in named if path != __file__] == []
