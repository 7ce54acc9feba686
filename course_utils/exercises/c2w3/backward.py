"""Back through mean and variance: `batch_norm_backward`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c2w3.forward import batch_norm_forward
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

CACHE = batch_norm_forward(Z_BATCH, GAMMA, BETA, EPSILON)[1]
CACHE_SMALL = batch_norm_forward(Z_SMALL, GAMMA_SMALL, BETA_SMALL, EPSILON)[1]
CACHE_ONE = batch_norm_forward(Z_SMALL[:, :1], GAMMA_SMALL, BETA_SMALL, EPSILON)[1]
D_BATCH = np.array(
    [[0.3, -0.2, 0.5, 0.1, -0.4], [-1.0, 0.4, 0.2, 0.9, 0.6], [0.7, 0.1, -0.3, 0.8, -0.6]]
)
D_SMALL = np.array([[0.2, -0.5, 0.9, 0.4], [-0.8, 0.3, 0.1, 1.0]])


def column_sum(array):
    return array.sum(axis=1, keepdims=True)


def parts(dZ_tilde, cache):
    """dgamma, dbeta, the factor gamma / sqrt(var + epsilon), m, and Z_norm."""
    Z_norm = cache["Z_norm"]
    factor = cache["gamma"] / np.sqrt(cache["var"] + cache["epsilon"])
    return column_sum(dZ_tilde * Z_norm), column_sum(dZ_tilde), factor, Z_norm.shape[1], Z_norm


@week.exercise(
    cases=[
        case("three units, five examples", D_BATCH, CACHE),
        case("two units, four examples", D_SMALL, CACHE_SMALL),
    ],
    edge_cases=[
        case("one example, m = 1", D_SMALL[:, :1], CACHE_ONE),
        case("whole numbers", np.array([[1, 0, -2, 3], [0, 1, 1, -1]]), CACHE_SMALL),
    ],
    returns=("dZ", "dgamma", "dbeta"),
    praise="Three ways from Z to Z_tilde, and a gradient that knows them all.",
)
def batch_norm_backward(dZ_tilde, cache):
    """Gradients dZ (n, m), dgamma and dbeta (n, 1), for dZ_tilde (n, m) and forward's cache."""
    dgamma, dbeta, factor, m, Z_norm = parts(dZ_tilde, cache)
    return factor * (dZ_tilde - dbeta / m - Z_norm * dgamma / m), dgamma, dbeta


@batch_norm_backward.mistake(
    "mu and the variance are treated as constants, but both depend on every z of the mini-batch: "
    "dZ loses the mean of dZ_tilde and its part along Z_norm (3.4)."
)
def constants(dZ_tilde, cache):
    dgamma, dbeta, factor, _, _ = parts(dZ_tilde, cache)
    return factor * dZ_tilde, dgamma, dbeta


@batch_norm_backward.mistake(
    "The way through the variance is missing in dZ: subtract Z_norm times dgamma / m as well (3.4)."
)
def variance_constant(dZ_tilde, cache):
    dgamma, dbeta, factor, m, _ = parts(dZ_tilde, cache)
    return factor * (dZ_tilde - dbeta / m), dgamma, dbeta


@batch_norm_backward.mistake(
    "The way through the mean is missing in dZ: subtract dbeta / m as well (3.4)."
)
def mean_constant(dZ_tilde, cache):
    dgamma, dbeta, factor, m, Z_norm = parts(dZ_tilde, cache)
    return factor * (dZ_tilde - Z_norm * dgamma / m), dgamma, dbeta


@batch_norm_backward.mistake(
    "In dZ the ways through mean and variance are *subtracted*: a z that rises lifts the mean, "
    "which lowers all the others."
)
def added(dZ_tilde, cache):
    dgamma, dbeta, factor, m, Z_norm = parts(dZ_tilde, cache)
    return factor * (dZ_tilde + dbeta / m + Z_norm * dgamma / m), dgamma, dbeta


@batch_norm_backward.mistake(
    "In dZ, dbeta and dgamma are not divided by m: each z is one of m in the mean and in the "
    "variance."
)
def not_divided(dZ_tilde, cache):
    dgamma, dbeta, factor, _, Z_norm = parts(dZ_tilde, cache)
    return factor * (dZ_tilde - dbeta - Z_norm * dgamma), dgamma, dbeta


@batch_norm_backward.mistake("gamma is forgotten in dZ: it stretches Z_norm on the way forward.")
def without_gamma(dZ_tilde, cache):
    dZ, dgamma, dbeta = batch_norm_backward(dZ_tilde, cache)
    return dZ / cache["gamma"], dgamma, dbeta


@batch_norm_backward.mistake(
    "The division by sqrt(var + epsilon) is forgotten in dZ: a unit of small spread is stretched "
    "on the way forward, and so is its gradient."
)
def without_deviation(dZ_tilde, cache):
    dZ, dgamma, dbeta = batch_norm_backward(dZ_tilde, cache)
    return dZ * np.sqrt(cache["var"] + cache["epsilon"]), dgamma, dbeta


