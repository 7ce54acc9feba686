"""How wrong the predictions are: `compute_cost`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c1w4.week import week
from course_utils.exercises.running import case

AL, Y = np.array([[0.8, 0.9, 0.4]]), np.array([[1, 1, 0]])
AL5, Y5 = np.array([[0.2, 0.7, 0.35, 0.05, 0.6]]), np.array([[1, 0, 1, 0, 1]])


@week.exercise(
    cases=[case("three examples", AL, Y), case("five examples", AL5, Y5)],
    edge_cases=[
        case("one example, m = 1", AL[:, :1], Y[:, :1]),
        case("all labels 0", AL, np.zeros((1, 3), int)),
        case("sure and right: A is exactly 0 or 1", np.array([[1.0, 0.0, 0.5]]), Y * [[1, 0, 1]]),
    ],
    returns="cost",
    praise="The same cost as for a single neuron: it only looks at what comes out.",
)
def compute_cost(AL, Y):
    """Cross-entropy cost, a number, for predictions AL (1, m) and labels Y (1, m)."""
    return np.mean(losses(AL, Y))


def losses(AL, Y):
    """The loss of every example; the clip keeps its logarithms finite."""
    AL = np.clip(AL, 1e-12, 1 - 1e-12)
    return -(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))


@compute_cost.mistake(
    "The cost is not averaged: divide the sum of the losses by m, the columns of Y: `Y.shape[1]`."
)
def not_averaged(AL, Y):
    return np.sum(losses(AL, Y))


@compute_cost.mistake("The cost has the wrong sign: a minus in front makes it positive.")
def wrong_sign(AL, Y):
    return -compute_cost(AL, Y)


@compute_cost.mistake(
    "Half of the loss is missing: where y = 0, (1 - y) log(1 - a) is what counts."
)
def only_positive(AL, Y):
    return np.mean(Y * losses(AL, Y))


@compute_cost.mistake("The labels are swapped: y goes with log(a), 1 - y with log(1 - a).")
def labels_swapped(AL, Y):
    return np.mean(losses(AL, 1 - Y))


@compute_cost.mistake("This is the squared error; the cost here is the cross-entropy.")
def squared_error(AL, Y):
    return np.mean((AL - Y) ** 2)


@compute_cost.mistake(
    "Right for ordinary predictions, but nan where A is exactly 0 or 1, since 0 times log(0) is "
    "nan. Keep A a hair away from both: `np.clip(AL, 1e-12, 1 - 1e-12)`."
)
def log_of_zero(AL, Y):
    return -np.mean(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))


@compute_cost.mistake("The cost is an array of shape (1, 1): take the number out with `.item()`.")
def in_an_array(AL, Y):
    return np.array([[compute_cost(AL, Y)]])


@compute_cost.mistake("This is the loss of every example; the cost is their average, one number.")
def one_for_each(AL, Y):
    return losses(AL, Y)


@compute_cost.variant
def with_dot(AL, Y):
    AL = np.clip(AL, 1e-15, 1 - 1e-15)
    m = Y.shape[1]
    return np.squeeze(-1 / m * (np.dot(np.log(AL), Y.T) + np.dot(np.log(1 - AL), (1 - Y).T)))


@compute_cost.variant
def by_choice(AL, Y):
    return float(-np.log(np.where(Y == 1, AL, 1 - AL) + 1e-15).sum() / AL.shape[1])
