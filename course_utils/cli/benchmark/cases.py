"""What is timed: each case is a network of the library, its input, and what is done with it.

`target` is the ratio of our time to PyTorch's that the library means to stay below.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from course_utils.nn import (
    Adam,
    BatchNorm,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePool,
    GradientDescent,
    LeakyReLU,
    MaxPool,
    Network,
    Parallel,
    ReLU,
    sigmoid_cross_entropy,
    softmax_cross_entropy,
    squared_error,
)

TRAIN, FORWARD, BOTH, STYLE = "training step", "forward", "forward + backward", "style step"


@dataclass(frozen=True)
class Case:
    """`network(rng)` on m examples of `shape`; training with `cost` and optimiser, else neither."""

    name: str
    does: str
    network: Callable
    m: int
    shape: tuple
    target: float
    cost: Callable | None = None
    optimizer: Callable = Adam
    learning_rate: float = 0.001
    loops: bool = False  # also timed with four loops, for scale

    def build(self, seed=0):
        """The network and the inputs X and Y, in float32, the same at every call."""
        rng = np.random.default_rng(seed)
        network = self.network(rng).astype(np.float32)
        columns = len(self.shape) == 1
        X = rng.standard_normal((*self.shape, self.m) if columns else (self.m, *self.shape), "f")
        Y = np.zeros((*network.output_shape(self.shape)[:1], self.m), np.float32)
        Y[rng.integers(len(Y), size=self.m), range(self.m)] = 1
        return network, X, Y


def logistic_regression(n_x):
    """One unit, as in C1W2."""
    return lambda rng: Network(Dense(n_x, 1, rng=rng))


def multilayer(*between):
    """784-128-64-10, with further layers between the linear step and the ReLU."""

    def build(rng):
        layers = []
        for n_in, n_out in ((784, 128), (128, 64)):
            layers += [Dense(n_in, n_out, rng=rng), *(make(n_out, rng) for make in between), ReLU()]
        return Network(*layers, Dense(64, 10, rng=rng))

    return build


def lenet(rng):
    """LeNet-5 on 28x28 digits, with ReLU and max pooling."""
    return Network(
        *(Conv2D(1, 6, f=5, pad="same", rng=rng), ReLU(), MaxPool()),
        *(Conv2D(6, 16, f=5, rng=rng), ReLU(), MaxPool()),
        Flatten(),
        *(Dense(400, 120, rng=rng), ReLU()),
        *(Dense(120, 84, rng=rng), ReLU()),
        Dense(84, 10, rng=rng),
    )


def yolo(rng):
    """Eight convolutions, about 170,000 parameters; 96x96 images to a 6x6 grid of 16 numbers."""
    layers = []
    for n_in, n_out, pool in (
        *((3, 8, True), (8, 16, True), (16, 32, True), (32, 64, True)),
        *((64, 64, False), (64, 64, False), (64, 128, False)),
    ):
        layers += [Conv2D(n_in, n_out, pad="same", rng=rng), BatchNorm(n_out), LeakyReLU(0.1)]
        layers += [MaxPool()] if pool else []
    return Network(*layers, Conv2D(128, 16, f=1, rng=rng), Flatten())


def squeezenet(rng, last=9):
    """SqueezeNet 1.0 (Iandola et al. 2016), or its layers up to fire module `last`."""
    layers = [Conv2D(3, 96, f=7, stride=2, rng=rng), ReLU(), MaxPool(3, 2, ceil=True)]
    n = 96
    for number, squeeze, expand in (
        *((2, 16, 64), (3, 16, 64), (4, 32, 128), (5, 32, 128)),
        *((6, 48, 192), (7, 48, 192), (8, 64, 256), (9, 64, 256)),
    ):
        if number > last:
            return Network(*layers)
        layers += [Conv2D(n, squeeze, f=1, rng=rng), ReLU()]
        layers.append(
            Parallel(
                Conv2D(squeeze, expand, f=1, rng=rng),
                Conv2D(squeeze, expand, f=3, pad="same", rng=rng),
            )
        )
        layers += [ReLU()] + ([MaxPool(3, 2, ceil=True)] if number in (4, 8) else [])
        n = 2 * expand
    return Network(*layers, Conv2D(n, 1000, f=1, rng=rng), ReLU(), GlobalAveragePool())


def convolution(n_in, n_out):
    """One 3x3 convolution."""
    return lambda rng: Network(Conv2D(n_in, n_out, pad="same", rng=rng))


def batch_norm(n, rng):
    """Batch norm as `multilayer` wants it."""
    return BatchNorm(n)


def dropout(n, rng):
    """Dropout as `multilayer` wants it."""
    return Dropout(0.8, rng=rng)


LOGISTIC = {"cost": sigmoid_cross_entropy, "optimizer": GradientDescent}
CLASSES = {"cost": softmax_cross_entropy}
CASES = [
    Case("logistic regression 12288x209", TRAIN, logistic_regression(12288), 209, (12288,), 0.8)
]
