"""Every figure of week 1: it runs, is labelled, and says and shows what it should."""

import numpy as np
import pytest

from course_utils.notebook import picture
from course_utils.notebook.figures import c1w1

rng = np.random.default_rng(0)
SIZE, PRICE = np.array([20.0, 60.0, 140.0]), np.array([0.0, 80.0, 270.0])
DIGITS = rng.integers(0, 17, (2, 8, 8))
A, SHARES = [rng.random(64), rng.random(64), rng.random(32)], np.eye(10)[3] * 0.9 + 0.01
WISHES = np.outer(0.1 - np.eye(10)[3], A[2])
PARTS = {"up": lambda x: np.maximum(0, x - 30), "down": lambda x: -np.maximum(0, x - 80)}
ERRORS = {"none": [[0.3, 0.1], [0.2, 0.08]], "many": [[0.25, 0.02], [0.35, 0.03]]}
PATHS = {"all": np.array([[-1, 0], [0, 0.5], [0.5, 1]]), "packs": np.array([[-1, 0], [1, 1]])}
GRID = np.linspace(-2, 2, 41)
LAYERS = [["size", "bedrooms"], ["family?", "walk?", "quiet?"], ["price"]]


def bowl(w, b):
    return 1 + (w - 0.5) ** 2 + (b - 1) ** 2


CASES = {
    "sales": lambda: c1w1.sales(SIZE, PRICE, {"line": lambda x: 2 * x}, "Sales"),
    "parts_and_sum": lambda: c1w1.parts_and_sum(SIZE, PRICE, PARTS, "Two bends and their sum"),
    "network_diagram": lambda: c1w1.network_diagram(LAYERS, "A network"),
    "three_kinds": c1w1.three_kinds,
    "two_bends": c1w1.two_bends,
    "layers_lit": lambda: c1w1.layers_lit(A, SHARES, "A three"),
    "wishes": lambda: c1w1.wishes(A[2], WISHES, WISHES.sum(axis=1), "What the three wishes"),
    "redrawn": lambda: c1w1.redrawn(DIGITS, (0.03, 0.12)),
    "error_against_amount": lambda: c1w1.error_against_amount([50, 500], ERRORS, "More data"),
    "two_paths": lambda: c1w1.two_paths(bowl, PATHS, GRID, GRID, "Two ways down"),
}
SHEETS = ("network_diagram", "three_kinds", "layers_lit", "wishes", "redrawn")  # drawings, pictures


def test_no_function_is_forgotten_here():
    names = {name for name, value in vars(c1w1).items() if hasattr(value, "__wrapped__")}
    assert names == set(CASES)


@pytest.mark.parametrize("case", CASES)
def test_a_figure_is_labelled_and_says_what_it_shows(case):
    shown = CASES[case]()
    assert isinstance(shown, picture.Picture)
    assert len(shown.alt) >= 40
    assert shown.png().startswith(b"\x89PNG")
    assert picture.describe(shown.figure)["axes"]
    if case in SHEETS:
        return
    for axes in shown.figure.axes:
        assert axes.get_title(), "a panel without a title"
        assert axes.get_xlabel(), "a panel without a label"
    assert shown.figure.axes[0].get_ylabel()


def test_each_model_is_drawn_as_it_computes():
    axes = c1w1.sales(SIZE, PRICE, {"line": lambda x: 2 * x}, "Sales").figure.axes[0]
    x, y = axes.lines[0].get_data()
    assert y == pytest.approx(2 * x)
    assert axes.collections[0].get_offsets().data == pytest.approx(np.stack([SIZE, PRICE], axis=1))


def test_the_sum_is_the_sum_of_the_parts():
    left, right = c1w1.parts_and_sum(SIZE, PRICE, PARTS, "Two").figure.axes
    parts = [line.get_ydata() for line in left.lines]
    assert len(parts) == 2
    assert right.lines[0].get_ydata() == pytest.approx(sum(parts))


def test_a_dense_network_has_a_line_for_every_pair():
    shown = c1w1.network_diagram(LAYERS, "A network")
    axes = shown.figure.axes[0]
    assert len(axes.lines) == 2 * 3 + 3 * 1
    assert {text.get_text() for text in axes.texts} == {name for layer in LAYERS for name in layer}
    places = {text.get_position() for text in axes.texts}
    for line in axes.lines:  # from box to box
        assert set(map(tuple, line.get_xydata())) <= places
    assert "2, then 3, then 1 boxes" in shown.alt


def test_slopes_are_the_slopes_of_the_bends():
    left, right = c1w1.two_bends().figure.axes
    z, a = left.lines[0].get_data()
    slopes = np.gradient(a, z)
    assert right.lines[0].get_ydata()[1:-1] == pytest.approx(slopes[1:-1], abs=1e-3)
    assert right.lines[0].get_ydata().max() == pytest.approx(0.25)
    assert set(right.lines[1].get_ydata()) == {0}
    assert set(right.lines[2].get_ydata()) == {1}


def test_layers_are_as_bright_as_their_activations():
    shown = c1w1.layers_lit(A, SHARES, "A three")
    *layers, output = shown.figure.axes
    for axes, a in zip(layers, A):
        assert np.asarray(axes.images[0].get_array()).ravel() == pytest.approx(a / a.max())
    widths = [bar.get_width() for bar in output.patches]
    assert widths == pytest.approx(SHARES)
    assert output.yaxis_inverted()  # 0 above, 9 below, as the names beside the bars say
    assert "3 has the largest, 0.91" in shown.alt


def test_wishes_are_white_where_they_are_zero_and_red_where_raised():
    figure = c1w1.wishes(A[2], WISHES, WISHES.sum(axis=1), "What the three wishes").figure
    main = figure.axes[2]
    assert np.asarray(main.images[0].get_array()) == pytest.approx(WISHES)
    low, high = main.images[0].get_clim()
    assert low == -high
    assert main.images[0].get_cmap().name == "RdBu_r"


def test_bands_reach_from_the_lowest_to_the_highest_draw():
    axes = c1w1.error_against_amount([50, 500], ERRORS, "More data").figure.axes[0]
    for line, band, values in zip(axes.lines, axes.collections, ERRORS.values()):
        percent = 100 * np.array(values)
        assert line.get_ydata() == pytest.approx(percent.mean(axis=0))
        corners = band.get_paths()[0].vertices
        at_50 = corners[np.isclose(corners[:, 0], 50), 1]
        assert (at_50.min(), at_50.max()) == pytest.approx(
            (percent[:, 0].min(), percent[:, 0].max())
        )


def test_the_star_stands_at_the_lowest_cost():
    for axes in c1w1.two_paths(bowl, PATHS, GRID, GRID, "Two ways down").figure.axes:
        star = axes.lines[-1]
        assert (star.get_marker(), *star.get_xydata()[0]) == ("*", pytest.approx(0.5), 1)
