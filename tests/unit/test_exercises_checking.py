"""The mechanism of the exercises, on a week made for the purpose."""

import ast
import functools
import inspect
import types
import warnings

import numpy as np
import pytest

from course_utils.exercises import c1w1
from course_utils.exercises.checking import Week
from course_utils.exercises.comparing import differences, show
from course_utils.exercises.results import BLANK, PASSED, WRONG, Result
from course_utils.exercises.running import Elsewhere, case, run

week = Week("c9w9")


@week.exercise(
    cases=[case("three numbers", np.array([1.0, 2.0, 6.0])), case("one number", np.array([4.0]))],
    edge_cases=[case("a large number", np.array([1e300])), case("none", np.array([]))],
    returns="the mean",
    praise="Well averaged.",
)
def average(x):
    if x.size == 0:
        raise ValueError("no numbers")
    return x.sum() / x.size


@average.mistake("This is the sum: divide by the number of entries.")
def total(x):
    return x.sum()


@average.mistake("An average of nothing is nan: raise an error.")
def silent(x):
    return x.sum() / x.size if x.size else np.nan


@average.remark("the detour over logarithms of squares overflows.")
def overflowing(x):
    np.exp(x)
    return average(x)


@week.exercise(
    cases=[case("two by three", np.arange(6.0).reshape(2, 3), 2.0)],
    returns=("scaled", "report"),
)
def scale(x, factor):
    return x * factor, {"mean": average(x) * factor, "rows": len(x)}


@scale.mistake("scaled is transposed.")
def transposed(x, factor):
    return (x * factor).T, scale(x, factor)[1]


@scale.mistake("The mean in the report is not scaled.")
def unscaled_mean(x, factor):
    return x * factor, {"mean": average(x), "rows": len(x)}


@scale.mistake("rows counts the columns.")
def columns(x, factor):
    return x * factor, {**scale(x, factor)[1], "rows": x.shape[1]}


@week.exercise(cases=[case("a seed", np.random.default_rng(1), 3)])
def draw(rng, n):
    return list(rng.normal(size=n))


def as_learner(name, function, **notebook):
    """The function as if a notebook had defined it by this name, beside other definitions."""
    known = {**function.__globals__, **notebook}
    closure = function.__closure__
    return types.FunctionType(function.__code__, known, name, function.__defaults__, closure)


def check(name, function, **notebook):
    return week.check(as_learner(name, function, **notebook))


# What passes


def test_a_right_function_is_praised():
    result = check("average", lambda x: np.mean(x) if len(x) else 1 / 0)
    assert result.passed
    assert result.status == PASSED
    assert result.feedback.endswith("the edge cases included. Well averaged.")
    assert repr(result).startswith("✓ average: passed.")


@pytest.mark.parametrize(
    "right",
    [
        lambda x, factor: [x * factor, {"rows": np.float64(2), "mean": np.array(5.0)}],
        lambda x, factor: (np.float32(x * factor), {"mean": 5, "rows": 2.0}),
        lambda x, factor, unused=None: (factor * x + 1e-12, {"mean": np.float32(5), "rows": 2}),
        lambda *both: (both[0] * both[1], {"mean": 5.0, "rows": 2}),
    ],
)
def test_right_in_another_way(right):
    assert check("scale", right).passed


def test_a_generator_is_copied_for_every_run():
    assert check("draw", lambda rng, n: tuple(rng.normal() for _ in range(n))).passed
    assert check("draw", lambda rng, n: rng.normal(size=n)).passed
    assert check("draw", lambda rng, n: [0.0] * n).feedback.startswith("draw: not right yet.")


def test_warnings_of_a_right_function_become_a_remark():
    known = check("average", lambda x: (np.exp(x), average(x))[1])
    assert known.passed
    assert known.feedback.endswith("the detour over logarithms of squares overflows.")
    unknown = check("average", lambda x: (np.square(x), average(x))[1])
    assert unknown.feedback.endswith("NumPy warned on the way (overflow encountered in square).")


# Mistakes


def test_a_known_mistake_is_named():
    result = check("average", lambda x: np.sum(x))
    assert result.feedback == (
        "average: not right yet. This is the sum: divide by the number of entries."
    )


def test_a_mistake_in_an_edge_case_is_named_once_the_rest_is_right():
    def nan_for_nothing(x):
        return np.nan if x.size == 0 else x.mean()

    assert "An average of nothing" in check("average", nan_for_nothing).feedback


