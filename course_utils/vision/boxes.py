"""Boxes: their overlap, and which of many boxes to keep.

A box is (x1, y1, x2, y2), left upper and right lower corner, x to the right and y down, as floats;
boxes are (n, 4).
"""

import numpy as np

from course_utils.nn.validation import check_number, check_shape


def area(boxes):
    """Areas (n,) of boxes (n, 4)."""
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def iou(box1, box2):
    """Intersection over union of two boxes (4,): from 0, nothing in common, to 1, the same box.

    Two boxes without area have 0 in common, even where they are equal.
    """
    return iou_matrix(np.reshape(box1, (1, 4)), np.reshape(box2, (1, 4))).item()


def iou_matrix(boxes1, boxes2):
    """Intersection over union of each of boxes1 (n, 4) with each of boxes2 (k, 4): (n, k)."""
    boxes1, boxes2 = check_boxes(boxes1), check_boxes(boxes2)
    return _iou(boxes1.T[:, :, None], boxes2.T[:, None])


def _iou(corners1, corners2):
    """The same for the four corner numbers apart, as arrays that fit each other; unchecked."""
    (left1, top1, right1, bottom1), (left2, top2, right2, bottom2) = corners1, corners2
    # Where boxes lie apart, a side comes out negative; two negative ones would make an area.
    width = np.maximum(np.minimum(right1, right2) - np.maximum(left1, left2), 0)
    height = np.maximum(np.minimum(bottom1, bottom2) - np.maximum(top1, top2), 0)
    inter = width * height
    union = (right1 - left1) * (bottom1 - top1) + (right2 - left2) * (bottom2 - top2) - inter
    return inter / np.where(union > 0, union, 1)


def non_max_suppression(boxes, scores, iou_threshold=0.5, classes=None):
    """Places of the boxes that are kept, the highest score first: an array of whole numbers.

    Greedy: keep the box with the highest score, drop all boxes of its class that overlap it by more
    than iou_threshold, go on with the best of the rest. boxes (n, 4), scores (n,), classes (n,)
    whole numbers, or None where there is one class. Equal scores keep their order.
    """
    boxes = check_boxes(boxes)
    scores = np.asarray(scores, float)
    check_number("iou_threshold", iou_threshold, 0, 1)
    if len(boxes) == 0:
        return np.zeros(0, int)
    check_shape("scores", scores, (len(boxes),), f"there are {len(boxes)} boxes")
    if classes is not None:
        classes = np.asarray(classes)
        check_shape("classes", classes, (len(boxes),), f"there are {len(boxes)} boxes")
        # Boxes of different classes are moved so far apart that they cannot overlap.
        low, high = boxes.min(), boxes.max()
        _, numbers = np.unique(classes, return_inverse=True)
        boxes = boxes + (numbers * (high - low + 1))[:, None]
    order = np.argsort(-scores, kind="stable")
    corners = np.ascontiguousarray(boxes[order].T)
    dropped = np.zeros(len(order), bool)
    for i in range(len(order)):
        if not dropped[i]:
            rest = slice(i + 1, None)
            dropped[rest] |= _iou(corners[:, i], corners[:, rest]) > iou_threshold
    return order[~dropped]


def to_corners(boxes):
    """Boxes (..., 4) given as (x, y, w, h), x and y the middle, as (x1, y1, x2, y2)."""
    boxes = np.asarray(boxes, float)
    middle, half = boxes[..., :2], boxes[..., 2:] / 2
    return np.concatenate([middle - half, middle + half], axis=-1)


def to_middles(boxes):
    """Boxes (..., 4) given as (x1, y1, x2, y2) as (x, y, w, h), x and y the middle."""
    boxes = np.asarray(boxes, float)
    low, high = boxes[..., :2], boxes[..., 2:]
    return np.concatenate([(low + high) / 2, high - low], axis=-1)


def check_boxes(boxes):
    """Return boxes as floats, after checking that they are (n, 4) with x1 <= x2 and y1 <= y2."""
    boxes = np.asarray(boxes, float)
    if boxes.size == 0:
        return boxes.reshape(0, 4)
    if boxes.ndim != 2 or boxes.shape[1] != 4:
        raise ValueError(f"boxes has shape {boxes.shape} but must be (n, 4): x1, y1, x2, y2.")
    right = (boxes[:, :2] <= boxes[:, 2:]).all(axis=1)  # False for nan, too
    if not right.all():
        wrong = int(right.argmin())
        raise ValueError(
            f"box {wrong} is {boxes[wrong].tolist()} but must be (x1, y1, x2, y2) with "
            "x1 <= x2 and y1 <= y2. Did you pass width and height?"
        )
    return boxes
