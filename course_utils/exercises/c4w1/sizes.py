"""How often a window fits: `output_size`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import math

import numpy as np

from course_utils.exercises.c4w1.week import week
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        case("a 6 x 6 image, a 3 x 3 filter", 6, 3, 0, 1),
        case("a 7 x 7 image, stride 2", 7, 3, 0, 2),
        case("padding 2, stride 1", 6, 5, 2, 1),
        case("padding 1, stride 3", 10, 3, 1, 3),
        case("the last window does not fit", 8, 3, 0, 2),
        case("two places are left over", 9, 3, 1, 3),
        case("one place is left over", 10, 3, 1, 4),
    ],
    edge_cases=[
        case("a filter as large as the image", 5, 5, 0, 1),
        case("a 1 x 1 filter", 4, 1, 0, 1),
        case("the filter does not fit into the image", 3, 6, 1, 2),
        case("the filter fits thanks to the padding", 3, 7, 2, 1),
        case("one place too few, no padding", 4, 5, 0, 1),
    ],
    returns="the size",
    praise="One formula for every layer of every convolutional network.",
)
def output_size(n, f, p, s):
    """How often a window of f fits along n + 2p places in steps of s."""
    if f > n + 2 * p:
        raise ValueError("the filter is larger than the padded image: use a smaller f or more p.")
    return (n + 2 * p - f) // s + 1


def refused(n, f, p, s):
    if f > n + 2 * p:
        raise ValueError("too large")


@output_size.mistake(
    "It is rounded up: a window that hangs over the edge is not computed, so round down, with "
    "`//` or `math.floor` (1.5)."
)
def rounded_up(n, f, p, s):
    refused(n, f, p, s)
    return math.ceil((n + 2 * p - f) / s) + 1


@output_size.mistake(
    "It is rounded to the nearest number; only whole windows count, so round down (1.5)."
)
def rounded_to_nearest(n, f, p, s):
    refused(n, f, p, s)
    return math.floor((n + 2 * p - f) / s + 1.5)


@output_size.mistake("It is not rounded down: a fraction of a window is no window. Use `//` (1.5).")
def not_rounded(n, f, p, s):
    refused(n, f, p, s)
    return (n + 2 * p - f) / s + 1


@output_size.mistake("You divide by 2, as one set of notes does; the stride s belongs there (1.5).")
def divided_by_two(n, f, p, s):
    refused(n, f, p, s)
    return (n + 2 * p - f) // 2 + 1


@output_size.mistake("The stride is left out: the window moves s places at a time (1.5).")
def without_stride(n, f, p, s):
    refused(n, f, p, s)
    return n + 2 * p - f + 1


@output_size.mistake(
    "The padding counts once only: there are p zeros on *either* side, so the padded image has "
    "n + 2p places (1.4)."
)
def padded_once(n, f, p, s):
    refused(n, f, p, s)
    return (n + p - f) // s + 1


@output_size.mistake("The padding is left out: the image becomes n + 2p long (1.4).")
def without_padding(n, f, p, s):
    refused(n, f, p, s)
    return (n - f) // s + 1


@output_size.mistake(
    "One is missing: n + 2p - f counts the *steps* to the last place; the place where the window "
    "starts counts too."
)
def one_missing(n, f, p, s):
    refused(n, f, p, s)
    return (n + 2 * p - f) // s


@output_size.mistake(
    "Brackets are missing: the whole of `(n + 2 * p - f)` is divided by s, not f alone."
)
def brackets(n, f, p, s):
    refused(n, f, p, s)
    return n + 2 * p - f // s + 1


@output_size.mistake(
    "The 1 is added before the division: it belongs outside, `(n + 2 * p - f) // s + 1`."
)
def one_inside(n, f, p, s):
    refused(n, f, p, s)
    return (n + 2 * p - f + 1) // s


@output_size.mistake(
    "Right where the filter fits. Where it doesn't, there is no output: raise a `ValueError` "
    "instead of returning a size."
)
def fits_or_not(n, f, p, s):
    return (n + 2 * p - f) // s + 1


@output_size.mistake(
    "`int` cuts towards zero, so a filter that does not fit still seems to fit once: raise a "
    "`ValueError` where f is larger than n + 2p."
)
def cut_to_zero(n, f, p, s):
    return int((n + 2 * p - f) / s) + 1


@output_size.variant
def floor(n, f, p, s):
    if f - 2 * p > n:
        raise AssertionError("does not fit")
    return math.floor((n + 2 * p - f) / s + 1)


@output_size.variant
def counted(n, f, p, s):
    if n + 2 * p < f:
        raise ValueError("no place")
    return len(range(0, n + 2 * p - f + 1, s))


@output_size.variant
def numpy_floor(n, f, p, s):
    if n + 2 * p < f:
        raise ValueError("no place")
    return np.floor((n + 2 * p - f) / s) + 1
