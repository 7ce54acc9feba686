"""The check of the checks, on a week that is weak on purpose, and on a sample of the course."""

import json
import re
import sys

import numpy as np
import pytest
from planted import weak

from course_utils.cli import audit as command
from course_utils.exercises import weeks
from course_utils.exercises.auditing import arguments as vary
from course_utils.exercises.auditing import judging
from course_utils.exercises.auditing import sandbox as sandboxed
from course_utils.exercises.auditing.inputs import Inputs
from course_utils.exercises.auditing.judging import (
    BROKEN,
    REJECTED,
    SAME,
    SAME_LAW,
    STOPPED,
    SURVIVED,
    Judge,
)
from course_utils.exercises.auditing.report import Judged, Tally, examine, try_mutants
from course_utils.exercises.auditing.sandbox import CannotAudit, Sandbox

WEAK = weak.__name__
SAMPLE = 20  # every so many mutants are tried here; `python course.py audit` tries all of them


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as sandbox:
        yield sandbox


def fates(name):
    """(what, Verdict) of each mutant of a planted exercise."""
    judge = Judge(weak.week, name)
    return [(mutant.what, judge.verdict(mutant)) for mutant in judge.mutants()]


def number_of(sandbox, name, what):
    return [text for _, text in sandbox.mutants(WEAK, name)].index(what)


# One mutant


def test_a_check_that_misses_a_transposition_is_found_out():
    survivors = [(what, verdict) for what, verdict in fates("turned_product")
                 if verdict.fate not in (REJECTED, BROKEN)]  # fmt: skip
    assert [what for what, _ in survivors] == ["W.T @ x  ->  W @ x"]
    assert survivors[0][1].fate == SURVIVED
    assert "from: a symmetric matrix" in survivors[0][1].seen


def test_a_good_check_lets_only_the_same_through():
    accepted = {(what, v.fate) for what, v in fates("widest") if v.fate not in (REJECTED, BROKEN)}
    assert accepted == {("axis=1  ->  axis=-1", SAME)}


def test_what_nobody_can_tell_counts_as_a_survivor(monkeypatch):
    judge = Judge(weak.week, "widest")
    assert judge.compare(weak.widest.reference).fate == SAME
    monkeypatch.setattr(judging, "FEWEST", 10**6)
    verdict = judge.compare(weak.widest.reference)
    assert verdict.fate == SURVIVED
    assert verdict.seen.endswith("inputs to tell by: see @exercise.draw")


def test_other_random_numbers_of_the_same_law_are_told_from_the_same_function():
    week = weeks()["c1w3"]
    judge = Judge(week, "initialize_parameters")

    def another_seed(n_x, n_h, n_y):
        start = judge.exercise.reference(n_x, n_h, n_y)
        return {name: array[::-1, ::-1] for name, array in start.items()}

    assert judge.compare(judge.exercise.reference).fate == SAME
    assert judge.compare(another_seed).fate == SAME_LAW


# The further inputs


def test_inputs_differ_from_the_cases_in_values_and_sizes():
    inputs = list(Inputs(weak.widest))
    shapes = {case.arguments[0].shape for case, _ in inputs}
    assert len(inputs) > 30
    assert {(2, 3), (3, 3), (2, 1), (1, 3), (2, 6)} <= shapes
    own = [case.arguments[0] for case in weak.widest.cases]
    assert not any(np.array_equal(case.arguments[0], A) for case, _ in inputs[:10] for A in own)
    again = [case for case, _ in Inputs(weak.widest)]
    assert all(
        np.array_equal(one.arguments[0], other.arguments[0])
        for (one, _), other in zip(inputs, again)
    )


def test_an_input_counts_where_the_correct_solutions_agree():
    inputs = Inputs(weak.difference)
    assert min(case.arguments[0] for case in inputs.tried) < 0
    assert min(case.arguments[0] for case, _ in inputs) >= 0


