"""How errors fall: with more examples, and step by step."""

import numpy as np

from course_utils.notebook.picture import GREEN, LINE_STYLES, PALETTE, RED, new_figure, picture

MARKERS = ("o", "s", "^", "D")


@picture
def error_against_amount(amounts, errors, title):
    """Errors of repeated draws, name -> (draws, amounts): their mean, and a band of all of them."""
    figure, axes = new_figure(width=7.2, height=3.8)
    for (name, values), colour, style, marker in zip(errors.items(), PALETTE, LINE_STYLES, MARKERS):
        values = 100 * np.asarray(values)
        axes.fill_between(amounts, values.min(axis=0), values.max(axis=0), color=colour, alpha=0.15)
        axes.plot(amounts, values.mean(axis=0), color=colour, linestyle=style, marker=marker,
                  linewidth=2, label=name)  # fmt: skip
    axes.set(xscale="log", yscale="log", xlabel="training examples",
             ylabel="wrong test digits (%)", title=title)  # fmt: skip
    axes.set_xticks(amounts, [f"{amount:,}" for amount in amounts])
    axes.set_yticks([2, 3, 5, 10, 20], ["2", "3", "5", "10", "20"])
    axes.minorticks_off()
    axes.legend()
    n = len(next(iter(errors.values())))
    return figure, (
        f"{title}. Share of wrong test digits against the number of training examples, from "
        f"{amounts[0]} to {amounts[-1]}, for {', '.join(errors)}: the mean of {n} draws and a band "
        "from the lowest to the highest."
    )


@picture
def two_paths(cost, paths, w, b, title):
    """Contours of cost(w, b), and the path of descent over each: name -> (steps, 2)."""
    J = np.array([[cost(w_i, b_i) for w_i in w] for b_i in b])
    figure, axes = new_figure(1, len(paths), width=8.6, height=3.4, sharey=True)
    row, column = np.unravel_index(J.argmin(), J.shape)
    for axis, (name, path) in zip(axes, paths.items()):
        axis.contour(w, b, J, levels=np.geomspace(1.01 * J.min(), J.max(), 14), cmap="Greys_r")
        axis.plot(*path.T, color=RED, marker="o", markersize=2.5, linewidth=1)
        axis.plot(*path[0], color="black", marker="s", markersize=7, label="start", linestyle="")
        axis.plot(w[column], b[row], "*", color=GREEN, markersize=14, label="lowest cost")
        axis.set(xlabel="w", title=name)
        axis.legend(loc="lower right", fontsize=8)
    axes[0].set_ylabel("b")
    return (
        figure,
        f"{title}: contour lines of the cost over w and b with two paths: {', '.join(paths)}.",
    )
