"""Where to draw the line between same and different, and what a gallery makes of it."""

import numpy as np

from course_utils.notebook.controls import choice, slider, whole_slider
from course_utils.notebook.explore.c4w4a.people import ENCODERS, encodings, pairs
from course_utils.notebook.figures.c4w4a import BINS, shares
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import CLASS_COLOURS, GREY, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal
from course_utils.vision.embedding import distances

MOST = 0.45  # share of pairs at the top of the histogram


def threshold_state(encoder, threshold, gallery):
    """Shares of false accepts and rejects, and of strangers who get a name of the gallery."""
    d, same, curve = pairs(encoder)
    true, false = curve.at(threshold)
    F, labels = encodings(encoder)
    first = np.flatnonzero(np.r_[True, np.diff(labels) != 0])  # one picture of each person
    known, strangers = first[:gallery], F[:, labels >= gallery]
    named = np.mean(distances(strangers, F[:, known]).min(axis=1) <= threshold)
    return {
        "encoder": encoder, "threshold": threshold, "gallery": gallery, "curve": curve,
        "same": shares(d[same]), "different": shares(d[~same]),
        "false_accepts": false, "false_rejects": 1 - true, "named": float(named),
    }  # fmt: skip


@course_style()
def choose_the_threshold():
    """A line through two histograms, and the point that it is on the curve of accepts."""
    figure, (left, right) = new_figure(1, 2, width=9, height=3.5)
    middles = (BINS[1:] + BINS[:-1]) / 2
    lines = [
        left.plot(middles, 0 * middles, style, color=colour, linewidth=2, drawstyle="steps-mid",
                  label=label)[0]
        for colour, style, label in zip(
            CLASS_COLOURS, ("-", "--"), ("same person", "different people"))
    ]  # fmt: skip
    (cut,) = left.plot([0, 0], [0, MOST], ":", color=GREY, linewidth=2.5, label="threshold")
    left.set(xlim=(0, 4), ylim=(0, MOST), xlabel="distance d", ylabel="share of pairs")
    left.set_title("All pairs of pictures")
    left.legend(fontsize=8)
    (curve,) = right.plot([], [], color="black", linewidth=2)
    (point,) = right.plot([], [], "o", color=CLASS_COLOURS[1], markersize=10)
    right.plot([0, 1], [0, 1], ":", color=GREY)
    right.set(xlim=(-0.02, 1), ylim=(0, 1.03), xlabel="false accepts", ylabel="true accepts")
    right.set_title("The same as a point on a curve")
    canvas = Canvas(figure, [*lines, cut, curve, point])

    def paint(state):
        for line, name in zip(lines, ("same", "different")):
            line.set_ydata(state[name])
        cut.set_xdata([state["threshold"]] * 2)
        curve.set_data(state["curve"].false_accepts, state["curve"].true_accepts)
        point.set_data([state["false_accepts"]], [1 - state["false_rejects"]])
        return (
            f"Histograms of distances by {state['encoder']} with the threshold at "
            f"{state['threshold']:.2f}: false accepts {state['false_accepts']:.4f}, false rejects "
            f"{state['false_rejects']:.3f}; of strangers {state['named']:.3f} get a name from a "
            f"gallery of {state['gallery']}."
        )

    return Explorer(
        "Where to draw the line",
        {
            "encoder": choice("distances by", ENCODERS, ENCODERS[1]),
            "threshold": slider("threshold", 2.0, 0, 4, 0.02),
            "gallery": whole_slider("gallery size", 1, 1, 50),
        },
        threshold_state,
        paint,
        canvas,
        goals=[
            Goal(
                "the trained encoder with at most 5 % errors of either kind.",
                lambda s: (
                    s["encoder"] == "trained"
                    and max(s["false_accepts"], s["false_rejects"]) <= 0.05
                ),
                "where both errors are equal is called the equal error rate. A door wants another "
                "place.",
            ),
            Goal(
                "at most 1 in 100 false accepts by the pixels, and see who gets in.",
                lambda s: s["encoder"] == "pixels" and 0 < s["false_accepts"] <= 0.01,
                "hardly anybody gets in, the right ones included.",
            ),
            Goal(
                "the trained encoder, at most 1 in 100 false accepts, and yet 3 strangers in 10 "
                "get a name.",
                lambda s: (
                    s["encoder"] == "trained" and s["false_accepts"] <= 0.01 and s["named"] >= 0.3
                ),
                "one comparison is safe; fifty of them are not.",
            ),
        ],
        say=lambda s: (
            f"False accepts {100 * s['false_accepts']:.2f} %, false rejects "
            f"{100 * s['false_rejects']:.1f} %. Of all strangers {100 * s['named']:.1f} % get a "
            f"name from a gallery of {s['gallery']}."
        ),
    )
