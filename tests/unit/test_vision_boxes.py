"""Overlap, suppression and scores: against brute force, by hand, and on degenerate boxes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.vision.boxes import (
    iou,
    iou_matrix,
    non_max_suppression,
    to_corners,
    to_middles,
)
from course_utils.vision.scoring import average_precision, match, score_detections

sides = st.integers(0, 12)


@st.composite
def some_boxes(draw, most=12):
    """Boxes on a coarse grid, so that equal, touching and empty ones occur."""
    n = draw(st.integers(0, most))
    corners = [[draw(sides) for _ in range(4)] for _ in range(n)]
    return np.array(
        [[min(a, c), min(b, d), max(a, c), max(b, d)] for a, b, c, d in corners], float
    ).reshape(n, 4)


def pixels(box):
    """The unit squares in a box with whole corners."""
    x1, y1, x2, y2 = map(int, box)
    return {(x, y) for x in range(x1, x2) for y in range(y1, y2)}


@given(some_boxes(), some_boxes())
def test_overlap_counts_common_squares(first, second):
    overlap = iou_matrix(first, second)
    assert overlap.shape == (len(first), len(second))
    for i, j in np.ndindex(overlap.shape):
        a, b = pixels(first[i]), pixels(second[j])
        expected = len(a & b) / len(a | b) if a | b else 0
        assert overlap[i, j] == pytest.approx(expected)
        assert iou(first[i], second[j]) == pytest.approx(expected)


def suppress_slowly(boxes, scores, threshold, classes):
    """The definition, one pair at a time."""
    left = sorted(range(len(boxes)), key=lambda i: (-scores[i], i))
    kept = []
    while left:
        best, *rest = left
        kept.append(best)
        left = [
            i
            for i in rest
            if classes[i] != classes[best] or iou(boxes[i], boxes[best]) <= threshold
        ]
    return kept


@given(some_boxes(), st.data())
def test_suppression_is_the_greedy_one(boxes, data):
    n = len(boxes)
    scores = np.array([data.draw(st.integers(0, 4)) / 4 for _ in range(n)])
    classes = np.array([data.draw(st.integers(0, 2)) for _ in range(n)], int)
    threshold = data.draw(st.sampled_from([0, 0.3, 0.5, 1]))
    kept = non_max_suppression(boxes, scores, threshold, classes)
    assert kept.tolist() == suppress_slowly(boxes, scores, threshold, classes)
    one_class = non_max_suppression(boxes, scores, threshold)
    assert one_class.tolist() == suppress_slowly(boxes, scores, threshold, np.zeros(n))


def test_two_thousand_boxes_are_thinned_out():
    rng = np.random.default_rng(0)
    boxes = to_corners(
        np.concatenate([rng.uniform(0, 1000, (2000, 2)), np.full((2000, 2), 9.0)], 1)
    )
    kept = non_max_suppression(boxes, rng.random(2000), 0.5)
    overlap = iou_matrix(boxes[kept], boxes[kept])
    assert 1000 < len(kept) < 2000
    assert (overlap[~np.eye(len(kept), dtype=bool)] <= 0.5).all()


@given(some_boxes())
def test_middles_and_corners_are_two_ways_to_say_it(boxes):
    np.testing.assert_allclose(to_corners(to_middles(boxes)), boxes)


def test_the_surest_detection_takes_the_object():
    truth = [[0, 0, 10, 10], [20, 0, 30, 10]]
    boxes = [[0, 0, 10, 9], [0, 0, 10, 10], [21, 0, 30, 10], [50, 50, 60, 60]]
    assert match(boxes, [0.9, 0.8, 0.7, 0.6], truth).tolist() == [True, False, True, False]
    assert match(boxes, [0.8, 0.9, 0.7, 0.6], truth).tolist() == [False, True, True, False]
    assert match(boxes, [0.9, 0.8, 0.7, 0.6], []).tolist() == [False] * 4
    assert match([], [], truth).tolist() == []


def test_average_precision_by_hand():
    # Hit, miss, hit, of three objects: precision 1, 1/2, 2/3 at recall 1/3, 1/3, 2/3.
    curve = average_precision([0.9, 0.8, 0.7], [True, False, True], 3)
    np.testing.assert_allclose(curve.precision, [1, 1 / 2, 2 / 3])
    np.testing.assert_allclose(curve.recall, [1 / 3, 1 / 3, 2 / 3])
    assert curve.average_precision == pytest.approx(1 / 3 + 1 / 3 * 2 / 3)
    # A hit found later lifts what came before: precision never rises to the left.
    late = average_precision([0.9, 0.8], [False, True], 1)
    assert late.average_precision == pytest.approx(1 / 2)
    assert average_precision([], [], 3).average_precision == 0
    assert np.isnan(average_precision([0.5], [False], 0).average_precision)


@given(st.lists(st.booleans(), max_size=20), st.integers(0, 5))
def test_without_ties_average_precision_is_that_of_scikit_learn_where_it_falls(hits, missed):
    """scikit-learn doesn't lift precision: equal where it never rises, else ours is larger."""
    from sklearn.metrics import average_precision_score

    scores = np.linspace(1, 0.1, len(hits))
    n_true = sum(hits) + missed
    if not sum(hits):
        return
    theirs = average_precision_score(hits, scores) * sum(hits) / n_true
    curve = average_precision(scores, hits, n_true)
    assert curve.average_precision >= theirs - 1e-12
    at_hits = curve.precision[np.array(hits)]
    if (np.diff(at_hits) <= 0).all():
        assert curve.average_precision == pytest.approx(theirs)


def test_the_score_of_many_images():
    truths = [([[0, 0, 10, 10]], [0]), ([[0, 0, 10, 10], [5, 5, 9, 9]], [0, 1]), ([], [])]
    perfect = [(boxes, np.full(len(boxes), 0.9), classes) for boxes, classes in truths]
    curves, mean = score_detections(perfect, truths, n_classes=3)
    assert mean == 1
    assert [curve.average_precision for curve in curves[:2]] == [1, 1]
    assert np.isnan(curves[2].average_precision)
    false_alarm = [*perfect[:2], ([[0, 0, 3, 3]], [0.95], [0])]
    curves, mean = score_detections(false_alarm, truths, n_classes=2)
    assert curves[0].average_precision == pytest.approx(2 / 3)
    assert mean == pytest.approx((2 / 3 + 1) / 2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: iou_matrix([[0, 0, 1]], [[0, 0, 1, 1]]), r"must be \(n, 4\)"),
        (lambda: iou_matrix([[5, 0, 1, 1]], [[0, 0, 1, 1]]), "Did you pass width and height"),
        (lambda: iou_matrix([[np.nan, 0, 1, 1]], [[0, 0, 1, 1]]), "box 0 is"),
        (lambda: non_max_suppression([[0, 0, 1, 1]], [0.5, 0.6]), "there are 1 boxes"),
        (lambda: non_max_suppression([[0, 0, 1, 1]], [0.5], 2), "iou_threshold is 2"),
        (lambda: non_max_suppression([[0, 0, 1, 1]], [0.5], 0.5, [0, 1]), "classes has shape"),
        (lambda: score_detections([], [([], [])], 1), "in the same order"),
    ],
)
def test_bad_input_fails_at_the_door(call, message):
    with pytest.raises(ValueError, match=message):
        call()
