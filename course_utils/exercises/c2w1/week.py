"""The week, its network with three layers, and the small problems it is compared on."""

import numpy as np

from course_utils.exercises.checking import Week
from course_utils.nn.activations import relu, sigmoid

week = Week("c2w1")

NAMES = ("W1", "b1", "W2", "b2", "W3", "b3")


def named(name, function):
    """The function, by a name of its own: tests tell mistakes apart by it."""
    function.__name__ = name
    return function


def numbers(*shape, seed=0):
    """Numbers with two decimals, none of them 0."""
    values = np.random.default_rng(seed).normal(size=shape).round(2)
    return np.where(values == 0, 0.5, values)


def network(n_x, n_1, n_2, seed=0):
    """Parameters W1, b1, ..., W3, b3 with one unit in the last layer."""
    dims, parameters = (n_x, n_1, n_2, 1), {}
    for l in range(1, 4):
        parameters[f"W{l}"] = numbers(dims[l], dims[l - 1], seed=seed + 10 * l)
        parameters[f"b{l}"] = numbers(dims[l], 1, seed=seed + 10 * l + 1) / 4
    return parameters


def labels(m, seed=0):
    """Labels (1, m) with both classes among them."""
    Y = np.random.default_rng(seed).integers(0, 2, size=(1, m))
    Y[0, :2] = (1, 0)[:m]
    return Y


def forward(X, parameters):
    """A3 (1, m) and the cache (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)."""
    A, cache = X, ()
    for l in (1, 2, 3):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z = W @ A + b
        A = relu(Z) if l < 3 else sigmoid(Z)
        cache += (Z, A, W, b)
    return A, cache


def cross_entropy(A3, Y):
    """The average loss, without a penalty."""
    return -np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / Y.shape[1]


def backward(X, Y, cache, masks=(1, 1), keep=1.0, extra=lambda dW, W: dW, mean=True):
    """All gradients; masks and keep as in dropout, `extra` adds to each dW what a penalty does."""
    _, A1, W1, _, _, A2, W2, _, _, A3, W3, _ = cache
    m = X.shape[1] if mean else 1
    dZ3 = A3 - Y
    dA2 = W3.T @ dZ3 * masks[1] / keep
    dZ2 = dA2 * (A2 > 0)
    dA1 = W2.T @ dZ2 * masks[0] / keep
    dZ1 = dA1 * (A1 > 0)
    return {
        "dZ3": dZ3, "dW3": extra(dZ3 @ A2.T / m, W3), "db3": dZ3.sum(axis=1, keepdims=True) / m,
        "dA2": dA2, "dZ2": dZ2, "dW2": extra(dZ2 @ A1.T / m, W2),
        "db2": dZ2.sum(axis=1, keepdims=True) / m,
        "dA1": dA1, "dZ1": dZ1, "dW1": extra(dZ1 @ X.T / m, W1),
        "db1": dZ1.sum(axis=1, keepdims=True) / m,
    }  # fmt: skip
