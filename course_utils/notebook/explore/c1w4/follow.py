"""One digit on its way through a network, and its gradient on the way back, stop by stop."""

import functools

import numpy as np
from matplotlib import colormaps

from course_utils import data, nn
from course_utils.nn.activations import sigmoid
from course_utils.notebook.controls import choice, whole_slider
from course_utils.notebook.explore.c1w4.networks import build
from course_utils.notebook.live import Canvas, PixelMap
from course_utils.notebook.picture import BLUE, RED, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal

LAYER_DIMS = [64, 20, 20, 9, 1]
L = len(LAYER_DIMS) - 1
LAST_STOP = 2 * L + 1  # the input, L layers forward, L backward, and the picture again
SIDE = 8  # a digit is 8 x 8 pixels
EPOCHS = (0, 1, 20)


@functools.cache
def trained(num_epochs):
    """The network after so many epochs on the question whether a digit is odd."""
    X, labels, *_ = data.load("digits").as_columns()
    rng = np.random.default_rng(0)
    network = build(LAYER_DIMS, rng)
    nn.fit(
        network, nn.sigmoid_cross_entropy, nn.GradientDescent(0.1), X, labels % 2,
        mini_batch_size=64, rng=rng, num_epochs=num_epochs, progress_bar=False,
    )  # fmt: skip
    return network


@functools.cache
def from_easy_to_hard():
    """The test digits X (64, m) and labels (1, m), sorted by the trained network's loss."""
    *_, X, labels = data.load("digits").as_columns()
    Z = trained(EPOCHS[-1]).forward(X)
    loss = np.maximum(Z, 0) - Z * (labels % 2) + np.log1p(np.exp(-np.abs(Z)))
    order = np.argsort(loss[0])
    return X[:, order], labels[:, order]


def journey(network, x, y):
    """Loss, A[0] to A[L] and dA[0], dZ[1] to dZ[L] of one example: x (n_x, 1), y 0 or 1."""
    Z, outputs = network.forward(x, keep=range(len(network.layers)))
    A = [x, *(outputs[i] for i in range(1, len(network.layers), 2)), sigmoid(Z)]
    loss, dZ = nn.sigmoid_cross_entropy(Z, np.array([[y]]))
    derivatives = []
    for layer in reversed(network.layers):
        if isinstance(layer, nn.Dense):
            derivatives.insert(0, dZ)
        dZ = layer.backward(dZ)
    return loss, A, [dZ, *derivatives]


def follow_state(digit, epochs, stop):
    """All that is shown of one digit at one stop."""
    X, labels = from_easy_to_hard()
    label = int(labels[0, digit])
    loss, A, derivatives = journey(trained(epochs), X[:, digit : digit + 1], label % 2)
    return {
        "digit": digit, "epochs": epochs, "stop": stop, "label": label, "loss": loss,
        "A": A, "derivatives": derivatives, "a": A[-1].item(),
        "right": (A[-1].item() > 0.5) == bool(label % 2),
    }  # fmt: skip


def say(state):
    """What happens at the present stop, with the shapes that meet there."""
    stop, A, dims = state["stop"], state["A"], LAYER_DIMS
    if stop == 0:
        return f"The input: A[0] is ({dims[0]}, 1), a {state['label']}, which is " + (
            "odd: y = 1." if state["label"] % 2 else "even: y = 0."
        )
    if stop <= L:
        n, n_prev = dims[stop], dims[stop - 1]
        shapes = f"Layer {stop} forward: ({n}, {n_prev}) times ({n_prev}, 1) plus ({n}, 1). "
        if stop < L:
            return shapes + f"{int(np.sum(A[stop] > 0))} of {n} units let something through."
        verdict = "right" if state["right"] else "wrong"
        return shapes + f"ŷ = {state['a']:.3f} for a {state['label']}: {verdict}."
    l = LAST_STOP - stop
    largest = f"Largest entry: {np.abs(state['derivatives'][l]).max():.2g}."
    if l == L:
        return f"Loss {state['loss']:.3g}. Backward begins: dZ[{L}] = A[{L}] - Y. {largest}"
    n, n_next = dims[l], dims[l + 1]
    back = f"({n}, {n_next}) times ({n_next}, 1). {largest}"
    if l == 0:
        return f"dA[0] = W[1]ᵀ dZ[1], {back} Red: more ink here would raise the loss."
    return (
        f"dZ[{l}] = W[{l + 1}]ᵀ dZ[{l + 1}] * g'(Z[{l}]), {back} Units that let nothing through "
        "get nothing back."
    )


