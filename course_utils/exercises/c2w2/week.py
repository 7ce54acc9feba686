"""The week, and the small problems on which its functions are compared."""

import numpy as np

from course_utils.exercises.checking import Week

week = Week("c2w2")


def numbers(*shape, seed=0):
    """Numbers with two decimals, none of them 0."""
    values = np.random.default_rng(seed).normal(size=shape).round(2)
    return np.where(values == 0, 0.5, values)


def network(*layer_dims, seed=0):
    """Parameters W1, b1, ..., WL, bL."""
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters[f"W{l}"] = numbers(layer_dims[l], layer_dims[l - 1], seed=seed + 10 * l)
        parameters[f"b{l}"] = numbers(layer_dims[l], 1, seed=seed + 10 * l + 1)
    return parameters


def like(*layer_dims, seed=0, scale=1.0):
    """Arrays dW1, db1, ... for such a network: gradients, or what v holds after some steps."""
    arrays = network(*layer_dims, seed=seed)
    return {f"d{name}": scale * array for name, array in arrays.items()}


def squares(*layer_dims, seed=0):
    """What s holds after some steps: positive numbers."""
    return {name: array**2 for name, array in like(*layer_dims, seed=seed).items()}


def zeros(*layer_dims):
    """What v and s hold before the first step."""
    return {name: np.zeros_like(array) for name, array in like(*layer_dims).items()}


def columns(m, n_x=2):
    """X (n_x, m) whose columns can be told apart, and labels Y (1, m) of both kinds."""
    numbered = np.arange(m)
    X = numbered + 100.0 * np.arange(n_x)[:, None]
    return X, (numbered[None] * 7 % 3 == 0).astype(int)
