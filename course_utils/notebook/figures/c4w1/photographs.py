"""Photographs and what filters make of them."""

import numpy as np

from course_utils.notebook.picture import new_figure, picture


def draw_signed(axes, Z):
    """Draw a filter's output: red where positive, blue where negative, white where 0."""
    limit = np.percentile(np.abs(Z), 99) or 1.0  # a few extreme pixels would pale all others
    return axes.imshow(Z, cmap="RdBu_r", vmin=-limit, vmax=limit, interpolation="nearest")


@picture
def filtered(photo, outputs, title="", n_columns=4, size=2.1, signed=True):
    """A photograph, and beside it filters' outputs {title: (n_H, n_W)}.

    Signed outputs are red and blue; others are grey, from their lowest to their highest value.
    """
    panels = {"photograph": photo, **outputs} if photo is not None else dict(outputs)
    n_rows, n_columns = -(-len(panels) // n_columns), min(n_columns, len(panels))
    n_H, n_W = next(iter(panels.values())).shape[:2]
    height = n_rows * (size * n_H / n_W + 0.3) + (0.35 if title else 0)
    figure, axes = new_figure(
        n_rows, n_columns, width=n_columns * size, height=height, squeeze=False
    )
    for axis in axes.flat:
        axis.axis("off")
    for axis, (name, values) in zip(axes.flat, panels.items()):
        if values is photo or not signed:
            axis.imshow(values, cmap="gray", interpolation="nearest")
        else:
            draw_signed(axis, values)
        axis.set_title(name, fontsize=9, fontweight="normal")
    if title:
        figure.suptitle(title, fontsize=11, fontweight="bold")
    colours = " in red (positive) and blue (negative)" if signed else ""
    return figure, (
        f"{title or 'Filtered'}: {'a photograph and ' if photo is not None else ''}"
        f"filter outputs{colours}: {', '.join(outputs)}."
    )


@picture
def strip(images, title="", size=1.5):
    """Pictures of different sizes {title: image} in a row, each at its own scale, with axes."""
    ratio = max(image.shape[0] / image.shape[1] for image in images.values())
    figure, axes = new_figure(1, len(images), width=len(images) * size, height=size * ratio + 0.75)
    for axis, (name, image) in zip(np.atleast_1d(axes), images.items()):
        axis.imshow(image, cmap="gray", interpolation="nearest")
        axis.set_title(name, fontsize=9, fontweight="normal")
        n_H, n_W = image.shape[:2]
        axis.set(xticks=[0, n_W - 1], yticks=[0, n_H - 1])
        axis.tick_params(labelsize=7)
        axis.grid(visible=False)
    if title:
        figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, f"{title or 'Pictures'}: {', '.join(images)}."
