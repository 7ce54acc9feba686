"""The checks of course 2, week 2, on code as learners write it."""

import numpy as np
import pytest

from course_utils import nn
from course_utils.exercises import c2w2
from course_utils.exercises.results import BLANK, PASSED, WRONG


def assert_says(function, *sentences):
    result = c2w2.check(function)
    assert result.status == WRONG
    for sentence in sentences:
        assert sentence in result.feedback, result


# As published: written into the dictionaries, which the exercise's given first line has copied.


def update_parameters_with_gd(parameters, grads, learning_rate):
    parameters = parameters.copy()
    L = len(parameters) // 2
    for l in range(1, L + 1):
        parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]
        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]
    return parameters


def initialize_velocity(parameters):
    v = {}
    for l in range(1, len(parameters) // 2 + 1):
        v["dW" + str(l)] = np.zeros_like(parameters["W" + str(l)], dtype=float)
        v["db" + str(l)] = np.zeros_like(parameters["b" + str(l)], dtype=float)
    return v


def initialize_adam(parameters):
    return initialize_velocity(parameters), initialize_velocity(parameters)


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    parameters, v = parameters.copy(), v.copy()
    for key in v:
        v[key] = beta * v[key] + (1 - beta) * grads[key]
        parameters[key[1:]] = parameters[key[1:]] - learning_rate * v[key]
    return parameters, v


def update_parameters_with_adam(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    parameters, v, s = parameters.copy(), v.copy(), s.copy()
    for name in parameters:
        key = "d" + name
        v[key] = beta1 * v[key] + (1 - beta1) * grads[key]
        s[key] = beta2 * s[key] + (1 - beta2) * grads[key] ** 2
        v_corrected = v[key] / (1 - beta1**t)
        s_corrected = s[key] / (1 - beta2**t)
        parameters[name] = parameters[name] - learning_rate * v_corrected / (
            np.sqrt(s_corrected) + epsilon
        )
    return parameters, v, s


WRITTEN = (
    update_parameters_with_gd, initialize_velocity, initialize_adam,
    update_parameters_with_momentum, update_parameters_with_adam,
)  # fmt: skip


@pytest.mark.parametrize("function", WRITTEN)
def test_solutions_in_the_published_form_pass(function):
    assert c2w2.check(function).passed, c2w2.check(function)


def test_the_published_line_that_writes_into_the_callers_array():
    def update_parameters_with_gd(parameters, grads, learning_rate):
        for name in parameters:
            parameters[name] -= learning_rate * grads["d" + name]
        return parameters

    assert_says(update_parameters_with_gd, "It writes into the caller's arrays")


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (lambda v, dW, beta: 0.9 * v + 0.1 * dW, "β is a fixed 0.9"),
        (lambda v, dW, beta: beta * v + dW, "The gradient counts in full"),
        (lambda v, dW, beta: (1 - beta) * v + beta * dW, "β and 1 - β are swapped"),
        (lambda v, dW, beta: (1 - beta) * dW, "v is overwritten"),
        (lambda v, dW, beta: beta * v - (1 - beta) * dW, "should be"),
    ],
)
def test_momentum(step, sentence):
    def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
        new_v = {key: step(v[key], grads[key], beta) for key in v}
        return {n: a - learning_rate * new_v["d" + n] for n, a in parameters.items()}, new_v

    assert_says(update_parameters_with_momentum, sentence)


def adam_with(correction, quotient):
    """A learner's Adam with a correction and a quotient of their own."""

    def update_parameters_with_adam(
        parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
    ):
        v = {key: beta1 * v[key] + (1 - beta1) * grads[key] for key in v}
        s = {key: beta2 * s[key] + (1 - beta2) * np.square(grads[key]) for key in s}
        new = {}
        for name, array in parameters.items():
            v_hat, s_hat = correction(v["d" + name], s["d" + name], beta1, beta2, t)
            new[name] = array - learning_rate * quotient(v_hat, s_hat, epsilon)
        return new, v, s

    return update_parameters_with_adam


def corrected(v, s, beta1, beta2, t):
    return v / (1 - beta1**t), s / (1 - beta2**t)


def over_root(v, s, epsilon):
    return v / (np.sqrt(s) + epsilon)


