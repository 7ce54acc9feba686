"""Costs J of a whole mini-batch of m columns, each with its gradient: `J, dZ = cost(Z, Y)`.

The 1/m of the average lives here, in J and therefore in dZ, and nowhere else.
"""

import numpy as np

from course_utils.nn.activations import relu, sigmoid
from course_utils.nn.validation import (
    check_array,
    check_count,
    check_finite,
    check_number,
    check_shape,
)


def sigmoid_cross_entropy(Z, Y):
    """J = -1/m sum of Y log A + (1 - Y) log(1 - A) with A = sigmoid(Z), and dZ = (A - Y)/m.

    Logits Z and labels Y in [0, 1], both (n_y, m). The logarithms are taken together, so that no
    log(0) can occur: the loss is max(Z, 0) - Z Y + log(1 + exp(-|Z|)).
    """
    Y = check_columns(Z, Y)
    check_labels(Y)
    m = Z.shape[1]
    losses = relu(Z)
    losses -= Z * Y
    losses += np.log1p(np.exp(-np.abs(Z)))
    dZ = sigmoid(Z)
    dZ -= Y
    dZ /= m
    return float(losses.sum() / m), dZ


def softmax_cross_entropy(Z, Y):
    """J = -1/m sum of Y log A with A = softmax(Z), and dZ = (A - Y)/m.

    Logits Z (n_y, m); Y (n_y, m) one-hot, or columns of probabilities that sum to 1.
    """
    Y = check_columns(Z, Y)
    check_one_hot(Y)
    m = Z.shape[1]
    shifted = Z - Z.max(axis=0, keepdims=True)
    T = np.exp(shifted)
    total = T.sum(axis=0, keepdims=True)
    # log A = shifted - log(total), and each column of Y sums to 1
    J = (np.log(total).sum() - np.vdot(Y, shifted)) / m
    dZ = T / total
    dZ -= Y
    dZ /= m
    return float(J), dZ


def squared_error(Z, Y):
    """J = 1/(2m) sum of (Z - Y)², and dZ = (Z - Y)/m; outputs Z and targets Y, both (n_y, m)."""
    Y = check_columns(Z, Y)
    check_finite("Y", Y)
    m = Z.shape[1]
    difference = Z - Y
    return float(np.vdot(difference, difference) / (2 * m)), difference / m


def triplet_cost(F, margin=0.2):
    """J = 1/m sum of max(0, |f_a - f_p|² - |f_a - f_n|² + margin), and dF.

    F (n_f, 3m) stacks the encodings of m anchors, positives and negatives (Schroff et al. 2015).
    """
    check_array("F", F, ndim=2)
    check_finite("F", F, DIVERGED)
    margin = check_number("margin", margin, 0, np.inf)
    if F.shape[1] % 3:
        raise ValueError(
            f"F has {F.shape[1]} columns but must have 3m: stack anchors, positives and negatives, "
            "np.hstack([F_a, F_p, F_n])."
        )
    anchor, positive, negative = np.split(F, 3, axis=1)
    m = anchor.shape[1]
    gap = np.sum((anchor - positive) ** 2 - (anchor - negative) ** 2, axis=0) + margin
    dF = np.hstack([negative - positive, positive - anchor, anchor - negative])
    dF *= np.tile(gap > 0, 3)
    dF *= 2 / m
    return float(np.maximum(gap, 0).sum() / m), dF


def l2_penalty(params, lambd, m):
    """J = lambd/(2m) sum of W² over all weights, and its gradients {"dW1": lambd/m W1, ...}.

    Weights are the params whose names begin with W: biases, gamma and beta go free.
    """
    weights, lambd = check_penalty(params, lambd, m)
    J = sum(lambd / (2 * m) * float(np.vdot(W, W)) for W in weights.values())
    return J, {f"d{name}": lambd / m * W for name, W in weights.items()}


def l1_penalty(params, lambd, m):
    """J = lambd/m sum of |W| over all weights, and its gradients {"dW1": lambd/m sign(W1), ...}."""
    weights, lambd = check_penalty(params, lambd, m)
    J = sum(lambd / m * float(np.abs(W).sum()) for W in weights.values())
    return J, {f"d{name}": lambd / m * np.sign(W) for name, W in weights.items()}


def one_hot(labels, n_classes):
    """Columns with a 1 in the row of each label: (n_classes, m) for whole numbers (m,) or (1, m).

    Raises ValueError for labels that are not among 0, ..., n_classes - 1.
    """
    check_array("labels", labels, ndim=(1, 2))
    check_count("n_classes", n_classes)
    if labels.size != labels.shape[-1] or labels.dtype.kind not in "iu":
        raise ValueError(
            f"labels have shape {labels.shape} and dtype {labels.dtype} but must be whole numbers, "
            "(m,) or (1, m): use labels.astype(int).reshape(1, -1)."
        )
    if labels.min() < 0 or labels.max() >= n_classes:
        raise ValueError(
            f"labels range from {labels.min()} to {labels.max()} but must lie in 0 to "
            f"{n_classes - 1}: choose a larger n_classes, or count the classes from 0."
        )
    return np.eye(n_classes)[:, labels.ravel()]


def accuracy(Z, Y):
    """Share of the columns that logits (or probabilities) Z (n_y, m) put into the class of Y.

    One row means yes where Z > 0; several rows mean the largest.
    """
    Y = check_columns(Z, Y)
    if len(Z) == 1:
        return float(np.mean((Z > 0) == (Y > 0.5)))
    return float(np.mean(Z.argmax(axis=0) == Y.argmax(axis=0)))


DIVERGED = "Is there nan in X, or is the learning rate too large?"


def check_columns(Z, Y):
    """Check Z and Y, both (n_y, m), and return Y in the dtype of Z."""
    check_array("Z", Z, ndim=2)
    check_finite("Z", Z, DIVERGED)
    check_array("Y", Y, ndim=2)
    if Y.shape != Z.shape:
        fix = "Did you pass Y.T?" if Y.shape == Z.shape[::-1] else ""
        if len(Y) == 1 < len(Z):
            fix = f"one_hot(Y, {len(Z)}) makes columns of class numbers."
        check_shape("Y", Y, Z.shape, f"Z has shape {Z.shape}", fix)
    return Y.astype(Z.dtype, copy=False)


def check_labels(Y):
    """Check that labels lie in [0, 1]."""
    if not (Y.min() >= 0 and Y.max() <= 1):
        raise ValueError(
            f"Y must hold labels in [0, 1] but ranges from {Y.min():g} to {Y.max():g}: "
            "use one_hot for class numbers, (Y + 1) / 2 for labels -1 and 1."
        )


def check_one_hot(Y):
    """Check that labels lie in [0, 1] and that each column sums to 1."""
    check_labels(Y)
    errors = np.abs(np.ones(len(Y), Y.dtype) @ Y - 1)
    if errors.max() > 1e-5:
        column = int(errors.argmax())
        raise ValueError(
            f"Y must be one-hot but column {column} sums to {Y[:, column].sum():g}: "
            "one_hot(labels, n_classes) makes such columns."
        )


def check_penalty(params, lambd, m):
    """Check lambd and m; returns the weights among params, and lambd."""
    lambd = check_number("lambd", lambd, 0, np.inf)
    check_count("m", m)
    return {name: array for name, array in params.items() if name.startswith("W")}, lambd
