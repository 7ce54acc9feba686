"""The shipped detector of blood cells, and the script that makes it."""

import hashlib

import numpy as np
import pytest

from course_utils.data import available
from course_utils.vision import train_bccd
from course_utils.vision.blood_cells import BloodCells, blood_cells
from course_utils.vision.boxes import iou_matrix
from course_utils.vision.grid import decode_boxes

RNG = np.random.default_rng(0)
needs_bccd = pytest.mark.skipif(not available("bccd"), reason="needs-bccd: not on this machine")


def drawn(m=4):
    """Pictures with one bright cell each, and one with nothing."""
    images, boxes, classes = np.full((m, 96, 128, 3), 90, np.uint8), [], []
    for i in range(m - 1):
        x, y = RNG.integers(20, 90), RNG.integers(20, 60)
        images[i, y : y + 20 - i, x : x + 16] = 230
        boxes.append(np.array([[x, y, x + 16, y + 20 - i]], float))
        classes.append(np.array([i % 3]))
    return BloodCells(images, [*boxes, np.zeros((0, 4))], [*classes, np.zeros(0, int)])


@needs_bccd
def test_the_shipped_detector_keeps_its_promise():
    scores = train_bccd.average_precisions(train_bccd.trained_network(), blood_cells("test"))
    assert (scores > [0.70, 0.80, 0.40]).all()


def test_the_data_sheet_has_the_digest_of_the_weights():
    digest = hashlib.sha256(train_bccd.WEIGHTS.read_bytes()).hexdigest()
    assert digest in (train_bccd.DATASETS / "README.md").read_text(encoding="utf-8")


def test_the_network_gives_each_cell_of_the_grid_its_numbers():
    assert train_bccd.network().output_shape((96, 128, 3)) == (12, 16, 24)
    network = train_bccd.trained_network()
    assert all(array.dtype == np.float32 for array in network.params.values())
    assert train_bccd.as_input(drawn().images).max() <= 1


def test_a_varied_picture_keeps_its_boxes_on_its_cells():
    cells = drawn()
    for _ in range(60):
        X, there, names = train_bccd.varied(*(part[0] for part in cells), RNG)
        assert X.shape == (96, 128, 3)
        assert X.dtype == np.float32
        assert len(there) == len(names) <= 1
        for box in there:
            x1, y1, x2, y2 = box.round().astype(int)
            bright = X[..., 0] > 0.6
            assert bright[y1 + 2 : y2 - 2, x1 + 2 : x2 - 2].all()
            outside = bright.copy()
            outside[max(y1 - 2, 0) : y2 + 2, max(x1 - 2, 0) : x2 + 2] = False
            assert not outside.any()


def test_a_varied_picture_may_have_nothing_on_it():
    _, there, names = train_bccd.varied(*(part[-1] for part in drawn()), RNG)
    assert there.shape == (0, 4)
    assert names.shape == (0,)
    assert not train_bccd.label(there, names).any()


def test_upside_down_twice_is_as_before():
    image, boxes = drawn().images[0], drawn().boxes[0]
    once = train_bccd.upside_down(image, boxes)
    twice = train_bccd.upside_down(*once)
    assert (once[0][0] == image[-1]).all()
    np.testing.assert_array_equal(twice[0], image)
    np.testing.assert_array_equal(twice[1], boxes)


def test_batches_belong_together():
    X, Y = next(train_bccd.batches(drawn(), RNG, size=4))
    assert X.shape == (4, 96, 128, 3)
    assert Y.shape == (4, 12, 16, 3, 8)
    assert X.dtype == Y.dtype == np.float32
    for picture, label in zip(X, Y):
        bright = np.argwhere(picture[..., 0] > 0.6)
        there = decode_boxes(label, train_bccd.CELL)[label[..., 0] == 1]
        if len(there):
            (y1, x1), (y2, x2) = bright.min(axis=0), bright.max(axis=0) + 1
            assert iou_matrix(there, np.array([[x1, y1, x2, y2]], float)).min() > 0.8


def test_the_learning_rate_rises_and_falls():
    rates = [train_bccd.learning_rate(step, 1000) for step in (1, 50, 100, 500, 1000)]
    assert rates[0] < rates[1] < rates[2] > rates[3] > rates[4] > 0
    assert rates[4] == pytest.approx(0.00003)


def test_the_script_runs_and_writes_only_what_was_marked_on_the_test_set(tmp_path, monkeypatch):
    monkeypatch.setattr(train_bccd, "BATCH", 2)
    asked = []
    monkeypatch.setattr(train_bccd, "blood_cells", lambda part: asked.append(part) or drawn(12))
    said, path = [], tmp_path / "weights" / "blood.h5"
    train_bccd.main(2, "train", "val", path, said.append)
    assert not path.exists()
    scores = train_bccd.main(2, path=path, report=said.append)
    assert path.exists()
    assert asked == ["train", "val", "trainval", "test"]
    assert scores.shape == (3,)
    assert said[2].startswith("step 2: J ")
    assert said[-1].startswith("platelet: AP ")
    assert said[-1].endswith("on test")
