"""One layer forward: `linear_forward` and `linear_activation_forward`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c1w4.week import (
    A_PREV,
    A_SQUARE,
    B_SQUARE,
    W_SQUARE,
    B,
    W,
    week,
)
from course_utils.exercises.running import case
from course_utils.nn.activations import relu, sigmoid


@week.exercise(
    cases=[
        case("three inputs, two units, four examples", A_PREV, W, B),
        case("three of each", A_SQUARE, W_SQUARE, B_SQUARE),
    ],
    edge_cases=[
        case("one example, m = 1", A_PREV[:, :1], W, B),
        case("one unit", A_PREV, W[:1], B[:1]),
        case(
            "integers", np.array([[1, 0], [2, 3], [0, 1]]), np.array([[1, 2, 3]]), np.array([[1]])
        ),
    ],
    returns=("Z", "cache"),
    praise="The linear half of every dense layer there is.",
)
def linear_forward(A, W, b):
    """Z (n, m) and the cache (A, W, b), for A (n_prev, m), W (n, n_prev), b (n, 1)."""
    return W @ A + b, (A, W, b)


@linear_forward.mistake("b is forgotten: Z = W A + b (4.2).")
def without_b(A, W, b):
    return W @ A, (A, W, b)


@linear_forward.mistake(
    "The factors are the wrong way round: it is `W @ A`, (n, n_prev) (n_prev, m)."
)
def wrong_way_round(A, W, b):
    return A @ W + b, (A, W, b)


@linear_forward.mistake("The factors of `np.dot` are the wrong way round: W comes first, then A.")
def wrong_way_round_with_dot(A, W, b):
    return np.dot(A, W) + b, (A, W, b)


@linear_forward.mistake(
    "W is transposed where it shouldn't be: its rows belong to the units of this layer already."
)
def transposed(A, W, b):
    return W.T @ A + b, (A, W, b)


@linear_forward.mistake(
    "`*` multiplies entry by entry; a weighted sum is a matrix product, `W @ A`."
)
def entry_by_entry(A, W, b):
    return W * A + b, (A, W, b)


@linear_forward.mistake("The cache has another order: it is (A, W, b).")
def another_order(A, W, b):
    return W @ A + b, (W, A, b)


@linear_forward.mistake("The cache has another order, with W and b first: it is (A, W, b).")
def parameters_first(A, W, b):
    return W @ A + b, (W, b, A)


@linear_forward.mistake("The cache lacks b: it is (A, W, b), even if b is never needed again.")
def cache_without_b(A, W, b):
    return W @ A + b, (A, W)


@linear_forward.mistake(
    "The cache holds Z; what the way back needs here is what came in: (A, W, b)."
)
def cache_of_results(A, W, b):
    Z = W @ A + b
    return Z, (Z, W, b)


@linear_forward.mistake("The cache is missing: return two things, `Z, (A, W, b)`.")
def only_Z(A, W, b):
    return W @ A + b


@linear_forward.variant
def with_dot(A, W, b):
    cache = (A, W, b)
    return np.add(np.dot(W, A), b), cache


@linear_forward.variant
def with_einsum(A, W, b):
    return [np.einsum("ij,jm->im", W, A) + b, [A, W, b]]


@week.exercise(
    cases=[
        case("sigmoid", A_PREV, W, B, "sigmoid"),
        case("ReLU", A_PREV, W, B, "relu"),
        case("ReLU, three of each", A_SQUARE, W_SQUARE, B_SQUARE, "relu"),
    ],
    edge_cases=[
        case("one example, m = 1", A_PREV[:, :1], W, B, "sigmoid"),
        case("scores far from zero", 1000 * A_PREV, W, B, "sigmoid"),
        case("a unit that is off everywhere", abs(A_PREV), -abs(W), -abs(B), "relu"),
    ],
    returns=("A", "cache"),
    praise="A whole layer in one call.",
)
def linear_activation_forward(A_prev, W, b, activation):
    """A (n, m) and the cache ((A_prev, W, b), Z); activation is "sigmoid" or "relu"."""
    Z, linear_cache = linear_forward(A_prev, W, b)
    return (sigmoid if activation == "sigmoid" else relu)(Z), (linear_cache, Z)


def with_activations(A_prev, W, b, activation, **functions):
    """The layer with other activation functions, by name."""
    Z, linear_cache = linear_forward(A_prev, W, b)
    return functions[activation](Z), (linear_cache, Z)


@linear_activation_forward.mistake(
    'The activation is always the sigmoid, also where "relu" is asked for.'
)
def always_sigmoid(*arguments):
    return with_activations(*arguments, sigmoid=sigmoid, relu=sigmoid)


@linear_activation_forward.mistake(
    'The activation is always ReLU, also where "sigmoid" is asked for.'
)
def always_relu(*arguments):
    return with_activations(*arguments, sigmoid=relu, relu=relu)


@linear_activation_forward.mistake("The two activations are swapped.")
def swapped(*arguments):
    return with_activations(*arguments, sigmoid=relu, relu=sigmoid)


@linear_activation_forward.mistake("The hidden activation is tanh, as in week 3; this one is ReLU.")
def tanh(*arguments):
    return with_activations(*arguments, sigmoid=sigmoid, relu=np.tanh)


@linear_activation_forward.mistake(
    "ReLU is computed as the absolute value: negative scores become 0, not positive."
)
def absolute_value(*arguments):
    return with_activations(*arguments, sigmoid=sigmoid, relu=np.abs)


@linear_activation_forward.mistake("A is still Z: the activation function is not applied (4.2).")
def no_activation(*arguments):
    return with_activations(*arguments, sigmoid=lambda Z: Z, relu=lambda Z: Z)


@linear_activation_forward.mistake(
    "The cache is in the wrong order: the linear cache comes first, then Z: ((A_prev, W, b), Z)."
)
def Z_first(A_prev, W, b, activation):
    A, (linear_cache, Z) = linear_activation_forward(A_prev, W, b, activation)
    return A, (Z, linear_cache)


@linear_activation_forward.mistake(
    "The cache holds A where Z belongs: the slope on the way back is taken at Z."
)
def A_in_the_cache(A_prev, W, b, activation):
    A, (linear_cache, _) = linear_activation_forward(A_prev, W, b, activation)
    return A, (linear_cache, A)


@linear_activation_forward.mistake(
    "The cache is flat, (A_prev, W, b, Z): it is a pair of the linear cache and Z."
)
def flat_cache(A_prev, W, b, activation):
    A, (linear_cache, Z) = linear_activation_forward(A_prev, W, b, activation)
    return A, (*linear_cache, Z)


@linear_activation_forward.mistake("Only the linear cache is returned: the cache is a pair with Z.")
def only_linear_cache(A_prev, W, b, activation):
    A, (linear_cache, _) = linear_activation_forward(A_prev, W, b, activation)
    return A, linear_cache


@linear_activation_forward.variant
def by_branches(A_prev, W, b, activation):
    Z = np.dot(W, A_prev) + b
    if activation == "relu":
        A = Z * (Z > 0)
    elif activation == "sigmoid":
        A = 1 / (1 + np.exp(-np.clip(Z, -500, 500)))
    return A, ((A_prev, W, b), Z)


@linear_activation_forward.variant
def by_table(A_prev, W, b, activation):
    Z, linear_cache = linear_forward(A_prev, W, b)
    functions = {
        "sigmoid": lambda Z: (np.tanh(Z / 2) + 1) / 2,
        "relu": lambda Z: np.clip(Z, 0, None),
    }
    return [functions[activation](Z), [linear_cache, Z]]
