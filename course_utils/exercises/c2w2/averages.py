"""The running memory: `exponentially_weighted_average`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c2w2.week import week
from course_utils.exercises.running import case

DAYS = np.array([4.0, 9.0, 2.5, 7.0, 11.0, 3.0])


@week.exercise(
    cases=[
        case("six days, β = 0.9", DAYS, 0.9, False),
        case("six days, β = 0.5, corrected", DAYS, 0.5, True),
        case("six days, β = 0.98, corrected", DAYS, 0.98, True),
    ],
    edge_cases=[
        case("whole numbers", np.array([10, 20, 5]), 0.75, False),
        case("β = 0, no memory at all", DAYS, 0.0, True),
        case("a single day", DAYS[:1], 0.9, True),
        case("no day at all", DAYS[:0], 0.9, True),
        case("a thousand days", np.sin(np.arange(1000.0)), 0.99, True),
    ],
    returns="v",
    praise="One number of memory, and a whole past in it.",
)
def exponentially_weighted_average(theta, beta, bias_correction):
    """The average after every day, shape (days,)."""
    return averaged(theta, beta, 1 - beta, correct=bias_correction)


def averaged(theta, beta, share, correct, first=0.0, power=0):
    """V := beta v + share theta, divided by 1 - beta^(t + power) where it is corrected."""
    v, averages = first, np.zeros(len(theta))
    for t, today in enumerate(theta, start=1):
        v = beta * v + share * today
        averages[t - 1] = v / (1 - np.float64(beta) ** (t + power)) if correct else v
    return averages


@exponentially_weighted_average.mistake(
    "β and 1 - β are swapped: the past has the weight β, today the weight 1 - β."
)
def swapped(theta, beta, bias_correction):
    return averaged(theta, 1 - beta, beta, False) / (
        1 - beta ** np.arange(1, len(theta) + 1) if bias_correction else 1
    )


@exponentially_weighted_average.mistake(
    "Today counts in full: its weight is 1 - β, or the average grows to 1/(1 - β) times the values."
)
def no_share(theta, beta, bias_correction):
    return averaged(theta, beta, 1.0, bias_correction)


@exponentially_weighted_average.mistake(
    "bias_correction is not looked at, and nothing is corrected: where it is True, return "
    "v / (1 - β^t)."
)
def never_corrected(theta, beta, bias_correction):
    return averaged(theta, beta, 1 - beta, False)


@exponentially_weighted_average.mistake(
    "bias_correction is not looked at, and everything is corrected: where it is False, return v."
)
def always_corrected(theta, beta, bias_correction):
    return averaged(theta, beta, 1 - beta, True)


@exponentially_weighted_average.mistake(
    "The days are counted from 0, and 1 - β^0 is 0, by which nothing can be divided: the first day "
    "is t = 1."
)
def days_from_zero(theta, beta, bias_correction):
    return averaged(theta, beta, 1 - beta, bias_correction, power=-1)


@exponentially_weighted_average.mistake(
    "The days are counted one too far: on the first day t = 1, and the divisor is 1 - β."
)
def days_from_two(theta, beta, bias_correction):
    return averaged(theta, beta, 1 - beta, bias_correction, power=1)


@exponentially_weighted_average.mistake(
    "The divisor is the same every day, 1 - β; it is 1 - β^t, with the day t as a power."
)
def constant_divisor(theta, beta, bias_correction):
    return averaged(theta, beta, 1 - beta, False) / (1 - beta if bias_correction else 1)


@exponentially_weighted_average.mistake(
    "v is overwritten by the corrected value, and the next day builds on it: correct what you "
    "return, and keep v itself as it is."
)
def corrected_fed_back(theta, beta, bias_correction):
    v, averages = 0.0, np.zeros(len(theta))
    for t, today in enumerate(theta, start=1):
        v = beta * v + (1 - beta) * today
        if bias_correction:
            v = v / (1 - beta**t)
        averages[t - 1] = v
    return averages


@exponentially_weighted_average.mistake(
    "It begins with the first day's value instead of 0: then nothing is left to correct, and the "
    "first day keeps too much weight."
)
def begins_with_the_first(theta, beta, bias_correction):
    first = theta[0] if len(theta) else 0.0
    return averaged(theta, beta, 1 - beta, bias_correction, first)


@exponentially_weighted_average.mistake(
    "Only the last average is returned; wanted is the one of every day."
)
def only_the_last(theta, beta, bias_correction):
    return averaged(theta, beta, 1 - beta, bias_correction)[-1]


@exponentially_weighted_average.mistake(
    "The averages are cut down to whole numbers: `np.zeros_like(theta)` holds what theta holds. "
    "`np.zeros(len(theta))` holds floats."
)
def whole_numbers(theta, beta, bias_correction):
    return averaged(theta, beta, 1 - beta, bias_correction).astype(np.asarray(theta).dtype)


@exponentially_weighted_average.mistake(
    "It writes the averages into theta, which belongs to the caller: make a new array for them."
)
def into_theta(theta, beta, bias_correction):
    averages = averaged(theta, beta, 1 - beta, bias_correction)
    theta[...] = averages
    return averages


@exponentially_weighted_average.variant
def in_a_list(theta, beta, bias_correction=False):
    v, out = 0, []
    for i in range(len(theta)):
        v = beta * v + (1 - beta) * theta[i]
        out.append(v / (1 - beta ** (i + 1)) if bias_correction else v)
    return np.array(out, dtype=float)


@exponentially_weighted_average.variant
def unrolled(theta, beta, bias_correction):
    days = np.arange(len(theta))
    age = days[:, None] - days
    weights = np.where(age >= 0, (1 - beta) * np.float64(beta) ** np.maximum(age, 0), 0.0)
    if bias_correction:
        weights = weights / weights.sum(axis=1, keepdims=True)
    return weights @ theta
