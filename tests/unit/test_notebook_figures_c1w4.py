"""Week 4's figures: each runs, is labelled, and shows what it was given."""

import numpy as np
import pytest
from drawn import figures_in

from course_utils.notebook import picture
from course_utils.notebook.figures import c1w4

X = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
Y = X.sum(axis=0, keepdims=True) % 2
LINE = np.linspace(0, 1, 5)
RUNS = {"digits": {"1 layer": [0.9, 0.8], "2 layers": [0.95, 0.97]}, "faces": {"1 layer": [1.0]}}
COUNTED = {"list": np.array([2, 4, 8]), "tree": np.array([2, 4, 6])}
TRAINED = {"one layer": {2: [2, 4], 3: [6], 4: []}, "tree": {2: [2]}}

CASES = {
    "switchboard": lambda: c1w4.switchboard(X, Y, "Two switches"),
    "xor_tree": lambda: c1w4.xor_tree(8),
    "network": lambda: c1w4.network([64, 8, 1]),
    "blocks": lambda: c1w4.blocks(4),
    "units_needed": lambda: c1w4.units_needed(np.array([2, 3, 4]), COUNTED, TRAINED),
    "folding": lambda: c1w4.folding(LINE, {1: LINE, 2: LINE**2}),
    "spread": lambda: c1w4.spread(RUNS, "accuracy", "Runs", y_limits=(0.5, 1)),
    "spread, one panel": lambda: c1w4.spread({"digits": RUNS["digits"]}, "accuracy", "Runs"),
}
DRAWINGS = ("xor_tree", "network", "blocks")  # without axes


def texts(shown):
    """All words inside the first panel."""
    return [text.get_text() for text in shown.figure.axes[0].texts]


def test_no_figure_is_forgotten_here():
    assert figures_in(c1w4) == {case.partition(",")[0] for case in CASES}


@pytest.mark.parametrize("case", CASES)
def test_a_figure_is_labelled_and_says_what_it_shows(case):
    shown = CASES[case]()
    assert isinstance(shown, picture.Picture)
    assert len(shown.alt) >= 40
    assert shown.png().startswith(b"\x89PNG")
    for axes in shown.figure.axes:
        assert axes.get_title(), "a panel without a title"
        if case not in DRAWINGS:
            assert axes.get_xlabel() or axes.get_xticklabels(), "neither a label nor names"
    if case not in DRAWINGS:
        assert shown.figure.axes[0].get_ylabel() or shown.figure.axes[0].get_yticklabels()


def test_the_switchboard_shows_every_switch_and_the_lamp():
    shown = c1w4.switchboard(X, Y, "Two switches")
    assert texts(shown) == [str(value) for row in (*X, *Y) for value in row]
    ticks = [tick.get_text() for tick in shown.figure.axes[0].get_yticklabels()]
    assert ticks == ["switch 1", "switch 2", "lamp"]
    assert "on in the 2 columns" in shown.alt


@pytest.mark.parametrize(("n", "boxes", "storeys"), [(2, 1, 1), (4, 3, 2), (8, 7, 3)])
def test_a_tree_has_a_box_less_than_switches(n, boxes, storeys):
    shown = c1w4.xor_tree(n)
    assert texts(shown).count("XOR") == boxes
    assert f"storey {storeys}" in texts(shown)
    assert f"storey {storeys + 1}" not in texts(shown)


def test_lines_of_the_tree_stay_outside_its_boxes():
    axes = c1w4.xor_tree(8).figure.axes[0]
    middles = [text.get_position() for text in axes.texts if text.get_text() == "XOR"]
    for line in (line for line in axes.lines if line.get_marker() == "None"):
        for x, y in zip(*line.get_data()):
            assert not any(abs(x - a) < 0.5 and abs(y - b) < 0.3 for a, b in middles)


def test_large_layers_are_shortened_and_numbered():
    shown = c1w4.network([64, 8, 1])
    assert texts(shown).count("⋮") == 1
    assert [f"$n^{{[{layer}]}} = {size}$" in texts(shown) for layer, size in enumerate([64, 8, 1])]
    assert "64 inputs, then layers 1 to 2 with 8, 1 units" in shown.alt


def test_every_block_has_its_cache_and_its_gradients():
    words = texts(c1w4.blocks(5))
    for number in (1, 2, 5):
        assert f"cache {number}" in words
        assert f"$dW^{{[{number}]}}, db^{{[{number}]}}$" in words
    assert "$A^{[5]}$" in words
    assert "$dA^{[0]}$" in words


def test_units_are_drawn_where_training_succeeded():
    shown = c1w4.units_needed(np.array([2, 3, 4]), COUNTED, TRAINED)
    markers = [line for line in shown.figure.axes[0].lines if line.get_linestyle() == "None"]
    assert [list(line.get_ydata()) for line in markers] == [[2, 6], [2]]
    assert np.allclose(markers[0].get_xdata(), [2, 3], atol=0.2)
    bars = shown.figure.axes[0].collections[0].get_segments()
    assert [list(bar[:, 1]) for bar in bars] == [[2, 4], [6, 6]]
    assert "one layer: 2 for 2, 6 for 3; tree: 2 for 2." in shown.alt


def test_a_spread_has_a_dot_per_run_and_a_bar_at_the_mean():
    axes, other = c1w4.spread(RUNS, "accuracy", "Runs").figure.axes
    assert list(axes.lines[0].get_ydata()) == [0.9, 0.8]
    assert np.allclose(axes.lines[1].get_ydata(), 0.85)
    assert [tick.get_text() for tick in other.get_xticklabels()] == ["1 layer"]
