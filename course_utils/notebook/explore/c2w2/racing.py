"""A race of optimisers over a surface: one learning rate for all who run."""

import ipywidgets
import numpy as np

from course_utils.nn.optimizers import Adam, GradientDescent, Momentum, RMSprop
from course_utils.notebook.controls import choice, log_slider, slider, whole_slider
from course_utils.notebook.figures.c2w2.surfaces import (
    HOLD,
    SURFACES,
    arrival,
    draw_surface,
    legend_of,
    walk,
)
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import GREY, PALETTE, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal

RUNNERS = {
    "GD": lambda learning_rate, beta1, beta2: GradientDescent(learning_rate),
    "momentum": lambda learning_rate, beta1, beta2: Momentum(learning_rate, beta1),
    "RMSprop": lambda learning_rate, beta1, beta2: RMSprop(learning_rate, beta2),
    "Adam": lambda learning_rate, beta1, beta2: Adam(learning_rate, beta1, beta2),
}
COLOURS = dict(zip(RUNNERS, PALETTE))
MARKERS = dict(zip(RUNNERS, "osD^"))
COSTS = (1e-5, 1e3)  # limits of what is drawn of J above its minimum


def whole_race(surface, learning_rate, beta1, beta2, steps, runners):
    """The walks of all runners to the end: paths, costs above the minimum, and arrivals.

    `arrivals` holds the step from which a runner stays below the target, or None.
    """
    ground = SURFACES[surface]
    lowest = ground.cost(*ground.minima[0])
    walks, costs, arrivals = {}, {}, {}
    for name in runners:
        path = walk(RUNNERS[name](learning_rate, beta1, beta2), ground, steps)
        with np.errstate(over="ignore", invalid="ignore"):
            J = ground.cost(*path.T)
        walks[name], costs[name] = path, J - lowest
        arrivals[name] = arrival(J, ground.target)
    return {
        "surface": surface, "learning_rate": learning_rate, "beta1": beta1, "beta2": beta2,
        "steps": steps, "paths": walks, "costs": costs, "arrivals": arrivals, "step": None,
    }  # fmt: skip


def race_states(course):
    """The same race step by step: an arrival counts once it has lasted."""
    for step in range(course["steps"] + 1):
        reached = {
            name: first if first is not None and first + HOLD - 1 <= step else None
            for name, first in course["arrivals"].items()
        }
        yield {**course, "step": step, "arrivals": reached}


def arrived(state, surface, within, runners=tuple(RUNNERS)):
    """Whether one of `runners` has arrived on this surface within so many steps, in a race."""
    firsts = [state["arrivals"].get(name) for name in runners]
    return (
        state["step"] is not None
        and state["surface"] == surface
        and any(first is not None and first <= within for first in firsts)
    )


GOALS = [
    Goal("on the bowl, arrive within 3 steps by plain gradient descent.",
         lambda s: arrived(s, "bowl", 3, ["GD"]),
         "a round bowl needs no memory: with α = 1 over its curvature one step is enough."),
    Goal("in the ravine, arrive within 40 steps by momentum.",
         lambda s: arrived(s, "ravine", 40, ["momentum"]),
         "less memory than 0.9 here: enough to cancel the zigzag, too little to overshoot."),
    Goal("cross the saddle in 60 steps, by gradient descent or momentum.",
         lambda s: arrived(s, "saddle", 60, ["GD", "momentum"]),
         "over the saddle: with momentum the steep direction allows a rate that GD cannot take."),
    Goal("leave the plateau and arrive within 40 steps by Adam.",
         lambda s: arrived(s, "plateau", 40, ["Adam"]),
         "Adam's step does not shrink with the slope, so flat ground is no obstacle."),
    Goal("reach the end of Rosenbrock's valley within 120 steps.",
         lambda s: arrived(s, "Rosenbrock", 120),
         "a bent, narrow valley, and you were through it."),
]  # fmt: skip


