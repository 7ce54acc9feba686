"""From scores to probabilities and from labels to columns: `softmax` and `one_hot`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c2w3.week import FAR, Z4, Z5, week
from course_utils.exercises.running import case


@week.exercise(
    cases=[case("four classes, three examples", Z4), case("three classes, five examples", Z5)],
    edge_cases=[
        case("one example, m = 1", Z4[:, :1]),
        case("a single class", Z4[:1]),
        case("whole numbers", np.array([[1, 0], [3, 0], [2, 5]])),
        case("scores far from zero", FAR),
        case("columns far from each other", np.array([[900.0, -900.0], [901.0, -902.0]])),
    ],
    returns="A",
    praise="Any scores, however wild, are now probabilities that sum to 1 in every column.",
)
def softmax(Z):
    """Probabilities A (C, m) for scores Z (C, m): every column is positive and sums to 1."""
    T = np.exp(Z - Z.max(axis=0, keepdims=True))
    return T / T.sum(axis=0, keepdims=True)


@softmax.mistake(
    "It sums along the rows, over the examples: each *column* is one example and must sum to 1, so "
    "`axis=0` (3.8)."
)
def along_rows(Z):
    T = np.exp(Z - Z.max(axis=1, keepdims=True))
    return T / T.sum(axis=1, keepdims=True)


@softmax.mistake(
    "It divides by the sum over the whole array: each column has a sum of its own, `axis=0`."
)
def over_everything(Z):
    T = np.exp(Z - Z.max())
    return T / T.sum()


@softmax.mistake(
    "Right for ordinary scores, but `np.exp` overflows for large ones, and inf / inf is nan. "
    "Subtract the largest score of the column first: that changes no quotient (3.8)."
)
def overflowing(Z):
    T = np.exp(Z)
    return T / T.sum(axis=0, keepdims=True)


@softmax.mistake(
    "The largest score of the *whole array* is subtracted: in a column far below it all "
    "exponentials become 0, and 0 / 0 is nan. Subtract each column's own: "
    "`Z.max(axis=0, keepdims=True)`."
)
def one_maximum_for_all(Z):
    T = np.exp(Z - Z.max())
    return T / T.sum(axis=0, keepdims=True)


@softmax.mistake(
    "Each row's largest score is subtracted, which changes the scores of a column against each "
    "other: subtract the column's own, `axis=0`."
)
def row_maximum(Z):
    T = np.exp(Z - Z.max(axis=1, keepdims=True))
    return T / T.sum(axis=0, keepdims=True)


@softmax.mistake(
    "Every probability is 1/C: the sum in the denominator repeats the class's own t_i. It runs "
    "over all classes, t_1 + t_2 + ... + t_C (3.8)."
)
def own_term_summed(Z):
    return np.ones(Z.shape) / len(Z)


@softmax.mistake("The exponentials are not divided by their sum yet (3.8).")
def not_normalised(Z):
    with np.errstate(over="ignore"):
        return np.exp(Z)


@softmax.mistake("The exponential is missing: scores may be negative, probabilities may not (3.8).")
def without_exponential(Z):
    with np.errstate(all="ignore"):
        return Z / Z.sum(axis=0, keepdims=True)


@softmax.mistake(
    "This is the sigmoid of every score by itself: its columns don't sum to 1. Softmax compares "
    "the scores of a column with each other (3.8)."
)
def sigmoids(Z):
    return 0.5 + 0.5 * np.tanh(0.5 * Z)


@softmax.mistake(
    "This is hardmax: all for the largest score. Softmax leaves something for the others (3.9)."
)
def hardmax(Z):
    return np.eye(len(Z))[:, Z.argmax(axis=0)]


@softmax.mistake("This is the logarithm of softmax: the last step, `np.exp`, is missing.")
def log_softmax(Z):
    shifted = Z - Z.max(axis=0, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=0, keepdims=True))


@softmax.mistake("A is transposed: like Z it has one row per class and one column per example.")
def transposed(Z):
    return softmax(Z).T


@softmax.variant
def by_columns(Z):
    A = np.zeros(Z.shape)
    for i in range(Z.shape[1]):
        t = np.exp(Z[:, i] - max(Z[:, i]))
        A[:, i] = t / sum(t)
    return A


@softmax.variant
def by_logarithms(Z):
    return np.exp(Z - np.logaddexp.reduce(Z, axis=0))


@softmax.variant
def against_each_other(Z):
    with np.errstate(over="ignore"):
        return 1 / np.exp(Z[None] - Z[:, None]).sum(axis=1)


LABELS = np.array([2, 0, 1, 2, 3])


@week.exercise(
    cases=[
        case("five labels, four classes", LABELS, 4),
        case("a row of labels, (1, m)", LABELS[None, :4], 4),
        case("a class that does not occur", np.array([0, 2, 2]), 5),
    ],
    edge_cases=[
        case("one label", np.array([1]), 3),
        case("as small numbers, uint8", np.array([2, 0], np.uint8), 3),
        case("a label below 0", np.array([0, -1, 2]), 3),
        case("a label too large", np.array([0, 3]), 3),
    ],
    returns="Y",
    praise="From class numbers to columns: what a softmax can be compared with.",
)
def one_hot(labels, C):
    """Columns Y (C, m) with a 1 in the row of each label, for labels (m,) or (1, m)."""
    if labels.min() < 0 or labels.max() >= C:
        raise ValueError(f"labels must lie in 0 to {C - 1}.")
    return np.eye(C)[:, labels.ravel()]


def columns(rows, labels, C):
    """Y with a 1 in the given row of each column, after the check of the labels."""
    one_hot(labels, C)
    Y = np.zeros((C, labels.size))
    Y[rows, np.arange(labels.size)] = 1
    return Y


@one_hot.mistake("Y is (m, C), one *row* per example: in this course an example is a column.")
def rows_for_columns(labels, C):
    return one_hot(labels, C).T


@one_hot.mistake("The classes are counted from 1: label 0 belongs to row 0.")
def counted_from_one(labels, C):
    return columns(labels.ravel() - 1, labels, C)


@one_hot.mistake("The rows run the wrong way round: label 0 belongs to row 0, the first.")
def upside_down(labels, C):
    return columns(C - 1 - labels.ravel().astype(int), labels, C)


@one_hot.mistake(
    "The number of rows is C, also where the last class does not occur: don't take it from the "
    "labels."
)
def classes_that_occur(labels, C):
    one_hot(labels, C)
    return one_hot(labels, int(labels.max()) + 1)


@one_hot.mistake(
    "For labels of shape (1, m) the result has three axes: make them one axis first, "
    "`labels.ravel()`."
)
def third_axis(labels, C):
    one_hot(labels, C)
    return np.eye(C)[:, labels]


@one_hot.mistake(
    "A label below 0 slips through: Python counts negative places from the end, so -1 becomes the "
    "last class. Keep the check that is given."
)
def negative_labels(labels, C):
    return np.eye(C)[:, labels.ravel()]


@one_hot.mistake("Zeros and ones are exchanged: 1 stands in the row of the label only.")
def inverted(labels, C):
    return 1 - one_hot(labels, C)


@one_hot.mistake("Nothing but zeros: is the 1 ever written?")
def all_zero(labels, C):
    return 0 * one_hot(labels, C)


@one_hot.variant
def compare(labels, C):
    if not ((labels >= 0) & (labels < C)).all():
        raise ValueError("a label without a class")
    return (np.arange(C).reshape(-1, 1) == labels.reshape(1, -1)) * 1


@one_hot.variant
def loop(labels, C):
    Y = np.zeros((C, labels.size), int)
    for i, label in enumerate(labels.flatten()):
        if not 0 <= label < C:
            raise IndexError(label)
        Y[label, i] = 1
    return Y
