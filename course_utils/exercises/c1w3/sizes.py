"""How many units there are: `layer_sizes`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c1w3.week import X4, Y3, X, Y, week
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        case("two features, four examples", X, Y),
        case("four features, three examples", X4, Y3),
        case(
            "three features, two labels for each of five examples", X4[:3, [0] * 5], X4[:2, [0] * 5]
        ),
    ],
    edge_cases=[case("one example, m = 1", X[:, :1], Y[:, :1])],
    returns=("n_x", "n_h", "n_y"),
    praise="Rows are units, columns are examples.",
)
def layer_sizes(X, Y):
    """Numbers of inputs and outputs, and 4 hidden units, for X (n_x, m) and Y (n_y, m)."""
    return X.shape[0], 4, Y.shape[0]


@layer_sizes.mistake(
    "You count columns: `shape[1]` is m, the number of examples. Units are rows, `shape[0]` (3.4)."
)
def columns(X, Y):
    return X.shape[1], 4, Y.shape[1]


@layer_sizes.mistake("n_x is the number of examples, `X.shape[1]`; the features are `X.shape[0]`.")
def n_x_is_m(X, Y):
    return X.shape[1], 4, Y.shape[0]


@layer_sizes.mistake("n_y is the number of examples, `Y.shape[1]`; the outputs are `Y.shape[0]`.")
def n_y_is_m(X, Y):
    return X.shape[0], 4, Y.shape[1]


@layer_sizes.mistake("n_x counts all entries of X; wanted is the number of its rows.")
def n_x_is_size(X, Y):
    return X.size, 4, Y.shape[0]


@layer_sizes.mistake("n_x is a whole shape, a tuple; wanted is its first entry, `X.shape[0]`.")
def n_x_is_shape(X, Y):
    return X.shape, 4, Y.shape[0]


@layer_sizes.mistake("n_h is a number that we choose, 4 here; the data do not say it.")
def n_h_from_data(X, Y):
    return X.shape[0], X.shape[0], Y.shape[0]


@layer_sizes.mistake(
    "The order is `return n_x, n_h, n_y`: as the signal runs, the hidden units between."
)
def hidden_last(X, Y):
    return X.shape[0], Y.shape[0], 4


@layer_sizes.mistake("n_h is missing: three numbers, `return n_x, n_h, n_y`.")
def without_hidden(X, Y):
    return X.shape[0], Y.shape[0]


@layer_sizes.variant
def by_len(X, Y):
    return [len(X), 4, len(Y)]


@layer_sizes.variant
def by_unpacking(X, Y):
    n_x, _ = X.shape
    n_y, _ = np.shape(Y)
    n_h = 4
    return (n_x, n_h, n_y)
