"""Pick an anchor, a positive and a negative: what do they cost, and where should they go?"""

import numpy as np
from matplotlib.patches import Circle

from course_utils.notebook.controls import choice, slider, whole_slider
from course_utils.notebook.explore.c4w4a.people import ENCODERS, NAMES, albums, encodings
from course_utils.notebook.figures.c4w4a import show_image, triangle
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import BLUE, GREEN, GREY, RED, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal

PEOPLE, PICTURES = 8, 5
ROLES = ("anchor", "positive", "negative")
COLOURS = ("black", BLUE, RED)
STEP = 0.15  # of the gradient, so that the arrows fit into the picture


def kind_of(d_p, d_n, alpha):
    """Easy, semi-hard or hard."""
    return "hard" if d_n <= d_p else "semi-hard" if d_n < d_p + alpha else "easy"


def triplet_state(encoder, person, a, p, other, n, alpha):
    """Distances, cost, kind and, in the plane of the three, places and downhill directions."""
    F, _ = encodings(encoder)
    other_person = (person + other - 1) % PEOPLE + 1  # never the anchor's
    places = [(person, a), (person, p), (other_person, n)]
    f = np.stack([F[:, (who - 1) * PICTURES + k - 1] for who, k in places], axis=1).astype(float)
    f_a, f_p, f_n = f.T
    d_p, d_n = float(np.sum((f_a - f_p) ** 2)), float(np.sum((f_a - f_n) ** 2))
    flat = triangle(f_a, f_p, f_n)
    costs = d_p - d_n + alpha > 0
    flat_a, flat_p, flat_n = flat.T
    downhill = -2.0 * costs * np.stack([flat_n - flat_p, flat_p - flat_a, flat_a - flat_n], axis=1)
    return {
        "encoder": encoder, "who": (NAMES[person - 1], NAMES[other_person - 1]), "alpha": alpha,
        "images": [albums()[who - 1, k - 1] for who, k in places], "same_picture": a == p,
        "d_p": d_p, "d_n": d_n, "J": max(d_p - d_n + alpha, 0.0), "places": flat,
        "downhill": downhill, "kind": kind_of(d_p, d_n, alpha),
    }  # fmt: skip


def sentence(state):
    """Cost and kind in words."""
    twice = " Anchor and positive are one picture: d = 0." if state["same_picture"] else ""
    return (
        f"d(a, p) = {state['d_p']:.2f}, d(a, n) = {state['d_n']:.2f}: max({state['d_p']:.2f} - "
        f"{state['d_n']:.2f} + {state['alpha']:.2f}, 0) = {state['J']:.2f}. "
        f"A{'n' if state['kind'] == 'easy' else ''} {state['kind']} triplet.{twice}"
    )


@course_style()
def pick_a_triplet():
    """Three pictures, and their encodings in the plane that holds all three."""
    figure, axes = new_figure(
        1, 4, width=9.4, height=3.7, gridspec_kw={"width_ratios": [1, 1, 1, 2.6]}
    )
    *frames, plane = axes
    shown = []
    for frame, role in zip(frames, ROLES):
        show_image(frame, albums()[0, 0], role)
        shown.append(frame.images[0])
    plane.set(xlim=(-1.6, 2.2), ylim=(-1.6, 2.2), aspect="equal", xticks=[], yticks=[])
    plane.set_title("Their encodings")
    circles = [
        plane.add_patch(Circle((0, 0), 1, fill=False, color=GREY, linestyle=style))
        for style in ("-", "--")
    ]
    dots = [
        plane.plot([], [], marker, color=colour, markersize=9, label=role, linestyle="none")[0]
        for role, colour, marker in zip(ROLES, COLOURS, ("o", "o", "s"))
    ]
    arrows = [plane.plot([], [], color=GREEN, linewidth=2.5)[0] for _ in ROLES]
    heads = [plane.plot([], [], "D", color=GREEN, markersize=4)[0] for _ in ROLES]
    plane.plot([], [], color=GREEN, linewidth=2.5, label="downhill")
    plane.legend(fontsize=7.5, loc="upper right")
    canvas = Canvas(figure, [*shown, *circles, *arrows, *heads, *dots])

    def paint(state):
        for image, picture in zip(shown, state["images"]):
            image.set_data(picture)
        for circle, more in zip(circles, (0, state["alpha"])):
            circle.set_radius(np.sqrt(state["d_p"] + more))
        for i in range(3):
            x, y = state["places"][:, i]
            dx, dy = STEP * state["downhill"][:, i]
            dots[i].set_data([x], [y])
            moves = np.hypot(dx, dy) > 1e-9
            arrows[i].set_data(*(([x, x + dx], [y, y + dy]) if moves else ([], [])))
            heads[i].set_data(*(([x + dx], [y + dy]) if moves else ([], [])))
        return (
            f"Two pictures of {state['who'][0]} and one of {state['who'][1]}, encodings "
            f"{state['encoder']}, in one plane. {sentence(state)}"
        )

    return Explorer(
        "Pick a triplet",
        {
            "encoder": choice("encodings", ENCODERS[1:], ENCODERS[1]),
            "person": whole_slider("person", 1, 1, PEOPLE),
            "a": whole_slider("anchor no.", 1, 1, PICTURES),
            "p": whole_slider("positive no.", 2, 1, PICTURES),
            "other": whole_slider("other person", 1, 1, PEOPLE - 1),
            "n": whole_slider("negative no.", 1, 1, PICTURES),
            "alpha": slider("margin alpha", 0.3, 0, 1, 0.05),
        },
        triplet_state,
        paint,
        canvas,
        goals=[
            Goal(
                "after 60 steps, a hard triplet of two different pictures: the other person is "
                "nearer.",
                lambda s: s["encoder"] == ENCODERS[1] and s["kind"] == "hard",
                "the encoder takes a stranger for the same person.",
            ),
            Goal(
                "a semi-hard triplet at a margin of at most 0.3.",
                lambda s: s["kind"] == "semi-hard" and s["alpha"] <= 0.3 and not s["same_picture"],
                "right, but not by enough: such triplets are what mining looks for.",
            ),
            Goal(
                "trained, a margin of 1, and still no cost.",
                lambda s: s["encoder"] == ENCODERS[2] and s["alpha"] == 1 and s["J"] == 0
                and not s["same_picture"],
                "most triplets are like this by the end, and teach nothing any more.",
            ),
        ],
        say=sentence,
    )  # fmt: skip
