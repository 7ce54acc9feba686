"""At test time: `batch_norm_inference`, and the averages it needs, `update_running_average`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c2w3.week import (
    BETA,
    BETA_SMALL,
    EPSILON,
    GAMMA,
    GAMMA_SMALL,
    Z_BATCH,
    Z_SMALL,
    week,
)
from course_utils.exercises.running import case

MEAN, VAR = np.array([[0.5], [11.0], [0.1]]), np.array([[2.0], [4.0], [0.09]])
MEAN_SMALL, VAR_SMALL = np.array([[0.2], [4.5]]), np.array([[1.6], [0.7]])


@week.exercise(
    cases=[
        case("three units, five examples", Z_BATCH, GAMMA, BETA, MEAN, VAR, EPSILON),
        case(
            "two units, four examples",
            *(Z_SMALL, GAMMA_SMALL, BETA_SMALL, MEAN_SMALL, VAR_SMALL, EPSILON),
        ),
    ],
    edge_cases=[
        case("one example, m = 1", Z_BATCH[:, :1], GAMMA, BETA, MEAN, VAR, EPSILON),
        case(
            "whole numbers",
            *(np.array([[1, 2, 6], [3, 3, 0]]), GAMMA_SMALL, BETA_SMALL),
            *(MEAN_SMALL, VAR_SMALL, EPSILON),
        ),
        case("a unit that never changed", Z_BATCH, GAMMA, BETA, MEAN, 0 * VAR, EPSILON),
    ],
    returns="Z_tilde",
    praise="One example at a time, and the answer no longer depends on its neighbours.",
)
def batch_norm_inference(Z, gamma, beta, running_mean, running_var, epsilon):
    """Z_tilde (n, m) with given mean and variance, all (n, 1), in place of the batch's own."""
    return gamma * (Z - running_mean) / np.sqrt(running_var + epsilon) + beta


def mean_of(Z):
    return Z.mean(axis=1, keepdims=True)


@batch_norm_inference.mistake(
    "It uses mean and variance of the examples at hand: at test time the running ones of training "
    "take their place, so that one example is enough (3.7)."
)
def batch_statistics(Z, gamma, beta, running_mean, running_var, epsilon):
    var = Z.var(axis=1, keepdims=True)
    return batch_norm_inference(Z, gamma, beta, mean_of(Z), var, epsilon)


@batch_norm_inference.mistake(
    "The variance is the running one, but the mean is still that of the examples at hand (3.7)."
)
def mean_of_the_batch(Z, gamma, beta, running_mean, running_var, epsilon):
    return batch_norm_inference(Z, gamma, beta, mean_of(Z), running_var, epsilon)


@batch_norm_inference.mistake(
    "The mean is the running one, but the variance is still that of the examples at hand (3.7)."
)
def variance_of_the_batch(Z, gamma, beta, running_mean, running_var, epsilon):
    return batch_norm_inference(Z, gamma, beta, running_mean, Z.var(axis=1, keepdims=True), epsilon)


@batch_norm_inference.mistake(
    "It is divided by the variance: the square root is missing, `np.sqrt(running_var + epsilon)`."
)
def without_root(Z, gamma, beta, running_mean, running_var, epsilon):
    return gamma * (Z - running_mean) / (running_var + epsilon) + beta


@batch_norm_inference.mistake("epsilon is added outside the root: it belongs inside (3.4).")
def epsilon_outside(Z, gamma, beta, running_mean, running_var, epsilon):
    return gamma * (Z - running_mean) / (np.sqrt(running_var) + epsilon) + beta


@batch_norm_inference.mistake(
    "epsilon is forgotten: it is inside the root in training, so it has to be here too (3.7)."
)
def without_epsilon(Z, gamma, beta, running_mean, running_var, epsilon):
    with np.errstate(all="ignore"):
        return gamma * (Z - running_mean) / np.sqrt(running_var) + beta


@batch_norm_inference.mistake(
    "gamma and beta are forgotten: they were learned, and hold at test time too (3.7)."
)
def without_gamma_and_beta(Z, gamma, beta, running_mean, running_var, epsilon):
    return batch_norm_inference(Z, 1.0, 0.0, running_mean, running_var, epsilon)


@batch_norm_inference.mistake("gamma is forgotten: Z_tilde = gamma Z_norm + beta (3.4).")
def without_gamma(Z, gamma, beta, running_mean, running_var, epsilon):
    return batch_norm_inference(Z, 1.0, beta, running_mean, running_var, epsilon)


