"""How wrong the scores are: `compute_total_loss`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c2w3.scores import softmax
from course_utils.exercises.c2w3.week import FAR, Y4, Y5, Z4, Z5, week
from course_utils.exercises.running import case


def log_probabilities(Z):
    """The logarithm of softmax(Z), finite for all scores."""
    shifted = Z - Z.max(axis=0, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=0, keepdims=True))


@week.exercise(
    cases=[
        case("four classes, three examples", Z4, Y4),
        case("three classes, five examples", Z5, Y5),
    ],
    edge_cases=[
        case("one example, m = 1", Z4[:, 1:2], Y4[:, 1:2]),
        case("sure and right", FAR, np.array([[1, 0], [0, 0], [0, 1]])),
        case("sure and wrong", FAR, np.array([[0, 1], [0, 0], [1, 0]])),
    ],
    returns="total_loss",
    praise="Sums over mini-batches can be added up and divided once, by all examples.",
)
def compute_total_loss(Z, Y):
    """The sum, over the examples, of -sum_j y_j log ŷ_j with ŷ = softmax(Z); Z, Y (C, m)."""
    return -np.sum(Y * log_probabilities(Z))


@compute_total_loss.mistake(
    "This is the average over the examples: the *total* loss is their sum (the division by m comes "
    "once, at the end of the epoch)."
)
def average(Z, Y):
    return compute_total_loss(Z, Y) / Z.shape[1]


@compute_total_loss.mistake(
    "`np.mean` divides by all C·m entries: the total loss is the sum over the examples."
)
def average_of_entries(Z, Y):
    return compute_total_loss(Z, Y) / Z.size


@compute_total_loss.mistake("The minus is missing: logarithms of probabilities are negative (3.9).")
def sign(Z, Y):
    return -compute_total_loss(Z, Y)


@compute_total_loss.mistake(
    "The logarithm is taken of the scores themselves: first softmax, then the logarithm (3.9)."
)
def without_softmax(Z, Y):
    with np.errstate(all="ignore"):
        return -np.sum(Y * np.log(Z))


@compute_total_loss.mistake(
    "Softmax was taken along the rows: the probabilities of a *column* sum to 1, `axis=0` (3.8)."
)
def along_rows(Z, Y):
    return compute_total_loss(Z.T, Y.T)


@compute_total_loss.mistake(
    "Softmax is applied twice: Z holds scores, which become probabilities once."
)
def softmax_twice(Z, Y):
    return compute_total_loss(softmax(Z), Y)


@compute_total_loss.mistake("The logarithm is missing: the loss is -log ŷ of the true class (3.9).")
def without_logarithm(Z, Y):
    return -np.sum(Y * softmax(Z))


@compute_total_loss.mistake(
    "Right for ordinary scores. Where ŷ is 0 to the last digit, log(0) is -inf, and 0 times -inf "
    "is nan. Never take the logarithm of ŷ: log ŷ_j is z_j minus the logarithm of the sum of "
    "exponentials, with the column's largest score subtracted first."
)
def log_of_zero(Z, Y):
    with np.errstate(all="ignore"):
        return -np.sum(Y * np.log(softmax(Z)))


@compute_total_loss.mistake(
    "The clip keeps the logarithm finite, but the loss of a sure and wrong score is then capped at "
    "about 27.6, where it should be as large as the gap between the scores. Compute log ŷ from the "
    "scores: z_j minus the logarithm of the sum of exponentials."
)
def clipped(Z, Y):
    return -np.sum(Y * np.log(np.clip(softmax(Z), 1e-12, 1)))


@compute_total_loss.mistake(
    "`np.exp` overflows for large scores: subtract each column's largest score first (3.8)."
)
def overflowing(Z, Y):
    with np.errstate(all="ignore"):
        return np.sum(np.log(np.exp(Z).sum(axis=0))) - np.sum(Y * Z)


@compute_total_loss.mistake(
    "The terms (1 - y) log(1 - ŷ) belong to yes-or-no questions: with softmax, -y log ŷ alone is "
    "the loss (3.9)."
)
def binary_terms(Z, Y):
    A = np.clip(softmax(Z), 1e-12, 1 - 1e-12)
    return compute_total_loss(Z, Y) - np.sum((1 - Y) * np.log(1 - A))


@compute_total_loss.mistake(
    "The loss is taken at the *predicted* class: the true one, where y is 1, is what counts."
)
def at_the_prediction(Z, Y):
    return -np.sum(log_probabilities(Z).max(axis=0))


@compute_total_loss.mistake("These are the losses one by one: add them up to one number.")
def one_by_one(Z, Y):
    return -np.sum(Y * log_probabilities(Z), axis=0)


@compute_total_loss.mistake("This is the squared error; softmax goes with cross-entropy (3.9).")
def squared(Z, Y):
    return np.sum((softmax(Z) - Y) ** 2)


@compute_total_loss.variant
def log_sum_exp(Z, Y):
    top = Z.max(axis=0)
    return float((top + np.log(np.exp(Z - top).sum(axis=0)) - (Y * Z).sum(axis=0)).sum())


@compute_total_loss.variant
def pick_the_true_class(Z, Y):
    m = Z.shape[1]
    truth = Y.argmax(axis=0)
    return np.logaddexp.reduce(Z, axis=0).sum() - Z[truth, np.arange(m)].sum()


@compute_total_loss.variant
def loop(Z, Y):
    total = 0.0
    for i in range(Z.shape[1]):
        z = Z[:, i] - Z[:, i].max()
        total += np.log(np.exp(z).sum()) - z[Y[:, i] == 1][0]
    return total
