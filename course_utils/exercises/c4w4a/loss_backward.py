"""Where the encodings of triplets should go: `triplet_loss_backward`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w4a.loss import ALPHA, EASY, HARD, triplets
from course_utils.exercises.c4w4a.week import squares, week
from course_utils.exercises.running import case

NAMES = ("d_anchor", "d_positive", "d_negative")
# By columns: d(a, p) - d(a, n) is 0.75 and -0.5.
JUST_ENOUGH = (
    np.array([[0.0, 0.0], [0.0, 0.0]]),
    np.array([[1.0, 0.5], [0.0, 0.0]]),
    np.array([[0.0, 0.0], [0.5, np.sqrt(0.75)]]),
)


@week.exercise(
    cases=[
        case("seven triplets", *HARD, ALPHA),
        case("five triplets, most of them easy", *triplets(3, (1, 1, 3), 0.5, seed=2), 0.5),
    ],
    edge_cases=[
        case("one triplet", *triplets(4, (0, 1, 0), 1.0, seed=3), 1.0),
        case("triplets that cost nothing", *EASY, 0.2),
        case("the second triplet is just far enough", *JUST_ENOUGH, 0.25),
    ],
    returns=NAMES,
    praise="The three add up to nothing: what pulls one pushes another.",
)
def triplet_loss_backward(anchor, positive, negative, alpha):
    """Gradients of the mean triplet loss by anchor, positive and negative, each (n_f, m)."""
    return slopes(anchor, positive, negative, alpha)


def slopes(anchor, positive, negative, alpha, factor=2.0, m=None, masked=True):
    """The three gradients, with what people do otherwise as keywords."""
    gap = squares(anchor, positive) - squares(anchor, negative) + alpha
    weight = factor / (m or anchor.shape[1]) * ((gap > 0) if masked else np.ones_like(gap))
    return (
        weight * (negative - positive),
        weight * (positive - anchor),
        weight * (anchor - negative),
    )


@triplet_loss_backward.mistake(
    "Triplets that cost nothing have a gradient, too: where the max is 0 the slope is 0. Multiply "
    "by a mask, `gap > 0`."
)
def no_mask(anchor, positive, negative, alpha):
    return slopes(anchor, positive, negative, alpha, masked=False)


@triplet_loss_backward.mistake("The factor 2 is missing: the derivative of x² is 2x.")
def no_two(anchor, positive, negative, alpha):
    return slopes(anchor, positive, negative, alpha, factor=1.0)


@triplet_loss_backward.mistake("1/m is missing: J is the mean over the triplets.")
def no_m(anchor, positive, negative, alpha):
    return slopes(anchor, positive, negative, alpha, m=1)


@triplet_loss_backward.mistake(
    "It is divided by the number of triplets that cost something; J divides by m, all of them."
)
def over_the_active(anchor, positive, negative, alpha):
    gap = squares(anchor, positive) - squares(anchor, negative) + alpha
    return slopes(anchor, positive, negative, alpha, m=max(np.sum(gap > 0), 1))


@triplet_loss_backward.mistake(
    "It is divided by the number of features; the distances are sums over the features, J is a "
    "mean over the m triplets."
)
def over_features(anchor, positive, negative, alpha):
    return slopes(anchor, positive, negative, alpha, m=len(anchor))


@triplet_loss_backward.mistake(
    "The signs are turned round: these directions make J *larger* when they are subtracted. "
    "d|a - p|²/dp is 2 (p - a)."
)
def signs(anchor, positive, negative, alpha):
    return tuple(-slope for slope in slopes(anchor, positive, negative, alpha))


@triplet_loss_backward.mistake(
    "The anchor stands in both distances: its gradient has a part from each, "
    "2 (a - p) - 2 (a - n), in which a cancels out. Yours has only the first."
)
def anchor_once(anchor, positive, negative, alpha):
    _, d_positive, d_negative = slopes(anchor, positive, negative, alpha)
    return -d_positive, d_positive, d_negative


@triplet_loss_backward.mistake(
    "The anchor stands in both distances: its gradient has a part from each, and yours has only "
    "that of the negative."
)
def anchor_from_the_negative(anchor, positive, negative, alpha):
    _, d_positive, d_negative = slopes(anchor, positive, negative, alpha)
    return -d_negative, d_positive, d_negative


@triplet_loss_backward.mistake(
    "The sign of the negative's gradient is lost: |a - n|² stands in J with a minus."
)
def negative_sign(anchor, positive, negative, alpha):
    d_anchor, d_positive, d_negative = slopes(anchor, positive, negative, alpha)
    return d_anchor, d_positive, -d_negative


@triplet_loss_backward.mistake(
    "The anchor's two parts are added; that of the negative comes with a minus: "
    "2 (a - p) - 2 (a - n)."
)
def anchor_added(anchor, positive, negative, alpha):
    _, d_positive, d_negative = slopes(anchor, positive, negative, alpha)
    return -d_positive + d_negative, d_positive, d_negative


@triplet_loss_backward.mistake(
    "The mask is turned round: the triplets that cost *something* have a gradient."
)
def other_mask(anchor, positive, negative, alpha):
    everything = slopes(anchor, positive, negative, alpha, masked=False)
    costly = slopes(anchor, positive, negative, alpha)
    return tuple(a - b for a, b in zip(everything, costly))


@triplet_loss_backward.mistake(
    "alpha has the wrong sign in the mask: a triplet costs something where "
    "|a - p|² - |a - n|² + alpha is above 0."
)
def alpha_subtracted(anchor, positive, negative, alpha):
    return slopes(anchor, positive, negative, -alpha)


@triplet_loss_backward.mistake(
    "alpha is missing in the mask: triplets that are right, but not by the margin, cost something."
)
def no_alpha(anchor, positive, negative, alpha):
    return slopes(anchor, positive, negative, 0.0)


@triplet_loss_backward.mistake(
    "The three come back in another order: return those of anchor, positive, negative."
)
def other_order(anchor, positive, negative, alpha):
    d_anchor, d_positive, d_negative = slopes(anchor, positive, negative, alpha)
    return d_positive, d_negative, d_anchor


@triplet_loss_backward.variant
def triplet_by_triplet(anchor, positive, negative, alpha):
    result = [np.zeros_like(part) for part in (anchor, positive, negative)]
    m = anchor.shape[1]
    for i in range(m):
        a, p, n = anchor[:, i], positive[:, i], negative[:, i]
        if np.sum((a - p) ** 2) - np.sum((a - n) ** 2) + alpha > 0:
            result[0][:, i] = (2 * (a - p) - 2 * (a - n)) / m
            result[1][:, i] = -2 * (a - p) / m
            result[2][:, i] = 2 * (a - n) / m
    return tuple(result)


@triplet_loss_backward.variant
def from_the_two_distances(anchor, positive, negative, alpha):
    to_positive, to_negative = anchor - positive, anchor - negative
    costs = np.sum(to_positive**2, axis=0) - np.sum(to_negative**2, axis=0) > -alpha
    m = anchor.shape[1]
    d_positive, d_negative = -2 * costs * to_positive / m, 2 * costs * to_negative / m
    return -(d_positive + d_negative), d_positive, d_negative
