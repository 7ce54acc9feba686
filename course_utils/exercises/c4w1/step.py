"""One window, one filter, one number: `conv_single_step`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w1.week import GREY_LEVELS, numbers, week
from course_utils.exercises.running import case

ONE = np.array([[[0.5]]])


@week.exercise(
    cases=[
        case("a 3 x 3 window of two channels", numbers(10, 3, 3, 2), numbers(11, 3, 3, 2), ONE),
        case("a 2 x 2 window of one channel", numbers(12, 2, 2, 1), numbers(13, 2, 2, 1), -ONE),
    ],
    edge_cases=[
        case("a 1 x 1 window", numbers(14, 1, 1, 3), numbers(15, 1, 1, 3), ONE),
        case("whole numbers up to 255", GREY_LEVELS[0, :2, :2], np.full((2, 2, 1), 2), 0 * ONE),
    ],
    returns="Z",
    praise="Everything else this week is doing that very often.",
)
def conv_single_step(a_slice_prev, W, b):
    """The number Z = sum of a_slice_prev * W, plus b; a_slice_prev and W (f, f, n_C_prev)."""
    return float(np.sum(a_slice_prev * W) + np.asarray(b).item())


@conv_single_step.mistake("The bias b is forgotten: it is added to the sum (1.7).")
def without_b(a_slice_prev, W, b):
    return np.sum(a_slice_prev * W)


@conv_single_step.mistake(
    "b is added to every product, so it counts f · f · n_C_prev times: sum first, then add b once."
)
def b_in_the_sum(a_slice_prev, W, b):
    return np.sum(a_slice_prev * W + b)


@conv_single_step.mistake(
    "Z is an array of shape (1, 1, 1), like b: take the number out of b, with `b.item()` or "
    "`float(b.item())`."
)
def in_an_array(a_slice_prev, W, b):
    return np.sum(a_slice_prev * W) + b


@conv_single_step.mistake(
    "There is a sum for every channel: the sum runs over all three axes, so leave `axis` out (1.6)."
)
def for_each_channel(a_slice_prev, W, b):
    return np.sum(a_slice_prev * W, axis=(0, 1)) + b.item()


@conv_single_step.mistake("Only the first channel is used; the sum runs over all of them (1.6).")
def first_channel(a_slice_prev, W, b):
    return np.sum(a_slice_prev[..., 0] * W[..., 0]) + b.item()


@conv_single_step.mistake("The products are not added up yet: `np.sum` makes one number of them.")
def products(a_slice_prev, W, b):
    return a_slice_prev * W + b


@conv_single_step.mistake(
    "This is a matrix product, rows times columns; here each entry meets the one in its own place: "
    "`*` (1.2)."
)
def matrix_product(a_slice_prev, W, b):
    return float(np.sum(np.matmul(a_slice_prev, W)) + b.item())


@conv_single_step.mistake(
    "The filter is turned by 180°, as in the convolution of mathematics; here it is laid on as it "
    "is (1.5)."
)
def turned(a_slice_prev, W, b):
    return np.sum(a_slice_prev * W[::-1, ::-1]) + b.item()


@conv_single_step.mistake("This is the average of the products; wanted is their sum.")
def average(a_slice_prev, W, b):
    return np.mean(a_slice_prev * W) + b.item()


@conv_single_step.mistake("Window and filter are added; they are multiplied, entry by entry.")
def added(a_slice_prev, W, b):
    return np.sum(a_slice_prev + W) + b.item()


@conv_single_step.mistake("b is subtracted; it is added.")
def minus_b(a_slice_prev, W, b):
    return np.sum(a_slice_prev * W) - b.item()


@conv_single_step.mistake(
    "Whole numbers of 8 bits wrap round: 200 + 100 becomes 44. Let NumPy multiply before it "
    "shortens: `np.sum(a_slice_prev * W)`, without `astype(a_slice_prev.dtype)`."
)
def eight_bits(a_slice_prev, W, b):
    products = (a_slice_prev * W).astype(a_slice_prev.dtype)
    return float(np.sum(products, dtype=a_slice_prev.dtype)) + b.item()


@conv_single_step.variant
def vdot(a_slice_prev, W, b):
    return np.vdot(a_slice_prev.astype(float), W) + b[0, 0, 0]


@conv_single_step.variant
def published(a_slice_prev, W, b):
    s = np.multiply(a_slice_prev, W)
    Z = np.sum(s)
    return Z + float(np.squeeze(b))


@conv_single_step.variant
def loops(a_slice_prev, W, b):
    total = b.item()
    for place in np.ndindex(W.shape):
        total += float(a_slice_prev[place]) * float(W[place])
    return total
