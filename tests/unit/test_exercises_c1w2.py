"""Week 2's checks on code as learners write it, never quite as the mistakes are written."""

import math

import numpy as np
import pytest

from course_utils.exercises import c1w2
from course_utils.exercises.results import BLANK, PASSED, WRONG


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def assert_says(function, *sentences):
    result = c1w2.check(function)
    assert result.status == WRONG
    for sentence in sentences:
        assert sentence in result.feedback, result


def test_the_formula_of_the_lesson_passes_with_a_remark():
    result = c1w2.check(sigmoid)
    assert result.passed
    assert "One remark: for z far below zero `np.exp(-z)` overflows to inf." in result.feedback


def test_sigmoid():
    def sigmoid(z):
        return math.e**-z

    assert_says(sigmoid, "`a` should be 0.69, but it is 0.4493.")

    def sigmoid(z):
        return np.exp(-z) / (1 + np.exp(-z))

    assert_says(sigmoid, "The sign of z is lost")

    def sigmoid(z):
        a = np.zeros(len(z))
        for i in range(len(z)):
            a[i] = 1 / (1 + np.exp(-z[i]))
        return a

    assert_says(sigmoid, "TypeError: object of type 'float' has no len()", "`a = np.zeros(len(z))`")

    def sigmoid(z):
        return [1 / (1 + np.exp(-entry)) for entry in np.atleast_1d(z)]

    assert_says(sigmoid, "should be a number, but it is a list.")


def test_the_published_propagate_survives_all_but_saturation():
    def propagate(w, b, X, Y):
        m = X.shape[1]
        A = sigmoid(np.dot(w.T, X) + b)
        cost = -1 / m * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
        dw = 1 / m * np.dot(X, (A - Y).T)
        db = 1 / m * np.sum(A - Y)
        return {"dw": dw, "db": db}, np.squeeze(cost)

    assert_says(propagate, "the cost is nan where the sigmoid saturates")
    assert "averaged" not in c1w2.check(propagate).feedback


def test_mistakes_are_seen_through_an_unsafe_logarithm():
    def propagate(w, b, X, Y):
        A = sigmoid(w.T @ X + b)
        cost = np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / Y.size
        return {"dw": (Y - A) @ X.T, "db": np.sum(A - Y)}, cost

    assert_says(propagate, "The cost has the wrong sign", "Also: db is not averaged")
    assert_says(propagate, "Then check again: something else is not right yet either.")


def test_a_loop_that_forgets_to_accumulate():
    def propagate(w, b, X, Y):
        m = X.shape[1]
        J = dw = db = 0
        for i in range(m):
            x, y = X[:, [i]], Y[0, i]
            a = sigmoid((w.T @ x).item() + b)
            J += -(y * np.log(a) + (1 - y) * np.log(1 - a))
            dw = x * (a - y)
            db += a - y
        return {"dw": dw / m, "db": db / m}, J / m

    assert_says(propagate, '`grads["dw"][0, 0]` should be', "expected = ", "yours    = ")


def test_labels_that_broadcast_by_accident():
    def propagate(w, b, X, Y):
        A = sigmoid(w.T @ X + b)
        loss = -(Y.T * np.log(A) + (1 - Y.T) * np.log(1 - A))
        return {"dw": X @ (A - Y).T / Y.size, "db": np.mean(A - Y)}, np.mean(loss)

    assert_says(propagate, "`cost` should be")


def test_other_names_for_the_gradients():
    def propagate(w, b, X, Y):
        return {"dW": w, "db": b}, 0.5

    assert_says(propagate, '`grads` lacks the key "dw" and has a key too many: "dW".')


def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    inside = np.clip(A, 1e-15, 1 - 1e-15)
    cost = -np.sum(Y * np.log(inside) + (1 - Y) * np.log(1 - inside)) / m
    return {"dw": 1 / m * X @ (A - Y).T, "db": np.mean(A - Y)}, cost


def test_in_place_updates_change_the_callers_w():
    def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
        costs = []
        for i in range(num_iterations):
            grads, cost = propagate(w, b, X, Y)
            w -= learning_rate * grads["dw"]
            b -= learning_rate * grads["db"]
            if i % 100 == 0:
                costs.append(cost)
        return {"w": w, "b": b}, grads, costs

    assert_says(optimize, "It changes the caller's w")


def test_w_moves_before_db_is_computed():
    def optimize(w, b, X, Y, num_iterations, learning_rate):
        costs = []
        for i in range(num_iterations):
            grads, cost = propagate(w, b, X, Y)
            if i % 100 == 0:
                costs.append(cost)
            w = w - learning_rate * grads["dw"]
            grads["db"] = propagate(w, b, X, Y)[0]["db"]
            b = b - learning_rate * grads["db"]
        return {"w": w, "b": b}, grads, costs

    assert_says(optimize, "w is updated before db is computed")


def test_the_optimize_of_the_lesson():
    def optimize(w, b, X, Y, num_iterations, learning_rate):
        costs = []
        for _ in range(num_iterations):
            grads, cost = propagate(w, b, X, Y)
            costs.append(cost)
            w = w - learning_rate * grads["dw"]
            b = b - learning_rate * grads["db"]
        return w, b, costs

    assert_says(optimize, "It returns `w, b, costs`, as in the lesson")


@pytest.mark.parametrize(
    ("predictions", "sentence"),
    [
        (lambda A: A, "These are the probabilities A"),
        (lambda A: A > 0.5, "as True and False"),
        (lambda A: (A < 0.5) * 1, "the wrong way round"),
        (lambda A: (A.ravel() > 0.5) * 1, "one axis only"),
        (lambda A: (A.T > 0.5) * 1.0, "is a column, (m, 1)"),
        (lambda A: (A > 0.7) * 1.0, "`Y_prediction[0, 2]` should be 1, but it is 0."),
        (lambda A: [int(a > 0.5) for a in A[0]], "should be a NumPy array, but it is a list."),
    ],
)
def test_predict(predictions, sentence):
    def predict(w, b, X):
        return predictions(sigmoid(w.T @ X + b))

    assert_says(predict, sentence)


def test_model_in_a_notebook_where_the_rest_is_missing():
    def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
        w, b = initialize_with_zeros(X_train.shape[0])  # noqa: F821
        return optimize(w, b, X_train, Y_train, num_iterations, learning_rate)  # noqa: F821

    assert_says(model, "name 'initialize_with_zeros' is not defined", "has its cell been run?")


def test_progress_of_this_module():
    statuses = [result.status for result in c1w2.progress(globals()).results]
    assert statuses == [PASSED, BLANK, PASSED, BLANK, BLANK, BLANK]
