"""Optimizer, loss and metrics: the options', else the model's own, else the defaults of the analysis type."""

import numpy as np
import pytest

from pytmva_keras import ConfigurationError, bridge
from pytmva_keras.compilation import loss_name
from pytmva_keras.models.user_code import run_user_code


@pytest.fixture
def book(options):
    """book(model, **changes): the model as it is compiled after booking."""
    return lambda model=None, **changes: bridge.open_trainer(options(model, **changes)).model


def optimizer_of(model):
    return type(model.optimizer).__name__, round(float(model.optimizer.learning_rate), 6)


def metric_names(keras, model):
    x = keras.ops.ones((2, model.input_shape[-1]))
    y = np.eye(2, dtype="float32")[:, : model.output_shape[-1]]
    return set(model.evaluate(x, y, sample_weight=np.ones(2), verbose=0, return_dict=True))


@pytest.fixture
def own(keras):
    """How a user compiled his model."""
    optimizer = keras.optimizers.RMSprop(0.005, rho=0.8)
    return dict(optimizer=optimizer, loss="mse", metrics=["mae"], weighted_metrics=["accuracy"])


# --- defaults


@pytest.mark.parametrize("outputs, activation, analysis, expected", [
    (2, "softmax", "classification", "categorical_crossentropy"), (1, "sigmoid", "classification", "binary_crossentropy"),
    (3, "softmax", "multiclass", "categorical_crossentropy"), (2, "linear", "regression", "mse"),
])
def test_default_loss_is_that_of_the_analysis_type(book, make_model, outputs, activation, analysis, expected):
    names = {"classes": ["a", "b", "c"][:3 if outputs == 3 else 2], "targets": ["e", "f"][:outputs]}
    model = book(make_model(outputs, activation), analysis=analysis, **names)
    assert loss_name(model) == expected and optimizer_of(model) == ("Adam", 0.001)


def test_learn_rate_of_the_default_optimizer(book):
    assert optimizer_of(book(learn_rate=0.02)) == ("Adam", 0.02)


# --- a compiled model keeps its own


def test_compiled_model_keeps_optimizer_loss_and_metrics(keras, book, make_model, own):
    model = book(make_model(compile=own))
    assert optimizer_of(model) == ("RMSprop", 0.005) and model.optimizer.rho == 0.8 and loss_name(model) == "mse"
    assert metric_names(keras, model) == {"loss", "mae", "accuracy"}


def test_option_loss_changes_the_loss_only(keras, book, make_model, own):
    model = book(make_model(compile=own), loss="categorical_crossentropy")
    assert loss_name(model) == "categorical_crossentropy" and optimizer_of(model) == ("RMSprop", 0.005)
    assert metric_names(keras, model) == {"loss", "mae", "accuracy"}


def test_option_optimizer_changes_the_optimizer_only(book, make_model, own):
    model = book(make_model(compile=own), optimizer="sgd")
    assert optimizer_of(model) == ("SGD", 0.01) and loss_name(model) == "mse"


def test_option_learn_rate_keeps_the_optimizer(book, make_model, own):
    model = book(make_model(compile=own), learn_rate=0.5)
    assert optimizer_of(model) == ("RMSprop", 0.5) and model.optimizer.rho == 0.8 and loss_name(model) == "mse"


def test_option_metrics_replaces_the_metrics(keras, book, make_model, own):
    model = book(make_model(compile=own), metrics="auc,accuracy")
    assert {name.lower() for name in metric_names(keras, model)} == {"loss", "auc", "accuracy"} and loss_name(model) == "mse"


def test_accuracy_in_capitals_is_not_keras_exact_match(keras, book):
    assert metric_names(keras, book(metrics="ACCURACY")) == {"loss", "accuracy"}


def test_metrics_count_event_weights(book, make_model):
    model = book(make_model(), metrics="accuracy")
    x, w = np.ones((2, 4), dtype="float32"), np.array([3.0, 1.0])
    predicted = int(np.argmax(bridge.Predictor(model)(x[:1])))
    y = np.eye(2, dtype="float32")[[predicted, 1 - predicted]]
    assert model.evaluate(x, y, sample_weight=w, verbose=0, return_dict=True)["accuracy"] == pytest.approx(0.75)


def test_learning_rate_schedule_of_the_model_is_kept(keras, book, make_model):
    schedule = keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.5)
    compiled = dict(optimizer=keras.optimizers.SGD(schedule, momentum=0.5), loss="mse")
    assert book(make_model(compile=compiled)).optimizer.get_config()["learning_rate"]["class_name"] == "ExponentialDecay"
    replaced = book(make_model(compile=compiled), learn_rate=0.3)
    assert optimizer_of(replaced) == ("SGD", 0.3) and replaced.optimizer.momentum == 0.5