class Track:
    """The artists of the race, and how they show a state."""

    def __init__(self):
        figure, (self.map, self.curve, table) = new_figure(
            1, 3, width=9.6, height=4.2, gridspec_kw={"width_ratios": [1.45, 1.2, 0.52]}
        )
        self.grounds = {name: draw_surface(self.map, s) for name, s in SURFACES.items()}
        self.map.set_title("The surface", fontsize=9.5)
        self.curve.set(xlabel="step", ylabel="J above its minimum", title="Cost")
        self.curve.set(yscale="log", ylim=COSTS, xlim=(0, 200))
        table.axis("off")
        table.set_title("Steps to\ntarget", fontsize=10)
        self.faint, self.paths, self.heads, self.costs, self.cells = {}, {}, {}, {}, {}
        for row, (name, colour) in enumerate(COLOURS.items()):
            (self.faint[name],) = self.map.plot([], [], color=colour, alpha=0.45, linewidth=0.9)
            (self.paths[name],) = self.map.plot([], [], color=colour, linewidth=2)
            (self.heads[name],) = self.map.plot(
                [], [], color=colour, marker=MARKERS[name], markersize=9, markeredgecolor="black",
                linestyle="",
            )  # fmt: skip
            (self.costs[name],) = self.curve.plot(
                [], [], color=colour, linewidth=1.8, marker=MARKERS[name], markevery=20,
                markersize=5, label=name,
            )  # fmt: skip
            y = 0.9 - 0.2 * row
            table.plot(0.06, y + 0.02, MARKERS[name], color=colour, markersize=8, clip_on=False)
            table.text(0.18, y, name, color=colour, fontsize=10, fontweight="bold")
            self.cells[name] = table.text(0.18, y - 0.08, "", fontsize=10)
        table.set(xlim=(0, 1), ylim=(0, 1))
        (self.target,) = self.curve.plot([], [], color=GREY, linestyle=":", linewidth=1.2)
        groups = (self.faint, self.paths, self.heads, self.costs, self.cells)
        moving = [artist for group in groups for artist in group.values()]
        self.surface, self.steps = None, None
        self.canvas = Canvas(figure, [self.target, *moving])

    def stand_on(self, name, steps):
        """Show another ground, or another number of steps: the still parts change."""
        if (name, steps) == (self.surface, self.steps):
            return
        self.surface, self.steps = name, steps
        for other, artists in self.grounds.items():
            for artist in artists:
                artist.set_visible(other == name)
        surface = SURFACES[name]
        x0, x1, y0, y1 = surface.box
        self.map.set(xlim=(x0, x1), ylim=(y0, y1))
        self.map.title.set_text(f"{name}: {legend_of(surface)}")
        self.curve.set_xlim(0, steps)
        height = surface.target - surface.cost(*surface.minima[0])
        self.target.set_data([0, steps], [height, height])
        self.canvas.prepare()

    def paint(self, state):
        """Move the artists; returns the alternative text."""
        self.stand_on(state["surface"], state["steps"])
        step = state["step"]
        for name in RUNNERS:
            path = np.clip(np.nan_to_num(state["paths"].get(name, np.zeros((0, 2)))), -60, 60)
            done = path[: step + 1] if step is not None else path[:1]
            J = np.nan_to_num(state["costs"].get(name, np.zeros(0))[: len(done)], nan=COSTS[1])
            self.faint[name].set_data(*path.T)
            self.paths[name].set_data(*done.T)
            self.heads[name].set_data(*done[-1:].T)
            self.costs[name].set_data(np.arange(len(J)), np.clip(J, *COSTS))
            self.cells[name].set_text(self.result(state, name))
        steps = f"{state['steps']} steps"
        going = f"before {steps}" if step is None else f"after {step} of {steps}"
        return (
            f"The {state['surface']} from above, {legend_of(SURFACES[state['surface']])}, {going}: "
            f"the walks of {', '.join(state['paths']) or 'nobody'} with learning rate "
            f"{state['learning_rate']:.3g}, beta1 {state['beta1']:.2f}, beta2 "
            f"{state['beta2']:.3f}. Beside it the cost after every step. Steps to target: "
            f"{results(state)}."
        )

    def result(self, state, name):
        """What the table says of a runner."""
        if name not in state["paths"]:
            return "–"
        if state["step"] is None:
            return "waiting"
        first = state["arrivals"][name]
        if first is not None:
            return str(first)
        J = state["costs"][name][state["step"]]
        return "lost" if not J < 1e6 else "not yet"


def results(state):
    """Steps to target of all who run, in words."""
    firsts = state["arrivals"].items()
    if state["step"] is None:
        return "press Play"
    return ", ".join(f"{n} {'not yet' if t is None else t}" for n, t in firsts) or "nobody runs"


@course_style()
def race():
    """Several optimisers at once over one of six surfaces; goals that only good settings reach."""
    track = Track()
    controls = {
        "surface": choice("surface", list(SURFACES), "ravine"),
        "learning_rate": log_slider("learning rate α", 0.01, -3, 1),
        "beta1": slider("β₁", 0.9, 0, 0.99, 0.01),
        "beta2": slider("β₂", 0.999, 0.5, 0.999, 0.001, readout_format=".3f"),
        "steps": whole_slider("steps", 200, 50, 500, 10),
    } | {
        name: ipywidgets.Checkbox(True, description=name, indent=False,
                                  layout=ipywidgets.Layout(width="9em"))
        for name in RUNNERS
    }  # fmt: skip

    def compute(surface, learning_rate, beta1, beta2, steps, **running):
        runners = [name for name in RUNNERS if running[name]]
        return whole_race(surface, learning_rate, beta1, beta2, steps, runners)

    def say(state):
        if state["step"] is None:
            return "The faint lines lie ahead. Play to see who is where, and when."
        return f"Step {state['step']}. Steps to target: {results(state)}."

    def work():
        return race_states(compute(**{name: c.value for name, c in controls.items()}))

    return Explorer(
        "The race",
        controls,
        compute,
        track.paint,
        track.canvas,
        goals=GOALS,
        say=say,
        work=work,
        total=lambda: controls["steps"].value + 1,
        restarts=list(controls),
    )
