"""Street scenes: the same from the same rng, boxes around what is seen, varied."""

import numpy as np

from course_utils.data.generators import street_scenes
from course_utils.data.scenes import CLASSES
from course_utils.vision.boxes import iou_matrix

SIZE = 64
IMAGES, BOXES, LABELS = street_scenes(60, SIZE, np.random.default_rng(5))


def test_the_same_rng_draws_the_same_scenes():
    images, boxes, labels = street_scenes(60, SIZE, np.random.default_rng(5))
    np.testing.assert_array_equal(images, IMAGES)
    for mine, theirs in zip([*boxes, *labels], [*BOXES, *LABELS]):
        np.testing.assert_array_equal(mine, theirs)
    assert not np.array_equal(street_scenes(1, SIZE, np.random.default_rng(6))[0][0], IMAGES[0])


def test_boxes_lie_in_the_picture_and_have_an_area():
    assert IMAGES.shape == (60, SIZE, SIZE, 3)
    assert IMAGES.dtype == np.uint8
    for boxes, labels in zip(BOXES, LABELS):
        assert boxes.shape == (len(labels), 4)
        assert ((boxes >= 0) & (boxes <= SIZE)).all()
        assert (boxes[:, 2:] > boxes[:, :2]).all()
        assert set(labels) <= set(range(len(CLASSES)))


def test_scenes_differ_in_number_kind_size_and_light():
    counts = np.bincount([len(boxes) for boxes in BOXES], minlength=4)
    assert (counts[:4] > 0).all()  # empty ones too
    assert (np.bincount(np.concatenate(LABELS), minlength=3) >= 10).all()
    heights = np.concatenate([boxes[:, 3] - boxes[:, 1] for boxes in BOXES])
    assert heights.max() > 4 * heights.min()
    light = IMAGES.mean(axis=(1, 2, 3))
    assert light.max() > 1.6 * light.min()


def test_cars_are_wide_and_pedestrians_tall():
    shapes = {0: [], 1: []}
    for boxes, labels in zip(BOXES, LABELS):
        for (x1, y1, x2, y2), label in zip(boxes, labels):
            if label in shapes and x1 > 1 and x2 < SIZE - 1 and y2 < SIZE - 1:  # not cut off
                shapes[label].append((x2 - x1) / (y2 - y1))
    assert np.median(shapes[0]) < 0.6
    assert np.median(shapes[1]) > 1.6


def test_no_scenes_are_an_empty_array():
    images, boxes, labels = street_scenes(0, SIZE, np.random.default_rng(0))
    assert images.shape == (0, SIZE, SIZE, 3)
    assert boxes == labels == []


def test_what_is_mostly_hidden_has_no_box():
    for boxes in BOXES:  # two boxes that are nearly the same would hide one another
        overlap = iou_matrix(boxes, boxes)[~np.eye(len(boxes), dtype=bool)]
        assert overlap.size == 0 or overlap.max() < 0.9
