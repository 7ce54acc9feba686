"""The week, and what several of its exercises share."""

import numpy as np

from course_utils.exercises.checking import Week

week = Week("c4w4a")


def encodings(n_f, m, seed):
    """Encodings (n_f, m), columns of length 1."""
    F = np.random.default_rng(seed).normal(size=(n_f, m))
    return F / np.linalg.norm(F, axis=0)


def squares(F1, F2):
    """Squared distances of the columns of F1 and F2, (m,)."""
    return np.sum((F1 - F2) ** 2, axis=0)


# A model is anything that can be called with an image and gives its encoding (n_f,).


def model(image):
    """Three numbers of a small picture: how bright its halves are, and its contrast."""
    image = np.asarray(image, float)
    middle = image.shape[1] // 2
    return np.array([image[:, :middle].mean(), image[:, middle:].mean(), image.std()])


def picture(left, right):
    """A picture (2, 4) whose halves have these two values."""
    return np.repeat([[left, left, right, right]], 2, axis=0).astype(float)
