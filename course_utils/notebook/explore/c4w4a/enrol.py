"""Add people to a gallery with one picture each, and see whom it takes a newcomer for.

Pictures and encodings live in the kernel's memory only, and are gone when it stops.
"""

import html

import ipywidgets
import numpy as np

from course_utils.notebook.controls import WholeNumbers, choice, slider, whole_slider
from course_utils.notebook.explore.c4w4a.people import NAMES, albums, network
from course_utils.notebook.figures.c4w4a import show_image
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import BLUE, GREY, RED, course_style, new_figure
from course_utils.notebook.upload import read_image
from course_utils.notebook.widgets import Explorer, Goal
from course_utils.vision.gallery import SIDE, Gallery, as_face

OWN = "your own picture"
MOST_OWN, ROWS = 4, 10  # own pictures that can be enrolled; rows that are shown


class Album:
    """Who can come, and what the learner has brought."""

    def __init__(self):
        self.network = network("trained")
        self.people = albums()
        self.own, self.enrolled_own = None, {}
        self.passports = Gallery(self.network)
        for name, pictures in zip(NAMES, self.people):
            self.passports.enrol(name, pictures[0])

    def reset(self):
        """Forget what the learner has brought."""
        self.own = None
        self.enrolled_own.clear()

    def picture_of(self, visitor, shot):
        """The picture of a visitor; without one of their own it is an empty one."""
        if visitor != OWN:
            return self.people[NAMES.index(visitor), shot]
        return np.full((SIDE, SIDE, 3), 200, np.uint8) if self.own is None else self.own

    def gallery(self, numbers):
        """The Gallery of the people with these numbers from 1, and of own pictures."""
        gallery = Gallery(self.network)
        for number in numbers:
            name = NAMES[number - 1]
            gallery.encodings[name] = self.passports.encodings[name]
        gallery.encodings |= {name: f for name, (f, _) in self.enrolled_own.items()}
        return gallery

    def stored_picture(self, name):
        """The picture with which somebody was enrolled."""
        if name in self.enrolled_own:
            return self.enrolled_own[name][1]
        return self.people[NAMES.index(name), 0]

    def enrol_own(self, name):
        """Enrol the learner's own picture; raises ValueError where there is none, or no room."""
        if self.own is None:
            raise ValueError("choose a picture of your own first.")
        if len(self.enrolled_own) >= MOST_OWN and name not in self.enrolled_own:
            raise ValueError(f"there is room for {MOST_OWN} pictures of your own: Reset all.")
        if name in NAMES:
            raise ValueError(f"{name} is one of the twelve: take another name.")
        one = Gallery(self.network)
        one.enrol(name, self.own)
        ((name, f),) = one.encodings.items()
        self.enrolled_own[name] = f, self.own


def read_numbers(enrolled):
    """The numbers in the text of the control, each once, in order."""
    return sorted({int(word) for word in enrolled.split()})


def enrol_state(album, visitor, shot, enrolled, threshold):
    """Distances of a visitor to everybody enrolled, and the answer."""
    image = album.picture_of(visitor, shot)
    gallery = album.gallery(read_numbers(enrolled))
    found = gallery.distances(image)
    d, name = gallery.who_is_it(image, threshold)
    return {
        "visitor": visitor, "shot": shot, "image": image, "found": found, "d": d, "name": name,
        "threshold": threshold, "size": len(gallery), "known": visitor in gallery.encodings,
        "pictures": [album.stored_picture(each) for each in found], "own": visitor == OWN,
        "empty": visitor == OWN and album.own is None,
    }  # fmt: skip


def verdict(state):
    """One sentence: the answer, and whether it is right."""
    if state["empty"]:
        return "Choose a picture of your own below the title, or another visitor."
    who = state["name"] or "I don't know this person"
    answer = f"{who} (smallest d = {state['d']:.2f}, threshold {state['threshold']:.2f})."
    if state["own"]:
        return f"{answer} The encoder has only ever seen drawings: don't trust it with photographs."
    if state["name"] == state["visitor"]:
        return f"{answer} Right."
    if state["name"]:
        what = "taken for another" if state["known"] else "a stranger gets a name"
        return f"{answer} Wrong, {what}: it is {state['visitor']}."
    if state["known"]:
        return f"{answer} Wrong, refused: it is {state['visitor']}, who is enrolled."
    return f"{answer} Right, {state['visitor']} is not enrolled."


