"""From strokes on a pad to a picture like those of the digits, and from such a picture to strokes.

The digits were scanned as bitmaps, scaled into a box of 20 x 32 points within 32 x 32, thickened
or thinned to about the same ink, sheared until they stood upright (M. D. Garris et al., NIST
Form-Based Handprint Recognition System, NISTIR 5469, 1994) and counted in blocks of 4 x 4. What
somebody draws goes the same way, so that a network is shown what it was trained on.

Strokes are lists of points (x, y), x to the right, y down, as shares of the pad's side.
"""

import numpy as np
from PIL import Image
from scipy import ndimage
from skimage.morphology import skeletonize

PEN = 0.06  # width of the pen, as a share of the pad's side
PAGE = 64  # pixels along the longer side of a drawing
MARGIN = 16  # pixels around it, so that thin strokes have room to grow
FIELD = 32  # points: side of the bitmap
BOX = 20  # columns of it that a digit may fill
BLOCK = 4  # points: side of a block whose black points are counted
INK = 313  # points of 1024 that are black in an average training digit
ENDS = 2  # inked rows at the top and at the bottom that say how much a digit leans
FINE = 8  # pixels per block when a picture is traced


def to_digit(strokes, pen=PEN):
    """The picture of a drawing, (8, 8) whole numbers from 0 to 16; all 0 where nothing is drawn."""
    strokes = _arrays(strokes)
    if not strokes:
        return np.zeros((FIELD // BLOCK, FIELD // BLOCK), int)
    return count_blocks(upright(even_ink(rasterise(strokes, pen))))


def as_drawn(strokes, pen=PEN):
    """The picture of the pad as it is, (8, 8): where, how large and how thick somebody drew."""
    strokes = _arrays(strokes)
    dots = [np.clip(_dots(stroke * FIELD), 0, FIELD - 1) for stroke in strokes]
    return count_blocks(_ink(dots, FIELD, pen * FIELD / 2))


def rasterise(strokes, pen):
    """Draw strokes, arrays (n, 2), as large as the page allows: truth values, True for ink."""
    everything = np.concatenate(strokes)
    corner, size = everything.min(axis=0), max(np.ptp(everything, axis=0).max(), pen)
    dots = [_dots((stroke - corner) * (PAGE / size)) + MARGIN for stroke in strokes]
    return _ink(dots, PAGE + 2 * MARGIN + 1, pen / size * PAGE / 2)


def even_ink(page):
    """Thicken or thin the ink until it fills its box like a training digit; returns the bitmap."""
    distance = ndimage.distance_transform_edt(~page) - ndimage.distance_transform_edt(page)
    low, high = distance.min(), float(MARGIN)
    for _ in range(8):
        middle = (low + high) / 2
        if in_box(distance <= middle).sum() < INK:
            low = middle
        else:
            high = middle
    return in_box(distance <= high)


def in_box(page):
    """Cut out what is inked and scale it to 32 rows and at most 20 columns, in the middle."""
    rows, columns = (np.flatnonzero(page.any(axis=axis)) for axis in (1, 0))
    drawing = page[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    n_H, n_W = drawing.shape
    half = int(np.clip(round(FIELD * n_W / n_H / 2), 2, BOX // 2))
    image = Image.fromarray(drawing.astype(np.uint8) * 255)
    scaled = np.asarray(image.resize((2 * half, FIELD), Image.Resampling.BOX)) >= 128
    return np.pad(scaled, ((0, 0), (FIELD // 2 - half,) * 2))


def upright(bitmap):
    """Shear a bitmap until its leftmost points in the first and the last rows lie in one column."""
    inked = bitmap[bitmap.any(axis=1)]
    top, bottom = (np.flatnonzero(rows.any(axis=0))[0] for rows in (inked[:ENDS], inked[-ENDS:]))
    lean = (bottom - top) / FIELD
    shifts = np.round(lean * (FIELD / 2 - np.arange(FIELD))).astype(int)
    wide = np.pad(bitmap, ((0, 0), (FIELD, FIELD)))
    columns = FIELD + np.arange(FIELD) - shifts[:, None]
    return np.take_along_axis(wide, columns, axis=1)


def count_blocks(bitmap):
    """The number of black points in each block of 4 x 4, (8, 8)."""
    side = FIELD // BLOCK
    return bitmap.reshape(side, BLOCK, side, BLOCK).sum(axis=(1, 3))


def trace(digit):
    """Strokes that follow the middle of the lines of a picture (8, 8): one can draw it again."""
    grey = np.pad(np.asarray(digit, float), 1)
    fine = ndimage.zoom(grey, FINE, order=3, mode="grid-constant", grid_mode=True)
    left = {(int(row), int(column)) for row, column in np.argwhere(skeletonize(fine >= 8))}
    strokes = []
    while left:
        line = [min(left, key=lambda point: (len(_neighbours(point, left)), point))]  # an end
        left.remove(line[0])
        while ahead := _neighbours(line[-1], left):
            line.append(_straightest(line, ahead))
            left.remove(line[-1])
        strokes.append((np.array(line)[:, ::-1] + 0.5) / len(fine))
    return strokes


def _arrays(strokes):
    return [np.asarray(stroke, float).reshape(-1, 2) for stroke in strokes if len(stroke)]


def _ink(dots, side, radius):
    """What a round pen of this radius leaves on a page of side x side pixels."""
    blank = np.ones((side, side), bool)
    if dots:
        columns, rows = np.floor(np.concatenate(dots)).astype(int).T
        blank[rows, columns] = False
        blank = ndimage.distance_transform_edt(blank) > radius
    return ~blank


def _dots(stroke):
    """Points along a stroke, half a pixel apart."""
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))])
    places = np.linspace(0, along[-1], int(2 * along[-1]) + 2)
    return np.stack([np.interp(places, along, axis) for axis in stroke.T], axis=1)


def _neighbours(point, left):
    row, column = point
    around = [(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j]
    return [neighbour for neighbour in around if neighbour in left]


def _straightest(line, ahead):
    """The neighbour that goes on in the direction of the last few points."""
    end = np.array(line[-1])
    direction = end - line[-4:][0]
    return max(ahead, key=lambda point: direction @ (point - end) / np.hypot(*(point - end)))
