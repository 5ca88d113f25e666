"""Models on disk: every format there and back, in safe mode, and what broken files say."""

import json
import warnings
import zipfile

import numpy as np
import pytest

from pytmva_keras import ConfigurationError, load_model, save_model
from pytmva_keras.models import building, files, texts
from pytmva_keras.models.dialects import Origin
from pytmva_keras.models.safety import Trust

ARCHITECTURES = (".yml", ".yaml", ".json")
WITH_WEIGHTS = (".h5", ".hdf5", ".keras")


def compiled(make_model, **changes):
    return make_model(compile={**dict(optimizer="adam", loss="categorical_crossentropy"), **changes})


def trained(make_model, events):
    """A compiled model after one epoch, so that its optimizer has a state."""
    x, index, w = events
    model = compiled(make_model)
    model.fit(x, np.hstack([1 - index, index]), sample_weight=w, verbose=0)
    return model


def same_weights(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one.get_weights(), other.get_weights(), strict=True))


@pytest.mark.parametrize("suffix", ARCHITECTURES + WITH_WEIGHTS)
def test_there_and_back(tmp_path, make_model, suffix):
    model = make_model()
    save_model(model, tmp_path / f"m{suffix}")
    again = load_model(tmp_path / f"m{suffix}")
    assert again.to_json() == model.to_json() and not again.compiled
    assert same_weights(again, model) == (suffix in WITH_WEIGHTS)
    assert [path.name for path in tmp_path.iterdir()] == [f"m{suffix}"], "no temporary file is left"


@pytest.mark.parametrize("suffix", ARCHITECTURES + WITH_WEIGHTS)
def test_compile_settings_there_and_back(tmp_path, keras, make_model, suffix):
    optimizer = keras.optimizers.SGD(learning_rate=0.025, momentum=0.5)
    save_model(compiled(make_model, optimizer=optimizer, loss="mse", weighted_metrics=["accuracy"]), tmp_path / f"m{suffix}")
    again = load_model(tmp_path / f"m{suffix}")
    assert again.compiled and again.loss == "mse" and again.get_compile_config()["weighted_metrics"] == ["accuracy"]
    assert (type(again.optimizer).__name__, float(again.optimizer.momentum)) == ("SGD", 0.5)
    assert float(again.optimizer.learning_rate) == pytest.approx(0.025)


@pytest.mark.parametrize("suffix", [".json", ".keras"])
def test_optimizer_of_pytorch_is_read_on_all_backends(tmp_path, keras, make_model, suffix):
    """On PyTorch Keras writes the module of a class that other backends cannot import."""
    path = tmp_path / f"m{suffix}"
    save_model(compiled(make_model), path)
    members = {"": path.read_bytes()}
    if suffix == ".keras":
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    config = json.loads(members.get("config.json") or members[""])
    config["compile_config"]["optimizer"].update(
        module="keras.src.backend.torch.optimizers.torch_adam", registered_name="Adam")
    text = json.dumps(config).encode()
    path.write_bytes(text)
    if suffix == ".keras":
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in {**members, "config.json": text}.items():
                archive.writestr(name, content)
    assert type(load_model(path).optimizer) is type(keras.optimizers.Adam())


@pytest.mark.parametrize("suffix", WITH_WEIGHTS)
def test_optimizer_state_there_and_back(tmp_path, make_model, events, suffix):
    model = trained(make_model, events)
    save_model(model, tmp_path / f"m{suffix}")
    again = load_model(tmp_path / f"m{suffix}")
    state, expected = ([np.asarray(v) for v in one.optimizer.variables] for one in (again, model))
    assert int(again.optimizer.iterations) == int(model.optimizer.iterations) > 0
    assert all(np.array_equal(a, b) for a, b in zip(state, expected, strict=True))


@pytest.mark.parametrize("suffix", WITH_WEIGHTS)
def test_restored_optimizer_goes_on_like_the_original(tmp_path, make_model, events, suffix):
    x, index, _ = events
    y = np.hstack([1 - index, index])
    model = trained(make_model, events)
    save_model(model, tmp_path / f"m{suffix}")
    again = load_model(tmp_path / f"m{suffix}")
    for one in (model, again):
        one.fit(x, y, batch_size=400, verbose=0, shuffle=False)
    assert all(np.allclose(a, b, atol=1e-7) for a, b in zip(model.get_weights(), again.get_weights(), strict=True))


