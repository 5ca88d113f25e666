"""Model files of a few bytes that ask for more memory than there is: refused before it is taken, in every format."""

import math

import pytest
from hostile import FORMATS, dense, layer, model, write

from pytmva_keras import ConfigurationError, bridge, load_model
from pytmva_keras.models import sizes

every_format = pytest.mark.parametrize("suffix", FORMATS)
HUGE = 10**9
WEIGHTS = "describes a network of more than 250000000 weights, which is refused before memory is taken. .* AllowUnsafeModel"


@pytest.fixture(autouse=True)
def little_memory(keras, monkeypatch):
    """What Keras is asked to make in a test stays below 100 million numbers."""
    total, add_weight = [], keras.layers.Layer.add_weight

    def counted(self, *arguments, **options):
        total.append(math.prod(options["shape"]))
        assert sum(total) < 10**8
        return add_weight(self, *arguments, **options)

    monkeypatch.setattr(keras.layers.Layer, "add_weight", counted)
    yield
    assert sum(total) < 10**8 and keras.layers.Layer.add_weight is counted


def image(*layers):
    return [layer("Reshape", {"name": "r", "target_shape": [2, 2, 1]}), *layers]


def series(*layers):
    return [layer("Reshape", {"name": "r", "target_shape": [2, 2]}), *layers]


TOO_LARGE = {
    "units": [dense(units=HUGE)],
    "units beyond all measure": [dense(units=10**30)],
    "two layers": [dense(units=200_000), dense(name="d2", units=200_000)],
    "many layers": [dense(name=f"d{i}", units=4_000) for i in range(20)],
    "filters": image(layer("Conv2D", {"name": "c", "filters": HUGE, "kernel_size": [1, 1]})),
    "kernel": image(layer("Conv2D", {"name": "c", "filters": 2, "kernel_size": [HUGE, 1], "padding": "same"})),
    "transposed": image(layer("Conv2DTranspose", {"name": "c", "filters": 2, "kernel_size": [HUGE, HUGE]})),
    "depth": image(layer("DepthwiseConv2D", {"name": "c", "kernel_size": [1, 1], "depth_multiplier": HUGE})),
    "words": [layer("Embedding", {"name": "e", "input_dim": HUGE, "output_dim": 2})],
    "recurrent": series(layer("LSTM", {"name": "l", "units": 10**5})),
    "within another": series(layer("Bidirectional", {"name": "b", "layer": layer("GRU", {"name": "g", "units": 10**5})})),
    "within a model": [{**model(dense(units=HUGE)), "keras_version": None}],
    "heads": series(layer("EinsumDense", {"name": "e", "equation": "abc,cd->abd", "output_shape": [None, HUGE]})),
}


@every_format
@pytest.mark.parametrize("kind", TOO_LARGE)
def test_too_many_weights(kind, suffix, keras, tmp_path, monkeypatch):
    monkeypatch.setattr(sizes, "MAX_PARAMETERS", 40_000_000)
    with pytest.raises(ConfigurationError, match=rf"m\{suffix} (describes a network of|holds the output_shape)"):
        load_model(write(tmp_path / f"m{suffix}", model(*TOO_LARGE[kind]), keras))


@every_format
@pytest.mark.parametrize("layers, message", [
    ([layer("RepeatVector", {"name": "r", "n": HUGE})], r'of the layer "r" has the shape \(None, 1000000000, 4\)'),
    (series(layer("ZeroPadding1D", {"name": "z", "padding": [0, HUGE]})), 'the output of the layer "z"'),
    (image(layer("UpSampling2D", {"name": "u", "size": [10**5, 10**5]})), 'the output of the layer "u"'),
    ([layer("Reshape", {"name": "r", "target_shape": [HUGE, HUGE]})], "holds the target_shape .1000000000, 1000000000.; at"),
])
def test_too_many_values(layers, message, suffix, keras, tmp_path):
    with pytest.raises(ConfigurationError, match=message):
        load_model(write(tmp_path / f"m{suffix}", model(*layers), keras))


@every_format
@pytest.mark.parametrize("shape", [[None, HUGE], [HUGE, 4], [20_000, 4]])
def test_input_beyond_all_measure(shape, suffix, keras, tmp_path):
    config = model(layer("Normalization", {"name": "n", "axis": -1, "mean": 0.0, "variance": 1.0}))
    config["config"]["layers"][0]["config"]["batch_shape"] = shape
    with pytest.raises(ConfigurationError, match=r"holds the batch_shape \[.*\]; at most 10000000 values, and 10000 events"):
        load_model(write(tmp_path / f"m{suffix}", config, keras))


OLD = {
    "1.2.2": [{"class_name": "Dense", "config": {"name": "d", "output_dim": HUGE, "init": "uniform", "input_dim": 4}}],
    "2.3.1": {"name": "s", "layers": [{"class_name": "Dense", "config": {"name": "d", "units": HUGE,
                                                                         "batch_input_shape": [None, 4]}}]},
    "2.15.0": {"name": "s", "layers": [
        {"class_name": "InputLayer", "config": {"name": "i", "batch_input_shape": [None, 4]}},
        {"class_name": "Dense", "config": {"name": "d", "units": HUGE}}]},
}


@every_format
@pytest.mark.parametrize("version", OLD)
def test_too_many_weights_in_old_dialects(version, suffix, keras, tmp_path):
    config = {"class_name": "Sequential", "config": OLD[version], "keras_version": version}
    with pytest.raises(ConfigurationError, match=rf"m\{suffix} {WEIGHTS}"):
        load_model(write(tmp_path / f"m{suffix}", config, keras))


def test_a_model_that_states_no_input(keras, options, tmp_path):
    """It is built when it is booked, for the variables there are."""
    config = model(dense(units=20_000), dense(name="e", units=20_000))
    del config["config"]["layers"][0]
    path = write(tmp_path / "m.yml", config, keras)
    with pytest.raises(ConfigurationError, match=rf"FilenameModel={path} {WEIGHTS}"):
        bridge.open_trainer(options(filename_model=str(path)))


def test_a_big_network_is_read(keras, tmp_path):
    """Of 4000-4000-4000 units: 32 million weights, more than any in use at the LHC."""
    layers = [dense(name=f"d{i}", units=4000) for i in range(3)]
    assert load_model(write(tmp_path / "m.yml", model(*layers), keras)).count_params() == 5 * 4000 + 2 * 4001 * 4000


def test_trust_lifts_the_limit(keras, tmp_path, monkeypatch):
    monkeypatch.setattr(sizes, "MAX_PARAMETERS", 9)
    path = write(tmp_path / "m.yml", model(dense()), keras)
    with pytest.raises(ConfigurationError, match="more than 9 weights"):
        load_model(path)
    assert load_model(path, allow_unsafe=True).count_params() == 10
