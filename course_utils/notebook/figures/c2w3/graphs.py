"""A computation graph as a picture."""

import numpy as np
from matplotlib.patches import FancyBboxPatch

from course_utils.notebook.picture import BLUE, GREY, RED, new_figure, picture


def layers_of(end):
    """The nodes before `end` (and itself) by their longest way to it: lists of nodes, first first.

    So a node stands just before the first one that uses it, and no arrow has a long way to go.
    """
    way = {}

    def visit(node, steps):
        if steps > way.get(id(node), (-1, node))[0]:
            way[id(node)] = (steps, node)
            for parent, _ in node.parents:
                visit(parent, steps + 1)

    visit(end, 0)
    longest = max(steps for steps, _ in way.values())
    rows = [[] for _ in range(longest + 1)]
    for steps, node in way.values():
        rows[longest - steps].append(node)
    return rows


def short(array):
    """A number as it is, an array by its shape."""
    return f"{array.item():.4g}" if np.size(array) == 1 else "×".join(map(str, array.shape))


@picture
def computation_graph(end, title):
    """Nodes with `value`, `grad`, `name` and `parents` (pairs: node, function), from left to right.

    Blue: the value on the way forward. Red: the derivative of the end by the node.
    """
    layers = layers_of(end)
    figure, axes = new_figure(width=9.4, height=max(2.6, 1.15 * max(map(len, layers)) + 0.6))
    places = {}
    tallest = max(map(len, layers))
    for x, nodes in enumerate(layers):
        for i, node in enumerate(nodes):
            places[id(node)] = (2.2 * x, (i - (len(nodes) - 1) / 2) * 1.6)
    for nodes in layers:
        for node in nodes:
            x, y = places[id(node)]
            for parent, _ in node.parents:
                x0, y0 = places[id(parent)]
                axes.annotate(
                    "", (x - 0.72, y), (x0 + 0.72, y0),
                    arrowprops={"arrowstyle": "->", "color": GREY, "linewidth": 1.3},
                )  # fmt: skip
            axes.add_patch(
                FancyBboxPatch((x - 0.62, y - 0.45), 1.24, 0.9, boxstyle="round,pad=0.06",
                               fc="white", ec=GREY)
            )  # fmt: skip
            axes.text(x, y + 0.27, node.name, ha="center", va="center", color=GREY, fontsize=10)
            axes.text(x, y - 0.02, short(node.value), ha="center", va="center", color=BLUE)
            axes.text(x, y - 0.32, short(node.grad), ha="center", va="center", color=RED)
    axes.set(xlim=(-1, 2.2 * len(layers) - 1.1), ylim=(-0.8 * tallest - 0.1, 0.8 * tallest + 0.1))
    axes.axis("off")
    axes.set_title(title)
    named = [node.name for nodes in layers for node in nodes]
    return figure, (
        f"{title}: boxes from left to right, {', '.join(named)}, with the value (blue) and the "
        f"derivative of the last box (red) in each."
    )
