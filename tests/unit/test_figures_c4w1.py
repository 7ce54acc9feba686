"""Every figure function of week C4W1: it runs, is labelled, and says what it shows."""

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from course_utils.notebook import picture
from course_utils.notebook.figures import c4w1

rng = np.random.default_rng(0)
GREY, COLOUR = rng.random((12, 20)), rng.random((12, 20, 3))
SIGNED = rng.normal(size=(3, 4))
SNAPSHOTS = {f"step {k}": (rng.normal(size=(5, 5, 3)), rng.random((8, 8, 3))) for k in (0, 9)}
ACCURACIES = {"dense": rng.random((3, 4)), "conv": rng.random((3, 4))}

CASES = {
    "arrays": lambda: c4w1.arrays(
        {"image": np.eye(4) * 10, "filter": SIGNED, "output": [[1]]}, ("∗", "="), "Three arrays",
        marked={"image": (1, 1, 2)},
    ),
    "arrays in two rows": lambda: c4w1.arrays({"a": SIGNED, "b": SIGNED, "c": SIGNED}, columns=2),
    "arrays with empty cells": lambda: c4w1.arrays({"a": [[1.0, np.nan], [np.nan, 2.0]]}),
    "filtered": lambda: c4w1.filtered(GREY, {"edges": GREY - 0.5}, "Filtered"),
    "filtered, grey": lambda: c4w1.filtered(COLOUR, {"a": GREY}, "Strength", signed=False),
    "filtered without a photograph": lambda: c4w1.filtered(None, {"a": GREY, "b": GREY}, "Two"),
    "strip": lambda: c4w1.strip({"large": GREY, "small": GREY[::4, ::4]}, "Pooled"),
    "boxes": lambda: c4w1.boxes([(39, 39, 3), (7, 7, 40), (1960,)], ["conv", "unroll"], "Boxes"),
    "connections": lambda: c4w1.connections({"a": SIGNED, "b": SIGNED}, "Weights"),
    "maps_while_learning": lambda: c4w1.maps_while_learning(SNAPSHOTS, "It learns"),
    "accuracy_when_shifted": lambda: c4w1.accuracy_when_shifted(
        {"in the middle": ACCURACIES, "anywhere": ACCURACIES}, "Shifted"
    ),
}  # fmt: skip
LABELLED = ("connections", "accuracy_when_shifted")


def test_no_function_is_forgotten_here():
    names = {name for name, function in vars(c4w1).items() if hasattr(function, "__wrapped__")}
    assert names == {case.partition(" ")[0].rstrip(",") for case in CASES}


@pytest.mark.parametrize("case", CASES)
def test_a_figure_says_what_it_shows(case):
    shown = CASES[case]()
    assert isinstance(shown, picture.Picture)
    assert len(shown.alt) >= 20
    assert shown.png().startswith(b"\x89PNG")
    assert picture.describe(shown.figure)["axes"]
    if case.startswith(LABELLED):
        for axes in shown.figure.axes:
            assert axes.get_title()
            assert axes.get_xlabel()


def test_every_number_stands_in_its_cell():
    figure = c4w1.arrays({"a": SIGNED.round(1), "b": [[7, 8]]}).figure
    texts = {tuple(map(int, t.get_position())): t.get_text() for t in figure.axes[0].texts}
    for (row, column), value in np.ndenumerate(SIGNED.round(1)):
        assert texts[column, row] == f"{value:g}"
    assert [t.get_text() for t in figure.axes[1].texts] == ["7", "8"]


def test_positive_is_red_and_zero_is_white():
    image = c4w1.arrays({"a": [[-2.0, 0, 1]]}).figure.axes[0].images[0]
    low, high = image.get_clim()
    assert low == -high
    assert image.get_cmap().name == "RdBu_r"
    assert c4w1.arrays({"a": [[0, 1]]}).figure.axes[0].images[0].get_cmap().name == "gray"


def test_the_window_is_framed_where_it_lies():
    axes = c4w1.arrays({"a": np.eye(5)}, marked={"a": (1, 2, 3)}).figure.axes[0]
    (frame,) = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    assert frame.get_xy() == (1.5, 0.5)
    assert frame.get_width() == frame.get_height() == 3


def test_signs_stand_between_the_arrays():
    figure = c4w1.arrays({"a": [[1]], "b": [[2]], "c": [[3]]}, signs=("∗", "=")).figure
    assert [axes.texts[-1].get_text().strip() for axes in figure.axes] == ["∗", "=", "3"]


def test_a_mosaic_holds_every_map_at_its_place():
    maps = rng.random((3, 4, 5))
    sheet = c4w1.mosaic(maps, n_columns=2, gap=1, fill=-1)
    assert sheet.shape == (3 * 3 + 2, 2 * 4 + 1)
    for c in range(5):
        top, left = (c // 2) * 4, (c % 2) * 5
        assert sheet[top : top + 3, left : left + 4] == pytest.approx(maps[..., c] / maps.max())
    assert (sheet[3] == -1).all()
    assert (sheet[:, 4] == -1).all()
    assert (sheet[8:, 5:] == -1).all()  # no sixth map
    assert (c4w1.mosaic(np.zeros((2, 2, 1)), 1) == 0).all()
    assert (c4w1.mosaic(np.full((2, 2, 1), -1), 1, scale=4) == -0.25).all()


def test_bars_reach_from_the_lowest_to_the_highest_seed():
    axes = c4w1.accuracy_when_shifted({"here": ACCURACIES}, "Shifted").figure.axes[0]
    line, _, (bars,) = axes.containers[0].lines
    assert line.get_ydata() == pytest.approx(ACCURACIES["dense"].mean(axis=0))
    ends = np.array(bars.get_segments())[:, :, 1]
    assert ends[:, 0] == pytest.approx(ACCURACIES["dense"].min(axis=0))
    assert ends[:, 1] == pytest.approx(ACCURACIES["dense"].max(axis=0))


def test_the_scale_of_an_output_ignores_a_few_extremes():
    Z = np.full((40, 40), 0.1)
    Z[0, 0] = 50.0
    image = c4w1.filtered(None, {"a": Z}, "Extreme").figure.axes[0].images[0]
    assert image.get_clim() == pytest.approx((-0.1, 0.1))
