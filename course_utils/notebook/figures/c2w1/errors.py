"""Errors and their gaps, weights and what penalties do to them, cost surfaces."""

import numpy as np
from matplotlib.colors import LogNorm
from matplotlib.patches import FancyBboxPatch

from course_utils.notebook.picture import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    RED,
    SKY,
    new_figure,
    picture,
)

BOXES = {  # name: (x, y, text, colour) on a 10 x 5 sheet
    "bias": (2.2, 4.1, "Training error well above\nthe best possible?\n(high bias)", SKY),
    "more": (7.3, 4.1, "larger network · train longer\nanother architecture", GREEN),
    "variance": (2.2, 2.2, "Dev error well above\nthe training error?\n(high variance)", SKY),
    "data": (7.3, 2.2, "more data · regularise\nanother architecture", GREEN),
    "done": (2.2, 0.5, "Done: now the test set, once", ORANGE),
}


@picture
def recipe():
    """The two questions of 1.3 and their answers, as a flow chart."""
    figure, axes = new_figure(width=7.6, height=3.8)
    axes.set(xlim=(0, 10), ylim=(0, 5), title="The recipe: first bias, then variance")
    axes.axis("off")
    for x, y, text, colour in BOXES.values():
        height = 0.5 if "\n" not in text else 1.15
        axes.add_patch(
            FancyBboxPatch(
                (x - 1.95, y - height / 2), 3.9, height, boxstyle="round,pad=0.06",
                facecolor=colour, edgecolor=GREY, alpha=0.35,
            )
        )  # fmt: skip
        axes.text(x, y, text, ha="center", va="center", fontsize=10)
    for start, end, label, place in (
        ((4.25, 4.25), (5.25, 4.25), "yes", (4.75, 4.38)),
        ((5.25, 3.95), (4.25, 3.95), "look again", (4.75, 3.62)),
        ((4.25, 2.35), (5.25, 2.35), "yes", (4.75, 2.48)),
        ((5.6, 2.85), (4.1, 3.5), "look again", (5.35, 3.2)),
        ((2.2, 3.4), (2.2, 2.9), "no", (2.45, 3.15)),
        ((2.2, 1.5), (2.2, 0.85), "no", (2.45, 1.17)),
    ):
        axes.annotate("", end, start, arrowprops={"arrowstyle": "->", "color": GREY, "lw": 1.5})
        axes.text(*place, label, ha="center", va="center", fontsize=9, color=GREY)
    return figure, (
        "Flow chart. Is the training error well above the best possible? Yes: a larger network, "
        "longer training. No: is the dev error well above the training error? Yes: more data or "
        "regularisation, then ask the first question again. No: done."
    )


@picture
def gaps(errors, base, title, note="the best possible"):
    """Training and dev errors, name -> (training (k,), dev (k,)), with the gap between their means.

    Every dot is one run; `base` is the error that no rule can get below.
    """
    figure, axes = new_figure(width=7.8, height=0.9 + 0.42 * len(errors))
    for row, (training, dev) in enumerate(errors.values()):
        axes.plot([np.mean(training), np.mean(dev)], [row, row], color=GREY, linewidth=5, alpha=0.3)
        for values, colour, marker, shift in ((training, BLUE, "o", -0.1), (dev, RED, "s", 0.1)):
            axes.plot(values, np.full(len(values), row + shift), linestyle="", marker=marker,
                      color=colour, alpha=0.55, markersize=5, markeredgecolor="white",
                      label=("training error", "dev error")[marker == "s"] if row == 0 else None,
                      )  # fmt: skip
            axes.plot(np.mean(values), row + shift, "|", color=colour, markersize=13, mew=2.5)
    axes.axvline(base, color=GREEN, linestyle="--", label=note)
    axes.set_yticks(range(len(errors)), list(errors))
    axes.set(xlabel="error", title=title, ylim=(len(errors) - 0.5, -0.6), ylabel="")
    axes.legend(fontsize=8, loc="center left", bbox_to_anchor=(1, 0.5))
    said = ", ".join(
        f"{name} {np.mean(training):.2f} and {np.mean(dev):.2f}"
        for name, (training, dev) in errors.items()
    )
    return figure, f"{title}. Mean training and dev errors: {said}; {note}: {base:.2f}."


@picture
def spread(groups, ylabel, title, reference=None):
    """One dot per run for every name -> values (k,), with the mean as a bar."""
    figure, axes = new_figure(width=7.2, height=3.0)
    for place, values in enumerate(groups.values()):
        values = np.asarray(values, float)
        beside = place + 0.16 * np.linspace(-1, 1, len(values))
        axes.plot(beside, values, "o", color=BLUE, alpha=0.6, markersize=6, mec="white")
        axes.plot([place - 0.28, place + 0.28], [values.mean()] * 2, color=RED, linewidth=2.5)
    if reference is not None:
        axes.axhline(reference[0], color=GREEN, linestyle="--", label=reference[1])
        axes.legend(fontsize=8)
    axes.set_xticks(range(len(groups)), list(groups), fontsize=9)
    axes.set(ylabel=ylabel, title=title, xlim=(-0.6, len(groups) - 0.4))
    axes.set_xlabel("every dot is one run; the bar is their mean", fontsize=9)
    axes.grid(axis="x", visible=False)
    said = ", ".join(f"{name} {np.mean(values):.3g}" for name, values in groups.items())
    return figure, f"{title}: {ylabel}, one dot for each run. Means: {said}."


