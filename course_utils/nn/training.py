"""Training is a generator: it yields after each update, and whoever loops over it decides the rest.

for step in training(network, sigmoid_cross_entropy, Adam(0.01), X, Y, 64, rng, num_epochs=5):
    print(step.epoch, step.cost)
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from course_utils.nn.costs import l2_penalty
from course_utils.nn.validation import check_array, check_count, check_finite, explain_keywords


class Step(NamedTuple):
    """One update: its number from 1, its epoch from 0, J before it (penalty included)."""

    number: int
    epoch: int
    cost: float
    learning_rate: float
    epoch_ended: bool


@dataclass
class Progress:
    """Where a run stands: updates and epochs done, mini-batches of this epoch done, their order."""

    step: int = 0
    epoch: int = 0
    batch: int = 0
    order: np.ndarray | None = None


@explain_keywords
def training(
    network,
    cost,
    optimizer,
    X,
    Y,
    mini_batch_size=None,
    rng=None,
    num_epochs=1,
    schedule=None,
    lambd=0.0,
    penalty=l2_penalty,
    progress=None,
):
    """Train by mini-batches, and yield a Step after each update.

    X (n_x, m) or (m, n_H, n_W, n_C) with Y (n_y, m), or (m, ...) where the cost wants it so.
    `cost(Z, Y)` returns J and dZ. Each epoch goes through all examples in a new order, drawn from
    rng; mini_batch_size=None takes all at once, as they are, and needs no rng. num_epochs=None goes
    on for ever. `schedule(epoch)` sets the learning rate. This is the place of regularisation: with
    lambd > 0, penalty(params, lambd, m) joins J and the gradients, m being all examples, so that
    its strength does not depend on the size of a mini-batch. `progress` continues a run.
    Raises ValueError or TypeError at once for input that doesn't fit.
    """
    m = check_examples(X, Y)
    size = m if mini_batch_size is None else mini_batch_size
    check_count("mini_batch_size", size)
    if num_epochs is not None:
        check_count("num_epochs", num_epochs, low=0)
    if size < m and rng is None:
        raise ValueError(
            "mini-batches are drawn at random but rng is None: give rng=np.random.default_rng(0)."
        )
    progress = progress or Progress()

    def steps():
        while num_epochs is None or progress.epoch < num_epochs:
            if progress.batch == 0 and size < m:
                progress.order = rng.permutation(m)
            if schedule:
                optimizer.learning_rate = schedule(progress.epoch)
            epoch, ends = progress.epoch, range(size, m + size, size)
            for end in ends[progress.batch :]:
                X_batch, Y_batch = X, Y
                if size < m:
                    chosen = progress.order[end - size : end]
                    X_batch, Y_batch = take(X, chosen), take(Y, chosen)
                J = update(X_batch, Y_batch)
                progress.step += 1
                progress.batch += 1
                if end >= m:
                    progress.epoch, progress.batch = epoch + 1, 0
                yield Step(progress.step, epoch, J, optimizer.learning_rate, end >= m)

    def update(X_batch, Y_batch):
        J, dZ = cost(network.forward(X_batch, training=True), Y_batch)
        network.backward_params(dZ)
        params, grads = network.params, network.grads
        if lambd:
            J_penalty, extra = penalty(params, lambd, m)
            J += J_penalty
            for name, gradient in extra.items():
                grads[name] += gradient
        optimizer.step(params, grads)
        return J

    return steps()


def predict(network, X, mini_batch_size=256):
    """The network's outputs for X, computed mini_batch_size examples at a time to save memory."""
    m = X.shape[examples_axis(X)]
    starts = range(0, m, mini_batch_size)
    parts = [network.forward(take(X, slice(start, start + mini_batch_size))) for start in starts]
    return np.concatenate(parts, axis=examples_axis(parts[0]))


def examples_axis(array):
    """The axis of the examples: 1 in columns (features, examples), 0 in images (m, ...)."""
    return 1 if array.ndim == 2 else 0


def take(array, chosen):
    """The chosen examples: a slice, or an array of their numbers."""
    return array[:, chosen] if array.ndim == 2 else array[chosen]


def check_examples(X, Y):
    """Check X and Y once for a whole training run; returns m."""
    for name, array in (("X", X), ("Y", Y)):
        check_array(name, array, ndim=(2, 3, 4, 5))
        check_finite(name, array)
    m, m_Y = (array.shape[examples_axis(array)] for array in (X, Y))
    if m != m_Y:
        raise ValueError(
            f"X has {m} examples but Y has {m_Y}: columns (features, examples) and images "
            "(m, n_H, n_W, n_C) must be as many. Did you pass Y.T?"
        )
    return m
