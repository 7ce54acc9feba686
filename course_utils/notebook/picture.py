"""A picture: a matplotlib figure with a sentence for those who cannot see it, and a summary for CI.

Figures are shown as HTML, since JupyterLab gives an `image/png` output no alternative text. The
summary of what was drawn travels in the output's metadata: the notebook tests compare it with
tolerance, so that a swapped curve is noticed although pixels are never compared.
"""

import base64
import contextlib
import functools
import html
import io
import threading

import matplotlib as mpl
from matplotlib.figure import Figure

from course_utils.notebook.summary import as_one_line, describe

# Okabe and Ito's palette: told apart with every common kind of colour blindness.
BLUE, ORANGE, GREEN, RED, PURPLE, SKY, YELLOW, GREY = (
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#F0E442", "#5A5A5A",
)  # fmt: skip
PALETTE = (BLUE, RED, GREEN, ORANGE, PURPLE, SKY, GREY)
CLASS_COLOURS = (BLUE, RED)  # class 0, class 1: everywhere in the course
CLASS_MARKERS = ("o", "s")  # never by colour alone
LINE_STYLES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1)), (0, (3, 2)), (0, (1, 1)))

STYLE = {
    "font.size": 10,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.3,
    "axes.axisbelow": True,
    "axes.prop_cycle": mpl.cycler(color=PALETTE),
    "legend.frameon": False,
    "image.cmap": "gray",
    "figure.facecolor": "white",
}
SCREEN_DPI = 96
STORED_DPI = 144
_style_lock = threading.RLock()


@contextlib.contextmanager
def course_style():
    """The course's style for a block of code, or for a function that it decorates.

    One thread at a time, since matplotlib's settings are global and widgets live in two threads.
    """
    with _style_lock, mpl.rc_context(STYLE):
        yield


class Picture:
    """A finished figure that shows itself in a notebook, with alternative text."""

    def __init__(self, figure, alt):
        self.figure = figure
        self.alt = " ".join(alt.split())

    def png(self, dpi=STORED_DPI):
        """The picture as PNG bytes, the same bytes every time on one machine."""
        file = io.BytesIO()
        with course_style():
            self.figure.savefig(file, format="png", dpi=dpi, metadata={"Software": None})
        return file.getvalue()

    def _repr_mimebundle_(self, include=None, exclude=None):
        width = round(self.figure.get_figwidth() * SCREEN_DPI)
        data = {
            "text/html": image_tag(self.png(), self.alt, width),
            "text/plain": f"Picture: {self.alt}",
        }
        return data, {"course_figure": as_one_line(describe(self.figure))}

    def __repr__(self):
        return f"Picture: {self.alt}"


def image_tag(png, alt, width):
    """An HTML image with its bytes inside and its alternative text escaped."""
    source = base64.b64encode(png).decode("ascii")
    return (
        f'<img src="data:image/png;base64,{source}" alt="{html.escape(alt)}" width="{width}" '
        'style="max-width: 100%">'
    )


def picture(plot):
    """Make a Picture of a plot function that returns `(figure, alt)`, drawn in the course's style.

    The wrapped function takes `alt=` as well, to replace the sentence it would say itself.
    """

    @functools.wraps(plot)
    def wrapper(*args, alt=None, **kwargs):
        with course_style():
            figure, sentence = plot(*args, **kwargs)
        return Picture(figure, alt or sentence)

    return wrapper


def new_figure(n_rows=1, n_columns=1, width=7.5, height=3.4, **kwargs):
    """A figure that belongs to no window, and its axes as matplotlib's `subplots` gives them."""
    figure = Figure(figsize=(width, height), layout="constrained")
    figure.get_layout_engine().set(w_pad=0.08, h_pad=0.08)
    return figure, figure.subplots(n_rows, n_columns, **kwargs)