@pytest.mark.parametrize("loss", ["mse", "mae", "kld", "mean_squared_error"])
def test_loss_by_abbreviation_in_hdf5(tmp_path, make_model, loss):
    """Keras 3.15 cannot read its own HDF5 files with these."""
    save_model(compiled(make_model, loss=loss, metrics=["mse"]), tmp_path / "m.h5")
    again = load_model(tmp_path / "m.h5")
    assert again.loss == loss
    assert np.isfinite(again.evaluate(np.ones((2, 4)), np.ones((2, 2)), verbose=0)).all()


@pytest.mark.parametrize("suffix", ARCHITECTURES + WITH_WEIGHTS)
def test_loss_and_metric_objects_there_and_back(tmp_path, keras, make_model, suffix):
    loss, metric = keras.losses.BinaryCrossentropy(label_smoothing=0.25), keras.metrics.AUC(name="area")
    save_model(compiled(make_model, loss=loss, metrics=[metric, "accuracy"]), tmp_path / f"m{suffix}")
    with warnings.catch_warnings(action="error"):
        again = load_model(tmp_path / f"m{suffix}")
    assert again.loss.get_config()["label_smoothing"] == 0.25
    results = again.evaluate(np.ones((4, 4)), np.eye(2)[[0, 1, 0, 1]], verbose=0, return_dict=True)
    assert set(results) == {"loss", "area", "accuracy"}


def test_custom_loss_in_hdf5(tmp_path, make_model):
    def far(y_true, y_pred):
        return abs(y_true - y_pred)

    save_model(compiled(make_model, loss=far), tmp_path / "m.h5")
    assert load_model(tmp_path / "m.h5", custom_objects={"far": far}).loss is far


def test_saving_to_hdf5_does_not_cost_the_next_file_its_optimizer(tmp_path, keras, make_model):
    model = compiled(make_model, optimizer=keras.optimizers.SGD(0.25))
    for name in ("m.h5", "m.keras", "m.yml"):
        save_model(model, tmp_path / name)
        assert type(load_model(tmp_path / name).optimizer).__name__ == "SGD", name


def test_same_text_each_time(tmp_path, make_model):
    model = make_model()
    for name in ("a.yml", "b.yml"):
        save_model(model, tmp_path / name)
    assert (tmp_path / "a.yml").read_text() == (tmp_path / "b.yml").read_text()


def test_yaml_is_plain_and_names_its_keras(tmp_path, keras, make_model):
    save_model(make_model(), tmp_path / "m.yml")
    text = (tmp_path / "m.yml").read_text()
    assert "!!" not in text and "&id" not in text and f"keras_version: {keras.__version__}" in text


def test_suffix_in_capitals(tmp_path, make_model):
    save_model(make_model(), tmp_path / "M.YML")
    assert load_model(tmp_path / "M.YML").count_params() == make_model().count_params()


def test_functional_model_and_normalisation(tmp_path, keras):
    inputs = keras.layers.Input((4,))
    hidden = keras.layers.BatchNormalization()(keras.layers.Dense(5, activation="relu")(inputs))
    merged = keras.layers.Concatenate()([hidden, inputs])
    model = keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid")(keras.layers.Dropout(0.1)(merged)))
    save_model(model, tmp_path / "m.yml")
    assert load_model(tmp_path / "m.yml").to_json() == model.to_json()


def test_weights_of_another_file(tmp_path, make_model):
    model = make_model()
    save_model(model, tmp_path / "m.yml")
    save_model(model, tmp_path / "m.h5")
    model.save_weights(tmp_path / "m.weights.h5")
    for weights in ("m.h5", "m.weights.h5"):
        assert same_weights(load_model(tmp_path / "m.yml", weights=tmp_path / weights), model)


def test_weights_of_another_network(tmp_path, make_model):
    save_model(make_model(), tmp_path / "m.yml")
    save_model(make_model(inputs=5), tmp_path / "other.h5")
    message = r"other.h5 holds the weights of another network: expected the shapes \[\(4, 8\)"
    with pytest.raises(ConfigurationError, match=message):
        load_model(tmp_path / "m.yml", weights=tmp_path / "other.h5")


def test_loss_that_keras_cannot_name_is_left_out(tmp_path, make_model, caplog):
    model = compiled(make_model, loss=lambda y, p: (y - p) ** 2)
    save_model(model, tmp_path / "m.yml")
    assert "compile settings are not saved" in caplog.text
    assert not load_model(tmp_path / "m.yml").compiled


