"""Every unit on one scale, then on a learned one: `batch_norm_forward`."""

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

CONSTANT = np.array([[2.0, 2.0, 2.0], [1.0, 2.0, 4.0]])


def result(Z_norm, mu, var, gamma, beta, epsilon):
    """Z_tilde and the cache."""
    cache = {"Z_norm": Z_norm, "mu": mu, "var": var, "gamma": gamma, "epsilon": epsilon}
    return gamma * Z_norm + beta, cache


@week.exercise(
    cases=[
        case("three units, five examples", Z_BATCH, GAMMA, BETA, EPSILON),
        case("two units, four examples", Z_SMALL, GAMMA_SMALL, BETA_SMALL, EPSILON),
    ],
    edge_cases=[
        case("one example, m = 1", Z_SMALL[:, :1], GAMMA_SMALL, BETA_SMALL, EPSILON),
        case("one unit", Z_SMALL[:1], GAMMA_SMALL[:1], BETA_SMALL[:1], EPSILON),
        case("whole numbers", np.array([[1, 2, 6], [3, 3, 0]]), GAMMA_SMALL, BETA_SMALL, EPSILON),
        case("a unit that never changes", CONSTANT, GAMMA_SMALL, BETA_SMALL, 1e-8),
    ],
    returns=("Z_tilde", "cache"),
    praise="Mean beta and standard deviation gamma, whatever the layers before it do.",
)
def batch_norm_forward(Z, gamma, beta, epsilon):
    """Z_tilde (n, m) and the cache, for Z (n, m), gamma and beta (n, 1)."""
    mu = Z.mean(axis=1, keepdims=True)
    var = np.mean((Z - mu) ** 2, axis=1, keepdims=True)
    return result((Z - mu) / np.sqrt(var + epsilon), mu, var, gamma, beta, epsilon)


@batch_norm_forward.mistake(
    "Mean and variance are taken down the columns, over the units of one example: they belong to "
    "one unit over all examples of the mini-batch, `axis=1` (3.4)."
)
def over_the_units(Z, gamma, beta, epsilon):
    mu, var = Z.mean(axis=0, keepdims=True), Z.var(axis=0, keepdims=True)
    return result((Z - mu) / np.sqrt(var + epsilon), mu, var, gamma, beta, epsilon)


@batch_norm_forward.mistake(
    "One mean and one variance for the whole array: each unit (row) has its own, `axis=1` and "
    "`keepdims=True` (3.4)."
)
def over_everything(Z, gamma, beta, epsilon):
    mu, var = Z.mean(), Z.var()
    return result((Z - mu) / np.sqrt(var + epsilon), mu, var, gamma, beta, epsilon)


@batch_norm_forward.mistake(
    "The variance is divided by m - 1: batch norm divides by m, as `np.var` does without `ddof` "
    "(3.4)."
)
def divided_by_m_minus_1(Z, gamma, beta, epsilon):
    m = Z.shape[1]
    with np.errstate(all="ignore"):
        mu, var = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True) * m / np.array(m - 1)
    return result((Z - mu) / np.sqrt(var + epsilon), mu, var, gamma, beta, epsilon)


@batch_norm_forward.mistake(
    "epsilon is added outside the root: it is the variance that is kept away from 0, "
    "`np.sqrt(var + epsilon)` (3.4)."
)
def epsilon_outside(Z, gamma, beta, epsilon):
    mu, var = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    return result((Z - mu) / (np.sqrt(var) + epsilon), mu, var, gamma, beta, epsilon)


@batch_norm_forward.mistake(
    "epsilon is forgotten: a unit that is the same for all examples has variance 0, and 0/0 is nan."
)
def without_epsilon(Z, gamma, beta, epsilon):
    mu, var = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    with np.errstate(all="ignore"):
        return result((Z - mu) / np.sqrt(var), mu, var, gamma, beta, epsilon)


@batch_norm_forward.mistake(
    "It is divided by the variance: the square root is missing, `np.sqrt(var + epsilon)` (3.4)."
)
def without_root(Z, gamma, beta, epsilon):
    mu, var = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    return result((Z - mu) / (var + epsilon), mu, var, gamma, beta, epsilon)


@batch_norm_forward.mistake("The mean is not subtracted: Z_norm is (Z - mu) / sqrt(...) (3.4).")
def not_centred(Z, gamma, beta, epsilon):
    mu, var = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    return result(Z / np.sqrt(var + epsilon), mu, var, gamma, beta, epsilon)


