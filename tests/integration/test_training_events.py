"""The arrays that Python trains with: where they are in memory, what is in them, and how long they stay."""

import gc
import weakref

import numpy as np
import pytest
from conftest import VARIABLES

from pytmva_keras import bridge


@pytest.fixture
def trained_with(monkeypatch):
    """The (x, y, w) of each training."""
    seen = []
    check_events = bridge.check_events

    def record(x, y, w, variables):
        seen.append((x, y, w))
        check_events(x, y, w, variables)

    monkeypatch.setattr(bridge, "check_events", record)
    return seen


def training_table(job):
    """The rows of the data set as they are in memory, and their weights and classes."""
    table = job.loader.GetDataSetInfo().GetDataSet().GetTable(job.root.TMVA.Types.kTraining)
    n = table.GetNRows()
    values = np.frombuffer(table.GetRow(0), np.float32, n * table.GetNColumns()).reshape(n, -1)
    return values, [table.GetWeight(i) for i in range(n)], [table.GetClass(i) for i in range(n)]


@pytest.mark.parametrize("spectators", [[], ["w"]])
def test_numpy_sees_the_matrix_of_the_data_set(make_job, inputs, trained_with, spectators):
    job = make_job()
    for spectator in spectators:
        job.loader.AddSpectator(spectator)
    job.book("nn", f"FilenameModel={inputs / 'softmax.yml'}:NumEpochs=1")
    job.factory.TrainAllMethods()
    (x, y, w), (values, weights, classes) = trained_with[0], training_table(job)
    assert x.__array_interface__["data"] == (values.ctypes.data, True)  # True: read-only
    assert x.shape == (len(values), len(VARIABLES)) and x.strides == (4 * values.shape[1], 4)
    np.testing.assert_array_equal(x, values[:, :len(VARIABLES)])
    np.testing.assert_array_equal(y[:, 0], classes)
    np.testing.assert_array_equal(w[:, 0], np.float32(weights))


def test_targets_are_seen_there_too(root, inputs, work, keras, trained_with):
    from pytmva_keras import save_model

    save_model(keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)]), "regression.yml")
    with root.TFile.Open(str(inputs / "data.root")) as data:
        factory = root.TMVA.Factory("job", "!V:Silent:AnalysisType=Regression:!ModelPersistence")
        loader = root.TMVA.DataLoader("dataset")
        for variable in VARIABLES[:2]:
            loader.AddVariable(variable)
        loader.AddTarget("z")
        loader.AddRegressionTree(data.Get("signal"))
        for title, options in (("nn", ""), ("changed", ":VarTransform=N")):
            factory.BookMethod(loader, "PyKeras", title, f"FilenameModel=regression.yml:NumEpochs=1:Verbose=0{options}")
        factory.TrainAllMethods()
        (x, y, _), (changed_x, changed_y, _) = trained_with
        assert y.ctypes.data == x.ctypes.data + 8 and x.strides == y.strides == (12, 4)
        assert not (y.flags.writeable or x.flags.writeable)
        for before, after in ((x, changed_x), (y, changed_y)):
            low, high = before.min(axis=0), before.max(axis=0)
            np.testing.assert_allclose(after, 2 * (before - low) / (high - low) - 1, atol=1e-5)


def test_a_transformed_matrix_has_what_the_method_sees(make_job, inputs, trained_with):
    job = make_job(background_weight="z+1.5", prepare="NormMode=None:!V")  # some weights are negative
    method = job.book("nn", f"FilenameModel={inputs / 'softmax.yml'}:NumEpochs=1:VarTransform=D,G:IgnoreNegWeightsInTraining")
    events = []
    train = bridge.split_validation

    def look(*arguments):
        for i in range(0, method.Data().GetNTrainingEvents(), 7):
            event = method.GetTrainingEvent(i)
            events.append([*event.GetValues(), event.GetClass(), event.GetWeight()])
        return train(*arguments)

    bridge.split_validation = look
    try:
        job.factory.TrainAllMethods()
    finally:
        bridge.split_validation = train
    x, y, w = trained_with[0]
    np.testing.assert_array_equal(np.column_stack([x, y, w])[::7], np.float32(events))
    assert 0 < np.count_nonzero(w == 0) < len(w) and w.min() == 0


def test_an_array_outlives_the_data_set(make_job, inputs, trained_with):
    """Whoever keeps it has the values, and memory is given back when nobody does."""
    job = make_job()
    job.book("nn", f"FilenameModel={inputs / 'softmax.yml'}:NumEpochs=1")
    job.factory.TrainAllMethods()
    x = trained_with.pop()[0]
    before = x.copy()
    data = job.loader.GetDataSetInfo().GetDataSet()
    data.SetEvents(job.root.TMVA.EventTable(3), job.root.TMVA.EventTable(3))
    others = [np.full(before.shape, 7, np.float32) for _ in range(50)]  # would be put in its place
    np.testing.assert_array_equal(x, before)
    del others
    memory = weakref.ref(x.base)
    del x
    gc.collect()
    assert memory() is None