@batch_norm_inference.mistake("beta is forgotten: Z_tilde = gamma Z_norm + beta (3.4).")
def without_beta(Z, gamma, beta, running_mean, running_var, epsilon):
    return batch_norm_inference(Z, gamma, 0.0, running_mean, running_var, epsilon)


@batch_norm_inference.mistake("The mean is not subtracted: Z_norm is (Z - mean) / sqrt(...) (3.4).")
def not_centred(Z, gamma, beta, running_mean, running_var, epsilon):
    return batch_norm_inference(Z, gamma, beta, 0.0, running_var, epsilon)


@batch_norm_inference.mistake(
    "The running averages are updated here: that is for training; at test time nothing is learned."
)
def averages_updated(Z, gamma, beta, running_mean, running_var, epsilon):
    running_mean *= 0.9
    running_mean += 0.1 * mean_of(Z)
    running_var *= 0.9
    running_var += 0.1 * Z.var(axis=1, keepdims=True)
    return batch_norm_inference(Z, gamma, beta, running_mean, running_var, epsilon)


@batch_norm_inference.variant
def one_line_in_the_plane(Z, gamma, beta, running_mean, running_var, epsilon):
    slope = gamma * (running_var + epsilon) ** -0.5
    return slope * Z + (beta - slope * running_mean)


@batch_norm_inference.variant
def example_by_example(Z, gamma, beta, running_mean, running_var, epsilon):
    std = np.sqrt(running_var + epsilon)
    columns = [gamma * ((Z[:, i : i + 1] - running_mean) / std) + beta for i in range(Z.shape[1])]
    return np.hstack(columns)


@week.exercise(
    cases=[
        case("a mean, momentum 0.9", MEAN, np.array([[0.7], [13.0], [-0.4]]), 0.9),
        case("a variance, momentum 0.99", VAR_SMALL, np.array([[3.0], [0.2]]), 0.99),
    ],
    edge_cases=[
        case("the first mini-batch: running is 0", np.zeros((2, 1)), MEAN_SMALL, 0.9),
        case("momentum 0: no memory", MEAN_SMALL, VAR_SMALL, 0.0),
        case("momentum 1: no learning", MEAN_SMALL, VAR_SMALL, 1.0),
    ],
    returns="running",
    praise="The average of week 2, now of means and variances.",
)
def update_running_average(running, batch, momentum):
    """The new running average, (n, 1), after a mini-batch's value, (n, 1); a new array."""
    return momentum * running + (1 - momentum) * batch


@update_running_average.mistake(
    "The weights have changed places: momentum, which is near 1, belongs to what is remembered, "
    "and 1 - momentum to the new mini-batch (3.7)."
)
def weights_exchanged(running, batch, momentum):
    return (1 - momentum) * running + momentum * batch


@update_running_average.mistake(
    "The new value is not weighted: with 1 - momentum the weights sum to 1, and the average stays "
    "one."
)
def not_weighted(running, batch, momentum):
    return momentum * running + batch


@update_running_average.mistake(
    "What is remembered is not weighted: multiply `running` by momentum, else the sum only grows."
)
def growing(running, batch, momentum):
    return running + (1 - momentum) * batch


@update_running_average.mistake("Only the last mini-batch counts: nothing is remembered.")
def forgetful(running, batch, momentum):
    return batch * 1.0


@update_running_average.mistake("The mini-batch never enters: this stays as it was.")
def deaf(running, batch, momentum):
    return running * 1.0


@update_running_average.mistake("This is the plain average of both: use the weights (3.7).")
def plain_average(running, batch, momentum):
    return (running + batch) / 2


@update_running_average.mistake(
    "The result is right, but the caller's `running` is changed too: `*=` and `+=` work in place. "
    "The library does that on purpose; here, return a new array."
)
def in_place(running, batch, momentum):
    running *= momentum
    running += (1 - momentum) * batch
    return running


@update_running_average.mistake(
    "A root is taken of what is averaged: average the values as they are given."
)
def roots(running, batch, momentum):
    with np.errstate(all="ignore"):
        return momentum * running + (1 - momentum) * np.sqrt(batch)


@update_running_average.variant
def a_step_towards(running, batch, momentum):
    return running + (1 - momentum) * (batch - running)


@update_running_average.variant
def weighted(running, batch, momentum):
    return np.average([running, batch], axis=0, weights=[momentum, 1 - momentum])
