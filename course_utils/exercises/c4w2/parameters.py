"""What an architecture has to learn: `count_parameters`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

from course_utils.exercises.c4w2.week import week
from course_utils.exercises.running import case

LENET = [("conv", 5, 6), ("pool",), ("conv", 5, 16), ("pool",)]
LENET += [("dense", 120), ("dense", 84), ("dense", 10)]
SAME = [("conv", 3, 4, "same"), ("pool",), ("conv", 1, 2, "same"), ("dense", 3)]


@week.exercise(
    cases=[
        case("LeNet-5", (32, 32, 1), LENET),
        case('"same" convolutions on 7 x 6 x 3', (7, 6, 3), SAME),
        case("a high picture", (9, 6, 2), [("conv", 4, 3), ("pool",), ("dense", 2)]),
    ],
    edge_cases=[
        case("dense layers only", (12,), [("dense", 5), ("dense", 2)]),
        case("no layer at all", (8, 8, 3), []),
        case("pooling only", (8, 8, 3), [("pool",), ("pool",)]),
    ],
    returns="parameters",
    praise="61,706 for LeNet-5: about 60 k, as the notes say.",
)
def count_parameters(shape, layers):
    """Weights and biases of layers ("conv", f, n_C[, "same"]), ("pool",) and ("dense", n)."""
    return counted(shape, layers)


def counted(
    shape, layers, weights=True, biases=1, conv_bias=None, pooled=0, flat=None, deep=True, halve=2,
):  # fmt: skip
    """What count_parameters computes, and with other settings what it should not."""
    total = 0
    for kind, *numbers in layers:
        if kind == "pool":
            halves = [-(-n // 2) if halve == "up" else n // halve for n in shape[:2]]
            shape = (*halves, shape[2])
            total += pooled * shape[2]
        elif kind == "conv":
            f, n_C, *same = numbers
            total += weights * f * f * (shape[2] if deep else 1) * n_C
            total += n_C * biases if conv_bias is None else conv_bias
            side = 0 if same else f - 1
            shape = (shape[0] - side, shape[1] - side, n_C)
        else:
            (n,) = numbers
            n_in = shape[0]
            if len(shape) == 3:
                n_in = flat(shape) if flat else shape[0] * shape[1] * shape[2]
            total += weights * n * n_in + biases * n
            shape = (n,)
    return total


@count_parameters.mistake("The biases are left out: one for each filter, one for each dense unit.")
def no_biases(shape, layers):
    return counted(shape, layers, biases=0)


@count_parameters.mistake(
    "A convolution has one bias for each of its filters, n_C of them, not one for all."
)
def one_bias(shape, layers):
    return counted(shape, layers, conv_bias=1)


@count_parameters.mistake(
    "A filter is as deep as its input: f · f · n_C_prev weights, not f · f (2.2)."
)
def shallow_filters(shape, layers):
    return counted(shape, layers, deep=False)


@count_parameters.mistake(
    "A dense layer after a volume is connected to all n_H · n_W · n_C of its numbers, not to its "
    "channels only."
)
def channels_only(shape, layers):
    return counted(shape, layers, flat=lambda s: s[2])


@count_parameters.mistake(
    "The channels are forgotten where the volume is flattened: it has n_H · n_W · n_C numbers."
)
def no_channels(shape, layers):
    return counted(shape, layers, flat=lambda s: s[0] * s[1])


@count_parameters.mistake("Pooling learns nothing: it has no parameters.")
def pooling_counted(shape, layers):
    return counted(shape, layers, pooled=2)


@count_parameters.mistake(
    "The pooling layers are passed over: they have no parameters, but they halve n_H and n_W for "
    "whatever follows."
)
def pooling_ignored(shape, layers):
    return counted(shape, layers, halve=1)


@count_parameters.mistake(
    "Half of an odd side is rounded up: 2 x 2 windows with stride 2 give ⌊n / 2⌋."
)
def rounded_up(shape, layers):
    return counted(shape, layers, halve="up")


@count_parameters.mistake(
    'Every convolution is taken as "same": without that word it is "valid", and n_H and n_W '
    "become n - f + 1."
)
def always_same(shape, layers):
    padded = [(*layer[:3], "same") if layer[0] == "conv" else layer for layer in layers]
    return counted(shape, padded)


@count_parameters.mistake(
    'Every convolution is taken as "valid": where the layer says "same", n_H and n_W stay.'
)
def always_valid(shape, layers):
    return counted(shape, [layer[:3] if layer[0] == "conv" else layer for layer in layers])


@count_parameters.mistake(
    "These are the parameters of the last layer alone: add them up over all layers."
)
def last_layer(shape, layers):
    if not layers:
        return 0
    return counted(shape, layers) - counted(shape, layers[:-1])


@count_parameters.variant
def by_size(shape, layers):
    total, size = 0, list(shape)
    for layer in layers:
        if layer[0] == "dense":
            n_in = 1
            for n in size:
                n_in *= n
            total, size = total + (n_in + 1) * layer[1], [layer[1]]
        elif layer[0] == "pool":
            size[:2] = [n // 2 for n in size[:2]]
        else:
            total += (layer[1] ** 2 * size[2] + 1) * layer[2]
            shrink = 0 if layer[-1] == "same" else layer[1] - 1
            size = [size[0] - shrink, size[1] - shrink, layer[2]]
    return total


@count_parameters.variant
def recursive(shape, layers):
    if not layers:
        return 0
    first, *rest = layers
    if first[0] == "pool":
        return recursive((shape[0] // 2, shape[1] // 2, shape[2]), rest)
    if first[0] == "dense":
        n_in = shape[0] if len(shape) == 1 else shape[0] * shape[1] * shape[2]
        return n_in * first[1] + first[1] + recursive((first[1],), rest)
    f, n_C = first[1:3]
    out = shape[:2] if len(first) == 4 else (shape[0] - f + 1, shape[1] - f + 1)
    return f * f * shape[2] * n_C + n_C + recursive((*out, n_C), rest)
