"""Winograd's convolution F(4x4, 3x3): a quarter of the multiplications, as three matrix products.

A 3x3 filter over a 6x6 tile gives 4x4 outputs: 144 multiplications. Seen as polynomials, tile and
filter can be evaluated at 6 points per axis (0, ±1, ±2 and ∞), multiplied point by point, 36
multiplications, and the outputs read off again. All three steps are linear, so each is one matrix
for the whole tile:

    U = points_of_filter W      V = points_of_tile X      Z = outputs (V U)

where V U multiplies, at each of the 36 points, (tiles, n_C_prev) by (n_C_prev, n_C).
Source: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015. In float32 the
error is about 1e-5 of the largest output, ten times that of the direct sum.
"""

import numpy as np

from course_utils.nn.windows import gathered, windows

_TILE = [
    [4, 0, -5, 0, 1, 0],
    [0, -4, -4, 1, 1, 0],
    [0, 4, -4, -1, 1, 0],
    [0, -2, -1, 2, 1, 0],
    [0, 2, -1, -2, 1, 0],
    [0, 4, 0, -5, 0, 1],
]
_FILTER = np.array([[6, 0, 0], [-4, -4, -4], [-4, 4, -4], [1, 2, 4], [1, -2, 4], [0, 0, 24]]) / 24
_OUTPUTS = [[1, 1, 1, 1, 1, 0], [0, 1, -1, 2, -2, 0], [0, 1, 1, 4, 4, 0], [0, 1, -1, 8, -8, 1]]


def suits(X, W, stride):
    """Whether the convolution of images X with filters W is one that this module speeds up.

    With few channels or few positions, the transformations cost more than the multiplications
    saved.
    """
    if W.shape[:-2] != (3, 3) or stride != 1 or np.result_type(X, W).kind != "f":
        return False
    positions = X.size // X.shape[-1]
    enough = min(W.shape[-2:]) >= 32 and positions >= 16 * max(W.shape[-2:])
    return enough and min(X.shape[1:-1]) >= 12


def convolve(X, W, pad, b=None, weights=None):
    """Z = X * W + b; with weights of Z's shape also the derivative of sum(weights * Z) by W.

    X (m, n_H_prev, n_W_prev, n_C_prev), W (3, 3, n_C_prev, n_C), Z (m, n_H, n_W, n_C).
    """
    m, n_C_prev, n_C = len(X), *W.shape[-2:]
    n_H, n_W = (n + 2 * pad - 2 for n in X.shape[1:3])
    dtype = np.result_type(X, W, 0 if b is None else b)
    # One axis' transformation twice, along height and along width, is its Kronecker square.
    tile, filters, outputs = (np.kron(M, M).astype(dtype) for M in (_TILE, _FILTER, _OUTPUTS))
    U = (filters @ W.reshape(9, -1)).reshape(36, n_C_prev, n_C)
    rows, columns = -(-n_H // 4), -(-n_W // 4)
    X_tiles = windows(_placed(X, pad, 4 * rows + 2, 4 * columns + 2), 6, 4)
    Z = np.empty((m, 4 * rows, 4 * columns, n_C), dtype)
    Z_tiles = windows(Z, 4, 4, writeable=True)
    if weights is not None:
        weight_tiles = windows(_placed(weights, 0, 4 * rows, 4 * columns), 4, 4)
        dU = np.zeros_like(U)
    for block, seen in gathered(X_tiles):
        V = tile @ seen.reshape(-1, 36, n_C_prev)
        V = V.swapaxes(0, 1)
        where = Z_tiles[block]
        Z_block = (outputs @ (V @ U).swapaxes(0, 1)).reshape(where.shape)
        where[...] = Z_block if b is None else Z_block + b.ravel()
        if weights is not None:
            weight_points = outputs.T @ weight_tiles[block].reshape(-1, 16, n_C)
            dU += V.swapaxes(1, 2) @ weight_points.swapaxes(0, 1)
    Z = np.ascontiguousarray(Z[:, :n_H, :n_W])
    return Z if weights is None else (Z, (filters.T @ dU.reshape(36, -1)).reshape(W.shape))


def _placed(X, pad, n_H, n_W):
    """X with `pad` zeros before it, in an array of height n_H and width n_W."""
    if pad == 0 and X.shape[1:3] == (n_H, n_W):
        return X
    placed = np.zeros((len(X), n_H, n_W, X.shape[-1]), X.dtype)
    placed[:, pad : pad + X.shape[1], pad : pad + X.shape[2]] = X[:, : n_H - pad, : n_W - pad]
    return placed
