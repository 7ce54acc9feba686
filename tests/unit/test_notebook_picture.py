"""Picture and describe: what a notebook stores of a figure."""

import base64
import html
import io
import json
import re
import threading

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image

from course_utils.notebook import picture as module
from course_utils.notebook.picture import STYLE, Picture, course_style, describe, new_figure


def drawn(draw):
    """What `describe` says of the axes on which `draw(axes)` has drawn."""
    figure, axes = new_figure()
    draw(axes)
    return describe(figure)["axes"][0]


def html_of(picture):
    return picture._repr_mimebundle_()[0]["text/html"]


@pytest.fixture
def curve():
    figure, axes = new_figure()
    axes.plot([0, 1, 2], [0, 1, 4])
    axes.set(title="Squares", xlabel="n", ylabel="n²")
    return Picture(figure, 'Rising  <fast> & "steep"\n  to 4')


def test_html_holds_the_picture_and_its_escaped_alternative_text(curve):
    shown = html_of(curve)
    alt = re.search('alt="(.*?)"', shown)[1]
    assert alt == "Rising &lt;fast&gt; &amp; &quot;steep&quot; to 4"
    assert html.unescape(alt) == curve.alt == 'Rising <fast> & "steep" to 4'
    source = re.search('src="data:image/png;base64,(.*?)"', shown)[1]
    image = Image.open(io.BytesIO(base64.b64decode(source)))
    assert image.size == (1080, 489)  # 7.5 x 3.4 inches at 144 dots per inch
    assert 'width="720"' in shown  # as wide on the page as at 96 dots per inch


def test_plain_text_and_repr_are_the_alternative_text(curve):
    data, metadata = curve._repr_mimebundle_()
    assert data["text/plain"] == repr(curve) == f"Picture: {curve.alt}"
    assert metadata == {"course_figure": describe(curve.figure)}


def test_the_same_picture_has_the_same_bytes_every_time(curve):
    first = curve.png()
    assert curve.png() == first
    assert b"Matplotlib" not in first  # no version number, which would change from day to day


def test_drawing_leaves_the_settings_of_the_session_alone(curve):
    with mpl.rc_context({"grid.alpha": 0.77}):
        curve.png()
        assert mpl.rcParams["grid.alpha"] == 0.77


def test_picture_function_draws_in_the_style_and_takes_another_sentence():
    @module.picture
    def plot():
        """Draw nothing."""
        assert mpl.rcParams["grid.alpha"] == STYLE["grid.alpha"]
        return new_figure()[0], "Empty axes."

    assert plot().alt == "Empty axes."
    assert plot(alt="Nothing yet.").alt == "Nothing yet."
    assert plot.__doc__ == "Draw nothing."
    assert mpl.rcParams["axes.spines.top"] is True


def test_the_style_is_taken_by_one_thread_at_a_time():
    inside, seen = threading.Event(), []

    def other():
        inside.set()
        with course_style():
            seen.append(mpl.rcParams["axes.spines.top"])

    with course_style():
        thread = threading.Thread(target=other)
        thread.start()
        inside.wait(5)
        assert seen == []
    thread.join(5)
    assert seen == [False]
    assert mpl.rcParams["axes.spines.top"] is True


def test_describe_lines():
    axes = drawn(lambda axes: axes.plot([0, 1, 2], [0, np.nan, 4], "r--", label="curve"))
    assert axes["lines"] == [
        {"label": "curve", "colour": "#ff0000", "points": 3,
         "x": [0, 1, 2, 1], "y": [0, None, 4, 2]}  # the last number is the mean
    ]  # fmt: skip


def test_describe_a_line_over_names():
    (line,) = drawn(lambda axes: axes.plot(["a", "b"], [5, 6]))["lines"]
    assert line["x"] == [0, 1, 0.5]


def test_describe_notices_every_value_of_a_long_line():
    y = np.zeros(1000)
    before = drawn(lambda axes: axes.plot(y))["lines"][0]["y"]
    y[503] = 1
    after = drawn(lambda axes: axes.plot(y))["lines"][0]["y"]
    assert len(before) == 25
    assert before != after


