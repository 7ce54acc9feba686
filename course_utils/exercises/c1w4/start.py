"""Before the first step: `initialize_parameters_deep`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

from itertools import pairwise

import numpy as np

from course_utils.exercises.c1w4.week import week
from course_utils.exercises.running import case

SIZES = {"√(2/n_prev)": 2.0, "√(1/n_prev)": 1.0}  # name -> variance times n_prev


def size_of(W, n_prev):
    """The standard deviation of W by name, or rounded where it has none."""
    tolerance = 5 / np.sqrt(2 * W.size)  # five standard errors
    for name, variance in SIZES.items():
        if abs(W.std() * np.sqrt(n_prev / variance) - 1) < tolerance:
            return name
    return f"{W.std():.1g}"


def properties(parameters, layer_dims):
    """What is compared of random parameters."""
    found = {}
    for l in range(1, len(layer_dims)):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        found[f"the standard deviation of W{l}"] = size_of(W, layer_dims[l - 1])
        found[f"the share of negative weights in W{l}"] = round(float(np.mean(W < 0)) * 4) / 4
        found[f"b{l} is 0 everywhere"] = bool(np.all(b == 0))
    return found


def random_parameters(layer_dims, scale=lambda n, n_prev: np.sqrt(2 / n_prev), draw="normal"):
    """Parameters with W drawn and scaled as asked for, b = 0."""
    rng, parameters = np.random.default_rng(0), {}
    for l in range(1, len(layer_dims)):
        n, n_prev = layer_dims[l], layer_dims[l - 1]
        parameters[f"W{l}"] = getattr(rng, draw)(size=(n, n_prev)) * scale(n, n_prev)
        parameters[f"b{l}"] = np.zeros((n, 1))
    return parameters


@week.exercise(
    cases=[
        case("three layers", [200, 100, 50, 20]),
        case("two layers", [60, 70, 30]),
    ],
    edge_cases=[
        case("one layer, as in logistic regression", [2000, 1]),
        case("all layers of one size", [50, 50, 50, 50, 50]),
    ],
    returns="parameters",
    praise="Every network of this week, however deep, can begin here.",
    properties=properties,
)
def initialize_parameters_deep(layer_dims):
    """{"W1" (n1, n_x), "b1" (n1, 1), ...}: W normal with variance 2/n_prev, b zero."""
    return random_parameters(layer_dims)


@initialize_parameters_deep.mistake(
    "All weights are 0: then all units of a layer stay equal for ever (3.11). Draw them at random."
)
def zeros(layer_dims):
    return random_parameters(layer_dims, scale=lambda n, n_prev: 0)


@initialize_parameters_deep.mistake(
    "The weights have the size 0.01. That was right for two layers; in a deep network the signal "
    "dies on the way (4.6). Multiply by `np.sqrt(2 / n_prev)` instead."
)
def small(layer_dims):
    return random_parameters(layer_dims, scale=lambda n, n_prev: 0.01)


@initialize_parameters_deep.mistake(
    "The weights are not scaled: multiply what you draw by `np.sqrt(2 / n_prev)`."
)
def not_scaled(layer_dims):
    return random_parameters(layer_dims, scale=lambda n, n_prev: 1)


@initialize_parameters_deep.mistake(
    "The root is missing: the factor is `np.sqrt(2 / n_prev)`, yours is 2 / n_prev."
)
def without_root(layer_dims):
    return random_parameters(layer_dims, scale=lambda n, n_prev: 2 / n_prev)


@initialize_parameters_deep.mistake(
    "The factor is √(1/n_prev), which suits tanh; for ReLU, which cuts off one half, it is "
    "`np.sqrt(2 / n_prev)`."
)
def one_in_place_of_two(layer_dims):
    return random_parameters(layer_dims, scale=lambda n, n_prev: np.sqrt(1 / n_prev))


@initialize_parameters_deep.mistake(
    "The factor uses the units of the layer itself; what counts is how many terms are added up, "
    "the units of the layer before: `layer_dims[l - 1]`."
)
def own_size(layer_dims):
    return random_parameters(layer_dims, scale=lambda n, n_prev: np.sqrt(2 / n))


@initialize_parameters_deep.mistake(
    "No weight is negative: `np.random.rand` draws between 0 and 1; draw normal numbers with "
    "`np.random.randn` or `rng.normal`."
)
def uniform(layer_dims):
    return random_parameters(layer_dims, draw="uniform")


@initialize_parameters_deep.mistake(
    "W is transposed: it has a row for each unit of its layer, a column for each unit of the "
    "layer before (4.3)."
)
def transposed(layer_dims):
    return {
        name: array.T if name.startswith("W") else array
        for name, array in random_parameters(layer_dims).items()
    }


@initialize_parameters_deep.mistake(
    "The biases don't start at 0: `np.zeros((n, 1))`. Only W has to be random."
)
def biases_not_zero(layer_dims):
    return {
        name: array if name.startswith("W") else 0.1 + array
        for name, array in random_parameters(layer_dims).items()
    }


@initialize_parameters_deep.mistake(
    "b has one axis only, shape (n,): give it both, `np.zeros((n, 1))`, a column (2.16)."
)
def biases_with_one_axis(layer_dims):
    return {
        name: array if name.startswith("W") else array.ravel()
        for name, array in random_parameters(layer_dims).items()
    }


@initialize_parameters_deep.mistake(
    "The last layer is missing: layer_dims counts the input as well, so the loop is "
    "`range(1, len(layer_dims))`."
)
def last_layer_missing(layer_dims):
    return random_parameters(layer_dims[:-1])


@initialize_parameters_deep.mistake(
    "The loop begins at layer 0, the input, which has no weights: `range(1, len(layer_dims))`."
)
def from_layer_0(layer_dims):
    numbered = random_parameters([layer_dims[-1], *layer_dims])
    return {f"{name[0]}{int(name[1:]) - 1}": array for name, array in numbered.items()}


@initialize_parameters_deep.variant
def old_generator(layer_dims):
    parameters, L = {}, len(layer_dims)
    for l in range(1, L):
        shape = layer_dims[l], layer_dims[l - 1]
        parameters["W" + str(l)] = np.random.randn(*shape)  # noqa: NPY002
        parameters["W" + str(l)] *= (2 / layer_dims[l - 1]) ** 0.5
        parameters["b" + str(l)] = np.full((layer_dims[l], 1), 0)
    return parameters


@initialize_parameters_deep.variant
def by_pairs(layer_dims):
    rng, parameters = np.random.default_rng(3), {}
    for l, (n_prev, n) in enumerate(pairwise(layer_dims), start=1):
        parameters |= {
            f"b{l}": np.zeros((n, 1)),
            f"W{l}": rng.normal(0, np.sqrt(2 / n_prev), (n, n_prev)),
        }
    return parameters
