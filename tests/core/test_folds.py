"""The folds of cross validation against those of genuine TMVA, event by event."""

import golden
import pytest

FOLDER = "crossvalidation"
CASES = [case for case in golden.cases(FOLDER) if not case["name"].startswith("cv_")]
DIVIDED = [case for case in CASES if case["status"] == "ok"]
REFUSED = {
    "expr_outside_throws": 'int([id])%(int([NumFolds])+1)" is 2 for an event, expected a number from 0 to 1',
    "expr_negative_throws": '-[id]*[NumFolds]" is -',
    "expr_unknown_spectator_throws": 'no spectator "foo"; there are: id.',
    "expr_invalid_fatal": 'SplitExpr "int([id]%%" is no formula',
}


def ids(case):
    return case["name"]


@pytest.fixture(scope="module")
def root():
    import ROOT

    ROOT.gROOT.SetBatch(True)
    ROOT.TMVA.gConfig().SetSilent(True)
    yield ROOT
    ROOT.TMVA.gConfig().SetSilent(False)


def replay(root, case):
    """All calls up to MakeKFoldDataSet."""
    state = golden.Replay(root, FOLDER)
    state.names.update(kTRUE=True, kFALSE=False, kTraining=root.TMVA.Types.kTraining)
    for line in case["calls"]:
        if not line.startswith("build the data set"):
            state.run(line.split("; dataloader->PrepareFoldDataSet")[0])
    return state


def events_of(loader, root, kind):
    """Spectator "id" and class of each event."""
    return [[int(values[0][0]), rest[0]] for values, rest in golden.events(root, loader.GetDataSetInfo(), kind)]


@pytest.mark.parametrize("case", DIVIDED, ids=ids)
def test_folds_are_those_of_tmva(root, case):
    state = replay(root, case)
    loader, split, types = state["dataloader"], state["split"], root.TMVA.Types
    rows = golden.read_rows(golden.DATA / FOLDER / f"{case['name']}.folds.csv")[1]
    for sample, kind in (("train", types.kTraining), ("test", types.kTesting)):
        folds = [[[int(row[3]), int(row[4])] for row in rows if row[0] == sample and int(row[1]) == fold]
                 for fold in range(split.GetNumFolds())]
        for fold, events in enumerate(folds):
            loader.PrepareFoldDataSet(split, fold, kind)
            assert events_of(loader, root, "test") == events
            assert events_of(loader, root, "train") == sum((folds[i] for i in range(len(folds)) if i != fold), [])
        loader.RecombineKFoldDataSet(split, kind)
        assert events_of(loader, root, "train") == events_of(loader, root, "test") == sum(folds, [])
        numbers = list(loader.GetDataSetInfo().GetDataSet().GetFolds())
        assert numbers == [i for i, events in enumerate(folds) for _ in events]


@pytest.mark.parametrize("name, fold", [("prepared_random_k3", 1), ("prepared_stratified_k3", 0)])
def test_data_set_of_a_fold_is_that_of_tmva(root, name, fold):
    state = replay(root, next(case for case in CASES if case["name"] == name))
    state["dataloader"].PrepareFoldDataSet(state["split"], fold)
    rows = golden.read_rows(golden.DATA / FOLDER / f"{name}.prepared_fold{fold}.csv")[1]
    for kind in ("train", "test"):
        ours = [values[0] + values[1] + rest for values, rest in
                golden.events(root, state["dataloader"].GetDataSetInfo(), kind)]
        wanted = [[float(x) for x in row[2:]] for row in rows if row[0] == kind]
        assert len(ours) == len(wanted)
        for a, b in zip(ours, wanted):
            assert a == pytest.approx(b, rel=2e-8)


@pytest.mark.parametrize("name", REFUSED)
def test_expressions_without_folds_are_refused(root, name):
    case = next(case for case in CASES if case["name"] == name)
    assert case["status"] == "exception"
    with pytest.raises(root.TMVA.FatalError) as error:
        replay(root, case)
    assert REFUSED[name] in str(error.value)


def test_an_expression_need_not_name_the_number_of_folds(root):
    case = next(case for case in CASES if case["name"] == "expr_modulo_k2")
    state = replay(root, case)
    split = root.TMVA.CvSplitKFolds(2, "int([id])%2")
    state["dataloader"].MakeKFoldDataSet(split)
    state["dataloader"].PrepareFoldDataSet(split, 1)
    assert {number % 2 for number, _cls in events_of(state["dataloader"], root, "train")} == {0}


def test_misuse_is_refused(root):
    state = replay(root, DIVIDED[0])
    with pytest.raises(root.TMVA.FatalError, match="two folds or more, got NumFolds=1"):
        root.TMVA.CvSplitKFolds(1)
    with pytest.raises(root.TMVA.FatalError, match="no fold number 2, they go from 0 to 1"):
        state["dataloader"].PrepareFoldDataSet(state["split"], 2)
    with pytest.raises(root.TMVA.FatalError, match="MakeKFoldDataSet first"):
        state["dataloader"].PrepareFoldDataSet(root.TMVA.CvSplitKFolds(2), 0)
