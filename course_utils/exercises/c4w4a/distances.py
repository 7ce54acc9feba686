"""How far two encodings are apart: `distance`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w4a.week import encodings, week
from course_utils.exercises.running import case

F = encodings(5, 4, seed=1)


@week.exercise(
    cases=[
        case("two encodings of four numbers", np.array([1.0, 2, 0, -1]), np.array([0.0, 2, 2, 1])),
        case("two encodings of length 1", F[:, 0], F[:, 1]),
    ],
    edge_cases=[
        case("the same encoding twice", F[:, 2], F[:, 2]),
        case("a single number", np.array([0.5]), np.array([-1.0])),
    ],
    returns="d",
    praise="Squared, as in the notes: no root, no mean.",
)
def distance(f1, f2):
    """|f1 - f2|² of two encodings (n_f,)."""
    return float(np.sum((f1 - f2) ** 2))


@distance.mistake(
    "The root is taken: the notes' d is the *squared* length of f1 - f2, so leave the root out. "
    "Thresholds and margins are meant for squares."
)
def unsquared(f1, f2):
    return float(np.sqrt(np.sum((f1 - f2) ** 2)))


@distance.mistake(
    "It is the mean over the features: d is their sum. A mean shrinks with the number of features, "
    "and no threshold would fit any more."
)
def mean_over_features(f1, f2):
    return float(np.mean((f1 - f2) ** 2))


@distance.mistake(
    "It is the sum of absolute differences: square the differences instead of taking abs."
)
def absolute(f1, f2):
    return float(np.sum(np.abs(f1 - f2)))


@distance.mistake(
    "The differences are summed before they are squared: then +1 and -1 cancel out. Square each "
    "difference, then sum."
)
def summed_first(f1, f2):
    return float(np.sum(f1 - f2) ** 2)


@distance.mistake(
    "It is the difference of the two squared lengths: encodings of length 1 would all be at 0. "
    "Subtract first, then square."
)
def of_the_lengths(f1, f2):
    return float(np.sum(f1**2) - np.sum(f2**2))


@distance.mistake("It is the product f1·f2, which is large for encodings that are *near*.")
def product(f1, f2):
    return float(np.dot(f1, f2))


@distance.mistake("The squares are not summed yet: d is one number.")
def not_summed(f1, f2):
    return (f1 - f2) ** 2


@distance.mistake("The squares are averaged and then the root is taken: neither belongs here.")
def root_mean_square(f1, f2):
    return float(np.sqrt(np.mean((f1 - f2) ** 2)))


@distance.variant
def by_product(f1, f2):
    difference = f1 - f2
    return difference @ difference


@distance.variant
def in_a_loop(f1, f2):
    total = 0.0
    for a, b in zip(f1, f2):
        total += (a - b) ** 2
    return total


@distance.variant
def by_norm(f1, f2):
    return np.linalg.norm(f1 - f2) ** 2
