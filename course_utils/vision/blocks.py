"""The blocks that published networks are stacked from.

Each function returns a layer. Without an rng it has shapes but no parameters: it can be counted and
summarised, however large, but not run.
"""

from course_utils.nn import (
    BatchNorm,
    Conv2D,
    MaxPool,
    Network,
    Parallel,
    ReLU,
    Residual,
)


def conv_norm(n_in, n_out, f=3, stride=1, rng=None):
    """Return two layers: a convolution with "same" padding, and batch norm."""
    return [Conv2D(n_in, n_out, f, stride, (f - 1) // 2, rng), BatchNorm(n_out)]


def basic_main(n_in, n_out, stride=1, rng=None):
    """Two 3x3 convolutions, without the last ReLU: the main path of small residual networks."""
    return Network(
        *conv_norm(n_in, n_out, 3, stride, rng), ReLU(), *conv_norm(n_out, n_out, 3, 1, rng)
    )


def bottleneck_main(n_in, filters, f=3, stride=1, rng=None):
    """1x1, f x f and 1x1 convolutions with the numbers of `filters`, without the last ReLU.

    The first makes the volume thin, so that the f x f one is cheap; the last makes it thick again.
    As published, the stride is that of the first (He et al. 2015, section 4.1).
    """
    F1, F2, F3 = filters
    return Network(
        *(*conv_norm(n_in, F1, 1, stride, rng), ReLU()),
        *(*conv_norm(F1, F2, f, 1, rng), ReLU()),
        *conv_norm(F2, F3, 1, 1, rng),
    )


def identity_block(n_C, filters, f=3, rng=None):
    """ReLU(main(A) + A), for volumes that keep their shape: the last of `filters` must be n_C.

    Raises ValueError where it is not.
    """
    if filters[-1] != n_C:
        raise ValueError(
            f"the last of filters={tuple(filters)} must be {n_C}, the channels of the input, which "
            "is added: use convolutional_block to change them."
        )
    return Network(Residual(bottleneck_main(n_C, filters, f, rng=rng)), ReLU())


def convolutional_block(n_in, filters, f=3, stride=2, rng=None):
    """ReLU(main(A) + W_s A): the shortcut's 1x1 convolution brings A to the shape of main(A)."""
    main = bottleneck_main(n_in, filters, f, stride, rng)
    shortcut = Network(*conv_norm(n_in, filters[-1], 1, stride, rng))
    return Network(Residual(main, shortcut), ReLU())


def basic_block(n_in, n_out, stride=1, residual=True, rng=None):
    """Two 3x3 convolutions with a shortcut around them, or without: `residual` False is plain.

    The shortcut is the identity where the shape stays, else a 1x1 convolution.
    """
    main = basic_main(n_in, n_out, stride, rng)
    if not residual:
        return Network(main, ReLU())
    same = stride == 1 and n_in == n_out
    shortcut = None if same else Network(*conv_norm(n_in, n_out, 1, stride, rng))
    return Network(Residual(main, shortcut), ReLU())


def inception_module(n_in, one, three, five, pool, rng=None):
    """Branches 1x1, 3x3, 5x5 and pooling side by side (Szegedy et al. 2014, figure 2b).

    `one` and `pool` are numbers of filters; `three` and `five` are pairs (1x1 filters before, f x f
    filters): the 1x1 convolutions are the bottlenecks. The output has one + three[1] + five[1] +
    pool channels.
    """
    return Parallel(
        conv_relu(n_in, one, 1, rng),
        Network(conv_relu(n_in, three[0], 1, rng), conv_relu(three[0], three[1], 3, rng)),
        Network(conv_relu(n_in, five[0], 1, rng), conv_relu(five[0], five[1], 5, rng)),
        Network(MaxPool(3, 1, "same"), conv_relu(n_in, pool, 1, rng)),
    )


def conv_relu(n_in, n_out, f=3, rng=None, stride=1):
    """A convolution with "same" padding and ReLU, as one layer."""
    return Network(Conv2D(n_in, n_out, f, stride, (f - 1) // 2, rng), ReLU())


def fire_module(n_in, squeeze, rng=None):
    """1x1 convolutions to `squeeze` channels, then 1x1 and 3x3 ones side by side, four times each.

    A list of layers: convolution, ReLU, the two branches, ReLU (Iandola et al. 2016).
    """
    expand = 4 * squeeze
    branches = Parallel(
        Conv2D(squeeze, expand, 1, rng=rng), Conv2D(squeeze, expand, 3, pad="same", rng=rng)
    )
    return [Conv2D(n_in, squeeze, 1, rng=rng), ReLU(), branches, ReLU()]
