"""From a probability to a decision: `predict`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c1w2.gradient import activation
from course_utils.exercises.c1w2.week import (
    B4,
    NO_EXAMPLES,
    W4,
    W_CLOSE,
    X4,
    X_CLOSE,
    X_TEST,
    B,
    W,
    week,
)
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        case("four examples", W, B, X_TEST),
        case("five examples of four features", W4, B4, X4),
        case("ten close decisions", W_CLOSE, 0.0, X_CLOSE),
    ],
    edge_cases=[
        case("one example, m = 1", W, B, X_TEST[:, :1]),
        case("integers, as in a raw image", W, -1, np.array([[2, 0, 9], [1, 3, 2]], np.uint8)),
        case("scores far from zero", W * 1000, 0.0, X_TEST),
        case("no example at all, m = 0", W, B, NO_EXAMPLES),
    ],
    returns="Y_prediction",
    praise="From a probability to a decision.",
)
def predict(w, b, X):
    """Predictions (1, m), each 0 or 1, for w (n_x, 1) and X (n_x, m)."""
    return (activation(w, b, X) > 0.5).astype(float)


@predict.mistake(
    "These are the probabilities A; a prediction decides: 1 where A is above 0.5, else 0."
)
def probabilities(w, b, X):
    return activation(w, b, X)


@predict.mistake(
    "The decisions are right, but as True and False; as numbers 0 and 1 one can count with them: "
    "add `.astype(float)`."
)
def truth_values(w, b, X):
    return activation(w, b, X) > 0.5


@predict.mistake("The decisions are the wrong way round: 1 where A is above 0.5.")
def wrong_way_round(w, b, X):
    return 1 - predict(w, b, X)


@predict.mistake(
    "The threshold 0.5 is for the probability A = sigmoid(Z), not for the score Z, "
    "where it would be 0."
)
def threshold_on_scores(w, b, X):
    return (w.T @ X + b > 0.5).astype(float)


@predict.mistake("Everything is predicted 1: a probability is always above 0; compare with 0.5.")
def threshold_at_zero(w, b, X):
    return np.ones((1, X.shape[1]))


@predict.mistake("Everything is predicted 0: are the ones ever written into the array?")
def always_zero(w, b, X):
    return np.zeros((1, X.shape[1]))


@predict.mistake("b is forgotten: Z = wᵀX + b (2.2).")
def without_b(w, b, X):
    return predict(w, 0, X)


@predict.mistake(
    "Y_prediction has one axis only, shape (m,): like Y it must be a row, (1, m) (2.16)."
)
def one_axis(w, b, X):
    return predict(w, b, X)[0]


@predict.mistake("Y_prediction is a column, (m, 1): like Y it must be a row, (1, m).")
def column(w, b, X):
    return predict(w, b, X).T


@predict.variant
def at_least_a_half(w, b, X):
    return np.where(1 / (1 + np.exp(-np.clip(np.dot(w.T, X) + b, -500, 500))) >= 0.5, 1, 0)


@predict.variant
def sign_of_the_score(w, b, X):
    return ((w * X).sum(axis=0, keepdims=True) + b > 0) * 1


@predict.variant
def rounded(w, b, X):
    return np.round(activation(w, b, X)).astype(int)


@predict.variant
def loop(w, b, X):
    m = X.shape[1]
    Y_prediction = np.zeros((1, m))
    for i in range(m):
        Y_prediction[0, i] = 1 if activation(w.reshape(X.shape[0], 1), b, X)[0, i] > 0.5 else 0
    return Y_prediction
