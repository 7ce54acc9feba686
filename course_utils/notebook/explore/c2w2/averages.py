"""An exponentially weighted average over a year of temperatures: β, and the correction."""

import ipywidgets
import numpy as np

from course_utils.data.generators import temperatures
from course_utils.notebook.controls import slider, whole_slider
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import BLUE, GREY, RED, SKY, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal

DAYS = 365
SEASON = temperatures(np.random.default_rng(0), noise=0.0)  # the wave without any weather


def average_state(beta, correction, days, theta):
    """The average after every day, its distance from the season, and how many days it is late."""
    v, averages = 0.0, np.zeros(len(theta))
    for t, today in enumerate(theta, start=1):
        v = beta * v + (1 - beta) * today
        averages[t - 1] = v / (1 - beta**t) if correction else v
    late = [np.mean((averages[100:] - SEASON[100 - k : DAYS - k]) ** 2) for k in range(91)]
    return {
        "beta": beta, "correction": correction, "days": days, "averages": averages,
        "distance": float(np.sqrt(np.mean((averages[30:] - SEASON[30:]) ** 2))),
        "late": int(np.argmin(late)),
        "first_error": float(averages[0] - theta[0]),
        "weights": (1 - beta) * np.float64(beta) ** np.arange(100),
    }  # fmt: skip


@course_style()
def averages_of_a_year():
    """Choose β, with or without correction, and watch smoothness and lateness change sides."""
    theta = temperatures(np.random.default_rng(7))
    figure, (year, bars) = new_figure(
        1, 2, width=9.4, height=3.9, gridspec_kw={"width_ratios": [2, 1]}
    )
    day = np.arange(1, DAYS + 1)
    year.plot(day, theta, ".", color=SKY, markersize=4, label="θ, one day")
    year.plot(day, SEASON, color=GREY, linestyle="--", label="the season")
    year.set(xlabel="day t", ylabel="temperature (°C)", title="A year, and its average")
    (curve,) = year.plot([], [], color=RED, linewidth=2.2, label="average v")
    year.set(xlim=(0, DAYS), ylim=(min(theta.min(), -5) - 1, theta.max() + 1))
    year.legend(loc="upper left", fontsize=8)
    bars.set(xlabel="days ago", ylabel="weight", title="Weights, and 1/(1 - β)")
    bars.set(xlim=(0, 100), ylim=(5e-4, 1.5), yscale="log")
    (weights,) = bars.plot([], [], color=BLUE, marker=".", markersize=4)
    (memory,) = bars.plot([], [], color=RED, linestyle="--")
    canvas = Canvas(figure, [curve, weights, memory])

    def paint(state):
        if year.get_xlim() != (0, state["days"]):
            year.set_xlim(0, state["days"])
            canvas.prepare()
        curve.set_data(day, state["averages"])
        weights.set_data(np.arange(100), np.maximum(state["weights"], 1e-9))
        span = min(1 / (1 - state["beta"]), 1000)
        memory.set_data([span, span], [1e-9, 2])
        corrected = "corrected" if state["correction"] else "not corrected"
        return (
            f"Left: the first {state['days']} days of temperatures with the average for beta "
            f"{state['beta']:.2f}, {corrected}. Right: the weights of the days before, and a line "
            f"at {span:.0f} days."
        )

    def say(state):
        return (
            f"1/(1 - β) = {1 / (1 - state['beta']):.0f} days. The average runs {state['late']} "
            f"days late and lies {state['distance']:.2f} °C from the season (from day 31 on). On "
            f"day 1 it is {abs(state['first_error']):.1f} °C off the temperature."
        )

    return Explorer(
        "An average with a memory",
        {
            "beta": slider("β", 0.5, 0, 0.99, 0.01),
            "correction": ipywidgets.Checkbox(False, description="bias correction", indent=False),
            "days": whole_slider("days shown", DAYS, 20, DAYS, 5),
        },
        lambda beta, correction, days: average_state(beta, correction, days, theta),
        paint,
        canvas,
        goals=[
            Goal("come within 1.50 °C of the season (from day 31 on).",
                 lambda s: s["distance"] < 1.5,
                 "neither nervous nor late: the best β lies between the two."),
            Goal("make the average a month late: 30 days or more.",
                 lambda s: s["late"] >= 30,
                 "so smooth that summer arrives in autumn."),
            Goal("with a memory of 20 days or more, be right on day 1.",
                 lambda s: s["beta"] >= 0.949 and abs(s["first_error"]) < 0.01,
                 "the correction divides by the weights that are there: on day 1 that is one day."),
        ],
        say=say,
    )  # fmt: skip
