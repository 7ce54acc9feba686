"""Labels, anchors, the loss and its gradient, and a detector that learns one picture by heart."""

import numpy as np
import pytest

from course_utils import nn
from course_utils.data.generators import street_scenes
from course_utils.vision import grid, yolo
from course_utils.vision.scoring import score_detections

ANCHORS = np.array([[12.0, 30.0], [50.0, 24.0]])
BOXES = np.array([[10.0, 10, 20, 42], [40, 60, 94, 82], [42, 58, 90, 84]])
CLASSES = np.array([0, 1, 1])


def label():
    return grid.encode_boxes(BOXES, CLASSES, (6, 6), 16, ANCHORS, 3)


def test_a_box_belongs_to_the_cell_of_its_middle_and_the_anchor_of_its_shape():
    Y = label()
    assert Y.shape == (6, 6, 2, 8)
    # 10 x 32 pixels around (15, 26): column 0, row 1, the tall anchor
    np.testing.assert_allclose(Y[1, 0, 0], [1, 15 / 16, 26 / 16 - 1, 2, 10 / 16, 1, 0, 0])
    # two boxes around (67, 71) and (66, 71): the second finds its anchor taken
    assert Y[4, 4, :, 0].tolist() == [1, 1]
    assert Y[..., 0].sum() == 3


def test_an_empty_street_has_a_label_too():
    assert not grid.encode_boxes(np.zeros((0, 4)), [], (6, 6), 16, ANCHORS, 3).any()


def test_labels_can_be_read_back():
    Y = label()
    found = grid.decode_boxes(Y, 16)[Y[..., 0] == 1]
    np.testing.assert_allclose(sorted(found.tolist()), sorted(BOXES.tolist()))


def test_where_all_anchors_are_taken_a_box_is_dropped():
    Y = grid.encode_boxes(np.tile(BOXES[:1], (3, 1)), [0, 1, 2], (6, 6), 16, ANCHORS, 3)
    assert Y[..., 0].sum() == 2


def test_anchors_find_the_shapes_that_there_are():
    rng = np.random.default_rng(0)
    shapes = np.concatenate([anchor * rng.uniform(0.9, 1.1, (50, 2)) for anchor in ANCHORS])
    anchors, overlap = grid.kmeans_anchors(shapes, 2, rng)
    np.testing.assert_allclose(anchors, ANCHORS, rtol=0.05)
    assert overlap > 0.85
    more = [grid.kmeans_anchors(shapes, k, np.random.default_rng(1))[1] for k in (1, 2, 6)]
    assert more == sorted(more)
    with pytest.raises(ValueError, match="ask for fewer"):
        grid.kmeans_anchors(ANCHORS, 3, rng)


def problem(seed=0, m=2):
    rng = np.random.default_rng(seed)
    Y = np.stack([label() for _ in range(m)])
    return rng.normal(size=(m, 6, 6, 16)), Y


@pytest.mark.parametrize("seed", range(3))
def test_the_gradient_of_the_loss(seed):
    T, Y = problem(seed)
    _, dT = yolo.yolo_loss(T, Y, ANCHORS)
    measured = nn.numerical_gradient(lambda T: yolo.yolo_loss(T, Y, ANCHORS)[0], T)
    assert nn.relative_difference(dT, measured) < 1e-7


def perfect(Y, sure=20.0):
    """The output that says just what the labels say."""
    T = np.full(Y.shape, -sure)
    own = Y[..., 0] == 1
    T[..., 0] = np.where(own, sure, -sure)
    T[..., 1:3] = np.log(
        np.clip(Y[..., 1:3], 1e-9, 1 - 1e-9) / (1 - np.clip(Y[..., 1:3], 1e-9, 0.999999))
    )
    sides = (ANCHORS[:, ::-1] / 16)[np.nonzero(own)[-1]]
    T[own, 3:5] = np.log(Y[own, 3:5] / sides)
    T[..., 5:] = sure * Y[..., 5:]
    return T.reshape(*Y.shape[:3], -1)


