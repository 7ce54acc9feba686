"""Further inputs for an exercise, far beyond its cases: whether a mutant behaves otherwise at all.

The check's own cases must not decide that, or whatever the check misses would count as the same.
So each case is varied: other values, other sizes, single settings, zeros, ties, very large and
very small numbers, drawn from a seed of the exercise's own. An input counts where the course's own
correct solutions, the reference and every variant, agree on it; where they do not, the exercise
does not say what is right. Where parts of an input must fit together, as in a cache, too few would
be left: such an exercise draws inputs of its own (`@exercise.draw`).
"""

import zlib

import numpy as np

from course_utils.exercises.auditing import arguments as vary
from course_utils.exercises.comparing import differences
from course_utils.exercises.running import case

MOST, DRAWN = 200, 60  # inputs of one exercise; of them from each of its own generators


class Inputs:
    """The further inputs of an exercise, each with the reference's Outcome on it."""

    def __init__(self, exercise):
        self.exercise = exercise
        cases = (*exercise.cases, *exercise.edge_cases)
        expected = exercise.known_outcomes(exercise.reference)
        self._refusals = {outcome.error for outcome in expected}  # with None
        self._finite = all(map(finite, expected))
        rng = np.random.default_rng(zlib.crc32(exercise.__name__.encode()))
        drawn = [varied for known in cases for varied in variations(known, cases, rng)]
        drawn += [case("drawn anew", *draw(rng)) for draw in exercise.draws for _ in range(DRAWN)]
        self.tried = [drawn[i] for i in rng.permutation(len(drawn))[:MOST]]
        self._known = {}

    def __iter__(self):
        """Yield (case, outcome) where all correct solutions agree."""
        for i, varied in enumerate(self.tried):
            if i not in self._known:
                self._known[i] = self._agreed(varied)
            if self._known[i] is not None:
                yield varied, self._known[i]

    def _agreed(self, varied):
        """The outcome, or None where the exercise does not say what is right."""
        expected = self.exercise.outcome(self.exercise.reference, varied)
        if expected.error not in self._refusals or (self._finite and not finite(expected)):
            return None
        for variant in self.exercise.variants:
            if not self.alike(expected, self.exercise.outcome(variant, varied)):
                return None
        return expected

    def alike(self, expected, got):
        """Whether two outcomes are the same to a check: results, arguments afterwards, refusals.

        Of random results the properties are compared.
        """
        if self.exercise.properties and not (expected.error or got.error):
            return not any(differences(expected.properties, got.properties, "the properties"))
        return same(expected, got)


def same(expected, got):
    """Whether two outcomes are the same, number by number."""
    if expected.error or got.error:
        return bool(expected.error and got.error)
    pairs = (expected.value, got.value), (expected.arguments, got.arguments)
    return not any(any(differences(one, other, "it")) for one, other in pairs)


def finite(outcome):
    """Whether a result has no inf and no nan in it."""
    numbers = (leaf for _, leaf in vary.leaves(outcome.value) if vary.is_array(np.atleast_1d(leaf)))
    return all(np.isfinite(number).all() for number in numbers)


def variations(known, cases, rng):
    """Yield cases made of one case of the exercise."""
    original = known.arguments

    def made(title, changed, strength=1.0):
        new = vary.each_array(changed, lambda array: vary.drawn(array, rng, strength))
        return case(f"{title}, from: {known.title}", *new)

    with np.errstate(all="ignore"):
        for strength in (0.02, 0.5, 1.0, 3.0):
            yield made("other values", original, strength)
        for length in vary.lengths(original):
            for new in (1, length - 1, length, length + 1, length + 3):
                yield made(f"{new} for {length}", vary.resized(original, length, new, rng))
        for axis in vary.single_axes(original):
            for new in (2, 3):
                yield made(f"{new} along axis {axis}", vary.widened(original, axis, new))
        for title, change in SPECIAL.items():
            changed = vary.each_array(original, lambda array, change=change: change(array, rng))
            yield case(f"{title}, from: {known.title}", *changed)
        for place in vary.settings(original):
            value = vary.at(original, place)
            others = [vary.at(other.arguments, place, value) for other in cases]
            others = [new for new in others if type(new) is type(value)]
            for new in dict.fromkeys([*others, *vary.alternatives(value, rng)]):
                if new != value:
                    yield made(f"{new!r} for {value!r}", vary.replaced(original, place, new))


def scaled(factor):
    """A change of the numbers that have decimals and are no labels or probabilities."""

    def change(array, rng):
        free = array.dtype.kind == "f" and array.size and (array.min() < 0 or array.max() > 1)
        return array * factor if free else array

    return change


def some_zero(array, rng):
    """About a third of the entries 0."""
    return np.where(rng.random(array.shape) < 0.3, array.dtype.type(0), array)


SPECIAL = {
    "some zeros": some_zero,
    "rounded, with ties": lambda array, rng: np.round(array),
    "very large": scaled(1e3),
    "very small": scaled(1e-3),
    "the other sign": scaled(-1),
    "all the same": lambda array, rng: np.full_like(array, array.flat[0]) if array.size else array,
    "mirrored": lambda array, rng: array[::-1],
}
