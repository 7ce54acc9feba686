"""How far apart two pictures are in what they show: `compute_content_cost`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w4b.week import pair, sizes, week
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        case("3 x 4 places, 2 channels", *pair(1, 1, 3, 4, 2)),
        case("4 x 4 places, 3 channels", *pair(2, 1, 4, 4, 3)),
    ],
    edge_cases=[
        case("one place, one channel", *pair(5, 1, 1, 1, 1)),
        case("the same picture", *[pair(4, 1, 2, 3, 2)[0]] * 2),
    ],
    returns="J_content",
    praise="It is 0 only where both pictures look the same to this layer.",
)
def compute_content_cost(a_C, a_G):
    """Squared differences of a_C and a_G (1, n_H, n_W, n_C) over 4 n_H n_W n_C."""
    return squares(a_C, a_G) / (4 * a_C.size)


def squares(a_C, a_G):
    return float(np.sum((a_C - a_G) ** 2))


@compute_content_cost.mistake(
    "It is not divided by 4 n_H n_W n_C: then alpha would mean something else in every layer and "
    "at every size of the picture."
)
def not_normalised(a_C, a_G):
    return squares(a_C, a_G)


@compute_content_cost.mistake(
    "This is the ½ of the notes (4.9); here the sum is divided by 4 n_H n_W n_C, as published."
)
def half(a_C, a_G):
    return squares(a_C, a_G) / 2


@compute_content_cost.mistake(
    "The 4 is missing: the mean of the squares is the sum over n_H n_W n_C; divide by 4 as well."
)
def mean(a_C, a_G):
    return squares(a_C, a_G) / a_C.size


@compute_content_cost.mistake("The 4 is a 2: divide by 4 n_H n_W n_C.")
def two(a_C, a_G):
    return squares(a_C, a_G) / (2 * a_C.size)


@compute_content_cost.mistake("n_C is missing in the denominator: 4 · n_H · n_W · n_C.")
def without_channels(a_C, a_G):
    return squares(a_C, a_G) / (4 * sizes(a_C)[0])


@compute_content_cost.mistake(
    "n_H and n_W are missing in the denominator: 4 · n_H · n_W · n_C. Did you take the sizes from "
    "the wrong axes? a_C.shape is (1, n_H, n_W, n_C)."
)
def without_places(a_C, a_G):
    return squares(a_C, a_G) / (4 * sizes(a_C)[1])


@compute_content_cost.mistake(
    "The denominator is squared; that belongs to the style cost. Here it is 4 n_H n_W n_C."
)
def squared_denominator(a_C, a_G):
    return squares(a_C, a_G) / (2 * a_C.size) ** 2


@compute_content_cost.mistake(
    "The differences are added up first and squared afterwards, so that they cancel: square each, "
    "then sum."
)
def square_of_the_sum(a_C, a_G):
    return float(np.sum(a_C - a_G) ** 2 / (4 * a_C.size))


@compute_content_cost.mistake("The differences are not squared, only their absolute values summed.")
def absolute(a_C, a_G):
    return float(np.sum(np.abs(a_C - a_G)) / (4 * a_C.size))


@compute_content_cost.mistake("The differences are not squared, so those below 0 cancel others.")
def plain(a_C, a_G):
    return float(np.sum(a_C - a_G) / (4 * a_C.size))


@compute_content_cost.mistake("It has the root of the sum; the cost is the sum of the squares.")
def root(a_C, a_G):
    return float(np.sqrt(np.sum((a_C - a_G) ** 2)) / (4 * a_C.size))


@compute_content_cost.mistake(
    "These are the squares of the activations, subtracted; it is the square of the difference."
)
def difference_of_squares(a_C, a_G):
    return float(np.sum(a_C**2 - a_G**2) / (4 * a_C.size))


@compute_content_cost.mistake(
    "The Gram matrices are compared; content is about *where* things are, so compare the "
    "activations themselves, place by place."
)
def of_grams(a_C, a_G):
    C, G = (a.reshape(-1, a.shape[-1]) for a in (a_C, a_G))
    return float(np.sum((C.T @ C - G.T @ G) ** 2) / (4 * a_C.size))


@compute_content_cost.variant
def unrolled(a_C, a_G):
    _, n_H, n_W, n_C = a_C.shape
    C, G = a_C.reshape(n_H * n_W, n_C).T, a_G.reshape(n_H * n_W, n_C).T
    return np.linalg.norm(C - G) ** 2 / (4 * n_H * n_W * n_C)


@compute_content_cost.variant
def with_loops(a_C, a_G):
    J = 0.0
    for place in np.ndindex(a_C.shape):
        J += (float(a_G[place]) - float(a_C[place])) ** 2
    return J / 4 / np.prod(a_C.shape)
