"""The checks of C4W3 on code as learners write it, never quite as the mistakes are written."""

import numpy as np
import pytest

from course_utils.exercises import c4w3
from course_utils.exercises.results import WRONG
from course_utils.vision import boxes as library
from course_utils.vision import grid, scoring, yolo


def assert_says(function, *sentences):
    result = c4w3.check(function)
    assert result.status == WRONG
    for sentence in sentences:
        assert sentence in result.feedback, result


# The references are the library's mathematics


def random_boxes(n, seed):
    rng = np.random.default_rng(seed)
    low = rng.uniform(0, 60, (n, 2))
    return np.hstack([low, low + rng.uniform(4, 40, (n, 2))])


def test_references_agree_with_the_library():
    one, other = random_boxes(7, 1), random_boxes(5, 2)
    np.testing.assert_allclose(c4w3.iou_matrix(one, other), library.iou_matrix(one, other))
    assert c4w3.iou(one[0], other[0]) == pytest.approx(library.iou(one[0], other[0]))
    rng = np.random.default_rng(3)
    many, scores, classes = random_boxes(40, 4), rng.permutation(40) / 40, rng.integers(0, 3, 40)
    kept = library.non_max_suppression(many, scores, 0.3, classes)
    found = c4w3.yolo_non_max_suppression(scores, many, classes, 100, 0.3)
    np.testing.assert_array_equal(found[0], scores[kept])
    anchors = np.array([[10.0, 30], [40, 20]])
    Y = c4w3.encode_boxes(many, classes, (7, 7), 16, anchors, 3)
    np.testing.assert_array_equal(Y, grid.encode_boxes(many, classes, (7, 7), 16, anchors, 3))
    np.testing.assert_allclose(c4w3.decode_boxes(Y, 16), grid.decode_boxes(Y, 16))
    hits = rng.random(40) < 0.6
    ours, theirs = (
        c4w3.average_precision(scores, hits, 50),
        scoring.average_precision(scores, hits, 50),
    )
    for mine, his in zip(ours, theirs):
        np.testing.assert_allclose(mine, his)


def test_the_loss_is_the_librarys_without_ignoring():
    anchors = np.array([[10.0, 30], [40, 20]])
    T = np.random.default_rng(0).normal(size=(2, 4, 4, 16))
    Y = np.stack([
        grid.encode_boxes([[5, 5, 20, 40]], [0], (4, 4), 16, anchors, 3),
        grid.encode_boxes([[5, 5, 50, 40], [30, 2, 60, 20]], [1, 2], (4, 4), 16, anchors, 3),
    ])  # fmt: skip
    J, _ = yolo.yolo_loss(T, Y, anchors, 16, ignore=1.0)
    assert c4w3.yolo_loss(yolo.activate(T, anchors, 16), Y, 5.0, 0.5) == pytest.approx(J)


# What learners write


def test_the_sides_are_not_clipped():
    def iou(box1, box2):
        x1, y1 = max(box1[0], box2[0]), max(box1[1], box2[1])
        x2, y2 = min(box1[2], box2[2]), min(box1[3], box2[3])
        inter = (x2 - x1) * (y2 - y1)
        union = (box1[2] - box1[0]) * (box1[3] - box1[1])
        union += (box2[2] - box2[0]) * (box2[3] - box2[1]) - inter
        return inter / union if union else 0

    assert_says(iou, "Empty intersections are not clipped")


def test_corners_taken_for_middles():
    def iou(box1, box2):
        a, b = (library.to_corners(np.asarray(box)) for box in (box1, box2))
        return library.iou(a, b)

    assert_says(iou, "read as middle, width and height")


def test_a_loop_over_pairs_that_are_not_all_pairs():
    def iou_matrix(boxes1, boxes2):
        return np.array([library.iou(a, b) for a, b in zip(boxes1, boxes2)])

    assert c4w3.check(iou_matrix).status == WRONG


def test_the_threshold_comes_too_early():
    def yolo_filter_boxes(boxes, box_confidence, box_class_probs, threshold):
        keep = box_confidence[..., 0] >= threshold
        scores = (box_confidence * box_class_probs)[keep]
        return scores.max(axis=-1), boxes[keep], scores.argmax(axis=-1)

    assert_says(yolo_filter_boxes, "before it is multiplied by the class probabilities")


def suppression_with(near):
    def yolo_non_max_suppression(scores, boxes, classes, max_boxes, iou_threshold):
        left, kept = sorted(range(len(scores)), key=lambda i: -scores[i]), []
        while left and len(kept) < max_boxes:
            best = left.pop(0)
            kept.append(best)
            left = [i for i in left if not near(boxes, classes, best, i, iou_threshold)]
        kept = np.array(kept, int)
        return scores[kept], boxes[kept], classes[kept]

    return yolo_non_max_suppression


