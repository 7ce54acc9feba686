"""Figures of week C1W3."""

import itertools

import numpy as np

from course_utils.nn import activations as act
from course_utils.notebook.live import CLASS_MAP
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
from course_utils.notebook.plots import scatter_classes

ACTIVATIONS = {  # name: (g, g' as a function of z)
    "sigmoid": (act.sigmoid, lambda z: act.sigmoid_backward(1, act.sigmoid(z))),
    "tanh": (act.tanh, lambda z: act.tanh_backward(1, act.tanh(z))),
    "ReLU": (act.relu, lambda z: act.relu_backward(1, act.relu(z))),
    "leaky ReLU": (act.leaky_relu, lambda z: act.leaky_relu_backward(1, act.leaky_relu(z))),
}


@picture
def network(n_x, n_h):
    """A network with one hidden layer as circles and arrows."""
    figure, axes = new_figure(width=7.5, height=3.4)
    axes.set(xlim=(-0.2, 10.2), ylim=(-0.7, 4.0))
    axes.axis("off")
    columns = {1.5: n_x, 5.0: n_h, 8.3: 1}
    places = {
        x: [(x, 2.1 + 0.85 * ((n - 1) / 2 - i)) for i in range(n)] for x, n in columns.items()
    }
    layers = list(places.values())
    for left, right in itertools.pairwise(layers):
        for start in left:
            for end in right:
                axes.annotate(
                    "", end, start,
                    arrowprops={"arrowstyle": "->", "color": GREY, "shrinkA": 13, "shrinkB": 13},
                )  # fmt: skip
    for layer, colour, name in zip(layers, (GREY, BLUE, RED), "xaa"):
        for i, (x, y) in enumerate(layer, start=1):
            axes.plot(x, y, "o", markersize=25, color="white", markeredgecolor=colour, mew=2)
            text = (
                f"$x_{i}$" if name == "x" else f"$a_{i}^{{[1]}}$" if layer is layers[1] else "$ŷ$"
            )
            axes.text(x, y, text, ha="center", va="center", color=colour)
    captions = (
        "input: layer 0\n$a^{[0]} = x$",
        "hidden layer: layer 1",
        "output: layer 2\n$ŷ = a^{[2]}$",
    )
    for x, caption in zip(columns, captions):
        axes.text(x, -0.1, caption, ha="center", va="top")
    axes.text(3.25, 3.55, "$W^{[1]}, b^{[1]}$", ha="center", color=GREY)
    axes.text(6.65, 3.55, "$W^{[2]}, b^{[2]}$", ha="center", color=GREY)
    return figure, (
        f"A network as circles joined by arrows: {n_x} inputs, {n_h} hidden units, one output. "
        "Every input is joined with every hidden unit, every hidden unit with the output."
    )


@picture
def opinions(A1, Y, listener):
    """The plane of two opinions A1 (2, m), and what a neuron that listens to both says there."""
    figure, axes = new_figure(width=4.6, height=3.8)
    a = np.linspace(-0.06, 1.06, 120)
    says = np.reshape(listener(np.stack(np.meshgrid(a, a)).reshape(2, -1)), (120, 120))
    box = (a[0], a[-1], a[0], a[-1])
    axes.imshow(says, cmap=CLASS_MAP, vmin=0, vmax=1, origin="lower", extent=box, aspect="equal")
    axes.contour(a, a, says, levels=[0.5], colors="black", linewidths=1.2)
    scatter_classes(axes, A1, Y)
    axes.set(xlabel="$a_1$: top left?", ylabel="$a_2$: bottom right?")
    axes.set_title("The same points, as the third neuron sees them")
    axes.grid(visible=False)
    return figure, (
        "The plane of two opinions with the points of both classes: class 0 in the corner where "
        "both say no, class 1 in the two corners where one says yes, a straight line between."
    )


@picture
def activation_functions():
    """Four activation functions, each with its derivative."""
    z = np.linspace(-4, 4, 401)
    figure, axes = new_figure(1, 4, width=9.4, height=2.7, sharex=True)
    for axis, (name, (g, slope)) in zip(axes, ACTIVATIONS.items()):
        axis.plot(z, g(z), color=BLUE, linewidth=2, label="g(z)")
        axis.plot(z, slope(z), color=RED, linewidth=2, linestyle="--", label="slope g'(z)")
        axis.set(title=name, xlabel="z", ylim=(-1.2, 2.2))
    axes[0].legend(loc="upper left", fontsize=8)
    return figure, (
        "Four curves with their slopes. Sigmoid rises from 0 to 1, its slope is at most one "
        "quarter. Tanh rises from -1 to 1, its slope is 1 in the middle; both are flat far out. "
        "ReLU is 0 and then the diagonal, its slope 0 and then 1; leaky ReLU keeps a small slope "
        "of 0.01 on the left."
    )


STAGES = (  # name, formula, what comes back to it
    ("x", "", ""),
    ("z^{[1]}", "W^{[1]}x+b^{[1]}", "dz^{[1]}"),
    ("a^{[1]}", "g(z^{[1]})", "da^{[1]}"),
    ("z^{[2]}", "W^{[2]}a^{[1]}+b^{[2]}", "dz^{[2]}"),
    ("a^{[2]}", "σ(z^{[2]})", ""),
    ("ℒ", "ℒ(a^{[2]},y)", ""),
)


