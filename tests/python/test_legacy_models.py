"""Models that Keras 1.0.6, 2.0.9 and 2.3.1 wrote on Theano: they load, respond as they did then, and can be converted."""

from pathlib import Path

import h5py
import numpy as np
import pytest

from pytmva_keras import ConfigurationError, cli, load_model, save_model
from pytmva_keras.models.files import architecture_of, origin_of_file

DATA = Path(__file__).parents[1] / "data/keras-legacy"
GOLDEN = sorted(path.with_suffix("") for path in DATA.glob("*/*.npz"))
NAMES = [f"{path.parent.name}-{path.name}" for path in GOLDEN]


def responses(model, path):
    values = np.load(f"{path}.npz")
    inputs = [values[name] for name in sorted(values) if name.startswith("x")]
    return model.predict_on_batch(inputs if len(inputs) > 1 else inputs[0]), values["y"]


@pytest.mark.parametrize("path", GOLDEN, ids=NAMES)
@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_responds_as_the_old_keras(path, keras, suffix):
    found, expected = responses(load_model(f"{path}{suffix}", weights=f"{path}.weights.h5"), path)
    assert expected.std() > 1e-3 and np.abs(found - expected).max() < 1e-5


@pytest.mark.parametrize("path", GOLDEN[13:], ids=NAMES[13:])  # Keras 1.0.6 saved no whole models
def test_whole_models_respond_as_the_old_keras(path, keras):
    found, expected = responses(load_model(f"{path}.model.h5"), path)
    assert expected.std() > 1e-3 and np.abs(found - expected).max() < 1e-5


def test_there_are_all_of_them():
    assert len(GOLDEN) == 39


@pytest.mark.parametrize("suffix", [".yml", ".json", ".h5", ".keras"])
@pytest.mark.parametrize("path", GOLDEN[:13], ids=NAMES[:13])  # of 1.0.6; the others are translated to the same
def test_converted_it_is_the_same_model(path, keras, tmp_path, suffix):
    model = load_model(f"{path}.yaml", weights=f"{path}.weights.h5")
    save_model(model, tmp_path / f"m{suffix}")
    again = load_model(tmp_path / f"m{suffix}")
    assert architecture_of(again) == architecture_of(model)
    assert again.compiled and type(again.optimizer).__name__ == type(model.optimizer).__name__ and again.loss == model.loss
    if suffix in (".h5", ".keras"):
        assert np.array_equal(*(responses(one, path)[0] for one in (model, again)))


@pytest.mark.parametrize("folder, name, text", [
    ("1.0.6", "lstm.yaml", "Keras 1.0.x (1.0.6)"),
    ("2.0.9", "lstm.json", "Keras 2.x (2.0.9, theano)"),
    ("2.3.1", "lstm.model.h5", "Keras 2.x (2.3.1, theano)"),
])
def test_origin_of_a_file(folder, name, text):
    assert str(origin_of_file(DATA / folder / name)) == text


def test_compile_settings_of_old_files(keras):
    """YAML of Keras 1 holds them, of Keras 2 not; HDF5 of Keras 2 does."""
    old = load_model(DATA / "1.0.6/dense_l2.yaml")
    assert (type(old.optimizer).__name__, old.loss) == ("Adam", "categorical_crossentropy")
    assert float(old.optimizer.epsilon) == 1e-8 and float(old.optimizer.learning_rate) == pytest.approx(1e-3)
    assert not load_model(DATA / "2.3.1/dense_l2.yaml").compiled
    assert load_model(DATA / "2.3.1/dense_l2.model.h5").loss == "categorical_crossentropy"


def test_old_models_can_be_trained(keras):
    model = load_model(DATA / "1.0.6/conv2d_th.yaml", weights=DATA / "1.0.6/conv2d_th.weights.h5")
    x = np.load(DATA / "1.0.6/conv2d_th.npz")["x"]
    history = model.fit(x, np.eye(2)[(x[:, 0] > 0).astype(int)], epochs=3, verbose=0)
    assert history.history["loss"][-1] < history.history["loss"][0]


