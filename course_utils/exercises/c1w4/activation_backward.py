"""One layer backward, activation and all: `linear_activation_backward`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c1w4.layer import linear_forward
from course_utils.exercises.c1w4.layer_backward import (
    CACHE,
    CACHE_SQUARE,
    D_SQUARE,
    D,
    linear_backward,
)
from course_utils.exercises.c1w4.week import A_PREV, B, W, week
from course_utils.exercises.running import case
from course_utils.nn.activations import sigmoid


def scores(A_prev, W, b):
    """The cache of a layer with these arrays."""
    Z, linear_cache = linear_forward(A_prev, W, b)
    return linear_cache, Z


@week.exercise(
    cases=[
        case("sigmoid", D, scores(*CACHE), "sigmoid"),
        case("ReLU", D, scores(*CACHE), "relu"),
        case("ReLU, three of each", D_SQUARE, scores(*CACHE_SQUARE), "relu"),
    ],
    edge_cases=[
        case("one example, m = 1", D[:, :1], scores(A_PREV[:, :1], W, B), "relu"),
        case("a unit that is off everywhere", D, scores(abs(A_PREV), -abs(W), -abs(B)), "relu"),
    ],
    returns=("dA_prev", "dW", "db"),
    praise="A whole layer backward, in one call.",
)
def linear_activation_backward(dA, cache, activation):
    """dA_prev, dW, db for dA (n, m) and the cache ((A_prev, W, b), Z) of a layer."""
    linear_cache, Z = cache
    return linear_backward(dA * slope(Z, activation), linear_cache)


def slope(Z, activation):
    """The derivative of the activation function at Z."""
    return sigmoid(Z) * (1 - sigmoid(Z)) if activation == "sigmoid" else (Z > 0).astype(float)


@linear_activation_backward.mistake(
    "dA is used as dZ: first go back through the activation, dZ = dA * g'(Z), then through the sum."
)
def dA_as_dZ(dA, cache, activation):
    return linear_backward(dA, cache[0])


@linear_activation_backward.mistake("The two slopes are swapped: the sigmoid's and ReLU's.")
def slopes_swapped(dA, cache, activation):
    other = "relu" if activation == "sigmoid" else "sigmoid"
    return linear_activation_backward(dA, cache, other)


@linear_activation_backward.mistake('The slope is always the sigmoid\'s, also for "relu".')
def always_sigmoid(dA, cache, activation):
    return linear_activation_backward(dA, cache, "sigmoid")


@linear_activation_backward.mistake('The slope is always ReLU\'s, also for "sigmoid".')
def always_relu(dA, cache, activation):
    return linear_activation_backward(dA, cache, "relu")


@linear_activation_backward.mistake(
    "The sigmoid's slope is a (1 - a) with a = sigmoid(Z); yours is Z (1 - Z), as if Z were A."
)
def slope_of_Z(dA, cache, activation):
    linear_cache, Z = cache
    at = Z * (1 - Z) if activation == "sigmoid" else Z > 0
    return linear_backward(dA * at, linear_cache)


@linear_activation_backward.mistake(
    "Half of the sigmoid's slope is missing: it is a (1 - a), not a alone."
)
def half_a_slope(dA, cache, activation):
    linear_cache, Z = cache
    return linear_backward(dA * (sigmoid(Z) if activation == "sigmoid" else Z > 0), linear_cache)


@linear_activation_backward.mistake(
    "ReLU itself is applied to dA; its slope depends on Z: dA passes where Z > 0."
)
def relu_of_dA(dA, cache, activation):
    linear_cache, Z = cache
    dZ = dA * slope(Z, activation) if activation == "sigmoid" else np.maximum(0, dA)
    return linear_backward(dZ, linear_cache)


@linear_activation_backward.mistake(
    "dA is multiplied by ReLU(Z); the slope is 1 where Z > 0, and not Z itself."
)
def times_relu(dA, cache, activation):
    linear_cache, Z = cache
    dZ = dA * slope(Z, activation) if activation == "sigmoid" else dA * np.maximum(0, Z)
    return linear_backward(dZ, linear_cache)


@linear_activation_backward.mistake(
    "It changes the caller's dA: `dZ = dA` is the same array, and `dZ[Z <= 0] = 0` writes into "
    "it. Take `np.array(dA)`, a copy, or multiply: `dA * (Z > 0)`."
)
def in_place(dA, cache, activation):
    linear_cache, Z = cache
    dA *= slope(Z, activation)
    return linear_backward(dA, linear_cache)


@linear_activation_backward.mistake(
    "The cache is unpacked in the wrong order: it is ((A_prev, W, b), Z), Z comes last."
)
def cache_order(dA, cache, activation):
    Z, linear_cache = cache
    return linear_backward(dA * slope(Z, activation), linear_cache)


@linear_activation_backward.variant
def by_branches(dA, cache, activation):
    (A_prev, W, _), Z = cache
    if activation == "relu":
        dZ = np.array(dA, copy=True)
        dZ[Z <= 0] = 0
    elif activation == "sigmoid":
        s = 1 / (1 + np.exp(-Z))
        dZ = dA * s * (1 - s)
    m = A_prev.shape[1]
    return np.dot(W.T, dZ), np.dot(dZ, A_prev.T) / m, np.sum(dZ, axis=1, keepdims=True) / m


@linear_activation_backward.variant
def by_where(dA, cache, activation):
    linear_cache, activation_cache = cache
    slopes = {
        "relu": np.where(activation_cache >= 0, 1, 0),
        "sigmoid": np.exp(-activation_cache) / (1 + np.exp(-activation_cache)) ** 2,
    }
    return linear_backward(np.multiply(dA, slopes[activation]), linear_cache)