@picture
def backward_graph():
    """The computation graph of one example: values forward, derivatives backward."""
    figure, axes = new_figure(width=9.4, height=2.5)
    axes.set(xlim=(-0.2, 10.6), ylim=(0, 2.6))
    axes.axis("off")
    box = {"boxstyle": "round,pad=0.45", "facecolor": "white", "edgecolor": GREY}
    for i, (name, formula, derivative) in enumerate(STAGES):
        x = 0.3 + 2 * i
        axes.text(x, 1.4, f"${name}$", ha="center", va="center", fontsize=14, color=BLUE, bbox=box)
        axes.text(x, 2.1, f"${formula}$" if formula else "", ha="center", color=BLUE, fontsize=10)
        axes.text(x, 0.65, f"${derivative}$" if derivative else "", ha="center", color=RED)
        if i:
            for shift, ends in ((0.1, "->"), (-0.1, "<-")):
                if ends == "<-" and i == 1:
                    continue  # nobody asks for the derivative by x
                axes.annotate(
                    "", (x - 0.5, 1.4 + shift), (x - 1.5, 1.4 + shift),
                    arrowprops={"arrowstyle": ends, "color": BLUE if ends == "->" else RED},
                )  # fmt: skip
    for x, text in ((2.3, "$dW^{[1]}, db^{[1]}$"), (6.3, "$dW^{[2]}, db^{[2]}$")):
        axes.text(x, 0.15, text, ha="center", color=RED)
    return figure, (
        "Six boxes in a row: x, z1, a1, z2, a2 and the loss. Values run forward from x to the "
        "loss, derivatives backward to dz2, da1 and dz1; from dz2 come dW2 and db2, from dz1 come "
        "dW1 and db1."
    )


@picture
def walk_round(X, Y, radius, models):
    """A walk round the flower, and what is met on the way: `models` maps names to probability."""
    angles = np.radians(np.arange(0.5, 360))
    circle = radius * np.stack([np.sin(angles), np.cos(angles)])
    own = np.degrees(np.arctan2(*X)) % 360  # clockwise from the top, as the walk goes
    petals = [Y[0, (own >= low) & (own < low + 45)].mean() for low in range(0, 360, 45)]
    rows = [np.repeat(petals, 45), *(np.ravel(model(circle)) for model in models.values())]
    figure, (plane, strip) = new_figure(
        1, 2, width=9.4, height=3.4, gridspec_kw={"width_ratios": [1, 2]}
    )
    scatter_classes(plane, X, Y, size=8)
    plane.plot(*circle, color=GREEN, linewidth=2)
    plane.annotate(
        "", circle[:, 30], circle[:, 20], arrowprops={"arrowstyle": "-|>", "color": GREEN}
    )
    plane.set(title="Once round, clockwise", xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    strip.imshow(
        rows, cmap=CLASS_MAP, vmin=0, vmax=1, extent=(0, 360, len(rows) - 0.5, -0.5),
        aspect="auto", interpolation="nearest",
    )  # fmt: skip
    strip.set_yticks(range(len(rows)), ["the petals", *models])
    strip.set_xticks(range(0, 361, 45))
    strip.set(xlabel="degrees from the top", title="Class 1: orange; class 0: blue")
    for line in np.arange(0.5, len(rows) - 1):
        strip.axhline(line, color="white", linewidth=4)
    strip.grid(visible=False)
    return figure, (
        "Left: the flower with a circle round its middle. Right: the colours met on that walk, "
        f"first the petals, which change six times, then what {', '.join(models)} say."
    )


@picture
def race(tracks, rates, title=""):
    """Learning curves, a row for each rate and a column for each data set, with their range.

    `tracks` maps a data set's name to {runner: costs (rates, runs, steps)}.
    """
    figure, axes = new_figure(
        len(rates), len(tracks), width=9.4, height=2.2 * len(rates) + 0.4,
        sharex=True, sharey=True, squeeze=False,
    )  # fmt: skip
    for column, (track, runners) in zip(axes.T, tracks.items()):
        for row, (axis, rate) in enumerate(zip(column, rates)):
            for (name, costs), colour, style in zip(runners.items(), PALETTE, LINE_STYLES):
                J = np.asarray(costs[row])
                steps = np.arange(J.shape[1])
                axis.fill_between(steps, J.min(axis=0), J.max(axis=0), color=colour, alpha=0.12)
                axis.plot(np.median(J, axis=0), color=colour, linestyle=style, label=name)
            axis.set_title(f"{track}, α = {rate:g}", fontsize=10)
            axis.set(ylim=(0, 0.8))
    for axis in axes[-1]:
        axis.set_xlabel("step")
    for axis in axes[:, 0]:
        axis.set_ylabel("cost J")
    handles, labels = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(labels), fontsize=9)
    if title:
        figure.suptitle(title, fontsize=11, fontweight="bold")
    runners = ", ".join(next(iter(tracks.values())))
    return figure, (
        f"{title}: cost against step for {runners}; a column for each of {', '.join(tracks)}, a "
        f"row for each learning rate of {', '.join(f'{rate:g}' for rate in rates)}."
    )


@picture
def activations_at_the_start(activations):
    """Histograms of the hidden activations before training: name -> A1 (n_h, m)."""
    figure, axes = new_figure(1, len(activations), width=9.4, height=2.6, sharey=True)
    for axis, (name, A1) in zip(axes, activations.items()):
        axis.hist(A1.ravel(), bins=np.linspace(-1, 1, 41), color=BLUE)
        axis.set(title=name, xlabel="activation $a^{[1]}$")
    axes[0].set_ylabel("how many of them")
    return figure, f"Histograms of tanh activations between -1 and 1 for {', '.join(activations)}."
