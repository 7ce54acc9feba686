"""One run of a function on one case, and all that came of it."""

import contextlib
import copy
import inspect
import io
import traceback
import warnings
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Case:
    """Arguments on which a learner's function is compared, and a title to call them by."""

    title: str
    arguments: tuple


def case(title, *arguments):
    """A Case; the arguments are given in the order of the exercise's parameters."""
    return Case(title, arguments)


@dataclass(frozen=True)
class Outcome:
    """What a run left behind: a value or an error, the arguments after it, warnings, prints.

    `properties` are what is compared of a value that is drawn at random.
    """

    value: object
    error: type | None
    message: str
    line: str
    arguments: tuple
    warnings: tuple
    printed: str
    properties: dict | None = None


class Elsewhere:
    """Stands for a function that was run in another process, and knows what came of it.

    `outcomes` has one for each of the `cases`; `known` are the others of its kind that it calls.
    """

    def __init__(self, name, signature, cases, outcomes, known):
        self.__name__ = name
        if signature is not None:
            self.__signature__ = signature  # where inspect.signature finds it
        self.outcomes = {id(case): outcome for case, outcome in zip(cases, outcomes, strict=True)}
        self.known = known

    def __call__(self, *arguments):
        """It cannot run here."""
        raise TypeError(f"{self.__name__} has run elsewhere.")


def run(function, case):
    """The Outcome of the function on a copy of the case's arguments; an interrupt passes through.

    Nothing reaches the screen: prints and warnings are kept for the feedback.
    """
    if isinstance(function, Elsewhere):
        return function.outcomes[id(case)]
    arguments = copy.deepcopy(case.arguments)
    value = error = None
    printed = io.StringIO()
    with (
        warnings.catch_warnings(record=True) as caught,
        np.errstate(all="warn", under="ignore"),
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
    ):
        warnings.simplefilter("always")
        try:
            value = _snapshot(function(*arguments))
        except (Exception, SystemExit) as raised:
            error = raised
    return Outcome(
        value=value,
        error=type(error) if error is not None else None,
        message=_text(error) if error is not None else "",
        line=_line(error, function) if error is not None else "",
        arguments=arguments,
        warnings=tuple(str(w.message) for w in caught if issubclass(w.category, RuntimeWarning)),
        printed=printed.getvalue(),
    )


def _snapshot(value):
    """A copy that a later run cannot change, where one can be made."""
    try:
        return copy.deepcopy(value)
    except Exception:
        return value


def _text(error):
    try:
        return str(error)
    except Exception:
        return ""


def _unwrap(function):
    """The plain function behind a decorated one, or None for a callable that has none."""
    with contextlib.suppress(Exception):
        function = inspect.unwrap(function)
    return function if inspect.isfunction(function) else None


def globals_of(function):
    """The names that a function looks up in its notebook, and the notebook's names and values."""
    if isinstance(function, Elsewhere):
        return set(function.known), function.known
    plain = _unwrap(function)
    return (_names(plain.__code__), plain.__globals__) if plain else (set(), {})


def _names(code):
    inner = [constant for constant in code.co_consts if inspect.iscode(constant)]
    return set(code.co_names).union(*map(_names, inner))


def _line(error, function):
    """The last line of the learner's own cell on the way to the error, as "line 3: `...`"."""
    plain = _unwrap(function)
    frames = traceback.extract_tb(error.__traceback__) if plain else []
    own = [frame for frame in frames if frame.filename == plain.__code__.co_filename]
    if not own:
        return ""
    return f"line {own[-1].lineno}" + (f": `{own[-1].line}`" if own[-1].line else "")
