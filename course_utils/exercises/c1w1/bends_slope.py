"""The slope of the S-shaped bend: `sigmoid_derivative`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import math

import numpy as np
from scipy.special import expit

from course_utils.exercises.c1w1.bends import EMPTY, FAR, NUMBER, WHOLE, basic_sigmoid
from course_utils.exercises.c1w1.week import ROW, TABLE, week
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        NUMBER,
        case("a row of numbers", ROW),
        case("a vector", np.array([0.0, 2.0, -0.7])),
        case("a table", TABLE),
    ],
    edge_cases=[WHOLE, FAR, EMPTY],
    returns="ds",
    praise="The slope comes almost free once s is there; training depends on that.",
)
def sigmoid_derivative(x):
    """The slope s(1 - s) of the sigmoid at x, a number or an array."""
    s = basic_sigmoid(x)
    return s * (1 - s)


@sigmoid_derivative.mistake("This is the sigmoid s itself; its slope is s times (1 - s).")
def not_yet_derived(x):
    return expit(x)


@sigmoid_derivative.mistake(
    "This is x(1 - x): the formula wants the sigmoid of x on both places, so compute s first."
)
def x_for_s(x):
    return x * (1 - x)


@sigmoid_derivative.mistake("This is 1 - s; it still has to be multiplied by s.")
def one_factor(x):
    return 1 - expit(x)


@sigmoid_derivative.mistake("This is s(1 + s); the slope is s(1 - s), with a minus.")
def plus(x):
    return expit(x) * (1 + expit(x))


@sigmoid_derivative.mistake(
    "The slope has the wrong sign: the sigmoid rises everywhere, so its slope is positive, "
    "s(1 - s)."
)
def falling(x):
    return expit(x) * (expit(x) - 1)


@sigmoid_derivative.mistake("Brackets are missing: `s * 1 - s` is s minus s, so 0. Write (1 - s).")
def no_brackets_around(x):
    return expit(x) * 1 - expit(x)


@sigmoid_derivative.mistake("This is s²; one of the two factors is (1 - s).")
def squared(x):
    return expit(x) ** 2


@sigmoid_derivative.mistake("This is 1 - s², the slope of tanh; the sigmoid's is s(1 - s).")
def slope_of_tanh(x):
    return 1 - expit(x) ** 2


@sigmoid_derivative.mistake("The sigmoid is applied twice: s is sigmoid(x), the slope s(1 - s).")
def twice(x):
    s = expit(expit(x))
    return s * (1 - s)


@sigmoid_derivative.mistake(
    "`math.exp` takes one number; use `np.exp`, or your `basic_sigmoid`, for whole arrays."
)
def slope_by_math(x):
    s = 1 / (1 + math.exp(-x))
    return s * (1 - s)


@sigmoid_derivative.mistake(
    "`@` or `np.dot` multiplies matrices; here each entry of s meets its own 1 - s: `s * (1 - s)`."
)
def matrix_product(x):
    s = expit(x)
    return np.dot(s, 1 - s)


@sigmoid_derivative.mistake(
    "Right for moderate x, but e^-x overflows far below zero, and inf / inf is nan: "
    "compute s first, then s(1 - s)."
)
def quotient(x):
    e = np.exp(-np.asarray(x, float))
    return e / (1 + e) ** 2


@sigmoid_derivative.mistake(
    "The slope is measured over too long a step: it is off in the third digit. Nudge by 1e-5, or "
    "use s(1 - s)."
)
def long_nudge(x):
    x = np.asarray(x, float)
    return (expit(x + 0.1) - expit(x - 0.1)) / 0.2


@sigmoid_derivative.remark(
    "for x far below zero `np.exp(-x)` overflows to inf; the result is right all the same. A "
    "`basic_sigmoid` with `np.exp(-np.abs(x))` gives no warning."
)
def slope_with_overflow(x):
    s = 1 / (1 + np.exp(-x))
    return s * (1 - s)


@sigmoid_derivative.variant
def multiplied_out(x):
    s = expit(x)
    return s - s**2


@sigmoid_derivative.variant
def both_sides(x):
    return expit(x) * expit(-np.asarray(x))


@sigmoid_derivative.variant
def by_nudging(x):
    x = np.asarray(x, float)
    return (expit(x + 1e-5) - expit(x - 1e-5)) / 2e-5


@sigmoid_derivative.variant
def by_cosh(x):
    return 0.25 / np.cosh(np.clip(np.asarray(x) / 2, -300, 300)) ** 2
