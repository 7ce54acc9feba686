"""Figures of week C1W4, and the drawings that its widgets share with them."""

import numpy as np
from matplotlib.patches import FancyBboxPatch

from course_utils.notebook.picture import (
    BLUE,
    GREEN,
    GREY,
    LINE_STYLES,
    PALETTE,
    RED,
    YELLOW,
    new_figure,
    picture,
)

MOST_UNITS_DRAWN = 9  # of a layer; the rest are three dots
MARKERS = ("o", "s", "^", "D", "v")


@picture
def switchboard(X, Y, title):
    """All positions of n switches, X (n, 2^n), one per column, and the lamp, Y (1, 2^n), below."""
    n, m = X.shape
    figure, axes = new_figure(width=min(9.0, 1.6 + 0.42 * m), height=0.9 + 0.34 * (n + 2))
    for row, values in enumerate([*X, *Y]):
        y = -row - (0.7 if row == n else 0)
        for column, value in enumerate(values):
            colour = "white" if not value else YELLOW if row == n else GREY
            marker = "o" if row == n else "s"
            axes.plot(column, y, marker, color=colour, markersize=13, markeredgecolor=GREY)
            axes.text(column, y, str(int(value)), ha="center", va="center", fontsize=8,
                      color="white" if colour == GREY else "black")  # fmt: skip
    axes.set(xlim=(-0.7, m - 0.3), ylim=(-n - 1.4, 0.7), title=title, xticks=[])
    axes.set_yticks([*-np.arange(n), -n - 0.7], [*(f"switch {i + 1}" for i in range(n)), "lamp"])
    axes.set_xlabel(f"the {m} positions, one per column")
    axes.grid(visible=False)
    return figure, (
        f"{title}: a table with the {m} positions of {n} switches as columns and the lamp below; "
        f"the lamp is on in the {int(Y.sum())} columns with an odd number of switches up."
    )


@picture
def xor_tree(n):
    """The tree of XOR boxes over n = 2, 4, 8, ... switches."""
    figure, axes = new_figure(width=7.8, height=3.6)
    axes.axis("off")
    places = [(0.0, -float(i)) for i in range(n)]
    for x, y in places:
        axes.plot(x, y, "s", color=GREY, markersize=12)
    axes.text(0, 0.9, f"{n} switches", ha="center", color=GREY)
    storey = 0
    while len(places) > 1:
        storey += 1
        pairs = list(zip(places[::2], places[1::2]))
        places = [(2.4 * storey, (a[1] + b[1]) / 2) for a, b in pairs]
        for pair, (x, y) in zip(pairs, places):
            for x0, y0 in pair:
                edge = x0 + (0.2 if storey == 1 else 0.55)  # of a switch, of a box
                axes.plot([edge, x - 0.55], [y0, y], color=GREY, linewidth=1)
            box = FancyBboxPatch((x - 0.5, y - 0.32), 1, 0.64, boxstyle="round,pad=0.05",
                                 fc="white", ec=BLUE, linewidth=1.6)  # fmt: skip
            axes.add_patch(box)
            axes.text(x, y, "XOR", ha="center", va="center", color=BLUE)
        axes.text(2.4 * storey, 0.9, f"storey {storey}", ha="center", color=BLUE)
    end, y = places[0]
    axes.plot([end + 0.55, end + 1.4], [y, y], color=GREY, linewidth=1)
    axes.plot(end + 1.6, y, "o", color=YELLOW, markersize=16, markeredgecolor=GREY)
    axes.text(end + 1.6, y - 0.9, "lamp", ha="center", color=GREY)
    axes.set(xlim=(-0.8, end + 2.2), ylim=(-n + 0.3, 1.4), title="Two at a time")
    return figure, (
        f"A tree: {n} switches go in pairs into XOR boxes, their outputs again in pairs, and after "
        f"{storey} storeys and {n - 1} boxes one output is left, the lamp."
    )


def unit_places(size):
    """Heights between -1 and 1 of the units that are drawn of a layer."""
    shown = min(size, MOST_UNITS_DRAWN)
    return np.linspace(1, -1, shown) * min(1, (shown - 1) / 6) if shown > 1 else np.zeros(1)


