"""The way back through the same masks: `backward_propagation_with_dropout`."""

# ruff: noqa: D103, F841, RUF059 - a decorator says what is wrong; learners unpack the whole cache

import numpy as np

from course_utils.exercises.c2w1.dropout import passes
from course_utils.exercises.c2w1.week import backward, labels, named, network, numbers, week
from course_utils.exercises.running import case


def problem(title, dims, m, keep_prob, seed):
    """A case: m examples with labels, the cache of a pass with dropout, keep_prob."""
    X = numbers(dims[0], m, seed=seed)
    cache = passes(X, network(*dims, seed=seed), keep_prob)[1]
    return case(title, X, labels(m, seed), cache, keep_prob)


def without_masks(cache):
    """The cache as plain backpropagation has it, and the two masks."""
    return tuple(cache[i] for i in range(14) if i not in (1, 6)), (cache[1], cache[6])


def properties(gradients, X, Y, cache, keep_prob):
    """The gradients, as far as they do not hang on masks that were drawn anew."""
    _, (D1, D2) = without_masks(cache)
    for name, D in (("dA2", D2), ("dA1", D1)):
        silent = gradients[name] == 0
        wrong = bool(np.any(silent & D.astype(bool)))
        if wrong and np.any(~silent & ~D.astype(bool)):
            return {f"the units without a gradient in {name}": "others than on the way forward"}
    return {"the units without a gradient in dA2": "the same", **gradients}


@week.exercise(
    cases=[
        problem("six examples, keep_prob = 0.8", (3, 5, 4), 6, 0.8, seed=1),
        problem("eight examples, keep_prob = 0.6", (2, 6, 5), 8, 0.6, seed=7),
    ],
    edge_cases=[
        problem("keep_prob = 1: plain backpropagation", (3, 5, 4), 6, 1.0, seed=1),
        problem("one example, m = 1", (2, 6, 5), 1, 0.7, seed=4),
    ],
    returns="gradients",
    praise="Only those who spoke are blamed, and as loudly as they spoke.",
    properties=properties,
)
def backward_propagation_with_dropout(X, Y, cache, keep_prob):
    """Gradients {"dZ3", "dW3", "db3", "dA2", ...} through the masks D1 and D2 of the cache."""
    plain, masks = without_masks(cache)
    return backward(X, Y, plain, masks, keep_prob)


@backward_propagation_with_dropout.draw
def any_network(rng):
    dims, m, seed = rng.integers(1, 6, size=3), int(rng.integers(1, 7)), int(rng.integers(1000))
    return problem("", dims, m, rng.uniform(0.3, 1), seed).arguments


@backward_propagation_with_dropout.mistake(
    "New masks are drawn on the way back: the units that were off must get no gradient, so use the "
    "D1 and D2 of the cache (1.6)."
)
def new_masks(X, Y, cache, keep_prob):
    plain, masks = without_masks(cache)
    if keep_prob == 1:
        return backward(X, Y, plain)
    return backward(X, Y, plain, [~np.asarray(D, bool) for D in masks], keep_prob)


def with_options(sentence, function):
    """Register a mistake: gradients made of the plain cache, the masks and keep_prob."""
    backward_propagation_with_dropout.mistake(sentence)(
        named(
            sentence[:40],
            lambda X, Y, cache, keep_prob: function(X, Y, *without_masks(cache), keep_prob),
        )
    )


with_options(
    "dA isn't divided by keep_prob: A was, on the way forward, and its slope is D / keep_prob.",
    lambda X, Y, plain, masks, keep: backward(X, Y, plain, masks),
)
with_options(
    "dA is multiplied by keep_prob; it is divided, as A was.",
    lambda X, Y, plain, masks, keep: backward(X, Y, plain, masks, 1 / keep),
)
with_options(
    "dA is divided by 1 - keep_prob; on the way forward A was divided by keep_prob.",
    lambda X, Y, plain, masks, keep: backward(X, Y, plain, masks, max(1 - keep, 1e-9)),
)
with_options(
    "The masks are missing: multiply dA2 by D2 and dA1 by D1, then divide by keep_prob.",
    lambda X, Y, plain, masks, keep: backward(X, Y, plain, (1, 1), keep),
)
with_options(
    "This is backpropagation without dropout: neither masks nor keep_prob are used.",
    lambda X, Y, plain, masks, keep: backward(X, Y, plain),
)
with_options(
    "dA1 has no mask: multiply it by D1 and divide by keep_prob, as with dA2.",
    lambda X, Y, plain, masks, keep: backward(X, Y, plain, (keep, masks[1]), keep),
)
with_options(
    "dA2 has no mask: multiply it by D2 and divide by keep_prob, as with dA1.",
    lambda X, Y, plain, masks, keep: backward(X, Y, plain, (masks[0], keep), keep),
)
with_options(
    "dW and db aren't averaged: 1/m belongs in front of `dZ @ A_prev.T` and of the sum (C1W4 4.6).",
    lambda X, Y, plain, masks, keep: backward(X, Y, plain, masks, keep, mean=False),
)


