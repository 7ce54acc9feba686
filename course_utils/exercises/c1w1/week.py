"""The week, and the arrays on which its functions are compared."""

import numpy as np

from course_utils.exercises.checking import Week
from course_utils.exercises.running import case

week = Week("c1w1")

# Scores: a row, and a table with as many rows as columns, where a forgotten axis goes unnoticed.
ROW = np.array([[-1.0, 0.0, 2.0]])
TABLE = np.array([[0.5, -3.0], [1.5, 4.0], [-0.2, 0.1]])
SQUARE = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, -1.0], [2.0, 2.5, -0.5]])

# Estimates and truth for five examples: too high, too low, right, and far off.
Y = np.array([1.0, 0.0, 2.0, 1.0, 3.5])
YHAT = np.array([0.9, 0.2, 2.0, -0.5, 4.1])
OFF = [
    case("five examples", YHAT, Y),
    case("three examples", np.array([0.5, -1.0, 2.0]), np.array([1.0, 1.0, -0.5])),
    case("all too high", np.array([2.0, 3.5]), np.array([1.5, 1.0])),
]
OFF_EDGES = [
    case("integers", np.array([3, 1, 4]), np.array([1, 5, 9])),
    case("one example", np.array([0.3]), np.array([1.0])),
    case("all estimates right", Y, Y),
    case("no example at all", np.zeros(0), np.zeros(0)),
]
