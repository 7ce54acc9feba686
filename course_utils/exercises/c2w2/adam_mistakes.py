"""What people write instead of Adam's step."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c2w2.adam import adam, update_parameters_with_adam

PARAMETERS = ["parameters", "grads", "v", "s", "t", "learning_rate", "beta1", "beta2", "epsilon"]


def register(name, sentence, mistake):
    """Register a function that takes the arguments as a mistake of this name."""
    mistake.__name__ = name
    update_parameters_with_adam.mistake(sentence)(mistake)


def otherwise(name, sentence, **changes):
    """The step with other keywords."""
    register(name, sentence, lambda *arguments: adam(*arguments, **changes))


def divided(name, sentence, divide):
    """The step with another division: divide(v_hat, s_hat, epsilon)."""

    def mistake(*arguments):
        return adam(*arguments, divide=lambda v_hat, s_hat: divide(v_hat, s_hat, arguments[-1]))

    register(name, sentence, mistake)


def rearranged(name, sentence, **changes):
    """The step with other arguments: each is a function of those that were given."""

    def mistake(*arguments):
        given = dict(zip(PARAMETERS, arguments))
        return adam(**given | {name: change(given) for name, change in changes.items()})

    register(name, sentence, mistake)


otherwise(
    "no_correction_of_s",
    "s is not corrected for its start at 0: divide it by 1 - β₂^t.",
    correct_s=False,
)
otherwise(
    "no_correction_of_v",
    "v is not corrected for its start at 0: divide it by 1 - β₁^t.",
    correct_v=False,
)
otherwise(
    "no_correction",
    "Neither v nor s is corrected for its start at 0: divide them by 1 - β₁^t and 1 - β₂^t.",
    correct_v=False, correct_s=False,
)  # fmt: skip
otherwise(
    "t_from_zero",
    "The steps are counted from 0, and 1 - β^0 is 0: the first step has t = 1, and t is the power "
    "as it comes in.",
    power=-1,
)  # fmt: skip
otherwise("t_plus_one", "The power is t, not t + 1: the first step has t = 1 already.", power=1)
divided(
    "epsilon_inside",
    "ε is inside the root: it is √ŝ + ε, added outside.",
    lambda v, s, e: v / np.sqrt(s + e),
)
divided(
    "no_root",
    "The root is missing: v̂ is divided by √ŝ + ε, not by ŝ + ε.",
    lambda v, s, e: v / (s + e),
)
divided(
    "no_epsilon",
    "ε is not used: where a gradient has always been 0, this divides 0 by 0.",
    lambda v, s, e: v / np.sqrt(s),
)
divided("v_alone", "The step is v̂ alone; it is to be divided by √ŝ + ε.", lambda v, s, e: v)
divided(
    "multiplied", "It multiplies by √ŝ + ε, and is to divide.", lambda v, s, e: v * (np.sqrt(s) + e)
)
rearranged(
    "betas_swapped",
    "β₁ and β₂ are swapped: β₁ belongs to v, β₂ to s.",
    beta1=lambda given: given["beta2"], beta2=lambda given: given["beta1"],
)  # fmt: skip
rearranged(
    "uphill",
    "The steps go uphill: W - learning_rate * v̂ / (√ŝ + ε).",
    learning_rate=lambda given: -given["learning_rate"],
)
rearranged(
    "no_learning_rate",
    "learning_rate is not used: the step is learning_rate times the quotient.",
    learning_rate=lambda given: 1,
)
rearranged(
    "fixed_constants",
    "The constants are fixed at 0.9, 0.999 and 1e-8, whatever the caller asks for: use the "
    "arguments.",
    beta1=lambda given: 0.9, beta2=lambda given: 0.999, epsilon=lambda given: 1e-8,
)  # fmt: skip


@update_parameters_with_adam.mistake(
    "v and s are overwritten by the corrected values, and the next step builds on them: keep v and "
    "s as they are, and give the corrected ones names of their own."
)
def both_overwritten(*arguments):
    _, _, _, _, t, _, beta1, beta2, _ = arguments
    new, v, s = adam(*arguments)
    v = {name: array / (1 - beta1**t) for name, array in v.items()}
    return new, v, {name: array / (1 - beta2**t) for name, array in s.items()}


@update_parameters_with_adam.mistake(
    "v is overwritten by the corrected value, and the next step builds on it: keep v as it is."
)
def v_overwritten(*arguments):
    new, _, s = adam(*arguments)
    return new, both_overwritten(*arguments)[1], s


@update_parameters_with_adam.mistake(
    "s is overwritten by the corrected value, and the next step builds on it: keep s as it is."
)
def s_overwritten(*arguments):
    new, v, _ = adam(*arguments)
    return new, v, both_overwritten(*arguments)[2]


@update_parameters_with_adam.mistake(
    "The divisors are 1 - β₁ and 1 - β₂, the same at every step; t belongs in as a power, 1 - β^t."
)
def constant_divisors(parameters, grads, v, s, t, *constants):
    return adam(parameters, grads, v, s, 1, *constants)


@update_parameters_with_adam.mistake(
    "s averages the gradients; it is to average their squares, dW**2, entry by entry."
)
def not_squared(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon):
    s = {name: beta2 * s[name] + (1 - beta2) * grads[name] for name in s}
    corrected = {name: array / (1 - beta2**t) for name, array in s.items()}
    v = {name: beta1 * v[name] + (1 - beta1) * grads[name] for name in v}
    new = {}
    for name, array in parameters.items():
        v_hat = v[f"d{name}"] / (1 - beta1**t)
        new[name] = array - learning_rate * v_hat / (np.sqrt(corrected[f"d{name}"]) + epsilon)
    return new, v, s


@update_parameters_with_adam.mistake(
    "The gradient itself is divided by √ŝ + ε, which is RMSprop; Adam divides v̂."
)
def rmsprop(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon):
    _, v, s = adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon)
    new = {}
    for name, array in parameters.items():
        s_hat = s[f"d{name}"] / (1 - beta2**t)
        new[name] = array - learning_rate * grads[f"d{name}"] / (np.sqrt(s_hat) + epsilon)
    return new, v, s


@update_parameters_with_adam.mistake(
    "s is corrected with β₁; it averages with β₂, so its divisor is 1 - β₂^t."
)
def s_corrected_with_beta1(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon):
    wrong = (1 - beta2**t) / (1 - beta1**t)
    return adam(
        parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon,
        divide=lambda v_hat, s_hat: v_hat / (np.sqrt(s_hat * wrong) + epsilon),
    )  # fmt: skip


@update_parameters_with_adam.mistake(
    "The v and s that came in are returned; the next step needs the new ones."
)
def old_ones_returned(parameters, grads, v, s, *constants):
    return adam(parameters, grads, v, s, *constants)[0], v, s


@update_parameters_with_adam.mistake(
    "It writes into the caller's arrays: `v *= ...` and `W -= ...` change them in place. Put new "
    "arrays into the copied dictionaries."
)
def in_place(parameters, grads, v, s, *constants):
    for old, new in zip((parameters, v, s), adam(parameters, grads, v, s, *constants)):
        for name, array in new.items():
            old[name][...] = array
    return parameters, v, s
