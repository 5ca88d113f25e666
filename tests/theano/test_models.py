"""Models of every era on Theano: they respond as where they were made, and go back to Keras 3 unchanged."""

import json

import h5py
import numpy as np
import pytest
from conftest import DATA, KERAS_3

from pytmva_keras import ConfigurationError, bridge, load_model, save_model
from pytmva_keras.inference import Predictor
from pytmva_keras.models.inputs import flat

LEGACY = sorted(path.with_suffix("") for path in (DATA / "keras-legacy").glob("*/*.npz"))


@pytest.mark.parametrize("path", LEGACY, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_old_models_respond_as_the_old_keras(path):
    values = np.load(f"{path}.npz")
    inputs = [values[name] for name in sorted(values) if name.startswith("x")]
    model = load_model(f"{path}.yaml", weights=f"{path}.weights.h5")
    assert np.abs(model.predict(inputs) - values["y"]).max() < 1e-5


@pytest.mark.parametrize("path", KERAS_3, ids=lambda path: path.name)
def test_models_of_keras_3_respond_as_there(path, tmp_path):
    """Through the file that Theano's Keras writes, too."""
    values = np.load(f"{path}.npz")
    model = load_model(f"{path}.h5")
    assert type(model.optimizer).__name__ == "Adam" and model.optimizer.get_config()["beta_1"] == pytest.approx(0.8)
    assert model.loss == "categorical_crossentropy" and model._compile_metrics == ["accuracy"]
    assert values["y"].std() > 0.01
    assert np.abs(Predictor(flat(model))(values["x"]) - values["y"]).max() < 1e-5
    save_model(model, tmp_path / "again.h5")
    again = load_model(tmp_path / "again.h5")
    assert all(np.array_equal(*pair) for pair in zip(again.get_weights(), model.get_weights()))
    with h5py.File(tmp_path / "again.h5") as file:
        assert (file.attrs["keras_version"], file.attrs["backend"]) == ("2.3.1", "theano")


@pytest.mark.parametrize("path", KERAS_3, ids=lambda path: path.name)
def test_their_text_files_are_read(path, tmp_path):
    model, weighted = load_model(f"{path}.yml"), load_model(f"{path}.h5")
    assert [w.shape for w in model.get_weights()] == [w.shape for w in weighted.get_weights()]
    for suffix in (".yml", ".json"):
        save_model(model, tmp_path / f"again{suffix}")
        again = load_model(tmp_path / f"again{suffix}")
        assert again.get_config() == model.get_config()
        assert type(again.optimizer).__name__ == "Adam" and again.loss == model.loss


@pytest.mark.parametrize("path", KERAS_3, ids=lambda path: path.name)
def test_exported_it_has_the_arrays_of_keras_3(path):
    """In its order and layout: the kernels of convolutions are not reversed any more."""
    exported = bridge.export(bridge.Trainer(_config(), flat(load_model(f"{path}.h5"))))
    assert exported["backend"] == "theano" and json.loads(exported["architecture"])["module"] == "keras"
    found = [np.frombuffer(data, dtype).reshape(shape) for _, dtype, shape, data in exported["arrays"]]
    with h5py.File(f"{path}.h5") as file:
        layers = [file["model_weights"][name] for name in file["model_weights"].attrs["layer_names"]]
        expected = [np.asarray(layer[name]) for layer in layers for name in layer.attrs["weight_names"]]
    assert sorted(map(_signature, found)) == sorted(map(_signature, expected))


def _config():
    from pytmva_keras.config import TrainConfig

    return TrainConfig(verbose=0)


def _signature(array):
    return array.shape, array.tobytes()


LAYERS = {
    "Lambda": "which is Python code",
    "LayerNormalization": r'layer "l" \(LayerNormalization\) cannot be translated to Keras 2.3.1, .*: there is no such layer',
    "Dense": r"activation='gelu': Keras 2.3.1 has no such activation",
    "Conv2D": r"padding='same': Theano pads on other sides where strides are above 1",
    "MaxPooling2D": r"padding='same': Theano pools at other positions",
    "DepthwiseConv1D": "there is no such layer",
}
ARGUMENTS = {
    "Dense": {"units": 2, "activation": "gelu"}, "Conv2D": {"filters": 2, "kernel_size": [2, 2], "padding": "same"},
    "MaxPooling2D": {"pool_size": [2, 2], "padding": "same"}, "LayerNormalization": {}, "Lambda": {}, "DepthwiseConv1D": {},
}


@pytest.mark.parametrize("layer", LAYERS)
def test_what_theano_does_not_have_is_refused(layer, tmp_path):
    config = {"module": "keras.layers", "class_name": layer, "config": {"name": "l", **ARGUMENTS[layer]}}
    entry = {"module": "keras.layers", "class_name": "InputLayer", "config": {"batch_shape": [None, 4, 4, 1], "name": "i"}}
    model = {"module": "keras", "class_name": "Sequential", "config": {"name": "s", "layers": [entry, config]}}
    (tmp_path / "m.json").write_text(json.dumps({**model, "keras_version": "3.15.1"}))
    with pytest.raises(ConfigurationError, match=LAYERS[layer]):
        load_model(tmp_path / "m.json")


def test_archives_are_refused(options, tmp_path, keras):
    with pytest.raises(ConfigurationError, match=r"m\.keras: archives are of Keras 3, Theano runs on Keras 2\.3\.1\. Take \.h5"):
        save_model(load_model(f"{KERAS_3[0]}.yml"), tmp_path / "m.keras")
    with pytest.raises(ConfigurationError, match=r"trained\.keras: archives are of Keras 3"):
        bridge.open_trainer(options(filename_trained_model=str(tmp_path / "trained.keras")))


def test_the_normal_numbers_of_keras_1_are_not_cut_off(tmp_path, keras):
    """Keras 2 itself leaves out what lies beyond two of its deviations."""
    layer = {"class_name": "Dense", "config": {"name": "d", "output_dim": 300, "init": "glorot_normal", "input_dim": 300}}
    (tmp_path / "m.json").write_text(json.dumps({"class_name": "Sequential", "keras_version": "1.2.2", "config": [layer]}))
    kernel = load_model(tmp_path / "m.json").get_weights()[0]
    deviation = np.sqrt(1 / 300)
    assert kernel.std() == pytest.approx(deviation, rel=0.02) and np.abs(kernel).max() > 3 * deviation
