"""Figures of batch norm."""

import numpy as np
from matplotlib.patches import Rectangle

from course_utils.nn.activations import sigmoid
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


def tidy(value):
    """The number with one digit after the point, and never as -0.0."""
    return f"{round(float(value), 1) + 0.0:.1f}"


@picture
def units_before_and_after(stages, names, title):
    """Histograms of some units: `stages` maps a name to Z (units, m), one panel each."""
    figure, axes = new_figure(1, len(stages), width=9.4, height=3)
    for axis, (stage, Z) in zip(axes, stages.items()):
        bins = np.linspace(Z.min(), Z.max(), 45)
        for z, name, colour, style in zip(Z, names, PALETTE, LINE_STYLES):
            axis.hist(z, bins=bins, histtype="step", linewidth=2, color=colour, linestyle=style,
                      label=f"{name}: {tidy(z.mean())} ± {tidy(z.std())}")  # fmt: skip
        axis.set(xlabel="value", title=stage)
        axis.set_ylim(top=1.5 * axis.get_ylim()[1])
        axis.legend(fontsize=8, loc="upper right")
    axes[0].set_ylabel("number of examples")
    said = "; ".join(
        f"{stage}: " + ", ".join(f"{tidy(z.mean())} ± {tidy(z.std())}" for z in Z)
        for stage, Z in stages.items()
    )
    return figure, f"{title}. Mean and standard deviation of the units. {said}."


@picture
def on_the_sigmoid(gammas, title):
    """The part of the sigmoid that 95 % of the values reach, for mean 0 and deviation gamma."""
    figure, axes = new_figure(1, len(gammas), width=9.4, height=2.7, sharey=True)
    z = np.linspace(-8, 8, 321)
    for axis, gamma in zip(axes, gammas):
        reach = 1.96 * gamma
        inside = np.abs(z) <= reach
        axis.plot(z, sigmoid(z), color=GREY, linewidth=1.5, linestyle=":")
        axis.plot(z[inside], sigmoid(z[inside]), color=BLUE, linewidth=3.5)
        axis.fill_between(z, 0.3 * np.exp(-((z / gamma) ** 2) / 2), color=GREEN, alpha=0.3)
        axis.set(xlabel="z̃", title=f"γ = {gamma:g}", ylim=(0, 1.02))
    axes[0].set_ylabel("σ(z̃)")
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, (
        f"{title}. The sigmoid three times; the thick part is where 95 % of the values fall for "
        f"γ = {', '.join(f'{g:g}' for g in gammas)}: nearly straight, bent, and with flat ends."
    )


@picture
def spread_curves(panels, xlabel, ylabel, title, y_log=True):
    """Median and range over seeds: `panels` maps a name to {label: values (seeds, n)}."""
    figure, axes = new_figure(1, len(panels), width=min(9.4, 4.9 * len(panels)), height=3.5,
                              sharey=True, squeeze=False)  # fmt: skip
    said = []
    for axis, (name, series) in zip(axes[0], panels.items()):
        for i, (label, values) in enumerate(series.items()):
            x = np.arange(1, values.shape[1] + 1)
            axis.fill_between(x, values.min(axis=0), values.max(axis=0), color=PALETTE[i],
                              alpha=0.2, linewidth=0)  # fmt: skip
            axis.plot(x, np.median(values, axis=0), color=PALETTE[i], label=label, linewidth=2,
                      linestyle=LINE_STYLES[i])  # fmt: skip
            said.append(f"{name}, {label}: {np.median(values[:, -1]):.2g}")
        axis.set(xlabel=xlabel, title=name, yscale="log" if y_log else "linear")
        axis.legend(fontsize=8)
    axes[0, 0].set_ylabel(ylabel)
    figure.suptitle(title, fontsize=11, fontweight="bold")
    seeds = next(iter(next(iter(panels.values())).values())).shape[0]
    return figure, (
        f"{title}: medians and ranges over {seeds} starts. {ylabel} at the end, {'; '.join(said)}."
    )


@picture
def drift(histories, title):
    """What some units of a later layer see, update by update: name -> Z (updates, units, m)."""
    figure, axes = new_figure(1, len(histories), width=9.4, height=3.4, sharey=True)
    said = []
    for axis, (name, Z) in zip(axes, histories.items()):
        for i, (colour, style) in enumerate(zip((BLUE, RED, GREEN), LINE_STYLES)):
            low, middle, high = np.percentile(Z[:, i], (10, 50, 90), axis=1)
            axis.fill_between(range(len(Z)), low, high, color=colour, alpha=0.2, linewidth=0)
            axis.plot(middle, color=colour, linestyle=style, linewidth=1.8, label=f"unit {i + 1}")
        axis.set(xlabel="update", title=name)
        spread = np.percentile(Z[:, :3], 90, axis=2) - np.percentile(Z[:, :3], 10, axis=2)
        said.append(f"{name}: the width grows by a factor of {(spread[-1] / spread[0]).mean():.2g}")
        axis.legend(fontsize=8, loc="upper left")
    axes[0].set_ylabel("input of the activation\n(median, 10 % to 90 %)")
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, f"{title}: three units over {len(Z) - 1} updates. {'; '.join(said)}."


@picture
def working_range(accuracies, rates, depths, limit, title):
    """Accuracy for every depth (rows) and rate (columns): name -> (depths, rates) medians.

    Cells at or above `limit` are framed: there the network works.
    """
    figure, axes = new_figure(1, len(accuracies), width=9.4, height=3.3, sharey=True)
    said = []
    for axis, (name, table) in zip(axes, accuracies.items()):
        image = axis.imshow(table, cmap="cividis", vmin=0, vmax=1, origin="lower", aspect="auto")
        for row, column in np.argwhere(np.asarray(table) >= limit):
            axis.add_patch(Rectangle((column - 0.47, row - 0.47), 0.94, 0.94, fill=False,
                                     edgecolor=RED, linewidth=1.8))  # fmt: skip
        axis.set_xticks(
            range(len(rates)), [f"{rate:.2g}" for rate in rates], fontsize=7, rotation=60
        )
        axis.set_yticks(range(len(depths)), depths)
        axis.set(xlabel="learning rate α", title=name)
        axis.grid(visible=False)
        widths = (np.asarray(table) >= limit).sum(axis=1)
        said.append(f"{name}: " + ", ".join(f"{d} layers {w}" for d, w in zip(depths, widths)))
    axes[0].set_ylabel("hidden layers")
    figure.colorbar(image, ax=axes, label="accuracy on dev")
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, f"{title}. Number of learning rates that work, {'; '.join(said)}."