def test_an_exercise_may_draw_inputs_of_its_own():
    exercise = weeks()["c4w3"].exercises["yolo_loss"]
    drawn = [case for case, _ in Inputs(exercise) if case.title == "drawn anew"]
    assert len(drawn) > 40
    assert {case.arguments[0].shape[0] for case in drawn} == {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("array", "kept"),
    [
        (np.array([True, False, True]), lambda new: new.dtype == bool),
        (np.array([[3, 200, 17]], np.uint8), lambda new: new.dtype == np.uint8),
        (np.array([[1.0, 0.0, 1.0]]), lambda new: set(new.ravel()) <= {0, 1}),
        (np.eye(4)[:, [2, 0, 3]], lambda new: (new.sum(axis=0) == 1).all()),
        (np.array([0.2, 0.99, 0.5]), lambda new: ((new > 0) & (new < 1)).all()),
        (np.array([3.0, 0.0, 12.0]), lambda new: (new >= 0).all() and new[1] == 0),
        (np.array([3.0, -2.0], np.float32), lambda new: new.dtype == np.float32),
        (np.zeros((0, 3)), lambda new: new.shape == (0, 3)),
    ],
)
def test_other_values_are_of_the_same_kind(array, kept):
    rng = np.random.default_rng(0)
    drawn = [vary.drawn(array, rng, strength) for strength in (0.1, 1, 3) for _ in range(20)]
    assert all(kept(new) and new.shape == array.shape for new in drawn)
    assert array.size == 0 or any(not np.array_equal(new, array) for new in drawn)


def test_boxes_stay_boxes():
    rng, boxes = np.random.default_rng(0), np.array([[1.0, 5.0, 2.0, 9.0], [0.0, 0.0, 3.0, 1.0]])
    assert vary.holds_boxes(boxes)
    assert not vary.holds_boxes(boxes[:, ::-1])
    assert vary.resized((np.vstack([boxes, boxes]),), 4, 3, rng)[0].shape == (3, 4)
    changes = [lambda array: vary.drawn(array, rng, 3.0), lambda array: -array]
    for change in changes:
        (new,) = vary.each_array((boxes,), change)
        assert (new[:, :2] <= new[:, 2:]).all()
        assert not np.array_equal(new, boxes)


def test_sizes_change_together():
    rng = np.random.default_rng(0)
    arguments = ({"W": np.ones((2, 3)), "b": np.ones((2, 1))}, [np.ones((3, 4)), "relu", 0.5])
    assert vary.lengths(arguments) == [2, 3, 4]
    parameters, (X, name, rate) = vary.resized(arguments, 3, 5, rng)
    assert (parameters["W"].shape, X.shape, name, rate) == ((2, 5), (5, 4), "relu", 0.5)
    assert vary.widened(arguments, 1, 3)[0]["b"].shape == (2, 3)
    assert vary.settings(arguments) == [(1, 1), (1, 2)]
    assert vary.replaced(arguments, (1, 1), "tanh")[1][1] == "tanh"


# In a process of its own


def test_a_mutant_that_never_comes_back_is_ended_and_the_next_is_judged():
    with Sandbox(seconds=3) as hasty:
        hanging = number_of(hasty, "halvings", "n // 2  ->  n // 1")
        verdict = hasty.verdict(WEAK, "halvings", hanging)
        assert (verdict.fate, verdict.seen) == (STOPPED, "no answer after 3 s")
        wrong = number_of(hasty, "halvings", "n // 2  ->  n // 3")
        assert hasty.verdict(WEAK, "halvings", wrong).fate == REJECTED


def test_a_mutant_that_hangs_only_beyond_the_cases_has_slipped_through(monkeypatch):
    with Sandbox() as sandbox:
        odd = number_of(sandbox, "pairs", "1 if n % 2 else 2  ->  0 if n % 2 else 2")
        monkeypatch.setattr(sandboxed, "SURVEY_SECONDS", 3)
        verdict = sandbox.verdict(WEAK, "pairs", odd)
    assert (verdict.fate, verdict.seen) == (SURVIVED, "on a further input no answer after 3 s")


