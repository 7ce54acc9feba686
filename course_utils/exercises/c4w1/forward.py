"""Every window, every filter: `conv_forward`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import math

import numpy as np

from course_utils.exercises.c4w1.step import conv_single_step
from course_utils.exercises.c4w1.week import (
    BIASES,
    EVEN,
    FILTERS,
    GREY_LEVELS,
    IMAGES,
    PADDED,
    PLAIN,
    STRIDED,
    TWO,
    WIDE,
    numbers,
    padded,
    size,
    week,
    window,
)
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        case("no padding, stride 1", IMAGES, FILTERS, BIASES, PLAIN),
        case("two rings of zeros", IMAGES, FILTERS, BIASES, PADDED),
        case("one ring, stride 2: the last row does not fit", IMAGES, FILTERS, BIASES, STRIDED),
        case("wider than high, 2 x 2 filters", WIDE, EVEN, TWO, {"pad": 0, "stride": 2}),
        case(
            "as many filters as channels",
            numbers(16, 1, 5, 5, 2),
            numbers(17, 3, 3, 2, 2),
            TWO,
            {"pad": 1, "stride": 3},
        ),
    ],
    edge_cases=[
        case("whole numbers up to 255", GREY_LEVELS, EVEN, TWO, PLAIN),
        case("the filters see everything at once", WIDE[:, :, :4], numbers(18, 4, 4, 1, 2), TWO,
             PLAIN),
    ],
    returns=("Z", "cache"),
    praise="Four loops say it; the library needs none of them in Python.",
)  # fmt: skip
def conv_forward(A_prev, W, b, hparameters):
    """Z (m, n_H, n_W, n_C) and the cache (A_prev, W, b, hparameters) of a convolution."""
    return convolve(A_prev, W, b, hparameters), (A_prev, W, b, hparameters)


def convolve(A_prev, W, b, hparameters, shape=None, at=window):
    """Z, possibly of another shape, or with windows taken from elsewhere."""
    stride, f = hparameters["stride"], len(W)
    A_pad = padded(A_prev, hparameters["pad"])
    Z = np.zeros((len(A_prev), *(shape or sizes(A_prev, W, hparameters)), W.shape[-1]))
    for i, h, w, c in np.ndindex(Z.shape):
        a_slice = A_pad[i][at(h, w, stride, f)]
        Z[i, h, w, c] = conv_single_step(a_slice, W[..., c], b[..., c])
    return Z


def sizes(A_prev, W, hparameters):
    """n_H, n_W."""
    return [size(n, len(W), hparameters["pad"], hparameters["stride"]) for n in A_prev.shape[1:3]]


def with_other(A_prev, W, b, hparameters, **others):
    """What comes of other hyperparameters than those given; the cache is right."""
    return convolve(A_prev, W, b, hparameters | others), (A_prev, W, b, hparameters)


def wrong(A_prev, W, b, hparameters, Z=None, **twist):
    """A result with the right cache and a wrong Z."""
    Z = convolve(A_prev, W, b, hparameters, **twist) if Z is None else Z
    return Z, (A_prev, W, b, hparameters)


# Stride and padding


@conv_forward.mistake(
    "The stride is left out of the slice: the window of output row h begins at `h * stride`, not "
    "at h, and the same holds for w (1.5)."
)
def stride_not_in_the_slice(A_prev, W, b, hparameters):
    return wrong(A_prev, W, b, hparameters, at=lambda h, w, stride, f: window(h, w, 1, f))


@conv_forward.mistake(
    'The stride is always 1: take it from `hparameters["stride"]`, for the size and for the slice.'
)
def stride_one(A_prev, W, b, hparameters):
    return with_other(A_prev, W, b, hparameters, stride=1)


@conv_forward.mistake(
    'The stride is always 2: take it from `hparameters["stride"]`, for the size and for the slice.'
)
def stride_two(A_prev, W, b, hparameters):
    return with_other(A_prev, W, b, hparameters, stride=2)


@conv_forward.mistake("The stride acts on the rows only: the columns move by `stride` as well.")
def stride_of_rows_only(A_prev, W, b, hparameters):
    return wrong(
        A_prev, W, b, hparameters,
        at=lambda h, w, stride, f: np.s_[h * stride : h * stride + f, w : w + f],
    )  # fmt: skip


@conv_forward.mistake(
    'The padding is left out: pad A_prev by `hparameters["pad"]` before the windows move (1.4).'
)
def without_padding(A_prev, W, b, hparameters):
    return with_other(A_prev, W, b, hparameters, pad=0)


@conv_forward.mistake('The padding is always 1: take it from `hparameters["pad"]`.')
def padding_one(A_prev, W, b, hparameters):
    return with_other(A_prev, W, b, hparameters, pad=1)


@conv_forward.mistake(
    "The image is padded, but the size of Z is computed without the padding: it is "
    "⌊(n + 2p - f) / s⌋ + 1 (1.5)."
)
def size_without_padding(A_prev, W, b, hparameters):
    shape = sizes(A_prev, W, {**hparameters, "pad": 0})
    return wrong(A_prev, W, b, hparameters, shape=shape)


@conv_forward.mistake(
    "The size of Z is rounded up, so the last windows hang over the edge: round down (1.5)."
)
def size_rounded_up(A_prev, W, b, hparameters):
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H, n_W = (math.ceil((n + 2 * pad - len(W)) / stride) + 1 for n in A_prev.shape[1:3])
    Z = np.zeros((len(A_prev), n_H, n_W, W.shape[-1]))
    Z[(slice(None), *map(slice, sizes(A_prev, W, hparameters)))] = convolve(
        A_prev, W, b, hparameters
    )
    if [n_H, n_W] != sizes(A_prev, W, hparameters):
        raise ValueError("operands could not be broadcast together")
    return wrong(A_prev, W, b, hparameters, Z)


@conv_forward.mistake("The width of Z is computed from the height: n_W comes from n_W_prev (1.7).")
def width_from_height(A_prev, W, b, hparameters):
    n_H, n_W = sizes(A_prev, W, hparameters)
    if n_H > n_W:
        raise ValueError("operands could not be broadcast together")
    return wrong(A_prev, W, b, hparameters, shape=(n_H, n_H))


@conv_forward.mistake(
    "Rows and columns are exchanged in the slice: h belongs to axis 1 of A_prev, w to axis 2."
)
def rows_for_columns(A_prev, W, b, hparameters):
    return wrong(
        A_prev, W, b, hparameters, convolve(A_prev.swapaxes(1, 2), W, b, hparameters).swapaxes(1, 2)
    )


# The sum


@conv_forward.mistake("The biases are forgotten: filter c adds its own number b[..., c] (1.7).")
def without_b(A_prev, W, b, hparameters):
    return wrong(A_prev, W, 0 * b, hparameters)[0], (A_prev, W, b, hparameters)


@conv_forward.mistake("All filters use the first bias: filter c has its own, b[..., c] (1.7).")
def first_bias(A_prev, W, b, hparameters):
    return wrong(A_prev, W, b, hparameters, convolve(A_prev, W, 0 * b, hparameters) + b.flat[0])


@conv_forward.mistake(
    "Every output uses the first filter: output channel c has its own, W[..., c]."
)
def first_filter(A_prev, W, b, hparameters):
    return wrong(
        A_prev, W, b, hparameters, convolve(A_prev, np.repeat(W[..., :1], W.shape[-1], -1), b,
                                            hparameters)
    )  # fmt: skip


@conv_forward.mistake(
    "Only the first channel of the input is used: the filter is as deep as the input (1.6)."
)
def first_channel(A_prev, W, b, hparameters):
    return wrong(A_prev, W, b, hparameters, convolve(A_prev[..., :1], W[:, :, :1], b, hparameters))


@conv_forward.mistake(
    "The last two axes of W are exchanged: W is (f, f, n_C_prev, n_C), and a filter is `W[..., c]`."
)
def channels_exchanged(A_prev, W, b, hparameters):
    if W.shape[2] != W.shape[3]:
        raise ValueError("operands could not be broadcast together")
    return wrong(A_prev, W, b, hparameters, convolve(A_prev, W.swapaxes(2, 3), b, hparameters))


@conv_forward.mistake(
    "Every example gives the result of the first: slice example i, `A_prev_pad[i]`."
)
def first_example(A_prev, W, b, hparameters):
    first = np.repeat(A_prev[:1], len(A_prev), axis=0)
    return wrong(A_prev, W, b, hparameters, convolve(first, W, b, hparameters))


@conv_forward.mistake(
    "The filters are turned by 180°, as in the convolution of mathematics; lay them on as they are "
    "(1.5)."
)
def turned(A_prev, W, b, hparameters):
    return wrong(A_prev, W, b, hparameters, convolve(A_prev, W[::-1, ::-1], b, hparameters))


@conv_forward.mistake(
    "A ReLU is applied already: conv_forward returns Z; what bends it comes afterwards (1.7)."
)
def with_relu(A_prev, W, b, hparameters):
    return wrong(A_prev, W, b, hparameters, np.maximum(convolve(A_prev, W, b, hparameters), 0))


@conv_forward.mistake(
    "Decimals are cut off: Z was made with the whole numbers of the image, as by `np.zeros_like`. "
    "Make it with `np.zeros`."
)
def whole_numbers(A_prev, W, b, hparameters):
    Z = convolve(A_prev, W, b, hparameters)
    return wrong(A_prev, W, b, hparameters, Z.astype(int) if A_prev.dtype.kind == "u" else Z)


# What is returned


@conv_forward.mistake("The cache is missing: `return Z, (A_prev, W, b, hparameters)`.")
def without_cache(A_prev, W, b, hparameters):
    return convolve(A_prev, W, b, hparameters)


@conv_forward.mistake(
    "The cache holds the padded image; conv_backward wants A_prev as it came, and pads it itself."
)
def padded_in_the_cache(A_prev, W, b, hparameters):
    A_prev_pad = padded(A_prev, hparameters["pad"])
    return convolve(A_prev, W, b, hparameters), (A_prev_pad, W, b, hparameters)


@conv_forward.variant
def published(A_prev, W, b, hparameters):
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, f, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H = int((n_H_prev - f + 2 * pad) / stride) + 1
    n_W = int((n_W_prev - f + 2 * pad) / stride) + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    A_prev_pad = padded(A_prev, pad)
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    vert, horiz = h * stride, w * stride
                    a_slice_prev = A_prev_pad[i, vert : vert + f, horiz : horiz + f, :]
                    Z[i, h, w, c] = np.sum(a_slice_prev * W[..., c]) + float(b[..., c].item())
    return Z, (A_prev, W, b, hparameters)


@conv_forward.variant
def windows_at_once(A_prev, W, b, hparameters):
    s, f = hparameters["stride"], len(W)
    view = np.lib.stride_tricks.sliding_window_view(
        padded(A_prev, hparameters["pad"]), (f, f), axis=(1, 2)
    )
    return np.einsum("ihwcjk,jkcd->ihwd", view[:, ::s, ::s], W) + b, [A_prev, W, b, hparameters]


@conv_forward.variant
def one_product_for_each_place_in_the_filter(A_prev, W, b, hparameters):
    s, A_pad = hparameters["stride"], padded(A_prev, hparameters["pad"])
    n_H, n_W = sizes(A_prev, W, hparameters)
    Z = np.zeros((len(A_prev), n_H, n_W, W.shape[-1])) + b
    for j, k in np.ndindex(W.shape[:2]):
        seen = A_pad[:, j : j + s * (n_H - 1) + 1 : s, k : k + s * (n_W - 1) + 1 : s]
        Z += seen @ W[j, k]
    return Z, (A_prev, W, b, hparameters)
