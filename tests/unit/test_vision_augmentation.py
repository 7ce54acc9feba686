"""Augmentation: pictures and boxes move together, and nothing is changed in place."""

import numpy as np
import pytest

from course_utils.data import load
from course_utils.vision import augmentation as aug

PHOTO = load("photos")["astronaut"]


def marked(n_H=40, n_W=60, box=(10, 5, 30, 25)):
    """A black image with a white rectangle, and the box around it."""
    image = np.zeros((n_H, n_W, 3), np.uint8)
    x1, y1, x2, y2 = box
    image[y1:y2, x1:x2] = 255
    return image, np.array([box], float)


def box_of_white(image):
    """The box around what is brighter than half."""
    rows, columns = np.nonzero(image[..., 0] > 127)
    return [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]


def test_a_mirrored_box_lies_where_its_object_lies():
    image, boxes = marked()
    mirrored, moved = aug.mirror(image, boxes)
    assert box_of_white(mirrored) == moved[0].tolist() == [30, 5, 50, 25]
    twice, back = aug.mirror(mirrored, moved)
    np.testing.assert_array_equal(twice, image)
    np.testing.assert_array_equal(back, boxes)


def test_a_crop_moves_and_cuts_boxes():
    image, boxes = marked()
    part, moved, kept = aug.crop(image, 10, 20, 20, 30, boxes, least=0.3)
    assert part.shape == (20, 30, 3)
    assert kept.tolist() == [True]
    assert box_of_white(part) == moved[0].tolist() == [0, 0, 10, 15]


def test_what_is_hardly_left_is_not_kept():
    image, boxes = marked()
    both = np.concatenate([boxes, [[50, 30, 60, 40]]])
    _, moved, kept = aug.crop(image, 10, 25, 30, 35, both, least=0.3)
    assert kept.tolist() == [False, True]  # a fifth of the first is left, the second whole
    assert moved.tolist() == [[25, 20, 35, 30]]


def test_random_crops_reach_every_place_and_no_other():
    image, _ = marked()
    rng = np.random.default_rng(0)
    image[...] = np.arange(40)[:, None, None]
    tops = {int(aug.random_crop(image, 38, 60, rng)[0, 0, 0]) for _ in range(60)}
    assert tops == {0, 1, 2}
    with pytest.raises(ValueError, match="doesn't lie within"):
        aug.random_crop(image, 41, 10, rng)


@pytest.mark.parametrize(
    "change", [lambda *a: aug.rotate(a[0], 20, *a[1:]), lambda *a: aug.shear(a[0], 0.3, *a[1:])]
)
def test_a_turned_box_holds_its_object(change):
    image, boxes = marked(60, 60, (20, 25, 40, 45))
    moved, (box,) = change(image, boxes)
    x1, y1, x2, y2 = box_of_white(moved)
    assert box[0] - 1 <= x1 <= box[0] + 3
    assert box[2] - 3 <= x2 <= box[2] + 1
    assert box[1] - 1 <= y1 <= box[1] + 3
    assert box[3] - 3 <= y2 <= box[3] + 1


def test_a_quarter_turn_is_the_one_of_numpy():
    square = PHOTO[:200, :200]
    turned = aug.rotate(square, 90).astype(int)  # rounded by Pillow in its own way
    np.testing.assert_allclose(turned, np.rot90(square), atol=1)
    np.testing.assert_array_equal(aug.rotate(PHOTO, 0), PHOTO)


def test_colours_shift_along_the_direction_in_which_they_vary():
    values, vectors = aug.color_components([PHOTO])
    pixels = PHOTO.reshape(-1, 3).astype(float)
    np.testing.assert_allclose(values.sum(), pixels.var(axis=0).sum())
    np.testing.assert_allclose((pixels @ vectors).var(axis=0), values)
    assert values[0] > values[1] > values[2]
    grey = np.full((2, 2, 3), 128, np.uint8)
    shifts = [
        aug.pca_color_shift(grey, values, vectors, np.random.default_rng(seed))[0, 0] - 128.0
        for seed in range(400)
    ]
    along = np.std(np.array(shifts) @ vectors, axis=0)
    np.testing.assert_allclose(along, 0.1 * np.sqrt(values), rtol=0.15, atol=0.3)


def test_ten_crops_are_five_and_their_mirror_images():
    ten = aug.ten_crop(PHOTO, 200, 180)
    assert ten.shape == (10, 200, 180, 3)
    np.testing.assert_array_equal(ten[5:], ten[:5, :, ::-1])
    np.testing.assert_array_equal(ten[3], PHOTO[-200:, -180:])
    np.testing.assert_array_equal(ten[4], PHOTO[28:228, 38:218])


def test_nothing_that_is_given_is_changed():
    image, boxes = PHOTO.copy(), np.array([[10.0, 20, 60, 90]])
    rng = np.random.default_rng(0)
    aug.mirror(image, boxes)[0][...] = 0
    aug.random_crop(image, 100, 100, rng, boxes)[0][...] = 0
    aug.rotate(image, 10, boxes)
    aug.color_shift(image, (10, -10, 0))
    np.testing.assert_array_equal(image, PHOTO)
    np.testing.assert_array_equal(boxes, [[10.0, 20, 60, 90]])


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: aug.mirror(PHOTO / 255), TypeError, "augment before you scale"),
        (lambda: aug.mirror(PHOTO[None]), ValueError, "Give one image"),
        (lambda: aug.mirror(PHOTO, [1, 2, 3, 4]), ValueError, r"must be \(n, 4\)"),
        (lambda: aug.mirror(PHOTO, [[50, 60, 20, 30]]), ValueError, "width and height"),
        (lambda: aug.color_shift(PHOTO, (1, 2)), ValueError, "the image has 3 channels"),
        (lambda: aug.shear(PHOTO, 2), ValueError, "amount is 2"),
    ],
)
def test_bad_input_fails_at_the_door(call, error, message):
    with pytest.raises(error, match=message):
        call()
