"""C4W3's figures: each runs, is labelled, and shows what it was given."""

import numpy as np
import pytest
from drawn import figures_in
from matplotlib.patches import Rectangle

from course_utils.data import load
from course_utils.notebook import picture
from course_utils.notebook.figures import c4w3
from course_utils.vision.scoring import average_precision

SCENES = load("scenes")
IMAGE, BOXES, CLASSES = SCENES.X_train[0], SCENES.boxes_train[0], SCENES.classes_train[0]
FOUND = [(BOXES, np.linspace(0.9, 0.5, len(BOXES)), CLASSES)]
SHAPES = np.array([[10.0, 30], [12, 28], [60, 25], [50, 30]])
ANCHORS = np.array([[11.0, 29], [55, 27]])
CURVE = average_precision([0.9, 0.8, 0.7], [True, False, True], 3)
CELLS = np.full((96, 128, 3), 200, np.uint8)
CELL_BOXES = np.array([[10.0, 20, 30, 40], [50, 20, 90, 60], [5, 5, 12, 12]]), [0, 1, 2]
ARMS = np.zeros((2, 32, 32, 1)), np.full((6, 2), 0.5), np.full((6, 2), 0.4)

CASES = {
    "scenes": lambda: c4w3.scenes([IMAGE] * 2, FOUND * 2, title="Two streets"),
    "scenes, without scores": lambda: c4w3.scenes(
        [IMAGE], [(BOXES, CLASSES)], title="A street", titles=["one"], n_columns=1
    ),
    "label": lambda: c4w3.label(IMAGE, BOXES[0], np.arange(8.0)),
    "landmarks": lambda: c4w3.landmarks(*ARMS, "Two arms"),
    "heat": lambda: c4w3.heat(IMAGE, {"car": np.full((3, 3), 0.4)}, "Heat"),
    "owners": lambda: c4w3.owners(IMAGE, BOXES, CLASSES, 6),
    "suppression": lambda: c4w3.suppression(IMAGE, BOXES, FOUND[0][1], [0], "Fewer"),
    "anchor_shapes": lambda: c4w3.anchor_shapes(SHAPES, ANCHORS, "Anchors"),
    "precision_recall": lambda: c4w3.precision_recall([CURVE] * 2, ("car", "person"), "Curves"),
    "regions": lambda: c4w3.regions(IMAGE, np.zeros((96, 96), int), BOXES, BOXES[:1]),
    "blood_cells": lambda: c4w3.blood_cells(
        [CELLS] * 2, {"labels": [CELL_BOXES] * 2, "found": [([], [])] * 2}, "Cells"
    ),
    "overlap": lambda: c4w3.overlap(np.array([1, 1, 5, 4]), np.array([3, 2, 8, 6])),
}


def drawn_boxes(axes):
    """The corners of the rectangles that are only outlined."""
    outlines = [p for p in axes.patches if isinstance(p, Rectangle) and not p.get_fill()]
    return np.array([
        [p.get_x(), p.get_y(), p.get_x() + p.get_width(), p.get_y() + p.get_height()]
        for p in outlines
    ])  # fmt: skip


def test_no_figure_is_forgotten_here():
    assert figures_in(c4w3) == {case.partition(",")[0] for case in CASES}


@pytest.mark.parametrize("case", CASES)
def test_a_figure_says_what_it_shows(case):
    shown = CASES[case]()
    assert isinstance(shown, picture.Picture)
    assert len(shown.alt) >= 40
    assert shown.png().startswith(b"\x89PNG")
    assert shown.figure.get_suptitle() or shown.figure.axes[0].get_title()


def test_boxes_lie_where_they_should_with_their_words():
    axes = c4w3.scenes([IMAGE], FOUND, title="A street").figure.axes[0]
    np.testing.assert_allclose(drawn_boxes(axes), BOXES)
    words = [text.get_text() for text in axes.texts]
    assert words[0] == f"{c4w3.NAMES[CLASSES[0]]} 0.90"


def test_cells_are_told_apart_by_letter_colour_and_style():
    shown = c4w3.blood_cells([CELLS], {"labels": [CELL_BOXES]}, "Cells")
    axes = shown.figure.axes[0]
    np.testing.assert_allclose(drawn_boxes(axes), CELL_BOXES[0])
    assert [text.get_text() for text in axes.texts] == ["R", "W", "P"]
    assert len({(p.get_edgecolor(), p.get_linestyle()) for p in axes.patches}) == 3
    (legend,) = shown.figure.legends
    assert [text.get_text() for text in legend.get_texts()] == [
        "R = red cell", "W = white cell", "P = platelet",
    ]  # fmt: skip
    assert "labels: 1 red cell, 1 white cell, 1 platelet" in shown.alt


def test_the_owner_is_the_cell_of_the_middle():
    shown = c4w3.owners(IMAGE, BOXES, CLASSES, 6)
    x, y = (BOXES[0][:2] + BOXES[0][2:]) / 2
    assert f"row {int(y // 16)}, column {int(x // 16)}" in shown.alt
    filled = [p for p in shown.figure.axes[0].patches if p.get_fill()]
    assert (filled[0].get_x(), filled[0].get_y()) == (x // 16 * 16, y // 16 * 16)


def test_anchors_and_their_shapes():
    axes = c4w3.anchor_shapes(SHAPES, ANCHORS, "Anchors").figure.axes[0]
    np.testing.assert_allclose(drawn_boxes(axes)[:, 2:], ANCHORS)
    assert [len(line.get_xdata()) for line in axes.lines] == [2, 2]


def test_what_is_shared_is_filled():
    axes = c4w3.overlap(np.array([1, 1, 5, 4]), np.array([3, 2, 8, 6])).figure.axes[0]
    (shared,) = [p for p in axes.patches if p.get_fill()]
    assert shared.get_bbox().extents.tolist() == [3, 2, 5, 4]


def test_the_legend_of_the_curves_names_their_areas():
    shown = c4w3.precision_recall([CURVE], ("car",), "Curves")
    assert shown.figure.axes[0].get_legend().get_texts()[0].get_text() == "car: AP 0.56"
