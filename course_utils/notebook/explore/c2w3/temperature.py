"""Three classes in the plane: scores, softmax at any temperature, straight boundaries."""

import numpy as np
from matplotlib.patches import Rectangle

from course_utils.data import generators
from course_utils.nn.activations import softmax
from course_utils.nn.costs import one_hot, softmax_cross_entropy
from course_utils.notebook.controls import log_slider, slider
from course_utils.notebook.figures.c2w3.scores import (
    LEVELS,
    scatter_labels,
    shade_numbers,
    shades,
)
from course_utils.notebook.live import Canvas, PixelMap
from course_utils.notebook.picture import PALETTE, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal

GRID, REACH = 70, 4.2  # rows and columns of the class map; how far it goes
ANGLES = np.pi / 2 + 2 * np.pi * np.arange(3) / 3
W = 3.0 * np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1)  # much too sure of itself at T = 1


def three_clouds():
    """Points (2, 150) around three centres, and their labels (150,)."""
    X, Y = generators.blobs(150, np.random.default_rng(3), noise=1.0, centres=W * 0.6)
    return X, Y[0]


def temperature_state(temperature, b2, x1, x2, X, labels):
    """Scores and probabilities at the probe (x1, x2), and cost and accuracy of the points."""
    b = np.array([[0.0], [0.0], [b2]])
    z = W @ np.array([[x1], [x2]]) + b
    Z = (W @ X + b) / temperature
    cost, _ = softmax_cross_entropy(Z, one_hot(labels, 3))
    second, first = np.sort(z.ravel())[-2:]
    return {
        "temperature": temperature, "b": b, "probe": (x1, x2), "z": z.ravel(),
        "a": softmax(z / temperature).ravel(), "lead": float(first - second), "cost": cost,
        "accuracy": float(np.mean(Z.argmax(axis=0) == labels)),
    }  # fmt: skip


@course_style()
def softmax_temperature():
    """Move a probe over the plane and turn the temperature."""
    X, labels = three_clouds()
    figure, (plane, bars) = new_figure(
        1, 2, width=9.4, height=4.2, gridspec_kw={"width_ratios": [1.15, 1]}
    )
    above = scatter_labels(plane, X, labels)
    plane.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), xlabel="$x_1$", ylabel="$x_2$")
    plane.set_aspect("equal")
    plane.set_title("The most probable class (darker: surer)")
    above.append(plane.legend(loc="upper left", fontsize=8, frameon=True))
    plane.grid(visible=False)
    bars.set(xlim=(-0.6, 2.6), ylim=(0, 1.12), xlabel="class", ylabel="probability at the star")
    bars.set_xticks(range(3))
    bars.set_title("softmax(z / T)")
    (star,) = plane.plot([], [], "*", color="white", markersize=17, markeredgecolor="black")
    columns = [bars.add_patch(Rectangle((k - 0.35, 0), 0.7, 0, color=PALETTE[k])) for k in range(3)]
    values = [bars.text(k, 0, "", ha="center", va="bottom", fontsize=10) for k in range(3)]
    x = np.linspace(-REACH, REACH, GRID)
    points = np.stack(np.meshgrid(x, x)).reshape(2, -1)
    regions = PixelMap(plane, (GRID, GRID), 0, 3 * LEVELS, cmap=shades(3))
    canvas = Canvas(figure, [star, *columns, *values], [regions], above)

    def paint(state):
        A = softmax((W @ points + state["b"]) / state["temperature"])
        regions.values = shade_numbers(A).reshape(GRID, GRID) + 0.5
        star.set_data([state["probe"][0]], [state["probe"][1]])
        for column, value, a, z in zip(columns, values, state["a"], state["z"]):
            column.set_height(a)
            value.set_y(a + 0.01)
            value.set_text(f"{a:.3f}\n(z = {z:.1f})" if a < 0.9 else f"{a:.3f} (z = {z:.1f})")
        probabilities = ", ".join(f"{a:.3f}" for a in state["a"])
        return (
            f"Left: the plane cut into three regions by straight lines, with {X.shape[1]} points, "
            f"and a star at ({state['probe'][0]:.1f}, {state['probe'][1]:.1f}); the score of "
            f"class 2 is raised by {state['b'][2, 0]:.1f}. Right: at temperature "
            f"{state['temperature']:.3g} its three probabilities are {probabilities}."
        )

    return Explorer(
        "Softmax: temperature and boundaries",
        {
            "temperature": log_slider("temperature T", 1.0, -1, 1.5),
            "b2": slider("b of class 2", 0.0, -8, 8, 0.5),
            "x1": slider("star at x₁", 0.6, -4, 4, 0.1),
            "x2": slider("star at x₂", 1.2, -4, 4, 0.1),
        },
        lambda temperature, b2, x1, x2: temperature_state(temperature, b2, x1, x2, X, labels),
        paint,
        canvas,
        goals=[
            Goal("at T = 1 or below, give all three classes the same chance, to within 0.02.",
                 lambda s: s["temperature"] <= 1 and np.ptp(s["a"]) < 0.02,
                 "three regions meet in one point, where all scores are equal."),
            Goal("be 95 % sure of a class whose score leads by less than 1.",
                 lambda s: s["lead"] < 1 and s["a"].max() > 0.95,
                 "cold enough, any lead will do: that is the way to hardmax."),
            Goal("bring the cost of the points below 0.22 without touching b.",
                 lambda s: s["cost"] < 0.22 and s["b"][2, 0] == 0,
                 "the scores were too sure of themselves; some warmth made them honest, and no "
                 "answer changed."),
        ],
        say=lambda s: f"J = {s['cost']:.3f} on the points, accuracy {s['accuracy']:.2f}; at the "
        f"star the largest score leads by {s['lead']:.2f}.",
    )  # fmt: skip
