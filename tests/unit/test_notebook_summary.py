"""describe: the summary of a figure that a notebook stores."""

import json

import numpy as np
import pytest
from matplotlib.colors import ListedColormap

from course_utils.notebook.picture import describe, new_figure
from course_utils.notebook.summary import as_one_line


def drawn(draw):
    """What `describe` says of the axes on which `draw(axes)` has drawn."""
    figure, axes = new_figure()
    draw(axes)
    return describe(figure)["axes"][0]


def test_describe_lines():
    axes = drawn(lambda axes: axes.plot([0, 1, 2], [0, np.nan, 4], "r--", label="curve"))
    assert axes["lines"] == [
        {"label": "curve", "colour": "#ff0000", "style": ["--", "None"], "points": 3,
         "x": [0, 1, 2], "y": [0, None, 4]}
    ]  # fmt: skip


def test_describe_a_line_over_names():
    (line,) = drawn(lambda axes: axes.plot(["a", "b"], [5, 6]))["lines"]
    assert line["x"] == [0, 1]


def test_describe_notices_every_value_of_a_long_line():
    y = np.zeros(1000)
    before = drawn(lambda axes: axes.plot(y))["lines"][0]["y"]
    y[503] = 1
    after = drawn(lambda axes: axes.plot(y))["lines"][0]["y"]
    assert len(before) == 24 + 2 * 8
    assert before != after


def test_describe_axes():
    def draw(axes):
        axes.plot([1, 10], [1, 2], label="first")
        axes.set(xlabel="x", ylabel="y", title="Both", xscale="log", xlim=(1, 10), ylim=(0, 3))
        axes.text(1, 2, "here")
        axes.text(0.5, 0.5, "anywhere", transform=axes.transAxes)
        axes.annotate("there", (2, 1), (3, 3))
        axes.legend()

    axes = drawn(draw)
    assert axes["title"] == "Both"
    assert axes["labels"] == ["x", "y"]
    assert axes["scales"] == ["log", "linear"]
    assert axes["limits"] == [[1, 10], [0, 3]]
    assert axes["inverted"] == [False, False]
    assert axes["legend"] == [["first", axes["lines"][0]["colour"]]]
    assert axes["texts"] == [
        {"text": "here", "at": [1, 2]},
        {"text": "anywhere"},
        {"text": "there", "at": [2, 1]},
    ]


def test_describe_points():
    (points,) = drawn(lambda axes: axes.scatter([0, 2], [1, 3], c="#009E73", label="class"))[
        "collections"
    ]
    assert points == {
        "kind": "PathCollection", "label": "class", "points": 2,
        "x": [0, 2], "y": [1, 3], "sizes": [36], "marker": 26, "colours": ["#009e73"],
    }  # fmt: skip


def test_describe_points_coloured_by_value_and_no_points():
    def draw(axes):
        axes.scatter([0, 2], [1, 3], c=[5, 7], cmap="cividis")
        axes.scatter([], [])

    coloured, none = drawn(draw)["collections"]
    assert coloured["cmap"] == "cividis"
    assert coloured["values"] == [5, 7]
    assert coloured["clim"] == [5, 7]
    assert none["points"] == 0
    assert none["x"] == none["y"] == []


def test_describe_contours_by_level_and_place():
    t = np.linspace(-1, 1, 21)
    rings, levels = t**2 + t[:, None] ** 2, [0.25, 0.5]
    (described,) = drawn(lambda axes: axes.contour(t, t, rings, levels=levels))["collections"]
    assert described["values"] == [0.25, 0.5]
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
    assert (min(area["x"]), max(area["x"])) == (0, 1)
    assert (min(area["y"]), max(area["y"])) == (0, 2)
    assert segment["boxes"] == [[0, 3, 5, 3]]
    assert mesh["values"] == [0, 1, 2, 3, 4, 5]
    assert "boxes" not in mesh


