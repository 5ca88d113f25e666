"""Graphs of layers that Keras 1 and 2 wrote: merges, branches, nested and shared models, and the weights within them."""

import copy

import h5py
import numpy as np
import pytest

from pytmva_keras import ConfigurationError, load_model
from pytmva_keras.models import building, compiling, texts
from pytmva_keras.models.arguments import Untranslatable
from pytmva_keras.models.dialects import Origin, origin_of
from pytmva_keras.models.safety import Trust

A = np.array([[1.0, 2.0, 3.0]], np.float32)
B = np.array([[4.0, 0.0, -1.0]], np.float32)


def build(config):
    return building.build_model(config, origin_of(config, "m.yml"), "m.yml", Trust())


def entry(name, *shape):
    config = {"name": name, "batch_input_shape": [None, *shape], "input_dtype": "float32"}
    return {"class_name": "InputLayer", "config": config, "name": name, "inbound_nodes": []}


def node(class_name, name, inbound, **config):
    """A layer of a functional model; inbound: for each call the list of (layer, node index)."""
    links = [[[source, index, 0] for source, index in call] for call in inbound]
    return {"class_name": class_name, "config": {"name": name, **config}, "name": name, "inbound_nodes": links}


def functional(inputs, output, *layers, index=0, version="1.2.2", class_name="Model"):
    config = {"name": "m", "layers": list(layers), "input_layers": [[name, 0, 0] for name in inputs],
              "output_layers": [[output, index, 0]]}
    return {"class_name": class_name, "config": config, "keras_version": version}


def dense(name, units=2, **config):
    return {"class_name": "Dense", "config": dict(name=name, output_dim=units, init="uniform", activation="linear",
        **config)}


MERGE = dict(mode_type="raw", concat_axis=-1, dot_axes=[1, 1], output_shape=None, output_shape_type="raw")


@pytest.mark.parametrize("mode, expected", [
    ("sum", A + B), ("mul", A * B), ("ave", (A + B) / 2), ("max", np.maximum(A, B)), ("concat", np.hstack([A, B])),
    ("dot", [[1.0]]), ("cos", [[1 / np.sqrt(14 * 17)]]),
])
def test_merge(mode, expected, keras):
    merge = node("Merge", "merge", [[("a", 0), ("b", 0)]], **{**MERGE, "mode": mode})
    for version in ("1.2.2", "2.0.9"):  # Keras 2.0 had it still
        model = build(functional(["a", "b"], "merge", entry("a", 3), entry("b", 3), merge, version=version))
        assert np.allclose(model.predict_on_batch([A, B]), expected, atol=1e-6)


def test_cosines_of_more_axes(keras):
    merge = node("Merge", "merge", [[("a", 0), ("b", 0)]], **{**MERGE, "mode": "cos"})
    with pytest.raises(ConfigurationError, match=r'layer "merge" .* its output shape is \(1,\) there and \(2, 2\) here'):
        build(functional(["a", "b"], "merge", entry("a", 3, 2), entry("b", 3, 2), merge))


def test_unknown_merge(keras):
    merge = node("Merge", "merge", [[("a", 0), ("b", 0)]], **{**MERGE, "mode": "min"})
    with pytest.raises(ConfigurationError, match=r"""layer "merge" \(Merge\) .*mode='min': known modes are sum, mul"""):
        build(functional(["a", "b"], "merge", entry("a", 3), entry("b", 3), merge))


@pytest.mark.parametrize("class_name, expected", [("Subtract", A - B), ("Minimum", np.minimum(A, B)), ("Add", A + B)])
def test_merging_layers_of_keras_2(class_name, expected, keras):
    merge = node(class_name, "merge", [[("a", 0), ("b", 0)]])
    merge["inbound_nodes"] = [[[*link, {}] for link in merge["inbound_nodes"][0]]]
    model = build(functional(["a", "b"], "merge", entry("a", 3), entry("b", 3), merge, version="2.4.0",
                             class_name="Functional"))
    assert np.allclose(model.predict_on_batch([A, B]), expected)


def weights_file(path, **layers):
    """Write a weights file as Keras 1 did: layers {name: arrays}."""
    with h5py.File(path, "w") as file:
        write_weights(file, layers)
    return path


def write_weights(file, layers):
    file.attrs["layer_names"] = [name.encode() for name in layers]
    for name, arrays in layers.items():
        group = file.create_group(name)
        group.attrs["weight_names"] = [f"{name}_{i}".encode() for i in range(len(arrays))]
        for i, array in enumerate(arrays):
            group[f"{name}_{i}"] = np.asarray(array, np.float32)


