"""The week, and the small problems on which its functions are compared."""

import numpy as np

from course_utils.exercises.checking import Week

week = Week("c1w2")

# Two features, three examples; and four unlabelled ones of which none lies on the boundary.
W, B = np.array([[0.6], [-0.4]]), 0.3
X = np.array([[1.0, -2.0, 0.5], [0.5, 1.5, -1.0]])
Y = np.array([[1, 0, 1]])
X_TEST = np.array([[2.0, -1.0, 0.2, -0.6], [-1.0, 2.0, 0.4, 0.3]])
Y_TEST = np.array([[1, 0, 0, 0]])

# Four features, five examples, which no line separates.
W4, B4 = np.array([[0.5], [-1.0], [0.25], [0.8]]), -0.5
X4 = np.array(
    [
        [0.2, 1.3, -0.7, 0.4, -1.1],
        [-0.5, 0.8, 1.2, -1.4, 0.3],
        [1.0, -0.2, 0.6, 0.9, -0.8],
        [0.1, 0.7, -1.5, 0.2, 0.5],
    ]
)
Y5 = np.array([[0, 1, 0, 1, 0]])

# Ten examples whose second feature is their score with these weights: all near the boundary.
W_CLOSE = np.array([[0.0], [1.0]])
X_CLOSE = np.array(
    [
        [1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0],
        [-0.9, -0.55, -0.45, -0.2, -0.05, 0.05, 0.2, 0.45, 0.55, 0.9],
    ]
)

NO_EXAMPLES = np.zeros((2, 0))
