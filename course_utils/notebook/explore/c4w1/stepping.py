"""Step the window: an image in numbers, a filter, and the sum at every place, spelled out."""

import numpy as np
from matplotlib import colormaps
from PIL import Image

from course_utils import data
from course_utils.nn.windows import output_size
from course_utils.notebook.controls import choice, whole_slider
from course_utils.notebook.live import Canvas, PixelMap
from course_utils.notebook.picture import GREEN, ORANGE, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal

BRIGHTEST = 10
HALVES = "bright to dark"
CROPS = {  # photograph, top, left, side: what lies there is shrunk to n x n numbers
    "the cat's eye": ("cat", 52, 82, 44),
    "the astronaut's face": ("astronaut", 22, 76, 76),
    "roofs in China": ("china", 20, 70, 100),
    "the coffee cup": ("coffee", 20, 60, 120),
}
KERNELS = ("vertical edges", "horizontal edges", "sum of all", "centre alone")
MOST = 13  # places along a side, padding included


def image(name, n):
    """An n x n image of whole numbers from 0, black, to 10, white."""
    if name == HALVES:
        return np.repeat(np.where(np.arange(n) < (n + 1) // 2, BRIGHTEST, 0)[None], n, axis=0)
    photo, top, left, side = CROPS[name]
    grey = data.load("photos")[photo].mean(axis=2)[top : top + side, left : left + side]
    small = Image.fromarray(grey.astype(np.uint8)).resize((n, n), Image.Resampling.BOX)
    return np.round(np.asarray(small) * (BRIGHTEST / 255)).astype(int)


def kernel(name, f):
    """A filter of side f."""
    W = np.zeros((f, f), int)
    if name == "sum of all":
        W += 1
    elif name == "centre alone":
        W[f // 2, f // 2] = 1
    else:
        W[:, 0], W[:, -1] = 1, -1  # for f = 1 the -1 alone
    return W.T if name == "horizontal edges" else W


def window_state(picture, filter, n, f, p, s, row, column, terms):
    """Everything about one place of the window; row, column and terms count from 1, and are cut."""
    padded, W = np.pad(image(picture, n), p), kernel(filter, f)
    side = output_size(n, f, s, p)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (f, f))[::s, ::s]
    row, column, terms = min(row, side) - 1, min(column, side) - 1, min(terms, f * f)
    seen = windows[row, column]
    return {
        "padded": padded, "W": W, "Z": np.sum(windows * W, axis=(2, 3)), "n": n, "f": f, "p": p,
        "s": s, "side": side, "row": row, "column": column, "terms": terms, "seen": seen,
        "running": int(np.sum((seen * W).ravel()[:terms])),
        "unseen": max((n + 2 * p - f) % s - p, 0),  # columns of the image itself
    }  # fmt: skip


def spelled_out(state):
    """The running sum in words: "10·1 + 10·0 = 10"."""
    pairs = list(zip(state["seen"].ravel(), state["W"].ravel()))[: state["terms"]]
    products = " + ".join(f"{a}·{w}" if w >= 0 else f"{a}·({w})" for a, w in pairs)
    return f"{products} = {state['running']}"


class Cells:
    """A square of up to MOST x MOST numbers over a map of pixels."""

    def __init__(self, axes, cmap, fontsize):
        self.map = PixelMap(axes, (1, 1), cmap=cmap)
        self.texts = [
            axes.text(0, 0, "", ha="center", va="center", fontsize=fontsize, clip_on=True)
            for _ in range(MOST * MOST)
        ]

    def show(self, values, words, bright):
        """Set the colours, (k, k) in [0, 1], and the words, by place; white where not bright."""
        k = len(values)
        self.map.values = values[::-1]
        places = [(row, column) for row in range(k) for column in range(k)]
        for text, (row, column) in zip(self.texts, places):
            text.set_position(((column + 0.5) / k, 1 - (row + 0.5) / k))
            text.set_text(words.get((row, column), ""))
            text.set_color("black" if bright[row, column] else "white")
        for text in self.texts[len(places) :]:
            text.set_text("")


def outline(line, top, left, side, k):
    """Draw a square of cells."""
    x, y = np.array([0, 1, 1, 0, 0]), np.array([0, 0, 1, 1, 0])
    line.set_data((left + side * x) / k, 1 - (top + side * y) / k)


@course_style()
def step_the_window():
    """Move the window over an image, one product at a time, and see the output fill up."""
    figure, (left, middle, right) = new_figure(
        1, 3, width=9.6, height=4.3, gridspec_kw={"width_ratios": [1.45, 0.62, 1.1]}
    )
    titles = ("Image, with its frame of zeros", "Filter", "Output, up to here")
    for axes, title in zip((left, middle, right), titles):
        axes.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[], title=title)
        axes.set_aspect("equal")
        axes.grid(visible=False)
    signed = colormaps["RdBu_r"]
    pixels = Cells(left, colormaps["gray"], 8.5)
    weights, outputs = Cells(middle, signed, 10), Cells(right, signed, 8.5)
    (border,) = left.plot([], [], color=ORANGE, linewidth=2, linestyle="--")
    (window,) = left.plot([], [], color=GREEN, linewidth=3)
    (here,) = right.plot([], [], color=GREEN, linewidth=3)
    everything = (pixels, weights, outputs)
    moving = [text for cells in everything for text in cells.texts] + [border, window, here]
    canvas = Canvas(figure, moving, [cells.map for cells in everything])

    def paint(state):
        padded, W, f, s = state["padded"], state["W"], state["f"], state["s"]
        k, side, here_at = len(padded), state["side"], (state["row"], state["column"])
        top, start = here_at[0] * s, here_at[1] * s
        words = {place: str(value) for place, value in np.ndenumerate(padded)}
        for i in range(state["terms"]):
            row, column = divmod(i, f)
            place = (top + row, start + column)
            words[place] = f"{padded[place]}·{W[row, column]}".replace("-", "−")
        pixels.show(padded / (1.25 * BRIGHTEST) + 0.2, words, padded > 3)
        weights.show(
            0.5 + W / 4, {place: f"{w}" for place, w in np.ndenumerate(W)}, np.ones_like(W)
        )
        Z = state["Z"].copy()
        Z[here_at] = state["running"]
        done = {place for place in np.ndindex(side, side) if place <= here_at}
        reach = max(np.abs(state["Z"]).max(), 1) / 0.55
        shades = np.array([[(r, c) in done for c in range(side)] for r in range(side)])
        outputs.show(
            0.5 + 0.5 * shades * Z / reach,
            {place: str(Z[place]) for place in done},
            np.ones_like(Z),
        )
        outline(border, state["p"], state["p"], state["n"], k)
        outline(window, top, start, f, k)
        outline(here, *here_at, 1, side)
        return (
            f"An image of {state['n']} by {state['n']} numbers with {state['p']} rings of zeros, a "
            f"{f} by {f} filter, and the output, {side} by {side}. The window stands at row "
            f"{here_at[0] + 1}, column {here_at[1] + 1}; {state['terms']} of {f * f} products "
            f"added: {state['running']}."
        )

    def say(state):
        n, f, p, s = (state[name] for name in "nfps")
        unseen = state["unseen"]
        lost = f" The last {unseen} column(s) and row(s) are never seen." if unseen else ""
        return (
            f"Output size ⌊({n} + 2·{p} − {f}) / {s}⌋ + 1 = {state['side']}.{lost}<br>"
            f"{spelled_out(state)}"
        )

    return Explorer(
        "Step the window",
        {
            "picture": choice("image", (HALVES, *CROPS)),
            "filter": choice("filter", KERNELS),
            "n": whole_slider("n, image", 6, 5, 9),
            "f": whole_slider("f, filter", 3, 1, 5),
            "p": whole_slider("p, padding", 0, 0, 2),
            "s": whole_slider("s, stride", 1, 1, 4),
            "row": whole_slider("row", 1, 1, MOST),
            "column": whole_slider("column", 2, 1, MOST),
            "terms": whole_slider("products added", 9, 1, 25),
        },
        window_state,
        paint,
        canvas,
        goals=[
            Goal(
                "“same”: with a 5 x 5 filter, an output as large as the image.",
                lambda s: s["f"] == 5 and s["side"] == s["n"],
                "p = (f − 1) / 2 with stride 1: each pixel has its output.",
            ),
            Goal(
                "lose something: the last column of the image is in no window at all.",
                lambda s: s["unseen"] > 0,
                "rounded down: a window that would hang over the edge is not computed.",
            ),
            Goal(
                "bring 9 x 9 down to 2 x 2, without padding.",
                lambda s: s["n"] == 9 and s["p"] == 0 and s["side"] == 2,
                "two places along each side: ⌊(9 − f) / s⌋ = 1.",
            ),
        ],
        say=say,
    )
