"""Every box with every other, without a loop: `iou_matrix`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w3.week import (
    area,
    corners_from_middles,
    overlap,
    share,
    sides,
    week,
)
from course_utils.exercises.running import case

THREE = np.array([[1.0, 1, 5, 4], [0, 0, 3, 3], [6, 6, 9, 8]])
TWO = np.array([[3.0, 2, 8, 6], [0, 1, 2, 5]])
SQUARE = np.array([[2.0, 0, 4, 6], [4, 4, 8, 9], [0, 5, 3, 9]])


@week.exercise(
    cases=[
        case("three boxes with two", THREE, TWO),
        case("three with three", THREE, SQUARE),
        case("boxes with themselves", SQUARE, SQUARE),
    ],
    edge_cases=[
        case("one with one", THREE[:1], TWO[:1]),
        case("no box with two", np.zeros((0, 4)), TWO),
        case("as shares of the picture", THREE / 10, TWO / 10),
    ],
    returns="the matrix",
    praise="The whole table in one go: suppression and anchors will ask for it all the time.",
)
def iou_matrix(boxes1, boxes2):
    """IoU of each of boxes1 (n, 4) with each of boxes2 (k, 4): (n, k)."""
    return overlap(boxes1[:, None], boxes2[None])


@iou_matrix.mistake(
    "Empty intersections are not clipped: take the maximum of 0 and each side, entry by entry."
)
def not_clipped(boxes1, boxes2):
    one, other = boxes1[:, None], boxes2[None]
    return share(np.prod(sides(one, other), axis=0), one, other)


@iou_matrix.mistake(
    "Only the areas are clipped at 0: two negative sides have a positive product. Clip width and "
    "height, each by itself."
)
def areas_clipped(boxes1, boxes2):
    one, other = boxes1[:, None], boxes2[None]
    return share(np.maximum(np.prod(sides(one, other), axis=0), 0), one, other)


@iou_matrix.mistake(
    "Rows and columns are swapped: row i belongs to boxes1[i], so the result is (n, k)."
)
def turned(boxes1, boxes2):
    return iou_matrix(boxes1, boxes2).T


@iou_matrix.mistake(
    "The boxes are compared in pairs, the first with the first and so on. Each with each needs a "
    "new axis: `boxes1[:, None]`, (n, 1, 4), against `boxes2[None]`, (1, k, 4)."
)
def in_pairs(boxes1, boxes2):
    return overlap(boxes1, boxes2)


@iou_matrix.mistake(
    "The union is the sum of both areas: what two boxes share is in it twice. Subtract the "
    "intersection."
)
def counted_twice(boxes1, boxes2):
    one, other = boxes1[:, None], boxes2[None]
    inter = np.prod(np.maximum(sides(one, other), 0), axis=0)
    return inter / (area(one) + area(other))


@iou_matrix.mistake(
    "It is divided by the areas of boxes1 only, not by the union: then it isn't symmetric."
)
def over_the_first(boxes1, boxes2):
    one, other = boxes1[:, None], boxes2[None]
    return np.prod(np.maximum(sides(one, other), 0), axis=0) / area(one)


@iou_matrix.mistake("The boxes are read as middles and sizes; they are corners, (x1, y1, x2, y2).")
def middles(boxes1, boxes2):
    return iou_matrix(corners_from_middles(boxes1), corners_from_middles(boxes2))


@iou_matrix.mistake("These are the intersections; divide them by the unions.")
def only_intersections(boxes1, boxes2):
    return np.prod(np.maximum(sides(boxes1[:, None], boxes2[None]), 0), axis=0)


@iou_matrix.mistake("These are distances, 1 - IoU; asked for is IoU itself, 1 for the same box.")
def distances(boxes1, boxes2):
    return 1 - iou_matrix(boxes1, boxes2)


@iou_matrix.variant
def with_two_loops(boxes1, boxes2):
    table = np.zeros((len(boxes1), len(boxes2)))
    for i, one in enumerate(boxes1):
        for j, other in enumerate(boxes2):
            table[i, j] = overlap(one, other)
    return table


@iou_matrix.variant
def with_columns(boxes1, boxes2):
    a, b, c, d = boxes1.T[:, :, np.newaxis]
    e, f, g, h = boxes2.T[:, np.newaxis]
    inter = np.clip(np.minimum(c, g) - np.maximum(a, e), 0, None)
    inter = inter * np.clip(np.minimum(d, h) - np.maximum(b, f), 0, None)
    return inter / ((c - a) * (d - b) + (g - e) * (h - f) - inter)