@batch_norm_forward.mistake(
    "The activation is applied first: what is normalised is Z, before the activation, not A (3.4)."
)
def activation_first(Z, gamma, beta, epsilon):
    return batch_norm_forward(np.maximum(Z, 0), gamma, beta, epsilon)


@batch_norm_forward.mistake(
    "The activation is applied here already: return Z_tilde, and let the activation follow (3.4)."
)
def activation_after(Z, gamma, beta, epsilon):
    Z_tilde, cache = batch_norm_forward(Z, gamma, beta, epsilon)
    return np.maximum(Z_tilde, 0), cache


@batch_norm_forward.mistake("gamma is forgotten: Z_tilde = gamma Z_norm + beta (3.4).")
def without_gamma(Z, gamma, beta, epsilon):
    _, cache = batch_norm_forward(Z, gamma, beta, epsilon)
    return cache["Z_norm"] + beta, cache


@batch_norm_forward.mistake("beta is forgotten: Z_tilde = gamma Z_norm + beta (3.4).")
def without_beta(Z, gamma, beta, epsilon):
    _, cache = batch_norm_forward(Z, gamma, beta, epsilon)
    return gamma * cache["Z_norm"], cache


@batch_norm_forward.mistake(
    "gamma and beta have changed places: gamma multiplies, beta is added (3.4)."
)
def exchanged(Z, gamma, beta, epsilon):
    _, cache = batch_norm_forward(Z, gamma, beta, epsilon)
    return beta * cache["Z_norm"] + gamma, cache


@batch_norm_forward.mistake(
    '`cache["var"]` holds the standard deviation: the way back and the running averages want the '
    "variance itself."
)
def deviation_in_the_cache(Z, gamma, beta, epsilon):
    Z_tilde, cache = batch_norm_forward(Z, gamma, beta, epsilon)
    return Z_tilde, cache | {"var": np.sqrt(cache["var"] + epsilon)}


@batch_norm_forward.mistake('`cache["var"]` includes epsilon already: keep the bare variance.')
def epsilon_in_the_cache(Z, gamma, beta, epsilon):
    Z_tilde, cache = batch_norm_forward(Z, gamma, beta, epsilon)
    return Z_tilde, cache | {"var": cache["var"] + epsilon}


@batch_norm_forward.mistake(
    '`cache["Z_norm"]` holds Z_tilde: keep what comes before gamma and beta.'
)
def wrong_array_in_the_cache(Z, gamma, beta, epsilon):
    Z_tilde, cache = batch_norm_forward(Z, gamma, beta, epsilon)
    return Z_tilde, cache | {"Z_norm": Z_tilde}


@batch_norm_forward.mistake(
    "mu and var in the cache have one axis, (n,): with `keepdims=True` they are columns, (n, 1)."
)
def one_axis(Z, gamma, beta, epsilon):
    Z_tilde, cache = batch_norm_forward(Z, gamma, beta, epsilon)
    return Z_tilde, cache | {name: cache[name].ravel() for name in ("mu", "var")}


@batch_norm_forward.variant
def with_library_functions(Z, gamma, beta, epsilon):
    mu, var = np.mean(Z, 1, keepdims=True), np.var(Z, 1, keepdims=True)
    Z_norm = (Z - mu) * (var + epsilon) ** -0.5
    cache = {"epsilon": epsilon, "gamma": gamma, "var": var, "mu": mu, "Z_norm": Z_norm}
    return [np.add(np.multiply(gamma, Z_norm), beta), cache]


@batch_norm_forward.variant
def as_rows(Z, gamma, beta, epsilon):
    rows, m = Z.T, Z.shape[1]
    mu = rows.sum(axis=0) / m
    centred = rows - mu
    var = (centred * centred).sum(axis=0) / m
    Z_norm = (centred / np.sqrt(var + epsilon)).T
    return result(Z_norm, mu[:, None], var.reshape(-1, 1), gamma, beta, epsilon)


@batch_norm_forward.variant
def unit_by_unit(Z, gamma, beta, epsilon):
    Z_norm, mu, var = np.zeros(Z.shape), np.zeros((len(Z), 1)), np.zeros((len(Z), 1))
    for j, z in enumerate(Z):
        mu[j], var[j] = z.mean(), z.std() ** 2
        Z_norm[j] = (z - mu[j]) / np.sqrt(var[j] + epsilon)
    return result(Z_norm, mu, var, gamma, beta, epsilon)
