"""The cost with a price on large weights: `compute_cost_with_regularization`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c2w1.week import (
    cross_entropy,
    forward,
    labels,
    named,
    network,
    numbers,
    week,
)
from course_utils.exercises.running import case


def problem(title, dims, m, lambd, seed):
    """A case: A3 of a network on m examples, their labels, the parameters, lambd."""
    parameters = network(*dims, seed=seed)
    A3, _ = forward(numbers(dims[0], m, seed=seed), parameters)
    return case(title, A3, labels(m, seed), parameters, lambd)


@week.exercise(
    cases=[
        problem("five examples, λ = 0.7", (2, 4, 3), 5, 0.7, seed=1),
        problem("three examples, λ = 2", (3, 2, 2), 3, 2.0, seed=5),
    ],
    edge_cases=[
        problem("λ = 0: no price at all", (2, 4, 3), 5, 0.0, seed=1),
        problem("one example, m = 1", (2, 3, 2), 1, 0.1, seed=4),
    ],
    returns="cost",
    praise="The cost has two wishes now, and λ says how much the second weighs.",
)
def compute_cost_with_regularization(A3, Y, parameters, lambd):
    """Cross-entropy of A3 (1, m) and Y (1, m), plus lambd/(2m) times all squared weights."""
    return cross_entropy(A3, Y) + penalty(Y, parameters, lambd)


def penalty(Y, parameters, lambd, names="W", of=np.square):
    """lambd/(2m) times the sum of `of` all entries of the parameters of these names."""
    total = sum(np.sum(of(array)) for name, array in parameters.items() if name[0] in names)
    return lambd / (2 * Y.shape[1]) * total


def with_penalty(sentence):
    """Register a mistake: a function that gives the penalty alone."""

    def register(function):
        compute_cost_with_regularization.mistake(sentence)(
            named(
                function.__name__,
                lambda A3, Y, parameters, lambd: (
                    cross_entropy(A3, Y) + function(A3, Y, parameters, lambd)
                ),
            )
        )
        return function

    return register


@with_penalty("The biases are paid for too: the sum goes over W1, W2 and W3 only (1.4).")
def biases_as_well(A3, Y, parameters, lambd):
    return penalty(Y, parameters, lambd, names="Wb")


@with_penalty("The factor is lambd/m; it should be lambd/(2m), so that the slope is lambd/m W.")
def without_the_two(A3, Y, parameters, lambd):
    return 2 * penalty(Y, parameters, lambd)


@with_penalty("The penalty isn't divided by m: its factor is lambd/(2m), and m is `Y.shape[1]`.")
def without_m(A3, Y, parameters, lambd):
    return Y.shape[1] * penalty(Y, parameters, lambd)


@with_penalty("`lambd / 2 * m` multiplies by m: brackets, `lambd / (2 * m)`.")
def brackets_missing(A3, Y, parameters, lambd):
    return Y.shape[1] ** 2 * penalty(Y, parameters, lambd)


@with_penalty("The root is taken: ‖W‖² is the sum of the squares itself, without a root (1.4).")
def norms_not_squared(A3, Y, parameters, lambd):
    norms = [np.linalg.norm(parameters[f"W{l}"]) for l in (1, 2, 3)]
    return lambd / (2 * Y.shape[1]) * sum(norms)


@with_penalty(
    "`np.linalg.norm(W, 2)` of a matrix is its largest stretch (singular value); the Frobenius "
    "norm is `np.linalg.norm(W)`, and squared it is `np.sum(np.square(W))`."
)
def spectral_norm(A3, Y, parameters, lambd):
    norms = [np.linalg.norm(parameters[f"W{l}"], 2) ** 2 for l in (1, 2, 3)]
    return lambd / (2 * Y.shape[1]) * sum(norms)


@with_penalty("These are absolute values, the L1 penalty; L2 takes the squares.")
def absolute_values(A3, Y, parameters, lambd):
    return penalty(Y, parameters, lambd, of=np.abs)


@with_penalty("The weights are added up without being squared: negative ones would be rewarded.")
def not_squared_at_all(A3, Y, parameters, lambd):
    return penalty(Y, parameters, lambd, of=np.positive)


@with_penalty("The sum is squared; square each weight first, then add up: `np.sum(np.square(W))`.")
def sum_squared(A3, Y, parameters, lambd):
    return penalty(Y, parameters, lambd, of=lambda W: np.sum(W) ** 2)


@with_penalty("The squares are averaged (`np.mean`); they are to be added up: `np.sum`.")
def mean_of_squares(A3, Y, parameters, lambd):
    return penalty(Y, parameters, lambd, of=lambda W: np.mean(W**2))


@with_penalty("The penalty is subtracted: large weights must cost something.")
def rewarded(A3, Y, parameters, lambd):
    return -penalty(Y, parameters, lambd)


@with_penalty("lambd is missing: the penalty doesn't depend on it.")
def without_lambd(A3, Y, parameters, lambd):
    return penalty(Y, parameters, 1.0)


@with_penalty("The penalty is missing: this is the cross-entropy alone.")
def no_penalty(A3, Y, parameters, lambd):
    return 0.0


@with_penalty("Only W1 is paid for: add up the squares of W1, W2 and W3.")
def only_the_first(A3, Y, parameters, lambd):
    return penalty(Y, {"W1": parameters["W1"]}, lambd)


@with_penalty("W3 is missing: the last layer is paid for like the others.")
def without_the_last(A3, Y, parameters, lambd):
    return penalty(Y, {name: parameters[name] for name in ("W1", "W2")}, lambd)


@compute_cost_with_regularization.mistake("This is the penalty alone; add the cross-entropy.")
def penalty_alone(A3, Y, parameters, lambd):
    return penalty(Y, parameters, lambd)


@compute_cost_with_regularization.mistake(
    "The cross-entropy has the wrong sign: it begins with a minus, since logarithms of "
    "probabilities are negative."
)
def wrong_sign(A3, Y, parameters, lambd):
    return penalty(Y, parameters, lambd) - cross_entropy(A3, Y)


@compute_cost_with_regularization.mistake(
    "The cross-entropy isn't averaged: divide the sum of the losses by m, `Y.shape[1]`."
)
def not_averaged(A3, Y, parameters, lambd):
    return penalty(Y, parameters, lambd) + Y.shape[1] * cross_entropy(A3, Y)


@compute_cost_with_regularization.mistake(
    "The cost is an array; a number is wanted: `.item()`, or a sum over everything."
)
def in_an_array(A3, Y, parameters, lambd):
    return np.array([[compute_cost_with_regularization(A3, Y, parameters, lambd)]])


@compute_cost_with_regularization.variant
def published(A3, Y, parameters, lambd):
    m = Y.shape[1]
    W1, W2, W3 = parameters["W1"], parameters["W2"], parameters["W3"]
    logprobs = np.multiply(-np.log(A3), Y) + np.multiply(-np.log(1 - A3), 1 - Y)
    squares = np.sum(np.square(W1)) + np.sum(np.square(W2)) + np.sum(np.square(W3))
    return 1.0 / m * np.nansum(logprobs) + 1 / m * lambd / 2 * squares


@compute_cost_with_regularization.variant
def by_norms(A3, Y, parameters, lambd):
    loss = -np.log(np.where(Y == 1, A3, 1 - A3)).mean()
    squares = [np.linalg.norm(W, "fro") ** 2 for name, W in parameters.items() if "W" in name]
    return np.float64(loss + lambd * np.mean(squares) * 3 / 2 / Y.size)


@compute_cost_with_regularization.variant
def by_traces(A3, Y, parameters, lambd):
    total = sum(np.trace(parameters[f"W{l}"] @ parameters[f"W{l}"].T) for l in (1, 2, 3))
    losses = Y @ np.log(A3).T + (1 - Y) @ np.log(1 - A3).T
    return (-losses.item() + lambd / 2 * total) / Y.shape[1]