def test_a_mistake_is_recognised_though_an_edge_case_differs():
    def sum_without_large_numbers(x):
        return 7.0 if x.size and x[0] > 1e9 else np.sum(x)

    assert "This is the sum" in check("average", sum_without_large_numbers).feedback


def test_two_independent_mistakes_are_both_named():
    result = check("scale", lambda x, f: ((x * f).T, {"mean": x.mean(), "rows": len(x)}))
    assert result.message == "scaled is transposed. Also: The mean in the report is not scaled."


deciding = Week("c9w8")


@deciding.exercise(cases=[case("two", np.array([0.2, 0.7]))], returns=("decisions", "the sum"))
def decide(A):
    return (A > 0.5).astype(float), A.sum()


@decide.mistake("decisions are truth values; make numbers of them.")
def truth_values(A):
    return A > 0.5, A.sum()


def test_numbers_are_not_mistaken_for_truth_values():
    # Numbers do where truth values are asked for, but these decisions are numbers already.
    def says(function):
        return deciding.check(as_learner("decide", function))

    assert says(truth_values).message.endswith("make numbers of them.")
    both = says(lambda A: (A > 0.5, 3.0)).message
    assert "make numbers of them. Then check again" in both
    result = says(lambda A: ((A > 0.5) * 1.0, 3.0))
    assert result.message == "The sum should be 0.9, but it is 3."


def test_what_no_mistake_explains_is_announced():
    result = check("scale", lambda x, f: ((x * f).T, {"mean": -1.0, "rows": len(x)}))
    assert result.message == (
        "scaled is transposed. Then check again: something else is not right yet either."
    )


# The rules, in their order


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            lambda x, f: x * f,
            "The result should be scaled and report, but it is an array of shape (2, 3).",
        ),
        (lambda x, f: 5, "The result should be scaled and report, but it is a number."),
        (lambda x, f: (x, {}, 1), "The result should be scaled and report, but it holds 3 values."),
        (lambda x, f: ("x", {"mean": 5, "rows": 2}), "should be a NumPy array, but it is a string"),
        (lambda x, f: ([1, 2], {"mean": 5, "rows": 2}), "a NumPy array, but it is a list"),
        (lambda x, f: (x * f, [5, 2]), "`report` should be a dictionary, but it is a list."),
        (lambda x, f: (x * f, {"mean": 5}), '`report` lacks the key "rows".'),
        (lambda x, f: (x * f, {"mean": 5, "row": 2}), '"rows" and has a key too many: "row".'),
        (lambda x, f: (x * f, {"mean": 5, "rows": 2, 3: 4}), "has a key too many: 3."),
        (lambda x, f: ((x * f)[0], {"mean": 5, "rows": 2}), "neither a row nor a column"),
        (lambda x, f: (5, {"mean": 5, "rows": 2}), "an array of shape (2, 3), but it is a number."),
        (lambda x, f: (x * f, {"mean": np.ones((1, 1)), "rows": 2}), "of shape (1, 1)."),
        (lambda x, f: (x * f, {"mean": "5", "rows": 2}), "should be a number, but it is a string."),
        (lambda x, f: (x > 2, {"mean": 5, "rows": 2}), "hold numbers, but it holds truth values"),
        (lambda x, f: (x * 2j, {"mean": 5, "rows": 2}), "but it holds complex numbers."),
        (lambda x, f: (x + 1, {"mean": 5, "rows": 2}), "`scaled[0, 0]` should be 0, but it is 1."),
        (
            lambda x, f: (x * f + [0, 1e-5, 0], {"mean": 5, "rows": 2}),
            "`scaled[0, 1]` should be 2, but it is 2.00001.",
        ),
        (lambda x, f: (x * f * np.nan, {"mean": 5, "rows": 2}), "should be 0, but it is nan."),
        (lambda x, f: (x * f, {"mean": None, "rows": 2}), "should be a number, but it is None."),
        (lambda x, f: (x * f, {"mean": 10**400, "rows": 2}), "it is an object of type int."),
    ],
)
def test_the_first_broken_rule_is_named(wrong, sentence):
    result = check("scale", wrong)
    assert result.status == WRONG
    assert sentence in result.message, result


