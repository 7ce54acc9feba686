"""Week C2W3's checks on code as learners write it, never quite as the mistakes are written."""

import math
import types

import numpy as np
import pytest

from course_utils import nn
from course_utils.exercises import c2w3, weeks
from course_utils.exercises.c2w3 import backward, forward, sampling
from course_utils.exercises.c2w3.week import BETA, EPSILON, GAMMA, Z_BATCH
from course_utils.exercises.results import BLANK, PASSED, WRONG


def assert_says(function, *sentences):
    result = c2w3.check(function)
    assert result.status == WRONG
    for sentence in sentences:
        assert sentence in result.feedback, result


def assert_passes(function):
    result = c2w3.check(function)
    assert result.passed, result
    assert "remark" not in result.feedback


def softmax(Z):
    T = np.exp(Z - np.max(Z, axis=0))
    return T / np.sum(T, axis=0)


def test_the_week_is_found():
    assert weeks()["c2w3"] is c2w3.week


def test_the_exercises_stand_in_the_order_of_the_notebook():
    assert list(c2w3.week.exercises) == [
        *("sample_learning_rate", "sample_beta", "softmax", "one_hot", "compute_total_loss"),
        *("batch_norm_forward", "batch_norm_backward", "batch_norm_inference"),
        "update_running_average",
    ]


# Sampling


def test_both_directions_of_drawing_pass():
    def sample_learning_rate(rng, low, high):
        r = math.log10(low) + (math.log10(high) - math.log10(low)) * rng.random()
        return pow(10, r)

    assert_passes(sample_learning_rate)

    def sample_beta(rng, low, high):
        r = math.log10((1 - high) / (1 - low)) * rng.random()
        return 1 - (1 - low) * 10**r

    assert_passes(sample_beta)


def test_the_slips_of_the_notes_are_named():
    def sample_learning_rate(rng, low, high):
        r = np.log10(low) + (np.log10(high) - np.log10(low)) * rng.normal()
        return 10**r

    assert_says(sample_learning_rate, "normal distribution (randn)")

    def sample_learning_rate(rng, low, high):
        r = -4 * rng.random()
        return np.exp(10, r)

    assert_says(sample_learning_rate, "10 to the power r is `10**r`")

    def sample_learning_rate(rng, low, high):
        r = -4 * rng.random()
        return 10**r

    assert_says(sample_learning_rate, "The -4 is that of the example in the notes")


def test_another_generator_is_not_the_one_that_was_passed():
    def sample_learning_rate(rng, low, high):
        return 10 ** np.random.default_rng(77).uniform(np.log10(low), np.log10(high))

    assert_says(sample_learning_rate, "On the logarithmic scale, the way from the nearer end")


def test_a_sample_below_zero_has_a_place_all_the_same():
    def sample_learning_rate(rng, low, high):
        return low - rng.random()

    assert_says(sample_learning_rate, "lies between low and high should be True")


@pytest.mark.parametrize(
    ("value", "expected"), [(1e-4, 0), (1, 0), (1e-2, 0.5), (1e-3, 0.25), (0.1, 0.25), (-3, -3)]
)
def test_the_place_on_the_scale_is_measured_from_the_nearer_end(value, expected):
    assert sampling.place(value, 1e-4, 1.0) == pytest.approx(expected, abs=1e-12)


def test_references_are_uniform_on_their_scales():
    rng = np.random.default_rng(0)
    rates = [c2w3.week.exercises["sample_learning_rate"](rng, 1e-4, 1) for _ in range(4000)]
    counts, _ = np.histogram(np.log10(rates), bins=[-4, -3, -2, -1, 0])
    assert counts.sum() == 4000
    assert (np.abs(counts - 1000) < 120).all()
    betas = [c2w3.week.exercises["sample_beta"](rng, 0.9, 0.999) for _ in range(2000)]
    assert 0.45 < np.mean(np.array(betas) > 0.99) < 0.55


# Softmax


def test_softmax_without_keepdims_is_as_good():
    assert_passes(softmax)


def test_softmax():
    def softmax(Z):
        return np.exp(Z) / np.sum(np.exp(Z), axis=0)

    assert_says(softmax, "`np.exp` overflows for large ones")

    def softmax(Z):
        Z -= Z.max(axis=0)
        return np.exp(Z) / np.exp(Z).sum(axis=0)

    assert_says(softmax, "It changes its argument `Z`")

    def softmax(Z):
        return np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)

    assert_says(softmax, "It sums along the rows")


def test_one_hot():
    def one_hot(labels, C):
        if labels.min() < 0 or labels.max() >= C:
            raise ValueError("labels")
        return np.eye(C)[labels.reshape(-1)]

    assert_says(one_hot, "one *row* per example")

    def one_hot(labels, C):
        Y = np.zeros((C, labels.size))
        for i in range(labels.size):
            Y[labels.ravel()[i], i] = 1
        return Y

    assert_says(one_hot, "A label below 0 slips through")

    def one_hot(labels, C):
        if labels.min() < 0 or labels.max() >= C:
            raise ValueError("labels")
        return np.arange(C)[:, None] == labels.ravel()

    assert_says(one_hot, "should hold numbers, but it holds truth values")


