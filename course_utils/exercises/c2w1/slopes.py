"""All slopes of a network, measured: `gradient_check_n`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c2w1.measured import (
    cost,
    nudged,
    published,
    relative,
    two_sided,
    vector,
)
from course_utils.exercises.c2w1.week import (
    NAMES,
    backward,
    forward,
    labels,
    named,
    network,
    numbers,
    week,
)
from course_utils.exercises.running import case


def problem(title, X, Y, parameters, epsilon, **bugs):
    """A case, with gradients multiplied by the factors in `bugs`."""
    gradients = backward(X, Y, forward(X, parameters)[1])
    for name, factor in bugs.items():
        gradients[name] = factor * gradients[name]
    return case(title, parameters, gradients, X, Y, epsilon)


SMALL = numbers(2, 4, seed=3), labels(4, seed=3), network(2, 3, 2, seed=3)


@week.exercise(
    cases=[
        problem("the published case, with two gradients wrong", *published(), 1e-7, dW2=2, db1=4),
        problem("another network, db2 wrong, a wide step", *SMALL, 0.05, db2=-1.0),
    ],
    edge_cases=[
        problem("the right gradients, a wide step", *SMALL, 0.05),
        problem("the right gradients, a small step", *published(), 1e-5),
    ],
    returns="difference",
    praise="Nothing that you will ever write backward needs to be believed: it can be measured.",
)
def gradient_check_n(parameters, gradients, X, Y, epsilon):
    """|grad - gradapprox| / (|grad| + |gradapprox|) over all entries of all parameters."""
    approx = vector(two_sided(parameters, X, Y, epsilon), "d")
    return relative(vector(gradients, "d"), approx)


def with_slopes(sentence):
    """Register a mistake: another way to measure all slopes."""

    def register(function):
        gradient_check_n.mistake(sentence)(
            named(
                function.__name__,
                lambda parameters, gradients, X, Y, epsilon: relative(
                    vector(gradients, "d"), function(parameters, X, Y, epsilon)
                ),
            )
        )
        return function

    return register


def one_by_one(parameters, X, Y, slope):
    """slope(J, of the entry's name and place) for every entry, in order."""
    return np.array([
        slope(name, entry) for name in NAMES for entry in np.ndindex(parameters[name].shape)
    ])  # fmt: skip


@with_slopes(
    "The slopes are measured to one side only: J_plus - J_minus, over 2 epsilon, is far more exact "
    "(1.12)."
)
def one_sided(parameters, X, Y, epsilon):
    J = cost(parameters, X, Y)
    return one_by_one(
        parameters, X, Y,
        lambda *place: (cost(nudged(parameters, *place, epsilon), X, Y) - J) / epsilon,
    )  # fmt: skip


@with_slopes("The 2 is missing: from theta - epsilon to theta + epsilon it is 2 epsilon.")
def without_the_two(parameters, X, Y, epsilon):
    return 2 * vector(two_sided(parameters, X, Y, epsilon), "d")


@with_slopes("The rise isn't divided by the step: divide by 2 epsilon.")
def without_the_step(parameters, X, Y, epsilon):
    return 2 * epsilon * vector(two_sided(parameters, X, Y, epsilon), "d")


@with_slopes("`/ 2 * epsilon` multiplies by epsilon: brackets, `/ (2 * epsilon)`.")
def brackets_missing(parameters, X, Y, epsilon):
    return epsilon**2 * vector(two_sided(parameters, X, Y, epsilon), "d")


@with_slopes("The slopes have the wrong sign: J_plus minus J_minus.")
def below_minus_above(parameters, X, Y, epsilon):
    return -vector(two_sided(parameters, X, Y, epsilon), "d")


@with_slopes(
    "Every nudge stays in: begin each one with a fresh copy of theta, so that only one entry is "
    "moved at a time."
)
def nudges_stay(parameters, X, Y, epsilon):
    above, below = ({name: array.copy() for name, array in parameters.items()} for _ in "ab")

    def slope(name, entry):
        above[name][entry] += epsilon
        below[name][entry] -= epsilon
        return (cost(above, X, Y) - cost(below, X, Y)) / (2 * epsilon)

    return one_by_one(parameters, X, Y, slope)


@with_slopes(
    "All entries are nudged at once; each needs its own two values of J, with only that one moved."
)
def all_at_once(parameters, X, Y, epsilon):
    above, below = (
        {name: array + step for name, array in parameters.items()} for step in (epsilon, -epsilon)
    )
    slope = (cost(above, X, Y) - cost(below, X, Y)) / (2 * epsilon)
    return one_by_one(parameters, X, Y, lambda *place: slope)


@with_slopes("J_minus is J_plus: the second cost must be computed at theta - epsilon.")
def same_side(parameters, X, Y, epsilon):
    return one_by_one(parameters, X, Y, lambda *place: 0.0)


def with_comparison(sentence):
    """Register a mistake: another way to compare the gradients with the slopes."""

    def register(function):
        gradient_check_n.mistake(sentence)(
            named(
                function.__name__,
                lambda parameters, gradients, X, Y, epsilon: function(
                    gradients, two_sided(parameters, X, Y, epsilon)
                ),
            )
        )
        return function

    return register


@with_comparison("The biases are left out: theta holds W1, b1, W2, b2, W3 and b3.")
def weights_only(gradients, approx):
    return relative(vector(gradients, "d", NAMES[::2]), vector(approx, "d", NAMES[::2]))


@with_comparison("Only the first layer is compared: theta holds the parameters of all three.")
def first_layer(gradients, approx):
    return relative(vector(gradients, "d", NAMES[:2]), vector(approx, "d", NAMES[:2]))


@with_comparison(
    "The gradients are strung together in another order than theta: dW1, db1, dW2, db2, dW3, db3, "
    "whatever the order in the dictionary."
)
def order_of_the_dictionary(gradients, approx):
    names = [name[1:] for name in gradients if name[1:] in NAMES]
    return relative(vector(gradients, "d", names), vector(approx, "d"))


@with_comparison("This is the distance itself; divide it by ‖grad‖ + ‖gradapprox‖ (1.13).")
def not_relative(gradients, approx):
    return float(np.linalg.norm(vector(gradients, "d") - vector(approx, "d")))


@with_comparison("It is divided by ‖grad‖ only: ‖grad‖ + ‖gradapprox‖ belongs below the line.")
def one_norm(gradients, approx):
    g, a = vector(gradients, "d"), vector(approx, "d")
    return float(np.linalg.norm(g - a) / np.linalg.norm(g))


@with_comparison("The norms are squared: ‖v‖ is the *root* of the sum of squares.")
def squared(gradients, approx):
    g, a = vector(gradients, "d"), vector(approx, "d")
    return float(np.sum((g - a) ** 2) / (np.sum(g**2) + np.sum(a**2)))


@with_comparison("‖grad + gradapprox‖ stands below the line; it is ‖grad‖ + ‖gradapprox‖.")
def size_of_the_sum(gradients, approx):
    g, a = vector(gradients, "d"), vector(approx, "d")
    return float(np.linalg.norm(g - a) / np.linalg.norm(g + a))


@with_comparison("Absolute values are added up, the L1 norm; ‖v‖ is the root of the squares.")
def l1_norms(gradients, approx):
    g, a = vector(gradients, "d"), vector(approx, "d")
    return float(np.abs(g - a).sum() / (np.abs(g).sum() + np.abs(a).sum()))


@with_comparison(
    "It returns a verdict, True or False; return the difference itself and judge afterwards."
)
def verdict(gradients, approx):
    return relative(vector(gradients, "d"), vector(approx, "d")) < 1e-7


@gradient_check_n.mistake(
    "The entries aren't put back: each one stays at theta - epsilon while the next is nudged, and "
    "the caller's parameters are changed. Work on a fresh copy of theta for every nudge."
)
def not_put_back(parameters, gradients, X, Y, epsilon):
    approx = []
    for name in NAMES:
        for entry in np.ndindex(parameters[name].shape):
            parameters[name][entry] += epsilon
            J_plus = cost(parameters, X, Y)
            parameters[name][entry] -= 2 * epsilon
            approx.append((J_plus - cost(parameters, X, Y)) / (2 * epsilon))
    return relative(vector(gradients, "d"), np.array(approx))


@gradient_check_n.mistake(
    "The caller's parameters are left nudged: work on copies, or put every entry back exactly."
)
def left_nudged(parameters, gradients, X, Y, epsilon):
    difference = gradient_check_n(parameters, gradients, X, Y, epsilon)
    parameters["W1"][...] += 1e-3
    return difference


@gradient_check_n.variant
def as_published(parameters, gradients, X, Y, epsilon=1e-7):
    theta, grad = vector(parameters).reshape(-1, 1), vector(gradients, "d").reshape(-1, 1)
    shapes = [parameters[name].shape for name in NAMES]
    ends = np.cumsum([np.prod(shape) for shape in shapes])[:-1]

    def J(theta):
        parts = zip(NAMES, np.split(theta.ravel(), ends), shapes)
        return cost({name: part.reshape(shape) for name, part, shape in parts}, X, Y)

    gradapprox = np.zeros((len(theta), 1))
    for i in range(len(theta)):
        thetaplus, thetaminus = np.copy(theta), np.copy(theta)
        thetaplus[i] = thetaplus[i] + epsilon
        thetaminus[i] = thetaminus[i] - epsilon
        gradapprox[i] = (J(thetaplus) - J(thetaminus)) / (2 * epsilon)
    numerator = np.linalg.norm(grad - gradapprox)
    return numerator / (np.linalg.norm(grad) + np.linalg.norm(gradapprox))


@gradient_check_n.variant
def in_place_and_back(parameters, gradients, X, Y, epsilon):
    above_line = below_g = below_a = 0.0
    for name in NAMES:
        for entry in np.ndindex(parameters[name].shape):
            kept = parameters[name][entry]
            parameters[name][entry] = kept + epsilon
            J_plus = cost(parameters, X, Y)
            parameters[name][entry] = kept - epsilon
            approx = (J_plus - cost(parameters, X, Y)) / epsilon / 2
            parameters[name][entry] = kept
            g = gradients["d" + name][entry]
            above_line += (g - approx) ** 2
            below_g, below_a = below_g + g**2, below_a + approx**2
    return above_line**0.5 / (below_g**0.5 + below_a**0.5)
