"""A step with a memory: `update_parameters_with_momentum`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

from course_utils.exercises.c2w2.week import like, network, week, zeros
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        case("the first step", network(3, 2, 1), like(3, 2, 1, seed=4), zeros(3, 2, 1), 0.9, 0.1),
        case(
            "a later step",
            network(2, 3, 1),
            like(2, 3, 1, seed=5),
            like(2, 3, 1, seed=6, scale=0.5),
            0.8,
            0.05,
        ),
    ],
    edge_cases=[
        case(
            "β = 0: plain gradient descent",
            network(2, 1),
            like(2, 1, seed=7),
            like(2, 1, seed=8),
            0.0,
            0.3,
        ),
        case(
            "the gradient is 0, and the ball rolls on",
            network(2, 2, 1),
            zeros(2, 2, 1),
            like(2, 2, 1, seed=9),
            0.9,
            1.0,
        ),
    ],
    returns=("parameters", "v"),
    praise="Zigzags cancel in v, and what they have in common stays.",
)
def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    """New parameters and the new v."""
    return stepped(parameters, grads, v, beta, 1 - beta, learning_rate)


def stepped(parameters, grads, v, beta, share, learning_rate):
    """V := beta v + share dW; W := W - learning_rate v."""
    v = {name: beta * v[name] + share * grads[name] for name in v}
    return {name: a - learning_rate * v[f"d{name}"] for name, a in parameters.items()}, v


@update_parameters_with_momentum.mistake(
    "β and 1 - β are swapped: the old v has the weight β, the new gradient 1 - β."
)
def swapped(parameters, grads, v, beta, learning_rate):
    return stepped(parameters, grads, v, 1 - beta, beta, learning_rate)


@update_parameters_with_momentum.mistake(
    "The gradient counts in full: its weight in v is 1 - β. Some books leave that factor out and "
    "take a learning rate smaller by it; here, as in the notes, it stays."
)
def no_share(parameters, grads, v, beta, learning_rate):
    return stepped(parameters, grads, v, beta, 1, learning_rate)


@update_parameters_with_momentum.mistake(
    "The step is taken with the gradient itself, and v is computed for nothing: it is "
    "W - learning_rate * v."
)
def step_by_gradient(parameters, grads, v, beta, learning_rate):
    _, new_v = stepped(parameters, grads, v, beta, 1 - beta, learning_rate)
    return stepped(parameters, grads, v, 0, 1, learning_rate)[0], new_v


@update_parameters_with_momentum.mistake(
    "The step is taken with the v of the step before: update v first, then move W by the new one."
)
def step_by_old_v(parameters, grads, v, beta, learning_rate):
    _, new_v = stepped(parameters, grads, v, beta, 1 - beta, learning_rate)
    return stepped(parameters, grads, v, 1, 0, learning_rate)[0], new_v


@update_parameters_with_momentum.mistake(
    "v is overwritten: only (1 - β) dW is left of it, and the memory β v is lost."
)
def v_overwritten(parameters, grads, v, beta, learning_rate):
    return stepped(parameters, grads, v, 0, 1 - beta, learning_rate)


@update_parameters_with_momentum.mistake(
    "The v that came in is returned; the next step needs the new one."
)
def old_v_returned(parameters, grads, v, beta, learning_rate):
    return stepped(parameters, grads, v, beta, 1 - beta, learning_rate)[0], v


@update_parameters_with_momentum.mistake(
    "The steps go uphill: v is an average of gradients and points up, so it is "
    "W - learning_rate * v."
)
def uphill(parameters, grads, v, beta, learning_rate):
    return stepped(parameters, grads, v, beta, 1 - beta, -learning_rate)


@update_parameters_with_momentum.mistake(
    "learning_rate is not used: the step is learning_rate * v."
)
def no_learning_rate(parameters, grads, v, beta, learning_rate):
    return stepped(parameters, grads, v, beta, 1 - beta, 1)


@update_parameters_with_momentum.mistake(
    "learning_rate has got into v: v is the average of the bare gradients, and the rate enters "
    "where W moves."
)
def rate_inside_v(parameters, grads, v, beta, learning_rate):
    return stepped(parameters, grads, v, beta, (1 - beta) * learning_rate, 1)


@update_parameters_with_momentum.mistake(
    "β is a fixed 0.9, whatever the caller asks for: use the argument beta."
)
def fixed_beta(parameters, grads, v, beta, learning_rate):
    return stepped(parameters, grads, v, 0.9, 0.1, learning_rate)


@update_parameters_with_momentum.mistake(
    "v is divided by 1 - β: momentum as in 2.6 is not corrected; Adam will be (2.8)."
)
def corrected(parameters, grads, v, beta, learning_rate):
    new_v = stepped(parameters, grads, v, beta, 1 - beta, learning_rate)[1]
    return stepped(parameters, grads, v, beta, 1 - beta, learning_rate / (1 - beta))[0], new_v


@update_parameters_with_momentum.mistake("The biases never move: b takes a step as W does.")
def only_weights(parameters, grads, v, beta, learning_rate):
    new, v = stepped(parameters, grads, v, beta, 1 - beta, learning_rate)
    return {name: new[name] if name[0] == "W" else a for name, a in parameters.items()}, v


@update_parameters_with_momentum.mistake(
    "The last layer is not moved: for layers 1 to L the loop is `range(1, L + 1)`."
)
def last_layer_forgotten(parameters, grads, v, beta, learning_rate):
    L, last = len(parameters) // 2, {}
    new, new_v = stepped(parameters, grads, v, beta, 1 - beta, learning_rate)
    last = {name: parameters[name] for name in (f"W{L}", f"b{L}")}
    return {**new, **last}, {**new_v, **{f"d{name}": v[f"d{name}"] for name in last}}


@update_parameters_with_momentum.mistake(
    "It writes into the caller's arrays: `v *= ...` and `W -= ...` change them in place. Put new "
    "arrays into the copied dictionaries."
)
def in_place(parameters, grads, v, beta, learning_rate):
    new, new_v = stepped(parameters, grads, v, beta, 1 - beta, learning_rate)
    for name, array in new_v.items():
        v[name][...] = array
    for name, array in new.items():
        parameters[name][...] = array
    return parameters, v


@update_parameters_with_momentum.mistake(
    "v is returned first; the result is `parameters, v`, in this order."
)
def returned_swapped(parameters, grads, v, beta, learning_rate):
    return update_parameters_with_momentum(parameters, grads, v, beta, learning_rate)[::-1]


@update_parameters_with_momentum.variant
def layer_by_layer(parameters, grads, v, beta, learning_rate):
    parameters, v = parameters.copy(), v.copy()
    L = len(parameters) // 2
    for l in range(1, L + 1):
        v["dW" + str(l)] = beta * v["dW" + str(l)] + (1 - beta) * grads["dW" + str(l)]
        v["db" + str(l)] = beta * v["db" + str(l)] + (1 - beta) * grads["db" + str(l)]
        parameters["W" + str(l)] = parameters["W" + str(l)] - learning_rate * v["dW" + str(l)]
        parameters["b" + str(l)] = parameters["b" + str(l)] - learning_rate * v["db" + str(l)]
    return parameters, v


@update_parameters_with_momentum.variant
def by_the_difference(parameters, grads, v, beta, learning_rate):
    new_v, new = {}, {}
    for name in parameters:
        old = v["d" + name]
        new_v["d" + name] = old + (1 - beta) * (grads["d" + name] - old)
        new[name] = parameters[name] - new_v["d" + name] * learning_rate
    return [new, new_v]
