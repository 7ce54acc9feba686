"""The same numbers in another box: `image2vector`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c1w1.week import week
from course_utils.exercises.running import case

SMALL = np.arange(12.0).reshape(2, 2, 3)
TALL = np.array([0.1, 0.7, 0.3, 0.9, 0.2, 0.5, 0.8, 0.4]).reshape(4, 1, 2)
CUBE = ((7 * np.arange(27) + 3) % 29).reshape(3, 3, 3) / 29


@week.exercise(
    cases=[
        case("2 rows, 2 columns, 3 colours", SMALL),
        case("4 rows, 1 column, 2 colours", TALL),
        case("3 rows, 3 columns, 3 colours", CUBE),
    ],
    edge_cases=[
        case("a single pixel", np.array([[[0.2, 0.4, 0.6]]])),
        case("one colour", np.arange(6.0).reshape(2, 3, 1)),
        case("whole numbers from 0 to 255", np.array([[[0, 128, 255], [7, 0, 9]]], np.uint8)),
        case("a mirrored picture", CUBE[:, ::-1]),
    ],
    returns="v",
    praise="No number was moved, only the box is another.",
)
def image2vector(image):
    """The numbers of an image (n_H, n_W, n_C), row after row, as a column (n_H n_W n_C, 1)."""
    return image.reshape(-1, 1)


@image2vector.mistake(
    "v has one axis only, shape (n,): it is neither a row nor a column. Give it both axes: "
    "`reshape(-1, 1)`."
)
def one_axis(image):
    return image.reshape(-1)


@image2vector.mistake("v is a row, (1, n); examples stand as columns in this course: (n, 1).")
def row(image):
    return image.reshape(1, -1)


@image2vector.mistake("v still has three axes: `reshape(n, 1)` gives it two.")
def three_axes(image):
    return image.reshape(-1, 1, 1)


@image2vector.mistake(
    "The image is given back as it was: `image.reshape(...)` returns a new array and leaves the "
    "old one alone, so keep what it returns."
)
def result_dropped(image):
    image.reshape(-1, 1)
    return image


@image2vector.mistake(
    "v has one column for each colour: all the numbers, colours too, belong under one another in "
    "one column. Multiply all three lengths, or write -1."
)
def colours_side_by_side(image):
    return image.reshape(-1, image.shape[2])


@image2vector.mistake(
    "Only the rows are multiplied out: (n_H, n_W n_C) is a table. Wanted is one column."
)
def rows_kept(image):
    return image.reshape(image.shape[0], -1)


@image2vector.mistake(
    "The shape is right, but the order is not: the transpose `.T` turns the axes round first, so "
    "that colours come before rows. No `.T` is needed."
)
def transposed(image):
    return image.T.reshape(-1, 1)


@image2vector.mistake(
    "The shape is right, but the colours come one after the other: yours puts all the red ones "
    "first, then green, then blue. Pixel by pixel is the order of storage: just reshape."
)
def colour_by_colour(image):
    return np.concatenate([image[:, :, c].reshape(-1, 1) for c in range(image.shape[2])])


@image2vector.mistake(
    "The shape is right, but the picture is read column after column; read it row after row: "
    "just reshape."
)
def columns_first(image):
    return image.swapaxes(0, 1).reshape(-1, 1)


@image2vector.mistake(
    "The size is written into the code, so that it fits only one image: take it from "
    "`image.shape`, or let NumPy count with -1."
)
def fixed_size(image):
    return image.reshape(12, 1)


@image2vector.mistake(
    "`np.reshape` takes the new shape as one tuple: `np.reshape(image, (-1, 1))`."
)
def shape_not_a_tuple(image):
    return np.reshape(image, -1, 1)


@image2vector.mistake("Only one colour is left: v must hold all the numbers of the image.")
def first_colour(image):
    return image[:, :, 0].reshape(-1, 1)


@image2vector.mistake(
    "The numbers are divided by 255. That is often wise, but not asked here: the same numbers."
)
def scaled(image):
    return image.reshape(-1, 1) / 255


@image2vector.mistake(
    "It changes the caller's image: `image.shape = ...` works in place; `reshape` makes a new view."
)
def in_place(image):
    image.shape = (image.size, 1)
    return image.copy()


@image2vector.variant
def product_of_lengths(image):
    return image.reshape(image.shape[0] * image.shape[1] * image.shape[2], 1)


@image2vector.variant
def flattened(image):
    return image.flatten()[:, np.newaxis]


@image2vector.variant
def stacked(image):
    return np.vstack(image.ravel())


@image2vector.variant
def loops(image):
    n_H, n_W, n_C = image.shape
    return np.array([[image[i, j, c]] for i in range(n_H) for j in range(n_W) for c in range(n_C)])