def test_the_right_output_costs_nothing_and_each_fault_something():
    Y = label()[None]
    T = perfect(Y)
    assert yolo.yolo_loss(T, Y, ANCHORS)[0] < 1e-5
    for place, change in (((0, 1, 0, 0), -25), ((0, 1, 0, 4), 1), ((0, 1, 0, 6), 30)):
        worse = T.copy()
        worse[place] += change
        assert yolo.yolo_loss(worse, Y, ANCHORS)[0] > 1
    false_alarm = T.copy()
    false_alarm[0, 5, 5, 0] = 20
    assert yolo.yolo_loss(false_alarm, Y, ANCHORS)[0] == pytest.approx(10, abs=0.1)


def test_a_neighbour_that_is_right_is_left_alone():
    Y = grid.encode_boxes(BOXES[1:2], CLASSES[1:2], (6, 6), 16, ANCHORS, 3)[None]
    T = perfect(Y)
    taken = int(Y[0, 4, 4, :, 0].argmax())
    other = by = 8 * (1 - taken)
    T[0, 4, 4, by] = 20  # sure, with nearly the box that the other anchor has
    T[0, 4, 4, by + 1 : by + 3] = T[0, 4, 4, 8 * taken + 1 : 8 * taken + 3]
    sides = Y[0, 4, 4, taken, 3:5] / (ANCHORS[1 - taken, ::-1] / 16)
    T[0, 4, 4, other + 3 : other + 5] = np.log(sides)
    assert yolo.yolo_loss(T, Y, ANCHORS)[0] < 1e-5
    assert yolo.yolo_loss(T, Y, ANCHORS, ignore=1)[0] > 5


def test_dtype_and_shape_are_kept():
    T, Y = problem()
    J, dT = yolo.yolo_loss(T.astype(np.float32), Y.astype(np.float32), ANCHORS)
    assert isinstance(J, float)
    assert dT.shape == T.shape
    assert dT.dtype == np.float32


def test_the_network_has_the_size_that_is_said():
    network = yolo.yolo_network(2, 3)
    assert network.output_shape((96, 96, 3)) == (6, 6, 16)
    assert 160_000 < network.summary((96, 96, 3)).parameters < 180_000


@pytest.mark.slow
def test_four_scenes_are_learned_by_heart():
    rng = np.random.default_rng(4)
    images, boxes, classes = street_scenes(4, 64, rng)
    X = images.astype(np.float32) / 255
    Y = np.stack(
        [grid.encode_boxes(b, c, (4, 4), 16, ANCHORS, 3) for b, c in zip(boxes, classes)]
    ).astype(np.float32)
    network = yolo.yolo_network(2, 3, rng, widths=(8, 16, 16, 32, 32)).astype(np.float32)
    steps = nn.training(
        network, lambda T, Y: yolo.yolo_loss(T, Y, ANCHORS), nn.Adam(0.01), X, Y, num_epochs=120
    )
    costs = [step.cost for step in steps]
    assert costs[-1] < 0.05 * costs[0]
    network.forward(X, training=True)
    found = yolo.detect(network, X, ANCHORS)
    _, mean = score_detections(found, list(zip(boxes, classes)), 3)
    assert mean > 0.9


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: grid.encode_boxes(BOXES, [0, 1], (6, 6), 16, ANCHORS, 3), "there are 3 boxes"),
        (lambda: grid.encode_boxes(BOXES, [0, 1, 3], (6, 6), 16, ANCHORS, 3), "but 3 is given"),
        (lambda: grid.encode_boxes(BOXES, CLASSES, (2, 2), 16, ANCHORS, 3), "outside the picture"),
        (lambda: grid.encode_boxes(BOXES, CLASSES, (6, 6), 16, [[0, 1]], 3), "above 0"),
        (lambda: yolo.by_anchor(np.zeros((1, 2, 2, 15)), 2), "2 anchors"),
        (lambda: yolo.yolo_loss(problem()[0], problem()[1][..., :7], ANCHORS), "Y has shape"),
    ],
)
def test_bad_input_fails_at_the_door(call, message):
    with pytest.raises(ValueError, match=message):
        call()