def saved_twice(model, path):
    """Keras drops the optimizer from the settings when it has saved a model as HDF5."""
    model.save(path.with_name("first.h5"))
    if path.suffix == ".keras":
        model.save(path)
    else:
        path.write_text(model.to_json())


@pytest.mark.parametrize("suffix", [".json", ".keras"])
def test_optimizer_that_keras_dropped_is_adam(tmp_path, keras, make_model, caplog, suffix):
    path = tmp_path / f"m{suffix}"
    saved_twice(compiled(make_model, optimizer=keras.optimizers.SGD(0.1), loss="mse"), path)
    caplog.clear()
    model = load_model(path)
    assert (type(model.optimizer).__name__, model.loss) == ("Adam", "mse")
    [record] = caplog.records
    assert record.levelname == "WARNING" and f"{path}: the compile settings hold no optimizer; it is Adam" in record.message


@pytest.mark.parametrize("suffix", ARCHITECTURES + WITH_WEIGHTS)
def test_optimizer_that_is_there_is_no_warning(tmp_path, make_model, caplog, suffix):
    for model in (make_model(), compiled(make_model)):
        save_model(model, tmp_path / f"m{suffix}")
        load_model(tmp_path / f"m{suffix}")
    assert not caplog.records


def test_save_model_with_the_arguments_swapped(tmp_path, make_model):
    message = r"^save_model\(model, path\) expects a model .*, got str, then keras.*Sequential\. Check the order"
    with pytest.raises(ConfigurationError, match=message):
        save_model(str(tmp_path / "m.yml"), make_model())
    assert not list(tmp_path.iterdir())


def test_save_model_of_something_else(tmp_path, keras, make_model):
    for wrong, name in ((None, "NoneType"), (keras.layers.Dense(1), "keras.*Dense"), ({}, "dict")):
        with pytest.raises(ConfigurationError, match=f"^save_model.* got {name}, then str"):
            save_model(wrong, str(tmp_path / "m.yml"))
    with pytest.raises(ConfigurationError, match="then int"):
        save_model(make_model(), 3)


# --- broken and foreign files


@pytest.mark.parametrize("name, content, message", [
    ("m.yml", b"", "m.yml is empty"),
    ("m.json", b"", "m.json is empty"),
    ("m.h5", b"", "m.h5 is empty"),
    ("m.yml", b"a: [1, 2\nb: 3", "m.yml is not valid YAML: line 2"),
    ("m.json", b'{"a": \n 1,,}', "m.json is not valid JSON: line 2"),
    ("m.yml", b"\x89HDF\r\n\x1a\n\xff\xfe", "m.yml is not a text file .* is it a .h5 or .keras file"),
    ("m.yml", b"just a text", "m.yml is not a Keras model: expected the keys class_name and config"),
    ("m.json", b"[1, 2]", "m.json is not a Keras model"),
    ("m.json", b"null", "m.json is not a Keras model"),
    ("m.yml", b"# only a comment\n", "m.yml is not a Keras model"),
    ("m.h5", b"this is text", "m.h5 is not an HDF5 file"),
    ("m.keras", b"this is text", "m.keras is not a .keras archive"),
    ("m.json", b'{"class_name": "Nope", "config": {}, "module": "keras", "registered_name": null}',
     "m.json cannot be read as a Keras model: .*Nope"),
    ("m.json", b'{"class_name": "Dense", "config": {"units": 2}, "module": "keras.layers", "registered_name": null}',
     'expected a model, found a Keras "Dense"'),
    ("m.json", b'{"class_name": "Sequential", "config": {"layers": "x"}, "module": "keras"}', "m.json cannot be read as a"),
    ("m.yml", b"class_name: Sequential\nconfig: []\nkeras_version: 2.2.4\n", "m.yml: a Sequential without layers is no"),
    ("m.yml", b"class_name: Sequential\nconfig: []\nkeras_version: 0.3.2\n", "m.yml was written by Keras 0.3.2; versions 1,"),
    ("m.json", b"[" * 100_000, "m.json is nested too deeply"),
    ("m.yml", b"[" * 200 + b"]" * 200, "nested more than 100 levels"),
    ("m.yml", b"a: &a [*a]", "alias to itself"),
    ("m.yml", b" " * (texts.MAX_BYTES + 1), "has 4194305 bytes"),
])
def test_broken_file(tmp_path, keras, name, content, message):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ConfigurationError, match=message) as caught:
        load_model(tmp_path / name)
    assert len(str(caught.value)) < 1000 and str(caught.value).count(name) == 1


