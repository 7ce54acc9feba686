"""Small arrays as cells with their numbers in them."""

import numpy as np
from matplotlib.patches import Rectangle

from course_utils.notebook.picture import GREEN, new_figure, picture

CELL = 0.34  # inches
PALE = 0.62  # of the colour map's reach, so that black numbers stay readable


def draw_cells(axes, values, marked=None, numbers=None):
    """Draw a 2-D array as coloured cells with numbers; `marked` is a window (row, column, f).

    Numbers from 0 up are shown from black to white, like pixels; where some are negative, red
    stands for positive and blue for negative. Cells that are nan stay empty.
    """
    values = np.asarray(values, float)
    n_H, n_W = values.shape
    finite = values[np.isfinite(values)]
    low, high = (finite.min(), finite.max()) if finite.size else (0, 0)
    signed = low < 0
    reach = max(abs(low), abs(high)) or 1.0
    if signed:
        axes.imshow(values, cmap="RdBu_r", vmin=-reach / PALE, vmax=reach / PALE)
    else:
        axes.imshow(values, cmap="gray", vmin=-0.35 * reach, vmax=reach)
    numbers = values if numbers is None else numbers
    for (row, column), number in np.ndenumerate(numbers):
        value = values[row, column]
        if isinstance(number, float) and not np.isfinite(number):
            continue
        dark = not signed and value < 0.35 * reach
        axes.text(
            column, row, number if isinstance(number, str) else f"{number:g}",
            ha="center", va="center", fontsize=9, color="white" if dark else "black",
        )  # fmt: skip
    axes.set(xticks=np.arange(-0.5, n_W), yticks=np.arange(-0.5, n_H))
    axes.tick_params(length=0, labelbottom=False, labelleft=False)
    axes.grid(color="white", linewidth=1, alpha=1)
    axes.set_axisbelow(False)
    if marked is not None:
        row, column, f = marked
        axes.add_patch(
            Rectangle((column - 0.5, row - 0.5), f, f, fill=False, ec=GREEN, lw=3, zorder=5)
        )


@picture
def arrays(panels, signs=(), title="", marked=None, columns=None):
    """Arrays side by side, `panels` {title: 2-D array}, with signs such as "∗" and "=" between.

    `marked` {title: (row, column, f)} frames a window; `columns` puts so many in a row.
    """
    marked = marked or {}
    columns = columns or len(panels)
    n_rows = -(-len(panels) // columns)
    shapes = [np.shape(values) for values in panels.values()]
    widths = [max(2.4, shape[1]) for shape in shapes[:columns]]
    heights = [
        max(shape[0] for shape in shapes[i : i + columns]) for i in range(0, len(shapes), columns)
    ]
    figure, axes = new_figure(
        n_rows, columns,
        width=CELL * sum(widths) + 0.75 * columns, height=CELL * sum(heights) + 0.6 * n_rows
        + (0.35 if title else 0),
        squeeze=False, gridspec_kw={"width_ratios": widths, "height_ratios": heights},
    )  # fmt: skip
    for axis in axes.flat[len(panels) :]:
        axis.axis("off")
    for axis, (name, values) in zip(axes.flat, panels.items()):
        draw_cells(axis, values, marked.get(name))
        axis.set_title(name, fontsize=10, fontweight="normal")
    for axis, sign in zip(axes.flat, signs):
        axis.text(
            1.0, 0.5, f"  {sign}", transform=axis.transAxes, fontsize=16, va="center", ha="left"
        )
    if title:
        figure.suptitle(title, fontsize=11, fontweight="bold")
    shown = "; ".join(f"{name} ({'x'.join(map(str, s))})" for name, s in zip(panels, shapes))
    return figure, f"{title or 'Arrays'}: numbers in cells, {shown}."
