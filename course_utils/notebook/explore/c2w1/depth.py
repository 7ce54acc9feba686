"""Depth and start: what happens to a signal and to a gradient on their way through the layers."""

import numpy as np

from course_utils import nn
from course_utils.notebook.controls import choice, log_slider, whole_slider
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import BLUE, GREY, RED, course_style
from course_utils.notebook.picture import new_figure as make_figure
from course_utils.notebook.widgets import Explorer, Goal

DEEPEST, UNITS, EXAMPLES = 50, 100, 100
BENDS = {
    "ReLU": (nn.relu, nn.relu_backward),
    "tanh": (nn.tanh, nn.tanh_backward),
    "sigmoid": (nn.sigmoid, nn.sigmoid_backward),
    "none": (np.array, lambda dA, A: dA),
}
SHOWN = 5  # histograms
REACH, BINS = 2.0, 40
FLOAT32 = np.log10(
    [float(np.finfo(np.float32).smallest_subnormal), float(np.finfo(np.float32).max)]
)


def draws(seed=0):
    """Weights (layers, n, n), an input (n, m) and a gradient behind the last layer: all normal."""
    rng = np.random.default_rng(seed)
    return (
        rng.standard_normal((DEEPEST, UNITS, UNITS)),
        rng.standard_normal((UNITS, EXAMPLES)),
        rng.standard_normal((UNITS, EXAMPLES)),
    )


def signal_state(depth, scale, bend, drawn):
    """Activations of every layer, and the sizes of A forward and of dA backward.

    Weights have the deviation scale * sqrt(1/n), so Xavier is 1 and He is 1.41.
    """
    weights, A, dA = drawn
    forward, backward = BENDS[bend]
    factor, activations = scale / np.sqrt(UNITS), []
    for W in weights[:depth]:
        A = forward(factor * (W @ A))
        activations.append(A)
    gradients = [dA.std()]
    for W, A in zip(weights[:depth][::-1], activations[::-1]):
        dA = factor * (W.T @ backward(dA, A))
        gradients.append(dA.std())
    return {
        "depth": depth, "scale": scale, "bend": bend, "activations": activations,
        "A": np.array([A.std() for A in activations]),
        "dA": np.array(gradients[-2::-1]),  # dA[l - 1] belongs to A of layer l
    }  # fmt: skip


def layers_shown(depth):
    """Numbers of up to SHOWN layers, the first and the last among them."""
    return np.unique(np.round(np.linspace(1, depth, SHOWN)).astype(int))


def steady(state):
    """Whether signal and gradient stay between 0.1 and 10 in every layer."""
    sizes = np.concatenate([state["A"], state["dA"]])
    return bool(np.all((sizes > 0.1) & (sizes < 10)))


