"""Week C2W1's checks on code as learners write it, never quite as the mistakes are written."""

import numpy as np
import pytest

from course_utils.exercises import c2w1, weeks
from course_utils.exercises.c2w1.measured import published, two_sided
from course_utils.exercises.c2w1.slope import backward_propagation, forward_propagation
from course_utils.exercises.c2w1.week import NAMES, backward, forward
from course_utils.exercises.results import BLANK, PASSED, WRONG

rng = np.random.default_rng()


def assert_says(function, *sentences):
    result = c2w1.check(function)
    assert result.status == WRONG
    for sentence in sentences:
        assert sentence in result.feedback, result


def relu(Z):
    return np.maximum(0, Z)


def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def test_the_week_is_found_and_its_exercises_are_in_the_order_of_the_notebook():
    assert weeks()["c2w1"] is c2w1.week
    assert list(c2w1.week.exercises)[::3] == [
        "initialize_parameters_zeros",
        "compute_cost_with_regularization",
        "backward_propagation_with_dropout",
        "gradient_check_n",
    ]


def test_the_published_case_gives_the_published_difference():
    X, Y, parameters = published()
    gradients = backward(X, Y, forward(X, parameters)[1])
    wrong = gradients | {"dW2": 2 * gradients["dW2"], "db1": 4 * gradients["db1"]}
    check = c2w1.gradient_check_n
    assert check(parameters, wrong, X, Y, 1e-7) == pytest.approx(0.2850931, abs=1e-6)
    assert check(parameters, gradients, X, Y, 1e-7) < 2e-7
    assert check(parameters, gradients, X, Y, 1e-5) < 1e-8


def test_the_references_agree_with_measured_slopes():
    X, Y, parameters = published()
    cache = forward(X, parameters)[1]
    measured = two_sided(parameters, X, Y, 1e-5)
    m, lambd = X.shape[1], 0.7
    gradients = c2w1.backward_propagation_with_regularization(X, Y, cache, lambd)
    for name in NAMES:
        decay = lambd / m * parameters[name].ravel() * name.startswith("W")
        assert gradients[f"d{name}"].ravel() == pytest.approx(measured[f"d{name}"] + decay)


def test_a_start_that_is_scaled_by_the_wrong_thing():
    def initialize_parameters_he(layers_dims):
        parameters = {}
        for l in range(1, len(layers_dims)):
            n, n_prev = layers_dims[l], layers_dims[l - 1]
            parameters[f"W{l}"] = rng.normal(size=(n, n_prev)) * np.sqrt(2 / layers_dims[l])
            parameters[f"b{l}"] = np.zeros((n, 1))
        return parameters

    assert_says(initialize_parameters_he, "The factor uses the units of the layer itself")

    def initialize_parameters_random(layers_dims):
        parameters = {}
        for l in range(1, len(layers_dims)):
            parameters[f"W{l}"] = rng.random((layers_dims[l], layers_dims[l - 1])) * 10
            parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
        return parameters

    assert_says(initialize_parameters_random, "No weight is negative")

    def initialize_parameters_random(layers_dims):
        return {
            f"{kind}{l}": 10 * rng.normal(size=(layers_dims[l], layers_dims[l - 1] if kind == "W"
                                                else 1))
            for l in range(1, len(layers_dims)) for kind in "Wb"
        }  # fmt: skip

    assert_says(initialize_parameters_random, "The biases are drawn too")


@pytest.mark.parametrize("seed", range(5))
def test_he_passes_whatever_the_draw(seed):
    def initialize_parameters_he(layers_dims):
        own, parameters = np.random.RandomState(seed), {}
        for l in range(1, len(layers_dims)):
            shape = layers_dims[l], layers_dims[l - 1]
            parameters["W" + str(l)] = own.randn(*shape) * np.sqrt(2.0 / layers_dims[l - 1])
            parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
        return parameters

    assert c2w1.check(initialize_parameters_he).passed


