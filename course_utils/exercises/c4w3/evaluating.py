"""From the network's numbers to boxes, the whole way: `yolo_eval`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w3.decoding import decode_boxes, place
from course_utils.exercises.c4w3.filtering import chosen, yolo_filter_boxes
from course_utils.exercises.c4w3.suppression import suppress, yolo_non_max_suppression
from course_utils.exercises.c4w3.week import week
from course_utils.exercises.running import case


def answer(things, n_H=3, n_W=3, n_anchors=2, n_classes=3):
    """P of a network that is sure of `things`, (row, column, anchor, numbers), and of nothing."""
    rng = np.random.default_rng(5)
    P = rng.uniform(0.02, 0.2, (n_H, n_W, n_anchors, 5 + n_classes)).round(2)
    P[..., 3:5] += 1
    P[..., 5:] = [0.4, 0.35, 0.25]
    for row, column, anchor, numbers in things:
        P[row, column, anchor] = numbers
    return P


# Two boxes on one car, a pedestrian before it, two that are sure of something but not of what.
STREET = answer([
    (1, 1, 1, [0.9, 0.5, 0.5, 1.2, 2.4, 0.05, 0.9, 0.05]),
    (1, 2, 1, [0.8, 0.1, 0.5, 1.2, 2.2, 0.1, 0.85, 0.05]),
    (1, 1, 0, [0.85, 0.6, 0.5, 1.3, 1.9, 0.8, 0.1, 0.1]),
    (2, 0, 0, [0.95, 0.3, 0.4, 1.5, 0.6, 0.35, 0.33, 0.32]),
    (0, 2, 0, [0.7, 0.9, 0.9, 1.1, 0.5, 0.05, 0.05, 0.9]),
])  # fmt: skip
TALL = answer([
    (3, 0, 0, [0.9, 0.2, 0.8, 2, 0.7, 0.9, 0.05, 0.05]),
    (3, 0, 1, [0.8, 0.3, 0.7, 1.8, 0.8, 0.95, 0.03, 0.02]),
    (0, 1, 0, [0.9, 0.7, 0.2, 1, 1, 0.05, 0.05, 0.9]),
], n_H=4, n_W=2)  # fmt: skip


@week.exercise(
    cases=[
        case("a street of 3 x 3 cells", STREET, 16, 10, 0.6, 0.4),
        case("4 x 2 cells of 32 pixels", TALL, 32, 10, 0.6, 0.4),
        case("at most two boxes", STREET, 16, 2, 0.6, 0.4),
    ],
    edge_cases=[case("an empty street", answer([]), 16, 10, 0.6, 0.4)],
    returns=("scores", "boxes", "classes"),
    praise="A detector's last three steps in one function: decode, filter, suppress.",
)
def yolo_eval(P, cell, max_boxes, score_threshold, iou_threshold):
    """scores, boxes, classes found in P (n_H, n_W, n_anchors, 5 + n_classes)."""
    found = filtered(P, decode_boxes(P, cell), score_threshold)
    return yolo_non_max_suppression(*found, max_boxes, iou_threshold)


def filtered(P, boxes, score_threshold):
    """scores, boxes, classes above the threshold."""
    return yolo_filter_boxes(boxes, P[..., :1], P[..., 5:], score_threshold)


@yolo_eval.mistake("Non-max suppression is missing: there are several boxes on one object.")
def not_suppressed(P, cell, max_boxes, score_threshold, iou_threshold):
    scores, boxes, classes = filtered(P, decode_boxes(P, cell), score_threshold)
    order = np.argsort(-scores, kind="stable")[:max_boxes]
    return scores[order], boxes[order], classes[order]


@yolo_eval.mistake("Suppression goes across classes: the pedestrian before the car is lost.")
def across_classes(P, cell, max_boxes, score_threshold, iou_threshold):
    found = filtered(P, decode_boxes(P, cell), score_threshold)
    return suppress(*found, max_boxes, iou_threshold, rivals=np.array(True))


@yolo_eval.mistake(
    "The threshold is put to p_c before it is multiplied by the class probabilities: what is sure "
    "of something but not of what gets through."
)
def threshold_first(P, cell, max_boxes, score_threshold, iou_threshold):
    found = chosen(decode_boxes(P, cell), P[..., :1] * P[..., 5:], score_threshold, P[..., 0])
    return suppress(*found, max_boxes, iou_threshold)


@yolo_eval.mistake(
    "The boxes are not decoded: b_x, b_y, b_h, b_w of P are used as corners. Call decode_boxes "
    "first."
)
def not_decoded(P, cell, max_boxes, score_threshold, iou_threshold):
    return suppress(*filtered(P, P[..., 1:5], score_threshold), max_boxes, iou_threshold)


@yolo_eval.mistake(
    "The cells' offsets are forgotten in decoding: all boxes lie about the first cell."
)
def no_offset(P, cell, max_boxes, score_threshold, iou_threshold):
    found = filtered(P, place(P, cell, along=(0, 0)), score_threshold)
    return suppress(*found, max_boxes, iou_threshold)


@yolo_eval.mistake(
    "The two thresholds are swapped: the first is for scores, the second for overlaps."
)
def thresholds_swapped(P, cell, max_boxes, score_threshold, iou_threshold):
    found = filtered(P, decode_boxes(P, cell), iou_threshold)
    return suppress(*found, max_boxes, score_threshold)


@yolo_eval.mistake("max_boxes is ignored: return at most so many boxes, the surest.")
def no_limit(P, cell, max_boxes, score_threshold, iou_threshold):
    found = filtered(P, decode_boxes(P, cell), score_threshold)
    return suppress(*found, len(found[0]), iou_threshold)


@yolo_eval.mistake(
    "The numbers are taken from the wrong places: p_c is the first, then b_x, b_y, b_h, b_w, and "
    "the classes begin at place 5, not 4."
)
def classes_from_4(P, cell, max_boxes, score_threshold, iou_threshold):
    found = yolo_filter_boxes(decode_boxes(P, cell), P[..., :1], P[..., 4:], score_threshold)
    return suppress(*found, max_boxes, iou_threshold)


@yolo_eval.mistake("The boxes are in cells, not in pixels: pass `cell` on to decode_boxes.")
def in_cells(P, cell, max_boxes, score_threshold, iou_threshold):
    found = filtered(P, decode_boxes(P, 1), score_threshold)
    return suppress(*found, max_boxes, iou_threshold)


@yolo_eval.variant
def written_out(P, cell, max_boxes, score_threshold, iou_threshold):
    scores = (P[..., [0]] * P[..., 5:]).reshape(-1, P.shape[-1] - 5)
    boxes = decode_boxes(P, cell).reshape(-1, 4)
    sure = np.flatnonzero(scores.max(axis=1) >= score_threshold)
    return suppress(
        scores[sure].max(axis=1), boxes[sure], scores[sure].argmax(axis=1), max_boxes, iou_threshold
    )


@yolo_eval.variant
def suppress_first(P, cell, max_boxes, score_threshold, iou_threshold):
    scores, boxes, classes = filtered(P, decode_boxes(P, cell), 0.0)
    found = suppress(scores, boxes, classes, len(scores), iou_threshold)
    sure = found[0] >= score_threshold
    return tuple(part[sure][:max_boxes] for part in found)
