"""One pass over all examples in small portions: `random_mini_batches`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c2w2.week import columns, week
from course_utils.exercises.running import case


def ordered(m, seed):
    """The order in which the exercise takes the examples."""
    return np.random.default_rng(seed).permutation(m)


def cut(X, Y, mini_batch_size):
    """Pairs of mini_batch_size columns, the last of what is left."""
    starts = range(0, X.shape[1], mini_batch_size)
    return [(X[:, k : k + mini_batch_size], Y[:, k : k + mini_batch_size]) for k in starts]


@week.exercise(
    cases=[
        case("ten examples, four at a time", *columns(10), 4, 0),
        case("thirteen examples, five at a time", *columns(13, n_x=3), 5, 3),
    ],
    edge_cases=[
        case("twelve examples, four at a time: nothing is left over", *columns(12), 4, 1),
        case("one at a time", *columns(5), 1, 2),
        case("all at once", *columns(6), 6, 5),
        case("fewer examples than a mini-batch holds", *columns(3), 64, 6),
        case("a single example", *columns(1), 2, 7),
        case("labels in three rows", columns(7)[0], np.eye(3)[:, [0, 1, 2, 0, 1, 2, 0]], 3, 8),
    ],
    returns="mini_batches",
    praise="Every example once, each with its own label, in an order that no training can learn.",
)
def random_mini_batches(X, Y, mini_batch_size, seed):
    """A list of pairs (X_batch, Y_batch) that together hold every example once."""
    order = ordered(X.shape[1], seed)
    return cut(X[:, order], Y[:, order], mini_batch_size)


@random_mini_batches.mistake(
    "X and Y are shuffled differently, so the examples lose their labels: draw one order, and use "
    "it for both."
)
def shuffled_differently(X, Y, mini_batch_size, seed):
    rng = np.random.default_rng(seed)
    first, second = rng.permutation(X.shape[1]), rng.permutation(X.shape[1])
    return cut(X[:, first], Y[:, second], mini_batch_size)


@random_mini_batches.mistake(
    "Only X is shuffled, so the examples lose their labels: `Y[:, order]` as well."
)
def only_x_shuffled(X, Y, mini_batch_size, seed):
    return cut(X[:, ordered(X.shape[1], seed)], Y, mini_batch_size)


@random_mini_batches.mistake(
    "Only Y is shuffled, so the examples lose their labels: `X[:, order]` as well."
)
def only_y_shuffled(X, Y, mini_batch_size, seed):
    return cut(X, Y[:, ordered(X.shape[1], seed)], mini_batch_size)


@random_mini_batches.mistake(
    "Nothing is shuffled: take the columns in the drawn order first, `X[:, order]`, then cut."
)
def not_shuffled(X, Y, mini_batch_size, seed):
    return cut(X, Y, mini_batch_size)


@random_mini_batches.mistake(
    "The last, shorter mini-batch is missing: the examples that are left over belong to the epoch, "
    "too."
)
def last_dropped(X, Y, mini_batch_size, seed):
    batches = random_mini_batches(X, Y, mini_batch_size, seed)
    return [batch for batch in batches if batch[0].shape[1] == mini_batch_size]


@random_mini_batches.mistake(
    "A mini-batch without any example is appended: where mini_batch_size divides m, nothing is "
    "left over."
)
def empty_one_appended(X, Y, mini_batch_size, seed):
    order = ordered(X.shape[1], seed)
    X, Y, full = X[:, order], Y[:, order], X.shape[1] // mini_batch_size
    batches = cut(X[:, : full * mini_batch_size], Y[:, : full * mini_batch_size], mini_batch_size)
    return [*batches, (X[:, full * mini_batch_size :], Y[:, full * mini_batch_size :])]


@random_mini_batches.mistake(
    "The last mini-batch is filled up with examples that were there already; it holds only what is "
    "left."
)
def last_filled_up(X, Y, mini_batch_size, seed):
    order, m = ordered(X.shape[1], seed), X.shape[1]
    starts = [min(k, max(m - mini_batch_size, 0)) for k in range(0, m, mini_batch_size)]
    chosen = [order[k : k + mini_batch_size] for k in starts]
    return [(X[:, part], Y[:, part]) for part in chosen]


@random_mini_batches.mistake(
    "The order is drawn anew for every mini-batch, so some examples come twice and some never: "
    "draw it once, before the loop."
)
def drawn_anew(X, Y, mini_batch_size, seed):
    rng, m = np.random.default_rng(seed), X.shape[1]
    chosen = [rng.permutation(m)[k : k + mini_batch_size] for k in range(0, m, mini_batch_size)]
    return [(X[:, part], Y[:, part]) for part in chosen]


@random_mini_batches.mistake(
    "Every mini-batch begins at the first column: number k goes from k * mini_batch_size to "
    "(k + 1) * mini_batch_size."
)
def always_the_first(X, Y, mini_batch_size, seed):
    order = ordered(X.shape[1], seed)
    first = X[:, order[:mini_batch_size]], Y[:, order[:mini_batch_size]]
    return [first for _ in range(0, X.shape[1], mini_batch_size)]


@random_mini_batches.mistake(
    "It returns after the first mini-batch: is `return` indented into the loop?"
)
def only_the_first(X, Y, mini_batch_size, seed):
    return random_mini_batches(X, Y, mini_batch_size, seed)[:1]


@random_mini_batches.mistake(
    "The pairs are the wrong way round: (X_batch, Y_batch), the examples first."
)
def pairs_swapped(X, Y, mini_batch_size, seed):
    return [(Y_t, X_t) for X_t, Y_t in random_mini_batches(X, Y, mini_batch_size, seed)]


@random_mini_batches.mistake(
    "These are the examples without their labels: append the pair (X_batch, Y_batch)."
)
def without_labels(X, Y, mini_batch_size, seed):
    return [X_t for X_t, _ in random_mini_batches(X, Y, mini_batch_size, seed)]


@random_mini_batches.mistake(
    "mini_batch_size is taken for the number of mini-batches; it is the number of examples in each."
)
def size_is_count(X, Y, mini_batch_size, seed):
    order = ordered(X.shape[1], seed)
    parts = np.array_split(order, mini_batch_size)
    return [(X[:, part], Y[:, part]) for part in parts]


@random_mini_batches.mistake(
    "The order is used backwards: column k of the shuffled X is column order[k] of X, which is "
    "`X[:, order]`."
)
def inverse_order(X, Y, mini_batch_size, seed):
    back = np.argsort(ordered(X.shape[1], seed))
    return cut(X[:, back], Y[:, back], mini_batch_size)


@random_mini_batches.variant
def full_ones_then_the_rest(X, Y, mini_batch_size=64, seed=0):
    m = X.shape[1]
    permutation = list(np.random.default_rng(seed).permutation(m))
    shuffled_X, shuffled_Y = X[:, permutation], Y[:, permutation]
    mini_batches, full = [], m // mini_batch_size
    for k in range(full):
        where = slice(k * mini_batch_size, (k + 1) * mini_batch_size)
        mini_batches.append((shuffled_X[:, where], shuffled_Y[:, where]))
    if m % mini_batch_size != 0:
        where = slice(full * mini_batch_size, m)
        mini_batches.append((shuffled_X[:, where], shuffled_Y[:, where]))
    return mini_batches


@random_mini_batches.variant
def split_at_places(X, Y, mini_batch_size, seed):
    order = np.random.default_rng(seed).permutation(X.shape[1])
    places = range(mini_batch_size, X.shape[1], mini_batch_size)
    return [[X[:, part], Y[:, part]] for part in np.split(order, places)]
