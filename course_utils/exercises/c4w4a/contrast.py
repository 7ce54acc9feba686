"""What the binary classifier sees of two encodings: `contrast_features`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w4a.week import encodings, week
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        case("two encodings", np.array([1.0, 2, 0, -1]), np.array([0.0, 2, 2.5, 1])),
        case("three pairs as columns", encodings(4, 3, seed=8), encodings(4, 3, seed=9)),
    ],
    edge_cases=[case("the same twice", encodings(3, 1, seed=10), encodings(3, 1, seed=10))],
    returns="the features",
    praise="The same for (f1, f2) as for (f2, f1): it can't matter whose picture came first.",
)
def contrast_features(f1, f2):
    """|f1 - f2| number by number: (n_f,) or (n_f, m) as given."""
    return np.abs(f1 - f2)


@contrast_features.mistake(
    "`abs` is missing: then (f1, f2) and (f2, f1) give opposite features, and the classifier "
    "different answers."
)
def no_abs(f1, f2):
    return f1 - f2


@contrast_features.mistake("The differences are the other way round and without `abs`.")
def no_abs_turned(f1, f2):
    return f2 - f1


@contrast_features.mistake(
    "The features are squared; asked for is the absolute difference of each number."
)
def squared(f1, f2):
    return (f1 - f2) ** 2


@contrast_features.mistake(
    "They are summed up to one number: keep all n_f, so that the classifier can weigh each of them."
)
def summed(f1, f2):
    return np.sum(np.abs(f1 - f2), axis=0)


@contrast_features.mistake(
    "This is the distance of the two encodings, one number; keep the n_f differences apart."
)
def distance(f1, f2):
    return np.sum((f1 - f2) ** 2, axis=0)


@contrast_features.mistake(
    "The two encodings are put on top of each other, (2 n_f, ...): the classifier would have to "
    "learn by itself that only differences count. Subtract them."
)
def stacked(f1, f2):
    return np.concatenate([f1, f2])


@contrast_features.mistake(
    "`abs` is taken of each encoding, not of the difference: 1 and -1 would count as the same."
)
def abs_of_each(f1, f2):
    return np.abs(np.abs(f1) - np.abs(f2))


@contrast_features.mistake("This is the product of the two, not their difference.")
def product(f1, f2):
    return f1 * f2


@contrast_features.variant
def larger_minus_smaller(f1, f2):
    return np.maximum(f1, f2) - np.minimum(f1, f2)


@contrast_features.variant
def root_of_the_square(f1, f2):
    return np.sqrt(np.square(f2 - f1))
