"""Yolo-Fastest 1.1 with its published weights, trained on the 80 classes of COCO."""

import numpy as np
from PIL import Image

from course_utils.data import fetch
from course_utils.nn import sigmoid
from course_utils.nn.validation import check_number
from course_utils.vision.augmentation import check_image
from course_utils.vision.boxes import non_max_suppression, to_corners
from course_utils.vision.darknet import Darknet

FOLDER = "yolo_fastest"
STRIDE = 32  # pixels of input for each cell of the coarsest grid


def published_yolo():
    """The network, and the names of its classes.

    Raises NotAvailable where the files are neither on this machine nor to be had.
    """
    folder = fetch(FOLDER)
    network = Darknet(folder / "yolo-fastest-1.1.cfg", folder / "yolo-fastest-1.1.weights")
    return network, (folder / "coco.names").read_text(encoding="utf-8").split("\n")[:80]


def detect(network, image, score_threshold=0.4, iou_threshold=0.45, side=None):
    """Boxes (n, 4) in pixels of the image, scores (n,) and classes (n,), the surest first.

    The image, uint8 (n_H, n_W, 3), is stretched to a square of `side` pixels, a multiple of 32. A
    score is P(there is an object) times P(class, if so).
    """
    check_image(image)
    check_number("score_threshold", score_threshold, 0, 1)
    side = side or network.side
    if side % STRIDE:
        raise ValueError(f"side is {side} but must be a multiple of {STRIDE}: use 320.")
    square = Image.fromarray(image).resize((side, side), Image.Resampling.BILINEAR)
    X = np.asarray(square, np.float32)[None] / 255
    boxes, scores = (np.concatenate(parts) for parts in zip(*read_heads(network.forward(X), side)))
    classes = scores.argmax(axis=1)
    scores = scores.max(axis=1)
    sure = scores >= score_threshold
    boxes, scores, classes = boxes[sure], scores[sure], classes[sure]
    n_H, n_W, _ = image.shape
    boxes = np.clip(boxes, 0, 1) * [n_W, n_H, n_W, n_H]
    kept = non_max_suppression(boxes, scores, iou_threshold, classes)
    return boxes[kept], scores[kept], classes[kept]


def read_heads(heads, side):
    """For each head: boxes (n, 4) in [0, 1] of the picture, and scores (n, n_classes)."""
    for volume, head in heads:
        _, n_H, n_W, _ = volume.shape
        V = volume[0].reshape(n_H, n_W, len(head.anchors), 5 + head.n_classes)
        columns, rows = np.meshgrid(np.arange(n_W), np.arange(n_H))
        cells = np.stack([columns, rows], axis=-1)[:, :, None]
        offset = sigmoid(V[..., :2]) * head.scale - (head.scale - 1) / 2
        middles = (cells + offset) / [n_W, n_H]
        sizes = np.exp(np.minimum(V[..., 2:4], 10)) * head.anchors / side
        boxes = to_corners(np.concatenate([middles, sizes], axis=-1))
        scores = sigmoid(V[..., 4:5]) * sigmoid(V[..., 5:])
        yield boxes.reshape(-1, 4), scores.reshape(-1, head.n_classes)
