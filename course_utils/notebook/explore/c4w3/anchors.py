"""k-means on the shapes of boxes, round by round: where do the anchors go, how well do they fit?"""

import functools

import numpy as np

from course_utils import data
from course_utils.notebook.controls import choice, whole_slider
from course_utils.notebook.explore.c4w3.drawing import outline
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import GREY, LINE_STYLES, PALETTE, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal
from course_utils.vision.grid import iou_of_shapes

MOST = 8
ROUNDS = 15
MARKS = "os^DvPX*"


@functools.cache
def shapes():
    """Widths and heights (n, 2) of the boxes of the training streets."""
    boxes = np.vstack(data.load("scenes").boxes_train)
    return boxes[:, 2:] - boxes[:, :2]


def likeness(kind, all_shapes, anchors):
    """How near each shape is to each anchor, (n, k): the larger, the nearer."""
    if kind == "1 - IoU":
        return iou_of_shapes(all_shapes, anchors)
    return -np.sum((all_shapes[:, None] - anchors) ** 2, axis=-1)


def anchors_state(k, start, rounds, distance):
    """Anchors after so many rounds from a start number."""
    all_shapes = shapes()
    rng = np.random.default_rng(start)
    anchors = all_shapes[rng.choice(len(all_shapes), k, replace=False)].copy()
    moved = 0.0
    for _ in range(rounds):
        nearest = likeness(distance, all_shapes, anchors).argmax(axis=1)
        before = anchors.copy()
        for i in np.unique(nearest):
            anchors[i] = all_shapes[nearest == i].mean(axis=0)
        moved = float(np.abs(anchors - before).max())
    overlap = iou_of_shapes(all_shapes, anchors)
    return {
        "k": k, "start": start, "rounds": rounds, "distance": distance, "anchors": anchors,
        "nearest": likeness(distance, all_shapes, anchors).argmax(axis=1),
        "fit": float(overlap.max(axis=1).mean()), "stands": rounds > 0 and moved == 0.0,
    }  # fmt: skip


@course_style()
def choose_anchors():
    """The shapes of 502 boxes, and k anchors among them."""
    figure, axes = new_figure(width=7, height=4.4)
    axes.set(xlim=(0, 100), ylim=(0, 70), xlabel="width in pixels", ylabel="height in pixels")
    axes.set_title("Boxes of the training streets, and their anchors")
    clouds = [
        axes.plot([], [], MARKS[i], color=PALETTE[i % len(PALETTE)], ms=3.5, alpha=0.6)[0]
        for i in range(MOST)
    ]
    frames = [
        axes.plot([], [], color=PALETTE[i % len(PALETTE)], linewidth=2,
                  linestyle=LINE_STYLES[i % len(LINE_STYLES)])[0]
        for i in range(MOST)
    ]  # fmt: skip
    number = axes.text(98, 65, "", ha="right", fontsize=13, color=GREY)
    canvas = Canvas(figure, [*clouds, *frames, number])

    def paint(state):
        for i, (cloud, frame) in enumerate(zip(clouds, frames)):
            here = i < state["k"]
            cloud.set_data(*(shapes()[state["nearest"] == i].T if here else ([], [])))
            frame.set_data(*(outline((0, 0, *state["anchors"][i])) if here else ([], [])))
        number.set_text(f"mean IoU {state['fit']:.3f}")
        sizes = ", ".join(f"{w:.1f} x {h:.1f}" for w, h in state["anchors"])
        return (
            f"Widths and heights of {len(shapes())} boxes and {state['k']} anchors after "
            f"{state['rounds']} rounds from start {state['start']} by {state['distance']}: "
            f"{sizes} pixels. Mean IoU {state['fit']:.3f}."
        )

    return Explorer(
        "Choose anchors",
        {
            "k": whole_slider("anchors k", 2, 1, MOST),
            "start": whole_slider("start number", 0, 0, 9),
            "rounds": whole_slider("rounds", 0, 0, ROUNDS),
            "distance": choice("distance", ("1 - IoU", "pixels")),
        },
        anchors_state,
        paint,
        canvas,
        goals=[
            Goal(
                "a mean IoU of at least 0.68 with at most 4 anchors.",
                lambda s: s["fit"] >= 0.68 and s["k"] <= 4,
                "tall ones and wide ones, near and far: that is what the streets hold.",
            ),
            Goal(
                "stuck: 4 anchors, nobody moves any more, and yet a mean IoU below 0.67, though "
                "another start gets 0.69.",
                lambda s: s["stands"] and s["k"] == 4 and s["fit"] < 0.67,
                "k-means goes downhill to the nearest valley: try several starts, keep the best.",
            ),
        ],
        say=lambda s: (
            f"Mean IoU of a box with its best anchor: {s['fit']:.3f}. "
            + ("Nobody moves any more." if s["stands"] else "The anchors are still moving.")
        ),
    )
