"""Before the first step: `layer_sizes` and `initialize_parameters`."""

# ruff: noqa: D103, NPY002 - what a mistake does stands in its decorator; learners know randn

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


SMALL = 0.05  # five times the standard deviation that the exercise asks for


def kind(W):
    """How the entries of a weight matrix begin, in words."""
    if not W.any():
        return "all zero"
    if np.all(W.flat[0] == W):
        return "all equal"
    if np.all(W[0] == W) and len(W) > 1:
        return "random, but the same in every row"
    size = np.sqrt(np.mean(W**2))
    return "random and small" if size < SMALL else "random, but not small"


def properties(parameters, n_x, n_h, n_y):
    """What is compared of a random start."""
    names = ("W1", "b1", "W2", "b2")
    return {name: kind(parameters[name]) if name[0] == "W" else parameters[name] for name in names}


@week.exercise(
    cases=[
        case("two inputs, four hidden units, one output", 2, 4, 1),
        case("20 inputs, 30 hidden units, 10 outputs", 20, 30, 10),
    ],
    edge_cases=[case("one input, three hidden units", 1, 3, 1)],
    returns="parameters",
    praise="Random, so that the units can become different; small, so that tanh is steep.",
    properties=properties,
)
def initialize_parameters(n_x, n_h, n_y):
    """Small random weights and zero biases: {"W1", "b1", "W2", "b2"}."""
    rng = np.random.default_rng(0)
    return {
        "W1": 0.01 * rng.normal(size=(n_h, n_x)),
        "b1": np.zeros((n_h, 1)),
        "W2": 0.01 * rng.normal(size=(n_y, n_h)),
        "b2": np.zeros((n_y, 1)),
    }


@initialize_parameters.mistake(
    "The weights are all zero: then every gradient but that of b2 is zero, and nothing moves "
    "(3.11). Draw them at random: `rng.normal(size=(n_h, n_x)) * 0.01`."
)
def zeros(n_x, n_h, n_y):
    return {name: 0 * values for name, values in initialize_parameters(n_x, n_h, n_y).items()}


@initialize_parameters.mistake(
    "All weights are equal, so the hidden units stay equal for ever (3.11): draw them at random."
)
def all_equal(n_x, n_h, n_y):
    start = initialize_parameters(n_x, n_h, n_y)
    return {name: 0 * a + 0.01 * (name[0] == "W") for name, a in start.items()}


@initialize_parameters.mistake(
    "Every row of W1 is the same, so the hidden units stay equal for ever (3.11): draw n_h rows, "
    "not one."
)
def one_row_for_all(n_x, n_h, n_y):
    start = initialize_parameters(n_x, n_h, n_y)
    return {**start, "W1": np.tile(start["W1"][:1], (n_h, 1))}


@initialize_parameters.mistake(
    "The weights are random, but not small: the factor 0.01 is missing, and tanh would begin on "
    "its flat ends (3.11)."
)
def no_factor(n_x, n_h, n_y):
    start = initialize_parameters(n_x, n_h, n_y)
    return {name: 100 * values for name, values in start.items()}


@initialize_parameters.mistake(
    "The biases are random; they begin at zero: the weights are enough to make the units differ."
)
def random_biases(n_x, n_h, n_y):
    rng = np.random.default_rng(0)
    start = initialize_parameters(n_x, n_h, n_y)
    return {name: 0.01 * rng.normal(size=values.shape) for name, values in start.items()}


@initialize_parameters.mistake(
    "The biases are ones; they begin at zero: `np.zeros((n_h, 1))`, `np.zeros((n_y, 1))`."
)
def ones_for_biases(n_x, n_h, n_y):
    start = initialize_parameters(n_x, n_h, n_y)
    return {**start, "b1": np.ones((n_h, 1)), "b2": np.ones((n_y, 1))}


@initialize_parameters.mistake(
    "W1 is (n_x, n_h), but W1 @ X needs (n_h, n_x): a row for each hidden unit (3.3)."
)
def first_transposed(n_x, n_h, n_y):
    start = initialize_parameters(n_x, n_h, n_y)
    return {**start, "W1": start["W1"].T}


@initialize_parameters.mistake(
    "W2 is (n_h, n_y), but W2 @ A1 needs (n_y, n_h): a row for each output (3.3)."
)
def second_transposed(n_x, n_h, n_y):
    start = initialize_parameters(n_x, n_h, n_y)
    return {**start, "W2": start["W2"].T}


@initialize_parameters.mistake(
    "The biases have one axis only: broadcasting would add (n_h,) along the examples, not along "
    "the units (2.15). Give them both axes: (n_h, 1) and (n_y, 1)."
)
def flat_biases(n_x, n_h, n_y):
    start = initialize_parameters(n_x, n_h, n_y)
    return {**start, "b1": np.zeros(n_h), "b2": np.zeros(n_y)}


@initialize_parameters.mistake(
    "The biases are rows; they are columns, (n_h, 1) and (n_y, 1): a number for each unit."
)
def row_biases(n_x, n_h, n_y):
    start = initialize_parameters(n_x, n_h, n_y)
    return {**start, "b1": np.zeros((1, n_h)), "b2": np.zeros((1, n_y))}


@initialize_parameters.mistake(
    "`np.random.randn` takes the lengths one by one, `randn(n_h, n_x)`, without a second pair of "
    "brackets (3.11)."
)
def randn_with_a_tuple(n_x, n_h, n_y):
    return {"W1": np.random.randn((n_h, n_x)) * 0.01}


@initialize_parameters.mistake(
    "`np.zeros` takes the shape as one tuple: two pairs of brackets, as in `np.zeros((2, 3))`."
)
def zeros_without_a_tuple(n_x, n_h, n_y):
    return {"b1": np.zeros(n_h, 1)}


@initialize_parameters.mistake(
    'It returns the four arrays side by side; put them into a dictionary, {"W1": W1, "b1": b1, '
    '"W2": W2, "b2": b2}.'
)
def four_values(n_x, n_h, n_y):
    return tuple(initialize_parameters(n_x, n_h, n_y).values())


@initialize_parameters.variant
def randn(n_x, n_h, n_y):
    W1, b1 = np.random.randn(n_h, n_x) * 0.01, np.zeros((n_h, 1))
    W2, b2 = np.random.randn(n_y, n_h) * 0.01, np.zeros((n_y, 1))
    return {"b2": b2, "W2": W2, "b1": b1, "W1": W1}


@initialize_parameters.variant
def uniform(n_x, n_h, n_y):
    rng = np.random.default_rng()
    sizes, parameters = (n_x, n_h, n_y), {}
    for layer in (1, 2):
        shape = sizes[layer], sizes[layer - 1]
        parameters[f"W{layer}"] = rng.uniform(-0.02, 0.02, shape)
        parameters[f"b{layer}"] = np.zeros((shape[0], 1), int)
    return parameters
