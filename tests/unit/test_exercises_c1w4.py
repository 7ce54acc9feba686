"""Week 4's checks on code as learners write it, never quite as the mistakes are written."""

import itertools

import numpy as np
import pytest

from course_utils.exercises import c1w4
from course_utils.exercises.results import BLANK, PASSED, WRONG


def sigmoid(Z):
    return 0.5 * np.tanh(0.5 * Z) + 0.5


def assert_says(function, *sentences):
    result = c1w4.check(function)
    assert result.status == WRONG
    for sentence in sentences:
        assert sentence in result.feedback, result


@pytest.mark.parametrize(
    ("scale", "sentence"),
    [
        (lambda n, n_prev: 0.01, "the size 0.01"),
        (lambda n, n_prev: 0.3, "The standard deviation of W1 should be '√(2/n_prev)'"),
        (lambda n, n_prev: np.sqrt(2 / n), "uses the units of the layer itself"),
        (lambda n, n_prev: 1 / np.sqrt(n_prev), "suits tanh"),
    ],
)
def test_the_size_of_the_first_weights(scale, sentence):
    def initialize_parameters_deep(layer_dims):
        rng, parameters = np.random.default_rng(11), {}
        for l in range(1, len(layer_dims)):
            n, n_prev = layer_dims[l], layer_dims[l - 1]
            parameters[f"W{l}"] = rng.normal(size=(n, n_prev)) * scale(n, n_prev)
            parameters[f"b{l}"] = np.zeros((n, 1))
        return parameters

    assert_says(initialize_parameters_deep, sentence)


def test_a_layer_too_few():
    def initialize_parameters_deep(layer_dims):
        parameters = {}
        for l in range(1, len(layer_dims) - 1):
            shape = layer_dims[l], layer_dims[l - 1]
            parameters[f"W{l}"] = np.random.default_rng(l).normal(size=shape) * 0.01
            parameters[f"b{l}"] = np.zeros((layer_dims[l], 1))
        return parameters

    assert_says(initialize_parameters_deep, "the loop is `range(1, len(layer_dims))`")


@pytest.mark.parametrize("seed", range(20))
def test_random_weights_pass_whatever_the_draw(seed):
    rng = np.random.default_rng(seed)

    def initialize_parameters_deep(layer_dims):
        sizes = list(itertools.pairwise(layer_dims))
        W = {f"W{l}": rng.normal(size=(n, p)) * (2 / p) ** 0.5 for l, (p, n) in enumerate(sizes, 1)}
        return W | {f"b{l}": np.zeros((n, 1)) for l, (_, n) in enumerate(sizes, 1)}

    assert c1w4.check(initialize_parameters_deep).passed


def test_linear_forward():
    def linear_forward(A, W, b):
        return np.dot(W, A) + b

    assert_says(linear_forward, "The cache is missing")

    def linear_forward(A, W, b):
        Z = W @ A + b
        return Z, {"A": A, "W": W, "b": b}

    assert_says(linear_forward, "`cache` should be a list of length 3, but it is a dictionary.")


def linear_forward(A, W, b):
    return W @ A + b, (A, W, b)


def test_linear_activation_forward():
    def linear_activation_forward(A_prev, W, b, activation):
        Z, linear_cache = linear_forward(A_prev, W, b)
        A = sigmoid(Z) if activation == "sigmoid" else np.maximum(0, A_prev)
        return A, (linear_cache, Z)

    assert_says(linear_activation_forward, "The case: ReLU.")


def linear_activation_forward(A_prev, W, b, activation):
    Z, linear_cache = linear_forward(A_prev, W, b)
    A = sigmoid(Z) if activation == "sigmoid" else np.maximum(0, Z)
    return A, (linear_cache, Z)


def test_one_layer_too_many_in_the_loop():
    def L_model_forward(X, parameters):
        caches, A, L = [], X, len(parameters) // 2
        for l in range(1, L + 1):
            A, cache = linear_activation_forward(
                A, parameters[f"W{l}"], parameters[f"b{l}"], "relu"
            )
            caches.append(cache)
        return A, caches

    assert_says(L_model_forward, "The last layer is ReLU too")

    def L_model_forward(X, parameters):
        caches, A, L = [], X, len(parameters)
        for l in range(1, L + 1):
            activation = "sigmoid" if l == L else "relu"
            A, cache = linear_activation_forward(
                A, parameters["W" + str(l)], parameters["b" + str(l)], activation
            )
            caches.append(cache)
        return A, caches

    assert_says(L_model_forward, "L is `len(parameters) // 2`, not `len(parameters)`.")


def test_compute_cost():
    def compute_cost(AL, Y):
        return -(Y @ np.log(AL).T + (1 - Y) @ np.log(1 - AL).T).item() / len(Y)

    assert_says(compute_cost, "The cost is not averaged")


def linear_backward(dZ, cache):
    A_prev, W, _b = cache
    m = A_prev.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, np.sum(dZ, axis=1, keepdims=True) / m


