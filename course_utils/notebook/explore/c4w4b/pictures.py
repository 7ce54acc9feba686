"""The pictures that the widgets choose from, the learner's own among them, and files of results."""

from pathlib import Path

import ipywidgets
import numpy as np
from PIL import Image

from course_utils import data
from course_utils.notebook.upload import read_image
from course_utils.vision.eyes import small_eye, squeezenet_eye
from course_utils.vision.paintings import save_png, style_pictures

OWN = "your own"
CONTENTS = ("china", "cat", "rocket", "coffee", "astronaut")
SAVED = "my_pictures"  # a folder beside the notebook


def best_eye():
    """SqueezeNet's eye where its weights are to be had, else the small one."""
    try:
        return squeezenet_eye()
    except data.NotAvailable:
        return small_eye()


class Collection:
    """Contents and styles by name; what is called "your own" is what was uploaded last."""

    def __init__(self):
        photos = data.load("photos")
        self.known = {"content": {name: photos[name] for name in CONTENTS}}
        styles = style_pictures().items()
        self.known["style"] = {name: smaller(image) for name, image in styles}
        self.own = {}

    def names(self, kind):
        """What can be chosen."""
        return (*self.known[kind], OWN)

    def forget(self):
        """Back to the first of the known pictures in place of the learner's own."""
        self.own.clear()

    def get(self, kind, name):
        """The picture of a name, uint8 (n_H, n_W, 3)."""
        if name != OWN:
            return self.known[kind][name]
        first = next(iter(self.known[kind].values()))
        return self.own.get(kind, first)


def smaller(image, side=256):
    """The image with at most so many pixels on its longer side: enough, and quick to look at."""
    picture = Image.fromarray(image)
    picture.thumbnail((side, side))
    return np.asarray(picture)


def uploads(collection, explorer):
    """A row of two file choosers, whose pictures become "your own"."""

    def taken(kind, file):
        collection.own[kind] = read_image(file["content"])
        control = explorer.controls[kind]
        if control.value == OWN:
            explorer.player.reset()
        control.value = OWN

    def chooser(kind):
        upload = ipywidgets.FileUpload(
            accept="image/*", multiple=False, description=f"Your own {kind}",
            layout=ipywidgets.Layout(width="14em"),
        )  # fmt: skip
        upload.observe(
            lambda change: explorer.guard(taken, kind, change["new"][0]) if change["new"] else None,
            "value",
        )
        return upload

    return ipywidgets.HBox([chooser("content"), chooser("style")])


def saver(explorer, folder=SAVED):
    """A button that writes the picture as PNG, never over a file that is there, and says where."""
    said = ipywidgets.HTML()
    button = ipywidgets.Button(
        description="Save as PNG", icon="save", tooltip="Write the picture to a file of its own"
    )

    def save():
        state = explorer.state
        words = f"{state['content']} in the manner of {state['style']}".replace(" ", "_")
        path = save_png(state["image"], folder, words)
        said.value = f"Saved as <code>{Path(path.parent.name) / path.name}</code>."

    button.on_click(lambda _: explorer.guard(save))
    return ipywidgets.HBox([button, said])
