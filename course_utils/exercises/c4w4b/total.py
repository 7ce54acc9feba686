"""One number from two costs: `total_cost`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

from course_utils.exercises.c4w4b.week import week
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        case("alpha 10, beta 40", 0.2, 0.03, 10, 40),
        case("alpha 1, beta 500", 3.5, 0.25, 1, 500),
    ],
    edge_cases=[case("no content", 2.0, 0.5, 0, 3), case("no style", 2.0, 0.5, 3, 0)],
    returns="J",
    praise="Only the ratio of alpha and beta shapes the picture.",
)
def total_cost(J_content, J_style, alpha=10, beta=40):
    """Alpha J_content + beta J_style."""
    return alpha * J_content + beta * J_style


@total_cost.mistake("alpha and beta are swapped: alpha goes with the content, beta with the style.")
def swapped(J_content, J_style, alpha=10, beta=40):
    return beta * J_content + alpha * J_style


@total_cost.mistake("alpha and beta aren't used: J = alpha J_content + beta J_style.")
def plain_sum(J_content, J_style, alpha=10, beta=40):
    return J_content + J_style


@total_cost.mistake(
    "The sum is divided by alpha + beta; the notes (4.8) leave it as it is: the picture would be "
    "the same, but not the number."
)
def mean(J_content, J_style, alpha=10, beta=40):
    return (alpha * J_content + beta * J_style) / (alpha + beta)


@total_cost.mistake("beta is missing: the style is multiplied by it.")
def no_beta(J_content, J_style, alpha=10, beta=40):
    return alpha * J_content + J_style


@total_cost.mistake("alpha is missing: the content is multiplied by it.")
def no_alpha(J_content, J_style, alpha=10, beta=40):
    return J_content + beta * J_style


@total_cost.mistake("The two costs are multiplied; they are added.")
def product(J_content, J_style, alpha=10, beta=40):
    return alpha * J_content * beta * J_style


@total_cost.mistake("The style is subtracted: then the picture would flee from it. Add.")
def minus(J_content, J_style, alpha=10, beta=40):
    return alpha * J_content - beta * J_style


@total_cost.mistake(
    "alpha and beta are built in as 10 and 40: these are only what is taken where the caller says "
    "nothing. Use the arguments."
)
def built_in(J_content, J_style, alpha=10, beta=40):
    return 10 * J_content + 40 * J_style


@total_cost.mistake("beta is replaced by 1 - alpha; here the two are free of each other.")
def shares(J_content, J_style, alpha=10, beta=40):
    return alpha * J_content + (1 - alpha) * J_style


@total_cost.variant
def as_sum(J_content, J_style, alpha=10, beta=40):
    return sum(weight * cost for weight, cost in ((beta, J_style), (alpha, J_content)))


@total_cost.variant
def in_steps(J_content, J_style, alpha=10, beta=40):
    J = 0.0
    J += beta * float(J_style)
    J += alpha * float(J_content)
    return J
