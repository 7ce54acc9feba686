"""Figures of week C1W2, and the drawings that its widgets share with them."""

import numpy as np
from matplotlib.colors import LogNorm
from matplotlib.patches import FancyBboxPatch
from matplotlib.ticker import MaxNLocator

from course_utils.nn.activations import sigmoid
from course_utils.nn.costs import sigmoid_cross_entropy
from course_utils.notebook.picture import BLUE, GREEN, GREY, RED, new_figure, picture


def draw_sigmoid(axes, title, reach=8):
    """The sigmoid on [-reach, reach] with its middle marked."""
    z = np.linspace(-reach, reach, 401)
    axes.plot(z, sigmoid(z), color=GREY, linewidth=2, label="σ(z)")
    axes.axhline(0.5, color=GREY, linewidth=1, linestyle=":")
    axes.axvline(0, color=GREY, linewidth=1, linestyle=":")
    axes.set(
        xlim=(-1.03 * reach, 1.03 * reach),
        ylim=(-0.05, 1.05),
        xlabel="score z",
        ylabel="ŷ = σ(z)",
        title=title,
    )


def twelve_examples():
    """One feature, twelve examples that overlap a little, so that J has a minimum: x, y (12,)."""
    x = np.array([-2.2, -1.7, -1.3, -0.9, -0.5, -0.2, 0.1, 0.4, 0.8, 1.2, 1.6, 2.1])
    y = np.array([0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 1.0])
    return x, y


def surface(cost, w, b):
    """cost(Z) over a grid: w (n,), b (k,) -> (k, n)."""
    return np.array([[cost(w_i, b_i) for w_i in w] for b_i in b])


def cost_surface(axes, x, y):
    """Contours of the cross-entropy cost over w and b; returns J at its minimum."""
    w, b = np.linspace(-4, 8, 97), np.linspace(-8, 8, 97)
    Z = w * x[:, None, None] + b[:, None]  # (m, 97, 97)
    J = np.mean(np.logaddexp(0, Z) - y[:, None, None] * Z, axis=0)
    best_w, best_b = newton(x, y)
    best, _ = sigmoid_cross_entropy((best_w * x + best_b)[None], y[None])
    axes.contour(w, b, J, levels=np.geomspace(best * 1.02, J.max(), 16), cmap="Greys_r",
                 norm=LogNorm(best * 0.7, J.max() * 3))  # fmt: skip
    axes.plot(best_w, best_b, marker="*", markersize=13, color=GREEN, linestyle="", label="minimum")
    axes.set(xlim=(-4, 8), ylim=(-8, 8), xlabel="w", ylabel="b", title="Cost J(w, b)")
    axes.legend(loc="upper right")
    return best


def newton(x, y, steps=20):
    """The minimum of the logistic cost with one weight, by Newton's method: w, b."""
    X = np.stack([x, np.ones_like(x)])
    theta = np.zeros(2)
    for _ in range(steps):
        a = sigmoid(theta @ X)
        theta -= np.linalg.solve((X * a * (1 - a)) @ X.T, X @ (a - y))
    return theta


NODES = {  # name: (x, y, formula) on a 10 x 4 sheet
    "a": (1.0, 3.3, "a"), "b": (1.0, 2.0, "b"), "c": (1.0, 0.7, "c"),
    "u": (3.9, 1.35, "u = bc"), "v": (6.3, 2.3, "v = a + u"), "J": (8.8, 2.3, "J = 3v"),
}  # fmt: skip
EDGES = (("b", "u"), ("c", "u"), ("a", "v"), ("u", "v"), ("v", "J"))


def draw_graph(axes):
    """Boxes and arrows of J = 3(a + bc); returns the text artists for values and derivatives."""
    axes.set(xlim=(0, 10), ylim=(0, 4.1))
    axes.axis("off")
    for start, end in EDGES:
        (x0, y0, _), (x1, y1, _) = NODES[start], NODES[end]
        for shift, colour, ends in ((0.09, BLUE, "->"), (-0.09, RED, "<-")):
            axes.annotate(
                "", (x1 - 0.85, y1 + shift), (x0 + 0.85, y0 + shift),
                arrowprops={"arrowstyle": ends, "color": colour, "linewidth": 1.6},
            )  # fmt: skip
    texts = {}
    for name, (x, y, formula) in NODES.items():
        box = FancyBboxPatch(
            (x - 0.72, y - 0.42), 1.44, 0.84, boxstyle="round,pad=0.05", fc="white", ec=GREY
        )
        axes.add_patch(box)
        axes.text(x, y + 0.26, formula, ha="center", va="center", fontsize=10, color=GREY)
        texts[name] = axes.text(
            x, y - 0.12, "", ha="center", va="center", fontsize=15, color=BLUE, fontweight="bold"
        )
        if name != "J":
            texts[f"d{name}"] = axes.text(
                x, y - 0.62, "", ha="center", va="center", fontsize=11, color=RED
            )
    axes.text(9.9, 0.75, "→ values, forward", ha="right", color=BLUE)
    axes.text(9.9, 0.4, "← derivatives dJ/d…, backward", ha="right", color=RED)
    return texts


