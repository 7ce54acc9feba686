"""Before the first step: `initialize_parameters`."""

# ruff: noqa: D103, NPY002 - what a mistake does stands in its decorator; learners know randn

import numpy as np

from course_utils.exercises.c1w3.week import week
from course_utils.exercises.running import case

SMALL = 0.05  # five times the standard deviation that the exercise asks for
ENOUGH = 100  # entries, from which on the factor and the signs show


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


def law(W):
    """The kind of a weight matrix, and where it has entries enough their factor and their signs."""
    words = kind(W)
    if words != "random and small" or W.size < ENOUGH:
        return words
    if np.all(W >= 0) or np.all(W <= 0):
        return "random and small, with one sign only"
    factor = np.sqrt(np.mean(W**2)) / 0.01
    return words if 0.75 < factor < 1.35 else f"random and small, about {factor:.1g} times 0.01"


def properties(parameters, n_x, n_h, n_y):
    """What is compared of a random start."""
    names = ("W1", "b1", "W2", "b2")
    return {name: law(parameters[name]) if name[0] == "W" else parameters[name] for name in names}


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
    "The weights are small, but not as asked for: they are normal random numbers times *0.01*."
)
def another_factor(n_x, n_h, n_y):
    start = initialize_parameters(n_x, n_h, n_y)
    return {name: values / 10 for name, values in start.items()}


@initialize_parameters.mistake(
    "No weight is negative: these are uniform random numbers from 0 on; take normal ones, "
    "`rng.normal(size=...)`."
)
def never_negative(n_x, n_h, n_y):
    rng = np.random.default_rng(0)
    start = initialize_parameters(n_x, n_h, n_y)
    weights = {name: 0.01 * rng.random(start[name].shape) for name in ("W1", "W2")}
    return {**start, **weights}


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
