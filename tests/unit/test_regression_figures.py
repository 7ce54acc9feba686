"""A figure that shows something else is caught; one that another processor has drawn is not."""

import json

import numpy as np
import pytest
from compare_figures import figure_differences

from course_utils.notebook.picture import BLUE, GREEN, RED, describe, new_figure

x = np.linspace(0, 6, 200)
HEIGHTS = np.array([0.92, 0.88, 0.95, 0.5, 0.61, 0.72, 0.3, 0.85, 0.77, 0.9])
PHOTO = np.random.default_rng(1).random((60, 60, 3))
CONE = np.hypot(*np.mgrid[-1:1:40j, -1:1:40j])
REGIONS = np.sin(4 * np.add.outer(np.linspace(0, 1, 100), np.linspace(0, 1, 100) ** 2)) > 0


def curves(axes, first=np.sin, second=np.cos, scale=1.0, colours=(BLUE, RED)):
    axes.plot(x, scale * first(x), label="first", color=colours[0])
    axes.plot(x, scale * second(x), "--", label="second", color=colours[1])
    axes.set(title="Two curves", xlabel="t (s)", xlim=(0, 6))
    axes.legend()


def bars(axes, heights=HEIGHTS, names="abcdefghij", axis="linear"):
    axes.bar(list(names), heights, color=GREEN)
    axes.set(ylabel="accuracy", yscale=axis, ylim=(1e-3, 1))


def image(axes, values=PHOTO[:, :, 0], **how):
    axes.imshow(values, **{"cmap": "viridis", "vmin": 0, "vmax": 1} | how)


def points(axes, colours=(BLUE, RED) * 10, marker="o", shift=0.0):
    t = np.linspace(0, 2, 20)
    axes.scatter(t + shift * (t == t[7]), t**2, c=list(colours), marker=marker)
    axes.text(1 + shift, 1, "accuracy 0.913")


def area(axes, top=np.sqrt):
    axes.fill_between(x, top(x / 6))


def contours(axes, values=CONE):
    axes.contour(values, levels=[0.3, 0.6])


def differences(first, second):
    """Between two functions that draw on one pair of axes, or on two, after a way through JSON."""
    summaries = []
    for draws in (first, second):
        draws = draws if isinstance(draws, list) else [draws]
        figure, panels = new_figure(1, len(draws), squeeze=False)
        figure.suptitle("A figure")
        for draw, axes in zip(draws, panels[0]):
            draw(axes)
        summaries.append(json.loads(json.dumps(describe(figure))))
    return figure_differences(*summaries)


def after(draw, change, **arguments):
    """Draw, then change something by hand."""

    def changed(axes):
        draw(axes, **arguments)
        change(axes)

    return changed


def with_(draw, **arguments):
    return lambda axes: draw(axes, **arguments)


def one_bar(i, factor):
    heights = HEIGHTS.copy()
    heights[i] *= factor
    return heights


def patched(values, place, new):
    values = values.copy()
    values[place] = new
    return values


