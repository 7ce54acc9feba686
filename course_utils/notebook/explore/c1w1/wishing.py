"""What examples want of the last layer, one at a time or averaged over many; step, and watch."""

import itertools

import numpy as np
from matplotlib import colormaps

from course_utils import data, nn
from course_utils.notebook.controls import choice, log_slider
from course_utils.notebook.live import Canvas, PixelMap
from course_utils.notebook.picture import BLUE, GREEN, RED, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal

STEPS = 100


def wish(W, b, A, Y):
    """What the examples want on average: of W (n_y, n) and b (n_y, 1), for A (n, m), Y (n_y, m)."""
    missing = Y - nn.softmax(W @ A + b)  # how much each share is too small
    return missing @ A.T / A.shape[1], missing.mean(axis=1, keepdims=True)


def lesson(A, Y, chosen, learning_rate):
    """Teach a last layer of zeros; yields a state before every step, for ever.

    A (n, m) are the activations that it hears, Y (10, m) its answers. `chosen` are the numbers of
    the examples that may wish; the state tells how the first of them, and all, fare.
    """
    first = chosen[0]
    W, b, costs, accuracies = np.zeros((10, len(A))), np.zeros((10, 1)), [], []
    while True:
        Z = W @ A + b
        shares = nn.softmax(Z[:, first : first + 1])[:, 0]
        cost, _ = nn.softmax_cross_entropy(Z[:, first : first + 1], Y[:, first : first + 1])
        costs.append(cost)
        accuracies.append(nn.accuracy(Z, Y))
        dW, db = wish(W, b, A[:, chosen], Y[:, chosen])
        yield {
            "example": first, "count": len(chosen), "step": len(costs) - 1, "shares": shares,
            "digit": int(Y[:, first].argmax()), "wish_W": dW, "wish_b": db[:, 0],
            "costs": costs, "accuracies": accuracies, "cost": cost, "accuracy": accuracies[-1],
        }  # fmt: skip
        rate = learning_rate()
        W, b = W + rate * dW, b + rate * db


def examples(labels, digit, count):
    """The numbers of `count` examples: the first of this digit, then the others as they come."""
    first = int(np.flatnonzero(labels == digit)[0])
    others = np.delete(np.arange(labels.size), first)
    return np.concatenate([[first], others[: count - 1]])


def side_by_side(wish_W, wish_b):
    """The wishes (10, n) and (10,) as one table (10, n + 2), each scaled to 1 at most."""
    weights, biases = (wish / max(np.abs(wish).max(), 1e-12) for wish in (wish_W, wish_b))
    return np.column_stack([weights, np.zeros_like(biases), biases])


