"""How large the output is, and the frame of zeros: `output_size` and `zero_pad`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import math

import numpy as np

from course_utils.exercises.c4w1.week import GREY_LEVELS, IMAGES, WIDE, week
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


@week.exercise(
    cases=[
        case("two examples of two channels, one ring", IMAGES, 1),
        case("two rings", IMAGES, 2),
        case("one channel, wider than high", WIDE, 3),
    ],
    edge_cases=[case("pad = 0", WIDE, 0), case("whole numbers, as in a raw image", GREY_LEVELS, 1)],
    returns="X_pad",
    praise="The corners now have neighbours, of value 0.",
)
def zero_pad(X, pad):
    """X (m, n_H, n_W, n_C) with `pad` zeros above, below, left and right of every image."""
    return np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)))


@zero_pad.mistake(
    "All four axes are padded: there would be new examples and new channels of zeros. Give np.pad "
    "a pair for each axis, and (0, 0) for the first and the last (1.4)."
)
def everything(X, pad):
    return np.pad(X, pad)


@zero_pad.mistake(
    "The channels are padded too: the last pair is (0, 0), since an image keeps its channels (1.4)."
)
def channels(X, pad):
    return np.pad(X, ((0, 0), (pad, pad), (pad, pad), (pad, pad)))


@zero_pad.mistake(
    "The batch is padded too, with empty images: the first pair is (0, 0), for the axis of the "
    "examples."
)
def batch(X, pad):
    return np.pad(X, ((pad, pad), (pad, pad), (pad, pad), (0, 0)))


@zero_pad.mistake(
    "The pairs are one axis off: axis 0 counts the examples, 1 and 2 are height and width, 3 the "
    "channels."
)
def one_axis_off(X, pad):
    return np.pad(X, ((pad, pad), (pad, pad), (0, 0), (0, 0)))


@zero_pad.mistake(
    "This pads as if the channels came before height and width; here they come last (1.7)."
)
def channels_first(X, pad):
    return np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))


@zero_pad.mistake("Only above and below: axis 2, the width, needs its pair as well.")
def only_height(X, pad):
    return np.pad(X, ((0, 0), (pad, pad), (0, 0), (0, 0)))


@zero_pad.mistake("Only left and right: axis 1, the height, needs its pair as well.")
def only_width(X, pad):
    return np.pad(X, ((0, 0), (0, 0), (pad, pad), (0, 0)))


@zero_pad.mistake("Zeros stand only above and to the left: a pair is (before, behind).")
def only_before(X, pad):
    return np.pad(X, ((0, 0), (pad, 0), (pad, 0), (0, 0)))


@zero_pad.mistake("Zeros stand only below and to the right: a pair is (before, behind).")
def only_behind(X, pad):
    return np.pad(X, ((0, 0), (0, pad), (0, pad), (0, 0)))


@zero_pad.mistake("The frame repeats the pixels at the edge; it should hold zeros.")
def repeated(X, pad):
    return np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)), mode="edge")


@zero_pad.mistake("The frame holds ones; it should hold zeros.")
def ones(X, pad):
    return np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)), constant_values=1)


@zero_pad.mistake("The padding is always 1: use the argument `pad`.")
def always_one(X, pad):
    return np.pad(X, ((0, 0), (1, 1), (1, 1), (0, 0)))


@zero_pad.mistake("There is half of the padding: `pad` is the number of zeros on *each* side.")
def halved(X, pad):
    half = ((pad + 1) // 2, pad // 2)
    return np.pad(X, ((0, 0), half, half, (0, 0)))


@zero_pad.mistake(
    "Right but for pad = 0, where the image comes out empty or does not fit: `pad:-pad` is then "
    "`0:-0`, which is nothing. Write `pad:pad + n_H`."
)
def minus_zero(X, pad):
    m, n_H, n_W, n_C = X.shape
    X_pad = np.zeros((m, n_H + 2 * pad, n_W + 2 * pad, n_C))
    X_pad[:, pad:-pad, pad:-pad] = X
    return X_pad


@zero_pad.variant
def into_zeros(X, pad):
    m, n_H, n_W, n_C = X.shape
    X_pad = np.zeros((m, n_H + 2 * pad, n_W + 2 * pad, n_C))
    X_pad[:, pad : pad + n_H, pad : pad + n_W, :] = X
    return X_pad


@zero_pad.variant
def published(X, pad):
    pairs = ((0, 0), (pad, pad), (pad, pad), (0, 0))
    return np.pad(X, pairs, mode="constant", constant_values=(0, 0))


@zero_pad.variant
def concatenated(X, pad):
    for axis in (1, 2):
        shape = list(X.shape)
        shape[axis] = pad
        X = np.concatenate([np.zeros(shape), X, np.zeros(shape)], axis=axis)
    return X
