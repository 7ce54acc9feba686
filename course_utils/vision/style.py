"""What a picture shows and what it is painted like, as costs with their gradients.

Activations A of a layer are (1, n_H, n_W, n_C), as a network gives them for one picture. A cost
returns J and its derivative by the generated picture G, or by that picture's activations A_G.
"""

from typing import NamedTuple

import numpy as np

from course_utils.nn.validation import check_array, check_shape

TINY = 1e-12  # added to what is divided by: a layer may be dark all over


def unroll(A):
    """Activations (1, n_H, n_W, n_C) as (n_C, n_H n_W): a row for a channel, a column for a place.

    Raises ValueError for other than one picture.
    """
    check_array("A", A, ndim=(4,))
    if len(A) != 1:
        raise ValueError(f"A holds {len(A)} pictures: style is that of one, pass A[:1].")
    return A.reshape(-1, A.shape[-1]).T


def roll(a, shape):
    """The way back: (n_C, n_H n_W) as an array of shape (1, n_H, n_W, n_C)."""
    return np.ascontiguousarray(a.T).reshape(shape)


def gram_matrix(A):
    """A Aᵀ (n_C, n_C) of A (n_C, n_H n_W): how strongly channels are active together (4.10)."""
    check_array("A", A, ndim=(2,))
    return A @ A.T


def content_cost(A_C, A_G):
    """J and dA_G: squared differences over 4 n_H n_W n_C, as in the published exercise (4.9).

    Raises ValueError where the two shapes differ.
    """
    check_shape("A_G", A_G, A_C.shape, f"A_C has shape {A_C.shape}")
    difference = A_G - A_C
    return float(np.sum(difference**2)) / (4 * A_C.size), difference / (2 * A_C.size)


def style_cost(A_S, A_G):
    """J and dA_G: squared differences of the Gram matrices over (2 n_H n_W n_C)² (4.10).

    The pictures may differ in size: then each Gram matrix is divided by the number of its own
    places, which for equal sizes is the same formula. Raises ValueError for different channels.
    """
    check_channels(A_S.shape[-1], A_G)
    a_S, a_G = unroll(A_S), unroll(A_G)
    n_C, places = a_G.shape
    difference = gram_matrix(a_G) / places - gram_matrix(a_S) / a_S.shape[1]
    J = float(np.sum(difference**2)) / (2 * n_C) ** 2
    return J, roll(difference @ a_G / (n_C**2 * places), A_G.shape)


def total_variation(G):
    """J and dG: mean squared difference of neighbouring pixels, high where a picture is grainy.

    Neighbours along the height and along the width count alike; G is (m, n_H, n_W, n_C).
    """
    check_array("G", G, ndim=(4,))
    dG, J = np.zeros_like(G), 0.0
    for axis in (1, 2):
        difference = np.diff(G, axis=axis)
        J += float(np.sum(difference**2)) / G.size
        step = difference * G.dtype.type(2 / G.size)
        before, after = [np.s_[:]] * 4, [np.s_[:]] * 4
        before[axis], after[axis] = np.s_[:-1], np.s_[1:]
        dG[tuple(after)] += step
        dG[tuple(before)] -= step
    return J, dG


class Content(NamedTuple):
    """Activations to be met: J is the squared distance as a share of their own squares."""

    A: np.ndarray

    @classmethod
    def of(cls, A_C):
        """The content of a picture with activations A_C."""
        return cls(A_C.copy())

    def cost(self, A_G):
        """J and dA_G; raises ValueError where the shapes differ."""
        J, dA_G = content_cost(self.A, A_G)
        scale = 4 / (float(np.mean(self.A**2)) + TINY)
        return scale * J, dA_G * dA_G.dtype.type(scale)


class Gram(NamedTuple):
    """A Gram matrix, averaged over the places, to be met: J is a share of its own squares."""

    matrix: np.ndarray

    @classmethod
    def of(cls, A_S):
        """The style of a picture with activations A_S."""
        return cls(gram_matrix(unroll(A_S)) / (A_S.shape[1] * A_S.shape[2]))

    def cost(self, A_G):
        """J and dA_G; raises ValueError for a different number of channels."""
        check_channels(len(self.matrix), A_G)
        a_G = unroll(A_G)
        difference = gram_matrix(a_G) / a_G.shape[1] - self.matrix
        size = np.sum(self.matrix**2) + TINY
        J = float(np.sum(difference**2) / size)
        return J, roll(difference @ a_G * (4 / (size * a_G.shape[1])), A_G.shape)


class Moments(NamedTuple):
    """Mean (n_C, 1) and covariance (n_C, n_C) of the channels over all places, to be met.

    J is the mean's squared distance as a share of its own square, plus the covariance's. The Gram
    matrix has both in one, A Aᵀ / places = covariance + mean meanᵀ; apart neither drowns the other.
    """

    mean: np.ndarray
    covariance: np.ndarray

    @classmethod
    def of(cls, A_S):
        """The style of a picture with activations A_S."""
        a = unroll(A_S)
        mean = a.mean(axis=1, keepdims=True)
        return cls(mean, (a - mean) @ (a - mean).T / a.shape[1])

    def cost(self, A_G):
        """J and dA_G; raises ValueError for a different number of channels."""
        check_channels(len(self.mean), A_G)
        mean, covariance = Moments.of(A_G)
        a_G = unroll(A_G)
        d_mean, d_covariance = mean - self.mean, covariance - self.covariance
        size, size_c = (np.sum(array**2) + TINY for array in self)
        J = float(np.sum(d_mean**2) / size + np.sum(d_covariance**2) / size_c)
        da_G = d_mean * (2 / size) + d_covariance @ (a_G - mean) * (4 / size_c)
        return J, roll(da_G / a_G.shape[1], A_G.shape)


def check_channels(n_C, A_G):
    """Raise ValueError where A_G has another number of channels than the style."""
    if A_G.shape[-1] != n_C:
        raise ValueError(
            f"the style has {n_C} channels but A_G has {A_G.shape[-1]}: take both from one layer."
        )
