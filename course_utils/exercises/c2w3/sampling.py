"""Where to look: `sample_learning_rate` and `sample_beta`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c2w3.week import week
from course_utils.exercises.running import case

PLACE = "on the logarithmic scale, the way from the nearer end to the sample (0 to 0.5)"


def place(value, low, high):
    """How far the value lies from the nearer end of low to high, in powers of ten, as a share.

    A correct sampler may run from low to high or from high to low: both have the same place.
    """
    if value <= 0:
        return value  # nowhere on this scale
    share = np.log10(value / low) / np.log10(high / low) if high > low else 0.0
    return min(share, 1 - share)


def rng(seed):
    return np.random.default_rng(seed)


def powers(generator, low, high):
    """A number between low and high, all powers of ten alike."""
    return 10 ** generator.uniform(np.log10(low), np.log10(high))


@week.exercise(
    cases=[
        *(case(f"0.0001 to 1, seed {seed}", rng(seed), 1e-4, 1.0) for seed in (1, 2, 3)),
        *(case(f"0.003 to 0.2, seed {seed}", rng(seed), 3e-3, 0.2) for seed in (4, 5)),
    ],
    edge_cases=[case("no room: low equals high", rng(6), 0.01, 0.01)],
    returns="alpha",
    properties=lambda alpha, _, low, high: {
        "alpha lies between low and high": bool(low * 0.999999 <= alpha <= high * 1.000001),
        PLACE: place(alpha, low, high),
    },
    praise="As many tries between 0.0001 and 0.001 as between 0.1 and 1.",
)
def sample_learning_rate(rng, low, high):
    """A learning rate between low and high, drawn once from rng, uniform on a log scale."""
    return powers(rng, low, high)


@sample_learning_rate.mistake(
    "This is uniform on the ordinary scale: nine in ten samples fall into the last factor of ten. "
    "Draw the exponent r uniformly, and return 10 to the power r (3.2)."
)
def linear(rng, low, high):
    return rng.uniform(low, high)


@sample_learning_rate.mistake(
    "The exponent is drawn from a normal distribution (randn), which knows no limits: half of the "
    "samples leave the range. Draw it uniformly: `rng.uniform` or `rng.random` (3.2)."
)
def normal_exponent(rng, low, high):
    return 10 ** (np.log10(low) + np.log10(high / low) * rng.standard_normal())


@sample_learning_rate.mistake(
    "`np.exp(r)` is e to the power r, but your r counts powers of ten: return `10**r` (3.2)."
)
def natural_power(rng, low, high):
    return np.exp(np.log10(powers(rng, low, high)))


@sample_learning_rate.mistake(
    "`np.exp` takes one number and has e as its base; 10 to the power r is `10**r` (3.2)."
)
def exp_of_two_numbers(rng, low, high):
    return np.exp(10, rng.uniform(np.log10(low), np.log10(high)))


@sample_learning_rate.mistake(
    "The limits are natural logarithms but the power is one of ten: use `np.log10` (or `np.exp`)."
)
def mixed_logarithms(rng, low, high):
    return 10 ** rng.uniform(np.log(low), np.log(high))


@sample_learning_rate.mistake("This is the exponent r; the learning rate is 10 to the power r.")
def exponent_itself(rng, low, high):
    return np.log10(powers(rng, low, high))


@sample_learning_rate.mistake("It is `10**r`, ten to the power r, and not `10 * r`.")
def ten_times(rng, low, high):
    return 10 * np.log10(powers(rng, low, high))


@sample_learning_rate.mistake(
    "low and high are rates, not exponents: the exponents lie between `np.log10(low)` and "
    "`np.log10(high)`."
)
def limits_as_exponents(rng, low, high):
    return 10 ** rng.uniform(low, high)


@sample_learning_rate.mistake(
    "The -4 is that of the example in the notes: here the exponents lie between `np.log10(low)` "
    "and `np.log10(high)`, whatever those are."
)
def fixed_range(rng, low, high):
    return 10 ** (-4 * rng.random())


@sample_learning_rate.mistake(
    "Only whole powers of ten come out: that is a grid again. Draw any exponent, not a whole one."
)
def whole_powers(rng, low, high):
    return 10.0 ** rng.integers(int(np.log10(low)), int(np.log10(high)) + 1)


@sample_learning_rate.mistake(
    "This is an array with one number in it: without `size` (or d0, d1, ...) you get the number."
)
def in_an_array(rng, low, high):
    return 10 ** rng.uniform(np.log10(low), np.log10(high), size=1)


@sample_learning_rate.variant
def from_the_top(rng, low, high):
    r = -np.log10(high / low) * rng.random()
    return high * 10**r


@sample_learning_rate.variant
def with_e(rng, low, high):
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


@sample_learning_rate.variant
def geometric(rng, low, high):
    return low * (high / low) ** rng.random()


@week.exercise(
    cases=[
        *(case(f"0.9 to 0.999, seed {seed}", rng(seed), 0.9, 0.999) for seed in (1, 2, 3)),
        *(case(f"0.5 to 0.99, seed {seed}", rng(seed), 0.5, 0.99) for seed in (4, 5)),
    ],
    edge_cases=[case("no room: low equals high", rng(6), 0.9, 0.9)],
    returns="beta",
    properties=lambda beta, _, low, high: {
        "beta lies between low and high": bool(low - 1e-9 <= beta <= high + 1e-9),
        PLACE.replace("sample", "1 - beta"): place(1 - beta, 1 - high, 1 - low),
    },
    praise="As many averages over 10 to 100 steps as over 100 to 1,000.",
)
def sample_beta(rng, low, high):
    """A beta between low and high, drawn once from rng, with 1 - beta uniform on a log scale."""
    return 1 - powers(rng, 1 - high, 1 - low)


@sample_beta.mistake(
    "This is uniform on the ordinary scale: only one sample in eleven averages over more than 100 "
    "steps. Let 1 - beta be uniform on a log scale (3.2)."
)
def beta_linear(rng, low, high):
    return rng.uniform(low, high)


@sample_beta.mistake(
    "The log scale is laid on beta itself, where 0.9 to 0.999 is hardly stretched: lay it on "
    "1 - beta, from 1 - high to 1 - low (3.2)."
)
def log_of_beta(rng, low, high):
    return powers(rng, low, high)


@sample_beta.mistake("This is 1 - beta: return one minus it.")
def one_minus_beta(rng, low, high):
    return powers(rng, 1 - high, 1 - low)


@sample_beta.mistake(
    "`np.exp(r)` is e to the power r, but your r counts powers of ten: beta is `1 - 10**r`."
)
def beta_natural_power(rng, low, high):
    return 1 - np.exp(np.log10(powers(rng, 1 - high, 1 - low)))


@sample_beta.mistake(
    "The exponent is drawn from a normal distribution (randn), which knows no limits: draw it "
    "uniformly."
)
def beta_normal_exponent(rng, low, high):
    return 1 - (1 - high) * ((1 - low) / (1 - high)) ** rng.standard_normal()


@sample_beta.mistake(
    "The exponents -3 to -1 are those of the example in the notes: here they lie between "
    "`np.log10(1 - high)` and `np.log10(1 - low)`."
)
def beta_fixed_range(rng, low, high):
    return 1 - 10 ** rng.uniform(-3, -1)


@sample_beta.mistake("Only 0.9, 0.99, 0.999 and their like come out: draw any exponent.")
def beta_whole_powers(rng, low, high):
    return 1 - 10.0 ** rng.integers(round(np.log10(1 - high)), round(np.log10(1 - low)) + 1)


@sample_beta.mistake("This is an array with one number in it: without `size` you get the number.")
def beta_in_an_array(rng, low, high):
    return 1 - 10 ** rng.uniform(np.log10(1 - high), np.log10(1 - low), size=1)


@sample_beta.variant
def beta_from_the_other_end(rng, low, high):
    return 1 - (1 - low) * ((1 - high) / (1 - low)) ** rng.random()


@sample_beta.variant
def beta_by_its_memory(rng, low, high):
    days = np.exp(rng.uniform(np.log(1 / (1 - low)), np.log(1 / (1 - high))))
    return 1 - 1 / days