def kernel(rows, columns, first=0):
    return (np.arange(rows * columns).reshape(rows, columns) + first) / 10, np.zeros(columns)


def test_sequential_of_branches(keras, tmp_path):
    """Keras 1 began a Sequential with the Merge of several; its weights file has the layers of all, flat."""
    branches = [
        {"class_name": "Sequential", "config": [{**dense("left"), "config": {**dense("left")["config"],
            "batch_input_shape": [None, 3]}}]},
        {"class_name": "Sequential", "config": [dense("right", input_dim=2)]},
    ]
    merge = {"class_name": "Merge", "config": {"name": "merge", **MERGE, "mode": "concat", "layers": branches}}
    config = {"class_name": "Sequential", "config": [merge, dense("end", 1)], "keras_version": "1.2.2"}
    (tmp_path / "m.yml").write_text(texts.write_yaml(config))
    saved = dict(left=kernel(3, 2), right=kernel(2, 2, 6), end=kernel(4, 1, 10))
    model = load_model(tmp_path / "m.yml", weights=weights_file(tmp_path / "w.h5", **saved))
    x, y = A, B[:, :2]
    expected = np.hstack([x @ saved["left"][0], y @ saved["right"][0]]) @ saved["end"][0]
    assert np.allclose(model.predict_on_batch([x, y]), expected, atol=1e-5)


def test_whole_model_of_keras_1(keras, tmp_path):
    """The file's attributes say the version, its configuration does not."""
    settings = {"optimizer_config": {"class_name": "Adagrad", "config": {"lr": 0.5, "epsilon": 1e-8, "decay": 0.0}},
                "loss": "mse",
                "metrics": [], "sample_weight_mode": None, "loss_weights": None}
    with h5py.File(tmp_path / "m.h5", "w") as file:
        file.attrs["keras_version"] = b"1.2.2"
        file.attrs["model_config"] = texts.write_json({"class_name": "Sequential",
            "config": [dense("d", input_dim=3)]}).encode()
        file.attrs["training_config"] = texts.write_json(settings).encode()
        write_weights(file.create_group("model_weights"), {"d": kernel(3, 2)})
    model = load_model(tmp_path / "m.h5")
    assert np.allclose(model.predict_on_batch(A), A @ kernel(3, 2)[0], atol=1e-6) and model.loss == "mse"
    assert type(model.optimizer).__name__ == "Adagrad" and float(model.optimizer.learning_rate) == 0.5


@pytest.mark.parametrize("flat", [True, False])
def test_sequential_within_a_sequential(keras, tmp_path, flat):
    """Keras 1 wrote the inner layers' weights flat, Keras 2 as one group."""
    inner = {"class_name": "Sequential", "config": [dense("one", input_dim=3), dense("two")]}
    config = {"class_name": "Sequential", "config": [inner, dense("end", 1)], "keras_version": "1.2.2"}
    (tmp_path / "m.json").write_text(texts.write_json(config))
    one, two, end = kernel(3, 2), kernel(2, 2, 3), kernel(2, 1, 5)
    saved = dict(one=one, two=two, end=end) if flat else {"sequential_9": [*one, *two], "end": end}
    model = load_model(tmp_path / "m.json", weights=weights_file(tmp_path / "w.h5", **saved))
    assert np.allclose(model.predict_on_batch(A), A @ one[0] @ two[0] @ end[0], atol=1e-5)


def test_nested_model_called_twice(keras):
    """The nodes of a nested model are counted from 1 in files of Keras 1 and 2."""
    inner = functional(["i"], "d", entry("i", 3), node("Dense", "d", [[("i", 0)]], output_dim=3, init="one"))
    shared = {"class_name": "Model", "config": inner["config"], "name": "inner",
              "inbound_nodes": [[["a", 0, 0]], [["b", 0, 0]]]}
    merge = node("Merge", "merge", [[("inner", 1), ("inner", 2)]], **{**MERGE, "mode": "concat"})
    model = build(functional(["a", "b"], "merge", entry("a", 3), entry("b", 3), shared, merge))
    assert np.allclose(model.predict_on_batch([A, B]), [[6, 6, 6, 3, 3, 3]])
    last = functional(["a", "b"], "inner", entry("a", 3), entry("b", 3), shared, index=2)
    last["config"]["input_layers"], last["config"]["layers"][2]["inbound_nodes"] = [["a", 0, 0]], [[["a", 0, 0]],
        [["inner", 1, 0]]]
    del last["config"]["layers"][1]
    assert np.allclose(build(last).predict_on_batch(A), [[18, 18, 18]])


