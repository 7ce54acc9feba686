"""The plain step: `update_parameters_with_gd`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

from course_utils.exercises.c2w2.week import like, network, week
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        case("two layers", network(3, 2, 1), like(3, 2, 1, seed=4), 0.1),
        case("three layers", network(2, 3, 2, 1), like(2, 3, 2, 1, seed=5), 0.01),
    ],
    edge_cases=[
        case("one layer", network(3, 1), like(3, 1, seed=6), 0.5),
        case("ten layers", network(*[2] * 10, 1), like(*[2] * 10, 1, seed=8), 0.2),
    ],
    returns="parameters",
    praise="The step that all the others are measured against.",
)
def update_parameters_with_gd(parameters, grads, learning_rate):
    """New parameters, each moved by -learning_rate times its gradient."""
    return moved(parameters, grads, learning_rate, learning_rate)


def moved(parameters, grads, rate_W, rate_b):
    """Parameters moved with a rate for the weights and one for the biases."""
    rates = {"W": rate_W, "b": rate_b}
    return {name: a - rates[name[0]] * grads[f"d{name}"] for name, a in parameters.items()}


@update_parameters_with_gd.mistake(
    "The steps go uphill: a gradient points up, so it is W - learning_rate * dW."
)
def uphill(parameters, grads, learning_rate):
    return moved(parameters, grads, -learning_rate, -learning_rate)


@update_parameters_with_gd.mistake("The biases never move: b takes a step as W does.")
def only_weights(parameters, grads, learning_rate):
    return moved(parameters, grads, learning_rate, 0)


@update_parameters_with_gd.mistake("The weights never move: W takes a step as b does.")
def only_biases(parameters, grads, learning_rate):
    return moved(parameters, grads, 0, learning_rate)


@update_parameters_with_gd.mistake("learning_rate is not used: the step is learning_rate * dW.")
def no_learning_rate(parameters, grads, learning_rate):
    return moved(parameters, grads, 1, 1)


@update_parameters_with_gd.mistake(
    "The new value is the step alone: it is W - learning_rate * dW, and W itself is missing."
)
def step_alone(parameters, grads, learning_rate):
    return {name: -learning_rate * grads[f"d{name}"] for name in parameters}


@update_parameters_with_gd.mistake(
    "It writes into the caller's arrays: `W -= ...` changes an array in place. Put new arrays into "
    "the copied dictionary: `W - learning_rate * dW`."
)
def in_place(parameters, grads, learning_rate):
    for name, array in moved(parameters, grads, learning_rate, learning_rate).items():
        parameters[name][...] = array
    return parameters


@update_parameters_with_gd.mistake(
    "The last layer is not moved: for layers 1 to L the loop is `range(1, L + 1)`."
)
def last_layer_forgotten(parameters, grads, learning_rate):
    L, new = len(parameters) // 2, moved(parameters, grads, learning_rate, learning_rate)
    return {**new, f"W{L}": parameters[f"W{L}"], f"b{L}": parameters[f"b{L}"]}


@update_parameters_with_gd.mistake(
    "parameters has two entries per layer: L is `len(parameters) // 2`, not `len(parameters)`."
)
def parameters_counted_as_layers(parameters, grads, learning_rate):
    new = {}
    for l in range(1, len(parameters) + 1):
        new[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]
        new[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]
    return new


@update_parameters_with_gd.variant
def copied_first(parameters, grads, learning_rate):
    parameters = {name: array.copy() for name, array in parameters.items()}
    for l in range(len(parameters) // 2):
        parameters["W" + str(l + 1)] -= learning_rate * grads["dW" + str(l + 1)]
        parameters["b" + str(l + 1)] -= learning_rate * grads["db" + str(l + 1)]
    return parameters


@update_parameters_with_gd.variant
def layer_by_layer(parameters, grads, learning_rate):
    new = parameters.copy()
    for l in range(1, len(parameters) // 2 + 1):
        for kind in "Wb":
            new[f"{kind}{l}"] = new[f"{kind}{l}"] - learning_rate * grads[f"d{kind}{l}"]
    return new
