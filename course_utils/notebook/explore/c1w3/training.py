"""Training a shallow network step by step, with controls that may move meanwhile."""

import itertools

import numpy as np

from course_utils import nn
from course_utils.data import generators

SETS = {  # name: generator, and the noise that counts as 1
    "flower": (generators.flower, 0.2),
    "circles": (generators.circles, 0.1),
    "moons": (generators.moons, 0.15),
    "spiral": (generators.spiral, 0.05),
    "xor": (generators.xor, 0.05),
}
ACTIVATIONS = {
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
    "ReLU": nn.ReLU,
    "leaky ReLU": nn.LeakyReLU,
    "linear": None,
}
HOPELESS = 1e6  # a cost from which no training comes back


def points(data, noise):
    """X (2, 200), Y (1, 200) to learn from, and 500 new points X, Y of the same kind."""
    draw, usual = SETS[data]
    learn, new = (
        draw(m, np.random.default_rng(seed), noise=noise * usual)
        for seed, m in ((1, 200), (2, 500))
    )
    return (*learn, *new)


def shallow(units, activation, rng, initializer=nn.xavier_normal):
    """A network with two inputs, `units` hidden units and one output, a score."""
    hidden = nn.Dense(2, units, rng=rng, initializer=initializer)
    bend = ACTIVATIONS[activation]
    output = nn.Dense(units, 1, rng=rng, initializer=initializer)
    return nn.Network(hidden, *([bend()] if bend else []), output)


class Curve:
    """A curve for a logarithmic axis: few points however long it grows, each 2 % further on."""

    def __init__(self):
        self.x, self.y, self.due = [], [], 1

    def add(self, x, y):
        """Note (x, y) if it is time for a point; returns whether it was."""
        if x < self.due:
            return False
        self.x.append(x)
        self.y.append(y)
        self.due = max(x + 1, 1.02 * x)
        return True


def descend(network, X, Y, learning_rate, lambd=lambda: 0.0):
    """Gradient descent; yields iteration and cost before every step, for ever.

    `learning_rate` and `lambd` are functions, asked at every step, so that they can be moved.
    Raises ArithmeticError where the cost grows out of all bounds.
    """
    optimizer, params = nn.GradientDescent(1.0), network.params
    for iteration in itertools.count():
        J, dZ = nn.sigmoid_cross_entropy(network.forward(X, training=True), Y)
        network.backward_params(dZ)  # at once: a picture may send other points forward meanwhile
        J_penalty, more = nn.l2_penalty(params, lambd(), X.shape[1])
        if J + J_penalty > HOPELESS:
            raise ArithmeticError(
                f"the cost is beyond {HOPELESS:g} at step {iteration}: press Reset and choose a "
                "smaller learning rate."
            )
        yield iteration, J + J_penalty
        grads = {name: grad + more.get(name, 0) for name, grad in network.grads.items()}
        optimizer.learning_rate = learning_rate()
        optimizer.step(params, grads)


def lines(W, b, reach):
    """Where w x + b = 0 for every row w of W (n, 2), as one broken curve x1, x2 of length 3n."""
    length = np.maximum(np.hypot(*W.T), 1e-12)[:, None]
    foot = -b / length * (W / length)
    along = np.stack([-W[:, 1], W[:, 0]], axis=1) / length * 4 * reach
    return (
        np.stack([foot - along, foot + along, np.full_like(foot, np.nan)], axis=1).reshape(-1, 2).T
    )
