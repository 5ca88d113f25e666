import pytest

from pytmva_keras import ConfigurationError
from pytmva_keras.config import TrainConfig, parse_learning_rate_schedule, parse_names, parse_validation_size

MINIMAL = dict(
    title="dnn", dataset="higgs", variables=["a", "b"], classes=["S", "B"], filename_model="m.yml",
    filename_trained_model="/tmp/t.h5",
)


def config(**changes):
    return TrainConfig.from_options({**MINIMAL, **changes})


@pytest.mark.parametrize("text, n_train, expected", [
    ("20%", 1000, 200), ("0.2", 1000, 200), ("100", 1000, 100), ("1", 10, 1), ("12.5%", 80, 10), (" 30% ", 10, 3),
    ("20%", 9, 1),
])
def test_validation_size(text, n_train, expected):
    assert parse_validation_size(text).count(n_train) == expected


@pytest.mark.parametrize("text", ["", "abc", "20%%", "-5", "-10%", "0", "0%", "100%", "120%", "1.5", "nan", "inf"])
def test_validation_size_refused(text):
    with pytest.raises(ConfigurationError, match="ValidationSize="):
        parse_validation_size(text)


@pytest.mark.parametrize("text, n_train", [("1000", 1000), ("2000", 1000), ("1%", 10)])
def test_validation_size_that_leaves_nothing(text, n_train):
    with pytest.raises(ConfigurationError, match=f"out of {n_train} training events") as error:
        parse_validation_size(text).count(n_train)
    assert "-" not in str(error.value), "there are no negative numbers of events"


def test_learning_rate_schedule():
    assert parse_learning_rate_schedule("10,0.01; 20,1e-3;") == ((10, 0.01), (20, 0.001))
    assert parse_learning_rate_schedule("5,0.1;0,1") == ((0, 1.0), (5, 0.1))
    assert parse_learning_rate_schedule("") == ()


@pytest.mark.parametrize("text", ["10", "a,b", "10,0.1,3", "-1,0.1", "1,0", "1,-2", "1,nan", "1.5,0.1", "1,0.1;1,0.2"])
def test_learning_rate_schedule_refused(text):
    with pytest.raises(ConfigurationError, match="LearningRateSchedule="):
        parse_learning_rate_schedule(text)


def test_metrics_list():
    assert parse_names("accuracy, AUC,,") == ("accuracy", "AUC")
    assert config(metrics="accuracy,AUC").metrics == ("accuracy", "AUC")


def test_unknown_option_names_the_nearest():
    with pytest.raises(ConfigurationError, match='unknown option "num_epoch", did you mean "num_epochs"'):
        config(num_epoch=3)


@pytest.mark.parametrize("name, value, message", [
    ("num_epochs", "ten", "a whole number"), ("num_epochs", True, "a whole number"), ("learn_rate", "fast", "a number"),
    ("save_best_only", "yes", "True or False"), ("variables", "a,b", "a list of names"), ("title", 3, "text"),
    ("num_epochs", 0, "at least 1"), ("batch_size", 0, "at least 1"), ("learn_rate", -1.0, "LearnRate"),
    ("verbose", 3, "Verbose"), ("num_threads", -1, "NumThreads"), ("seed", -1, "Seed"), ("seed", 2**32, "Seed"),
    ("learn_rate", float("nan"), "LearnRate"), ("analysis", "cluster", "cluster"), ("classes", ["S"], "2 classes"),
    ("classes", ["S", "B", "C"], "2 classes"), ("variables", [], "no variables"), ("signal_index", 2, "SignalIndex"),
    ("filename_model", "", "FilenameModel"), ("filename_trained_model", "/tmp/t.yml", "FilenameTrainedModel"),
])
def test_values_refused(name, value, message):
    with pytest.raises(ConfigurationError, match=message):
        config(**{name: value})


def test_regression_needs_targets():
    with pytest.raises(ConfigurationError, match="AddTarget"):
        config(analysis="regression", classes=[])


def test_documented_defaults():
    default = config()
    assert (default.batch_size, default.num_epochs, default.verbose, default.seed) == (100, 10, 1, 100)
    assert (default.save_best_only, default.continue_training, default.tries_early_stopping) == (True, False, -1)
    assert default.validation_size.count(100) == 20


def test_seed_zero_is_a_fresh_one_each_time():
    seeds = {config(seed=0).seed for _ in range(5)}
    assert len(seeds) == 5 and 0 not in seeds


def test_configuration_is_frozen():
    with pytest.raises(AttributeError):
        config().num_epochs = 5