@course_style()
def wishes(network):
    """The last layer of a trained network is set to zero; teach it again."""
    digits = data.load("digits")
    X, labels, _, _ = digits.as_columns()
    Y = nn.one_hot(labels, 10)
    last = len(network.layers) - 1
    _, kept = network.forward(X, keep=[last - 1])
    A = kept[last - 1]
    controls = {
        "digit": choice("digit", list(range(10)), 3),
        "count": choice("averaged over", [1, 10, 100, labels.size]),
        "learning_rate": log_slider("learning rate α", 0.001, -4, 0),
    }
    figure, axes = new_figure(
        2, 4, width=10.2, height=4.0,
        gridspec_kw={"height_ratios": [1, 6], "width_ratios": [1.1, 4.2, 1.8, 2.2]},
    )  # fmt: skip
    (nowhere, strip, nowhere_2, nowhere_3), (page, table, bars, curve) = axes
    for axis in (nowhere, nowhere_2, nowhere_3):
        axis.axis("off")
    for axis in (page, strip, table):
        axis.set(xticks=[], yticks=[])
        axis.grid(visible=False)
    page.set_title("the example")
    page.set_box_aspect(1)
    strip.set_title("how brightly each hidden neuron is lit", fontsize=10)
    table.set(yticks=range(10), ylim=(-0.5, 9.5), ylabel="output neuron")
    table.set_yticklabels(range(9, -1, -1))
    table.set_xlabel("wishes, red raise, blue lower: weights; far right: bias")
    bars.set(xlim=(0, 1.04), ylim=(9.6, -0.6), yticks=range(10), title="its shares",
             xlabel="blue: is, red: should be")  # fmt: skip
    curve.set(xlim=(0, STEPS), ylim=(0, 2.6), xlabel="step", title="cost and accuracy")
    image = PixelMap(page, (8, 8), 0, 1, cmap=colormaps["gray"])
    lit = PixelMap(strip, (1, len(A) + 2), 0, 1, cmap=colormaps["gray"])
    asked = PixelMap(table, (10, len(A) + 2), -1, 1, cmap=colormaps["RdBu_r"])
    (share_lines,) = bars.plot([], [], color=BLUE, linewidth=9, solid_capstyle="butt")
    (target,) = bars.plot([], [], color=RED, linewidth=3)
    (cost_line,) = curve.plot([], [], color=RED, linewidth=2, label="cost of this digit")
    (accuracy_line,) = curve.plot([], [], color=GREEN, linewidth=2, linestyle="--",
                                  label="share right, all digits")  # fmt: skip
    curve.legend(loc="upper right", fontsize=8)
    canvas = Canvas(figure, [share_lines, target, cost_line, accuracy_line], [image, lit, asked])

    def steps(digit, count, learning_rate):
        return lesson(A, Y, examples(labels[0], digit, count), learning_rate)

    def work():
        values = {name: controls[name].value for name in ("digit", "count")}
        states = steps(**values, learning_rate=lambda: controls["learning_rate"].value)
        return itertools.islice(states, STEPS + 1)

    def paint(state):
        a = A[:, state["example"]]
        image.values = X[:, state["example"]].reshape(8, 8)[::-1]
        lit.values = np.append(a / a.max(), [0, 0])[None]
        asked.values = side_by_side(state["wish_W"], state["wish_b"])[::-1]
        rows = np.arange(10)
        gaps = np.full(10, np.nan)
        share_lines.set_data(np.stack([0 * rows, state["shares"], gaps]).T.ravel(),
                             np.stack([rows, rows, gaps]).T.ravel())  # fmt: skip
        goal = (rows == state["digit"]).astype(float)
        target.set_data(np.stack([goal, goal, gaps]).T.ravel(),
                        np.stack([rows - 0.4, rows + 0.4, gaps]).T.ravel())  # fmt: skip
        cost_line.set_data(np.arange(state["step"] + 1), state["costs"])
        accuracy_line.set_data(np.arange(state["step"] + 1), state["accuracies"])
        wanted = state["wish_W"]
        row, column = np.unravel_index(np.abs(wanted).argmax(), wanted.shape)
        return (
            f"A handwritten {state['digit']}, the brightness of {len(A)} hidden neurons for it, "
            f"and what {state['count']} example(s) want of the weights to ten output neurons; the "
            f"strongest: output {row}, hidden neuron {column}, {wanted[row, column]:+.3g}. "
            f"Strongest for a bias: output {np.abs(state['wish_b']).argmax()}. "
            f"Step {state['step']}: cost of this digit {state['cost']:.3f}, share right over all "
            f"digits {state['accuracy']:.2f}."
        )

    return Explorer(
        "Wishes: the last layer, set to zero, learns again",
        controls,
        lambda digit, count, learning_rate: next(steps(digit, count, lambda: learning_rate)),
        paint,
        canvas,
        goals=[
            Goal("one example alone: its cost below 0.1 within 10 steps.",
                 lambda s: s["count"] == 1 and s["cost"] < 0.1 and s["step"] <= 10,
                 "one digit is content. What has become of all the others?"),
            Goal("nine of ten digits right within 100 steps.",
                 lambda s: s["accuracy"] >= 0.9,
                 "what many want together is what the digits have in common."),
        ],
        say=lambda s: (
            f"Step {s['step']}: this {s['digit']} gets the share {s['shares'][s['digit']]:.2f}, "
            f"its cost is {s['cost']:.3f}. Of all {labels.size} training digits "
            f"{s['accuracy']:.0%} are right. The largest wish is {np.abs(s['wish_W']).max():.3f}."
        ),
        work=work,
        total=lambda: STEPS + 1,
        restarts=["digit", "count"],
    )  # fmt: skip
