"""Made-up CT volumes: a piece of lung with vessels, and in it one nodule to be found."""

import numpy as np

AIR, TISSUE, NOISE = 0.1, 0.8, 0.08
VESSELS = 14


def lung_volumes(m, rng, size=(16, 24, 24)):
    """Draw m volumes X (m, n_D, n_H, n_W, 1), about 0 to 1, and where the nodule is, (m, 3).

    A nodule is a ball with a radius of 1.8 to 2.6 voxels, in tissue of the same density as the
    vessels, tubes as thick as the nodule. The vessels run through the whole volume, most of them
    roughly along the depth: in a single slice such a vessel is a disc, as the nodule is.
    """
    if m < 1 or min(size) < 10:
        raise ValueError(
            f"m is {m} and size {size}: ask for at least one volume, of 10 voxels a side or more."
        )
    drawn = [_volume(size, rng) for _ in range(m)]
    return np.array([x for x, _ in drawn])[..., None], np.array([centre for _, centre in drawn])


def _volume(size, rng):
    places = np.stack(np.meshgrid(*map(np.arange, size), indexing="ij"), axis=-1).astype(float)
    dense = np.zeros(size)
    for _ in range(VESSELS):
        through = rng.uniform(0, 1, 3) * size
        direction = rng.normal(size=3) * ((1.0, 0.35, 0.35) if rng.random() < 0.7 else 1.0)
        direction /= np.linalg.norm(direction)
        offset = places - through
        away = np.linalg.norm(offset - (offset @ direction)[..., None] * direction, axis=-1)
        dense = np.maximum(dense, _soft(rng.uniform(0.8, 2.2) - away))
    centre = np.array([rng.integers(4, n - 4) for n in size])
    away = np.linalg.norm(places - centre, axis=-1)
    radius = rng.uniform(1.8, 2.6)
    dense[away < radius + 1] = 0.0  # no vessel touches it
    dense = np.maximum(dense, _soft(radius - away))
    return AIR + (TISSUE - AIR) * dense + rng.normal(0, NOISE, size), centre


def _soft(depth):
    """1 inside, 0 outside, and a voxel of transition."""
    return np.clip(depth + 0.5, 0, 1)
