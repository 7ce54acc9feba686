"""Networks that made history, built from the engine's layers.

Without an rng a network has shapes but no parameters: `network.summary(shape)` then counts 138
million of them without allocating one. The shape of the input is in each docstring.
"""

from itertools import pairwise

from course_utils.nn import (
    AveragePool,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePool,
    MaxPool,
    Network,
    ReLU,
    Tanh,
)
from course_utils.nn.validation import check_count
from course_utils.vision.blocks import (
    basic_block,
    conv_norm,
    convolutional_block,
    fire_module,
    identity_block,
    inception_module,
)


def lenet5(n_classes=10, rng=None):
    """LeNet-5 for 32x32x1 (LeCun et al. 1998), with full connections and a plain last layer.

    The original skipped some connections between its channels, and had trained pooling weights.
    """
    return Network(
        *(Conv2D(1, 6, 5, rng=rng), Tanh(), AveragePool()),
        *(Conv2D(6, 16, 5, rng=rng), Tanh(), AveragePool(), Flatten()),
        *(Dense(400, 120, rng), Tanh(), Dense(120, 84, rng), Tanh(), Dense(84, n_classes, rng)),
    )


def alexnet(n_classes=1000, rng=None):
    """AlexNet for 227x227x3 (Krizhevsky et al. 2012), as one tower.

    The original halves its 2nd, 4th and 5th convolution between two graphics cards, which saves
    1.4 million parameters, and normalises responses between channels, which has none.
    """
    return Network(
        *(Conv2D(3, 96, 11, stride=4, rng=rng), ReLU(), MaxPool(3, 2)),
        *(Conv2D(96, 256, 5, pad="same", rng=rng), ReLU(), MaxPool(3, 2)),
        *(Conv2D(256, 384, 3, pad="same", rng=rng), ReLU()),
        *(Conv2D(384, 384, 3, pad="same", rng=rng), ReLU()),
        *(Conv2D(384, 256, 3, pad="same", rng=rng), ReLU(), MaxPool(3, 2), Flatten()),
        *(Dense(9216, 4096, rng), ReLU(), Dropout(0.5, rng)),
        *(Dense(4096, 4096, rng), ReLU(), Dropout(0.5, rng)),
        Dense(4096, n_classes, rng),
    )


def vgg16(n_classes=1000, rng=None):
    """VGG-16 for 224x224x3 (Simonyan and Zisserman 2014): 3x3 convolutions and nothing else."""
    layers, n = [], 3
    for n_out, times in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        for _ in range(times):
            layers += [Conv2D(n, n_out, 3, pad="same", rng=rng), ReLU()]
            n = n_out
        layers.append(MaxPool())
    return Network(
        *(*layers, Flatten(), Dense(25088, 4096, rng), ReLU(), Dropout(0.5, rng)),
        *(Dense(4096, 4096, rng), ReLU(), Dropout(0.5, rng), Dense(4096, n_classes, rng)),
    )


def resnet50(n_classes=1000, rng=None):
    """ResNet-50 for 224x224x3 (He et al. 2015).

    Its convolutions keep a bias, which batch norm makes useless: published versions leave out
    these 26,560 numbers.
    """
    layers, n = [*conv_norm(3, 64, 7, 2, rng), ReLU(), MaxPool(3, 2, 1)], 64
    for F, times, stride in ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)):
        filters = (F, F, 4 * F)
        layers.append(convolutional_block(n, filters, 3, stride, rng))
        n = filters[-1]
        layers += [identity_block(n, filters, 3, rng) for _ in range(times - 1)]
    return Network(*layers, GlobalAveragePool(), Flatten(), Dense(n, n_classes, rng))


