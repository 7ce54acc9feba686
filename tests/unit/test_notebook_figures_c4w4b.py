"""C4W4b's figures: each runs, is labelled, and shows what it was given."""

import numpy as np
import pytest
from drawn import figures_in

from course_utils.notebook import picture
from course_utils.notebook.figures import c4w4b

RNG = np.random.default_rng(0)
TALL, WIDE = (RNG.integers(0, 256, shape).astype(np.uint8) for shape in ((12, 8, 3), (6, 14, 3)))
PIECES = [(RNG.integers(0, 256, (7, 7, 3)).astype(np.uint8), 1.0 - i / 10) for i in range(9)]
UNITS = {"conv1": {3: PIECES, 8: PIECES[:4]}, "fire5": {1: PIECES}}
TRACE, BEATS = RNG.normal(size=300), np.array([20, 120, 220])
VOLUME = RNG.uniform(size=(8, 10, 12))

CASES = {
    "pictures": lambda: c4w4b.pictures(
        [TALL, WIDE], ["tall", "wide"], "Two pictures of noise", n_columns=2
    ),
    "best_patches": lambda: c4w4b.best_patches(UNITS, "Pieces"),
    "matrices": lambda: c4w4b.matrices({"one": np.eye(3), "two": np.ones((3, 3))}, "Matrices"),
    "trade_off": lambda: c4w4b.trade_off({"a": (0.1, 1.0), "b": (0.8, 0.1)}, "A dial"),
    "heartbeat": lambda: c4w4b.heartbeat(TRACE, BEATS, 100, "A trace"),
    "heartbeat, found": lambda: c4w4b.heartbeat(
        TRACE, BEATS, 100, "A trace", BEATS[:2], np.abs(TRACE) / 4
    ),
    "lung": lambda: c4w4b.lung(VOLUME, (3, 4, 5), "A lung", range(1, 6)),
    "lung, with heat": lambda: c4w4b.lung(VOLUME, (3, 4, 5), "A lung", range(1, 6), VOLUME),
}


def test_no_figure_is_forgotten_here():
    assert figures_in(c4w4b) == {case.partition(",")[0] for case in CASES}


@pytest.mark.parametrize("case", CASES)
def test_a_figure_says_what_it_shows(case):
    shown = CASES[case]()
    assert isinstance(shown, picture.Picture)
    assert len(shown.alt) >= 40
    assert shown.png(96).startswith(b"\x89PNG")


def test_pictures_are_shown_as_they_are():
    axes = CASES["pictures"]().figure.axes
    for axis, image, title in zip(axes, (TALL, WIDE), ("tall", "wide")):
        np.testing.assert_array_equal(axis.images[0].get_array(), image)
        assert axis.get_title() == title


def test_a_sheet_holds_the_pieces_in_order():
    sheet = c4w4b.sheet([image for image, _ in PIECES])
    assert sheet.shape == (24, 24, 3)
    np.testing.assert_array_equal(sheet[:7, :7], PIECES[0][0])
    np.testing.assert_array_equal(sheet[8:15, 16:23], PIECES[5][0])
    assert (sheet[7] == 255).all()


def test_found_beats_are_marked_on_the_trace():
    top, below = CASES["heartbeat, found"]().figure.axes
    lines = {line.get_label(): line.get_data() for line in top.lines}
    np.testing.assert_allclose(lines["a beat"][0], BEATS / 100)
    np.testing.assert_allclose(lines["found"][1], TRACE[BEATS[:2]])
    assert below.get_ylabel() == "P(beat)"


def test_the_nodule_is_ringed_in_its_slice_only():
    axes = CASES["lung"]().figure.axes
    assert [len(axis.lines) for axis in axes] == [0, 0, 1, 0, 0]
    assert [float(v[0]) for v in axes[2].lines[0].get_data()] == [5, 4]
