"""Your own photograph: move a window over it and ask the trained model what it sees there."""

import numpy as np
from PIL import Image

from course_utils import data
from course_utils.nn.activations import sigmoid
from course_utils.notebook.controls import slider
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import GREY, RED, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal

SIDE = 25
FACE_AT = (0.44, 0.26)  # the astronaut's face, as shares of the photograph's width and height


def window(photo, x, y, size):
    """A square of the photograph as grey values in [0, 1], (25, 25), and its corner and side.

    x, y are the centre and `size` the side, as shares of width, height and the shorter side.
    """
    n_H, n_W, _ = photo.shape
    side = min(max(4, round(size * min(n_H, n_W))), n_H, n_W)
    left = int(np.clip(round(x * n_W - side / 2), 0, n_W - side))
    top = int(np.clip(round(y * n_H - side / 2), 0, n_H - side))
    square = Image.fromarray(photo[top : top + side, left : left + side]).convert("L")
    square = square.resize((SIDE, SIDE), Image.Resampling.BOX if side >= SIDE else None)
    return np.asarray(square) / 255, (left, top, side)


@course_style()
def your_own_photo(w, b):
    """Upload a picture and look for a face in it with trained weights w (625, 1) and b."""
    astronaut = data.load("photos")["astronaut"]
    photos = {}  # the one that is shown, and whether it is the learner's own
    figure, (whole, patch, answer) = new_figure(
        1, 3, width=9.4, height=3.6, gridspec_kw={"width_ratios": [1.5, 1, 0.6]}
    )
    for axes in (whole, patch):
        axes.set(xticks=[], yticks=[])
        axes.grid(visible=False)
    whole.set_title("Your photograph and the window")
    patch.set_title("What the model is shown")
    answer.set(ylim=(0, 1), xlim=(-0.5, 0.5), xticks=[], title="ŷ")
    answer.axhline(0.5, color=GREY, linestyle=":")
    picture = whole.imshow(astronaut)
    (frame,) = whole.plot([], [], color=RED, linewidth=2.5)
    shown = patch.imshow(np.zeros((SIDE, SIDE)), cmap="gray", vmin=0, vmax=1)
    (column,) = answer.plot([], [], color=RED, linewidth=34, solid_capstyle="butt")
    canvas = Canvas(figure, [frame, shown, column])

    def use(image, own):
        photos.update(photo=image, own=own)
        n_H, n_W, _ = image.shape
        picture.set_data(image)
        picture.set_extent((-0.5, n_W - 0.5, n_H - 0.5, -0.5))
        canvas.prepare()

    use(astronaut, own=False)

    def compute(x, y, size):
        values, (left, top, side) = window(photos["photo"], x, y, size)
        z = (w.T @ values.reshape(-1, 1) + b).item()
        on_face = (
            not photos["own"]
            and np.hypot(x - FACE_AT[0], y - FACE_AT[1]) < 0.08
            and 0.15 < size < 0.5
        )
        return {"values": values, "box": (left, top, side), "a": float(sigmoid(z)), "on": on_face}

    def paint(state):
        left, top, side = state["box"]
        corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]) * side + (left, top)
        frame.set_data(*corners.T)
        shown.set_data(state["values"])
        column.set_data([0, 0], [0, state["a"]])
        return (
            f"A photograph with a square window of {side} pixels, the same window as 25 by 25 grey "
            f"values, and the prediction {state['a']:.2f} that it shows a face."
        )

    explorer = Explorer(
        "A face in your own photograph?",
        {
            "x": slider("left to right", 0.7, 0, 1, 0.01),
            "y": slider("top to bottom", 0.7, 0, 1, 0.01),
            "size": slider("window size", 0.4, 0.05, 1, 0.01),
        },
        compute,
        paint,
        canvas,
        goals=[
            Goal(
                "find the astronaut's face: the window on it, and ŷ above 0.9.",
                lambda s: s["on"] and s["a"] > 0.9,
                "found. Now slide on, and see how many other windows it takes for a face.",
            )
        ],
        say=lambda s: (
            f"ŷ = {s['a']:.2f}: {'a face' if s['a'] > 0.5 else 'not a face'}, says the "
            "model. It was trained on tight crops: eyes in the upper half, chin at the lower edge."
        ),
        on_reset=lambda: use(astronaut, own=False),
    )

    def use_own(image):
        use(image, own=True)
        explorer.update()

    explorer.add_upload(use_own)
    return explorer
