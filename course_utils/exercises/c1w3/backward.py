"""The way back: `backward_propagation`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c1w3.forward import forward_propagation
from course_utils.exercises.c1w3.week import NARROW, PARAMETERS, WIDE, X4, Y3, X, Y, scaled, week
from course_utils.exercises.running import case


def problem(title, parameters, X, Y):
    """A case with the cache that belongs to it."""
    return case(title, parameters, forward_propagation(X, parameters)[1], X, Y)


@week.exercise(
    cases=[
        problem("two features, three hidden units, four examples", PARAMETERS, X, Y),
        problem("four features, five hidden units, three examples", WIDE, X4, Y3),
    ],
    edge_cases=[
        problem("one example, m = 1", PARAMETERS, X[:, :1], Y[:, :1]),
        problem("one hidden unit", NARROW, X, Y),
        problem("saturated hidden units", scaled(PARAMETERS, 20), X, Y),
    ],
    returns="grads",
    praise="That is backpropagation: seven lines, for a network of any width.",
)
def backward_propagation(parameters, cache, X, Y):
    """The gradient {"dW1", "db1", "dW2", "db2"}, each with the shape of its parameter."""
    return chain(parameters, cache, X, Y)


def chain(parameters, cache, X, Y, slope=lambda cache: 1 - cache["A1"] ** 2, dZ2=None, dA1=None):
    """The seven lines, with some of their pieces replaced."""
    m = X.shape[1]
    dZ2 = cache["A2"] - Y if dZ2 is None else dZ2
    dA1 = parameters["W2"].T @ dZ2 if dA1 is None else dA1
    dZ1 = dA1 * slope(cache)
    return {
        "dW1": dZ1 @ X.T / m,
        "db1": dZ1.sum(axis=1, keepdims=True) / m,
        "dW2": dZ2 @ cache["A1"].T / m,
        "db2": dZ2.sum(axis=1, keepdims=True) / m,
    }


def times(grads, factor, names):
    """The gradients with those of some names multiplied."""
    return {name: factor * grad if name in names else grad for name, grad in grads.items()}


# The slope of tanh


@backward_propagation.mistake(
    "The slope of tanh is 1 - A1², with the square: `1 - np.power(A1, 2)`, or `1 - A1**2` (3.8)."
)
def without_square(parameters, cache, X, Y):
    return chain(parameters, cache, X, Y, slope=lambda cache: 1 - cache["A1"])


@backward_propagation.mistake(
    "A1(1 - A1) is the slope of the sigmoid; the hidden layer bends with tanh: 1 - A1² (3.8)."
)
def slope_of_sigmoid(parameters, cache, X, Y):
    return chain(parameters, cache, X, Y, slope=lambda cache: cache["A1"] * (1 - cache["A1"]))


@backward_propagation.mistake(
    "The slope of tanh is missing in dZ1: multiply W2ᵀ dZ2 by 1 - A1², entry by entry (3.10, "
    "step 5)."
)
def without_slope(parameters, cache, X, Y):
    return chain(parameters, cache, X, Y, slope=lambda cache: 1)


@backward_propagation.mistake(
    "The slope is computed from Z1; in 1 - a² stands the activation: 1 - A1² (3.8)."
)
def slope_from_z1(parameters, cache, X, Y):
    return chain(parameters, cache, X, Y, slope=lambda cache: 1 - cache["Z1"] ** 2)


@backward_propagation.mistake(
    "A1 already is tanh(Z1): the slope is 1 - A1², without a second tanh (3.8)."
)
def tanh_twice(parameters, cache, X, Y):
    return chain(parameters, cache, X, Y, slope=lambda cache: 1 - np.tanh(cache["A1"]) ** 2)


@backward_propagation.mistake(
    "The slope in dZ1 is made with A2; it belongs to the hidden layer: 1 - A1² (3.10, step 5)."
)
def slope_from_a2(parameters, cache, X, Y):
    return chain(parameters, cache, X, Y, slope=lambda cache: 1 - cache["A2"] ** 2)


@backward_propagation.mistake(
    "In dZ1 the slope is multiplied entry by entry, with `*`, not as a matrix product (3.10, step "
    "5)."
)
def matrix_product_with_slope(parameters, cache, X, Y):
    return (parameters["W2"].T @ (cache["A2"] - Y)) @ (1 - cache["A1"] ** 2)


# The blame that goes back


@backward_propagation.mistake(
    "dZ2 is A2 - Y, not Y - A2: every gradient points the wrong way (3.10, step 1)."
)
def labels_minus_predictions(parameters, cache, X, Y):
    return chain(parameters, cache, X, Y, dZ2=Y - cache["A2"])


@backward_propagation.mistake(
    "The slope of the output sigmoid appears twice: for cross-entropy, dZ2 is A2 - Y alone, the "
    "factor A2(1 - A2) has cancelled (2.9)."
)
def output_slope_twice(parameters, cache, X, Y):
    A2 = cache["A2"]
    return chain(parameters, cache, X, Y, dZ2=(A2 - Y) * A2 * (1 - A2))


@backward_propagation.mistake(
    "dZ1 is made with W1: the blame comes back through the weights of the *second* layer, "
    "W2ᵀ dZ2 (3.10, step 4)."
)
def first_weights(parameters, cache, X, Y):
    return parameters["W1"].T @ (cache["A2"] - Y)


@backward_propagation.mistake(
    "In dZ1, `np.dot(W1.T, dZ2)` takes the wrong weights: the blame comes back through W2ᵀ (3.10, "
    "step 4)."
)
def first_weights_with_dot(parameters, cache, X, Y):
    return np.dot(parameters["W1"].T, cache["A2"] - Y)


@backward_propagation.mistake(
    "W2 is a row, and the blame for the hidden units a column for each example: transpose it, "
    "`W2.T @ dZ2` (3.10, step 4)."
)
def without_transposing(parameters, cache, X, Y):
    return parameters["W2"] @ (cache["A2"] - Y)


@backward_propagation.mistake(
    "The blame is not weighted by W2: a hidden unit gets dZ2 times its output weight (3.10, step "
    "4)."
)
def without_w2(parameters, cache, X, Y):
    dZ2 = cache["A2"] - Y
    return chain(parameters, cache, X, Y, dA1=np.ones_like(parameters["W2"]).T @ dZ2)


# Right, written another way


@backward_propagation.variant
def averaged_first(parameters, cache, X, Y):
    dZ2 = (cache["A2"] - Y) / Y.size
    dZ1 = np.dot(parameters["W2"].T, dZ2) * (1 - np.power(cache["A1"], 2))
    grads = {"dW2": np.dot(dZ2, cache["A1"].T), "dW1": np.dot(dZ1, X.T)}
    return grads | {f"db{i}": dZ @ np.ones((Y.size, 1)) for i, dZ in ((1, dZ1), (2, dZ2))}


@backward_propagation.variant
def example_by_example(parameters, cache, X, Y):
    m, total = X.shape[1], None
    for i in range(m):
        column = slice(i, i + 1)
        one = {name: values[:, column] for name, values in cache.items()}
        grads = chain(parameters, one, X[:, column], Y[:, column])
        total = grads if total is None else {name: total[name] + grads[name] for name in grads}
    return {name: grad / m for name, grad in total.items()}
