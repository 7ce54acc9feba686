"""One walk over every exercise of every week: what its check says to whom."""

import inspect
import types

import pytest

from course_utils.exercises import weeks

EXERCISES = {
    f"{week.name} {name}": (week, exercise)
    for week in weeks().values()
    for name, exercise in week.exercises.items()
}
MISTAKES, REMARKS, VARIANTS = (
    {
        f"{title} {getattr(entry, 'function', entry).__name__}": (week, exercise, entry)
        for title, (week, exercise) in EXERCISES.items()
        for entry in getattr(exercise, kind)
    }
    for kind in ("mistakes", "remarks", "variants")
)


def check_as(week, exercise, function):
    """The week's answer to a learner who gives this function the exercise's name."""
    named = types.FunctionType(
        function.__code__,
        function.__globals__,
        exercise.__name__,
        function.__defaults__,
        function.__closure__,
    )
    return week.check(named)


def test_the_weeks_are_found():
    assert "c1w2" in weeks()


@pytest.mark.parametrize(("week", "exercise"), EXERCISES.values(), ids=EXERCISES)
def test_the_reference_passes(week, exercise):
    result = week.check(exercise.reference)
    assert result.passed, result


@pytest.mark.parametrize(("week", "exercise"), EXERCISES.values(), ids=EXERCISES)
def test_an_empty_stub_is_not_written_yet(week, exercise):
    name = exercise.__name__

    def stub(*arguments):
        raise NotImplementedError(f"{name}: not written yet")

    def dots(*arguments): ...

    def hollow(*arguments):
        """Only a docstring."""

    assert check_as(week, exercise, stub).feedback == f"{name}: not written yet."
    for empty in (dots, hollow):
        assert check_as(week, exercise, empty).feedback.startswith(f"{name}: not written yet.")


@pytest.mark.parametrize(("week", "exercise", "mistake"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_gets_its_own_sentence_and_no_other(week, exercise, mistake):
    result = check_as(week, exercise, mistake.function)
    assert not result.passed
    assert result.feedback == f"{exercise.__name__}: not right yet. {mistake.sentence}"


@pytest.mark.parametrize(("week", "exercise", "remark"), REMARKS.values(), ids=REMARKS)
def test_a_remark_is_made_on_a_function_that_passes(week, exercise, remark):
    result = check_as(week, exercise, remark.function)
    assert result.passed, result
    assert result.feedback.endswith(remark.sentence)


@pytest.mark.parametrize(("week", "exercise", "variant"), VARIANTS.values(), ids=VARIANTS)
def test_a_correct_variant_passes_without_a_remark(week, exercise, variant):
    result = check_as(week, exercise, variant)
    assert result.passed, result
    assert "remark" not in result.feedback


@pytest.mark.parametrize(("week", "exercise"), EXERCISES.values(), ids=EXERCISES)
def test_sentences_are_distinct_and_written_as_sentences(week, exercise):
    sentences = [known.sentence for known in (*exercise.mistakes, *exercise.remarks)]
    assert len(set(sentences)) == len(sentences)
    assert all(sentence.endswith((".", "?")) for sentence in sentences)
    assert len(exercise.variants) >= 2
    assert len(exercise.parameters) == len(inspect.signature(exercise).parameters)
