"""Order of events, weights and what is found in them, against genuine TMVA, event by event."""

import json
import math

import golden
import pytest

TOLERANCE = 2e-8  # golden files have nine digits


def check_events(root, info, rows):
    for kind in ("train", "test"):
        wanted = [row for row in rows if row["type"] == kind]
        found = list(golden.events(root, info, kind))
        assert len(found) == len(wanted)
        for ours, theirs in zip(found, wanted):
            columns = [name for name in theirs if name not in ("type", "pos")]
            assert [ours[name] for name in columns] == pytest.approx(
                [float(theirs[name]) for name in columns], rel=TOLERANCE, abs=1e-12, nan_ok=True), theirs


def describe(info):
    return {"expression": str(info.GetExpression()), "label": str(info.GetLabel()), "title": str(info.GetTitle()),
            "unit": str(info.GetUnit()), "internal": str(info.GetInternalName()), "type": str(info.GetVarType())}


def check_info(root, info, golden_info):
    classes = [info.GetClassInfo(i) for i in range(info.GetNClasses())]
    assert [{"name": str(c.GetName()), "number": c.GetNumber(), "cut": str(c.GetCut().GetTitle()),
             "weight": str(c.GetWeight())} for c in classes] == golden_info["classes"]
    assert info.GetSignalClassIndex() == golden_info["signalClassIndex"]
    for key, infos in (("variables", info.GetVariableInfos()), ("targets", info.GetTargetInfos()),
                       ("spectators", info.GetSpectatorInfos())):
        wanted = golden_info[key]
        assert [describe(v) for v in infos] == [{k: v[k] for k in v if k not in ("min", "max")} for v in wanted]
        assert [v.GetMin() for v in infos] == pytest.approx([v["min"] for v in wanted], rel=TOLERANCE)
        assert [v.GetMax() for v in infos] == pytest.approx([v["max"] for v in wanted], rel=TOLERANCE)
    assert str(info.GetNormalization()) == golden_info["normalization"]
    sums = [info.GetTrainingSumSignalWeights(), info.GetTrainingSumBackgrWeights(), info.GetTestingSumSignalWeights(),
            info.GetTestingSumBackgrWeights()]
    wanted = [math.nan if s is None else float(s) for s in golden_info["sums"]]
    assert sums == pytest.approx(wanted, rel=1e-6, abs=1e-9, nan_ok=True)
    for name, matrix in golden_info["correlation"].items():
        ours = info.CorrelationMatrix(name)
        assert [[ours[i][j] for j in range(len(matrix))] for i in range(len(matrix))] == [
            pytest.approx(row, rel=1e-5, abs=1e-6) for row in matrix]
    assert golden_info["correlation"] or not info.CorrelationMatrix(classes[0].GetName())


@pytest.mark.parametrize("folder, case", [
    pytest.param(folder, case, id=f"{folder}-{case['name']}")
    for folder in ("splits", "dataloader") for case in golden.cases(folder)])
def test_data_set_is_tmvas(root, folder, case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if case["status"] == "exception":
        with pytest.raises(Exception):
            golden.replay(root, folder, case)
        return
    state = golden.replay(root, folder, case)
    info = state["dataloader"].GetDataSetInfo()
    path = golden.DATA / folder / case["name"]
    check_events(root, info, golden.read_rows(f"{path}.csv"))
    check_info(root, info, json.loads(path.with_suffix(".info.json").read_text()))
