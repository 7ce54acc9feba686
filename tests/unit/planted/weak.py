"""Exercises that check too little, run for ever, take all memory, or contradict themselves."""

import numpy as np

from course_utils.exercises.checking import Week
from course_utils.exercises.running import case
from planted.helpers import steps

week = Week("c9w9")
SYMMETRIC = np.array([[2.0, 1.0], [1.0, 3.0]])


@week.exercise(cases=[case("a symmetric matrix", SYMMETRIC, np.array([[1.0], [2.0]]))])
def turned_product(W, x):
    return W.T @ x


@turned_product.variant
def by_einsum(W, x):
    return np.einsum("ji,jk->ik", W, x)


@turned_product.variant
def by_dot(W, x):
    return np.dot(x.T, W).T


@week.exercise(
    cases=[
        case("two by three", np.array([[1.0, 5.0, 2.0], [4.0, 0.0, 7.0]])),
        case("three by one", np.array([[3.0], [-1.0], [2.0]])),
    ]
)
def widest(A):
    return np.max(A, axis=1) - np.min(A, axis=1)


@widest.variant
def sorted_first(A):
    rows = np.sort(A, axis=-1)
    return rows[:, -1] - rows[:, 0]


@week.exercise(cases=[case("eight", 8), case("thirteen", 13)])
def halvings(n):
    return steps(n)


@week.exercise(cases=[case("eight", 8), case("four", 4)])
def pairs(n):
    count = 0
    while n > 0:
        n = n - (1 if n % 2 else 2)
        count = count + 1
    return count


def counted_by(take):
    def count(n):
        return take(n)

    return count


pairs.variant(counted_by(lambda n: n // 2 + n % 2))


@week.exercise(cases=[case("a little", 16)])
def room(n):
    return len(bytearray(2**n))


@week.exercise(cases=[case("two numbers", 2.0, 3.0)], edge_cases=[case("below zero", -2.0, 3.0)])
def difference(a, b):
    return a - b


@difference.mistake("They are added.")
def added(a, b):
    return a + b


@difference.mistake("This has another sentence: it is the mistake above, said otherwise.")
def added_too(a, b):
    return b + a


@difference.variant
def subtract(a, b):
    return np.subtract(a, b)


@difference.variant
def only_above_zero(a, b):
    return abs(a) - b
