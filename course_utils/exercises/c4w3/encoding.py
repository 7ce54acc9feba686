"""From boxes to the label: `encode_boxes`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w3.week import week
from course_utils.exercises.running import case
from course_utils.vision.grid import iou_of_shapes

ANCHORS = np.array([[12.0, 30.0], [50.0, 24.0]])
BOXES = np.array([[10.0, 10, 20, 42], [40, 60, 94, 82], [66, 4, 78, 28]])
CLASSES = np.array([0, 1, 2])
SAME_CELL = np.array([[40.0, 60, 90, 82], [42, 58, 94, 84], [8, 36, 20, 60]])
CROWDED = np.array([[40.0, 60, 90, 82], [42, 58, 92, 84], [44, 62, 88, 82]])
CORNER = np.array([[39.0, 53, 89, 75], [40, 54, 88, 74]])
WIDE = np.array([[2.0, 10, 44, 30], [30, 33, 44, 61]])


@week.exercise(
    cases=[
        case("three boxes, 6 x 6 cells", BOXES, CLASSES, (6, 6), 16, ANCHORS, 3),
        case("a picture of 4 x 3 cells", WIDE, np.array([1, 0]), (4, 3), 16, ANCHORS, 2),
    ],
    edge_cases=[
        case("two boxes with their middle in one cell",
             SAME_CELL, np.array([1, 0, 2]), (6, 6), 16, ANCHORS, 3),
        case("more boxes in a cell than anchors",
             CROWDED, np.array([1, 1, 0]), (6, 6), 16, ANCHORS, 3),
        case("two boxes with their middle on the corner of a cell",
             CORNER, np.array([2, 1]), (6, 6), 16, ANCHORS, 3),
        case("an empty street", np.zeros((0, 4)), np.zeros(0, int), (2, 2), 16, ANCHORS, 3),
    ],
    returns="Y",
    praise="Each object has one cell and one anchor to answer for it.",
)  # fmt: skip
def encode_boxes(boxes, classes, grid, cell, anchors, n_classes):
    """The label Y (n_H, n_W, n_anchors, 5 + n_classes) of boxes (n, 4) in pixels."""
    return fill(boxes, classes, grid, cell, anchors, n_classes)


def fill(
    boxes, classes, grid, cell, anchors, n_classes,
    numbers=lambda x, y, w, h, column, row: (x - column, y - row, h, w),
    middle=lambda box: (box[:2] + box[2:]) / 2,
    places=lambda column, row, box, cell: [(row, column)],
    tries=None, shift=0, p_c=1, whole=int, likeness=iou_of_shapes,
):  # fmt: skip
    """The label, with what people do otherwise as keywords."""
    n_H, n_W = grid
    Y = np.zeros((n_H, n_W, len(anchors), 5 + n_classes))
    for box, number in zip(boxes, classes):
        x, y = middle(box) / cell
        w, h = (box[2:] - box[:2]) / cell
        column, row = whole(x), whole(y)
        alike = likeness(np.array([[w, h]]) * cell, anchors)[0]
        for place in places(column, row, box, cell):
            for k in np.argsort(-alike, kind="stable") if tries is None else tries(alike, Y[place]):
                if tries is not None or Y[place][k, 0] == 0:
                    Y[place][k] = 0
                    Y[place][k, :5] = p_c, *numbers(x, y, w, h, place[1], place[0])
                    Y[place][k, 5 + (number + shift) % n_classes] = 1
                    if tries is None:
                        break
    return Y


def otherwise(sentence, **keywords):
    """Register a mistake that differs from the reference by keywords of `fill`."""

    def wrong(boxes, classes, grid, cell, anchors, n_classes):
        return fill(boxes, classes, grid, cell, anchors, n_classes, **keywords)

    encode_boxes.mistake(sentence)(wrong)


def touched(column, row, box, cell):
    """All cells that a box covers."""
    x1, y1 = (box[:2] // cell).astype(int)
    x2, y2 = np.ceil(box[2:] / cell).astype(int)
    return [(i, j) for i in range(y1, y2) for j in range(x1, x2)]


def alike_in_area(shapes, anchors):
    """How alike the areas are, whatever the shapes."""
    areas, wanted = shapes.prod(axis=1)[:, None], anchors.prod(axis=1)
    return np.minimum(areas, wanted) / np.maximum(areas, wanted)


otherwise(
    "The cell's offset is forgotten: b_x and b_y are measured within the cell, from 0 to 1, so "
    "subtract the cell's column and row.",
    numbers=lambda x, y, w, h, column, row: (x, y, h, w),
)
otherwise(
    "A box that spans several cells is written into all of them. It belongs to one cell only, the "
    "one in which its middle lies; otherwise the network is told to find it many times.",
    places=touched,
)
otherwise(
    "A box is written into every anchor of its cell. Only the anchor whose shape is most like its "
    "own gets it.",
    tries=lambda alike, there: range(len(alike)),
)
otherwise(
    "The middle is taken for the corner: x1, y1 decide about the cell and the offset. Use the "
    "middle, ((x1 + x2) / 2, (y1 + y2) / 2).",
    middle=lambda box: box[:2],
)
otherwise(
    "Height and width are swapped: the order is p_c, b_x, b_y, b_h, b_w.",
    numbers=lambda x, y, w, h, column, row: (x - column, y - row, w, h),
)
otherwise(
    "Height and width are in pixels; measure them in cells, as the middle is.",
    numbers=lambda x, y, w, h, column, row: (x - column, y - row, 16 * h, 16 * w),
)
otherwise(
    "b_x and b_y are swapped: x goes to the right and counts columns.",
    numbers=lambda x, y, w, h, column, row: (y - row, x - column, h, w),
)
otherwise("The class is written one place too far: c_1, place 5, belongs to class 0.", shift=1)
otherwise("p_c is not set: it is 1 where there is an object.", p_c=0)
otherwise(
    "A middle in the second half of a cell is given to the next one: round down (`int`, `//`), "
    "not to the nearest.",
    whole=round,
)
otherwise(
    "It is always the first anchor that gets the box: take the one whose shape overlaps the box's "
    "most, and the next best only where that one is taken.",
    likeness=lambda shapes, anchors: -np.arange(len(anchors), dtype=float)[None],
)
otherwise(
    "The anchor *least* like the box gets it: sort by IoU downwards.",
    likeness=lambda shapes, anchors: -iou_of_shapes(shapes, anchors),
)
otherwise(
    "Where the best anchor of a cell is taken already, the new box is written over the old one. "
    "Give it the next best anchor, or drop it if none is left.",
    tries=lambda alike, there: [int(alike.argmax())],
)


@encode_boxes.mistake(
    "Rows and columns are swapped: the cell is Y[row, column], and y decides about the row."
)
def rows_for_columns(boxes, classes, grid, cell, anchors, n_classes):
    n_H, n_W = grid
    turned = fill(boxes, classes, (6, 6), cell, anchors, n_classes)
    Y = np.zeros((n_H, n_W, len(anchors), 5 + n_classes))
    for row, column in np.argwhere(turned[..., 0].any(axis=-1)):
        Y[column, row] = turned[row, column]
    return Y


@encode_boxes.variant
def in_one_go(boxes, classes, grid, cell, anchors, n_classes):
    Y = np.zeros((*grid, len(anchors), 5 + n_classes))
    middles = (boxes[:, :2] + boxes[:, 2:]) / (2 * cell)
    sizes = (boxes[:, 2:] - boxes[:, :2]) / cell
    for (x, y), (w, h), number in zip(middles, sizes, classes):
        shared = np.minimum(w * cell, anchors[:, 0]) * np.minimum(h * cell, anchors[:, 1])
        alike = shared / (w * h * cell**2 + anchors.prod(axis=1) - shared)
        free = Y[int(y), int(x), :, 0] == 0
        if free.any():
            k = np.argmax(np.where(free, alike, -1))
            Y[int(y), int(x), k] = [1, x % 1, y % 1, h, w, *(np.arange(n_classes) == number)]
    return Y


@encode_boxes.variant
def with_floor_division(boxes, classes, grid, cell, anchors, n_classes):
    label = np.zeros((grid[0], grid[1], len(anchors), 5 + n_classes))
    for (x1, y1, x2, y2), c in zip(boxes.tolist(), classes.tolist()):
        column, row = int((x1 + x2) / 2 // cell), int((y1 + y2) / 2 // cell)
        best = sorted(
            range(len(anchors)),
            key=lambda k: -iou_of_shapes(np.array([[x2 - x1, y2 - y1]]), anchors)[0, k],
        )
        for k in best:
            entry = label[row, column, k]
            if entry[0] == 0:
                entry[0] = entry[5 + c] = 1
                entry[1:5] = (
                    (x1 + x2) / 2 / cell - column,
                    (y1 + y2) / 2 / cell - row,
                    (y2 - y1) / cell,
                    (x2 - x1) / cell,
                )
                break
    return label
