"""A line and a sigmoid in the plane, and gradient descent on the surface of the cost."""

import numpy as np

from course_utils.data import generators
from course_utils.nn.activations import sigmoid
from course_utils.nn.costs import sigmoid_cross_entropy
from course_utils.notebook.controls import log_slider, slider, whole_slider
from course_utils.notebook.figures.c1w2 import (
    cost_surface,
    draw_sigmoid,
    twelve_examples,
)
from course_utils.notebook.live import Canvas, PixelMap
from course_utils.notebook.picture import GREEN, GREY, PALETTE, RED, course_style, new_figure
from course_utils.notebook.plots import scatter_classes
from course_utils.notebook.widgets import Explorer, Goal

GRID = 60  # rows and columns of the class map


def line_state(w1, w2, b, X, Y):
    """Scores, predictions, cost and accuracy of one line; X (2, m), Y (1, m)."""
    Z = w1 * X[:1] + w2 * X[1:] + b
    cost, _ = sigmoid_cross_entropy(Z, Y)
    return {
        "w1": w1, "w2": w2, "b": b, "Z": Z, "A": sigmoid(Z), "cost": cost,
        "accuracy": float(np.mean((Z > 0) == (Y == 1))),
    }  # fmt: skip


@course_style()
def line_and_sigmoid():
    """Turn and shift a line by hand until the cost is low."""
    X, Y = generators.blobs(60, np.random.default_rng(4))
    figure, (plane, curve) = new_figure(1, 2, width=9.4, height=4.1)
    above = scatter_classes(plane, X, Y)
    limit = 1.1 * np.abs(X).max()
    plane.set(xlim=(-limit, limit), ylim=(-limit, limit), xlabel="$x_1$", ylabel="$x_2$")
    plane.set_aspect("equal")  # else right angles would not look right
    plane.set_title("σ(w₁x₁ + w₂x₂ + b), dashed where it is ½")
    plane.legend(loc="upper left")
    plane.grid(visible=False)
    draw_sigmoid(curve, title="Where every example lands on the sigmoid")
    (line,) = plane.plot([], [], "k--", linewidth=2)
    (arrow,) = plane.plot([], [], color=GREEN, linewidth=3, marker="D", markevery=[1])
    landed = [
        curve.plot([], [], linestyle="", marker=m, color=c, markersize=6, alpha=0.75)[0]
        for m, c in (("o", PALETTE[0]), ("s", RED))
    ]
    grid = np.linspace(-limit, limit, GRID)
    shade = PixelMap(plane, (GRID, GRID))
    canvas = Canvas(figure, [line, arrow, *landed], [shade], above)

    def paint(state):
        w1, w2, b = state["w1"], state["w2"], state["b"]
        shade.values = sigmoid(w1 * grid + w2 * grid[:, None] + b)
        length = np.hypot(w1, w2)
        if length > 1e-9:  # the boundary passes the point -b w / |w|², at right angles to w
            foot = np.array([w1, w2]) * (-b / length**2)
            along = np.array([-w2, w1]) / length * 4 * limit
            line.set_data(*np.stack([foot - along, foot + along], axis=1))
            arrow.set_data(*np.stack([foot, foot + np.array([w1, w2]) / length], axis=1))
        else:
            line.set_data([], [])
            arrow.set_data([], [])
        for k, artist in enumerate(landed):
            chosen = Y.ravel() == k
            artist.set_data(np.clip(state["Z"][0, chosen], -8, 8), state["A"][0, chosen])
        return (
            f"Left: {X.shape[1]} points and the line where the prediction is one half. Right: the "
            f"points on the sigmoid curve. Cost {state['cost']:.3f}, "
            f"accuracy {state['accuracy']:.2f}."
        )

    return Explorer(
        "A line and a sigmoid",
        {
            "w1": slider("w₁", 0.0, -6, 6, 0.2),
            "w2": slider("w₂", 1.0, -6, 6, 0.2),
            "b": slider("b", 0.0, -6, 6, 0.2),
        },
        lambda w1, w2, b: line_state(w1, w2, b, X, Y),
        paint,
        canvas,
        goals=[
            Goal("bring the cost J below 0.20.", lambda s: s["cost"] < 0.20,
                 "J is below 0.20: the line stands between the classes, and is fairly sure."),
            Goal("now be as wrong as you can: make J greater than 3.",
                 lambda s: s["cost"] > 3,
                 "surely wrong is expensive: J has no upper limit."),
        ],
        say=lambda s: f"J = {s['cost']:.3f}, accuracy {s['accuracy']:.2f}. "
        "The green arrow is the direction of w; the boundary stands at right angles to it.",
    )  # fmt: skip


