"""What a layer's units look for: the pieces that excite them most, and a picture made to do so."""

import numpy as np
from scipy.ndimage import gaussian_filter

from course_utils.nn import Adam
from course_utils.nn.validation import check_count
from course_utils.vision.eyes import MEAN, as_picture
from course_utils.vision.style import total_variation


class Field:
    """Where a unit of a layer looks: place i sees `size` pixels from start + i step on.

    Followed through the layers one by one (C4W1): a window of f places with stride s makes the
    field (f - 1) · step larger and the step s times as long; padding moves its beginning.
    """

    def __init__(self, network, last):
        self.start, self.size, self.step = 0, 1, 1
        for layer in network.layers[: last + 1]:
            self.pass_through(layer)

    def pass_through(self, layer):
        """Widen the field by a layer; of branches side by side the widest counts."""
        branches = getattr(layer, "branches", None)
        if branches:
            layer = max(branches, key=lambda branch: branch.f)
        f = getattr(layer, "f", None)
        if f is None:
            return
        pad = (f - 1) // 2 if layer.pad == "same" else int(layer.pad)
        self.start -= pad * self.step
        self.size += (f - 1) * self.step
        self.step *= layer.stride

    def box(self, row, column):
        """The square (left, top, right, bottom) of a place, which may reach over the edge."""
        left, top = (self.start + i * self.step for i in (column, row))
        return left, top, left + self.size, top + self.size


# Units worth a look, at four depths of each eye: chosen by eye, for what excites them.
SHOWN = {
    "SqueezeNet": {
        "conv1": (73, 62, 56, 38),
        "fire3": (112, 97, 93, 70),
        "fire5": (143, 173, 101, 171),
        "fire8": (275, 373, 398, 333),
    },
    "small": {
        "conv1": (2, 14, 5, 4),
        "conv2": (42, 37, 12, 18),
        "conv3": (39, 5, 45, 32),
        "conv4": (3, 49, 39, 92),
    },
}


def top_patches(eye, photos, layer, units, k=9, apart=None):
    """The k pieces of the photographs that excite each unit most: {unit: [(image, value), ...]}.

    `photos` is a list of uint8 images. Pieces are as large as the unit's field; of one photograph
    no two lie nearer than `apart` pixels, by default half the field. What hangs over an edge is
    grey.
    """
    check_count("k", k)
    field = Field(eye.network, eye.number(layer))
    apart = field.size / 2 if apart is None else apart
    maps = [eye.look(as_picture(photo), [layer])[layer][0] for photo in photos]
    return {unit: best_places(maps, photos, field, unit, k, apart) for unit in units}


def best_places(maps, photos, field, unit, k, apart):
    """Pieces and values of one unit, the strongest first."""
    values = np.concatenate([each[..., unit].ravel() for each in maps])
    whose = np.concatenate([np.full(each[..., unit].size, i) for i, each in enumerate(maps)])
    first = np.cumsum([0] + [each[..., unit].size for each in maps])
    found, taken = [], []
    for place in np.argsort(-values, kind="stable"):
        if len(found) == k or values[place] <= 0:
            break
        i = int(whose[place])
        row, column = np.unravel_index(place - first[i], maps[i].shape[:2])
        box = field.box(int(row), int(column))
        if any(j == i and max(abs(box[0] - x), abs(box[1] - y)) < apart for j, x, y in taken):
            continue
        taken.append((i, box[0], box[1]))
        found.append((cut_out(photos[i], box), float(values[place])))
    return found


def cut_out(photo, box):
    """A square piece of a photograph, grey where the box reaches over the edge."""
    left, top, right, bottom = box
    n_H, n_W, _ = photo.shape
    piece = np.full((bottom - top, right - left, 3), 128, np.uint8)
    x0, y0, x1, y1 = max(left, 0), max(top, 0), min(right, n_W), min(bottom, n_H)
    if x1 > x0 and y1 > y0:
        piece[y0 - top : y1 - top, x0 - left : x1 - left] = photo[y0:y1, x0:x1]
    return piece


def most_exciting(eye, layer, unit, side, rng, steps=100, smooth=3e-4, learning_rate=4.0, soft=0.0):
    """A picture G (1, side, side, 3) made from noise so that a unit of a layer answers strongly.

    Gradient *ascent* on the mean of the unit's channel, with the grain held down. Yields (G, value)
    at every step; value is that mean. Deep units are silent where the noise is fine, and then there
    is no slope to climb: with `soft`, in pixels, the noise is blurred so far, and a picture that is
    shifted at random by as much before each step, and blurred a little after it, holds fewer of
    the fine patterns that excite a unit without looking like anything.
    """
    G = rng.normal(0, 20, (1, side, side, 3)).astype(np.float32)
    if soft:
        G = blurred(G, soft)
        G *= np.float32(60 / G.std())
    adam, reference, most = Adam(learning_rate), None, round(soft)
    for step in range(steps):
        shift = rng.integers(-most, most + 1, 2) if most else np.zeros(2, int)
        value, dG = excitement(eye, layer, unit, np.roll(G, shift, (1, 2)), reference, smooth)
        reference = reference or max(abs(value), 1e-3)
        adam.step({"G": G}, {"dG": np.roll(dG, -shift, (1, 2))})
        if soft:
            G[...] = blurred(G, 0.2 * soft * (1 - step / steps))
        np.clip(G, -MEAN, 255 - MEAN, out=G)
        yield G, value


def excitement(eye, layer, unit, G, reference, smooth):
    """A unit's mean answer to G, and dG to go *down* by: minus its slope, plus that of the grain.

    The slope is that of the logarithm, as soon as the answer is above the reference.
    """
    A = eye.look(G, [layer])[layer]
    value = float(A[..., unit].mean())
    dA = np.zeros_like(A)
    dA[..., unit] = -1 / (A[..., unit].size * max(value, reference or max(abs(value), 1e-3)))
    _, dG = total_variation(G)
    return value, eye.gradient({layer: dA}) + np.float32(smooth) * dG


def blurred(G, width):
    """G with every pixel the mean of those around it, by a bell of this width in pixels."""
    return gaussian_filter(G, (0, width, width, 0), mode="wrap")