def test_describe_axes():
    def draw(axes):
        axes.plot([1, 10], [1, 2], label="first")
        axes.set(xlabel="x", ylabel="y", title="Both", xscale="log", xlim=(1, 10), ylim=(0, 3))
        axes.text(1, 1, "here")
        axes.annotate("there", (1, 1))
        axes.legend()

    axes = drawn(draw)
    assert axes["title"] == "Both"
    assert axes["labels"] == ["x", "y"]
    assert axes["scales"] == ["log", "linear"]
    assert axes["limits"] == [[1, 10], [0, 3]]
    assert axes["legend"] == ["first"]
    assert axes["texts"] == ["here", "there"]


def test_describe_points():
    (points,) = drawn(lambda axes: axes.scatter([0, 2], [1, 3], c="#009E73", label="class"))[
        "collections"
    ]
    assert points == {
        "kind": "PathCollection", "label": "class", "points": 2,
        "x": [0, 2, 1], "y": [1, 3, 2], "colours": ["#009e73"],
    }  # fmt: skip


def test_describe_points_coloured_by_value_and_no_points():
    def draw(axes):
        axes.scatter([0, 2], [1, 3], c=[5, 7], cmap="cividis")
        axes.scatter([], [])

    coloured, none = drawn(draw)["collections"]
    assert coloured["cmap"] == "cividis"
    assert coloured["values"] == [5, 7, 6]
    assert none["points"] == 0
    assert none["x"] == none["y"] == []


def test_describe_contours_by_level_and_place():
    t = np.linspace(-1, 1, 21)
    rings, levels = t**2 + t[:, None] ** 2, [0.25, 0.5]
    (described,) = drawn(lambda axes: axes.contour(t, t, rings, levels=levels))["collections"]
    assert described["values"] == [0.25, 0.5, 0.375]
    assert described["boxes"][0] == pytest.approx([-0.5, -0.5, 0.5, 0.5], abs=0.01)
    (moved,) = drawn(lambda axes: axes.contour(t + 1, t, rings, levels=levels))["collections"]
    assert moved["values"] == described["values"]
    assert moved["boxes"] != described["boxes"]


def test_describe_a_contour_that_is_nowhere():
    steps = [[0, 1], [1, 2]]
    (described,) = drawn(lambda axes: axes.contour(steps, levels=[0.5, 50]))["collections"]
    assert described["boxes"][1] == []


def test_describe_areas_segments_and_meshes():
    def draw(axes):
        axes.fill_between([0, 1], [0, 0], [1, 2])
        axes.hlines([3], 0, 5)
        axes.pcolormesh(np.arange(6.0).reshape(2, 3), cmap="cividis")

    area, segment, mesh = drawn(draw)["collections"]
    assert area["boxes"] == [[0, 0, 1, 2]]
    assert segment["boxes"] == [[0, 3, 5, 3]]
    assert mesh["values"] == [0, 1, 2, 3, 4, 5, 2.5]
    assert "boxes" not in mesh


def test_describe_images():
    def draw(axes):
        axes.imshow([[1.0, np.nan], [3.0, 2.0]], cmap="gray", vmin=0, vmax=4, origin="lower")

    (image,) = drawn(draw)["images"]
    assert image == {
        "shape": [2, 2], "cmap": "gray", "clim": [0, 4], "origin": "lower",
        "values": [1, None, 3, 2, 2],
    }  # fmt: skip
    (photo,) = drawn(lambda axes: axes.imshow(np.zeros((4, 5, 3), np.uint8)))["images"]
    assert photo["shape"] == [4, 5, 3]


def test_describe_bars():
    bars = drawn(lambda axes: axes.bar([0, 1], [2, 5], width=1, color="#0072B2"))["patches"]
    assert bars == [
        {"colour": "#0072b2", "box": [-0.5, 0, 0.5, 2]},
        {"colour": "#0072b2", "box": [0.5, 0, 1.5, 5]},
    ]


def test_a_summary_can_be_stored_as_json():
    figure, axes = new_figure(1, 2)
    axes[0].plot([np.inf, 1e-9, np.nan], [1, 2, 3])
    axes[1].imshow(np.ma.masked_invalid([[np.nan, 1]]))
    summary = describe(figure)
    assert json.loads(json.dumps(summary, allow_nan=False)) == summary
    assert summary["axes"][0]["lines"][0]["x"] == [None, 1e-9, None, 1e-9]


def test_no_figure_is_kept_by_pyplot():
    import matplotlib.pyplot as plt

    new_figure(2, 2)
    assert plt.get_fignums() == []
