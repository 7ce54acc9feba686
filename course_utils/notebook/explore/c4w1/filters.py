"""The filter lab: nine numbers, a photograph, and what the filter makes of it."""

import ipywidgets
import numpy as np
from matplotlib import colormaps

from course_utils import data
from course_utils.notebook.controls import LABEL, choice, whole_slider
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal

PHOTOS = ("china", "cat", "astronaut", "coffee", "flower", "grace_hopper", "rocket")
NAMES = tuple(f"w{row}{column}" for row in (1, 2, 3) for column in (1, 2, 3))
PRESETS = {  # nine weights, row by row, and what to divide by
    "the photograph itself": ((0, 0, 0, 0, 1, 0, 0, 0, 0), 1),
    "vertical edges": ((1, 0, -1) * 3, 1),
    "horizontal edges": ((1, 1, 1, 0, 0, 0, -1, -1, -1), 1),
    "Sobel": ((1, 0, -1, 2, 0, -2, 1, 0, -1), 1),
    "Scharr": ((3, 0, -3, 10, 0, -10, 3, 0, -3), 4),
    "slanting edges": ((2, 1, 0, 1, 0, -1, 0, -1, -2), 1),
    "spots": ((-1, -1, -1, -1, 8, -1, -1, -1, -1), 2),
    "sharpen": ((0, -1, 0, -1, 5, -1, 0, -1, 0), 1),
}
STEP = np.triu(np.ones((7, 7)))  # an edge that runs from top left to bottom right


def apply(grey, kernel):
    """The filter laid on every place where it fits: (n_H, n_W) and (3, 3) to (n_H-2, n_W-2)."""
    n_H, n_W = grey.shape
    Z = np.zeros((n_H - 2, n_W - 2), grey.dtype)
    for (row, column), weight in np.ndenumerate(kernel):
        if weight:
            Z += grey.dtype.type(weight) * grey[row : row + n_H - 2, column : column + n_W - 2]
    return Z


def grey_photo(name):
    """A photograph's brightness, (n_H, n_W) from 0 to 1."""
    return data.load("photos")[name].mean(axis=2, dtype=np.float32) / np.float32(255)


def filter_state(grey, kernel, divisor):
    """The output and how the filter answers to flat areas and to two slanting edges."""
    answers = [float(np.abs(apply(edge, kernel)).max()) for edge in (STEP, STEP[:, ::-1])]
    return {
        "grey": grey, "kernel": kernel, "divisor": divisor, "total": int(kernel.sum()),
        "Z": apply(grey, kernel / divisor), "falling": answers[0], "rising": answers[1],
    }  # fmt: skip


def name_of(kernel):
    """What a kernel is called, or ""."""
    for name, (weights, _) in PRESETS.items():
        if np.array_equal(kernel.ravel(), weights):
            return name
    return ""


def edges_of_one_slant(state):
    """Whether flat areas give 0 and edges that fall to the right three times those that rise."""
    return state["total"] == 0 and state["falling"] >= max(3 * state["rising"], 1)


def softens(state):
    """Whether this is a weighted average of several pixels."""
    weights = state["kernel"]
    return weights.min() >= 0 and weights.sum() == state["divisor"] >= 4 * weights.max() > 0


