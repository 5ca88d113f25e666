"""Training with Theano through the functions that C++ calls."""

import json

import h5py
import numpy as np
import pytest

from pytmva_keras import ConfigurationError, bridge, load_model


@pytest.fixture
def train(options, events):
    """train(**options) -> (trainer, result)."""

    def run(**changes):
        trainer = bridge.open_trainer(options(**changes))
        return trainer, bridge.train(trainer, *events)

    return run


def responses(trainer, events):
    return bridge.predict(bridge.predictor(trainer), events[0])


def test_it_learns_and_the_file_holds_the_best_epoch(train, events, tmp_path):
    trainer, result = train(num_epochs=8, optimizer="SGD", learn_rate=2.0)  # so high that the loss goes up and down
    losses = result["history"]["val_loss"]
    best = int(np.argmin(losses))
    assert result["best_epoch"] == best + 1 and losses[best] < 0.5 * losses[0] + 0.1
    y = responses(trainer, events)
    assert ((y[:, 0] > 0.5) == (events[1][:, 0] == 0)).mean() > 0.9
    stored = bridge.restore_file({"title": "dnn", "path": str(tmp_path / "trained.h5")})
    assert np.array_equal(bridge.predict(stored, events[0]), y)


def test_the_same_seed_gives_the_same_network(train, events):
    one, two = (train(seed=5)[0] for _ in range(2))
    assert np.array_equal(responses(one, events), responses(two, events))
    assert not np.array_equal(responses(one, events), responses(train(seed=6)[0], events))


def test_training_continues_with_the_state_of_the_optimizer(train, options, events, tmp_path, keras):
    """Adam goes on counting its steps, 7 an epoch, at the rate that it had."""
    train(num_epochs=3, optimizer="Adam", learn_rate=0.01, save_best_only=False)
    trainer = bridge.open_trainer(options(filename_model="", continue_training=True))
    steps = keras.backend.get_value(trainer.model.optimizer.weights[0])
    assert steps == 3 * 7 and trainer.model.optimizer.get_config()["learning_rate"] == pytest.approx(0.01)
    before = responses(trainer, events)
    result = bridge.train(trainer, *events)
    assert result["epochs"] == 2 and not np.array_equal(before, responses(trainer, events))


def test_options_reach_the_old_keras(train, keras):
    trainer, result = train(optimizer="rmsprop", learn_rate=0.003, loss="mse", metrics="mae", tries_early_stopping=5,
                            learning_rate_schedule="1,0.001")
    assert type(trainer.model.optimizer) is keras.optimizers.RMSprop and trainer.model.loss == "mse"
    assert result["history"]["learning_rate"] == pytest.approx([0.003, 0.001])
    assert {"loss", "val_loss", "mae", "val_mae"} < result["history"].keys()


@pytest.mark.parametrize("changes, message", [
    ({"optimizer": "Adamm"}, 'unknown optimizer "Adamm", did you mean "Adam"'),
    ({"loss": "mze"}, 'unknown loss "mze"'),
    ({"variables": ["pt"]}, "the model expects 4 inputs"),
    ({"gpu_options": "allow_growth=True"}, "GpuOptions=.* is not supported with the backend theano"),
    ({"backend": "tensorflow"}, r'Backend="tensorflow" was asked for, but Keras already runs on theano'),
])
def test_mistakes(options, changes, message):
    with pytest.raises(ConfigurationError, match=message):
        bridge.open_trainer(options(**changes))


def test_user_code_of_the_old_keras(train, tmp_path, events):
    """A layer and a loss, written for Keras 2, in a model file of Keras 2."""
    (tmp_path / "user.py").write_text("""
import keras
from keras import backend as K

class Scale(keras.layers.Layer):
    def build(self, shape):
        self.scale = self.add_weight(name="scale", shape=(shape[-1],), initializer="ones")
        super().build(shape)

    def call(self, x):
        return x * self.scale

def quartic(y_true, y_pred):
    return K.mean(K.pow(y_true - y_pred, 4), axis=-1)

load_model_custom_objects = {"Scale": Scale, "quartic": quartic}
""")
    keras2 = {"class_name": "Sequential", "keras_version": "2.3.1", "config": [
        {"class_name": "Dense", "config": {"units": 8, "activation": "tanh", "name": "a", "batch_input_shape": [None, 4]}},
        {"class_name": "Scale", "config": {"name": "b"}},
        {"class_name": "Dense", "config": {"units": 2, "activation": "softmax", "name": "c"}},
    ]}
    (tmp_path / "model.json").write_text(json.dumps(keras2))
    trainer, result = train(filename_model=str(tmp_path / "model.json"), user_code=str(tmp_path / "user.py"), loss="quartic")
    scale = trainer.model.layers[1].get_weights()[0]
    assert scale.shape == (8,) and not np.allclose(scale, 1) and result["history"]["loss"][-1] < result["history"]["loss"][0]


def test_threads_are_limited(options):
    import threadpoolctl

    bridge.open_trainer(options(num_threads=1))
    pools = threadpoolctl.threadpool_info()
    assert {pool["user_api"] for pool in pools} == {"blas", "openmp"} and {pool["num_threads"] for pool in pools} == {1}


def test_nothing_is_printed_in_silent_mode(train, capfd):
    train()
    assert capfd.readouterr() == ("", "")


def test_the_trained_file_is_of_the_old_keras(train, tmp_path):
    train()
    with h5py.File(tmp_path / "trained.h5") as file:
        assert file.attrs["keras_version"] == "2.3.1" and "optimizer_weights" in file
    assert load_model(tmp_path / "trained.h5").optimizer is not None
