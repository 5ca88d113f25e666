"""The contract with C++: what src/keras/python/Module.cxx calls, with the types that it passes."""

import json

import numpy as np
import pytest

from pytmva_keras import ConfigurationError, EvaluationError, PyTMVAKerasError, bridge, save_model


@pytest.fixture(scope="module")
def trained(keras, events, tmp_path_factory):
    """A trainer that has trained; nobody changes it."""
    directory = tmp_path_factory.mktemp("trained")
    model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(8), keras.layers.Dense(2, activation="softmax")])
    save_model(model, directory / "model.yml")
    trainer = bridge.open_trainer(dict(
        title="dnn", variables=["pt", "eta", "phi", "m"], classes=["Signal", "Background"], num_epochs=2, verbose=0,
        filename_model=str(directory / "model.yml"), filename_trained_model=str(directory / "trained.h5"),
    ))
    bridge.train(trainer, *events)
    return trainer


def test_names_that_cplusplus_uses():
    for name in bridge.__all__:
        assert getattr(bridge, name)
    assert issubclass(ConfigurationError, PyTMVAKerasError) and issubclass(EvaluationError, PyTMVAKerasError)


def test_whole_job(options, events, tmp_path):
    """Book, fill, train, export, apply; then restore from what was exported, in the same way as a Reader."""
    x, index, weights = events
    trainer = bridge.open_trainer(options(num_epochs=3))
    assert "Seed: 100" in bridge.describe(trainer)
    inputs, targets, w = bridge.allocate(400, 4), bridge.allocate(400, 1), bridge.allocate(400, 1)
    inputs[:], targets[:], w[:] = x, index, weights[:, np.newaxis]
    result = bridge.train(trainer, inputs, targets, w)
    assert set(result) == {"history", "best_epoch", "epochs", "interrupted", "message"}
    assert set(result["history"]) == {"loss", "val_loss"}
    assert all(type(value) is float for values in result["history"].values() for value in values)
    assert (type(result["epochs"]), type(result["best_epoch"]), type(result["interrupted"])) == (int, int, bool)

    network = bridge.export(trainer)
    response = bridge.predict(bridge.predictor(trainer), inputs)
    restored = bridge.restore({"title": "dnn", "architecture": network["architecture"], "backend": network["backend"]},
                              [(name, dtype, shape, data) for name, dtype, shape, data in network["arrays"]])
    assert np.array_equal(bridge.predict(restored, inputs), response)
    from_file = bridge.restore_file({"title": "dnn", "path": trainer.config.filename_trained_model})
    assert np.allclose(bridge.predict(from_file, inputs), response, atol=1e-7)


def test_allocated_array_is_what_cplusplus_fills():
    array = bridge.allocate(5, 3)
    view = memoryview(array)
    assert (view.format, view.itemsize, view.shape, view.c_contiguous, view.readonly) == ("f", 4, (5, 3), True, False)
    assert bridge.allocate(0, 3).shape == (0, 3)


def test_exported_network_is_plain(trained, keras):
    network = bridge.export(trained)
    assert (network["backend"], network["keras_version"]) == (keras.backend.backend(), keras.__version__)
    assert network["outputs"] == 2 and type(network["outputs"]) is int
    json.loads(network["architecture"])
    assert network["native"].startswith("network ") and network["why_not_native"] == ""
    for name, dtype, shape, data in [*network["arrays"], *network["constants"], *network["samples"]]:
        assert (type(name), type(dtype), type(shape), type(data)) == (str, str, list, bytes)
        assert all(type(extent) is int for extent in shape)


def test_samples_are_events_with_their_responses(trained, events):
    inputs, outputs = (np.frombuffer(data, "<f4").reshape(shape) for _, _, shape, data in bridge.export(trained)["samples"])
    assert inputs.shape == (bridge.N_SAMPLES, 4) and outputs.shape == (bridge.N_SAMPLES, 2)
    assert all(any(np.array_equal(sample, event) for event in events[0]) for sample in inputs)
    assert np.array_equal(bridge.predict(bridge.predictor(trained), inputs), outputs)


