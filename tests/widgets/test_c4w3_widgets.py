"""The widgets of week C4W3: driven through all controls, checked against other computations."""

import datetime
import importlib
import io

import numpy as np
import pytest
from driving import CHECKS, Driven, alt_of, complaint_of, sentence_of
from PIL import Image

from course_utils import data
from course_utils.notebook.explore import c4w3
from course_utils.notebook.explore.c4w3 import anchors, cells, overlap, reports, suppression
from course_utils.vision import boxes, grid, train_scenes

detector = importlib.import_module("course_utils.notebook.explore.c4w3.detector")

WHEN = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
WIDGETS = {
    "drag_two_boxes": Driven(
        c4w3.drag_two_boxes,
        goals=[
            (
                "x1=0, y1=5, w1=12, h1=8, x2=4, y2=5, w2=12, h2=8",
                ["x1=0, y1=5, w1=12, h1=8, x2=4, y2=6, w2=12, h2=8",
                 "x1=0, y1=5, w1=12, h1=8, x2=0, y2=5, w2=12, h2=4"],
            ),
            (
                "x1=0, y1=0, w1=20, h1=20, x2=5, y2=5, w2=6, h2=6",
                ["x1=0, y1=0, w1=20, h1=20, x2=5, y2=5, w2=10, h2=10",
                 "x1=0, y1=0, w1=5, h1=5, x2=10, y2=0, w2=5, h2=5"],
            ),
            (
                "x1=0, y1=0, w1=5, h1=5, x2=10, y2=10, w2=5, h2=5",
                ["x1=0, y1=0, w1=5, h1=5, x2=10, y2=2, w2=5, h2=5",
                 "x1=0, y1=0, w1=5, h1=5, x2=5, y2=5, w2=5, h2=5"],
            ),
        ],
    ),
    "which_cell": Driven(
        c4w3.which_cell,
        goals=[
            ("x=33, y=49, n=6", ["x=30, y=49, n=6", "x=1, y=1, n=6"]),
            (
                "x=24, y=40, w=18, h=50, n=6",
                ["x=24, y=40, w=18, h=50, n=3", "x=24, y=40, w=60, h=40", "x=24, y=40, w=8, h=50"],
            ),
            ("w=4, h=90", ["w=14, h=44", "w=40, h=20"]),
        ],
    ),
    "choose_anchors": Driven(
        c4w3.choose_anchors,
        goals=[
            ("k=4, start=2, rounds=15", ["k=4, start=0, rounds=15", "k=5, start=2, rounds=15"]),
            (
                "k=4, start=0, rounds=15",
                ["k=4, start=2, rounds=15", "k=4, start=0, rounds=0", "k=3, start=2, rounds=15"],
            ),
        ],
    ),
    "suppression_step_by_step": Driven(
        c4w3.suppression_step_by_step,
        goals=[
            (
                "street=4, score_threshold=0.58, iou_threshold=0.4, step=20",
                ["street=4, score_threshold=0.58, iou_threshold=0.4, step=1",
                 "street=4, score_threshold=0.9, iou_threshold=0, step=0"],
            ),
            (
                "street=1, score_threshold=0.34, iou_threshold=0.9, step=20",
                ["street=1, score_threshold=0.34, iou_threshold=0.9, step=2",
                 "street=1, score_threshold=0.34, iou_threshold=0.1, step=20"],
            ),
            (
                "street=2, score_threshold=0.2, iou_threshold=0.1, step=20",
                ["street=2, score_threshold=0.2, iou_threshold=0.9, step=20",
                 "street=2, score_threshold=0.2, iou_threshold=0.1, step=1"],
            ),
        ],
    ),
    "detector": Driven(
        c4w3.detector,
        goals=[
            (
                "picture=street 4, score_threshold=0.58, iou_threshold=0.4",
                ["picture=street 4, score_threshold=0.1, iou_threshold=1", "picture=coffee"],
            ),
            (
                "picture=street 6, score_threshold=0.64, iou_threshold=0.1",
                ["picture=street 6, score_threshold=0.02, iou_threshold=0.1", "picture=cat"],
            ),
            (
                "picture=street 7, score_threshold=0.28, iou_threshold=0.7",
                ["picture=street 7, score_threshold=0.28, iou_threshold=0.1", "picture=cat"],
            ),
        ],
    ),
}  # fmt: skip


