"""Smaller steps towards the end: `update_lr` and `schedule_lr_decay`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c2w2.week import week
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        case("epoch 3", 0.2, 3, 0.5),
        case("epoch 40", 0.01, 40, 1.5),
    ],
    edge_cases=[
        case("epoch 0, before any decay", 0.2, 0, 1.0),
        case("no decay", 0.2, 7, 0.0),
        case("whole numbers", 2, 3, 1),
    ],
    returns="learning_rate",
    praise="Long steps while there is far to go, short ones near the end.",
)
def update_lr(learning_rate0, epoch_num, decay_rate):
    """The rate of an epoch, counted from 0."""
    return learning_rate0 / (1 + decay_rate * epoch_num)


@update_lr.mistake("The 1 is missing: at epoch 0 this divides by 0. It is 1 + decay_rate * epoch.")
def one_missing(learning_rate0, epoch_num, decay_rate):
    return np.float64(learning_rate0) / (decay_rate * epoch_num)


@update_lr.mistake("The rate grows: it is divided by 1 + decay_rate * epoch_num, not multiplied.")
def growing(learning_rate0, epoch_num, decay_rate):
    return learning_rate0 * (1 + decay_rate * epoch_num)


@update_lr.mistake("This decays exponentially; wanted is 1/t decay, the first one in 2.9.")
def exponential(learning_rate0, epoch_num, decay_rate):
    return learning_rate0 * np.float64(decay_rate) ** epoch_num


@update_lr.mistake(
    "The factor is returned without the rate at the start: multiply by learning_rate0."
)
def factor_only(learning_rate0, epoch_num, decay_rate):
    return 1 / (1 + decay_rate * epoch_num)


@update_lr.mistake("The epochs count from 0, as they come in; this counts one more.")
def one_epoch_more(learning_rate0, epoch_num, decay_rate):
    return learning_rate0 / (1 + decay_rate * (epoch_num + 1))


@update_lr.mistake("Brackets are missing: all of 1 + decay_rate * epoch_num is under the stroke.")
def brackets_missing(learning_rate0, epoch_num, decay_rate):
    return learning_rate0 / 1 + decay_rate * epoch_num


@update_lr.mistake("decay_rate and 1 are bracketed first; times comes before plus.")
def wrong_brackets(learning_rate0, epoch_num, decay_rate):
    return np.float64(learning_rate0) / ((1 + decay_rate) * epoch_num)


@update_lr.mistake("The rate is subtracted from, and will fall below 0; it is to be divided.")
def subtracted(learning_rate0, epoch_num, decay_rate):
    return learning_rate0 * (1 - decay_rate * epoch_num)


@update_lr.mistake("`//` cuts the quotient down to a whole number; it is `/`.")
def whole_division(learning_rate0, epoch_num, decay_rate):
    return learning_rate0 // (1 + decay_rate * epoch_num)


@update_lr.variant
def as_the_notes(learning_rate0, epoch_num, decay_rate):
    return 1 / (1 + decay_rate * epoch_num) * learning_rate0


@update_lr.variant
def by_a_power(learning_rate0, epoch_num, decay_rate):
    return np.array(learning_rate0 * (epoch_num * decay_rate + 1.0) ** -1)


@week.exercise(
    cases=[
        case("epoch 25, in steps of 10", 0.2, 25, 0.7, 10),
        case("epoch 137, in steps of 40", 0.05, 137, 0.3, 40),
    ],
    edge_cases=[
        case("epoch 0", 0.2, 0, 1.0, 10),
        case("the last epoch of the first stair", 0.2, 9, 1.0, 10),
        case("the first epoch of the second stair", 0.2, 10, 1.0, 10),
        case("a stair for every epoch", 0.2, 3, 1.0, 1),
    ],
    returns="learning_rate",
    praise="A staircase: constant, and then all at once lower.",
)
def schedule_lr_decay(learning_rate0, epoch_num, decay_rate, time_interval):
    """The rate of an epoch, changed every time_interval epochs."""
    return update_lr(learning_rate0, epoch_num // time_interval, decay_rate)


@schedule_lr_decay.mistake(
    "This glides instead of going in stairs: epoch_num / time_interval is to be cut down to a "
    "whole number, `np.floor(...)` or `//`."
)
def no_floor(learning_rate0, epoch_num, decay_rate, time_interval):
    return update_lr(learning_rate0, epoch_num / time_interval, decay_rate)


@schedule_lr_decay.mistake(
    "The number of stairs is rounded, so they change in the middle; cut it down, `np.floor(...)`."
)
def rounded(learning_rate0, epoch_num, decay_rate, time_interval):
    return update_lr(learning_rate0, np.round(epoch_num / time_interval), decay_rate)


@schedule_lr_decay.mistake(
    "The number of stairs is rounded up, so the first one lasts one epoch only; cut it down, "
    "`np.floor(...)`."
)
def ceiling(learning_rate0, epoch_num, decay_rate, time_interval):
    return update_lr(learning_rate0, np.ceil(epoch_num / time_interval), decay_rate)


@schedule_lr_decay.mistake(
    "`%` is the remainder, which starts again with every stair; `//` counts the stairs."
)
def remainder(learning_rate0, epoch_num, decay_rate, time_interval):
    return update_lr(learning_rate0, epoch_num % time_interval, decay_rate)


@schedule_lr_decay.mistake("time_interval is not used: this is `update_lr` once more.")
def no_interval(learning_rate0, epoch_num, decay_rate, time_interval):
    return update_lr(learning_rate0, epoch_num, decay_rate)


@schedule_lr_decay.mistake(
    "np.floor takes in too much: only epoch_num / time_interval is cut down, before it is "
    "multiplied by decay_rate."
)
def floor_of_all(learning_rate0, epoch_num, decay_rate, time_interval):
    return learning_rate0 / (1 + np.floor(decay_rate * epoch_num / time_interval))


@schedule_lr_decay.mistake("The stairs are counted from 1; on the first one there is no decay yet.")
def one_stair_more(learning_rate0, epoch_num, decay_rate, time_interval):
    return update_lr(learning_rate0, epoch_num // time_interval + 1, decay_rate)


@schedule_lr_decay.variant
def with_floor(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    return learning_rate0 / (1 + decay_rate * np.floor(epoch_num / time_interval))


@schedule_lr_decay.variant
def with_int(learning_rate0, epoch_num, decay_rate, time_interval):
    stairs = int(epoch_num / time_interval)
    return 1 / (1 + decay_rate * stairs) * learning_rate0
