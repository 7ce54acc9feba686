"""Colours that move as colours do: `pca_color_shift`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w2.week import picture, week
from course_utils.exercises.running import case

VALUES = np.array([2500.0, 400.0, 30.0])
VECTORS = np.linalg.qr(np.random.default_rng(9).normal(size=(3, 3)))[0]


def shifted(image, shift, finish=None):
    """What pca_color_shift makes of a shift (3,), and with another `finish` what it should not."""
    moved = image + shift
    return finish(moved) if finish else np.clip(np.rint(moved), 0, 255).astype(np.uint8)


@week.exercise(
    cases=[
        case("6 x 5 pixels", picture(10, 6, 5), VALUES, VECTORS, np.random.default_rng(1), 0.5),
        case("another draw", picture(11, 4, 4), VALUES, VECTORS, np.random.default_rng(2), 0.5),
        case("a weak shift", picture(12, 3, 7), VALUES, VECTORS, np.random.default_rng(3), 0.1),
        case("a dark picture", picture(14, 4, 5) // 8, VALUES, VECTORS,
             np.random.default_rng(5), 0.5),
    ],
    edge_cases=[
        case("sigma 0: nothing changes", picture(13, 3, 3), VALUES, VECTORS,
             np.random.default_rng(4), 0.0),
    ],
    returns="image",
    praise="Sunlight, shade, lamp light: the object stays, the colours move as colours do.",
)  # fmt: skip
def pca_color_shift(image, values, vectors, rng, sigma):
    """The image plus vectors @ (alpha * sqrt(values)), alpha (3,) drawn once from rng."""
    alpha = rng.normal(0, sigma, size=3)
    return shifted(image, vectors @ (alpha * np.sqrt(values)))


@pca_color_shift.mistake(
    "The numbers run over: 250 + 20 is 14 in uint8. Add in floats, then `np.clip` to 0 to 255."
)
def wrapped(image, values, vectors, rng, sigma):
    shift = vectors @ (rng.normal(0, sigma, size=3) * np.sqrt(values))
    return shifted(image, shift, lambda moved: np.rint(moved).astype(int).astype(np.uint8))


@pca_color_shift.mistake("The result leaves 0 to 255: cut it with `np.clip` before the conversion.")
def unclipped(image, values, vectors, rng, sigma):
    shift = vectors @ (rng.normal(0, sigma, size=3) * np.sqrt(values))
    return shifted(image, shift, np.rint)


@pca_color_shift.mistake("Conversion to uint8 cuts the decimals off: round first, with `np.rint`.")
def not_rounded(image, values, vectors, rng, sigma):
    shift = vectors @ (rng.normal(0, sigma, size=3) * np.sqrt(values))
    return shifted(image, shift, lambda moved: np.clip(moved, 0, 255).astype(np.uint8))


@pca_color_shift.mistake(
    "The shift has decimals left: round it with `np.rint` and convert to uint8, as pixels are."
)
def floats(image, values, vectors, rng, sigma):
    shift = vectors @ (rng.normal(0, sigma, size=3) * np.sqrt(values))
    return shifted(image, shift, lambda moved: np.clip(moved, 0, 255))


@pca_color_shift.mistake(
    "The eigenvectors are the columns of `vectors`, so it is `vectors @ ...`; with `vectors.T` "
    "the colours move in directions in which they never vary."
)
def transposed(image, values, vectors, rng, sigma):
    return pca_color_shift(image, values, vectors.T, rng, sigma)


@pca_color_shift.mistake(
    "The eigenvalues are variances: their square roots are the spreads, in the unit of the pixels."
)
def no_root(image, values, vectors, rng, sigma):
    return pca_color_shift(image, values**2, vectors, rng, sigma)


@pca_color_shift.mistake(
    "The eigenvalues are left out: a direction in which colours hardly vary is shifted as far as "
    "the main one."
)
def no_values(image, values, vectors, rng, sigma):
    return pca_color_shift(image, np.ones(3), vectors, rng, sigma)


@pca_color_shift.mistake(
    "The eigenvectors are left out: this shifts red, green and blue independently."
)
def no_vectors(image, values, vectors, rng, sigma):
    return pca_color_shift(image, values, np.eye(3), rng, sigma)


@pca_color_shift.mistake(
    "alpha is drawn anew for every pixel, which is noise: one draw of three numbers for the whole "
    "picture."
)
def per_pixel(image, values, vectors, rng, sigma):
    alpha = rng.normal(0, sigma, size=image.shape)
    return shifted(image, (alpha * np.sqrt(values)) @ vectors.T)


@pca_color_shift.mistake("One alpha is used for all three directions: each has its own, `size=3`.")
def one_alpha(image, values, vectors, rng, sigma):
    return shifted(image, vectors @ (rng.normal(0, sigma) * np.sqrt(values)))


@pca_color_shift.mistake(
    "sigma is ignored: alpha is normal with mean 0 and standard deviation sigma."
)
def standard_normal(image, values, vectors, rng, sigma):
    return pca_color_shift(image, values, vectors, rng, 1.0)


@pca_color_shift.mistake("The shift takes the place of the picture: add it to every pixel.")
def shift_alone(image, values, vectors, rng, sigma):
    return pca_color_shift(np.zeros_like(image), values, vectors, rng, sigma)


@pca_color_shift.variant
def channel_by_channel(image, values, vectors, rng, sigma):
    alpha, new = sigma * rng.standard_normal(3), np.empty_like(image)
    for c in range(3):
        shift = sum(vectors[c, k] * alpha[k] * values[k] ** 0.5 for k in range(3))
        new[..., c] = np.minimum(np.maximum(np.round(image[..., c].astype(float) + shift), 0), 255)
    return new


@pca_color_shift.variant
def scaled_columns(image, values, vectors, rng, sigma):
    alpha = rng.normal(scale=sigma, size=3)
    shift = (vectors * np.sqrt(values) * alpha).sum(axis=1)
    return np.clip((image.astype(np.float64) + shift).round(), 0, 255)
