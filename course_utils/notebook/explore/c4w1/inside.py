"""Look inside a trained network: the feature maps of a chosen digit, and what moves with it."""

import numpy as np
from matplotlib import colormaps

from course_utils.notebook.controls import choice, whole_slider
from course_utils.notebook.explore.c4w1.network import (
    DIGITS,
    SIDE,
    digits,
    image_layers,
    look,
    shifted,
)
from course_utils.notebook.figures.c4w1 import mosaic
from course_utils.notebook.live import Canvas, PixelMap
from course_utils.notebook.picture import BLUE, GREY, RED, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal

COLUMNS = {6: 3, 16: 4}  # of maps on a sheet


def inside_state(network, image, layer, dy, dx, label=None):
    """Feature maps and probabilities of an image (32, 32), shifted; `label` is None if unknown."""
    moved = shifted(image, dy, dx)
    probabilities, maps = look(network, moved)
    unmoved = probabilities if (dy, dx) == (0, 0) else look(network, image)[0]
    return {
        "image": moved, "maps": maps[layer], "layer": layer, "dy": dy, "dx": dx, "label": label,
        "probabilities": probabilities, "answer": int(probabilities.argmax()),
        "before": int(unmoved.argmax()),
    }  # fmt: skip


@course_style()
def look_inside(network):
    """Choose a digit and a layer of a trained LeNet-5; shift the digit and see what follows.

    `explorer.look_at(image)` shows a picture (32, 32) from 0 to 1 instead, as a drawing pad may
    give one; `explorer.look_at(None)`, or "Reset all", goes back to the digits.
    """
    _, _, X_test, labels = digits()
    own = {"image": None}
    layers = tuple(image_layers(network))
    figure, (digit_axes, sheet_axes, bars) = new_figure(
        1, 3, width=9.4, height=3.9, gridspec_kw={"width_ratios": [1, 1.55, 1.1]}
    )
    for axes, title in ((digit_axes, "What it is shown"), (sheet_axes, "Feature maps")):
        axes.set(xticks=[], yticks=[], title=title)
        axes.grid(visible=False)
        axes.set_box_aspect(1)
    sheet_axes.spines[:].set_visible(False)
    bars.set(xlim=(0, 1), ylim=(9.6, -0.6), yticks=DIGITS, xlabel="probability", title="ŷ")
    columns = [bars.plot([], [], linewidth=9, solid_capstyle="butt")[0] for _ in DIGITS]
    grey = colormaps["gray"]
    shown, sheet = PixelMap(digit_axes, (1, 1), cmap=grey), PixelMap(sheet_axes, (1, 1), cmap=grey)
    canvas = Canvas(figure, columns, [shown, sheet])

    def compute(digit, example, layer, dy, dx):
        if own["image"] is not None:
            return inside_state(network, own["image"], layer, dy, dx)
        places = np.flatnonzero(labels == digit)
        chosen = places[(example - 1) % len(places)]
        return inside_state(network, X_test[chosen, :, :, 0], layer, dy, dx, int(labels[chosen]))

    def paint(state):
        maps, n_C = state["maps"], state["maps"].shape[-1]
        shown.values = state["image"][::-1]
        pages = mosaic(maps, COLUMNS.get(n_C, 4), gap=1 + len(maps) // 12, fill=0.3)
        square = np.full((max(pages.shape),) * 2, 1.0)  # white where there is no map
        top = (len(square) - len(pages)) // 2
        square[top : top + pages.shape[0], : pages.shape[1]] = pages
        sheet.values = square[::-1]
        for k, column in enumerate(columns):
            column.set_data([0, state["probabilities"][k]], [k, k])
            right = k == state["label"]
            column.set_color(BLUE if right else RED if k == state["answer"] else GREY)
        what = "a picture of your own" if state["label"] is None else f"a {state['label']}"
        return (
            f"The picture, {what}, moved {state['dx']} to the right and {state['dy']} down; the "
            f"{n_C} maps of {state['layer']}, {maps.shape[0]} by {maps.shape[1]} each, on average "
            f"{maps.mean():.3f}; and a bar for the probability of each digit, the longest for "
            f"{state['answer']} with {state['probabilities'].max():.2f}."
        )

    def say(state):
        truth = "" if state["label"] is None else f"It is a {state['label']}. "
        moved = ""
        if (state["dy"], state["dx"]) != (0, 0):
            moved = f" Before it was moved: {state['before']}."
        return (
            f"{truth}The network says {state['answer']}, with probability "
            f"{state['probabilities'].max():.2f}.{moved}"
        )

    explorer = Explorer(
        "Look inside",
        {
            "digit": choice("digit", DIGITS, 3),
            "example": whole_slider("which one", 1, 1, 33),
            "layer": choice("layer", layers),
            "dx": whole_slider("to the right", 0, -8, 8),
            "dy": whole_slider("down", 0, -8, 8),
        },
        compute,
        paint,
        canvas,
        goals=[
            Goal(
                "find a test digit, unmoved, that it misreads, or of which it is less than 70 % "
                "sure.",
                lambda s: (
                    s["label"] is not None
                    and (s["dy"], s["dx"]) == (0, 0)
                    and (s["answer"] != s["label"] or s["probabilities"].max() < 0.7)
                ),
                "found. Would you have read it? Look at the maps for what it saw.",
            ),
            Goal(
                "make it change its mind by moving the digit by 4 pixels at most.",
                lambda s: max(abs(s["dy"]), abs(s["dx"])) <= 4 and s["answer"] != s["before"],
                "the maps moved along, and the dense layers behind them were never shown that.",
            ),
        ],
        say=say,
        on_reset=lambda: own.update(image=None),
    )

    def look_at(image):
        own["image"] = None if image is None else check_picture(image)
        explorer.update()

    explorer.look_at = look_at
    return explorer


def check_picture(image):
    """A picture as float32 (32, 32); raises ValueError for one of another shape."""
    image = np.asarray(image, np.float32)
    if image.shape != (SIDE, SIDE):
        raise ValueError(f"the picture has shape {image.shape} but must be {(SIDE, SIDE)}.")
    return np.clip(image, 0, 1)
