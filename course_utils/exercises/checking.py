"""The mechanism of the exercises: a reference, cases, and the mistakes people make as functions.

week = Week("c1w2")

@week.exercise(cases=[case("two numbers", np.array([0.0, 2.0]))], returns="the result")
def sigmoid(z): ...                                          # the reference

@sigmoid.mistake("The sign of z is lost: it is `np.exp(-z)`.")
def plus_z(z): ...                                           # what people write instead

week.check(sigmoid)    # a learner's function of that name -> Result(passed, feedback)
"""

import contextlib
import functools
import inspect
from dataclasses import dataclass, replace

from course_utils.exercises import diagnosis
from course_utils.exercises.comparing import describe
from course_utils.exercises.results import BLANK, WRONG, Progress, Result
from course_utils.exercises.running import globals_of, run

COURSE = "course_utils.exercises."  # the modules with references


@dataclass(frozen=True)
class Known:
    """A function that is not quite the reference, and the sentence that says so."""

    function: object
    sentence: str


class Exercise:
    """A reference with the cases it is compared on and what is known of other solutions.

    Calling it calls the reference, so that references may use one another.
    """

    def __init__(
        self, reference, cases, edge_cases=(), returns="the result", praise="", properties=None
    ):
        functools.update_wrapper(self, reference)
        self.reference = reference
        self.cases, self.edge_cases = tuple(cases), tuple(edge_cases)
        self.returns, self.praise, self.properties = returns, praise, properties
        self.mistakes, self.remarks, self.variants, self.draws = [], [], [], []
        self.parameters = tuple(inspect.signature(reference).parameters)
        self._outcomes = {}

    def __call__(self, *arguments, **keywords):
        """What the reference returns."""
        return self.reference(*arguments, **keywords)

    def mistake(self, sentence):
        """Decorate a function that people write by mistake; the sentence names the mistake."""
        return self._register(self.mistakes, sentence)

    def remark(self, sentence):
        """Decorate a function that passes, but with warnings worth the sentence."""
        return self._register(self.remarks, sentence)

    def variant(self, function):
        """Decorate a correct solution written another way."""
        self.variants.append(function)
        return function

    def draw(self, function):
        """Decorate a function(rng) that gives arguments drawn at random, for the audit."""
        self.draws.append(function)
        return function

    def _register(self, known, sentence):
        def register(function):
            known.append(Known(function, sentence))
            return function

        return register

    def known_outcomes(self, function):
        """The outcomes of the reference, a mistake or a remark, on all cases; run only once."""
        if function not in self._outcomes:
            self._outcomes[function] = self.outcomes(function)
        return self._outcomes[function]

    def outcomes(self, function):
        """The outcomes of a function on the cases and then the edge cases."""
        return [self.outcome(function, case) for case in (*self.cases, *self.edge_cases)]

    def outcome(self, function, case):
        """The Outcome of a function on one case, with what is compared of a random result."""
        outcome = run(function, case)
        if self.properties and not outcome.error:
            with contextlib.suppress(Exception):  # of a value without the right form there are none
                properties = self.properties(outcome.value, *case.arguments)
                return replace(outcome, properties=properties)
        return outcome


class Week:
    """The exercises of one week, in order; `check` is what a notebook calls."""

    def __init__(self, name):
        self.name = name
        self.exercises = {}

    def exercise(self, *, cases, edge_cases=(), returns="the result", praise="", properties=None):
        """Decorate a reference.

        `returns` is what messages call the result, a tuple of names where it is a tuple; `praise`
        is a sentence for the learner whose function passes. Where the result is drawn at random,
        only its form is compared, and then the named values in the dict that
        `properties(value, *arguments)` makes of it.
        """

        def register(reference):
            made = Exercise(reference, cases, edge_cases, returns, praise, properties)
            self.exercises[reference.__name__] = made
            return made

        return register

    def check(self, function):
        """The Result for a learner's function; the exercise is found by the function's name."""
        name = getattr(function, "__name__", None)
        if not callable(function) or not isinstance(name, str):
            example = f"`{self.name}.check({next(iter(self.exercises))})`"
            message = f"Give it the function itself, as in {example}; this is {describe(function)}."
            return Result(f"{self.name}.check", WRONG, message)
        if isinstance(function, Exercise):
            return Result(name, WRONG, "This is the course's own: check the one that you wrote.")
        if name not in self.exercises:
            known = ", ".join(self.exercises)
            message = f"{self.name} has no exercise of this name; its exercises are: {known}."
            return Result(name, WRONG, message)
        return self._judge(name, function)

    def progress(self, namespace):
        """The Progress of the functions in a notebook's `globals()`."""
        results = [self.check_as(name, namespace.get(name)) for name in self.exercises]
        return Progress(self.name, tuple(results))

    def check_as(self, name, function):
        """The Result for what a notebook calls `name`, whatever it is."""
        if not callable(function) or isinstance(function, Exercise):
            return Result(name, BLANK)
        own_name = getattr(function, "__name__", None)
        if isinstance(own_name, str) and own_name != name:
            message = f"`{name}` is another name for `{own_name}`: begin it with `def {name}(`."
            return Result(name, WRONG, message)
        return self.check(function)

    def _judge(self, name, function, callers=frozenset()):
        exercise = self.exercises[name]
        refusal = diagnosis.refuse_signature(exercise, function)
        if refusal:
            return Result(name, WRONG, refusal)
        outcomes = exercise.outcomes(function)
        if diagnosis.right(exercise, outcomes):
            if lent := _lent(function):
                message = f"It calls the course's own `{lent}`: call the one that you wrote."
                return Result(name, WRONG, message)
            return diagnosis.congratulate(exercise, outcomes)
        for used, result in self._used(name, function, callers):
            if not result.passed:
                verb = "write" if result.status == BLANK else "mend"
                message = f"It calls your `{used}`, which is {result.status}: {verb} that first."
                return Result(name, WRONG, message)
        return diagnosis.explain(exercise, outcomes)

    def _used(self, name, function, callers):
        """The learner's functions of other exercises that this one calls, each with its Result."""
        names, known = globals_of(function)
        for other in self.exercises:
            if other not in names or other == name or other in callers:
                continue
            if callable(used := known.get(other)) and not isinstance(used, Exercise):
                yield other, self._judge(other, used, callers | {name})


def _lent(function):
    """The name of a reference of the course that a learner's function calls, or ""."""
    names, known = globals_of(function)
    if str(known.get("__name__")).startswith(COURSE):
        return ""  # a mistake or a variant, written with the help of references
    for name in sorted(names & known.keys()):
        value = known[name]
        if inspect.ismodule(value) and value.__name__.startswith(COURSE):  # c1w2.sigmoid
            if lent := [inner for inner in names if _is_reference(getattr(value, inner, None))]:
                return min(lent)
        elif _is_reference(value):
            return name
    return ""


def _is_reference(value):
    return isinstance(value, Exercise) and value.reference.__module__.startswith(COURSE)
