"""The way forward: `forward_propagation`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np
from scipy.special import expit

from course_utils.exercises.c1w3.week import NARROW, PARAMETERS, WIDE, X4, X, scaled, week
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        case("two features, three hidden units, four examples", X, PARAMETERS),
        case("four features, five hidden units, three examples", X4, WIDE),
    ],
    edge_cases=[
        case("one example, m = 1", X[:, :1], PARAMETERS),
        case("one hidden unit", X, NARROW),
        case("integers", np.array([[2, 0, 1], [1, 3, 0]]), PARAMETERS),
        case("scores far from zero", X, scaled(PARAMETERS, 1000)),
    ],
    returns=("A2", "cache"),
    praise="Two layers, all examples at once.",
)
def forward_propagation(X, parameters):
    """A2 (n_y, m) and the cache {"Z1", "A1", "Z2", "A2"}, for X (n_x, m)."""
    return layers(X, parameters)


def layers(X, parameters, g=np.tanh, out=expit, **changed):
    """Forward with other activation functions, or with some parameters changed."""
    p = {**parameters, **changed}
    Z1 = p["W1"] @ X + p["b1"]
    A1 = g(Z1)
    Z2 = p["W2"] @ A1 + p["b2"]
    A2 = out(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


@forward_propagation.mistake("The hidden layer bends with the sigmoid; here it is `np.tanh`.")
def sigmoid_inside(X, parameters):
    return layers(X, parameters, g=expit)


@forward_propagation.mistake("The hidden layer bends with ReLU; here it is `np.tanh`.")
def relu_inside(X, parameters):
    return layers(X, parameters, g=lambda Z: np.maximum(0, Z))


@forward_propagation.mistake(
    "`np.tan` is the tangent, which jumps; the hyperbolic tangent is `np.tanh` (3.6)."
)
def tangent(X, parameters):
    return layers(X, parameters, g=np.tan)


@forward_propagation.mistake(
    "The hidden layer does not bend: without tanh, two layers are one (3.7). A1 = tanh(Z1)."
)
def no_bend(X, parameters):
    return layers(X, parameters, g=np.array)


@forward_propagation.mistake(
    "The output layer bends with tanh, from -1 to 1; a probability needs the sigmoid."
)
def tanh_outside(X, parameters):
    return layers(X, parameters, out=np.tanh)


@forward_propagation.mistake("A2 is still the score Z2: send it through the sigmoid.")
def no_sigmoid(X, parameters):
    return layers(X, parameters, out=np.array)


@forward_propagation.mistake("A sign is lost in the sigmoid: it is 1 / (1 + np.exp(-Z2)).")
def sigmoid_of_minus(X, parameters):
    return layers(X, parameters, out=lambda Z: expit(-Z))


@forward_propagation.mistake("b1 is forgotten: Z1 = W1 X + b1.")
def without_b1(X, parameters):
    return layers(X, parameters, b1=0 * parameters["b1"])


@forward_propagation.mistake("b2 is forgotten: Z2 = W2 A1 + b2.")
def without_b2(X, parameters):
    return layers(X, parameters, b2=0 * parameters["b2"])


@forward_propagation.mistake("Both biases are forgotten: Z1 = W1 X + b1 and Z2 = W2 A1 + b2.")
def without_biases(X, parameters):
    return layers(X, parameters, b1=0 * parameters["b1"], b2=0 * parameters["b2"])


@forward_propagation.mistake("Z2 is computed from Z1: the second layer listens to A1 = tanh(Z1).")
def second_from_z1(X, parameters):
    _, right = layers(X, parameters)
    Z2 = parameters["W2"] @ right["Z1"] + parameters["b2"]
    return expit(Z2), {**right, "Z2": Z2, "A2": expit(Z2)}


@forward_propagation.mistake(
    "`*` multiplies entry by entry; the weighted sums are matrix products, `W1 @ X`."
)
def star(X, parameters):
    return parameters["W1"] * X


@forward_propagation.mistake(
    "The weights of a unit are a row of W1 already: `W1 @ X`, without transposing (3.3)."
)
def transposed(X, parameters):
    return parameters["W1"].T @ X


@forward_propagation.mistake("The order is `return A2, cache`; yours gives the cache first.")
def cache_first(X, parameters):
    return layers(X, parameters)[::-1]


@forward_propagation.mistake("The cache is missing: `return A2, cache`.")
def only_a2(X, parameters):
    return layers(X, parameters)[0]


@forward_propagation.remark(
    "for scores far below zero `np.exp(-Z2)` overflows to inf. The result is right, since 1 / inf "
    "is 0, but NumPy warns; week 2's first exercise shows a way round it."
)
def overflow(X, parameters):
    return layers(X, parameters, out=lambda Z: 1 / (1 + np.exp(-Z)))


@forward_propagation.variant
def dot(X, parameters):
    W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
    Z1 = np.dot(W1, X) + b1
    A1 = 2 * expit(2 * Z1) - 1
    Z2 = np.dot(W2, A1) + b2
    A2 = expit(Z2)
    cache = {"A2": A2, "Z2": Z2, "A1": A1, "Z1": Z1}
    return A2, cache


@forward_propagation.variant
def example_by_example(X, parameters):
    columns = [layers(X[:, i : i + 1], parameters)[1] for i in range(X.shape[1])]
    cache = {name: np.hstack([column[name] for column in columns]) for name in columns[0]}
    return [cache["A2"], cache]
