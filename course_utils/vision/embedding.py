"""Encodings of faces: near for the same person, far for others.

F is (n_f, m), an encoding per column. Distances are squared, as in the notes: d = |f1 - f2|².
"""

from typing import NamedTuple

import numpy as np

from course_utils.nn.costs import triplet_cost
from course_utils.nn.layers import Layer
from course_utils.nn.validation import check_array, check_number, check_shape


class Normalize(Layer):
    """Each column divided by its length, so that distances lie between 0 and 4."""

    epsilon = 1e-12

    def forward(self, A_prev, training=False):
        """A = A_prev / |A_prev|."""
        check_array("A_prev", A_prev, ndim=2)
        length = np.sqrt(np.sum(A_prev**2, axis=0, keepdims=True) + self.epsilon)
        A = A_prev / length
        self.cache = A, length
        return A

    def backward(self, dA):
        """What of dA is not along A, divided by the length: the rest would change the length."""
        A, length = self.cache
        check_shape("dA", dA, A.shape, "A was computed otherwise")
        return (dA - A * np.sum(A * dA, axis=0, keepdims=True)) / length


def distance(f1, f2):
    """|f1 - f2|² for two encodings of the same shape."""
    f1, f2 = np.asarray(f1, float), np.asarray(f2, float)
    check_shape("f2", f2, f1.shape, f"f1 has shape {f1.shape}")
    return float(np.sum((f1 - f2) ** 2))


def distances(F1, F2):
    """D of each column of F1 (n_f, m) with each of F2 (n_f, k): (m, k)."""
    check_array("F1", F1, ndim=2)
    check_shape("F2", F2, (len(F1), "k"), f"F1 has {len(F1)} rows")
    squares = np.sum(F1**2, axis=0)[:, None] + np.sum(F2**2, axis=0)
    return np.maximum(squares - 2 * F1.T @ F2, 0)


def random_triplets(labels, rng, n_triplets):
    """Numbers of anchors, positives and negatives, (3, n_triplets), drawn at random.

    labels (m,) say who is on each picture. Raises ValueError where nobody has two pictures, or all
    are of one person.
    """
    labels = np.asarray(labels)
    anchors, positives = positive_pairs(labels)
    chosen = rng.integers(len(anchors), size=n_triplets)
    a, p = anchors[chosen], positives[chosen]
    negatives = rng.integers(len(labels), size=n_triplets)
    while (same := labels[negatives] == labels[a]).any():
        negatives[same] = rng.integers(len(labels), size=same.sum())
    return np.stack([a, p, negatives])


def semi_hard_triplets(F, labels, margin, rng):
    """Numbers of anchors, positives and negatives, (3, n): one triplet for each pair of a person.

    The negative is farther than the positive, by less than the margin: so the triplet still costs
    something, but isn't one that no encoding can get right (Schroff et al. 2015, section 3.2). Of
    several one is drawn; a pair without any gets the nearest of the negatives that are farther than
    the positive, or the farthest of all.
    """
    check_number("margin", margin, 0, np.inf)
    labels = np.asarray(labels)
    check_shape("labels", labels, (F.shape[1],), f"F has {F.shape[1]} columns")
    anchors, positives = positive_pairs(labels)
    d = distances(F, F)
    d_positive = d[anchors, positives][:, None]
    d_negative = np.where(labels[anchors][:, None] == labels, np.nan, d[anchors])
    semi_hard = (d_negative > d_positive) & (d_negative < d_positive + margin)
    lots = np.where(semi_hard, rng.random(d_negative.shape), -1)
    farther = np.where(d_negative > d_positive, d_negative, np.inf)
    none_farther = np.isinf(farther).all(axis=1)
    fallback = np.where(none_farther, np.nanargmax(d_negative, axis=1), farther.argmin(axis=1))
    negatives = np.where(semi_hard.any(axis=1), lots.argmax(axis=1), fallback)
    return np.stack([anchors, positives, negatives])


def mined_triplet_cost(F, triplets, margin=0.2):
    """J over triplets (3, n) of columns of F (n_f, m), dF (n_f, m), and the share that costs.

    A column may stand in many triplets: its gradients are added up.
    """
    J, parts = triplet_cost(F[:, np.ravel(triplets)], margin)
    dF = np.zeros_like(F)
    np.add.at(dF.T, np.ravel(triplets), parts.T)
    a, p, n = triplets
    gap = np.sum((F[:, a] - F[:, p]) ** 2 - (F[:, a] - F[:, n]) ** 2, axis=0) + margin
    return J, dF, float(np.mean(gap > 0))


def positive_pairs(labels):
    """Numbers of all pairs of different pictures of one person, each in both orders."""
    labels = np.asarray(labels)
    same = (labels[:, None] == labels) & ~np.eye(len(labels), dtype=bool)
    if not same.any():
        raise ValueError("nobody has two pictures: a triplet needs an anchor and a positive.")
    if same.sum() == len(labels) * (len(labels) - 1):
        raise ValueError("all pictures are of one person: a triplet needs a negative.")
    return np.nonzero(same)


class Roc(NamedTuple):
    """For each threshold: the shares of same pairs accepted and of different pairs accepted."""

    thresholds: np.ndarray
    true_accepts: np.ndarray
    false_accepts: np.ndarray

    @property
    def area(self):
        """Area under true against false accepts: 1 is perfect, one half is chance."""
        return float(np.trapezoid(self.true_accepts, self.false_accepts))

    def at(self, threshold):
        """(true accepts, false accepts) of the rule `d <= threshold`."""
        i = np.searchsorted(self.thresholds, threshold, side="right") - 1
        return float(self.true_accepts[i]), float(self.false_accepts[i])


def roc(d, same):
    """The Roc of the rule "same person if d <= threshold", for pairs with distances d (n,)."""
    d, same = np.asarray(d, float), np.asarray(same, bool)
    check_shape("same", same, d.shape, f"there are {len(d)} distances")
    if same.all() or not same.any():
        raise ValueError("the pairs are all the same or all different: give some of both.")
    thresholds = np.concatenate([[-np.inf], np.unique(d)])
    accepted = [np.searchsorted(np.sort(d[kind]), thresholds, "right") for kind in (same, ~same)]
    return Roc(thresholds, accepted[0] / same.sum(), accepted[1] / (~same).sum())


def one_shot_accuracy(F, labels, rng, n_way=20, runs=400):
    """Share of runs in which, of one picture each of n_way people, the nearest is the right one.

    F (n_f, m) with labels (m,): people who have at least two pictures take part.
    """
    labels = np.asarray(labels)
    people = [np.flatnonzero(labels == who) for who in np.unique(labels)]
    people = [pictures for pictures in people if len(pictures) > 1]
    if len(people) < n_way:
        raise ValueError(f"{len(people)} people have two pictures, but n_way is {n_way}.")
    right = 0
    for _ in range(runs):
        chosen = rng.choice(len(people), n_way, replace=False)
        asked, wanted = rng.choice(people[chosen[0]], 2, replace=False)
        gallery = [wanted, *(rng.choice(people[i]) for i in chosen[1:])]
        right += distances(F[:, [asked]], F[:, gallery]).argmin() == 0
    return right / runs