def test_compute_total_loss():
    def compute_total_loss(Z, Y):
        return -(Y * np.log(softmax(Z))).sum()

    assert_says(compute_total_loss, "0 times -inf is nan")

    def compute_total_loss(Z, Y):
        return -np.mean(np.sum(Y * np.log(softmax(Z) + 1e-12), axis=0))

    assert_says(compute_total_loss, "This is the average over the examples")

    def compute_total_loss(Z, Y):
        return nn.softmax_cross_entropy(Z, Y)[0] * Y.shape[1]

    assert_passes(compute_total_loss)


def test_the_one_who_calls_a_wrong_softmax_is_told_to_mend_that_first():
    def compute_total_loss(Z, Y):
        return -np.sum(Y * np.log(globals_softmax(Z)))  # noqa: F821

    notebook = {"np": np, "softmax": lambda Z: np.exp(Z) / np.exp(Z).sum()}
    code = compute_total_loss.__code__
    renamed = code.replace(
        co_names=tuple(name.replace("globals_softmax", "softmax") for name in code.co_names)
    )
    assert_says(
        types.FunctionType(renamed, notebook, "compute_total_loss"),
        *("It calls your `softmax`", "mend that first"),
    )


# Batch norm


def test_batch_norm_forward():
    def batch_norm_forward(Z, gamma, beta, epsilon):
        mu = Z.mean(axis=1, keepdims=True)
        var = Z.var(axis=1, ddof=1, keepdims=True) if Z.shape[1] > 1 else 0 * mu
        Z_norm = (Z - mu) / np.sqrt(var + epsilon)
        cache = {"Z_norm": Z_norm, "mu": mu, "var": var, "gamma": gamma, "epsilon": epsilon}
        return gamma * Z_norm + beta, cache

    assert_says(batch_norm_forward, "divided by m - 1")

    def batch_norm_forward(Z, gamma, beta, epsilon):
        mu, var = Z.mean(axis=1), Z.var(axis=1)
        Z_norm = ((Z.T - mu) / np.sqrt(var + epsilon)).T
        cache = {"Z_norm": Z_norm, "mu": mu, "var": var, "gamma": gamma, "epsilon": epsilon}
        return gamma * Z_norm + beta, cache

    assert_says(batch_norm_forward, "mu and var in the cache have one axis")

    def batch_norm_forward(Z, gamma, beta, epsilon):
        mu, var = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
        return gamma * (Z - mu) / np.sqrt(var + epsilon) + beta

    assert_says(batch_norm_forward, "should be Z_tilde and cache")


def test_batch_norm_backward_that_forgets_where_mean_and_variance_come_from():
    def batch_norm_backward(dZ_tilde, cache):
        std = np.sqrt(cache["var"] + cache["epsilon"])
        dgamma = (dZ_tilde * cache["Z_norm"]).sum(axis=1, keepdims=True)
        return cache["gamma"] * dZ_tilde / std, dgamma, dZ_tilde.sum(axis=1, keepdims=True)

    assert_says(batch_norm_backward, "both depend on every z of the mini-batch")


def test_the_reference_equals_nudging_and_the_library():
    numerical = np.zeros_like(Z_BATCH)
    for place in np.ndindex(*Z_BATCH.shape):
        for sign in (1, -1):
            Z = Z_BATCH.copy()
            Z[place] += sign * 1e-5
            Z_tilde, _ = forward.batch_norm_forward(Z, GAMMA, BETA, EPSILON)
            numerical[place] += sign * np.sum(Z_tilde * backward.D_BATCH) / 2e-5
    dZ, dgamma, dbeta = backward.batch_norm_backward(backward.D_BATCH, backward.CACHE)
    assert dZ == pytest.approx(numerical, abs=1e-8)
    Z_tilde, cache = nn.batch_norm_forward(Z_BATCH, GAMMA, BETA, EPSILON)
    theirs = nn.batch_norm_backward(backward.D_BATCH, cache)
    expected, _ = forward.batch_norm_forward(Z_BATCH, GAMMA, BETA, EPSILON)
    assert Z_tilde == pytest.approx(expected)
    for ours, their in zip((dZ, dgamma, dbeta), theirs):
        assert ours == pytest.approx(their)


def test_inference_and_running_average():
    def batch_norm_inference(Z, gamma, beta, running_mean, running_var, epsilon):
        mean, var = Z.mean(axis=1, keepdims=True), np.var(Z, axis=1, keepdims=True)
        return gamma * (Z - mean) / np.sqrt(var + epsilon) + beta

    assert_says(batch_norm_inference, "so that one example is enough")

    def update_running_average(running, batch, momentum):
        return 0.1 * running + 0.9 * batch if momentum == 0.9 else momentum * batch

    assert_says(update_running_average, "`running[0, 0]` should be")

    def update_running_average(running, batch, momentum):
        running *= momentum
        running += (1 - momentum) * batch
        return running

    assert_says(update_running_average, "`*=` and `+=` work in place")


def test_progress_of_this_module():
    statuses = [result.status for result in c2w3.progress(globals()).results]
    assert statuses == [BLANK, BLANK, PASSED, BLANK, BLANK, BLANK, BLANK, BLANK, BLANK]
