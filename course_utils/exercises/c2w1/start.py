"""Before the first step: `initialize_parameters_zeros`, `_random` and `_he`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

from itertools import pairwise

import numpy as np

from course_utils.exercises.c2w1.week import named, week
from course_utils.exercises.running import case

SIZES = {  # name -> standard deviation of W (n, n_prev); the first that fits is meant
    "√(2/n_prev)": lambda n, n_prev: np.sqrt(2 / n_prev),
    "√(1/n_prev)": lambda n, n_prev: np.sqrt(1 / n_prev),
    "10": lambda n, n_prev: 10.0,
    "√(2/n)": lambda n, n_prev: np.sqrt(2 / n),
    "√(2/(n_prev + n))": lambda n, n_prev: np.sqrt(2 / (n_prev + n)),
    "10 √(2/n_prev)": lambda n, n_prev: 10 * np.sqrt(2 / n_prev),
    "√(2/n_prev) times uniform draws": lambda n, n_prev: np.sqrt(2 / n_prev / 12),
    "10 times uniform draws": lambda n, n_prev: 10 / np.sqrt(12),
    "2/n_prev": lambda n, n_prev: 2 / n_prev,
    "1": lambda n, n_prev: 1.0,
    "0.1": lambda n, n_prev: 0.1,
    "0.01": lambda n, n_prev: 0.01,
}


def size_of(W, n, n_prev):
    """The standard deviation of W by name, or rounded where it has none."""
    tolerance = 5 / np.sqrt(2 * W.size)  # five standard errors
    for name, size in SIZES.items():
        if abs(W.std() / size(n, n_prev) - 1) < tolerance:
            return name
    return f"{W.std():.1g}"


def properties(parameters, layers_dims):
    """What is compared of random parameters."""
    found = {}
    for l in range(1, len(layers_dims)):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        found[f"the standard deviation of W{l}"] = size_of(W, layers_dims[l], layers_dims[l - 1])
        found[f"the share of negative weights in W{l}"] = round(float(np.mean(W < 0)) * 4) / 4
        found[f"b{l} is 0 everywhere"] = bool(np.all(b == 0))
    return found


def parameters_of(layers_dims, size, draw="normal", b_size=0.0):
    """Parameters with W drawn and scaled by size(n, n_prev)."""
    rng, parameters = np.random.default_rng(0), {}
    for l in range(1, len(layers_dims)):
        n, n_prev = layers_dims[l], layers_dims[l - 1]
        parameters[f"W{l}"] = getattr(rng, draw)(size=(n, n_prev)) * size(n, n_prev)
        parameters[f"b{l}"] = rng.normal(size=(n, 1)) * b_size
    return parameters


def one_axis(parameters):
    return {name: a.ravel() if name[0] == "b" else a for name, a in parameters.items()}


def transposed(parameters):
    return {name: a.T if name[0] == "W" else a for name, a in parameters.items()}


def without_last(parameters):
    L = len(parameters) // 2
    return {name: array for name, array in parameters.items() if int(name[1:]) < L}


def numbered_from_0(parameters):
    return {f"{name[0]}{int(name[1:]) - 1}": array for name, array in parameters.items()}


FORMS = [  # what can go wrong with any of the three, and what is then said
    (one_axis, "b has one axis only, shape (n,): it must be a column, (n, 1) (C1W2 2.16)."),
    (transposed, "W is transposed: a row for each unit here, a column for each unit of the layer "
     "before, `(layers_dims[l], layers_dims[l - 1])` (C1W4 4.3)."),
    (without_last, "The last layer is missing: the loop runs over 1, ..., L, which is "
     "`range(1, len(layers_dims))`."),
    (numbered_from_0, "The numbers of the layers begin at 0: layer 0 is the input, so the first "
     "parameters are W1 and b1."),
]  # fmt: skip


def with_forms(exercise):
    """Register the mistakes of form, made on what the reference returns."""
    for change, sentence in FORMS:
        exercise.mistake(sentence)(
            named(change.__name__, lambda dims, change=change: change(exercise(dims)))
        )


@week.exercise(
    cases=[case("three layers", [3, 4, 2, 1]), case("two layers", [2, 3, 1])],
    edge_cases=[case("one layer, as in logistic regression", [5, 1])],
    returns="parameters",
    praise="As simple as can be; what such a network learns you have seen in 1.11.",
)
def initialize_parameters_zeros(layers_dims):
    """{"W1" (n1, n_x), "b1" (n1, 1), ...}, all zero."""
    return parameters_of(layers_dims, lambda n, n_prev: 0.0)


with_forms(initialize_parameters_zeros)


@initialize_parameters_zeros.mistake("The weights are not zero: here even W is, on purpose.")
def drawn(layers_dims):
    return parameters_of(layers_dims, lambda n, n_prev: 0.01)


@initialize_parameters_zeros.mistake("The weights are ones; wanted are zeros: `np.zeros`.")
def ones(layers_dims):
    zeros = initialize_parameters_zeros(layers_dims)
    return {name: array + (name[0] == "W") for name, array in zeros.items()}


@initialize_parameters_zeros.mistake(
    "`np.zeros` takes the shape as one tuple: two pairs of brackets, as in `np.zeros((2, 3))`."
)
def shape_not_a_tuple(layers_dims):
    return {"W1": np.zeros(layers_dims[1], layers_dims[0])}


@initialize_parameters_zeros.variant
def by_pairs(layers_dims):
    parameters = {}
    for l, (n_prev, n) in enumerate(pairwise(layers_dims), start=1):
        parameters |= {f"W{l}": np.zeros((n, n_prev), dtype=int), f"b{l}": np.zeros((n, 1))}
    return parameters


@initialize_parameters_zeros.variant
def from_the_end(layers_dims):
    L, parameters = len(layers_dims), {}
    for l in range(L - 1, 0, -1):
        parameters["b" + str(l)] = 0.0 * np.ones((layers_dims[l], 1))
        parameters["W" + str(l)] = np.full((layers_dims[l], layers_dims[l - 1]), 0.0)
    return parameters


RANDOM_CASES = {
    "cases": [case("three layers", [200, 100, 60, 30]), case("two layers", [60, 90, 30])],
    "edge_cases": [
        case("one layer, as in logistic regression", [3000, 1]),
        case("all layers of one size", [50, 50, 50, 50, 50]),
    ],
    "returns": "parameters",
    "properties": properties,
}


def with_draws(exercise, wanted):
    """Register the mistakes of drawing that both random starts have in common."""

    def size(n, n_prev):
        return SIZES[wanted](n, n_prev)

    mistakes = {
        "All weights are 0: then the units of a layer stay equal for ever (1.11). Draw them with "
        "`np.random.randn` or `rng.normal`.":
            lambda dims: parameters_of(dims, lambda n, n_prev: 0.0),
        "No weight is negative: `np.random.rand` draws between 0 and 1; normal numbers come from "
        "`np.random.randn` or `rng.normal`.":
            lambda dims: parameters_of(dims, size, draw="uniform"),
        "The biases are drawn too; they begin at 0, for only W has symmetry to break.":
            lambda dims: parameters_of(dims, size, b_size=0.5),
        "The weights are not scaled: multiply what you draw by the factor asked for.":
            lambda dims: parameters_of(dims, lambda n, n_prev: 1.0),
        "The weights have the size 0.01, as in C1W3; here another one is asked for.":
            lambda dims: parameters_of(dims, lambda n, n_prev: 0.01),
    }  # fmt: skip
    for sentence, function in mistakes.items():
        exercise.mistake(sentence)(named(sentence[:30], function))


@week.exercise(
    **RANDOM_CASES,
    praise="Too large on purpose: compare its cost curve with He's.",
)
def initialize_parameters_random(layers_dims):
    """W normal with standard deviation 10, b zero."""
    return parameters_of(layers_dims, lambda n, n_prev: 10.0)


with_forms(initialize_parameters_random)
with_draws(initialize_parameters_random, "10")


@initialize_parameters_random.mistake(
    "The weights are divided by 10; this start is too *large* on purpose: multiply by 10."
)
def divided(layers_dims):
    return parameters_of(layers_dims, lambda n, n_prev: 0.1)


@initialize_parameters_random.variant
def standard_normal(layers_dims):
    rng, parameters = np.random.default_rng(3), {}
    for l in range(1, len(layers_dims)):
        shape = layers_dims[l], layers_dims[l - 1]
        parameters["W" + str(l)] = rng.standard_normal(shape) * 10
        parameters["b" + str(l)] = np.zeros((shape[0], 1))
    return parameters


@initialize_parameters_random.variant
def scale_of_the_draw(layers_dims):
    rng, dims = np.random.default_rng(), enumerate(zip(layers_dims[1:], layers_dims), 1)
    drawn = {l: (rng.normal(0, 10, shape), np.zeros((shape[0], 1))) for l, shape in dims}
    return {f"{'Wb'[k]}{l}": pair[k] for l, pair in drawn.items() for k in (0, 1)}


@week.exercise(
    **RANDOM_CASES,
    praise="A signal now keeps its size through any number of ReLU layers.",
)
def initialize_parameters_he(layers_dims):
    """W normal with variance 2/n_prev, b zero (He et al. 2015)."""
    return parameters_of(layers_dims, lambda n, n_prev: np.sqrt(2 / n_prev))


with_forms(initialize_parameters_he)
with_draws(initialize_parameters_he, "√(2/n_prev)")


@initialize_parameters_he.mistake(
    "The root is missing: 2/n_prev is the variance, and one multiplies by the standard deviation, "
    "`np.sqrt(2 / n_prev)` (1.11)."
)
def without_root(layers_dims):
    return parameters_of(layers_dims, lambda n, n_prev: 2 / n_prev)


@initialize_parameters_he.mistake(
    "The variance is 1/n_prev, which suits tanh; ReLU cuts half of the signal away, and the 2 "
    "makes up for it (1.11)."
)
def one_in_place_of_two(layers_dims):
    return parameters_of(layers_dims, lambda n, n_prev: np.sqrt(1 / n_prev))


@initialize_parameters_he.mistake(
    "The factor uses the units of the layer itself; what counts is how many terms are added up, "
    "the units of the layer before: `layers_dims[l - 1]`."
)
def own_size(layers_dims):
    return parameters_of(layers_dims, lambda n, n_prev: np.sqrt(2 / n))


@initialize_parameters_he.mistake(
    "The factor is √(2/(n_prev + n)), Glorot's compromise; He's counts the inputs only: "
    "√(2/n_prev)."
)
def glorot(layers_dims):
    return parameters_of(layers_dims, lambda n, n_prev: np.sqrt(2 / (n + n_prev)))


@initialize_parameters_he.mistake("The weights are multiplied by 10 as well: He's factor is all.")
def ten_times(layers_dims):
    return parameters_of(layers_dims, lambda n, n_prev: 10 * np.sqrt(2 / n_prev))


@initialize_parameters_he.variant
def divided_by_a_root(layers_dims):
    rng, parameters = np.random.default_rng(7), {}
    for l in range(1, len(layers_dims)):
        W = rng.standard_normal((layers_dims[l], layers_dims[l - 1]))
        parameters["W" + str(l)] = W / np.sqrt(layers_dims[l - 1] / 2)
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters


@initialize_parameters_he.variant
def power_of_a_half(layers_dims):
    rng, parameters = np.random.default_rng(8), {}
    for l, n in enumerate(layers_dims[1:], start=1):
        n_prev = layers_dims[l - 1]
        parameters[f"W{l}"] = rng.normal(0, (2 / n_prev) ** 0.5, (n, n_prev))
        parameters[f"b{l}"] = np.zeros((n, 1), dtype=int)
    return parameters
