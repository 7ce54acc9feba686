"""Week 3's checks on code as learners write it, never quite as the mistakes are written."""

# ruff: noqa: NPY002 - learners know randn

import copy
import types

import numpy as np
import pytest

from course_utils.exercises import c1w3
from course_utils.exercises.c1w3.beginning import kind
from course_utils.exercises.results import WRONG


def assert_says(function, *sentences):
    result = c1w3.check(function)
    assert result.status == WRONG
    for sentence in sentences:
        assert sentence in result.feedback, result


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


# The published solutions, in their style


def layer_sizes(X, Y):
    n_x = X.shape[0]
    n_h = 4
    n_y = Y.shape[0]
    return (n_x, n_h, n_y)


def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(2)
    W1 = np.random.randn(n_h, n_x) * 0.01
    b1 = np.zeros((n_h, 1))
    W2 = np.random.randn(n_y, n_h) * 0.01
    b2 = np.zeros((n_y, 1))
    assert W1.shape == (n_h, n_x)
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def forward_propagation(X, parameters):
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    A2 = sigmoid(Z2)
    assert A2.shape == (1, X.shape[1])
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def compute_cost(A2, Y):
    m = Y.shape[1]
    A2 = np.clip(A2, 1e-12, 1 - 1e-12)
    logprobs = np.multiply(np.log(A2), Y) + np.multiply(np.log(1 - A2), 1 - Y)
    return float(np.squeeze(-np.sum(logprobs) / m))


def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    W2, A1, A2 = parameters["W2"], cache["A1"], cache["A2"]
    dZ2 = A2 - Y
    dW2 = 1 / m * np.dot(dZ2, A1.T)
    db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.multiply(np.dot(W2.T, dZ2), 1 - np.power(A1, 2))
    dW1 = 1 / m * np.dot(dZ1, X.T)
    db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def update_parameters(parameters, grads, learning_rate=1.2):
    W1, b1 = copy.deepcopy(parameters["W1"]), copy.deepcopy(parameters["b1"])
    W2, b2 = copy.deepcopy(parameters["W2"]), copy.deepcopy(parameters["b2"])
    W1 -= learning_rate * grads["dW1"]
    b1 -= learning_rate * grads["db1"]
    W2 -= learning_rate * grads["dW2"]
    b2 -= learning_rate * grads["db2"]
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    np.random.seed(3)
    n_x, _, n_y = layer_sizes(X, Y)
    parameters = initialize_parameters(n_x, n_h, n_y)
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        cost = compute_cost(A2, Y)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
        if print_cost and i % 1000 == 0:
            print(f"Cost after iteration {i}: {cost}")
    return parameters


def predict(parameters, X):
    A2, _ = forward_propagation(X, parameters)
    return (A2 > 0.5).astype(float)


@pytest.mark.parametrize(
    "function",
    [
        layer_sizes,
        initialize_parameters,
        forward_propagation,
        compute_cost,
        backward_propagation,
        update_parameters,
        nn_model,
        predict,
    ],
)
def test_the_published_solutions_pass(function):
    result = c1w3.check(function)
    assert result.passed, result


def test_all_eight_are_there():
    assert len(c1w3.week.exercises) == 8
    assert c1w3.progress(globals()).title == "8 of 8 exercises of c1w3 pass."


# Mistakes


def test_the_published_cost_meets_a_sure_prediction():
    def compute_cost(A2, Y):
        logprobs = np.multiply(np.log(A2), Y) + np.multiply(np.log(1 - A2), 1 - Y)
        return -np.sum(logprobs) / Y.shape[1]

    assert_says(compute_cost, "0 times -inf is nan")


@pytest.mark.parametrize(
    ("W", "name"),
    [
        (np.zeros((4, 2)), "all zero"),
        (np.full((4, 2), 0.01), "all equal"),
        (np.tile([[0.01, -0.02]], (4, 1)), "random, but the same in every row"),
        (np.random.default_rng(0).normal(size=(4, 2)), "random, but not small"),
        (np.random.default_rng(0).normal(size=(4, 2)) * 0.01, "random and small"),
        (np.array([[0.01, 0.02]]), "random and small"),
    ],
)
def test_the_kinds_of_a_start(W, name):
    assert kind(W) == name


def test_random_starts_are_never_taken_for_wrong_ones():
    for seed in range(200):

        def initialize_parameters(n_x, n_h, n_y, seed=seed):
            rng = np.random.default_rng(seed)
            return {
                "W1": rng.normal(size=(n_h, n_x)) * 0.01,
                "b1": np.zeros((n_h, 1)),
                "W2": rng.normal(size=(n_y, n_h)) * 0.01,
                "b2": np.zeros((n_y, 1)),
            }

        assert c1w3.check(initialize_parameters).passed


