"""The two blocks of a residual network: `identity_block` and `convolutional_block`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w2.week import conv_parameters, volume, week
from course_utils.exercises.running import case
from course_utils.nn import conv_forward

THREE = (1, 4, 2), (3, 2, 2), (1, 2, 4)
FIVE = (1, 3, 2), (5, 2, 2), (1, 2, 3)
GROWING = (1, 3, 2), (3, 2, 2), (1, 2, 5)


def relu(Z):
    return np.maximum(Z, 0)


def conv(A, parameters, name, stride=1, pad=0):
    Z, _ = conv_forward(A, parameters[f"W{name}"], parameters[f"b{name}"], stride, pad)
    return Z


def main_path(A, p, stride=1, pad="same", strides=None, between=relu):
    """Z3, before anything is added."""
    first, second, third = strides or (stride, 1, 1)
    A = between(conv(A, p, 1, first))
    A = between(conv(A, p, 2, second, pad))
    return conv(A, p, 3, third)


@week.exercise(
    cases=[
        case("two volumes 5 x 5 x 4", volume(1, 2, 5, 5, 4), conv_parameters(2, *THREE)),
        case("a 5 x 5 filter in the middle", volume(3, 1, 6, 7, 3), conv_parameters(4, *FIVE)),
    ],
    edge_cases=[
        case("one pixel", volume(5, 1, 1, 1, 4), conv_parameters(6, *THREE)),
        case(
            "zero weights: the block passes on relu(A_prev)",
            volume(7, 2, 4, 4, 4),
            {name: np.zeros_like(array) for name, array in conv_parameters(2, *THREE).items()},
        ),
    ],
    returns="A",
    praise="A block that can always fall back on doing nothing: that is why depth no longer hurts.",
)
def identity_block(A_prev, parameters):
    """ReLU(Z3 + A_prev) for the three convolutions W1, b1, ..., b3 of `parameters`."""
    return relu(main_path(A_prev, parameters) + A_prev)


@identity_block.mistake(
    "The shortcut is added after the last ReLU; it belongs before it: A = relu(Z3 + A_prev) (2.3)."
)
def added_after_the_relu(A_prev, parameters):
    return relu(main_path(A_prev, parameters)) + A_prev


@identity_block.mistake("The shortcut is missing: add A_prev to Z3 before the last ReLU (2.3).")
def plain(A_prev, parameters):
    return relu(main_path(A_prev, parameters))


@identity_block.mistake("The last ReLU is missing: A = relu(Z3 + A_prev) (2.3).")
def without_last_relu(A_prev, parameters):
    return main_path(A_prev, parameters) + A_prev


@identity_block.mistake(
    "Z3 goes through a ReLU of its own before A_prev is added: then the block can only ever add "
    "to A_prev, never take away. One ReLU, after the sum."
)
def relu_twice(A_prev, parameters):
    return relu(relu(main_path(A_prev, parameters)) + A_prev)


@identity_block.mistake("There is no ReLU after the first and the second convolution.")
def linear_main_path(A_prev, parameters):
    return relu(main_path(A_prev, parameters, between=lambda Z: Z) + A_prev)


@identity_block.mistake(
    "The padding is fixed at 1, which is right for f = 3 only: for a shape that stays use "
    'pad="same", or (f - 1) // 2 of the filter in W2.'
)
def padding_of_one(A_prev, parameters):
    return relu(main_path(A_prev, parameters, pad=1) + A_prev)


@identity_block.mistake(
    'The f x f convolution is "valid": the volume shrinks and A_prev no longer fits. Use '
    'pad="same" (2.4).'
)
def valid_convolution(A_prev, parameters):
    return relu(main_path(A_prev, parameters, pad=0) + A_prev)


@identity_block.mistake("Z3 and A_prev are multiplied: a shortcut adds (2.3).")
def multiplied(A_prev, parameters):
    return relu(main_path(A_prev, parameters) * A_prev)


@identity_block.mistake("The biases are left out: pass b1, b2 and b3 along with W1, W2 and W3.")
def without_biases(A_prev, parameters):
    return identity_block(A_prev, zero_biases(parameters))


@identity_block.mistake(
    "The input goes through a ReLU before the block: A_prev enters both paths as it is."
)
def relu_first(A_prev, parameters):
    return identity_block(relu(A_prev), parameters)


def zero_biases(parameters):
    return {
        name: np.zeros_like(array) if name.startswith("b") else array
        for name, array in parameters.items()
    }


@identity_block.variant
def step_by_step(A_prev, parameters):
    A, p = A_prev, parameters
    for i in (1, 2, 3):
        f = p[f"W{i}"].shape[0]
        A, _ = conv_forward(A, p[f"W{i}"], p[f"b{i}"], stride=1, pad=(f - 1) // 2)
        if i == 3:
            A = A + A_prev
        A = A * (A > 0)
    return A


@identity_block.variant
def pixels_as_columns(A_prev, parameters):
    p = parameters
    A = np.where((Z := A_prev @ p["W1"][0, 0] + p["b1"]) > 0, Z, 0)
    A = np.where((Z := conv_forward(A, p["W2"], p["b2"], pad="same")[0]) > 0, Z, 0)
    return np.maximum(0, np.add(A_prev, A @ p["W3"][0, 0] + p["b3"]))


@week.exercise(
    cases=[
        case(
            "6 x 6 x 3 to 3 x 3 x 5",
            volume(11, 2, 6, 6, 3),
            conv_parameters(12, *GROWING, shortcut=(3, 5)),
            2,
        ),
        case(
            "stride 1: only the channels change",
            volume(13, 1, 4, 5, 3),
            conv_parameters(14, *GROWING, shortcut=(3, 5)),
            1,
        ),
    ],
    edge_cases=[
        case(
            "an odd size, 7 x 5, and stride 3",
            volume(15, 1, 7, 5, 3),
            conv_parameters(16, *GROWING, shortcut=(3, 5)),
            3,
        ),
    ],
    returns="A",
    praise="With these two blocks and a pooling layer you could stack ResNet-50.",
)
def convolutional_block(A_prev, parameters, stride):
    """ReLU(Z3 + W_s A_prev + b_s); the stride is that of the first convolution and of W_s."""
    return relu(main_path(A_prev, parameters, stride) + conv(A_prev, parameters, "_s", stride))


@convolutional_block.mistake(
    "The shortcut is added after the last ReLU; it belongs before it: A = relu(Z3 + Z_s) (2.3)."
)
def added_after(A_prev, parameters, stride):
    return relu(main_path(A_prev, parameters, stride)) + conv(A_prev, parameters, "_s", stride)


@convolutional_block.mistake(
    "The stride is on the wrong convolution: in the main path it is the first, 1 x 1, that strides "
    "(He et al. 2015, section 4.1), not the second or the third."
)
def stride_on_the_second(A_prev, parameters, stride):
    main = main_path(A_prev, parameters, strides=(1, stride, 1))
    return relu(main + conv(A_prev, parameters, "_s", stride))


@convolutional_block.mistake(
    "Only the main path strides: W_s needs the same stride, or the two volumes cannot be added "
    "(2.4)."
)
def shortcut_without_stride(A_prev, parameters, stride):
    return relu(main_path(A_prev, parameters, stride) + conv(A_prev, parameters, "_s", 1))


@convolutional_block.mistake(
    "Only the shortcut strides: the first convolution of the main path needs the same stride, or "
    "the two volumes cannot be added (2.4)."
)
def main_without_stride(A_prev, parameters, stride):
    return relu(main_path(A_prev, parameters, 1) + conv(A_prev, parameters, "_s", stride))


@convolutional_block.mistake(
    "The stride is fixed at 2: take the one that is passed in, in both paths."
)
def stride_of_two(A_prev, parameters, stride):
    return convolutional_block(A_prev, parameters, 2)


@convolutional_block.mistake(
    "The shortcut goes through a ReLU of its own: W_s only brings A_prev to the right shape, the "
    "ReLU comes after the sum."
)
def shortcut_with_relu(A_prev, parameters, stride):
    short = relu(conv(A_prev, parameters, "_s", stride))
    return relu(main_path(A_prev, parameters, stride) + short)


@convolutional_block.mistake("The last ReLU is missing: A = relu(Z3 + Z_s) (2.3).")
def no_last_relu(A_prev, parameters, stride):
    return main_path(A_prev, parameters, stride) + conv(A_prev, parameters, "_s", stride)


@convolutional_block.mistake("b_s is forgotten: the shortcut is a convolution with a bias.")
def without_b_s(A_prev, parameters, stride):
    p = {**parameters, "b_s": np.zeros_like(parameters["b_s"])}
    return convolutional_block(A_prev, p, stride)


@convolutional_block.mistake(
    "The shortcut is missing: add W_s A_prev + b_s to Z3 before the last ReLU (2.4)."
)
def no_shortcut(A_prev, parameters, stride):
    return relu(main_path(A_prev, parameters, stride))


@convolutional_block.mistake(
    "A_prev is added as it is, but it has another shape than Z3: it has to go through W_s (2.4)."
)
def identity_shortcut(A_prev, parameters, stride):
    return relu(main_path(A_prev, parameters, stride) + A_prev)


@convolutional_block.mistake(
    "The shortcut starts from the end of the main path's first convolution: it starts from A_prev."
)
def shortcut_from_within(A_prev, parameters, stride):
    A1 = relu(conv(A_prev, parameters, 1, stride))
    return relu(main_path(A_prev, parameters, stride) + conv(A1, parameters, "_s", stride))


@convolutional_block.variant
def sliced_shortcut(A_prev, parameters, stride):
    p, seen = parameters, A_prev[:, ::stride, ::stride]
    short = np.einsum("mhwc,cd->mhwd", seen, p["W_s"][0, 0]) + p["b_s"]
    A = np.maximum(seen @ p["W1"][0, 0] + p["b1"], 0)
    A = np.maximum(conv_forward(A, p["W2"], p["b2"], pad=1)[0], 0)
    return np.maximum(A @ p["W3"][0, 0] + p["b3"] + short, 0)


@convolutional_block.variant
def shortcut_first(A_prev, parameters, stride):
    p = parameters
    Z, _ = conv_forward(A_prev, p["W_s"], p["b_s"], stride)
    A = A_prev
    for i in (1, 2, 3):
        A, _ = conv_forward(A, p[f"W{i}"], p[f"b{i}"], stride if i == 1 else 1, "same")
        A = A if i == 3 else A.clip(0)
    Z = Z + A
    return Z.clip(0)
