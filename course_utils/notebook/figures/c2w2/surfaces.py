"""Six surfaces of two parameters to race on, their optima known, and walks over them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from course_utils.notebook.picture import (
    GREEN,
    GREY,
    PALETTE,
    RED,
    new_figure,
    picture,
)

HOLD = 10  # steps below the target, one after another, make an arrival


@dataclass(frozen=True)
class Surface:
    """A cost of two parameters, where it is lowest, and where a race begins.

    `cost(x, y)` and `gradient(x, y)` take numbers or arrays; `spread` is by how much starts differ
    that are drawn around `start`; a walk has arrived when the cost is below `target`.
    """

    cost: Callable
    gradient: Callable
    start: tuple
    spread: float
    minima: tuple
    target: float
    box: tuple  # (x from, x to, y from, y to)
    saddle: tuple = ()

    def starts(self, n, seed=0):
        """Places (2, n) around the start."""
        noise = np.random.default_rng(seed).normal(size=(2, n))
        return np.array(self.start)[:, None] + self.spread * noise


def well(x, y):
    """A hole in flat ground: almost 0 far away, 1 in the middle."""
    return np.exp(-(x * x + y * y) / 2)


SURFACES = {
    "bowl": Surface(
        lambda x, y: (x * x + y * y) / 2, lambda x, y: (x, y),
        start=(-3.0, 2.0), spread=0.5, minima=((0, 0),), target=1e-3, box=(-4, 4, -3, 3),
    ),
    "ravine": Surface(
        lambda x, y: (x * x + 50 * y * y) / 2, lambda x, y: (x, 50 * y),
        start=(-4.0, 1.0), spread=0.5, minima=((0, 0),), target=1e-3, box=(-5, 3, -2, 2),
    ),
    "turned ravine": Surface(  # the same by 45 degrees: 50 along one diagonal, 1 along the other
        lambda x, y: ((x + y) * (x + y) + 50 * (x - y) * (x - y)) / 4,
        lambda x, y: ((x + y) / 2 + 25 * (x - y), (x + y) / 2 - 25 * (x - y)),
        start=(-2.1, -3.5), spread=0.5, minima=((0, 0),), target=1e-3, box=(-4, 2, -4, 2),
    ),
    "saddle": Surface(
        lambda x, y: 10 * x * x - y * y / 2 + y * y * y * y / 4,
        lambda x, y: (20 * x, y * y * y - y),
        start=(-1.5, 0.001), spread=0.001, minima=((0, -1), (0, 1)), target=-0.249,
        box=(-2, 2, -1.75, 1.75), saddle=(0, 0),
    ),
    "plateau": Surface(
        lambda x, y: 1 - well(x, y), lambda x, y: (x * well(x, y), y * well(x, y)),
        start=(-2.8, -1.8), spread=0.2, minima=((0, 0),), target=1e-3, box=(-4, 4, -3, 3),
    ),
    "Rosenbrock": Surface(
        lambda x, y: (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x),
        lambda x, y: (-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
        start=(-1.2, 1.0), spread=0.1, minima=((1, 1),), target=1e-2, box=(-2, 2, -1, 3),
    ),
}  # fmt: skip


def walk(optimizer, surface, steps, start=None):
    """The places (steps + 1, 2, ...) that an optimiser visits; several starts (2, n) at once."""
    place = np.array(surface.start if start is None else start, float)
    path = [place.copy()]
    with np.errstate(over="ignore", invalid="ignore"):  # whoever flies off is lost, not an error
        for _ in range(steps):
            optimizer.step({"p": place}, {"dp": np.array(surface.gradient(*place))})
            path.append(place.copy())
    return np.array(path)


def arrival(costs, target, hold=HOLD):
    """The first step (from 0) from which `hold` costs in a row are below the target, or None."""
    below = np.concatenate([[0], np.cumsum(np.asarray(costs) < target)])
    in_a_row = below[hold:] - below[:-hold] == hold
    return int(np.argmax(in_a_row)) if in_a_row.any() else None


def draw_surface(axes, surface):
    """Contours, optima (star), saddle (cross) and start (square); returns the artists."""
    x0, x1, y0, y1 = surface.box
    x, y = np.linspace(x0, x1, 161), np.linspace(y0, y1, 161)
    J = surface.cost(x, y[:, None])
    height = ((J - J.min()) / np.ptp(J)) ** 0.35  # else a ravine would be all one colour
    artists = [
        axes.contourf(x, y, height, levels=14, cmap="Greys", alpha=0.35),
        axes.contour(x, y, height, levels=14, colors="#9a9a9a", linewidths=0.6),
        *axes.plot(*surface.start, marker="s", markersize=7, color="black", linestyle=""),
    ]
    for place in surface.minima:
        artists += axes.plot(*place, "*", markersize=14, color=GREEN, markeredgecolor="white")
    if surface.saddle:
        artists += axes.plot(*surface.saddle, "X", markersize=9, color=RED, markeredgecolor="white")
    axes.set(xlim=(x0, x1), ylim=(y0, y1), xlabel="$w_1$", ylabel="$w_2$")
    axes.grid(visible=False)
    return artists


def legend_of(surface):
    """What the marks mean, for a caption."""
    marks = "■ start, ★ minimum" + (", ✖ saddle" if surface.saddle else "")
    return marks.replace("minimum", "minima") if len(surface.minima) > 1 else marks


@picture
def walks(name, paths, title="", shown=None):
    """Walks over one surface, a panel each: panel title -> places (steps + 1, 2)."""
    surface = SURFACES[name]
    figure, axes = new_figure(
        1, len(paths), width=1.2 + 2.9 * len(paths), height=3.3, squeeze=False, sharey=True
    )
    for axis, (label, path), colour in zip(axes.flat, paths.items(), PALETTE):
        draw_surface(axis, surface)
        path = np.clip(path[: shown + 1 if shown else None], -50, 50)
        axis.plot(*path.T, color=colour, marker="o", markersize=3, linewidth=1.2)
        axis.set_title(label, fontsize=10)
    for axis in axes.flat[1:]:
        axis.set_ylabel("")
    figure.suptitle(f"{title or name} ({legend_of(surface)})", fontsize=11, fontweight="bold")
    return figure, (
        f"{title or name}: the same surface from above, {legend_of(surface)}, with the walk of "
        f"{', '.join(paths)}."
    )


@picture
def race(steps, title):
    """Steps to target of several runners on several surfaces, as dots with their whole range.

    `steps` maps surface -> {runner: list of steps, inf where a start never arrived}.
    """
    figure, (axes,) = new_figure(1, len(steps), width=9.4, height=3.2, sharey=True, squeeze=False)
    runners = list(next(iter(steps.values())))
    for axis, (surface, of_runner) in zip(axes, steps.items()):
        for row, runner in enumerate(runners):
            values = np.array(of_runner[runner], float)
            arrived = values[np.isfinite(values)]
            colour = PALETTE[row % len(PALETTE)]
            if len(arrived):
                axis.plot([arrived.min(), arrived.max()], [row, row], color=colour, linewidth=2)
                axis.plot(np.median(arrived), row, "o", color=colour, markersize=7)
            if len(arrived) < len(values):
                axis.text(1, row - 0.3, "some lost", transform=axis.get_yaxis_transform(),
                          ha="right", va="center", color=GREY, fontsize=8)  # fmt: skip
        axis.set(xlabel="steps", xscale="log", xlim=(0.8, 4000))
        axis.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1k"], fontsize=8)
        axis.set_title(surface, fontsize=9)
        axis.set_ylim(len(runners) - 0.5, -0.5)
    axes[0].set_yticks(range(len(runners)), runners)
    axes[0].set_ylabel("optimiser")
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, (
        f"{title}: steps to the target on {', '.join(steps)}, for {', '.join(runners)}; the dot is "
        "the median of all starts, the line reaches from the fastest to the slowest."
    )
