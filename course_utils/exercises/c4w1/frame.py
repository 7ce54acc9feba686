"""A frame of zeros around every image: `zero_pad`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w1.week import GREY_LEVELS, IMAGES, WIDE, week
from course_utils.exercises.running import case


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
