"""All layers forward: `L_model_forward`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

from course_utils.exercises.c1w4.layer import linear_activation_forward
from course_utils.exercises.c1w4.week import network, numbers, week
from course_utils.exercises.running import case
from course_utils.nn.activations import relu, sigmoid


@week.exercise(
    cases=[
        case(
            "three layers, all hidden ones of one size", numbers(3, 5, seed=1), network(3, 3, 3, 1)
        ),
        case("two layers", numbers(2, 4, seed=2), network(2, 4, 1, seed=5)),
        case("four layers", numbers(4, 3, seed=3), network(4, 5, 3, 2, 1, seed=7)),
    ],
    edge_cases=[
        case("one layer, L = 1: logistic regression", numbers(3, 4, seed=4), network(3, 1)),
        case("one example, m = 1", numbers(2, 1, seed=5), network(2, 4, 1, seed=5)),
        case("ten layers", numbers(2, 3, seed=6), network(2, *[3] * 9, 1, seed=9)),
    ],
    returns=("AL", "caches"),
    praise="One loop, and it is as deep as you like.",
)
def L_model_forward(X, parameters):
    """AL (1, m) and the list of L caches; ReLU in layers 1 to L - 1, then the sigmoid."""
    return with_activations(X, parameters)


def with_activations(X, parameters, hidden="relu", last="sigmoid"):
    """The way forward with the activations asked for."""
    A, caches, L = X, [], len(parameters) // 2
    for l in range(1, L + 1):
        A, cache = linear_activation_forward(
            A, parameters[f"W{l}"], parameters[f"b{l}"], last if l == L else hidden
        )
        caches.append(cache)
    return A, caches


@L_model_forward.mistake(
    "parameters holds two entries per layer, W and b: L is `len(parameters) // 2`, not "
    "`len(parameters)`."
)
def parameters_counted_as_layers(X, parameters):
    A, caches, L = X, [], len(parameters)
    for l in range(1, L):
        A, cache = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], "relu")
        caches.append(cache)
    return linear_activation_forward(A, parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid")[
        0
    ], caches


@L_model_forward.mistake(
    "The last hidden layer is left out: the hidden layers are 1 to L - 1, and `range(1, L)` is "
    "just that; `range(1, L - 1)` stops one too early."
)
def last_hidden_layer_missing(X, parameters):
    L = len(parameters) // 2
    A, caches = X, []
    for l in [*range(1, L - 1), L]:
        activation = "sigmoid" if l == L else "relu"
        A, cache = linear_activation_forward(
            A, parameters[f"W{l}"], parameters[f"b{l}"], activation
        )
        caches.append(cache)
    return A, caches


@L_model_forward.mistake(
    "The first layer is left out: layers are numbered from 1, so it is `range(1, ...)`."
)
def first_layer_missing(X, parameters):
    L = len(parameters) // 2
    A, caches = X, []
    for l in range(min(2, L), L + 1):
        activation = "sigmoid" if l == L else "relu"
        A, cache = linear_activation_forward(
            A, parameters[f"W{l}"], parameters[f"b{l}"], activation
        )
        caches.append(cache)
    return A, caches


@L_model_forward.mistake(
    "The last layer is ReLU too: a prediction is a probability, so layer L has the sigmoid."
)
def relu_at_the_end(X, parameters):
    return with_activations(X, parameters, last="relu")


@L_model_forward.mistake("The hidden layers have the sigmoid; they should have ReLU.")
def sigmoid_everywhere(X, parameters):
    return with_activations(X, parameters, hidden="sigmoid")


@L_model_forward.mistake(
    "The activations are swapped: ReLU in the hidden layers, the sigmoid last."
)
def swapped(X, parameters):
    return with_activations(X, parameters, hidden="sigmoid", last="relu")


@L_model_forward.mistake(
    "Every layer gets X: its input is what the layer before gave, so A must be handed on."
)
def always_X(X, parameters):
    caches, L = [], len(parameters) // 2
    for l in range(1, L + 1):
        activation = "sigmoid" if l == L else "relu"
        A, cache = linear_activation_forward(
            X, parameters[f"W{l}"], parameters[f"b{l}"], activation
        )
        caches.append(cache)
    return A, caches


@L_model_forward.mistake("The cache of the last layer is missing in caches: there are L of them.")
def last_cache_missing(X, parameters):
    AL, caches = L_model_forward(X, parameters)
    return AL, caches[:-1]


@L_model_forward.mistake(
    "Only the last cache is returned: `caches.append(cache)` collects them all."
)
def only_last_cache(X, parameters):
    AL, caches = L_model_forward(X, parameters)
    return AL, caches[-1]


@L_model_forward.mistake("The caches come in reverse order: that of layer 1 is the first.")
def reversed_caches(X, parameters):
    AL, caches = L_model_forward(X, parameters)
    return AL, caches[::-1]


@L_model_forward.mistake("It returns the caches first: the order is `return AL, caches`.")
def caches_first(X, parameters):
    return L_model_forward(X, parameters)[::-1]


@L_model_forward.variant
def hidden_then_last(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        A_prev = A
        A, cache = linear_activation_forward(
            A_prev, parameters["W" + str(l)], parameters["b" + str(l)], activation="relu"
        )
        caches.append(cache)
    AL, cache = linear_activation_forward(A, parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid")
    caches.append(cache)
    return AL, caches


@L_model_forward.variant
def by_hand(X, parameters):
    A, caches, l = X, (), 1
    while f"W{l}" in parameters:
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z = W @ A + b
        caches += (((A, W, b), Z),)
        l += 1
        A = relu(Z) if f"W{l}" in parameters else sigmoid(Z)
    return A, caches
