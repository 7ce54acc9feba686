"""Week C2W3's figures: each runs, is labelled, says what it shows, and shows what it was given."""

from types import SimpleNamespace

import numpy as np
import pytest

from course_utils.notebook import picture
from course_utils.notebook.figures import c2w3
from course_utils.notebook.figures.c2w3 import graphs, scores, tuning

rng = np.random.default_rng(0)
TRIALS = [
    {"rate": 10.0**-k, "other": 10.0 ** -(k % 2), "cost": 0.2 + abs(k - 2) / 10} for k in range(5)
]
PLANE, LABELS = rng.normal(size=(2, 12)), np.array([0, 1, 2] * 4)


def node(value, parents=(), name="", grad=1.0):
    return SimpleNamespace(
        value=np.asarray(value), grad=np.asarray(grad), parents=parents, name=name
    )


def small_graph():
    w, constant = node(3.0, name="w", grad=6.0), node(-9.0, name="constant")
    square = node(9.0, [(w, None), (w, None)], "×")
    return node(0.0, [(square, None), (constant, None)], "+")


def thirds(points):
    return np.stack([points[0] > 0, points[0] <= 0, 0 * points[0]]).astype(float)


CASES = {
    "importance": lambda: c2w3.importance(
        {"a": {1: [1.0, 2], 2: [4, 8]}, "b": {0.1: [1, 1.5], 0.2: [1, 1]}, "c": {1: [2, 2.0]}},
        {"a": 1, "b": 0.2, "c": 1},
        "Three",
    ),
    "grid_and_random": lambda: c2w3.grid_and_random(
        {"grid": TRIALS, "random": TRIALS[:3]}, "rate", "other", "Two searches"
    ),
    "pairs": lambda: c2w3.pairs({"one": {"a": [1, 2], "b": [2, 1]}}, "cost", "Paired"),
    "pairs, two scales": lambda: c2w3.pairs(
        {"one": {"a": [1, 2], "b": [2, 1]}, "two": {"a": [10, 20], "b": [9, 3]}},
        "cost",
        "Paired",
        same_scale=False,
    ),
    "coarse_to_fine": lambda: c2w3.coarse_to_fine(
        TRIALS, TRIALS[1:3], "rate", "other", ((0.01, 0.1), (0.1, 1)), "Two rounds"
    ),
    "where_samples_fall": lambda: c2w3.where_samples_fall(
        {"a": np.array([0.02, 0.5]), "b": np.array([0.3])}, [0.01, 0.1, 1], "rate", "Samples"
    ),
    "one_or_many": lambda: c2w3.one_or_many(
        [2, 1, 0.5], [0.1, 0.2, 0.4], {"0.1": [2, 1, 0.9], "9": [2, 3, np.inf]}, "Two ways"
    ),
    "units_before_and_after": lambda: c2w3.units_before_and_after(
        {"Z": rng.normal(size=(3, 40)), "after": rng.normal(size=(3, 40))}, "abc", "Units"
    ),
    "on_the_sigmoid": lambda: c2w3.on_the_sigmoid((0.5, 2), "Bends"),
    "spread_curves": lambda: c2w3.spread_curves(
        {"p": {"a": 1 + rng.random((5, 4)), "b": 2 + rng.random((5, 4))}}, "pass", "cost", "Curves"
    ),
    "drift": lambda: c2w3.drift(
        {"without": rng.normal(size=(6, 3, 20)), "with": rng.normal(size=(6, 3, 20))}, "Drift"
    ),
    "working_range": lambda: c2w3.working_range(
        {"without": [[0.9, 0.1], [0.2, 0.1]], "with": [[0.9, 0.8], [0.9, 0.1]]},
        (0.1, 1),
        (1, 8),
        0.7,
        "Ranges",
    ),
    "scores_to_probabilities": lambda: c2w3.scores_to_probabilities(
        np.array([1.0, 0]), np.array([2.7, 1]), np.array([0.73, 0.27]), "ab", "Bars"
    ),
    "class_regions": lambda: c2w3.class_regions({"C = 3": (thirds, PLANE, LABELS)}, "Regions"),
    "computation_graph": lambda: c2w3.computation_graph(small_graph(), "J = w² - 9"),
}


