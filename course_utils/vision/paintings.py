"""Paint the gallery again: `python -m course_utils.vision.paintings`, some minutes.

Longer runs than a lesson has time for, each a PNG in notebooks/images/style. With SqueezeNet, and
with the small eye alone for what needs no download.
"""

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import skimage.data
from PIL import Image

from course_utils import data
from course_utils.data.store import DATASETS
from course_utils.vision.eyes import small_eye, squeezenet_eye
from course_utils.vision.painting import SMALL, Recipe, paint

FOLDER = DATASETS.parent / "notebooks" / "images" / "style"
STARRY = "style/starry_night.jpg"
SIDE, STEPS = 256, 300


class Work(NamedTuple):
    """One picture of the gallery: its file, what it shows, in whose manner, seen by which eye."""

    file: str
    content: str
    style: str
    eye: str = "SqueezeNet"
    beta: float = 3.0


WORKS = (
    Work("tower_starry", "china", "starry night"),
    Work("tower_tissue", "china", "tissue", beta=2.0),
    Work("cat_starry", "cat", "starry night"),
    Work("cat_tissue", "cat", "tissue", beta=2.0),
    Work("rocket_flower", "rocket", "flower"),
    Work("tower_tissue_small", "china", "tissue", "small", 5.0),
    Work("tower_flower_small", "china", "flower", "small", 5.0),
    Work("cat_tissue_small", "cat", "tissue", "small", 5.0),
)


def style_pictures():
    """Pictures in whose manner one can paint, uint8, by name; those to be downloaded where at hand.

    "tissue" is a stained section of a colon seen through a microscope, which comes with
    scikit-image; "flower" is one of the course's photographs; "starry night" is Van Gogh's.
    """
    pictures = {
        "tissue": np.asarray(skimage.data.immunohistochemistry()),
        "flower": data.load("photos")["flower"],
    }
    try:
        with Image.open(data.fetch(STARRY)) as image:
            pictures["starry night"] = np.asarray(image.convert("RGB"))
    except data.NotAvailable:
        pass
    return pictures


def save_png(image, folder, name):
    """Write an image as name.png, or name-2.png, ... where that exists; returns the path."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, 10_000):
        path = folder / (f"{name}.png" if number == 1 else f"{name}-{number}.png")
        try:
            with path.open("xb") as file:  # x: never over an existing file
                Image.fromarray(image).save(file, "PNG", optimize=True)
            return path
        except FileExistsError:
            continue
    raise FileExistsError(f"{folder} is full of pictures called {name}: choose another name.")


def main(works=WORKS, folder=FOLDER, side=SIDE, steps=STEPS, report=print):
    """Paint the works and write them over the old ones; returns the exit status."""
    photos, styles = data.load("photos"), style_pictures()
    eyes = {"SqueezeNet": squeezenet_eye, "small": small_eye}
    eyes = {name: eyes[name]() for name in {work.eye for work in works}}
    folder.mkdir(parents=True, exist_ok=True)
    for work in works:
        recipe = (Recipe() if work.eye == "SqueezeNet" else SMALL)._replace(beta=work.beta)
        pictures = photos[work.content], styles[work.style]
        *_, painted = paint(eyes[work.eye], *pictures, recipe, steps, side)
        Image.fromarray(painted.image()).save(folder / f"{work.file}.png", optimize=True)
        report(f"{work.file}: J {painted.J:.2f}, style {painted.J_style:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
