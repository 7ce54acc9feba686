"""Every plot and figure function: it runs, is labelled, and says what it shows."""

import numpy as np
import pytest

from course_utils.notebook import picture, plots
from course_utils.notebook.figures import c1w2

rng = np.random.default_rng(0)
X, Y = rng.normal(size=(2, 12)), np.array([[0, 1] * 6])
PATCHES = rng.integers(0, 256, (7, 5, 5, 1), dtype=np.uint8)
WALK = np.linspace(-3, 3, 61)
TWELVE = c1w2.twelve_examples()


def squared(z, y):
    return np.mean((1 / (1 + np.exp(-z)) - y) ** 2)


def surely(points):
    return np.ones((1, points.shape[1]))


def half(points):
    return points[:1] > 0


CASES = {
    "image_grid": lambda: plots.image_grid(PATCHES, title="Patches", n_columns=4),
    "image_grid with titles": lambda: plots.image_grid(PATCHES[..., 0], list("abcdefg")),
    "image_grid in colour": lambda: plots.image_grid(rng.random((2, 4, 4, 3)), title="Two"),
    "curves": lambda: plots.curves({"one": [3, 2, 1]}, "iteration", "cost J", "Down"),
    "curves, all options": lambda: plots.curves(
        {"one": ([1, 10], [1, 2]), "two": [1, 2]}, "x", "y", "Two",
        x_log=True, y_log=True, y_limits=(0.5, 4), mark=(1, 1, "here"),
    ),
    "points": lambda: plots.points(X, Y, "Points"),
    "boundaries": lambda: plots.boundaries({"a": (half, X, Y), "b": (half, X, Y)}, n_columns=1),
    "boundaries, one place empty": lambda: plots.boundaries(
        dict.fromkeys("abc", (half, X, Y)), n_columns=2
    ),
    "boundaries that are nowhere": lambda: plots.boundaries({"a": (surely, X, Y)}, "One"),
    "bars": lambda: plots.bars({"a": 1.0, "b": 2.0}, "accuracy", "Compared"),
    "bars with a reference": lambda: plots.bars(
        {"a": 1.0}, "accuracy", "Compared", reference=(0.5, "guessing"), y_limits=(0, 1)
    ),
    "confusion_table": lambda: plots.confusion_table(Y, 1 - Y, ("no", "yes")),
    "weights_picture": lambda: plots.weights_picture(rng.normal(size=(5, 5)), "Weights"),
    "weights_picture of zeros": lambda: plots.weights_picture(np.zeros((5, 5)), "Weights"),
    "photo": lambda: plots.photo(np.zeros((20, 30, 3), np.uint8), "Night"),
    "graph": lambda: c1w2.graph(5, 3, 2),
    "sigmoid_and_step": lambda: c1w2.sigmoid_and_step(20 * X[:1], Y),
    "two_losses": c1w2.two_losses,
    "two_surfaces": lambda: c1w2.two_surfaces(*TWELVE, squared, squared),
    "along_a_line": lambda: c1w2.along_a_line(WALK, {"a": WALK**2, "b": WALK**4}, "A walk"),
    "descent_in_one_dimension": lambda: c1w2.descent_in_one_dimension(
        np.square, {"α = 1": [4, 2, 1], "α = 2": [4, 8]}, "Descent"
    ),
    "descent_in_two_dimensions": lambda: c1w2.descent_in_two_dimensions(
        *TWELVE, {"α = 1": np.array([[-2, 2], [0, 0]]), "α = 2": np.array([[-2, 2], [1, 1]])}
    ),
    "tangents": lambda: c1w2.tangents(np.square, (2, 4), 1e-4),
    "shares": lambda: c1w2.shares(np.array([[25.0, 60], [75, 40]]), ("p", "q"), "ab", "Shares"),
    "likelihood": lambda: c1w2.likelihood(7, 10),
}  # fmt: skip
WITHOUT_AXES = ("image_grid", "boundaries", "photo", "graph")  # sheets, and a drawing of boxes


def test_no_function_is_forgotten_here():
    names = {
        name
        for module in (plots, c1w2)
        for name, function in vars(module).items()
        if function is not picture.picture and hasattr(function, "__wrapped__")
    }
    assert names == {case.partition(" ")[0].rstrip(",") for case in CASES}


