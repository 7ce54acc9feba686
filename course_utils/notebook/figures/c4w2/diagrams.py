"""Drawings of architectures: volumes that shrink and thicken, blocks and branches."""

import numpy as np
from matplotlib.patches import FancyBboxPatch, Polygon

from course_utils.notebook.picture import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    RED,
    new_figure,
    picture,
)

KINDS = {"input": GREY, "conv": BLUE, "pool": RED, "dense": GREEN, "block": ORANGE}


@picture
def volumes(stages, title):
    """Volumes on the way through a network: `stages` holds (name, kind, shape) from left to right.

    Drawn as slabs: height is n_H, thickness the number of channels, both on scales that bend.
    """
    figure, axes = new_figure(width=9.4, height=3.3)
    x = 0.0
    tallest = max(shape[0] for _, _, shape in stages if len(shape) == 3)
    for name, kind, shape in stages:
        n_H, n_C = (shape[0], shape[2]) if len(shape) == 3 else (1, shape[0])
        height = np.sqrt(n_H / tallest) if len(shape) == 3 else 0.9
        thickness = 0.09 * np.log2(n_C + 1) if len(shape) == 3 else 0.12
        slab(axes, x, thickness, height, KINDS[kind], lean=0.22 * height * (len(shape) == 3))
        text = " x ".join(map(str, shape))
        middle = x + thickness / 2
        axes.text(middle, -0.62, f"{name}\n{text}", ha="center", va="top", fontsize=7.5)
        x += max(thickness + 0.25, 1.0)
    for kind, colour in KINDS.items():
        if any(kind == stage[1] for stage in stages):
            axes.plot([], [], "s", color=colour, label=kind)
    axes.legend(loc="upper right", ncols=5, fontsize=8)
    axes.set(xlim=(-0.5, x), ylim=(-1.05, 0.98), title=title)
    axes.axis("off")
    described = ", ".join(f"{name} {' by '.join(map(str, shape))}" for name, _, shape in stages)
    return figure, f"{title}. Volumes from left to right: {described}."


def slab(axes, x, thickness, height, colour, lean):
    """A box seen a little from the side: front face and the face that shows n_H."""
    low, high = -height / 2, height / 2
    axes.add_patch(
        Polygon(
            [(x, low), (x + lean, low + lean / 2), (x + lean, high + lean / 2), (x, high)],
            facecolor=colour, alpha=0.35, edgecolor=colour,
        )
    )  # fmt: skip
    corners = [(x, high), (x + lean, high + lean / 2)]
    corners += [(x + lean + thickness, high + lean / 2), (x + thickness, high)]
    axes.add_patch(Polygon(corners, facecolor=colour, alpha=0.55, edgecolor=colour))
    axes.add_patch(
        Polygon(
            [(x, low), (x + thickness, low), (x + thickness, high), (x, high)],
            facecolor=colour, alpha=0.8, edgecolor="white",
        )
    )  # fmt: skip


def box(axes, x, y, text, colour, width=1.5, height=0.5, size=8.5):
    """A labelled box around (x, y)."""
    axes.add_patch(
        FancyBboxPatch(
            (x - width / 2, y - height / 2), width, height,
            boxstyle="round,pad=0.02", facecolor=colour, edgecolor=colour, alpha=0.22,
        )
    )  # fmt: skip
    axes.text(x, y, text, ha="center", va="center", fontsize=size)


def arrow(axes, start, end, colour=GREY, bend=0.0, label=""):
    """An arrow, bent to a side where `bend` is not 0, with a label at its middle."""
    style = {"arrowstyle": "->", "color": colour, "linewidth": 1.5}
    if bend:
        style["connectionstyle"] = f"arc3,rad={bend}"
    axes.annotate("", end, start, arrowprops=style)
    if label:
        x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
        axes.text(x, y, label, ha="center", va="center", fontsize=8.5, color=colour)


