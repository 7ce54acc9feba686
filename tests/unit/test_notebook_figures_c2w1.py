"""Every figure function of week C2W1: it runs, is labelled, and says what it shows."""

import numpy as np
import pytest

from course_utils.notebook import picture
from course_utils.notebook.figures import c2w1

rng = np.random.default_rng(0)
ERRORS = {"small": (np.array([0.2, 0.22]), np.array([0.21, 0.25])), "large": ([0.0], [0.2])}
SIZES = {"c = 2": 2.0 ** np.arange(1, 101), "c = ½": 0.5 ** np.arange(1, 101)}
STEPS = 10.0 ** np.arange(-1, -13, -0.5)


def bowl(w1, w2):
    return w1**2 + 9 * w2**2 + 0.1


CASES = {
    "recipe": c2w1.recipe,
    "gaps": lambda: c2w1.gaps(ERRORS, 0.1, "Two models"),
    "spread": lambda: c2w1.spread({"a": [1, 2, 3], "b": [2, 2.5]}, "cost J", "Runs"),
    "spread with a reference": lambda: c2w1.spread(
        {"a": [1, 2]}, "cost J", "Runs", reference=(0.7, "nothing")
    ),
    "sweep": lambda: c2w1.sweep(
        (0, 1, 5), [[0.0, 0.1], [0.1, 0.1], [0.2, 0.3]], [[0.2, 0.3], [0.1, 0.2], [0.3, 0.4]],
        0.1, "A sweep", "λ",
    ),
    "stems": lambda: c2w1.stems({"L2": rng.normal(size=6), "L1": [0, 0, 1.5, 0, -1, 0]}, "Weights"),
    "where_tanh_bends": lambda: c2w1.where_tanh_bends(
        {"λ = 0": 3 * rng.normal(size=90), "λ = 1": rng.normal(size=90) / 9}, "Scores"
    ),
    "contours_and_paths": lambda: c2w1.contours_and_paths(
        {"raw": (bowl, np.array([[1, 1], [0, 0.5]]), ((-2, 2), (-1, 1)))} | {
            "round": (bowl, np.array([[1, 1], [0, 0]]), ((-2, 2), (-1, 1)))}, "Two valleys",
    ),
    "signal_against_depth": lambda: c2w1.signal_against_depth(SIZES, "size of A", "Depth"),
    "layer_histograms": lambda: c2w1.layer_histograms(
        {"tanh": {1: rng.normal(size=50), 9: np.zeros(50)}}, (1, 9), "Histograms"
    ),
    "step_errors": lambda: c2w1.step_errors(STEPS, STEPS, STEPS**2 + 1e-13, "Steps"),
    "gradient_differences": lambda: c2w1.gradient_differences(
        {"wrong": {"W1": 1e-9, "b1": 0.6}, "right": {"W1": 1e-9, "b1": 1e-10}}, "Check"
    ),
}  # fmt: skip


def test_no_function_is_forgotten_here():
    names = {name for name, value in vars(c2w1).items() if hasattr(value, "__wrapped__")}
    assert names == {case.partition(" ")[0] for case in CASES}


@pytest.mark.parametrize("case", CASES)
def test_a_figure_is_labelled_and_says_what_it_shows(case):
    shown = CASES[case]()
    assert isinstance(shown, picture.Picture)
    assert len(shown.alt) >= 20
    assert shown.png().startswith(b"\x89PNG")
    assert picture.describe(shown.figure)["axes"]
    for axes in shown.figure.axes:
        assert axes.get_title() or axes.get_ylabel() or shown.figure.get_suptitle()


def test_gaps_show_every_run_and_the_base():
    axes = c2w1.gaps(ERRORS, 0.1, "Two models").figure.axes[0]
    dots = [line for line in axes.lines if line.get_linestyle() == "None"]
    assert sum(len(line.get_xdata()) for line in dots if line.get_marker() in "os") == 6
    assert any(np.allclose(line.get_xdata(), 0.1) for line in axes.lines)
    assert "small 0.21 and 0.23" in c2w1.gaps(ERRORS, 0.1, "Two models").alt


def test_exact_zeros_are_counted_and_hollow():
    figure = c2w1.stems({"L1": [0, 0, 1.5, 0, -1, 0]}, "Weights").figure
    (axes,) = figure.axes
    assert "4 of 6 are exactly 0" in axes.get_title()
    hollow = [line for line in axes.lines if line.get_markerfacecolor() == "white"]
    assert len(hollow[0].get_xdata()) == 4


def test_float32_ends_where_it_ends():
    axes = c2w1.signal_against_depth(SIZES, "size", "Depth").figure.axes[0]
    top, bottom = (patch.get_extents().y0 for patch in axes.patches)
    inverse = axes.transData.inverted()
    assert 10 ** inverse.transform((0, top))[1] == pytest.approx(np.finfo(np.float32).max, rel=0.01)
    assert inverse.transform((0, bottom))[1] < -45
    doubling, halving = axes.lines
    assert doubling.get_ydata()[-1] == pytest.approx(100 * np.log10(2))
    assert halving.get_ydata()[-1] == pytest.approx(-100 * np.log10(2))


def test_a_wrong_gradient_is_marked_by_more_than_its_colour():
    shown = CASES["gradient_differences"]()
    marks = [text.get_text() for text in shown.figure.axes[0].texts]
    assert marks == ["✗"]
    assert not shown.figure.axes[1].texts
    assert "wrong: b1 above 0.001; right: none" in shown.alt


def test_the_sweep_names_the_lowest_mean():
    assert "lowest at 1" in CASES["sweep"]().alt
