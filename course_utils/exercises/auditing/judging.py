"""What becomes of one mutant: the check rejects it, or it behaves the same, or it slips through."""

import functools
from dataclasses import dataclass
from functools import cached_property

from course_utils.exercises.auditing.inputs import Inputs, same
from course_utils.exercises.auditing.mutants import Solution, StillBorn, named
from course_utils.exercises.running import run

REJECTED = "rejected"
BROKEN = "broken"  # rejected too: it stops with an error in every case, as any check would see
STOPPED = "stopped"  # rejected too: it did not come back, and was ended
ACCEPTED = "accepted"  # by the check: then it is one of the following
SAME = "same"  # on all further inputs: another way to say what the reference says
SAME_LAW = "same law"  # other random numbers, of which all that is compared is the same
SURVIVED = "survived"
FEWEST = 12  # inputs; with fewer nobody can say that a mutant behaves the same


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant, and for a survivor the input on which it behaves otherwise."""

    fate: str
    seen: str = ""


class Judge:
    """An exercise before the very check that learners use."""

    def __init__(self, week, name):
        self.week, self.name, self.exercise = week, name, week.exercises[name]

    @cached_property
    def solutions(self):
        """The reference, and the variants after it."""
        return [self.exercise.reference, *self.exercise.variants]

    @functools.cache  # noqa: B019 - a judge lives as long as its exercise is looked at
    def mutants(self, which=0):
        """All Mutants of the solution of this number.

        Raises ValueError where not even the unchanged solution passes, once it is made anew: what
        the check says of its mutants would mean nothing.
        """
        solution = Solution(self.solutions[which])
        if not self.week.check(solution.build(self.name)).passed:
            raise ValueError(f"{self.solutions[which].__qualname__} cannot be made anew")
        return solution.mutants()

    @cached_property
    def inputs(self):
        """The further Inputs of the exercise, made when the first mutant is accepted."""
        return Inputs(self.exercise)

    def untold(self):
        """The known mistakes that get another sentence than their own, or one more."""
        return [
            known.function.__name__
            for known in self.exercise.mistakes
            if self.check(known.function).feedback
            != f"{self.name}: not right yet. {known.sentence}"
        ]

    def refused(self):
        """The correct variants that do not pass, or not without a remark."""
        verdicts = {variant: self.check(variant) for variant in self.exercise.variants}
        return [
            variant.__name__
            for variant, verdict in verdicts.items()
            if not verdict.passed or "One remark:" in verdict.message
        ]

    def check(self, function):
        """The week's answer to a learner who gives this function the exercise's name."""
        return self.week.check(named(function, self.name))

    def verdict(self, mutant):
        """The Verdict on one mutant."""
        verdict = self.by_the_check(mutant)
        return self.compare(mutant.build(self.name)) if verdict.fate == ACCEPTED else verdict

    def by_the_check(self, mutant):
        """What the check says of a mutant."""
        try:
            function = mutant.build(self.name)
        except StillBorn:
            return Verdict(BROKEN)
        if self.week.check(function).passed:
            return Verdict(ACCEPTED)
        cases = (*self.exercise.cases, *self.exercise.edge_cases)
        runs = any(run(function, case).error is None for case in cases)
        return Verdict(REJECTED if runs else BROKEN)

    def compare(self, function):
        """The Verdict on a function that the check accepts: is it the reference, said otherwise?"""
        fate, tried = SAME, 0
        for case, expected in self.inputs:
            tried += 1
            got = self.exercise.outcome(function, case)
            if not self.inputs.alike(expected, got):
                return Verdict(SURVIVED, case.title)
            if fate == SAME and not same(expected, got):
                fate = SAME_LAW
        if tried < FEWEST:
            return Verdict(SURVIVED, f"only {tried} inputs to tell by: see @exercise.draw")
        return Verdict(fate, f"{tried} inputs")
