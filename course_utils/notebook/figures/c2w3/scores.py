"""Figures of softmax."""

import numpy as np
from matplotlib.colors import ListedColormap, to_rgb

from course_utils.notebook.picture import BLUE, GREEN, PALETTE, RED, new_figure, picture

MARKERS = ("o", "s", "^", "D", "v", "P")
LEVELS = 42  # shades of one class in a class map, from undecided to sure


@picture
def scores_to_probabilities(Z, T, A, names, title):
    """One example's scores, their exponentials and the probabilities, each (C,), as bars."""
    figure, axes = new_figure(1, 3, width=9.4, height=2.8)
    stages = (("scores z", Z, BLUE), ("t = exp(z)", T, GREEN), ("a = t / sum of t", A, RED))
    for axis, (stage, values, colour) in zip(axes, stages):
        drawn = axis.bar(names, values, color=colour, width=0.6)
        axis.bar_label(drawn, fmt="%.3g", fontsize=9)
        axis.margins(y=0.2)
        axis.axhline(0, color="black", linewidth=0.8)
        axis.set(title=stage, xlabel="class")
        axis.grid(axis="x", visible=False)
    axes[0].set_ylabel("value")
    figure.suptitle(title, fontsize=11, fontweight="bold")
    said = ", ".join(f"{name} {a:.3g}" for name, a in zip(names, A))
    return figure, f"{title}: scores, their exponentials, and probabilities {said}."


def shades(n_classes):
    """A colour map for n classes: class k from white to its colour, LEVELS shades each."""
    colours = []
    for k in range(n_classes):
        for level in np.linspace(0.06, 0.75, LEVELS):
            colours.append([1 - level * (1 - part) for part in to_rgb(PALETTE[k])])
    return ListedColormap(colours)


def shade_numbers(A):
    """For probabilities A (C, ...): which shade of `shades` shows the winner and how sure it is."""
    n_classes = len(A)
    sure = (A.max(axis=0) - 1 / n_classes) / (1 - 1 / n_classes)
    return A.argmax(axis=0) * LEVELS + np.minimum(sure * LEVELS, LEVELS - 1).astype(int)


def scatter_labels(axes, X, labels, size=16):
    """Draw examples X (2, m) with labels (m,), by colour and by marker; returns the artists."""
    return [
        axes.scatter(
            *X[:, labels == k], s=size, color=PALETTE[k], marker=MARKERS[k], edgecolors="black",
            linewidths=0.4, label=f"class {k}",
        )
        for k in range(labels.max() + 1)
    ]  # fmt: skip


@picture
def class_regions(panels, title):
    """The plane cut up by a classifier: `panels` maps a name to (probability, X (2, m), labels).

    `probability` takes points (2, k) and returns (C, k).
    """
    figure, axes = new_figure(1, len(panels), width=min(9.4, 3.1 * len(panels)), height=3.3,
                              squeeze=False)  # fmt: skip
    for axis, (name, (probability, X, labels)) in zip(axes[0], panels.items()):
        reach = 1.08 * np.abs(X).max()
        x = np.linspace(-reach, reach, 160)
        grid = np.stack(np.meshgrid(x, x))
        A = probability(grid.reshape(2, -1))
        numbers = shade_numbers(A).reshape(160, 160)
        axis.imshow(numbers, cmap=shades(len(A)), vmin=0, vmax=len(A) * LEVELS - 1, origin="lower",
                    extent=(-reach, reach, -reach, reach), interpolation="nearest")  # fmt: skip
        winner = A.argmax(axis=0).reshape(160, 160)
        for k in range(len(A)):
            axis.contour(x, x, winner == k, levels=[0.5], colors="black", linewidths=0.8)
        scatter_labels(axis, X, labels)
        axis.set(title=name, xlabel="$x_1$")
        axis.grid(visible=False)
    axes[0, 0].set_ylabel("$x_2$")
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, (
        f"{title}: maps of the plane with straight boundaries between the regions of "
        f"{', '.join(panels)}; darker where the classifier is surer."
    )