@pytest.mark.parametrize("n_events", [5, 17, 400])
def test_the_samples_are_the_callers_no_more(options, events, n_events):
    """A copy: C++ frees the events after the training."""
    trainer, x = bridge.open_trainer(options(num_epochs=1)), events[0][-n_events:].copy()
    bridge.train(trainer, x, np.arange(n_events, dtype=np.float32)[:, np.newaxis] % 2, events[2][:n_events])
    assert trainer.samples.shape == (min(n_events, bridge.N_SAMPLES), 4) and not np.shares_memory(trainer.samples, x)


def test_scalars_have_an_empty_shape(keras, book_and_train, events):
    layer = keras.layers.Normalization()
    layer.adapt(events[0])
    model = keras.Sequential([keras.layers.Input((4,)), layer, keras.layers.Dense(2, activation="softmax")])
    model.compile("adam", "categorical_crossentropy")
    trainer, _ = book_and_train(model)
    arrays = bridge.export(trainer)["arrays"]
    assert [] in [shape for _, _, shape, _ in arrays]
    restored = bridge.restore({"title": "n", "architecture": bridge.export(trainer)["architecture"]}, arrays)
    x = events[0][:5]
    assert np.array_equal(bridge.predict(restored, x), bridge.predict(bridge.predictor(trainer), x))


def test_predictions_of_no_events(trained):
    assert bridge.predict(bridge.predictor(trained), bridge.allocate(0, 4)).shape == (0, 2)


def test_description(trained, keras):
    lines = bridge.describe(trained).splitlines()
    assert lines[0].startswith(f"Keras {keras.__version__} on ") and lines[1].startswith("layer")
    assert lines[-2] == "Optimizer: Adam, learning rate 0.001; loss: categorical_crossentropy"


def test_model_is_never_changed_on_disk(options, events, tmp_path):
    made = options()
    before = (tmp_path / "model.yml").read_bytes()
    bridge.train(bridge.open_trainer(made), *events)
    assert (tmp_path / "model.yml").read_bytes() == before


def test_booking_writes_nothing(options, tmp_path):
    bridge.open_trainer(options())
    assert [path.name for path in tmp_path.iterdir()] == ["model.yml"]


def test_compiled_file_with_weights_starts_from_them(make_model, options, tmp_path):
    model = make_model(compile=dict(optimizer="sgd", loss="mse"))
    model.save(tmp_path / "model.keras")
    trainer = bridge.open_trainer(options(filename_model=str(tmp_path / "model.keras")))
    assert all(np.array_equal(a, b) for a, b in zip(trainer.model.get_weights(), model.get_weights(), strict=True))


# --- errors begin with the method's title


@pytest.mark.parametrize("changes, message", [
    (dict(num_epoch=3), 'unknown option "num_epoch", did you mean "num_epochs"'),
    (dict(filename_model="nowhere.yml"), "the model file nowhere.yml cannot be read"),
    (dict(variables=["a"]), r'the model expects 4 inputs, DataLoader "higgs" has 1 \(a\)'),
    (dict(optimizer="Adm"), 'unknown optimizer "Adm", did you mean "Adam"'),
    (dict(backend="thano"), 'unknown backend "thano"'),
    (dict(user_code="nowhere.py"), "UserCode="),
])
def test_booking_errors(options, changes, message):
    with pytest.raises(ConfigurationError, match=f'^PyKeras "dnn": {message}') as caught:
        bridge.open_trainer(options(**changes))
    assert str(caught.value).count('PyKeras "dnn"') == 1


@pytest.mark.parametrize("change, message", [
    (lambda x, y, w: (x[:, :3], y, w), r"expected events of shape \(n, 4\)"),
    (lambda x, y, w: (x, y[:-1], w), "400 events, but 399 labels"),
    (lambda x, y, w: (x[:1], y[:1], w[:1]), "1 training events are too few"),
    (lambda x, y, w: (x, y * 0, w), 'class "Background" has no training events'),
    (lambda x, y, w: (np.where(np.arange(400)[:, None] == 7, np.nan, x), y, w), 'event 7 has the value nan in .*"pt"'),
])
def test_training_errors(options, events, change, message):
    with pytest.raises(ConfigurationError, match=f'^PyKeras "dnn": .*{message}'):
        bridge.train(bridge.open_trainer(options()), *change(*events))


