"""What is timed: each case is a network of the library, its input, and what is done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from course_utils import nn
from course_utils.vision import models

TRAINING, FORWARD, BOTH, STYLE = "training step", "forward", "forward + backward", "style step"


@dataclass(frozen=True)
class Case:
    """`network(rng)` with m examples of `shape`; cost and optimizer are those of a training step.

    `target` is the ratio of our time to that of `against` that the library means to stay below.
    """

    name: str
    does: str
    network: Callable
    shape: tuple
    m: int
    target: float
    cost: Callable | None = None
    optimizer: Callable = nn.Adam
    against: str = "PyTorch"

    def build(self, seed=0):
        """The network, X and one-hot columns Y, in float32 and the same at every call.

        An example of X lies in one piece, as in a table or a list of images: columns (n_x, m) are a
        transposed table, which is what Dataset.as_columns gives.
        """
        rng = np.random.default_rng(seed)
        network = self.network(rng).astype(np.float32)
        n_y = network.output_shape(self.shape)[0]
        classes = rng.integers(max(n_y, 2), size=self.m)
        Y = nn.one_hot(classes, max(n_y, 2))[-n_y:]
        X = rng.standard_normal((self.m, *self.shape), np.float32)
        return network, X.T if X.ndim == 2 else X, Y.astype(np.float32)


def logistic_regression(n_x):
    """One unit, as in C1W2."""
    return lambda rng: nn.Network(nn.Dense(n_x, 1, rng=rng))


def three_layers(between=None):
    """784-128-64-10 with ReLU, and `between(n, rng)` before each ReLU."""

    def build(rng):
        layers = []
        for n_in, n_out in ((784, 128), (128, 64)):
            layers.append(nn.Dense(n_in, n_out, rng=rng))
            layers += [between(n_out, rng)] if between else []
            layers.append(nn.ReLU())
        return nn.Network(*layers, nn.Dense(64, 10, rng=rng))

    return build


def lenet(rng):
    """LeNet-5 for 28x28 digits, with ReLU and max pooling."""
    return nn.Network(
        *(nn.Conv2D(1, 6, f=5, pad="same", rng=rng), nn.ReLU(), nn.MaxPool()),
        *(nn.Conv2D(6, 16, f=5, rng=rng), nn.ReLU(), nn.MaxPool(), nn.Flatten()),
        *(nn.Dense(400, 120, rng=rng), nn.ReLU(), nn.Dense(120, 84, rng=rng), nn.ReLU()),
        nn.Dense(84, 10, rng=rng),
    )


def yolo(rng):
    """Eight convolutions with about 170,000 parameters, from 96x96 pixels to a 6x6 grid."""
    layers = []
    for i, (n_in, n_out) in enumerate(pairwise([3, 8, 16, 32, 64, 64, 64, 128])):
        layers.append(nn.Conv2D(n_in, n_out, pad="same", rng=rng))
        layers += [nn.BatchNorm(n_out), nn.LeakyReLU(0.1)]
        layers += [nn.MaxPool()] if i < 4 else []
    return nn.Network(*layers, nn.Conv2D(128, 16, f=1, rng=rng), nn.Flatten())


def squeezenet(last=9):
    """SqueezeNet 1.0 up to the fire module `last`; with 9 all of it."""
    return lambda rng: models.squeezenet(rng=rng, last=last)


def only(layer, *arguments, **keywords):
    """A network of a single layer; layers with filters get the rng."""
    return lambda rng: nn.Network(
        layer(*arguments, **keywords, **({"rng": rng} if layer is nn.Conv2D else {}))
    )


CLASSES = {"cost": nn.softmax_cross_entropy}
LOGISTIC = {"cost": nn.sigmoid_cross_entropy, "optimizer": nn.GradientDescent}
WIDE, WIDER = only(nn.Conv2D, 32, 32, pad="same"), only(nn.Conv2D, 64, 64, pad="same")
CASES = [
    Case(
        "logistic 12288x209", TRAINING, logistic_regression(12288), (12288,), 209, 0.8, **LOGISTIC
    ),
    Case("logistic 64x1797", TRAINING, logistic_regression(64), (64,), 1797, 0.3, **LOGISTIC),
    Case("784-128-64-10", TRAINING, three_layers(), (784,), 64, 0.6, **CLASSES),
    Case(
        *("784-128-64-10 batch norm", TRAINING, three_layers(lambda n, rng: nn.BatchNorm(n))),
        *((784,), 64, 0.5),
        **CLASSES,
    ),
    Case(
        *("784-128-64-10 dropout", TRAINING, three_layers(lambda n, rng: nn.Dropout(0.8, rng))),
        *((784,), 64, 0.5),
        **CLASSES,
    ),
    Case("max pool 2x2", BOTH, only(nn.MaxPool), (56, 56, 32), 16, 0.5),
    Case("batch norm on images", BOTH, only(nn.BatchNorm, 32), (56, 56, 32), 16, 1.3),
    Case("LeNet-5", TRAINING, lenet, (28, 28, 1), 64, 1.25, **CLASSES),
    Case("conv 3x3, 64 channels", BOTH, WIDER, (112, 112, 64), 4, 1.0),
    Case("conv 3x3, 32 channels", BOTH, WIDE, (64, 64, 32), 8, 1.6),
    Case("YOLO-like", TRAINING, yolo, (96, 96, 3), 16, 1.4, nn.squared_error),
    Case("YOLO-like, one image", FORWARD, yolo, (96, 96, 3), 1, 0.9),
    Case("SqueezeNet", FORWARD, squeezenet(), (227, 227, 3), 1, 0.75),
    Case(
        *("conv 3x3, four loops", FORWARD, only(nn.Conv2D, 16, 64, pad="same"), (48, 48, 16), 1),
        target=1 / 500,
        against="four loops",
    ),
    Case("style 256 px", STYLE, squeezenet(last=7), (256, 256, 3), 1, 1.6),
]
