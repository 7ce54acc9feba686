"""Figures of trainings that are compared: every seed is seen, and none alone decides."""

import numpy as np
from matplotlib.ticker import MaxNLocator, NullFormatter

from course_utils.notebook.picture import (
    BLUE,
    GREEN,
    GREY,
    LINE_STYLES,
    PALETTE,
    RED,
    new_figure,
    picture,
)


@picture
def agreement(sizes, cosines, title):
    """How well gradients of mini-batches agree with that of all: stage -> (sizes, draws)."""
    figure, axes = new_figure(width=6.6, height=3.3)
    for i, (name, values) in enumerate(cosines.items()):
        low, middle, high = np.percentile(values, [10, 50, 90], axis=1)
        axes.fill_between(sizes, low, high, color=PALETTE[i], alpha=0.2)
        axes.plot(sizes, middle, "o", color=PALETTE[i], linestyle=LINE_STYLES[i], label=name)
    axes.axhline(0, color=GREY, linewidth=1)
    axes.set(xlabel="examples in the mini-batch", ylabel="agreement (cosine)", title=title)
    axes.set(xscale="log", ylim=(-0.6, 1.05))
    axes.set_xticks(sizes, map(str, sizes))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.legend(loc="lower right")
    return figure, (
        f"{title}: cosine between the gradient of a mini-batch and that of all examples, against "
        f"the size of the mini-batch, median and the middle 80 % of draws; {', '.join(cosines)}."
    )


@picture
def three_costs(runs, m):
    """Cost at every step against examples seen: name -> (mini-batch size, costs)."""
    figure, (axes,) = new_figure(1, len(runs), width=9, height=2.9, sharey=True, squeeze=False)
    for axis, (name, (size, costs)), colour in zip(axes, runs.items(), PALETTE):
        epochs = np.arange(1, len(costs) + 1) * size / m
        width = 0.4 if len(costs) > 500 else 1.3
        marker = "o" if len(costs) < 20 else None
        axis.plot(epochs, np.maximum(costs, 1e-3), color=colour, linewidth=width, marker=marker)
        axis.set(title=f"{name}: {len(costs):,} steps", xlabel="epochs", yscale="log")
        axis.set_ylim(1e-3, 12)
        axis.title.set_fontsize(10)
    axes[0].set_ylabel("cost J of the step")
    return figure, (
        f"Cost of every step on a logarithmic axis, for {', '.join(runs)}: the smaller the "
        "mini-batch, the more the curve jumps, and the lower it gets in the same epochs."
    )


@picture
def paths_to_the_minimum(cost, best, paths):
    """Contours of a cost of two parameters around its minimum, and walks: name -> (steps, 2)."""
    figure, (axes,) = new_figure(1, len(paths), width=9, height=3.1, sharey=True, squeeze=False)
    w, b = np.linspace(-2.5, 3.5, 121), np.linspace(-2.5, 3.5, 121)
    J = cost(w, b[:, None])
    levels = J.min() + np.geomspace(0.01, np.ptp(J), 12)
    for axis, (name, path), colour in zip(axes, paths.items(), PALETTE):
        axis.contour(w, b, J, levels=levels, colors="#9a9a9a", linewidths=0.7)
        axis.plot(*path.T, color=colour, linewidth=0.8)
        axis.plot(*best, marker="*", markersize=13, color=GREEN, markeredgecolor="white")
        axis.plot(*path[0], marker="s", markersize=6, color="black")
        axis.set(title=name, xlabel="w", xlim=(-2.5, 3.5), ylim=(-2.5, 3.5))
        axis.title.set_fontsize(10)
        axis.grid(visible=False)
    axes[0].set_ylabel("b")
    return figure, (
        f"Contour lines of the same cost with walks from the same start (square) to the minimum "
        f"(star): {', '.join(paths)}. The smaller the mini-batch, the wider the swarm at the end."
    )


@picture
def spread(values, ylabel, title, y_log=False):
    """Every seed as a dot, the median as a line: name -> values, one per seed."""
    figure, axes = new_figure(width=7.5, height=3.2)
    for i, of_seeds in enumerate(values.values()):
        of_seeds = np.asarray(of_seeds, float)
        places = i + np.linspace(-0.18, 0.18, len(of_seeds))
        axes.plot(places, of_seeds, "o", color=PALETTE[i % len(PALETTE)], alpha=0.75)
        axes.plot([i - 0.3, i + 0.3], [np.median(of_seeds)] * 2, color="black", linewidth=1.8)
    axes.set_xticks(range(len(values)), values)
    axes.set(ylabel=ylabel, title=title, yscale="log" if y_log else "linear", xlabel="")
    axes.set_xlabel("each dot one seed, the line their median")
    return (
        figure,
        f"{title}: {ylabel} for {', '.join(values)}; a dot per seed, a line at the median.",
    )


