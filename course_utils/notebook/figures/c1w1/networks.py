"""Who listens to whom in a network, and how a neuron bends."""

from itertools import pairwise

import numpy as np
from matplotlib.patches import Rectangle

from course_utils.nn.activations import relu, sigmoid
from course_utils.notebook.picture import BLUE, GREEN, GREY, RED, new_figure, picture


@picture
def network_diagram(layers, title):
    """A dense network as boxes and lines: a list of layers, each a list of names."""
    figure, axes = new_figure(width=8.2, height=3.4)
    axes.set(xlim=(-0.5, len(layers) - 0.5), ylim=(-0.5, 0.62 + max(map(len, layers)) - 1))
    axes.axis("off")
    middle = (max(map(len, layers)) - 1) / 2
    places = [
        [(column, middle + (len(layer) - 1) / 2 - i) for i in range(len(layer))]
        for column, layer in enumerate(layers)
    ]
    for before, after in pairwise(places):
        for x0, y0 in before:
            for x1, y1 in after:
                axes.plot([x0, x1], [y0, y1], color=GREY, linewidth=0.9, alpha=0.6, zorder=1)
    for column, layer in enumerate(layers):
        colour = (BLUE, GREEN, RED)[0 if column == 0 else 2 if column == len(layers) - 1 else 1]
        for (x, y), name in zip(places[column], layer):
            box = {"boxstyle": "round,pad=0.45", "fc": "white", "ec": colour, "lw": 2}
            axes.text(x, y, name, ha="center", va="center", fontsize=9, bbox=box, zorder=2)
    axes.set_title(title)
    sizes = ", then ".join(str(len(layer)) for layer in layers)
    return figure, (
        f"{title}: a network with {sizes} boxes from left to right; every box is joined to every "
        "box of the next column."
    )


@picture
def three_kinds():
    """Who listens to whom in a dense, a convolutional and a recurrent network."""
    figure, axes = new_figure(1, 3, width=8.8, height=2.7)
    titles = (
        "dense: everybody to all",
        "convolutional: a small window",
        "recurrent: and to before",
    )
    for axis, title in zip(axes, titles):
        axis.axis("off")
        axis.set_title(title, fontsize=10)
    dense, window, walk = axes
    for x0 in range(6):
        for x1 in range(3):
            dense.plot([x0, 2 * x1 + 0.5], [0, 2], color=GREY, linewidth=0.8)
    dense.plot(range(6), [0] * 6, "s", color=BLUE, markersize=9)
    dense.plot([0.5, 2.5, 4.5], [2] * 3, "o", color=GREEN, markersize=11)
    for x0 in (1, 2, 3):
        window.plot([x0, 2], [0, 2], color=GREY, linewidth=0.8)
    window.add_patch(Rectangle((0.6, -0.35), 2.8, 0.7, fill=False, ec=RED, linewidth=2))
    window.annotate("", (4.9, -0.7), (1.0, -0.7), arrowprops={"arrowstyle": "->", "color": RED})
    window.plot(range(6), [0] * 6, "s", color=BLUE, markersize=9)
    window.plot([1, 2, 3, 4], [2] * 4, "o", color=GREEN, markersize=11)
    for x0 in range(5):
        walk.plot([x0, x0], [0, 2], color=GREY, linewidth=0.8)
        if x0:
            arrow = {"arrowstyle": "->", "color": RED, "linewidth": 1.5}
            walk.annotate("", (x0 - 0.2, 2), (x0 - 0.8, 2), arrowprops=arrow)
    walk.plot(range(5), [0] * 5, "s", color=BLUE, markersize=9)
    walk.plot(range(5), [2] * 5, "o", color=GREEN, markersize=11)
    for axis in axes:
        axis.set(xlim=(-0.6, 5.6), ylim=(-1, 2.6))
    return figure, (
        "Three sketches, inputs as squares below, neurons as circles above. Dense: every neuron is "
        "joined to every input. Convolutional: a neuron sees three neighbouring inputs, and the "
        "window moves along. Recurrent: each neuron sees one input and the neuron before it."
    )


@picture
def two_bends():
    """The sigmoid and ReLU, and their slopes."""
    z = np.linspace(-6, 6, 241)
    a = sigmoid(z)
    figure, (left, right) = new_figure(1, 2, height=3)
    left.plot(z, a, color=RED, linestyle="--", linewidth=2, label="sigmoid")
    left.plot(z, relu(z), color=BLUE, linewidth=2, label="ReLU")
    left.set(xlabel="z", ylabel="a", title="Two ways to bend", ylim=(-0.2, 3.2))
    right.plot(z, a * (1 - a), color=RED, linestyle="--", linewidth=2, label="sigmoid")
    right.plot(z[z < 0], 0 * z[z < 0], color=BLUE, linewidth=2, label="ReLU")
    right.plot(z[z > 0], 0 * z[z > 0] + 1, color=BLUE, linewidth=2)
    right.set(xlabel="z", ylabel="slope of a", title="Their slopes", ylim=(-0.05, 1.1))
    for axis in (left, right):
        axis.legend()
    return figure, (
        "Left: the S-shaped sigmoid between 0 and 1, and ReLU, 0 below zero and z above. Right: "
        "their slopes: the sigmoid's is at most a quarter, ReLU's is 0 or 1."
    )
