"""Photographs: with boxes, as maps of single pixels, and as clouds of colours."""

import numpy as np

from course_utils.notebook.picture import BLUE, GREY, RED, new_figure, picture


def draw_box(axes, box, colour=RED, **kwargs):
    """The outline of a box (x1, y1, x2, y2) on an image; returns the line."""
    x1, y1, x2, y2 = np.asarray(box, float) - 0.5  # pixel 0 reaches from -0.5 to 0.5
    (line,) = axes.plot(
        [x1, x2, x2, x1, x1], [y1, y1, y2, y2, y1], color=colour, linewidth=2.2, **kwargs
    )
    return line


@picture
def pictures_with_boxes(items, title, n_columns=4):
    """Pictures by name, with their boxes: name -> (image, boxes (n, 4))."""
    n_rows = -(-len(items) // n_columns)
    figure, axes = new_figure(
        n_rows, n_columns, width=2.0 * n_columns, height=1.7 * n_rows + 0.35, squeeze=False
    )
    for axis in axes.flat:
        axis.axis("off")
    for axis, (name, (image, boxes)) in zip(axes.flat, items.items()):
        axis.imshow(image)
        for box in boxes:
            draw_box(axis, box)
        axis.set_title(name, fontsize=9, fontweight="normal")
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, f"{title}: {', '.join(items)}, each with the box of its object drawn on it."


@picture
def pixel_maps(image, boxes, maps):
    """A photograph with the boxes that were labelled, and maps (n_H, n_W) from 0 to 1 by name."""
    figure, axes = new_figure(1, 1 + len(maps), width=3.1 * (1 + len(maps)), height=2.6)
    axes[0].imshow(image)
    for (name, box), colour in zip(boxes.items(), (RED, BLUE)):
        draw_box(axes[0], box, colour, label=name)
    axes[0].legend(loc="lower left", fontsize=7, framealpha=0.9, frameon=True)
    axes[0].set_title("Labelled: two boxes")
    for axis, (name, values) in zip(axes[1:], maps.items()):
        axis.imshow(values, vmin=0, vmax=1)
        axis.set_title(name)
    for axis in axes:
        axis.axis("off")
    return figure, (
        f"A photograph with two labelled boxes, {' and '.join(boxes)}, and beside it "
        f"{len(maps)} maps of all its pixels: {', '.join(maps)}."
    )


@picture
def colour_cloud(image, values, vectors):
    """The colours of a photograph's pixels, and the directions in which they vary."""
    figure, panels = new_figure(1, 2, width=8.4, height=3.5)
    pixels = image.reshape(-1, 3)[::11].astype(float)
    middle = image.reshape(-1, 3).mean(axis=0)
    for axes, (i, j) in zip(panels, ((0, 1), (0, 2))):
        axes.scatter(pixels[:, i], pixels[:, j], s=6, c=pixels / 255, edgecolors=GREY,
                     linewidths=0.15)  # fmt: skip
        for k, colour in ((0, RED), (1, BLUE)):
            way = 2 * np.sqrt(values[k]) * vectors[:, k]
            ends = np.stack([middle - way, middle + way])
            axes.plot(ends[:, i], ends[:, j], color=colour, linewidth=2.5,
                      label=f"direction {k + 1}, spread {np.sqrt(values[k]):.0f}")  # fmt: skip
        names = ("red", "green", "blue")
        axes.set(xlabel=names[i], ylabel=names[j], xlim=(-5, 260), ylim=(-5, 260))
        axes.set_title(f"{names[j].capitalize()} against {names[i]}")
        axes.legend(fontsize=8)
    return figure, (
        "Colours of a photograph's pixels as points, green against red and blue against red, with "
        f"the first two directions in which they vary: spreads {np.sqrt(values[0]):.0f} and "
        f"{np.sqrt(values[1]):.0f}."
    )
