"""Figures of the search for hyperparameters."""

import numpy as np
from matplotlib.patches import Rectangle
from matplotlib.ticker import NullFormatter

from course_utils.notebook.picture import (
    BLUE,
    GREEN,
    GREY,
    LINE_STYLES,
    ORANGE,
    RED,
    new_figure,
    picture,
)


@picture
def importance(costs, defaults, title):
    """One small panel per hyperparameter: `costs` maps its name to {value: costs over seeds}.

    `defaults` maps the name to the value that stays while the others are varied.
    """
    names = list(costs)
    figure, axes = new_figure(2, -(-len(names) // 2), width=9.4, height=4.6, sharey=True)
    ratios = {}
    for axis, name in zip(axes.flat, names):
        medians = [np.median(values) for values in costs[name].values()]
        ratios[name] = max(medians) / min(medians)
        for x, values in enumerate(costs[name].values()):
            axis.plot([x] * len(values), values, "o", color=GREY, alpha=0.5, markersize=4)
        axis.plot(medians, color=BLUE, linewidth=2, marker="_", markersize=11, mew=2)
        chosen = list(costs[name]).index(defaults[name])
        axis.plot(chosen, medians[chosen], "D", color=RED, markersize=6)
        axis.set_xticks(range(len(medians)), [f"{value:g}" for value in costs[name]], fontsize=8)
        axis.set(title=name, xlabel=f"worst / best: {ratios[name]:.2g}", yscale="log")
        axis.set_yticks([0.2, 0.5, 1, 2], ["0.2", "0.5", "1", "2"])
        axis.yaxis.set_minor_formatter(NullFormatter())
    for axis in axes.flat[len(names) :]:
        axis.axis("off")
    for axis in axes[:, 0]:
        axis.set_ylabel("cost on dev")
    figure.suptitle(title, fontsize=11, fontweight="bold")
    said = ", ".join(f"{name} {ratio:.2g}" for name, ratio in ratios.items())
    return figure, f"{title}. Worst over best median cost for each hyperparameter: {said}."


@picture
def grid_and_random(searches, x, y, title):
    """Where trials lie and what they cost: `searches` maps a name to dicts with x, y and "cost".

    Below, the plane of both hyperparameters with a tick on each axis for every value tried; above,
    the same trials seen from below: their cost against x alone.
    """
    figure, axes = new_figure(
        2, len(searches), width=9.4, height=5.4, sharex=True, sharey="row",
        gridspec_kw={"height_ratios": [1, 1.5]},
    )  # fmt: skip
    every = [trial["cost"] for trials in searches.values() for trial in trials]
    colours = {"cmap": "viridis_r", "vmin": np.log(min(every)), "vmax": np.log(max(every))}
    said = []
    for column, (name, trials) in zip(axes.T, searches.items()):
        xs, ys, costs = (np.array([trial[key] for trial in trials]) for key in (x, y, "cost"))
        best = costs.argmin()
        top, plane = column
        top.vlines(xs, costs, max(every) * 1.6, color=GREY, linewidth=0.8, alpha=0.6)
        top.scatter(xs, costs, c=np.log(costs), s=26, edgecolors="white", linewidths=0.4, **colours)
        top.set(title=f"{name}: {distinct(xs)} values of {x}", yscale="log")
        top.set_ylim(min(every) * 0.8, max(every) * 1.6)
        plane.scatter(xs, ys, c=np.log(costs), s=44, edgecolors="white", linewidths=0.5, **colours)
        plane.plot(xs[best], ys[best], "*", color=RED, markersize=15, markeredgecolor="white")
        ticks = {"linestyle": "", "color": RED, "markersize": 11, "clip_on": False}
        plane.plot(xs, 0 * xs, marker="|", transform=plane.get_xaxis_transform(), **ticks)
        plane.plot(0 * ys, ys, marker="_", transform=plane.get_yaxis_transform(), **ticks)
        plane.set(xlabel=x, xscale="log", yscale="log")
        plane.set_title(f"best: {costs[best]:.3g} at the star", fontsize=10, fontweight="normal")
        said.append(f"{name}: {distinct(xs)} values of {x}, lowest cost {costs[best]:.3g}")
    axes[0, 0].set_ylabel("cost on dev")
    axes[1, 0].set_ylabel(y)
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, (
        f"{title}. Above: cost against {x} alone. Below: trials in the plane of {x} and {y}, with "
        f"a tick on the axes for every value tried. {'; '.join(said)}."
    )


def distinct(values):
    """How many different numbers there are, to six digits."""
    return len({f"{value:.6g}" for value in values})


@picture
def pairs(panels, ylabel, title, same_scale=True):
    """Paired comparisons: `panels` maps a name to {label: values}, one value per start.

    A line joins what began equal; it is drawn boldly where it falls.
    """
    figure, axes = new_figure(1, len(panels), width=min(9.4, 3.3 * len(panels) + 0.6),
                              height=3.4, sharey=same_scale, squeeze=False)  # fmt: skip
    said = []
    for axis, (name, groups) in zip(axes[0], panels.items()):
        table = np.array(list(groups.values()))
        for column in table.T:
            axis.plot(column, color=BLUE if column[-1] < column[0] else GREY, alpha=0.75,
                      marker="o", markersize=4, linewidth=1.2)  # fmt: skip
        for x, values in enumerate(table):
            axis.plot(x, np.median(values), marker="_", markersize=26, mew=3, color=RED)
        falls = int(np.sum(table[-1] < table[0]))
        axis.set_xticks(range(len(groups)), list(groups), fontsize=9)
        axis.set_xlim(-0.5, len(groups) - 0.5)
        axis.set_title(name)
        axis.set_xlabel(f"{falls} of {table.shape[1]} lines fall")
        said.append(f"{name}: {falls} of {table.shape[1]} fall from {' to '.join(groups)}")
    axes[0, 0].set_ylabel(ylabel)
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, f"{title}. Each line joins what began equal. {'; '.join(said)}."


@picture
def coarse_to_fine(coarse, fine, x, y, box, title):
    """Trials of two rounds, dicts with x, y and "cost"; `box` is ((x0, x1), (y0, y1))."""
    figure, axes = new_figure(width=6.2, height=3.8)
    costs = [trial["cost"] for trial in (*coarse, *fine)]
    for trials, marker, name in ((coarse, "o", "first round"), (fine, "s", "second round")):
        drawn = axes.scatter(
            [trial[x] for trial in trials], [trial[y] for trial in trials], marker=marker, s=46,
            c=[np.log10(trial["cost"]) for trial in trials], cmap="viridis_r", edgecolors="black",
            linewidths=0.5, label=name, vmin=np.log10(min(costs)), vmax=np.log10(max(costs)),
        )  # fmt: skip
    (x0, x1), (y0, y1) = box
    axes.add_patch(Rectangle((x0, y0), x1 - x0, y1 - y0, fill=False, edgecolor=RED, linewidth=1.8))
    axes.set(xlabel=x, ylabel=y, title=title, xscale="log")
    axes.legend(loc="lower left")
    figure.colorbar(drawn, ax=axes, label="log₁₀ of the cost on dev")
    return figure, (
        f"{title}: {len(coarse)} trials over the whole plane of {x} and {y}, then {len(fine)} "
        f"inside the box {x} {x0:.2g} to {x1:.2g}, {y} {y0:.3g} to {y1:.3g}."
    )


@picture
def where_samples_fall(samples, edges, xlabel, title):
    """Samples as ticks on a log axis, and how many fall between edges: name -> values (n,)."""
    figure, axes = new_figure(len(samples), 1, height=1.5 * len(samples) + 0.5, sharex=True)
    counts = []
    for axis, (name, values) in zip(np.atleast_1d(axes), samples.items()):
        shares, _ = np.histogram(values, bins=edges)
        counts.append(f"{name}: {', '.join(map(str, shares))}")
        axis.vlines(values, 0, 0.45, color=BLUE, linewidth=1, alpha=0.6)
        for low, high, share in zip(edges, edges[1:], shares):
            axis.text(np.sqrt(low * high), 0.72, str(share), ha="center", va="center", fontsize=12,
                      color=RED, fontweight="bold")  # fmt: skip
            axis.axvline(high, color=GREY, linewidth=0.8, linestyle=":")
        axis.set(ylim=(0, 1), yticks=[], xscale="log", xlim=(edges[0], edges[-1]))
        axis.set_title(name, fontsize=10)
        axis.grid(visible=False)
    np.atleast_1d(axes)[-1].set_xlabel(xlabel)
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, f"{title}. Counts between {', '.join(f'{e:g}' for e in edges)}: " + "; ".join(
        counts
    )


@picture
def one_or_many(one, rates, many, title):
    """Cost day by day of one model whose rate is moved, and of many that run side by side.

    `one` and `rates` (days + 1,); `many` maps a label to costs (days + 1,).
    """
    figure, (left, right) = new_figure(1, 2, width=9.4, height=3.6)
    left.plot(one, color=BLUE, marker="o", markersize=4, linewidth=2, label="cost on dev")
    left.set(xlabel="day", ylabel="cost on dev", yscale="log", title="One model, looked after")
    other = left.twinx()
    other.step(range(len(rates)), rates, color=ORANGE, linestyle="--", where="post",
               label="learning rate")  # fmt: skip
    other.set(ylabel="learning rate (dashed)", yscale="log")
    other.grid(visible=False)
    best = min(many, key=lambda name: many[name][-1])
    for i, (name, costs) in enumerate(many.items()):
        colour = GREEN if name == best else GREY
        right.plot(costs, color=colour, linewidth=2.2 if name == best else 1,
                   linestyle=LINE_STYLES[i % len(LINE_STYLES)], label=name)  # fmt: skip
    right.set(xlabel="day", ylabel="cost on dev", yscale="log", title="Many models, left alone")
    right.legend(
        fontsize=8, title="learning rate", title_fontsize=8, loc="center left",
        bbox_to_anchor=(1, 0.5),
    )  # fmt: skip
    every = np.concatenate([one, *many.values()])
    for axis in (left, right):
        axis.set_ylim(0.8 * every.min(), 1.3 * every[np.isfinite(every)].max())
    return figure, (
        f"{title}. Left: the cost of one model over {len(one) - 1} days, its learning rate moved "
        f"every day, ends at {one[-1]:.3g}. Right: {len(many)} models side by side, the best with "
        f"learning rate {best} at {many[best][-1]:.3g}."
    )