def test_no_function_is_forgotten_here():
    names = {name for name, function in vars(c2w3).items() if hasattr(function, "__wrapped__")}
    assert names == {case.partition(",")[0] for case in CASES}


@pytest.mark.parametrize("case", CASES)
def test_a_figure_is_labelled_and_says_what_it_shows(case):
    shown = CASES[case]()
    assert isinstance(shown, picture.Picture)
    assert len(shown.alt) >= 40
    assert shown.png().startswith(b"\x89PNG")
    panels = [
        axes for axes in shown.figure.axes if axes.get_label() != "<colorbar>" and axes.axison
    ]
    titled = shown.figure.get_suptitle() or shown.figure.axes[0].get_title()
    assert titled
    if case != "computation_graph":
        assert any(axes.get_xlabel() for axes in panels)
        assert any(axes.get_ylabel() for axes in panels) or case == "where_samples_fall"


def test_importance_says_how_much_each_matters():
    shown = CASES["importance"]()
    assert "a 4, b 1.2, c 1" in shown.alt
    assert shown.figure.axes[0].get_xlabel() == "worst / best: 4"
    diamond = shown.figure.axes[1].lines[-1]
    assert (diamond.get_xdata()[0], diamond.get_ydata()[0]) == (1, 1)


def test_the_star_stands_at_the_best_trial_and_ticks_at_every_value():
    shown = CASES["grid_and_random"]()
    plane = shown.figure.axes[2]
    star, along_x, along_y = plane.lines
    assert (star.get_xdata()[0], star.get_ydata()[0]) == (0.01, 1)
    assert list(along_x.get_xdata()) == [trial["rate"] for trial in TRIALS]
    assert list(along_y.get_ydata()) == [trial["other"] for trial in TRIALS]
    assert "grid: 5 values of rate, lowest cost 0.2" in shown.alt


def test_values_that_differ_by_rounding_are_one_value():
    assert tuning.distinct([0.1, 0.1 + 1e-12, 0.2]) == 2


def test_pairs_count_the_lines_that_fall():
    shown = CASES["pairs, two scales"]()
    assert [axes.get_xlabel() for axes in shown.figure.axes] == [
        "1 of 2 lines fall",
        "2 of 2 lines fall",
    ]


def test_samples_are_counted_between_the_edges():
    shown = CASES["where_samples_fall"]()
    texts = [[text.get_text() for text in axes.texts] for axes in shown.figure.axes]
    assert texts == [["1", "1"], ["0", "1"]]


def test_the_best_of_many_is_the_one_that_ends_lowest():
    shown = CASES["one_or_many"]()
    assert "the best with learning rate 0.1 at 0.9" in shown.alt


def test_frames_stand_where_the_network_works():
    figure = CASES["working_range"]().figure
    places = [[patch.get_xy() for patch in axes.patches] for axes in figure.axes[:2]]
    assert [len(found) for found in places] == [1, 3]
    assert places[0] == [(-0.47, -0.47)]


def test_regions_are_those_of_the_most_probable_class():
    image = CASES["class_regions"]().figure.axes[0].images[0].get_array()
    assert image[80, 10] // scores.LEVELS == 1
    assert image[80, 150] // scores.LEVELS == 0


def test_the_graph_stands_in_order_and_shows_both_numbers():
    end = small_graph()
    layers = graphs.layers_of(end)
    assert [[n.name for n in nodes] for nodes in layers] == [["w"], ["×", "constant"], ["+"]]
    texts = [text.get_text() for text in CASES["computation_graph"]().figure.axes[0].texts]
    for text in ("w", "3", "6", "×", "9", "-9", "0"):
        assert text in texts


def test_arrays_are_shown_by_their_shape():
    assert graphs.short(np.zeros((3, 4))) == "3×4"
    assert graphs.short(np.array([[2.5]])) == "2.5"
