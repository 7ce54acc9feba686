"""From Evidence to verdicts: the very `check` that learners use, on what their functions returned.

The comparing, the references and the known mistakes are here, outside the submission's process.
"""

import ast
import builtins
import difflib
import inspect
import re

import numpy as np

from course_utils.cli.grade.codec import Decoder, NotPlain
from course_utils.exercises.results import BLANK, WRONG, Result
from course_utils.exercises.running import Elsewhere, Outcome

ERRORS = {"builtins": builtins, "numpy.linalg": np.linalg, "numpy.exceptions": np.exceptions}


def judge(week, evidence, cells=(), texts=()):
    """The Result of every exercise of a Week, in order.

    `cells` and `texts` are (number, source) of the notebook's code cells and of its other cells:
    they tell why a function is not there.
    """
    functions, known = {}, {}
    for name in week.exercises:
        message = evidence.functions.get(name, {})
        if "found" in message:
            try:
                functions[name] = known[name] = elsewhere(week.exercises[name], message, evidence)
            except NotPlain as error:
                evidence.lost[name] = f"What it returned cannot be read ({error})."
    for name, function in functions.items():
        uses = evidence.uses.get(name, ())
        function.known = {other: known[other] for other in uses if other in known}
    return [_verdict(week, name, functions.get(name), evidence, cells, texts) for name in
            week.exercises]  # fmt: skip


def _verdict(week, name, function, evidence, cells, texts):
    if name in evidence.lost:
        for used in evidence.uses.get(name, ()):
            if used in evidence.lost and used != name:
                message = f"It calls your `{used}`, which could not be examined: mend that first."
                return Result(name, WRONG, message)
        return Result(name, WRONG, f"It could not be examined. {evidence.lost[name]}")
    if function is None:
        return Result(name, BLANK, why_missing(name, week, evidence, cells, texts))
    result = week.check_as(name, function)
    if result.passed and evidence.functions[name].get("cut"):
        return Result(name, WRONG, "One case takes too long: is there a loop that never ends?")
    return result


def elsewhere(exercise, message, evidence):
    """The Elsewhere of a function that was found; raises NotPlain for a garbled message."""
    cases = (*exercise.cases, *exercise.edge_cases)
    try:
        outcomes = [
            _outcome(encoded, evidence.objects[exercise.__name__, number])
            for number, encoded in enumerate(message["outcomes"])
        ]
        signature = _signature(message["signature"])
        name = message["called"]
        function = Elsewhere(name, signature, cases, outcomes, {})
    except NotPlain:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise NotPlain(f"a message is garbled: {error}") from error
    if not isinstance(name, str):
        function.__name__ = None
    return function


def _outcome(encoded, objects):
    decoder = Decoder(lambda number: objects[number])
    error = encoded["error"]
    return Outcome(
        value=decoder.decode(encoded["value"]),
        arguments=decoder.decode(encoded["arguments"]),
        error=_error(*error) if error else None,
        message=str(encoded["message"]),
        line=str(encoded["line"]),
        warnings=tuple(map(str, encoded["warnings"])),
        printed=str(encoded["printed"]),
    )


def _error(module, name):
    """The class of an error: Python's or NumPy's own, else one that has nothing but the name."""
    known = getattr(ERRORS.get(module), str(name), None)
    if isinstance(known, type) and issubclass(known, BaseException):
        return known
    return type(str(name), (Exception,), {"__module__": "submission"})


def _signature(parameters):
    if parameters is None:
        return None
    return inspect.Signature(
        [
            inspect.Parameter(name, inspect._ParameterKind(kind), default=None if default else
                              inspect.Parameter.empty)
            for name, kind, default in parameters
        ]
    )  # fmt: skip


def why_missing(name, week, evidence, cells, texts):
    """A sentence on where a function went that the notebook does not define, as far as one sees."""
    for number, source in texts:
        if re.search(rf"^\s*def {name}\(", source, re.MULTILINE):
            return f"It stands in cell {number}, which is not a code cell: make it one again."
    for number, source in cells:
        if re.search(rf"^\s*def {name}\(", source, re.MULTILINE):
            said = evidence.remarks.get(number, "")
            return (
                f"It is in cell {number}, but not there once the notebook has run. {said}".strip()
            )
    if evidence.functions.get(name, {}).get("holds"):
        return f"`{name}` is no function once the notebook has run."
    renamed = renaming(week.exercises[name], defined(cells), week.exercises)
    question = f" Did you rename it to `{renamed}`? Give it its name again." if renamed else ""
    return f"There is no function called `{name}` in the notebook.{question}"


def renaming(exercise, functions, exercises):
    """The name that a function which is missing may have now: by its arguments, or its name."""
    others = {name: takes for name, takes in functions.items() if name not in exercises}
    same = [name for name, takes in others.items() if takes == list(exercise.parameters)]
    close = difflib.get_close_matches(exercise.__name__, same or others, n=1, cutoff=0.6)
    return (close or (same if len(same) == 1 else [""]))[0]


def defined(cells):
    """The functions that the cells define, as {name: the names of its arguments}."""
    found = {}
    for _, source in cells:
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                found[node.name] = [argument.arg for argument in node.args.args]
    return found
