"""Non-max suppression on a crowded street, one kept box after the other."""

import ipywidgets
import numpy as np

from course_utils.notebook.controls import LABEL, WIDE, choice, slider, whole_slider
from course_utils.notebook.explore.c4w3.drawing import Boxes, in_words
from course_utils.notebook.explore.c4w3.reports import MOST, hits, keep, streets
from course_utils.notebook.figures.c4w3 import NAMES, show_image
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal
from course_utils.vision.boxes import iou_matrix

STREETS = 6
LEFT, KEPT, DROPPED = "#FFFFFF", "#F0E442", "#FF6A3D"


def suppression_state(street, score_threshold, iou_threshold, by_class, step):
    """Which boxes are kept, dropped and still waiting after so many have been kept."""
    images, truths, reports = streets()
    i = street - 1
    boxes, scores, classes = (p[reports[i][1] >= score_threshold] for p in reports[i])
    near = iou_matrix(boxes, boxes) > iou_threshold
    if by_class:
        near &= classes[:, None] == classes
    waiting, kept, fresh = list(range(len(boxes))), [], []
    while waiting and len(kept) < step:
        best, *rest = waiting
        kept.append(best)
        fresh = [k for k in rest if near[best, k]]
        waiting = [k for k in rest if not near[best, k]]
    final = keep(reports[i], score_threshold, iou_threshold, by_class)
    return {
        "street": street, "image": images[i], "boxes": boxes, "scores": scores,
        "classes": classes, "kept": kept, "fresh": fresh, "waiting": waiting,
        "done": not waiting, "n_true": len(truths[i][0]), "by_class": by_class,
        "right": int(hits(final, truths[i]).sum()), "final": len(final[0]),
        "found": len(boxes), "iou_threshold": iou_threshold, "score_threshold": score_threshold,
    }  # fmt: skip


@course_style()
def suppression_step_by_step():
    """Keep the surest, drop its doubles, again and again."""
    figure, (street, rest) = new_figure(1, 2, width=9, height=4.6)
    images, _, _ = streets()
    shown = []
    for axes, title in ((street, "waiting (white), just dropped (red)"), (rest, "kept so far")):
        show_image(axes, images[0], title)
        shown.append(axes.images[0])
    before, after = Boxes(street, MOST, width=1.5), Boxes(rest, MOST)
    canvas = Canvas(figure, [*before.artists, *after.artists])
    current = [1]

    def paint(state):
        if state["street"] != current[0]:
            current[0] = state["street"]
            for image in shown:
                image.set_data(state["image"])
            canvas.prepare()
        places = state["waiting"] + state["fresh"]
        colours = [LEFT] * len(state["waiting"]) + [DROPPED] * len(state["fresh"])
        styles = ["-"] * len(state["waiting"]) + ["--"] * len(state["fresh"])
        before.show(state["boxes"][places], colours=colours, styles=styles)
        kept = np.array(state["kept"], int)
        words = [f"{NAMES[state['classes'][k]]} {state['scores'][k]:.2f}" for k in kept]
        after.show(state["boxes"][kept], words, state["classes"][kept])
        return (
            f"Street {state['street']}: {len(state['waiting'])} boxes are waiting, "
            f"{len(state['fresh'])} were just dropped, {len(kept)} are kept: "
            f"{in_words(state['boxes'][kept], words)}. In the end {state['final']} will be left, "
            f"with suppression {'class by class' if state['by_class'] else 'across classes'}."
        )

    by_class = ipywidgets.Checkbox(True, description="class by class", style=LABEL, layout=WIDE)
    return Explorer(
        "Non-max suppression, step by step",
        {
            "street": choice("street", tuple(range(1, STREETS + 1))),
            "score_threshold": slider("score at least", 0.1, 0.02, 0.9, 0.02),
            "iou_threshold": slider("IoU above: drop", 0.5, 0, 1, 0.05),
            "by_class": by_class,
            "step": whole_slider("boxes kept", 0, 0, 20),
        },
        suppression_state,
        paint,
        canvas,
        goals=[
            Goal(
                "a street to its end, with as many boxes as things, and every one right.",
                lambda s: s["done"] and s["right"] == s["n_true"] == s["final"],
                "two thresholds, and each of them has to be right.",
            ),
            Goal(
                "too shy: to the end, with at least 3 boxes more than there are things, though "
                "each scored 0.1 or more.",
                lambda s: (
                    s["done"] and s["final"] >= s["n_true"] + 3 and s["score_threshold"] >= 0.1
                ),
                "those are doubles, and mAP counts each of them as a miss.",
            ),
            Goal(
                "too eager: to the end, with fewer boxes than things, although the score threshold "
                "lets through at least twice as many boxes as there are things.",
                lambda s: s["done"] and s["final"] < s["n_true"] and s["found"] >= 2 * s["n_true"],
                "neighbours were taken for doubles.",
            ),
        ],
        say=lambda s: (
            f"{s['found']} boxes with a score of at least {s['score_threshold']:.2f}; "
            f"{len(s['kept'])} kept, {len(s['waiting'])} waiting. "
            + (
                f"Done: {s['final']} boxes, {s['right']} of them right, for {s['n_true']} things."
                if s["done"]
                else "Move “boxes kept” on."
            )
        ),
    )
