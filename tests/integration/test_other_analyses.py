"""Multiclass and regression: trained, tested, evaluated and applied by the Reader."""

from array import array
from contextlib import contextmanager
from ctypes import c_double

import numpy as np
import pytest

@contextmanager
def count_calls():
    """The numbers of events in the calls of the network, where Keras applies it."""
    from pytmva_keras.inference import Predictor

    rows, call = [], Predictor.__call__

    def counted(self, x):
        rows.append(len(x))
        return call(self, x)

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(Predictor, "__call__", counted)
        yield rows


def class_of(x, y):
    return "A" if x > 0.5 else "B" if y > 0 else "C"


def targets_of(x, y):
    return [100 * x + 5, 10 * y - 3]


@pytest.fixture
def train(root, keras, work, applied):
    """train("Regression", outputs, activation) -> a Reader's function (x, y) -> responses."""

    def run(analysis, outputs, activation, class_of=class_of):
        from pytmva_keras import save_model

        keras.utils.set_random_seed(1)
        layers = keras.layers
        save_model(keras.Sequential([layers.Input((2,)), layers.Dense(16, activation="tanh"),
                                     layers.Dense(outputs, activation=activation)]), "model.yml")
        output = root.TFile.Open("TMVA.root", "RECREATE")
        factory = root.TMVA.Factory("job", output, f"Silent:!Color:!DrawProgressBar:AnalysisType={analysis}")
        loader = root.TMVA.DataLoader("dataset")
        reader = root.TMVA.Reader("!Color:Silent")
        event = [array("f", [0]), array("f", [0])]
        for name, value in zip("xy", event):
            loader.AddVariable(name)
            reader.AddVariable(name, value)
        if analysis == "Regression":
            loader.AddTarget("t")
            loader.AddTarget("u")
        for x, y in np.random.default_rng(1).normal(size=(1000, 2)):
            for add in (loader.AddTrainingEvent, loader.AddTestEvent):
                if analysis == "Regression":
                    add("Regression", [x, y, *targets_of(x, y)], 1.0)
                else:
                    add(class_of(x, y), [x, y], 1.0)
        loader.PrepareTrainingAndTestTree(root.TCut(""), "NormMode=None:!V")
        factory.BookMethod(loader, root.TMVA.Types.kPyKeras, "nn",
                           "VarTransform=N:FilenameModel=model.yml:NumEpochs=40:LearnRate=0.02")
        factory.TrainAllMethods()
        with count_calls() as calls:
            factory.TestAllMethods()
        factory.EvaluateAllMethods()
        reader.BookMVA("nn", "dataset/weights/job_nn.weights.xml")
        evaluate = reader.EvaluateRegression if analysis == "Regression" else reader.EvaluateMulticlass

        def respond(x, y):
            event[0][0], event[1][0] = x, y
            responses = list(evaluate("nn"))
            assert [evaluate(i, "nn") for i in range(outputs)] == responses
            return responses

        respond.calls = calls
        respond.output, respond.loader, respond.factory = output, loader, factory
        info = loader.GetDataSetInfo()
        respond.classes = [str(info.GetClassInfo(i).GetName()) for i in range(info.GetNClasses())]
        return respond

    return run


def test_regression_answers_in_the_units_of_the_targets(train):
    respond = train("Regression", 2, "linear")
    for x, y in ((0.5, 0.5), (1, -1), (-1, -1)):
        assert respond(x, y) == pytest.approx(targets_of(x, y), abs=10)


def tree_of(respond, branch, leaf):
    """(x, y, response) of the events of the TestTree."""
    for event in respond.output.Get("dataset/TestTree"):
        yield event.x, event.y, event.GetBranch(branch).GetLeaf(leaf).GetValue()


def test_regression_is_evaluated(root, train, applied):
    respond = train("Regression", 2, "linear")
    one_call = [1000] if applied == "by Keras" else []  # for all test events
    assert respond.calls == one_call
    numbers = [c_double() for _ in range(9)]
    respond.factory.GetMethod("dataset", "nn").TestRegression(*numbers, root.TMVA.Types.kTesting)
    bias, _, deviation, _, rms, *_, correlation = [number.value for number in numbers]
    assert abs(bias) < 5 and deviation < rms < 10 and correlation > 0.99  # the target has a width of 100
    events = list(tree_of(respond, "nn", "u"))
    assert np.mean([abs(u - targets_of(x, y)[1]) for x, y, u in events]) < 3
    data = respond.loader.GetDataSetInfo().GetDataSet()
    data.SetCurrentType(root.TMVA.Types.kTesting)
    with count_calls() as calls:
        first_targets = list(respond.factory.GetMethod("dataset", "nn").GetMvaValues(10, 20))
    assert calls == ([10] if applied == "by Keras" else [])
    assert first_targets == [t for _, _, t in tree_of(respond, "nn", "t")][10:20]
    histogram = respond.output.Get("dataset/Method_PyKeras/nn/MVA_nntest_reg_tgt1_rtgt1")
    assert histogram.GetEntries() == 1000
    assert histogram.GetYaxis().GetTitle() == "u_{regression} - u_{true}"


def test_multiclass_is_evaluated(root, train, applied):
    respond = train("Multiclass", 3, "softmax")
    assert respond.calls == ([1000] if applied == "by Keras" else [])
    for number, name in enumerate(respond.classes):
        assert respond.factory.GetROCIntegral(respond.loader, "nn", number) > 0.95
        assert respond.output.Get(f"dataset/Method_PyKeras/nn/MVA_nn_Test_rejBvsS_{name}").GetN() == 1002
    confusion = respond.factory.GetMethod("dataset", "nn").GetMulticlassConfusionMatrix(0.1, root.TMVA.Types.kTesting)
    assert min(confusion[i][j] for i in range(3) for j in range(3) if i != j) > 0.8
    right = [response > 0.5 for x, y, response in tree_of(respond, "nn", "A") if class_of(x, y) == "A"]
    assert np.mean(right) > 0.9


def test_multiclass_answers_with_one_probability_a_class(train):
    respond = train("Multiclass", 3, "softmax")
    for x, y in ((2, 0), (-1, 1), (-1, -1)):
        response = respond(x, y)
        assert sum(response) == pytest.approx(1, abs=1e-5)
        assert respond.classes[int(np.argmax(response))] == class_of(x, y)


@pytest.mark.parametrize("number", [2, 10])
def test_any_number_of_classes(train, applied, number):
    """Each class is a sector."""
    respond = train("Multiclass", number, "softmax", lambda x, y: f"class{int(np.arctan2(y, x) / 2 / np.pi % 1 * number)}")
    assert set(respond.classes) == {f"class{i}" for i in range(number)}
    assert respond.calls == ([1000] if applied == "by Keras" else [])
    for i, name in enumerate(respond.classes):
        angle = 2 * np.pi * (int(name[5:]) + 0.5) / number
        assert np.argmax(respond(np.cos(angle), np.sin(angle))) == i
        assert respond.factory.GetROCIntegral(respond.loader, "nn", i) > 0.95
    leaves = respond.output.Get("dataset/TestTree").GetBranch("nn").GetListOfLeaves()
    assert [leaf.GetName() for leaf in leaves] == respond.classes


def test_the_number_of_outputs_is_that_of_classes_or_targets(train):
    with pytest.raises(Exception, match=r"the model has 2 outputs, expected 3: .* has 3 classes"):
        train("Multiclass", 2, "softmax")
    with pytest.raises(Exception, match=r"the model has 1 outputs?, expected 2: .* has 2 targets \(t, u\)"):
        train("Regression", 1, "linear")
