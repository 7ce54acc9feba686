"""Prices of houses, and the curves of neurons over them."""

import numpy as np

from course_utils.notebook.picture import BLUE, GREY, LINE_STYLES, PALETTE, new_figure, picture


@picture
def sales(size, price, models, title, xlabel="size (m²)", ylabel="price (thousand euros)"):
    """Sales as points, and models as curves over them: `models` maps a name to a function."""
    figure, axes = new_figure(width=6.5, height=3.4)
    grid = np.linspace(0, 1.08 * size.max(), 400)
    for (name, model), colour, style in zip(models.items(), PALETTE, LINE_STYLES):
        axes.plot(grid, model(grid), color=colour, linestyle=style, linewidth=2, label=name)
    axes.axhline(0, color=GREY, linewidth=1)
    axes.scatter(size, price, color="black", zorder=3, label="sales")
    axes.set(xlabel=xlabel, ylabel=ylabel, title=title)
    axes.legend()
    names = ", ".join(models) or "no curve"
    return figure, f"{title}. {len(size)} sales, price against size, with {names}."


@picture
def parts_and_sum(size, price, parts, title):
    """What each hidden neuron adds to the price, name -> function, and their sum."""
    figure, (left, right) = new_figure(1, 2, width=8.6, height=3.2, sharey=True)
    grid = np.linspace(0, 1.05 * size.max(), 400)
    for (name, part), colour, style in zip(parts.items(), PALETTE, LINE_STYLES):
        left.plot(grid, part(grid), color=colour, linestyle=style, linewidth=2, label=name)
    left.set(xlabel="size (m²)", ylabel="price (thousand euros)", title="Each bends in its place")
    left.legend(fontsize=8)
    right.plot(grid, sum(part(grid) for part in parts.values()), color=BLUE, linewidth=2,
               label="their sum")  # fmt: skip
    right.scatter(size, price, color="black", zorder=3, label="sales")
    right.set(xlabel="size (m²)", title=title)
    right.legend()
    return figure, (
        f"Left: {len(parts)} straight lines that start at 0 and bend once each. Right: their sum, "
        f"a line with {len(parts)} bends that runs through the {len(size)} sales."
    )
