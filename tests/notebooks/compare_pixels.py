"""Compares figures of which nothing is stored but pixels: a plain `plt.show()`.

Each picture is made small, 24 x 24 means of what they cover and a bit of their neighbours. Other
hinting of letters changes these by 2 of 255; a curve elsewhere, a flipped axis or a missing legend
by 12 and more. It says where, but not what: a `Picture` says more (compare_figures.py).
"""

import base64
import binascii
import io

import numpy as np
from PIL import Image

CELLS = 24
SHADES = 6  # of 255: what a mean may differ by


def pixel_differences(stored, computed):
    """A line where two pictures, base64 texts as notebooks have them, look different."""
    if stored == computed:
        return []
    try:
        first, second = (opened(text) for text in (stored, computed))
    except (OSError, ValueError, binascii.Error):
        return ["cannot be read as a picture"]
    if any(abs(a - b) > 0.05 * a for a, b in zip(first.size, second.size)):
        return ["stored {} x {} pixels, computed {} x {}".format(*first.size, *second.size)]
    apart = np.abs(small(first) - small(second)).max(axis=2)
    if apart.max() <= SHADES:
        return []
    row, column = np.unravel_index(apart.argmax(), apart.shape)
    down, right = ((2 * i + 1) / (2 * CELLS) for i in (row, column))
    return [
        f"looks different in {(apart > SHADES).mean():.0%} of its area, most of all "
        f"{right:.0%} from the left and {down:.0%} from the top, by {apart.max():.0f} of 255"
    ]


def opened(text):
    """The picture in a base64 text, on white."""
    image = Image.open(io.BytesIO(base64.b64decode(text))).convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


def small(image):
    """The picture as an array of 24 x 24 blurred means of each colour."""
    means = np.asarray(image.resize((CELLS, CELLS), Image.Resampling.BOX), float)
    means = np.pad(means, ((1, 1), (1, 1), (0, 0)), mode="edge")
    means = (means[:-2] + 2 * means[1:-1] + means[2:]) / 4
    return (means[:, :-2] + 2 * means[:, 1:-1] + means[:, 2:]) / 4
