"""Bias and variance: size, data, λ and keep_prob of a network that learns the woods."""

from itertools import pairwise

import numpy as np

from course_utils import nn
from course_utils.data import generators
from course_utils.notebook.controls import slider, whole_slider
from course_utils.notebook.live import Canvas, PixelMap
from course_utils.notebook.picture import BLUE, GREEN, GREY, RED, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal

BASE = 0.10  # the share of strays: nobody is wrong less often
STEPS, EVERY = 1500, 15  # of gradient descent; between two looks
GRID = 64  # rows and columns of the map
NEXT_STEP = {
    "high bias": "Next step: a larger network, or longer training. More data will not help.",
    "high variance": "Next step: more data; where there is none, λ or a smaller keep_prob.",
    "high bias and high variance": "Next step: first the bias (a larger network), then look again.",
    "low bias and low variance": "Done: now the test set, once.",
}


def regime(training, dev, base=BASE, margin=0.04):
    """What a model suffers from; gaps up to the margin are taken for chance."""
    bias, variance = training - base > margin, dev - training > margin
    if bias and variance:
        return "high bias and high variance"
    return "high bias" if bias else "high variance" if variance else "low bias and low variance"


def build(units, keep_prob, seed=100):
    """A network 2-units-units/2-1 with dropout, or a line for 0 units."""
    rng = np.random.default_rng(seed)
    layer_dims = [2, units, max(units // 2, 1), 1] if units else [2, 1]
    layers = []
    for n_prev, n in pairwise(layer_dims):
        layers += [nn.Dense(n_prev, n, rng=rng), nn.ReLU(), nn.Dropout(keep_prob, rng=rng)]
    return nn.Network(*layers[:-2])


def learn(units, m, lambd, keep_prob, trees, dev):
    """Train on the first m trees; yields a state before the first step and every EVERY steps."""
    (X, Y), network = [part[:, :m] for part in trees], build(units, keep_prob)
    state = {"units": units, "m": m, "lambd": lambd, "keep_prob": keep_prob, "network": network,
             "step": 0, "training": [], "dev": []}  # fmt: skip

    def look(step):
        for name, (X_part, Y_part) in (("training", (X, Y)), ("dev", dev)):
            state[name] = [*state[name], 1 - nn.accuracy(network.forward(X_part), Y_part)]
        return state | {"step": step, "regime": regime(state["training"][-1], state["dev"][-1])}

    yield look(0)
    steps = nn.training(network, nn.sigmoid_cross_entropy, nn.GradientDescent(1.0), X, Y,
                        num_epochs=STEPS, lambd=lambd)  # fmt: skip
    for step in steps:
        if step.number % EVERY == 0:
            yield look(step.number)


def ended_as(name, state):
    """Whether the training is over and has led into this regime."""
    return state["step"] == STEPS and state["regime"] == name


@course_style()
def bias_and_variance():
    """Set the size of the network, the data and the regularisation; train; read the regime."""
    trees = generators.woods(500, np.random.default_rng(3))
    dev = generators.woods(2000, np.random.default_rng(99))
    controls = {
        "units": whole_slider("hidden units", 0, 0, 60, 2),
        "m": whole_slider("trees", 200, 20, 500, 10),
        "lambd": slider("λ", 0.0, 0, 3, 0.1),
        "keep_prob": slider("keep_prob", 1.0, 0.4, 1, 0.05),
    }
    figure, (plane, curve) = new_figure(1, 2, width=9.4, height=4.3)
    plane.set(xlim=(-1, 1), ylim=(-1, 1), xlabel="$x_1$", ylabel="$x_2$",
              title="What the network says of the woods")  # fmt: skip
    plane.set_aspect("equal")
    plane.grid(visible=False)
    shade = PixelMap(plane, (GRID, GRID))
    x = np.linspace(-1, 1, GRID)
    grid = np.stack(np.meshgrid(x, x)).reshape(2, -1)
    plane.plot(x, 0.6 * np.sin(4 * x), "k:", linewidth=1.5, label="where the soil changes")
    points = [
        plane.plot([], [], linestyle="", marker=marker, color=colour, markersize=5,
                   markeredgecolor="white", markeredgewidth=0.5, label=label)[0]
        for marker, colour, label in (("o", BLUE, "spruce"), ("s", RED, "birch"))
    ]  # fmt: skip
    plane.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=3, fontsize=8)
    curve.set(
        xlim=(0, STEPS), ylim=(0, 0.55), xlabel="step", ylabel="error", title="The two errors"
    )
    (training,) = curve.plot([], [], color=BLUE, linewidth=2, label="training error")
    (dev_line,) = curve.plot([], [], color=RED, linewidth=2, linestyle="--", label="dev error")
    curve.axhline(BASE, color=GREEN, linestyle=":", label="the best possible")
    curve.legend(loc="upper right", fontsize=8)
    settings = curve.text(0.03, 0.03, "", transform=curve.transAxes, color=GREY, fontsize=9)
    canvas = Canvas(figure, [*points, training, dev_line, settings], [shade], plane.lines[:1])

    def paint(state):
        shade.values = nn.sigmoid(state["network"].forward(grid)).reshape(GRID, GRID)
        X, Y = (part[:, : state["m"]] for part in trees)
        for k, artist in enumerate(points):
            artist.set_data(*X[:, Y[0] == k])
        steps = EVERY * np.arange(len(state["dev"]))
        training.set_data(steps, state["training"])
        dev_line.set_data(steps, state["dev"])
        units = state["units"]
        model = f"{units} and {max(units // 2, 1)} hidden units" if units else "a line"
        text = f"{model}, {state['m']} trees, λ = {state['lambd']:g}, keep {state['keep_prob']:g}"
        settings.set_text(text)
        return (
            f"Left: a map of the woods with the trees and what the network says: {text}. Right: "
            f"errors after {state['step']} steps: training {state['training'][-1]:.2f}, dev "
            f"{state['dev'][-1]:.2f}, the best possible {BASE:.2f}."
        )

    def say(state):
        errors = f"training error {state['training'][-1]:.2f}, dev error {state['dev'][-1]:.2f}"
        if state["step"] == 0:
            return f"Not trained yet: {errors}. Press Play."
        verdict = f"<b>{state['regime']}</b>"
        if state["step"] < STEPS:
            return f"So far {errors}, base {BASE:.2f}: {verdict}."
        bias = f"bias {state['training'][-1] - BASE:+.2f}"
        variance = f"variance {state['dev'][-1] - state['training'][-1]:+.2f}"
        return f"{errors.capitalize()}, {bias}, {variance}: {verdict}. {NEXT_STEP[state['regime']]}"

    return Explorer(
        "Bias and variance",
        controls,
        lambda **values: next(learn(**values, trees=trees, dev=dev)),
        paint,
        canvas,
        goals=[
            Goal("make a model that knows its trees by heart: high variance, and a training error "
                 "of at most 0.06.",
                 lambda s: ended_as("high variance", s) and s["training"][-1] <= 0.06,
                 "learned by heart: room for every stray, and too few trees to know better."),
            Goal("with at most 150 trees, end with low bias and low variance.",
                 lambda s: ended_as("low bias and low variance", s) and s["m"] <= 150,
                 "neither bias nor variance, and no new data: regularisation did it."),
            Goal("get both diseases at once: high bias and high variance.",
                 lambda s: ended_as("high bias and high variance", s),
                 "too stiff for the woods, and swayed by the accidents of a few trees."),
        ],
        say=say,
        work=lambda: learn(**{n: c.value for n, c in controls.items()}, trees=trees, dev=dev),
        total=lambda: STEPS // EVERY + 1,
        restarts=list(controls),
    )  # fmt: skip
