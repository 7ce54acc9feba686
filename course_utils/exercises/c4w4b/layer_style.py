"""How far apart two pictures are in style, in one layer: `compute_layer_style_cost`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w4b.week import pair, scale, sizes, style, torn, week
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        case("2 x 4 places, 3 channels", *pair(21, 1, 2, 4, 3)),
        case("3 x 3 places, 2 channels", *pair(22, 1, 3, 3, 2)),
    ],
    edge_cases=[
        case("one place", *pair(23, 1, 1, 1, 3)),
        case("the same places in another order", pair(24, 1, 2, 3, 2)[0],
             pair(24, 1, 2, 3, 2)[0][:, ::-1, ::-1]),
    ],
    returns="J_style_layer",
    praise="Move the places of a picture about as you like: its style stays the same.",
)  # fmt: skip
def compute_layer_style_cost(a_S, a_G):
    """Squared differences of the Gram matrices over (2 n_H n_W n_C)²; a (1, n_H, n_W, n_C)."""
    return style(a_S, a_G)


@compute_layer_style_cost.mistake(
    "The activations are unrolled the wrong way round: `reshape(n_C, n_H * n_W)` cuts the memory "
    "into rows that mix channels. Unroll to (n_H n_W, n_C) first, then transpose."
)
def unrolled_by_force(a_S, a_G):
    return style(a_S, a_G, unrolled=torn)


@compute_layer_style_cost.mistake(
    "The Gram matrices compare places, not channels: A is (n_C, n_H n_W) and the product A Aᵀ. "
    "Yours is the other one, Aᵀ A."
)
def of_places(a_S, a_G):
    return style(a_S, a_G, of=lambda A: A.T @ A)


@compute_layer_style_cost.mistake(
    "The normalisation is missing: divide by (2 n_H n_W n_C)². The sum alone is what the notes "
    "have (4.10), and it grows with the size of the picture."
)
def not_normalised(a_S, a_G):
    return style(a_S, a_G, over=1.0)


@compute_layer_style_cost.mistake(
    "The denominator isn't squared: it is (2 n_H n_W n_C)², since a Gram matrix is itself a sum "
    "over all places."
)
def denominator_not_squared(a_S, a_G):
    return style(a_S, a_G, over=4.0 * a_G.size)


@compute_layer_style_cost.mistake("The 2 is missing in (2 n_H n_W n_C)².")
def without_two(a_S, a_G):
    return style(a_S, a_G, over=float(a_G.size) ** 2)


@compute_layer_style_cost.mistake("The 2 isn't squared with the rest: (2 n_H n_W n_C)² begins 4.")
def two_not_squared(a_S, a_G):
    return style(a_S, a_G, over=2.0 * a_G.size**2)


@compute_layer_style_cost.mistake("n_C isn't squared: it is (2 n_H n_W n_C)², all of it.")
def channels_not_squared(a_S, a_G):
    places, n_C = sizes(a_G)
    return style(a_S, a_G, over=4.0 * places**2 * n_C)


@compute_layer_style_cost.mistake("n_H n_W isn't squared: it is (2 n_H n_W n_C)², all of it.")
def places_not_squared(a_S, a_G):
    places, n_C = sizes(a_G)
    return style(a_S, a_G, over=4.0 * places * n_C**2)


@compute_layer_style_cost.mistake(
    "The activations are compared, place by place; that is content. Style compares Gram matrices."
)
def of_activations(a_S, a_G):
    return float(np.sum((a_S - a_G) ** 2) / scale(a_G))


@compute_layer_style_cost.mistake(
    "Covariances are compared: the mean of each channel is subtracted first. That works too, "
    "but the exercise asks for Gram matrices, A Aᵀ as it is."
)
def of_covariances(a_S, a_G):
    def centred(A):
        A = A - A.mean(axis=1, keepdims=True)
        return A @ A.T

    return style(a_S, a_G, of=centred)


@compute_layer_style_cost.mistake(
    "Only the diagonals of the Gram matrices are compared: which channels go *together* is lost."
)
def of_diagonals(a_S, a_G):
    return style(a_S, a_G, of=lambda A: np.sum(A**2, axis=1))


@compute_layer_style_cost.mistake("The differences aren't squared: sum their squares.")
def absolute(a_S, a_G):
    matrices = [a.reshape(-1, a.shape[-1]).T for a in (a_S, a_G)]
    S, G = (A @ A.T for A in matrices)
    return float(np.sum(np.abs(S - G)) / scale(a_G))


@compute_layer_style_cost.variant
def place_by_place(a_S, a_G):
    _, n_H, n_W, n_C = a_G.shape
    D = np.zeros((n_C, n_C))
    for i in range(n_H):
        for j in range(n_W):
            D += np.outer(a_G[0, i, j], a_G[0, i, j]) - np.outer(a_S[0, i, j], a_S[0, i, j])
    return (D**2).sum() / (2 * n_H * n_W * n_C) ** 2


@compute_layer_style_cost.variant
def einsum(a_S, a_G):
    S, G = (np.einsum("mijk,mijl->kl", a, a) for a in (a_S, a_G))
    return np.linalg.norm(S - G) ** 2 / (4 * np.prod(a_G.shape) ** 2)


@compute_layer_style_cost.variant
def published(a_S, a_G):
    _, n_H, n_W, n_C = a_G.shape
    S = np.transpose(np.reshape(a_S, (n_H * n_W, n_C)))
    G = np.transpose(np.reshape(a_G, (n_H * n_W, n_C)))
    factor = (0.5 / (n_H * n_W * n_C)) ** 2
    return factor * np.sum(np.square(np.subtract(S @ S.T, G @ G.T)))
