"""One neuron fits four points: its weight, its bias and its bend by hand."""

import numpy as np
from matplotlib import colormaps

from course_utils.nn.activations import relu, sigmoid
from course_utils.notebook.controls import choice, slider
from course_utils.notebook.live import Canvas, PixelMap
from course_utils.notebook.picture import BLUE, RED, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal

ACTIVATIONS = {"none": lambda z: z, "ReLU": relu, "sigmoid": sigmoid}
POINTS = {  # what is to be fitted: x (4,), y (4,), and the names of both
    "prices": (
        np.array([0.2, 0.5, 1.0, 1.5]), np.array([0.0, 0.05, 0.9, 1.9]),
        "size (100 m²)", "price (100,000 euros)",
    ),
    "sales": (
        np.array([0.2, 0.6, 1.0, 1.6]), np.array([0.04, 0.3, 0.82, 0.97]),
        "price cut (10 %)", "share sold within a month",
    ),
}  # fmt: skip
X = np.linspace(0, 2, 161)
W, B = np.linspace(-2, 8, 101), np.linspace(-6, 4, 101)
LOWEST, HIGHEST = -3.0, 1.0  # of the map's colours: powers of ten of the error


def neuron_state(points, activation, w, b):
    """The activations of one neuron on four points, and how far off it is."""
    x, y, _, _ = POINTS[points]
    a = ACTIVATIONS[activation](w * x + b)
    return {"points": points, "activation": activation, "w": w, "b": b, "x": x, "y": y, "a": a,
            "error": float(np.sum((a - y) ** 2))}  # fmt: skip


def error_map(points, activation):
    """The error for every bias (rows) and weight (columns) on the map."""
    x, y, _, _ = POINTS[points]
    z = W[:, None] * x + B[:, None, None]
    return np.sum((ACTIVATIONS[activation](z) - y) ** 2, axis=-1)


@course_style()
def one_neuron():
    """Move w, b and the activation until the curve runs through the points."""
    figure, (plane, surface) = new_figure(1, 2, width=9.4, height=3.9)
    _, _, xlabel, ylabel = POINTS["prices"]  # room is made for them once, see Canvas
    plane.set(xlim=(0, 2), ylim=(-0.6, 2.4), xlabel=xlabel, ylabel=ylabel)
    plane.set(title="a = g(wx + b) and the four points")
    (curve,) = plane.plot([], [], color=BLUE, linewidth=2.5, label="the neuron")
    (sticks,) = plane.plot([], [], color=RED, linewidth=2, linestyle=":", label="off by")
    (dots,) = plane.plot([], [], "ko", markersize=7, label="wanted")
    plane.legend(loc="upper left")
    surface.set(xlim=(W[0], W[-1]), ylim=(B[0], B[-1]), xlabel="weight w", ylabel="bias b")
    surface.set_title("The error for every w and b: dark is low")
    surface.grid(visible=False)
    (here,) = surface.plot([], [], "o", color=RED, markersize=10, markeredgecolor="white")
    shade = PixelMap(surface, (len(B), len(W)), LOWEST, HIGHEST, cmap=colormaps["cividis"])
    canvas = Canvas(figure, [curve, sticks, dots, here], [shade])

    def paint(state):
        x, y, w, b = (state[name] for name in "xywb")
        _, _, xlabel, ylabel = POINTS[state["points"]]
        if plane.get_xlabel() != xlabel:
            plane.set(xlabel=xlabel, ylabel=ylabel)
            canvas.prepare()
        curve.set_data(X, np.clip(ACTIVATIONS[state["activation"]](w * X + b), -9, 9))
        gap = np.full(len(x), np.nan)
        sticks.set_data(np.stack([x, x, gap]).T.ravel(), np.stack([y, state["a"], gap]).T.ravel())
        dots.set_data(x, y)
        here.set_data([w], [b])
        shade.values = np.log10(error_map(state["points"], state["activation"]) + 1e-9)
        return (
            f"Left: four points, {ylabel} against {xlabel}, and the curve of one neuron with "
            f"w = {w:.1f}, b = {b:.1f} and activation {state['activation']}; squared error "
            f"{state['error']:.3f}. Right: a map of that error over w and b with the present place."
        )

    return Explorer(
        "One neuron and four points",
        {
            "points": choice("points", list(POINTS)),
            "activation": choice("activation g", list(ACTIVATIONS), "ReLU"),
            "w": slider("weight w", 1.0, -2, 8, 0.1),
            "b": slider("bias b", 0.0, -6, 4, 0.1),
        },
        neuron_state,
        paint,
        canvas,
        goals=[
            Goal("the prices: bring the squared error below 0.02.",
                 lambda s: s["points"] == "prices" and s["error"] < 0.02,
                 "a flat part and a slope: ReLU is made for that, and no straight line is."),
            Goal("the sales: bring the squared error below 0.01.",
                 lambda s: s["points"] == "sales" and s["error"] < 0.01,
                 "a share lies between 0 and 1, and so does the sigmoid."),
        ],
        say=lambda s: (
            f"Squared error {s['error']:.3f}. A larger w makes the curve steeper; b shifts it: "
            + (f"wx + b is 0 at x = {-s['b'] / s['w'] + 0:.2f}." if abs(s["w"]) > 1e-9
               else "with w = 0, x has no say at all.")
        ),
    )  # fmt: skip