@backward_propagation_with_dropout.mistake("dZ3 has the wrong sign: A3 - Y (C1W2 2.9).")
def wrong_sign(X, Y, cache, keep_prob):
    right = backward_propagation_with_dropout(X, Y, cache, keep_prob)
    return {name: -array for name, array in right.items()}


@backward_propagation_with_dropout.mistake(
    "dA2 and dA1 are kept from before the mask; they go into the result as they were handed on."
)
def before_the_mask(X, Y, cache, keep_prob):
    right = backward_propagation_with_dropout(X, Y, cache, keep_prob)
    W2, W3 = cache[8], cache[12]
    return right | {"dA2": W3.T @ right["dZ3"], "dA1": W2.T @ right["dZ2"]}


@backward_propagation_with_dropout.mistake(
    "The slope of ReLU is missing: dZ is dA where A > 0, and 0 elsewhere (C1W3)."
)
def without_relu(X, Y, cache, keep_prob):
    (_, A1, _, _, _, A2, W2, _, _, A3, W3, _), (D1, D2) = without_masks(cache)
    m, dZ3 = X.shape[1], A3 - Y
    dA2 = dZ2 = W3.T @ dZ3 * D2 / keep_prob
    dA1 = dZ1 = W2.T @ dZ2 * D1 / keep_prob
    gradients = {"dZ3": dZ3, "dA2": dA2, "dZ2": dZ2, "dA1": dA1, "dZ1": dZ1}
    for l, dZ, A_prev in ((1, dZ1, X), (2, dZ2, A1), (3, dZ3, A2)):
        gradients[f"dW{l}"] = dZ @ A_prev.T / m
        gradients[f"db{l}"] = dZ.sum(axis=1, keepdims=True) / m
    return gradients


@backward_propagation_with_dropout.variant
def published(X, Y, cache, keep_prob):
    m = X.shape[1]
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dW3 = 1.0 / m * np.dot(dZ3, A2.T)
    db3 = 1.0 / m * np.sum(dZ3, axis=1, keepdims=True)
    dA2 = np.dot(W3.T, dZ3)
    dA2 = dA2 * D2
    dA2 = dA2 / keep_prob
    dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    dW2 = 1.0 / m * np.dot(dZ2, A1.T)
    db2 = 1.0 / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    dA1 = dA1 * D1
    dA1 = dA1 / keep_prob
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    dW1 = 1.0 / m * np.dot(dZ1, X.T)
    db1 = 1.0 / m * np.sum(dZ1, axis=1, keepdims=True)
    return {"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2,
            "db2": db2, "dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1}  # fmt: skip


@backward_propagation_with_dropout.variant
def in_a_loop(X, Y, cache, keep_prob):
    hidden, (Z3, A3, W, b) = [cache[0:5], cache[5:10]], cache[10:]
    gradients, dZ, l = {}, A3 - Y, 3
    while l:
        A_prev = hidden[l - 2][2] if l > 1 else X
        gradients |= {f"dZ{l}": dZ, f"dW{l}": dZ @ A_prev.T / Y.size}
        gradients[f"db{l}"] = dZ.mean(axis=1, keepdims=True)
        l -= 1
        if l:
            Z, D, _, W_here, _ = hidden[l - 1]
            gradients[f"dA{l}"] = np.where(D, W.T @ dZ / keep_prob, 0)
            dZ, W = np.where(Z > 0, gradients[f"dA{l}"], 0), W_here
    return gradients
