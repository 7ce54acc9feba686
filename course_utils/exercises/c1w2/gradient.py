"""One pass forward and backward: `propagate`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c1w2.beginning import sigmoid
from course_utils.exercises.c1w2.week import B4, NO_EXAMPLES, W4, X4, Y5, B, W, X, Y, week
from course_utils.exercises.running import case


def activation(w, b, X):
    """A (1, m), the probability of every example."""
    return sigmoid(w.T @ X + b)


def loss(A, Y):
    """The cross-entropy of every example; the clip keeps its logarithms finite."""
    A = np.clip(A, 1e-12, 1 - 1e-12)
    return -(Y * np.log(A) + (1 - Y) * np.log(1 - A))


@week.exercise(
    cases=[
        case("two features, three examples", W, B, X, Y),
        case("four features, five examples", W4, B4, X4, Y5),
    ],
    edge_cases=[
        case("one example, m = 1", W, B, X[:, :1], Y[:, :1]),
        case("integers, as in a raw image", W, 0, np.array([[2, 0, 1], [1, 3, 0]], np.uint8), Y),
        case("saturated: every probability is exactly 0 or 1", W * 1000, 0.0, X, Y),
        case("no example at all, m = 0", W, B, NO_EXAMPLES, NO_EXAMPLES[:1]),
    ],
    returns=("grads", "cost"),
    praise="That is a whole pass, forward and backward: all that learning needs.",
)
def propagate(w, b, X, Y):
    """Gradients {"dw" (n_x, 1), "db"} and the cost, for w (n_x, 1), X (n_x, m) and Y (1, m)."""
    m = X.shape[1]
    if m == 0:
        raise ValueError("X has no columns: there is no example to average over.")
    A = activation(w, b, X)
    return {"dw": X @ (A - Y).T / m, "db": np.sum(A - Y) / m}, np.sum(loss(A, Y)) / m


# Averages


@propagate.mistake("dw is not averaged: divide by m, the number of columns of X (2.14).")
def dw_not_averaged(w, b, X, Y):
    grads, cost = propagate(w, b, X, Y)
    return {**grads, "dw": X @ (activation(w, b, X) - Y).T}, cost


@propagate.mistake("db is not averaged: divide by m, the number of columns of X (2.14).")
def db_not_averaged(w, b, X, Y):
    grads, cost = propagate(w, b, X, Y)
    return {**grads, "db": np.sum(activation(w, b, X) - Y)}, cost


@propagate.mistake(
    "Neither dw nor db is averaged: divide both by m, the number of columns of X (2.14)."
)
def gradients_not_averaged(w, b, X, Y):
    dZ, (_, cost) = activation(w, b, X) - Y, propagate(w, b, X, Y)
    return {"dw": X @ dZ.T, "db": np.sum(dZ)}, cost


@propagate.mistake("The cost is not averaged: divide the sum of the losses by m (2.3).")
def cost_not_averaged(w, b, X, Y):
    grads, _ = propagate(w, b, X, Y)
    return grads, np.sum(loss(activation(w, b, X), Y))


@propagate.mistake("The cost is divided by m twice: `np.mean` divides already.")
def cost_averaged_twice(w, b, X, Y):
    grads, cost = propagate(w, b, X, Y)
    return grads, cost / X.shape[1]


@propagate.mistake(
    "You divide by the number of features: m counts the examples, `X.shape[1]`; `X.shape[0]` and "
    "`len(X)` are n_x."
)
def divided_by_features(w, b, X, Y):
    n_x, dZ = len(X), activation(w, b, X) - Y
    grads = {"dw": X @ dZ.T / n_x, "db": np.sum(dZ) / n_x}
    return grads, np.sum(loss(activation(w, b, X), Y)) / n_x


@propagate.mistake(
    "Only the last example counts: in the loop, add to dw, db and the cost with `+=` (2.10)."
)
def overwritten_in_the_loop(w, b, X, Y):
    m = X.shape[1]
    grads, cost = propagate(w, b, X[:, -1:], Y[:, -1:])
    return {name: gradient / m for name, gradient in grads.items()}, cost / m


# The forward pass and the cost


@propagate.mistake("b is forgotten: Z = wᵀX + b (2.2).")
def without_b(w, b, X, Y):
    return propagate(w, 0, X, Y)


@propagate.mistake("The sigmoid is forgotten: A = sigmoid(Z), and only then A - Y (2.2).")
def without_sigmoid(w, b, X, Y):
    m, A = X.shape[1], w.T @ X + b
    return {"dw": X @ (A - Y).T / m, "db": np.sum(A - Y) / m}, np.sum(loss(A, Y)) / m


@propagate.mistake(
    "The cost has the wrong sign: logarithms of probabilities are negative, and a minus in front "
    "makes the cost positive (2.3)."
)
def cost_sign(w, b, X, Y):
    grads, cost = propagate(w, b, X, Y)
    return grads, -cost


@propagate.mistake(
    "Half of the loss is missing: where y = 0, the term (1 - y) log(1 - a) is what counts (2.3)."
)
def only_positive_examples(w, b, X, Y):
    grads, _ = propagate(w, b, X, Y)
    return grads, np.mean(Y * loss(activation(w, b, X), Y))


@propagate.mistake("The labels are swapped in the cost: y goes with log(a), 1 - y with log(1 - a).")
def labels_swapped(w, b, X, Y):
    grads, _ = propagate(w, b, X, Y)
    return grads, np.mean(loss(activation(w, b, X), 1 - Y))


@propagate.mistake("This cost is the squared error; logistic regression uses cross-entropy (2.3).")
def squared_error(w, b, X, Y):
    grads, _ = propagate(w, b, X, Y)
    return grads, np.mean((activation(w, b, X) - Y) ** 2)


@propagate.mistake(
    "Right for ordinary numbers, but the cost is nan where the sigmoid saturates: A is exactly "
    "0 or 1, log(0) is -inf, and 0 times -inf is nan. Keep A a hair away from both inside the "
    "logarithms: `np.clip(A, 1e-12, 1 - 1e-12)`."
)
def log_of_zero(w, b, X, Y):
    grads, _ = propagate(w, b, X, Y)
    A = activation(w, b, X)
    return grads, -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))


@propagate.mistake("The cost is an array of shape (1, 1): take the number out with `.item()`.")
def cost_in_an_array(w, b, X, Y):
    grads, cost = propagate(w, b, X, Y)
    return grads, np.array([[cost]])


@propagate.mistake(
    "Without examples an average is 0/0, and nan would poison all that follows: raise a "
    "`ValueError` where m is 0."
)
def silent_nan(w, b, X, Y):
    if X.shape[1] == 0:
        return {"dw": np.full(w.shape, np.nan), "db": np.nan}, np.nan
    return propagate(w, b, X, Y)


# The backward pass


@propagate.mistake("dZ is A - Y, not Y - A: both gradients point the wrong way (2.9).")
def labels_minus_activations(w, b, X, Y):
    grads, cost = propagate(w, b, X, Y)
    return {name: -gradient for name, gradient in grads.items()}, cost


@propagate.mistake(
    "dw is a row, (1, n_x), but must have the shape of w, (n_x, 1): dw = 1/m X dZᵀ, and not "
    "dZ Xᵀ, which is its transpose."
)
def dw_transposed(w, b, X, Y):
    grads, cost = propagate(w, b, X, Y)
    return {**grads, "dw": grads["dw"].T}, cost


@propagate.mistake(
    "dw has one axis only, shape (n_x,): it must have the shape of w, (n_x, 1) (2.16). "
    "Keep dZ a row, (1, m)."
)
def dw_with_one_axis(w, b, X, Y):
    grads, cost = propagate(w, b, X, Y)
    return {**grads, "dw": grads["dw"].ravel()}, cost


@propagate.mistake(
    "dw has a column for every example: `X * dZ` still has to be summed over the examples, "
    "which the matrix product `X @ dZ.T` does in one go."
)
def dw_for_each_example(w, b, X, Y):
    grads, cost = propagate(w, b, X, Y)
    return {**grads, "dw": X * (activation(w, b, X) - Y) / X.shape[1]}, cost


@propagate.mistake("db is an array: sum over everything, without `axis`, and it is a number.")
def db_in_an_array(w, b, X, Y):
    grads, cost = propagate(w, b, X, Y)
    return {**grads, "db": np.array([grads["db"]])}, cost


@propagate.mistake(
    "The slope of the sigmoid appears twice: for cross-entropy, dZ is A - Y alone, the factor "
    "A(1 - A) has cancelled (2.9)."
)
def slope_twice(w, b, X, Y):
    m, A = X.shape[1], activation(w, b, X)
    dZ = (A - Y) * A * (1 - A)
    return {"dw": X @ dZ.T / m, "db": np.sum(dZ) / m}, np.sum(loss(A, Y)) / m


@propagate.mistake("The order is `return grads, cost`; yours gives the cost first.")
def cost_first(w, b, X, Y):
    return propagate(w, b, X, Y)[::-1]


# Right, written another way


@propagate.variant
def two_loops(w, b, X, Y):
    n_x, m = X.shape
    J, dw, db = 0.0, np.zeros((n_x, 1)), 0.0
    for i in range(m):
        z = sum(w[j, 0] * X[j, i] for j in range(n_x)) + b
        a = float(sigmoid(z))
        J += -np.log(max(a, 1e-15)) if Y[0, i] else -np.log(max(1 - a, 1e-15))
        for j in range(n_x):
            dw[j, 0] += X[j, i] * (a - Y[0, i])
        db += a - Y[0, i]
    return {"dw": dw / m, "db": db / m}, J / m


@propagate.variant
def dot_and_logits(w, b, X, Y):
    m = Y.size
    if not m:
        raise AssertionError("no examples")
    Z = np.dot(w.T, X) + b
    dZ = 1 / m * (np.exp(-np.logaddexp(0, -Z)) - Y)
    cost = np.squeeze(np.logaddexp(0, Z) @ np.ones((m, 1)) - np.dot(Z, Y.T)) / m
    return ({"dw": np.dot(X, dZ.T), "db": dZ.sum()}, cost)


@propagate.variant
def broadcasting(w, b, X, Y):
    assert X.shape[1] > 0
    Z = (w * X).sum(axis=0, keepdims=True) + b
    A = sigmoid(Z)
    p = np.where(Y == 1, A, 1 - A)
    dw = np.mean((A - Y) * X, axis=1, keepdims=True)
    return [{"db": np.mean(A - Y), "dw": dw}, float(-np.log(p + 1e-10).mean())]


@propagate.variant
def einsum(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.einsum("ij,ik->jk", w, X) + b)
    with np.errstate(all="ignore"):
        cost = -1 / m * np.sum(np.nan_to_num(Y * np.log(A) + (1 - Y) * np.log(1 - A)))
    return {"dw": 1 / m * np.einsum("ik,jk->ij", X, A - Y), "db": 1 / m * (A - Y).sum()}, cost
