"""Every row brought to length 1: `normalize_rows`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c1w1.week import SQUARE, week
from course_utils.exercises.running import case


def lengths(x):
    return np.sqrt(np.sum(x**2, axis=1, keepdims=True))


@week.exercise(
    cases=[
        case("two rows", np.array([[3.0, 4.0, 0.0], [1.0, 2.0, 2.0]])),
        case("three rows of two", np.array([[0.0, -5.0], [8.0, 6.0], [-0.6, 0.8]])),
        case("as many rows as columns", SQUARE),
    ],
    edge_cases=[
        case("integers", np.array([[3, 4], [0, 2]])),
        case("a row of zeros", np.array([[0.0, 0.0], [3.0, 4.0]])),
        case("one row", np.array([[2.0, -1.0, 2.0]])),
        case("one column", np.array([[-4.0], [0.5]])),
        case("no row at all", np.zeros((0, 3))),
    ],
    returns="x_normalized",
    praise="Each row keeps its direction and has length 1, and a row of zeros does no harm.",
)
def normalize_rows(x):
    """The rows of x (m, n) divided by their lengths; a row of zeros stays one."""
    norms = lengths(x)
    return x / np.where(norms == 0, 1, norms)


@normalize_rows.mistake(
    "`keepdims=True` is missing: the lengths have shape (m,), and NumPy lays them along the "
    "columns. With keepdims they are (m, 1), one for each row."
)
def without_keepdims(x):
    return x / np.sqrt(np.sum(x**2, axis=1))


@normalize_rows.mistake(
    "The *columns* have length 1 now: `axis=1` walks along a row, `axis=0` down."
)
def columns(x):
    norms = np.sqrt(np.sum(x**2, axis=0, keepdims=True))
    return x / np.where(norms == 0, 1, norms)


@normalize_rows.mistake(
    "All rows are divided by one number, the length of the whole table: each row has its own, "
    "with `axis=1`."
)
def whole_table(x):
    norm = np.sqrt(np.sum(x**2))
    return x / (norm or 1)


@normalize_rows.mistake("The root is missing: a length is the square root of the sum of squares.")
def without_root(x):
    squares = np.sum(x**2, axis=1, keepdims=True)
    return x / np.where(squares == 0, 1, squares)


@normalize_rows.mistake(
    "Each row is divided by the sum of its entries; its length is the root of the sum of squares."
)
def by_the_sum(x):
    sums = x.sum(axis=1, keepdims=True)
    return x / np.where(sums == 0, 1, sums)


@normalize_rows.mistake(
    "Each row is divided by the sum of its absolute values; its length, by Pythagoras, is the root "
    "of the sum of squares."
)
def by_the_absolute_sum(x):
    sums = np.abs(x).sum(axis=1, keepdims=True)
    return x / np.where(sums == 0, 1, sums)


@normalize_rows.mistake(
    "Each row is divided by its largest entry; its length is the root of the sum of squares."
)
def by_the_largest(x):
    largest = np.abs(x).max(axis=1, keepdims=True)
    return x / np.where(largest == 0, 1, largest)


@normalize_rows.mistake("Multiplied instead of divided: a row becomes length 1 by x *over* norm.")
def multiplied(x):
    return x * lengths(x)


@normalize_rows.mistake("These are the lengths; each row of x still has to be divided by its own.")
def only_the_lengths(x):
    return lengths(x)


@normalize_rows.mistake(
    "Each row is shifted to mean 0 instead of scaled: divide by the length, subtract nothing."
)
def centred(x):
    return x - x.mean(axis=1, keepdims=True)


@normalize_rows.mistake(
    "It changes the caller's x: `x /= norm` works in place. Write `x / norm`, which makes a new "
    "array."
)
def in_place(x):
    norms = lengths(x)
    x /= np.where(norms == 0, 1, norms)
    return x


@normalize_rows.mistake(
    "A row of zeros has length 0, and 0 / 0 is nan: divide such a row by 1 instead, for example "
    "with `np.where(norm == 0, 1, norm)`."
)
def zero_over_zero(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)


@normalize_rows.mistake(
    "A small number is added to every length to avoid 0 / 0: that spares the row of zeros, but no "
    "row has length 1 any more. Replace only the zeros."
)
def a_little_added(x):
    return x / (lengths(x) + 1e-3)


@normalize_rows.variant
def largest_of_tiny(x):
    return x / np.maximum(np.linalg.norm(x, ord=2, axis=1, keepdims=True), 1e-300)


@normalize_rows.variant
def new_axis(x):
    norms = np.linalg.norm(x, axis=1)
    norms[norms == 0] = 1
    return x / norms[:, None]


@normalize_rows.variant
def turned_round(x):
    norms = np.sqrt((x * x).sum(axis=1))
    return (x.T / (norms + (norms == 0))).T


@normalize_rows.variant
def loop(x):
    result = np.zeros(x.shape)
    for i, row in enumerate(x):
        norm = np.sqrt(row @ row)
        if norm > 0:
            result[i] = row / norm
    return result


@normalize_rows.variant
def divided_where_possible(x):
    norms = np.linalg.norm(x, axis=1, keepdims=True)
    return np.divide(x, norms, out=np.zeros(x.shape), where=norms > 0)
