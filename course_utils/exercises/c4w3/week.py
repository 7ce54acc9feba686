"""The week, and what several of its exercises share."""

import numpy as np

from course_utils.exercises.checking import Week

week = Week("c4w3")


def sides(box1, box2):
    """Width and height of what two boxes share; negative where they lie apart."""
    width = np.minimum(box1[..., 2], box2[..., 2]) - np.maximum(box1[..., 0], box2[..., 0])
    height = np.minimum(box1[..., 3], box2[..., 3]) - np.maximum(box1[..., 1], box2[..., 1])
    return width, height


def area(box):
    """Area of boxes (..., 4) given by their corners."""
    return (box[..., 2] - box[..., 0]) * (box[..., 3] - box[..., 1])


def share(inter, box1, box2):
    """Intersection over union, 0 where there is no union."""
    union = area(box1) + area(box2) - inter
    return inter / np.where(union > 0, union, 1)


def overlap(box1, box2):
    """IoU of boxes (..., 4)."""
    width, height = sides(box1, box2)
    return share(np.maximum(width, 0) * np.maximum(height, 0), box1, box2)


def corners_from_middles(box):
    """Boxes (..., 4) read as middle, width and height, given by their corners."""
    x, y, w, h = np.moveaxis(box, -1, 0)
    return np.stack([x - w / 2, y - h / 2, x + w / 2, y + h / 2], axis=-1)


def corners_from_sizes(box):
    """Boxes (..., 4) read as first corner, width and height, given by their corners."""
    return np.concatenate([box[..., :2], box[..., :2] + box[..., 2:]], axis=-1)
