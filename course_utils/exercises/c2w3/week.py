"""The week, and the small problems on which its functions are compared."""

import numpy as np

from course_utils.exercises.checking import Week

week = Week("c2w3")

# Scores of four classes (rows) for three examples, and of three classes for five.
Z4 = np.array([[5.0, 0.3, -1.0], [2.0, 0.1, 0.4], [-1.0, -0.7, 2.2], [3.0, 0.9, 0.6]])
Z5 = np.array([[0.2, 1.3, -0.7, 0.4, 2.1], [1.5, -0.8, 1.2, -1.4, 0.3], [-0.6, 0.5, 0.1, 0.9, 1.0]])
Y4 = np.array([[1, 0, 0], [0, 0, 1], [0, 0, 0], [0, 1, 0]])
Y5 = np.array([[0, 1, 0, 0, 1], [1, 0, 0, 1, 0], [0, 0, 1, 0, 0]])
FAR = np.array([[1000.0, -800.0], [0.0, 0.0], [-1000.0, 3.0]])

# Scores of three units for five examples, of very different sizes; two units, four examples.
Z_BATCH = np.array(
    [[1.0, 3.0, -2.0, 0.5, 1.5], [10.0, 14.0, 9.0, 12.5, 11.0], [-0.3, 0.2, 0.05, -0.1, 0.4]]
)
GAMMA, BETA = np.array([[1.5], [0.7], [-2.0]]), np.array([[0.2], [-0.4], [1.0]])
Z_SMALL = np.array([[0.6, -1.4, 2.0, 0.1], [4.0, 5.5, 3.0, 4.4]])
GAMMA_SMALL, BETA_SMALL = np.array([[0.8], [1.9]]), np.array([[-0.5], [0.3]])
EPSILON = 1e-2  # large enough for its place in the formula to show
