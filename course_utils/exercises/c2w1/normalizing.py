"""Features on one scale: `normalize_inputs`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c2w1.week import numbers, week
from course_utils.exercises.running import case

SCALES = np.array([[1.0], [40.0], [0.02]])
X_TRAIN = numbers(3, 6, seed=1) * SCALES + 3 * SCALES
X_TEST = numbers(3, 4, seed=2) * SCALES + 4 * SCALES
CONSTANT = np.array([[1.0, 2.0, 6.0], [4.0, 4.0, 4.0]])  # the second feature never changes


@week.exercise(
    cases=[
        case("three features of different size", X_TRAIN, X_TEST),
        case("two features, five examples", numbers(2, 5, seed=3) - 2, numbers(2, 7, seed=4)),
    ],
    edge_cases=[
        case("one example to test", X_TRAIN, X_TEST[:, :1]),
        case("integers, as in a raw image", np.array([[0, 10, 20], [5, 1, 0]], np.uint8),
             np.array([[30], [2]], np.uint8)),
        case("a feature that is always the same", CONSTANT, np.array([[3.0], [5.0]])),
    ],
    returns=("X_train_normalized", "X_test_normalized"),
    praise="Both sets went through the same two numbers per feature, and those are the training "
    "set's.",
)  # fmt: skip
def normalize_inputs(X_train, X_test):
    """X_train and X_test (n_x, m), with the mean and deviation of each row of X_train."""
    return scaled(X_train, X_test, *statistics(X_train))


def statistics(X, ddof=0, axis=1):
    """Mean and standard deviation of every feature; a deviation of 0 counts as 1."""
    mu = X.mean(axis=axis, keepdims=True)
    sigma = np.sqrt(((X - mu) ** 2).sum(axis=axis, keepdims=True) / (X.shape[axis] - ddof))
    return mu, np.where(sigma == 0, 1, sigma)


def scaled(X_train, X_test, mu, sigma):
    return (X_train - mu) / sigma, (X_test - mu) / sigma


@normalize_inputs.mistake(
    "The test set is normalised with its own mean and deviation: use those of X_train, or the "
    "model sees another scale than it was trained on (1.9)."
)
def test_statistics(X_train, X_test):
    return normalize_inputs(X_train, X_train)[0], normalize_inputs(X_test, X_test)[0]


@normalize_inputs.mistake(
    "Mean and deviation come from both sets together: the test set must not have a say (1.9)."
)
def both_sets(X_train, X_test):
    return scaled(X_train, X_test, *statistics(np.hstack([X_train, X_test])))


@normalize_inputs.mistake("Mean and deviation come from the test set; they belong to X_train.")
def all_from_the_test_set(X_train, X_test):
    return scaled(X_train, X_test, *statistics(X_test))


@normalize_inputs.mistake("The test set comes back as it was: it needs the same mu and sigma.")
def test_untouched(X_train, X_test):
    return normalize_inputs(X_train, X_test)[0], X_test


@normalize_inputs.mistake(
    "sigma is computed with m - 1 (`ddof=1`); here it is the plain mean of the squares, divided by "
    "m, which is NumPy's default (1.9)."
)
def sample_deviation(X_train, X_test):
    return scaled(X_train, X_test, *statistics(X_train, ddof=1))


@normalize_inputs.mistake(
    "It divides by sigma², the variance; divide by its root, so that the spread becomes 1."
)
def by_the_variance(X_train, X_test):
    mu, sigma = statistics(X_train)
    return scaled(X_train, X_test, mu, sigma**2)


@normalize_inputs.mistake(
    "Mean and deviation are those of each example; they belong to each feature, a row: `axis=1`, "
    "with `keepdims=True`."
)
def per_example(X_train, X_test):
    X_test_own = scaled(X_test, X_test, *statistics(X_test, axis=0))[0]
    return scaled(X_train, X_train, *statistics(X_train, axis=0))[0], X_test_own


@normalize_inputs.mistake(
    "One mean and one deviation for all features together; each row needs its own: `axis=1`, with "
    "`keepdims=True`."
)
def over_everything(X_train, X_test):
    return scaled(X_train, X_test, X_train.mean(), X_train.std())


@normalize_inputs.mistake("The mean isn't subtracted: first X - mu, then divide by sigma.")
def only_scaled(X_train, X_test):
    return scaled(X_train, X_test, 0, statistics(X_train)[1])


@normalize_inputs.mistake("The rows aren't divided by sigma: X - mu centres them, and no more.")
def only_centred(X_train, X_test):
    return scaled(X_train, X_test, statistics(X_train)[0], 1)


@normalize_inputs.mistake("The mean is added; it is to be subtracted: X - mu.")
def mean_added(X_train, X_test):
    mu, sigma = statistics(X_train)
    return scaled(X_train, X_test, -mu, sigma)


@normalize_inputs.mistake(
    "The deviation is taken around 0: square X - mu, not X; after `X = X - mu` both are the same."
)
def around_zero(X_train, X_test):
    mu, _ = statistics(X_train)
    sigma = np.sqrt(np.mean(X_train.astype(float) ** 2, axis=1, keepdims=True))
    return scaled(X_train, X_test, mu, sigma)


@normalize_inputs.mistake(
    "The rows are squeezed between 0 and 1, by smallest and largest value; here mean 0 and "
    "deviation 1 are wanted."
)
def between_0_and_1(X_train, X_test):
    low, high = X_train.min(axis=1, keepdims=True), X_train.max(axis=1, keepdims=True)
    return scaled(X_train, X_test, low, np.where(high == low, 1, high - low))


@normalize_inputs.mistake(
    "It changes the caller's X_train: `X -= mu` writes into the array that was handed in. Write "
    "`X = X - mu`, which makes a new one."
)
def in_place(X_train, X_test):
    train, test = normalize_inputs(X_train, X_test)
    X_train[...] = train
    return train, test


@normalize_inputs.mistake(
    "Right, but for a feature that never changes sigma is 0, and 0/0 is nan: divide by 1 there, "
    "with `np.where(sigma == 0, 1, sigma)`."
)
def nan_for_constants(X_train, X_test):
    mu, sigma = X_train.mean(axis=1, keepdims=True), X_train.std(axis=1, keepdims=True)
    return (X_train - mu) / sigma, (X_test - mu) / sigma


@normalize_inputs.mistake(
    "It adds a small number to sigma, so nothing is divided by 0, but a new value of a constant "
    "feature becomes enormous: divide by 1 where sigma is 0."
)
def with_epsilon(X_train, X_test):
    mu, sigma = X_train.mean(axis=1, keepdims=True), X_train.std(axis=1, keepdims=True)
    return scaled(X_train, X_test, mu, sigma + 1e-8)


@normalize_inputs.variant
def by_steps(X_train, X_test):
    m = X_train.shape[1]
    mu = np.sum(X_train, axis=1, keepdims=True) / m
    X_train, X_test = X_train - mu, X_test - mu
    sigma2 = 1 / m * np.sum(X_train**2, axis=1, keepdims=True)
    sigma2[sigma2 == 0] = 1
    return X_train / np.sqrt(sigma2), X_test / np.sqrt(sigma2)


@normalize_inputs.variant
def transposed_and_back(X_train, X_test):
    mu, sigma = np.mean(X_train.T, axis=0), np.std(X_train.T, axis=0)
    sigma = np.array([s if s > 0 else 1.0 for s in sigma])
    return [((X.T - mu) / sigma).T for X in (X_train, X_test)]
