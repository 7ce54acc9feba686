"""Where samples fall: a range, a scale, and the powers of ten that get their share."""

import numpy as np

from course_utils.notebook.controls import choice, whole_slider
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import BLUE, GREY, RED, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal

LOWEST, HIGHEST = -6, 0  # exponents of the axis
SHORT = {"alpha": "α", "beta": "1 - β"}


def sampling_state(what, scale, low, high, samples, seed):
    """Samples between 10**low and 10**high (of 1 - beta, for beta), and how many in each power.

    Where high is not above low, the range is the one power of ten above low.
    """
    high = max(high, low + 1)
    share = np.random.default_rng(seed).random(samples)
    if scale == "logarithmic":
        values = 10 ** (low + (high - low) * share)
    else:
        values = 10.0**low + (10.0**high - 10.0**low) * share
    counts, _ = np.histogram(np.log10(values), bins=np.arange(LOWEST, HIGHEST + 1))
    return {
        "what": what, "scale": scale, "low": low, "high": high, "values": values,
        "counts": counts, "inside": counts[low - LOWEST : high - LOWEST],
    }  # fmt: skip


@course_style()
def sampling_scales():
    """Choose a range and a scale, and see where the samples fall."""
    figure, (powers, plain) = new_figure(2, 1, width=9.4, height=4.2)
    powers.set(xlim=(LOWEST, HIGHEST), ylim=(0, 1), yticks=[])
    powers.set_xticks(range(LOWEST, HIGHEST + 1), [f"{10.0**k:g}" for k in range(LOWEST, 1)])
    powers.set_title("On a logarithmic axis (red: samples in each power of ten)")
    plain.set(xlim=(0, 1), ylim=(0, 1), yticks=[], title="The same samples on a plain axis")
    for axis in (powers, plain):
        axis.set_xlabel("learning rate α, or 1 - β")
        axis.grid(visible=False)
    for k in range(LOWEST + 1, HIGHEST):
        powers.axvline(k, color=GREY, linewidth=0.8, linestyle=":")
    ticks = [
        axis.plot([], [], "|", color=BLUE, markersize=28, alpha=0.6, markeredgewidth=1)[0]
        for axis in (powers, plain)
    ]
    (span,) = powers.plot([], [], color=BLUE, linewidth=4, alpha=0.35)
    counts = [
        powers.text(k + 0.5, 0.78, "", ha="center", va="center", color=RED, fontsize=14)
        for k in range(LOWEST, HIGHEST)
    ]
    canvas = Canvas(figure, [*ticks, span, *counts])

    def paint(state):
        values = state["values"]
        ticks[0].set_data(np.log10(values), np.full(len(values), 0.35))
        ticks[1].set_data(values, np.full(len(values), 0.45))
        span.set_data([state["low"], state["high"]], [0.04, 0.04])
        for text, count in zip(counts, state["counts"]):
            text.set_text(str(count) if count else "")
        shares = ", ".join(map(str, state["inside"]))
        return (
            f"{len(values)} samples of {SHORT[state['what']]} between {10.0 ** state['low']:g} and "
            f"{10.0 ** state['high']:g} on a {state['scale']} scale, the smallest "
            f"{values.min():.3g}. In each power of ten: {shares}."
        )

    def say(state):
        if state["what"] == "alpha":
            share = np.mean(state["values"] > 10.0 ** (state["high"] - 1))
            return f"{100 * share:.0f} % of the learning rates lie in the topmost power of ten."
        days = 1 / state["values"]
        return (
            f"β from {1 - 10.0 ** state['high']:g} to {1 - 10.0 ** state['low']:g}: "
            f"{100 * np.mean(days > 100):.0f} % of the samples average over more than 100 values."
        )

    return Explorer(
        "Sampling on two scales",
        {
            "what": choice("sample", ["alpha", "beta"]),
            "scale": choice("scale", ["linear", "logarithmic"]),
            "low": whole_slider("from 10 to the", -4, LOWEST, HIGHEST - 1),
            "high": whole_slider("to 10 to the", 0, LOWEST + 1, HIGHEST),
            "samples": whole_slider("samples", 60, 10, 300, 10),
            "seed": whole_slider("seed", 0, 0, 9),
        },
        sampling_state,
        paint,
        canvas,
        goals=[
            Goal("learning rates over four powers of ten or more, at least eight samples in each.",
                 lambda s: s["what"] == "alpha" and len(s["inside"]) >= 4
                 and s["inside"].min() >= 8,
                 "every power of ten has its share: the exponent is what is uniform."),
            Goal("β between 0.9 and 0.999, and a third of the samples average over more than 100.",
                 lambda s: s["what"] == "beta" and (s["low"], s["high"]) == (-3, -1)
                 and np.mean(s["values"] < 0.01) > 1 / 3,
                 "1 - β on the logarithmic scale: long memories get their share."),
        ],
        say=say,
    )  # fmt: skip
