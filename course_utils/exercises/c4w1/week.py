"""The week, and the small images on which its functions are compared."""

import numpy as np

from course_utils.exercises.checking import Week

week = Week("c4w1")


def numbers(seed, *shape):
    """Numbers around 0 with two digits behind the point, the same every time."""
    return np.random.default_rng(seed).normal(size=shape).round(2)


# Two examples, higher than wide, two channels; three filters.
IMAGES, FILTERS, BIASES = numbers(1, 2, 6, 4, 2), numbers(2, 3, 3, 2, 3), numbers(3, 1, 1, 1, 3)
# One example, wider than high, one channel; two filters with an even side.
WIDE, EVEN, TWO = numbers(4, 1, 4, 7, 1), numbers(5, 2, 2, 1, 2), numbers(6, 1, 1, 1, 2)

PLAIN = {"pad": 0, "stride": 1}
PADDED = {"pad": 2, "stride": 1}
STRIDED = {"pad": 1, "stride": 2}  # on IMAGES the last row of windows does not fit
POOL = {"f": 2, "stride": 2}
OVERLAPPING = {"f": 3, "stride": 1}
GAPS = {"f": 2, "stride": 3}

GREY_LEVELS = np.random.default_rng(7).integers(0, 256, (1, 5, 5, 1)).astype(np.uint8)
"""A raw photograph: whole numbers from 0 to 255."""


def size(n, f, pad, stride):
    """How often a window fits."""
    return (n + 2 * pad - f) // stride + 1


def padded(A, pad):
    """A with zeros around each image."""
    return np.pad(A, ((0, 0), (pad, pad), (pad, pad), (0, 0)))


def window(h, w, stride, f):
    """The slices of the window at row h, column w of the outputs."""
    return np.s_[h * stride : h * stride + f, w * stride : w * stride + f]