@pytest.mark.skipif(sys.platform != "linux", reason="this system sets no limit to memory")
def test_a_mutant_does_not_get_all_the_memory(sandbox):
    # Without a limit the four gibibytes are handed out, and only the result would be wrong.
    greedy = number_of(sandbox, "room", "2 ** n  ->  4 ** n")
    assert sandbox.verdict(WEAK, "room", greedy).fate == BROKEN


def test_a_fault_of_the_course_is_no_rejection(sandbox):
    with pytest.raises(CannotAudit, match="KeyError"):
        sandbox.known(WEAK, "no_such_exercise")
    with pytest.raises(CannotAudit, match="IndexError"):
        sandbox.verdict(WEAK, "widest", 10**6)


def test_a_process_that_breaks_down_is_named():
    with Sandbox() as sandbox:
        sandbox.mutants(WEAK, "widest")
        sandbox._process.kill()
        sandbox._process.join()
        with pytest.raises(CannotAudit, match=r"widest of planted\.weak cannot be audited: its pr"):
            sandbox.known(WEAK, "widest")
        assert len(sandbox.mutants(WEAK, "widest")) > 10  # a new one goes on


# The numbers


def test_an_exercise_is_counted(sandbox):
    tally = examine(sandbox, WEAK, "difference")
    assert (tally.mistakes, tally.untold) == (2, ["added_too"])
    assert (tally.variants, tally.refused) == (2, ["only_above_zero"])
    assert [mutant.what for mutant in tally.mutants] == [
        f"return a - b  ->  return {other}" for other in ("a + b", "a", "b", "b - a")
    ]
    line = weak.difference.reference.__code__.co_firstlineno + 2  # after decorator and def
    assert {mutant.where for mutant in tally.mutants} == {f"planted/weak.py:{line}"}
    assert (tally.rejected, tally.different, tally.rates, tally.good) == (4, 4, (1.0, 1.0), False)
    assert tally.row("c9w9", "difference").split() == [
        *("c9w9", "difference", "1/2", "1/2", "4", "0", "4/4"),
    ]  # fmt: skip
    assert tally.remarks() == [
        "untold    the mistake added_too gets another sentence",
        "refused   the variant only_above_zero does not pass",
    ]


def test_mutants_of_variants_are_tried_where_they_can_be_made(sandbox):
    plain = examine(sandbox, WEAK, "widest")
    more = examine(sandbox, WEAK, "widest", variants=True)
    assert len(more.mutants) > len(plain.mutants)
    assert more.unvaried == []
    closure = examine(sandbox, WEAK, "pairs", every=1000, variants=True)
    assert "count cannot be made anew" in closure.remarks()[0]
    assert closure.good


def mutants(**numbers):
    return [Judged("a.py:1", "b", fate) for fate, n in numbers.items() for _ in range(n)]


@pytest.mark.parametrize(
    ("found", "rates", "good"),
    [
        (mutants(rejected=49, survived=1, same=30), (0.98, 0.98), True),
        (mutants(rejected=48, survived=1), (48 / 49, 48 / 49), False),
        (mutants(rejected=50, stopped=47, broken=100, survived=3), (0.985, 0.97), False),
        (mutants(same=3), (1.0, 1.0), True),
        (mutants(broken=3), (1.0, 1.0), True),
        (mutants(survived=1), (0.0, 0.0), False),
    ],
)
def test_at_least_98_of_100_that_behave_otherwise(found, rates, good):
    tally = Tally(mutants=found)
    assert tally.rates == pytest.approx(rates)
    assert tally.good == good


