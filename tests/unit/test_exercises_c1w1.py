"""Week 1's checks on code as learners write it, never quite as the mistakes are written."""

import math
import types

import numpy as np
import pytest

from course_utils.exercises import c1w1
from course_utils.exercises.results import BLANK, PASSED, WRONG


def basic_sigmoid(x):
    return 1 / (1 + np.exp(-x))


def assert_says(function, *sentences):
    result = c1w1.check(function)
    assert result.status == WRONG
    for sentence in sentences:
        assert sentence in result.feedback, result


def named(name, function):
    """The function under an exercise's name."""
    function.__name__ = name
    return function


def moved_to(notebook, function):
    """The function as if it had been written in a notebook with these names."""
    return types.FunctionType(function.__code__, notebook, function.__name__)


def test_the_exercises_come_in_the_order_of_the_notebook():
    assert list(c1w1.week.exercises) == [
        "basic_sigmoid", "sigmoid_derivative", "image2vector", "normalize_rows", "softmax", "L1",
        "L2",
    ]  # fmt: skip


def test_the_formula_of_the_lesson_passes_with_a_remark():
    result = c1w1.check(basic_sigmoid)
    assert result.passed
    assert "One remark: for x far below zero `np.exp(-x)` overflows to inf." in result.feedback


def test_a_derivative_that_rests_on_a_wrong_sigmoid_points_there():
    def rises_to_the_left(x):
        return 1 / (1 + np.exp(x))

    def sigmoid_derivative(x):
        s = basic_sigmoid(x) + 0.1  # the notebook's, not the one above
        return s * (1 - s)

    notebook = {"np": np, "basic_sigmoid": rises_to_the_left}
    assert_says(moved_to(notebook, sigmoid_derivative), "It calls your `basic_sigmoid`, which is")


@pytest.mark.parametrize(
    ("attempt", "sentence"),
    [
        (lambda x: 1 / (1 + math.e ** (-x)), None),
        (lambda x: np.array([1 / (1 + math.exp(-z)) for z in x]), "It stops with TypeError"),
        (lambda x: 1 / (1 + math.exp(-1 * x)), "`math.exp` takes one number"),
        (lambda x: np.exp(-x) / (1 + np.exp(-x)), "The sign is lost"),
        (lambda x: 1 / 1 + np.exp(-1 * x), "Brackets are missing"),
        (lambda x: 2 / (1 + np.exp(-2 * x)) - 1, "This is tanh"),
        (lambda x: 1 / (1 + np.exp(-2 * x)), "`s` should be 0.69, but it is 0.832."),
        (lambda x: 1 / (1 + 2.72 ** (-np.asarray(x, float))), "should be"),
        (lambda x: [1 / (1 + np.exp(-z)) for z in np.atleast_1d(x)], "but it is a list."),
    ],
)
def test_basic_sigmoid(attempt, sentence):
    function = named("basic_sigmoid", attempt)
    if sentence is None:
        assert c1w1.check(function).passed
    else:
        assert_says(function, sentence)


@pytest.mark.parametrize(
    ("attempt", "sentence"),
    [
        (lambda x: basic_sigmoid(x) * (1 - x), "should be"),
        (lambda x: x - x**2, "This is x(1 - x)"),
        (lambda x: basic_sigmoid(x) - 1 * basic_sigmoid(x) ** 2, None),
        (lambda x: (1 - basic_sigmoid(x)) * basic_sigmoid(x), None),
        (lambda x: -basic_sigmoid(x) * (1 - basic_sigmoid(x)), "The slope has the wrong sign"),
        (lambda x: np.exp(-x) / np.square(1 + np.exp(-x)), "inf / inf is nan"),
        (lambda x: 1 - np.tanh(x) ** 2, "should be"),
    ],
)
def test_sigmoid_derivative(attempt, sentence):
    function = named("sigmoid_derivative", attempt)
    if sentence is None:
        assert c1w1.check(function).passed
    else:
        assert_says(function, sentence)


@pytest.mark.parametrize(
    ("attempt", "sentence"),
    [
        (lambda image: np.ravel(image).reshape(-1, 1), None),
        (lambda image: np.array([list(image.flat)]).T, None),
        (lambda image: image.flatten(), "v has one axis only"),
        (lambda image: image.ravel()[np.newaxis], "v is a row"),
        (lambda image: image.reshape(12, 1), "The size is written into the code"),
        (lambda image: np.transpose(image, (2, 1, 0)).reshape(-1, 1), "but the order is not"),
        (lambda image: image.reshape(-1, 1, order="F"), "but the order is not"),
        (lambda image: np.moveaxis(image, 2, 0).reshape(-1, 1), "colours come one after the other"),
        (lambda image: image.reshape(image.shape[0] * image.shape[1], image.shape[2]),
         "one column for each colour"),
        (lambda image: image.reshape(-1, 1).tolist(), "but it is a list."),
    ],
)  # fmt: skip
def test_image2vector(attempt, sentence):
    function = named("image2vector", attempt)
    if sentence is None:
        assert c1w1.check(function).passed
    else:
        assert_says(function, sentence)


def test_image2vector_that_resizes_its_argument():
    def image2vector(image):
        image.resize(image.size, 1)
        return image

    assert_says(image2vector, "It changes the")


