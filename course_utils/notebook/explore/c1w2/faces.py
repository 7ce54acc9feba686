"""Train logistic regression on the faces while watching: cost, weights, test accuracy."""

import itertools

import numpy as np
from matplotlib import colormaps

from course_utils import data
from course_utils.nn.costs import sigmoid_cross_entropy
from course_utils.notebook.controls import log_slider, whole_slider
from course_utils.notebook.live import Canvas, PixelMap
from course_utils.notebook.picture import BLUE, RED, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal

SIDE = 25  # a patch is 25 x 25 pixels


def balanced(X, Y, m):
    """The first m/2 examples of each class: X (n_x, m), Y (1, m)."""
    chosen = np.concatenate([np.flatnonzero(Y[0] == k)[: m // 2] for k in (0, 1)])
    return X[:, chosen], Y[:, chosen]


def accuracy(w, b, X, Y):
    """The share of examples on the right side of the boundary."""
    return float(np.mean((w.T @ X + b > 0) == (Y == 1)))


def descend(X, Y, X_test, Y_test, learning_rate):
    """Gradient descent from zero; yields a state before every step, for ever.

    `learning_rate` is a function, asked at every step, so that it can be moved meanwhile.
    """
    w, b = np.zeros((X.shape[0], 1)), 0.0
    costs, test_costs = [], []
    while True:
        cost, dZ = sigmoid_cross_entropy(w.T @ X + b, Y)
        test_cost, _ = sigmoid_cross_entropy(w.T @ X_test + b, Y_test)
        costs.append(cost)
        test_costs.append(test_cost)
        yield {
            "w": w, "costs": costs, "test_costs": test_costs, "m": X.shape[1],
            "iteration": len(costs) - 1, "learning_rate": learning_rate(),
            "train_accuracy": accuracy(w, b, X, Y),
            "test_accuracy": accuracy(w, b, X_test, Y_test),
        }  # fmt: skip
        w, b = w - learning_rate() * (X @ dZ.T), b - learning_rate() * float(dZ.sum())


@course_style()
def train_on_faces():
    """Play, pause and step through the training; change the rate while it runs."""
    X_train, Y_train, X_test, Y_test = data.load("faces").as_columns()
    controls = {
        "learning_rate": log_slider("learning rate α", 0.001, -4, 1),
        "num_iterations": whole_slider("iterations", 1000, 100, 5000, 100),
        "images": whole_slider("training patches", 150, 10, 150, 10),
    }
    figure, (curve, weights) = new_figure(
        1, 2, width=9.4, height=3.8, gridspec_kw={"width_ratios": [1.5, 1]}
    )
    curve.set(xlabel="iteration", ylabel="cost J", title="Cost", ylim=(0.008, 8), yscale="log")
    (train_line,) = curve.plot([], [], color=BLUE, linewidth=2, label="training patches")
    (test_line,) = curve.plot([], [], color=RED, linewidth=2, linestyle="--", label="test patches")
    curve.legend(loc="upper right")
    weights.set(xticks=[], yticks=[], title="The weights w, as a picture")
    weights.set_xlabel("red: bright here says “face”\nblue: bright here says “not a face”")
    stencil = PixelMap(weights, (SIDE, SIDE), -1, 1, cmap=colormaps["RdBu_r"])
    canvas = Canvas(figure, [train_line, test_line], [stencil])

    def steps(images, learning_rate):
        return descend(*balanced(X_train, Y_train, images), X_test, Y_test, learning_rate)

    def work():
        states = steps(controls["images"].value, lambda: controls["learning_rate"].value)
        return itertools.takewhile(
            lambda state: state["iteration"] <= controls["num_iterations"].value, states
        )

    def paint(state):
        end = controls["num_iterations"].value
        if curve.get_xlim() != (0, end):
            curve.set_xlim(0, end)
            canvas.prepare()
        thin = max(1, len(state["costs"]) // 400)
        iterations = np.arange(len(state["costs"]))[::thin]
        train_line.set_data(iterations, np.clip(state["costs"][::thin], 0.009, 7.9))
        test_line.set_data(iterations, np.clip(state["test_costs"][::thin], 0.009, 7.9))
        w = state["w"].reshape(SIDE, SIDE)
        stencil.values = w[::-1] / max(np.abs(w).max(), 1e-9)
        return (
            f"Left: cost on training and test patches over {state['iteration']} iterations, now "
            f"{state['costs'][-1]:.3f} and {state['test_costs'][-1]:.3f}. Right: the weights as a "
            f"25 by 25 picture."
        )

    return Explorer(
        "Train on the faces",
        controls,
        lambda images, learning_rate, **_: next(steps(images, lambda: learning_rate)),
        paint,
        canvas,
        goals=[
            Goal(
                "bring J on the test patches below 0.20 within 200 iterations.",
                lambda s: s["test_costs"][-1] < 0.20 and s["iteration"] <= 200,
                "fast and still steady: a learning rate neither timid nor wild.",
            ),
            Goal(
                "know the training patches by heart and be unsure of new ones: J below 0.05 on "
                "the training patches, above 0.25 on the test patches, with α at most 0.1.",
                lambda s: (
                    s["costs"][-1] < 0.05
                    and s["test_costs"][-1] > 0.25
                    and s["learning_rate"] <= 0.1
                ),
                "learned by heart: too few examples for 625 weights (week C2W1 has remedies).",
            ),
        ],
        say=lambda s: (
            f"Iteration {s['iteration']}: J = {s['costs'][-1]:.3f} on {s['m']} "
            f"training patches, accuracy {s['train_accuracy']:.2f}; on the "
            f"{Y_test.shape[1]} test patches {s['test_accuracy']:.2f}."
        ),
        work=work,
        total=lambda: controls["num_iterations"].value + 1,
        restarts=["images"],
    )
