"""Transfer learning and ensembles: computed once, cut without harm, averaged as probabilities."""

import h5py
import numpy as np
import pytest

from course_utils import nn
from course_utils.vision.ensembles import ensemble_predict
from course_utils.vision.models import small_network
from course_utils.vision.pretrained import MEAN_BGR
from course_utils.vision.transfer import (
    as_photographs,
    balanced,
    cut,
    precompute_features,
    with_new_end,
)

rng = np.random.default_rng(0)
X = rng.normal(size=(7, 8, 8, 1)).astype(np.float32)


def network():
    made = small_network(8, widths=(2, 3, 4), rng=np.random.default_rng(1)).astype(np.float32)
    made.forward(X, training=True)  # so that the running averages are not 0 and 1
    return made


def test_features_are_computed_once_and_read_after_that(tmp_path):
    frozen, _ = cut(network(), 5)
    with h5py.File(tmp_path / "features.h5", "a") as store:
        first = precompute_features(frozen, X, store, mini_batch_size=3)
    frozen.forward = None  # must not be asked again
    with h5py.File(tmp_path / "features.h5", "a") as store:
        again = precompute_features(frozen, X, store)
        with pytest.raises(ValueError, match="features of 7 images but X has 6"):
            precompute_features(frozen, X[:6], store)
    np.testing.assert_array_equal(first, again)
    np.testing.assert_allclose(first, cut(network(), 5)[0].forward(X), rtol=1e-6)


@pytest.mark.parametrize("place", [0, 3, 5])
def test_both_parts_together_are_the_whole(place):
    whole = network()
    frozen, rest = cut(whole, place)
    features = frozen.forward(X) if frozen else X
    np.testing.assert_array_equal(nn.Network(*rest).forward(features), whole.forward(X))


def test_training_what_was_cut_leaves_the_source_alone():
    source = network()
    before = {name: array.copy() for name, array in source.params.items()}
    _, rest = cut(source, 0)
    trained = with_new_end(rest[:-3], 4, 1, np.random.default_rng(2))
    Y = np.array([[0, 1, 0, 1, 0, 1, 0]], np.float32)
    for _ in nn.training(trained, nn.sigmoid_cross_entropy, nn.Adam(0.1), X, Y, num_epochs=2):
        pass
    assert not np.array_equal(trained.params["W1"], before["W1"])
    for name, array in source.params.items():
        np.testing.assert_array_equal(array, before[name])


def test_a_cut_must_lie_in_the_network():
    with pytest.raises(ValueError, match="place is 99"):
        cut(network(), 99)


def test_small_pictures_become_photographs():
    grey = np.full((2, 5, 5, 1), 100, np.uint8)
    photographs = as_photographs(grey, 9)
    assert photographs.shape == (2, 9, 9, 3)
    np.testing.assert_allclose(photographs[1, 4, 4], 100 - MEAN_BGR)
    red = np.zeros((1, 4, 4, 3), np.uint8)
    red[..., 0] = 200
    np.testing.assert_allclose(as_photographs(red, 8)[0, 0, 0], [-104, -117, 200 - 123])


def test_balanced_draws_as_many_of_each_class():
    labels = np.array([0] * 10 + [1] * 30)
    chosen = balanced(labels, 12, np.random.default_rng(0))
    assert np.bincount(labels[chosen]).tolist() == [6, 6]
    assert len(set(chosen.tolist())) == 12


def test_an_ensemble_averages_probabilities():
    logits = [rng.normal(size=(3, 5)), 10 * rng.normal(size=(3, 5))]
    P = ensemble_predict(logits)
    np.testing.assert_allclose(P.sum(axis=0), 1)
    np.testing.assert_allclose(P, (nn.softmax(logits[0]) + nn.softmax(logits[1])) / 2)
    with pytest.raises(ValueError, match="no network to ask"):
        ensemble_predict([])
    with pytest.raises(ValueError, match="different shapes"):
        ensemble_predict([logits[0], logits[1][:, :4]])
