"""The Gram matrix of a layer, for two pictures: what it keeps, and what it forgets."""

import ipywidgets
import numpy as np

from course_utils import data
from course_utils.notebook.controls import choice
from course_utils.notebook.explore.c4w4b.pictures import best_eye
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal
from course_utils.vision.eyes import as_picture
from course_utils.vision.painting import recipe_for
from course_utils.vision.paintings import style_pictures
from course_utils.vision.style import Content, Gram

SIDE = 96
SHOWN = 24  # channels: those that are strongest in the first picture
PHOTOS = ("china", "cat", "coffee", "astronaut")


def shuffled(A, rng):
    """The same places in another order."""
    rows = A.reshape(-1, A.shape[-1])
    return rows[rng.permutation(len(rows))].reshape(A.shape)


def square(image):
    """The middle square of an image."""
    n = min(image.shape[:2])
    top, left = ((size - n) // 2 for size in image.shape[:2])
    return image[top : top + n, left : left + n]


class Looked:
    """The pictures, and the activations of those that were asked for."""

    def __init__(self, eye):
        photos = data.load("photos")
        pictures = {name: photos[name] for name in PHOTOS} | style_pictures()
        self.pictures = {name: square(image) for name, image in pictures.items()}
        self.eye, self.known = eye, {}

    def __getitem__(self, key):
        if key not in self.known:
            name, layer = key
            G = as_picture(self.pictures[name], SIDE)
            self.known[key] = self.eye.look(G, [layer])[layer].copy()
        return self.known[key]


def gram_state(looked, first, second, layer, shuffle):
    """Both Gram matrices, and how far the pictures are apart in style and in content."""
    A, B = looked[first, layer], looked[second, layer]
    if shuffle:
        B = shuffled(B, np.random.default_rng(0))
    grams = [Gram.of(each) for each in (A, B)]
    return {
        "first": first, "second": second, "layer": layer, "shuffle": shuffle,
        "matrices": [gram.matrix for gram in grams],
        "J_style": grams[0].cost(B)[0], "J_content": Content.of(A).cost(B)[0],
    }  # fmt: skip


def verdict(state):
    """One sentence on both distances."""
    return (
        f"J_style {state['J_style']:.3f}, J_content {state['J_content']:.2f}: how far the second "
        f"picture is from the first in {state['layer']}, as shares of the first one's own."
    )


@course_style()
def gram_of_two(eye=None):
    """Choose two pictures and a layer; shuffle the places of the second."""
    eye = eye or best_eye()
    looked = Looked(eye)
    names = tuple(looked.pictures)
    layers = tuple(name for name in recipe_for(eye).style_layers if name != "pixels")
    figure, axes = new_figure(
        1, 4, width=9.8, height=2.9, gridspec_kw={"width_ratios": [1, 1.25, 1, 1.25]}
    )
    artists = []
    for i, axis in enumerate(axes):
        axis.set(xticks=[], yticks=[])
        axis.grid(visible=False)
        axis.set_title(("First", "Its Gram matrix", "Second", "Its Gram matrix")[i], fontsize=10)
        shape = (SHOWN, SHOWN) if i % 2 else (2, 2, 3)
        artists.append(
            axis.imshow(
                np.zeros(shape), cmap="magma", vmin=0, vmax=1, extent=(0, 1, 1, 0),
                interpolation="nearest",
            )
        )  # fmt: skip
        if i % 2:
            axis.set(xlabel="channel", ylabel="channel")
    canvas = Canvas(figure, artists)

    def paint(state):
        strongest = np.sort(np.argsort(-np.diag(state["matrices"][0]))[:SHOWN])
        shown = [matrix[np.ix_(strongest, strongest)] for matrix in state["matrices"]]
        top = max(shown[0].max(), 1e-12)
        artists[0].set_data(looked.pictures[state["first"]])
        artists[2].set_data(mixed(looked.pictures[state["second"]], state["shuffle"]))
        for artist, matrix in zip(artists[1::2], shown):
            artist.set_data(np.sqrt(np.clip(matrix / top, 0, 1)))
        places = ", its places shuffled" if state["shuffle"] else ""
        return (
            f"“{state['first']}” and “{state['second']}”{places}, and of each the Gram matrix of "
            f"the {len(strongest)} channels of {state['layer']} that are strongest in the first. "
            f"{verdict(state)}"
        )

    return Explorer(
        "Two pictures, two Gram matrices",
        {
            "first": choice("first picture", names),
            "second": choice("second picture", names, names[1]),
            "layer": choice("layer", layers, layers[1]),
            "shuffle": ipywidgets.Checkbox(False, description="shuffle the second's places"),
        },
        lambda **values: gram_state(looked, **values),
        paint,
        canvas,
        goals=[
            Goal(
                "two pictures with the same style and another content: J_style 0.000 and J_content "
                "above 0.3.",
                lambda s: s["J_style"] < 5e-4 and s["J_content"] > 0.3,
                "the Gram matrix counts what occurs together, and forgets where.",
            ),
            Goal(
                "two different photographs that are near in style: J_style below 0.3 (not the "
                "same picture twice).",
                lambda s: s["first"] != s["second"] and s["J_style"] < 0.3,
                "similar textures and colours, whatever they show.",
            ),
        ],
        say=verdict,
    )


def mixed(image, shuffle):
    """The picture, or its tiles of 16 pixels in another order: what shuffled places stand for."""
    if not shuffle:
        return image
    n = len(image) // 16
    tiles = image[: 16 * n, : 16 * n].reshape(n, 16, n, 16, 3).swapaxes(1, 2).reshape(-1, 16, 16, 3)
    tiles = tiles[np.random.default_rng(0).permutation(len(tiles))]
    return tiles.reshape(n, n, 16, 16, 3).swapaxes(1, 2).reshape(16 * n, 16 * n, 3)
