"""Windows, proposals, and a classifier that sweeps: each against a computation by hand."""

import numpy as np
import pytest

from course_utils import nn
from course_utils.data import load
from course_utils.vision import regions
from course_utils.vision.boxes import iou_matrix

SCENES = load("scenes")
SOME = [part[:12] for part in (SCENES.X_train, SCENES.boxes_train, SCENES.classes_train)]


def test_windows_lie_row_after_row():
    windows = regions.sliding_windows(40, 48, side=32, stride=8)
    assert windows.tolist() == [
        [0, 0, 32, 32], [8, 0, 40, 32], [16, 0, 48, 32],
        [0, 8, 32, 40], [8, 8, 40, 40], [16, 8, 48, 40],
    ]  # fmt: skip
    assert len(regions.sliding_windows(96, 96)) == 17 * 17


def test_a_window_of_its_own_size_is_cut_as_it_is():
    image = SCENES.X_train[0]
    (piece,) = regions.cut(image, [[8, 4, 40, 36]])
    np.testing.assert_allclose(piece, image[4:36, 8:40] / 255, atol=1e-6)
    assert regions.cut(image, [[0, 0, 96, 48], [3, 3, 9, 90]]).shape == (2, 32, 32, 3)
    assert regions.cut(image, np.zeros((0, 4))).shape == (0, 32, 32, 3)


def test_the_sweep_gives_the_numbers_of_the_windows():
    rng = np.random.default_rng(0)
    network = regions.window_classifier(4, rng)
    *front, _, dense1, relu, dense2 = network.layers
    sweeper = nn.Network(
        *front, regions.dense_as_convolution(dense1, 5, 5, 16), relu,
        regions.dense_as_convolution(dense2, 1, 1, 64),
    )  # fmt: skip
    image = SCENES.X_train[1] / 255
    swept = sweeper.forward(image[None])[0].reshape(-1, 4)
    windows = regions.sliding_windows(96, 96).astype(int)
    pieces = np.array([image[y1:y2, x1:x2] for x1, y1, x2, y2 in windows])
    np.testing.assert_allclose(swept, nn.predict(network, pieces).T, atol=1e-10)


def test_a_dense_layer_that_does_not_fit_is_refused():
    dense = nn.Dense(400, 3, rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match="400 inputs can't lie behind a volume of 4 x 4 x 16"):
        regions.dense_as_convolution(dense, 4, 4, 16)


def test_examples_have_their_classes_and_the_rest_is_nothing():
    X, labels = regions.examples(*SOME, 3, np.random.default_rng(0))
    assert X.shape == (len(labels), 32, 32, 3)
    assert X.min() >= 0
    assert X.max() <= 1
    things = np.concatenate(SOME[2])
    assert np.bincount(labels)[:3].tolist() == (3 * np.bincount(things)).tolist()
    assert np.sum(labels == 3) > 20


def test_windows_around_things_hold_one_thing_or_none():
    X, Y = regions.around_things(*SOME, np.random.default_rng(0))
    assert Y.shape == (8, len(X))
    there = Y[0] == 1
    assert 0.3 < there.mean() < 1
    assert not Y[:, ~there].any()
    assert np.all(Y[5:, there].sum(axis=0) == 1)
    x, y, h, w = Y[1:5, there]
    assert np.all((x - w / 2 > -0.11) & (x + w / 2 < 1.11))
    assert np.all((y - h / 2 > -0.11) & (y + h / 2 < 1.11))


def test_patches_boxes_and_neighbours():
    patches = np.array([[0, 0, 1], [2, 2, 1], [2, 2, 2]])
    assert regions.boxes_of_patches(patches).tolist() == [[0, 0, 2, 1], [2, 0, 3, 2], [0, 1, 3, 3]]
    assert regions.neighbours(patches).tolist() == [[0, 1], [0, 2], [1, 2]]


def test_proposals_cover_most_things_with_few_boxes():
    covered, total, count = 0, 0, 0
    for image, there in zip(SOME[0], SOME[1]):
        proposed = regions.proposals(image, (20, 60, 200))
        assert len(np.unique(proposed, axis=0)) == len(proposed)
        assert np.all(proposed[:, 2:] - proposed[:, :2] >= 5)
        count += len(proposed)
        total += len(there)
        if len(there):
            covered += int(np.sum(iou_matrix(there, proposed).max(axis=1) >= 0.5))
    assert covered >= 0.75 * total
    assert count < 500 * len(SOME[0])