# Of the nine Inception modules: 1x1, (before 3x3, 3x3), (before 5x5, 5x5), after pooling; and
# whether a max pooling follows (Szegedy et al. 2014, table 1).
INCEPTIONS = {
    "3a": (64, (96, 128), (16, 32), 32, False),
    "3b": (128, (128, 192), (32, 96), 64, True),
    "4a": (192, (96, 208), (16, 48), 64, False),
    "4b": (160, (112, 224), (24, 64), 64, False),
    "4c": (128, (128, 256), (24, 64), 64, False),
    "4d": (112, (144, 288), (32, 64), 64, False),
    "4e": (256, (160, 320), (32, 128), 128, True),
    "5a": (256, (160, 320), (32, 128), 128, False),
    "5b": (384, (192, 384), (48, 128), 128, False),
}


def googlenet(n_classes=1000, rng=None):
    """GoogLeNet for 224x224x3 (Szegedy et al. 2014), without the side branches of its training.

    Its normalisation of responses between channels is left out; it has no parameters.
    """
    pool = {"f": 3, "stride": 2, "ceil": True}
    layers = [Conv2D(3, 64, 7, stride=2, pad=3, rng=rng), ReLU(), MaxPool(**pool)]
    layers += [Conv2D(64, 64, 1, rng=rng), ReLU()]
    layers += [Conv2D(64, 192, 3, pad="same", rng=rng), ReLU(), MaxPool(**pool)]
    n = 192
    for *filters, pooled in INCEPTIONS.values():
        layers.append(inception_module(n, *filters, rng))
        one, three, five, projected = filters
        n = one + three[1] + five[1] + projected
        layers += [MaxPool(**pool)] if pooled else []
    return Network(
        *layers, GlobalAveragePool(), Flatten(), Dropout(0.6, rng), Dense(n, n_classes, rng)
    )


def googlenet_side_branch(n_in, n_classes=1000, rng=None):
    """What hangs on the outputs of modules 4a and 4d of GoogLeNet, 14x14xn_in, while it trains."""
    return Network(
        *(AveragePool(5, 3), Conv2D(n_in, 128, 1, rng=rng), ReLU(), Flatten()),
        *(Dense(2048, 1024, rng), ReLU(), Dropout(0.3, rng), Dense(1024, n_classes, rng)),
    )


def squeezenet(n_classes=1000, rng=None, last=9):
    """SqueezeNet 1.0 for 227x227x3 (Iandola et al. 2016); with last < 9 up to that fire module."""
    squeezes = {2: 16, 3: 16, 4: 32, 5: 32, 6: 48, 7: 48, 8: 64, 9: 64}
    layers, n = [Conv2D(3, 96, 7, stride=2, rng=rng), ReLU(), MaxPool(3, ceil=True)], 96
    for fire in range(2, last + 1):
        layers += fire_module(n, squeezes[fire], rng)
        layers += [MaxPool(3, ceil=True)] if fire in (4, 8) else []
        n = 8 * squeezes[fire]
    if last == 9:
        layers += [Conv2D(n, n_classes, 1, rng=rng), ReLU(), GlobalAveragePool()]
    return Network(*layers)


def small_network(depth, residual=True, n_in=1, widths=(16, 32, 64), n_classes=10, rng=None):
    """The networks of He et al. 2015, section 4.2: depth 6 n + 2, three stages of n blocks each.

    `residual` False leaves out the shortcuts and nothing else. For images (n_H, n_W, n_in) of any
    size. Raises ValueError for a depth that isn't 6 n + 2.
    """
    check_count("depth", depth, low=8)
    if (depth - 2) % 6:
        raise ValueError(f"depth is {depth} but must be 6 n + 2: choose 8, 14, 20, 26, 32, ...")
    layers = [*conv_norm(n_in, widths[0], 3, 1, rng), ReLU()]
    for stage, (n, n_out) in enumerate(pairwise((widths[0], *widths))):
        for block in range((depth - 2) // 6):
            first = block == 0
            stride = 2 if first and stage else 1
            layers.append(basic_block(n if first else n_out, n_out, stride, residual, rng))
    return Network(*layers, GlobalAveragePool(), Flatten(), Dense(widths[-1], n_classes, rng))