@pytest.mark.parametrize(
    ("correction", "quotient", "sentence"),
    [
        (corrected, lambda v, s, e: v / (s + e) ** 0.5, "ε is inside the root"),
        (corrected, lambda v, s, e: v / (s + e), "The root is missing"),
        (corrected, lambda v, s, e: v / s**0.5, "ε is not used"),
        (lambda v, s, b1, b2, t: (v / (1 - b1**t), s), over_root, "s is not corrected"),
        (lambda v, s, b1, b2, t: (v, s / (1 - b2**t)), over_root, "v is not corrected"),
        (lambda v, s, b1, b2, t: (v, s), over_root, "Neither v nor s is corrected"),
        (
            lambda v, s, b1, b2, t: (v / (1 - np.float64(b1) ** (t - 1)),
                                     s / (1 - np.float64(b2) ** (t - 1))),
            over_root, "The steps are counted from 0",
        ),
        (
            lambda v, s, b1, b2, t: (v / (1 - b1 * t), s / (1 - b2 * t)), over_root, "should be",
        ),
    ],
)  # fmt: skip
def test_adam(correction, quotient, sentence):
    assert_says(adam_with(correction, quotient), sentence)


def test_adam_counts_from_zero_and_python_refuses():
    def correction(v, s, beta1, beta2, t):
        return v / (1 - beta1 ** (t - 1)), s / (1 - beta2 ** (t - 1))

    assert c2w2.check(adam_with(corrected, over_root)).passed
    assert not c2w2.check(adam_with(correction, over_root)).passed


def test_two_mistakes_in_one_adam_are_both_named():
    def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, eps):
        new = {}
        for name, array in parameters.items():
            key = "d" + name
            v = {**v, key: (beta1 * v[key] + (1 - beta1) * grads[key]) / (1 - beta1**t)}
            s = {**s, key: (beta2 * s[key] + (1 - beta2) * grads[key] ** 2) / (1 - beta2**t)}
            new[name] = array + learning_rate * v[key] / (np.sqrt(s[key]) + eps)
        return new, v, s

    assert_says(update_parameters_with_adam, "v and s are overwritten", "The steps go uphill")


def test_mini_batches_of_one_shuffle_each():
    def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
        rng, m = np.random.default_rng(seed), X.shape[1]
        X, Y = X[:, rng.permutation(m)], Y[:, rng.permutation(m)]
        starts = np.arange(0, m, mini_batch_size)
        return [(X[:, k : k + mini_batch_size], Y[:, k : k + mini_batch_size]) for k in starts]

    assert_says(random_mini_batches, "X and Y are shuffled differently")