@batch_norm_backward.mistake(
    "dZ is divided by the variance: take its square root, `np.sqrt(var + epsilon)`."
)
def without_root(dZ_tilde, cache):
    dZ, dgamma, dbeta = batch_norm_backward(dZ_tilde, cache)
    return dZ / np.sqrt(cache["var"] + cache["epsilon"]), dgamma, dbeta


@batch_norm_backward.mistake(
    "epsilon is forgotten on the way back: the root is that of the way forward, "
    "`np.sqrt(var + epsilon)`."
)
def without_epsilon(dZ_tilde, cache):
    with np.errstate(all="ignore"):
        return batch_norm_backward(dZ_tilde, cache | {"epsilon": 0.0})


@batch_norm_backward.mistake(
    "dgamma is the sum of dZ_tilde *times Z_norm*: gamma multiplies Z_norm."
)
def dgamma_without_z_norm(dZ_tilde, cache):
    dZ, _, dbeta = batch_norm_backward(dZ_tilde, cache)
    return dZ, dbeta, dbeta


@batch_norm_backward.mistake(
    "dgamma and dbeta are averages, but the 1/m sits in dZ_tilde already (it came from the cost): "
    "they are sums over the examples."
)
def averages(dZ_tilde, cache):
    dZ, dgamma, dbeta = batch_norm_backward(dZ_tilde, cache)
    return dZ, dgamma / dZ.shape[1], dbeta / dZ.shape[1]


@batch_norm_backward.mistake(
    "dgamma and dbeta are summed down the columns: sum over the examples, `axis=1`, so that they "
    "have the shape of gamma."
)
def over_the_units(dZ_tilde, cache):
    dZ, _, _ = batch_norm_backward(dZ_tilde, cache)
    return dZ, *(s.sum(axis=0, keepdims=True) for s in (dZ_tilde * cache["Z_norm"], dZ_tilde))


@batch_norm_backward.mistake(
    "dgamma and dbeta have one axis, (n,): with `keepdims=True` they have the shape of gamma, "
    "(n, 1)."
)
def one_axis(dZ_tilde, cache):
    dZ, dgamma, dbeta = batch_norm_backward(dZ_tilde, cache)
    return dZ, dgamma.ravel(), dbeta.ravel()


@batch_norm_backward.mistake(
    "dgamma and dbeta are not summed over the examples: all examples share one gamma and one beta."
)
def for_each_example(dZ_tilde, cache):
    dZ, _, _ = batch_norm_backward(dZ_tilde, cache)
    return dZ, dZ_tilde * cache["Z_norm"], dZ_tilde


@batch_norm_backward.mistake("The order is `return dZ, dgamma, dbeta`: yours has beta first.")
def beta_first(dZ_tilde, cache):
    dZ, dgamma, dbeta = batch_norm_backward(dZ_tilde, cache)
    return dZ, dbeta, dgamma


@batch_norm_backward.variant
def step_by_step(dZ_tilde, cache):
    Z_norm, var, epsilon = cache["Z_norm"], cache["var"], cache["epsilon"]
    m, std = Z_norm.shape[1], np.sqrt(var + epsilon)
    centred = Z_norm * std
    dZ_norm = dZ_tilde * cache["gamma"]
    dvar = column_sum(dZ_norm * centred) * -0.5 / std**3
    dmu = -column_sum(dZ_norm) / std
    dZ = dZ_norm / std + dvar * 2 * centred / m + dmu / m
    return dZ, column_sum(dZ_tilde * Z_norm), column_sum(dZ_tilde)


@batch_norm_backward.variant
def with_means(dZ_tilde, cache):
    Z_norm = cache["Z_norm"]
    dZ_norm = dZ_tilde * cache["gamma"]
    dZ = dZ_norm - dZ_norm.mean(1, keepdims=True) - Z_norm * (dZ_norm * Z_norm).mean(1)[:, None]
    dgamma = np.einsum("ij,ij->i", dZ_tilde, Z_norm)[:, None]
    return [dZ / (cache["var"] + cache["epsilon"]) ** 0.5, dgamma, dZ_tilde.sum(1)[:, None]]


@batch_norm_backward.variant
def by_a_jacobian(dZ_tilde, cache):
    _, _, factor, m, Z_norm = parts(dZ_tilde, cache)
    dZ = np.array(
        [
            f * (np.eye(m) - 1 / m - np.outer(z, z) / m) @ d
            for f, z, d in zip(factor, Z_norm, dZ_tilde)
        ]
    )
    return dZ, np.sum(dZ_tilde * Z_norm, 1).reshape(-1, 1), dZ_tilde @ np.ones((m, 1))
