"""Which way the activations should go for the style: `style_gradient`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w4b.week import gram, pair, rows_of_channels, torn, week
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        case("2 x 3 places, 2 channels", *pair(91, 1, 2, 3, 2)),
        case("2 x 2 places, 3 channels", *pair(92, 1, 2, 2, 3)),
    ],
    edge_cases=[
        case("one place, one channel", *pair(96, 1, 1, 1, 1)),
        case("the same picture", *[pair(94, 1, 2, 2, 2)[0]] * 2),
    ],
    returns="da_G",
    praise="(G_G - G_S) A_G: wherever channels go together too much, they are held back.",
)
def style_gradient(a_S, a_G):
    """The derivative (1, n_H, n_W, n_C) of compute_layer_style_cost by a_G."""
    return rolled(difference(a_S, a_G) @ rows_of_channels(a_G), a_G) / a_G.size**2


def difference(a_S, a_G):
    return gram(rows_of_channels(a_G)) - gram(rows_of_channels(a_S))


def rolled(A, a):
    """(n_C, n_H n_W) back to the shape of a."""
    return A.T.reshape(a.shape)


@style_gradient.mistake(
    "The sign is wrong: G_G - G_S times A_G. As it is the picture runs away from the style."
)
def other_way(a_S, a_G):
    return -style_gradient.reference(a_S, a_G)


@style_gradient.mistake(
    "A factor 2 is missing: A_G stands twice in A_G A_Gᵀ, so ‖G_G - G_S‖² has the derivative "
    "4 (G_G - G_S) A_G, and with (2 n_H n_W n_C)² below the 4 cancels."
)
def one_factor(a_S, a_G):
    return style_gradient.reference(a_S, a_G) / 2


@style_gradient.mistake(
    "The 4 of the derivative is forgotten, though it cancels that of (2 n_H n_W n_C)²: what is "
    "left below is (n_H n_W n_C)²."
)
def without_four(a_S, a_G):
    return style_gradient.reference(a_S, a_G) / 4


@style_gradient.mistake(
    "The normalisation is missing: the cost was divided by (2 n_H n_W n_C)², so its slope is too."
)
def not_normalised(a_S, a_G):
    return style_gradient.reference(a_S, a_G) * 4 * a_G.size**2


@style_gradient.mistake(
    "The result is rolled back the wrong way round: (n_C, n_H n_W) has to be transposed before it "
    "is reshaped to (1, n_H, n_W, n_C)."
)
def rolled_by_force(a_S, a_G):
    A = difference(a_S, a_G) @ rows_of_channels(a_G)
    return A.reshape(a_G.shape) / a_G.size**2


@style_gradient.mistake(
    "The result still has the shape (n_C, n_H n_W): roll it back to the shape of a_G."
)
def not_rolled(a_S, a_G):
    return difference(a_S, a_G) @ rows_of_channels(a_G) / a_G.size**2


@style_gradient.mistake(
    "The activations are unrolled the wrong way round: reshape to (n_H n_W, n_C), then transpose."
)
def unrolled_by_force(a_S, a_G):
    A_S, A_G = torn(a_S), torn(a_G)
    return ((gram(A_G) - gram(A_S)) @ A_G).reshape(a_G.shape) / a_G.size**2


@style_gradient.mistake(
    "It is multiplied by A_S; the Gram matrix of the *generated* picture moves with A_G."
)
def by_the_style(a_S, a_G):
    return rolled(difference(a_S, a_G) @ rows_of_channels(a_S), a_G) / a_G.size**2


@style_gradient.mistake(
    "The activations are compared place by place; that is the content's gradient."
)
def as_content(a_S, a_G):
    return (a_G - a_S) / (2 * a_G.size)


@style_gradient.mistake(
    "The Gram matrix of the style is missing: it is (G_G - G_S) A_G, not G_G A_G."
)
def without_target(a_S, a_G):
    A = rows_of_channels(a_G)
    return rolled(gram(A) @ A, a_G) / a_G.size**2


@style_gradient.variant
def by_places(a_S, a_G):
    n_C = a_G.shape[-1]
    S, G = a_S.reshape(-1, n_C), a_G.reshape(-1, n_C)  # (places, channels)
    D = G.T @ G - S.T @ S
    return (G @ D).reshape(a_G.shape) / G.size**2


@style_gradient.variant
def einsum(a_S, a_G):
    S, G = (np.einsum("mijk,mijl->kl", a, a) for a in (a_S, a_G))
    _, n_H, n_W, n_C = a_G.shape
    return 4 * np.einsum("kl,mijl->mijk", G - S, a_G) / (2 * n_H * n_W * n_C) ** 2