def test_a_cost_with_two_mistakes_is_told_both_or_shown_the_case():
    def compute_cost_with_regularization(A3, Y, parameters, lambd):
        m = Y.shape[1]
        J = -np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / m
        return J + lambd / m * sum(np.sum(array**2) for array in parameters.values())

    assert_says(compute_cost_with_regularization, "`cost` should be", "parameters = ")

    def compute_cost_with_regularization(A3, Y, parameters, lambd):
        m = Y.shape[1]
        J = -np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / m
        for name, array in parameters.items():
            J += lambd / (2 * m) * np.sum(array * array) if name else 0
        return J

    assert_says(compute_cost_with_regularization, "The biases are paid for too")


def test_decay_in_the_biases_and_half_the_slope():
    def with_decay(factor, names):
        def backward_propagation_with_regularization(X, Y, cache, lambd):
            gradients = backward(X, Y, cache)
            for l in (1, 2, 3):
                for name, array in (("W", cache[4 * l - 2]), ("b", cache[4 * l - 1])):
                    if name in names:
                        key = f"d{name}{l}"
                        gradients[key] = gradients[key] + factor * lambd / X.shape[1] * array
            return gradients

        return backward_propagation_with_regularization

    assert c2w1.check(with_decay(1, "W")).passed
    assert_says(with_decay(0.5, "W"), "The factor is lambd/(2m), as in the cost")
    assert_says(with_decay(1, "Wb"), "The biases decay too")
    assert_says(with_decay(1, "b"), "The penalty is missing in dW", "The biases decay too")


def learners_dropout(mask, scale=lambda A, p: A / p):
    def forward_propagation_with_dropout(X, parameters, keep_prob):
        A, cache = X, ()
        for l in (1, 2):
            W, b = parameters[f"W{l}"], parameters[f"b{l}"]
            Z = W @ A + b
            D = mask(Z.shape, keep_prob)
            A = scale(relu(Z) * D, keep_prob)
            cache += (Z, D, A, W, b)
        Z3 = parameters["W3"] @ A + parameters["b3"]
        A3 = sigmoid(Z3)
        return A3, (*cache, Z3, A3, parameters["W3"], parameters["b3"])

    return forward_propagation_with_dropout


@pytest.mark.parametrize("seed", range(8))
def test_dropout_passes_whatever_the_draw(seed):
    own = np.random.default_rng(seed)
    assert c2w1.check(learners_dropout(lambda shape, p: own.random(shape) < p)).passed


@pytest.mark.parametrize(
    ("mask", "scale", "sentence"),
    [
        (lambda shape, p: rng.random(shape) < p, lambda A, p: A, "isn't divided by keep_prob"),
        (lambda shape, p: rng.random(shape) > p, lambda A, p: A / p, "the wrong way round"),
        (lambda shape, p: rng.random((shape[0], 1)) < p, lambda A, p: A / p, "one column for all"),
        (lambda shape, p: rng.normal(size=shape) < p, lambda A, p: A / p, "The draws are normal"),
        (
            lambda shape, p: rng.random(shape) < 0.3,
            lambda A, p: A / p,
            "The share of ones in D1 should be 'keep_prob', but it is 'another'.",
        ),
        (
            lambda shape, p: rng.random(shape) < p,
            lambda A, p: A - p,
            "The formula for A1 should be 'ReLU(Z) * D / keep_prob', but it is 'something else'.",
        ),
    ],
)
def test_dropout_forward(mask, scale, sentence):
    assert_says(learners_dropout(mask, scale), sentence)


def test_dropout_backward_with_new_masks():
    def backward_propagation_with_dropout(X, Y, cache, keep_prob):
        plain = tuple(cache[i] for i in range(14) if i not in (1, 6))
        masks = [rng.random(cache[i].shape) < keep_prob for i in (1, 6)]
        return backward(X, Y, plain, masks, keep_prob)

    assert_says(backward_propagation_with_dropout, "New masks are drawn on the way back")

    def backward_propagation_with_dropout(X, Y, cache, keep_prob):
        plain = tuple(cache[i] for i in range(14) if i not in (1, 6))
        return backward(X, Y, plain, (cache[1], cache[6]))

    assert_says(backward_propagation_with_dropout, "dA isn't divided by keep_prob")