@pytest.mark.parametrize(
    ("attempt", "sentence"),
    [
        (lambda x: x / np.maximum(np.linalg.norm(x, axis=1)[:, None], 1e-12), None),
        (lambda x: x / np.linalg.norm(x, axis=1), "`keepdims=True` is missing"),
        (lambda x: x / np.linalg.norm(x, axis=0, keepdims=True), "The *columns* have length 1"),
        (lambda x: x / np.linalg.norm(x), "All rows are divided by one number"),
        (lambda x: x / np.linalg.norm(x, ord=1, axis=1, keepdims=True), "sum of its absolute"),
        (lambda x: x / np.linalg.norm(x, axis=1, keepdims=True), "0 / 0 is nan"),
        (lambda x: x / (np.linalg.norm(x, axis=1, keepdims=True) + 1e-3), "only the zeros"),
        (lambda x: x / np.sum(x**2, axis=1, keepdims=True), "The root is missing"),
        (lambda x: x / np.std(x, axis=1, keepdims=True), "should be"),
    ],
)
def test_normalize_rows(attempt, sentence):
    function = named("normalize_rows", attempt)
    if sentence is None:
        assert c1w1.check(function).passed
    else:
        assert_says(function, sentence)


def test_normalize_rows_in_place_is_named_together_with_the_zero_row():
    def normalize_rows(x):
        x /= np.sqrt((x**2).sum(axis=1, keepdims=True))
        return x

    assert_says(normalize_rows, "It changes the caller's x")


@pytest.mark.parametrize(
    ("attempt", "sentence"),
    [
        (lambda e, x: e / np.sum(e, axis=1, keepdims=True), None),
        (lambda e, x: e / e.sum(axis=-1).reshape(-1, 1), None),
        (lambda e, x: e / e.sum(axis=1), "`keepdims=True` is missing in the sum"),
        (lambda e, x: e / e.sum(axis=0), "should"),
        (lambda e, x: np.exp(x) / np.exp(x).sum(axis=0, keepdims=True), "The *columns* make 1"),
        (lambda e, x: np.exp(x) / np.exp(x).sum(), "All the shares of the table together"),
        (lambda e, x: np.exp(x) / np.exp(x).sum(axis=1, keepdims=True), "Large scores overflow"),
        (lambda e, x: np.exp(x) / np.exp(x).sum(axis=1), "`keepdims=True` is missing in the sum"),
        (lambda e, x: np.exp(-x) / np.exp(-x).sum(axis=1, keepdims=True), "The sign is turned"),
        (lambda e, x: np.eye(x.shape[1])[x.argmax(axis=1)], "that is a decision"),
        (lambda e, x: e, "each row still has to be divided"),
    ],
)
def test_softmax(attempt, sentence):
    def softmax(x):
        return attempt(np.exp(x - x.max(axis=1, keepdims=True)), x)

    if sentence is None:
        assert c1w1.check(softmax).passed
    else:
        assert_says(softmax, sentence)


def test_one_maximum_for_the_whole_table():
    def softmax(x):
        x_exp = np.exp(x - np.max(x, initial=-np.inf))
        return x_exp / np.sum(x_exp, axis=1, keepdims=True)

    assert_says(softmax, "One maximum is taken from the whole table")


@pytest.mark.parametrize(
    ("attempt", "sentence"),
    [
        (lambda yhat, y: float(np.abs(yhat - y).sum()), None),
        (lambda yhat, y: sum(yhat - y), "Estimate minus truth, added up as it is, cancels out"),
        (lambda yhat, y: sum(y - yhat), "The absolute value is missing"),
        (lambda yhat, y: np.abs(yhat - y).mean() if y.size else 0, "This is the mean"),
        (lambda yhat, y: np.linalg.norm(yhat - y), "root of the sum of squares"),
        (lambda yhat, y: abs(yhat - y), "the sum is missing"),
        (lambda yhat, y: np.abs(yhat[:, None] - y).sum(), "is compared with *every* truth"),
    ],
)
def test_l1(attempt, sentence):
    function = named("L1", attempt)
    if sentence is None:
        assert c1w1.check(function).passed
    else:
        assert_says(function, sentence)


@pytest.mark.parametrize(
    ("attempt", "sentence"),
    [
        (lambda yhat, y: np.inner(yhat - y, yhat - y), None),
        (lambda yhat, y: np.linalg.norm(yhat - y), "L2 here has no root"),
        (lambda yhat, y: np.dot(yhat - y, yhat - y) / max(y.size, 1), "This is the mean"),
        (lambda yhat, y: 0.5 * np.dot(yhat - y, yhat - y), "one half in front"),
        (lambda yhat, y: np.sum(np.abs(yhat - y)), "so L1"),
        (lambda yhat, y: np.sum((y - yhat) ^ 2), "`^` is no power in Python"),
        (lambda yhat, y: np.square(yhat - y), "the sum is missing"),
        (lambda yhat, y: np.sum((yhat - y) ** 3), "should be"),
    ],
)
def test_l2(attempt, sentence):
    function = named("L2", attempt)
    if sentence is None:
        assert c1w1.check(function).passed
    else:
        assert_says(function, sentence)


def test_arguments_in_the_wrong_number():
    def L2(difference):
        return np.sum(difference**2)

    assert_says(L2, "It should take (yhat, y), but yours takes (difference).")


def test_progress_of_this_module():
    statuses = [result.status for result in c1w1.progress(globals()).results]
    assert statuses == [PASSED, *[BLANK] * 6]
