"""Week C1W3's figures: each runs, is labelled, says what it shows, and shows the right numbers."""

import numpy as np
import pytest
from drawn import figures_in

from course_utils.notebook import picture
from course_utils.notebook.figures import c1w3

rng = np.random.default_rng(0)
X, Y = rng.normal(size=(2, 60)), np.array([[0, 1] * 30])
COSTS = {"one": np.linspace(0.7, 0.1, 24).reshape(2, 3, 4), "two": np.ones((2, 3, 4)) / 2}


def right_half(points):
    return points[:1] > 0


CASES = {
    "network": lambda: c1w3.network(n_x=2, n_h=4),
    "network, small": lambda: c1w3.network(n_x=3, n_h=1),
    "activation_functions": c1w3.activation_functions,
    "backward_graph": c1w3.backward_graph,
    "opinions": lambda: c1w3.opinions(np.abs(X) / 4, Y, lambda A: A[0] + A[1]),
    "walk_round": lambda: c1w3.walk_round(X, Y, 1, {"half": right_half, "all": lambda P: P[0] * 0}),
    "race": lambda: c1w3.race({"a": COSTS, "b": COSTS}, (0.1, 1.0), "A race"),
    "activations_at_the_start": lambda: c1w3.activations_at_the_start(
        {"small": 0.1 * X, "large": np.tanh(9 * X)}
    ),
}
DRAWINGS = ("network", "backward_graph")  # boxes and circles, without axes


def test_no_function_is_forgotten_here():
    assert figures_in(c1w3) == {case.partition(",")[0] for case in CASES}


@pytest.mark.parametrize("case", CASES)
def test_a_figure_is_labelled_and_says_what_it_shows(case):
    shown = CASES[case]()
    assert isinstance(shown, picture.Picture)
    assert len(shown.alt) >= 20
    assert shown.png().startswith(b"\x89PNG")
    if case.startswith(DRAWINGS):
        return
    for axes in shown.figure.axes:
        assert axes.get_title()
    assert any(axes.get_xlabel() for axes in shown.figure.axes)
    assert any(axes.get_ylabel() or axes.get_yticklabels() for axes in shown.figure.axes)


def test_every_unit_is_joined_with_every_unit_of_the_next_layer():
    axes = c1w3.network(n_x=3, n_h=5).figure.axes[0]
    arrows = [text for text in axes.texts if text.get_text() == ""]
    assert len(arrows) == 3 * 5 + 5 * 1
    assert len(axes.lines) == 3 + 5 + 1


def test_slopes_are_those_of_the_curves():
    for axes in c1w3.activation_functions().figure.axes:
        curve, slope = axes.lines
        z, g = curve.get_data()
        measured = np.gradient(g, z)
        smooth = np.abs(z) > 0.05  # away from the kinks
        assert slope.get_ydata()[smooth] == pytest.approx(measured[smooth], abs=2e-3)


def test_a_listener_says_one_half_on_the_line():
    axes = c1w3.opinions(np.abs(X) / 4, Y, lambda A: A[0] + A[1]).figure.axes[0]
    (contour,) = [c for c in axes.collections if c.get_array() is not None]
    for path in contour.get_paths():
        assert path.vertices.sum(axis=1) == pytest.approx(np.full(len(path.vertices), 0.5))


def test_the_walk_begins_at_the_top_and_goes_to_the_right():
    angles = np.radians([10, 80, 100, 170, 190, 260, 280, 350])  # in four quarters
    points = np.stack([np.sin(angles), np.cos(angles)])
    labels = np.array([[1, 1, 0, 0, 1, 1, 0, 0]])
    shown = c1w3.walk_round(points, labels, 1, {"half": right_half, "none": lambda P: 0 * P[:1]})
    petals, half, none = shown.figure.axes[1].images[0].get_array()
    assert half[:180].min() == 1
    assert half[180:].max() == 0
    assert none.max() == 0
    assert petals[[10, 80, 100, 170, 190, 260, 280, 350]].tolist() == labels[0].tolist()


def test_the_race_draws_medians_and_ranges_each_in_its_own_panel():
    figure = c1w3.race({"a": COSTS, "b": COSTS}, (0.1, 1.0), "A race").figure
    assert [axes.get_title() for axes in figure.axes] == [
        "a, α = 0.1", "b, α = 0.1", "a, α = 1", "b, α = 1",
    ]  # fmt: skip
    one, two = figure.axes[2].lines
    assert one.get_ydata() == pytest.approx(np.median(COSTS["one"][1], axis=0))
    assert two.get_ydata() == pytest.approx(np.full(4, 0.5))
    band = figure.axes[2].collections[0].get_paths()[0].vertices[:, 1]
    assert (band.min(), band.max()) == (COSTS["one"][1].min(), COSTS["one"][1].max())
