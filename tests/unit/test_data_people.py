"""Drawn people: the same from the same rng, told apart by what stays, not by their pixels."""

import numpy as np

from course_utils.data.generators import identities
from course_utils.data.people import Person

PEOPLE = identities(40, 6, np.random.default_rng(2), size=24)


def test_the_same_rng_draws_the_same_people():
    assert PEOPLE.shape == (40, 6, 24, 24, 3)
    assert PEOPLE.dtype == np.uint8
    np.testing.assert_array_equal(identities(40, 6, np.random.default_rng(2), size=24), PEOPLE)
    other = identities(1, 1, np.random.default_rng(3), size=24)
    assert not np.array_equal(other[0, 0], PEOPLE[0, 0])


def test_no_two_pictures_are_the_same():
    flat = PEOPLE.reshape(-1, 24 * 24 * 3).astype(float)
    distances = np.abs(flat[:, None] - flat).mean(axis=-1)
    assert distances[~np.eye(len(flat), dtype=bool)].min() > 4


def one_shot(features, rng, n=20, runs=300):
    """Share of runs in which the nearest of n people's pictures is the right one's."""
    right = 0
    for _ in range(runs):
        chosen, asked = rng.choice(len(features), n, replace=False), rng.integers(n)
        distances = ((features[chosen, 0] - features[chosen[asked], 1]) ** 2).sum(axis=-1)
        right += distances.argmin() == asked
    return right / runs


def test_pixels_alone_hardly_tell_people_apart():
    pixels = PEOPLE.reshape(40, 6, -1) / 255
    share = one_shot(pixels, np.random.default_rng(0))
    assert 1 / 20 < share < 0.35  # better than chance, far from good


def test_what_a_person_is_does_not_depend_on_the_picture():
    rng = np.random.default_rng(4)
    person = Person(rng)
    before = {name: np.copy(value) for name, value in vars(person).items()}
    person.picture(rng)
    person.picture(rng)
    for name, value in vars(person).items():
        np.testing.assert_array_equal(value, before[name])
