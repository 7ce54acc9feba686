"""Draw a digit, or pick one: every layer lights up, the prediction follows every stroke."""

import functools

import ipywidgets
import numpy as np
from matplotlib.figure import Figure

from course_utils import data, nn
from course_utils.notebook import handwriting
from course_utils.notebook.controls import whole_slider
from course_utils.notebook.figures.c1w1.digits import GRIDS, draw_layers, fill_layers
from course_utils.notebook.live import Canvas
from course_utils.notebook.pad import DrawingPad
from course_utils.notebook.picture import course_style
from course_utils.notebook.widgets import Explorer, Goal


def look(network, hidden, strokes, prepare):
    """What a network makes of strokes: the picture that it is given, its layers, ten shares.

    `hidden` are the places of its hidden layers' activations in the network.
    """
    digit = (handwriting.to_digit if prepare else handwriting.as_drawn)(strokes)
    x = digit.reshape(-1, 1) / 16
    Z, kept = network.forward(x, keep=hidden)
    empty = not digit.any()
    shares = np.zeros(10) if empty else nn.softmax(Z)[:, 0]
    return {
        "activations": [x[:, 0], *(kept[i][:, 0] * (not empty) for i in hidden)],
        "shares": shares, "empty": empty, "top": int(shares.argmax()), "share": shares.max(),
    }  # fmt: skip


@course_style()
def draw_a_digit(network):
    """A pad beside the layers of a network for the digits: 64 inputs, ReLU layers, 10 outputs."""
    digits = data.load("digits").X_test[..., 0]
    hidden = [i for i, layer in enumerate(network.layers) if isinstance(layer, nn.ReLU)]
    sizes = [64, *(a.shape[0] for a in network.forward(np.zeros((64, 1)), keep=hidden)[1].values())]
    figure = Figure(figsize=(7.0, 3.3), layout="constrained")
    names = ["given", *(f"layer {i}" for i in range(1, len(sizes)))]
    images, bars = draw_layers(figure, [GRIDS[size] for size in sizes], names)
    canvas = Canvas(figure, [*images, *bars])
    pad = DrawingPad(label="Draw a digit from 0 to 9")
    mine = {"strokes": [], "base": 0}  # what the learner has drawn, and on top of which test digit
    controls = {
        "pick": whole_slider("test digit", 1, 0, len(digits)),
        "prepare": ipywidgets.Checkbox(True, description="prepare as in training"),
    }

    @functools.cache
    def picked(number):
        return [stroke.round(4).tolist() for stroke in handwriting.trace(digits[number - 1])]

    def compute(pick, prepare):
        strokes, base = (picked(pick), 0) if pick else (mine["strokes"], mine["base"])
        state = look(network, hidden, strokes, prepare)
        state |= {"strokes": strokes, "pick": pick, "base": base}
        if base:
            state["before"] = look(network, hidden, picked(base), prepare)["top"]
            state["added"] = len(strokes) - len(picked(base))
        return state

    def paint(state):
        if pad.strokes != state["strokes"]:
            pad.strokes = state["strokes"]
        fill_layers(images, bars, state["activations"], state["shares"])
        if state["empty"]:
            return "The pad is empty, and so are all layers of the network."
        return (
            f"{'Your drawing' if not state['pick'] else 'Test digit ' + str(state['pick'])} as an "
            f"8 by 8 picture, the activations of {len(sizes) - 1} hidden layers, and the shares of "
            f"the ten digits: {state['top']} has the largest, {state['share']:.3f}."
        )

    def say(state):
        if state["empty"]:
            return "Draw a digit on the pad: large or small, anywhere, thick or thin."
        hint = (
            ""
            if not state["pick"]
            else (" Clear the pad to draw your own digit (number 0), or add a stroke to this one.")
        )
        second = int(np.argsort(state["shares"])[-2])
        return (
            f"The network says <b>{state['top']}</b>, share {state['share']:.2f}; "
            f"second comes {second}, share {state['shares'][second]:.2f}.{hint}"
        )

    explorer = Explorer(
        "Draw a digit",
        controls,
        compute,
        paint,
        canvas,
        goals=[
            Goal("draw a digit of your own that the network is sure of: a share above 0.95.",
                 lambda s: not s["pick"] and not s["base"] and s["share"] > 0.95,
                 "it reads your hand. Now try somebody else's way to write a 7 or a 1."),
            Goal("pick a test digit and change the network's mind with one stroke more.",
                 lambda s: s["base"] and s["added"] == 1 and s["top"] != s["before"],
                 "one stroke, another digit. What does the second layer show of it?"),
        ],
        say=say,
        on_reset=lambda: mine.update(strokes=[], base=0),
    )  # fmt: skip

    def drawn(change):
        with explorer.lock:
            strokes, pick = change["new"], controls["pick"].value
            if strokes == explorer.state["strokes"]:  # shown by this widget, not drawn
                return
            base = pick or mine["base"]
            on_top = base and strokes[: len(picked(base))] == picked(base)
            mine.update(strokes=strokes, base=base if on_top else 0)
            if pick:
                controls["pick"].value = 0  # which shows it
            else:
                explorer.update()

    pad.observe(drawn, "strokes")
    explorer.pad = pad
    explorer.children = [
        ipywidgets.HBox([pad, row]) if row is canvas.widget else row for row in explorer.children
    ]
    return explorer
