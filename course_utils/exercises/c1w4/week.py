"""The week, and the small problems on which its functions are compared."""

import numpy as np

from course_utils.exercises.checking import Week

week = Week("c1w4")


def numbers(*shape, seed=0):
    """Numbers with two decimals, none of them 0."""
    values = np.random.default_rng(seed).normal(size=shape).round(2)
    return np.where(values == 0, 0.5, values)


def network(*layer_dims, seed=0):
    """Parameters W1, b1, ..., WL, bL; every layer has units on both sides of ReLU's bend."""
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters[f"W{l}"] = numbers(layer_dims[l], layer_dims[l - 1], seed=seed + 10 * l)
        parameters[f"b{l}"] = numbers(layer_dims[l], 1, seed=seed + 10 * l + 1)
    return parameters


def labels(m, seed=0):
    """Labels (1, m) with both classes among them."""
    Y = np.random.default_rng(seed).integers(0, 2, size=(1, m))
    Y[0, :2] = (1, 0)[:m]
    return Y


A_PREV, W, B = numbers(3, 4, seed=1), numbers(2, 3, seed=2), numbers(2, 1, seed=3)
A_SQUARE, W_SQUARE, B_SQUARE = (
    numbers(3, 3, seed=4),
    numbers(3, 3, seed=5),
    numbers(3, 1, seed=6),
)
