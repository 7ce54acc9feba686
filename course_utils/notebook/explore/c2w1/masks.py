"""Dropout: which units are off, and what becomes of the averages."""

from itertools import pairwise

import ipywidgets
import numpy as np

from course_utils.notebook.controls import LABEL, WIDE, slider, whole_slider
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import BLUE, GREEN, GREY, RED, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal

SIZES = (3, 8, 6, 1)
MOST = 300  # masks


def parameters(seed=5):
    """Weights of a small network, mostly positive, so that no average is near 0."""
    rng = np.random.default_rng(seed)
    W = [rng.uniform(-0.2, 0.8, size=(n, n_prev)) for n_prev, n in pairwise(SIZES)]
    return W, rng.uniform(0.5, 1.5, size=(SIZES[0], 1))


def mask_state(keep_1, keep_2, masks, divide, draws, W, x):
    """The masks drawn so far, and the averages of z in layers 2 and 3 relative to full strength."""
    A1 = np.maximum(0, W[0] @ x)
    full_2 = W[1] @ A1
    full_3 = (W[2] @ np.maximum(0, full_2)).item()
    D1, D2 = draws[0][:, :masks] < keep_1, draws[1][:, :masks] < keep_2
    Z2 = W[1] @ (A1 * D1 / (keep_1 if divide else 1))
    Z3 = W[2] @ (np.maximum(0, Z2) * D2 / (keep_2 if divide else 1))
    counts = np.arange(1, masks + 1)
    return {
        "keep_1": keep_1, "keep_2": keep_2, "masks": masks, "divide": divide,
        "D1": D1[:, -1], "D2": D2[:, -1],
        "layer_2": np.cumsum(Z2[0]) / counts / full_2[0, 0],
        "layer_3": np.cumsum(Z3[0]) / counts / full_3,
    }  # fmt: skip


def places(layer):
    """Where the units of a layer are drawn: x, y (n,)."""
    n = SIZES[layer]
    return np.full(n, 1.2 * layer), np.linspace(-1, 1, n) * (n - 1) / 7 if n > 1 else np.zeros(1)


def connections(on):
    """The lines between units that are on, as x and y with a gap after each."""
    x, y = [], []
    for layer in range(len(SIZES) - 1):
        (x0, y0), (x1, y1) = places(layer), places(layer + 1)
        for i in np.flatnonzero(on[layer]):
            for j in np.flatnonzero(on[layer + 1]):
                x += [x0[i], x1[j], np.nan]
                y += [y0[i], y1[j], np.nan]
    return x, y


@course_style()
def dropout():
    """Draw masks one after another; see which units are off, and the averages."""
    W, x = parameters()
    rng = np.random.default_rng(12)
    draws = [rng.random((SIZES[layer], MOST)) for layer in (1, 2)]
    figure, (net, curve) = new_figure(1, 2, width=9.4, height=4.0)
    net.set(xlim=(-0.4, 4.0), ylim=(-1.35, 1.35), title="The network with this mask")
    net.axis("off")
    everything = [np.ones(n, bool) for n in SIZES]
    net.plot(*connections(everything), color=GREY, linewidth=0.5, alpha=0.25)
    for layer, name in enumerate(("x", "layer 1", "layer 2", "ŷ")):
        net.text(1.2 * layer, -1.25, name, ha="center", color=GREY)
    (lines,) = net.plot([], [], color=BLUE, linewidth=0.9, alpha=0.6)
    (on,) = net.plot([], [], "o", color=BLUE, markersize=15, markeredgecolor="white")
    (off,) = net.plot([], [], "X", color="white", markersize=12, markeredgecolor=RED)
    curve.set(xlim=(1, MOST), ylim=(0, 2), xlabel="masks drawn",
              ylabel="average z / z with all units on", title="Is the average kept?")  # fmt: skip
    curve.axhline(1, color=GREEN, linestyle=":", label="all units on")
    (second,) = curve.plot(
        [], [], color=BLUE, linewidth=2, marker="o", markevery=[-1], label="z of a unit in layer 2"
    )
    (third,) = curve.plot(
        [],
        [],
        color=RED,
        linewidth=2,
        linestyle="--",
        marker="s",
        markevery=[-1],
        label="z of the output",
    )
    curve.legend(loc="upper right", fontsize=8)
    note = curve.text(0.97, 0.05, "", transform=curve.transAxes, ha="right", color=GREY)
    canvas = Canvas(figure, [lines, on, off, second, third, note])
    xs, ys = np.hstack([places(layer) for layer in range(len(SIZES))])

    def paint(state):
        stays = [np.ones(SIZES[0], bool), state["D1"], state["D2"], np.ones(1, bool)]
        lines.set_data(*connections(stays))
        flags = np.concatenate(stays)
        on.set_data(xs[flags], ys[flags])
        off.set_data(xs[~flags], ys[~flags])
        counts = np.arange(1, state["masks"] + 1)
        second.set_data(counts, np.clip(state["layer_2"], 0, 2))
        third.set_data(counts, np.clip(state["layer_3"], 0, 2))
        how = "divided by keep_prob" if state["divide"] else "not divided"
        note.set_text(f"keep {state['keep_1']:g} and {state['keep_2']:g}, {how}")
        return (
            f"Left: a network 3-8-6-1 with mask number {state['masks']}, "
            f"{np.sum(~state['D1'])} of 8 and {np.sum(~state['D2'])} of 6 hidden units off "
            f"(keep_prob {state['keep_1']:g} and {state['keep_2']:g}). Right: averages of z over "
            f"all masks so far, {how}: {state['layer_2'][-1]:.2f} of full strength in layer 2, "
            f"{state['layer_3'][-1]:.2f} at the output."
        )

    def say(state):
        silent = not state["D1"].any() or not state["D2"].any()
        return (
            f"Mask {state['masks']}: {np.sum(~state['D1'])} of 8 and {np.sum(~state['D2'])} of 6 "
            f"units are off{' - a whole layer is silent' if silent else ''}. On average z has "
            f"{100 * state['layer_2'][-1]:.0f} % of its strength in layer 2, and "
            f"{100 * state['layer_3'][-1]:.0f} % at the output."
        )

    return Explorer(
        "Dropout",
        {
            "keep_1": slider("keep in layer 1", 0.8, 0.1, 1, 0.05),
            "keep_2": slider("keep in layer 2", 0.8, 0.1, 1, 0.05),
            "masks": whole_slider("masks drawn", 1, 1, MOST),
            "divide": ipywidgets.Checkbox(
                True, description="divide by keep", style=LABEL, layout=WIDE
            ),
        },
        lambda **values: mask_state(**values, draws=draws, W=W, x=x),
        paint,
        canvas,
        goals=[
            Goal("half of layer 1 off (keep_prob 0.5), and after 200 masks or more the average in "
                 "layer 2 within 5 % of full strength.",
                 lambda s: s["keep_1"] <= 0.5 and s["masks"] >= 200
                 and abs(s["layer_2"][-1] - 1) < 0.05,
                 "the average is kept, although no single mask gives it."),
            Goal("with the same keep_prob, let the average fall to about a half.",
                 lambda s: 0.45 <= s["keep_1"] <= 0.55 and s["masks"] >= 200
                 and s["layer_2"][-1] < 0.55,
                 "without the division, training and test see signals of different size."),
            Goal("find a mask that silences a whole layer.",
                 lambda s: not (s["D1"].any() and s["D2"].any()),
                 "nothing came through: keep_prob is too low for so few units."),
        ],
        say=say,
    )  # fmt: skip
