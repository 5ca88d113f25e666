import numpy as np
import pytest

from pytmva_keras import ConfigurationError
from pytmva_keras.data import check_events, class_indices, encode_labels, make_dataset, split_validation


def test_labels_of_two_outputs_are_in_class_index_order():
    assert encode_labels(np.array([0, 1, 1]), 2, signal_index=1).tolist() == [[1, 0], [0, 1], [0, 1]]


@pytest.mark.parametrize("signal_index, expected", [(0, [1, 0, 0]), (1, [0, 1, 1])])
def test_label_of_one_output_is_one_for_signal(signal_index, expected):
    labels = encode_labels(np.array([0, 1, 1]), 1, signal_index)
    assert labels.dtype == np.float32 and labels[:, 0].tolist() == expected


def test_sparse_labels_are_the_class_index():
    assert encode_labels(np.array([2, 0, 1]), 3, 0, sparse=True)[:, 0].tolist() == [2, 0, 1]


@pytest.mark.parametrize("order", ["class by class", "mixed"])
def test_validation_is_drawn_from_all_classes_in_proportion(order):
    strata = np.repeat([0, 1, 2], [700, 200, 100])
    if order == "mixed":
        np.random.default_rng(0).shuffle(strata)
    fit, validation = split_validation(1000, 100, seed=1, strata=strata)
    assert np.bincount(strata[validation]).tolist() == [70, 20, 10]
    assert sorted([*fit, *validation]) == list(range(1000))


def test_validation_events_within_a_class_are_not_its_tail():
    _, validation = split_validation(1000, 200, seed=1, strata=np.repeat([0, 1], 500))
    first = validation[validation < 500]
    assert 150 < first.mean() < 350 and not np.array_equal(first, np.arange(400, 500))


def test_split_depends_on_the_seed_only():
    strata = np.repeat([0, 1], 50)
    one, same, other = (split_validation(100, 20, seed, strata)[1].tolist() for seed in (5, 5, 6))
    assert one == same != other


def test_split_leaves_the_global_generator_alone():
    np.random.seed(3)
    expected = np.random.rand()
    np.random.seed(3)
    split_validation(100, 20, 5)
    assert np.random.rand() == expected


@pytest.mark.parametrize("sizes, n_validation", [
    ([5, 995], 100), ([1, 99], 10), ([2, 2, 2], 3), ([3, 7], 9), ([1, 1, 8], 9), ([10], 3),
])
def test_awkward_sizes(sizes, n_validation):
    strata = np.repeat(np.arange(len(sizes)), sizes)
    fit, validation = split_validation(sum(sizes), n_validation, 1, strata)
    assert len(validation) == n_validation and len(fit) == sum(sizes) - n_validation and not set(fit) & set(validation)
    if sum(sizes) - len(sizes) >= n_validation:
        assert set(strata[fit]) == set(range(len(sizes))), "every class keeps an event for fitting"


def test_small_class_gets_a_validation_event():
    strata = np.repeat([0, 1], [5, 995])
    _, validation = split_validation(1000, 100, 1, strata)
    assert (strata[validation] == 0).sum() == 1


def test_weights_stay_with_their_events():
    x = np.arange(10, dtype=np.float32)[:, np.newaxis]
    fit, validation = split_validation(10, 3, 1)
    data = make_dataset(x, x * 10, x * 100, fit, validation)
    assert sorted([*data.fit, *data.validation]) == list(range(10)) and len(data.validation) == 3
    for events in (data.fit, data.validation):
        taken, y, w = data.arrays(events)
        assert taken[:, 0].tolist() == events.tolist() and np.array_equal(y, taken * 10)
        assert np.array_equal(w, taken[:, 0] * 100)


def test_weights_may_be_a_column():
    x = np.zeros((4, 1), dtype=np.float32)
    data = make_dataset(x, x, np.arange(4)[:, np.newaxis], np.array([0, 2]), np.array([1, 3]))
    assert data.w.tolist() == [0, 1, 2, 3] and data.w.dtype == np.float32


@pytest.mark.parametrize("event", [3, 150_000])
def test_value_that_is_not_finite_is_named(event):
    x = np.zeros((200_000, 2), np.float32)
    x[event, 1] = np.nan
    with pytest.raises(ConfigurationError, match=f'event {event} has the value nan in variable "eta"'):
        check_events(x, np.zeros((200_000, 1)), np.ones(200_000), ("pt", "eta"))


def test_weight_that_is_not_finite_is_named():
    w = np.array([1, np.inf])
    with pytest.raises(ConfigurationError, match="event 1 has the value inf in the weights"):
        check_events(np.zeros((2, 2)), np.zeros((2, 1)), w, ("pt", "eta"))


def test_numbers_of_events_must_agree():
    with pytest.raises(ConfigurationError, match="5 events, but 4 labels and 5 weights"):
        check_events(np.zeros((5, 2)), np.zeros((4, 1)), np.ones(5), ("pt", "eta"))


def test_class_without_events_is_named():
    with pytest.raises(ConfigurationError, match='class "Background" has no training events'):
        class_indices(np.zeros((5, 1)), ("Signal", "Background"))
