"""Which channels are active together: `gram_matrix`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w4b.week import activations, rows_of_channels, week
from course_utils.exercises.running import case


def matrix(seed, *shape):
    return rows_of_channels(activations(seed, 1, *shape))


@week.exercise(
    cases=[
        case("3 channels, 8 places", matrix(11, 2, 4, 3)),
        case("4 channels, 6 places", matrix(12, 2, 3, 4)),
    ],
    edge_cases=[
        case("one channel", matrix(13, 2, 2, 1)),
        case("as many channels as places", matrix(14, 2, 2, 4)),
        case("a channel that is dark", matrix(15, 2, 3, 3) * np.array([[1.0], [0.0], [1.0]])),
    ],
    returns="GA",
    praise="On the diagonal stands how strong each channel is, beside it who goes with whom.",
)
def gram_matrix(A):
    """A Aᵀ (n_C, n_C) of A (n_C, n_H n_W)."""
    return A @ A.T


@gram_matrix.mistake(
    "This is Aᵀ A, which compares places; wanted is A Aᵀ, (n_C, n_C), which compares channels."
)
def of_places(A):
    return A.T @ A


@gram_matrix.mistake("`*` multiplies entry by entry; a matrix product is `A @ A.T`.")
def entry_by_entry(A):
    return A * A


@gram_matrix.mistake(
    "It is divided by the number of places; the Gram matrix is the plain sum, and the style cost "
    "divides later."
)
def average(A):
    return A @ A.T / A.shape[1]


@gram_matrix.mistake(
    "It is divided by the number of entries, n_C n_H n_W; the Gram matrix is the plain sum, and "
    "the style cost divides later."
)
def over_everything(A):
    return A @ A.T / A.size


@gram_matrix.mistake(
    "The mean of each channel is subtracted first: that is a covariance (times the number of "
    "places), not the Gram matrix of 4.10."
)
def centred(A):
    A = A - A.mean(axis=1, keepdims=True)
    return A @ A.T


@gram_matrix.mistake(
    "This is the covariance, centred and averaged; the Gram matrix of 4.10 is A Aᵀ as it is."
)
def covariance(A):
    return np.atleast_2d(np.cov(A, bias=True))


@gram_matrix.mistake(
    "The rows are scaled to length 1 first: these are cosines. How strong a channel is belongs to "
    "the style too."
)
def cosines(A):
    A = A / np.maximum(np.linalg.norm(A, axis=1, keepdims=True), 1e-12)
    return A @ A.T


@gram_matrix.mistake(
    "Only the diagonal is left: the entries beside it say which channels go together, and that is "
    "what style is about."
)
def diagonal(A):
    return np.diag(np.sum(A**2, axis=1))


@gram_matrix.mistake(
    "The diagonal is set to 0: how strong each channel is belongs to the style too."
)
def without_diagonal(A):
    G = A @ A.T
    return G - np.diag(np.diag(G))


@gram_matrix.mistake(
    "Only sums of squares are left, one for each channel; wanted is one number for each *pair*."
)
def strengths(A):
    return np.sum(A**2, axis=1)


@gram_matrix.variant
def pairs(A):
    n_C = len(A)
    return np.array([[np.dot(A[k], A[j]) for j in range(n_C)] for k in range(n_C)])


@gram_matrix.variant
def einsum(A):
    return np.einsum("kp,jp->kj", A, A)


@gram_matrix.variant
def place_by_place(A):
    return sum(np.outer(a, a) for a in A.T)
