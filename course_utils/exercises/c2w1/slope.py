"""One slope, measured: `gradient_check`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c2w1.week import named, week
from course_utils.exercises.running import case


def forward_propagation(x, theta):
    """J of one weight and one example with y = 1: -log sigmoid(theta x)."""
    return np.logaddexp(0, -theta * x)


def backward_propagation(x, theta):
    """dJ/dtheta."""
    return -x / (1 + np.exp(theta * x))


@week.exercise(
    cases=[
        case("a wide step, so that its error shows", 2.0, 0.5, 0.3),
        case("a negative input", -1.5, 0.8, 0.1),
    ],
    edge_cases=[
        case("a tiny step", 3.0, -1.0, 1e-5),
        case("a wide step where the bend turns", 2.0, -1.0, 0.3),
        case("integers", 2, 1, 0.1),
    ],
    returns="difference",
    praise="Two values of J, one division: the judge of every gradient.",
)
def gradient_check(x, theta, epsilon):
    """Relative difference of the formula's slope and the one measured to both sides."""
    grad, approx = slopes(x, theta, epsilon)
    return relative(grad, approx)


def slopes(x, theta, epsilon):
    """The slope by the formula, and by nudging."""
    above, below = (forward_propagation(x, theta + step) for step in (epsilon, -epsilon))
    return backward_propagation(x, theta), (above - below) / (2 * epsilon)


def relative(grad, approx):
    return float(np.abs(grad - approx) / (np.abs(grad) + np.abs(approx)))


def with_slope(sentence):
    """Register a mistake: another way to measure the slope."""

    def register(function):
        gradient_check.mistake(sentence)(
            named(
                function.__name__,
                lambda x, theta, epsilon: relative(
                    backward_propagation(x, theta), function(x, theta, epsilon)
                ),
            )
        )
        return function

    return register


@with_slope(
    "The slope is measured to one side only: J(theta + epsilon) - J(theta - epsilon), over "
    "2 epsilon, is far more exact (1.12)."
)
def one_sided(x, theta, epsilon):
    return (forward_propagation(x, theta + epsilon) - forward_propagation(x, theta)) / epsilon


@with_slope(
    "The slope is measured to the left only: J(theta + epsilon) - J(theta - epsilon), over "
    "2 epsilon, is far more exact (1.12)."
)
def left_sided(x, theta, epsilon):
    return (forward_propagation(x, theta) - forward_propagation(x, theta - epsilon)) / epsilon


@with_slope("The 2 is missing: from theta - epsilon to theta + epsilon it is 2 epsilon.")
def without_the_two(x, theta, epsilon):
    return 2 * slopes(x, theta, epsilon)[1]


@with_slope("The rise isn't divided by the step: divide by 2 epsilon.")
def without_the_step(x, theta, epsilon):
    return 2 * epsilon * slopes(x, theta, epsilon)[1]


@with_slope("`/ 2 * epsilon` multiplies by epsilon: brackets, `/ (2 * epsilon)`.")
def brackets_missing(x, theta, epsilon):
    return epsilon**2 * slopes(x, theta, epsilon)[1]


@with_slope(
    "The measured slope is 0, or has the wrong sign: it is J(theta + epsilon) minus "
    "J(theta - epsilon), in this order."
)
def same_side(x, theta, epsilon):
    return 0.0


@with_slope("x is nudged; the slope in question is that by theta.")
def x_nudged(x, theta, epsilon):
    above, below = (forward_propagation(x + step, theta) for step in (epsilon, -epsilon))
    return (above - below) / (2 * epsilon)


@with_slope("theta is nudged by a factor, 1 + epsilon; add and subtract epsilon instead.")
def by_a_factor(x, theta, epsilon):
    above, below = (forward_propagation(x, theta * (1 + step)) for step in (epsilon, -epsilon))
    return (above - below) / (2 * epsilon)


@gradient_check.mistake(
    "This is the distance itself; divide it by the size of the two, |grad| + |gradapprox|, or "
    "large gradients would look wrong and small ones right (1.13)."
)
def not_relative(x, theta, epsilon):
    grad, approx = slopes(x, theta, epsilon)
    return float(abs(grad - approx))


@gradient_check.mistake(
    "It is divided by one of the two only: the sum |grad| + |gradapprox| belongs below the line."
)
def one_norm(x, theta, epsilon):
    grad, approx = slopes(x, theta, epsilon)
    return float(abs(grad - approx) / abs(grad))


@gradient_check.mistake(
    "The difference may be negative: take the absolute value (`np.linalg.norm` or `abs`)."
)
def signed(x, theta, epsilon):
    grad, approx = slopes(x, theta, epsilon)
    return float((approx - grad) / (abs(grad) + abs(approx)))


@gradient_check.mistake(
    "|grad + gradapprox| stands below the line; it is the sum of the sizes, |grad| + |gradapprox|, "
    "and without bars of their own two negative slopes give a negative result."
)
def size_of_the_sum(x, theta, epsilon):
    grad, approx = slopes(x, theta, epsilon)
    return float(abs(grad - approx) / (grad + approx))


@gradient_check.mistake("The fraction is upside down: the difference belongs above the line.")
def upside_down(x, theta, epsilon):
    return 1 / gradient_check(x, theta, epsilon)


@gradient_check.mistake("This is the measured slope; wanted is how far it is from the formula's.")
def the_slope(x, theta, epsilon):
    return slopes(x, theta, epsilon)[1]


@gradient_check.mistake(
    "It returns a verdict, True or False; return the difference itself and judge afterwards."
)
def verdict(x, theta, epsilon):
    return gradient_check(x, theta, epsilon) < 1e-7


@gradient_check.variant
def by_norms(x, theta, epsilon):
    grad, gradapprox = np.float64(slopes(x, theta, epsilon)[0]), slopes(x, theta, epsilon)[1]
    numerator = np.linalg.norm(grad - gradapprox)
    return numerator / (np.linalg.norm(grad) + np.linalg.norm(gradapprox))


@gradient_check.variant
def by_hand(x, theta, epsilon):
    J_plus = -np.log(1 / (1 + np.exp(-(theta + epsilon) * x)))
    J_minus = -np.log(1 / (1 + np.exp(-(theta - epsilon) * x)))
    gradapprox, grad = (J_plus - J_minus) / 2 / epsilon, -x * (1 - 1 / (1 + np.exp(-theta * x)))
    return max(grad - gradapprox, gradapprox - grad) / (abs(gradapprox) + abs(grad))
