"""Watch LeNet-5 learn: its filters, their feature maps, the cost and the test accuracy."""

import numpy as np
from matplotlib import colormaps

from course_utils import nn
from course_utils.notebook.controls import choice, log_slider, whole_slider
from course_utils.notebook.explore.c4w1.network import DIGITS, digits, lenet5, look
from course_utils.notebook.figures.c4w1 import mosaic
from course_utils.notebook.live import Canvas, PixelMap
from course_utils.notebook.picture import BLUE, RED, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal

BATCH = 32
LONGEST = 0.3  # weight of the first layer that is drawn in full colour
JUDGE_EVERY = 15  # steps: the whole test set takes as long as several of them


def test_accuracy(network, X, labels):
    """Share of the test digits read correctly."""
    return float(np.mean(nn.predict(network, X).argmax(axis=0) == labels))


def learn(X, Y, X_test, labels, learning_rate, num_epochs, seed=0):
    """Train a new LeNet-5; yields a state before the first step and after every one.

    `learning_rate` is a function, asked at every step, so that it can be moved meanwhile.
    """
    rng = np.random.default_rng(seed)
    network = lenet5(rng)
    network.params["W1"] *= 0.1  # small at the start, so that what is learned can be seen
    network.astype(np.float32)
    optimizer = nn.Adam(learning_rate())
    state = {"network": network, "step": 0, "costs": [], "steps": num_epochs * -(-len(X) // BATCH)}
    state["accuracies"] = [(0, test_accuracy(network, X_test, labels))]
    yield dict(state)
    optimizer.learning_rate = learning_rate()
    for step in nn.training(
        network, nn.softmax_cross_entropy, optimizer, X, Y, BATCH, rng, num_epochs=num_epochs
    ):
        state["step"] = step.number
        state["costs"].append(step.cost)
        if step.number % JUDGE_EVERY == 0:
            accuracy = test_accuracy(network, X_test, labels)
            state["accuracies"].append((step.number, accuracy))
        yield dict(state)
        optimizer.learning_rate = learning_rate()


@course_style()
def watch_it_learn():
    """Play, pause and step through the training of LeNet-5 on the digits."""
    X, Y, X_test, labels = digits()
    controls = {
        "learning_rate": log_slider("learning rate α", 0.0001, -4, -0.5),
        "num_epochs": whole_slider("epochs", 4, 1, 12),
        "digit": choice("digit to watch", DIGITS, 3),
    }
    figure, axes = new_figure(
        1, 5, width=9.8, height=3.2, gridspec_kw={"width_ratios": [0.7, 0.62, 0.93, 1.25, 1.6]}
    )
    titles = ("Digit", "Filters", "Maps of CONV1", "Maps of CONV2", "Cost and accuracy")
    for axis, title in zip(axes, titles):
        axis.set_title(title, fontsize=9)
    for axis, ratio in zip(axes[:4], (1, 1.5, 1.5, 1)):
        axis.set(xticks=[], yticks=[])
        axis.set_box_aspect(ratio)
        axis.grid(visible=False)
    curve = axes[4]
    curve.set(xlabel="step", ylim=(0, 2.6), ylabel="cost J")
    right = curve.twinx()
    right.set(ylim=(0, 1.04), ylabel="test accuracy")
    right.grid(visible=False)
    (cost_line,) = curve.plot([], [], color=BLUE, linewidth=1.2, label="J of each mini-batch")
    (right_line,) = right.plot([], [], color=RED, linestyle="--", linewidth=2)
    curve.plot([], [], color=RED, linestyle="--", linewidth=2, label="test accuracy")
    curve.legend(loc="center right", fontsize=8)
    grey, signed = colormaps["gray"], colormaps["RdBu_r"]
    maps = [PixelMap(axis, (1, 1), cmap=c) for axis, c in zip(axes, (grey, signed, grey, grey))]
    canvas = Canvas(figure, [cost_line, right_line], maps)

    def example():
        return X_test[np.flatnonzero(labels == controls["digit"].value)[0], :, :, 0]

    def steps(learning_rate, num_epochs):
        return learn(X, Y, X_test, labels, learning_rate, num_epochs)

    def work():
        return steps(lambda: controls["learning_rate"].value, controls["num_epochs"].value)

    def paint(state):
        if curve.get_xlim() != (0, state["steps"]):
            curve.set_xlim(0, state["steps"])
            canvas.prepare()
        image = example()
        probabilities, layers = look(state["network"], image)
        W = state["network"].params["W1"][:, :, 0]
        maps[0].values = image[::-1]
        maps[1].values = 0.5 + 0.5 * mosaic(W, 2, scale=LONGEST)[::-1]
        maps[2].values = mosaic(layers["CONV1"], 2, gap=2, fill=0.3)[::-1]
        maps[3].values = mosaic(layers["CONV2"], 4, fill=0.3)[::-1]
        cost_line.set_data(np.arange(1, len(state["costs"]) + 1), np.minimum(state["costs"], 2.55))
        number, accuracy = np.array(state["accuracies"]).T
        right_line.set_data(number, accuracy)
        return (
            f"A digit {controls['digit'].value}, six filters, their six feature maps, the sixteen "
            f"maps of the second convolution, and the curves of cost and test accuracy after "
            f"{state['step']} steps. The network takes the digit for a {probabilities.argmax()}, "
            f"with probability {probabilities.max():.2f}."
        )

    def say(state):
        accuracy = state["accuracies"][-1][1]
        cost = f"J = {np.mean(state['costs'][-15:]):.3f}, " if state["costs"] else ""
        return (
            f"Step {state['step']} of {state['steps']}: {cost}{100 * accuracy:.1f} of 100 test "
            "digits read correctly. Red and blue: positive and negative weights; white on black: "
            "where a filter found what it looks for."
        )

    return Explorer(
        "Watch it learn",
        controls,
        lambda learning_rate, num_epochs, **_: next(steps(lambda: learning_rate, num_epochs)),
        paint,
        canvas,
        goals=[
            Goal(
                "read 97 of 100 test digits within 180 steps.",
                lambda s: s["step"] <= 180 and s["accuracies"][-1][1] >= 0.97,
                "four times through 1,438 digits, and the filters are there.",
            ),
            Goal(
                "ruin it: after 60 steps or more, at most 20 of 100 right.",
                lambda s: s["step"] >= 60 and s["accuracies"][-1][1] <= 0.2,
                "the first great steps threw the weights where every ReLU gives 0: dead maps.",
            ),
        ],
        say=say,
        work=work,
        total=lambda: controls["num_epochs"].value * -(-len(X) // BATCH) + 1,
        restarts=["num_epochs"],
    )
