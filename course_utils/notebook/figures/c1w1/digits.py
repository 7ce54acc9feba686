"""What a network makes of a digit, and what a digit wants of a network."""

import numpy as np

from course_utils.notebook import handwriting
from course_utils.notebook.picture import BLUE, RED, new_figure, picture

GRIDS = {64: (8, 8), 32: (8, 4), 16: (4, 4)}  # how a layer of so many neurons is laid out


def draw_layers(figure, grids, names):
    """Empty pictures of the layers, one per (rows, columns) in `grids`, and ten bars at the end.

    Returns the images and the bars, both to be filled by `fill_layers`.
    """
    axes = figure.subplots(
        1, len(grids) + 1, width_ratios=[columns / 8 for _, columns in grids] + [1.25]
    )
    images = []
    for axis, grid, name in zip(axes, grids, names):
        axis.set(xticks=[], yticks=[], title=name)
        axis.grid(visible=False)
        images.append(
            axis.imshow(np.zeros(grid), cmap="gray", vmin=0, vmax=1, interpolation="nearest")
        )
    bars = axes[-1].barh(range(10), [0] * 10, color=BLUE)
    axes[-1].set(xlim=(0, 1), yticks=range(10), xlabel="share", title="output: which digit?")
    axes[-1].invert_yaxis()
    return images, bars


def fill_layers(images, bars, activations, shares):
    """Show activations, one array (n,) per picture, each scaled to its brightest; shares (10,)."""
    for image, a in zip(images, activations):
        image.set_data(a.reshape(image.get_array().shape) / max(a.max(), 1e-9))
    for bar, share in zip(bars, shares):
        bar.set_width(share)
        bar.set_color(RED if share == shares.max() and share > 0 else BLUE)


@picture
def layers_lit(activations, shares, title):
    """Every layer's activations for one example, arrays (n,), and the ten shares at the end."""
    figure, _ = new_figure(width=8.8, height=2.9)
    figure.clear()
    names = ["input\n8 x 8 pixels"]
    names += [f"layer {i}\n{len(a)} neurons" for i, a in enumerate(activations[1:], start=1)]
    images, bars = draw_layers(figure, [GRIDS[len(a)] for a in activations], names)
    fill_layers(images, bars, activations, shares)
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, (
        f"{title}. From left to right the picture, the brightness of every hidden neuron, and the "
        f"shares of the ten digits: {shares.argmax()} has the largest, {shares.max():.2f}."
    )


@picture
def wishes(a, weights, biases, title):
    """What an example wants of weights (10, n) and biases (10,), below the activations a (n,)."""
    figure, axes = new_figure(
        2, 2, width=8.4, height=3.7,
        gridspec_kw={"height_ratios": [1, 9], "width_ratios": [18, 1]},
    )  # fmt: skip
    (above, nothing), (main, side) = axes
    nothing.axis("off")
    above.imshow(a.reshape(1, -1), cmap="gray", vmin=0, aspect="auto")
    above.set(xticks=[], yticks=[0], yticklabels=["lit"], title=title)
    for axis, values in ((main, weights), (side, biases.reshape(-1, 1))):
        limit = np.abs(values).max()
        image = axis.imshow(values, cmap="RdBu_r", vmin=-limit, vmax=limit, aspect="auto")
        axis.set_yticks(range(10))
    main.set(xlabel="hidden neuron that the weight comes from", ylabel="output neuron")
    side.set(xticks=[], xlabel="biases", yticklabels=[])
    figure.colorbar(image, ax=side, ticks=[-limit, 0, limit], fraction=0.6).set_ticklabels(
        ["lower", "leave", "raise"]
    )
    for axis in axes.flat:
        axis.grid(visible=False)
    row = int(np.abs(biases).argmax())
    return figure, (
        f"{title}. A table of 10 rows, one for each output neuron, and {len(a)} columns, one for "
        f"each hidden neuron: red where the example wants the weight raised, blue where lowered. "
        f"Row {row} is the strongest; columns of dark hidden neurons are white."
    )


@picture
def redrawn(digits, pens):
    """Digits (m, 8, 8), their strokes, and what the pad makes of these with each pen."""
    figure, axes = new_figure(
        len(digits), 2 + len(pens), width=1.15 * (2 + len(pens)) + 1, height=1.2 * len(digits) + 0.4
    )
    for row, digit in zip(axes, digits):
        strokes = handwriting.trace(digit)
        row[0].imshow(digit, cmap="gray_r")
        for stroke in strokes:
            row[1].plot(*stroke.T, color=BLUE, linewidth=2)
        row[1].set(xlim=(0, 1), ylim=(1, 0), aspect="equal")
        for axis, pen in zip(row[2:], pens):
            axis.imshow(handwriting.to_digit(strokes, pen), cmap="gray_r")
    for axis, title in zip(axes[0], ("test digit", "strokes", *(f"pen {pen}" for pen in pens))):
        axis.set_title(title, fontsize=9)
    for axis in axes.flat:
        axis.set(xticks=[], yticks=[])
        axis.grid(visible=False)
    return figure, (
        f"{len(digits)} test digits, the lines through their middle, and the 8 by 8 pictures that "
        f"the pad makes of these lines with pens of width {', '.join(map(str, pens))}: all alike."
    )
