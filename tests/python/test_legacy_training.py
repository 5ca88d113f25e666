"""Files of old Keras, saved in the middle of a training: they respond as they did, and train on as they would have there."""

import gzip
import io
import json
import logging
import shutil
import zipfile
from pathlib import Path

import h5py
import numpy as np
import pytest
from hostile import replace_members

from pytmva_keras import ConfigurationError, load_model
from pytmva_keras.models import optimizer_state
from pytmva_keras.models.dialects import Origin
from pytmva_keras.models.files import origin_of_file

DATA = Path(__file__).parents[1] / "data"
ARCHIVES = sorted(DATA.glob("tf-keras/2.*/*.keras"))
MODELS = sorted(DATA.glob("tf-keras/2.*/*.h5.gz")) + sorted(DATA.glob("keras-optimizers/*.h5.gz"))
STEPS = {"loss": 1e-5, "end": 1e-4}
LOOSER = {
    "keras-optimizers-rmsprop": {"loss": 1e-3, "end": 1e-3},  # Keras 3 adds epsilon within the root, Keras 2 outside of it
    "2.15.0-old_adam": {"loss": 1e-5, "end": 1e-3},  # Adam makes steps of gradients that only rounding keeps from being 0
}


def name_of(path):
    return f"{path.parent.name}-{path.name.split('.')[0]}"


def values_of(path):
    values = dict(np.load(path.with_name(f"{path.name.split('.')[0]}.npz")))
    if path.parent.name == "keras-optimizers":
        values.update(np.load(path.with_name("inputs.npz")))
    inputs = [values[name] for name in sorted(values) if name.startswith("x")]
    return inputs, values


def unpacked(path, tmp_path):
    if path.suffix != ".gz":
        return path
    (tmp_path / path.stem).write_bytes(gzip.decompress(path.read_bytes()))
    return tmp_path / path.stem


def respond(model, inputs):
    return np.asarray(model(inputs if len(inputs) > 1 else inputs[0], training=False))


def train_on(model, inputs, targets):
    """Three times the four batches with which the old Keras trained on."""
    losses = []
    for first in 3 * [0, 8, 16, 24]:
        batch = [one[first : first + 8] for one in inputs]
        loss = model.train_on_batch(batch if len(batch) > 1 else batch[0], targets[first : first + 8])
        losses.append(float(np.ravel(loss)[0]))
    return losses


@pytest.mark.parametrize("path", ARCHIVES + MODELS, ids=name_of)
def test_responds_and_trains_on_as_the_old_keras(path, keras, tmp_path):
    model = load_model(unpacked(path, tmp_path))
    inputs, values = values_of(path)
    assert values["y"].std() > 1e-3 and np.abs(respond(model, inputs) - values["y"]).max() < 1e-5
    if path.name.startswith("nadam"):
        return  # another schedule in Keras 3
    limits = LOOSER.get(name_of(path), STEPS)
    assert int(model.optimizer.iterations) == 4
    assert np.abs(train_on(model, inputs, values["t"]) - values["losses"]).max() < limits["loss"]
    assert np.abs(respond(model, inputs) - values["z"]).max() < limits["end"]


def test_there_are_all_of_them():
    assert (len(ARCHIVES), len(MODELS)) == (13, 18)


@pytest.mark.parametrize("path", [DATA / name for name in (
    "tf-keras/2.15.0/dense.keras", "tf-keras/2.15.0/old_sgd.h5.gz", "keras-optimizers/adamax.h5.gz",
)], ids=name_of)
def test_a_fresh_optimizer_trains_otherwise(path, keras, tmp_path, monkeypatch):
    """So that the tests above cannot pass without the state."""
    monkeypatch.setattr(optimizer_state, "restore", lambda *arguments: None)
    model = load_model(unpacked(path, tmp_path))
    inputs, values = values_of(path)
    assert np.abs(train_on(model, inputs, values["t"]) - values["losses"]).max() > 10 * STEPS["loss"]


def test_origin_of_an_archive():
    origins = [str(origin_of_file(path)) for path in (ARCHIVES[0], ARCHIVES[-1])]
    assert origins == ["Keras 2.x (2.12.0)", "Keras 2.x (2.15.0)"]


# --- state that does not fit


def test_state_that_starts_afresh(keras, tmp_path, caplog):
    caplog.set_level(logging.INFO)
    model = load_model(unpacked(DATA / "keras-optimizers/nadam.h5.gz", tmp_path))
    assert "nadam.h5: the state of the optimizer of Keras 2.x (2.3.1, theano) is not read: that of Nadam" in caplog.text
    assert int(model.optimizer.iterations) == 0


