"""Detection before YOLO: cut regions out of a picture and ask a classifier about each.

The regions are windows that slide over the picture, or boxes around the patches that a segmentation
finds. The classifier is one network for squares of WINDOW pixels, whose last class is "nothing".
"""

import numpy as np
from PIL import Image
from skimage.segmentation import felzenszwalb

from course_utils.nn import Conv2D, Dense, Flatten, MaxPool, Network, ReLU
from course_utils.nn.validation import check_count
from course_utils.vision.boxes import area, check_boxes, iou_matrix

WINDOW = 32  # pixels
STRIDE = 4  # of the windows that two poolings make


def window_classifier(n_classes, rng=None):
    """The network for squares (m, 32, 32, 3): two convolutions, two poolings, two dense layers."""
    return Network(
        *(Conv2D(3, 8, f=5, rng=rng), ReLU(), MaxPool()),
        *(Conv2D(8, 16, f=5, rng=rng), ReLU(), MaxPool()),
        *(Flatten(), Dense(400, 64, rng=rng), ReLU(), Dense(64, n_classes, rng=rng)),
    )


def dense_as_convolution(dense, n_H, n_W, n_C):
    """The Conv2D that does what `dense` does behind Flatten of volumes (n_H, n_W, n_C), n_H = n_W.

    Raises ValueError where the sizes don't fit. Source: C4W3 3.4.
    """
    n_out, n_in = dense.shapes["W"]
    if n_H != n_W or n_H * n_W * n_C != n_in:
        raise ValueError(
            f"a dense layer of {n_in} inputs can't lie behind a volume of "
            f"{n_H} x {n_W} x {n_C}: give the square volume that was flattened."
        )
    conv = Conv2D(n_C, n_out, f=n_H)
    W = dense.params["W"].reshape(n_out, n_H, n_W, n_C)
    conv.params = {
        "W": np.ascontiguousarray(np.moveaxis(W, 0, -1)),
        "b": dense.params["b"].reshape(1, 1, 1, -1).copy(),
    }
    return conv


def sliding_windows(n_H, n_W, side=WINDOW, stride=STRIDE):
    """All windows (n, 4) of a picture, row after row, as boxes."""
    check_count("stride", stride)
    y, x = np.mgrid[0 : n_H - side + 1 : stride, 0 : n_W - side + 1 : stride]
    corners = np.stack([x.ravel(), y.ravel()], axis=1).astype(float)
    return np.hstack([corners, corners + side])


def cut(image, boxes, side=WINDOW):
    """What lies in each of the boxes (n, 4), stretched to (n, side, side, 3), from 0 to 1."""
    picture = Image.fromarray(image)
    pieces = [
        np.asarray(picture.resize((side, side), Image.Resampling.BILINEAR, box=tuple(box)))
        for box in check_boxes(boxes)
    ]
    return np.array(pieces, np.float32).reshape(-1, side, side, 3) / 255


def examples(images, boxes, classes, n_classes, rng, others=6, least=0.6, most=0.3):
    """Squares X (m, 32, 32, 3) and labels (m,) to train a classifier of regions.

    From each picture: every box and two shifted by up to a tenth of its sides, with its class; and
    `others` random boxes, "nothing" (n_classes) where they overlap every object by less than
    `most`, left out where they overlap one by more.
    """
    X, labels = [], []
    for image, there, names in zip(images, boxes, classes):
        n_H, n_W = image.shape[:2]
        limits = np.array([n_W, n_H, n_W, n_H])
        shifted = [there]
        for _ in range(2):
            sides = np.tile(there[:, 2:] - there[:, :2], 2)
            shifted.append(np.clip(there + rng.uniform(-0.1, 0.1, there.shape) * sides, 0, limits))
        near = np.vstack(shifted)
        sizes = rng.uniform(10, 60, (others, 2))
        low = rng.uniform(0, 1, (others, 2)) * (np.array([n_W, n_H]) - sizes)
        away = np.hstack([low, low + sizes])
        if len(there):
            away = away[iou_matrix(away, there).max(axis=1) < most]
        X.append(cut(image, np.vstack([near, away])))
        labels.append(np.concatenate([np.tile(names, 3), np.full(len(away), n_classes)]))
    return np.concatenate(X), np.concatenate(labels).astype(int)


