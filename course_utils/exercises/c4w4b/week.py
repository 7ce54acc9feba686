"""The week, and what several of its exercises share."""

import numpy as np

from course_utils.exercises.checking import Week

week = Week("c4w4b")


def activations(seed, *shape):
    """Activations as a ReLU gives them: half of them 0, with one digit behind the point."""
    values = np.random.default_rng(seed).normal(0.3, 1.2, shape)
    return np.maximum(values, 0).round(1)


def pair(seed, *shape):
    """Activations of two pictures in one layer."""
    return activations(seed, *shape), activations(seed + 100, *shape)


def rows_of_channels(a):
    """(1, n_H, n_W, n_C) as (n_C, n_H n_W)."""
    return a.reshape(-1, a.shape[-1]).T


def torn(a):
    """The shape (n_C, n_H n_W) by force: rows that mix channels and places."""
    return a.reshape(a.shape[-1], -1)


def gram(A):
    """How strongly rows go together."""
    return A @ A.T


def style(a_S, a_G, unrolled=rows_of_channels, of=gram, over=None):
    """The cost of a layer, from two matrices compared; `over` is what it is divided by."""
    distance = np.sum((of(unrolled(a_S)) - of(unrolled(a_G))) ** 2)
    return float(distance / (scale(a_G) if over is None else over))


def scale(a):
    """The published (2 n_H n_W n_C)²."""
    return 4.0 * a.size**2


def sizes(a):
    """Places n_H n_W, and channels n_C."""
    return a.shape[1] * a.shape[2], a.shape[-1]