def test_two_mistakes_in_linear_backward():
    def linear_backward(dZ, cache):
        A_prev, W, _b = cache
        return W.T @ dZ, dZ @ A_prev.T, np.sum(dZ, axis=1) / dZ.shape[1]

    assert_says(linear_backward, "dW is not averaged", "`keepdims=True`")


def test_dA_where_dZ_belongs():
    def linear_activation_backward(dA, cache, activation):
        linear_cache, _activation_cache = cache
        return linear_backward(dA, linear_cache)

    assert_says(linear_activation_backward, "dA is used as dZ")

    def linear_activation_backward(dA, cache, activation):
        linear_cache, Z = cache
        dZ = dA
        if activation == "relu":
            dZ[Z <= 0] = 0
        else:
            dZ = dA * sigmoid(Z) * (1 - sigmoid(Z))
        return linear_backward(dZ, linear_cache)

    assert_says(linear_activation_backward, "It changes its argument `dA`")


def linear_activation_backward(dA, cache, activation):
    linear_cache, Z = cache
    slope = sigmoid(Z) * (1 - sigmoid(Z)) if activation == "sigmoid" else Z > 0
    return linear_backward(dA * slope, linear_cache)


def test_the_backward_loop_of_older_assignments():
    def L_model_backward(AL, Y, caches):
        grads, L = {}, len(caches)
        dAL = -(Y / AL - (1 - Y) / (1 - AL))
        step = linear_activation_backward(dAL, caches[-1], "sigmoid")
        grads[f"dA{L}"], grads[f"dW{L}"], grads[f"db{L}"] = step
        for l in reversed(range(L - 1)):
            step = linear_activation_backward(grads[f"dA{l + 2}"], caches[l], "relu")
            grads[f"dA{l + 1}"], grads[f"dW{l + 1}"], grads[f"db{l + 1}"] = step
        return grads

    assert_says(L_model_backward, "what layer l gives back belongs to layer l - 1")


def test_the_last_layer_is_done_twice():
    def L_model_backward(AL, Y, caches):
        grads, L = {}, len(caches)
        dA = -Y / AL + (1 - Y) / (1 - AL)
        for l in reversed(range(L)):
            grads["dA" + str(l)], grads["dW" + str(l + 1)], grads["db" + str(l + 1)] = (
                linear_activation_backward(dA, caches[l], "relu")
            )
            dA = grads["dA" + str(l)]
        return grads

    assert_says(L_model_backward, "The last layer is treated as ReLU")


def test_a_copy_of_the_dictionary_is_not_a_copy_of_its_arrays():
    def update_parameters(params, grads, learning_rate):
        parameters = params.copy()
        for l in range(1, len(parameters) // 2 + 1):
            parameters[f"W{l}"] -= learning_rate * grads[f"dW{l}"]
            parameters[f"b{l}"] -= learning_rate * grads[f"db{l}"]
        return parameters

    assert_says(update_parameters, "It changes the caller's parameters.", "`W -= ...`")


def test_m_is_counted_in_columns():
    def linear_backward(dZ, cache):
        A_prev, W, _b = cache
        m = A_prev.shape[0]
        return W.T @ dZ, dZ @ A_prev.T / m, dZ.sum(axis=1, keepdims=True) / m

    assert_says(linear_backward, "m is `A_prev.shape[1]`")


def test_the_sigmoid_of_week_2_passes_with_a_remark():
    def linear_activation_forward(A_prev, W, b, activation):
        Z, linear_cache = linear_forward(A_prev, W, b)
        A = 1 / (1 + np.exp(-Z)) if activation == "sigmoid" else Z * (Z > 0)
        return A, (linear_cache, Z)

    result = c1w4.check(linear_activation_forward)
    assert result.passed
    assert "overflow encountered in exp" in result.feedback


def test_update_parameters():
    def update_parameters(parameters, grads, learning_rate):
        L = len(parameters) // 2
        for l in range(L):
            parameters["W" + str(l + 1)] -= learning_rate * grads["dW" + str(l + 1)]
            parameters["b" + str(l + 1)] -= learning_rate * grads["db" + str(l + 1)]
        return parameters

    assert_says(update_parameters, "It changes the caller's parameters.")

    def update_parameters(parameters, grads, learning_rate):
        parameters = parameters.copy()
        for l in range(1, len(parameters) // 2):
            parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]
            parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]
        return parameters

    assert_says(update_parameters, "The last layer is not moved")


def test_what_depends_on_another_function_says_so():
    def linear_forward(A, W, b):
        return A @ W + b, (A, W, b)

    source = "def linear_activation_forward(A_prev, W, b, activation):\n"
    source += "    Z, cache = linear_forward(A_prev, W, b)\n    return Z, (cache, Z)\n"
    namespace = {"linear_forward": linear_forward}
    code = compile(source, "cell", "exec").co_consts[0]
    function = type(linear_forward)(code, namespace, "linear_activation_forward")
    assert_says(
        function, "It calls your `linear_forward`, which is not right yet: mend that first."
    )


def test_progress_of_this_module():
    statuses = [result.status for result in c1w4.progress(globals()).results]
    assert statuses == [BLANK, PASSED, PASSED, BLANK, BLANK, PASSED, PASSED, BLANK, BLANK]