def proposals(image, scales=(30, 100), smallest=5):
    """Boxes (n, 4) around the patches of a segmentation, and around every two that touch.

    Felzenszwalb and Huttenlocher 2004, at several scales; joining neighbours is the first round of
    selective search (Uijlings et al. 2013). Boxes with a side below `smallest` pixels are left out.
    """
    found = []
    for scale in scales:
        patches = felzenszwalb(image, scale=scale, sigma=0.6, min_size=20)
        alone = boxes_of_patches(patches)
        one, other = neighbours(patches).T
        joined = np.hstack(
            [
                np.minimum(alone[one, :2], alone[other, :2]),
                np.maximum(alone[one, 2:], alone[other, 2:]),
            ]
        )
        found += [alone, joined]
    boxes = np.unique(np.vstack(found), axis=0)
    return boxes[np.all(boxes[:, 2:] - boxes[:, :2] >= smallest, axis=1)]


def boxes_of_patches(patches):
    """The box (n, 4) around each patch of a picture (n_H, n_W) of patch numbers."""
    boxes = np.zeros((patches.max() + 1, 4))
    rows, columns = np.indices(patches.shape)
    for axis, places in ((0, columns), (1, rows)):
        low = np.full(len(boxes), np.inf)
        np.minimum.at(low, patches.ravel(), places.ravel())
        high = np.zeros(len(boxes))
        np.maximum.at(high, patches.ravel(), places.ravel() + 1)
        boxes[:, axis], boxes[:, axis + 2] = low, high
    return boxes


def neighbours(patches):
    """Pairs (k, 2) of patches that touch along a side of a pixel, each pair once."""
    across = np.stack([patches[:, :-1].ravel(), patches[:, 1:].ravel()], axis=1)
    down = np.stack([patches[:-1].ravel(), patches[1:].ravel()], axis=1)
    pairs = np.sort(np.vstack([across, down]), axis=1)
    return np.unique(pairs[pairs[:, 0] < pairs[:, 1]], axis=0)


def around_things(images, boxes, classes, rng, n_classes=3, times=4, side=WINDOW):
    """Windows with one thing at most, X (m, side, side, 3), and labels Y (5 + n_classes, m).

    A label is p_c, b_x, b_y, b_h, b_w in shares of the window, and the classes; where nothing is in
    the window all of it is 0. Windows that cut a second thing are left out. Source: C4W3 3.1.
    """
    X, Y = [], []
    for image, there, names in zip(images, boxes, classes):
        n_H, n_W = image.shape[:2]
        for i in [*range(len(there)), -1]:
            for _ in range(times):
                size = rng.uniform(24, 80)
                if i >= 0:
                    size = max(size, 1.05 * np.max(there[i, 2:] - there[i, :2]))
                low = rng.uniform(0, 1, 2) * (np.array([n_W, n_H]) - size)
                if i >= 0:
                    low = (
                        there[i, 2:]
                        - size
                        + rng.uniform(0, 1, 2) * (size - (there[i, 2:] - there[i, :2]))
                    )
                low = np.clip(low, 0, np.maximum(np.array([n_W, n_H]) - size, 0))
                window = np.concatenate([low, np.minimum(low + size, [n_W, n_H])])
                inside = np.clip(there, np.tile(window[:2], 2), np.tile(window[2:], 2))
                seen = area(inside) / np.maximum(area(there), 1)
                wanted = np.arange(len(there)) == i
                if np.any(seen[~wanted] > 0.1) or np.any(seen[wanted] < 0.9):
                    continue
                y = np.zeros(5 + n_classes)
                if i >= 0:
                    x1, y1, x2, y2 = (inside[i] - np.tile(low, 2)) / np.tile(window[2:] - low, 2)
                    y[:5] = 1, (x1 + x2) / 2, (y1 + y2) / 2, y2 - y1, x2 - x1
                    y[5 + names[i]] = 1
                X.append(cut(image, window[None], side)[0])
                Y.append(y)
    return np.array(X), np.array(Y).T
