"""Which way the activations should go for the content: `content_gradient`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w4b.week import pair, week
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        case("2 x 3 places, 2 channels", *pair(81, 1, 2, 3, 2)),
        case("3 x 2 places, 3 channels", *pair(82, 1, 3, 2, 3)),
    ],
    edge_cases=[
        case("one place, one channel", *pair(85, 1, 1, 1, 1)),
        case("the same picture", *[pair(84, 1, 2, 2, 2)[0]] * 2),
    ],
    returns="da_G",
    praise="Add it to the gradient of that layer, and the network carries it to the pixels.",
)
def content_gradient(a_C, a_G):
    """The derivative (1, n_H, n_W, n_C) of compute_content_cost by a_G."""
    return (a_G - a_C) / (2 * a_C.size)


@content_gradient.mistake(
    "The sign is wrong: this is the derivative by a_C. By a_G it is a_G - a_C over 2 n_H n_W n_C."
)
def other_way(a_C, a_G):
    return (a_C - a_G) / (2 * a_C.size)


@content_gradient.mistake(
    "The 2 of the square is forgotten: (a_G - a_C)² has the derivative 2 (a_G - a_C), so 4 in the "
    "denominator becomes 2."
)
def without_two(a_C, a_G):
    return (a_G - a_C) / (4 * a_C.size)


@content_gradient.mistake(
    "The denominator is forgotten: the cost was divided by 4 n_H n_W n_C, so its slope is as well."
)
def not_normalised(a_C, a_G):
    return 2 * (a_G - a_C)


@content_gradient.mistake(
    "This is the gradient of the notes' ½ ‖a_C - a_G‖²; here the cost has 4 n_H n_W n_C below."
)
def of_the_notes(a_C, a_G):
    return a_G - a_C


@content_gradient.mistake("The difference is still squared: the derivative of d² is 2 d.")
def squared(a_C, a_G):
    return (a_G - a_C) ** 2 / (2 * a_C.size)


@content_gradient.mistake("It is one number; there is a slope for every entry of a_G.")
def summed(a_C, a_G):
    return float(np.sum(a_G - a_C) / (2 * a_C.size))


@content_gradient.mistake("The 4 isn't divided by the 2 of the square: it is over 2 n_H n_W n_C.")
def over_size(a_C, a_G):
    return (a_G - a_C) / a_C.size


@content_gradient.mistake("Only the sign of the difference is left; the slope grows with it.")
def only_sign(a_C, a_G):
    return np.sign(a_G - a_C) / (2 * a_C.size)


@content_gradient.variant
def entry_by_entry(a_C, a_G):
    da_G = np.zeros(a_G.shape)
    for place in np.ndindex(a_G.shape):
        da_G[place] = 2 * (a_G[place] - a_C[place]) / (4 * np.prod(a_G.shape))
    return da_G


@content_gradient.variant
def by_mean(a_C, a_G):
    _, n_H, n_W, n_C = a_G.shape
    return -0.5 * (a_C - a_G) / n_H / n_W / n_C
