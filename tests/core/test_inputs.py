"""Variables and spectators of all kinds in trained weight files, against those of genuine TMVA, attribute by attribute."""

import golden
import pytest

import weight_files

CASES = golden.cases("reader")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_weight_file_and_responses_are_those_of_tmva(root, case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name = case["name"].removeprefix("book_")
    job = golden.Replay(root, "reader")
    for line in case["calls"]:
        job.run(line)
    ours = weight_files.parse(tmp_path / "dataset/weights/job_Fisher.weights.xml")
    theirs = weight_files.parse(golden.DATA / f"reader/{name}.weights.xml")
    assert [node.tag for node in ours] == [node.tag for node in theirs]
    for node in ("Options", "Variables", "Spectators", "Classes", "Transformations"):
        assert weight_files.differences(ours.find(node), theirs.find(node)) == []
    assert weight_files.differences(ours.find("Weights"), theirs.find("Weights"), tolerance=2e-5) == []
    method = job["factory"].GetMethod("dataset", "Fisher")
    data = job["dataloader"].GetDataSetInfo().GetDataSet()
    for row in golden.read_rows(golden.DATA / f"reader/{name}.events.csv")[1]:
        data.SetCurrentType(getattr(root.TMVA.Types, {"train": "kTraining", "test": "kTesting"}[row[0]]))
        data.SetCurrentEvent(int(row[1]))
        assert method.GetMvaValue() == pytest.approx(float(row[-2]), rel=1e-5, abs=1e-5)
