"""Depth against width: the same number of parameters in few wide layers or in many narrow ones."""

import itertools
from functools import partial

import numpy as np

from course_utils import nn
from course_utils.data import generators
from course_utils.nn.activations import sigmoid
from course_utils.notebook.controls import choice, log_slider, whole_slider
from course_utils.notebook.explore.c1w4.networks import build, parameters_per_layer, widest
from course_utils.notebook.live import Canvas, PixelMap
from course_utils.notebook.picture import BLUE, GREY, course_style, new_figure
from course_utils.notebook.plots import scatter_classes
from course_utils.notebook.widgets import Explorer, Goal

EXAMPLES = 200
GRID = 60  # rows and columns of the class map
DATA = {
    "spiral": generators.spiral,
    "tight spiral": partial(generators.spiral, noise=0.03, turns=2),
    "circles": generators.circles,
}


def examples(name):
    """The points X (2, m) and labels Y (1, m) of a planar set."""
    return DATA[name](EXAMPLES, np.random.default_rng(3))


def descend(data, layer_dims, start, learning_rate):
    """Gradient descent on all examples of a set; yields a state before every step, for ever.

    `start` is a seed. `learning_rate` is a function, asked at every step, so that it can be moved.
    """
    X, Y = examples(data)
    network = build(layer_dims, np.random.default_rng(start))
    optimizer = nn.GradientDescent(learning_rate())
    steps = nn.training(network, nn.sigmoid_cross_entropy, optimizer, X, Y, num_epochs=None)
    costs = []
    while True:
        Z = network.forward(X)
        cost, _ = nn.sigmoid_cross_entropy(Z, Y)
        costs.append(cost)
        yield {
            "data": data, "network": network, "layer_dims": layer_dims,
            "costs": costs, "step": len(costs) - 1,
            "hidden_layers": len(layer_dims) - 2, "learning_rate": learning_rate(),
            "parameters": sum(parameters_per_layer(layer_dims)),
            "accuracy": nn.accuracy(Z, Y),
        }  # fmt: skip
        optimizer.learning_rate = learning_rate()
        next(steps)


def stands(costs):
    """Whether the last 100 costs are those of a network that knows nothing."""
    return np.abs(np.array(costs[-100:]) - np.log(2)).max() < 1e-3


@course_style()
def depth_against_width():
    """Train networks of any depth with the same budget of parameters, and watch."""
    controls = {
        "data": choice("data", tuple(DATA)),
        "budget": whole_slider("parameters ≤", 500, 50, 1000, 50),
        "hidden_layers": whole_slider("hidden layers", 1, 1, 8),
        "learning_rate": log_slider("learning rate α", 0.1, -2, 0.5),
        "num_steps": whole_slider("steps", 1000, 200, 3000, 200),
        "start": whole_slider("start number", 0, 0, 9),
    }
    figure, (plane, curve) = new_figure(1, 2, width=9.4, height=4.1)
    above = scatter_classes(plane, *examples("spiral"), size=18)
    plane.set(xlim=(-1.15, 1.15), ylim=(-1.15, 1.15), xlabel="$x_1$", ylabel="$x_2$")
    plane.set_aspect("equal")
    plane.set_title("What the network says")
    plane.grid(visible=False)
    curve.set(xlabel="step", ylabel="cost J", title="Cost", ylim=(0.01, 2), yscale="log")
    curve.set_xlim(0, controls["num_steps"].max)  # room for the widest label
    curve.axhline(np.log(2), color=GREY, linestyle=":", label="log 2: knows nothing")
    (line,) = curve.plot([], [], color=BLUE, linewidth=2, label="training points")
    curve.legend(loc="lower left")
    shade = PixelMap(plane, (GRID, GRID))
    canvas = Canvas(figure, [line], [shade], above)
    axis = np.linspace(-1.15, 1.15, GRID)
    grid = np.stack([np.tile(axis, GRID), np.repeat(axis, GRID)])
    shown = {"data": "spiral", "num_steps": None}

    def steps(data, budget, hidden_layers, start, learning_rate, **_):
        return descend(data, widest(budget, hidden_layers), start, learning_rate)

    def work():
        values = {name: control.value for name, control in controls.items()}
        states = steps(**values | {"learning_rate": lambda: controls["learning_rate"].value})
        return itertools.takewhile(
            lambda state: state["step"] <= controls["num_steps"].value, states
        )

    def prepare():
        """Draw anew what stands still, where it has changed."""
        now = {name: controls[name].value for name in shown}
        if now == shown:
            return
        X, Y = examples(now["data"])
        for k, points in enumerate(above):
            points.set_offsets(X[:, Y[0] == k].T)
        curve.set_xlim(0, now["num_steps"])
        shown.update(now)
        canvas.prepare()

    def paint(state):
        prepare()
        shade.values = sigmoid(state["network"].forward(grid)).reshape(GRID, GRID)
        thin = max(1, len(state["costs"]) // 400)
        line.set_data(
            np.arange(len(state["costs"]))[::thin], np.clip(state["costs"][::thin], 0.0105, 1.9)
        )
        return (
            f"Left: {EXAMPLES} points of the {shown['data']} over the map of predictions. Right: "
            f"the cost over {state['step']} of {shown['num_steps']} steps, now "
            f"{state['costs'][-1]:.3f}, of a network with {state['hidden_layers']} hidden layers "
            f"and {state['parameters']} parameters."
        )

    return Explorer(
        "Depth against width",
        controls,
        lambda learning_rate, num_steps, **rest: next(
            steps(**rest, learning_rate=lambda: learning_rate)
        ),
        paint,
        canvas,
        goals=[
            Goal(
                "tight spiral: J below 0.45 within 600 steps, with at most 500 parameters.",
                lambda s: (
                    s["data"] == "tight spiral"
                    and s["costs"][-1] < 0.45
                    and s["step"] <= 600
                    and s["parameters"] <= 500
                ),
                "few parameters and few steps: here the layers do it.",
            ),
            Goal(
                "spiral, not tight: let one wide hidden layer catch up, accuracy at least 0.95 "
                "within 1,000 steps.",
                lambda s: (
                    s["hidden_layers"] == 1
                    and s["step"] <= 1000
                    and s["accuracy"] >= 0.95
                    and s["data"] == "spiral"
                ),
                "on this one a larger learning rate does for the wide layer what depth did.",
            ),
            Goal(
                "too deep: at least 250 parameters, and after 500 steps J stands at log 2.",
                lambda s: s["parameters"] >= 250 and s["step"] >= 500 and stands(s["costs"]),
                "nothing gets through any more: week C2W1 and residual blocks (C4W2) are about "
                "this.",
            ),
        ],
        say=lambda s: (
            f"{' – '.join(map(str, s['layer_dims']))}, {s['parameters']} parameters, step "
            f"{s['step']}: J = {s['costs'][-1]:.3f}, accuracy {s['accuracy']:.2f}."
        ),
        work=work,
        total=lambda: controls["num_steps"].value + 1,
        restarts=["data", "budget", "hidden_layers", "start"],
    )
