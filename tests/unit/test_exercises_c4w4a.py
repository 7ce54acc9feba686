"""The checks of C4W4a on code as learners write it, never quite as the mistakes are written."""

import numpy as np
import pytest

from course_utils import nn
from course_utils.exercises import c4w4a
from course_utils.exercises.c4w4a.week import encodings
from course_utils.exercises.results import WRONG
from course_utils.nn.gradient_checking import relative_difference
from course_utils.vision import embedding, siamese

RNG = np.random.default_rng(0)


def assert_says(function, *sentences):
    result = c4w4a.check(function)
    assert result.status == WRONG
    for sentence in sentences:
        assert sentence in result.feedback, result


# The references are the library's mathematics


def test_distance_and_contrast_agree_with_the_library():
    f1, f2 = encodings(6, 2, seed=1).T
    assert c4w4a.distance(f1, f2) == pytest.approx(embedding.distance(f1, f2))
    np.testing.assert_array_equal(
        c4w4a.contrast_features(f1, f2), siamese.contrast_features(f1, f2)
    )


def test_the_loss_and_its_gradient_are_the_librarys():
    parts = [encodings(5, 9, seed=k) for k in range(3)]
    J, dF = nn.triplet_cost(np.hstack(parts), margin=0.7)
    assert c4w4a.triplet_loss(*parts, 0.7) == pytest.approx(J, abs=1e-12)
    np.testing.assert_allclose(
        np.hstack(c4w4a.triplet_loss_backward(*parts, 0.7)), dF, rtol=0, atol=1e-12
    )


def test_the_gradient_agrees_with_nudging():
    parts = [encodings(4, 6, seed=k) for k in range(3)]
    for k, slope in enumerate(c4w4a.triplet_loss_backward(*parts, 0.6)):
        nudged = np.zeros_like(slope)
        for place in np.ndindex(slope.shape):
            J = []
            for sign in (1, -1):
                moved = [part.copy() for part in parts]
                moved[k][place] += sign * 1e-6
                J.append(c4w4a.triplet_loss(*moved, 0.6))
            nudged[place] = (J[0] - J[1]) / 2e-6
        assert relative_difference(slope, nudged) < 1e-7


def test_the_librarys_semi_hard_triplets_are_among_them():
    F, labels = encodings(3, 12, seed=3), np.repeat(np.arange(4), 3)
    every = set(map(tuple, c4w4a.semi_hard_triplets(F, labels, 0.4).T.tolist()))
    for a, p, n in embedding.semi_hard_triplets(F, labels, 0.4, RNG).T.tolist():
        of_the_pair = {other for other in every if other[:2] == (a, p)}
        assert (a, p, n) in of_the_pair or not of_the_pair


# What learners write


def test_a_distance_with_a_root():
    def distance(f1, f2):
        return np.linalg.norm(f1 - f2)

    assert_says(distance, "The root is taken")


def loss_with(pull, push, rectify=True, sign=1):
    def triplet_loss(anchor, positive, negative, alpha):
        losses = pull(anchor, positive) - push(anchor, negative) + sign * alpha
        return np.mean(np.where(losses < 0, 0, losses) if rectify else losses)

    return triplet_loss


def squared(F1, F2):
    return np.einsum("ij,ij->j", F1 - F2, F1 - F2)


def test_a_loss_written_another_way_passes():
    assert c4w4a.check(loss_with(squared, squared)).passed


def test_the_mistakes_of_the_loss():
    assert_says(loss_with(squared, squared, rectify=False), "earns a negative cost")
    assert_says(loss_with(squared, squared, sign=-1), "alpha has the wrong sign")

    def mean(F1, F2):
        return ((F1 - F2) ** 2).mean(0)

    assert_says(loss_with(mean, mean), "means over the features")

    def root(F1, F2):
        return np.sqrt(squared(F1, F2))

    assert_says(loss_with(root, root), "not squared")


def test_the_anchor_is_forgotten_in_one_distance():
    def triplet_loss_backward(anchor, positive, negative, alpha):
        m = anchor.shape[1]
        on = (squared(anchor, positive) - squared(anchor, negative) > -alpha) / m
        return (
            2 * on * (anchor - positive),
            2 * on * (positive - anchor),
            2 * on * (anchor - negative),
        )

    assert_says(triplet_loss_backward, "The anchor stands in both distances")


def test_hard_triplets_are_taken_for_semi_hard():
    def semi_hard_triplets(F, labels, margin):
        found, m = [], F.shape[1]
        for a, p, n in np.ndindex(m, m, m):
            if labels[a] == labels[p] and a != p and labels[a] != labels[n]:
                d_p, d_n = np.sum((F[:, [a, a]] - F[:, [p, n]]) ** 2, axis=0)
                if d_n < d_p + margin:
                    found.append([a, p, n])
        return np.array(found, int).reshape(-1, 3).T

    assert_says(semi_hard_triplets, "these are the *hard* ones")


def test_recognition_in_place_of_verification():
    def verify(image, identity, database, model, threshold):
        encoding = model(image)
        distances = {name: np.sum((encoding - f) ** 2) for name, f in database.items()}
        d = min(distances.values())
        _ = distances[identity]
        return d, d <= threshold

    assert_says(verify, "ignores the claim")


def test_the_farthest_and_the_stranger():
    def who_is_it(image, database, model, threshold):
        encoding, worst, who = model(image), -1.0, None
        for name, f in database.items():
            d = np.sum((encoding - f) ** 2)
            if d > worst:
                worst, who = d, name
        if not database:
            return float("inf"), None
        return worst, who if worst <= threshold else None

    assert_says(who_is_it, "The farthest comes back")


def test_the_search_that_begins_at_100():
    def who_is_it(image, database, model, threshold):
        smallest, who = 100, None
        for name, f in database.items():
            d = float(np.sum((model(image) - f) ** 2))
            if d < smallest:
                smallest, who = d, name
        return smallest, who if smallest <= threshold else None

    assert c4w4a.check(who_is_it).status == WRONG


def test_a_contrast_with_a_sign():
    def contrast_features(f1, f2):
        return np.subtract(f1, f2)

    assert_says(contrast_features, "`abs` is missing")
