"""One step downhill: `update_parameters`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import copy

from course_utils.exercises.c1w3.backward import backward_propagation
from course_utils.exercises.c1w3.forward import forward_propagation
from course_utils.exercises.c1w3.week import NARROW, PARAMETERS, WIDE, X4, Y3, X, Y, week
from course_utils.exercises.running import case


def gradient(parameters, X, Y):
    """The gradient at some parameters."""
    return backward_propagation(parameters, forward_propagation(X, parameters)[1], X, Y)


@week.exercise(
    cases=[
        case("three hidden units", PARAMETERS, gradient(PARAMETERS, X, Y), 1.2),
        case("five hidden units", WIDE, gradient(WIDE, X4, Y3), 0.5),
    ],
    edge_cases=[
        case("one hidden unit", NARROW, gradient(NARROW, X, Y), 0.1),
        case("learning rate 0", PARAMETERS, gradient(PARAMETERS, X, Y), 0.0),
    ],
    returns="parameters",
    praise="One step, and the caller's parameters are where they were.",
)
def update_parameters(parameters, grads, learning_rate):
    """New parameters, each moved against its derivative."""
    return step(parameters, grads, dict.fromkeys(parameters, learning_rate))


def step(parameters, grads, rates):
    """A step with a learning rate for every parameter."""
    return {name: values - rates[name] * grads["d" + name] for name, values in parameters.items()}


@update_parameters.mistake(
    "It changes the caller's dictionary. `W1 -= ...` writes into the caller's array, and "
    '`parameters["W1"] = ...` into the caller\'s dictionary: make new ones, or begin with '
    "`parameters = copy.deepcopy(parameters)`."
)
def in_place(parameters, grads, learning_rate):
    for name in parameters:
        parameters[name] = parameters[name] - learning_rate * grads["d" + name]
    return parameters


@update_parameters.mistake(
    "The steps go uphill: a gradient points up, so it is W - learning_rate * dW (2.4)."
)
def uphill(parameters, grads, learning_rate):
    return update_parameters(parameters, grads, -learning_rate)


@update_parameters.mistake("learning_rate is not used: the step is learning_rate * dW, not dW.")
def no_learning_rate(parameters, grads, learning_rate):
    return update_parameters(parameters, grads, 1)


@update_parameters.mistake("The learning rate is a fixed 1.2, whatever the caller asks for.")
def fixed_rate(parameters, grads, learning_rate):
    return update_parameters(parameters, grads, 1.2)


@update_parameters.mistake("The parameters are those that came in: return the moved ones.")
def unmoved(parameters, grads, learning_rate):
    return copy.deepcopy(parameters)


@update_parameters.mistake("The biases do not move: b1 and b2 take a step as W1 and W2 do.")
def biases_stay(parameters, grads, learning_rate):
    return step(parameters, grads, {"W1": learning_rate, "W2": learning_rate, "b1": 0, "b2": 0})


@update_parameters.mistake("The weights do not move: W1 and W2 take a step as b1 and b2 do.")
def weights_stay(parameters, grads, learning_rate):
    return step(parameters, grads, {"W1": 0, "W2": 0, "b1": learning_rate, "b2": learning_rate})


@update_parameters.mistake("Layer 1 does not move: W1 and b1 take a step as W2 and b2 do.")
def first_layer_stays(parameters, grads, learning_rate):
    return step(parameters, grads, {"W1": 0, "b1": 0, "W2": learning_rate, "b2": learning_rate})


@update_parameters.mistake("Layer 2 does not move: W2 and b2 take a step as W1 and b1 do.")
def second_layer_stays(parameters, grads, learning_rate):
    return step(parameters, grads, {"W2": 0, "b2": 0, "W1": learning_rate, "b1": learning_rate})


@update_parameters.mistake(
    "W1 and W2 move by db1 and db2, which broadcasting allows (2.15): weights move by dW1 and dW2."
)
def weights_by_db(parameters, grads, learning_rate):
    taken = {**grads, "dW1": grads["db1"], "dW2": grads["db2"]}
    return update_parameters(parameters, taken, learning_rate)


@update_parameters.mistake("It returns the steps; wanted are the parameters after them.")
def only_steps(parameters, grads, learning_rate):
    return {name: learning_rate * grads["d" + name] for name in parameters}


@update_parameters.mistake('The keys are those of grads: the result has "W1", not "dW1".')
def keys_of_grads(parameters, grads, learning_rate):
    new = update_parameters(parameters, grads, learning_rate)
    return {"d" + name: values for name, values in new.items()}


@update_parameters.variant
def copied_first(parameters, grads, learning_rate=1.2):
    parameters = copy.deepcopy(parameters)
    for name in ("W1", "b1", "W2", "b2"):
        parameters[name] -= learning_rate * grads[f"d{name}"]
    return parameters


@update_parameters.variant
def one_by_one(parameters, grads, learning_rate):
    W1 = parameters["W1"] - learning_rate * grads["dW1"]
    b1 = parameters["b1"] - learning_rate * grads["db1"]
    W2 = parameters["W2"] - learning_rate * grads["dW2"]
    b2 = parameters["b2"] - learning_rate * grads["db2"]
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