@picture
def graph(a, b, c):
    """The computation graph with its values and derivatives for one a, b, c."""
    figure, axes = new_figure(width=8.2, height=3.3)
    values = {"a": a, "b": b, "c": c, "u": b * c, "v": a + b * c, "J": 3 * (a + b * c)}
    derivatives = {"da": 3, "db": 3 * c, "dc": 3 * b, "du": 3, "dv": 3}
    for name, text in draw_graph(axes).items():
        text.set_text(f"{values[name]:g}" if name in values else f"{name} = {derivatives[name]:g}")
    return figure, (
        f"Computation graph of J = 3(a + bc) with a = {a}, b = {b}, c = {c}: values run from left "
        f"to right to J = {values['J']}; derivatives from right to left: "
        f"da = 3, db = {3 * c}, dc = {3 * b}."
    )


@picture
def sigmoid_and_step(Z, Y):
    """Scores of examples, (1, m), before and after the sigmoid, coloured by class."""
    figure, (left, right) = new_figure(1, 2, height=3)
    for k, (colour, marker, name) in enumerate(((BLUE, "o", "y = 0"), (RED, "s", "y = 1"))):
        z = Z[k == Y]
        left.hist(z, bins=np.linspace(Z.min(), Z.max(), 24), alpha=0.6, color=colour, label=name)
        right.plot(z, sigmoid(z), marker, color=colour, alpha=0.6, markersize=5, label=name)
    left.axvspan(0, 1, color=GREEN, alpha=0.25, label="where a probability may lie")
    left.set(xlabel="score z", ylabel="number of patches", title="Scores go far outside [0, 1]")
    draw_sigmoid(right, "The sigmoid bends them into (0, 1)", reach=np.abs(Z).max())
    left.set_ylim(top=1.45 * left.get_ylim()[1])
    left.legend(fontsize=8)
    right.legend(fontsize=8)
    return figure, (
        f"Left: histogram of scores of both classes, from {Z.min():.1f} to {Z.max():.1f}. Right: "
        "the same scores on the S-shaped sigmoid curve, all between 0 and 1."
    )


@picture
def two_losses():
    """Cross-entropy and squared error of one example, against the prediction."""
    a = np.linspace(0.001, 0.999, 400)
    figure, axes = new_figure(1, 2, height=3, sharey=True)
    for axis, y, cross in zip(axes, (1, 0), (-np.log(a), -np.log(1 - a))):
        axis.plot(a, cross, color=BLUE, linewidth=2, label="cross-entropy")
        axis.plot(a, (a - y) ** 2, color=RED, linewidth=2, linestyle="--", label="squared error")
        formula = "-log ŷ" if y else "-log(1 - ŷ)"
        axis.set(xlabel="prediction ŷ", title=f"y = {y}: loss = {formula}", ylim=(0, 5))
        axis.legend()
    axes[0].set_ylabel("loss")
    return figure, (
        "Loss against prediction for y = 1 and y = 0. Cross-entropy goes to infinity where the "
        "prediction is surely wrong; the squared error stops at 1."
    )


@picture
def two_surfaces(x, y, squared, cross_entropy):
    """Contours of two costs J(w, b), functions of (Z (m,), y (m,)), on the same examples."""
    w, b = np.linspace(-10, 10, 81), np.linspace(-10, 10, 81)
    figure, axes = new_figure(1, 2, width=8.4, height=3.9)
    for axis, cost, name in zip(axes, (squared, cross_entropy), ("Squared error", "Cross-entropy")):
        J = surface(lambda w_i, b_i, cost=cost: cost(w_i * x + b_i, y), w, b)
        levels = MaxNLocator(16).tick_values(J.min(), J.max())
        filled = axis.contourf(w, b, J, levels=levels, cmap="cividis")
        row, column = np.unravel_index(J.argmin(), J.shape)
        axis.plot(w[column], b[row], "*", markersize=14, color="white", markeredgecolor="black")
        axis.set(xlabel="w", ylabel="b", title=f"{name}, minimum at ★")
        figure.colorbar(filled, ax=axis, label="J(w, b)")
    return figure, (
        "Two cost surfaces over w and b from above. Squared error: flat terraces with steps "
        "between them. Cross-entropy: one bowl that rises everywhere away from its minimum."
    )


