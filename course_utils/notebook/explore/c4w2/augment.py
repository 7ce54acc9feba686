"""The augmentation lab: mirror, turn, shear, crop and recolour a photograph, box included."""

import numpy as np

from course_utils import data
from course_utils.notebook.controls import choice, slider
from course_utils.notebook.figures.c4w2.pixels import draw_box
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import GREY, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal
from course_utils.vision.augmentation import (
    affine,
    area,
    color_components,
    color_shift,
    crop,
    mirror,
)

BOXES = {  # of the object in each photograph: x1, y1, x2, y2
    "cat": (70, 14, 205, 160),
    "coffee": (32, 6, 205, 164),
    "astronaut": (76, 6, 152, 100),
    "flower": (66, 33, 180, 146),
    "rocket": (114, 47, 137, 168),
    "grace_hopper": (66, 4, 160, 150),
}
MIRROR = ("no", "yes")


def augmented(image, box, mirrored, degrees, shear, size, x, y, shift):
    """The picture after all changes, its box (or None), and the share of the box that is left.

    `size` is the share of each side that is kept, x and y where the part lies, from 0 to 1; `shift`
    (3,) is added to the colours.
    """
    boxes = np.array([box], float)
    if mirrored == "yes":
        image, boxes = mirror(image, boxes)
    turn = np.deg2rad(degrees)
    matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    image, boxes = affine(image, matrix @ np.array([[1.0, shear], [0.0, 1.0]]), boxes, fill=128)
    rows, columns, _ = image.shape
    n_H, n_W = max(round(size * rows), 8), max(round(size * columns), 8)
    top, left = round(y * (rows - n_H)), round(x * (columns - n_W))
    whole = area(boxes)[0]
    part, boxes, kept = crop(image, top, left, n_H, n_W, boxes, least=0)
    share = float(area(boxes)[0] / whole) if kept.any() else 0.0
    box = boxes[0] if share >= 0.3 else None
    return color_shift(part, shift), box, share


@course_style()
def augmentation_lab():
    """Change a photograph and watch what becomes of it and of the box around its object."""
    photos = data.load("photos")
    components = {name: color_components([photos[name]]) for name in BOXES}
    controls = {
        "photo": choice("photograph", tuple(BOXES)),
        "mirrored": choice("mirror", MIRROR),
        "degrees": slider("turn (degrees)", 0.0, -45, 45, 1.0),
        "shear": slider("shear", 0.0, -0.5, 0.5, 0.05),
        "size": slider("crop size", 1.0, 0.3, 1, 0.05),
        "x": slider("crop across", 0.5, 0, 1, 0.05),
        "y": slider("crop down", 0.5, 0, 1, 0.05),
        "main": slider("main colour", 0.0, -1, 1, 0.1),
        "second": slider("second colour", 0.0, -3, 3, 0.2),
    }
    figure, (before, after) = new_figure(1, 2, width=9.4, height=3.8)
    for axes, title in ((before, "The photograph and its box"), (after, "What the network gets")):
        axes.set(xticks=[], yticks=[], title=title, facecolor="white")
        axes.set(xlim=(-0.5, 255.5), ylim=(277.5, -0.5), aspect="equal")
        axes.grid(visible=False)
        for spine in axes.spines.values():
            spine.set_visible(False)
    blank = np.zeros((8, 8, 3), np.uint8)
    original, changed = before.imshow(blank), after.imshow(blank)
    old_box, new_box = draw_box(before, (0, 0, 1, 1)), draw_box(after, (0, 0, 1, 1))
    note = after.text(127.5, 276, "", ha="center", va="bottom", color=GREY, fontsize=9)
    canvas = Canvas(figure, [original, changed, old_box, new_box, note])

    def compute(photo, mirrored, degrees, shear, size, x, y, main, second):
        values, vectors = components[photo]
        vectors = vectors * np.sign(vectors.sum(axis=0))  # more of direction 1 is brighter
        shift = vectors @ (np.array([main, second, 0]) * np.sqrt(values))
        image, box, share = augmented(
            photos[photo], BOXES[photo], mirrored, degrees, shear, size, x, y, shift
        )
        return {
            "photo": photo, "image": image, "box": box, "share": share, "mirrored": mirrored,
            "degrees": degrees, "shear": shear, "size": size, "shift": shift,
        }  # fmt: skip

    def paint(state):
        show(original, photos[state["photo"]])
        outline(old_box, np.array(BOXES[state["photo"]]), photos[state["photo"]])
        show(changed, state["image"])
        outline(new_box, state["box"], state["image"])
        n_H, n_W, _ = state["image"].shape
        note.set_text(f"{n_H} x {n_W} pixels")
        where = "gone" if state["box"] is None else f"at {np.rint(state['box']).astype(int)}"
        r, g, b = state["shift"]
        return (
            f"Left: the photograph {state['photo']} with a box. Right: mirrored "
            f"{state['mirrored']}, turned {state['degrees']:g} degrees, sheared "
            f"{state['shear']:g}, cropped to {n_H} by {n_W} pixels, colours shifted by "
            f"{r:.0f}, {g:.0f}, {b:.0f}; the box is {where}, {100 * state['share']:.0f} % of it."
        )

    return Explorer(
        "Augmentation lab",
        controls,
        compute,
        paint,
        canvas,
        goals=[
            Goal(
                "mirror the picture, turn it by 15° or more, keep 0.7 of its sides or less, and "
                "still have nine tenths of the box in it.",
                lambda s: (
                    s["mirrored"] == "yes"
                    and abs(s["degrees"]) >= 15
                    and s["size"] <= 0.7
                    and s["share"] >= 0.9
                ),
                "a new example, and its label still true.",
            ),
            Goal(
                "make the label a lie: keep at least half of the sides, and leave less than 0.3 "
                "of the box.",
                lambda s: s["size"] >= 0.5 and s["share"] < 0.3,
                "the label has to go, or the network learns that leaves are a flower.",
            ),
        ],
        say=lambda s: (
            f"{100 * s['share']:.0f} % of the box is left: "
            + ("its label has to go." if s["box"] is None else "its label stays.")
        ),
    )


def show(artist, image):
    """Put an image in the middle of a frame of 256 x 256."""
    n_H, n_W, _ = image.shape
    left, top = corner(image)
    artist.set_data(image)
    artist.set_extent((left, left + n_W, top + n_H, top))


def outline(line, box, image):
    """Move a line to a box of an image that `show` has put into its frame; None hides it."""
    if box is None:
        line.set_data([], [])
        return
    x1, y1, x2, y2 = box + np.tile(corner(image), 2)
    line.set_data([x1, x2, x2, x1, x1], [y1, y1, y2, y2, y1])


def corner(image):
    """The place (left, top) of an image in the middle of its frame."""
    n_H, n_W, _ = image.shape
    return np.array([(255 - n_W) / 2, (255 - n_H) / 2])
