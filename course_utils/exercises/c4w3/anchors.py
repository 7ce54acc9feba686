"""Shapes to wait for: `kmeans_anchors`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w3.week import week
from course_utils.exercises.running import case
from course_utils.vision.grid import iou_of_shapes


def shapes_of_a_street(seed, n=24):
    """Widths and heights of pedestrians and cars, near and far."""
    rng = np.random.default_rng(seed)
    kinds = np.array([[1.0, 2.8], [2.6, 1.2]])[rng.integers(0, 2, n)]
    return (kinds * rng.uniform(6, 30, (n, 1)) * rng.uniform(0.85, 1.15, (n, 2))).round(1)


NEAR_AND_FAR = np.array(
    [[10.0, 30], [12, 30], [11, 28], [60, 25], [64, 27], [56, 26], [30, 12], [26, 11], [28, 13]]
)


@week.exercise(
    cases=[
        case("three anchors for nine boxes", NEAR_AND_FAR,
             np.array([[64.0, 27.0], [12.0, 30.0], [30.0, 12.0]])),
        case("two for a street", shapes_of_a_street(1), np.array([[20.0, 20.0], [40.0, 30.0]])),
        case("four for another street", shapes_of_a_street(2),
             np.array([[60.0, 30.0], [8.0, 20.0], [20.0, 10.0], [30.0, 60.0]])),
    ],
    edge_cases=[
        case("an anchor that nobody joins", NEAR_AND_FAR,
             np.array([[12.0, 30.0], [62.0, 26.0], [900.0, 900.0]])),
        case("one anchor", NEAR_AND_FAR, np.array([[5.0, 5.0]])),
    ],
    returns=("anchors", "the mean overlap"),
    praise="Big boxes and small ones count alike, since IoU knows no pixels.",
)  # fmt: skip
def kmeans_anchors(shapes, anchors):
    """Anchors (k, 2), the smallest area first, and the mean IoU of each shape with its best."""
    return cluster(shapes, anchors)


def cluster(shapes, anchors, likeness=iou_of_shapes, middle=np.mean, most_rounds=100, finish=True):
    """k-means with 1 - IoU, with what people do otherwise as keywords."""
    anchors, joined = anchors.copy(), None
    for _ in range(most_rounds):
        nearest = likeness(shapes, anchors).argmax(axis=1)
        if joined is not None and (nearest == joined).all():
            break
        joined = nearest
        for k in range(len(anchors)):
            if (joined == k).any():
                anchors[k] = middle(shapes[joined == k], axis=0)
    if finish:
        anchors = anchors[np.argsort(anchors.prod(axis=1))]
    return anchors, float(iou_of_shapes(shapes, anchors).max(axis=1).mean())


@kmeans_anchors.mistake(
    "Distances are measured in pixels: then a large box that fits well is further from its anchor "
    "than a small one that doesn't fit at all. Use 1 - IoU."
)
def in_pixels(shapes, anchors):
    def likeness(shapes, anchors):
        return -np.sum((shapes[:, None] - anchors) ** 2, axis=-1)

    return cluster(shapes, anchors, likeness)


@kmeans_anchors.mistake(
    "The shape joins the anchor that it overlaps *least*: with IoU take argmax, with 1 - IoU "
    "argmin."
)
def least_alike(shapes, anchors):
    return cluster(shapes, anchors, lambda s, a: -iou_of_shapes(s, a))


@kmeans_anchors.mistake("It stops after one round: go on until no shape changes its anchor.")
def one_round(shapes, anchors):
    return cluster(shapes, anchors, most_rounds=1)


@kmeans_anchors.mistake("The anchors are not sorted: return the one with the smallest area first.")
def not_sorted(shapes, anchors):
    return cluster(shapes, anchors, finish=False)


@kmeans_anchors.mistake(
    "Only areas are compared: a tall shape and a wide one of the same area have little in common. "
    "Lay both with one corner on the same place and take their IoU."
)
def by_area(shapes, anchors):
    def likeness(shapes, anchors):
        areas, wanted = shapes.prod(axis=1)[:, None], anchors.prod(axis=1)
        return np.minimum(areas, wanted) / np.maximum(areas, wanted)

    return cluster(shapes, anchors, likeness)


@kmeans_anchors.mistake("An anchor moves to the median of its shapes; k-means takes the mean.")
def median(shapes, anchors):
    return cluster(shapes, anchors, middle=np.median)


@kmeans_anchors.mistake(
    "The mean overlap is taken over all anchors: each shape counts with its best one only."
)
def over_all_anchors(shapes, anchors):
    anchors, _ = cluster(shapes, anchors)
    return anchors, float(iou_of_shapes(shapes, anchors).mean())


@kmeans_anchors.mistake(
    "This is the mean distance, 1 - IoU; asked for is the mean overlap, the IoU."
)
def distance(shapes, anchors):
    anchors, overlap = cluster(shapes, anchors)
    return anchors, 1 - overlap


@kmeans_anchors.mistake(
    "An anchor that nobody joins becomes the mean of nothing, nan: leave it where it is."
)
def mean_of_nothing(shapes, anchors):
    joined = iou_of_shapes(shapes, anchors).argmax(axis=1)
    empty = [k for k in range(len(anchors)) if not (joined == k).any()]
    if not empty:
        return cluster(shapes, anchors)
    found = anchors.copy()
    found[:] = np.nan
    return found, float("nan")


@kmeans_anchors.mistake(
    "It changes the anchors that it is given: begin with `anchors = anchors.copy()`."
)
def in_place(shapes, anchors):
    found, overlap = cluster(shapes, anchors)
    anchors[:] = found
    return found, overlap


@kmeans_anchors.variant
def with_a_while(shapes, anchors):
    old, anchors = None, np.array(anchors, float)
    while old is None or not np.array_equal(old, anchors):
        old = anchors.copy()
        distance = 1 - iou_of_shapes(shapes, old)
        nearest = np.argmin(distance, axis=1)
        for k in np.unique(nearest):
            anchors[k] = np.mean(shapes[nearest == k], axis=0)
    anchors = np.array(sorted(anchors, key=np.prod))
    return anchors, np.mean(np.max(iou_of_shapes(shapes, anchors), axis=1))


@kmeans_anchors.variant
def without_the_library(shapes, anchors):
    def overlap(shapes, anchors):
        shared = np.minimum(shapes[:, None], anchors).prod(axis=-1)
        return shared / (shapes.prod(axis=1)[:, None] + anchors.prod(axis=1) - shared)

    for _ in range(50):
        nearest = overlap(shapes, anchors).argmax(axis=1)
        anchors = np.array([
            shapes[nearest == k].mean(axis=0) if k in nearest else anchors[k]
            for k in range(len(anchors))
        ])  # fmt: skip
    anchors = anchors[anchors.prod(axis=1).argsort()]
    return anchors, overlap(shapes, anchors).max(axis=1).mean()