def test_damaged_network_names_the_method(trained):
    network = bridge.export(trained)
    with pytest.raises(EvaluationError, match='^PyKeras "dnn": the stored network needs 4 arrays, got 3'):
        bridge.restore({"title": "dnn", "architecture": network["architecture"]}, network["arrays"][:-1])


def test_missing_trained_file(keras):
    with pytest.raises(ConfigurationError, match='^PyKeras "dnn": the model file nowhere.h5 cannot be read'):
        bridge.restore_file({"title": "dnn", "path": "nowhere.h5"})


@pytest.mark.parametrize("function, options", [
    (lambda options: bridge.restore(options, []), {"title": "dnn", "architectur": ""}),
    (bridge.restore_file, {"title": "dnn", "file": ""}),
])
def test_unknown_option_of_restore(keras, function, options):
    message = '^PyKeras "dnn": unknown option "(architectur|file)".* Known options: title'
    with pytest.raises(ConfigurationError, match=message):
        function(options)


def test_defects_keep_their_type_and_traceback(options, monkeypatch):
    monkeypatch.setattr(bridge, "check_model", lambda model, config: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bridge.open_trainer(options())


# --- backends


def test_network_of_another_backend_is_applied_by_the_running_one(trained, keras, events):
    network = bridge.export(trained)
    other = "jax" if keras.backend.backend() != "jax" else "torch"
    restored = bridge.restore({"title": "dnn", "architecture": network["architecture"], "backend": other}, network["arrays"])
    expected = bridge.predict(bridge.predictor(trained), events[0])
    assert np.array_equal(bridge.predict(restored, events[0]), expected)


def test_custom_layer_through_the_whole_job(keras, options, events, tmp_path):
    code = tmp_path / "layers.py"
    code.write_text("""
import keras
class Twice(keras.layers.Layer):
    def call(self, x):
        return 2 * x
load_model_custom_objects = {"Twice": Twice}
""")
    namespace = {}
    exec(code.read_text(), namespace)
    model = keras.Sequential([keras.layers.Input((4,)), namespace["Twice"](), keras.layers.Dense(2, activation="softmax")])
    trainer = bridge.open_trainer(options(model, user_code=str(code)))
    bridge.train(trainer, *events)
    network = bridge.export(trainer)
    made = {"title": "dnn", "architecture": network["architecture"]}
    expected = bridge.predict(bridge.predictor(trainer), events[0])
    restored = bridge.restore({**made, "user_code": str(code)}, network["arrays"])
    assert np.array_equal(bridge.predict(restored, events[0]), expected)
    from_file = bridge.restore_file({"title": "n", "path": trainer.config.filename_trained_model, "user_code": str(code)})
    assert np.allclose(bridge.predict(from_file, events[0]), expected, atol=1e-7)
    with pytest.raises(EvaluationError, match="'Twice'. Give it by UserCode"):
        bridge.restore(made, network["arrays"])


# --- silence


def test_whole_job_is_silent(run_python, tmp_path):
    """In a process of its own, with stdout and stderr as the system has them."""
    done = run_python(f"""
import sys
import numpy as np
from pytmva_keras import backends, bridge, save_model
backends.configure()
import keras
model = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(2, activation="sigmoid")])
model.compile("adam", "categorical_crossentropy")
save_model(model, "{tmp_path}/m.keras")
x = np.random.normal(size=(100, 2)).astype("float32")
options = dict(title="t", variables=["a", "b"], classes=["S", "B"], filename_model="{tmp_path}/m.keras", verbose=0,
               filename_trained_model="{tmp_path}/t.h5", num_epochs=2, learning_rate_schedule="1,0.1", num_threads=1)
trainer = bridge.open_trainer(options)
bridge.train(trainer, x, (x[:, :1] > 0).astype("float32"), np.ones(100, "float32"))
bridge.describe(trainer)
network = bridge.export(trainer)
bridge.predict(bridge.predictor(trainer), x)
bridge.predict(bridge.restore(dict(title="t", architecture=network["architecture"]), network["arrays"]), x[:1])
bridge.predict(bridge.restore_file(dict(title="t", path="{tmp_path}/t.h5")), x[:1])
bridge.open_trainer(dict(options, continue_training=True))
print("stdout is back")
print("stderr is back", file=sys.stderr)
""")
    assert (done.returncode, done.stdout, done.stderr) == (0, "stdout is back\n", "stderr is back\n")