@course_style()
def depth_and_start():
    """Choose depth, size of the weights and the bend; see every layer's activations."""
    drawn = draws()
    figure, _ = make_figure(width=9.4, height=4.6)
    figure.clear()
    grid = figure.add_gridspec(2, SHOWN, height_ratios=[1, 1.5])
    panels = [figure.add_subplot(grid[0, k]) for k in range(SHOWN)]
    curve = figure.add_subplot(grid[1, :])
    edges = np.linspace(-REACH, REACH, BINS + 1)
    outlines, labels = [], []
    for k, axis in enumerate(panels):
        axis.set(xlim=(-1.05 * REACH, 1.05 * REACH), ylim=(0, 1.05), yticks=[], xlabel="a")
        axis.set_title(("first layer", "", "middle", "", "last layer")[k], fontsize=9)
        axis.grid(visible=False)
        outlines.append(axis.plot([], [], color=BLUE, linewidth=1.5)[0])
        labels.append(axis.text(-1.9, 0.9, "", fontsize=8, color=GREY, va="top"))
    panels[0].set_ylabel("share", fontsize=9)
    curve.axhspan(FLOAT32[1], 58, color=RED, alpha=0.2)
    curve.axhspan(-66, FLOAT32[0], color=RED, alpha=0.2)
    curve.text(49.8, FLOAT32[1] + 6, "float32: inf", color=RED, ha="right", fontsize=8)
    curve.text(49.8, FLOAT32[0] - 12, "float32: 0", color=RED, ha="right", fontsize=8)
    (signal,) = curve.plot([], [], color=BLUE, marker="o", markersize=3, label="A, forward")
    (gradient,) = curve.plot([], [], color=RED, marker="s", markersize=3, linestyle="--",
                             label="dA, backward")  # fmt: skip
    curve.set(xlim=(0.5, DEEPEST + 0.5), ylim=(-66, 58), xlabel="layer",
              ylabel="size (power of ten)", title="Size of signal and gradient")  # fmt: skip
    curve.legend(loc="upper left", fontsize=8)
    canvas = Canvas(figure, [*outlines, *labels, signal, gradient])

    def paint(state):
        numbers = layers_shown(state["depth"])
        places = np.linspace(0, SHOWN - 1, len(numbers)).round().astype(int)
        for artist, label in zip(outlines, labels):
            artist.set_data([], [])
            label.set_text("")
        for place, number in zip(places, numbers):
            A = np.clip(state["activations"][number - 1], -REACH, REACH)
            counts, _ = np.histogram(A, edges)
            heights = np.repeat(counts / counts.max(), 2)
            outlines[place].set_data(np.repeat(edges, 2)[1:-1], heights)
            labels[place].set_text(f"layer {number}\nsize {state['A'][number - 1]:.1g}")
        layers = np.arange(1, state["depth"] + 1)
        for artist, name in ((signal, "A"), (gradient, "dA")):
            artist.set_data(layers, np.log10(np.maximum(state[name], 1e-300)))
        return (
            f"Above: histograms of the activations in layers {', '.join(map(str, numbers))} of "
            f"{state['depth']}, bend {state['bend']}, weights of deviation {state['scale']:.3g} "
            f"times the root of 1/n. Below: the size of A, {state['A'][-1]:.1g} in the last layer, "
            f"and of dA, {state['dA'][0]:.1g} in the first."
        )

    def say(state):
        last, first = state["A"][-1], state["dA"][0]
        words = [
            f"{name} {'explodes' if size > 1e3 else 'vanishes' if size < 1e-3 else 'holds'}"
            for name, size in (("the signal", last), ("the gradient", first))
        ]
        return (
            f"Var(w) = {state['scale'] ** 2:.2g}/n. In the last layer A has size {last:.1g}, in "
            f"the first dA has {first:.1g}: {words[0]}, {words[1]}."
        )

    return Explorer(
        "Depth and start",
        {
            "depth": whole_slider("layers", 10, 2, DEEPEST),
            "scale": log_slider("w times √n", 1.0, -1, 1),
            "bend": choice("bend", list(BENDS)),
        },
        lambda depth, scale, bend: signal_state(depth, scale, bend, drawn),
        paint,
        canvas,
        goals=[
            Goal("keep signal and gradient between 0.1 and 10 in all of 50 ReLU layers.",
                 lambda s: s["depth"] == DEEPEST and s["bend"] == "ReLU" and steady(s),
                 "√2 = 1.41, so Var(w) = 2/n: you have found He's start."),
            Goal("lose the gradient: in layer 1, less than float32 can hold.",
                 lambda s: s["dA"][0] < 10 ** FLOAT32[0],
                 "gone for good: the first layers would never learn anything."),
            Goal("let the gradient explode (above 1,000 in layer 1) although no activation is "
                 "larger than 1.",
                 lambda s: s["dA"][0] > 1000 and s["bend"] in ("tanh", "sigmoid"),
                 "a bend that bounds the signal does not bound the gradient."),
        ],
        say=say,
    )  # fmt: skip