def test_a_sum_of_tallies():
    one = Tally(2, ["x"], 3, [], mutants(rejected=3, survived=1))
    total = one + Tally(1, [], 1, ["y"], mutants(same=2))
    assert (total.mistakes, total.untold, total.variants, total.refused) == (3, ["x"], 4, ["y"])
    assert (len(total.mutants), total.rejected, total.different) == (6, 3, 4)
    assert "of the 4 others 3 are rejected, 75.0 %" in total.summary(2)
    assert len(total.remarks()) == 3
    assert len(total.remarks(verbose=True)) == 5
    assert "rejected, 99.9 %" in Tally(mutants=mutants(rejected=9999, survived=1)).summary(1)


# The command


@pytest.fixture
def planted(monkeypatch):
    monkeypatch.setattr(command, "weeks", lambda: {"weak": weak.week})
    monkeypatch.setattr(command, "EXERCISES", "planted")


@pytest.mark.usefixtures("planted")
def test_the_command_lists_what_slips_through(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(command, "choose", lambda names: [("weak", "turned_product")])
    report = tmp_path / "report.json"
    assert command.main(["--json", str(report)]) == 1
    out = capsys.readouterr().out
    assert re.search(r"survived  planted/weak\.py:\d+  W\.T @ x  ->  W @ x   \[.+\]\n", out)
    assert "1 slips through." in out
    found = json.loads(report.read_text(encoding="utf-8"))
    assert found["totals"]["good"] is False
    (exercise,) = found["exercises"]
    assert (exercise["week"], exercise["exercise"]) == ("weak", "turned_product")
    assert [m["what"] for m in exercise["mutants"] if m["fate"] == SURVIVED] == [
        "W.T @ x  ->  W @ x"
    ]
    monkeypatch.setattr(command, "choose", lambda names: [("weak", "widest")])
    assert command.main(["--json", str(report), "--every", "5", "--verbose"]) == 0
    assert json.loads(report.read_text(encoding="utf-8"))["totals"]["good"] is True
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


@pytest.mark.usefixtures("planted")
def test_a_week_that_cannot_be_loaded_is_named(monkeypatch, capsys):
    monkeypatch.setattr(command, "EXERCISES", "nowhere")
    assert command.main([]) == 2
    assert "ModuleNotFoundError: No module named 'nowhere'" in capsys.readouterr().err


def test_weeks_are_found_by_the_beginnings_of_their_names():
    assert {week for week, _ in command.choose(["c1w2", "c4"])} >= {"c1w2", "c4w1", "c4w3"}
    assert "c2w1" not in {week for week, _ in command.choose(["c1w2", "c4"])}
    assert len(command.choose([])) == sum(len(week.exercises) for week in weeks().values())


def test_bad_input_is_answered_in_a_sentence(capsys, tmp_path):
    assert command.main(["c7w9"]) == 2
    assert "There is no week 'c7w9'; there are c1w1, c1w2," in capsys.readouterr().err
    work = tmp_path / "work.json"
    for text in ('{"mine": 1}', "[]", "not JSON"):
        work.write_text(text, encoding="utf-8")
        assert command.main(["c1w1", "--json", str(work)]) == 2
        assert "is there and no report of an audit" in capsys.readouterr().err
        assert work.read_text(encoding="utf-8") == text
    assert command.main(["c1w1", "--json", str(tmp_path / "none" / "out.json")]) == 2
    assert "make it first" in capsys.readouterr().err
    for number in ("0", "-3", "two", "1.5"):
        with pytest.raises(SystemExit):
            command.main(["--every", number])
        assert "is not a whole number from 1" in capsys.readouterr().err


# The course


def test_of_a_sample_of_the_mutants_enough_are_rejected(sandbox):
    found = [
        mutant
        for name, week in weeks().items()
        for exercise in week.exercises
        for mutant in try_mutants(sandbox, f"{command.EXERCISES}.{name}", exercise, SAMPLE)
    ]
    tally = Tally(mutants=found)
    assert tally.different > 150
    assert tally.good, tally.remarks()
