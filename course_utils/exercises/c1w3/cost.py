"""How wrong the network is: `compute_cost`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import math

import numpy as np

from course_utils.exercises.c1w3.week import Y3, Y, week
from course_utils.exercises.running import case

A = np.array([[0.8, 0.3, 0.6, 0.1]])


def losses(A2, Y):
    """The cross-entropy of every example; the clip keeps its logarithms finite."""
    A2 = np.clip(A2, 1e-12, 1 - 1e-12)
    return -(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))


@week.exercise(
    cases=[
        case("four examples", A, Y),
        case("three examples", np.array([[0.45, 0.7, 0.2]]), Y3),
    ],
    edge_cases=[
        case("one example, m = 1", A[:, 1:2], Y[:, 1:2]),
        case(
            "saturated: a probability is 1 to the last digit",
            np.array([[1.0, 0.0, 0.5]]),
            Y3[:, ::-1] * [[1, 0, 1]],
        ),
    ],
    returns="cost",
    praise="The same cost as in week 2: only what stands before it has grown.",
)
def compute_cost(A2, Y):
    """The cross-entropy cost, a number, for predictions A2 (1, m) and labels Y (1, m)."""
    return np.sum(losses(A2, Y)) / Y.shape[1]


@compute_cost.mistake("The sum of the losses is not averaged: divide by m, the number of columns.")
def not_averaged(A2, Y):
    return np.sum(losses(A2, Y))


@compute_cost.mistake("The sign is lost: logarithms of probabilities are negative, J is positive.")
def negative(A2, Y):
    return -compute_cost(A2, Y)


@compute_cost.mistake(
    "Only the examples with y = 1 count: the term (1 - Y) log(1 - A2) is missing."
)
def only_ones(A2, Y):
    return np.sum(losses(A2, Y) * Y) / Y.shape[1]


@compute_cost.mistake("Only the examples with y = 0 count: the term Y log(A2) is missing.")
def only_zeros(A2, Y):
    return np.sum(losses(A2, Y) * (1 - Y)) / Y.shape[1]


@compute_cost.mistake("This is the squared error; wanted is the cross-entropy (2.3).")
def squared(A2, Y):
    return np.mean((A2 - Y) ** 2)


@compute_cost.mistake("This is half the squared error; wanted is the cross-entropy (2.3).")
def half_squared(A2, Y):
    return np.mean((A2 - Y) ** 2) / 2


@compute_cost.mistake("The logarithm is natural, `np.log`; yours is to the base 2.")
def base_two(A2, Y):
    return compute_cost(A2, Y) / math.log(2)


@compute_cost.mistake("The logarithm is natural, `np.log`; yours is to the base 10.")
def base_ten(A2, Y):
    return compute_cost(A2, Y) / math.log(10)


@compute_cost.mistake("The losses are not added up: the cost is one number for all examples.")
def per_example(A2, Y):
    return losses(A2, Y)


@compute_cost.mistake("The cost is an array of shape (1, 1): take the number out with `.item()`.")
def in_an_array(A2, Y):
    return np.array([[compute_cost(A2, Y)]])


@compute_cost.mistake(
    "The cost is nan where a probability is 0 or 1 to the last digit: log(0) is -inf, and 0 times "
    "-inf is nan. Keep A2 a hair away from both: `np.clip(A2, 1e-12, 1 - 1e-12)`."
)
def log_of_zero(A2, Y):
    return -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))


@compute_cost.variant
def by_product(A2, Y):
    m = Y.shape[1]
    A2 = np.clip(A2, 1e-10, 1 - 1e-10)
    return float(np.squeeze(-(np.dot(Y, np.log(A2).T) + np.dot(1 - Y, np.log(1 - A2).T)) / m))


@compute_cost.variant
def of_the_truth(A2, Y):
    return -np.log(np.where(Y == 1, A2, 1 - A2)).mean()
