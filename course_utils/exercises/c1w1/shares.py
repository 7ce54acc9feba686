"""From scores to shares, row by row: `softmax`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np
from scipy import special

from course_utils.exercises.c1w1.week import SQUARE, TABLE, week
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        case("one row of scores", np.array([[1.0, 3.0, 2.0]])),
        case("three rows of two scores", TABLE),
        case("as many rows as columns", SQUARE),
    ],
    edge_cases=[
        case("integers", np.array([[0, 2, 1], [3, 3, 3]])),
        case("large scores", np.array([[1000.0, 1001.0], [5.0, 4.0]])),
        case("very negative scores", np.array([[-1000.0, -1001.0, -1003.0]])),
        case("rows on different scales", np.array([[900.0, 901.0], [-900.0, -902.0]])),
        case("scores far apart", np.array([[0.0, 1000.0, 999.0]])),
        case("one score in each row", np.array([[2.0], [-7.0]])),
        case("no row at all", np.zeros((0, 3))),
    ],
    returns="s",
    praise="Each row is ten, or two, or a thousand shares that make 1, however large the scores.",
)
def softmax(x):
    """Shares of the scores x (m, n): each row positive and together 1."""
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def along(x, axis):
    """Shares along an axis, or all together for None."""
    return special.softmax(np.asarray(x, float), axis=axis)


@softmax.mistake(
    "The *columns* make 1 now: here each row holds the scores of one example, so sum with `axis=1`."
)
def wrong_axis(x):
    return along(x, 0)


@softmax.mistake(
    "All the shares of the table together make 1: each row should, so the sum needs `axis=1`."
)
def no_axis(x):
    return along(x, None) if x.size else x


@softmax.mistake(
    "`keepdims=True` is missing in the sum: with shape (m,) NumPy lays it along the columns; with "
    "(m, 1) each row is divided by its own sum."
)
def sum_without_keepdims(x):
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1)


@softmax.mistake(
    "`keepdims=True` is missing in the maximum: with shape (m,) NumPy lays it along the columns, "
    "and each score loses the maximum of another row."
)
def max_without_keepdims(x):
    powers = np.exp(x - x.max(axis=1))
    return powers / powers.sum(axis=1, keepdims=True)


@softmax.mistake(
    "Large scores overflow: e^1000 is inf, and inf / inf is nan. Subtract each row's maximum from "
    "it first; the shares stay the same."
)
def overflow(x):
    powers = np.exp(x)
    return powers / powers.sum(axis=1, keepdims=True)


@softmax.mistake(
    "One maximum is taken from the whole table. A row that lies far below it becomes 0 / 0: give "
    "each row its own maximum, with `axis=1` and `keepdims=True`."
)
def one_maximum(x):
    powers = np.exp(x - (x.max() if x.size else 0))
    return powers / powers.sum(axis=1, keepdims=True)


@softmax.mistake(
    "The maximum of each *column* is subtracted: within a row every score must lose the same "
    "number, or the shares change. Use `axis=1`."
)
def maximum_of_columns(x):
    powers = np.exp(x - (x.max(axis=0, keepdims=True) if x.size else 0))
    return powers / powers.sum(axis=1, keepdims=True)


@softmax.mistake(
    "The smallest score is subtracted; the *largest* must be, so that no power is above e^0 = 1."
)
def minimum(x):
    powers = np.exp(x - x.min(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@softmax.mistake("The powers are missing: scores are raised, `np.exp(x)`, before they are divided.")
def without_powers(x):
    return x / x.sum(axis=1, keepdims=True)


@softmax.mistake("These are the powers e^x; each row still has to be divided by its sum.")
def only_powers(x):
    return np.exp(x)


@softmax.mistake(
    "These are powers of what lies below the maximum; each row still has to be divided by its sum."
)
def only_shifted_powers(x):
    return np.exp(x - x.max(axis=1, keepdims=True))


@softmax.mistake("The sign is turned round: the largest score should get the largest share.")
def minus_x(x):
    return along(-x, 1)


@softmax.mistake("Each entry is bent by itself, a sigmoid; shares of a row must together make 1.")
def sigmoids(x):
    return special.expit(x)


@softmax.mistake(
    "The largest gets everything: that is a decision (argmax), not a share for each score."
)
def hard(x):
    return (x == x.max(axis=1, keepdims=True)) * 1.0


@softmax.mistake("These are the logarithms of the shares; give back the shares themselves.")
def logarithms(x):
    return special.log_softmax(x, axis=1)


@softmax.mistake("The powers are divided by their mean; divide them by their sum.")
def by_the_mean(x):
    return along(x, 1) * x.shape[1]


@softmax.mistake("Powers of 2 are taken; the powers here are those of e: `np.exp`.")
def powers_of_two(x):
    return along(x * np.log(2), 1)


@softmax.mistake(
    "It changes the caller's x: `x -= ...` works in place. Write `x - ...`, a new array."
)
def in_place(x):
    x -= x.max(axis=1, keepdims=True)
    return along(x, 1)


@softmax.variant
def scipy_softmax(x):
    return special.softmax(x, axis=1)


@softmax.variant
def through_logarithms(x):
    return np.exp(x - special.logsumexp(x, axis=-1, keepdims=True))


@softmax.variant
def turned_round(x):
    powers = np.exp(x.T - x.max(axis=1))
    return (powers / powers.sum(axis=0)).T


@softmax.variant
def loop(x):
    s = np.zeros(x.shape)
    for i, row in enumerate(x):
        powers = [np.exp(score - max(row)) for score in row]
        s[i] = np.array(powers) / sum(powers)
    return s
