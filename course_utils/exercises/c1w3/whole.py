"""The whole program: `nn_model`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c1w3.backward import backward_propagation
from course_utils.exercises.c1w3.beginning import initialize_parameters, kind
from course_utils.exercises.c1w3.cost import compute_cost
from course_utils.exercises.c1w3.descent import update_parameters
from course_utils.exercises.c1w3.forward import forward_propagation
from course_utils.exercises.c1w3.week import week
from course_utils.exercises.running import case

# Two clouds that a line separates, and three stripes that need two lines.
CLOUDS = np.array([[1.0, 1.5, 2.0, -1.0, -1.5, -2.0], [0.5, -1.0, 1.0, -0.5, 1.0, -1.0]])
OF_CLOUDS = np.array([[1, 1, 1, 0, 0, 0]])
STRIPES = np.array([[-2.5, -2.0, -0.4, 0.1, 0.4, 2.0, 2.5], [0.3, -0.4, 0.2, -0.5, 0.5, 0.4, -0.2]])
MOSTLY_ONE = np.array([[1, 1, 0, 1, 1]])
OF_STRIPES = np.array([[0, 0, 1, 1, 1, 0, 0]])


def cost_of(parameters, X, Y):
    """The cost that the parameters reach, in words."""
    J = compute_cost(forward_propagation(X, parameters)[0], Y)
    return "below 0.1" if J < 0.1 else f"about {J:.1f}"


def properties(parameters, X, Y, n_h, num_iterations):
    """What is compared of a training that starts at random."""
    found = {"cost": cost_of(parameters, X, Y), "hidden units": kind(parameters["W1"])}
    if num_iterations < 5:  # from a small start only b2 moves at first, nearly the same for all
        b2 = round(float(np.mean(parameters["b2"])), 1) + 0.0  # never -0.0
        early = "small" in found["hidden units"] and "not small" not in found["hidden units"]
        found["b2 after the first steps"] = f"about {b2}" if early else "far from its start"
    return found


@week.exercise(
    cases=[
        case("two clouds, three hidden units, 200 steps", CLOUDS, OF_CLOUDS, 3, 200),
        case("three stripes, five hidden units, 1000 steps", STRIPES, OF_STRIPES, 5, 1000),
    ],
    edge_cases=[
        case("two steps, four of five labels are 1", STRIPES[:, :5], MOSTLY_ONE, 3, 2),
        case("no step at all", CLOUDS, OF_CLOUDS, 3, 0),
    ],
    returns="parameters",
    praise="A network that finds its own description of the data, written by you.",
    properties=properties,
)
def nn_model(X, Y, n_h, num_iterations):
    """Parameters after so many steps of gradient descent with learning rate 1.2."""
    return train(X, Y, initialize_parameters(len(X), n_h, len(Y)), num_iterations)


def train(X, Y, parameters, num_iterations, learning_rate=1.2):
    """Gradient descent from given parameters."""
    for _ in range(num_iterations):
        _, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads, learning_rate)
    return parameters


@nn_model.mistake(
    "It does not learn: the cost is as at the start. Is `parameters = update_parameters(...)` "
    "inside the loop, and `return` after it?"
)
def never_updated(X, Y, n_h, num_iterations):
    return nn_model(X, Y, n_h, 0)


@nn_model.mistake("n_h is not used: it always has 4 hidden units, as `layer_sizes` suggests.")
def always_four(X, Y, n_h, num_iterations):
    return nn_model(X, Y, 4, num_iterations)


@nn_model.mistake(
    "It takes thousands of steps, whatever the caller asks for: `range(num_iterations)`."
)
def fixed_iterations(X, Y, n_h, num_iterations):
    return nn_model(X, Y, n_h, 2000)


@nn_model.mistake(
    "It takes one step too few: `range(num_iterations)` counts from 0 to num_iterations - 1, and "
    "these are num_iterations steps."
)
def one_step_short(X, Y, n_h, num_iterations):
    return nn_model(X, Y, n_h, max(num_iterations - 1, 0))


@nn_model.mistake("It takes one step too many: `range(num_iterations)` is the right number.")
def one_step_more(X, Y, n_h, num_iterations):
    return nn_model(X, Y, n_h, num_iterations + 1)


@nn_model.mistake("The learning rate is another one: here it is 1.2.")
def another_rate(X, Y, n_h, num_iterations):
    start = initialize_parameters(len(X), n_h, len(Y))
    return train(X, Y, start, num_iterations, learning_rate=0.5)


@nn_model.mistake(
    "The hidden units are all equal: the training starts with equal or zero weights. Start with "
    "`initialize_parameters` (3.11)."
)
def zero_start(X, Y, n_h, num_iterations):
    start = {name: 0 * a for name, a in initialize_parameters(len(X), n_h, len(Y)).items()}
    return train(X, Y, start, num_iterations)


@nn_model.mistake(
    "The cost has risen: the steps go uphill. It is W - learning_rate * dW, in `update_parameters`."
)
def uphill(X, Y, n_h, num_iterations):
    start = initialize_parameters(len(X), n_h, len(Y))
    return train(X, Y, start, min(num_iterations, 40), learning_rate=-1.2)


@nn_model.mistake(
    "Every step uses the gradient of the first one: `forward_propagation` and "
    "`backward_propagation` belong inside the loop."
)
def one_gradient_for_all(X, Y, n_h, num_iterations):
    parameters = initialize_parameters(len(X), n_h, len(Y))
    _, cache = forward_propagation(X, parameters)
    grads = backward_propagation(parameters, cache, X, Y)
    for _ in range(num_iterations):
        parameters = update_parameters(parameters, grads, 1.2)
    return parameters


@nn_model.mistake(
    "It returns parameters and costs, as in the lesson; here the result is the parameters alone."
)
def as_in_the_lesson(X, Y, n_h, num_iterations):
    return nn_model(X, Y, n_h, num_iterations), [0.0] * num_iterations


@nn_model.variant
def by_hand(X, Y, n_h, num_iterations=10000, print_cost=False):
    rng, m = np.random.default_rng(7), X.shape[1]
    W1, b1 = rng.normal(size=(n_h, X.shape[0])) * 0.01, np.zeros((n_h, 1))
    W2, b2 = rng.normal(size=(Y.shape[0], n_h)) * 0.01, np.zeros((Y.shape[0], 1))
    for _ in range(num_iterations):
        A1 = np.tanh(W1 @ X + b1)
        dZ2 = 1 / (1 + np.exp(-(W2 @ A1 + b2))) - Y
        dZ1 = W2.T @ dZ2 * (1 - A1**2)
        W2, b2 = W2 - 1.2 / m * dZ2 @ A1.T, b2 - 1.2 / m * dZ2.sum(1, keepdims=True)
        W1, b1 = W1 - 1.2 / m * dZ1 @ X.T, b1 - 1.2 / m * dZ1.sum(1, keepdims=True)
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


@nn_model.variant
def while_loop(X, Y, n_h, num_iterations):
    parameters, i = initialize_parameters(X.shape[0], n_h, Y.shape[0]), 0
    while i < num_iterations:
        A2, cache = forward_propagation(X, parameters)
        if i % 100 == 0:
            print(i, compute_cost(A2, Y))
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads, 1.2)
        i += 1
    return parameters
