"""The shipped detector, and the script that makes it."""

import hashlib

import numpy as np
import pytest

from course_utils import nn
from course_utils.data import load
from course_utils.vision import boxes, train_scenes, yolo

SCENES = load("scenes")
TEST = SCENES.X_test, SCENES.boxes_test, SCENES.classes_test


def shipped(name):
    return nn.load(yolo.yolo_network(4, 3), train_scenes.FOLDER / name)


def test_the_shipped_detector_keeps_its_promise():
    network = shipped("street_yolo.h5")
    assert sum(array.size for array in network.params.values()) == 177_120
    assert train_scenes.mean_average_precision(network, *TEST) > 0.85


def test_the_early_one_knows_little():
    assert 0.05 < train_scenes.mean_average_precision(shipped("street_yolo_early.h5"), *TEST) < 0.4


@pytest.mark.parametrize("name", ["street_yolo.h5", "street_yolo_early.h5"])
def test_the_data_sheet_has_the_digests_of_the_weights(name):
    digest = hashlib.sha256((train_scenes.FOLDER / name).read_bytes()).hexdigest()
    assert digest in (train_scenes.DATASETS / "README.md").read_text(encoding="utf-8")


def test_labels_of_the_mirror_are_the_mirrored_labels():
    there = SCENES.boxes_train[0]
    twice = train_scenes.mirrored(train_scenes.mirrored(there))
    np.testing.assert_allclose(twice, there)
    image = np.zeros((96, 96))
    x1, y1, x2, y2 = there[0].astype(int)
    image[y1:y2, x1:x2] = 1
    m1, n1, m2, n2 = train_scenes.mirrored(np.array([[x1, y1, x2, y2]]))[0].astype(int)
    assert image[:, ::-1][n1:n2, m1:m2].all()


def test_batches_belong_together():
    images, there, classes = (part[:8] for part in TEST)
    rng = np.random.default_rng(0)
    X, Y = next(train_scenes.batches(images, there, classes, train_scenes.ANCHORS, 8, rng))
    assert X.shape == (8, 96, 96, 3)
    assert Y.shape == (8, 6, 6, 4, 8)
    for picture, label in zip(X, Y):
        for flip in (False, True):
            original = picture[:, ::-1] if flip else picture
            matches = [i for i in range(8) if np.allclose(original, images[i] / 255)]
            if matches:
                (i,) = matches
                wanted = train_scenes.mirrored(there[i]) if flip else there[i]
                found = yolo.decode_boxes(label, 16)[label[..., 0] == 1]
                assert np.all(boxes.iou_matrix(wanted, found).max(axis=1, initial=0) > 0.99)


def test_the_learning_rate_rises_and_falls():
    rates = [train_scenes.learning_rate(step, 1000) for step in (1, 100, 200, 500, 1000)]
    assert rates[0] < rates[1] < rates[2] > rates[3] > rates[4] > 0
    assert rates[4] == pytest.approx(0.00003)


def test_the_script_runs(tmp_path, monkeypatch):
    monkeypatch.setattr(train_scenes, "SCENES", 32)
    monkeypatch.setattr(train_scenes, "CHECKED", 4)
    monkeypatch.setattr(train_scenes, "EARLY", 1)
    said = []
    train_scenes.main(2, tmp_path / "weights", said.append)
    assert sorted(path.name for path in (tmp_path / "weights").iterdir()) == [
        "street_yolo.h5", "street_yolo_early.h5",
    ]  # fmt: skip
    assert said[-1].startswith("step 2: J ")
