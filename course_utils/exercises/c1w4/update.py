"""The step downhill: `update_parameters`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

from course_utils.exercises.c1w4.week import network, week
from course_utils.exercises.running import case


def gradients(*layer_dims, seed):
    """Gradients as L_model_backward names them, with the dA left out."""
    return {f"d{name}": array for name, array in network(*layer_dims, seed=seed).items()}


@week.exercise(
    cases=[
        case("two layers", network(3, 2, 1), gradients(3, 2, 1, seed=4), 0.1),
        case("four layers", network(2, 3, 3, 2, 1), gradients(2, 3, 3, 2, 1, seed=5), 0.01),
    ],
    edge_cases=[
        case("one layer", network(3, 1), gradients(3, 1, seed=6), 0.5),
        case(
            "gradients with the dA among them",
            network(2, 2, 1),
            {**gradients(2, 2, 1, seed=7), "dA0": network(2, 4)["W1"].T},
            1.0,
        ),
        case("ten layers", network(*[2] * 10, 1), gradients(*[2] * 10, 1, seed=8), 0.2),
    ],
    returns="parameters",
    praise="With this the set is complete: forward, cost, backward, step.",
)
def update_parameters(parameters, grads, learning_rate):
    """New parameters, each moved by -learning_rate times its gradient."""
    return moved(parameters, grads, learning_rate, learning_rate)


def moved(parameters, grads, rate_W, rate_b):
    """Parameters moved with a rate for the weights and one for the biases."""
    rates = {"W": rate_W, "b": rate_b}
    return {name: a - rates[name[0]] * grads[f"d{name}"] for name, a in parameters.items()}


@update_parameters.mistake(
    "The steps go uphill: a gradient points up, so it is W - learning_rate * dW."
)
def uphill(parameters, grads, learning_rate):
    return moved(parameters, grads, -learning_rate, -learning_rate)


@update_parameters.mistake("The biases never move: b takes a step as W does.")
def only_weights(parameters, grads, learning_rate):
    return moved(parameters, grads, learning_rate, 0)


@update_parameters.mistake("The weights never move: W takes a step as b does.")
def only_biases(parameters, grads, learning_rate):
    return moved(parameters, grads, 0, learning_rate)


@update_parameters.mistake("learning_rate is not used: the step is learning_rate * dW.")
def no_learning_rate(parameters, grads, learning_rate):
    return moved(parameters, grads, 1, 1)


@update_parameters.mistake(
    "It changes the caller's parameters. Begin with `parameters = parameters.copy()`, a new "
    "dictionary, and put new arrays into it: `W - learning_rate * dW`; `W -= ...` would write into "
    "the old ones."
)
def in_place(parameters, grads, learning_rate):
    parameters.update(moved(parameters, grads, learning_rate, learning_rate))
    return parameters


@update_parameters.mistake(
    "The last layer is not moved: for layers 1 to L the loop is `range(1, L + 1)`, or `range(L)` "
    "with l + 1."
)
def last_layer_forgotten(parameters, grads, learning_rate):
    L, new = len(parameters) // 2, moved(parameters, grads, learning_rate, learning_rate)
    return {**new, f"W{L}": parameters[f"W{L}"], f"b{L}": parameters[f"b{L}"]}


@update_parameters.mistake(
    "The first layer is not moved: layers are numbered from 1, so the loop begins with layer 1."
)
def first_layer_forgotten(parameters, grads, learning_rate):
    new = moved(parameters, grads, learning_rate, learning_rate)
    return {**new, "W1": parameters["W1"], "b1": parameters["b1"]}


@update_parameters.mistake(
    "parameters has two entries per layer: L is `len(parameters) // 2`, not `len(parameters)`."
)
def parameters_counted_as_layers(parameters, grads, learning_rate):
    new = {}
    for l in range(1, len(parameters) + 1):
        new[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]
        new[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]
    return new


@update_parameters.variant
def copied_first(parameters, grads, learning_rate):
    parameters = {name: array.copy() for name, array in parameters.items()}
    for l in range(len(parameters) // 2):
        parameters["W" + str(l + 1)] -= learning_rate * grads["dW" + str(l + 1)]
        parameters["b" + str(l + 1)] -= learning_rate * grads["db" + str(l + 1)]
    return parameters


@update_parameters.variant
def layer_by_layer(parameters, grads, learning_rate):
    new = parameters.copy()
    for l in range(1, len(parameters) // 2 + 1):
        for kind in "Wb":
            new[f"{kind}{l}"] = new[f"{kind}{l}"] - learning_rate * grads[f"d{kind}{l}"]
    return new
