"""C4W2's checks on code as learners write it, never quite as the mistakes are written."""

import h5py
import numpy as np
import pytest

from course_utils import nn
from course_utils.exercises import c4w2
from course_utils.exercises.c4w2.stored import Frozen
from course_utils.exercises.c4w2.week import BOXES, conv_parameters, picture, volume
from course_utils.exercises.results import BLANK, PASSED, WRONG
from course_utils.vision import augmentation, ensembles, models, transfer


def assert_says(function, *sentences):
    result = c4w2.check(function)
    assert result.status == WRONG
    for sentence in sentences:
        assert sentence in result.feedback, result


def relu(Z):
    return np.maximum(0, Z)


# The references against the library


def as_layers(parameters, stride=1):
    """The main path as the library's layers, without batch norm."""
    layers = []
    for i in (1, 2, 3):
        W, b = parameters[f"W{i}"], parameters[f"b{i}"]
        f, _, n_in, n_out = W.shape
        layer = nn.Conv2D(n_in, n_out, f, stride if i == 1 else 1, "same" if f > 1 else 0)
        layer.params = {"W": W, "b": b}
        layers += [layer, nn.ReLU()]
    return nn.Network(*layers[:-1])


def test_the_blocks_are_those_of_the_library():
    A_prev = volume(1, 2, 6, 6, 4)
    parameters = conv_parameters(2, (1, 4, 3), (3, 3, 3), (1, 3, 4))
    block = nn.Network(nn.Residual(as_layers(parameters)), nn.ReLU())
    np.testing.assert_allclose(c4w2.identity_block(A_prev, parameters), block.forward(A_prev))

    parameters = conv_parameters(3, (1, 4, 3), (3, 3, 3), (1, 3, 7), shortcut=(4, 7))
    shortcut = nn.Conv2D(4, 7, 1, 2)
    shortcut.params = {"W": parameters["W_s"], "b": parameters["b_s"]}
    block = nn.Network(nn.Residual(as_layers(parameters, 2), shortcut), nn.ReLU())
    ours = c4w2.convolutional_block(A_prev, parameters, 2)
    np.testing.assert_allclose(ours, block.forward(A_prev))


def test_counts_are_those_of_the_summary():
    layers = [("conv", 5, 6), ("pool",), ("conv", 5, 16), ("pool",)]
    layers += [("dense", n) for n in (120, 84, 10)]
    counted = c4w2.count_parameters((32, 32, 1), layers)
    assert counted == models.lenet5().summary((32, 32, 1)).parameters == 61_706
    for bottleneck in (None, 16):
        first = nn.Conv2D(192, bottleneck or 32, 1 if bottleneck else 5, pad="same")
        both = [first, nn.Conv2D(16, 32, 5, pad="same")] if bottleneck else [first]
        cost = nn.Network(*both).multiplications((28, 28, 192))
        assert c4w2.inception_cost((28, 28, 192), 32, 5, bottleneck) == cost


def test_pictures_move_as_in_the_library():
    image = picture(1, 8, 10)
    for ours, theirs in zip(c4w2.mirror(image, BOXES), augmentation.mirror(image, BOXES)):
        np.testing.assert_array_equal(ours, theirs)
    np.testing.assert_array_equal(c4w2.ten_crop(image, 5, 6), augmentation.ten_crop(image, 5, 6))
    for seed in range(20):
        ours = c4w2.random_crop(image, 5, 6, np.random.default_rng(seed), BOXES)
        rng = np.random.default_rng(seed)
        for one, other in zip(ours, augmentation.random_crop(image, 5, 6, rng, BOXES)):
            np.testing.assert_array_equal(one, other)
    values, vectors = augmentation.color_components([image])
    shifted = [
        function(image, values, vectors, np.random.default_rng(3), 0.5)
        for function in (c4w2.pca_color_shift, augmentation.pca_color_shift)
    ]
    np.testing.assert_array_equal(*shifted)


def test_features_and_ensembles_are_those_of_the_library(tmp_path):
    X = volume(4, 7, 3, 3, 2)
    ours = c4w2.precompute_features(Frozen(), X, {}, 3)
    with h5py.File(tmp_path / "features.h5", "w") as store:
        np.testing.assert_array_equal(transfer.precompute_features(Frozen(), X, store, 3), ours)
    logits = list(volume(5, 3, 4, 6))
    np.testing.assert_allclose(c4w2.ensemble_predict(logits), ensembles.ensemble_predict(logits))


