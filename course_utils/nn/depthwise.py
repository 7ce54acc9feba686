"""Depthwise convolution: each channel has its own filter, and channels don't mix."""

import numpy as np

from course_utils.nn.validation import check_shape
from course_utils.nn.windows import (
    blocks,
    check_filters,
    inside,
    output_size,
    sum_positions,
    windows,
    zero_pad,
)


def depthwise_forward(A_prev, W, b, stride=1, pad=0):
    """Z, each channel of A_prev with its own filter, and the cache for depthwise_backward.

    A_prev (m, n_H_prev, n_W_prev, n_C), W (f, f, n_C), b (1, 1, 1, n_C), Z (m, n_H, n_W, n_C), pad
    as in conv_forward. There is no sum over channels to make a matrix product of: for each of the
    f² places in the filter, the image shifted by it is multiplied by n_C numbers.
    """
    pad = check_filters(A_prev, W, b, stride, pad, n_C=())
    view = windows(zero_pad(A_prev, pad), len(W), stride)
    positions = view.shape[: A_prev.ndim - 1]
    Z = np.empty((*positions, W.shape[-1]), np.result_type(A_prev, W, b))
    Z[...] = b
    for block in blocks(view):
        for place in np.ndindex(W.shape[:-1]):
            Z[block] += view[block][(..., *place, slice(None))] * W[place]
    return Z, (A_prev, W, stride, pad)


def depthwise_backward(dZ, cache):
    """dA_prev, dW, db of the matching depthwise_forward."""
    A_prev, W, stride, pad = cache
    size = [output_size(n, len(W), stride, pad) for n in A_prev.shape[1:-1]]
    check_shape("dZ", dZ, (len(A_prev), *size, W.shape[-1]), "Z was computed otherwise")
    A_prev_pad = zero_pad(A_prev, pad)
    dA_prev_pad = np.zeros(A_prev_pad.shape, np.result_type(dZ, W))
    dW = np.zeros(W.shape, np.result_type(dZ, A_prev))
    view = windows(A_prev_pad, len(W), stride)
    d_view = windows(dA_prev_pad, len(W), stride, writeable=True)
    for block in blocks(view):
        for place in np.ndindex(W.shape[:-1]):
            entry = (..., *place, slice(None))
            dW[place] += sum_positions(view[block][entry] * dZ[block]).ravel()
            d_view[block][entry] += dZ[block] * W[place]
    dA_prev = np.ascontiguousarray(dA_prev_pad[inside(A_prev.shape, pad)])
    return dA_prev, dW, sum_positions(dZ)
