"""Move a box over the grid: which cell and which anchor answer for it, and with which numbers?"""

import numpy as np
from matplotlib.patches import Rectangle

from course_utils import data
from course_utils.notebook.controls import choice, slider
from course_utils.notebook.explore.c4w3.drawing import outline
from course_utils.notebook.figures.c4w3 import show_image
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import BLUE, GREY, RED, YELLOW, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal
from course_utils.vision.grid import iou_of_shapes
from course_utils.vision.train_scenes import ANCHORS

SIDE = 96
CELLS = (3, 6, 12)


def cell_state(x, y, w, h, n):
    """Row, column and anchor of a box (middle and sides in pixels) in n x n cells, its numbers."""
    cell = SIDE / n
    column, row = min(int(x / cell), n - 1), min(int(y / cell), n - 1)
    likeness = iou_of_shapes(np.array([[w, h]]), ANCHORS)[0]
    box = (x - w / 2, y - h / 2, x + w / 2, y + h / 2)
    low = np.clip(np.floor(np.array(box[:2]) / cell), 0, n).astype(int)
    high = np.clip(np.ceil(np.array(box[2:]) / cell), 0, n).astype(int)
    return {
        "n": n, "row": row, "column": column, "box": box, "cell": cell,
        "b": (x / cell - column, y / cell - row, h / cell, w / cell),
        "anchor": int(likeness.argmax()), "likeness": likeness,
        "covers": int(np.prod(np.maximum(high - low, 0))),
    }  # fmt: skip


@course_style()
def which_cell():
    """A box, the cell that owns it, and the anchors of that cell."""
    image = data.load("scenes").X_train[4]
    figure, (street, bars) = new_figure(
        1, 2, width=8.4, height=4.2, gridspec_kw={"width_ratios": [1.5, 1]}
    )
    show_image(street, image, "The cell of the middle answers")
    lines = [street.plot([], [], color="white", linewidth=0.8)[0] for _ in range(2 * max(CELLS))]
    owner = street.add_patch(Rectangle((0, 0), 1, 1, color=BLUE, alpha=0.5))
    (shape,) = street.plot([], [], ":", color=RED, linewidth=2)
    (frame,) = street.plot([], [], color=YELLOW, linewidth=2.5)
    (middle,) = street.plot([], [], "o", color="white", markeredgecolor="black", markersize=7)
    bars.set(xlim=(0, 1), ylim=(len(ANCHORS) - 0.5, -0.5), xlabel="IoU with the box's shape")
    bars.set_yticks(range(len(ANCHORS)), [f"{i}: {w:.0f} x {h:.0f}" for i, (w, h) in
                                          enumerate(ANCHORS)])  # fmt: skip
    bars.set_title("Which anchor?")
    columns = [
        bars.plot([], [], color=GREY, linewidth=16, solid_capstyle="butt")[0] for _ in ANCHORS
    ]
    canvas = Canvas(figure, [*lines, owner, shape, frame, middle, *columns])

    def paint(state):
        cell, n = state["cell"], state["n"]
        for i, line in enumerate(lines):
            k = i // 2 + 1
            across = ([0, SIDE], [k * cell] * 2)
            line.set_data(*([[], []] if k >= n else across if i % 2 else across[::-1]))
        owner.set_bounds(state["column"] * cell, state["row"] * cell, cell, cell)
        x, y = (state["box"][0] + state["box"][2]) / 2, (state["box"][1] + state["box"][3]) / 2
        w, h = ANCHORS[state["anchor"]]
        shape.set_data(*outline((x - w / 2, y - h / 2, x + w / 2, y + h / 2)))
        frame.set_data(*outline(state["box"]))
        middle.set_data([x], [y])
        for k, column in enumerate(columns):
            column.set_data([0, state["likeness"][k]], [k, k])
            column.set_color(RED if k == state["anchor"] else GREY)
        b = ", ".join(f"{value:.2f}" for value in state["b"])
        return (
            f"A street under {n} by {n} cells with a box around ({x:.0f}, {y:.0f}). Row "
            f"{state['row']}, column {state['column']} and anchor {state['anchor']} own it, with "
            f"b_x, b_y, b_h, b_w = {b}."
        )

    return Explorer(
        "Which cell and anchor own this box?",
        {
            "x": slider("middle, x", 22, 0, 95.5, 0.5),
            "y": slider("middle, y", 55, 0, 95.5, 0.5),
            "w": slider("width", 45, 4, 90, 1),
            "h": slider("height", 24, 4, 90, 1),
            "n": choice("cells per side", CELLS, 6),
        },
        cell_state,
        paint,
        canvas,
        goals=[
            Goal(
                "near a corner between four cells: b_x and b_y both below 0.1.",
                lambda s: s["b"][0] < 0.1 and s["b"][1] < 0.1 and s["row"] and s["column"],
                "one pixel to the left and up, and another cell would own it.",
            ),
            Goal(
                "a box that covers at least 12 cells of 6 x 6, for anchor 1.",
                lambda s: s["n"] == 6 and s["covers"] >= 12 and s["anchor"] == 1,
                "twelve cells see it, and one writes it down.",
            ),
            Goal(
                "a shape that no anchor likes: the best IoU below 0.3.",
                lambda s: s["likeness"].max() < 0.3,
                "it is owned all the same, but exp(t) has a long way to go from such an anchor.",
            ),
        ],
        say=lambda s: (
            f"Y[{s['row']}, {s['column']}, {s['anchor']}] = 1, "
            + ", ".join(f"{value:.2f}" for value in s["b"])
            + f", ... The box covers {s['covers']} cells."
        ),
    )
