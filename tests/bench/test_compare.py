"""bench/compare.py, as `make bench-compare` runs it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(os.environ.get("PYTMVA_SOURCE", Path(__file__).resolve().parents[2])) / "bench"


def row(name, ours, spread=0.1, peer=10.0, peer_name="keras", **more):
    return {
        "name": name, "ours": ours, "ours_spread": spread, "peer": peer, "peer_name": peer_name, "unit": "s",
        "ratio": peer / ours, **more,
    }  # fmt: skip


def write(path, rows):
    path.write_text(json.dumps(rows))
    return path


def compare(*arguments, script=BENCH / "compare.py"):
    return subprocess.run([sys.executable, script, *map(str, arguments)], capture_output=True, text=True)


def compare_rows(tmp_path, old, new):
    """The lines of the table, name of row -> words."""
    done = compare("--old", write(tmp_path / "old.json", old), "--new", write(tmp_path / "new.json", new))
    assert done.returncode == 0, done.stderr
    return {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines()}


def test_changes_beyond_the_spreads_are_marked(tmp_path):
    old = [row("slow", 2.0), row("fast", 2.0), row("same", 2.0)]
    new = [row("slow", 2.3), row("fast", 1.6), row("same", 2.19)]
    lines = compare_rows(tmp_path, old, new)
    assert lines["slow"] == ["2", "2.3", "s", "+15.0%", "5", "4.35", "WORSE", "keras"]
    assert lines["fast"] == ["2", "1.6", "s", "-20.0%", "5", "6.25", "better", "keras"]
    assert lines["same"] == ["2", "2.19", "s", "+9.5%", "5", "4.57", "keras"]


def test_rows_in_one_file_only_are_named(tmp_path):
    lines = compare_rows(tmp_path, [row("gone", 1.0), row("kept", 1.0)], [row("kept", 1.0), row("added", 1.0)])
    assert lines["gone"] == ["only", "in", "the", "old", "file", "(keras)"]
    assert lines["added"] == ["only", "in", "the", "new", "file", "(keras)"]
    assert lines["kept"][3] == "+0.0%"


def test_rows_of_one_name_are_told_apart_by_their_peers(tmp_path):
    old = [row("net", 1.0), row("net", 2.0, peer_name="onnx")]
    done = compare("--old", write(tmp_path / "old.json", old), "--new", write(tmp_path / "new.json", old[::-1]))
    assert done.stdout.count("+0.0%") == 2


def test_a_change_without_spreads_or_in_another_unit_is_not_judged(tmp_path):
    old = [row("bare", 1.0), row("unit", 1.0, unit="ms")]
    old[0].pop("ours_spread")
    lines = compare_rows(tmp_path, old, [row("bare", 2.0), row("unit", 9.0)])
    assert lines["bare"][-2] == "?"
    assert lines["unit"][-4:] == ["in", "ms", "before", "keras"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[{"name": "x"', "is no JSON"),
        ("{}", "expected a list of rows, got dict"),
        ("[]", "expected a list of rows"),
        ("[1]", "row 1: expected an object, got 1"),
        (json.dumps([row("a", 1.0), row("b", 1.0, unit=None)]), 'row 2: "unit" must be text, got None'),
        (json.dumps([row("a", 1.0, ratio=0)]), 'row 1: "ratio" must be a number above 0, got 0'),
        (json.dumps([row("a", 1.0, peer=float("nan"))]), '"peer" must be a number above 0, got nan'),
        (json.dumps([row("a", 1.0, spread="wide")]), '"ours_spread" must be a number'),
        (json.dumps([row("a", 1.0), row("a", 2.0)]), "1 rows have the name and the peer of another row"),
    ],
)
def test_damaged_files_are_refused(tmp_path, text, expected):
    damaged, good = tmp_path / "damaged.json", write(tmp_path / "good.json", [row("a", 1.0)])
    damaged.write_text(text)
    for files in ((damaged, good), (good, damaged)):
        done = compare("--old", files[0], "--new", files[1])
        assert done.returncode == 1
        assert str(damaged) in done.stderr and expected in done.stderr
        assert "Traceback" not in done.stderr and done.stdout == ""


def test_a_missing_file_is_named(tmp_path):
    good = write(tmp_path / "good.json", [row("a", 1.0)])
    done = compare("--old", tmp_path / "missing.json", "--new", good)
    assert done.returncode == 1
    assert "missing.json" in done.stderr and "make bench" in done.stderr and "Traceback" not in done.stderr


@pytest.fixture
def repository(tmp_path):
    """A copy of compare.py in a repository of its own; returns it and a function that commits all."""
    if not shutil.which("git"):
        pytest.skip("needs git")
    script = tmp_path / "bench" / "compare.py"
    (script.parent / "results").mkdir(parents=True)
    shutil.copy(BENCH / "compare.py", script)

    def git(*arguments):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments], cwd=tmp_path, check=True)

    git("init", "-q")

    def commit():
        git("add", ".")
        git("commit", "-q", "-m", "all")

    return script, commit


def test_by_default_the_committed_results_are_compared_with_those_here(repository):
    script, commit = repository
    results = script.parent / "results"
    write(results / "latest.json", [row("a", 1.0)])
    write(results / "latest.machine.json", {"cpu": "old processor"})
    commit()
    write(results / "latest.json", [row("a", 1.5)])
    write(results / "latest.machine.json", {"cpu": "new processor"})
    done = compare(script=script)
    assert done.returncode == 0, done.stderr
    assert "+50.0%" in done.stdout
    assert "different processors: old processor; new processor" in done.stdout


def test_without_committed_results_an_old_file_is_asked_for(repository):
    script, commit = repository
    commit()
    new = write(script.parent / "results" / "latest.json", [row("a", 1.0)])
    done = compare(script=script)
    assert done.returncode == 1
    assert "git has no committed latest.json" in done.stderr and "OLD=" in done.stderr
    assert compare("--old", new, script=script).returncode == 0


def test_the_committed_results_can_be_read():
    assert compare("--old", BENCH / "results" / "latest.json").returncode == 0
