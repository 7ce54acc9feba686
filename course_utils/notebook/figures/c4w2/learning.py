"""Curves and spreads of trainings, and two threads side by side."""

import numpy as np
from matplotlib.ticker import MaxNLocator, NullLocator

from course_utils.notebook.picture import (
    BLUE,
    CLASS_MARKERS,
    LINE_STYLES,
    PALETTE,
    RED,
    new_figure,
    picture,
)

KINDS = {"plain": (RED, "s"), "residual": (BLUE, "o")}


@picture
def training_by_depth(depths, values, ylabel):
    """Curves over epochs, plain and residual beside each other: values (depths, 2, seeds, epochs).

    Lines are means over the seeds; the bands reach from the lowest to the highest.
    """
    figure, panels = new_figure(1, 2, width=8.8, height=3.4, sharey=True)
    epochs = np.arange(1, values.shape[-1] + 1)
    for kind, (axes, title) in enumerate(zip(panels, ("Plain", "Residual"))):
        for i, depth in enumerate(depths):
            runs = 100 * values[i, kind]
            axes.fill_between(
                epochs, runs.min(axis=0), runs.max(axis=0), color=PALETTE[i], alpha=0.15
            )
            axes.plot(
                epochs, runs.mean(axis=0), color=PALETTE[i], linestyle=LINE_STYLES[i],
                linewidth=2, label=f"{depth} layers",
            )  # fmt: skip
        axes.set(xlabel="epoch", title=title, ylim=(0, 90))
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.legend()
    panels[0].set_ylabel(f"{ylabel} (%)")
    return figure, (
        f"{ylabel} over {len(epochs)} epochs for networks of {', '.join(map(str, depths))} layers. "
        "Plain: the deeper, the slower it falls, and the deepest stays high. Residual: all fall "
        "quickly to zero."
    )


@picture
def error_by_depth(depths, training, test):
    """The errors at the end, with every seed: arrays (depths, 2, seeds)."""
    figure, panels = new_figure(1, 2, width=8.8, height=3.2, sharey=True)
    for axes, values, title in zip(panels, (training, test), ("Training set", "Test set")):
        for kind, (name, (colour, marker)) in enumerate(KINDS.items()):
            runs = 100 * values[:, kind]
            axes.plot(depths, runs.mean(axis=1), color=colour, linewidth=2, marker=marker,
                      label=name, linestyle=LINE_STYLES[kind])  # fmt: skip
            for depth, seeds in zip(depths, runs):
                axes.plot(np.full(len(seeds), depth), seeds, marker, color=colour, alpha=0.35,
                          markersize=4)  # fmt: skip
        axes.set(xlabel="layers", title=title, xticks=depths)
        axes.legend()
    panels[0].set_ylabel("error after 20 epochs (%)")
    return figure, (
        f"Error against the number of layers, {', '.join(map(str, depths))}, on the training set "
        "and on the test set. The plain networks' error rises steeply from 32 layers on, on both; "
        "that of the residual ones stays low."
    )


@picture
def spread(results, xlabel, ylabel, title, x_log=True, y_limits=None):
    """Means with every seed as a dot: name -> {x: [value for each seed]}."""
    figure, axes = new_figure(width=7.8, height=3.6)
    for i, (name, by_x) in enumerate(results.items()):
        x = np.array(list(by_x), float)
        shift = 1 + 0.05 * (i - (len(results) - 1) / 2) if x_log else 1.0
        means = [np.mean(values) for values in by_x.values()]
        colour, marker = PALETTE[i % len(PALETTE)], (*CLASS_MARKERS, "^", "D", "v", "P")[i % 6]
        axes.plot(x * shift, means, color=colour, linestyle=LINE_STYLES[i % 7], linewidth=2,
                  marker=marker, label=name)  # fmt: skip
        for place, values in zip(x * shift, by_x.values()):
            axes.plot(np.full(len(values), place), values, marker, color=colour, alpha=0.3,
                      markersize=4)  # fmt: skip
    if x_log:
        axes.set_xscale("log")
        ticks = sorted({x for by_x in results.values() for x in by_x})
        axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        axes.xaxis.set_minor_locator(NullLocator())
    axes.set(xlabel=xlabel, ylabel=ylabel, title=title)
    if y_limits is not None:
        axes.set_ylim(*y_limits)
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    means = {name: [np.mean(v) for v in by_x.values()] for name, by_x in results.items()}
    said = "; ".join(f"{name} from {m[0]:.2f} to {m[-1]:.2f}" for name, m in means.items())
    return figure, f"{title}. {ylabel} against {xlabel}, means over several seeds: {said}."


@picture
def timeline(runs):
    """Who worked when: `runs` maps a title to [(thread, start, end), ...] in seconds."""
    figure, panels = new_figure(len(runs), 1, width=8.6, height=1.5 * len(runs) + 0.6, sharex=True)
    rows = {"loading": (1, BLUE), "training": (0, RED)}
    for axes, (title, log) in zip(panels, runs.items()):
        begin = min(start for _, start, _ in log)
        for thread, start, end in log:
            row, colour = rows[thread]
            axes.broken_barh(
                [(1000 * (start - begin), 1000 * (end - start))], (row - 0.36, 0.72),
                facecolor=colour, edgecolor="white", linewidth=0.5,
            )  # fmt: skip
        axes.set(yticks=[0, 1], yticklabels=["training", "loading"], title=title)
        axes.grid(axis="y", visible=False)
        axes.set_ylim(-0.6, 1.6)
    panels[-1].set_xlabel("milliseconds since the beginning")
    panels[0].set_ylabel("thread")
    ends = [1000 * (max(e for *_, e in log) - min(s for _, s, _ in log)) for log in runs.values()]
    said = " and ".join(f"{title}: {end:.0f} ms" for title, end in zip(runs, ends))
    return figure, f"Bars that show when batches were loaded and when they were trained on. {said}."
