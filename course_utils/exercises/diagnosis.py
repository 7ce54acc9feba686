"""From the outcomes of a learner's function to the sentence that helps most.

First the known mistakes. A mistake is present where the learner's outcomes equal those of the
mistake in everything that the mistake gets wrong; so two independent mistakes are both named, and a
mistake is recognised although an edge case fails for another reason. What no mistake explains is
said precisely: which rule is broken first (error, type, shape, dtype, values, arguments changed),
in which case, what was expected and what came.
"""

import inspect
from dataclasses import replace

from course_utils.exercises.comparing import (
    DTYPE,
    SHAPE,
    TYPE,
    VALUE,
    Difference,
    differences,
    show,
)
from course_utils.exercises.results import BLANK, PASSED, WRONG, Result

ERROR, ARGUMENTS = "error", "arguments"
ORDER = (ERROR, TYPE, SHAPE, DTYPE, VALUE, ARGUMENTS)
LONGEST_PRINT = 600  # characters of a learner's own prints


def refuse_signature(exercise, function):
    """A sentence where the function cannot take the exercise's arguments, else ""."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return ""  # some callables have none: running them will show
    try:
        for case in (*exercise.cases, *exercise.edge_cases):
            signature.bind(*case.arguments)
    except TypeError:
        wanted, given = ", ".join(exercise.parameters), ", ".join(signature.parameters)
        return f"It should take ({wanted}), but yours takes ({given})."
    return ""


def right(exercise, outcomes):
    """Whether the outcomes equal the reference's in every case."""
    return not _symptoms(exercise, _expected(exercise), outcomes, range(len(outcomes)))


def congratulate(exercise, outcomes):
    """The Result of a function that passes, with what its warnings are worth saying."""
    message = "It gives the right answer in every case, the edge cases included."
    if not exercise.edge_cases:
        message = "It gives the right answer in every case."
    message = f"{message} {exercise.praise}".strip()
    warned = {w for outcome in outcomes if not outcome.error for w in outcome.warnings}
    if warned - {w for outcome in _expected(exercise) for w in outcome.warnings}:
        message += f" One remark: {_remark(exercise, outcomes, warned)}"
    return Result(exercise.__name__, PASSED, message)


def _remark(exercise, outcomes, warned):
    warnings = [outcome.warnings for outcome in outcomes]
    for known in exercise.remarks:
        if warnings == [outcome.warnings for outcome in exercise.known_outcomes(known.function)]:
            return known.sentence
    return f"NumPy warned on the way ({', '.join(sorted(warned))})."


def explain(exercise, outcomes):
    """The Result of a function that is blank or wrong."""
    if _blank(exercise, outcomes):
        silent = any(outcome.error is None for outcome in outcomes[: len(exercise.cases)])
        hint = "It returns None: if you have written it, does it end with `return`?"
        return Result(exercise.__name__, BLANK, hint if silent else "")
    sentences = _mistakes(exercise, outcomes)
    if sentences:
        return Result(exercise.__name__, WRONG, " Also: ".join(sentences))
    return _first_problem(exercise, outcomes)


def _expected(exercise):
    return exercise.known_outcomes(exercise.reference)


def _blank(exercise, outcomes):
    return all(
        outcome.error is NotImplementedError
        or (outcome.error is None and outcome.value is None and expected.value is not None)
        for outcome, expected in zip(outcomes[: len(exercise.cases)], _expected(exercise))
    )


def _departures(exercise, expected, got, strict=False):
    """The Differences of one outcome from another.

    Where the reference refuses its arguments, any error is as good; `strict` wants the same one.
    """
    if expected.error or got.error:
        same = (expected.error, expected.message) == (got.error, got.message)
        refused = expected.error and got.error not in (None, NotImplementedError)
        if same or (refused and not strict):
            return []
        return [Difference(ERROR, (), _error_sentence(exercise, expected, got), None, None)]
    return [
        *_unlike(exercise, expected, got),
        *_changes(exercise, expected.arguments, got.arguments),
    ]


def _unlike(exercise, expected, got):
    """The Differences of two results; of random ones in their form and in their properties."""
    found = list(differences(expected.value, got.value, exercise.returns, ("result",)))
    if exercise.properties is None:
        return found
    form = [difference for difference in found if difference.rule != VALUE]
    wanted, given = expected.properties or {}, got.properties or {}
    return form + [
        replace(difference, rule=VALUE)  # said only where the form is right
        for name in wanted | given
        for difference in differences(wanted.get(name), given.get(name), name, ("properties", name))
    ]