@pytest.mark.parametrize("tag", [
    "!!python/object/apply:os.system", "!!python/name:os.system", "!!python/object/new:tuple", "!mine",
])
def test_foreign_tag_is_refused_with_its_line_and_not_run(tmp_path, keras, tag):
    (tmp_path / "m.yml").write_text(f"class_name: Sequential\nconfig: {tag} ['touch {tmp_path}/run']\n")
    with pytest.raises(ConfigurationError, match=f'm.yml is not valid YAML: line 2: the tag "{tag}" is not allowed'):
        load_model(tmp_path / "m.yml")
    assert not (tmp_path / "run").exists()


def test_python_tuple_of_keras_own_dumps_is_read():
    assert texts.read_yaml("shape: !!python/tuple [4, 2]", "m.yml") == {"shape": (4, 2)}


def test_alias_bomb_is_refused_quickly():
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12))
    with pytest.raises(ConfigurationError, match="entries when its aliases are expanded"):
        texts.read_yaml(f"l0: &l0 [x, x]\n{levels}", "m.yml")


@pytest.mark.parametrize("suffix", WITH_WEIGHTS)
def test_truncated_file(tmp_path, make_model, suffix):
    path = tmp_path / f"m{suffix}"
    save_model(make_model(), path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(ConfigurationError, match=f"m{suffix}"):
        load_model(path)


def test_hdf5_file_of_weights_only(tmp_path, make_model):
    make_model().save_weights(tmp_path / "m.weights.h5")
    with pytest.raises(ConfigurationError, match="holds weights without a model"):
        load_model(tmp_path / "m.weights.h5")


def test_missing_file_names_the_working_directory(tmp_path, monkeypatch, keras):
    monkeypatch.chdir(tmp_path)
    message = f"model file m.yml cannot be read: No such file.*working directory is {tmp_path}"
    with pytest.raises(ConfigurationError, match=message):
        load_model("m.yml")


def test_directory(tmp_path, keras):
    (tmp_path / "m.h5").mkdir()
    with pytest.raises(ConfigurationError, match="is a directory, expected a model file"):
        load_model(tmp_path / "m.h5")


def test_unknown_suffix(tmp_path, make_model):
    message = 'unknown suffix ".onnx"; known: .yml, .yaml, .json, .h5, .hdf5, .keras'
    for function in (load_model, lambda path: save_model(make_model(), path)):
        with pytest.raises(ConfigurationError, match=message):
            function(tmp_path / "m.onnx")


# --- code of the user's


@pytest.fixture
def twice(keras):
    class Twice(keras.layers.Layer):
        def call(self, x):
            return 2 * x

    return keras.Sequential([keras.layers.Input((4,)), Twice(), keras.layers.Dense(2, activation="softmax")]), Twice


@pytest.mark.parametrize("suffix", ARCHITECTURES + WITH_WEIGHTS)
def test_custom_layer_must_be_given(tmp_path, twice, suffix):
    model, layer = twice
    save_model(model, tmp_path / f"m{suffix}")
    with pytest.raises(ConfigurationError, match="'Twice'. Give it by UserCode"):
        load_model(tmp_path / f"m{suffix}")
    again = load_model(tmp_path / f"m{suffix}", custom_objects={"Twice": layer})
    assert isinstance(again.layers[0], layer)


@pytest.mark.parametrize("suffix", ARCHITECTURES + WITH_WEIGHTS)
def test_lambda_layer_needs_safe_mode_off(tmp_path, keras, suffix):
    model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Lambda(lambda x: 2 * x), keras.layers.Dense(2)])
    save_model(model, tmp_path / f"m{suffix}")
    with pytest.raises(ConfigurationError, match="it holds a Lambda layer, which is Python code, and such code is not run"):
        load_model(tmp_path / f"m{suffix}")
    state = keras.src.backend.common.global_state
    keras.config.enable_unsafe_deserialization()
    try:
        again = load_model(tmp_path / f"m{suffix}")
    finally:
        state.set_global_attribute("safe_mode_saving", None)
    assert np.array_equal(again.layers[0](np.ones((1, 4))), [[2, 2, 2, 2]])


def test_build_model_from_plain_data(make_model):
    model = make_model()
    config = json.loads(json.dumps(files.architecture_of(model)))
    assert building.build_model(config, Origin((3, 0, 0)), "the text", Trust()).to_json() == model.to_json()
