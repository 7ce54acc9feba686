"""Your own photograph: move a window over it and ask SqueezeNet what it sees there."""

import numpy as np

from course_utils import data
from course_utils.notebook.controls import choice, slider
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import BLUE, RED, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal
from course_utils.vision.pretrained import classify

OWN = "your own"


def square(photo, x, y, size):
    """A square part of a photograph and its corner and side: (part, (left, top, side)).

    x and y are its place from 0 to 1, `size` its side as a share of the photograph's shorter side.
    """
    n_H, n_W, _ = photo.shape
    side = max(round(size * min(n_H, n_W)), 8)
    left, top = round(x * (n_W - side)), round(y * (n_H - side))
    return photo[top : top + side, left : left + side], (left, top, side)


@course_style()
def classify_your_photo(network, names):
    """Upload a picture and see the five likeliest of a thousand classes for any part of it."""
    photos = dict(data.load("photos"))
    own = {"photo": photos["cat"]}
    controls = {
        "photo": choice("photograph", (*photos, OWN)),
        "x": slider("left to right", 0.5, 0, 1, 0.05),
        "y": slider("top to bottom", 0.5, 0, 1, 0.05),
        "size": slider("window size", 1.0, 0.2, 1, 0.05),
    }
    figure, (whole, answers) = new_figure(1, 2, width=9.4, height=3.7)
    whole.set(xticks=[], yticks=[], title="The photograph and the window")
    whole.grid(visible=False)
    image = whole.imshow(np.zeros((8, 8, 3), np.uint8), aspect="equal")
    (frame,) = whole.plot([], [], color=RED, linewidth=2.5)
    answers.set(xlim=(0, 1), ylim=(-0.6, 4.6), yticks=[], xlabel="probability")
    answers.set_title("Five likeliest of 1,000 classes")
    answers.grid(axis="y", visible=False)
    bars = [
        answers.plot([], [], color=BLUE, linewidth=20, solid_capstyle="butt")[0] for _ in range(5)
    ]
    texts = [answers.text(0, 4 - i, "", va="center", fontsize=10) for i in range(5)]
    canvas = Canvas(figure, [image, frame, *bars, *texts])
    whole.set(xlim=(0, 1), ylim=(1, 0))

    def compute(photo, x, y, size):
        chosen = own["photo"] if photo == OWN else photos[photo]
        part, corner = square(chosen, x, y, size)
        return {
            "photo": photo, "image": chosen, "corner": corner,
            "answers": classify(network, np.ascontiguousarray(part), names),
        }  # fmt: skip

    def paint(state):
        n_H, n_W, _ = state["image"].shape
        longer = max(n_H, n_W)
        across, down = n_W / longer, n_H / longer
        edge_x, edge_y = (1 - across) / 2, (1 - down) / 2
        image.set_data(state["image"])
        image.set_extent((edge_x, edge_x + across, edge_y + down, edge_y))
        left, top, side = np.array(state["corner"]) / longer
        corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]) * side
        frame.set_data(*(corners + np.array([edge_x + left, edge_y + top])).T)
        for i, (name, p) in enumerate(state["answers"]):
            bars[i].set_data([0, p], [4 - i, 4 - i])
            inside = p > 0.5
            texts[i].set_text(f"{name}  {p:.2f}")
            texts[i].set_position((0.02 if inside else p + 0.02, 4 - i))
            texts[i].set_color("white" if inside else "black")
        said = ", ".join(f"{name} {p:.2f}" for name, p in state["answers"])
        return (
            f"The photograph {state['photo']} with a square window of {state['corner'][2]} pixels; "
            f"the likeliest classes for it: {said}."
        )

    explorer = Explorer(
        "What does SqueezeNet see?",
        controls,
        compute,
        paint,
        canvas,
        goals=goals(),
        say=lambda s: (
            f"“{s['answers'][0][0]}”, says SqueezeNet, and is "
            f"{100 * s['answers'][0][1]:.0f} % sure. It knows a thousand classes and nothing else."
        ),
        on_reset=lambda: own.update(photo=photos["cat"]),
    )

    def use_own(image):
        own["photo"] = image
        if controls["photo"].value == OWN:
            explorer.update()
        controls["photo"].value = OWN

    explorer.add_upload(use_own)
    return explorer


def goals():
    """What can be reached on the course's own photographs."""
    return [
        Goal(
            "make it change its mind about the coffee: a window of that photograph whose first "
            "answer is not “espresso”.",
            lambda s: s["photo"] == "coffee" and s["answers"][0][0] != "espresso",
            "the same cup, another part of it, another answer.",
        ),
        Goal(
            "find the space shuttle in the portrait of the astronaut.",
            lambda s: s["photo"] == "astronaut" and s["answers"][0][0] == "space shuttle",
            "found: of the whole picture it said “espresso maker”. Where one looks matters.",
        ),
    ]