def _error_sentence(exercise, expected, got):
    if got.error is None:
        wanted = f"{expected.error.__name__}: {expected.message}"
        return (
            "Here it should stop with an error that says why, such as "
            f"`{wanted}`, but it returns {show(got.value)}."
        )
    place = f", in {got.line}" if got.line else ""
    hint = " Is it spelled right, and has its cell been run?" if got.error is NameError else ""
    return f"It stops with {got.error.__name__}: {got.message[:300]}{place}.{hint}"


def _changes(exercise, expected, got):
    """Differences of the arguments afterwards, one for each argument."""
    for i, (name, wanted, given) in enumerate(zip(exercise.parameters, expected, got)):
        for difference in differences(wanted, given, name):
            sentence = (
                f"It changes its argument `{name}`, which belongs to the caller: work on a copy, "
                f"and beware of `{name} -= ...`, which changes an array in place."
            )
            yield Difference(ARGUMENTS, (ARGUMENTS, i, *difference.path), sentence, wanted, given)
            break


def _symptoms(exercise, expected, got, cases, strict=False):
    """Where (case, path) the outcomes `got` depart from the outcomes `expected`."""
    return {
        (i, difference.path)
        for i in cases
        for difference in _departures(exercise, expected[i], got[i], strict)
    }


def _related(one, other):
    """Whether two places (case, path) are the same, or one holds the other."""
    (case, path), (other_case, other_path) = one, other
    return case == other_case and all(a == b for a, b in zip(path, other_path))


def _mistakes(exercise, outcomes):
    """The sentences of the known mistakes that are present, without those that another includes."""
    reference, everything = _expected(exercise), range(len(outcomes))
    cases = range(len(exercise.cases))
    wrong = _symptoms(exercise, reference, outcomes, cases)
    if not wrong:
        cases, wrong = everything, _symptoms(exercise, reference, outcomes, everything)
    present = []
    for known in exercise.mistakes:
        theirs = exercise.known_outcomes(known.function)
        symptoms = _symptoms(exercise, reference, theirs, cases)
        distance = _symptoms(exercise, theirs, outcomes, everything, strict=True)
        if symptoms and not any(_related(a, b) for a in symptoms for b in distance):
            present.append((len(distance), symptoms, known.sentence))
    chosen = []
    for _, symptoms, sentence in sorted(present, key=lambda found: (found[0], -len(found[1]))):
        if not any(symptoms <= others for others, _ in chosen):
            chosen.append((symptoms, sentence))
    sentences = [sentence for _, sentence in chosen]
    if sentences and wrong - set().union(*(symptoms for symptoms, _ in chosen)):
        sentences[-1] += " Then check again: something else is not right yet either."
    return sentences


def _first_problem(exercise, outcomes):
    """The Result that names the first broken rule, in the ordinary cases first."""
    cases = (*exercise.cases, *exercise.edge_cases)
    problems = [
        (i >= len(exercise.cases), ORDER.index(difference.rule), i, difference)
        for i, (expected, got) in enumerate(zip(_expected(exercise), outcomes))
        for difference in _departures(exercise, expected, got)
    ]
    edge, _, i, difference = min(problems, key=lambda problem: problem[:3])
    kind = "Only an edge case is left" if edge else "The case"
    details = [f"{kind}: {cases[i].title}."]
    details += [
        _assign(name, value) for name, value in zip(exercise.parameters, cases[i].arguments)
    ]
    if difference.rule == VALUE and getattr(difference.expected, "ndim", 0):
        details += [
            "",
            _assign("expected", difference.expected),
            _assign("yours   ", difference.got),
        ]
    if outcomes[i].warnings:
        details += ["", f"NumPy warned: {'; '.join(dict.fromkeys(outcomes[i].warnings))}."]
    if outcomes[i].printed.strip():
        details += ["", "Your function printed:", outcomes[i].printed.strip()[:LONGEST_PRINT]]
    return Result(exercise.__name__, WRONG, difference.sentence, "\n".join(details))


def _assign(name, value):
    """`name = value`, the further lines of an array under its first."""
    indent = "\n" + " " * (len(name) + 3)
    return f"{name} = {show(value).replace(chr(10), indent)}"
