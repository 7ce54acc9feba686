"""Before the first step: `sigmoid` and `initialize_with_zeros`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import math

import numpy as np
from scipy.special import expit

from course_utils.exercises.c1w2.week import week
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        case("one number", 0.8),
        case("a row of numbers", np.array([[-1.0, 0.0, 2.0]])),
        case("a matrix", np.array([[0.5, -3.0], [1.5, 4.0], [-0.2, 0.1]])),
    ],
    edge_cases=[
        case("integers", np.array([[-2, 0, 3]])),
        case("numbers far from zero", np.array([[-800.0, -40.0, 40.0, 800.0]])),
        case("an empty row", np.zeros((1, 0))),
    ],
    returns="a",
    praise="Any score, however wild, is now a probability.",
)
def sigmoid(z):
    """Sigmoid of a number or an array, without overflow: e^-|z| is never more than 1."""
    e = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1, e) / (1 + e)


@sigmoid.mistake("The sign of z is lost: the formula has `np.exp(-z)`, so that a large z gives 1.")
def plus_z(z):
    return 1 / (1 + np.exp(z))


@sigmoid.mistake("`math.exp` takes one number; `np.exp` takes a whole array at once (2.12).")
def math_exp(z):
    return 1 / (1 + math.exp(-z))


@sigmoid.mistake(
    "`if` asks one question, an array holds many answers: let NumPy treat all entries at once, "
    "with `np.exp` and, if you need it, `np.where`."
)
def if_on_array(z):
    if z >= 0:
        return 1 / (1 + np.exp(-z))
    return np.exp(z) / (1 + np.exp(z))


@sigmoid.mistake("Brackets are missing: the whole of `(1 + np.exp(-z))` belongs under the 1.")
def no_brackets(z):
    return 1 / 1 + np.exp(-z)


@sigmoid.mistake("This is the slope of the sigmoid, a(1 - a); wanted is the sigmoid a itself.")
def slope(z):
    return expit(z) * (1 - expit(z))


@sigmoid.mistake("This is tanh, from -1 to 1; the sigmoid goes from 0 to 1.")
def hyperbolic_tangent(z):
    return np.tanh(z)


@sigmoid.mistake(
    "The entries are divided by their sum, as in a softmax: in a sigmoid each entry of z stands "
    "for itself."
)
def softmax(z):
    return np.exp(z) / np.sum(np.exp(z))


@sigmoid.mistake(
    "Right for moderate z, but e^z overflows for a large one, and inf / inf is nan: "
    "use `1 / (1 + np.exp(-z))`."
)
def inf_over_inf(z):
    return np.exp(z) / (1 + np.exp(z))


@sigmoid.mistake(
    "Integers come out as 0 or 1: an array made with `np.zeros_like(z)` takes over z's integers "
    "and cuts the decimals off. Give it `dtype=float`."
)
def integer_array(z):
    a = np.zeros_like(z)
    a[...] = expit(z)
    return a


@sigmoid.remark(
    "for z far below zero `np.exp(-z)` overflows to inf. The result is right, since 1 / inf is 0, "
    "but NumPy warns; `np.exp(-np.abs(z))` never overflows."
)
def overflow(z):
    return 1 / (1 + np.exp(-z))


@sigmoid.variant
def scipy_expit(z):
    return expit(z)


@sigmoid.variant
def by_tanh(z):
    return (1 + np.tanh(np.asarray(z) / 2)) * 0.5


@sigmoid.variant
def clipped(z):
    return 1.0 / (1.0 + np.exp(-np.clip(z, -500, 500)))


@sigmoid.variant
def loop(z):
    z = np.asarray(z)
    a = np.empty(z.shape)
    for i in np.ndindex(z.shape):
        a[i] = math.exp(min(z[i], 0)) / (1 + math.exp(-abs(z[i])))
    return a


@sigmoid.variant
def logaddexp(z):
    return np.exp(-np.logaddexp(0, -z))


@week.exercise(
    cases=[case("three features", 3), case("five features", 5)],
    edge_cases=[case("one feature", 1)],
    returns=("w", "b"),
    praise="Zeros are a fine start here, since this cost has a single minimum.",
)
def initialize_with_zeros(dim):
    """Weights w (dim, 1) and bias b, a number, all zero."""
    return np.zeros((dim, 1)), 0.0


@initialize_with_zeros.mistake(
    "w has one axis only, shape (dim,): its transpose is itself, and `w.T @ X` is no longer a row "
    "(2.16). Give it both axes: (dim, 1)."
)
def one_axis(dim):
    return np.zeros(dim), 0.0


@initialize_with_zeros.mistake("w is a row, (1, dim); it should be a column, (dim, 1).")
def row(dim):
    return np.zeros((1, dim)), 0.0


@initialize_with_zeros.mistake(
    "`np.zeros` takes the shape as one tuple: two pairs of brackets, as in `np.zeros((2, 3))`."
)
def shape_not_a_tuple(dim):
    return np.zeros(dim, 1), 0.0


@initialize_with_zeros.mistake("w holds ones; the start is at zero: `np.zeros`.")
def ones(dim):
    return np.ones((dim, 1)), 0.0


@initialize_with_zeros.mistake("b is an array; there is one b for all examples, so a number: 0.0.")
def b_array(dim):
    return np.zeros((dim, 1)), np.zeros((1, 1))


@initialize_with_zeros.mistake(
    "b has one entry per feature; there is one b for all of them, a number: 0.0."
)
def b_for_each_feature(dim):
    return np.zeros((dim, 1)), np.zeros((dim, 1))


@initialize_with_zeros.mistake("The order is `return w, b`; yours gives b first.")
def b_first(dim):
    return 0.0, np.zeros((dim, 1))


@initialize_with_zeros.mistake("b is missing: a function returns two values with `return w, b`.")
def only_w(dim):
    return np.zeros((dim, 1))


@initialize_with_zeros.variant
def integer_bias(dim):
    return [np.zeros(shape=(dim, 1)), 0]


@initialize_with_zeros.variant
def reshaped(dim):
    return np.array([0.0] * dim).reshape(-1, 1), np.float64(0)


@initialize_with_zeros.variant
def integers(dim):
    return np.full((dim, 1), 0), np.array(0.0)
