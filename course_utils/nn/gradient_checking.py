"""Gradient checking: backward against central differences, in float64.

A central difference (J(x + epsilon) - J(x - epsilon)) / (2 epsilon) is wrong by about epsilon², and
rounding adds 1e-16 / epsilon: epsilon = 1e-5 is where both are small.
"""

from contextlib import contextmanager
from typing import NamedTuple

import numpy as np

from course_utils.nn.validation import check_array, check_shape


class Worst(NamedTuple):
    """The entry where backward and the central difference lie furthest apart."""

    name: str
    entry: tuple
    backward: float
    numerical: float

    def __str__(self):
        entry = ", ".join(map(str, self.entry))
        return (
            f"{self.name}[{entry}]: backward gives {self.backward:.8g}, "
            f"central differences give {self.numerical:.8g}"
        )


class Differences(dict):
    """Relative difference per array, {"A_prev": 1e-10, "W1": ...}, and the worst entry."""

    worst: Worst


def gradient_check(layer, A_prev, training=True, epsilon=1e-5, seed=0):
    """Relative differences of backward from central differences, for any layer or network.

    The objective is the mean of the output times a random direction. Dropout repeats one mask; the
    layer's parameters and running averages, its random generators and A_prev are as before in the
    end. A_prev must be float64, and so the parameters. Returns Differences, below 1e-7 if all is
    well (relative to at least 1e-4, since a bias before batch norm has gradient exactly 0).
    """
    check_float64("A_prev", A_prev)
    A_prev = A_prev.copy()
    with repeatable(layer, training) as forward:
        A = forward(A_prev)
        direction = np.random.default_rng(seed).normal(size=A.shape) / A.size
        backward = {"dA_prev": layer.backward(direction)}
        backward |= {name: gradient.copy() for name, gradient in layer.grads.items()}
        return check_gradients(
            lambda _: np.vdot(forward(A_prev), direction),
            {"A_prev": A_prev} | layer.params,
            backward,
            epsilon,
        )


def check_gradients(f, params, grads, epsilon=1e-5):
    """Relative differences of grads {"dW1": ...} from central differences of f(params).

    f takes the dict and returns a number, a cost for example; its arrays are nudged in place and
    restored. Returns Differences.
    """
    numerical = numerical_gradients(f, params, epsilon)
    for name, array in params.items():
        check_shape(f"d{name}", grads[f"d{name}"], array.shape, f"{name} has shape {array.shape}")
    differences = Differences(
        {name: relative_difference(grads[f"d{name}"], numerical[f"d{name}"]) for name in params}
    )
    name = max(differences, key=differences.get)
    ours, theirs = grads[f"d{name}"], numerical[f"d{name}"]
    entry = np.unravel_index(np.argmax(np.abs(ours - theirs)), ours.shape)
    entry = tuple(map(int, entry))
    differences.worst = Worst(name, entry, float(ours[entry]), float(theirs[entry]))
    return differences


def numerical_gradients(f, params, epsilon=1e-5):
    """{"dW1": ...}: central differences of f(params) by every entry of every array in params."""
    return {
        f"d{name}": numerical_gradient(lambda _: f(params), array, epsilon)
        for name, array in params.items()
    }


def numerical_gradient(f, x, epsilon=1e-5):
    """Central differences of the number f(x) by each entry of x, an array of the shape of x.

    x must be float64; its entries are nudged in place, one by one, and restored.
    """
    check_float64("x", x)
    gradient = np.empty_like(x)
    for entry in np.ndindex(x.shape):
        value = x[entry]
        x[entry] = value + epsilon
        above = f(x)
        x[entry] = value - epsilon
        below = f(x)
        x[entry] = value
        gradient[entry] = (above - below) / (2 * epsilon)
    return gradient


def relative_difference(a, b, floor=1e-4):
    """|a - b| / (|a| + |b|) with Euclidean norms, and a floor below the division."""
    return float(np.linalg.norm(a - b) / max(np.linalg.norm(a) + np.linalg.norm(b), floor))


def check_float64(name, array):
    """Check that differences of 1e-5 can be seen in this array."""
    check_array(name, array)
    if array.dtype != np.float64:
        raise TypeError(
            f"{name} is {array.dtype} but gradients are checked in float64: "
            f"use {name}.astype(np.float64), and astype on the layer."
        )


@contextmanager
def repeatable(layer, training):
    """A forward of the layer that draws the same random numbers each time; undone in the end."""
    generators = [leaf.rng for leaf in layer.leaves() if leaf.rng is not None]
    drawn = [generator.bit_generator.state for generator in generators]
    state = {name: array.copy() for name, array in layer.state.items()}

    def rewind():
        for generator, before in zip(generators, drawn):
            generator.bit_generator.state = before

    def forward(A_prev):
        rewind()
        return layer.forward(A_prev, training)

    try:
        yield forward
    finally:
        rewind()
        for name, array in layer.state.items():
            array[...] = state[name]