def test_starts():
    def initialize_parameters(n_x, n_h, n_y):
        W1, W2 = np.random.randn(n_h, n_x), np.random.randn(n_y, n_h)
        return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}

    assert_says(initialize_parameters, "the factor 0.01 is missing")

    def initialize_parameters(n_x, n_h, n_y):
        W1 = np.random.randn((n_h, n_x)) * 0.01
        return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W1, "b2": np.zeros((n_y, 1))}

    assert_says(initialize_parameters, "without a second pair of brackets")

    def initialize_parameters(n_x, n_h, n_y):
        W = np.random.default_rng(0).normal(size=(n_h, n_x))
        return {"W1": W * 0.01, "b1": np.zeros((n_h, 1)), "b2": np.zeros((n_y, 1))}

    assert_says(initialize_parameters, '`parameters` lacks the key "W2".')


def test_backward():
    def backward_propagation(parameters, cache, X, Y):
        grads = globals()["backward_propagation"](parameters, cache, X, Y)
        dZ1 = np.dot(parameters["W2"].T, cache["A2"] - Y) * (1 - cache["A1"])
        return {
            **grads,
            "dW1": dZ1 @ X.T / X.shape[1],
            "db1": np.sum(dZ1, axis=1, keepdims=True) / X.shape[1],
        }

    assert_says(backward_propagation, "with the square")

    def backward_propagation(parameters, cache, X, Y):
        m, dZ2 = X.shape[1], cache["A2"] - Y
        dZ1 = np.dot(parameters["W1"].T, dZ2) * (1 - np.power(cache["A1"], 2))
        return {"dW1": dZ1 @ X.T / m, "db1": dZ1, "dW2": dZ2, "db2": dZ2}

    assert_says(backward_propagation, "the wrong weights: the blame comes back through W2ᵀ")

    def backward_propagation(parameters, cache, X, Y):
        dZ2 = cache["A2"] - Y
        dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
        m = X.shape[1]
        dW1, dW2 = dZ1 @ X.T / m, dZ2 @ cache["A1"].T / m
        return {"dW1": dW1, "db1": dZ1.sum(1) / m, "dW2": dW2, "db2": dZ2.sum(1) / m}

    assert_says(backward_propagation, "keepdims=True")

    def backward_propagation(parameters, cache, X, Y):
        grads = globals()["backward_propagation"](parameters, cache, X, Y)
        return {name: np.where(True, grad, 0) * X.shape[1] for name, grad in grads.items()}

    assert_says(backward_propagation, "No gradient is averaged")


def test_update_in_place():
    def update_parameters(parameters, grads, learning_rate):
        W1, b1 = parameters["W1"], parameters["b1"]
        W2, b2 = parameters["W2"], parameters["b2"]
        W1 -= learning_rate * grads["dW1"]
        b1 -= learning_rate * grads["db1"]
        W2 -= learning_rate * grads["dW2"]
        b2 -= learning_rate * grads["db2"]
        return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}

    assert_says(update_parameters, "It changes the caller's dictionary.")


def test_models():
    def nn_model(X, Y, n_h, num_iterations):
        parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
        for _ in range(num_iterations):
            _, cache = forward_propagation(X, parameters)
            update_parameters(parameters, backward_propagation(parameters, cache, X, Y))
        return parameters

    assert_says(nn_model, "It does not learn")

    def nn_model(X, Y, n_h, num_iterations):
        return globals()["nn_model"](X, Y, n_h, 1500)

    assert_says(nn_model, "thousands of steps, whatever the caller asks for")

    def nn_model(X, Y, n_h, num_iterations):
        return globals()["nn_model"](X, Y, 4, num_iterations)

    assert_says(nn_model, "n_h is not used")


def test_a_model_on_a_wrong_gradient_is_sent_to_the_gradient():
    def uphill(parameters, cache, X, Y):
        grads = backward_propagation(parameters, cache, X, Y)
        return {name: -grad for name, grad in grads.items()}

    wrong = types.FunctionType(
        uphill.__code__, globals(), "backward_propagation", closure=uphill.__closure__
    )
    notebook = {**globals(), "backward_propagation": wrong}
    model = types.FunctionType(nn_model.__code__, notebook, "nn_model", (10_000, False))
    assert_says(model, "It calls your `backward_propagation`, which is not right yet")
