"""From boxes to YOLO's labels and back: a grid of cells, in each of which a few anchors wait.

The label of an image is Y (n_H, n_W, n_anchors, 5 + n_classes), with cells along the first two axes
and behind them p_c, b_x, b_y, b_h, b_w, c_1, c_2, ... The middle (b_x, b_y) is measured within its
cell, from 0 to 1; height and width are in cells, and may be more than 1.
Anchors are (n_anchors, 2), width and height in pixels. `cell` is the side of a cell in pixels.
"""

import numpy as np

from course_utils.nn.validation import check_count, check_shape
from course_utils.vision.boxes import check_boxes, iou_matrix, to_corners, to_middles


def encode_boxes(boxes, classes, grid, cell, anchors, n_classes):
    """The label Y of an image with boxes (n, 4) in pixels and classes (n,); grid is (n_H, n_W).

    A box belongs to the cell in which its middle lies, and there to the anchor whose shape is most
    like its own; where that one is taken, to the next best. Boxes for which no anchor is left are
    dropped. Raises ValueError for a class or a box that doesn't fit.
    """
    boxes, anchors = check_boxes(boxes), check_anchors(anchors)
    n_H, n_W = grid
    classes = np.asarray(classes, int)
    if len(boxes) or classes.size:  # an empty street has a label too
        check_shape("classes", classes, (len(boxes),), f"there are {len(boxes)} boxes")
    if len(classes) and not (classes.min() >= 0 and classes.max() < n_classes):
        raise ValueError(f"classes go from 0 to {n_classes - 1}, but {classes.max()} is given.")
    Y = np.zeros((n_H, n_W, len(anchors), 5 + n_classes))
    middles = to_middles(boxes) / cell
    likeness = iou_of_shapes(middles[:, 2:] * cell, anchors)
    for (x, y, w, h), number, alike in zip(middles, classes, likeness):
        column, row = int(x), int(y)
        if not (0 <= column < n_W and 0 <= row < n_H):
            raise ValueError(
                f"a box has its middle at ({x * cell:g}, {y * cell:g}), outside the picture of "
                f"{n_W * cell} x {n_H * cell}: cut it at the edges first."
            )
        for anchor in np.argsort(-alike, kind="stable"):
            if Y[row, column, anchor, 0] == 0:
                Y[row, column, anchor, :5] = 1, x - column, y - row, h, w
                Y[row, column, anchor, 5 + number] = 1
                break
    return Y


def decode_boxes(Y, cell):
    """Boxes (..., n_H, n_W, n_anchors, 4) in pixels for labels or predictions Y."""
    n_H, n_W = Y.shape[-4:-2]
    b_x, b_y, b_h, b_w = np.moveaxis(Y[..., 1:5], -1, 0)
    x = b_x + np.arange(n_W)[:, None]  # a cell's column, for every anchor
    y = b_y + np.arange(n_H)[:, None, None]
    return to_corners(np.stack([x, y, b_w, b_h], axis=-1) * cell)


def iou_of_shapes(shapes, anchors):
    """Overlap of shapes (n, 2) with anchors (k, 2), width and height, laid upon each other."""
    boxes = [np.hstack([np.zeros_like(sides), sides]) for sides in (shapes, anchors)]
    return iou_matrix(*boxes)


def kmeans_anchors(shapes, n_anchors, rng, most_rounds=100):
    """Anchors for boxes with these shapes (n, 2), and the mean overlap of each with its best.

    k-means with 1 - IoU for a distance (Redmon and Farhadi 2016): each shape joins the anchor that
    it overlaps most, each anchor becomes the mean of its shapes, until nobody moves. The smallest
    anchor comes first. An anchor that nobody joins stays as it is.
    """
    check_count("n_anchors", n_anchors)
    shapes = check_anchors(shapes, "shapes")
    different = np.unique(shapes, axis=0)
    if len(different) < n_anchors:
        raise ValueError(
            f"n_anchors is {n_anchors} but there are only {len(different)} different shapes: "
            "ask for fewer."
        )
    anchors = different[rng.choice(len(different), n_anchors, replace=False)]
    joined = None
    for _ in range(most_rounds):
        nearest = iou_of_shapes(shapes, anchors).argmax(axis=1)
        if joined is not None and (nearest == joined).all():
            break
        joined = nearest
        for k in range(n_anchors):
            if (joined == k).any():
                anchors[k] = shapes[joined == k].mean(axis=0)
    anchors = anchors[np.argsort(anchors.prod(axis=1))]
    return anchors, float(iou_of_shapes(shapes, anchors).max(axis=1).mean())


def check_anchors(anchors, name="anchors"):
    """Return anchors or shapes as floats, after checking that they are (n, 2) and positive."""
    anchors = np.array(anchors, float)
    if anchors.ndim != 2 or anchors.shape[1] != 2 or not (anchors > 0).all():
        raise ValueError(
            f"{name} must be (n, 2), widths and heights above 0, but are {anchors.tolist()[:3]}."
        )
    return anchors
