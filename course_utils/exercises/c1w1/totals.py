"""How far off, in absolute values: `L1`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import math

import numpy as np

from course_utils.exercises.c1w1.week import OFF, OFF_EDGES, week


@week.exercise(
    cases=OFF,
    edge_cases=OFF_EDGES,
    returns="loss",
    praise="Too high and too low both count, each as much as it is off.",
)
def L1(yhat, y):
    """The sum of |y - yhat|, for estimates and truth of shape (m,)."""
    return np.sum(np.abs(y - yhat))


@L1.mistake(
    "The absolute value is missing: too high and too low cancel out. Take `np.abs` of each "
    "difference before you add up."
)
def cancelling(yhat, y):
    return np.sum(y - yhat)


@L1.mistake(
    "Estimate minus truth, added up as it is, cancels out: each difference needs its absolute "
    "value first, `np.abs`."
)
def cancelling_other_way(yhat, y):
    return np.sum(yhat - y)


@L1.mistake("The absolute value comes too late: of each difference first, then the sum.")
def absolute_of_the_sum(yhat, y):
    return np.abs(np.sum(y - yhat))


@L1.mistake("These are squares, so L2; L1 takes the absolute values of the differences.")
def squares(yhat, y):
    return np.sum((y - yhat) ** 2)


@L1.mistake("This is the mean; L1 is the sum: divide by nothing.")
def mean(yhat, y):
    return np.mean(np.abs(y - yhat)) if y.size else 0.0


@L1.mistake("This is the root of the sum of squares, the length; L1 adds up absolute values.")
def length(yhat, y):
    return np.linalg.norm(y - yhat)


@L1.mistake("These are the single differences; the sum is missing: the result is one number.")
def not_summed(yhat, y):
    return np.abs(y - yhat)


@L1.mistake("This is only the largest difference; L1 adds up all of them.")
def largest(yhat, y):
    return np.max(np.abs(y - yhat), initial=0.0)


@L1.mistake(
    "The absolute values are taken of estimate and truth before the difference: |y| - |ŷ| is not "
    "|y - ŷ|."
)
def absolute_too_early(yhat, y):
    return np.sum(np.abs(np.abs(y) - np.abs(yhat)))


@L1.mistake("Estimate and truth are added; an error is a *difference*, y - yhat.")
def added(yhat, y):
    return np.sum(np.abs(y + yhat))


@L1.mistake(
    "Each estimate is compared with *every* truth, in a table (m, m): with shapes (m, 1) and (m,) "
    "NumPy stretches both. Leave them as they are, (m,)."
)
def every_pair(yhat, y):
    return np.sum(np.abs(y.reshape(-1, 1) - yhat))


@L1.mistake(
    "Python's own `abs` and `sum` would do, but the result is an array: without `keepdims` the sum "
    "is a number."
)
def kept_dims(yhat, y):
    return np.sum(np.abs(y - yhat), keepdims=True)


@L1.mistake("`math.fabs` takes one number; `np.abs` takes all the differences at once.")
def math_fabs(yhat, y):
    return np.sum(math.fabs(y - yhat))


@L1.mistake(
    "It returns after the first example: `return` stands inside the loop; move it out, to the left."
)
def returns_too_early(yhat, y):
    for i in range(len(y)):
        return abs(y[i] - yhat[i])
    return 0.0


@L1.mistake("Only the last example counts: in the loop write `loss += ...`, not `loss = ...`.")
def overwritten(yhat, y):
    loss = 0.0
    for i in range(len(y)):
        loss = abs(y[i] - yhat[i])
    return loss


@L1.mistake("It changes its argument y: `y -= yhat` works in place. Write `y - yhat`.")
def in_place(yhat, y):
    y -= yhat
    return np.sum(np.abs(y))


@L1.variant
def loop(yhat, y):
    total = 0
    for estimate, truth in zip(yhat, y):
        total += abs(truth - estimate)
    return total


@L1.variant
def norm(yhat, y):
    return np.linalg.norm(yhat - y, ord=1)


@L1.variant
def higher_minus_lower(yhat, y):
    return (np.maximum(y, yhat) - np.minimum(y, yhat)).sum()


@L1.variant
def python(yhat, y):
    return float(sum(map(abs, yhat - y)))
