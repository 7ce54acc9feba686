"""How good a detector is: precision, recall, and the area under their curve."""

from typing import NamedTuple

import numpy as np

from course_utils.vision.boxes import check_boxes, iou_matrix


class Curve(NamedTuple):
    """Precision and recall after each detection, the surest first, and their average precision."""

    precision: np.ndarray
    recall: np.ndarray
    average_precision: float


def match(boxes, scores, truth, iou_threshold=0.5):
    """Which detections (n, 4) of one class in one image are hits: booleans (n,).

    The surest detection chooses first, and takes the true box that it overlaps most, if that is by
    at least iou_threshold and still free: a second detection of the same object is a miss.
    """
    boxes, truth = check_boxes(boxes), check_boxes(truth)
    hits, free = np.zeros(len(boxes), bool), np.ones(len(truth), bool)
    if not len(truth):
        return hits
    overlap = iou_matrix(boxes, truth)
    for i in np.argsort(-np.asarray(scores), kind="stable"):
        best = overlap[i].argmax()
        if overlap[i, best] >= iou_threshold and free[best]:
            hits[i], free[best] = True, False
    return hits


def average_precision(scores, hits, n_true):
    """Curve of detections (n,), with their scores and whether they are hits, for n_true objects.

    The average precision is the area under precision against recall, after precision has been made
    never to rise to the left (the way of Pascal VOC since 2010). nan where there is no object.
    """
    order = np.argsort(-np.asarray(scores, float), kind="stable")
    hits = np.asarray(hits, bool)[order]
    found = np.cumsum(hits)
    precision = found / np.arange(1, len(hits) + 1)
    if n_true == 0:
        return Curve(precision, np.full(len(hits), np.nan), float("nan"))
    recall = found / n_true
    best_from_here = np.maximum.accumulate(precision[::-1])[::-1]
    steps = np.diff(recall, prepend=0.0)
    return Curve(precision, recall, float(np.sum(steps * best_from_here)))


def score_detections(detections, truths, n_classes, iou_threshold=0.5):
    """The Curve of each class over many images, and the mean of their average precisions (mAP).

    `detections` has (boxes, scores, classes) for each image, `truths` (boxes, classes). Classes
    without an object count neither way.
    """
    if len(detections) != len(truths):
        raise ValueError(
            f"there are detections for {len(detections)} images but truths for {len(truths)}: "
            "give both in the same order."
        )
    curves = []
    for number in range(n_classes):
        scores, hits, n_true = [], [], 0
        for (boxes, scores_here, classes), (true_boxes, true_classes) in zip(detections, truths):
            mine = np.asarray(classes) == number
            true = check_boxes(true_boxes)[np.asarray(true_classes, int) == number]
            scores.append(np.asarray(scores_here, float)[mine])
            hits.append(match(check_boxes(boxes)[mine], scores[-1], true, iou_threshold))
            n_true += len(true)
        curves.append(average_precision(np.concatenate(scores), np.concatenate(hits), n_true))
    averages = [c.average_precision for c in curves if not np.isnan(c.average_precision)]
    return curves, float(np.mean(averages)) if averages else float("nan")