@picture
def network(sizes):
    """Layers of units, n[0] to n[L], joined by lines; of large layers only some units are drawn."""
    L = len(sizes) - 1
    figure, axes = new_figure(width=7.8, height=3.5)
    axes.axis("off")
    for layer, size in enumerate(sizes):
        heights = unit_places(size)
        if layer:
            for y0 in unit_places(sizes[layer - 1]):
                for y1 in heights:
                    axes.plot([layer - 0.9, layer - 0.1], [y0, y1], color=GREY, linewidth=0.3)
        colour, marker = (GREY, "s") if layer == 0 else (GREEN, "o") if layer == L else (BLUE, "o")
        axes.plot(np.full(len(heights), layer), heights, marker, color=colour, markersize=11)
        if size > len(heights):
            axes.text(layer, -1.28, "⋮", ha="center", va="center", fontsize=14, color=colour)
        name = "input" if layer == 0 else "output" if layer == L else "hidden"
        axes.text(layer, 1.3, f"layer {layer}\n{name}", ha="center", color=colour)
        axes.text(layer, -1.62, f"$n^{{[{layer}]}} = {size}$", ha="center", color=colour)
    axes.set(xlim=(-0.6, L + 0.6), ylim=(-1.8, 1.75), title=f"A network with L = {L} layers")
    return figure, (
        f"Units in columns, joined by lines: {sizes[0]} inputs, then layers 1 to {L} with "
        f"{', '.join(map(str, sizes[1:]))} units."
    )


@picture
def blocks(L):
    """The chain of forward boxes above, of backward boxes below, and the caches between them."""
    figure, axes = new_figure(width=8.8, height=3.8)
    axes.axis("off")
    shown = [("1", ""), ("2", ""), (None, ""), (str(L), "L")]
    for column, (number, _) in enumerate(shown):
        x = 2.4 * column
        arrow(axes, (x - 1.55, 2), (x - 0.72, 2), BLUE)
        arrow(axes, (x - 0.72, 0), (x - 1.55, 0), RED)
        axes.text(x - 1.15, 2.13, f"$A^{{[{before(column, L)}]}}$", ha="center", color=BLUE)
        axes.text(x - 1.15, -0.38, f"$dA^{{[{before(column, L)}]}}$", ha="center", color=RED)
        if number is None:
            axes.text(x, 2, "…", ha="center", va="center", fontsize=16)
            axes.text(x, 0, "…", ha="center", va="center", fontsize=16)
            continue
        box(axes, x, 2, f"$W^{{[{number}]}}, b^{{[{number}]}}$", BLUE)
        box(axes, x, 0, f"$dZ^{{[{number}]}}$", RED)
        arrow(axes, (x, 1.62), (x, 0.4), GREY)
        axes.text(x + 0.1, 1.0, f"cache {number}", color=GREY, va="center", fontsize=9)
        arrow(axes, (x, -0.4), (x, -0.95), RED)
        axes.text(x, -1.25, f"$dW^{{[{number}]}}, db^{{[{number}]}}$", ha="center", color=RED)
    end = 2.4 * (len(shown) - 1)
    arrow(axes, (end + 0.72, 2), (end + 1.5, 2), BLUE)
    axes.text(end + 1.15, 2.13, f"$A^{{[{L}]}}$", ha="center", color=BLUE)
    arrow(axes, (end + 1.55, 1.75), (end + 1.55, 0.25), GREY)
    axes.text(end + 1.65, 1.0, "cost", color=GREY, va="center", fontsize=9)
    arrow(axes, (end + 1.5, 0), (end + 0.72, 0), RED)
    axes.text(end + 1.15, -0.38, f"$dA^{{[{L}]}}$", ha="center", color=RED)
    axes.set(xlim=(-1.8, end + 2.3), ylim=(-1.5, 2.6))
    axes.set_title("Forward: values and caches. Backward: derivatives")
    return figure, (
        f"Above, boxes for layers 1 to {L} pass A from left to right; each hands a cache down to "
        "its partner below, where dA runs from right to left and each box gives dW and db."
    )


def before(column, L):
    """The number of the layer whose A goes into this column of `blocks`."""
    return ("0", "1", "2", str(L - 1))[column]


