"""A plain figure, stored as pixels: what looks different is caught, what hardly does is not."""

import base64
import io

import matplotlib as mpl
import numpy as np
import pytest
from compare_pixels import pixel_differences
from matplotlib.figure import Figure
from PIL import Image, ImageFilter

t = np.linspace(0, 6, 200)


def shown(functions=(np.sin, np.cos), change=lambda axes: None, cmap="viridis", **settings):
    """A figure with two panels as Jupyter stores it, in base64."""
    with mpl.rc_context(settings):
        figure = Figure(layout="constrained")
        left, right = figure.subplots(1, 2)
        for function, colour in zip(functions, ("C0", "C1")):
            left.plot(t, function(t), color=colour, label=function.__name__)
        left.set(title="Two curves", xlim=(0, 6))
        left.legend()
        right.imshow(np.outer(t, t), cmap=cmap)
        change(left)
        file = io.BytesIO()
        figure.savefig(file, format="png")
    return base64.encodebytes(file.getvalue()).decode("ascii")


def like_cos(function):
    """The function, with the same name in the legend."""
    function.__name__ = "cos"
    return function


STORED = shown()
WRONG = {
    "a swapped curve": shown((np.cos, np.sin)),
    "another curve": shown((np.sin, like_cos(lambda x: np.cos(x) ** 3))),
    "a curve that is higher on one side": shown(
        (np.sin, like_cos(lambda x: np.cos(x) + (x > 3) / 9))
    ),
    "a flipped axis": shown(change=lambda axes: axes.invert_xaxis()),
    "a lost legend": shown(change=lambda axes: axes.get_legend().remove()),
    "another colour map": shown(cmap="magma"),
    "another title": shown(change=lambda axes: axes.set_title("Sine and cosine, side by side")),
    "a lost title": shown(change=lambda axes: axes.set_title("")),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_looks_different_is_caught(name):
    (line,) = pixel_differences(STORED, WRONG[name])
    assert line.startswith("looks different in ")


def blurred(text):
    image = Image.open(io.BytesIO(base64.b64decode(text))).filter(ImageFilter.BoxBlur(0.5))
    file = io.BytesIO()
    image.save(file, format="png")
    return base64.b64encode(file.getvalue()).decode("ascii")


SAME = {
    "the same": shown(),
    "blurred, as by other anti-aliasing": blurred(STORED),
    "hinted differently": shown(**{"text.hinting": "no_hinting", "text.antialiased": False}),
    "1 % of a curve": shown((np.sin, like_cos(lambda x: 1.01 * np.cos(x)))),
}


@pytest.mark.parametrize("name", SAME)
def test_what_hardly_looks_different_passes(name):
    assert pixel_differences(STORED, SAME[name]) == []


def test_the_place_and_the_amount_are_said():
    def picture(*box):
        file, image = io.BytesIO(), Image.new("RGB", (240, 120), "white")
        image.paste("black", box)
        image.save(file, format="png")
        return base64.b64encode(file.getvalue()).decode("ascii")

    assert pixel_differences(picture(0, 0, 0, 0), picture(0, 110, 60, 120)) == [
        "looks different in 4% of its area, most of all 2% from the left and 98% from the top,"
        " by 255 of 255"
    ]
    assert pixel_differences(picture(0, 0, 0, 0), STORED) == [
        "stored 240 x 120 pixels, computed 640 x 480"
    ]


def test_what_is_no_picture_is_said():
    assert pixel_differences("junk", STORED) == ["cannot be read as a picture"]