def test_backend_of_convolutions(keras, tmp_path, caplog):
    """Files of Keras 1 do not name it; without a line that does, 1.0 ran on Theano, which flips kernels."""
    path = DATA / "1.0.6/conv2d_tf"
    load_model(f"{path}.yaml", weights=f"{path}.weights.h5")
    assert 'theano is assumed' in caplog.text and 'If it was tensorflow, write "backend: tensorflow"' in caplog.text
    caplog.clear()
    (tmp_path / "m.yml").write_text(path.with_suffix(".yaml").read_text() + "backend: tensorflow\n")
    found, expected = responses(load_model(tmp_path / "m.yml", weights=f"{path}.weights.h5"), path)
    assert not caplog.text and np.abs(found - expected).max() > 1e-3


def test_convert_and_inspect(keras, tmp_path, capsys):
    path = DATA / "1.0.6/lstm"
    new = str(tmp_path / "new.h5")
    assert cli.main(["convert", f"{path}.yaml", str(tmp_path / "new.yml")]) == 0
    assert cli.main(["convert", f"{path}.yaml", "--weights", f"{path}.weights.h5", new]) == 0
    capsys.readouterr()
    found, expected = responses(load_model(new), path)
    assert np.abs(found - expected).max() < 1e-5
    assert architecture_of(load_model(tmp_path / "new.yml")) == architecture_of(load_model(new))
    assert cli.main(["inspect", f"{path}.yaml"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Written by Keras 1.0.x (1.0.6); read by Keras 3.")
    assert all(text in out for text in ("lstm_1", "LSTM", "(n, 4, 6)", "Parameters: 492",
                                        "Optimizer: Adam, learning rate 0.001"))


# --- weights that do not fit


def test_weights_of_another_old_network(keras):
    with pytest.raises(ConfigurationError, match="mixed.weights.h5 holds the weights of another network: of 9 layers"):
        load_model(DATA / "1.0.6/lstm.yaml", weights=DATA / "1.0.6/mixed.weights.h5")


def test_weights_of_other_shapes(keras, tmp_path):
    with h5py.File(tmp_path / "w.weights.h5", "w") as file, h5py.File(DATA / "1.0.6/dense_l2.weights.h5") as old:
        for name, value in old.attrs.items():
            file.attrs[name] = value
        for name in old:
            old.copy(name, file)
        del file["dense_2"]["dense_2_b"]
        file["dense_2"]["dense_2_b"] = np.zeros(9)
    message = r'the weights of layer "dense_2" of Keras 1.0.x .* expects the shapes \[\(16, 8\), \(8,\)\], found .*\(9,\)'
    with pytest.raises(ConfigurationError, match=message):
        load_model(DATA / "1.0.6/dense_l2.yaml", weights=tmp_path / "w.weights.h5")


def test_weights_that_do_not_say_their_keras(keras, tmp_path):
    save_model(load_model(DATA / "1.0.6/lstm.yaml"), tmp_path / "new.yml")
    with pytest.raises(ConfigurationError, match="lstm.weights.h5 does not say which Keras wrote it"):
        load_model(tmp_path / "new.yml", weights=DATA / "1.0.6/lstm.weights.h5")


def test_weights_of_whole_models(keras):
    """A .model.h5 beside the architecture will do as well."""
    path = DATA / "2.3.1/gru"
    found, expected = responses(load_model(f"{path}.json", weights=f"{path}.model.h5"), path)
    assert np.abs(found - expected).max() < 1e-5


@pytest.mark.parametrize("change, message", [
    (("border_mode: same", "border_mode: full"), r"border_mode='full': Keras 3 knows valid and same"),
    (("border_mode: valid\n    dim_ordering: tf\n    name: max", "border_mode: same\n    dim_ordering: tf\n    name: max"),
     'layer "maxpooling2d_1" of Keras 1.0.x .* Theano pools at other positions'),
])
def test_theano_that_cannot_be_followed(keras, tmp_path, change, message):
    text = (DATA / "1.0.6/conv2d_tf.yaml").read_text()
    assert change[0] in text
    (tmp_path / "m.yaml").write_text(text.replace(*change))
    with pytest.raises(ConfigurationError, match=message):
        load_model(tmp_path / "m.yaml", weights=DATA / "1.0.6/conv2d_tf.weights.h5")
