"""Direction and size, both remembered and both corrected: `update_parameters_with_adam`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c2w2.week import like, network, squares, week, zeros
from course_utils.exercises.running import case

ORDINARY = (0.01, 0.9, 0.999, 1e-8)
RESTING = {"dW1": np.array([[0.0, 0.7]]), "db1": np.array([[0.0]])}  # two gradients are exactly 0


@week.exercise(
    cases=[
        case(
            "the first step, t = 1",
            network(3, 2, 1),
            like(3, 2, 1, seed=4),
            zeros(3, 2, 1),
            zeros(3, 2, 1),
            1,
            *ORDINARY,
        ),
        case(
            "step 3, with other constants",
            network(2, 3, 1),
            like(2, 3, 1, seed=5),
            like(2, 3, 1, seed=6, scale=0.5),
            squares(2, 3, 1, seed=7),
            3,
            0.1,
            0.8,
            0.95,
            0.01,
        ),
    ],
    edge_cases=[
        case(
            "gradients of exactly 0", network(2, 1), RESTING, zeros(2, 1), zeros(2, 1), 1, *ORDINARY
        ),
        case(
            "step 5000, long after the start",
            network(2, 2, 1),
            like(2, 2, 1, seed=8),
            like(2, 2, 1, seed=9),
            squares(2, 2, 1, seed=3),
            5000,
            *ORDINARY,
        ),
        case(
            "gradients as small as ε",
            network(2, 1),
            like(2, 1, seed=2, scale=1e-8),
            zeros(2, 1),
            zeros(2, 1),
            1,
            0.5,
            0.9,
            0.999,
            1e-8,
        ),
    ],
    returns=("parameters", "v", "s"),
    praise="The update that most of today's networks are trained with, and you know every sign.",
)
def update_parameters_with_adam(
    parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon
):  # fmt: skip
    """New parameters, and the new v and s."""
    return adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon)


def adam(
    parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon,
    *, correct_v=True, correct_s=True, power=0, divide=None,
):  # fmt: skip
    """One step; the keywords are what people do otherwise."""
    v = {name: beta1 * v[name] + (1 - beta1) * grads[name] for name in v}
    s = {name: beta2 * s[name] + (1 - beta2) * grads[name] ** 2 for name in s}
    divide = divide or (lambda v_hat, s_hat: v_hat / (np.sqrt(s_hat) + epsilon))
    new = {}
    for name, array in parameters.items():
        v_hat, s_hat = v[f"d{name}"], s[f"d{name}"]
        if correct_v:
            v_hat = v_hat / (1 - np.float64(beta1) ** (t + power))
        if correct_s:
            s_hat = s_hat / (1 - np.float64(beta2) ** (t + power))
        new[name] = array - learning_rate * divide(v_hat, s_hat)
    return new, v, s


@update_parameters_with_adam.variant
def layer_by_layer(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    parameters, v, s = parameters.copy(), v.copy(), s.copy()
    for l in range(1, len(parameters) // 2 + 1):
        for kind in "Wb":
            key = f"d{kind}{l}"
            v[key] = beta1 * v[key] + (1 - beta1) * grads[key]
            v_corrected = v[key] / (1 - np.power(beta1, t))
            s[key] = beta2 * s[key] + (1 - beta2) * np.power(grads[key], 2)
            s_corrected = s[key] / (1 - np.power(beta2, t))
            step = np.divide(v_corrected, s_corrected**0.5 + epsilon)
            parameters[f"{kind}{l}"] = parameters[f"{kind}{l}"] - learning_rate * step
    return parameters, v, s


@update_parameters_with_adam.variant
def corrected_by_the_rate(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon):
    new, new_v, new_s, root = {}, {}, {}, (1 - beta2**t) ** 0.5
    for key, dW in grads.items():
        new_v[key] = v[key] + (1 - beta1) * (dW - v[key])
        new_s[key] = s[key] + (1 - beta2) * (dW * dW - s[key])
        rate = learning_rate * root / (1 - beta1**t)
        new[key[1:]] = parameters[key[1:]] - rate * new_v[key] / (
            np.sqrt(new_s[key]) + epsilon * root
        )
    return new, new_v, new_s
