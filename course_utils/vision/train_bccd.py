"""Train the YOLO of blood cells again: `python -m course_utils.vision.train_bccd`.

It learns from the photographs that the data set gives for training, writes the weights, and only
then looks at those that are held out, once. Behind it may stand the number of steps, and the parts
to learn from and to mark on: whatever had to be chosen was chosen with `4000 train val`, which
writes nothing.
"""

import sys
from time import process_time

import numpy as np
from PIL import Image

from course_utils.data.store import DATASETS
from course_utils.nn import Adam, load, save
from course_utils.vision.augmentation import crop, mirror
from course_utils.vision.blood_cells import CLASSES, HEIGHT, NAMES, WIDTH, blood_cells
from course_utils.vision.grid import encode_boxes, kmeans_anchors
from course_utils.vision.scoring import score_detections
from course_utils.vision.yolo import detect, yolo_loss, yolo_network

POOLINGS, WIDTHS = 3, (8, 16, 32, 48, 64, 64)
CELL = 2**POOLINGS  # pixels: a platelet is as large as a cell of the grid
# The anchors that k-means finds for the boxes to train on, rounded; weights go with their anchors.
ANCHORS = np.array([[8.3, 8.1], [21.2, 20.4], [42.5, 38.3]])
WEIGHTS = DATASETS / "trained" / "blood_yolo.h5"
STEPS, WARM_UP, BATCH, SEED = 4000, 100, 8, 20261
LARGEST, COLOUR, LEAST = 1.25, 0.1, 0.4


def network(rng=None):
    """The untrained network, about 87,000 parameters; without rng without parameters."""
    return yolo_network(len(ANCHORS), len(CLASSES), rng, WIDTHS, POOLINGS)


def trained_network():
    """The network with the weights that ship with the course."""
    return load(network(), WEIGHTS)


def as_input(images):
    """X (m, n_H, n_W, 3), float32 from 0 to 1."""
    return images.astype(np.float32) / 255


def varied(image, boxes, classes, rng):
    """The same cells once more: in a mirror, upside down, somewhat larger, in another light.

    Under a microscope nothing has an upper end. Enlarged up to LARGEST times, the picture is cut to
    its size again; boxes of which less than LEAST is left go with what was cut off.
    """
    if rng.random() < 0.5:
        image, boxes = mirror(image, boxes)
    if rng.random() < 0.5:
        image, boxes = upside_down(image, boxes)
    larger = np.rint(np.array([WIDTH, HEIGHT]) * rng.uniform(1, LARGEST)).astype(int)
    left, top = rng.integers(larger - (WIDTH, HEIGHT) + 1)
    image = np.asarray(Image.fromarray(image).resize(larger.tolist(), Image.Resampling.BILINEAR))
    boxes = boxes * np.tile(larger / (WIDTH, HEIGHT), 2)
    image, boxes, kept = crop(image, top, left, HEIGHT, WIDTH, boxes, LEAST)
    light = 1 + COLOUR * rng.uniform(-1, 1, size=3)
    return as_input(image) * light.astype(np.float32), boxes, classes[kept]


def upside_down(image, boxes):
    """The image with top and bottom exchanged, and its boxes."""
    x1, y1, x2, y2 = boxes.T
    return image[::-1].copy(), np.stack([x1, len(image) - y2, x2, len(image) - y1], axis=1)


def label(boxes, classes):
    """Y (n_H, n_W, n_anchors, 5 + n_classes), float32, of a picture."""
    grid = HEIGHT // CELL, WIDTH // CELL
    return encode_boxes(boxes, classes, grid, CELL, ANCHORS, len(CLASSES)).astype(np.float32)


def batches(cells, rng, size=BATCH):
    """Mini-batches X, Y for ever, of pictures that are never twice the same."""
    while True:
        order = rng.permutation(len(cells.images))
        for start in range(0, len(order) - size + 1, size):
            chosen = order[start : start + size]
            parts = [varied(*(part[i] for part in cells), rng) for i in chosen]
            yield np.stack([part[0] for part in parts]), np.stack([label(*p[1:]) for p in parts])


def learning_rate(step, steps, highest=0.003):
    """Up to `highest` in the first steps, then down to a hundredth of it along half a cosine."""
    share = step / steps
    return highest * min(1, step / WARM_UP) * (0.01 + 0.99 * (1 + np.cos(np.pi * share)) / 2)


def train(network, cells, steps, rng):
    """Train on cells; yields the step and J, the loss of its mini-batch, after each."""
    optimizer = Adam(learning_rate=0.003)
    for step, (X, Y) in zip(range(1, steps + 1), batches(cells, rng)):
        optimizer.learning_rate = learning_rate(step, steps)
        J, dT = yolo_loss(network.forward(X, training=True), Y, ANCHORS, CELL)
        network.backward_params(dT)
        optimizer.step(network.params, network.grads)
        yield step, J


def report_of(network, images, score_threshold=0.01, iou_threshold=0.4):
    """Boxes, scores and classes that the network finds in each picture."""
    return detect(network, as_input(images), ANCHORS, score_threshold, iou_threshold, CELL)


def average_precisions(network, cells, iou_threshold=0.5):
    """AP (n_classes,) on cells, of all that the network says with a score of 0.01 or more."""
    found = report_of(network, cells.images)
    truth = list(zip(cells.boxes, cells.classes))
    curves, _ = score_detections(found, truth, len(CLASSES), iou_threshold)
    return np.array([curve.average_precision for curve in curves])


def main(steps=STEPS, learn="trainval", mark="test", path=WEIGHTS, report=print):
    """Read, train, write the weights, mark; returns AP for each class.

    The weights are written only where `mark` is "test": other parts are for choosing.
    """
    begin = process_time()
    rng = np.random.default_rng(SEED)
    cells = blood_cells(learn)
    corners = np.vstack(cells.boxes)
    shapes = corners[:, 2:] - corners[:, :2]
    report(f"{len(cells.images)} photographs with {len(corners)} cells")
    report(f"k-means: {kmeans_anchors(shapes, len(ANCHORS), rng)}")
    untrained = network(rng).astype(np.float32)
    total, since = 0.0, 0
    for step, J in train(untrained, cells, steps, rng):
        total, since = total + J, since + 1
        if step % 250 == 0 or step == steps:
            spent = process_time() - begin
            report(f"step {step}: J {total / since:.2f}, {spent:.0f} s of the processor's time")
            total, since = 0.0, 0
    if mark == "test":
        path.parent.mkdir(exist_ok=True)
        save(untrained, path)
    scores = average_precisions(untrained, blood_cells(mark))
    for name, score in zip(NAMES, scores):
        report(f"{name}: AP {score:.3f} on {mark}")
    return scores


if __name__ == "__main__":
    steps, *parts = sys.argv[1:4] or (STEPS,)
    main(int(steps), *parts)