def descent_state(learning_rate, w, b, steps, x, y, best):
    """The path of gradient descent from (w, b), and whether it converged or diverged."""
    X, path, costs = x[None, :], [(w, b)], []
    for _ in range(steps + 1):
        cost, dZ = sigmoid_cross_entropy(w * X + b, y[None, :])
        costs.append(cost)
        w, b = w - learning_rate * float(np.sum(dZ * X)), b - learning_rate * float(np.sum(dZ))
        path.append((w, b))
    close = np.flatnonzero(np.array(costs) < 1.01 * best)
    return {
        "learning_rate": learning_rate, "path": np.array(path[:-1]), "costs": np.array(costs),
        "converged_at": int(close[0]) if len(close) and costs[-1] < 1.01 * best else None,
        "diverged": max(costs) > 1.5 * costs[0],
    }  # fmt: skip


@course_style()
def descent_on_the_surface():
    """Choose a learning rate and a starting point, and watch the path over the cost surface."""
    x, y = twelve_examples()
    figure, (plane, curve) = new_figure(1, 2, width=9.4, height=4.1)
    best = cost_surface(plane, x, y)
    curve.set(xlim=(0, 60), ylim=(0.1, 20), xlabel="step", ylabel="cost J", yscale="log")
    curve.set_title("Cost after every step")
    curve.axhline(best, color=GREY, linestyle=":", label="lowest possible")
    curve.legend()
    (path,) = plane.plot([], [], color=RED, marker="o", markersize=4, linewidth=1.5)
    (start,) = plane.plot([], [], color="black", marker="s", markersize=8, linestyle="")
    (cost,) = curve.plot([], [], color=RED, marker="o", markersize=3)
    canvas = Canvas(figure, [path, start, cost])

    def paint(state):
        path.set_data(*np.clip(state["path"], -60, 60).T)
        start.set_data(*state["path"][:1].T)
        cost.set_data(np.arange(len(state["costs"])), np.maximum(state["costs"], 1e-3))
        return (
            f"Left: contour lines of the cost over w and b with the path of gradient descent, "
            f"learning rate {state['learning_rate']:.3g}. Right: the cost after every step, from "
            f"{state['costs'][0]:.3g} to {state['costs'][-1]:.3g}."
        )

    def say(state):
        if state["diverged"]:
            return "Diverging: the steps overshoot, and the cost climbs above where it started."
        if state["converged_at"] is not None:
            return f"Converged: within 1 % of the lowest cost after {state['converged_at']} steps."
        return f"On its way: J = {state['costs'][-1]:.3f}, the lowest possible is {best:.3f}."

    return Explorer(
        "Descent on the surface",
        {
            "learning_rate": log_slider("learning rate α", 0.1, -2, 2),
            "w": slider("start at w", -2.0, -4, 8, 0.5),
            "b": slider("start at b", 2.0, -8, 8, 0.5),
            "steps": whole_slider("steps", 30, 1, 60),
        },
        lambda learning_rate, w, b, steps: descent_state(learning_rate, w, b, steps, x, y, best),
        paint,
        canvas,
        goals=[
            Goal("start away from the star and converge within 30 steps.",
                 lambda s: s["converged_at"] is not None and 1 <= s["converged_at"] <= 30,
                 "converged within 30 steps: a rate neither timid nor wild."),
            Goal("make it diverge: a cost one and a half times that of the start.",
                 lambda s: s["diverged"],
                 "it diverged. The gradient was right; the step was too long."),
        ],
        say=say,
    )  # fmt: skip
