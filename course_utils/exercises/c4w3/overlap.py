"""How much two boxes have in common: `iou`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w3.week import (
    area,
    corners_from_middles,
    corners_from_sizes,
    overlap,
    share,
    sides,
    week,
)
from course_utils.exercises.running import case


def box(*corners):
    """A box (4,)."""
    return np.array(corners, float)


@week.exercise(
    cases=[
        case("one over the other", box(1, 1, 5, 4), box(3, 2, 8, 6)),
        case("the right one first", box(3, 0, 8, 5), box(1, 1, 6, 4)),
        case("one inside the other", box(0, 0, 10, 8), box(2, 3, 5, 7)),
        case("side by side, with a gap", box(0, 0, 2, 4), box(3, 1, 6, 4)),
        case("one above the other, with a gap", box(0, 0, 4, 2), box(1, 3, 5, 6)),
        case("apart in both directions", box(0, 0, 2, 3), box(5, 7, 9, 9)),
        case("the same box", box(2, 1, 6, 8), box(2, 1, 6, 8)),
    ],
    edge_cases=[
        case("boxes that only touch", box(0, 0, 2, 2), box(2, 0, 4, 2)),
        case("two boxes without area", box(3, 3, 3, 3), box(3, 3, 3, 3)),
        case("as shares of the picture", box(0.1, 0.2, 0.5, 0.6), box(0.3, 0.3, 0.9, 0.7)),
    ],
    returns="iou",
    praise="Boxes that lie apart share nothing, whichever way they lie.",
)
def iou(box1, box2):
    """Intersection over union of two boxes (4,): x1, y1, x2, y2."""
    return float(overlap(np.asarray(box1), np.asarray(box2)))


def one(box1, box2, width, height):
    """IoU from the sides of the intersection."""
    return float(share(width * height, box1, box2))


@iou.mistake(
    "Empty intersections are not clipped: where boxes lie apart, a side of the intersection comes "
    "out negative, and two negative sides even make an area. Take `max(0, ...)` of each side."
)
def not_clipped(box1, box2):
    return one(box1, box2, *sides(box1, box2))


@iou.mistake(
    "Only the area is clipped at 0: two negative sides have a positive product. Clip each side "
    "by itself, before you multiply."
)
def area_clipped(box1, box2):
    width, height = sides(box1, box2)
    return float(share(max(width * height, 0), box1, box2))


@iou.mistake(
    "A negative side is made positive with abs: the gap between two boxes is counted as something "
    "that they share. Use `max(0, ...)`."
)
def absolute(box1, box2):
    width, height = sides(box1, box2)
    return one(box1, box2, abs(width), abs(height))


@iou.mistake(
    "What the boxes share is counted twice in the union: subtract the intersection once from the "
    "sum of the two areas."
)
def counted_twice(box1, box2):
    inter = np.prod(np.maximum(sides(box1, box2), 0))
    total = area(box1) + area(box2)
    return float(inter / total) if total else 0.0


@iou.mistake(
    "The boxes are read as middle, width and height; here they are two corners, (x1, y1, x2, y2)."
)
def middles(box1, box2):
    return float(overlap(corners_from_middles(box1), corners_from_middles(box2)))


@iou.mistake(
    "The last two numbers are read as width and height; they are the lower right corner, so the "
    "width is x2 - x1."
)
def corner_and_size(box1, box2):
    return float(overlap(corners_from_sizes(box1), corners_from_sizes(box2)))


@iou.mistake(
    "Minimum and maximum are swapped: the intersection begins at the larger of the two x1 and ends "
    "at the smaller of the two x2. Yours is the box around both."
)
def hull(box1, box2):
    low, high = np.minimum(box1, box2)[:2], np.maximum(box1, box2)[2:]
    union = area(box1) + area(box2) - np.prod(high - low)
    return float(np.prod(high - low) / union) if union else 0.0


@iou.mistake(
    "Each side is one too long: `x2 - x1 + 1` is for pixels that are counted; these corners are "
    "places on a ruler, and the width is x2 - x1."
)
def plus_one(box1, box2):
    return float(overlap(np.add(box1, (0, 0, 1, 1)), np.add(box2, (0, 0, 1, 1))))


@iou.mistake("It is divided by the first box's area alone, not by the area of the union.")
def over_the_first(box1, box2):
    inter = np.prod(np.maximum(sides(box1, box2), 0))
    return float(inter / area(box1)) if area(box1) else 0.0


@iou.mistake("It is divided by the smaller box's area, not by the area of the union.")
def over_the_smaller(box1, box2):
    inter, least = np.prod(np.maximum(sides(box1, box2), 0)), min(area(box1), area(box2))
    return float(inter / least) if least else 0.0


@iou.mistake("This is the intersection; it still has to be divided by the union.")
def only_intersection(box1, box2):
    return float(np.prod(np.maximum(sides(box1, box2), 0)))


@iou.mistake("Two boxes without area give 0/0, which is no number: return 0 where the union is 0.")
def zero_by_zero(box1, box2):
    inter = np.prod(np.maximum(sides(box1, box2), 0))
    return float(np.float64(inter) / (area(box1) + area(box2) - inter))


@iou.variant
def with_python_numbers(box1, box2):
    a, b, c, d = map(float, box1)
    e, f, g, h = map(float, box2)
    inter = max(0.0, min(c, g) - max(a, e)) * max(0.0, min(d, h) - max(b, f))
    union = (c - a) * (d - b) + (g - e) * (h - f) - inter
    return inter / union if union > 0 else 0.0


@iou.variant
def with_a_question_first(box1, box2):
    if box1[2] <= box2[0] or box2[2] <= box1[0] or box1[3] <= box2[1] or box2[3] <= box1[1]:
        return 0
    width, height = sides(box1, box2)
    return width * height / (area(box1) + area(box2) - width * height)
