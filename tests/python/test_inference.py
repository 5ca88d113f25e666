"""Trained networks applied: to many events, to one, to none; agreeing with Keras."""

import numpy as np
import pytest

from pytmva_keras import EvaluationError, backends
from pytmva_keras.inference import Predictor


@pytest.fixture
def sample():
    return np.random.default_rng(3).normal(size=(1000, 4)).astype(np.float32)


@pytest.fixture
def deep(keras):
    """Layers that behave otherwise in training."""
    layers = keras.layers
    return keras.Sequential([
        layers.Input((4,)), layers.Dense(16, activation="relu"), layers.BatchNormalization(), layers.Dropout(0.5),
        layers.Dense(3, activation="softmax"),
    ])


@pytest.mark.parametrize("outputs, activation", [(1, "sigmoid"), (2, "softmax"), (5, "linear")])
def test_agrees_with_keras(make_model, sample, outputs, activation):
    model = make_model(outputs, activation)
    predictor = Predictor(model)
    assert (predictor.n_inputs, predictor.n_outputs) == (4, outputs)
    assert np.allclose(predictor(sample), model.predict(sample, batch_size=1000, verbose=0), atol=1e-6)


def test_network_is_applied_as_in_inference(deep, sample):
    predictor = Predictor(deep)
    assert np.allclose(predictor(sample), deep.predict(sample, verbose=0), atol=1e-6)
    assert np.array_equal(predictor(sample), predictor(sample)), "no dropout"


def test_batch_and_single_events_agree(deep, sample):
    predictor = Predictor(deep)
    together = predictor(sample)
    one_by_one = np.concatenate([predictor(sample[i : i + 1]) for i in range(50)])
    assert np.allclose(together[:50], one_by_one, atol=1e-6)


@pytest.mark.parametrize("rows", [1, 7, 8, 9, 64, 129])
def test_many_events_go_in_blocks_which_do_not_show(make_model, sample, monkeypatch, rows):
    predictor = Predictor(make_model())
    expected = predictor(sample[:rows])
    monkeypatch.setattr(backends, "BLOCK_ROWS", 8)
    sizes, apply = [], predictor._predict
    monkeypatch.setattr(predictor, "_predict", lambda x: sizes.append(len(x)) or apply(x))
    assert np.allclose(predictor(sample[:rows]), expected, atol=1e-7)
    assert sum(sizes) == rows and max(sizes) <= 8


@pytest.mark.parametrize("rows", [0, 1, 3, 9000])
def test_result_is_the_callers_own(make_model, rows):
    result = Predictor(make_model())(np.zeros((rows, 4), np.float32))
    assert result.shape == (rows, 2) and result.dtype == np.float32
    assert result.flags.c_contiguous and result.flags.writeable and result.flags.owndata


def test_input_is_left_alone_and_may_be_strided(make_model, sample):
    predictor = Predictor(make_model())
    wide = np.repeat(sample, 2, axis=1).astype(np.float64)
    before = wide.copy()
    assert np.allclose(predictor(wide[:, ::2]), predictor(sample), atol=1e-6) and np.array_equal(wide, before)


@pytest.mark.parametrize("shape", [(3, 5), (4,), (2, 2, 2)])
def test_wrong_shape(make_model, shape):
    with pytest.raises(EvaluationError, match=r"the network expects events of shape \(n, 4\), got"):
        Predictor(make_model())(np.zeros(shape, np.float32))


def test_half_precision_networks_answer_in_float32(keras, sample):
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(2, activation="softmax")])
    finally:
        keras.config.set_dtype_policy("float32")
    for response in (Predictor(model)(sample), backends.respond(model, sample)):
        assert response.dtype == np.float32 and np.allclose(response.sum(axis=1), 1, atol=0.02)


def test_a_single_call_answers_alike(deep, sample):
    deep.compile("adam", "categorical_crossentropy")
    deep.fit(3 * sample + 2, np.eye(3)[np.arange(len(sample)) % 3], verbose=0)
    response = backends.respond(deep, sample)
    assert response.dtype == np.float32 and np.allclose(response, Predictor(deep)(sample), atol=1e-6)


def test_single_events_are_not_traced_anew(keras, sample):
    """The network's Python code runs when it is traced, not once an event."""
    if keras.backend.backend() == "torch":
        pytest.skip("torch traces nothing")
    calls = []

    class Counting(keras.layers.Layer):
        def call(self, x):
            calls.append(1)
            return x

    predictor = Predictor(keras.Sequential([keras.layers.Input((4,)), Counting()]))
    predictor(sample[:1])
    before = len(calls)
    for i in range(20):
        predictor(sample[i : i + 1])
    assert len(calls) == before