@picture
def along_a_line(t, costs, title):
    """Costs along a straight walk through parameter space, name -> values (n,), and their bend."""
    figure, axes = new_figure(1, 2, height=3)
    for (name, J), colour, style in zip(costs.items(), (RED, BLUE), ("--", "-")):
        axes[0].plot(t, J / J.max(), color=colour, linestyle=style, linewidth=2, label=name)
        bend = np.gradient(np.gradient(J, t), t)[2:-2]
        axes[1].plot(t[2:-2], bend, color=colour, linestyle=style, linewidth=2, label=name)
    axes[0].set(xlabel="w", ylabel="J, scaled to 1", title=title)
    axes[1].axhline(0, color=GREY, linewidth=1)
    axes[1].set(xlabel="w", ylabel="curvature of J", title="Curvature (convex: never below 0)")
    axes[0].legend()
    return figure, (
        "Left: both costs along one line of weights; cross-entropy is a bowl, squared error has "
        "shoulders. Right: their curvature; only the squared error's goes below zero."
    )


@picture
def descent_in_one_dimension(f, paths, title):
    """A curve f(w) and the points that gradient descent visits, name -> w values."""
    figure, axes = new_figure(1, len(paths), width=8.4, height=2.8)
    for axis, (name, w) in zip(axes, paths.items()):
        w = np.asarray(w)
        reach = 1.1 * np.abs(w).max()
        grid = np.linspace(-reach, reach, 200)
        axis.plot(grid, f(grid), color=GREY)
        axis.plot(w, f(w), color=RED, marker="o", markersize=4, linewidth=1)
        axis.set(xlabel="w", title=name)
    axes[0].set_ylabel("J(w)")
    return figure, f"{title}: the same bowl three times with the steps taken: {', '.join(paths)}."


@picture
def descent_in_two_dimensions(x, y, paths):
    """Contours of the cross-entropy cost, and paths over them: name -> (steps, 2) of w, b."""
    figure, axes = new_figure(1, len(paths), width=8.6, height=3.1, sharey=True)
    for axis, (name, path) in zip(axes, paths.items()):
        cost_surface(axis, x, y)
        axis.plot(*path.T, color=RED, marker="o", markersize=3.5, linewidth=1.2)
        axis.plot(*path[0], color="black", marker="s", markersize=7)
        axis.set_title(name)
        axis.get_legend().remove()
    for axis in axes[1:]:
        axis.set_ylabel("")
    return figure, (
        f"Three maps of the same cost over w and b, its minimum marked by a star, with the path of "
        f"gradient descent from the same start: {', '.join(paths)}."
    )


@picture
def tangents(f, points, nudge):
    """A curve, and at each point the little triangle that is its derivative."""
    figure, axes = new_figure(width=5.5, height=3.3)
    grid = np.linspace(0, 5.6, 200)
    axes.plot(grid, f(grid), color=GREY, label="f(a) = a²")
    for a, colour in zip(points, (BLUE, RED)):
        rise = f(a + nudge) - f(a)
        axes.plot([a, a + 1, a + 1], [f(a), f(a), f(a) + rise / nudge], color=colour, linewidth=2)
        axes.plot([a, a + 1], [f(a), f(a) + rise / nudge], color=colour, linestyle="--")
        axes.text(a + 1.08, f(a) + rise / nudge / 2, f"slope {rise / nudge:.1f}", color=colour)
    axes.set(xlabel="a", ylabel="f(a)", title="The derivative: how much per step to the right")
    axes.legend()
    return figure, (
        "The parabola a squared with a triangle under its tangent at two points: the slope is 4 "
        "where a is 2 and 8 where a is 4."
    )


@picture
def shares(percentages, rows, columns, title):
    """Stacked bars of percentages (rows, columns) that add up to 100 in every column."""
    figure, axes = new_figure(width=6, height=3)
    bottom = np.zeros(len(columns))
    for name, values, colour, hatch in zip(rows, percentages, (BLUE, RED, GREEN), ("", "//", "..")):
        axes.bar(columns, values, bottom=bottom, label=name, color=colour, hatch=hatch, ec="white")
        bottom += values
    axes.set(ylabel="share of the calories (%)", title=title, ylim=(0, 100))
    axes.grid(axis="x", visible=False)
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return (
        figure,
        f"{title}: stacked bars for {', '.join(columns)}, divided into {', '.join(rows)}.",
    )


@picture
def likelihood(heads, tosses):
    """Likelihood of a coin's p, and the cost, after `heads` of `tosses`."""
    p = np.linspace(0.01, 0.99, 197)
    figure, axes = new_figure(1, 2, height=2.9)
    axes[0].plot(p, p**heads * (1 - p) ** (tosses - heads), color=BLUE, linewidth=2)
    axes[0].set(title="Likelihood: product over the tosses", ylabel="likelihood")
    cost = -(heads * np.log(p) + (tosses - heads) * np.log(1 - p)) / tosses
    axes[1].plot(p, cost, color=RED, linewidth=2)
    axes[1].set(title="Cost: its negative log, divided by m", ylabel="J")
    for axis in axes:
        axis.axvline(heads / tosses, color=GREY, linestyle="--")
        axis.set(xlabel=f"assumed probability of heads (dashed: {heads}/{tosses})")
    return figure, (
        f"Two curves over the probability of heads: the likelihood is highest, and the cost "
        f"lowest, at the same place, {heads} out of {tosses}."
    )
