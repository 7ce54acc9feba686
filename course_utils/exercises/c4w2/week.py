"""The week, and the small problems on which its functions are compared."""

import numpy as np

from course_utils.exercises.checking import Week

week = Week("c4w2")


def conv_parameters(seed, *filters, shortcut=None):
    """Parameters W1, b1, ... of filters (f, n_C_prev, n_C), W_s and b_s of a shortcut (n, n)."""
    rng = np.random.default_rng(seed)
    shapes = {str(i): (f, f, n_in, n_out) for i, (f, n_in, n_out) in enumerate(filters, start=1)}
    if shortcut:
        shapes["_s"] = (1, 1, *shortcut)
    parameters = {}
    for name, shape in shapes.items():
        parameters[f"W{name}"] = rng.normal(0, 1.2 / np.sqrt(np.prod(shape[:-1])), shape)
        parameters[f"b{name}"] = rng.normal(0, 0.3, (1, 1, 1, shape[-1]))
    return parameters


def volume(seed, *shape):
    """A random volume of both signs, as no ReLU has left it: mistakes show."""
    return np.random.default_rng(seed).normal(size=shape)


def picture(seed, n_H, n_W, n_C=3):
    """A random image, uint8."""
    return np.random.default_rng(seed).integers(0, 256, (n_H, n_W, n_C), dtype=np.uint8)


BOXES = np.array([[2.0, 1.0, 7.0, 6.0], [0.0, 0.0, 3.0, 2.0], [5.0, 4.0, 9.0, 8.0]])
NO_BOXES = np.zeros((0, 4))
