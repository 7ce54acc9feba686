"""All layers backward: `L_model_backward`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c1w4.activation_backward import linear_activation_backward
from course_utils.exercises.c1w4.forward import L_model_forward
from course_utils.exercises.c1w4.layer_backward import linear_backward
from course_utils.exercises.c1w4.week import labels, network, numbers, week
from course_utils.exercises.running import case


def problem(title, *layer_dims, m, seed):
    """A case: AL, Y and the caches of a network on m examples."""
    AL, caches = L_model_forward(
        numbers(layer_dims[0], m, seed=seed), network(*layer_dims, seed=seed)
    )
    return case(title, AL, labels(m, seed), caches)


@week.exercise(
    cases=[
        problem("three layers, all hidden ones of one size", 3, 3, 3, 1, m=5, seed=1),
        problem("two layers", 2, 4, 1, m=4, seed=5),
        problem("four layers", 4, 5, 3, 2, 1, m=3, seed=7),
    ],
    edge_cases=[
        problem("one layer, L = 1: logistic regression", 3, 1, m=4, seed=2),
        problem("one example, m = 1", 2, 4, 1, m=1, seed=5),
    ],
    returns="grads",
    praise="Backpropagation through any number of layers: this is what trains deep networks.",
)
def L_model_backward(AL, Y, caches):
    """Gradients {"dA0", "dW1", "db1", "dA1", "dW2", ...} for AL, Y (1, m) and the L caches."""
    return backward_from(-Y / AL + (1 - Y) / (1 - AL), caches)


@L_model_backward.draw
def any_network(rng):
    layer_dims = [*rng.integers(1, 6, size=rng.integers(1, 5)), 1]
    return problem(
        "", *layer_dims, m=int(rng.integers(1, 7)), seed=int(rng.integers(1000))
    ).arguments


def backward_from(dA, caches, hidden="relu", last="sigmoid"):
    """All gradients, from the derivative by AL, with the activations asked for."""
    grads, L = {}, len(caches)
    for l in reversed(range(1, L + 1)):
        dA, dW, db = linear_activation_backward(dA, caches[l - 1], last if l == L else hidden)
        grads |= {f"dA{l - 1}": dA, f"dW{l}": dW, f"db{l}": db}
    return grads


@L_model_backward.mistake(
    "AL - Y is dZ of the last layer, not dA: the block of the last layer multiplies by the "
    "sigmoid's slope itself. Start with dAL = -Y/AL + (1 - Y)/(1 - AL) (4.6)."
)
def starts_with_dZ(AL, Y, caches):
    return backward_from(AL - Y, caches)


@L_model_backward.mistake(
    "The start has the wrong sign: dAL = -(Y/AL - (1 - Y)/(1 - AL)), so that it is negative where "
    "y = 1."
)
def wrong_sign(AL, Y, caches):
    return backward_from(Y / AL - (1 - Y) / (1 - AL), caches)


@L_model_backward.mistake(
    "The two parts of dAL have the same sign: it is -Y/AL *plus* (1 - Y)/(1 - AL)."
)
def brackets_lost(AL, Y, caches):
    return backward_from(-Y / AL - (1 - Y) / (1 - AL), caches)


@L_model_backward.mistake("Half of dAL is missing: the examples with y = 0 pull as well.")
def only_positive(AL, Y, caches):
    return backward_from(-Y / AL, caches)


@L_model_backward.mistake(
    "dAL is divided by m, and `linear_backward` divides once more: here 1/m belongs to dW and db."
)
def averaged_twice(AL, Y, caches):
    return backward_from((-Y / AL + (1 - Y) / (1 - AL)) / Y.shape[1], caches)


@L_model_backward.mistake("The last layer is treated as ReLU; it was a sigmoid on the way forward.")
def relu_at_the_end(AL, Y, caches):
    return backward_from(-Y / AL + (1 - Y) / (1 - AL), caches, last="relu")


@L_model_backward.mistake("The hidden layers are treated as sigmoids; they were ReLU.")
def sigmoid_everywhere(AL, Y, caches):
    return backward_from(-Y / AL + (1 - Y) / (1 - AL), caches, hidden="sigmoid")


@L_model_backward.mistake(
    "dA carries the number of the layer that made it; what layer l gives back belongs to layer "
    'l - 1, so it is grads["dA" + str(l - 1)], and the last of them is dA0.'
)
def dA_numbered_by_its_layer(AL, Y, caches):
    return {
        f"dA{int(name[2:]) + 1}" if name.startswith("dA") else name: array
        for name, array in L_model_backward(AL, Y, caches).items()
    }


@L_model_backward.mistake(
    "The first layer is missing: the loop has to come down to layer 1 (`reversed(range(L - 1))` "
    "ends with 0, where l + 1 is layer 1)."
)
def first_layer_missing(AL, Y, caches):
    grads = L_model_backward(AL, Y, caches)
    return {name: grads[name] for name in grads if name not in ("dA0", "dW1", "db1")} or grads


@L_model_backward.mistake(
    "The cache is that of the next layer: a list counts from 0, so layer l has `caches[l - 1]`."
)
def cache_of_the_next_layer(AL, Y, caches):
    grads, L, dA = {}, len(caches), -Y / AL + (1 - Y) / (1 - AL)
    for l in reversed(range(1, L + 1)):
        dA, dW, db = linear_activation_backward(dA, caches[l], "sigmoid" if l == L else "relu")
        grads |= {f"dA{l - 1}": dA, f"dW{l}": dW, f"db{l}": db}
    return grads


@L_model_backward.mistake(
    "dA is not handed on: each layer gets dAL, but it needs the dA that the layer above gave back."
)
def dA_not_handed_on(AL, Y, caches):
    grads, L, dAL = {}, len(caches), -Y / AL + (1 - Y) / (1 - AL)
    for l in reversed(range(1, L + 1)):
        activation = "sigmoid" if l == L else "relu"
        dA, dW, db = linear_activation_backward(dAL, caches[l - 1], activation)
        grads |= {f"dA{l - 1}": dA, f"dW{l}": dW, f"db{l}": db}
    return grads


@L_model_backward.mistake(
    "dA is used as dZ in the hidden layers: each goes through `linear_activation_backward`, not "
    "through `linear_backward` alone."
)
def hidden_without_activation(AL, Y, caches):
    grads, L, dA = {}, len(caches), -Y / AL + (1 - Y) / (1 - AL)
    for l in reversed(range(1, L + 1)):
        cache = caches[l - 1]
        step = linear_activation_backward(dA, cache, "sigmoid")
        dA, dW, db = step if l == L else linear_backward(dA, cache[0])
        grads |= {f"dA{l - 1}": dA, f"dW{l}": dW, f"db{l}": db}
    return grads


@L_model_backward.mistake("The dA are missing in grads: keep dA0, dA1, ... beside dW and db.")
def without_dA(AL, Y, caches):
    grads = L_model_backward(AL, Y, caches)
    return {name: array for name, array in grads.items() if not name.startswith("dA")}


@L_model_backward.variant
def last_then_hidden(AL, Y, caches):
    grads, L = {}, len(caches)
    Y = Y.reshape(AL.shape)
    dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    dA_prev, dW, db = linear_activation_backward(dAL, caches[L - 1], "sigmoid")
    grads["dA" + str(L - 1)], grads["dW" + str(L)], grads["db" + str(L)] = dA_prev, dW, db
    for l in reversed(range(L - 1)):
        dA_prev, dW, db = linear_activation_backward(grads["dA" + str(l + 1)], caches[l], "relu")
        grads["dA" + str(l)] = dA_prev
        grads["dW" + str(l + 1)] = dW
        grads["db" + str(l + 1)] = db
    return grads


@L_model_backward.variant
def from_dZ(AL, Y, caches):
    grads, dZ = {}, AL - Y
    for l in range(len(caches), 0, -1):
        linear_cache, _ = caches[l - 1]
        dA, grads[f"dW{l}"], grads[f"db{l}"] = linear_backward(dZ, linear_cache)
        grads[f"dA{l - 1}"] = dA
        if l > 1:
            dZ = dA * (caches[l - 2][1] > 0)
    return grads
