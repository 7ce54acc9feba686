"""The linear half of a layer, backward: `linear_backward`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c1w4.week import (
    A_PREV,
    A_SQUARE,
    B_SQUARE,
    W_SQUARE,
    B,
    W,
    numbers,
    week,
)
from course_utils.exercises.running import case

D, D_SQUARE = numbers(2, 4, seed=8), numbers(3, 3, seed=9)  # dZ, or dA
CACHE, CACHE_SQUARE = (A_PREV, W, B), (A_SQUARE, W_SQUARE, B_SQUARE)


@week.exercise(
    cases=[
        case("three inputs, two units, four examples", D, CACHE),
        case("three of each", D_SQUARE, CACHE_SQUARE),
    ],
    edge_cases=[
        case("one example, m = 1", D[:, :1], (A_PREV[:, :1], W, B)),
        case("one unit", D[:1], (A_PREV, W[:1], B[:1])),
    ],
    returns=("dA_prev", "dW", "db"),
    praise="Three lines, and blame can travel backward through any layer.",
)
def linear_backward(dZ, cache):
    """dA_prev (n_prev, m), dW (n, n_prev), db (n, 1), for dZ (n, m) and cache (A_prev, W, b)."""
    A_prev, W, _ = cache
    m = A_prev.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, dZ.sum(axis=1, keepdims=True) / m


@linear_backward.mistake("dW is not averaged: divide by m, the number of columns of dZ.")
def dW_not_averaged(dZ, cache):
    dA_prev, dW, db = linear_backward(dZ, cache)
    return dA_prev, dW * dZ.shape[1], db


@linear_backward.mistake("db is not averaged: divide by m, the number of columns of dZ.")
def db_not_averaged(dZ, cache):
    dA_prev, dW, db = linear_backward(dZ, cache)
    return dA_prev, dW, db * dZ.shape[1]


@linear_backward.mistake("Neither dW nor db is averaged: divide both by m, the columns of dZ.")
def not_averaged(dZ, cache):
    dA_prev, dW, db = linear_backward(dZ, cache)
    return dA_prev, dW * dZ.shape[1], db * dZ.shape[1]


@linear_backward.mistake(
    "You divide by the units of the layer before: m is `A_prev.shape[1]`, not `A_prev.shape[0]`."
)
def divided_by_units(dZ, cache):
    dA_prev, dW, db = linear_backward(dZ, cache)
    factor = dZ.shape[1] / cache[0].shape[0]
    return dA_prev, dW * factor, db * factor


@linear_backward.mistake(
    "dA_prev is divided by m: each example keeps its own column there; only dW and db add up "
    "over the examples (4.6)."
)
def dA_averaged(dZ, cache):
    dA_prev, dW, db = linear_backward(dZ, cache)
    return dA_prev / dZ.shape[1], dW, db


@linear_backward.mistake(
    "The transpose is missing: dW = 1/m dZ A_prevᵀ, so the m examples meet in the middle (4.6)."
)
def A_not_transposed(dZ, cache):
    A_prev, W, _ = cache
    m = A_prev.shape[1]
    dW = dZ @ A_prev / m
    return W.T @ dZ, dW, dZ.sum(axis=1, keepdims=True) / m


@linear_backward.mistake("dW is transposed, A_prev dZᵀ: it must have the shape of W, dZ A_prevᵀ.")
def dW_transposed(dZ, cache):
    dA_prev, dW, db = linear_backward(dZ, cache)
    return dA_prev, dW.T, db


@linear_backward.mistake("W is not transposed: on the way back it is dA_prev = Wᵀ dZ.")
def W_not_transposed(dZ, cache):
    _, dW, db = linear_backward(dZ, cache)
    return cache[1] @ dZ, dW, db


@linear_backward.mistake("db has one axis only: `keepdims=True` keeps it a column, (n, 1).")
def db_without_keepdims(dZ, cache):
    dA_prev, dW, db = linear_backward(dZ, cache)
    return dA_prev, dW, db.ravel()


@linear_backward.mistake(
    "db is a single number: each unit has its own, so sum over the examples only, `axis=1`."
)
def db_a_number(dZ, cache):
    dA_prev, dW, db = linear_backward(dZ, cache)
    return dA_prev, dW, np.sum(db)


@linear_backward.mistake("db is summed over the units, `axis=0`; it is `axis=1`, the examples.")
def db_wrong_axis(dZ, cache):
    dA_prev, dW, _ = linear_backward(dZ, cache)
    return dA_prev, dW, dZ.sum(axis=0, keepdims=True) / dZ.shape[1]


@linear_backward.mistake(
    "The cache is unpacked in the wrong order: it is (A_prev, W, b), so `A_prev, W, b = cache`."
)
def cache_order(dZ, cache):
    W, A_prev, _ = cache
    m = A_prev.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, dZ.sum(axis=1, keepdims=True) / m


@linear_backward.mistake("The order of the results is `return dA_prev, dW, db`.")
def dW_first(dZ, cache):
    dA_prev, dW, db = linear_backward(dZ, cache)
    return dW, db, dA_prev


@linear_backward.variant
def with_dot(dZ, cache):
    A_prev, W, _ = cache
    m = dZ.shape[1]
    dW = 1 / m * np.dot(dZ, A_prev.T)
    db = np.mean(dZ, axis=1).reshape(-1, 1)
    return np.dot(W.T, dZ), dW, db


@linear_backward.variant
def example_by_example(dZ, cache):
    A_prev, W, b = cache
    m, dW, db, columns = A_prev.shape[1], np.zeros(W.shape), np.zeros(b.shape), []
    for i in range(m):
        dz, a_prev = dZ[:, [i]], A_prev[:, [i]]
        dW += dz @ a_prev.T / m
        db += dz / m
        columns.append(W.T @ dz)
    return [np.hstack(columns), dW, db]
