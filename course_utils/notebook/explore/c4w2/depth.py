"""How deep before it breaks: train plain and residual networks while watching the gradients."""

import itertools

import numpy as np

from course_utils.nn import Momentum, softmax_cross_entropy, training
from course_utils.notebook.controls import choice, log_slider
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import BLUE, GREY, RED, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal
from course_utils.vision import residual as recipe

DEPTHS = (8, 14, 20, 32, 44)
SHORTCUTS = ("no", "yes")
STEPS = 60  # five epochs
LOWEST, HIGHEST = 0.02, 200.0  # of gradients that are drawn


def gradient_sizes(network):
    """The size of the gradient of every 3x3 convolution, in forward order."""
    grads = network.grads
    kernels = [name for name, array in network.params.items() if array.ndim == 4]
    return np.array(
        [np.linalg.norm(grads[f"d{name}"]) for name in kernels if network.params[name].shape[0] > 1]
    )


def watched(depth, shortcuts, learning_rate, X, Y, seed=0):
    """Train a new network and yield a state after every update, for ever.

    `learning_rate` is a function, asked at every update, so that it can be moved meanwhile.
    """
    network = recipe.new_network(depth, shortcuts == "yes", seed)
    optimizer = Momentum(learning_rate())
    rng = np.random.default_rng(seed)
    steps = training(
        *(network, softmax_cross_entropy, optimizer, X, Y, recipe.MINI_BATCH_SIZE, rng, None)
    )
    state = {"depth": depth, "shortcuts": shortcuts, "costs": [], "gradients": np.array([])}
    slowest = optimizer.learning_rate
    yield {**state, "step": 0, "slowest": slowest}
    costs = []
    for step in steps:
        costs.append(step.cost)
        yield {
            **state, "step": step.number, "costs": costs, "slowest": slowest,
            "gradients": gradient_sizes(network),
        }  # fmt: skip
        optimizer.learning_rate = learning_rate()
        slowest = min(slowest, optimizer.learning_rate)


def recent(state, n=6):
    """The mean cost of the last n updates; that of a guess where there are none."""
    return float(np.mean(state["costs"][-n:])) if state["costs"] else float(np.log(10))


@course_style()
def how_deep():
    """Play the training of networks of any depth, with and without shortcuts."""
    X, Y, *_ = recipe.digits()
    controls = {
        "depth": choice("layers", DEPTHS, 20),
        "shortcuts": choice("shortcuts", SHORTCUTS),
        "learning_rate": log_slider("learning rate α", 0.1, -3, 0),
    }
    figure, (left, right) = new_figure(1, 2, width=9.4, height=3.6)
    left.set(xlim=(0, STEPS), ylim=(0, 3.2), xlabel="update", ylabel="cost J", title="Training")
    left.axhline(np.log(10), color=GREY, linestyle=":", label="guessing")
    (curve,) = left.plot([], [], color=BLUE, linewidth=2, label="J of each mini-batch")
    left.legend(loc="upper right")
    right.set(xlim=(0, 45), ylim=(LOWEST, HIGHEST), yscale="log", title="Gradients")
    right.set(xlabel="layer, from the input on", ylabel="size of dW")
    (sizes,) = right.plot([], [], color=RED, marker="o", markersize=4, linewidth=1)
    canvas = Canvas(figure, [curve, sizes])

    def begin(depth, shortcuts, learning_rate):
        return watched(depth, shortcuts, learning_rate, X, Y)

    def work():
        values = {name: controls[name].value for name in ("depth", "shortcuts")}
        states = begin(**values, learning_rate=lambda: controls["learning_rate"].value)
        return itertools.islice(states, STEPS + 1)

    def paint(state):
        curve.set_data(range(1, len(state["costs"]) + 1), np.clip(state["costs"], 0, 3.15))
        gradients = np.clip(state["gradients"], 1.05 * LOWEST, 0.95 * HIGHEST)
        sizes.set_data(range(1, len(gradients) + 1), gradients)
        kind = "residual" if state["shortcuts"] == "yes" else "plain"
        return (
            f"Left: cost of a {kind} network of {state['depth']} layers over {state['step']} "
            f"updates, lately {recent(state):.2f}. Right: the size of the gradient in "
            f"{len(gradients)} layers."
        )

    return Explorer(
        "How deep before it breaks?",
        controls,
        lambda depth, shortcuts, learning_rate: next(
            begin(depth, shortcuts, lambda: learning_rate)
        ),
        paint,
        canvas,
        goals=[
            Goal(
                "break it: a network whose mean cost over the last updates is still above 1.5 "
                "after 60, with α = 0.03 or more all the time.",
                lambda s: s["step"] == STEPS and recent(s) > 1.5 and s["slowest"] >= 0.03,
                "too deep to learn, although a shallower one could do all that it can.",
            ),
            Goal(
                "44 layers, and J below 0.6 after 60 updates.",
                lambda s: s["step"] == STEPS and s["depth"] == 44 and recent(s) < 0.6,
                "the same depth, the same data, the same time: the shortcuts make the difference.",
            ),
        ],
        say=lambda s: (
            f"{s['depth']} layers, shortcuts: {s['shortcuts']}. Update {s['step']} of {STEPS}; "
            f"mean cost lately {recent(s):.2f} (guessing gives {np.log(10):.2f})."
        ),
        work=work,
        total=lambda: STEPS + 1,
        restarts=["depth", "shortcuts"],
    )