def test_weights_of_nested_models_come_trained_first(keras, tmp_path):
    """Of a nested model the trained arrays of all layers stand before the averages of a batch normalisation."""
    norm = node("BatchNormalization", "norm", [[("i", 0)]], epsilon=0.0, mode=0, axis=-1, momentum=0.9)
    inner = functional(["i"], "d", entry("i", 2), norm, node("Dense", "d", [[("norm", 0)]], output_dim=2, init="uniform"))
    nested = {"class_name": "Model", "config": inner["config"], "name": "inner", "inbound_nodes": [[["a", 0, 0]]]}
    (tmp_path / "m.json").write_text(texts.write_json(functional(["a"], "inner", entry("a", 2), nested, index=1)))
    gamma, beta, mean, variance, (matrix, bias) = [2, 3], [1, 1], [1, 2], [4, 9], kernel(2, 2)
    saved = weights_file(tmp_path / "w.h5", inner=[gamma, beta, matrix, bias, mean, variance])
    x = np.array([[3.0, 5.0]], np.float32)
    expected = ((x - mean) / np.sqrt(variance) * gamma + beta) @ matrix
    assert np.allclose(load_model(tmp_path / "m.json", weights=saved).predict_on_batch(x), expected, atol=1e-5)


def test_bidirectional_weights(keras, tmp_path):
    """Forward, then backward, one array a gate."""
    inner = {"class_name": "GRU", "config": dict(name="g", output_dim=2, inner_activation="sigmoid")}
    layer = {"class_name": "Bidirectional", "config": dict(name="b", layer=inner, merge_mode="concat",
        batch_input_shape=[None, 4, 3])}
    (tmp_path / "m.json").write_text(texts.write_json({"class_name": "Sequential", "config": [layer],
        "keras_version": "1.2.2"}))
    generator = np.random.default_rng(2)
    arrays = [generator.normal(size=shape) for _ in range(6) for shape in ((3, 2), (2, 2), (2,))]
    model = load_model(tmp_path / "m.json", weights=weights_file(tmp_path / "w.h5", b=arrays))
    forward, backward = model.layers[0].forward_layer, model.layers[0].backward_layer
    assert np.allclose(forward.get_weights()[0], np.hstack(arrays[0:9:3])) and np.allclose(backward.get_weights()[0],
        np.hstack(arrays[9::3]))
    x = generator.normal(size=(1, 4, 3)).astype(np.float32)
    assert np.allclose(model.predict_on_batch(x)[:, 2:], keras.ops.convert_to_numpy(backward(x)), atol=1e-6)


