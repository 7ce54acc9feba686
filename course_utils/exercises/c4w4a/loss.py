"""What triplets cost: `triplet_loss`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w4a.week import encodings, squares, week
from course_utils.exercises.running import case

ALPHA = 0.4


def triplets(n_f, kinds, alpha, seed):
    """Anchor, positive, negative, each (n_f, m), of so many hard, semi-hard and easy triplets.

    Hard: the negative is nearer than the positive; easy: farther by more than alpha.
    """
    rng = np.random.default_rng(seed)
    drawn = anchor, positive, negative = [encodings(n_f, 200, 3 * seed + k) for k in range(3)]
    gap = squares(anchor, positive) - squares(anchor, negative)
    of_kinds = gap > 0, (gap < 0) & (gap > -alpha), gap < -alpha
    places = [np.flatnonzero(kind)[:n] for kind, n in zip(of_kinds, kinds)]
    places = rng.permutation(np.concatenate(places))
    return tuple(part[:, places].copy() for part in drawn)


HARD = triplets(4, (3, 2, 2), ALPHA, seed=1)
EASY = tuple(np.eye(3)[:, [k, k]] for k in (0, 0, 1))


@week.exercise(
    cases=[
        case("seven triplets", *HARD, ALPHA),
        case("five triplets, most of them easy", *triplets(3, (1, 1, 3), 0.5, seed=2), 0.5),
    ],
    edge_cases=[
        case("one triplet", *triplets(4, (0, 1, 0), 1.0, seed=3), 1.0),
        case("triplets that cost nothing", *EASY, 0.2),
        case("no margin", *HARD, 0.0),
    ],
    returns="J",
    praise="What is far enough costs nothing, and earns nothing either.",
)
def triplet_loss(anchor, positive, negative, alpha):
    """J: the mean over m triplets (n_f, m) of max(|a - p|² - |a - n|² + alpha, 0)."""
    return mean_cost(squares(anchor, positive) - squares(anchor, negative) + alpha)


def mean_cost(gap):
    """Mean of max(gap, 0)."""
    return float(np.mean(np.maximum(gap, 0)))


@triplet_loss.mistake(
    "`max(..., 0)` is missing: a triplet that is right by far earns a negative cost, and pays for "
    "those that are wrong."
)
def no_max(anchor, positive, negative, alpha):
    return float(np.mean(squares(anchor, positive) - squares(anchor, negative) + alpha))


@triplet_loss.mistake(
    "The max is taken of the sum over all triplets: take it of each triplet by itself, before you "
    "sum, or those that are right by far pay for the others."
)
def max_of_the_sum(anchor, positive, negative, alpha):
    return max(no_max(anchor, positive, negative, alpha), 0.0)


@triplet_loss.mistake(
    "The distances are means over the features: d is the *sum* of the squares, along axis 0."
)
def mean_over_features(anchor, positive, negative, alpha):
    n_f = len(anchor)
    return mean_cost(squares(anchor, positive) / n_f - squares(anchor, negative) / n_f + alpha)


@triplet_loss.mistake(
    "The distances are not squared: there is a root too many. The margin is added to squared "
    "distances."
)
def unsquared(anchor, positive, negative, alpha):
    return mean_cost(
        np.sqrt(squares(anchor, positive)) - np.sqrt(squares(anchor, negative)) + alpha
    )


@triplet_loss.mistake(
    "alpha has the wrong sign: it is *added*, so that a negative has to be farther than the "
    "positive by at least alpha before the cost is 0."
)
def alpha_subtracted(anchor, positive, negative, alpha):
    return mean_cost(squares(anchor, positive) - squares(anchor, negative) - alpha)


@triplet_loss.mistake(
    "alpha is missing: then an encoding that is the same for all pictures costs nothing."
)
def no_alpha(anchor, positive, negative, alpha):
    return mean_cost(squares(anchor, positive) - squares(anchor, negative))


@triplet_loss.mistake(
    "Positive and negative are swapped: it is the distance to the *positive* minus that to the "
    "negative. Yours pushes the same person apart."
)
def swapped(anchor, positive, negative, alpha):
    return mean_cost(squares(anchor, negative) - squares(anchor, positive) + alpha)


@triplet_loss.mistake(
    "It is the sum over the triplets, as the notes write it; here, as in all costs of this course, "
    "divide by m, so that the learning rate doesn't depend on how many triplets there are."
)
def summed(anchor, positive, negative, alpha):
    gap = squares(anchor, positive) - squares(anchor, negative) + alpha
    return float(np.sum(np.maximum(gap, 0)))


@triplet_loss.mistake(
    "It is divided by the number of triplets that cost something; divide by m, all of them."
)
def over_the_active(anchor, positive, negative, alpha):
    gap = np.maximum(squares(anchor, positive) - squares(anchor, negative) + alpha, 0)
    return float(gap.sum() / max(np.count_nonzero(gap), 1))


@triplet_loss.mistake(
    "The squares are summed along the wrong axis, over the triplets: an encoding is a *column*, so "
    "sum along axis 0."
)
def wrong_axis(anchor, positive, negative, alpha):
    def along(F1, F2):
        return np.sum((F1 - F2) ** 2, axis=1)

    return mean_cost(along(anchor, positive) - along(anchor, negative) + alpha)


@triplet_loss.mistake(
    "The second distance is measured from the positive: both begin at the anchor, |a - n|²."
)
def from_the_positive(anchor, positive, negative, alpha):
    return mean_cost(squares(anchor, positive) - squares(positive, negative) + alpha)


@triplet_loss.mistake(
    "It is a min in place of a max: what is left are the triplets that are right already."
)
def minimum(anchor, positive, negative, alpha):
    gap = squares(anchor, positive) - squares(anchor, negative) + alpha
    return float(np.mean(np.minimum(gap, 0)))


@triplet_loss.mistake("These are the losses of the triplets: J is their mean, one number.")
def one_by_one(anchor, positive, negative, alpha):
    return np.maximum(squares(anchor, positive) - squares(anchor, negative) + alpha, 0)


@triplet_loss.variant
def triplet_by_triplet(anchor, positive, negative, alpha):
    total = 0.0
    for a, p, n in zip(anchor.T, positive.T, negative.T):
        total += max(np.dot(a - p, a - p) - np.dot(a - n, a - n) + alpha, 0.0)
    return total / anchor.shape[1]


@triplet_loss.variant
def with_a_mask(anchor, positive, negative, alpha):
    pull = np.linalg.norm(anchor - positive, axis=0) ** 2
    push = np.linalg.norm(anchor - negative, axis=0) ** 2
    gap = pull - push + alpha
    return np.sum(gap * (gap > 0)) / gap.size
