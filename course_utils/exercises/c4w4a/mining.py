"""Which triplets are worth a step: `semi_hard_triplets`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w4a.week import encodings, week
from course_utils.exercises.running import case

# On a line, with whole distances: nothing hangs on the last digit.
LINE = np.array([[0.0, 1, 2, 3, 5]])
LINE_LABELS = np.array([0, 0, 1, 0, 1])


@week.exercise(
    cases=[
        case("eight pictures of three people", encodings(3, 8, seed=5),
             np.array([0, 0, 0, 1, 1, 1, 2, 2]), 0.8),
        case("seven pictures, not in order", encodings(2, 7, seed=6),
             np.array([2, 0, 1, 0, 2, 1, 0]), 0.5),
    ],
    edge_cases=[
        case("distances of exactly the limits", LINE, LINE_LABELS, 3.0),
        case("a margin too small for any", LINE, LINE_LABELS, 0.01),
        case("nobody has two pictures", encodings(3, 3, seed=7), np.arange(3), 0.5),
    ],
    returns="the triplets",
    praise="Hard enough to teach, and not so hard that they mislead.",
)  # fmt: skip
def semi_hard_triplets(F, labels, margin):
    """All triplets (3, n), rows a, p, n, with d(a, p) < d(a, n) < d(a, p) + margin, in order."""
    return chosen(F, labels, lambda pull, push: (pull < push) & (push < pull + margin))


def table(F, root=False, mean=False):
    """Distances (m, m) of the columns of F."""
    d = np.sum((F[:, :, None] - F[:, None]) ** 2, axis=0)
    return np.sqrt(d) if root else d / len(F) if mean else d


def chosen(F, labels, rule, d=None, itself=False, once=False, any_negative=False):
    """Triplets that `rule(pull, push)` takes; what people do otherwise as keywords."""
    d = table(F) if d is None else d
    same = labels[:, None] == labels
    pairs = same if itself else same & ~np.eye(len(labels), dtype=bool)
    pairs = np.triu(pairs) if once else pairs
    negatives = ~np.eye(len(labels), dtype=bool) if any_negative else ~same
    takes = rule(d[:, :, None], d[:, None])
    return np.array(np.nonzero(pairs[:, :, None] & negatives[:, None] & takes))


@semi_hard_triplets.mistake(
    "Negatives that are nearer than the positive are among them: these are the *hard* ones. "
    "Semi-hard means d(a, p) < d(a, n)."
)
def hard_ones_too(F, labels, margin):
    return chosen(F, labels, lambda pull, push: push < pull + margin)


@semi_hard_triplets.mistake(
    "Negatives farther than the margin are among them: these triplets cost nothing and teach "
    "nothing. Semi-hard means d(a, n) < d(a, p) + margin."
)
def easy_ones_too(F, labels, margin):
    return chosen(F, labels, lambda pull, push: pull < push)


@semi_hard_triplets.mistake(
    "These are the hard triplets, whose negative is nearer than the positive; asked for are those "
    "whose negative is farther, by less than the margin."
)
def only_hard(F, labels, margin):
    return chosen(F, labels, lambda pull, push: push < pull)


@semi_hard_triplets.mistake(
    "These are the easy triplets, beyond the margin, which cost nothing; asked for are those "
    "within the margin."
)
def only_easy(F, labels, margin):
    return chosen(F, labels, lambda pull, push: push > pull + margin)


@semi_hard_triplets.mistake(
    "The margin has the wrong sign: the upper limit is d(a, p) + margin. Yours lies below the "
    "positive's distance."
)
def margin_subtracted(F, labels, margin):
    return chosen(F, labels, lambda pull, push: (pull - margin < push) & (push < pull))


@semi_hard_triplets.mistake(
    "The distances are not squared: the margin is meant for squared distances."
)
def unsquared(F, labels, margin):
    return chosen(
        F, labels, lambda pull, push: (pull < push) & (push < pull + margin), table(F, root=True)
    )


@semi_hard_triplets.mistake(
    "The distances are means over the features: they are sums of squares, and the margin is meant "
    "for those."
)
def mean_over_features(F, labels, margin):
    return chosen(
        F, labels, lambda pull, push: (pull < push) & (push < pull + margin), table(F, mean=True)
    )


@semi_hard_triplets.mistake(
    "A picture is its own positive: anchor and positive must be two *different* pictures of a "
    "person, or d(a, p) is 0."
)
def own_positive(F, labels, margin):
    return chosen(F, labels, lambda pull, push: (pull < push) & (push < pull + margin), itself=True)


@semi_hard_triplets.mistake(
    "Each pair is taken in one order only: (a, p) and (p, a) are two triplets, since the "
    "negative's distance is measured from the anchor."
)
def one_order(F, labels, margin):
    return chosen(F, labels, lambda pull, push: (pull < push) & (push < pull + margin), once=True)


@semi_hard_triplets.mistake(
    "The negative may be the same person: its label must differ from the anchor's."
)
def negatives_of_the_same(F, labels, margin):
    return chosen(
        F, labels, lambda pull, push: (pull < push) & (push < pull + margin), any_negative=True
    )


@semi_hard_triplets.mistake(
    "A distance of exactly a limit is taken: both signs are `<`. At d(a, p) the negative isn't "
    "farther, and at d(a, p) + margin the triplet costs nothing."
)
def limits_too(F, labels, margin):
    return chosen(F, labels, lambda pull, push: (pull <= push) & (push <= pull + margin))


@semi_hard_triplets.mistake(
    "A distance of exactly d(a, p) + margin is taken: there the triplet costs nothing. Take `<`."
)
def upper_limit_too(F, labels, margin):
    return chosen(F, labels, lambda pull, push: (pull < push) & (push <= pull + margin))


@semi_hard_triplets.mistake(
    "A negative exactly as far as the positive is taken: semi-hard means farther. Take `<`."
)
def lower_limit_too(F, labels, margin):
    return chosen(F, labels, lambda pull, push: (pull <= push) & (push < pull + margin))


@semi_hard_triplets.mistake(
    "The triplets are rows, (n, 3): return them as columns, (3, n), so that `a, p, n = triplets` "
    "works."
)
def as_rows(F, labels, margin):
    return semi_hard_triplets(F, labels, margin).T


@semi_hard_triplets.mistake("The rows are in another order: anchor, positive, negative.")
def other_order(F, labels, margin):
    a, p, n = semi_hard_triplets(F, labels, margin)
    return np.array([a, n, p])


@semi_hard_triplets.variant
def in_three_loops(F, labels, margin):
    def d(i, j):
        return np.sum((F[:, i] - F[:, j]) ** 2)

    m, found = F.shape[1], []
    for a in range(m):
        for p in range(m):
            if a == p or labels[a] != labels[p]:
                continue
            for n in range(m):
                if labels[n] != labels[a] and d(a, p) < d(a, n) < d(a, p) + margin:
                    found.append((a, p, n))
    return np.array(found, int).reshape(-1, 3).T


@semi_hard_triplets.variant
def pair_by_pair(F, labels, margin):
    d = np.sum((F[:, :, None] - F[:, None, :]) ** 2, axis=0)
    same = labels == labels[:, None]
    np.fill_diagonal(same, False)
    columns = [np.zeros((3, 0), int)]
    for a, p in np.argwhere(same):
        good = (d[a] > d[a, p]) & (d[a] < d[a, p] + margin) & (labels != labels[a])
        n = np.nonzero(good)[0]
        columns.append(np.stack([np.full(len(n), a), np.full(len(n), p), n]))
    return np.concatenate(columns, axis=1)
