"""C4W4a's figures: each runs, is labelled, and shows what it was given."""

import numpy as np
import pytest
from drawn import figures_in

from course_utils.data.generators import identities
from course_utils.notebook import picture
from course_utils.notebook.figures import c4w4a
from course_utils.vision.embedding import roc

RNG = np.random.default_rng(0)
ALBUMS = identities(3, 2, RNG)
D = np.concatenate([RNG.uniform(0, 1, 40), RNG.uniform(0.5, 3, 60)])
SAME = np.arange(100) < 40
F = RNG.normal(size=(5, 6))
LABELS = np.repeat([0, 1, 2], 2)
NAMES = ("Ada", "Bob", "Cleo")
SCORES = RNG.uniform(0.3, 0.9, (3, 2, 4))
RATES = RNG.uniform(0, 0.5, (2, 2, 2))
DRAWINGS = RNG.integers(0, 255, (20, 28, 28, 1)).astype(np.uint8)

CASES = {
    "albums": lambda: c4w4a.albums(ALBUMS, NAMES, "Three people"),
    "row": lambda: c4w4a.row(ALBUMS[:, 0], NAMES, "Three pictures"),
    "distances": lambda: c4w4a.distances({"pixels": (D, SAME)}, 0.6),
    "distances, two": lambda: c4w4a.distances({"pixels": (D, SAME), "encodings": (D, SAME)}),
    "roc_curves": lambda: c4w4a.roc_curves({"pixels": roc(D, SAME)}, {"pixels": 0.7}),
    "maps": lambda: c4w4a.maps({"before": F, "after": F}, LABELS, NAMES, "A map"),
    "triplet": lambda: c4w4a.triplet(F[:, 0], F[:, 1], F[:, 2], 0.3),
    "ways": lambda: c4w4a.ways(SCORES, ("one", "two", "three"), 50),
    "group_rates": lambda: c4w4a.group_rates(RATES, ("even", "skewed"), ("a", "b"), "Errors"),
    "one_shot_run": lambda: c4w4a.one_shot_run(
        DRAWINGS[0], DRAWINGS, 3, np.arange(20) * 0.1, "A question"
    ),
}


def test_no_figure_is_forgotten_here():
    assert figures_in(c4w4a) == {case.partition(",")[0] for case in CASES}


@pytest.mark.parametrize("case", CASES)
def test_a_figure_says_what_it_shows(case):
    shown = CASES[case]()
    assert isinstance(shown, picture.Picture)
    assert len(shown.alt) >= 40
    assert shown.png().startswith(b"\x89PNG")
    assert shown.figure.get_suptitle() or shown.figure.axes[0].get_title()


def test_histograms_hold_all_pairs():
    steps = CASES["distances"]().figure.axes[0].patches
    for patch, own in zip(steps, (D[SAME], D[~SAME])):
        values, edges, _ = patch.get_data()
        assert values.sum() == pytest.approx(1)
        i = np.searchsorted(edges, np.median(own)) - 1
        assert values[i] > 0


def test_the_working_point_lies_on_its_curve():
    axes = CASES["roc_curves"]().figure.axes[0]
    (point,) = [line for line in axes.lines if line.get_marker() == "o"]
    (false,), (true,) = point.get_data()
    assert false == pytest.approx(np.mean(D[~SAME] <= 0.7))
    assert true == pytest.approx(np.mean(D[SAME] <= 0.7))


def test_the_plane_of_a_triplet_keeps_its_distances():
    places = c4w4a.triangle(F[:, 0], F[:, 1], F[:, 2])
    for i, j in ((0, 1), (0, 2), (1, 2)):
        assert np.linalg.norm(places[:, i] - places[:, j]) == pytest.approx(
            np.linalg.norm(F[:, i] - F[:, j])
        )
    np.testing.assert_allclose(c4w4a.triangle(F[:, 0], F[:, 0], F[:, 0]), 0, atol=1e-12)


def test_a_map_shows_the_directions_of_most_variation():
    flat = np.zeros((5, 40))
    flat[1], flat[3] = RNG.normal(0, 3, 40), RNG.normal(0, 1, 40)
    x, y = c4w4a.in_plane(flat)
    assert abs(np.corrcoef(x, flat[1])[0, 1]) > 0.99
    assert abs(np.corrcoef(y, flat[3])[0, 1]) > 0.9


def test_the_spread_of_the_seeds_is_drawn():
    axes = CASES["ways"]().figure.axes[0]
    for i, line in enumerate(axes.lines):
        np.testing.assert_allclose(line.get_ydata(), SCORES[i].mean(axis=0))
    assert len(axes.collections) == 3


def test_bars_are_the_rates():
    shown = CASES["group_rates"]()
    heights = [[bar.get_height() for bar in axes.patches] for axes in shown.figure.axes]
    np.testing.assert_allclose(heights, RATES.transpose(2, 1, 0).reshape(2, 4))


def test_the_nearest_is_framed_and_the_right_one_bold():
    shown = CASES["one_shot_run"]()
    assert "number 1" in shown.alt
    assert "wrong" in shown.alt
    bold = [a.get_title() for a in shown.figure.axes if a.title.get_fontweight() == "bold"]
    assert "0.30" in bold
