"""A part of a picture, and the boxes in it: `random_crop`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w2.week import BOXES, NO_BOXES, picture, week
from course_utils.exercises.running import case

# The part begins at row 2 and column 4. Of the first box 3 of 10 squares are in it, the second is
# in its last column, and the others lie outside: left, below and above.
AROUND = np.array([[2, 1, 7, 3], [9, 3, 10, 5], [2, 3, 3, 5], [5, 7, 6, 8], [5, 0, 6, 1]], float)


def cropped(image, n_H, n_W, rng, boxes, shift=None, clip=True, keep=None, draw=None):
    """What random_crop computes, and with other settings what it should not."""
    rows, columns, _ = image.shape
    top, left = (
        draw(rng) if draw else (rng.integers(rows - n_H + 1), rng.integers(columns - n_W + 1))
    )
    part = image[top : top + n_H, left : left + n_W]
    moved = boxes - (shift(top, left) if shift else np.array([left, top, left, top]))
    if clip:
        moved = np.clip(moved, 0, [n_W, n_H, n_W, n_H])
    kept = keep(moved, boxes) if keep else enough(moved, boxes)
    return part, moved[kept], kept


def areas(boxes):
    return np.maximum(boxes[:, 2] - boxes[:, 0], 0) * np.maximum(boxes[:, 3] - boxes[:, 1], 0)


def enough(moved, boxes):
    return areas(moved) >= 0.3 * areas(boxes)


@week.exercise(
    cases=[
        *(
            case(f"5 x 6 out of 8 x 10, draw {seed}", picture(5, 8, 10), 5, 6,
                 np.random.default_rng(seed), BOXES)
            for seed in range(6)
        ),
        case("4 x 9 out of 9 x 13, one channel", picture(6, 9, 13, 1), 4, 9,
             np.random.default_rng(7), BOXES),
    ],
    edge_cases=[
        case("no smaller than the image", picture(7, 8, 10), 8, 10,
             np.random.default_rng(0), BOXES),
        case("small boxes around the edges, of one exactly 0.3 is left", picture(9, 9, 13), 4, 6,
             np.random.default_rng(1), AROUND),
        case("no box", picture(8, 6, 6), 3, 3, np.random.default_rng(1), NO_BOXES),
    ],
    returns=("part", "boxes", "kept"),
    praise="Whoever crops a picture has to crop its labels too; now yours do.",
)  # fmt: skip
def random_crop(image, n_H, n_W, rng, boxes):
    """A part of n_H rows and n_W columns, the boxes in it, and which boxes were kept."""
    return cropped(image, n_H, n_W, rng, boxes)


@random_crop.mistake(
    "The boxes stay where they were in the whole picture; in the part, x counts from `left` on and "
    "y from `top` on: subtract both (2.10)."
)
def boxes_not_moved(image, n_H, n_W, rng, boxes):
    return cropped(image, n_H, n_W, rng, boxes, shift=lambda top, left: 0)


@random_crop.mistake(
    "The boxes come back as they went in, but the crop changed them: move them by `left` and "
    "`top`, cut them at the edges of the part, and drop those of which less than 0.3 is left."
)
def boxes_as_they_were(image, n_H, n_W, rng, boxes):
    part, _, _ = cropped(image, n_H, n_W, rng, boxes)
    return part, boxes, np.ones(len(boxes), bool)


@random_crop.mistake(
    "The boxes are moved, and that is all: cut them at the edges of the part, and drop those of "
    "which less than 0.3 is left."
)
def only_moved(image, n_H, n_W, rng, boxes):
    return cropped(image, n_H, n_W, rng, boxes, clip=False, keep=_all)


@random_crop.mistake(
    "The boxes are moved the wrong way: in the part they lie further left and higher, so subtract."
)
def moved_the_wrong_way(image, n_H, n_W, rng, boxes):
    return cropped(
        *(image, n_H, n_W, rng, boxes),
        shift=lambda top, left: -np.array([left, top, left, top]),
    )


@random_crop.mistake("x and y are mixed up: `left` belongs to x1 and x2, `top` to y1 and y2.")
def axes_mixed_up(image, n_H, n_W, rng, boxes):
    return cropped(
        image, n_H, n_W, rng, boxes, shift=lambda top, left: np.array([top, left, top, left])
    )


@random_crop.mistake("Only x1 and y1 are moved: both corners of a box move with the picture.")
def one_corner(image, n_H, n_W, rng, boxes):
    return cropped(image, n_H, n_W, rng, boxes, shift=lambda top, left: np.array([left, top, 0, 0]))


@random_crop.mistake(
    "The boxes reach beyond the part: cut them at its edges, 0 and n_W, 0 and n_H."
)
def not_clipped(image, n_H, n_W, rng, boxes):
    def keep(moved, boxes):
        return enough(np.clip(moved, 0, [n_W, n_H, n_W, n_H]), boxes)

    return cropped(image, n_H, n_W, rng, boxes, clip=False, keep=keep)


@random_crop.mistake(
    "The boxes are cut at the edges of the whole picture: the part has n_H rows and n_W columns."
)
def clipped_at_the_whole(image, n_H, n_W, rng, boxes):
    part, _, kept = cropped(image, n_H, n_W, rng := _Twin(rng), boxes)
    rows, columns, _ = image.shape
    _, moved, _ = cropped(image, n_H, n_W, rng.first, boxes, clip=False, keep=_all)
    moved = np.clip(moved, 0, [columns, rows, columns, rows])
    return part, moved[kept], kept


@random_crop.mistake(
    "Boxes are kept of which hardly anything is left: keep those with at least 0.3 of their area, "
    "and say so in `kept`, as their labels have to go too."
)
def all_kept(image, n_H, n_W, rng, boxes):
    return cropped(image, n_H, n_W, rng, boxes, keep=_all)


@random_crop.mistake(
    "A box is thrown away as soon as it is cut: 0.3 of its area is enough to stay."
)
def only_whole_ones(image, n_H, n_W, rng, boxes):
    return cropped(
        image, n_H, n_W, rng, boxes, keep=lambda moved, boxes: areas(moved) >= areas(boxes)
    )


@random_crop.mistake(
    "`kept` is right, but the boxes that were not kept are still among those returned."
)
def kept_but_returned(image, n_H, n_W, rng, boxes):
    part, _, kept = cropped(image, n_H, n_W, rng := _Twin(rng), boxes)
    _, moved, _ = cropped(image, n_H, n_W, rng.first, boxes, keep=_all)
    return part, moved, kept


@random_crop.mistake(
    "The last place is never drawn: `rng.integers(high)` excludes high, so it has to be "
    "rows - n_H + 1."
)
def last_place_missing(image, n_H, n_W, rng, boxes):
    rows, columns, _ = image.shape
    return cropped(
        *(image, n_H, n_W, rng, boxes),
        draw=lambda rng: (rng.integers(rows - n_H), rng.integers(columns - n_W)),
    )


@random_crop.mistake("`left` is drawn before `top`: draw `top` first, so that results agree.")
def left_first(image, n_H, n_W, rng, boxes):
    rows, columns, _ = image.shape
    return cropped(
        *(image, n_H, n_W, rng, boxes),
        draw=lambda rng: (rng.integers(columns - n_W + 1), rng.integers(rows - n_H + 1))[::-1],
    )


@random_crop.mistake("Always the left upper corner: draw `top` and `left` from rng.")
def not_random(image, n_H, n_W, rng, boxes):
    return cropped(image, n_H, n_W, rng, boxes, draw=lambda rng: (0, 0))


@random_crop.mistake("Always the middle: draw `top` and `left` from rng.")
def the_middle(image, n_H, n_W, rng, boxes):
    rows, columns, _ = image.shape
    return cropped(
        *(image, n_H, n_W, rng, boxes),
        draw=lambda rng: ((rows - n_H) // 2, (columns - n_W) // 2),
    )


def _all(moved, boxes):
    return np.ones(len(boxes), bool)


class _Twin:
    """Draws from a copy of a generator, so that the generator itself can draw the same again."""

    def __init__(self, rng):
        self.first = rng
        self.copy = np.random.Generator(type(rng.bit_generator)())
        self.copy.bit_generator.state = rng.bit_generator.state

    def integers(self, high):
        return self.copy.integers(high)


@random_crop.variant
def box_by_box(image, n_H, n_W, rng, boxes):
    top = rng.integers(0, image.shape[0] - n_H + 1)
    left = rng.integers(0, image.shape[1] - n_W + 1)
    found, kept = [], []
    for x1, y1, x2, y2 in boxes:
        a, b = max(x1 - left, 0), max(y1 - top, 0)
        c, d = min(x2 - left, n_W), min(y2 - top, n_H)
        inside = c > a and d > b and (c - a) * (d - b) >= 0.3 * (x2 - x1) * (y2 - y1)
        kept.append(inside)
        found += [[a, b, c, d]] if inside else []
    part = image[top : top + n_H, left : left + n_W].copy()
    return part, np.array(found).reshape(-1, 4), np.array(kept, bool)


@random_crop.variant
def high_included(image, n_H, n_W, rng, boxes):
    top = int(rng.integers(image.shape[0] - n_H, endpoint=True))
    left = int(rng.integers(image.shape[1] - n_W, endpoint=True))
    new = boxes.copy()
    new[:, 0::2] = np.clip(boxes[:, 0::2] - left, 0, n_W)
    new[:, 1::2] = np.clip(boxes[:, 1::2] - top, 0, n_H)
    share = (new[:, 2] - new[:, 0]) * (new[:, 3] - new[:, 1]) / areas(boxes)
    return image[top:, left:][:n_H, :n_W], new[share >= 0.3], share >= 0.3