def test_the_type_comes_before_the_value_and_the_case_is_shown():
    result = check("scale", lambda x, f: (x + 1, ["mean"]))
    assert "`report` should be a dictionary" in result.message
    assert result.details == (
        "The case: two by three.\nx = [[0., 1., 2.],\n     [3., 4., 5.]]\nfactor = 2"
    )
    result = check("scale", lambda x, f: (x + 1, {"mean": 5, "rows": 2}))
    assert "expected = [[ 0.,  2.,  4.],\n            [ 6.,  8., 10.]]" in result.details
    assert "yours    = [[1., 2., 3.],\n            [4., 5., 6.]]" in result.details


def test_a_changed_argument_is_named():
    def in_place(x, factor):
        x *= factor
        return x, {"mean": x.mean(), "rows": len(x)}

    result = check("scale", in_place)
    assert result.message.startswith("It changes its argument `x`, which belongs to the caller")


def test_an_error_is_shown_with_the_learners_own_line():
    def helper(x):
        return x[5, 5]

    def broken(x, factor):
        rows = helper(x)
        return rows, {}

    result = check("scale", broken)
    assert "It stops with IndexError: index 5 is out of bounds" in result.message
    assert "`return x[5, 5]`" in result.message
    result = check("scale", lambda x, factor: sclae(x, factor))  # noqa: F821
    assert result.message.endswith("Is it spelled right, and has its cell been run?")


def test_an_error_that_should_have_been_raised():
    result = check("average", lambda x: float(x.sum() / max(x.size, 1)))
    assert "should stop with an error that says why, such as `ValueError: no" in result.message
    assert "but it returns 0." in result.message
    assert result.details.startswith("Only an edge case is left: none.")


def test_prints_and_warnings_go_into_the_feedback_only(capsys):
    def talkative(x, factor):
        print("x is", x[0, 0])
        return np.exp(x * 1000), {"mean": 5, "rows": 2}

    with warnings.catch_warnings(record=True) as leaked:
        result = check("scale", talkative)
    assert not leaked
    assert capsys.readouterr() == ("", "")
    assert "NumPy warned: overflow encountered in exp." in result.details
    assert result.details.endswith("Your function printed:\nx is 0.0")


def test_a_flood_of_prints_is_cut():
    result = check("scale", lambda x, f: print("x" * 1_000_000) or 5)
    assert len(result.feedback) < 2000


# Blank, or resting on what is


def test_a_function_without_return_is_asked_about_it():
    def forgetful(x):
        x.mean()

    result = check("average", forgetful)
    assert result.status == BLANK
    assert "does it end with `return`?" in result.feedback


def calling(x, factor):
    means = [average(part) for part in [x]]
    return x * factor, {"mean": means[0] * factor, "rows": len(x)}


def test_the_function_that_it_calls_is_named_first():
    def blank(x):
        raise NotImplementedError

    written = check("scale", calling, average=as_learner("average", blank))
    assert written.message == (
        "It calls your `average`, which is not written yet: write that first."
    )
    wrong = check("scale", calling, average=as_learner("average", lambda x: x.sum()))
    assert wrong.message == "It calls your `average`, which is not right yet: mend that first."
    right = check("scale", calling, average=as_learner("average", lambda x: x.mean() / x.size**0))
    assert right.passed


def test_functions_that_call_each_other_or_themselves_end():
    def endless(x):
        return average(x)

    notebook = {}
    function = types.FunctionType(endless.__code__, notebook, "average")
    notebook["average"] = function
    assert "RecursionError" in week.check(function).message

    def circle(x, factor):
        return average(x)

    def back(x):
        return scale(x, 1)

    notebook.update(
        average=types.FunctionType(back.__code__, notebook, "average"),
        scale=types.FunctionType(circle.__code__, notebook, "scale"),
    )
    assert week.check(notebook["scale"]).message.startswith("It calls your `average`")


# Random results


random_week = Week("c9w8")


def entries_of(W, n):
    return {"W": "all equal" if np.all(W["W"] == W["W"].flat[0]) else "random"}


@random_week.exercise(cases=[case("three", 3)], returns="drawn", properties=entries_of)
def start(n):
    return {"W": np.random.default_rng().normal(size=(n, 1))}


@start.mistake("All entries are equal.")
def equal(n):
    return {"W": np.full((n, 1), 0.3)}


