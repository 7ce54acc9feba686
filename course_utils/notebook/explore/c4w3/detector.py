"""A detector and its two thresholds, on streets, on photographs and on a picture of your own."""

import numpy as np
from PIL import Image

from course_utils import data
from course_utils.notebook.controls import choice, slider
from course_utils.notebook.explore.c4w3.drawing import Boxes, in_words
from course_utils.notebook.explore.c4w3.reports import LEAST, MOST, ask, hits, keep, streets
from course_utils.notebook.figures.c4w3 import NAMES, show_image
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal
from course_utils.vision import published_yolo
from course_utils.vision.train_scenes import SIDE

STREETS = 8
PHOTOS = ("grace_hopper", "coffee", "cat", "astronaut")
OWN = "your own"


def published():
    """The published network and its words, or None and ours where its file is not to be had."""
    try:
        return published_yolo.published_yolo()
    except data.NotAvailable:
        return None, NAMES


def look_at(photo, network):
    """The report on a photograph: by the published network, or else by that of the streets."""
    if network is not None:
        found = published_yolo.detect(network, photo, LEAST, 1.0)
        return tuple(part[:MOST] for part in found)
    small = np.asarray(Image.fromarray(photo).resize((SIDE, SIDE)))
    boxes, scores, classes = ask(small[None])[0]
    n_H, n_W = photo.shape[:2]
    return boxes * [n_W / SIDE, n_H / SIDE, n_W / SIDE, n_H / SIDE], scores, classes


class Gallery:
    """Pictures by name: (image, report, truth or None, words), each looked at when asked for."""

    def __init__(self):
        self.network, self.words = published()
        self.photos = data.load("photos")
        self.own = None
        self.known = {}

    def names(self):
        """What can be chosen."""
        return (*(f"street {i + 1}" for i in range(STREETS)), *PHOTOS, OWN)

    def use(self, image):
        """Take the learner's own picture."""
        self.own = image
        self.known.pop(OWN, None)

    def __getitem__(self, name):
        if name not in self.known:
            self.known[name] = self._look(name)
        return self.known[name]

    def _look(self, name):
        if name.startswith("street"):
            images, truths, reports = streets()
            i = int(name.split()[1]) - 1
            return images[i], reports[i], truths[i], NAMES
        image = self.photos["rocket"] if self.own is None else self.own
        image = image if name == OWN else self.photos[name]
        return image, look_at(image, self.network), None, self.words


def detector_state(gallery, picture, score_threshold, iou_threshold):
    """What is found in a picture at two thresholds; on streets also what of it is right."""
    image, report, truth, words = gallery[picture]
    found = keep(report, score_threshold, iou_threshold)
    return {
        "picture": picture, "image": image, "found": found, "words": words,
        "street": truth is not None, "score_threshold": score_threshold,
        "iou_threshold": iou_threshold,
        "right": int(hits(found, truth).sum()) if truth else 0,
        "n_true": len(truth[0]) if truth else 0, "n_found": len(found[0]),
    }  # fmt: skip


def verdict(state):
    """One sentence on what was found."""
    if not state["street"]:
        return f"{state['n_found']} boxes. Nobody has marked what is in this picture: judge by eye."
    if not state["n_found"]:
        return f"Nothing found of {state['n_true']} things."
    return (
        f"{state['n_found']} boxes, {state['right']} of them right: precision "
        f"{state['right'] / state['n_found']:.2f}, recall {state['right'] / state['n_true']:.2f}."
    )


@course_style()
def detector():
    """Move both thresholds; upload a photograph."""
    gallery = Gallery()
    figure, axes = new_figure(width=5.6, height=5.2)
    show_image(axes, gallery["street 1"][0], "What the detector reports")
    boxes = Boxes(axes, MOST)
    canvas = Canvas(figure, boxes.artists)
    current = [None]

    def paint(state):
        image = state["image"]
        if current[0] is not image:
            current[0] = image
            n_H, n_W = image.shape[:2]
            axes.images[0].set_data(image)
            axes.images[0].set_extent((0, n_W, n_H, 0))
            axes.set(xlim=(0, n_W), ylim=(n_H, 0))
            canvas.prepare()
        found, scores, classes = state["found"]
        words = [f"{state['words'][k]} {s:.2f}" for k, s in zip(classes, scores)]
        boxes.show(found, words, classes)
        return (
            f"The picture “{state['picture']}” with {state['n_found']} boxes at scores of at least "
            f"{state['score_threshold']:.2f} and an IoU threshold of "
            f"{state['iou_threshold']:.2f}: {in_words(found, words)}."
        )

    explorer = Explorer(
        "A detector and its thresholds",
        {
            "picture": choice("picture", gallery.names()),
            "score_threshold": slider("score at least", 0.1, LEAST, 0.98, 0.02),
            "iou_threshold": slider("IoU above: drop", 0.9, 0, 1, 0.05),
        },
        lambda **values: detector_state(gallery, **values),
        paint,
        canvas,
        goals=[
            Goal(
                "a street on which everything is found and nothing else: precision and recall 1.",
                lambda s: s["street"] and s["right"] == s["n_true"] == s["n_found"],
                "now try whether the same thresholds do it on the next street.",
            ),
            Goal(
                "precision 1 and recall at most ½, as a careful detector has it.",
                lambda s: (
                    s["street"] and 0 < s["right"] == s["n_found"] and 2 * s["right"] <= s["n_true"]
                ),
                "it says little, and what it says is true.",
            ),
            Goal(
                "recall 1 and precision at most ½, as an eager one has it.",
                lambda s: (
                    s["street"] and s["right"] == s["n_true"] and s["n_found"] >= 2 * s["right"]
                ),
                "it misses nothing and tells tales. mAP looks at all such settings at once.",
            ),
        ],
        say=verdict,
        on_reset=lambda: gallery.use(None),
    )

    def use_own(image):
        gallery.use(image)
        explorer.controls["picture"].value = OWN
        explorer.update()

    explorer.add_upload(use_own)
    return explorer
