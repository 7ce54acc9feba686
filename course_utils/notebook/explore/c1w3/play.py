"""The playground: a shallow network that trains while its controls are moved."""

import numpy as np
from matplotlib.figure import Figure

from course_utils import nn
from course_utils.notebook.controls import choice, log_slider, slider, whole_slider
from course_utils.notebook.explore.c1w3.training import (
    ACTIVATIONS,
    SETS,
    Curve,
    descend,
    lines,
    points,
    shallow,
)
from course_utils.notebook.live import Canvas, PixelMap
from course_utils.notebook.picture import BLUE, GREY, RED, course_style
from course_utils.notebook.plots import scatter_classes
from course_utils.notebook.widgets import Explorer, Goal

STEPS = 20_000
GRID, COARSE = 90, 5  # side of the map of the plane; every fifth row and column for a unit's map
MOST_UNITS = 12  # as many small maps fit beside the large one
REACH = {"flower": 4.6, "circles": 1.4, "moons": 1.9, "spiral": 1.3, "xor": 1.2}
CENTRE = {"moons": (0.5, 0.25)}  # the others lie round the origin
GOALS = (  # set, most units, share of the new points, what it shows
    ("circles", 3, 0.95, "three lines round the inner circle: a triangle is the smallest fence."),
    ("moons", 3, 0.95, "two crescents need a curve with two bends, and three lines have them."),
    ("xor", 4, 0.93, "four quarters of the plane, coloured crosswise, out of four lines."),
    ("flower", 3, 0.85, "three lines cross the circle six times, once for every change of colour."),
    ("spiral", 6, 0.88, "one network with a single hidden layer follows both arms."),
)


def train(data, noise, units, activation, start, learning_rate, L2):
    """States of a training, one before every step, for ever; the last two are functions."""
    X, Y, X_new, Y_new = points(data, noise)
    network = shallow(units, activation, np.random.default_rng(start))
    curve, new_curve = Curve(), Curve()
    for iteration, J in descend(network, X, Y, learning_rate, L2):
        if curve.add(iteration, J) or iteration == 0:
            Z_new = network.forward(X_new)
            new_cost, _ = nn.sigmoid_cross_entropy(Z_new, Y_new)
            new_curve.add(iteration, new_cost)
            accuracy = nn.accuracy(network.forward(X), Y)
            new_accuracy = nn.accuracy(Z_new, Y_new)
        yield {
            "data": data, "noise": noise, "units": units, "activation": activation,
            "X": X, "Y": Y, "network": network, "iteration": iteration, "J": J,
            "curve": curve, "new_curve": new_curve,
            "accuracy": accuracy, "new_accuracy": new_accuracy,
        }  # fmt: skip


def look(state):
    """What there is to see: the score and what each unit adds to it, over a grid of the plane.

    Returns x1 and x2 of the grid, the score Z (GRID, GRID), and the shares (units, rows, columns).
    """
    reach, centre = REACH[state["data"]], CENTRE.get(state["data"], (0.0, 0.0))
    x1, x2 = (np.linspace(middle - reach, middle + reach, GRID) for middle in centre)
    plane = np.stack(np.meshgrid(x1, x2)).reshape(2, -1)
    network = state["network"]
    Z, kept = network.forward(plane, keep=[-2])
    A1 = kept[-2].reshape(-1, GRID, GRID)[:, ::COARSE, ::COARSE]
    return x1, x2, Z.reshape(GRID, GRID), network.params["W2"].reshape(-1, 1, 1) * A1


def zeros_between(Z, x1, x2):
    """Points where Z (rows along x2, columns along x1) changes its sign, found along both axes."""
    found = []
    for values, x, y, turned in ((Z, x1, x2, False), (Z.T, x2, x1, True)):
        row, column = np.nonzero((values[:, :-1] > 0) != (values[:, 1:] > 0))
        left, right = values[row, column], values[row, column + 1]
        crossing = x[column] + (x[1] - x[0]) * left / (left - right)
        found.append((y[row], crossing) if turned else (crossing, y[row]))
    return np.concatenate(found, axis=1)


def goal(data, most, share, praise):
    """The goal of one data set: few units, many new points right."""
    return Goal(
        f"{data}: {share:.0%} of the new points right with at most {most} hidden units "
        "(noise 1 or more).",
        lambda s: (
            s["data"] == data and s["units"] <= most and s["noise"] >= 1
            and s["new_accuracy"] >= share
        ),
        f"{data}: {praise}",
    )  # fmt: skip


def say(state):
    """The sentence under the picture."""
    if state["activation"] == "linear":
        advice = "Without a bend, all units together make one straight line (3.7)."
    elif state["J"] > 2:
        advice = "The cost is far above log 2 = 0.69: is the learning rate too large?"
    else:
        advice = "Dashed: where each hidden unit's z is 0. Black: where ŷ is one half."
    return (
        f"Step {state['iteration']}: J = {state['J']:.3f}; right on {state['accuracy']:.0%} of the "
        f"points, on {state['new_accuracy']:.0%} of 500 new ones. {advice}"
    )