WRONG = {
    "a swapped curve": (curves, with_(curves, first=np.cos, second=np.sin), "lines[0].y"),
    "another function": (curves, with_(curves, first=lambda t: np.sin(t) ** 3), "lines[0].y"),
    "one point of a curve": (
        curves,
        with_(curves, first=lambda t: np.sin(t) + 0.5 * (t == t[77])),
        "lines[0].y",
    ),
    "swapped colours": (curves, with_(curves, colours=(RED, BLUE)), "lines[0].colour"),
    "a flipped axis": (curves, after(curves, lambda a: a.invert_xaxis()), "inverted[0]"),
    "an axis that is flipped, far from 0": (
        after(curves, lambda a: a.set_ylim(1000, 1001)),
        after(curves, lambda a: a.set_ylim(1001, 1000)),
        "inverted[1]",
    ),
    "other limits": (curves, after(curves, lambda a: a.set_xlim(0, 7)), "limits[0]"),
    "a logarithmic axis": (curves, after(curves, lambda a: a.set_xscale("symlog")), "scales[0]"),
    "a lost legend": (curves, after(curves, lambda a: a.get_legend().remove()), "legend"),
    "a legend in the wrong order": (
        curves,
        after(curves, lambda a: a.legend(a.lines[::-1], ["first", "second"])),
        "legend[0][1]",
    ),
    "another title": (curves, after(curves, lambda a: a.set_title("Two lines")), "title"),
    "another title above all": (
        curves,
        after(curves, lambda a: a.figure.suptitle("Another figure")),
        "texts[0]",
    ),
    "another label": (curves, after(curves, lambda a: a.set_xlabel("t (ms)")), "labels[0]"),
    "a lost curve": (curves, after(curves, lambda a: a.lines[1].remove()), "lines"),
    "a hidden curve": (curves, after(curves, lambda a: a.lines[1].set_visible(False)), "lines"),
    "one bar of ten, 5 % higher": (bars, with_(bars, heights=one_bar(3, 1.05)), "patches[3].box"),
    "one bar of ten, 5 % lower": (bars, with_(bars, heights=one_bar(9, 0.95)), "patches[9].box"),
    "one bar of ten on a logarithmic axis": (
        with_(bars, axis="log"),
        with_(bars, axis="log", heights=one_bar(6, 1.05)),
        "patches[6].box",
    ),
    "swapped bars": (bars, with_(bars, heights=HEIGHTS[::-1]), "patches[0].box"),
    "swapped names of bars": (bars, with_(bars, names="bacdefghij"), "ticks[0][0]"),
    "another colour map": (image, with_(image, cmap="magma"), "images[0].cmap"),
    "another range of colours": (image, with_(image, vmax=2), "images[0].clim"),
    "another image": (image, with_(image, values=1 - PHOTO[:, :, 0]), "images[0].blocks"),
    "an image upside down": (image, with_(image, values=PHOTO[::-1, :, 0]), "images[0].blocks"),
    "a square of 5 x 5 pixels of an image": (
        image,
        with_(image, values=patched(PHOTO[:, :, 0], np.s_[20:25, 40:45], 1)),
        "images[0].blocks",
    ),
    "an image from below": (image, with_(image, origin="lower"), "images[0].origin"),
    "swapped channels": (
        with_(image, values=PHOTO * [1, 0.9, 0.6]),
        with_(image, values=PHOTO[:, :, ::-1] * [0.6, 0.9, 1]),
        "images[0].blocks",
    ),
    "other noise, as light on the whole": (
        image,
        with_(image, values=np.rot90(PHOTO[:, :, 0], 2)),
        "images[0].values",
    ),
    "another region": (with_(image, values=REGIONS), with_(image, values=~REGIONS), "blocks"),
    "swapped panels": ([curves, bars], [bars, curves], "axes[0].title"),
    "the same curves in one panel, other ones": (
        [curves, curves],
        [curves, with_(curves, first=np.cos)],
        "axes[1].lines[0].y",
    ),
    "a lost panel": ([curves, bars], [curves], "axes"),
    "swapped colours of points": (
        points,
        with_(points, colours=(RED, BLUE) * 10),
        "collections[0].colours[0]",
    ),
    "another marker": (points, with_(points, marker="s"), "collections[0].marker"),
    "a point and a text elsewhere": (points, with_(points, shift=0.1), "texts[0].at"),
    "another area": (area, with_(area, top=np.square), "collections[0].y"),
    "contours elsewhere": (
        contours,
        with_(contours, values=np.hypot(*np.mgrid[-1:1:40j, -1:0.8:40j])),
        "collections[0].boxes[0]",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_figure_is_caught_and_the_place_named(name):
    right, wrong, place = WRONG[name]
    lines = differences(right, wrong)
    assert any(place in line.partition(":")[0] for line in lines), lines
    assert differences(right, right) == differences(wrong, wrong) == []


def noisy(values, size, seed=2):
    return values + size * np.random.default_rng(seed).standard_normal(np.shape(values))


moved_edge = patched(REGIONS, np.s_[:, 1:], np.where(REGIONS[:, :-1], True, REGIONS[:, 1:]))
NOISE = {
    "curves": (curves, with_(curves, scale=1.002)),
    "bars": (bars, with_(bars, heights=noisy(HEIGHTS, 5e-4))),
    "an image": (image, with_(image, values=noisy(PHOTO[:, :, 0], 1e-4))),
    "an edge that moves by a pixel in some rows": (
        with_(image, values=REGIONS),
        with_(image, values=np.where(np.arange(100)[:, None] % 10, REGIONS, moved_edge)),
    ),
    "contours": (
        contours,
        with_(contours, values=noisy(CONE, 1e-4)),
    ),
    "a shade of a colour": (points, with_(points, colours=("#0073b0", "#d65f00") * 10)),
    "a number in a text": (
        points,
        after(points, lambda a: a.texts[0].set_text("accuracy 0.914")),
    ),
}


@pytest.mark.parametrize("name", NOISE)
def test_what_another_processor_may_draw_passes(name):
    assert differences(*NOISE[name]) == []


def test_a_larger_number_in_a_text_does_not_pass():
    wrong = after(points, lambda a: a.texts[0].set_text("accuracy 0.933"))
    (line,) = differences(points, wrong)
    assert "stored accuracy 0.913, computed accuracy 0.933" in line


@pytest.mark.parametrize(
    ("stored", "computed"),
    [
        ([0.0, 10.0], [0.05, 9.95]),  # 1 % of the spread
        ([None, 1.0], [None, 1.0]),  # not a number, in both
        ([0, 6], [0.0, 6.0]),  # as a browser writes it
        ([1000.0, 1000.0], [1001.0, 999.0]),  # all equal: relative to their size
        ([0.0, 0.0], [1e-17, 0.0]),
        (3, 3),
        ([], []),
        ({"a": ["b", True, None]}, {"a": ["b", True, None]}),
    ],
)
def test_summaries_that_agree(stored, computed):
    assert figure_differences(stored, computed) == []


@pytest.mark.parametrize(
    ("stored", "computed", "amount"),
    [
        ([0.0, 10.0], [0.5, 10.0], "up to 0.5 apart, 5% of the range"),
        ([0.99, 1.0], [1.0, 0.99], "up to 0.01 apart, 100% of the range"),
        ([None, 1.0], [1.0, 1.0], "not a number in different places"),
        ([1.0, 2.0], [1.0, 2.0, 3.0], "2 and 3 numbers"),
        ([0.0], [1.0], "up to 1 apart"),
        ([1.0, 2.0], [], "different"),
        (400, 401, "1 apart"),  # counts are exact
        (True, 1, "different"),
        ("sine", "cosine", "different"),
        ("#0072b2", "#0072bf", "different"),
        ([["a"], ["b"]], [["a"]], "different"),
    ],
)
def test_summaries_that_differ_and_by_how_much(stored, computed, amount):
    (line,) = figure_differences(stored, computed, "figure")
    assert line == f"figure: {amount}: stored {stored}, computed {computed}"


def test_what_only_one_of_two_summaries_has_is_named():
    assert figure_differences({"a": 1, "b": 2}, {"a": 1, "c": []}, "f") == [
        "f.b: different: stored 2, computed None",
        "f.c: different: stored None, computed []",
    ]


def test_a_long_list_is_not_printed_in_full():
    (line,) = figure_differences({"x": [0.125] * 100}, {"x": [0.5] * 100})
    assert len(line) < 240
    assert line.startswith("figure.x: up to 0.38 apart, 300% of the range: stored [0.125, ")
    assert line.endswith(" ...")