def box(axes, x, y, text, colour):
    """A rounded box with a text in its middle."""
    axes.add_patch(
        FancyBboxPatch((x - 0.62, y - 0.3), 1.24, 0.6, boxstyle="round,pad=0.05", fc="white",
                       ec=colour, linewidth=1.6)
    )  # fmt: skip
    axes.text(x, y, text, ha="center", va="center", color=colour)


def arrow(axes, start, end, colour):
    """An arrow from start to end."""
    axes.annotate("", end, start, arrowprops={"arrowstyle": "->", "color": colour, "lw": 1.5})


@picture
def units_needed(n, counted, trained):
    """Hidden units against the number of switches n.

    `counted` maps a name to units (len(n),), drawn as a line; `trained` maps a name to
    {number of switches: units that learned}, drawn as a marker at the fewest and a bar to the most.
    """
    figure, axes = new_figure(width=8.8, height=4.2)
    for i, (name, units) in enumerate(counted.items()):
        axes.plot(n, units, color=GREY, linestyle=LINE_STYLES[i], label=f"counted: {name}")
    for i, (name, results) in enumerate(trained.items()):
        places = np.array([k for k, units in results.items() if units]) + 0.08 * (i - 1)
        fewest, most = zip(*((min(units), max(units)) for units in results.values() if units))
        axes.vlines(places, fewest, most, color=PALETTE[i], linewidth=3, alpha=0.5)
        axes.plot(places, fewest, color=PALETTE[i], marker=MARKERS[i], markersize=7,
                  linestyle="", label=f"trained: {name}")  # fmt: skip
    axes.set(xlabel="number of switches n", ylabel="hidden units",
             title="Hidden units that parity needs, by construction and by training")  # fmt: skip
    axes.set_yscale("log", base=2)
    axes.set_yticks([2, 4, 8, 16, 32, 64, 128], ["2", "4", "8", "16", "32", "64", "128"])
    axes.legend(fontsize=9, loc="upper left", bbox_to_anchor=(1.01, 1))
    fewest = "; ".join(
        f"{name}: " + ", ".join(f"{min(units)} for {k}" for k, units in results.items() if units)
        for name, results in trained.items()
    )
    return figure, (
        f"Hidden units on a doubling scale against {n[0]} to {n[-1]} switches. Grey lines, "
        f"counted: {', '.join(counted)}. Markers, trained, the fewest units that learned: {fewest}."
    )


@picture
def folding(x, folds):
    """The same line folded again and again: `folds` maps a number of layers to y values."""
    figure, axes = new_figure(1, len(folds), width=9, height=2.4, sharey=True)
    for axis, (layers, y) in zip(axes, folds.items()):
        axis.plot(x, y, color=BLUE)
        axis.set(title=f"{layers} hidden layer{'s' if layers > 1 else ''}", xlabel="x")
    axes[0].set_ylabel("output")
    return figure, (
        f"{len(folds)} zigzag curves from 0 to 1, after {', '.join(map(str, folds))} layers: each "
        "layer folds the curve once more, and the number of straight pieces doubles."
    )


@picture
def spread(groups, ylabel, title, y_limits=None):
    """Repeated results as dots with their mean as a bar: {panel: {model: values}}."""
    figure, axes = new_figure(1, len(groups), width=8.6, height=3.4, sharey=True, squeeze=False)
    for axis, (panel, models) in zip(axes[0], groups.items()):
        for i, values in enumerate(models.values()):
            x = i + np.linspace(-0.2, 0.2, len(values))
            axis.plot(x, values, linestyle="", marker=MARKERS[i], color=PALETTE[i], alpha=0.7)
            axis.plot([i - 0.3, i + 0.3], [np.mean(values)] * 2, color=PALETTE[i], linewidth=2.5)
        axis.set_xticks(range(len(models)), list(models))
        axis.set_xlim(-0.6, len(models) - 0.4)
        axis.set_title(panel)
        axis.grid(axis="x", visible=False)
    axes[0, 0].set_ylabel(ylabel)
    if y_limits is not None:
        axes[0, 0].set_ylim(*y_limits)
    figure.suptitle(title, fontsize=11, fontweight="bold")
    means = "; ".join(
        f"{panel}, {model}: {np.mean(values):.2f}"
        for panel, models in groups.items()
        for model, values in models.items()
    )
    return figure, f"{title}. One dot per run, a bar at the mean of {ylabel}: {means}."
