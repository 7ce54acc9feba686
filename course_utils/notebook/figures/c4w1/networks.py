"""Layers as boxes, connections as a matrix, feature maps in time, accuracy under shifts."""

import numpy as np
from matplotlib.patches import Polygon, Rectangle

from course_utils.notebook.picture import (
    BLUE,
    GREY,
    LINE_STYLES,
    ORANGE,
    PALETTE,
    SKY,
    new_figure,
    picture,
)


@picture
def boxes(shapes, steps, title=""):
    """The volumes of a network: `shapes` (n_H, n_W, n_C) or (n,), `steps` the layers between.

    A box's front has the height of the image, its depth grows with the channels; columns of
    numbers, (n,), are drawn as bars.
    """
    figure, axes = new_figure(width=9.2, height=2.9)
    x, largest = 0.0, max(shape[0] for shape in shapes if len(shape) == 3)
    for i, shape in enumerate(shapes):
        if len(shape) == 3:
            side = 0.35 + 2.2 * shape[0] / largest
            depth = 0.12 + 0.045 * shape[2] ** 0.8
            _draw_box(axes, x, side, depth)
            label, width = "×".join(map(str, shape)), side * 0.45 + depth
        else:
            side = 0.5 + 1.9 * min(1.0, shape[0] / 2000) ** 0.35
            axes.add_patch(Rectangle((x, -side / 2), 0.16, side, fc=ORANGE, ec=GREY))
            label, width = str(shape[0]), 0.16
        axes.text(x + width / 2, -1.62, label, ha="center", fontsize=8.5)
        x += width
        if i < len(steps):
            axes.annotate(
                "", (x + 0.95, 0), (x + 0.15, 0), arrowprops={"arrowstyle": "->", "color": GREY}
            )
            axes.text(x + 0.55, 0.12, steps[i], ha="center", va="bottom", fontsize=7.5, color=BLUE)
            x += 1.1
    axes.set(xlim=(-0.2, x + 0.2), ylim=(-1.8, 1.7))
    axes.axis("off")
    axes.set_title(title)
    chain = " to ".join("x".join(map(str, shape)) for shape in shapes)
    return figure, f"{title}: the volumes as boxes, from {chain}."


def _draw_box(axes, x, side, depth):
    """A cuboid seen from the left: front narrow, as if turned; depth to the right."""
    front, lift, half = side * 0.45, depth * 0.5, side / 2
    axes.add_patch(Rectangle((x, -half), front, side, fc=SKY, ec=GREY))
    top = [(x, half), (x + depth, half + lift), (x + front + depth, half + lift), (x + front, half)]
    right = [
        (x + front, half), (x + front + depth, half + lift),
        (x + front + depth, -half + lift), (x + front, -half),
    ]  # fmt: skip
    for corners, colour in ((top, "#D5ECFA"), (right, "#9CCDEB")):
        axes.add_patch(Polygon(corners, closed=True, fc=colour, ec=GREY))


@picture
def connections(matrices, title=""):
    """Weight matrices {title: (outputs, inputs)}: one row per output, white where no weight is."""
    figure, axes = new_figure(1, len(matrices), width=8.4, height=2.7)
    for axis, (name, W) in zip(np.atleast_1d(axes), matrices.items()):
        limit = np.abs(W).max()
        axis.imshow(W, cmap="RdBu_r", vmin=-limit, vmax=limit, interpolation="nearest")
        axis.set(xlabel="input", ylabel="output")
        axis.set_title(name, fontsize=10)
        axis.grid(visible=False)
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, f"{title}: matrices of weights as pictures, for {', '.join(matrices)}."


def mosaic(maps, n_columns, gap=1, fill=0.0, scale=None):
    """Feature maps (n_H, n_W, n_C) on one sheet, divided by `scale`, or by their largest value."""
    maps = np.asarray(maps, float)
    n_H, n_W, n_C = maps.shape
    n_rows = -(-n_C // n_columns)
    sheet = np.full((n_rows * (n_H + gap) - gap, n_columns * (n_W + gap) - gap), float(fill))
    scale = scale or maps.max() or 1.0
    for c in range(n_C):
        top, left = (c // n_columns) * (n_H + gap), (c % n_columns) * (n_W + gap)
        sheet[top : top + n_H, left : left + n_W] = maps[..., c] / scale
    return sheet


@picture
def maps_while_learning(snapshots, title=""):
    """First filters and their feature maps at several steps: {step: (filters, maps)}.

    Filters (f, f, n_C) in red and blue, maps (n_H, n_W, n_C) in grey; one row for each step.
    """
    n_C = next(iter(snapshots.values()))[0].shape[-1]
    figure, axes = new_figure(
        len(snapshots), 2 * n_C + 1, width=9.4, height=0.78 * len(snapshots) + 0.7,
        gridspec_kw={"width_ratios": [1] * n_C + [0.35] + [1] * n_C}, squeeze=False,
    )  # fmt: skip
    figure.get_layout_engine().set(w_pad=0.02, h_pad=0.02)
    limit = max(np.abs(filters).max() for filters, _ in snapshots.values())
    for row, (step, (filters, maps)) in zip(axes, snapshots.items()):
        for axis in row:
            axis.set(xticks=[], yticks=[])
            axis.grid(visible=False)
        row[n_C].axis("off")
        for c in range(n_C):
            row[c].imshow(filters[..., c], cmap="RdBu_r", vmin=-limit, vmax=limit)
            row[n_C + 1 + c].imshow(maps[..., c], cmap="gray", vmin=0, vmax=maps.max() or 1)
        row[0].set_ylabel(step, rotation=0, ha="right", va="center", fontsize=9)
    for c in range(n_C):
        axes[0][c].set_title(f"filter {c + 1}", fontsize=8, fontweight="normal")
        axes[0][n_C + 1 + c].set_title(f"map {c + 1}", fontsize=8, fontweight="normal")
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, (
        f"{title}: {n_C} filters in red and blue, and their feature maps of one digit, at "
        f"{', '.join(map(str, snapshots))}."
    )


@picture
def accuracy_when_shifted(panels, title=""):
    """Test accuracy by shift, {panel: {network: (seeds, shifts)}}; bars from lowest to highest."""
    figure, axes = new_figure(1, len(panels), width=9.6, height=3.4, sharey=True)
    for axis, (name, networks) in zip(np.atleast_1d(axes), panels.items()):
        for i, (network, accuracies) in enumerate(networks.items()):
            accuracies = np.asarray(accuracies)
            middle, shifts = accuracies.mean(axis=0), np.arange(accuracies.shape[1])
            spread = np.abs([accuracies.min(axis=0) - middle, accuracies.max(axis=0) - middle])
            axis.errorbar(
                shifts, middle, spread, label=network, color=PALETTE[i], capsize=4,
                linestyle=LINE_STYLES[i], linewidth=2, marker="os^D"[i],
            )  # fmt: skip
        axis.axhline(0.1, color=GREY, linestyle=":", linewidth=1)
        axis.set(xlabel="shift of the test digits (pixels)", ylim=(0, 1.02), xticks=shifts)
        axis.set_title(name, fontsize=10)
    np.atleast_1d(axes)[0].set_ylabel("test accuracy")
    handles, labels = np.atleast_1d(axes)[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside right center", fontsize=9)
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, (
        f"{title}: accuracy against the shift, for {', '.join(next(iter(panels.values())))}; "
        f"panels: {', '.join(panels)}. The dotted line is guessing."
    )
