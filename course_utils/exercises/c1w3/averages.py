"""Mistakes in the averages, sums and products of `backward_propagation`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

from course_utils.exercises.c1w3.backward import backward_propagation, chain, times


@backward_propagation.mistake(
    "No gradient is averaged: divide all four by m, the number of columns of X (3.10)."
)
def no_average(parameters, cache, X, Y):
    return times(chain(parameters, cache, X, Y), X.shape[1], ("dW1", "db1", "dW2", "db2"))


@backward_propagation.mistake("db1 and db2 are not averaged: divide them by m, as dW1 and dW2.")
def biases_not_averaged(parameters, cache, X, Y):
    return times(chain(parameters, cache, X, Y), X.shape[1], ("db1", "db2"))


@backward_propagation.mistake("dW1 and dW2 are not averaged: divide them by m, as db1 and db2.")
def weights_not_averaged(parameters, cache, X, Y):
    return times(chain(parameters, cache, X, Y), X.shape[1], ("dW1", "dW2"))


@backward_propagation.mistake(
    "You divide by m twice: either dZ2 holds the 1/m already, or dW and db get it, not both."
)
def averaged_twice(parameters, cache, X, Y):
    return times(chain(parameters, cache, X, Y), 1 / X.shape[1], ("dW1", "db1", "dW2", "db2"))


@backward_propagation.mistake(
    "You divide by the number of features: m counts the examples, `X.shape[1]`; `X.shape[0]` and "
    "`len(X)` are n_x."
)
def divided_by_features(parameters, cache, X, Y):
    names = ("dW1", "db1", "dW2", "db2")
    return times(chain(parameters, cache, X, Y), X.shape[1] / X.shape[0], names)


# Sums and products


@backward_propagation.mistake(
    "db1 and db2 have one axis only: `np.sum(..., axis=1, keepdims=True)` keeps them columns, "
    "which the update needs."
)
def without_keepdims(parameters, cache, X, Y):
    grads = chain(parameters, cache, X, Y)
    return {**grads, "db1": grads["db1"][:, 0], "db2": grads["db2"][:, 0]}


@backward_propagation.mistake(
    "db1 and db2 are single numbers: sum over the examples only, `axis=1, keepdims=True`, so that "
    "each unit keeps its own."
)
def one_bias_for_all(parameters, cache, X, Y):
    grads = chain(parameters, cache, X, Y)
    return {**grads, "db1": grads["db1"].sum(), "db2": grads["db2"].sum()}


@backward_propagation.mistake(
    "db1 and db2 are summed over the units, axis=0; the sum runs over the examples, axis=1."
)
def wrong_axis(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    db1, db2 = (dZ.sum(axis=0, keepdims=True) / m for dZ in (dZ1, dZ2))
    return {**chain(parameters, cache, X, Y), "db1": db1, "db2": db2}


@backward_propagation.mistake(
    "dW1 is made with A1; the hidden weights were multiplied by X: dW1 = 1/m dZ1 Xᵀ (3.10, step 6)."
)
def dw1_from_a1(parameters, cache, X, Y):
    dZ1 = parameters["W2"].T @ (cache["A2"] - Y) * (1 - cache["A1"] ** 2)
    return {**chain(parameters, cache, X, Y), "dW1": dZ1 @ cache["A1"].T / X.shape[1]}


@backward_propagation.mistake(
    "dW2 is made with X; the output weights were multiplied by A1: dW2 = 1/m dZ2 A1ᵀ (3.10, step "
    "2)."
)
def dw2_from_x(parameters, cache, X, Y):
    dW2 = (cache["A2"] - Y) @ X.T / X.shape[1]
    return {**chain(parameters, cache, X, Y), "dW2": dW2}


@backward_propagation.mistake("dW1 is transposed: it has the shape of W1, dW1 = 1/m dZ1 Xᵀ.")
def dw1_transposed(parameters, cache, X, Y):
    grads = chain(parameters, cache, X, Y)
    return {**grads, "dW1": grads["dW1"].T}


@backward_propagation.mistake("dW2 is transposed: it has the shape of W2, dW2 = 1/m dZ2 A1ᵀ.")
def dw2_transposed(parameters, cache, X, Y):
    grads = chain(parameters, cache, X, Y)
    return {**grads, "dW2": grads["dW2"].T}
