"""How far off, in squares: `L2`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c1w1.week import OFF, OFF_EDGES, week


@week.exercise(
    cases=OFF,
    edge_cases=OFF_EDGES,
    returns="loss",
    praise="One large difference now outweighs many small ones.",
)
def L2(yhat, y):
    """The sum of (y - yhat)², for estimates and truth of shape (m,)."""
    return np.sum((y - yhat) ** 2)


@L2.mistake(
    "This is the root of the sum of squares, the length of the difference; L2 here has no root."
)
def root(yhat, y):
    return np.sqrt(np.sum((y - yhat) ** 2))


@L2.mistake("These are absolute values, so L1; L2 squares the differences.")
def absolute(yhat, y):
    return np.sum(np.abs(y - yhat))


@L2.mistake("This is the mean of the squares; L2 is their sum: divide by nothing.")
def mean_square(yhat, y):
    return np.mean((y - yhat) ** 2) if y.size else 0.0


@L2.mistake("Some books put one half in front; here L2 is the sum of squares itself.")
def half(yhat, y):
    return np.sum((y - yhat) ** 2) / 2


@L2.mistake("The square comes too late: of each difference first, then the sum.")
def square_of_the_sum(yhat, y):
    return np.sum(y - yhat) ** 2


@L2.mistake("The square is missing: too high and too low cancel out.")
def not_squared(yhat, y):
    return np.sum(y - yhat)


@L2.mistake("The square is missing, and estimates minus truth cancel out when they are added up.")
def not_squared_other_way(yhat, y):
    return np.sum(yhat - y)


@L2.mistake("Estimate and truth are squared before the difference: y² - ŷ² is not (y - ŷ)².")
def squared_too_early(yhat, y):
    return np.sum(y**2 - yhat**2)


@L2.mistake("The squares are there; the sum is missing: the result is one number.")
def squares_not_summed(yhat, y):
    return (y - yhat) ** 2


@L2.mistake("`^` is no power in Python (it compares bits): a square is `** 2`.")
def caret(yhat, y):
    return np.sum((y - yhat) ^ 2)


@L2.mistake("The differences are doubled, `* 2`; a square is `** 2`.")
def doubled(yhat, y):
    return np.sum((y - yhat) * 2)


@L2.mistake("Estimate and truth are added; an error is a *difference*, y - yhat, squared.")
def square_of_added(yhat, y):
    return np.sum((y + yhat) ** 2)


@L2.mistake("This multiplies y by yhat; what is squared is their difference, y - yhat.")
def product(yhat, y):
    return np.dot(y, yhat)


@L2.mistake(
    "Each estimate is compared with *every* truth, in a table (m, m): with shapes (m, 1) and (m,) "
    "NumPy stretches both. Leave them as they are, (m,)."
)
def square_of_every_pair(yhat, y):
    return np.sum((y.reshape(-1, 1) - yhat) ** 2)


@L2.mistake("Only the last example counts: in the loop write `loss += ...`, not `loss = ...`.")
def last_square(yhat, y):
    loss = 0.0
    for i in range(len(y)):
        loss = (y[i] - yhat[i]) ** 2
    return loss


@L2.mistake("The result is an array: without `keepdims` the sum is a number.")
def square_kept_dims(yhat, y):
    return np.sum((y - yhat) ** 2, keepdims=True)


@L2.mistake("It changes its argument y: `y -= yhat` works in place. Write `y - yhat`.")
def square_in_place(yhat, y):
    y -= yhat
    return np.sum(y**2)


@L2.variant
def dot_product(yhat, y):
    return np.dot(y - yhat, y - yhat)


@L2.variant
def matrix_product(yhat, y):
    difference = yhat - y
    return difference @ difference.T


@L2.variant
def squared_norm(yhat, y):
    return np.linalg.norm(yhat - y) ** 2


@L2.variant
def square_loop(yhat, y):
    total = 0.0
    for i in range(len(y)):
        total += (y[i] - yhat[i]) ** 2
    return total
