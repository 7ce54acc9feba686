"""Planar sets and temperatures: shapes, the same data for the same rng, and their geometry."""

import numpy as np
import pytest

from course_utils.data import generators

PLANAR = ["blobs", "moons", "circles", "spiral", "xor", "woods", "flower"]


def make(name, m=400, seed=1, **options):
    return getattr(generators, name)(m, np.random.default_rng(seed), **options)


@pytest.mark.parametrize("name", PLANAR)
@pytest.mark.parametrize("m", [1, 2, 7, 400])
def test_shapes(name, m):
    X, Y = make(name, m)
    assert (X.shape, Y.shape) == ((2, m), (1, m))
    assert np.issubdtype(Y.dtype, np.integer)
    assert np.isfinite(X).all()


@pytest.mark.parametrize("name", PLANAR)
def test_same_rng_same_data(name):
    for one, two in zip(make(name), make(name)):
        np.testing.assert_array_equal(one, two)
    assert np.any(make(name)[0] != make(name, seed=2)[0])


@pytest.mark.parametrize("name", PLANAR)
def test_two_classes_of_nearly_the_same_size(name):
    counts = np.bincount(make(name, 401)[1][0])
    assert counts.size == 2
    assert abs(counts[0] - counts[1]) <= (60 if name in ("xor", "woods") else 1)


@pytest.mark.parametrize("name", ["blobs", "flower", "moons"])
def test_no_points_is_refused(name):
    with pytest.raises(ValueError, match="m is 0: ask for at least one point"):
        make(name, 0)


def test_blobs_without_noise_are_the_centres():
    X, Y = make("blobs", 9, noise=0, centres=[(0, 1), (2, 3), (4, 5)])
    np.testing.assert_array_equal(Y, [[0, 0, 0, 1, 1, 1, 2, 2, 2]])
    np.testing.assert_array_equal(X[:, [0, 3, 6]], [[0, 2, 4], [1, 3, 5]])


def test_moons_without_noise_lie_on_half_circles():
    X, Y = make("moons", noise=0)
    centre = np.where(Y == 0, [[0.0], [0.0]], [[1.0], [0.5]])
    np.testing.assert_allclose(np.hypot(*(X - centre)), 1)
    assert np.all(X[1, Y[0] == 0] > -1e-9)
    assert np.all(X[1, Y[0] == 1] < 0.5 + 1e-9)


def test_circles_without_noise_have_two_radii():
    X, Y = make("circles", noise=0, ratio=0.3)
    np.testing.assert_allclose(np.hypot(*X), np.where(Y[0] == 0, 1, 0.3))


def test_spiral_arms_are_turned_copies_of_each_other():
    X, Y = make("spiral", 300, noise=0, arms=3)
    third = 2 * np.pi / 3
    turn = np.array([[np.cos(third), -np.sin(third)], [np.sin(third), np.cos(third)]])
    np.testing.assert_allclose(turn @ X[:, Y[0] == 0], X[:, Y[0] == 1], atol=1e-12)
    assert np.hypot(*X).max() == pytest.approx(1)


def test_xor_is_the_sign_of_the_product():
    X, Y = make("xor")
    np.testing.assert_array_equal(Y[0] == 1, X[0] * X[1] < 0)


def test_the_share_of_strays_in_the_woods_is_the_noise():
    X, Y = make("woods", 20_000, noise=0.1)
    at_home = X[1] > 0.6 * np.sin(4 * X[0])
    assert np.mean(at_home != Y[0]) == pytest.approx(0.1, abs=0.01)
    X, Y = make("woods", 500, noise=0)
    np.testing.assert_array_equal(Y[0], X[1] > 0.6 * np.sin(4 * X[0]))


def test_flower_gives_the_published_points():
    """The construction of the published exercise, written out, with its old generator and seed."""
    rng = np.random.RandomState(1)
    expected = np.zeros((400, 2))
    for j in range(2):
        half = range(200 * j, 200 * (j + 1))
        t = np.linspace(j * 3.12, (j + 1) * 3.12, 200) + rng.randn(200) * 0.2
        r = 4 * np.sin(4 * t) + rng.randn(200) * 0.2
        expected[half] = np.c_[r * np.sin(t), r * np.cos(t)]
    X, Y = generators.flower(400, np.random.RandomState(1))
    np.testing.assert_allclose(X, expected.T, atol=1e-12)
    np.testing.assert_array_equal(Y[0], np.repeat([0, 1], 200))


def test_temperatures_follow_the_year():
    T = generators.temperatures(np.random.default_rng(0))
    assert T.shape == (365,)
    assert T[181:212].mean() - T[:31].mean() == pytest.approx(16, abs=2.5)
    calm = generators.temperatures(np.random.default_rng(0), days=400, noise=0)
    assert (calm.argmin(), calm[20]) == (20, 3)
    assert calm.max() == pytest.approx(19, abs=0.01)
    weather = T - calm[:365]
    assert np.corrcoef(weather[1:], weather[:-1])[0, 1] == pytest.approx(0.6, abs=0.1)