def test_mini_batches_by_division_drop_the_rest():
    def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
        order, batches = np.random.default_rng(seed).permutation(X.shape[1]), []
        for k in range(X.shape[1] // mini_batch_size):
            part = order[k * mini_batch_size : (k + 1) * mini_batch_size]
            batches.append((X[:, part], Y[:, part]))
        return batches

    assert_says(random_mini_batches, "The last, shorter mini-batch is missing")


def test_rows_shuffled_instead_of_columns():
    def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
        order = np.random.default_rng(seed).permutation(X.shape[0])
        return [(X[order], Y)]

    assert_says(random_mini_batches, "`mini_batches` should be a list of length 3")


def test_averages_counted_from_zero():
    def exponentially_weighted_average(theta, beta, bias_correction):
        v, averages = 0, np.zeros(len(theta))
        for t, today in enumerate(theta):
            v = beta * v + (1 - beta) * today
            averages[t] = v / (1 - np.float64(beta) ** t) if bias_correction else v
        return averages

    assert_says(exponentially_weighted_average, "The days are counted from 0")


def test_averages_that_correct_what_they_remember():
    def exponentially_weighted_average(theta, beta, bias_correction):
        averages = np.zeros(len(theta) + 1)
        for t in range(1, len(theta) + 1):
            averages[t] = beta * averages[t - 1] + (1 - beta) * theta[t - 1]
            if bias_correction:
                averages[t] /= 1 - beta**t
        return averages[1:]

    assert_says(exponentially_weighted_average, "v is overwritten by the corrected value")


@pytest.mark.parametrize(
    ("rate", "sentence"),
    [
        (lambda a, e, d: a / (d * e + 1), None),
        (lambda a, e, d: a * d**e, "This decays exponentially"),
        (lambda a, e, d: a / (1 + d) ** e, "should be"),
        (lambda a, e, d: a / np.sqrt(1 + d * e), "should be"),
    ],
)
def test_update_lr(rate, sentence):
    def update_lr(learning_rate0, epoch_num, decay_rate):
        return rate(learning_rate0, epoch_num, decay_rate)

    if sentence is None:
        assert c2w2.check(update_lr).passed
    else:
        assert_says(update_lr, sentence)


def test_stairs_without_floor():
    def schedule_lr_decay(learning_rate0, epoch_num, decay_rate, time_interval=1000):
        return learning_rate0 / (1 + decay_rate * epoch_num / time_interval)

    assert_says(schedule_lr_decay, "This glides instead of going in stairs")


def test_progress_of_this_module():
    statuses = [result.status for result in c2w2.progress(globals()).results]
    expected = [PASSED, BLANK, BLANK, PASSED, PASSED, PASSED, PASSED, BLANK, BLANK]
    assert sorted(statuses) == sorted(expected)


# What learners write is the library's, and PyTorch's.


def walked(update, steps=40):
    """Parameters after steps of `update` on a network's parameters, and the gradients used."""
    rng = np.random.default_rng(3)
    parameters = {"W1": rng.normal(size=(4, 3)), "b1": rng.normal(size=(4, 1)),
                  "W2": rng.normal(size=(2, 4)), "b2": rng.normal(size=(2, 1))}  # fmt: skip
    start = {name: array.copy() for name, array in parameters.items()}
    gradients = [
        {"d" + name: rng.normal(size=array.shape) * 10.0 ** rng.integers(-3, 2)
         for name, array in parameters.items()}
        for _ in range(steps)
    ]  # fmt: skip
    v, (_, s) = initialize_velocity(parameters), initialize_adam(parameters)
    for t, grads in enumerate(gradients, start=1):
        parameters, v, s = update(parameters, grads, v, s, t)
    return start, gradients, parameters


UPDATES = {
    "gradient descent": (
        lambda p, g, v, s, t: (c2w2.update_parameters_with_gd(p, g, 0.05), v, s),
        lambda: nn.GradientDescent(0.05),
    ),
    "momentum": (
        lambda p, g, v, s, t: (*c2w2.update_parameters_with_momentum(p, g, v, 0.9, 0.05), s),
        lambda: nn.Momentum(0.05, beta1=0.9),
    ),
    "Adam": (
        lambda p, g, v, s, t: c2w2.update_parameters_with_adam(
            p, g, v, s, t, 0.01, 0.9, 0.999, 1e-8
        ),
        lambda: nn.Adam(0.01),
    ),
}


@pytest.mark.parametrize(("update", "build"), UPDATES.values(), ids=UPDATES)
def test_the_exercises_take_the_librarys_steps(update, build):
    ours, gradients, theirs = walked(update)
    optimizer = build()
    for grads in gradients:
        optimizer.step(ours, grads)
    for name in ours:
        np.testing.assert_allclose(ours[name], theirs[name], rtol=0, atol=1e-12)


@pytest.mark.torch
@pytest.mark.parametrize("name", UPDATES)
def test_the_exercises_take_pytorchs_steps(name):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: nothing to compare with")
    build = {
        "gradient descent": lambda p: torch.optim.SGD(p, lr=0.05),
        # PyTorch leaves out the factor 1 - beta: its rate is ours times 0.1
        "momentum": lambda p: torch.optim.SGD(p, lr=0.05 * 0.1, momentum=0.9),
        "Adam": lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.9, 0.999), eps=1e-8),
    }[name]
    start, gradients, ours = walked(UPDATES[name][0])
    theirs = {name: torch.tensor(array, requires_grad=True) for name, array in start.items()}
    optimizer = build(list(theirs.values()))
    for grads in gradients:
        for key, tensor in theirs.items():
            tensor.grad = torch.tensor(grads["d" + key])
        optimizer.step()
    for key, array in ours.items():
        np.testing.assert_allclose(array, theirs[key].detach().numpy(), rtol=0, atol=1e-12)
