"""What a branch of an Inception module costs: `inception_cost`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

from course_utils.exercises.c4w2.week import week
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        case("the 5 x 5 branch of the notes", (28, 28, 192), 32, 5, None),
        case("the same through a bottleneck of 16", (28, 28, 192), 32, 5, 16),
        case("a volume that is not square", (7, 9, 20), 6, 3, 4),
    ],
    edge_cases=[
        case("a 1 x 1 convolution", (14, 10, 12), 8, 1, None),
        case("a bottleneck wider than the input", (4, 6, 3), 5, 3, 10),
    ],
    returns="multiplications",
    praise="120 million against 12.4 million: the bottleneck pays for itself ten times over.",
)
def inception_cost(shape, n_C, f, bottleneck):
    """Multiplications of n_C filters f x f on a volume, with or without a 1 x 1 bottleneck."""
    n_H, n_W, n_C_prev = shape
    if bottleneck is None:
        return n_H * n_W * n_C * f * f * n_C_prev
    return n_H * n_W * bottleneck * n_C_prev + n_H * n_W * n_C * f * f * bottleneck


@inception_cost.mistake(
    "The output's pixels are left out: these are the weights, and each is used at all n_H n_W "
    "places."
)
def weights_only(shape, n_C, f, bottleneck):
    return inception_cost((1, 1, shape[2]), n_C, f, bottleneck)


@inception_cost.mistake(
    "The depth of a filter is left out: one number of the output takes f · f · n_C_prev "
    "multiplications (2.6)."
)
def flat_filters(shape, n_C, f, bottleneck):
    n_H, n_W, _ = shape
    if bottleneck is None:
        return n_H * n_W * n_C * f * f
    return n_H * n_W * (bottleneck + n_C * f * f)


@inception_cost.mistake("The filter has f · f places, not f.")
def f_once(shape, n_C, f, bottleneck):
    n_H, n_W, n_C_prev = shape
    if bottleneck is None:
        return n_H * n_W * n_C * f * n_C_prev
    return n_H * n_W * bottleneck * (n_C_prev + n_C * f)


@inception_cost.mistake(
    "With a bottleneck the f x f filters see its channels only, no longer all n_C_prev (2.6)."
)
def bottleneck_ignored_by_the_filters(shape, n_C, f, bottleneck):
    n_H, n_W, n_C_prev = shape
    return inception_cost(shape, n_C, f, None) + (
        0 if bottleneck is None else n_H * n_W * bottleneck * n_C_prev
    )


@inception_cost.mistake(
    "The bottleneck itself is left out: its 1 x 1 convolution costs n_H · n_W · bottleneck · "
    "n_C_prev (2.6)."
)
def bottleneck_for_free(shape, n_C, f, bottleneck):
    n_H, n_W, n_C_prev = shape
    return n_H * n_W * n_C * f * f * (n_C_prev if bottleneck is None else bottleneck)


@inception_cost.mistake(
    "The two steps of the bottleneck are multiplied: they happen one after the other, so they add "
    "up."
)
def steps_multiplied(shape, n_C, f, bottleneck):
    n_H, n_W, n_C_prev = shape
    if bottleneck is None:
        return inception_cost(shape, n_C, f, None)
    return (n_H * n_W * bottleneck * n_C_prev) * (n_H * n_W * n_C * f * f * bottleneck)


@inception_cost.mistake("The bottleneck is ignored: the result is the same with and without it.")
def no_bottleneck(shape, n_C, f, bottleneck):
    return inception_cost(shape, n_C, f, None)


@inception_cost.mistake(
    "n_H is used for both sides: a volume need not be square, so n_H · n_W places."
)
def square(shape, n_C, f, bottleneck):
    n_H, _, n_C_prev = shape
    return inception_cost((n_H, n_H, n_C_prev), n_C, f, bottleneck)


@inception_cost.mistake(
    'The output is taken to be smaller, as after a "valid" convolution: in an Inception module '
    "all branches keep n_H and n_W."
)
def valid(shape, n_C, f, bottleneck):
    n_H, n_W, n_C_prev = shape
    places = (n_H - f + 1) * (n_W - f + 1)
    if bottleneck is None:
        return places * n_C * f * f * n_C_prev
    return n_H * n_W * bottleneck * n_C_prev + places * n_C * f * f * bottleneck


@inception_cost.variant
def one_convolution_at_a_time(shape, n_C, f, bottleneck):
    def cost(filters, size, depth):
        return shape[0] * shape[1] * filters * size**2 * depth

    if not bottleneck:
        return float(cost(n_C, f, shape[-1]))
    return cost(bottleneck, 1, shape[-1]) + cost(n_C, f, bottleneck)


@inception_cost.variant
def in_loops(shape, n_C, f, bottleneck):
    total, depth = 0, shape[2]
    for filters, size in [(bottleneck, 1), (n_C, f)][bottleneck is None :]:
        total += shape[0] * shape[1] * filters * size * size * depth
        depth = filters
    return total
