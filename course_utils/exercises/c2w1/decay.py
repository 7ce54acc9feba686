"""The way back with L2: `backward_propagation_with_regularization`."""

# ruff: noqa: D103, RUF059 - a decorator says what is wrong; learners unpack the whole cache

import numpy as np

from course_utils.exercises.c2w1.week import (
    backward,
    forward,
    labels,
    named,
    network,
    numbers,
    week,
)
from course_utils.exercises.running import case


def problem(title, dims, m, lambd, seed):
    """A case: m examples with labels, the cache of a network, lambd."""
    X = numbers(dims[0], m, seed=seed)
    return case(title, X, labels(m, seed), forward(X, network(*dims, seed=seed))[1], lambd)


@week.exercise(
    cases=[
        problem("five examples, λ = 0.7", (3, 4, 3), 5, 0.7, seed=1),
        problem("four examples, λ = 2", (2, 3, 4), 4, 2.0, seed=5),
    ],
    edge_cases=[
        problem("λ = 0: plain backpropagation", (3, 4, 3), 5, 0.0, seed=1),
        problem("one example, m = 1", (2, 3, 2), 1, 0.1, seed=4),
    ],
    returns="gradients",
    praise="Every step now shortens each weight a little before it learns: weight decay.",
)
def backward_propagation_with_regularization(X, Y, cache, lambd):
    """Gradients {"dZ3", "dW3", "db3", "dA2", ...}, with lambd/m W in every dW."""
    return backward(X, Y, cache, extra=lambda dW, W: dW + lambd / X.shape[1] * W)


@backward_propagation_with_regularization.draw
def any_network(rng):
    dims, m, seed = rng.integers(1, 6, size=3), int(rng.integers(1, 7)), int(rng.integers(1000))
    return problem("", dims, m, rng.uniform(0, 3), seed).arguments


def with_extra(sentence):
    """Register a mistake: what a function makes of dW, W, lambd and m."""

    def register(function):
        backward_propagation_with_regularization.mistake(sentence)(
            named(
                function.__name__,
                lambda X, Y, cache, lambd: backward(
                    X, Y, cache, extra=lambda dW, W: function(dW, W, lambd, X.shape[1])
                ),
            )
        )
        return function

    return register


@with_extra("The penalty is missing in dW: add `lambd / m * W` to each (1.4).")
def no_penalty(dW, W, lambd, m):
    return dW


@with_extra(
    "The factor is lambd/(2m), as in the cost; but the slope of W² is 2W, and the 2s cancel: "
    "add `lambd / m * W`."
)
def half(dW, W, lambd, m):
    return dW + lambd / (2 * m) * W


@with_extra("The factor is 2 lambd/m: the 2 of W² is cancelled by the 1/2 in the cost.")
def twice(dW, W, lambd, m):
    return dW + 2 * lambd / m * W


@with_extra("The penalty isn't divided by m: its part of dW is `lambd / m * W`.")
def without_m(dW, W, lambd, m):
    return dW + lambd * W


@with_extra(
    "The penalty is divided by m twice: add `lambd / m * W` after the 1/m, or `lambd * W` inside "
    "the brackets."
)
def m_twice(dW, W, lambd, m):
    return dW + lambd / m**2 * W


@with_extra("lambd is missing: the penalty's part of dW is `lambd / m * W`.")
def without_lambd(dW, W, lambd, m):
    return dW + W / m


@with_extra("The penalty is subtracted: descent goes *against* dW, so W shrinks with a plus here.")
def grows(dW, W, lambd, m):
    return dW - lambd / m * W


@with_extra("This is the sign of W, the slope of the L1 penalty; that of L2 is W itself.")
def l1(dW, W, lambd, m):
    return dW + lambd / m * np.sign(W)


@with_extra(
    "The same number is added to all entries of dW, the sum of squares; each entry needs its own "
    "slope, `lambd / m * W`."
)
def sum_of_squares(dW, W, lambd, m):
    return dW + lambd / (2 * m) * np.sum(W**2)


@with_extra("Only the penalty is left of dW: add `lambd / m * W` to what backpropagation gave.")
def penalty_alone(dW, W, lambd, m):
    return lambd / m * W


def changed(sentence, names=None):
    """Register a mistake: a function that changes the right gradients."""

    def register(function):
        backward_propagation_with_regularization.mistake(sentence)(
            named(
                function.__name__,
                lambda X, Y, cache, lambd: function(
                    backward_propagation_with_regularization(X, Y, cache, lambd), X, Y, cache, lambd
                ),
            )
        )
        return function

    return register


