"""Multiclass and regression: trained and applied by the Reader. (Their evaluation by the Factory is not in this version.)"""

from array import array

import numpy as np
import pytest

CLASSES = ["A", "B", "C"]


def class_of(x, y):
    return "A" if x > 0.5 else "B" if y > 0 else "C"


def targets_of(x, y):
    return [100 * x + 5, 10 * y - 3]


@pytest.fixture
def train(root, keras, work):
    """train("Regression", outputs, activation) -> a Reader's function (x, y) -> responses."""

    def run(analysis, outputs, activation):
        from pytmva_keras import save_model

        keras.utils.set_random_seed(1)
        layers = keras.layers
        save_model(keras.Sequential([layers.Input((2,)), layers.Dense(16, activation="tanh"),
                                     layers.Dense(outputs, activation=activation)]), "model.yml")
        factory = root.TMVA.Factory("job", f"Silent:!Color:AnalysisType={analysis}")
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
        reader.BookMVA("nn", "dataset/weights/job_nn.weights.xml")
        evaluate = reader.EvaluateRegression if analysis == "Regression" else reader.EvaluateMulticlass

        def respond(x, y):
            event[0][0], event[1][0] = x, y
            return list(evaluate("nn"))

        respond.classes = [loader.GetDataSetInfo().GetClassInfo(i).GetName() for i in range(len(CLASSES))] \
            if analysis == "Multiclass" else []
        return respond

    return run


def test_regression_answers_in_the_units_of_the_targets(train):
    respond = train("Regression", 2, "linear")
    for x, y in ((0.5, 0.5), (1, -1), (-1, -1)):
        assert respond(x, y) == pytest.approx(targets_of(x, y), abs=10)


def test_multiclass_answers_with_one_probability_a_class(train):
    respond = train("Multiclass", 3, "softmax")
    for x, y in ((2, 0), (-1, 1), (-1, -1)):
        response = respond(x, y)
        assert sum(response) == pytest.approx(1, abs=1e-5)
        assert respond.classes[int(np.argmax(response))] == class_of(x, y)


def test_the_number_of_outputs_is_that_of_classes_or_targets(train):
    with pytest.raises(Exception, match=r"the model has 2 outputs, expected 3: .* has 3 classes"):
        train("Multiclass", 2, "softmax")
    with pytest.raises(Exception, match=r"the model has 1 outputs?, expected 2: .* has 2 targets \(t, u\)"):
        train("Regression", 1, "linear")
