"""The slips that are tried: which ones, where, and on what."""

import ast

import numpy as np
import pytest
from planted import helpers, weak

from course_utils.exercises import c4w1
from course_utils.exercises.auditing.changes import changes
from course_utils.exercises.auditing.mutants import Mutant, Solution, StillBorn, tree_of


def function(text):
    return ast.parse(text).body[0]


def bodies(expression):
    """What the mutants of `return expression` return."""
    tree = function(f"def f(*args):\n    return {expression}")
    found = [ast.unparse(change.tree).partition("\n")[2].strip() for change in changes(tree)]
    return [line.removeprefix("return ") for line in found]


@pytest.mark.parametrize(
    ("expression", "mutants"),
    [
        ("a + b", ["a - b", "a", "b"]),
        ("a - b", ["a + b", "a", "b", "b - a"]),
        ("a * b", ["a / b", "a", "b"]),
        ("a < b", ["a <= b", "a > b"]),
        ("a == b", ["a != b"]),
        ("a and b", ["a or b", "b", "a"]),
        ("not a", ["a"]),
        ("-a", ["a"]),
        ("A @ B", ["A * B", "B @ A", "A.T @ B", "A @ B.T"]),
        ("A.T @ B", ["A.T * B", "B @ A.T", "A @ B", "A.T @ B.T"]),
        ("np.dot(A, B)", ["A", "np.dot(B, A)", "np.dot(A.T, B)", "np.dot(A, B.T)"]),
        ("np.max(x)", ["np.min(x)", "x"]),
        ("x.sum()", ["x.mean()", "x.max()", "x"]),
        ("True", ["False"]),
        ("2", ["3", "1", "4", "-2"]),
        ("0", ["1", "-1"]),
        ("0.5", ["1.5", "-0.5", "1.0"]),
        ("range(n)", ["n", "range(n + 1)", "range(n - 1)", "range(1, n)"]),
        ("(a, b)", ["(b, a)"]),
        ("{'dw': a, 'db': b}", ["{'dw': b, 'db': a}"]),
        ("a if c else b", ["a", "b", "b if c else a"]),
        ("x[:n]", ["x[1:n]", "x[:]", "x[:n + 1]", "x[:n - 1]"]),
        ("f('a text')", ["'a text'"]),
        ("np.random.default_rng(3)", []),
    ],
)
def test_one_place(expression, mutants):
    assert sorted(bodies(expression)) == sorted(mutants)


def test_keywords_and_axes():
    found = bodies("np.sum(x, axis=1, keepdims=True)")
    assert {
        "np.sum(x, axis=0, keepdims=True)",
        "np.sum(x, keepdims=True)",
        "np.sum(x, axis=1)",
        "np.sum(x, axis=1, keepdims=False)",
        "np.mean(x, axis=1, keepdims=True)",
    } <= set(found)


def test_statements():
    tree = function(
        'def f(n):\n    """What it does: 1."""\n    total = 0\n    if n < 0:\n'
        '        raise ValueError(f"{n - 1} is too small")\n    for i in range(n):\n'
        "        total += i\n    return total"
    )
    before = ast.unparse(tree)
    what = {(change.before, change.after) for change in changes(tree)}
    assert ast.unparse(tree) == before
    assert ("total += i", "total -= i") in what
    assert ("total += i", "total = i") in what
    assert ("total += i", "(removed)") in what
    assert ("total = 0", "(removed)") in what
    assert any(after.startswith("if False:") for _, after in what)
    assert any(after.startswith("if True:") for _, after in what)
    assert not any("docstring" in after or "What it does" in after for _, after in what)
    assert not any("n - 2" in after or "n + 1 is" in after for _, after in what)
    lines = {change.line for change in changes(tree)}
    assert lines == {3, 4, 5, 6, 7}


def test_a_change_is_made_once():
    texts = [ast.unparse(change.tree) for change in changes(tree_of(helpers.steps))]
    assert len(texts) == len(set(texts)) > 5


def test_helpers_of_the_package_are_varied_and_other_exercises_are_not():
    solution = Solution(weak.halvings.reference)
    names = [f.__name__ for f in solution.functions]
    assert names == ["half", "steps", "halvings"]
    assert {mutant.path for mutant in solution.mutants()} == {
        "planted/helpers.py",
        "planted/weak.py",
    }
    convolution = Solution(c4w1.conv_forward.reference)
    assert "conv_single_step" not in [f.__name__ for f in convolution.functions]


def test_a_mutant_of_a_helper_reaches_the_reference_and_nothing_else():
    (mutant,) = (
        mutant
        for mutant in Solution(weak.halvings.reference).mutants()
        if mutant.what == "return n // 2  ->  return 2 // n"
    )
    assert isinstance(mutant, Mutant)
    assert mutant.where == "planted/helpers.py:5"
    assert mutant.build("halvings")(8) == 1
    assert weak.halvings(8) == helpers.steps(8) == 3


def test_a_solution_that_is_not_changed_is_the_same():
    again = Solution(weak.widest.reference).build("widest")
    A = np.array([[1.0, 4.0], [2.0, 2.0]])
    assert again.__name__ == "widest"
    assert np.array_equal(again(A), weak.widest(A))


def test_what_is_not_a_plain_function_cannot_be_varied():
    with pytest.raises(ValueError, match="not made by a plain `def`"):
        tree_of(lambda x: x)


def test_a_default_that_fails_is_still_born():
    solution = Solution(weak.halvings.reference)
    broken = ast.parse("def steps(n, halve=half + 1): ...").body[0]
    with pytest.raises(StillBorn):
        solution.build("halvings", {1: broken})
