"""Points in the plane, weather, streets, people, heartbeats, lungs: drawn from the rng you pass in.

Every planar set is X (2, m) with labels Y (1, m), the classes one after another in nearly equal
numbers. `noise` is a standard deviation in the units of X. The same rng state gives the same data.
"""

import numpy as np

from .people import identities as identities
from .scenes import street_scenes as street_scenes
from .signals import heartbeats as heartbeats
from .volumes import lung_volumes as lung_volumes


def blobs(m, rng, noise=0.6, centres=((-1.0, -1.0), (1.0, 1.0))):
    """Return X, Y: one round cloud of points for each of the centres (x1, x2)."""
    Y = _labels(m, len(centres))
    X = np.array(centres, dtype=float).T[:, Y[0]]
    return _blurred(X, rng, noise), Y


def moons(m, rng, noise=0.1):
    """Return X, Y: two half circles of radius 1, each reaching into the other."""
    Y = _labels(m, 2)
    angle = np.pi * _along(Y)
    upper = np.array([np.cos(angle), np.sin(angle)])
    lower = np.array([1 - np.cos(angle), 0.5 - np.sin(angle)])
    return _blurred(np.where(Y == 0, upper, lower), rng, noise), Y


def circles(m, rng, noise=0.08, ratio=0.5):
    """Return X, Y: a circle of radius 1 and inside it one of radius `ratio`."""
    Y = _labels(m, 2)
    angle = 2 * np.pi * _along(Y)
    radius = np.where(Y[0] == 0, 1.0, ratio)
    return _blurred(_polar(radius, angle), rng, noise), Y


def spiral(m, rng, noise=0.05, turns=1.25, arms=2):
    """Return X, Y: spiral arms from the centre to radius 1, one class per arm."""
    Y = _labels(m, arms)
    radius = _along(Y)
    angle = 2 * np.pi * (turns * radius + Y[0] / arms)
    return _blurred(_polar(radius, angle), rng, noise), Y


def xor(m, rng, noise=0.0):
    """Return X, Y: points of the square from -1 to 1, class 1 where the signs of x1 and x2 differ.

    Here the classes are mixed, about half of each; with noise, points near an axis may cross it.
    """
    X = rng.uniform(-1, 1, size=(2, m))
    Y = (X[:1] * X[1:] < 0).astype(int)
    return _blurred(X, rng, noise), Y


def woods(m, rng, noise=0.1):
    """Return X, Y: trees of two kinds in the square from -1 to 1, on either side of a winding line.

    Class 1 grows where x2 > 0.6 sin(4 x1), but the share `noise` of all trees are strays, of the
    other kind. So no rule is wrong less often than that. The classes are mixed, about half of each.
    """
    X = rng.uniform(-1, 1, size=(2, m))
    at_home = X[1:] > 0.6 * np.sin(4 * X[:1])
    strays = rng.random((1, m)) < noise
    return X, (at_home != strays).astype(int)


def flower(m, rng, noise=0.2, petals=4, length=4.0):
    """Return X, Y: petals of two classes, r = length sin(petals θ), one class per half turn of θ.

    The well-known planar set of the week on shallow networks: `np.random.RandomState(1)` as rng,
    with m = 400, gives the published points.
    """
    Y = _labels(m, 2)
    points = []
    for label in (0, 1):
        n = np.sum(Y[0] == label)
        theta = np.linspace(3.12 * label, 3.12 * (label + 1), n) + rng.normal(size=n) * noise
        radius = length * np.sin(petals * theta) + rng.normal(size=n) * noise
        points.append([radius * np.sin(theta), radius * np.cos(theta)])
    return np.concatenate(points, axis=1), Y


def temperatures(rng, days=365, mean=11.0, swing=8.0, noise=2.0, memory=0.6):
    """Return daily temperatures in °C, shape (days,), from 1 January, as in a mild northern town.

    A yearly wave about `mean`, `swing` up and down and coldest on day 20, plus weather that keeps
    the share `memory` of yesterday's deviation.
    """
    weather = np.zeros(days)
    for day in range(1, days):
        weather[day] = memory * weather[day - 1] + noise * rng.normal()
    return mean - swing * np.cos(2 * np.pi * (np.arange(days) - 20) / 365) + weather


def _labels(m, classes):
    if m < 1:
        raise ValueError(f"m is {m}: ask for at least one point.")
    return np.arange(m).reshape(1, m) * classes // m


def _along(Y):
    """Return for each point its place 0 to 1 along its own class, shape (m,)."""
    return np.concatenate([np.linspace(0, 1, np.sum(Y[0] == label)) for label in np.unique(Y)])


def _polar(radius, angle):
    return np.array([radius * np.cos(angle), radius * np.sin(angle)])


def _blurred(X, rng, noise):
    return X + noise * rng.normal(size=X.shape)
