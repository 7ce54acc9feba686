"""What the trainings of two widgets share: the lesson's digits, networks, and one short training.

Nothing of this draws, so that a worker's process starts without matplotlib.
"""

import functools

import numpy as np

from course_utils import data, nn

DEV = 238  # digits kept to choose by, as in the lesson


@functools.cache
def split():
    """X_train (64, 1200), Y_train (10, 1200), X_dev (64, 238), Y_dev (10, 238)."""
    X, y, _, _ = data.load("digits").as_columns()
    order = np.random.default_rng(0).permutation(X.shape[1])
    dev, train = order[:DEV], order[DEV:]
    Y = nn.one_hot(y, 10)
    return X[:, train], Y[:, train], X[:, dev], Y[:, dev]


def build(n_h, layers, rng, batch_norm=False, activation=nn.ReLU):
    """`layers` hidden layers of n_h units each, and ten scores."""
    parts, n = [], 64
    for _ in range(layers):
        parts += [nn.Dense(n, n_h, rng=rng)]
        parts += [nn.BatchNorm(n_h)] if batch_norm else []
        parts += [activation()]
        n = n_h
    return nn.Network(*parts, nn.Dense(n, 10, rng=rng))


def result(network, optimizer, rng, num_epochs, mini_batch_size=64):
    """Cost and accuracy on dev after training; (inf, 0) where the cost ran away."""
    X_train, Y_train, X_dev, Y_dev = split()
    try:
        with np.errstate(all="ignore"):
            for _ in nn.training(network, nn.softmax_cross_entropy, optimizer, X_train, Y_train,
                                 mini_batch_size, rng, num_epochs):  # fmt: skip
                pass
            Z = network.forward(X_dev)
            return nn.softmax_cross_entropy(Z, Y_dev)[0], nn.accuracy(Z, Y_dev)
    except ValueError:
        return np.inf, 0.0
