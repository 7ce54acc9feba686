"""A picture and its mirror image: `mirror`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w2.week import BOXES, NO_BOXES, picture, week
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        case("8 x 10 pixels, three boxes", picture(1, 8, 10), BOXES),
        case("9 x 13 pixels, one channel", picture(2, 9, 13, 1), BOXES[:1]),
    ],
    edge_cases=[
        case("no box", picture(3, 4, 5), NO_BOXES),
        case("a single column of pixels", picture(4, 3, 1), np.array([[0.0, 0, 1, 3]])),
    ],
    returns=("image", "boxes"),
    praise="The picture and its boxes move together: a new example for free.",
)
def mirror(image, boxes):
    """The image with left and right exchanged, and its boxes (n, 4) as x1, y1, x2, y2."""
    n_W = image.shape[1]
    x1, y1, x2, y2 = boxes.T
    return image[:, ::-1], np.stack([n_W - x2, y1, n_W - x1, y2], axis=1)


@mirror.mistake(
    "The boxes stay where they were, so they no longer lie on their objects: mirror them too "
    "(2.10)."
)
def boxes_left_behind(image, boxes):
    return image[:, ::-1], boxes


@mirror.mistake(
    "The mirrored boxes have x1 > x2: what was the right edge becomes the left one, so "
    "x1 becomes n_W - x2 and x2 becomes n_W - x1."
)
def edges_not_exchanged(image, boxes):
    x1, y1, x2, y2 = boxes.T
    return image[:, ::-1], np.stack([image.shape[1] - x1, y1, image.shape[1] - x2, y2], axis=1)


@mirror.mistake("The picture is upside down: left and right are the second axis, `image[:, ::-1]`.")
def upside_down(image, boxes):
    return image[::-1], mirror(image, boxes)[1]


@mirror.mistake(
    "Picture and boxes are turned upside down: mirror left and right, the second axis and x."
)
def everything_upside_down(image, boxes):
    x1, y1, x2, y2 = boxes.T
    n_H = image.shape[0]
    return image[::-1], np.stack([x1, n_H - y2, x2, n_H - y1], axis=1)


@mirror.mistake(
    "The colours are exchanged, red with blue: the axis to turn round is the second, not the last."
)
def colours_exchanged(image, boxes):
    return image[:, :, ::-1], mirror(image, boxes)[1]


@mirror.mistake("The picture is turned by half a circle: turn round the second axis only.")
def half_a_turn(image, boxes):
    return image[::-1, ::-1], mirror(image, boxes)[1]


@mirror.mistake("The boxes are mirrored by the picture's height: x runs along the width, n_W.")
def by_the_height(image, boxes):
    x1, y1, x2, y2 = boxes.T
    n_H = image.shape[0]
    return image[:, ::-1], np.stack([n_H - x2, y1, n_H - x1, y2], axis=1)


@mirror.mistake(
    "The boxes are off by one pixel: x counts edges, not pixels, so the last edge is n_W and a "
    "box is mirrored by n_W - x, without - 1."
)
def off_by_one(image, boxes):
    return image[:, ::-1], mirror(image, boxes)[1] - np.array([1, 0, 1, 0])


@mirror.mistake("The picture is left as it is: `image[:, ::-1]` is its mirror image.")
def picture_left(image, boxes):
    return image, mirror(image, boxes)[1]


@mirror.mistake(
    "It changes the boxes that it was given: make a copy first, the caller still needs them."
)
def in_place(image, boxes):
    boxes[:, [0, 2]] = image.shape[1] - boxes[:, [2, 0]]
    return image[:, ::-1], boxes


@mirror.variant
def copied(image, boxes):
    new = boxes.copy()
    new[:, 0] = image.shape[1] - boxes[:, 2]
    new[:, 2] = image.shape[1] - boxes[:, 0]
    return np.fliplr(image), new


@mirror.variant
def one_by_one(image, boxes):
    n_W = image.shape[1]
    flipped = np.zeros_like(image)
    for column in range(n_W):
        flipped[:, n_W - 1 - column] = image[:, column]
    moved = [[n_W - x2, y1, n_W - x1, y2] for x1, y1, x2, y2 in boxes]
    return flipped, np.array(moved).reshape(-1, 4)
