"""Encodings: distances, triplets by their definition, the curve of accepts, one shot."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from course_utils import nn
from course_utils.vision import embedding as emb

RNG = np.random.default_rng(0)
LABELS = np.repeat(np.arange(4), [3, 2, 4, 1])


def test_encodings_of_length_1_and_their_gradient():
    layer = emb.Normalize()
    A_prev = RNG.normal(size=(5, 7)) * 3
    np.testing.assert_allclose(np.sum(layer.forward(A_prev) ** 2, axis=0), 1)
    assert max(nn.gradient_check(layer, A_prev).values()) < 1e-7
    network = nn.Network(nn.Dense(4, 3, rng=RNG), emb.Normalize())
    assert max(nn.gradient_check(network, RNG.normal(size=(4, 5))).values()) < 1e-7
    assert layer.forward(A_prev.astype(np.float32)).dtype == np.float32


def test_distances_are_squared():
    F1, F2 = RNG.normal(size=(6, 3)), RNG.normal(size=(6, 4))
    d = emb.distances(F1, F2)
    assert d.shape == (3, 4)
    for i, j in np.ndindex(d.shape):
        assert d[i, j] == pytest.approx(emb.distance(F1[:, i], F2[:, j]))
        assert d[i, j] == pytest.approx(np.linalg.norm(F1[:, i] - F2[:, j]) ** 2)


def test_random_triplets_are_triplets():
    a, p, n = emb.random_triplets(LABELS, RNG, 500)
    assert (LABELS[a] == LABELS[p]).all()
    assert (a != p).all()
    assert (LABELS[a] != LABELS[n]).all()
    assert set(n) == set(range(len(LABELS)))


@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.2, 1.0]))
def test_semi_hard_triplets_are_those_of_the_definition(seed, margin):
    rng = np.random.default_rng(seed)
    F = rng.normal(size=(3, len(LABELS)))
    d = emb.distances(F, F)
    triplets = emb.semi_hard_triplets(F, LABELS, margin, rng).T
    assert len(triplets) == 3 * 2 + 2 * 1 + 4 * 3
    for a, p, n in triplets:
        assert a != p
        assert LABELS[a] == LABELS[p] != LABELS[n]
        others = np.flatnonzero(LABELS[a] != LABELS)
        farther = [i for i in others if d[a, i] > d[a, p]]
        semi_hard = [i for i in farther if d[a, i] < d[a, p] + margin]
        if semi_hard:
            assert n in semi_hard
        elif farther:
            assert d[a, n] == min(d[a, i] for i in farther)
        else:
            assert d[a, n] == max(d[a, i] for i in others)


@given(st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=2, max_size=30))
def test_the_curve_of_accepts_counts(pairs):
    d, same = np.array([pair[0] for pair in pairs]) / 4, np.array([pair[1] for pair in pairs])
    if same.all() or not same.any():
        with pytest.raises(ValueError, match="some of both"):
            emb.roc(d, same)
        return
    curve = emb.roc(d, same)
    assert curve.area == pytest.approx(roc_auc_score(same, -d))
    for threshold in (-1, 0, 0.6, 5):
        accepted = d <= threshold
        assert curve.at(threshold) == (
            pytest.approx(accepted[same].mean()),
            pytest.approx(accepted[~same].mean()),
        )


def test_one_shot_accuracy_of_perfect_and_of_random_encodings():
    labels = np.repeat(np.arange(30), 3)
    perfect = np.eye(30)[:, labels]
    assert emb.one_shot_accuracy(perfect, labels, RNG) == 1
    random = RNG.normal(size=(10, 90))
    assert 0.01 < emb.one_shot_accuracy(random, labels, RNG, runs=1000) < 0.1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: emb.distance([1, 2], [1, 2, 3]), "f2 has shape"),
        (lambda: emb.distances(np.ones((2, 3)), np.ones((3, 3))), "F1 has 2 rows"),
        (lambda: emb.random_triplets(np.arange(5), RNG, 3), "nobody has two pictures"),
        (lambda: emb.random_triplets(np.zeros(5), RNG, 3), "needs a negative"),
        (lambda: emb.semi_hard_triplets(np.ones((2, 4)), LABELS, 0.2, RNG), "F has 4 columns"),
        (lambda: emb.one_shot_accuracy(np.ones((2, 10)), LABELS, RNG), "n_way is 20"),
    ],
)
def test_bad_input_fails_at_the_door(call, message):
    with pytest.raises(ValueError, match=message):
        call()
