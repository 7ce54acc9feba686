"""A gallery: names with one stored encoding each, to compare newcomers with.

It keeps encodings, not pictures, and only in memory: nothing of it is ever written to a disk.
"""

import numpy as np
from PIL import Image

from course_utils.nn.validation import check_count, check_number
from course_utils.vision.embedding import distance, distances
from course_utils.vision.siamese import encode

SIDE = 40
LONGEST_NAME = 24


def as_face(image, side=SIDE):
    """The middle square of any picture, uint8 (n_H, n_W, 3), at the size that the encoder takes.

    Raises ValueError for another kind of array, or a picture smaller than a face has to be.
    """
    image = np.asarray(image)
    if image.ndim != 3 or image.shape[-1] != 3 or image.dtype != np.uint8:
        raise ValueError(
            f"a picture has shape (n_H, n_W, 3) and dtype uint8, but this one has {image.shape} "
            f"and {image.dtype}: read it with read_image."
        )
    n_H, n_W, _ = image.shape
    square = min(n_H, n_W)
    if square < side // 2:
        raise ValueError(
            f"this picture has {n_W} x {n_H} pixels: for a face it needs at least {side // 2} on "
            "each side."
        )
    top, left = (n_H - square) // 2, (n_W - square) // 2
    middle = image[top : top + square, left : left + square]
    if square == side:
        return middle.copy()
    return np.asarray(Image.fromarray(middle).resize((side, side), Image.Resampling.BOX))


class Gallery:
    """Names and encodings; `network` makes the encodings, of pictures that `as_face` prepares."""

    def __init__(self, network):
        self.network = network
        self.encodings = {}

    def __len__(self):
        return len(self.encodings)

    def encode(self, image):
        """The encoding (n_f,) of a picture of any size."""
        return encode(self.network, as_face(image)[None])[:, 0]

    def enrol(self, name, image):
        """Store the encoding of a picture under a name; an old one of that name is replaced.

        Raises ValueError for an empty or a very long name.
        """
        name = " ".join(str(name).split())
        if not 0 < len(name) <= LONGEST_NAME:
            raise ValueError(f"a name has 1 to {LONGEST_NAME} characters, not {len(name)}.")
        self.encodings[name] = self.encode(image)

    def forget(self):
        """Remove everybody."""
        self.encodings.clear()

    def distances(self, image):
        """{name: d} for everybody, the nearest first."""
        f = self.encode(image)
        found = {name: distance(f, stored) for name, stored in self.encodings.items()}
        return dict(sorted(found.items(), key=lambda item: item[1]))

    def verify(self, image, identity, threshold):
        """(d, same) of a picture and one who is enrolled; raises KeyError for who isn't."""
        check_number("threshold", threshold, 0, 4)
        if identity not in self.encodings:
            known = ", ".join(self.encodings) or "nobody"
            raise KeyError(f"{identity!r} is not enrolled; there is {known}.")
        d = distance(self.encode(image), self.encodings[identity])
        return d, d <= threshold

    def who_is_it(self, image, threshold):
        """(d, name) of the nearest; no name where d is above the threshold, or nobody is there."""
        check_number("threshold", threshold, 0, 4)
        d, name = next(((d, name) for name, d in self.distances(image).items()), (np.inf, None))
        return d, name if d <= threshold else None


def by_gallery_size(F, labels, sizes, threshold, rng, runs=40):
    """For each size of gallery: (known people named rightly, strangers who get a name).

    F (n_f, m) with labels (m,). In each run a gallery of one picture each is drawn; another picture
    of each of them should be named rightly, and pictures of all others should get no name.
    Raises ValueError for a gallery that leaves no strangers.
    """
    people = np.unique(labels)
    results = []
    for size in sizes:
        check_count("size", size)
        if size >= len(people):
            raise ValueError(f"a gallery of {size} leaves no strangers among {len(people)} people.")
        right, named = [], []
        for _ in range(runs):
            order = rng.permutation(people)
            pairs = [rng.choice(np.flatnonzero(labels == who), 2, replace=False) for who in order]
            stored, asked = np.array(pairs).T
            d = distances(F[:, asked], F[:, stored[:size]])
            nearest = d.argmin(axis=1)
            accepted = d.min(axis=1) <= threshold
            right.append(np.mean((nearest == np.arange(len(order)))[:size] & accepted[:size]))
            named.append(np.mean(accepted[size:]))
        results.append((np.mean(right), np.mean(named)))
    return np.array(results)
