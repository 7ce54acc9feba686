"""Picture and describe: what a notebook stores of a figure."""

import base64
import html
import io
import json
import re
import threading

import matplotlib as mpl
import pytest
from PIL import Image

from course_utils.notebook import picture as module
from course_utils.notebook.picture import STYLE, Picture, course_style, describe, new_figure


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
    assert metadata.keys() == {"course_figure"}
    assert "\n" not in metadata["course_figure"]
    assert json.loads(metadata["course_figure"]) == describe(curve.figure)


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


def test_no_figure_is_kept_by_pyplot():
    import matplotlib.pyplot as plt

    new_figure(2, 2)
    assert plt.get_fignums() == []