@start.mistake("W is a list.")
def listed(n):
    return {"W": [0.1] * n}


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (lambda n: {"W": np.random.default_rng(5).uniform(size=(n, 1))}, "the right answer"),
        (lambda n: {"W": np.zeros((n, 1))}, "All entries are equal."),
        (lambda n: {"W": np.arange(n)}, '`drawn["W"]` should be an array of shape (3, 1)'),
        (lambda n: {"W": [0.2] * n}, "W is a list."),
        (lambda n: [n], "`drawn` should be a dictionary"),
    ],
)
def test_of_a_random_result_only_form_and_properties_are_compared(function, message):
    result = random_week.check(as_learner("start", function))
    assert message in result.message, result
    assert result.passed == (message == "the right answer")


# Whatever else may be handed in


class Callable:
    __name__ = "average"

    def __call__(self, x):
        return x.mean() if x.size else 1 / 0


@pytest.mark.parametrize(
    ("thing", "sentence"),
    [
        (3.5, "Give it the function itself, as in `c9w9.check(average)`; this is a number."),
        (None, "this is None."),
        (np.ones((2, 2)), "this is an array of shape (2, 2)."),
        (functools.partial(scale, 1), "this is an object of type partial."),
        (lambda x: x, "its exercises are: average, scale, draw."),
        (average, "This is the course's own: check the one that you wrote."),
    ],
)
def test_not_a_function_of_this_week(thing, sentence):
    result = week.check(thing)
    assert not result.passed
    assert sentence in result.feedback


def test_callables_of_other_kinds():
    assert week.check(Callable()).passed
    without_signature = type("average", (dict,), {})
    assert week.check(without_signature).status == WRONG
    assert "average" in week.check(np.vectorize(average.reference)).feedback


@pytest.mark.parametrize("wrong", [lambda: 1, lambda x: 1, lambda x, factor, more: 1])
def test_a_wrong_number_of_arguments(wrong):
    result = check("scale", wrong)
    assert result.message.startswith("It should take (x, factor), but yours takes (")


def test_ways_to_leave():
    def leave(x):
        raise SystemExit("bye")

    def interrupted(x):
        raise KeyboardInterrupt

    class Rude(Exception):
        def __str__(self):
            raise RuntimeError("no words")

    def rude(x):
        raise Rude

    assert "It stops with SystemExit: bye" in check("average", leave).message
    assert "It stops with Rude" in check("average", rude).message
    with pytest.raises(KeyboardInterrupt):
        check("average", interrupted)


def test_odd_results_do_not_break_the_check():
    endless = []
    endless.append(endless)
    uncopyable = (number for number in range(3))
    odd = [
        endless,
        {1: endless},
        uncopyable,
        np.ones((3000, 3000)),
        np.array(["a"]),
        object(),
        10**400,
    ]
    odd += [
        np.array([{}, None]),
        np.array("x"),
        np.datetime64("2020-01-01"),
        Exception,
        "x" * 10**6,
    ]
    for value in odd:
        for name, function in (
            ("average", lambda x, value=value: value),
            ("scale", lambda x, factor, value=value: value),
            ("draw", lambda rng, n, value=value: value),
        ):
            result = check(name, function)
            assert result.status == WRONG
            assert len(result.feedback) < 2500
            assert "0x" not in result.feedback


def test_state_kept_between_calls_does_not_hide():
    kept = []

    def hoarding(x):
        kept.append(x.size)
        return kept

    assert check("average", hoarding).status == WRONG


# How it looks


def test_html_is_escaped_and_says_the_verdict_in_words():
    def script(x):
        print("<script>alert(1)</script>")
        raise ValueError("<img src=x onerror=alert(1)> `code`")

    page = check("average", script)._repr_html_()
    assert "<script" not in page
    assert "<img" not in page
    assert "✗ average: not right yet." in page
    assert "<code>code</code>" in page


def test_the_same_answer_every_time():
    def odd(x):
        return object()

    assert len({check("average", odd).feedback for _ in range(3)}) == 1


def test_progress_lists_every_exercise():
    notebook = {
        "average": as_learner("average", lambda x: x.mean() / (x.size > 0)),
        "scale": as_learner("scale", lambda x, factor: x),
        "draw": draw,
    }
    progress = week.progress(notebook)
    assert [result.status for result in progress.results] == [WRONG, WRONG, BLANK]
    notebook["average"] = as_learner("average", average.reference)
    progress = week.progress(notebook)
    assert repr(progress).splitlines() == [
        "1 of 3 exercises of c9w9 pass.",
        "✓ average: passed",
        "✗ scale: not right yet",
        "○ draw: not written yet",
    ]
    page = progress._repr_html_()
    assert page.count('<th scope="row"') == 3
    assert "<caption" in page