# Learners' code


def test_blocks_in_other_words():
    def identity_block(A_prev, parameters):
        shortcut = A_prev
        A = A_prev
        for i in range(1, 4):
            W, b = parameters[f"W{i}"], parameters[f"b{i}"]
            Z, _ = nn.conv_forward(A, W, b, pad=W.shape[0] // 2)
            A = relu(Z)
        return A + shortcut

    assert_says(identity_block, "added after the last ReLU")

    def convolutional_block(A_prev, parameters, stride):
        p = parameters
        A1 = relu(nn.conv_forward(A_prev, p["W1"], p["b1"])[0])
        A2 = relu(nn.conv_forward(A1, p["W2"], p["b2"], stride, 1)[0])
        Z3 = nn.conv_forward(A2, p["W3"], p["b3"])[0]
        return relu(Z3 + nn.conv_forward(A_prev, p["W_s"], p["b_s"], stride)[0])

    assert_says(convolutional_block, "The stride is on the wrong convolution")

    def identity_block(A_prev, parameters):
        return A_prev

    assert_says(identity_block, "`A[0, 0, 0, 0]` should be")


def test_counting_in_other_words():
    def inception_cost(shape, n_C, f, bottleneck=None):
        if bottleneck is None:
            return np.prod(shape) * n_C * f**2
        return shape[0] * shape[1] * n_C * bottleneck * f**2

    assert_says(inception_cost, "The bottleneck itself is left out")

    def count_parameters(shape, layers):
        total = 0
        n_H, n_W, n_C = shape if len(shape) == 3 else (1, 1, shape[0])
        for layer in layers:
            if layer[0] == "conv":
                total += (layer[1] ** 2 * n_C + 1) * layer[2]
                n_C = layer[2]
                if len(layer) == 3:
                    n_H, n_W = n_H - layer[1] + 1, n_W - layer[1] + 1
            elif layer[0] == "dense":
                total += n_H * n_W * n_C * layer[1]
                n_H, n_W, n_C = 1, 1, layer[1]
            else:
                n_H, n_W = n_H // 2, n_W // 2
        return total

    assert_says(count_parameters, "`parameters` should be")  # a bias missing in one kind only


def test_boxes_in_other_words():
    def mirror(image, boxes):
        boxes[:, 0], boxes[:, 2] = image.shape[1] - boxes[:, 2], image.shape[1] - boxes[:, 0]
        return image[:, ::-1], boxes

    assert_says(mirror, "It changes the boxes that it was given")

    def random_crop(image, n_H, n_W, rng, boxes):
        top = rng.integers(0, image.shape[0] - n_H + 1)
        left = rng.integers(0, image.shape[1] - n_W + 1)
        kept = np.ones(len(boxes), dtype=bool)
        return image[top : top + n_H, left : left + n_W], boxes, kept

    assert_says(random_crop, "The boxes come back as they went in")


def test_stored_features_in_other_words():
    def precompute_features(network, X, store, mini_batch_size):
        if "features" in store:
            return store["features"]
        features = [network.forward(x[None])[0] for x in X]
        store["features"] = np.array(features)
        return store["features"]

    assert_says(precompute_features, "one by one")


def test_ensembles_in_other_words():
    def ensemble_predict(logits):
        return sum(nn.softmax(Z) for Z in logits)

    assert_says(ensemble_predict, "added up, not averaged")

    def ensemble_predict(logits):
        return nn.softmax(sum(logits) / len(logits))

    assert_says(ensemble_predict, "averaged before the softmax")


@pytest.mark.parametrize("seed", range(5))
def test_every_kept_box_lies_in_the_part(seed):
    part, boxes, kept = c4w2.random_crop(
        picture(1, 8, 10), 5, 6, np.random.default_rng(seed), BOXES
    )
    assert part.shape == (5, 6, 3)
    assert len(boxes) == kept.sum()
    assert (boxes >= 0).all()
    assert (boxes[:, [2, 3]] <= [6, 5]).all()


def mirror(image, boxes):
    n_W = image.shape[1]
    return image[:, ::-1], np.array([[n_W - c, b, n_W - a, d] for a, b, c, d in boxes]).reshape(
        -1, 4
    )


def test_progress_of_this_module():
    statuses = [result.status for result in c4w2.progress(globals()).results]
    assert statuses == [PASSED if name == "mirror" else BLANK for name in c4w2.ORDER]