@course_style()
def filter_lab():
    """Edit the nine weights of a filter and see what it makes of a photograph."""
    photos = {name: grey_photo(name) for name in PHOTOS}
    controls = {
        "photo": choice("photograph", PHOTOS),
        "divisor": whole_slider("divide by", 1, 1, 32),
        **{name: _weight(name, int(name == "w22")) for name in NAMES},
    }
    figure, (before, cells, after) = new_figure(
        1, 3, width=9.4, height=3.7, gridspec_kw={"width_ratios": [1.5, 0.75, 1.5]}
    )
    for axes, title in ((before, "Photograph"), (cells, "Filter"), (after, "Output")):
        axes.set(xticks=[], yticks=[], title=title)
        axes.grid(visible=False)
    picture = before.imshow(photos[PHOTOS[0]], vmin=0, vmax=1)
    square = cells.imshow(np.zeros((3, 3)), cmap="RdBu_r", vmin=-16, vmax=16)
    texts = [
        cells.text(column, row, "", ha="center", va="center", fontsize=12)
        for row in range(3)
        for column in range(3)
    ]
    output = after.imshow(np.zeros((2, 2)), interpolation="nearest")
    signed, plain = colormaps["RdBu_r"], colormaps["gray"]

    def put_up(grey):
        n_H, n_W = grey.shape
        picture.set_data(grey)
        for artist in (picture, output):
            artist.set_extent((-0.5, n_W - 0.5, n_H - 0.5, -0.5))
            artist.axes.set(xlim=(-0.5, n_W - 0.5), ylim=(n_H - 0.5, -0.5))

    put_up(photos[PHOTOS[0]])
    canvas = Canvas(figure, [square, *texts, output])

    def paint(state):
        grey, Z = state["grey"], state["Z"]
        if not np.array_equal(picture.get_array(), grey):
            put_up(grey)
            canvas.prepare()
        square.set_data(state["kernel"])
        for text, weight in zip(texts, state["kernel"].ravel()):
            text.set_text(f"{weight:g}")
        edges = state["total"] == 0
        output.set_cmap(signed if edges else plain)
        output.set_clim(-1 if edges else 0, 1)
        output.set_data(np.pad(Z, 1, constant_values=0 if edges else 1))
        colours = "red for positive, blue for negative" if edges else "in grey"
        rows = "; ".join(" ".join(f"{w:g}" for w in row) for row in state["kernel"])
        return (
            f"A photograph in grey, the filter {rows}, divided by {state['divisor']}, and its "
            f"output, {colours}, from {Z.min():.2f} to {Z.max():.2f}."
        )

    def say(state):
        name = name_of(state["kernel"])
        known = f"This is “{name}”. " if name else ""
        flat = state["total"] / state["divisor"]
        shown = "red above 0, blue below" if state["total"] == 0 else "grey from 0 to 1"
        return (
            f"{known}The nine weights add up to {state['total']}: on a flat area the output is "
            f"{flat:.3g} times its brightness. Shown: {shown}."
        )

    explorer = Explorer(
        "Filter lab",
        controls,
        lambda photo, divisor, **weights: filter_state(
            photos[photo], np.array([weights[name] for name in NAMES]).reshape(3, 3), divisor
        ),
        paint,
        canvas,
        goals=[
            Goal(
                "make all flat areas vanish: output 0 wherever the brightness doesn't change.",
                lambda s: s["total"] == 0 and s["kernel"].any(),
                "weights that add up to 0 are blind to brightness: what is left are changes.",
            ),
            Goal(
                "find edges that fall from left to right (\\) and be blind, or nearly, to those "
                "that rise (/).",
                edges_of_one_slant,
                "found: the filter is a small picture of the edge that it looks for.",
            ),
            Goal(
                "soften: a photograph as bright as before, with no weight above a quarter.",
                softens,
                "an average of neighbours: weights that add up to the divisor keep the brightness.",
            ),
        ],
        say=say,
    )
    _lay_out(explorer, controls)
    return explorer


def _weight(name, value):
    slider = whole_slider(f"w{_small(name[1:])}", value, -10, 10)
    slider.style, slider.layout = LABEL | {"description_width": "2.5em"}, {"width": "15em"}
    return slider


def _small(digits):
    return "".join("₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in digits)


def _lay_out(explorer, controls):
    """Put the nine sliders where the weights are, and a button for each well-known filter."""
    grid = ipywidgets.GridBox(
        [controls[name] for name in NAMES],
        layout=ipywidgets.Layout(grid_template_columns="repeat(3, 15.5em)"),
    )
    above = ipywidgets.HBox(
        [controls["photo"], controls["divisor"]], layout=ipywidgets.Layout(flex_flow="row wrap")
    )
    explorer.children[2].children = (ipywidgets.VBox([above, grid]),)
    buttons = []
    for name, (weights, divisor) in PRESETS.items():
        text = ", ".join(f"{n}={w}" for n, w in zip(NAMES, weights)) + f", divisor={divisor}"
        button = ipywidgets.Button(
            description=name, tooltip=f"Set the nine weights to: {name}",
            layout=ipywidgets.Layout(width="auto"),
        )  # fmt: skip
        button.on_click(lambda _, text=text: explorer.guard(explorer.apply, text))
        buttons.append(button)
    explorer.add_row(ipywidgets.HBox(buttons, layout=ipywidgets.Layout(flex_flow="row wrap")))
