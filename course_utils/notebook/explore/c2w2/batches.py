"""Batch size against time: train on the digits until 95 % of new ones are right."""

import time

import numpy as np

from course_utils import data
from course_utils.nn.costs import one_hot, softmax_cross_entropy
from course_utils.nn.layers import Dense, ReLU
from course_utils.nn.network import Network
from course_utils.nn.optimizers import GradientDescent
from course_utils.nn.training import training
from course_utils.notebook.controls import choice, log_slider, whole_slider
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import BLUE, GREEN, GREY, RED, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal

TARGET = 0.95
EPOCHS_AT_MOST = {1: 4, 4: 6, 16: 10, 64: 30, 256: 80, 1438: 200}  # then it gives up
LOOKS = 200  # so often, at most, the new digits are looked at


def digits():
    """X and one-hot Y to learn from, X and labels to judge by, in float32."""
    X, Y, X_test, Y_test = data.load("digits").as_columns()
    return *(array.astype(np.float32) for array in (X, one_hot(Y, 10), X_test)), Y_test[0]


def steps_of(size, m):
    """How many steps a run may take."""
    return EPOCHS_AT_MOST[size] * -(-m // size)


def examples_after(steps, size, m):
    """How many examples have been used after so many steps: an epoch's last mini-batch is short."""
    epochs, more = np.divmod(steps, -(-m // size))
    return epochs * m + more * size


def train(size, learning_rate, seed, X, Y, X_test, y_test):
    """Gradient descent with mini-batches; yields a state before the first and after every step."""
    rng = np.random.default_rng(seed)
    network = Network(Dense(64, 32, rng=rng), ReLU(), Dense(32, 10, rng=rng)).astype(np.float32)
    total = steps_of(size, X.shape[1])
    looks = max(1, total // LOOKS)
    state = {
        "size": size, "learning_rate": learning_rate, "seed": seed, "step": 0, "seconds": 0.0,
        "examples": 0, "m": X.shape[1], "steps": [], "times": [], "accuracies": [],
        "reached": False, "total": total,
    }  # fmt: skip
    steps = training(
        network, softmax_cross_entropy, GradientDescent(learning_rate), X, Y, size, rng, None
    )
    while True:
        if state["step"] % looks == 0:
            accuracy = float(np.mean(network.forward(X_test).argmax(axis=0) == y_test))
            state["steps"].append(state["step"])
            state["times"].append(state["seconds"])
            state["accuracies"].append(accuracy)
            state["reached"] = accuracy >= TARGET
        yield dict(state)
        if state["reached"] or state["step"] >= total:
            return
        began = time.process_time()
        with np.errstate(all="ignore"):  # a rate that is too high may run away
            next(steps)
        state["seconds"] += time.process_time() - began
        if not all(np.isfinite(array).all() for array in network.params.values()):
            return
        state["step"] += 1
        state["examples"] = int(examples_after(state["step"], size, state["m"]))


def reached(state, steps=np.inf, epochs=np.inf):
    """Whether the target is reached, within so many steps and epochs."""
    return (
        state["reached"] and 0 < state["step"] <= steps and state["examples"] <= epochs * state["m"]
    )


@course_style()
def batch_size_against_time():
    """Choose a mini-batch size and a rate; train until 95 % of new digits are right."""
    sets = digits()
    m = sets[0].shape[1]
    controls = {
        "size": choice("mini-batch size", list(EPOCHS_AT_MOST), 64),
        "learning_rate": log_slider("learning rate α", 0.01, -3, 1),
        "seed": whole_slider("seed", 0, 0, 9),
    }
    figure, axes = new_figure(1, 3, width=9.6, height=3.7, sharey=True)
    lines = []
    for axis, xlabel, limits, colour in zip(
        axes,
        ("steps", "epochs", "milliseconds of computing"),
        ((1, 1e4), (1e-3, 300), (0.02, 3000)),
        (BLUE, GREEN, RED),
    ):
        axis.axhline(TARGET, color=GREY, linestyle=":")
        axis.set(xlabel=xlabel, xscale="log", xlim=limits, ylim=(0, 1))
        axis.set_title(f"against {xlabel.partition(' ')[0]}", fontsize=10)
        lines += axis.plot([], [], color=colour, linewidth=2, marker=".", markersize=4)
    axes[0].set_ylabel("share of new digits that are right")
    texts = [
        axis.text(0.97, 0.06, "", transform=axis.transAxes, ha="right", fontsize=10)
        for axis in axes
    ]
    canvas = Canvas(figure, [*lines, *texts])

    def paint(state):
        steps, share = np.array(state["steps"]), state["accuracies"]
        lines[0].set_data(steps, share)
        lines[1].set_data(examples_after(steps, state["size"], m) / m, share)
        lines[2].set_data(1000 * np.array(state["times"]), share)
        epochs = state["examples"] / m
        said = (
            f"{state['step']:,} steps",
            f"{epochs:.2f} epochs",
            f"{1000 * state['seconds']:.0f} ms",
        )
        for text, words in zip(texts, said):
            text.set_text(words)
        return (
            f"Mini-batches of {state['size']}, learning rate {state['learning_rate']:.3g}, seed "
            f"{state['seed']}: share of new digits that are right, now {share[-1]:.2f}, against "
            f"steps, epochs and time; {state['step']} steps done."
        )

    def say(state):
        done = f"{state['step']:,} steps, {state['examples'] / m:.2f} epochs"
        if state["reached"]:
            return f"95 % after {done} and {1000 * state['seconds']:.0f} ms of computing."
        return f"{state['accuracies'][-1]:.2f} of the new digits are right after {done}."

    def work():
        values = {name: control.value for name, control in controls.items()}
        return train(**values, **dict(zip(("X", "Y", "X_test", "y_test"), sets)))

    return Explorer(
        "Batch size against time",
        controls,
        lambda size, learning_rate, seed: next(train(size, learning_rate, seed, *sets)),
        paint,
        canvas,
        goals=[
            Goal("95 % before every training digit has been seen twice (2 epochs).",
                 lambda s: reached(s, epochs=2),
                 "small mini-batches: many steps for little looking."),
            Goal("95 % in at most 100 steps, whatever each step costs.",
                 lambda s: reached(s, steps=100),
                 "large mini-batches: every step counts, and is paid for."),
            Goal("both: at most 250 steps and at most 4 epochs.",
                 lambda s: reached(s, steps=250, epochs=4),
                 "in between: this is why 32, 64 and 128 are the usual sizes."),
        ],
        say=say,
        work=work,
        total=lambda: steps_of(controls["size"].value, m) + 1,
        restarts=list(controls),
    )  # fmt: skip