@course_style()
def enrol_and_recognise():
    """Who comes, who is enrolled, and how near they are."""
    album = Album()
    figure, (door, list_) = new_figure(
        1, 2, width=9, height=4.3, gridspec_kw={"width_ratios": [1, 1.7]}
    )
    show_image(door, album.people[0, 1], "At the door")
    visitor_image = door.images[0]
    list_.set(xlim=(-0.35, 3.3), ylim=(ROWS, 0), yticks=[], xlabel="distance d")
    list_.spines["left"].set_visible(False)
    list_.set_xticks(np.arange(0, 2.6, 0.5))
    list_.set_title(f"The gallery, the nearest first (at most {ROWS} are shown)")
    strip = list_.imshow(
        np.full((ROWS * SIDE, SIDE, 3), 255, np.uint8), extent=(-0.35, -0.08, ROWS, 0),
        aspect="auto", interpolation="nearest",
    )  # fmt: skip
    (cut,) = list_.plot([0, 0], [0, ROWS], ":", color=GREY, linewidth=2.5)
    bars = [list_.plot([], [], linewidth=9, solid_capstyle="butt")[0] for _ in range(ROWS)]
    words = [list_.text(0, i + 0.5, "", va="center", fontsize=9) for i in range(ROWS)]
    canvas = Canvas(figure, [visitor_image, strip, *bars, cut, *words])

    def paint(state):
        visitor_image.set_data(as_face(state["image"]))
        pixels = np.full((ROWS, SIDE, SIDE, 3), 255, np.uint8)
        found = list(state["found"].items())[:ROWS]
        for i, (bar, word) in enumerate(zip(bars, words)):
            here = i < len(found)
            name, d = found[i] if here else ("", 0)
            bar.set_data(*(([0, min(d, 2.5)], [i + 0.5] * 2) if here else ([], [])))
            bar.set_color(BLUE if d <= state["threshold"] else "#E3B8A0")
            number = f"{NAMES.index(name) + 1} " if name in NAMES else ""
            word.set_text(f"{number}{name}  {d:.2f}" if here else "")
            word.set_x(min(d, 2.5) + 0.06)
            word.set_fontweight("bold" if name and name == state["name"] else "normal")
            if here:
                pixels[i] = as_face(state["pictures"][i])
        strip.set_data(pixels.reshape(ROWS * SIDE, SIDE, 3))
        cut.set_xdata([state["threshold"]] * 2)
        cut.set_color(RED)
        near = ", ".join(f"{name} {d:.2f}" for name, d in found)
        return (
            f"At the door: {state['visitor']}, picture {state['shot']}. Enrolled are "
            f"{state['size']}; distances: {near}. Answer: {verdict(state)}"
        )

    explorer = Explorer(
        "Enrol and recognise",
        {
            "visitor": choice("who comes", (*NAMES, OWN), "Dan"),
            "shot": whole_slider("their picture", 1, 1, 4),
            "enrolled": WholeNumbers("enrolled", "1 2 3", 1, len(NAMES), 1, len(NAMES)),
            "threshold": slider("threshold", 0.1, 0, 2, 0.02),
        },
        lambda **values: enrol_state(album, **values),
        paint,
        canvas,
        goals=[
            Goal(
                "enrol five people or more, and have one of them recognised by another picture.",
                lambda s: s["size"] >= 5 and s["name"] == s["visitor"],
                "one picture was enough, and nothing was trained: that is one-shot.",
            ),
            Goal(
                "a stranger who gets somebody's name, at a threshold of at most 1.",
                lambda s: (
                    s["name"] is not None and not s["known"] and not s["own"]
                    and s["threshold"] <= 1
                ),
                "a false accept: the more people there are in the gallery, the easier it is.",
            ),
            Goal(
                "somebody who is enrolled and is refused, at a threshold of at least 0.3.",
                lambda s: s["known"] and s["name"] is None and s["threshold"] >= 0.3,
                "a false reject: look at the picture, and guess why.",
            ),
        ],
        say=lambda state: html.escape(verdict(state)),
        on_reset=album.reset,
    )  # fmt: skip
    explorer.add_row(own_row(album, explorer))
    return explorer


def own_row(album, explorer):
    """A row with buttons: enrol who is at the door, choose a picture, enrol it under a name."""
    enrol = ipywidgets.Button(
        description="Enrol who is at the door",
        tooltip="Add this person, or your own picture under the name beside, to the gallery",
        layout=ipywidgets.Layout(width="14em"),
    )
    name = ipywidgets.Text(
        value="me", description="its name", layout=ipywidgets.Layout(width="14em"),
        style={"description_width": "5em"},
    )  # fmt: skip
    chooser = ipywidgets.FileUpload(
        accept="image/*", multiple=False, description="Your own picture",
        layout=ipywidgets.Layout(width="14em"),
    )  # fmt: skip

    def add(_):
        visitor, enrolled = (explorer.controls[key] for key in ("visitor", "enrolled"))
        if visitor.value == OWN:
            album.enrol_own(name.value)
            explorer.update()
        else:
            numbers = {*read_numbers(enrolled.value), NAMES.index(visitor.value) + 1}
            enrolled.value = " ".join(map(str, sorted(numbers)))

    def uploaded(file):
        album.own = as_face(read_image(file["content"]))
        explorer.controls["visitor"].value = OWN
        explorer.update()

    enrol.on_click(lambda button: explorer.guard(add, button))
    chooser.observe(
        lambda change: explorer.guard(uploaded, change["new"][0]) if change["new"] else None,
        "value",
    )
    return ipywidgets.HBox([enrol, chooser, name], layout=ipywidgets.Layout(flex_flow="row wrap"))
