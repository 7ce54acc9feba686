"""How the weights begin: do the hidden units become different, and can they still move?"""

import numpy as np

from course_utils import nn
from course_utils.data import generators
from course_utils.notebook.controls import choice, log_slider, slider, whole_slider
from course_utils.notebook.explore.c1w3.training import Curve, descend, lines, shallow
from course_utils.notebook.live import Canvas, PixelMap
from course_utils.notebook.picture import BLUE, LINE_STYLES, PALETTE, RED, course_style, new_figure
from course_utils.notebook.plots import scatter_classes
from course_utils.notebook.widgets import Explorer, Goal

STEPS, UNITS, GRID, REACH = 5000, 4, 60, 4.6
EQUAL = 1e-9  # room for rounding, which differs between processors
SMALLEST = 1e-18  # what is shown as no difference at all, on an axis of powers of ten


def initializer(kind, scale):
    """Weights all equal to `scale`, or normal with that standard deviation."""

    def start(shape, n_in, rng):
        return (
            np.full(shape, scale) if kind == "equal" else nn.small_normal(shape, n_in, rng, scale)
        )

    return start


def difference(W1):
    """The largest distance between the weights of two hidden units, the rows of W1."""
    return float(np.linalg.norm(W1[:, None] - W1, axis=2).max())


def train(X, Y, kind, scale, start, learning_rate):
    """States of a training, one before every step, for ever; `learning_rate` is a function."""
    network = shallow(UNITS, "tanh", np.random.default_rng(start), initializer(kind, scale))
    costs, differences = Curve(), Curve()
    first = None
    for iteration, J in descend(network, X, Y, learning_rate):
        first = J if first is None else first
        if costs.add(iteration, J):
            differences.add(iteration, difference(network.params["W1"]))
        if iteration % 20 == 0:
            _, kept = network.forward(X, keep=[1])
            slope = float(np.mean(1 - kept[1] ** 2))
        yield {
            "X": X, "kind": kind, "scale": scale, "network": network, "iteration": iteration,
            "J": J, "first": first, "costs": costs, "differences": differences,
            "difference": difference(network.params["W1"]), "slope": slope,
        }  # fmt: skip


def say(state):
    """The sentence under the picture."""
    if state["difference"] == 0:
        unit = "Four units, one opinion: the rows of W⁽¹⁾ are equal to the last digit."
    else:
        unit = f"The rows of W⁽¹⁾ differ by up to {state['difference']:.2g}."
    return (
        f"Step {state['iteration']}: J = {state['J']:.3f}. {unit} The mean slope of the hidden "
        f"tanh units is {state['slope']:.2f}."
    )


@course_style()
def symmetry():
    """Choose how four hidden units begin, train, and see whether they become different."""
    X, Y = generators.flower(200, np.random.default_rng(1))
    controls = {
        "kind": choice("weights", ["equal", "random"]),
        "scale": slider("scale", 0.0, 0, 10, 0.01),
        "start": whole_slider("random start", 1, 0, 20),
        "learning_rate": log_slider("learning rate α", 1.0, -3, 0.5),
    }
    figure, (plane, cost, apart) = new_figure(
        1, 3, width=9.6, height=3.6, gridspec_kw={"width_ratios": [1.2, 1, 1]}
    )
    above = scatter_classes(plane, X, Y, size=10)
    plane.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), xlabel="$x_1$", ylabel="$x_2$")
    plane.set(title="Where each unit's z is 0")
    plane.grid(visible=False)
    cost.set(xscale="log", xlim=(1, STEPS), ylim=(0, 1.5), xlabel="step", title="Cost J")
    apart.set(xscale="log", xlim=(1, STEPS), yscale="log", ylim=(SMALLEST, 100), xlabel="step")
    apart.set_title("How different are the units?")
    units = [
        plane.plot([], [], color=colour, linestyle=style, linewidth=2)[0]
        for colour, style, _ in zip(PALETTE[2:], LINE_STYLES, range(UNITS))
    ]
    (costs,) = cost.plot([], [], color=BLUE, linewidth=2)
    (differences,) = apart.plot([], [], color=RED, linewidth=2)
    shade = PixelMap(plane, (GRID, GRID))
    canvas = Canvas(figure, [*units, costs, differences], [shade], above)
    grid = np.stack(np.meshgrid(*2 * [np.linspace(-REACH, REACH, GRID)])).reshape(2, -1)

    def states(**values):
        return train(X, Y, **values)

    def work():
        values = {name: control.value for name, control in controls.items()}
        for state in states(**values | {"learning_rate": lambda: controls["learning_rate"].value}):
            yield state
            if state["iteration"] == STEPS:
                return

    def paint(state):
        network = state["network"]
        shade.values = nn.sigmoid(network.forward(grid)).reshape(GRID, GRID)
        W, b = network.params["W1"], network.params["b1"]
        for j, line in enumerate(units):
            line.set_data(*lines(W[j : j + 1], b[j : j + 1], REACH * 2))
        costs.set_data(state["costs"].x, np.clip(state["costs"].y, 0, 1.5))
        differences.set_data(state["differences"].x, np.maximum(state["differences"].y, SMALLEST))
        return (
            "Left: the flower and the line of each of four hidden units. Middle: the cost, now "
            f"{state['J']:.3f}. Right: the largest difference between two units' weights, now "
            f"{state['difference']:.2g}, on an axis of powers of ten."
        )

    return Explorer(
        "Do the hidden units become different?",
        controls,
        lambda learning_rate, **fixed: next(states(**fixed, learning_rate=lambda: learning_rate)),
        paint,
        canvas,
        goals=[
            Goal(
                "let the network learn something (J at least 0.01 lower than at the start) with "
                "four units that stay equal.",
                lambda s: s["J"] < s["first"] - 0.01 and s["difference"] < EQUAL,
                "it has learned what one unit can learn, four times over.",
            ),
            Goal(
                "get J below 0.35 with the smallest scale that the slider has besides 0.",
                lambda s: s["J"] < 0.35 and 0 < s["scale"] <= 0.01 and s["kind"] == "random",
                "a hundredth is disturbance enough: the units went different ways by themselves.",
            ),
            Goal(
                "make the units numb: a mean slope below 0.1 before the first step.",
                lambda s: s["iteration"] == 0 and s["slope"] < 0.1,
                "saturated: nearly every tanh lies on its flat end, where a nudge does nothing.",
            ),
        ],
        say=say,
        work=work,
        total=lambda: STEPS + 1,
        restarts=["kind", "scale", "start"],
        wording="{kind} weights, scale {scale}, start {start}, learning rate {learning_rate}",
    )
