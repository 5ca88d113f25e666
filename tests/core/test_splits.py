"""Order of events, weights and what is found in them, against genuine TMVA, event by event."""

import json
import math

import golden
import pytest

TOLERANCE = 2e-8  # golden files have nine digits


def check_events(root, info, header, rows):
    """Golden rows: type, pos, spectators, (folder dataloader: variables, targets,) classID, weight, (origweight)."""
    for kind in ("train", "test"):
        wanted = [row[2:] for row in rows if row[0] == kind]
        found = list(golden.events(root, info, kind))
        assert len(found) == len(wanted)
        for (values, rest), theirs in zip(found, wanted):
            if "origweight" not in header:
                values, rest = values[:1], rest[:2]
            ours = [x for part in values for x in part] + rest
            assert ours == pytest.approx([float(x) for x in theirs], rel=TOLERANCE, abs=1e-12, nan_ok=True)


def describe(info):
    return {"expression": str(info.GetExpression()), "label": str(info.GetLabel()), "title": str(info.GetTitle()),
            "unit": str(info.GetUnit()), "internal": str(info.GetInternalName()), "type": str(info.GetVarType())}


def check_info(info, golden_info):
    classes = [info.GetClassInfo(i) for i in range(info.GetNClasses())]
    assert [{"name": str(c.GetName()), "number": c.GetNumber(), "cut": str(c.GetCut().GetTitle()),
             "weight": str(c.GetWeight())} for c in classes] == golden_info["classes"]
    assert info.GetSignalClassIndex() == golden_info["signalClassIndex"]
    check_variables(info, golden_info)
    check_sums(info, golden_info)
    for name, matrix in golden_info["correlation"].items():
        ours = info.CorrelationMatrix(name)
        assert [[ours[i][j] for j in range(len(matrix))] for i in range(len(matrix))] == [
            pytest.approx(row, rel=1e-5, abs=1e-6) for row in matrix]


def check_variables(info, golden_info):
    for key, infos in (("variables", info.GetVariableInfos()), ("targets", info.GetTargetInfos()),
                       ("spectators", info.GetSpectatorInfos())):
        wanted = golden_info[key]
        assert [describe(v) for v in infos] == [{k: v[k] for k in v if k not in ("min", "max")} for v in wanted]
        known = [i for i, v in enumerate(wanted) if v["min"] <= v["max"]]  # TMVA finds them along with the correlations
        assert [infos[i].GetMin() for i in known] == pytest.approx([wanted[i]["min"] for i in known], rel=TOLERANCE)
        assert [infos[i].GetMax() for i in known] == pytest.approx([wanted[i]["max"] for i in known], rel=TOLERANCE)


def check_sums(info, golden_info):
    assert str(info.GetNormalization()) == golden_info["normalization"]
    sums = [info.GetTrainingSumSignalWeights(), info.GetTrainingSumBackgrWeights(), info.GetTestingSumSignalWeights(),
            info.GetTestingSumBackgrWeights()]
    wanted = [math.nan if s is None else float(s) for s in golden_info["sums"]]
    assert sums == pytest.approx(wanted, rel=1e-6, abs=1e-9, nan_ok=True)


WORKS_HERE = {"prepare_two_ints"}  # in TMVA it passes on an option that does not exist


@pytest.mark.parametrize("folder, case", [
    pytest.param(folder, case, id=f"{folder}-{case['name']}")
    for folder in ("splits", "dataloader") for case in golden.cases(folder) if case["name"] not in WORKS_HERE])
def test_data_set_is_tmvas(root, folder, case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if case["status"] == "exception":
        with pytest.raises(Exception) as error:
            golden.replay(root, folder, case)
        assert "FatalError" in repr(error.value)  # of an overloaded function, Python shows a TypeError that quotes it
        return
    info = golden.replay(root, folder, case)["dataloader"].GetDataSetInfo()
    path = golden.DATA / folder / case["name"]
    check_events(root, info, *golden.read_rows(f"{path}.csv"))
    golden_info = json.loads(path.with_suffix(".info.json").read_text())
    if case["name"].startswith("events"):  # TMVA makes trees of them, with a branch "weight"
        for cls in golden_info["classes"]:
            cls["weight"] = ""
    check_info(info, golden_info)


def test_correlations_need_not_be_computed(root):
    case = next(case for case in golden.cases("splits") if case["name"] == "no_calc_correlations")
    assert not golden.replay(root, "splits", case)["dataloader"].GetDataSetInfo().CorrelationMatrix("Signal")
