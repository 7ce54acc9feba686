"""Batch normalisation and inverted dropout.

Batch norm has one code for both layouts: it sees columns (n, m) and images (m, n_H, n_W, n) as a
table of examples by features. A row of an image's table holds a whole row of pixels, n_W times the
n features, since NumPy is fast on long rows: `spread` repeats n numbers along such a row, and
`column_sums` adds a table up to n numbers.
"""

from typing import NamedTuple

import numpy as np

from course_utils.nn.activations import feature_axis
from course_utils.nn.validation import check_array, check_number, check_shape


class BatchNormCache(NamedTuple):
    """What batch norm's backward needs: Z - mean, gamma, and three numbers for each feature."""

    centred: np.ndarray
    gamma: np.ndarray
    inv_std: np.ndarray
    mean: np.ndarray
    var: np.ndarray


def batch_norm_forward(Z, gamma, beta, epsilon=1e-5):
    """A = gamma Z_hat + beta, with Z_hat = (Z - mean) / sqrt(var + epsilon) (Ioffe, Szegedy 2015).

    Z (n, m) or (m, n_H, n_W, n); gamma and beta (n, 1) in both layouts. Mean and variance are those
    of the batch; the variance is divided by m, not m - 1. Returns A and the cache.
    """
    check_batch_norm(Z, gamma, beta)
    n, m = gamma.size, Z.size // gamma.size
    mean = column_sums(table(Z), n) / m
    centred = table(Z) - spread(mean, Z)
    var = column_sums(centred, n, centred) / m
    return scale_and_shift(Z, centred, gamma, beta, mean, var, epsilon)


def batch_norm_backward(dA, cache):
    """dZ, dgamma, dbeta of the matching batch_norm_forward.

    dZ = gamma / sqrt(var + epsilon) * (dA - dbeta / m - Z_hat dgamma / m): each Z also moves its
    feature's mean and variance, so dA loses its mean and its part along Z_hat.
    """
    centred, gamma, inv_std, _, _ = cache
    m = dA.size // gamma.size
    dgamma, dbeta = scale_gradients(dA, cache)
    dZ = table(centred) * spread(-inv_std * dgamma / m, dA)
    dZ += table(dA)
    dZ -= spread(dbeta / m, dA)
    dZ *= spread(gamma.ravel() * inv_std, dA)
    return untable(dZ, dA), dgamma.reshape(gamma.shape), dbeta.reshape(gamma.shape)


def batch_norm_inference(Z, gamma, beta, mean, var, epsilon=1e-5):
    """A = gamma Z_hat + beta with given (running) mean and var, (n, 1), instead of the batch's."""
    check_batch_norm(Z, gamma, beta)
    centred = table(Z) - spread(mean, Z)
    return scale_and_shift(Z, centred, gamma, beta, mean, var.ravel(), epsilon)


def batch_norm_inference_backward(dA, cache):
    """dZ, dgamma, dbeta of batch_norm_inference, for which mean and var are constants."""
    dgamma, dbeta = scale_gradients(dA, cache)
    dZ = table(dA) * spread(cache.gamma.ravel() * cache.inv_std, dA)
    return untable(dZ, dA), dgamma.reshape(cache.gamma.shape), dbeta.reshape(cache.gamma.shape)


def update_running_average(running, batch, momentum=0.9):
    """Make `running` (n, 1) momentum * running + (1 - momentum) * batch: it is changed in place."""
    running *= momentum
    running += (1 - momentum) * batch.reshape(running.shape)


def scale_and_shift(Z, centred, gamma, beta, mean, var, epsilon):
    """A = gamma * centred / sqrt(var + epsilon) + beta in the layout of Z, and the cache."""
    inv_std = 1 / np.sqrt(var + epsilon)
    A = centred * spread(gamma.ravel() * inv_std, Z)
    A += spread(beta, Z)
    return untable(A, Z), BatchNormCache(untable(centred, Z), gamma, inv_std, mean, var)


def scale_gradients(dA, cache):
    """dgamma, the sum of dA Z_hat over the examples, and dbeta, the sum of dA."""
    check_shape("dA", dA, cache.centred.shape, "A has the shape of Z")
    n, rows = cache.gamma.size, table(dA)
    return column_sums(rows, n, table(cache.centred)) * cache.inv_std, column_sums(rows, n)


def column_sums(rows, n, factor=None):
    """Sum of rows (times factor) over the examples, for each of n features: (n,).

    A product with ones adds faster than rows.sum(axis=0).
    """
    if factor is None:
        sums = np.ones(len(rows), rows.dtype) @ rows
    else:
        sums = np.einsum("ij,ij->j", rows, factor)
    return sums if sums.size == n else sums.reshape(-1, n).sum(axis=0)


def spread(values, Z):
    """One number per feature, repeated to the length of a row of table(Z)."""
    return values.ravel() if Z.ndim == 2 else np.tile(values.ravel(), Z.shape[-2])


def table(Z):
    """Z with examples as rows: (m, n) for columns, (m n_H, n_W n) for images; not copied."""
    return Z.T if Z.ndim == 2 else Z.reshape(-1, Z.shape[-2] * Z.shape[-1])


def untable(rows, Z):
    """Undo table: rows in the layout of Z."""
    return rows.T if Z.ndim == 2 else rows.reshape(Z.shape)


def check_batch_norm(Z, gamma, beta):
    """Check Z and that gamma and beta have one entry for each feature."""
    check_array("Z", Z, ndim=(2, 3, 4, 5))
    n = Z.shape[feature_axis(Z)]
    for name, array in (("gamma", gamma), ("beta", beta)):
        check_shape(name, array, (n, 1), f"Z has {n} features", "Use BatchNorm(n) with this n.")


def dropout_forward(A_prev, keep_prob, rng):
    """A = A_prev D / keep_prob, and the mask D / keep_prob for dropout_backward.

    D is 1 with probability keep_prob, else 0; the division keeps the mean of A that of A_prev.
    """
    keep_prob = check_number("keep_prob", keep_prob, 0, 1, open_low=True)
    mask = (rng.random(A_prev.shape, A_prev.dtype) < keep_prob).astype(A_prev.dtype)
    mask /= keep_prob
    return A_prev * mask, mask


def dropout_backward(dA, mask):
    """Return dA_prev: gradients pass through the units that were kept, scaled as they were."""
    return dA * mask
