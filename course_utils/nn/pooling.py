"""Pooling: each channel of a window becomes its maximum or its average.

The maximum of a window is the maximum, along its height, of the maxima along its width; with
averages it is the same. So it is enough to pool along one axis at a time, and the same code serves
images (m, n_H, n_W, n_C), signals (m, n, n_C) and volumes (m, n_D, n_H, n_W, n_C).
"""

from functools import reduce
from math import prod
from typing import NamedTuple

import numpy as np

from course_utils.nn.validation import check_choice, check_count, check_shape
from course_utils.nn.windows import (
    BLOCK_BYTES,
    check_image,
    inside,
    output_size,
    pad_width,
    zero_pad,
)


class Geometry(NamedTuple):
    """The shapes of a pooling, and its window; `behind` is the padding behind, with overhang."""

    shape_prev: tuple
    shape: tuple
    f: int
    stride: int
    pad: int
    behind: int

    @property
    def axes(self):
        """The spatial axes."""
        return range(1, len(self.shape) - 1)

    def entries(self, A, axis):
        """For each of the f places in a window: the view of A with that entry of all windows."""
        before, last = (slice(None),) * axis, (self.shape[axis] - 1) * self.stride + 1
        return [A[(*before, slice(k, k + last, self.stride))] for k in range(self.f)]

    def before(self, axis, examples, dtype):
        """An array for what is pooled along `axis`, the axes behind it being pooled already.

        It holds zeros, but where windows side by side will fill it anyway.
        """
        padded = [n + self.pad + self.behind for n in self.shape_prev[1 : axis + 1]]
        filled = self.f == self.stride and self.f * self.shape[axis] == padded[-1]
        new = np.empty if filled else np.zeros
        return new((examples, *padded, *self.shape[axis + 1 :]), dtype)

    def entries_seen(self, dtype):
        """How many entries each window averages, (n_H, n_W, 1): fewer where it overhangs."""
        seen = np.ones(1, dtype)
        for axis in reversed(self.axes):
            there = self.shape_prev[axis] + 2 * self.pad - self.stride * np.arange(self.shape[axis])
            seen = np.minimum(self.f, there).reshape(-1, *[1] * seen.ndim).astype(dtype) * seen
        return seen

    def some_examples(self):
        """Slices of so many examples that the work on them stays in the cache."""
        step = max(BLOCK_BYTES // (4 * prod(self.shape_prev[1:])), 1)
        return [slice(i, i + step) for i in range(0, self.shape[0], step)]


def pool_forward(A_prev, f=2, stride=2, pad=0, mode="max", ceil=False, training=True):
    """A, the "max" or "average" of each window, and the cache for pool_backward.

    A_prev (m, n_H_prev, n_W_prev, n_C), A (m, n_H, n_W, n_C), pad "valid", "same" or a number. With
    ceil=True the size is rounded up, and the last windows may overhang the edge. Padding counts as
    zeros in an average and not at all in a maximum; what overhangs counts in neither. With
    training=False it is left to pool_backward, if that is called, to find which entries won.
    Raises ValueError where a window doesn't fit, or where one could see nothing but padding.
    """
    check_image("A_prev", A_prev)
    check_choice("mode", mode, ("max", "average"))
    pad = check_window_of_pool(f, stride, pad)
    A_prev = A_prev if A_prev.dtype.kind == "f" else A_prev.astype(float)
    m, *n_prev, n_C = A_prev.shape
    size = [output_size(n, f, stride, pad, ceil) for n in n_prev]
    behind = max((n - 1) * stride + f - pad - before for n, before in zip(size, n_prev))
    geometry = Geometry(A_prev.shape, (m, *size, n_C), f, stride, pad, max(behind, 0))
    if mode == "average":
        A = _pool(A_prev, geometry, np.add, 0)
        A /= geometry.entries_seen(A.dtype)
        return A, (geometry, None, None)
    if training:
        A, masks = _pool_and_find(A_prev, geometry)
        return A, (geometry, None, masks)
    return _pool(A_prev, geometry, np.maximum, -np.inf), (geometry, A_prev, None)


def pool_backward(dA, cache):
    """dA_prev of the matching pool_forward.

    The first maximum of a window gets the whole gradient; the entries of an average get equal
    shares.
    """
    geometry, A_prev, masks = cache
    check_shape("dA", dA, geometry.shape, "A was computed otherwise")
    if A_prev is not None:
        _, masks = _pool_and_find(A_prev, geometry)
    if masks is None:
        dA = dA / geometry.entries_seen(dA.dtype)
    *_, last = geometry.axes
    dA_prev = geometry.before(last, len(dA), dA.dtype)
    for i, some in enumerate(geometry.some_examples()):
        part = dA[some]
        for axis in geometry.axes:
            shares = [part] * geometry.f if masks is None else _to_first(part, masks[i][axis])
            part = dA_prev[some]
            if axis < last:
                part = geometry.before(axis, len(part), dA.dtype)
            for place, share in zip(geometry.entries(part, axis), shares):
                if geometry.stride < geometry.f:
                    place += share
                else:  # windows don't overlap
                    place[...] = share
    return np.ascontiguousarray(dA_prev[inside(geometry.shape_prev, geometry.pad)])


def _pool(A_prev, geometry, combine, nothing):
    """Combine the entries of each window, after padding with `nothing`."""
    A = np.empty(geometry.shape, A_prev.dtype)
    for some in geometry.some_examples():
        part = zero_pad(A_prev[some], geometry.pad, geometry.behind, value=nothing)
        for axis in geometry.axes:
            first, *others = geometry.entries(part, axis)
            part = combine(first, others[0]) if others else first
            for entry in others[1:]:
                combine(part, entry, out=part)
        A[some] = part
    return A


def _pool_and_find(A_prev, geometry):
    """Maxima, and for some examples after the other {axis: a mask for each entry but the last}.

    The width comes before the height: so the first maximum found is the first in reading order.
    """
    A, masks = np.empty(geometry.shape, A_prev.dtype), []
    for some in geometry.some_examples():
        part, found = zero_pad(A_prev[some], geometry.pad, geometry.behind, value=-np.inf), {}
        for axis in reversed(geometry.axes):
            entries = geometry.entries(part, axis)
            part = reduce(np.maximum, entries)
            found[axis] = [entry == part for entry in entries[:-1]]
        A[some] = part
        masks.append(found)
    return A, masks


def _to_first(dA, masks):
    """Yield each entry's share of dA: all for the first whose mask is True, else for the last."""
    for mask in masks:
        share = dA * mask
        dA = dA - share
        yield share
    yield dA


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
