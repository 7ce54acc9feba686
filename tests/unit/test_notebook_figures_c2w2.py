"""The figures of week C2W2: they run, are labelled, and show what they were given."""

import numpy as np
import pytest

from course_utils import nn
from course_utils.notebook import picture
from course_utils.notebook.figures import c2w2
from course_utils.notebook.figures.c2w2 import averages, curvature, surfaces, training

rng = np.random.default_rng(0)
THETA = np.linspace(0, 10, 120)
SEEDS = {"one": [1.0, 2, 3], "two": [2.0, 2, 5]}
CASES = {
    "year": lambda: c2w2.year(THETA, {"β = 0.9": THETA / 2}, "A year"),
    "unrolled": lambda: c2w2.unrolled(THETA, 0.9, 100),
    "walks": lambda: c2w2.walks("saddle", {"a": np.zeros((3, 2)), "b": np.ones((3, 2))}, "Two"),
    "race": lambda: c2w2.race({"bowl": {"GD": [1, 2, np.inf], "Adam": [5, 6, 7]}}, "A race"),
    "agreement": lambda: c2w2.agreement([1, 4], {"a": rng.random((2, 9))}, "Agreement"),
    "three_costs": lambda: c2w2.three_costs({"a": (2, [3, 2, 1]), "b": (1, [1] * 30)}, 10),
    "paths_to_the_minimum": lambda: c2w2.paths_to_the_minimum(
        lambda w, b: (w - 1) ** 2 + b**2, (1, 0), {"a": np.zeros((3, 2)), "b": np.ones((3, 2))}
    ),
    "spread": lambda: c2w2.spread(SEEDS, "cost", "Spread", y_log=True),
    "sweep": lambda: c2w2.sweep([0.1, 1], {"p": {"a": np.ones((2, 3))}}, "cost", (0.1, 10)),
    "floors": lambda: c2w2.floors((0.1, 0.2), (1, 4), rng.random((2, 2, 3)) + 0.1),
    "schedules": lambda: c2w2.schedules({"1/t": [1, 0.5], "constant": [1, 1]}, "Schedules"),
    "escape": lambda: c2w2.escape((1, 0.1), {"a": np.ones((2, 3))}, "Escape"),
    "inside_and_outside": lambda: c2w2.inside_and_outside(np.geomspace(1e-20, 1, 9)),
    "minimum_and_saddle": c2w2.minimum_and_saddle,
    "shares_of_minima": lambda: c2w2.shares_of_minima(
        [1, 2, 3], [0.5, 0.1, 0], [4, 7], np.array([[0.2, 0.3], [0, 0.1]])
    ),
    "height_and_index": lambda: c2w2.height_and_index(rng.random((5, 2)), rng.random((3, 2))),
}


def test_no_function_is_forgotten_here():
    names = {
        name
        for module in (averages, curvature, surfaces, training)
        for name, function in vars(module).items()
        if function is not picture.picture and hasattr(function, "__wrapped__")
    }
    assert names == set(CASES)
    assert all(hasattr(c2w2, name) for name in names)


@pytest.mark.parametrize("case", CASES)
def test_a_figure_is_labelled_and_says_what_it_shows(case):
    shown = CASES[case]()
    assert isinstance(shown, picture.Picture)
    assert len(shown.alt) >= 40
    assert shown.png().startswith(b"\x89PNG")
    assert picture.describe(shown.figure)["axes"]
    for axes in shown.figure.axes:
        assert axes.get_title(), "a panel without a title"
        assert axes.get_xlabel()
    assert any(axes.get_ylabel() for axes in shown.figure.axes)


def lines_of(shown, panel=0):
    return {line.get_label(): line for line in shown.figure.axes[panel].lines}


def test_the_year_shows_days_from_one():
    lines = lines_of(CASES["year"]())
    assert lines["θ, one day"].get_xdata()[0] == 1
    assert lines["β = 0.9"].get_ydata() == pytest.approx(THETA / 2)


def test_the_unrolled_bars_are_temperatures_weights_and_their_products():
    temperatures, weights, products = (
        np.array([bar.get_height() for bar in axes.patches])
        for axes in CASES["unrolled"]().figure.axes
    )
    assert temperatures == pytest.approx(THETA[99:39:-1])  # day 100 first
    assert weights == pytest.approx(0.1 * 0.9 ** np.arange(60))
    assert products == pytest.approx(temperatures * weights)


def test_the_line_of_the_spread_is_the_median():
    lines = CASES["spread"]().figure.axes[0].lines
    assert [sorted(line.get_ydata()) for line in lines[::2]] == [[1, 2, 3], [2, 2, 5]]
    assert [line.get_ydata()[0] for line in lines[1::2]] == [2, 2]


def test_the_race_shows_medians_and_who_loses_starts():
    axes = CASES["race"]().figure.axes[0]
    dots = [line.get_xdata() for line in axes.lines if line.get_marker() == "o"]
    assert [float(x[0]) for x in dots] == [1.5, 6]
    assert [text.get_text() for text in axes.texts] == ["some lost"]


def test_epochs_of_a_cost_curve():
    panels = CASES["three_costs"]().figure.axes
    assert panels[0].lines[0].get_xdata() == pytest.approx([0.2, 0.4, 0.6])
    assert panels[1].get_title() == "b: 30 steps"


def test_the_band_of_agreement_holds_the_middle_draws():
    draws = np.arange(22.0).reshape(2, 11) / 22
    shown = c2w2.agreement([1, 4], {"a": draws}, "Agreement")
    assert lines_of(shown)["a"].get_ydata() == pytest.approx(np.median(draws, axis=1))


def test_epsilon_inside_stops_the_growth():
    lines = lines_of(CASES["inside_and_outside"]())
    inside = lines["1 / √(S + ε): inside"].get_ydata()
    outside = lines["1 / (√S + ε): outside"].get_ydata()
    assert inside.max() == pytest.approx(1e4, rel=1e-3)
    assert outside.max() > 9e7
    assert inside[-1] == pytest.approx(outside[-1], rel=1e-3)


def test_a_walk_takes_the_optimisers_steps_and_many_starts_at_once():
    surface = c2w2.SURFACES["ravine"]
    starts = surface.starts(3)
    together = c2w2.walk(nn.Adam(0.1), surface, 20, starts)
    assert together.shape == (21, 2, 3)
    for k in range(3):
        alone = c2w2.walk(nn.Adam(0.1), surface, 20, starts[:, k])
        assert together[:, :, k] == pytest.approx(alone, abs=1e-12)
    assert (c2w2.walk(nn.Adam(0.1), surface, 0)[0] == surface.start).all()


def test_the_star_and_the_cross_stand_on_the_surface():
    axes = c2w2.walks("saddle", {"a": np.zeros((2, 2))}, "One").figure.axes[0]
    marks = {line.get_marker(): line.get_xydata().tolist() for line in axes.lines}
    assert marks["X"] == [[0, 0]]
    assert marks["*"][0][1] in (-1, 1)
    assert "★ minima, ✖ saddle" in axes.figure.get_suptitle()
