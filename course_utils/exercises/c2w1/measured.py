"""Slopes of the cost of a small network, measured entry by entry."""

import numpy as np

from course_utils.exercises.c2w1.week import NAMES, cross_entropy, forward


def published():
    """The well-known test case of this exercise: X (4, 3), Y (1, 3), parameters 4-5-3-1."""
    draw = np.random.RandomState(1).randn  # its numbers are known
    X, Y = draw(4, 3), np.array([[1, 1, 0]])
    shapes = ((5, 4), (5, 1), (3, 5), (3, 1), (1, 3), (1, 1))
    return X, Y, {name: draw(*shape) for name, shape in zip(NAMES, shapes)}


def cost(parameters, X, Y):
    """J of the network without a penalty."""
    return cross_entropy(forward(X, parameters)[0], Y)


def vector(arrays, prefix="", names=NAMES):
    """All entries of the arrays of these names, in this order."""
    return np.concatenate([arrays[prefix + name].ravel() for name in names])


def nudged(parameters, name, entry, step):
    """The parameters with one entry moved, in new arrays."""
    arrays = {other: array.copy() for other, array in parameters.items()}
    arrays[name][entry] += step
    return arrays


def two_sided(parameters, X, Y, epsilon):
    """{"dW1": ...}, every entry measured to both sides."""
    return {
        f"d{name}": np.array([
            (cost(nudged(parameters, name, entry, epsilon), X, Y)
             - cost(nudged(parameters, name, entry, -epsilon), X, Y)) / (2 * epsilon)
            for entry in np.ndindex(parameters[name].shape)
        ])
        for name in NAMES
    }  # fmt: skip


def relative(grad, approx):
    """The distance of two vectors over their sizes."""
    norm = np.linalg.norm
    return float(norm(grad - approx) / (norm(grad) + norm(approx)))
