"""Pooling: each channel of a window becomes its maximum or its average.

The maximum of a window is the maximum, along its height, of the maxima along its width; with
averages it is the same. So it is enough to pool along one axis at a time, and the same code serves
images (m, n_H, n_W, n_C), signals (m, n, n_C) and volumes (m, n_D, n_H, n_W, n_C).
"""

from functools import reduce
from math import prod

import numpy as np

from course_utils.nn.validation import check_choice, check_count, check_shape
from course_utils.nn.windows import check_image, inside, output_size, pad_width, zero_pad


def pool_forward(A_prev, f=2, stride=2, pad=0, mode="max", ceil=False):
    """A, the "max" or "average" of each window, and the cache for pool_backward.

    A_prev (m, n_H_prev, n_W_prev, n_C), A (m, n_H, n_W, n_C), pad "valid", "same" or a number. With
    ceil=True the size is rounded up, and the last windows may overhang the edge. Padding counts as
    zeros in an average and not at all in a maximum; what overhangs counts in neither. Raises
    ValueError where a window doesn't fit, or where one could see nothing but padding.
    """
    check_image("A_prev", A_prev)
    check_choice("mode", mode, ("max", "average"))
    pad = check_window_of_pool(f, stride, pad)
    n_prev = A_prev.shape[1:-1]
    size = [output_size(n, f, stride, pad, ceil) for n in n_prev]
    A = A_prev if A_prev.dtype.kind == "f" else A_prev.astype(float)
    behind = max((n - 1) * stride + f - pad - before for n, before in zip(size, n_prev))
    A = zero_pad(A, pad, max(behind, 0), value=-np.inf if mode == "max" else 0)
    stages = []
    # Width before height: so backward finds the first of equal maxima in reading order.
    for axis in reversed(range(1, A.ndim - 1)):
        n = size[axis - 1]
        seen = _entries_seen(n_prev[axis - 1] + 2 * pad, f, stride, n)
        seen = seen.astype(A.dtype).reshape(n, *[1] * (A.ndim - axis - 1))
        stages.append((axis, seen, A.shape, A if mode == "max" else None))
        entries = _entries(A, axis, f, stride, n)
        A = reduce(np.maximum, entries) if mode == "max" else reduce(np.add, entries) / seen
    A = A.copy() if f == 1 else A
    return A, (stages, A, A_prev.shape, f, stride, pad)


def pool_backward(dA, cache):
    """dA_prev of the matching pool_forward.

    The first maximum of a window gets the whole gradient; the entries of an average get equal
    shares.
    """
    stages, A, shape_prev, f, stride, pad = cache
    check_shape("dA", dA, A.shape, "A was computed otherwise")
    for axis, seen, shape, A_before in reversed(stages):
        dA_before = np.zeros(shape, dA.dtype)
        places = _entries(dA_before, axis, f, stride, dA.shape[axis])
        if A_before is None:
            shares = [dA / seen] * f
        else:
            shares = _to_first(dA, A, _entries(A_before, axis, f, stride, dA.shape[axis]))
        for place, share in zip(places, shares):
            if stride < f:
                place += share
            else:  # the windows don't overlap
                place[...] = share
        dA, A = dA_before, A_before
    return np.ascontiguousarray(dA[inside(shape_prev, pad)])


def global_average_pool_forward(A_prev):
    """A (m, 1, 1, n_C), the average of each channel of A_prev (m, n_H, n_W, n_C), and the cache."""
    check_image("A_prev", A_prev)
    return A_prev.mean(axis=tuple(range(1, A_prev.ndim - 1)), keepdims=True), A_prev.shape


def global_average_pool_backward(dA, cache):
    """dA_prev of the matching global_average_pool_forward: equal shares for all positions."""
    m, *size, n_C = cache
    check_shape("dA", dA, (m, *[1] * len(size), n_C), "A was computed otherwise")
    return np.broadcast_to(dA / prod(size), cache).copy()


def check_window_of_pool(f, stride, pad):
    """Check the window of a pooling layer; returns pad as a number."""
    check_count("f", f)
    check_count("stride", stride)
    pad = pad_width(pad, f)
    if pad >= f:
        raise ValueError(
            f"pad is {pad} but must be less than f={f}: a window would see nothing but padding."
        )
    return pad


def _entries(A, axis, f, stride, n):
    """For each of the f places in a window: the view of A with that entry of all n windows."""
    before = (slice(None),) * axis
    last = (n - 1) * stride + 1
    return [A[(*before, slice(k, k + last, stride))] for k in range(f)]


def _entries_seen(n_padded, f, stride, n):
    """How many entries each of n windows sees: fewer than f where it overhangs the edge."""
    return np.minimum(f, n_padded - stride * np.arange(n))


def _to_first(dA, A, entries):
    """Yield each entry's share of dA: all of it for the first entry that equals the maximum A."""
    left = dA
    for entry in entries[:-1]:
        share = left * (entry == A)
        left = left - share
        yield share
    yield left
