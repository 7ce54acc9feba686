"""Who gets the gradient: `create_mask_from_window` and `distribute_value`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w1.week import numbers, week
from course_utils.exercises.running import case

SQUARE, LONG = numbers(30, 2, 2), numbers(31, 3, 4)


@week.exercise(
    cases=[
        case("a 2 x 2 window", SQUARE),
        case("a 3 x 4 window", LONG),
        case("a large entry below zero", np.array([[1.0, -5.0], [3.0, 2.0]])),
    ],
    edge_cases=[
        case("two entries are equally large", np.array([[0.0, 2.0], [2.0, 1.0]])),
        case("all are equal, as after a ReLU", np.zeros((2, 2))),
        case("all are negative", -1 - np.abs(SQUARE)),
    ],
    returns="mask",
    praise="Exactly one entry won, and it alone gets the gradient.",
)
def create_mask_from_window(x):
    """True where the (first) maximum of x lies, False elsewhere."""
    mask = np.zeros(x.shape, bool)
    mask.flat[np.argmax(x)] = True
    return mask


@create_mask_from_window.mistake(
    "Right where one entry is the largest. Where several are, they would *all* get the whole "
    "gradient, and the sum would no longer be right: only the first may be True (`np.argmax`)."
)
def ties(x):
    return x == np.max(x)


@create_mask_from_window.mistake(
    "Of several equal maxima the last is chosen; take the first in reading order, which is what "
    "`np.argmax` finds."
)
def last_of_ties(x):
    mask = np.zeros(x.shape, bool)
    mask.flat[x.size - 1 - np.argmax(x.ravel()[::-1])] = True
    return mask


@create_mask_from_window.mistake(
    "Equal maxima share: that is another possible rule, but here the first one gets everything, as "
    "in the library."
)
def shared(x):
    mask = x == np.max(x)
    return mask / mask.sum()


@create_mask_from_window.mistake("The mask marks the smallest entry: `np.max`, not `np.min`.")
def smallest(x):
    return create_mask_from_window(-x)


@create_mask_from_window.mistake(
    "The entry of largest *size* is marked; the maximum of -5 and 3 is 3."
)
def largest_size(x):
    return create_mask_from_window(np.abs(x))


@create_mask_from_window.mistake(
    "Every row has its own maximum here: take that of the whole window."
)
def by_row(x):
    return x == np.max(x, axis=1, keepdims=True)


@create_mask_from_window.mistake(
    "Every column has its own maximum here: take that of the whole window."
)
def by_column(x):
    return x == np.max(x, axis=0, keepdims=True)


@create_mask_from_window.mistake("The mask is the wrong way round: True belongs to the maximum.")
def negated(x):
    return ~create_mask_from_window(x)


@create_mask_from_window.mistake(
    "Nothing is larger than the maximum, so `x > np.max(x)` is False everywhere: `==`."
)
def greater(x):
    return x > np.max(x)


@create_mask_from_window.mistake("This is the maximum itself; wanted is where it lies.")
def the_maximum(x):
    return np.max(x)


@create_mask_from_window.mistake(
    "This is the place of the maximum as a number; wanted is an array of the shape of x."
)
def the_place(x):
    return np.argmax(x)


@create_mask_from_window.mistake(
    "The mask holds the maximum's value; it should hold True (or 1) there."
)
def value(x):
    return np.where(create_mask_from_window(x), x, 0.0)


@create_mask_from_window.variant
def unravelled(x):
    mask = np.zeros_like(x)
    mask[np.unravel_index(np.argmax(x), x.shape)] = 1
    return mask


@create_mask_from_window.variant
def loop(x):
    mask, best = [[0] * x.shape[1] for _ in range(x.shape[0])], None
    for place in np.ndindex(x.shape):
        if best is None or x[place] > x[best]:
            best = place
    mask[best[0]][best[1]] = 1
    return np.array(mask)


@create_mask_from_window.variant
def compared(x):
    return (np.arange(x.size) == x.argmax()).reshape(x.shape)


@week.exercise(
    cases=[
        case("among four", 2.0, (2, 2)),
        case("among six", -1.5, (2, 3)),
    ],
    edge_cases=[case("a single entry", 3.0, (1, 1)), case("a whole number", 1, (3, 3))],
    returns="a",
    praise="Equal shares, and together they are dz again.",
)
def distribute_value(dz, shape):
    """An array of this shape whose entries are equal and add up to dz."""
    n_H, n_W = shape
    return np.full(shape, dz / (n_H * n_W))


@distribute_value.mistake("dz is not divided: each of n_H · n_W entries gets an equal *share*.")
def not_divided(dz, shape):
    return np.full(shape, dz)


@distribute_value.mistake("This is the share alone: fill an array of the given shape with it.")
def share_alone(dz, shape):
    return dz / (shape[0] * shape[1])


@distribute_value.mistake("Divide by the number of entries, n_H · n_W, not by n_H + n_W.")
def divided_by_the_sum(dz, shape):
    return np.full(shape, dz / (shape[0] + shape[1]))


@distribute_value.mistake("Divide by n_H · n_W; you divide by n_H alone.")
def divided_by_height(dz, shape):
    return np.full(shape, dz / shape[0])


@distribute_value.mistake("Divide by n_H · n_W; you divide by n_W alone.")
def divided_by_width(dz, shape):
    return np.full(shape, dz / shape[1])


@distribute_value.mistake("The window need not be square: the number of entries is n_H · n_W.")
def squared(dz, shape):
    return np.full(shape, dz / shape[0] ** 2)


@distribute_value.mistake("The shape is turned: it is (n_H, n_W), rows first.")
def turned(dz, shape):
    return np.full(shape[::-1], dz / (shape[0] * shape[1]))


@distribute_value.mistake("dz is given to one entry; in an average, all have the same share.")
def all_to_one(dz, shape):
    a = np.zeros(shape)
    a.flat[0] = dz
    return a


@distribute_value.mistake(
    "Whole numbers are cut off: 1 // 9 is 0. Divide with `/`, and fill an array of decimals."
)
def whole_numbers(dz, shape):
    share = dz / (shape[0] * shape[1])
    return np.full(shape, int(share) if isinstance(dz, int) else share)


@distribute_value.variant
def published(dz, shape):
    (n_H, n_W) = shape
    average = dz / (n_H * n_W)
    return np.ones(shape) * average


@distribute_value.variant
def product(dz, shape):
    return dz * np.ones(shape) / np.prod(shape)
