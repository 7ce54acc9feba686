"""Every figure function of C4W2: it runs, is labelled, and says what it shows."""

import numpy as np
import pytest

from course_utils import data
from course_utils.notebook import picture
from course_utils.notebook.figures import c4w2
from course_utils.vision import augmentation, residual

rng = np.random.default_rng(0)
PHOTO = data.load("photos")["coffee"]
HISTORIES = residual.histories()
ANSWERS = [("espresso", 0.9), ("cup", 0.05), ("bowl", 0.03), ("spoon", 0.01), ("dog", 0.0)]
STAGES = [("input", "input", (8, 8, 3)), ("2 conv", "conv", (8, 8, 16)), ("dense", "dense", (9,))]
LAYOUT = [("conv", "conv", (8, 8, 4)), ("3a, softmax", "inception", (8, 8, 9)),
          ("end", "end", (5,))]  # fmt: skip

CASES = {
    "volumes": lambda: c4w2.volumes(STAGES, "A network"),
    "residual_blocks": c4w2.residual_blocks,
    "inception_branches": lambda: c4w2.inception_branches(
        [[("1x1", 2)], [("1x1", 1), ("3x3", 4)], [("1x1", 1), ("5x5", 3)], [("pool", 3)]],
        (8, 8, 3), "A module",
    ),
    "googlenet_layout": lambda: c4w2.googlenet_layout(LAYOUT),
    "top5": lambda: c4w2.top5([PHOTO, PHOTO], [ANSWERS, ANSWERS[::-1]], "Two answers"),
    "costs_of_networks": lambda: c4w2.costs_of_networks({"a": (6e4, 4e5), "b": (1e8, 1e10)}),
    "shares_of_layers": lambda: c4w2.shares_of_layers({"a": ((1, 3), (9, 1))}, "Shares"),
    "training_by_depth": lambda: c4w2.training_by_depth(
        residual.DEPTHS, HISTORIES["training_error"], "training error"
    ),
    "error_by_depth": lambda: c4w2.error_by_depth(
        residual.DEPTHS, HISTORIES["training_error"][..., -1], HISTORIES["test_error"][..., -1]
    ),
    "spread": lambda: c4w2.spread(
        {"a": {1: [1, 2], 10: [2, 3]}, "b": {1: [0, 1], 10: [1, 1]}}, "x", "y", "Spread"
    ),
    "spread on a plain axis": lambda: c4w2.spread(
        {"a": {1: [1, 2], 2: [2, 3]}}, "x", "y", "Spread", x_log=False, y_limits=(0, 4)
    ),
    "timeline": lambda: c4w2.timeline(
        {"One": [("loading", 5.0, 5.1), ("training", 5.1, 5.3)], "Two": [("loading", 1, 2)]}
    ),
    "pictures_with_boxes": lambda: c4w2.pictures_with_boxes(
        {"whole": (PHOTO, np.array([[10, 20, 90, 100]])), "none": (PHOTO, [])}, "Boxes"
    ),
    "pixel_maps": lambda: c4w2.pixel_maps(
        PHOTO, {"a": (0, 0, 9, 9), "b": (20, 0, 30, 9)}, {"grey": PHOTO.mean(axis=2) / 255}
    ),
    "colour_cloud": lambda: c4w2.colour_cloud(PHOTO, *augmentation.color_components([PHOTO])),
}  # fmt: skip
DRAWINGS = (
    *("volumes", "residual_blocks", "inception_branches", "googlenet_layout", "top5"),
    *("pictures_with_boxes", "pixel_maps"),
)


def test_no_function_is_forgotten_here():
    names = {name for name, value in vars(c4w2).items() if hasattr(value, "__wrapped__")}
    assert names == {case.partition(" ")[0] for case in CASES}


@pytest.mark.parametrize("case", CASES)
def test_a_figure_is_labelled_and_says_what_it_shows(case):
    shown = CASES[case]()
    assert isinstance(shown, picture.Picture)
    assert len(shown.alt) >= 40
    assert shown.png().startswith(b"\x89PNG")
    if case.startswith(DRAWINGS):
        return
    for axes in shown.figure.axes:
        assert axes.get_title(), "a panel without a title"
    assert any(axes.get_xlabel() for axes in shown.figure.axes)


def texts(shown):
    return [text.get_text() for axes in shown.figure.axes for text in axes.texts]


def test_slabs_show_height_and_thickness():
    shown = CASES["volumes"]()
    assert "input\n8 x 8 x 3" in texts(shown)
    fronts = [patch.get_xy() for patch in shown.figure.axes[0].patches[2::3]]
    heights = [np.ptp(corners[:, 1]) for corners in fronts]
    widths = [np.ptp(corners[:, 0]) for corners in fronts]
    assert heights[0] == heights[1]  # both have n_H = 8
    assert widths[1] > widths[0]  # 16 channels against 3


def test_the_joined_volume_has_the_channels_of_all_branches():
    assert "joined\n8 x 8 x 12" in texts(CASES["inception_branches"]())


def test_answers_are_sorted_with_the_likeliest_above():
    below = CASES["top5"]().figure.axes[2]
    assert below.patches[-1].get_width() == 0.9
    assert below.texts[-1].get_text() == "espresso  0.90"


def test_shares_add_up():
    left, right = CASES["shares_of_layers"]().figure.axes
    assert [patch.get_width() for patch in left.patches] == [25, 75]
    assert [patch.get_width() for patch in right.patches] == [90, 10]


def test_every_seed_is_a_dot_and_the_line_goes_through_the_means():
    axes = CASES["spread"]().figure.axes[0]
    mean, *dots = axes.lines[:3]
    assert mean.get_ydata().tolist() == [1.5, 2.5]
    assert [dot.get_ydata().tolist() for dot in dots] == [[1, 2], [2, 3]]


def test_the_timeline_begins_at_zero():
    first, second = CASES["timeline"]().figure.axes
    starts = [c.get_paths()[0].get_extents().x0 for c in first.collections]
    assert starts == pytest.approx([0, 100])
    assert second.collections[0].get_paths()[0].get_extents().x1 == pytest.approx(1000)


def test_boxes_are_drawn_on_the_edges_of_pixels():
    lines = CASES["pictures_with_boxes"]().figure.axes[0].lines
    assert lines[0].get_xdata().min() == 9.5
    assert lines[0].get_ydata().max() == 99.5
