"""Learning-rate schedules: each returns a function from the epoch (0, 1, ...) to a learning rate.

`fit(..., schedule=inverse_time(0.1, decay_rate=1))` sets the optimiser's rate before each epoch.
"""

from course_utils.nn.validation import check_count, check_number


def inverse_time(learning_rate0, decay_rate=1.0):
    """learning_rate0 / (1 + decay_rate * epoch)."""
    check_number("decay_rate", decay_rate, 0, float("inf"))
    return lambda epoch: learning_rate0 / (1 + decay_rate * epoch)


def exponential(learning_rate0, decay_rate=0.95):
    """learning_rate0 * decay_rate ** epoch."""
    check_number("decay_rate", decay_rate, 0, 1, open_low=True)
    return lambda epoch: learning_rate0 * decay_rate**epoch


def square_root(learning_rate0, k=1.0):
    """Return k * learning_rate0 / sqrt(epoch + 1): the notes count epochs from 1."""
    check_number("k", k, 0, float("inf"), open_low=True)
    return lambda epoch: k * learning_rate0 / (epoch + 1) ** 0.5


def staircase(learning_rate0, decay_rate=1.0, time_interval=10):
    """Like inverse_time, but the rate changes every time_interval epochs only."""
    check_number("decay_rate", decay_rate, 0, float("inf"))
    check_count("time_interval", time_interval)
    return lambda epoch: learning_rate0 / (1 + decay_rate * (epoch // time_interval))


def step_decay(learning_rate0, epochs, factor=0.1):
    """learning_rate0, times factor from each of the listed epochs on."""
    check_number("factor", factor, 0, 1, open_low=True)
    return lambda epoch: learning_rate0 * factor ** sum(epoch >= start for start in epochs)
