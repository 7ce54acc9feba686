"""Convolution: four loops that say what it is, and the matrix product that computes it.

Images are (m, n_H, n_W, n_C), filters (f, f, n_C_prev, n_C), b (1, 1, 1, n_C). The same code
convolves signals (m, n, n_C) with filters (f, n_C_prev, n_C), and volumes (m, n_D, n_H, n_W, n_C)
with filters (f, f, f, n_C_prev, n_C).
"""

import numpy as np

from course_utils.nn import winograd
from course_utils.nn.validation import check_shape
from course_utils.nn.windows import (
    blocks,
    check_filters,
    gathered,
    inside,
    output_size,
    pad_for_windows,
    pad_width,
    sum_positions,
    windows,
    zero_pad,
)


def conv_forward_loops(A_prev, W, b, stride=1, pad=0):
    """Z for images, straight from the definition: what conv_forward is compared with."""
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    pad = pad_width(pad, f)
    n_H, n_W = output_size(n_H_prev, f, stride, pad), output_size(n_W_prev, f, stride, pad)
    A_prev_pad = zero_pad(A_prev, pad)
    Z = np.zeros((m, n_H, n_W, n_C), np.result_type(A_prev, W, b))
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                a_slice = A_prev_pad[i, h * stride : h * stride + f, w * stride : w * stride + f]
                for c in range(n_C):
                    Z[i, h, w, c] = np.sum(a_slice * W[..., c]) + b[0, 0, 0, c]
    return Z


def conv_backward_loops(dZ, A_prev, W, stride=1, pad=0):
    """dA_prev, dW, db for images, straight from the chain rule."""
    f = len(W)
    pad = pad_width(pad, f)
    A_prev_pad = zero_pad(A_prev, pad)
    dA_prev_pad, dW = np.zeros_like(A_prev_pad), np.zeros_like(W)
    for i, h, w, c in np.ndindex(dZ.shape):
        window = np.s_[i, h * stride : h * stride + f, w * stride : w * stride + f]
        dA_prev_pad[window] += W[..., c] * dZ[i, h, w, c]
        dW[..., c] += A_prev_pad[window] * dZ[i, h, w, c]
    dA_prev = dA_prev_pad[inside(A_prev.shape, pad)]
    return dA_prev, dW, dZ.sum(axis=(0, 1, 2), keepdims=True)


def conv_forward(A_prev, W, b, stride=1, pad=0):
    """Z = A_prev * W + b (cross-correlation), and the cache for conv_backward.

    A_prev (m, n_H_prev, n_W_prev, n_C_prev), W (f, f, n_C_prev, n_C), b (1, 1, 1, n_C), pad
    "valid", "same" or a number of zeros on each side; Z (m, n_H, n_W, n_C) with n_H = ⌊(n_H_prev +
    2 pad - f) / stride⌋ + 1. Raises ValueError where the shapes don't fit.
    """
    pad = check_filters(A_prev, W, b, stride, pad)
    return _convolve(A_prev, W, stride, pad, b), (A_prev, W, stride, pad)


def conv_backward(dZ, cache):
    """dA_prev, dW, db of the matching conv_forward.

    With stride 1, dA_prev is again a convolution: each input entry collects from the window of
    outputs that saw it, so dZ is convolved with the filters turned by 180° and their channels
    exchanged. The windows of dZ that this needs serve for dW as well.
    """
    A_prev, W, stride, pad = cache
    _check_dZ(dZ, cache)
    if stride == 1 and pad < len(W):
        dA_prev, dW = _convolve(dZ, _turned(W), 1, len(W) - 1 - pad, weights=A_prev)
        return dA_prev, _turned(dW), sum_positions(dZ)
    return _scatter(dZ, W, A_prev, stride, pad), *conv_backward_params(dZ, cache)


def conv_backward_params(dZ, cache):
    """Return dW and db alone: a first layer needs no gradient of its input."""
    A_prev, W, stride, pad = cache
    _check_dZ(dZ, cache)
    view = windows(pad_for_windows(A_prev, len(W), pad), len(W), stride)
    dW = np.zeros(W.shape, np.result_type(A_prev, dZ))
    for block, seen in gathered(view):
        columns = seen.reshape(-1, W[..., 0].size)
        dW += (columns.T @ dZ[block].reshape(-1, W.shape[-1])).reshape(W.shape)
    return dW, sum_positions(dZ)


def _check_dZ(dZ, cache):
    A_prev, W, stride, pad = cache
    size = [output_size(n, len(W), stride, pad) for n in A_prev.shape[1:-1]]
    check_shape("dZ", dZ, (len(A_prev), *size, W.shape[-1]), "Z was computed otherwise")


def _convolve(X, W, stride, pad, b=None, weights=None):
    """Z = X * W + b; with weights of Z's shape also the derivative of sum(weights * Z) by W.

    Each window of X becomes one row of a matrix (im2col), W a matrix with one column per filter:
    then the convolution is one matrix product. All the rows at once would be f² times the image,
    so they are written and used in blocks that fit into the cache. Wide 3x3 convolutions go to
    `winograd`.
    """
    if winograd.suits(X, W, stride):
        return winograd.convolve(X, W, pad, b, weights)
    view = windows(pad_for_windows(X, len(W), pad), len(W), stride)
    n_C = W.shape[-1]
    W_matrix = W.reshape(-1, n_C)
    Z = np.empty((*view.shape[: X.ndim - 1], n_C), np.result_type(X, W, 0 if b is None else b))
    if weights is not None:
        derivative = np.zeros((n_C, len(W_matrix)), np.result_type(X, weights))
    if b is not None:
        # NumPy adds long rows faster than short ones.
        b_row = np.broadcast_to(b.ravel(), Z.shape[-2:]).ravel()
    for block, seen in gathered(view):
        columns = seen.reshape(-1, len(W_matrix))
        np.matmul(columns, W_matrix, out=Z[block].reshape(-1, n_C))
        if b is not None:
            Z[block].reshape(-1, b_row.size)[...] += b_row
        if weights is not None:
            derivative += weights[block].reshape(-1, n_C).T @ columns
    return Z if weights is None else (Z, derivative.T.reshape(W.shape))


def _scatter(dZ, W, A_prev, stride, pad):
    """dA_prev for any stride: each output gives W dZ back to the window that it saw (col2im)."""
    f = len(W)
    W_matrix = W.reshape(-1, W.shape[-1])
    dA_pad = np.zeros_like(zero_pad(A_prev, pad), dtype=np.result_type(dZ, W))
    view = windows(dA_pad, f, stride, writeable=True)
    for block in blocks(view):
        seen = view[block]
        shares = (dZ[block] @ W_matrix.T).reshape(seen.shape)
        for offset in np.ndindex(*[f] * (A_prev.ndim - 2)):
            # One offset at a time, since different positions see an entry at different offsets.
            seen[(..., *offset, slice(None))] += shares[(..., *offset, slice(None))]
    return np.ascontiguousarray(dA_pad[inside(A_prev.shape, pad)])


def _turned(W):
    """W turned by 180° along its spatial axes, with input and output channels exchanged."""
    return np.ascontiguousarray(np.flip(W, range(W.ndim - 2)).swapaxes(-1, -2))