def test_describe_images():
    def draw(axes):
        axes.imshow([[1.0, np.nan], [3.0, 2.0]], cmap="gray", vmin=0, vmax=4, origin="lower")

    (image,) = drawn(draw)["images"]
    assert image == {
        "shape": [2, 2], "cmap": "gray", "clim": [0, 4], "origin": "lower",
        "box": [-0.5, -0.5, 1.5, 1.5], "values": [1, None, 3, 2],
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
    assert json.loads(as_one_line(summary)) == summary
    assert summary["axes"][0]["lines"][0]["x"] == [None, 1e-9, None]


def test_describe_the_texts_and_legends_of_the_whole_figure():
    figure, axes = new_figure(1, 2)
    (line,) = axes[0].plot([0, 1], color="#009E73", label="both")
    figure.suptitle("Two panels")
    figure.legend([line], ["both"])
    summary = describe(figure)
    assert summary["texts"] == ["Two panels"]
    assert summary["legends"] == [[["both", "#009e73"]]]
    assert [entry["panel"] for entry in summary["axes"]] == [[0, 0, 0, 0], [0, 0, 1, 1]]


def test_describe_the_names_along_an_axis_but_not_its_numbers():
    assert drawn(lambda axes: axes.bar(["cat", "dog"], [1, 2]))["ticks"] == [["cat", "dog"], []]
    named = drawn(lambda axes: (axes.plot([0, 1]), axes.set_yticks([0, 1], ["no", "yes"])))
    assert named["ticks"] == [[], ["no", "yes"]]
    assert drawn(lambda axes: axes.set_xticks([0, 1]))["ticks"] == [[], []]


def test_describe_what_is_hidden_as_if_it_were_not_there():
    def draw(axes):
        (line,) = axes.plot([0, 1])
        line.set_visible(False)

    assert drawn(draw)["lines"] == []
    figure, axes = new_figure(1, 2)
    axes[1].set_visible(False)
    assert len(describe(figure)["axes"]) == 1


def test_describe_hollow_shapes_by_the_colour_of_their_edge():
    def draw(axes):
        axes.bar([0], [1], facecolor="none", edgecolor="#D55E00", label="hollow")
        axes.scatter([0], [1], facecolors="none", edgecolors="#0072B2")
        axes.axhspan(0, 1, transform=axes.transAxes, color="#009E73")
        axes.legend()

    axes = drawn(draw)
    assert [patch["colour"] for patch in axes["patches"]] == ["#d55e00", "#009e73"]
    assert [patch.get("of") for patch in axes["patches"]] == [None, "axes"]
    assert axes["collections"][0]["colours"] == ["#0072b2"]
    assert axes["legend"] == [["hollow", "#d55e00"]]


def test_describe_every_block_of_an_image_and_every_channel():
    photo = np.zeros((40, 40, 3))
    photo[10:20, 30:, 1] = 0.5
    (image,) = drawn(lambda axes: axes.imshow(photo))["images"]
    blocks = np.reshape(image["blocks"], (4, 4, 3))
    assert blocks[1, 3].tolist() == [0, 0.5, 0]
    assert blocks.sum() == 0.5
    holes = np.full((8, 8), np.nan)
    holes[0, 0] = 3
    (image,) = drawn(lambda axes: axes.imshow(holes))["images"]
    assert image["blocks"] == [3.0] + 15 * [None]


def test_describe_areas_by_their_outline():
    x = np.linspace(0, 1, 50)
    (below,) = drawn(lambda axes: axes.fill_between(x, x**2))["collections"]
    (above,) = drawn(lambda axes: axes.fill_between(x, np.sqrt(x)))["collections"]
    assert below["y"] != above["y"]
    assert below["kind"] == above["kind"] == "PolyCollection"


def test_describe_a_colour_map_of_ones_own_by_its_colours():
    values = np.arange(9.0).reshape(3, 3)
    (own,) = drawn(lambda axes: axes.imshow(values, cmap=ListedColormap(["#0072B2", "#D55E00"])))[
        "images"
    ]
    assert own["cmap"] == ["#0072b2"] * 2 + ["#d55e00"] * 3
    (bands,) = drawn(lambda axes: axes.contour(values, levels=[2, 5], colors=["red", "blue"]))[
        "collections"
    ]
    assert bands["cmap"] == ["#ff0000"] * 2 + ["#0000ff"] * 3
