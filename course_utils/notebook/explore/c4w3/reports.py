"""What the shipped detector says about the test streets, before thresholds and suppression."""

import functools

import numpy as np

from course_utils import data, nn
from course_utils.vision import train_scenes, yolo
from course_utils.vision.boxes import non_max_suppression
from course_utils.vision.scoring import match

LEAST = 0.02  # the lowest score that is kept
MOST = 60  # boxes of a picture
CHOSEN = (44, 51, 11, 27, 66, 18, 64, 88)  # three things or more, some easy, some crowded


@functools.cache
def street_detector():
    """The network of street scenes with the weights that ship with the course."""
    network = yolo.yolo_network(len(train_scenes.ANCHORS), train_scenes.N_CLASSES)
    return nn.load(network, train_scenes.FOLDER / "street_yolo.h5")


def ask(images):
    """Boxes, scores and classes for each picture (m, 96, 96, 3) uint8, the surest first."""
    found = yolo.detect(
        street_detector(), np.asarray(images, np.float32) / 255, train_scenes.ANCHORS, LEAST, 1.0
    )
    return [tuple(part[:MOST] for part in parts) for parts in found]


@functools.cache
def streets():
    """Some test streets with much in them: pictures, true boxes and classes, and the reports."""
    scenes = data.load("scenes")
    order = list(CHOSEN)
    images = scenes.X_test[order]
    truth = [(scenes.boxes_test[i], scenes.classes_test[i]) for i in order]
    return images, truth, ask(images)


def keep(report, score_threshold, iou_threshold, by_class=True):
    """Boxes, scores, classes that pass the score threshold and the suppression."""
    boxes, scores, classes = (part[report[1] >= score_threshold] for part in report)
    kept = non_max_suppression(boxes, scores, iou_threshold, classes if by_class else None)
    return boxes[kept], scores[kept], classes[kept]


def hits(found, truth):
    """Which of the boxes found are right: booleans, for IoU 0.5."""
    boxes, scores, classes = found
    right = np.zeros(len(boxes), bool)
    for number in np.unique(classes):
        mine = classes == number
        right[mine] = match(boxes[mine], scores[mine], truth[0][truth[1] == number])
    return right