def test_no_widget_is_forgotten_here():
    from_modules = {name for name, value in vars(c4w3).items() if hasattr(value, "__wrapped__")}
    assert from_modules == set(WIDGETS)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", WIDGETS)
def test_driving(name, check):
    CHECKS[check](WIDGETS[name])


@pytest.mark.parametrize("seed", range(20))
def test_the_overlap_is_the_librarys(seed):
    values = np.random.default_rng(seed).integers(1, 20, 8)
    state = overlap.overlap_state(*(int(value) for value in values))
    assert state["iou"] == pytest.approx(boxes.iou(state["box1"], state["box2"]))


@pytest.mark.parametrize(
    ("x", "y", "w", "h"), [(30, 55, 20, 40), (95.5, 3, 8, 5), (48, 48, 90, 60)]
)
def test_the_owner_is_that_of_the_label(x, y, w, h):
    state = cells.cell_state(x, y, w, h, 6)
    Y = grid.encode_boxes([state["box"]], [0], (6, 6), 16, train_scenes.ANCHORS, 3)
    (place,) = np.argwhere(Y[..., 0] == 1)
    assert place.tolist() == [state["row"], state["column"], state["anchor"]]
    np.testing.assert_allclose(Y[tuple(place)][1:5], state["b"])


@pytest.mark.parametrize("start", range(4))
def test_anchors_end_where_the_librarys_do(start):
    state = anchors.anchors_state(3, start, 60, "1 - IoU")
    found, fit = grid.kmeans_anchors(anchors.shapes(), 3, np.random.default_rng(start))
    assert state["stands"]
    assert state["fit"] == pytest.approx(fit, abs=0.05)
    assert found.shape == state["anchors"].shape


@pytest.mark.parametrize("by_class", [True, False])
@pytest.mark.parametrize("iou_threshold", [0.2, 0.5, 0.8])
def test_all_steps_end_at_the_librarys_suppression(by_class, iou_threshold):
    for street in range(1, suppression.STREETS + 1):
        state = suppression.suppression_state(street, 0.1, iou_threshold, by_class, 20)
        kept = boxes.non_max_suppression(
            state["boxes"], state["scores"], iou_threshold, state["classes"] if by_class else None
        )
        assert state["done"]
        assert state["kept"] == kept.tolist()
        assert state["final"] == len(kept)


def test_every_box_is_waiting_kept_or_dropped():
    for step in range(6):
        state = suppression.suppression_state(1, 0.05, 0.4, True, step)
        assert len(state["kept"]) <= step
        assert not set(state["kept"]) & set(state["waiting"])
        assert not set(state["fresh"]) & set(state["waiting"])


def test_reports_are_those_of_the_shipped_network():
    images, truth, found = reports.streets()
    again = reports.ask(images[:2])
    for one, other in zip(found[:2], again):
        for a, b in zip(one, other):
            np.testing.assert_allclose(a, b, rtol=1e-3)
    assert all(len(there) for there, _ in truth)


def choose(chooser, content):
    """Upload a file, as the page does."""
    about = {"name": "mine.png", "type": "image/png", "size": len(content), "last_modified": WHEN}
    chooser.set_trait("value", (about | {"content": content},))


def test_a_picture_of_ones_own_and_back():
    explorer = WIDGETS["detector"].fresh()
    chooser = explorer.children[2]
    picture = data.load("photos")["coffee"]
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    choose(chooser, file.getvalue())
    assert explorer.controls["picture"].value == detector.OWN
    assert explorer.state["image"].shape == picture.shape
    assert complaint_of(explorer) == ""
    assert "judge by eye" in sentence_of(explorer)
    choose(chooser, b"no picture")
    assert "not a picture" in complaint_of(explorer)
    explorer.reset()
    assert "street 1" in alt_of(explorer)


def test_without_the_published_network_ours_is_asked():
    photo = data.load("photos")["cat"]
    found, scores, classes = detector.look_at(photo, None)
    n_H, n_W = photo.shape[:2]
    assert np.all((found >= 0) & (found <= [n_W, n_H, n_W, n_H]))
    assert len(found) == len(scores) == len(classes)
