"""Encoders, batches, and one step of each way to train them."""

import numpy as np
import pytest

from course_utils import nn
from course_utils.data.generators import identities
from course_utils.nn.gradient_checking import relative_difference
from course_utils.vision import embedding, siamese

ALBUMS = identities(6, 3, np.random.default_rng(0))


def small(seed=0):
    return siamese.encoder(40, 3, (4, 6, 8, 8), 5, np.random.default_rng(seed))


def test_an_encoding_is_a_column_of_length_1():
    F, labels = siamese.encode_albums(small().astype(np.float32), ALBUMS)
    assert F.shape == (5, 18)
    assert F.dtype == np.float32
    np.testing.assert_allclose(np.sum(F**2, axis=0), 1, rtol=1e-5)
    np.testing.assert_array_equal(labels, np.repeat(np.arange(6), 3))


def test_batches_hold_different_pictures_of_different_people():
    supply = siamese.batches(ALBUMS, 4, 2, np.random.default_rng(1), lambda images, rng: images)
    X, labels = next(supply)
    assert X.shape == (8, 40, 40, 3)
    assert X.dtype == np.float32
    np.testing.assert_array_equal(labels, [0, 0, 1, 1, 2, 2, 3, 3])
    every = siamese.as_input(ALBUMS.reshape(-1, 40, 40, 3))
    places = [int(np.flatnonzero((every == x).all(axis=(1, 2, 3)))[0]) for x in X]
    assert len(set(places)) == 8
    whose = np.array(places) // 3
    np.testing.assert_array_equal(whose[::2], whose[1::2])
    assert len(set(whose.tolist())) == 4


def test_the_mirror_turns_about_half_and_never_the_albums():
    before = ALBUMS.copy()
    next(siamese.batches(ALBUMS, 6, 3, np.random.default_rng(2)))
    np.testing.assert_array_equal(ALBUMS, before)
    images = np.arange(600 * 12, dtype=np.int64).reshape(600, 2, 2, 3)
    turned = siamese.mirrored(images.copy(), np.random.default_rng(3))
    share = np.mean(turned[:, 0, 0, 0] != images[:, 0, 0, 0])
    assert 0.4 < share < 0.6


def test_the_mined_cost_and_its_gradient():
    rng = np.random.default_rng(4)
    F, triplets = rng.normal(size=(3, 5)), np.array([[0, 1, 0], [1, 0, 2], [3, 4, 4]])
    J, dF, active = embedding.mined_triplet_cost(F, triplets, 1.0)
    losses = [
        max(np.sum((F[:, a] - F[:, p]) ** 2) - np.sum((F[:, a] - F[:, n]) ** 2) + 1, 0)
        for a, p, n in triplets.T
    ]
    assert pytest.approx(np.mean(losses)) == J
    assert active == pytest.approx(np.mean(np.array(losses) > 0))
    numerical = nn.numerical_gradients(
        lambda p: embedding.mined_triplet_cost(p["F"], triplets, 1.0)[0], {"F": F}
    )["dF"]
    assert relative_difference(dF, numerical) < 1e-7


@pytest.mark.parametrize("choose", [siamese.semi_hard, siamese.at_random])
def test_both_choices_give_as_many_triplets(choose):
    F, labels = np.random.default_rng(5).normal(size=(4, 9)), np.repeat([0, 1, 2], 3)
    a, p, n = choose(F, labels, 0.3, np.random.default_rng(6))
    assert len(a) == 18
    assert (labels[a] == labels[p]).all()
    assert (labels[a] != labels[n]).all()


def test_steps_on_one_batch_lower_its_cost():
    X, labels = next(siamese.batches(ALBUMS, 4, 3, np.random.default_rng(7)))
    network, optimizer = small().astype(np.float32), nn.Adam(0.003)
    rng = np.random.default_rng(8)
    costs = [
        siamese.triplet_step(network, optimizer, X, labels, 0.3, rng, siamese.at_random)[0]
        for _ in range(12)
    ]
    assert np.mean(costs[-3:]) < 0.6 * np.mean(costs[:3])


def test_a_pair_step_follows_the_gradient(monkeypatch):
    """The gradient through |f1 - f2|, of a batch whose pairs are fixed, against nudging."""
    F, labels = np.random.default_rng(9).normal(size=(4, 6)), np.repeat([0, 1, 2], 2)
    (i, j), same = siamese.draw_pairs(labels, np.random.default_rng(10))
    head = siamese.new_head(4).astype(np.float64)
    monkeypatch.setattr(siamese, "draw_pairs", lambda *arguments: (np.stack([i, j]), same))

    class Fixed:
        params, grads = {}, {}

        def forward(self, X, training):
            return X

        def backward_params(self, dF):
            self.dF = dF

    fixed, optimizer = Fixed(), nn.GradientDescent(0.0)
    J = siamese.pair_step(fixed, head, optimizer, F, labels, None)

    def cost(p):
        Z = head.forward(siamese.contrast_features(p["F"][:, i], p["F"][:, j]))
        return nn.sigmoid_cross_entropy(Z, same)[0]

    assert pytest.approx(cost({"F": F})) == J
    assert relative_difference(fixed.dF, nn.numerical_gradients(cost, {"F": F})["dF"]) < 1e-7
    Z = head.forward(siamese.contrast_features(F[:, i], F[:, j]))
    np.testing.assert_allclose(
        siamese.probability_same(head, F[:, i], F[:, j]), nn.sigmoid(Z), atol=1e-12
    )


def test_half_of_the_drawn_pairs_are_of_one_person():
    labels = np.repeat([0, 1, 2, 3], 3)
    (i, j), same = siamese.draw_pairs(labels, np.random.default_rng(11))
    np.testing.assert_array_equal(labels[i] == labels[j], same[0] == 1)
    assert same.mean() == 0.5
    assert (i != j).all()


def test_the_learning_rate_rises_and_falls():
    rates = [siamese.learning_rate(step / 400, step, 0.01) for step in range(1, 401)]
    assert rates[0] < 0.001
    assert 40 < np.argmax(rates) < 60
    assert rates[-1] < 0.0002


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: next(siamese.batches(ALBUMS, 7, 2, np.random.default_rng(0))), "fewer than"),
        (lambda: siamese.as_input(np.zeros((2, 4, 4, 3))), "must be uint8"),
        (lambda: siamese.contrast_features(np.ones(3), np.ones(4)), "f1 has shape"),
    ],
)
def test_bad_input_fails_at_the_door(call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call()


def test_normalised_triplets_against_pytorch():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(12)
    Z, labels = rng.normal(size=(5, 12)), np.repeat([0, 1, 2, 3], 3)
    layer = embedding.Normalize()
    F = layer.forward(Z)
    triplets = embedding.semi_hard_triplets(F, labels, 0.5, rng)
    J, dF, _ = embedding.mined_triplet_cost(F, triplets, 0.5)
    theirs = torch.tensor(Z.T, requires_grad=True)
    f = torch.nn.functional.normalize(theirs, dim=1)
    a, p, n = (f[rows] for rows in triplets)
    J_torch = torch.relu(((a - p) ** 2 - (a - n) ** 2).sum(dim=1) + 0.5).mean()
    J_torch.backward()
    assert pytest.approx(J_torch.item(), abs=1e-10) == J
    np.testing.assert_allclose(layer.backward(dF), theirs.grad.numpy().T, rtol=0, atol=1e-10)