def convolution(x, kernel, dilation):
    """Theano's border mode "half" in one dimension, from its definition.

    x (length, inputs), kernel (size, inputs, outputs).
    """
    size = (len(kernel) - 1) * dilation + 1
    wide = np.zeros((size, *kernel.shape[1:]))
    wide[::dilation] = kernel
    x = np.pad(x, ((size // 2, size // 2), (0, 0)))
    every = [np.einsum("ji,jio->o", x[first : first + size][::-1], wide) for first in range(len(x) - size + 1)]
    return np.array(every)


@pytest.mark.parametrize("length, size, stride, dilation", [(6, 2, 1, 1), (7, 3, 2, 1), (8, 3, 2, 1), (9, 4, 3, 1),
    (9, 2, 1, 2), (6, 3, 1, 1)])
def test_theano_pads_otherwise(keras, tmp_path, length, size, stride, dilation):
    """Even kernels and strides of convolutions that pad: as Theano computed them."""
    first = dict(name="c", nb_filter=2, filter_length=size, init="uniform", activation="linear", border_mode="same",
                 bias=True,
                 subsample_length=stride, atrous_rate=dilation, batch_input_shape=[None, length, 3])
    config = {"class_name": "Sequential", "config": [{"class_name": "AtrousConvolution1D", "config": first}],
              "keras_version": "1.0.8"}
    (tmp_path / "m.json").write_text(texts.write_json(config))
    generator = np.random.default_rng(5)
    x, matrix = generator.normal(size=(length, 3)), generator.normal(size=(size, 3, 2))
    saved = weights_file(tmp_path / "w.h5", c=[matrix.transpose(2, 1, 0)[..., np.newaxis], np.zeros(2)])
    found = load_model(tmp_path / "m.json", weights=saved).predict_on_batch(x[np.newaxis].astype(np.float32))[0]
    assert np.allclose(found, convolution(x, matrix, dilation)[::stride][: -(-length // stride)], atol=1e-5)


def test_names_with_slashes_and_links_without_a_list(keras):
    config = functional(["scope/a"], "scope/d", entry("scope/a", 3), node("Dense", "scope/d", [[("scope/a", 0)]],
        output_dim=2))
    config["config"]["input_layers"], config["config"]["output_layers"] = ["scope/a", 0, 0], ["scope/d", 0, 0]
    assert [layer.name for layer in build(config).layers] == ["scope_a", "scope_d"]


@pytest.mark.parametrize("change, message", [
    (lambda config: config["layers"][1]["inbound_nodes"].__setitem__(0, [["nowhere", 0, 0]]), "Missing node: nowhere"),
    (lambda config: config["layers"][1]["inbound_nodes"][0][0].append({"initial_state": ["a", 0, 0]}),
     "the arguments initial_state"),
    (lambda config: config.__delitem__("output_layers"), "m.yml cannot be read as a Keras model: KeyError"),
    (lambda config: config["layers"].__setitem__(1, "d"), "m.yml"),
    (lambda config: config["layers"][0]["config"].update(ragged=True), "ragged=True: Keras 3 has no ragged inputs"),
])
def test_damaged_graph(change, message, keras, tmp_path):
    config = functional(["a"], "d", entry("a", 3), node("Dense", "d", [[("a", 0)]], output_dim=2))
    change(config["config"])
    (tmp_path / "m.yml").write_text(texts.write_yaml(config))
    with pytest.raises(ConfigurationError, match=message):
        load_model(tmp_path / "m.yml")


@pytest.mark.parametrize("first, shape", [
    (dict(batch_input_shape=[32, 3]), (None, 3)), (dict(input_dim=3), (None, 3)), (dict(input_shape=[3]), (None, 3)),
    (dict(input_dim=3, input_length=5), (None, 5, 3)), ({}, None),
])
def test_input_shape_as_old_keras_states_it(first, shape, keras):
    model = build({"class_name": "Sequential", "config": [dense("d", **first)], "keras_version": "1.2.2"})
    assert model.input_shape == shape if shape else not model.built


def test_layers_without_names(keras):
    layers = [{"class_name": "Dense", "config": {"output_dim": units, "init": "uniform", "input_dim": 3}} for units in (3, 1)]
    model = build({"class_name": "Sequential", "config": layers, "keras_version": "1.2.2"})
    assert [layer.name for layer in model.layers] == ["dense_1", "dense_2"] and model.output_shape == (None, 1)


def test_stateful_layers_keep_the_size_of_the_batch(keras):
    layer = {"class_name": "SimpleRNN", "config": dict(name="r", output_dim=2, stateful=True, batch_input_shape=[8, 5, 3])}
    assert build({"class_name": "Sequential", "config": [layer], "keras_version": "1.2.2"}).input_shape == (8, 5, 3)


# --- origin and compile settings


@pytest.mark.parametrize("config, expected", [
    (dict(keras_version="1.0.6"), "Keras 1.0.x (1.0.6)"), (dict(keras_version="1.2.0", backend="theano"),
        "Keras 1.1 to 1.2 (1.2.0, theano)"),
    (dict(keras_version="2.2.4-tf"), "Keras 2.x (2.2.4)"), (dict(keras_version="3.15.1"), "Keras 3.x (3.15.1)"),
    (dict(config=[dense("d")]), "Keras 1.1 to 1.2 (1.2.0)"), (dict(config=[{"class_name": "Dense",
        "config": {"units": 2}}]), "Keras 2.x (2.0.0)"),
    (dict(module="keras", registered_name=None), "Keras 3.x (3.0.0)"),
    (dict(config={"layers": [{"class_name": "Dense", "config": {}, "registered_name": None}]}), "Keras 3.x (3.0.0)"),
])
def test_dialect(config, expected):
    assert str(origin_of({"class_name": "Sequential", "config": [], **config}, "m.yml")) == expected


def compile_settings(**settings):
    return compiling.to_keras3(settings, Origin((2, 3, 1)), frozenset({"mine"}))


def test_decay_of_old_optimizers(keras):
    found = compile_settings(optimizer={"name": "SGD", "lr": 0.1, "momentum": 0.9, "decay": 0.5, "nesterov": True},
                             loss="kld")
    optimizer = keras.saving.deserialize_keras_object(copy.deepcopy(found["optimizer"]))
    schedule = keras.saving.deserialize_keras_object(found["optimizer"]["config"]["learning_rate"])
    assert np.allclose([schedule(0), schedule(2)], [0.1, 0.05]) and optimizer.nesterov and found["loss"] == "kl_divergence"


@pytest.mark.parametrize("name", ["sgd", "RMSprop", "adagrad", "Adadelta", "adam", "Adamax", "Nadam"])
def test_optimizers(name, keras):
    config = {"lr": 0.25, "decay": 0.0, "epsilon": None}
    config = {**config, "schedule_decay": 0.004} if name == "Nadam" else config
    found = keras.saving.deserialize_keras_object(compile_settings(optimizer={"class_name": name,
        "config": config})["optimizer"])
    assert type(found).__name__.lower() == name.lower() and float(found.learning_rate) == 0.25


def test_losses_and_metrics(caplog):
    found = compile_settings(
        optimizer="adam", loss={"a": "mse", "b": ["mine", {"class_name": "Huber",
            "config": {"delta": 2.0, "reduction": "auto"}}]},
        metrics=["acc", "fmeasure", {"class_name": "MeanMetricWrapper", "config": {"name": "x", "fn": "binary_accuracy"}}],
    )
    assert found["loss"]["a"] == "mse" and found["loss"]["b"][1]["config"]["reduction"] == "sum_over_batch_size"
    assert found["metrics"] == ["acc",
                                "binary_accuracy"] and 'the metric "fmeasure" of an old model is left out' in caplog.text


@pytest.mark.parametrize("settings, message", [
    (dict(optimizer={"class_name": "TFOptimizer", "config": {}}), "optimizer='TFOptimizer': Keras 3 has no such optimizer"),
    (dict(optimizer="adam", loss="far"), "loss='far': Keras 3 has no such loss"),
])
def test_settings_that_cannot_be_translated(settings, message):
    with pytest.raises(Untranslatable, match=message):
        compile_settings(**settings)


def test_model_with_such_settings_is_read_uncompiled(keras, tmp_path, caplog):
    config = {"class_name": "Sequential", "config": [dense("d", input_dim=3)], "keras_version": "1.2.2", "loss": "far",
              "optimizer": {"name": "SGD", "lr": 0.1}}
    (tmp_path / "m.yml").write_text(texts.write_yaml(config))
    assert not load_model(tmp_path / "m.yml").compiled
    assert "the compile settings of Keras 1.1 to 1.2 (1.2.2) are left out: loss='far'" in caplog.text
    config.update(loss="mse", optimizer={"name": "SGD", "lr": 0.1, "colour": "red"})
    (tmp_path / "m.yml").write_text(texts.write_yaml(config))
    assert not load_model(tmp_path / "m.yml").compiled
    assert "colour" in caplog.text


def tf_keras_layer(class_name, name, inbound, **config):
    """A layer as tf.keras 2.15 writes it, with the keys of Keras 3 too."""
    policy = {"module": "keras", "class_name": "Policy", "config": {"name": "float32"}, "registered_name": None}
    return {"module": "keras.layers", "class_name": class_name, "registered_name": None,
            "build_config": {"input_shape": [None, 4]},
            "config": {"name": name, "trainable": True, "dtype": policy, **config}, "name": name,
            "inbound_nodes": [[[source, 0, 0, {}] for source in inbound]] if inbound else []}


def test_functional_model_of_tf_keras(keras):
    glorot = {"module": "keras.initializers", "class_name": "GlorotUniform", "config": {"seed": None},
              "registered_name": None}
    layers = [
        tf_keras_layer("InputLayer", "in", [], batch_input_shape=[None, 4], sparse=False, ragged=False),
        tf_keras_layer("Dense", "d", ["in"], units=4, kernel_initializer=glorot, activation="relu", use_bias=True),
        tf_keras_layer("BatchNormalization", "n", ["d"], axis=[1], momentum=0.99, epsilon=0.001, center=True, scale=True),
        tf_keras_layer("Concatenate", "c", ["n", "in"], axis=-1),
        tf_keras_layer("Dense", "out", ["c"], units=1, kernel_initializer=glorot, activation="sigmoid", use_bias=True),
    ]
    config = {"name": "model", "trainable": True, "layers": layers, "input_layers": [["in", 0, 0]],
              "output_layers": [["out", 0, 0]]}
    model = build({"class_name": "Functional", "config": config, "keras_version": "2.15.0", "backend": "tensorflow"})
    assert model.output_shape == (None, 1) and [layer.name for layer in model.layers] == ["in", "d", "n", "c", "out"]
    assert type(model.get_layer("d").kernel_initializer).__name__ == "GlorotUniform"
