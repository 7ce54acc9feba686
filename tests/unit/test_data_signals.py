"""Made-up heartbeats and lungs: what is said to be there is there."""

import numpy as np
import pytest

from course_utils.data.generators import heartbeats, lung_volumes
from course_utils.data.signals import RATE


def test_traces_and_their_beats():
    X, beats = heartbeats(20, 10, np.random.default_rng(0))
    assert X.shape == (20, 10 * RATE, 1)
    assert len(beats) == 20
    for trace, there in zip(X[..., 0], beats):
        assert np.all(np.diff(there) > 15)
        assert 6 <= len(there) <= 22
        inner = there[(there > 5) & (there < len(trace) - 5)]
        near = [trace[b - 3 : b + 4].max() for b in inner]
        assert np.mean(near > np.median(trace)) > 0.9  # a peak, whatever else happens


def test_a_threshold_is_not_enough():
    X, beats = heartbeats(60, 10, np.random.default_rng(1))
    heights = [X[i, b, 0] for i in range(60) for b in beats[i]]
    others = [np.delete(X[i, :, 0], np.concatenate([b + k for k in range(-5, 6)]) % 1000).max()
              for i, b in enumerate(beats)]  # fmt: skip
    assert np.quantile(others, 0.5) > np.quantile(heights, 0.1)


def test_volumes_and_their_nodule():
    X, centres = lung_volumes(12, np.random.default_rng(0))
    assert X.shape == (12, 16, 24, 24, 1)
    for x, (d, h, w) in zip(X[..., 0], centres):
        inside = x[d - 1 : d + 2, h - 1 : h + 2, w - 1 : w + 2]
        assert inside.mean() > 0.6
        assert 0.05 < np.median(x) < 0.45  # mostly air


def test_vessels_are_as_bright_as_nodules():
    X, _ = lung_volumes(12, np.random.default_rng(2))
    share = np.mean(X > 0.6)
    assert share > 3 * 60 / X[0].size  # much more tissue than a ball of 60 voxels


@pytest.mark.parametrize(
    "draw", [lambda rng: heartbeats(3, 4, rng), lambda rng: lung_volumes(2, rng)]
)
def test_the_same_generator_gives_the_same(draw):
    first, second = (draw(np.random.default_rng(5)) for _ in range(2))
    np.testing.assert_array_equal(first[0], second[0])
    np.testing.assert_array_equal(np.concatenate(first[1]), np.concatenate(second[1]))


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda rng: heartbeats(0, 10, rng), "at least"),
        (lambda rng: heartbeats(1, 1, rng), "2 seconds at least"),
        (lambda rng: lung_volumes(0, rng), "at least one volume"),
        (lambda rng: lung_volumes(1, rng, (4, 20, 20)), "10 voxels a side"),
    ],
)
def test_too_little_is_refused(draw, message):
    with pytest.raises(ValueError, match=message):
        draw(np.random.default_rng(0))
