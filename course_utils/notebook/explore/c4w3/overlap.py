"""Move two boxes, and see what they share, what they cover together, and their IoU."""

from matplotlib.patches import Rectangle

from course_utils.notebook.controls import whole_slider
from course_utils.notebook.explore.c4w3.drawing import outline
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import BLUE, GREEN, RED, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal

SIDE = 30


def overlap_state(x1, y1, w1, h1, x2, y2, w2, h2):
    """Both boxes from their upper left corners and sides, and their overlap."""
    box1, box2 = (x1, y1, x1 + w1, y1 + h1), (x2, y2, x2 + w2, y2 + h2)
    width = min(box1[2], box2[2]) - max(box1[0], box2[0])
    height = min(box1[3], box2[3]) - max(box1[1], box2[1])
    inter = max(width, 0) * max(height, 0)
    union = w1 * h1 + w2 * h2 - inter
    return {
        "box1": box1, "box2": box2, "width": width, "height": height,
        "inter": inter, "union": union, "iou": inter / union,
        "same_size": (w1, h1) == (w2, h2), "level": y1 == y2,
    }  # fmt: skip


def inside(box1, box2):
    """Whether box1 lies in box2, and isn't box2."""
    return box1 != box2 and all(
        (box1[0] >= box2[0], box1[1] >= box2[1], box1[2] <= box2[2], box1[3] <= box2[3])
    )


@course_style()
def drag_two_boxes():
    """Two boxes, eight sliders, one number."""
    figure, axes = new_figure(width=6.4, height=4.4)
    axes.set(xlim=(0, SIDE), ylim=(SIDE, 0), xlabel="x", ylabel="y, downwards")
    axes.set_title("Blue and red, and what they share")
    axes.set_aspect("equal")
    shared = axes.add_patch(Rectangle((0, 0), 1, 1, color=GREEN, alpha=0.4))
    (first,) = axes.plot([], [], color=BLUE, linewidth=2.5)
    (second,) = axes.plot([], [], "--", color=RED, linewidth=2.5)
    number = axes.text(SIDE - 0.5, 1.8, "", ha="right", fontsize=14)
    canvas = Canvas(figure, [shared, first, second, number])

    def paint(state):
        first.set_data(*outline(state["box1"]))
        second.set_data(*outline(state["box2"]))
        low = [max(state["box1"][i], state["box2"][i]) for i in (0, 1)]
        shared.set_bounds(*low, max(state["width"], 0), max(state["height"], 0))
        shared.set_visible(state["inter"] > 0)
        number.set_text(f"IoU = {state['iou']:.2f}")
        return (
            f"A blue box {state['box1']} and a red box {state['box2']}. They share "
            f"{state['inter']} of the {state['union']} squares that they cover: IoU "
            f"{state['iou']:.2f}."
        )

    controls = {}
    for which, colour, values in ((1, "blue", (4, 6, 10, 8)), (2, "red", (9, 10, 12, 9))):
        for letter, what, value in zip("xywh", ("left", "top", "width", "height"), values):
            low, high = (0, 20) if letter in "xy" else (1, 20)
            controls[f"{letter}{which}"] = whole_slider(f"{colour}: {what}", value, low, high)
    return Explorer(
        "Two boxes",
        controls,
        overlap_state,
        paint,
        canvas,
        goals=[
            Goal(
                "two boxes of the same size, moved apart only sideways, with an IoU of exactly ½.",
                lambda s: s["same_size"] and s["level"] and 2 * s["inter"] == s["union"],
                "they share two thirds of each, and an IoU of ½ looks better than it sounds.",
            ),
            Goal(
                "one box inside the other, and yet an IoU below 0.1.",
                lambda s: (
                    s["iou"] < 0.1
                    and (inside(s["box1"], s["box2"]) or inside(s["box2"], s["box1"]))
                ),
                "all of the small one is shared, but a box that is too large is wrong as well.",
            ),
            Goal(
                "apart in both directions: both sides of the intersection negative.",
                lambda s: s["width"] < 0 and s["height"] < 0,
                "their product is positive: without max(0, ...) this would count as an overlap.",
            ),
        ],
        say=lambda s: (
            f"Shared: width {s['width']}, height {s['height']}, area {s['inter']}. Together: "
            f"{s['union']}. IoU = {s['inter']}/{s['union']} = {s['iou']:.3f}."
        ),
    )
