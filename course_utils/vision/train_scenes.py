"""Train the YOLO of street scenes again: `python -m course_utils.vision.train_scenes [steps]`.

Writes two files of weights beside the data sets: that of the first EARLY steps, from which the
lesson goes on, and that of the whole run. It trains on scenes drawn here, from other seeds than
scenes.h5, so that all scenes of that file are new to it.
"""

import sys

import numpy as np

from course_utils.data.generators import street_scenes
from course_utils.data.store import DATASETS
from course_utils.nn import Adam, save
from course_utils.vision.grid import encode_boxes, kmeans_anchors
from course_utils.vision.scoring import score_detections
from course_utils.vision.yolo import CELL, detect, yolo_loss, yolo_network

SIDE, N_CLASSES, N_ANCHORS = 96, 3, 4
FOLDER = DATASETS / "trained"
EARLY, STEPS, WARM_UP = 150, 6000, 200
SCENES, CHECKED, SEED = 16000, 200, 20260
# The anchors that k-means finds for the scenes drawn here, rounded; weights go with their anchors.
ANCHORS = np.array([[7.0, 24.0], [14.0, 44.0], [36.0, 22.0], [64.0, 40.0]])


def labels(boxes, classes, anchors=ANCHORS, side=SIDE):
    """Y (m, n_H, n_W, n_anchors, 5 + N_CLASSES) for lists of m boxes and classes."""
    grid = (side // CELL, side // CELL)
    scenes = zip(boxes, classes)
    return np.array([encode_boxes(b, c, grid, CELL, anchors, N_CLASSES) for b, c in scenes])


def mirrored(boxes, side=SIDE):
    """Boxes (n, 4) of the picture seen in a mirror."""
    return np.column_stack([side - boxes[:, 2], boxes[:, 1], side - boxes[:, 0], boxes[:, 3]])


def batches(images, boxes, classes, anchors, size, rng):
    """Mini-batches X, Y for ever; each scene as it is or in a mirror, by the toss of a coin."""
    plain = labels(boxes, classes, anchors).astype(np.float32)
    turned = labels([mirrored(b) for b in boxes], classes, anchors).astype(np.float32)
    while True:
        order = rng.permutation(len(images))
        for start in range(0, len(order) - size + 1, size):
            chosen, flip = order[start : start + size], rng.random(size) < 0.5
            X = images[chosen].astype(np.float32) / 255
            X[flip] = X[flip, :, ::-1]
            Y = plain[chosen]
            Y[flip] = turned[chosen[flip]]
            yield X, Y


def learning_rate(step, steps, highest=0.003):
    """Up to `highest` in the first steps, then down to a hundredth of it along half a cosine."""
    share = step / steps
    return highest * min(1, step / WARM_UP) * (0.01 + 0.99 * (1 + np.cos(np.pi * share)) / 2)


def mean_average_precision(network, images, boxes, classes, anchors=ANCHORS):
    """The mAP at IoU 0.5, of all that the network would say with a score of 0.01 or more."""
    X = images.astype(np.float32) / 255
    found = detect(network, X, anchors, score_threshold=0.01)
    return score_detections(found, list(zip(boxes, classes)), N_CLASSES)[1]


def main(steps=STEPS, folder=FOLDER, report=print):
    """Draw scenes, train, write both files of weights; returns mAP on scenes drawn for it."""
    folder.mkdir(exist_ok=True)
    rng = np.random.default_rng(SEED)
    images, boxes, classes = street_scenes(SCENES, SIDE, rng)
    shapes = np.vstack(boxes)[:, 2:] - np.vstack(boxes)[:, :2]
    report(f"k-means: {kmeans_anchors(shapes, N_ANCHORS, rng)}")
    check = street_scenes(CHECKED, SIDE, rng)
    network = yolo_network(N_ANCHORS, N_CLASSES, rng=rng).astype(np.float32)
    optimizer = Adam(learning_rate=0.003)
    score = float("nan")
    for step, (X, Y) in enumerate(batches(images, boxes, classes, ANCHORS, 16, rng), start=1):
        optimizer.learning_rate = learning_rate(step, steps)
        J, dT = yolo_loss(network.forward(X, training=True), Y, ANCHORS)
        network.backward_params(dT)
        optimizer.step(network.params, network.grads)
        if step == EARLY:
            save(network, folder / "street_yolo_early.h5")
        if step % 500 == 0 or step in (EARLY, steps):
            score = mean_average_precision(network, *check)
            report(f"step {step}: J {J:.2f}, mAP {score:.3f}")
            save(network, folder / "street_yolo.h5")
        if step == steps:
            return score


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