class View:
    """The figure of the playground and its moving parts."""

    def __init__(self):
        figure = Figure(figsize=(9.6, 4.8), layout="constrained")
        left, right = figure.subfigures(1, 2, width_ratios=[1.1, 1])
        above, below = right.subfigures(2, 1, height_ratios=[1.1, 1])
        self.plane, cost, small = left.subplots(), above.subplots(), below.subplots(2, 6)
        below.suptitle("What each hidden unit adds to the score", fontsize=10)
        self.plane.set(xlabel="$x_1$", ylabel="$x_2$", title="ŷ: blue near 0, orange near 1")
        self.plane.grid(visible=False)
        empty = np.zeros((2, 2))
        self.scatter = scatter_classes(self.plane, empty, np.array([[0, 1]]), size=14)
        (self.units,) = self.plane.plot([], [], color=GREY, linestyle="--", linewidth=1)
        (self.boundary,) = self.plane.plot([], [], "k.", markersize=2.5)
        cost.set(xscale="log", xlim=(1, STEPS), ylim=(0, 0.9), xlabel="step", title="Cost")
        (self.curve,) = cost.plot([], [], color=BLUE, label="J, as trained")
        (self.new_curve,) = cost.plot([], [], color=RED, linestyle="--", label="on new points")
        cost.legend(loc="lower left", fontsize=8)
        side = len(range(0, GRID, COARSE))
        self.shares = []
        for number, axes in enumerate(small.flat, start=1):
            axes.set(xticks=[], yticks=[])
            axes.set_title(number, fontsize=8, fontweight="normal", pad=2)
            axes.grid(visible=False)
            self.shares.append(PixelMap(axes, (side, side), -4, 4))
        self.map = PixelMap(self.plane, (GRID, GRID))
        moving = [self.units, self.boundary, self.curve, self.new_curve]
        self.canvas = Canvas(figure, moving, [self.map, *self.shares], self.scatter)
        self.X, self.n_h = None, None  # the points and the number of units in the still parts

    def paint(self, state):
        """Move everything to show a state; returns the alternative text."""
        x1, x2, Z, shares = look(state)
        self.show_still_parts(state, x1, x2)
        self.map.values = nn.sigmoid(Z)
        self.boundary.set_data(*zeros_between(Z, x1, x2))
        params = state["network"].params
        self.units.set_data(*lines(params["W1"], params["b1"], REACH[state["data"]] * 2))
        for i, share in enumerate(self.shares):
            share.values = shares[i] if i < len(shares) else np.zeros_like(shares[0])
        for line, curve in ((self.curve, state["curve"]), (self.new_curve, state["new_curve"])):
            line.set_data(curve.x, np.clip(curve.y, 0, 0.9))
        return (
            f"Left: the plane with the points of the set {state['data']}, coloured by what a "
            f"network with {state['units']} hidden units says. Right: the cost, now "
            f"{state['J']:.3f}, and a small map for every hidden unit."
        )

    def show_still_parts(self, state, x1, x2):
        """Other points and limits where the set has changed, as many small maps as units."""
        if self.X is state["X"] and self.n_h == state["units"]:
            return
        self.X, self.n_h = state["X"], state["units"]
        for k, artist in enumerate(self.scatter):
            artist.set_offsets(state["X"][:, state["Y"][0] == k].T)
        self.plane.set(xlim=(x1[0], x1[-1]), ylim=(x2[0], x2[-1]))
        for i, share in enumerate(self.shares):
            for artist in (share.axes, *share.axes.spines.values()):
                artist.set_visible(i < state["units"])
        self.canvas.prepare()


@course_style()
def playground():
    """Train a shallow network on sets of points, and move every control while it trains."""
    controls = {
        "data": choice("data", list(SETS)),
        "noise": slider("noise", 1.0, 0, 3, 0.1),
        "units": whole_slider("hidden units", 2, 1, MOST_UNITS),
        "activation": choice("activation g", list(ACTIVATIONS)),
        "learning_rate": log_slider("learning rate α", 0.1, -3, 0.5),
        "L2": choice("L2 penalty λ", [0, 0.01, 0.1, 1, 10]),
        "start": whole_slider("random start", 1, 0, 20),
    }
    view = View()

    def states(learning_rate, L2, **fixed):
        return train(**fixed, learning_rate=learning_rate, L2=L2)

    def work():
        values = {name: control.value for name, control in controls.items()}
        live = {name: lambda name=name: controls[name].value for name in ("learning_rate", "L2")}
        for state in states(**values | live):
            yield state
            if state["iteration"] == STEPS:
                return

    return Explorer(
        "Playground",
        controls,
        lambda learning_rate, L2, **fixed: next(states(lambda: learning_rate, lambda: L2, **fixed)),
        view.paint,
        view.canvas,
        goals=[goal(*row) for row in GOALS],
        say=say,
        work=work,
        total=lambda: STEPS + 1,
        restarts=["data", "noise", "units", "activation", "start"],
        wording="{data}, noise {noise}, {units} {activation} units, learning rate {learning_rate}, "
        "L2 {L2}, start {start}",
    )
