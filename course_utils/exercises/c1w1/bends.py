"""The S-shaped bend: `basic_sigmoid`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import math

import numpy as np
from scipy.special import expit

from course_utils.exercises.c1w1.week import ROW, TABLE, week
from course_utils.exercises.running import case

NUMBER = case("one number", 0.8)
FAR = case("numbers far from zero", np.array([[-800.0, -40.0, 40.0, 800.0]]))
WHOLE = case("integers", np.array([[-2, 0, 3]]))
EMPTY = case("an empty row", np.zeros((1, 0)))


@week.exercise(
    cases=[
        NUMBER,
        case("a row of numbers", ROW),
        case("a vector", np.array([0.3, -1.7, 2.2, -0.4])),
        case("a table", TABLE),
    ],
    edge_cases=[WHOLE, FAR, EMPTY],
    returns="s",
    praise="One line for a number, a vector or a table.",
)
def basic_sigmoid(x):
    """Sigmoid of a number or an array, without overflow: e^-|x| is never more than 1."""
    e = np.exp(-np.abs(x))
    return np.where(np.asarray(x) >= 0, 1, e) / (1 + e)


@basic_sigmoid.mistake(
    "`math.exp` takes one number; `np.exp` takes a whole array and treats each entry by itself."
)
def math_exp(x):
    return 1 / (1 + math.exp(-x))


@basic_sigmoid.mistake(
    "`if` asks one question, an array holds many answers: let NumPy treat all entries at once, "
    "with `np.exp` and, if you need it, `np.where`."
)
def if_on_array(x):
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))


@basic_sigmoid.mistake("The sign is lost: it is e to the power *minus* x, `np.exp(-x)`.")
def plus_x(x):
    return expit(-np.asarray(x))


@basic_sigmoid.mistake("Brackets are missing: all of `(1 + np.exp(-x))` belongs under the 1.")
def no_brackets(x):
    return 1 / 1 + np.exp(-x)


@basic_sigmoid.mistake("Below the stroke stands 1 *plus* e^-x; your 1 is missing there.")
def no_one_below(x):
    return 1 / np.exp(-x)


@basic_sigmoid.mistake(
    "Below the stroke stands 1 *plus* e^-x, and yours has a minus there, so that 0 divides by 0."
)
def minus_below(x):
    return 1 / (1 - np.exp(-x))


@basic_sigmoid.mistake("e has more digits than 2.718: `np.exp` knows them.")
def short_e(x):
    return 1 / (1 + 2.718 ** -np.asarray(x, float))


@basic_sigmoid.mistake("This is the slope of the sigmoid, s(1 - s); wanted here is s itself.")
def its_slope(x):
    return expit(x) * (1 - expit(x))


@basic_sigmoid.mistake("This is tanh, from -1 to 1; the sigmoid goes from 0 to 1.")
def hyperbolic_tangent(x):
    return np.tanh(x)


@basic_sigmoid.mistake("This is ReLU, max(0, x); wanted is the S-shaped bend.")
def rectified(x):
    return np.maximum(x, 0)


@basic_sigmoid.mistake(
    "The entries are divided by their sum, which makes shares of them (exercise 5): in a sigmoid "
    "each entry stands for itself."
)
def shares(x):
    return np.exp(x) / np.sum(np.exp(x))


@basic_sigmoid.mistake(
    "Right for moderate x, but e^x overflows for a large one, and inf / inf is nan: "
    "use `1 / (1 + np.exp(-x))`."
)
def inf_over_inf(x):
    return np.exp(x) / (1 + np.exp(x))


@basic_sigmoid.mistake(
    "Integers come out as 0 or 1: an array made with `np.zeros_like(x)` takes over x's integers "
    "and cuts the decimals off. Give it `dtype=float`."
)
def integer_array(x):
    s = np.zeros_like(x)
    s[...] = expit(x)
    return s


@basic_sigmoid.mistake("The result is rounded: give back all the digits, and round when printing.")
def rounded(x):
    return np.round(expit(x), 3)


@basic_sigmoid.remark(
    "for x far below zero `np.exp(-x)` overflows to inf. The result is right, since 1 / inf is 0, "
    "but NumPy warns; `np.exp(-np.abs(x))` never overflows."
)
def overflow(x):
    return 1 / (1 + np.exp(-x))


@basic_sigmoid.variant
def scipy_expit(x):
    return expit(x)


@basic_sigmoid.variant
def by_tanh(x):
    return (np.tanh(np.asarray(x) / 2) + 1) / 2


@basic_sigmoid.variant
def clipped(x):
    return 1.0 / (1.0 + np.exp(-np.clip(x, -500, 500)))


@basic_sigmoid.variant
def loop(x):
    x = np.asarray(x)
    s = np.empty(x.shape)
    for i in np.ndindex(x.shape):
        s[i] = math.exp(min(x[i], 0)) / (1 + math.exp(-abs(x[i])))
    return s
