"""The widgets of all weeks without a browser test of their own, in a real JupyterLab."""

import pytest
from in_browser import in_milliseconds, needs_browser, watch

pytestmark = needs_browser

WIDGETS = {
    "c1w4": ["shape_checker()", "depth_against_width()", "follow_one_example()"],
    "c2w1": ["bias_and_variance()", "depth_and_start()", "normalising()", "dropout()"],
    "c2w2": ["race()", "averages_of_a_year()", "batch_size_against_time()"],
    "c2w3": ["sampling_scales()", "softmax_temperature()", "widest_range()"],
    "c4w1": ["filter_lab()", "step_the_window()", "watch_it_learn()"],
    "c4w2": ["architecture_builder()", "augmentation_lab()", "how_deep()"],
    "c4w3": [
        *("drag_two_boxes()", "suppression_step_by_step()", "choose_anchors()", "which_cell()"),
        "detector()",
    ],
    "c4w4a": ["choose_the_threshold()", "pick_a_triplet()", "enrol_and_recognise()"],
    "c4w4b": ["paint_live()", "paint_your_own()", "gram_of_two()"],
}
CODES = [
    f"from course_utils.notebook.explore import {week}\n\n{week}.{call}"
    for week, calls in WIDGETS.items()
    for call in calls
]


@pytest.fixture(scope="module")
def seen(server, tmp_path_factory):
    """What the browser saw: see widgets.mjs."""
    folder = tmp_path_factory.mktemp("browser")
    result = watch("widgets.mjs", server, folder, notebook="widgets.ipynb", codes=CODES)
    times = {widget["title"]: widget.get("latencies", []) for widget in result["widgets"]}
    every = [time for some in times.values() for time in some]
    slowest = max(times, key=lambda title: max(times[title], default=0))
    print(
        f"\nlatency from key to changed picture on {len(times)} widgets, {in_milliseconds(every)}"
        f" (worst: {slowest})"
    )
    return result


def test_every_widget_is_there_with_a_picture_and_its_description(seen):
    assert len(seen["widgets"]) == len(CODES)
    for widget in seen["widgets"]:
        assert widget["pictures"] > 0, widget
        assert len(widget["alt"]) > 20, widget
        assert widget["complaint"] == "", widget


def test_every_slider_moves_its_picture(seen):
    moved = [widget for widget in seen["widgets"] if widget.get("moved")]
    assert len(moved) >= len(CODES) - 4  # a few have boxes to type into, or lists, instead
    assert all(widget["latencies"] for widget in moved)


def test_what_can_play_plays_and_stops(seen):
    assert sum(bool(widget.get("played")) for widget in seen["widgets"]) >= 6


def test_nothing_leaves_the_machine_and_the_console_is_quiet(seen):
    assert seen["outside"] == []
    assert seen["console"] == []
