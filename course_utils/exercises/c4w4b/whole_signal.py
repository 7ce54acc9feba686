"""A filter along a whole signal: `conv1d_forward`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w4b.one_step import numbers
from course_utils.exercises.c4w4b.week import week
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        case("14 samples, one channel, one filter of 5", numbers(11, 14, 1), numbers(12, 5, 1, 1),
             numbers(13, 1)),
        case("10 samples, 2 channels, 3 filters of 4", numbers(14, 10, 2), numbers(15, 4, 2, 3),
             numbers(16, 3)),
    ],
    edge_cases=[
        case("a filter as long as the signal", numbers(17, 4, 2), numbers(18, 4, 2, 2),
             numbers(19, 2)),
        case("filters of one sample", numbers(20, 6, 2), numbers(21, 1, 2, 3), numbers(22, 3)),
    ],
    returns="Z",
    praise="14 samples and a filter of 5 give 10 numbers, as in the notes (4.11).",
)  # fmt: skip
def conv1d_forward(A_prev, W, b):
    """Z (n - f + 1, n_C) for A_prev (n, n_C_prev), W (f, n_C_prev, n_C), b (n_C,)."""
    return along(A_prev, W) + b


def along(A_prev, W):
    f = len(W)
    n = len(A_prev) - f + 1
    return np.array([np.tensordot(A_prev[i : i + f], W, 2) for i in range(n)])


@conv1d_forward.mistake("The biases b are forgotten: filter c adds b[c] to each of its numbers.")
def without_b(A_prev, W, b):
    return along(A_prev, W)


@conv1d_forward.mistake(
    "The last place is left out: there are n - f + 1 places, the last begins at n - f."
)
def one_too_short(A_prev, W, b):
    return (along(A_prev, W) + b)[:-1]


@conv1d_forward.mistake(
    "The filters are turned round in time, as np.convolve does; here they are laid on as they are."
)
def turned(A_prev, W, b):
    return along(A_prev, W[::-1]) + b


@conv1d_forward.mistake(
    "The signal is padded with zeros, so Z is as long as A_prev; wanted are the n - f + 1 places "
    "where the filter fits."
)
def padded(A_prev, W, b):
    f = len(W)
    before = (f - 1) // 2
    return along(np.pad(A_prev, ((before, f - 1 - before), (0, 0))), W) + b


@conv1d_forward.mistake("Only the first channel is used; each filter sees all of them.")
def first_channel(A_prev, W, b):
    return along(A_prev[:, :1], W[:, :1]) + b


@conv1d_forward.mistake("Z is transposed: places are the first axis, filters the second.")
def transposed(A_prev, W, b):
    return (along(A_prev, W) + b).T


@conv1d_forward.mistake(
    "The filters' numbers are added up: each filter has a column of its own in Z."
)
def filters_added(A_prev, W, b):
    return (along(A_prev, W) + b).sum(axis=1, keepdims=True)


@conv1d_forward.mistake(
    "It moves by f samples at a time: with stride 1 the next window begins one sample later."
)
def in_jumps(A_prev, W, b):
    return (along(A_prev, W) + b)[:: len(W)]


@conv1d_forward.mistake("Every filter gets the first bias: filter c has b[c].")
def first_bias(A_prev, W, b):
    return along(A_prev, W) + b[0]


@conv1d_forward.variant
def with_loops(A_prev, W, b):
    f, _, n_C = W.shape
    n = A_prev.shape[0] - f + 1
    Z = np.zeros((n, n_C))
    for i in range(n):
        for c in range(n_C):
            Z[i, c] = np.sum(A_prev[i : i + f] * W[..., c]) + b[c]
    return Z


@conv1d_forward.variant
def by_correlation(A_prev, W, b):
    columns = [
        sum(np.correlate(A_prev[:, j], W[:, j, c], "valid") for j in range(W.shape[1])) + b[c]
        for c in range(W.shape[2])
    ]
    return np.stack(columns, axis=1)


@conv1d_forward.variant
def by_windows(A_prev, W, b):
    seen = np.lib.stride_tricks.sliding_window_view(A_prev, len(W), axis=0)
    return np.einsum("ncf,fck->nk", seen, W) + b