@picture
def sweep(x, training, dev, base, title, xlabel):
    """Training and dev errors (k, runs) against a setting x (k,), with the range of the runs."""
    figure, axes = new_figure(width=6.8, height=3.1)
    places = np.arange(len(x))
    for values, colour, style, name in (
        (training, BLUE, "-o", "training error"),
        (dev, RED, "--s", "dev error"),
    ):
        values = np.asarray(values)
        axes.plot(places, values.mean(axis=1), style, color=colour, label=f"{name}, mean")
        axes.fill_between(
            places, values.min(axis=1), values.max(axis=1), color=colour, alpha=0.15, linewidth=0
        )
    axes.axhline(base, color=GREEN, linestyle=":", label="the best possible")
    axes.set_xticks(places, [f"{value:g}" for value in x])
    axes.set(xlabel=xlabel, ylabel="error", title=title)
    axes.legend(fontsize=8)
    best = int(np.argmin(np.mean(dev, axis=1)))
    return figure, (
        f"{title}: the training error rises with {xlabel}, the dev error has a valley and is "
        f"lowest at {x[best]:g}. Shaded: from the lowest to the highest run."
    )


@picture
def stems(weights, title):
    """The weights of one unit under several penalties, name -> (n,); zeros are hollow."""
    height = 1.35 * len(weights) + 0.3
    figure, axes = new_figure(len(weights), 1, width=7.6, height=height, sharex=True, squeeze=False)
    axes = axes[:, 0]
    for axis, (name, w) in zip(axes, weights.items()):
        w = np.ravel(w)
        places, zero = np.arange(len(w)), np.ravel(w) == 0
        axis.vlines(places, 0, w, color=BLUE, linewidth=2)
        axis.plot(places[~zero], w[~zero], "o", color=BLUE, markersize=4)
        axis.plot(places[zero], w[zero], "o", mfc="white", color=RED, markersize=5)
        axis.set_title(f"{name}: {zero.sum()} of {len(w)} are exactly 0", fontsize=10)
        axis.set_ylabel("weight")
    axes[-1].set_xlabel("feature (hollow: exactly 0)")
    figure.suptitle(title, fontsize=11, fontweight="bold")
    said = ", ".join(f"{name} {np.sum(np.ravel(w) == 0)}" for name, w in weights.items())
    return figure, f"{title}. Weights that are exactly zero: {said}."


@picture
def where_tanh_bends(scores, title):
    """Where the scores of hidden units fall on tanh, name -> scores."""
    figure, axes = new_figure(1, len(scores), width=8.2, height=2.8, sharey=True)
    z = np.linspace(-4, 4, 200)
    for axis, (name, values) in zip(axes, scores.items()):
        twin = axis.twinx()
        twin.hist(np.clip(np.ravel(values), -4, 4), bins=41, range=(-4, 4), color=SKY, alpha=0.7)
        twin.set(yticks=[], ylim=(0, 1.5 * twin.get_ylim()[1]))
        twin.grid(visible=False)
        twin.set_title(name)
        axis.plot(z, np.tanh(z), color=RED, linewidth=2, label="tanh z")
        axis.plot(z, z, color=GREY, linestyle="--", linewidth=1, label="z itself")
        axis.set(xlabel="z (blue: how many)", title=name, ylim=(-1.5, 1.5), xlim=(-4, 4))
        axis.set_zorder(twin.get_zorder() + 1)
        axis.patch.set_visible(False)
        twin.set_title(name)
        axis.grid(visible=False)
    axes[0].set_ylabel("a")
    axes[0].legend(fontsize=8, loc="upper left")
    inside = ", ".join(f"{name} {np.mean(np.abs(v) < 0.5):.2f}" for name, v in scores.items())
    return (
        figure,
        f"{title}: share of scores between -0.5 and 0.5, where tanh is straight: {inside}.",
    )


@picture
def contours_and_paths(panels, title):
    """Cost surfaces over two weights and the path of descent over each.

    `panels` maps a title to (J as a function of (w1, w2) arrays, path (steps, 2), limits).
    """
    figure, axes = new_figure(1, len(panels), width=2.9 * len(panels), height=3.4)
    for axis, (name, (J, path, limits)) in zip(axes, panels.items()):
        w1, w2 = (np.linspace(*limits[k], 120) for k in (0, 1))
        values = J(*np.meshgrid(w1, w2))
        low = values.min()
        levels = low + (values.max() - low) * np.geomspace(0.002, 1, 12)
        axis.contour(w1, w2, values, levels=levels, cmap="Greys_r",
                     norm=LogNorm(levels[0] * 0.5, levels[-1] * 4))  # fmt: skip
        axis.plot(*path.T, color=RED, marker="o", markersize=3, linewidth=1.2, label="path")
        axis.plot(*path[0], color="black", marker="s", markersize=7, linestyle="", label="start")
        axis.set(xlabel="$w_1$", ylabel="$w_2$", title=name, xlim=limits[0], ylim=limits[1])
    axes[0].legend(fontsize=8)
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, (
        f"{title}: contour lines of the cost over two weights with the path of gradient descent. "
        f"{', '.join(panels)}."
    )