@picture
def sweep(rates, panels, ylabel, limits):
    """Final cost against the learning rate: panel -> {runner: (rates, seeds)}; bands are ranges."""
    figure, axes = new_figure(1, len(panels), width=9.2, height=3.6, squeeze=False, sharey=True)
    for axis, (title, runners) in zip(axes.flat, panels.items()):
        for i, (name, costs) in enumerate(runners.items()):
            costs = np.clip(np.nan_to_num(costs, nan=np.inf), *limits)
            axis.fill_between(rates, costs.min(axis=1), costs.max(axis=1), color=PALETTE[i],
                              alpha=0.15)  # fmt: skip
            axis.plot(rates, np.median(costs, axis=1), color=PALETTE[i], marker="o", markersize=3,
                      linestyle=LINE_STYLES[i], label=name)  # fmt: skip
        axis.set(xlabel="learning rate α", xscale="log", yscale="log", ylim=limits, title=title)
    axes[0, 0].set_ylabel(ylabel)
    axes[0, 0].legend(fontsize=8)
    names = list(next(iter(panels.values())))
    return figure, (
        f"{ylabel} against the learning rate on logarithmic axes, for {', '.join(panels)}; curves "
        f"with bands from the best to the worst seed: {', '.join(names)}."
    )


@picture
def floors(rates, sizes, distances):
    """How far walks stay from the minimum: distances (sizes, rates, seeds) against rate / size."""
    figure, axes = new_figure(width=6.2, height=3.3)
    noise = np.array(rates) / np.array(sizes)[:, None]
    for i, size in enumerate(sizes):
        for seed in range(distances.shape[2]):
            axes.plot(noise[i], distances[i, :, seed], "o", color=PALETTE[i], markersize=4,
                      alpha=0.7, label=None if seed else f"mini-batches of {size}")  # fmt: skip
    x = np.geomspace(noise.min(), noise.max(), 50)
    factor = np.median(np.median(distances, axis=2) / np.sqrt(noise))
    axes.plot(x, factor * np.sqrt(x), color=GREY, linestyle="--", label="grows as the root")
    axes.set(xscale="log", yscale="log", xlabel="learning rate / mini-batch size",
             ylabel="distance kept", title="Where the walk ends up")  # fmt: skip
    axes.legend(fontsize=8)
    return figure, (
        "Mean distance from the minimum against learning rate divided by mini-batch size, "
        "logarithmic axes: all sizes and rates lie on one line, which rises as the square root."
    )


@picture
def schedules(rates, title):
    """Learning rates of every epoch: name -> (epochs,)."""
    figure, axes = new_figure(width=6.6, height=3.2)
    for i, (name, values) in enumerate(rates.items()):
        axes.step(np.arange(len(values)), values, where="post", color=PALETTE[i],
                  linestyle=LINE_STYLES[i], linewidth=2, label=name)  # fmt: skip
    axes.set(xlabel="epoch", ylabel="learning rate α", title=title, ylim=(0, None))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(fontsize=9)
    return figure, f"{title}: learning rate against epoch for {', '.join(rates)}."


@picture
def escape(scales, steps, title):
    """Steps until a training leaves its plateau: runner -> (scales, seeds)."""
    figure, axes = new_figure(width=6.8, height=3.3)
    for i, (name, values) in enumerate(steps.items()):
        middle = np.median(values, axis=1)
        axes.plot(scales, middle, "o", color=PALETTE[i], linestyle=LINE_STYLES[i], label=name)
        axes.vlines(scales, values.min(axis=1), values.max(axis=1), color=PALETTE[i], alpha=0.5)
    axes.set(xscale="log", xlabel="size of the first weights, of the ordinary one", ylim=(0, None),
             ylabel="steps until J has fallen by 10 %", title=title)  # fmt: skip
    axes.invert_xaxis()
    axes.legend(fontsize=9)
    return figure, (
        f"{title}: steps against the size of the first weights, which shrinks to the right, for "
        f"{', '.join(steps)}."
    )


@picture
def inside_and_outside(s, epsilon=1e-8):
    """1 / (root of s + epsilon) with epsilon outside and inside the root."""
    figure, axes = new_figure(width=6.2, height=3.1)
    axes.plot(s, 1 / (np.sqrt(s) + epsilon), color=BLUE, label="1 / (√S + ε): outside")
    axes.plot(s, 1 / np.sqrt(s + epsilon), color=RED, linestyle="--", label="1 / √(S + ε): inside")
    axes.set(xscale="log", yscale="log", xlabel="S", ylabel="factor on the step",
             title="Where ε stands decides what small gradients get")  # fmt: skip
    axes.legend()
    return figure, (
        "Factor on the step against S, logarithmic axes. Inside the root, ε stops the growth at "
        "ten thousand already where S falls below 1e-8; outside it goes on to a hundred million."
    )
