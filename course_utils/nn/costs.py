"""Costs J of a whole mini-batch of m columns, each with its gradient: `J, dZ = cost(Z, Y)`.

The 1/m of the average lives here, in J and therefore in dZ, and nowhere else.
"""

import numpy as np

from course_utils.nn.activations import sigmoid
from course_utils.nn.validation import check_array, check_finite, check_shape

DIVERGED = "Is there nan in X, or is the learning rate too large?"


def sigmoid_cross_entropy(Z, Y):
    """J = -1/m sum of Y log A + (1 - Y) log(1 - A) with A = sigmoid(Z), and dZ = (A - Y)/m.

    Logits Z and labels Y in [0, 1], both (n_y, m). The logarithms are taken together, so that no
    log(0) can occur: the loss is max(Z, 0) - Z Y + log(1 + exp(-|Z|)).
    """
    Y = check_columns(Z, Y)
    check_range(Y)
    m = Z.shape[1]
    J = np.sum(np.maximum(Z, 0) - Z * Y + np.log1p(np.exp(-np.abs(Z)))) / m
    return float(J), (sigmoid(Z) - Y) / m


def check_columns(Z, Y):
    """Check Z and Y, both (n_y, m), and return Y in the dtype of Z."""
    check_array("Z", Z, ndim=2)
    check_finite("Z", Z, DIVERGED)
    check_array("Y", Y, ndim=2)
    fix = (
        "one_hot(Y, n_classes) makes columns of labels." if Y.shape[0] == 1 else "Did you pass Y.T?"
    )
    check_shape("Y", Y, Z.shape, f"Z has shape {Z.shape}", fix)
    return Y.astype(Z.dtype, copy=False)


def check_range(Y):
    """Check that labels lie in [0, 1]."""
    if not (Y.min() >= 0 and Y.max() <= 1):
        raise ValueError(
            f"Y must hold labels in [0, 1] but ranges from {Y.min():g} to {Y.max():g}: "
            "are these class numbers (use one_hot) or labels -1 and 1 (use (Y + 1) / 2)?"
        )