@pytest.mark.parametrize("change, message", [
    (lambda names: names[:5], "5 arrays do not fit 7 variables"), (lambda names: names[:-1], "21 arrays do not fit 7 variables"),
    (lambda names: names[[0, 2, 1, *range(3, len(names))]], r"the shapes are [(3,), (2, 3, 3)]"),
])
def test_damaged_state_starts_afresh(change, message, keras, tmp_path, caplog):
    caplog.set_level(logging.INFO)
    path = unpacked(DATA / "keras-optimizers/adam.h5.gz", tmp_path)
    with h5py.File(path, "r+") as file:
        names = file["optimizer_weights"].attrs
        names["weight_names"] = change(names["weight_names"])
    model = load_model(path)
    assert message in caplog.text and int(model.optimizer.iterations) == 0
    inputs, values = values_of(DATA / "keras-optimizers/adam.h5.gz")
    assert np.abs(respond(model, inputs) - values["y"]).max() < 1e-5


def test_arrays_that_are_joined_start_afresh(keras, caplog):
    """CuDNN has two biases, of which Keras 3 keeps the sum: of averages of squares there is none."""
    caplog.set_level(logging.INFO)
    model = keras.Sequential([keras.layers.Input((5, 4)), keras.layers.LSTM(3)])
    model.compile(keras.optimizers.RMSprop(0.5), "mse")
    shapes = [(4, 12), (3, 12), (24,)]
    settings = {"optimizer_config": {"class_name": "RMSprop", "config": {}}}
    values = [np.array(7), *map(np.ones, shapes)]
    optimizer_state.restore(model, model.layers, values, settings, Origin((2, 3, 1), "tensorflow"), "m.h5")
    assert 'the layer "lstm' in caplog.text and int(model.optimizer.iterations) == 0


def test_models_of_keras_1_start_afresh(keras, caplog):
    caplog.set_level(logging.INFO)
    model = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])
    model.compile("adagrad", "mse")
    values = [np.ones((2, 1)), np.ones(1)]
    optimizer_state.restore(model, model.layers, values, {"optimizer": "adagrad"}, Origin((1, 2, 2)), "m.h5")
    assert "its arrays are in the order of names" in caplog.text


# --- weights beside a configuration


@pytest.mark.parametrize("path", ARCHIVES, ids=name_of)
def test_weights_of_tf_keras(path, keras, tmp_path):
    """What model.to_json() and model.save_weights("m.weights.h5") write is the content of an archive."""
    with zipfile.ZipFile(path) as archive:
        config = json.loads(archive.read("config.json"))
        version = json.loads(archive.read("metadata.json"))["keras_version"]
        (tmp_path / "m.weights.h5").write_bytes(archive.read("model.weights.h5"))
    (tmp_path / "m.json").write_text(json.dumps({**config, "keras_version": version, "backend": "tensorflow"}))
    inputs, values = values_of(path)
    for weights in (tmp_path / "m.weights.h5", path):
        model = load_model(tmp_path / "m.json", weights=weights)
        assert np.abs(respond(model, inputs) - values["y"]).max() < 1e-5


# --- archives that are no good


def reduced(path, change, tmp_path):
    """Copy an archive with its arrays changed."""
    copy = tmp_path / path.name
    shutil.copy(path, copy)
    with zipfile.ZipFile(copy) as archive:
        image = io.BytesIO(archive.read("model.weights.h5"))
    with h5py.File(image, "r+") as file:
        change(file)
    return replace_members(copy, {"model.weights.h5": image.getvalue()})


@pytest.mark.parametrize("change, message", [
    (lambda file: file.__delitem__("layers/dense_1"), 'layer "dense_1" of Keras 2.x .* of another network: .* found '),
    (lambda file: file.__delitem__("layers/dense_2"), r'"dense_2" expects the shapes \[\(6, 2\), \(2,\)\], found \[\]'),
    (lambda file: file.copy("layers/dense_1", "layers/dense_7"), r"for more layers than its model has \(dense\)"),
    (lambda file: file["layers/dense/vars"].move("1", "2") or file["layers/dense/vars"].__delitem__("2"),
     r'layer "dense" of Keras 2.x .* expects the shapes \[\(4, 6\), \(6,\)\], found \[\(4, 6\)\]'),
    (lambda file: file["layers/dense/vars"].move("1", "x"), "cannot be read as a Keras model: ValueError"),
])
def test_archive_of_another_model(change, message, keras, tmp_path):
    with pytest.raises(ConfigurationError, match=rf"dense.keras.*{message}"):
        load_model(reduced(DATA / "tf-keras/2.15.0/dense.keras", change, tmp_path))
