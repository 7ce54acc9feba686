"""The strangers on whom the widgets try the encoders: drawn and encoded once."""

import functools

import numpy as np

from course_utils.vision.embedding import distances, roc
from course_utils.vision.siamese import encode_albums
from course_utils.vision.train_faces import strangers, trained

ENCODERS = ("pixels", "after 60 steps", "trained")
NAMES = (
    "Ada", "Bob", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hedy", "Ida", "Jun", "Kim", "Lou",
)  # fmt: skip


@functools.cache
def albums():
    """Albums (60, 5, 40, 40, 3) of people that no encoder was trained on."""
    return strangers(60, 5, seed=2027)


@functools.cache
def network(name):
    """An encoder of ENCODERS; None for the pixels."""
    return None if name == "pixels" else trained(early=name == "after 60 steps")


@functools.cache
def encodings(name):
    """F (n_f, m) of all pictures, columns of length 1, and labels (m,)."""
    if name != "pixels":
        return encode_albums(network(name), albums())
    images = albums()
    F = images.reshape(images.shape[0] * images.shape[1], -1).T / 255.0
    F = F - F.mean(axis=0)
    labels = np.repeat(np.arange(len(images)), images.shape[1])
    return F / np.linalg.norm(F, axis=0), labels


@functools.cache
def pairs(name):
    """Distances (n,) of all pairs of pictures, whether they are of one person, and their Roc."""
    F, labels = encodings(name)
    places = np.triu_indices(len(labels), 1)
    d, same = distances(F, F)[places], (labels[:, None] == labels)[places]
    return d, same, roc(d, same)