def test_suppression_in_a_loop_passes():
    def near(boxes, classes, a, b, threshold):
        return classes[a] == classes[b] and library.iou(boxes[a], boxes[b]) > threshold

    assert c4w3.check(suppression_with(near)).passed


def test_suppression_across_classes():
    def near(boxes, classes, a, b, threshold):
        return library.iou(boxes[a], boxes[b]) > threshold

    assert_says(suppression_with(near), "Boxes of different classes suppress each other")


def encode_with(offset=True, everywhere=False):
    def encode_boxes(boxes, classes, grid_size, cell, anchors, n_classes):
        Y = np.zeros((grid_size[0], grid_size[1], len(anchors), 5 + n_classes))
        for box, c in zip(boxes, classes):
            x, y = (box[0] + box[2]) / (2 * cell), (box[1] + box[3]) / (2 * cell)
            w, h = (box[2:] - box[:2]) / cell
            order = np.argsort(-grid.iou_of_shapes(np.array([[w, h]]) * cell, anchors)[0])
            rows, columns = [int(y)], [int(x)]
            if everywhere:
                rows = range(int(box[1] // cell), int(np.ceil(box[3] / cell)))
                columns = range(int(box[0] // cell), int(np.ceil(box[2] / cell)))
            for row in rows:
                for column in columns:
                    for k in order:
                        if not Y[row, column, k, 0]:
                            b = (x - column, y - row) if offset else (x, y)
                            Y[row, column, k, :5] = 1, *b, h, w
                            Y[row, column, k, 5 + c] = 1
                            break
        return Y

    return encode_boxes


def test_encoding_another_way_passes():
    assert c4w3.check(encode_with()).passed


def test_the_cell_offset_is_forgotten():
    assert_says(encode_with(offset=False), "The cell's offset is forgotten")

    def decode_boxes(Y, cell):
        x, y, h, w = np.moveaxis(Y[..., 1:5], -1, 0)
        return np.stack([x - w / 2, y - h / 2, x + w / 2, y + h / 2], -1) * cell

    assert_says(decode_boxes, "The cell's offset is forgotten")


def test_a_box_over_several_cells_is_written_once():
    assert_says(encode_with(everywhere=True), "written into all of them")


def test_euclid_in_place_of_iou():
    def kmeans_anchors(shapes, anchors):
        anchors = anchors.copy()
        for _ in range(60):
            nearest = np.linalg.norm(shapes[:, None] - anchors, axis=2).argmin(axis=1)
            for k in set(nearest.tolist()):
                anchors[k] = shapes[nearest == k].mean(axis=0)
        anchors = anchors[np.argsort(anchors.prod(axis=1))]
        return anchors, grid.iou_of_shapes(shapes, anchors).max(axis=1).mean()

    assert_says(kmeans_anchors, "Distances are measured in pixels")


def test_a_loss_without_the_empty_places():
    def yolo_loss(P, Y, coordinates, empty):
        J = 0
        for p, y in zip(P[Y[..., 0] == 1], Y[Y[..., 0] == 1]):
            J += coordinates / 2 * np.sum((p[1:3] - y[1:3]) ** 2)
            J += coordinates / 2 * np.sum((np.log(p[3:5]) - np.log(y[3:5])) ** 2)
            J -= np.log(p[0]) + np.log(p[5 + int(y[5:].argmax())])
        return J / len(P)

    assert_says(yolo_loss, "Empty places are left out altogether")


def test_recall_of_the_found():
    def average_precision(scores, hits, n_true):
        hits = hits[np.argsort(-scores)].astype(int)
        precision = np.cumsum(hits) / (1 + np.arange(len(hits)))
        recall = np.cumsum(hits) / max(hits.sum(), 1)
        best = np.array([precision[i:].max() for i in range(len(hits))])
        return precision, recall, np.sum(best * np.diff(np.append(0, recall)))

    assert_says(average_precision, "share of the objects that were *found*")


def test_two_mistakes_are_both_named():
    def decode_boxes(Y, cell):
        h, w = Y[..., 4], Y[..., 3]  # swapped
        x, y = Y[..., 1], Y[..., 2]  # offset forgotten
        return np.stack([x - w / 2, y - h / 2, x + w / 2, y + h / 2], -1) * cell

    assert c4w3.check(decode_boxes).status == WRONG
