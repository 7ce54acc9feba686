"""Figures of section 2.10: minima, saddles, and how many there are of each."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

from course_utils.notebook.picture import (
    BLUE,
    GREEN,
    GREY,
    RED,
    new_figure,
    picture,
)


@picture
def minimum_and_saddle():
    """A minimum and a saddle in perspective: the same formulas but for one sign."""
    figure = Figure(figsize=(8.2, 3.4), layout="constrained")
    w = np.linspace(-1.5, 1.5, 31)
    for i, (sign, title) in enumerate(((1, "Minimum: up, up"), (-1, "Saddle: up, down"))):
        axes = figure.add_subplot(1, 2, i + 1, projection="3d")
        J = w**2 + sign * w[:, None] ** 2
        axes.plot_surface(w, w[:, None], J, cmap="cividis", alpha=0.75, linewidth=0)
        axes.plot(w, 0 * w, w**2, color=BLUE, linewidth=2.5)
        axes.plot(0 * w, w, sign * w**2, color=RED, linewidth=2.5)
        axes.plot([0], [0], [0], "o", color="black")
        axes.set(xlabel="$w_1$", ylabel="$w_2$", zlabel="J", title=title)
        for axis in (axes.xaxis, axes.yaxis, axes.zaxis):
            axis.set_major_formatter(NullFormatter())  # matplotlib 3.9 cannot lay out empty labels
        axes.view_init(elev=28, azim=-50)
        axes.set_box_aspect((1, 1, 0.75), zoom=0.88)
    return figure, (
        "Two surfaces in perspective with a black dot where the ground is level. Left a bowl: both "
        "cuts through the dot bend up. Right a saddle: one cut bends up, the other down."
    )


@picture
def shares_of_minima(dimensions, random, network_dimensions, network):
    """Share of critical points that are minima: random (n,), network (dimensions, data sets)."""
    figure, axes = new_figure(width=7.2, height=3.5)
    n = np.array(dimensions)
    seen = np.array(random) > 0
    axes.plot(n[seen], np.array(random)[seen], "o-", color=BLUE, label="random Hessians, counted")
    axes.plot(n, 3.0 ** (-(n**2) / 4), ":", color=BLUE, label="$3^{-n^2/4}$")
    axes.plot(n, 2.0**-n, "--", color=GREY, label="$2^{-n}$, coins")
    middle = np.median(network, axis=1)
    axes.plot(network_dimensions, np.maximum(middle, 1e-3), "s-", color=RED,
              label="small network, median (0 at 0.001)")  # fmt: skip
    axes.vlines(network_dimensions, np.maximum(network.min(axis=1), 1e-3), network.max(axis=1),
                color=RED, alpha=0.4)  # fmt: skip
    axes.set(xlabel="number of parameters n", ylabel="share that are minima", yscale="log",
             ylim=(5e-6, 1.5), title="The more directions, the rarer a minimum")  # fmt: skip
    axes.legend(fontsize=9)
    return figure, (
        "Share of critical points that are minima, logarithmic, against the number of parameters. "
        "Random Hessians fall faster than one half per direction; the small network falls too, but "
        "more slowly."
    )


@picture
def height_and_index(found, descended):
    """Cost against the share of directions that go down: both (points, 2) of share and cost."""
    figure, axes = new_figure(width=6.4, height=3.5)
    axes.plot(*found.T, "o", color=BLUE, alpha=0.45, label="found by Newton: any level place")
    axes.plot(*descended.T, "*", color=GREEN, markersize=10, alpha=0.5,
              label="where gradient descent ends")  # fmt: skip
    axes.set(xlabel="share of directions that go down", ylabel="cost J",
             title="Level places that are higher have more ways down")  # fmt: skip
    axes.legend(fontsize=9)
    return figure, (
        "Cost of critical points against the share of their directions that go down: it rises from "
        f"the left to the right. {len(descended)} ends of gradient descent all lie at the left "
        "edge, where no direction goes down."
    )
