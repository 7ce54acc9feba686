"""Activation functions and their derivatives.

Every derivative here can be written in terms of the function's own output A. So A is all that has
to be kept: after `A = relu(Z)`, `relu_backward(dA, A)` is dZ. Arrays may have any shape.
"""

import numpy as np


def feature_axis(Z):
    """The axis of the features: 0 in columns (features, examples), -1 in images (m, ..., n_C)."""
    return 0 if Z.ndim == 2 else -1


def sigmoid(Z):
    """A = 1 / (1 + exp(-Z)), computed as (1 + tanh(Z/2)) / 2, which cannot overflow."""
    A = np.tanh(0.5 * Z)
    A *= 0.5
    A += 0.5
    return A


def sigmoid_backward(dA, A):
    """Return dZ for A = sigmoid(Z)."""
    return dA * A * (1 - A)


def tanh(Z):
    """The hyperbolic tangent, between -1 and 1."""
    return np.tanh(Z)


def tanh_backward(dA, A):
    """Return dZ for A = tanh(Z)."""
    return dA * (1 - A * A)


def relu(Z):
    """A = max(0, Z). Two arrays are compared, since NumPy is slower with an array and a number."""
    zeros = np.zeros_like(Z)
    return np.maximum(Z, zeros, out=zeros)


def relu_backward(dA, A):
    """Return dZ for A = relu(Z): the gradient passes where Z > 0, which is where A > 0."""
    return dA * (A > 0)


def leaky_relu(Z, slope=0.01):
    """A = Z where Z > 0 and slope * Z elsewhere, 0 < slope < 1."""
    return np.maximum(Z, slope * Z)


def leaky_relu_backward(dA, A, slope=0.01):
    """Return dZ for A = leaky_relu(Z, slope): dA times 1 where A > 0 (so Z > 0), else slope.

    (The larger of 1 or 0 and slope is that factor, four times faster than np.where.)
    """
    return dA * np.maximum((A > 0).astype(A.dtype), slope)


def softmax(Z):
    """A = exp(Z) / sum of exp(Z) over the features.

    Subtracting the largest Z first changes nothing, but keeps exp from overflowing.
    """
    axis = feature_axis(Z)
    T = np.exp(Z - Z.max(axis=axis, keepdims=True))
    return T / T.sum(axis=axis, keepdims=True)


def softmax_backward(dA, A):
    """Return dZ for A = softmax(Z): dZ_i = A_i (dA_i - sum_j dA_j A_j)."""
    return A * (dA - np.sum(dA * A, axis=feature_axis(A), keepdims=True))