@pytest.mark.parametrize("case", CASES)
def test_a_figure_is_labelled_and_says_what_it_shows(case):
    shown = CASES[case]()
    assert isinstance(shown, picture.Picture)
    assert len(shown.alt) >= 20
    assert shown.png().startswith(b"\x89PNG")
    summary = picture.describe(shown.figure)["axes"]
    assert summary
    if case.startswith(WITHOUT_AXES):
        return
    panels = [axes for axes in shown.figure.axes if axes.get_label() != "<colorbar>"]
    for axes in panels:
        assert axes.get_title(), "a panel without a title"
        assert axes.get_xlabel() or axes.xaxis.have_units(), "neither a label nor names"
    assert any(axes.get_ylabel() for axes in panels)


def test_image_grid_hides_the_places_that_stay_empty():
    figure = plots.image_grid(PATCHES, n_columns=4).figure
    assert len(figure.axes) == 8
    assert sum(len(axes.images) for axes in figure.axes) == 7
    assert not any(axes.axison for axes in figure.axes)


def test_image_grid_shows_each_image_by_its_own_title():
    figure = plots.image_grid(PATCHES, list("abcdefg"), limits=(0, 255)).figure
    for i, title in enumerate("abcdefg"):
        assert figure.axes[i].get_title() == title
        assert (figure.axes[i].images[0].get_array() == PATCHES[i, ..., 0]).all()
        assert figure.axes[i].images[0].get_clim() == (0, 255)


def test_curves_can_be_told_apart_without_colour():
    figure = plots.curves({name: [0, 1] for name in "abcdefg"}, "x", "y", "Seven").figure
    styles = [line._unscaled_dash_pattern for line in figure.axes[0].lines]
    assert len(set(map(str, styles))) == 7
    assert len(figure.axes[0].get_legend().get_texts()) == 7


def test_a_single_curve_needs_no_legend():
    assert plots.curves({"one": [0, 1]}, "x", "y", "One").figure.axes[0].get_legend() is None


def test_points_differ_by_marker_too():
    zero, one = plots.points(X, Y, "Points").figure.axes[0].collections
    assert len(zero.get_offsets()) == len(one.get_offsets()) == 6
    assert zero.get_paths()[0].vertices.shape != one.get_paths()[0].vertices.shape


def test_confusion_table_counts_truth_in_rows():
    truth, prediction = np.array([[0, 0, 0, 1, 1]]), np.array([[0, 1, 1, 1, 1]])
    shown = plots.confusion_table(truth, prediction, ("other", "face"))
    axes = shown.figure.axes[0]
    assert axes.images[0].get_array().tolist() == [[1, 2], [0, 2]]
    assert [text.get_text() for text in axes.texts] == ["1", "2", "0", "2"]
    assert axes.get_ylabel() == "true"
    assert "3 of 5" in shown.alt


def test_weights_are_white_where_they_are_zero():
    image = plots.weights_picture(np.array([[0.0, -3], [1, 2]]), "w").figure.axes[0].images[0]
    assert image.get_clim() == (-3, 3)
    assert image.get_cmap().name == "RdBu_r"


def test_the_graph_shows_values_and_derivatives():
    texts = [text.get_text() for text in c1w2.graph(5, 3, 2).figure.axes[0].texts]
    for text in ("5", "3", "2", "6", "11", "33", "da = 3", "db = 6", "dc = 9", "du = 3", "dv = 3"):
        assert text in texts


def test_newton_finds_where_the_gradient_vanishes():
    x, y = TWELVE
    w, b = c1w2.newton(x, y)
    error = 1 / (1 + np.exp(-(w * x + b))) - y
    assert np.abs([error @ x, error.sum()]).max() < 1e-10


def test_the_star_stands_at_the_lowest_cost():
    best = c1w2.cost_surface(picture.new_figure()[1], *TWELVE)
    x, y = TWELVE
    grid = np.linspace(-8, 8, 161)
    costs = [np.mean(np.logaddexp(0, w * x + b) - y * (w * x + b)) for w in grid for b in grid]
    assert best <= min(costs) < best + 0.01