def test_a_result_is_plain_data():
    result = Result("average", PASSED, "Fine.")
    assert ast.literal_eval(repr(vars(result)))["status"] == PASSED


# Comparing


class Box:
    def __init__(self, **contents):
        vars(self).update(contents)


@pytest.mark.parametrize(
    ("expected", "got", "sentences"),
    [
        (Box(W=np.ones(2)), Box(W=np.ones(2), more=1), []),
        (Box(W=np.ones(2)), Box(W=np.zeros(2)), ["`net.W[0]` should be 1, but it is 0."]),
        (Box(), {}, ["`net` should be an object of type Box, but it is a dictionary."]),
        ("same", "padding", ["`net` should be 'same', but it is 'padding'."]),
        ("same", "same", []),
        (None, None, []),
        (None, 1, ["`net` should be None, but it is a number."]),
        ([1.0, 2.0], np.array([1, 2]), []),
        ([1.0, 2.0], [1.0], ["`net` should be a list of length 2, but its length is 1."]),
        ([1.0], 1.0, ["`net` should be a list of length 1, but it is a number."]),
        ([np.ones(1), "a"], [np.ones(1), "b"], ["`net[1]` should be 'a', but it is 'b'."]),
        (True, 1, []),
        (1 + 0j, 1, []),
        (np.array([True, False]), np.array([1, 0]), []),
        (True, "yes", ["`net` should be a number, but it is a string."]),
        (np.nan, np.float64("nan"), []),
        (np.inf, 1e308, ["`net` should be inf, but it is 1e+308."]),
        (3, 4, ["`net` should be 3, but it is 4."]),
    ],
)
def test_differences(expected, got, sentences):
    found = differences(expected, got, "net")
    assert [difference.sentence for difference in found] == sentences


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.arange(100), "an array of shape (100,)"),
        (np.zeros((0, 2)), "an array of shape (0, 2)"),
        (np.float32(0.25), "0.25"),
        ((1, [2.0, "a"], {"k": None}), "(1, [2, 'a'], {'k': None})"),
        ([[[[1]]]], "[[a list]]"),
        (list(range(99)), "a list"),
        ({1: {2: {3: 4}}}, "{1: {2: a dictionary}}"),
    ],
)
def test_show(value, text):
    assert show(value) == text


# Whose function it is


def test_a_function_that_only_calls_the_courses_own_does_not_pass():
    def normalize_rows(X):
        return c1w1.normalize_rows(X)

    def softmax(X):
        return lent(X)  # noqa: F821

    notebook = {"lent": c1w1.softmax}
    borrowed = types.FunctionType(softmax.__code__, notebook, "softmax")
    for function, name in ((normalize_rows, "normalize_rows"), (borrowed, "lent")):
        result = c1w1.check(function)
        assert not result.passed
        message = f"It calls the course's own `{name}`: call the one that you wrote."
        assert result.message == message
    assert c1w1.check(c1w1.softmax.reference).passed


def test_another_functions_name_does_not_count():
    right = as_learner("average", average.reference)
    result = week.check_as("scale", right)
    assert result.status == WRONG
    assert result.message == "`scale` is another name for `average`: begin it with `def scale(`."
    assert week.check_as("average", right).passed
    assert week.check_as("average", None).status == BLANK
    assert not week.progress({"scale": right}).results[1].passed


def test_a_function_that_ran_elsewhere_gets_the_same_answer():
    def right(x):
        return x.mean() / (x.size > 0)

    def elsewhere(name, function, known=()):
        exercise = week.exercises[name]
        cases = (*exercise.cases, *exercise.edge_cases)
        outcomes = [run(function, case) for case in cases]
        return Elsewhere(name, inspect.signature(function), cases, outcomes, dict(known))

    wrong = as_learner("average", total)
    for function in (right, total, silent, lambda: 1):
        there = week.check(elsewhere("average", function))
        assert there == week.check(as_learner("average", function))
    notebook = {"average": wrong}
    here = check("scale", calling, **notebook)
    there = elsewhere("scale", as_learner("scale", calling, **notebook))
    there.known = {"average": elsewhere("average", total)}
    assert week.check(there) == here
    assert here.message.startswith("It calls your `average`")
    with pytest.raises(TypeError, match="scale has run elsewhere"):
        there(1, 2)