@changed("The biases decay too: the penalty has no b in it, so db stays as it was (1.4).")
def biases_as_well(gradients, X, Y, cache, lambd):
    extra = {f"db{l}": lambd / X.shape[1] * cache[4 * l - 1] for l in (1, 2, 3)}
    return {name: array + extra.get(name, 0) for name, array in gradients.items()}


@changed("Only dW3 has the penalty: W2 and W1 are paid for as well.")
def only_the_last(gradients, X, Y, cache, lambd):
    plain = backward(X, Y, cache)
    return gradients | {name: plain[name] for name in ("dW1", "dW2")}


@changed("dW1 lacks the penalty: add `lambd / m * W1`.")
def not_the_first(gradients, X, Y, cache, lambd):
    return gradients | {"dW1": backward(X, Y, cache)["dW1"]}


@changed("dZ3 has the wrong sign: A3 - Y (C1W2 2.9).")
def wrong_sign(gradients, X, Y, cache, lambd):
    flipped = backward(X, Y, cache)
    extra = {f"dW{l}": lambd / X.shape[1] * cache[4 * l - 2] for l in (1, 2, 3)}
    return {name: extra.get(name, 0) - array for name, array in flipped.items()}


@changed("db has one axis only: `np.sum(..., axis=1, keepdims=True)` keeps it a column, (n, 1).")
def flat_biases(gradients, X, Y, cache, lambd):
    return {name: a.ravel() if name[:2] == "db" else a for name, a in gradients.items()}


@backward_propagation_with_regularization.mistake(
    "The slope of ReLU is missing: dZ is dA where A > 0, and 0 elsewhere (C1W3)."
)
def without_relu(X, Y, cache, lambd):
    Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache
    m, dZ3 = X.shape[1], A3 - Y
    dA2 = dZ2 = W3.T @ dZ3
    dA1 = dZ1 = W2.T @ dZ2
    gradients = {"dZ3": dZ3, "dA2": dA2, "dZ2": dZ2, "dA1": dA1, "dZ1": dZ1}
    for l, dZ, A_prev, W in ((1, dZ1, X, W1), (2, dZ2, A1, W2), (3, dZ3, A2, W3)):
        gradients[f"dW{l}"] = dZ @ A_prev.T / m + lambd / m * W
        gradients[f"db{l}"] = dZ.sum(axis=1, keepdims=True) / m
    return gradients


@backward_propagation_with_regularization.mistake(
    "dW and db aren't averaged: 1/m belongs in front of `dZ @ A_prev.T` and of the sum (C1W4 4.6)."
)
def not_averaged(X, Y, cache, lambd):
    m = X.shape[1]
    return backward(X, Y, cache, extra=lambda dW, W: dW + lambd / m * W, mean=False)


@backward_propagation_with_regularization.variant
def published(X, Y, cache, lambd):
    m = X.shape[1]
    (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dW3 = 1.0 / m * np.dot(dZ3, A2.T) + (lambd * W3) / m
    db3 = 1.0 / m * np.sum(dZ3, axis=1, keepdims=True)
    dA2 = np.dot(W3.T, dZ3)
    dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    dW2 = 1.0 / m * np.dot(dZ2, A1.T) + (lambd * W2) / m
    db2 = 1.0 / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    dW1 = 1.0 / m * np.dot(dZ1, X.T) + (lambd * W1) / m
    db1 = 1.0 / m * np.sum(dZ1, axis=1, keepdims=True)
    return {"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2,
            "db2": db2, "dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1}  # fmt: skip


@backward_propagation_with_regularization.variant
def in_a_loop(X, Y, cache, lambd):
    layers = [cache[0:4], cache[4:8], cache[8:12]]
    gradients, dZ = {}, layers[2][1] - Y
    for l in (3, 2, 1):
        _, _, W, _ = layers[l - 1]
        A_prev = X if l == 1 else layers[l - 2][1]
        gradients |= {
            f"dZ{l}": dZ,
            f"dW{l}": (dZ @ A_prev.T + lambd * W) / Y.size,
            f"db{l}": dZ.mean(axis=1).reshape(-1, 1),
        }
        if l > 1:
            gradients[f"dA{l - 1}"] = W.T @ dZ
            dZ = np.where(layers[l - 2][0] > 0, W.T @ dZ, 0)
    return gradients
