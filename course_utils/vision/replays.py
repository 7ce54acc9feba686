"""A photograph of a photograph, held before the camera: what a face recogniser should refuse."""

import numpy as np
from PIL import Image


def photographed_again(image, rng):
    """A picture uint8 (n_H, n_W, 3) photographed once more: paler, tilted, a little smaller.

    A good print, or a telephone's screen: it nearly fills the picture; light and noise are new.
    """
    n_H, n_W, _ = image.shape
    paper = Image.new("RGB", (n_W, n_H), tuple(int(v) for v in rng.uniform(60, 200, 3)))
    share = rng.uniform(0.95, 1)
    size = max(round(n_W * share), 1), max(round(n_H * share), 1)
    small = Image.fromarray(image).resize(size, Image.Resampling.BILINEAR)
    paper.paste(small, ((n_W - size[0]) // 2, (n_H - size[1]) // 2))
    tilted = paper.rotate(
        rng.normal(0, 1.5), Image.Resampling.BILINEAR, fillcolor=paper.getpixel((0, 0))
    )
    pixels = np.asarray(tilted, float)
    pale = rng.uniform(0, 15) + pixels * rng.uniform(0.85, 0.97)
    pale *= rng.uniform(0.97, 1.03, 3)
    pale += rng.normal(0, rng.uniform(1, 5), pixels.shape)
    return np.clip(pale, 0, 255).astype(np.uint8)
