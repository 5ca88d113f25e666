"""EventsInMemory: some events are in memory, and all others come again and again from the trees."""

import numpy as np
import pytest

SIZES = {"s1": 20_000, "s2": 5_000, "b": 30_000}
WEIGHT = 0.5  # the weight of each event, times that of its tree


@pytest.fixture(scope="module")
def path(root, tmp_path_factory):
    """A file with trees of a variable x from 0 to 1 and a number for each event, all different."""
    path = str(tmp_path_factory.mktemp("streaming") / "events.root")
    begin = 0
    for name, n in SIZES.items():
        options = root.RDF.RSnapshotOptions()
        options.fMode = "UPDATE" if begin else "RECREATE"
        columns = {"x": np.random.default_rng(n).uniform(size=n), "id": np.arange(begin, begin + n, dtype=np.float32)}
        root.RDF.FromNumpy(columns | {"w": np.full(n, WEIGHT)}).Snapshot(name, path, "", options)
        begin += n
    return path


def load(root, file, options, cut="x>0.1", trees=(("s1", "Signal", 1.0), ("s2", "Signal", 3.0), ("b", "Background", 1.0))):
    loader = root.TMVA.DataLoader("data")
    loader.AddVariable("x")
    loader.AddSpectator("id")
    for name, cls, weight in trees:
        loader.AddTree(file.Get(name), cls, weight)
    loader.SetWeightExpression("w")
    loader.PrepareTrainingAndTestTree(root.TCut(cut), f"EventsInMemory=3000:!CalcCorrelations:{options}")
    return loader


def rows(table):
    """(class, number, weight) of each event."""
    values = np.frombuffer(table.GetRow(0), np.float32, table.GetNRows() * 2).reshape(-1, 2)
    more = [(table.GetClass(row), table.GetWeight(row)) for row in range(table.GetNRows())]
    return np.array([(cls, number, weight) for (cls, weight), number in zip(more, values[:, 1])]).reshape(-1, 3)


def in_memory(root, data):
    return [rows(data.GetTable(kind)) for kind in (root.TMVA.Types.kTraining, root.TMVA.Types.kTesting)]


def stream(root, data, size):
    """The events of one epoch, in pieces of `size`."""
    events, table = data.GetStream(), root.TMVA.EventTable(1, 0, 1)
    pieces, left = [], events.GetNEvents()
    while left:
        n = min(left, size)
        events.Read(table, n)
        assert table.GetNRows() == n
        pieces.append(rows(table))
        left -= n
    return pieces


def expected_numbers(root, path, cut="x>0.1"):
    return {name: root.RDataFrame(name, path).Filter(cut).AsNumpy(["id"])["id"] for name in SIZES}


def test_each_event_is_in_memory_or_streamed_in_every_epoch(root, path, work):
    file = root.TFile.Open(path)
    loader = load(root, file, "")
    data = loader.GetDataSetInfo().GetDataSet()
    training, testing = in_memory(root, data)
    assert [np.sum(sample[:, 0] == cls) for sample in (training, testing) for cls in (0, 1)] == [1500] * 4
    expected = np.sort(np.concatenate(list(expected_numbers(root, path).values())))
    first, second = (np.concatenate(stream(root, data, 7001)) for _ in range(2))
    np.testing.assert_array_equal(np.sort(np.concatenate([training, testing, first])[:, 1]), expected)
    np.testing.assert_array_equal(first, second)
    assert np.all((first[:, 1] >= SIZES["s1"] + SIZES["s2"]) == (first[:, 0] == 1)), "each has its class"


def test_any_piece_has_all_trees_in_proportion(root, path, work):
    file = root.TFile.Open(path)
    loader = load(root, file, "")
    data = loader.GetDataSetInfo().GetDataSet()
    bounds = np.cumsum([0, *SIZES.values()])
    whole = np.histogram(np.concatenate(stream(root, data, 999))[:, 1], bounds)[0]
    for piece in stream(root, data, 999):
        np.testing.assert_allclose(np.histogram(piece[:, 1], bounds)[0], whole * len(piece) / whole.sum(), atol=2)
    data.GetStream().Rewind()
    small = [np.histogram(piece[:, 1], bounds)[0] for piece in stream(root, data, 2)]
    assert sum(small).tolist() == whole.tolist()


def test_events_in_memory_are_chosen_at_random_by_the_seed(root, path, work):
    file = root.TFile.Open(path)
    samples = []
    for seed in (1, 1, 2):
        loader = load(root, file, f"SplitSeed={seed}")
        samples.append(np.sort(np.concatenate(in_memory(root, loader.GetDataSetInfo().GetDataSet()))[:, 1]))
    assert np.array_equal(samples[0], samples[1]) and not np.array_equal(samples[0], samples[2])
    signal = samples[0][samples[0] < SIZES["s1"] + SIZES["s2"]]
    assert np.mean(signal < SIZES["s1"]) == pytest.approx(0.8, abs=0.04) and np.median(signal) == pytest.approx(12_500, rel=0.1)


