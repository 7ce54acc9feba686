"""Normalisation on and off: the valley of the cost, and the path of descent through it."""

import ipywidgets
import numpy as np
from matplotlib import colormaps

from course_utils.notebook.controls import LABEL, WIDE, log_slider, slider, whole_slider
from course_utils.notebook.live import Canvas, PixelMap
from course_utils.notebook.picture import GREEN, GREY, RED, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal

LOW, HIGH, GRID = -1.0, 3.0, 160
START = np.array([-0.6, 2.6])
NEAR = 0.05  # how close to the best weights counts as there


def examples(m=60, seed=2):
    """Two features of mean 0 and deviation 1, nearly unrelated: X (2, m)."""
    X = np.random.default_rng(seed).normal(size=(2, m))
    X -= X.mean(axis=1, keepdims=True)
    return X / X.std(axis=1, keepdims=True)


def descent(X, Y, learning_rate, steps):
    """The path of gradient descent on J = 1/(2m) sum of (wX - Y)², its costs, the best weights."""
    m, path = X.shape[1], [START]
    H, g = X @ X.T / m, X @ Y.T / m
    for _ in range(steps):
        w = path[-1]
        path.append(np.clip(w - learning_rate * (H @ w - g[:, 0]), -1e6, 1e6))
    path = np.array(path)
    residual = path @ X - Y
    return path, np.mean(residual**2, axis=1) / 2, np.linalg.solve(H, g[:, 0])


def scale_state(ratio, normalise, learning_rate, steps, X):
    """Descent with the second feature `ratio` times as large, or normalised again."""
    Y = X[:1] + X[1:]
    raw = X * np.array([[1.0], [ratio]])
    used = raw / raw.std(axis=1, keepdims=True) if normalise else raw
    path, costs, best = descent(used, Y, learning_rate, steps)
    twin, _, goal = descent(X, Y, learning_rate, 60)
    return {
        "ratio": ratio, "normalise": normalise, "learning_rate": learning_rate, "steps": steps,
        "X": used, "Y": Y, "path": path, "costs": costs, "best": best,
        "arrived_at": first_near(path, best), "diverged": bool(costs[-1] > costs[0]),
        "twin_arrives": first_near(twin, goal) is not None,
    }  # fmt: skip


def first_near(path, best):
    """The step from which on the path stays near the best weights, or None."""
    far = np.flatnonzero(np.abs(path - best).max(axis=1) > NEAR)
    first = int(far[-1]) + 1 if len(far) else 0
    return first if first < len(path) else None


@course_style()
def normalising():
    """Choose the scale of the second feature and a learning rate, and switch normalising on."""
    X = examples()
    figure, (plane, curve) = new_figure(1, 2, width=9.4, height=4.1)
    plane.set(xlim=(LOW, HIGH), ylim=(LOW, HIGH), xlabel="$w_1$", ylabel="$w_2$",
              title="Cost from above (light: low)")  # fmt: skip
    plane.set_aspect("equal")
    plane.grid(visible=False)
    valley = PixelMap(plane, (GRID, GRID), 0, 1, cmap=colormaps["cividis_r"])
    (path,) = plane.plot([], [], color=RED, marker="o", markersize=4, linewidth=1.5)
    (start,) = plane.plot(*START[:, None], color="black", marker="s", markersize=8, linestyle="")
    (star,) = plane.plot([], [], color=GREEN, marker="*", markersize=15, linestyle="",
                         markeredgecolor="white")  # fmt: skip
    curve.set(xlim=(0, 60), ylim=(1e-4, 1e4), xlabel="step", ylabel="cost J", yscale="log")
    curve.set_title("Cost after every step")
    (cost,) = curve.plot([], [], color=RED, marker="o", markersize=3)
    text = curve.text(0.97, 0.95, "", transform=curve.transAxes, color=GREY, ha="right", va="top")
    canvas = Canvas(figure, [path, star, cost, text, start], [valley])
    w = np.linspace(LOW, HIGH, GRID)
    w1, w2 = np.meshgrid(w, w)

    def paint(state):
        H = state["X"] @ state["X"].T / state["X"].shape[1]
        d1, d2 = w1 - state["best"][0], w2 - state["best"][1]
        J = (H[0, 0] * d1**2 + 2 * H[0, 1] * d1 * d2 + H[1, 1] * d2**2) / 2
        bands = np.log10(J + 1e-3)  # lines of equal cost are where one band ends
        valley.values = (np.floor(2.5 * bands) / 2.5 + 3) / 7
        path.set_data(*np.clip(state["path"], -50, 50).T)
        star.set_data(*state["best"][:, None])
        cost.set_data(np.arange(len(state["costs"])), np.clip(state["costs"], 1e-4, 1e4))
        how = "normalised" if state["normalise"] else "as it came"
        text.set_text(f"second feature {state['ratio']:g} times as large, {how}")
        return (
            f"Left: the cost over two weights as bands of equal height, with the path of gradient "
            f"descent at learning rate {state['learning_rate']:.3g}; the second feature is "
            f"{state['ratio']:g} times as large as the first, {how}. Right: the cost over "
            f"{state['steps']} steps, from {state['costs'][0]:.3g} to {state['costs'][-1]:.3g}."
        )

    def say(state):
        shape = np.linalg.cond(state["X"] @ state["X"].T)
        valley_is = f"The valley is {np.sqrt(shape):.1f} times as long as wide. "
        if state["diverged"]:
            return valley_is + "Diverging: the steps are longer than the valley is wide."
        if state["arrived_at"] is not None:
            return valley_is + f"Arrived at the star after {state['arrived_at']} steps."
        return valley_is + "Not there yet: creeping along the valley."

    return Explorer(
        "Normalising inputs",
        {
            "ratio": slider("scale of x₂", 10.0, 1, 30, 1),
            "normalise": ipywidgets.Checkbox(
                False, description="normalise", style=LABEL, layout=WIDE
            ),
            "learning_rate": log_slider("learning rate α", 0.01, -4, 1),
            "steps": whole_slider("steps", 30, 1, 60),
        },
        lambda **values: scale_state(**values, X=X),
        paint,
        canvas,
        goals=[
            Goal("arrive at the star within 10 steps, with a scale of 10 or more.",
                 lambda s: s["ratio"] >= 10 and (s["arrived_at"] or 99) <= 10,
                 "a round valley: one rate suits both weights."),
            Goal("diverge without normalising, scale 10 or more, at a rate at which the normalised "
                 "descent arrives.",
                 lambda s: not s["normalise"] and s["ratio"] >= 10 and s["diverged"]
                 and s["twin_arrives"],
                 "the steep direction sets the limit, the flat one pays for it."),
            Goal("the hard way: arrive without normalising, with a scale of 5 or more.",
                 lambda s: not s["normalise"] and s["ratio"] >= 5 and s["arrived_at"] is not None,
                 "possible, with the rate set just below the edge and patience."),
        ],
        say=say,
    )  # fmt: skip
