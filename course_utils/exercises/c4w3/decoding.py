"""From the label back to boxes: `decode_boxes`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w3.week import week
from course_utils.exercises.running import case
from course_utils.vision.grid import encode_boxes


def predictions(n_H, n_W, n_anchors, seed):
    """Y of a grid in which every cell and anchor says something."""
    rng = np.random.default_rng(seed)
    Y = rng.uniform(0.1, 0.9, (n_H, n_W, n_anchors, 7)).round(2)
    Y[..., 3:5] = rng.uniform(0.4, 3, (n_H, n_W, n_anchors, 2)).round(1)
    return Y


LABEL = encode_boxes(
    [[10, 10, 20, 42], [40, 60, 94, 82]], [0, 1], (6, 6), 16, [[12, 30], [50, 24]], 3
)


@week.exercise(
    cases=[
        case("2 x 3 cells, two anchors", predictions(2, 3, 2, seed=1), 16),
        case("3 x 2 cells, one anchor", predictions(3, 2, 1, seed=2), 32),
    ],
    edge_cases=[case("a label with two objects in it", LABEL, 16)],
    returns="the boxes",
    praise="What encode_boxes writes, it reads back.",
)
def decode_boxes(Y, cell):
    """Boxes (n_H, n_W, n_anchors, 4) in pixels, as corners."""
    return place(Y, cell)


def place(Y, cell, swap=False, along=(1.0, 1.0), sizes=lambda h, w: (w, h), half=0.5):
    """Boxes in pixels, with what people do otherwise as keywords."""
    n_H, n_W = Y.shape[:2]
    _, b_x, b_y, b_h, b_w = np.moveaxis(Y[..., :5], -1, 0)
    columns, rows = np.arange(n_W)[:, None], np.arange(n_H)[:, None, None]
    if swap:
        columns, rows = rows, columns
    x, y = b_x + along[0] * columns, b_y + along[1] * rows
    w, h = sizes(b_h, b_w)
    return cell * np.stack([x - half * w, y - half * h, x + half * w, y + half * h], axis=-1)


def otherwise(sentence, **keywords):
    """Register a mistake that differs from the reference by keywords of `place`."""

    def wrong(Y, cell):
        return place(Y, cell, **keywords)

    decode_boxes.mistake(sentence)(wrong)


otherwise(
    "The cell's offset is forgotten: b_x and b_y count from the cell's corner, so add its column "
    "and its row. All your boxes lie about the first cell.",
    along=(0, 0),
)
otherwise(
    "Columns and rows are swapped: x goes with the column, the second axis of Y, and y with the "
    "row, the first.",
    swap=True,
)
otherwise(
    "Height and width are swapped: the order in Y is p_c, b_x, b_y, b_h, b_w.",
    sizes=lambda h, w: (h, w),
)
otherwise(
    "The corners are a whole width and height away from the middle: go half of each to both sides.",
    half=1.0,
)
otherwise("The row is forgotten: add it to b_y, as the column to b_x.", along=(1, 0))
otherwise("The column is forgotten: add it to b_x, as the row to b_y.", along=(0, 1))


@decode_boxes.mistake("The boxes are in cells: multiply by `cell` to have them in pixels.")
def in_cells(Y, cell):
    return place(Y, 1)


@decode_boxes.mistake(
    "These are middles and sizes, (x, y, w, h): a box is given by its corners, x - w/2 and so on."
)
def middles(Y, cell):
    box = place(Y, cell)
    return np.concatenate([(box[..., :2] + box[..., 2:]) / 2, box[..., 2:] - box[..., :2]], axis=-1)


@decode_boxes.mistake(
    "The middle is taken for the upper left corner: it is w/2 and h/2 further to the left and up."
)
def from_the_corner(Y, cell):
    box = place(Y, cell)
    return box + np.tile((box[..., 2:] - box[..., :2]) / 2, 2)


@decode_boxes.mistake("Only the middle is multiplied by `cell`: b_h and b_w are in cells, too.")
def sizes_in_cells(Y, cell):
    smaller = Y.copy()
    smaller[..., 3:5] /= cell
    return place(smaller, cell)


@decode_boxes.mistake("Two corners in another order: return x1, y1, x2, y2, x before y.")
def y_before_x(Y, cell):
    return place(Y, cell)[..., [1, 0, 3, 2]]


@decode_boxes.variant
def with_loops(Y, cell):
    boxes = np.zeros((*Y.shape[:3], 4))
    for row, column, k in np.ndindex(Y.shape[:3]):
        _, b_x, b_y, b_h, b_w = Y[row, column, k, :5]
        x, y = (column + b_x) * cell, (row + b_y) * cell
        w, h = b_w * cell, b_h * cell
        boxes[row, column, k] = x - w / 2, y - h / 2, x + w / 2, y + h / 2
    return boxes


@decode_boxes.variant
def with_meshgrid(Y, cell):
    columns, rows = np.meshgrid(np.arange(Y.shape[1]), np.arange(Y.shape[0]))
    middle = (Y[..., 1:3] + np.stack([columns, rows], axis=-1)[:, :, None]) * cell
    half = Y[..., 4:2:-1] * cell / 2
    return np.concatenate((middle - half, middle + half), axis=3)
