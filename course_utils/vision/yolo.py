"""You only look once: one network, whose last volume says for every cell and anchor what is there.

Redmon et al. 2015; Redmon and Farhadi 2016. The network's output T (m, n_H, n_W, n_anchors * (5 +
n_classes)) holds numbers of any size; `activate` makes of them what the labels of `grid` hold.
"""

from itertools import pairwise

import numpy as np

from course_utils.nn import BatchNorm, Conv2D, LeakyReLU, MaxPool, Network, predict, sigmoid
from course_utils.nn.validation import check_number, check_shape
from course_utils.vision.boxes import iou_matrix, non_max_suppression
from course_utils.vision.grid import check_anchors, decode_boxes

WIDTHS = (8, 16, 32, 64, 64, 64, 128)
POOLINGS = 4
CELL = 2**POOLINGS  # pixels: each pooling halves the picture


def yolo_network(n_anchors, n_classes, rng=None, widths=WIDTHS, poolings=POOLINGS):
    """Eight convolutions for pictures (n_H, n_W, 3) whose sides are multiples of 16.

    About 170,000 parameters; a cell of the output looks at 16 x 16 pixels and what surrounds them.
    With fewer poolings the cells are smaller, 2**poolings pixels, and so may the things be.
    """
    layers = []
    for i, (n_in, n_out) in enumerate(pairwise((3, *widths))):
        layers += [Conv2D(n_in, n_out, pad="same", rng=rng), BatchNorm(n_out), LeakyReLU(0.1)]
        layers += [MaxPool()] if i < poolings else []
    return Network(*layers, Conv2D(widths[-1], n_anchors * (5 + n_classes), f=1, rng=rng))


def by_anchor(T, n_anchors):
    """T (m, n_H, n_W, n_anchors * k) as (m, n_H, n_W, n_anchors, k)."""
    if T.ndim != 4 or T.shape[-1] % n_anchors:
        raise ValueError(
            f"T has shape {T.shape} but must be (m, n_H, n_W, {n_anchors} * k), with k numbers for "
            f"each of {n_anchors} anchors."
        )
    return T.reshape(*T.shape[:-1], n_anchors, -1)


def activate(T, anchors, cell=CELL):
    """Predictions (m, n_H, n_W, n_anchors, 5 + n_classes) in the form of the labels.

    p_c, b_x and b_y are sigmoids, b_h and b_w the anchor's times exp, the classes a softmax.
    """
    anchors = check_anchors(anchors).astype(T.dtype) / cell
    P = by_anchor(T, len(anchors)).copy()
    P[..., :3] = sigmoid(P[..., :3])
    P[..., 3:5] = np.exp(np.minimum(P[..., 3:5], 10)) * anchors[:, ::-1]
    shares = np.exp(P[..., 5:] - P[..., 5:].max(axis=-1, keepdims=True))
    P[..., 5:] = shares / shares.sum(axis=-1, keepdims=True)
    return P


def yolo_loss(T, Y, anchors, cell=CELL, coordinates=5.0, empty=0.5, ignore=0.6):
    """J, the average over the m images, and dT.

    For each anchor with an object (p_c = 1 in Y (m, n_H, n_W, n_anchors, 5 + n_classes)):
    `coordinates` times the squared errors of b_x and b_y, and of the logarithms of b_h and b_w,
    halved; the cross-entropy of p_c; the cross-entropy of the classes. For each without: `empty`
    times the cross-entropy of p_c, but nothing where its box overlaps an object by more than
    `ignore`: it is right about something that another anchor answers for.
    """
    anchors = check_anchors(anchors)
    check_shape("Y", Y, by_anchor(T, len(anchors)).shape, "T has this shape, anchor by anchor")
    m = len(T)
    raw, P = by_anchor(T, len(anchors)), activate(T, anchors, cell)
    own = Y[..., 0] == 1
    answers = np.where(own, 1.0, empty * ~overlapping(P, Y, own, cell, ignore))
    score = raw[..., 0]
    J = np.sum(answers * (np.maximum(score, 0) - score * own + np.log1p(np.exp(-np.abs(score)))))
    dT = np.zeros_like(raw)
    dT[..., 0] = answers * (P[..., 0] - own)
    sides = (anchors[:, ::-1] / cell)[np.nonzero(own)[-1]]
    middle_error = P[own][:, 1:3] - Y[own][:, 1:3]
    side_error = raw[own][:, 3:5] - np.log(Y[own][:, 3:5] / sides)
    J += coordinates / 2 * (np.sum(middle_error**2) + np.sum(side_error**2))
    d_own = dT[own]
    d_own[:, 1:3] = coordinates * middle_error * P[own][:, 1:3] * (1 - P[own][:, 1:3])
    d_own[:, 3:5] = coordinates * side_error
    truth = Y[own][:, 5:]
    J -= np.sum(truth * np.log(np.maximum(P[own][:, 5:], 1e-30)))
    d_own[:, 5:] = P[own][:, 5:] - truth
    dT[own] = d_own
    return float(J / m), dT.reshape(T.shape) / np.asarray(m, T.dtype)


def overlapping(P, Y, own, cell, ignore):
    """Which predictions overlap an object of their image by more than `ignore`: like own."""
    predicted, true = decode_boxes(P, cell), decode_boxes(Y, cell)
    near = np.zeros(own.shape, bool)
    for i in np.flatnonzero(own.any(axis=(1, 2, 3))):
        overlap = iou_matrix(predicted[i].reshape(-1, 4), true[i][own[i]])
        near[i] = (overlap.max(axis=1) > ignore).reshape(own.shape[1:])
    return near


def detect(network, X, anchors, score_threshold=0.3, iou_threshold=0.5, cell=CELL):
    """For each image of X (m, n_H, n_W, 3): boxes (n, 4), scores (n,) and classes (n,).

    A score is p_c times the probability of the class; what is less than score_threshold goes, and
    then what non-max suppression drops, class by class. The surest come first.
    """
    check_number("score_threshold", score_threshold, 0, 1)
    P = activate(predict(network, X, 64), anchors, cell)
    found = []
    for boxes, predictions in zip(decode_boxes(P, cell), P):
        scores = (predictions[..., :1] * predictions[..., 5:]).reshape(-1, P.shape[-1] - 5)
        classes, best = scores.argmax(axis=1), scores.max(axis=1)
        sure = best >= score_threshold
        n_H, n_W = X.shape[1:3]
        inside = np.clip(boxes.reshape(-1, 4)[sure], 0, [n_W, n_H, n_W, n_H])
        kept = non_max_suppression(inside, best[sure], iou_threshold, classes[sure])
        found.append((inside[kept], best[sure][kept], classes[sure][kept]))
    return found