def test_normalising_with_the_wrong_statistics():
    def own(X):
        return (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)

    def normalize_inputs(X_train, X_test):
        return own(X_train), own(X_test)

    assert_says(normalize_inputs, "normalised with its own mean and deviation")

    def normalize_inputs(X_train, X_test):
        mu, sigma = X_train.mean(axis=1, keepdims=True), X_train.std(1, ddof=1, keepdims=True)
        return (X_train - mu) / sigma, (X_test - mu) / sigma

    assert_says(normalize_inputs, "m - 1")

    def normalize_inputs(X_train, X_test):
        X_train -= X_train.mean(axis=1, keepdims=True)
        X_train /= X_train.std(axis=1, keepdims=True)
        return X_train, X_test

    assert_says(normalize_inputs, "The test set comes back as it was")

    def normalize_inputs(X_train, X_test):
        mu, sigma = X_train.mean(axis=1, keepdims=True), X_train.std(axis=1, keepdims=True)
        sigma[sigma == 0] = 1
        X_test -= mu
        return (X_train - mu) / sigma, X_test / sigma

    assert_says(normalize_inputs, "It changes its argument `X_test`, which belongs to the caller")


def test_gradient_check_of_one_weight():
    def gradient_check(x, theta, epsilon):
        J_plus, J_minus = (forward_propagation(x, theta + s * epsilon) for s in (1, -1))
        grad, gradapprox = backward_propagation(x, theta), (J_plus - J_minus) / epsilon
        return abs(grad - gradapprox) / (abs(grad) + abs(gradapprox))

    assert_says(gradient_check, "The 2 is missing")

    def gradient_check(x, theta, epsilon):
        J_plus, J_minus = (forward_propagation(x, theta + s * epsilon) for s in (1, -1))
        grad, gradapprox = backward_propagation(x, theta), (J_plus - J_minus) / (2 * epsilon)
        difference = abs(grad - gradapprox) / (abs(grad) + abs(gradapprox))
        print("wrong" if difference > 1e-7 else "right")
        return difference

    assert c2w1.check(gradient_check).passed


def test_gradient_check_of_all_weights_that_forgets_to_put_back():
    def gradient_check_n(parameters, gradients, X, Y, epsilon):
        grad, approx = [], []
        for name in NAMES:
            for entry in np.ndindex(parameters[name].shape):
                parameters[name][entry] += epsilon
                J_plus = -np.mean(np.log(np.where(Y == 1, p := forward(X, parameters)[0], 1 - p)))
                parameters[name][entry] -= 2 * epsilon
                J_minus = -np.mean(np.log(np.where(Y == 1, p := forward(X, parameters)[0], 1 - p)))
                approx.append((J_plus - J_minus) / (2 * epsilon))
                grad.append(gradients[f"d{name}"][entry])
        grad, approx = np.array(grad), np.array(approx)
        norm = np.linalg.norm
        return norm(grad - approx) / (norm(grad) + norm(approx))

    assert_says(gradient_check_n, "The entries aren't put back")


def test_progress_of_a_notebook():
    def gradient_check(x, theta, epsilon):
        grad = -x * (1 - sigmoid(theta * x))
        J_plus, J_minus = (np.log1p(np.exp(-(theta + e) * x)) for e in (epsilon, -epsilon))
        approx = (J_plus - J_minus) / (2 * epsilon)
        return abs(grad - approx) / (abs(grad) + abs(approx))

    results = c2w1.progress({"gradient_check": gradient_check}).results
    assert len(results) == 10
    assert {r.name: r.status for r in results}["gradient_check"] == PASSED
    assert [r.status for r in results].count(BLANK) == 9