def test_two_schedules_are_refused(keras, book, make_model):
    compiled = dict(optimizer=keras.optimizers.SGD(keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.5)), loss="mse")
    with pytest.raises(ConfigurationError, match="LearningRateSchedule cannot be used.*Set LearnRate too"):
        book(make_model(compile=compiled), learning_rate_schedule="1,0.1")
    assert book(make_model(compile=compiled), learning_rate_schedule="1,0.1", learn_rate=0.2)


# --- names


@pytest.mark.parametrize("name, expected", [("SGD", "SGD"), ("sgd", "SGD"), ("ADAM", "Adam"), ("rmsprop", "RMSprop")])
def test_optimizer_in_any_case(book, name, expected):
    assert optimizer_of(book(optimizer=name))[0] == expected


@pytest.mark.parametrize("name", ["mse", "MSE", "mean_squared_error", "BinaryCrossentropy", "binary_crossentropy", "huber"])
def test_loss_names(book, name, events):
    model = book(loss=name)
    assert np.isfinite(model.evaluate(events[0], np.zeros((400, 2)), verbose=0))


@pytest.mark.parametrize("option, name, nearest", [
    ("optimizer", "Addam", "Adam"), ("optimizer", "stochastic", None), ("loss", "binary_crosentropy", "binary_crossentropy"),
    ("loss", "xyzzy", None), ("metrics", "acuracy", "accuracy"), ("metrics", "accuracy,AUCC", "AUC"),
])
def test_unknown_names(book, option, name, nearest):
    kind, wrong = option.removesuffix("s") if option == "metrics" else option, name.split(",")[-1]
    hint = f', did you mean "{nearest}"\\?' if nearest else r"\."
    with pytest.raises(ConfigurationError, match=f'^PyKeras "dnn": unknown {kind} "{wrong}"{hint} Known: '):
        book(**{option: name})


@pytest.mark.parametrize("name", ["get", "serialize", "deserialize"])
def test_helpers_of_keras_are_no_losses(book, name):
    with pytest.raises(ConfigurationError, match="unknown loss"):
        book(loss=name)


def test_categorical_loss_of_one_output(book, make_model):
    with pytest.raises(ConfigurationError, match="categorical_crossentropy of a network with one output is always 0"):
        book(make_model(1, "sigmoid"), loss="categorical_crossentropy")


def test_user_code_gives_optimizer_loss_and_metric(book, tmp_path, make_model):
    code = tmp_path / "code.py"
    code.write_text("""
import keras
class Mine(keras.optimizers.SGD):
    pass
def far(y_true, y_pred):
    return keras.ops.mean(abs(y_true - y_pred), axis=-1)
load_model_custom_objects = {"Mine": Mine, "far": far}
""")
    model = book(user_code=str(code), optimizer="Mine", loss="far", metrics="far")
    assert (optimizer_of(model)[0], loss_name(model)) == ("Mine", "far")


@pytest.mark.parametrize("source, message", [
    ("import keras\n\n1 / 0\n", r"UserCode=.*code.py\", line 3 failed: ZeroDivisionError"),
    ("def f(:\n", r"code.py\", line 1 failed: SyntaxError"),
    ("load_model_custom_objects = [1]\n", "must be a dictionary from name to object, got list"),
])
def test_broken_user_code(book, tmp_path, source, message):
    (tmp_path / "code.py").write_text(source)
    with pytest.raises(ConfigurationError, match=message):
        book(user_code=str(tmp_path / "code.py"))


def test_user_code_runs_once_a_process(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code = tmp_path / "code.py"
    code.write_text("print('one')\nload_model_custom_objects = {'f': object()}\n")
    first, again = run_user_code("code.py"), run_user_code(str(code))
    assert first["f"] is again["f"] and capsys.readouterr().out == "one\n"
    first.clear()
    assert run_user_code("code.py") == again
    code.write_text("print('two')\n")
    assert run_user_code("code.py") == {} and capsys.readouterr().out == "two\n"


def test_user_code_that_failed_runs_again(tmp_path):
    (tmp_path / "code.py").write_text("1 / 0\n")
    for _ in range(2):
        with pytest.raises(ConfigurationError, match="ZeroDivisionError"):
            run_user_code(str(tmp_path / "code.py"))


def test_missing_user_code(book):
    with pytest.raises(ConfigurationError, match='UserCode="nowhere.py" cannot be read: No such file'):
        book(user_code="nowhere.py")