@pytest.mark.parametrize("mode", ["None", "NumEvents", "EqualNumEvents"])
def test_weights_are_normalised_over_all_training_events(root, path, work, mode):
    file = root.TFile.Open(path)
    loader = load(root, file, f"NormMode={mode}")
    info = loader.GetDataSetInfo()
    data = info.GetDataSet()
    training, testing = in_memory(root, data)
    events = np.concatenate([training, *stream(root, data, 5000)])
    sums = [events[events[:, 0] == cls][:, 2].sum() for cls in (0, 1)]
    counts = [np.sum(events[:, 0] == cls) for cls in (0, 1)]
    s2 = (events[:, 1] >= SIZES["s1"]) & (events[:, 0] == 0)
    ratio = events[s2][:, 2].mean() / events[(events[:, 0] == 0) & ~s2][:, 2].mean()
    assert ratio == pytest.approx(3), "the weight of the tree"
    expected = {"NumEvents": counts, "EqualNumEvents": [counts[0]] * 2}.get(mode)
    if mode == "None":
        expected = [WEIGHT * (counts[0] - s2.sum() + 3 * s2.sum()), WEIGHT * counts[1]]
    assert sums == pytest.approx(expected, rel=1e-5)
    assert [info.GetTrainingSumSignalWeights(), info.GetTrainingSumBackgrWeights()] == pytest.approx(sums, rel=1e-5)


def test_one_tree_for_both_classes(root, path, work):
    file = root.TFile.Open(path)
    loader = root.TMVA.DataLoader("data")
    loader.AddVariable("x")
    loader.AddSpectator("id")
    for cls, cut in (("Signal", "x>0.7"), ("Background", "x<0.7")):
        loader.AddTree(file.Get("b"), cls, 1.0, root.TCut(cut))
    loader.PrepareTrainingAndTestTree(root.TCut(""), "EventsInMemory=1000:!CalcCorrelations")
    data = loader.GetDataSetInfo().GetDataSet()
    events = np.concatenate([*in_memory(root, data), *stream(root, data, 4000)])
    assert len(np.unique(events[:, 1])) == len(events) == SIZES["b"]
    x = root.RDataFrame("b", path).AsNumpy(["x"])["x"]
    number = events[:, 1].astype(int) - SIZES["s1"] - SIZES["s2"]
    assert np.array_equal(x[number] < 0.7, events[:, 0] == 1)


def test_test_trees_are_never_trained_with(root, path, work):
    file = root.TFile.Open(path)
    loader = root.TMVA.DataLoader("data")
    loader.AddVariable("x")
    loader.AddSpectator("id")
    for name, kind in (("s1", "Training"), ("s2", "Test")):
        loader.AddTree(file.Get(name), "Signal", 1.0, root.TCut(), kind)
    loader.PrepareTrainingAndTestTree(root.TCut(""), "EventsInMemory=2000:!CalcCorrelations")
    data = loader.GetDataSetInfo().GetDataSet()
    training, testing = in_memory(root, data)
    assert np.all(testing[:, 1] >= SIZES["s1"]) and len(testing) > 200
    assert np.all(np.concatenate([training, *stream(root, data, 4000)])[:, 1] < SIZES["s1"])


def test_few_events_are_all_in_memory(root, path, work):
    file = root.TFile.Open(path)
    loader = load(root, file, "", cut="x>0.95")
    data = loader.GetDataSetInfo().GetDataSet()
    assert not data.GetStream()
    n = sum(map(len, expected_numbers(root, path, "x>0.95").values()))
    assert n - 2 <= sum(map(len, in_memory(root, data))) <= n, "TMVA leaves an odd event of a class out"


def test_other_methods_say_what_they_are_trained_with(root, path, work, capfd):
    file = root.TFile.Open(path)
    loader = load(root, file, "")
    factory = root.TMVA.Factory("job", "AnalysisType=Classification")
    factory.BookMethod(loader, root.TMVA.Types.kFisher, "Fisher", "")
    factory.TrainAllMethods()
    streamed = loader.GetDataSetInfo().GetDataSet().GetStream().GetNEvents()
    shown = capfd.readouterr().out
    assert f'Fisher "Fisher" is trained with the 3000 events in memory only, not with the {streamed} others' in shown
    assert "training events, streamed  : " in shown


def test_folds_need_all_events(root, path, work):
    file = root.TFile.Open(path)
    loader = load(root, file, "")
    validation = root.TMVA.CrossValidation("cv", loader, "!V:!ModelPersistence:AnalysisType=Classification:NumFolds=2")
    validation.BookMethod(root.TMVA.Types.kFisher, "Fisher", "")
    with pytest.raises(Exception, match="not divided into folds: not all of its events are in memory. Leave EventsInMemory out"):
        validation.Evaluate()


def test_bad_number(root, path, work):
    file = root.TFile.Open(path)
    loader = load(root, file, "EventsInMemory=-5")
    with pytest.raises(Exception, match="EventsInMemory"):
        loader.GetDataSetInfo().GetDataSet()