@picture
def residual_blocks():
    """A plain block, a residual block, and one whose shortcut has to change the shape."""
    figure, panels = new_figure(1, 3, width=9.4, height=4.3)
    names = ("Plain", "Residual, shape stays", "Residual, shape changes")
    for axes, name in zip(panels, names):
        axes.set(xlim=(-2.6, 2.6), ylim=(-0.3, 6.9), title=name)
        axes.axis("off")
        axes.text(0, 6.6, "$a^{[l]}$", ha="center", va="center", fontsize=13)
        steps = [
            (5.5, "weights $W^{[l+1]}$", BLUE), (4.4, "ReLU", GREEN),
            (3.3, "weights $W^{[l+2]}$", BLUE),
        ]  # fmt: skip
        for y, text, colour in steps:
            box(axes, 0, y, text, colour, width=2.3, height=0.56, size=9.5)
            arrow(axes, (0, y + 0.82), (0, y + 0.3))
        if name == "Plain":
            arrow(axes, (0, 3.0), (0, 1.45))
        else:
            arrow(axes, (0, 3.0), (0, 2.5))
            axes.text(0, 2.2, "+", ha="center", va="center", fontsize=17, color=RED)
            arrow(axes, (0, 1.95), (0, 1.45))
            if "stays" in name:
                axes.plot([0, -2, -2, -0.3], [6.25, 6.25, 2.2, 2.2], color=RED, linewidth=2)
                axes.text(-2.2, 4.3, "shortcut: $a^{[l]}$ as it is", color=RED, rotation=90,
                          ha="center", va="center", fontsize=9)  # fmt: skip
            else:
                axes.plot([0, -1.9, -1.9], [6.25, 6.25, 4.62], color=RED, linewidth=2)
                box(axes, -1.9, 4.3, "$W_s$", RED, width=0.8, height=0.56, size=10)
                axes.plot([-1.9, -1.9, -0.3], [3.98, 2.2, 2.2], color=RED, linewidth=2)
        box(axes, 0, 1.15, "ReLU", GREEN, width=2.3, height=0.56, size=9.5)
        arrow(axes, (0, 0.85), (0, 0.4))
        axes.text(0, 0.1, "$a^{[l+2]}$", ha="center", va="center", fontsize=13)
    return figure, (
        "Three blocks of two layers. Plain: weights, ReLU, weights, ReLU. Residual: the same, but "
        "the input is added before the last ReLU. Third: on the way it passes a matrix W_s, as the "
        "shape changes."
    )


@picture
def inception_branches(rows, shape, title):
    """An Inception module: `rows` holds, for each branch, a list of (text, channels out)."""
    figure, axes = new_figure(width=9.0, height=3.5)
    n_H, n_W, n_C = shape
    axes.set(xlim=(-0.4, 10.4), ylim=(-0.75, 3.55), title=title)
    axes.axis("off")
    box(axes, 0.6, 1.5, f"input\n{n_H} x {n_W} x {n_C}", GREY, width=1.5, height=0.9)
    total = 0
    for y, branch, colour in zip((3, 2, 1, 0), rows, (BLUE, GREEN, ORANGE, PURPLE)):
        places = (3.2, 6.0) if len(branch) == 2 else (4.6,)
        start = (1.42, 1.5)
        for x, (text, channels) in zip(places, branch):
            box(axes, x, y, f"{text}\n→ {channels} channels", colour, width=2.2, height=0.72)
            arrow(axes, start, (x - 1.18, y), colour)
            start = (x + 1.16, y)
        arrow(axes, start, (8.42, 1.5), colour)
        total += branch[-1][1]
    box(axes, 9.25, 1.5, f"joined\n{n_H} x {n_W} x {total}", RED, width=1.55, height=0.9)
    described = "; ".join(" then ".join(text for text, _ in branch) for branch in rows)
    return figure, (
        f"{title}: four branches side by side ({described}), whose outputs are joined along the "
        f"channels to {total}."
    )


@picture
def googlenet_layout(rows):
    """GoogLeNet from left to right in two lines; `rows` holds (name, kind, output shape)."""
    figure, axes = new_figure(width=9.6, height=4.6)
    colours = {"conv": BLUE, "pool": RED, "inception": ORANGE, "end": GREEN}
    half = -(-len(rows) // 2)
    for i, (name, kind, shape) in enumerate(rows):
        line, place = divmod(i, half)
        x, y = 1.0 * place + 0.5, 3.3 - 2.5 * line
        side = ", ".join(name.split(", ")[1:])
        text = f"{name.split(', ')[0]}\n{'x'.join(map(str, shape))}"
        box(axes, x, y, text, colours[kind], width=0.84, height=0.86, size=7)
        if place:
            arrow(axes, (x - 0.58, y), (x - 0.43, y))
        if side:
            arrow(axes, (x, y - 0.45), (x, y - 0.85), PURPLE)
            box(axes, x, y - 1.16, f"side branch\n{side}", PURPLE, width=1.15, height=0.52, size=7)
    last = 1.0 * (half - 1) + 0.5
    axes.plot([last, last, 0.5, 0.5], [2.87, 1.6, 1.6, 1.25], color=GREY, linewidth=1.5)
    for kind, colour in {**colours, "side branch": PURPLE}.items():
        axes.plot([], [], "s", color=colour, alpha=0.5, label=kind)
    axes.legend(loc="upper right", ncols=5, fontsize=8, bbox_to_anchor=(1, 1.06))
    axes.set(xlim=(0, half + 0.1), ylim=(-0.75, 4.3), title="GoogLeNet, and what hangs on it")
    axes.title.set_horizontalalignment("left")
    axes.title.set_position((0, 1))
    axes.axis("off")
    modules = sum(kind == "inception" for _, kind, _ in rows)
    return figure, (
        f"GoogLeNet as a chain of {len(rows)} boxes, {modules} of them Inception modules, with two "
        "side branches that end in a softmax of their own."
    )