@course_style()
def follow_one_example():
    """Choose a digit and walk with it, forward through the layers and backward again."""
    m = from_easy_to_hard()[1].shape[1]
    figure, axes = new_figure(
        2, L + 1, width=9.4, height=5.2, gridspec_kw={"width_ratios": [2.2] + [1] * L}
    )
    values, gradients, numbers = [], [], []
    for row, kind, maps, cmap in ((0, "A", values, "Greys"), (1, "dZ", gradients, "RdBu_r")):
        for l, axis in enumerate(axes[row]):
            n = LAYER_DIMS[l]
            name = "dA" if row and l == 0 else kind
            axis.set(xticks=[], yticks=[], title=f"{name}[{l}]  ({n}, 1)")
            axis.title.set_color((BLUE, RED)[row])
            axis.grid(visible=False)
            axis.set_xlabel(" ", fontsize=9)  # keeps room for the number below
            if l == 0:
                axis.set_box_aspect(1)
            shape = (SIDE, SIDE) if l == 0 else (n, 1)
            maps.append(PixelMap(axis, shape, (0, -1)[row], 1, colormaps[cmap]))
            numbers.append(
                axis.text(0.5, -0.03, "", ha="center", va="top", fontsize=9,
                          transform=axis.transAxes)
            )  # fmt: skip
    figure.suptitle("Above: forward, left to right. Below: backward, right to left", fontsize=11)
    canvas = Canvas(figure, numbers, [*values, *gradients])

    def paint(state):
        stop = state["stop"]
        for l in range(L + 1):
            shown = ((values[l], state["A"][l], stop >= l),
                     (gradients[l], state["derivatives"][l], stop >= LAST_STOP - l))  # fmt: skip
            for row, (pixels, array, reached) in enumerate(shown):
                largest = np.abs(array).max()
                scaled = array / max(largest, 1e-12) if row or 0 < l < L else array
                pixels.values = (scaled * reached).reshape(pixels.values.shape)[::-1]
                numbers[l + row * (L + 1)].set_text(f"largest {largest:.2g}" if reached else "")
        return (
            f"A {state['label']}, and the activations of {L} layers as columns of squares, with "
            f"their derivatives below; stop {stop} of {LAST_STOP} on the way through a network "
            f"trained for {state['epochs']} epochs. ŷ = {state['a']:.3f}, loss {state['loss']:.3g}."
        )

    return Explorer(
        "Follow one example",
        {
            "digit": whole_slider("easy to hard", m // 2, 0, m - 1),
            "stop": whole_slider("stop", 0, 0, LAST_STOP),
            "epochs": choice("epochs trained", EPOCHS, EPOCHS[-1]),
        },
        follow_state,
        paint,
        canvas,
        goals=[
            Goal(
                "find a digit that the trained network gets wrong, and follow its gradient all "
                "the way back to the picture.",
                lambda s: not s["right"] and s["epochs"] == EPOCHS[-1] and s["stop"] == LAST_STOP,
                "wrong and surely so: such examples pull hardest at the weights.",
            ),
            Goal(
                "find one from which the trained network learns next to nothing: no entry of "
                "dZ[1] above 0.0001 (at the stop of dZ[1]).",
                lambda s: (
                    s["epochs"] == EPOCHS[-1]
                    and s["stop"] == LAST_STOP - 1
                    and np.abs(s["derivatives"][1]).max() < 1e-4
                ),
                "right and sure of it: A - Y is almost 0, and so is all that comes from it.",
            ),
        ],
        say=say,
    )
