"""The week, and the small problems on which its functions are compared."""

import numpy as np

from course_utils.exercises.checking import Week

week = Week("c1w3")

# Two features, three hidden units, four examples.
PARAMETERS = {
    "W1": np.array([[0.5, -0.3], [-0.8, 0.4], [0.2, 0.9]]),
    "b1": np.array([[0.1], [-0.2], [0.3]]),
    "W2": np.array([[0.7, -0.6, 0.4]]),
    "b2": np.array([[-0.1]]),
}
X = np.array([[1.0, -2.0, 0.5, -0.4], [0.5, 1.5, -1.0, -0.7]])
Y = np.array([[1, 0, 1, 0]])

# Four features, five hidden units, three examples.
WIDE = {
    "W1": np.array(
        [
            [0.3, -0.7, 0.2, 0.5],
            [-0.4, 0.1, 0.8, -0.6],
            [0.9, 0.4, -0.3, 0.2],
            [-0.2, 0.6, 0.1, 0.7],
            [0.5, -0.1, -0.9, 0.3],
        ]
    ),
    "b1": np.array([[0.2], [-0.1], [0.4], [-0.3], [0.1]]),
    "W2": np.array([[-0.5, 0.8, 0.3, -0.4, 0.6]]),
    "b2": np.array([[0.2]]),
}
X4 = np.array([[0.2, 1.3, -0.7], [-0.5, 0.8, 1.2], [1.0, -0.2, 0.6], [0.1, 0.7, -1.5]])
Y3 = np.array([[0, 1, 1]])

# One hidden unit only.
NARROW = {
    "W1": np.array([[0.6, -0.9]]),
    "b1": np.array([[0.2]]),
    "W2": np.array([[-1.1]]),
    "b2": np.array([[0.3]]),
}


def scaled(parameters, factor):
    """The parameters with weights and biases times a factor."""
    return {name: factor * values for name, values in parameters.items()}
