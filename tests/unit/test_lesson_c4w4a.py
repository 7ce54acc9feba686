"""What the lesson of C4W4a builds is right, and its claims hold beyond the numbers it prints.

The functions below are copies of the lesson's cells; the first test compares the text.
"""

import inspect
import json
from pathlib import Path

import numpy as np
import pytest

from course_utils import nn
from course_utils.data.generators import identities
from course_utils.vision import embedding, face_trials, replays, siamese, train_faces
from course_utils.vision.gallery import by_gallery_size

LESSON = Path(__file__).resolve().parents[2] / "notebooks" / "c4w4a_face_recognition.ipynb"

# fmt: off


def one_shot_accuracy(F, who, rng, n_way=20, runs=1000):
    right = 0
    for _ in range(runs):
        people = rng.choice(who.max() + 1, n_way, replace=False)
        asked, wanted = rng.choice(np.flatnonzero(who == people[0]), 2, replace=False)
        known = [wanted] + [rng.choice(np.flatnonzero(who == k)) for k in people[1:]]
        right += embedding.distances(F[:, [asked]], F[:, known]).argmin() == 0
    return right / runs


def triplet_loss(anchor, positive, negative, alpha):
    pull = np.sum((anchor - positive) ** 2, axis=0)               # (m,)
    push = np.sum((anchor - negative) ** 2, axis=0)               # (m,)
    return np.mean(np.maximum(pull - push + alpha, 0))


def triplet_loss_backward(anchor, positive, negative, alpha):
    pull = np.sum((anchor - positive) ** 2, axis=0)
    push = np.sum((anchor - negative) ** 2, axis=0)
    costs = (pull - push + alpha > 0) * 2 / anchor.shape[1]       # (m,): 2/m, or 0
    return costs * (negative - positive), costs * (positive - anchor), costs * (anchor - negative)


def semi_hard_negatives(F, who, a, p, alpha):
    d = embedding.distances(F[:, [a]], F)[0]                      # from the anchor to everybody
    return np.flatnonzero((who != who[a]) & (d > d[p]) & (d < d[p] + alpha))


def hardest(F, labels, margin, rng):
    a, p = embedding.positive_pairs(labels)                       # all pairs of one person
    d = np.where(labels[:, None] == labels, np.inf, embedding.distances(F, F))
    return np.stack([a, p, d[a].argmin(axis=1)])                  # and the nearest of somebody else


# fmt: on
FUNCTIONS = (
    one_shot_accuracy,
    triplet_loss,
    triplet_loss_backward,
    semi_hard_negatives,
    hardest,
)


@pytest.fixture(scope="module")
def strangers():
    """Encodings of people of another seed than the lesson's, and whose they are."""
    return siamese.encode_albums(train_faces.trained(), train_faces.strangers(100, 4, seed=77))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_copies_are_the_lessons_text(function):
    cells = json.loads(LESSON.read_text(encoding="utf-8"))["cells"]
    code = "\n\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    assert inspect.getsource(function).strip() in code


def test_loss_and_gradient_are_the_librarys():
    parts = np.random.default_rng(0).normal(size=(3, 5, 8))
    J, dF = nn.triplet_cost(np.hstack(list(parts)), margin=0.4)
    assert triplet_loss(*parts, 0.4) == pytest.approx(J, abs=1e-12)
    np.testing.assert_allclose(np.hstack(triplet_loss_backward(*parts, 0.4)), dF, atol=1e-12)


def test_one_shot_is_the_librarys(strangers):
    F, who = strangers
    mine = one_shot_accuracy(F, who, np.random.default_rng(1), runs=300)
    library = embedding.one_shot_accuracy(F, who, np.random.default_rng(2), runs=300)
    assert abs(mine - library) < 0.06


def test_the_negatives_are_between_the_circles(strangers):
    F, who = strangers
    for a, p in ((0, 1), (9, 8), (40, 42)):
        d = [embedding.distance(F[:, a], f) for f in F.T]
        for n in semi_hard_negatives(F, who, a, p, 0.5):
            assert who[n] != who[a]
            assert d[p] < d[n] < d[p] + 0.5


def test_the_hardest_negatives_collapse_and_semi_hard_ones_do_not():
    apart = []
    for choose in (hardest, siamese.semi_hard):
        rng = np.random.default_rng(21)
        network, optimizer = face_trials.small_encoder(rng).astype(np.float32), nn.Adam(0.004)
        supply = siamese.batches(identities(40, 4, rng), 24, 4, rng)
        for _, (X, labels) in zip(range(25), supply):
            siamese.triplet_step(network, optimizer, X, labels, 0.3, rng, choose)
        F = network.forward(X, training=True)
        apart.append(embedding.distances(F, F).mean())
    assert apart[0] < 0.1 < 0.5 < apart[1]


def test_a_larger_gallery_lets_in_as_many_as_the_formula_says(strangers):
    F, who = strangers
    pairs = np.triu_indices(len(who), 1)
    d, same = embedding.distances(F, F)[pairs], who[pairs[0]] == who[pairs[1]]
    tau = np.quantile(d[~same], 0.01)
    rates = by_gallery_size(F, who, [1, 10, 50], tau, np.random.default_rng(3), 30)
    np.testing.assert_allclose(rates[:, 1], 1 - 0.99 ** np.array([1, 10, 50]), atol=0.08)
    assert rates[0, 0] > rates[2, 0]


def test_a_print_passes_for_the_face(strangers):
    F, who = strangers
    pairs = np.triu_indices(len(who), 1)
    different = who[pairs[0]] != who[pairs[1]]
    tau = np.quantile(embedding.distances(F, F)[pairs][different], 0.01)
    rng = np.random.default_rng(4)
    albums = train_faces.strangers(100, 4, seed=77)
    prints = np.array([replays.photographed_again(album[0], rng) for album in albums])
    f = siamese.encode(train_faces.trained(), prints)
    accepted = [np.mean(np.sum((F[:, k::4] - f) ** 2, axis=0) <= tau) for k in (0, 1)]
    assert accepted[0] > 0.6
    assert accepted[1] > 0.4
