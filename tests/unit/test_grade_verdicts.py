"""The grader says what the self-study check says: of every reference, mistake, remark and variant.

Here the function runs in this process, and all that it returns goes through the grader's messages;
tests/classroom/test_grade.py has notebooks in processes of their own.
"""

import json
import types

import pytest

from course_utils.cli.grade import runner
from course_utils.cli.grade.judging import judge
from course_utils.cli.grade.session import Evidence, Limits, Session
from course_utils.exercises import weeks
from course_utils.exercises.results import WRONG, Result

WEEKS = weeks()


class Line:
    """A channel whose other end is in the same process."""

    def __init__(self, session):
        self.session = session

    def ask(self, **message):
        message = json.loads(json.dumps(message))
        return json.loads(
            json.dumps(self.session._answer(self.session.here[message["far"]], message))
        )


def graded(week, name, function):
    """The grader's Result for the function, given as what a notebook calls `name`."""
    evidence = Evidence()
    session = Session("", week, Limits(), evidence)
    task = json.loads(json.dumps(session.task([], [name], WEEKS, [])))
    message = runner.look_at(
        {name: function}, name, task["cases"][name], task, Line(session), runner.Clock()
    )
    evidence.functions[name] = json.loads(json.dumps(message))
    return next(result for result in judge(week, evidence) if result.name == name)


def named(function, name):
    """The function as if a learner had given it this name."""
    made = types.FunctionType(
        function.__code__, function.__globals__, name, function.__defaults__, function.__closure__
    )
    made.__kwdefaults__ = function.__kwdefaults__
    return made


@pytest.mark.parametrize("week", WEEKS.values(), ids=WEEKS)
def test_the_grader_says_what_the_check_says(week):
    for name, exercise in week.exercises.items():
        for known in exercise.mistakes:  # test_exercises.py: this is what the check says of it
            result = graded(week, name, named(known.function, name))
            assert result == Result(name, WRONG, known.sentence), known.function.__name__
        remarked = [known.function for known in exercise.remarks]
        for right in (exercise.reference, *exercise.variants, *remarked):
            function = named(right, name)
            result = graded(week, name, function)
            assert result.passed
            assert result == week.check(function), right.__name__


@pytest.mark.parametrize("which", ["c1w2", "c2w3", "c4w2"])
def test_the_grader_says_what_the_check_says_of_odd_results(which):
    week = WEEKS[which]
    for name in week.exercises:
        for value in (None, 0, "x", [1, [2]], {"w": 1}, {1, 2}, object(), float("nan"), 10**400):
            function = named(lambda *arguments, value=value: value, name)
            function.__kwdefaults__ = {"value": value}
            assert graded(week, name, function) == week.check(function), (name, value)


def test_what_is_not_a_function_and_a_wrong_number_of_arguments():
    week = WEEKS["c1w2"]

    def propagate(w, b):
        return w

    assert graded(week, "propagate", propagate) == week.check(propagate)
    assert graded(week, "sigmoid", 3).status == "not written yet"
    assert "`sigmoid` is no function" in graded(week, "sigmoid", 3).message
    assert graded(week, "predict", propagate) == week.check_as("predict", propagate)
