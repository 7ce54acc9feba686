"""From a probability to a decision: `predict`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c1w3.forward import forward_propagation
from course_utils.exercises.c1w3.week import NARROW, PARAMETERS, WIDE, X4, X, scaled, week
from course_utils.exercises.running import case

# Points of which none lies on a boundary, with scores up to about 1.5 to either side.
X_TEST = np.hstack([X, -X, 2 * X[::-1]])


@week.exercise(
    cases=[
        case("twelve examples, three hidden units", scaled(PARAMETERS, 2), X_TEST),
        case("six examples, five hidden units", WIDE, np.hstack([X4, -X4])),
    ],
    edge_cases=[
        case("one example, m = 1", PARAMETERS, X[:, 1:2]),
        case("one hidden unit", NARROW, X_TEST),
    ],
    returns="predictions",
    praise="The whole way, from a point to a yes or no.",
)
def predict(parameters, X):
    """Predictions (1, m), each 0 or 1, for X (n_x, m)."""
    return (forward_propagation(X, parameters)[0] > 0.5).astype(int)


@predict.mistake("These are the probabilities A2; a prediction decides: 1 where A2 is above 0.5.")
def probabilities(parameters, X):
    return forward_propagation(X, parameters)[0]


@predict.mistake(
    "The decisions are right, but as True and False; as numbers 0 and 1 one can count with them: "
    "add `.astype(int)`."
)
def truth_values(parameters, X):
    return forward_propagation(X, parameters)[0] > 0.5


@predict.mistake("The decisions are the wrong way round: 1 where A2 is above 0.5.")
def wrong_way_round(parameters, X):
    return 1 - predict(parameters, X)


@predict.mistake(
    "The threshold 0.5 is for the probability A2, not for the score Z2, where it would be 0."
)
def threshold_on_scores(parameters, X):
    return (forward_propagation(X, parameters)[1]["Z2"] > 0.5).astype(int)


@predict.mistake("Everything is predicted 1: a probability is always above 0; compare with 0.5.")
def always_one(parameters, X):
    return np.ones((1, X.shape[1]))


@predict.mistake("Everything is predicted 0: are the ones ever written into the array?")
def always_zero(parameters, X):
    return np.zeros((1, X.shape[1]))


@predict.mistake(
    "`forward_propagation` returns two things: take the first, `A2, cache = ...`, before comparing."
)
def compares_the_pair(parameters, X):
    return forward_propagation(X, parameters) > 0.5


@predict.mistake("The predictions have one axis only, (m,): like Y they must be a row, (1, m).")
def one_axis(parameters, X):
    return predict(parameters, X)[0]


@predict.mistake("The predictions are a column, (m, 1): like Y they must be a row, (1, m).")
def column(parameters, X):
    return predict(parameters, X).T


@predict.variant
def rounded(parameters, X):
    A2, _ = forward_propagation(X, parameters)
    return np.round(A2)


@predict.variant
def at_least_a_half(parameters, X):
    return np.where(forward_propagation(X, parameters)[1]["Z2"] >= 0, 1, 0)
