"""One window of a signal, one filter, one number: `conv1d_single_step`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w4b.week import week
from course_utils.exercises.running import case


def numbers(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape).round(1)


@week.exercise(
    cases=[
        case("5 samples of 2 channels", numbers(1, 5, 2), numbers(2, 5, 2), 0.5),
        case("3 samples of 3 channels", numbers(3, 3, 3), numbers(4, 3, 3), -0.3),
    ],
    edge_cases=[
        case("one channel", numbers(5, 4, 1), numbers(6, 4, 1), 0.2),
        case("one sample", numbers(7, 1, 3), numbers(8, 1, 3), 0.4),
    ],
    returns="z",
    praise="The same line as for pictures: only the number of axes is another.",
)
def conv1d_single_step(a_slice_prev, W, b):
    """Sum of a_slice_prev * W, plus b; a_slice_prev and W (f, n_C_prev), b a number."""
    return float(np.sum(a_slice_prev * W) + b)


@conv1d_single_step.mistake("The bias b is forgotten: it is added to the sum.")
def without_b(a_slice_prev, W, b):
    return float(np.sum(a_slice_prev * W))


@conv1d_single_step.mistake(
    "b is added to every product, so it counts f · n_C_prev times: sum first, then add b once."
)
def b_in_the_sum(a_slice_prev, W, b):
    return float(np.sum(a_slice_prev * W + b))


@conv1d_single_step.mistake(
    "There is a sum for every channel: the sum runs over both axes, so leave `axis` out."
)
def for_each_channel(a_slice_prev, W, b):
    return np.sum(a_slice_prev * W, axis=0) + b


@conv1d_single_step.mistake(
    "There is a sum for every sample: the sum runs over both axes, so leave `axis` out."
)
def for_each_sample(a_slice_prev, W, b):
    return np.sum(a_slice_prev * W, axis=1) + b


@conv1d_single_step.mistake("Only the first channel is used; the sum runs over all of them.")
def first_channel(a_slice_prev, W, b):
    return float(np.sum(a_slice_prev[:, 0] * W[:, 0]) + b)


@conv1d_single_step.mistake(
    "The filter is turned round in time, as in the convolution of mathematics (and of "
    "np.convolve); here it is laid on as it is."
)
def turned(a_slice_prev, W, b):
    return float(np.sum(a_slice_prev * W[::-1]) + b)


@conv1d_single_step.mistake(
    "This is a matrix product; here each entry meets the one in its own place: `*`."
)
def matrix_product(a_slice_prev, W, b):
    return float(np.sum(a_slice_prev.T @ W) + b)


@conv1d_single_step.mistake("The products are not added up yet: `np.sum` makes one number of them.")
def products(a_slice_prev, W, b):
    return a_slice_prev * W + b


@conv1d_single_step.mistake("This is the average of the products; wanted is their sum.")
def average(a_slice_prev, W, b):
    return float(np.mean(a_slice_prev * W) + b)


@conv1d_single_step.mistake("b is subtracted; it is added.")
def minus_b(a_slice_prev, W, b):
    return float(np.sum(a_slice_prev * W) - b)


@conv1d_single_step.variant
def vdot(a_slice_prev, W, b):
    return np.vdot(a_slice_prev, W) + b


@conv1d_single_step.variant
def loops(a_slice_prev, W, b):
    total = b
    for place in np.ndindex(W.shape):
        total += a_slice_prev[place] * W[place]
    return total
