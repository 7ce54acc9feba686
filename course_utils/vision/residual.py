"""Plain and residual networks of growing depth on the digits: the recipe, and what came of it.

The trainings take minutes, so their results ship: `datasets/trained/residual_digits.h5` holds the
histories of all of them, and the networks of the first seed as they were at the end.
`python -m course_utils.vision.build_residual` makes the file again.
"""

import numpy as np

from course_utils import data
from course_utils.data.store import DATASETS
from course_utils.nn import Momentum, accuracy, one_hot, predict, softmax_cross_entropy, training
from course_utils.nn.storage import architecture, opened, read_text, write_text
from course_utils.nn.validation import check_count
from course_utils.vision.models import small_network

FILE = DATASETS / "trained" / "residual_digits.h5"
DEPTHS = (8, 20, 32, 44)
KINDS = ("plain", "residual")
WIDTHS = (6, 12, 24)
SEEDS = range(5)
NUM_EPOCHS, MINI_BATCH_SIZE, LEARNING_RATE = 20, 128, 0.1
MEASURES = ("cost", "training_error", "test_error")
MEAN, STD = 0.31, 0.38  # of the digits' pixels, scaled to 0 to 1: inputs are (x - MEAN) / STD


def as_input(images):
    """Digits (m, 8, 8, 1) with values 0 to 16 as float32 inputs of mean about 0, spread about 1."""
    return ((images / 16 - MEAN) / STD).astype(np.float32)


def digits():
    """The digits as X_train, Y_train, X_test, Y_test: inputs (m, 8, 8, 1), one-hot Y (10, m)."""
    raw = data.load("digits")
    labels = (one_hot(Y, 10).astype(np.float32) for Y in (raw.Y_train, raw.Y_test))
    Y_train, Y_test = labels
    return as_input(raw.X_train), Y_train, as_input(raw.X_test), Y_test


def new_network(depth, residual, seed):
    """The network of the experiment before its training, float32."""
    rng = np.random.default_rng(seed)
    return small_network(depth, residual, widths=WIDTHS, rng=rng).astype(np.float32)


def learning_rate(epoch):
    """The step is divided by 10 for the last quarter of the training."""
    return LEARNING_RATE if epoch < 0.75 * NUM_EPOCHS else LEARNING_RATE / 10


def error(network, X, Y):
    """The share of the examples that a network puts into a wrong class."""
    return 1 - accuracy(predict(network, X), Y)


def train(network, X, Y, seed, num_epochs=NUM_EPOCHS, schedule=learning_rate):
    """Train by mini-batches with momentum; yields the mean cost J of each epoch."""
    rng = np.random.default_rng([seed, 1])
    optimizer, costs = Momentum(schedule(0)), []
    steps = training(
        *(network, softmax_cross_entropy, optimizer, X, Y, MINI_BATCH_SIZE, rng, num_epochs),
        schedule=schedule,
    )
    for step in steps:
        costs.append(step.cost)
        if step.epoch_ended:
            yield float(np.mean(costs))
            costs.clear()


def trained_network(depth, residual, file=FILE):
    """A network of the experiment as it was after its training; raises ValueError for a depth."""
    check_count("depth", depth)
    if depth not in DEPTHS:
        raise ValueError(f"depth is {depth} but there are only {', '.join(map(str, DEPTHS))}.")
    network = new_network(depth, residual, seed=0)
    with opened(file) as stored:
        read_network(stored[name_of(depth, residual)], network)
    return network


def histories(file=FILE):
    """Arrays (depths, kinds, seeds, epochs) by measure: "cost", "training_error", "test_error".

    The depths are in the order of DEPTHS, the kinds in that of KINDS.
    """
    with opened(file) as stored:
        return {measure: stored["history"][measure][...] for measure in MEASURES}


def name_of(depth, residual):
    """The name of a network's group in the file."""
    return f"{KINDS[bool(residual)]}_{depth}"


def write_history(file, values):
    """Write arrays by measure, for `histories` to read."""
    group = file.create_group("history")
    for measure in MEASURES:
        group.create_dataset(measure, data=np.asarray(values[measure], np.float32))


def arrays_of(network):
    """The parameters and running averages of a network, always in the same order."""
    return [*network.params.values(), *network.state.values()]


def write_network(group, network):
    """Write a network as one long vector: hundreds of small arrays would double the file."""
    write_text(group, "architecture", architecture(network))
    values = np.concatenate([array.ravel() for array in arrays_of(network)])
    group.create_dataset("values", data=values)


def read_network(group, network):
    """Fill a network of the same architecture in place; raises ValueError for another one."""
    if read_text(group, "architecture") != architecture(network):
        raise ValueError(f"{group.name} in {group.file.filename} holds another network.")
    values, start = group["values"][...], 0
    for array in arrays_of(network):
        array[...] = values[start : start + array.size].reshape(array.shape)
        start += array.size
