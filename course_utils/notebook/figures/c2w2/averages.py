"""Figures of exponentially weighted averages: a year, its weights, its first days."""

import numpy as np

from course_utils.notebook.picture import (
    BLUE,
    GREY,
    LINE_STYLES,
    PALETTE,
    RED,
    SKY,
    new_figure,
    picture,
)


def draw_days(axes, theta):
    """Daily temperatures as pale dots."""
    days = np.arange(1, len(theta) + 1)
    axes.plot(days, theta, ".", color=SKY, markersize=4, label="θ, one day")
    axes.set(xlabel="day t", ylabel="temperature (°C)")


@picture
def year(theta, averages, title):
    """Temperatures (days,), and averages of them: name -> (days,)."""
    figure, axes = new_figure(width=8.4, height=3.6)
    draw_days(axes, theta)
    for i, (name, v) in enumerate(averages.items()):
        colour, style = PALETTE[(i + 1) % len(PALETTE)], LINE_STYLES[i]
        axes.plot(np.arange(1, len(v) + 1), v, color=colour, linestyle=style, label=name)
    axes.set_title(title)
    axes.legend(fontsize=9)
    return figure, (
        f"{title}: {len(theta)} daily temperatures as dots from {theta.min():.0f} to "
        f"{theta.max():.0f} degrees, with curves: {', '.join(averages)}."
    )


@picture
def unrolled(theta, beta, day, shown=60):
    """What goes into v on one day: temperatures, weights, and their products, back in time."""
    age = np.arange(min(day, shown))
    weights, values = (1 - beta) * beta**age, theta[day - 1 - age]
    figure, axes = new_figure(1, 3, width=9.2, height=2.9)
    axes[0].bar(age, values, color=SKY)
    axes[0].set(title="Temperatures θ", ylabel="°C")
    axes[1].bar(age, weights, color=BLUE)
    memory = 1 / (1 - beta)
    axes[1].axvline(memory, color=RED, linestyle="--", label=f"1/(1 - β) = {memory:.0f} days")
    axes[1].axhline((1 - beta) / np.e, color=GREY, linestyle=":", label="1/e of today's weight")
    axes[1].set(title=f"Weights (1 - β) βᵏ, β = {beta}", ylabel="weight")
    axes[1].legend(fontsize=8)
    axes[2].bar(age, values * weights, color=RED)
    axes[2].set(title=f"Products: they add up to $v_{{{day}}}$", ylabel="°C")
    for axis in axes:
        axis.set_xlabel("k, days ago")
        axis.title.set_fontsize(10)
    return figure, (
        f"Three bar charts against the number of days ago. Temperatures; weights that shrink by "
        f"{beta} from day to day and reach 1/e of the first after {memory:.0f} days; their "
        f"products, which add up to {np.sum(values * weights):.1f} degrees on the days shown."
    )
