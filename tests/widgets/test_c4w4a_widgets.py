"""The widgets of week C4W4a: driven through all controls, checked against other computations."""

import datetime
import io
import sys

import numpy as np
import pytest
from driving import CHECKS, Driven, alt_of, complaint_of, sentence_of
from PIL import Image

from course_utils import nn
from course_utils.notebook.explore import c4w4a
from course_utils.notebook.explore.c4w4a import enrol, people, threshold, triplets

WHEN = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
WIDGETS = {
    "choose_the_threshold": Driven(
        c4w4a.choose_the_threshold,
        goals=[
            (
                "encoder=trained, threshold=0.94",
                ["encoder=trained, threshold=0.3", "encoder=after 60 steps, threshold=0.8"],
            ),
            (
                "encoder=pixels, threshold=0.6",
                ["encoder=pixels, threshold=2", "encoder=trained, threshold=0.6",
                 "encoder=pixels, threshold=0"],
            ),
            (
                "encoder=trained, threshold=0.6, gallery=50",
                ["encoder=trained, threshold=0.6, gallery=2",
                 "encoder=trained, threshold=0.1, gallery=50",
                 "encoder=trained, threshold=2, gallery=50"],
            ),
        ],
    ),
    "pick_a_triplet": Driven(
        c4w4a.pick_a_triplet,
        goals=[
            (
                "encoder=after 60 steps, person=3, a=1, p=3, other=3, n=1",
                ["encoder=trained, person=3, a=1, p=3, other=3, n=1",
                 "encoder=after 60 steps, person=1, a=1, p=1, other=1, n=1"],
            ),
            (
                "encoder=after 60 steps, person=1, a=1, p=2, other=6, n=1, alpha=0.3",
                ["encoder=after 60 steps, person=1, a=1, p=2, other=6, n=1, alpha=0.1",
                 "encoder=after 60 steps, person=1, a=1, p=2, other=6, n=1, alpha=0.5"],
            ),
            (
                "encoder=trained, person=1, a=1, p=2, other=1, n=1, alpha=1",
                ["encoder=trained, person=1, a=1, p=1, other=1, n=1, alpha=1",
                 "encoder=trained, person=1, a=1, p=2, other=1, n=1, alpha=0.9",
                 "encoder=after 60 steps, person=1, a=1, p=2, other=6, n=1, alpha=1"],
            ),
        ],
    ),
    "enrol_and_recognise": Driven(
        c4w4a.enrol_and_recognise,
        goals=[
            (
                "visitor=Ada, shot=1, enrolled=1 2 3 4 5, threshold=0.6",
                ["visitor=Ada, shot=1, enrolled=1 2 3 4, threshold=0.6",
                 "visitor=Ada, shot=1, enrolled=1 2 3 4 5, threshold=0.1",
                 "visitor=Kim, shot=1, enrolled=1 2 3 4 5, threshold=0.6"],
            ),
            (
                "visitor=Lou, shot=1, enrolled=1 2 3, threshold=0.6",
                ["visitor=Lou, shot=1, enrolled=1 2 12, threshold=0.6",
                 "visitor=Lou, shot=1, enrolled=1 2 3, threshold=0.1",
                 "visitor=Dan, shot=1, enrolled=1 2 3, threshold=2"],
            ),
            (
                "visitor=Hedy, shot=1, enrolled=8, threshold=0.4",
                ["visitor=Hedy, shot=1, enrolled=8, threshold=0.2",
                 "visitor=Hedy, shot=1, enrolled=8, threshold=0.8",
                 "visitor=Dan, shot=1, enrolled=8, threshold=0.4"],
            ),
        ],
    ),
}  # fmt: skip


def test_no_widget_is_forgotten_here():
    from_modules = {name for name, value in vars(c4w4a).items() if hasattr(value, "__wrapped__")}
    assert from_modules == set(WIDGETS)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", WIDGETS)
def test_driving(name, check):
    CHECKS[check](WIDGETS[name])


# The threshold


@pytest.mark.parametrize("encoder", people.ENCODERS[1:])
@pytest.mark.parametrize("line", [0.3, 1.1])
def test_the_errors_are_counted_pair_by_pair(encoder, line):
    state = threshold.threshold_state(encoder, line, 12)
    F, labels = people.encodings(encoder)
    d = np.array([np.sum((F - f[:, None]) ** 2, axis=0) for f in F.T])
    same = labels[:, None] == labels
    off = ~np.eye(len(labels), dtype=bool)
    assert state["false_accepts"] == pytest.approx(np.mean(d[~same] <= line), abs=2e-3)
    assert state["false_rejects"] == pytest.approx(np.mean(d[same & off] > line), abs=2e-3)
    named = [d[i, [5 * k for k in range(12)]].min() <= line for i in range(60, 300)]
    assert state["named"] == pytest.approx(np.mean(named), abs=2e-3)


def test_histograms_hold_all_pairs():
    state = threshold.threshold_state("trained", 0.5, 1)
    assert state["same"].sum() == pytest.approx(1)
    assert state["different"].sum() == pytest.approx(1)


# Triplets


@pytest.mark.parametrize("seed", range(8))
def test_cost_and_arrows_are_those_of_the_library(seed):
    rng = np.random.default_rng(seed)
    person, other, a, p, n = (int(rng.integers(1, high)) for high in (9, 8, 6, 6, 6))
    state = triplets.triplet_state("after 60 steps", person, a, p, other, n, 0.8)
    J, slope = nn.triplet_cost(state["places"], margin=0.8)  # in the plane the distances are kept
    assert state["J"] == pytest.approx(J, abs=1e-5)
    np.testing.assert_allclose(state["downhill"], -slope, atol=1e-5)
    assert state["who"][0] != state["who"][1]


def test_kinds_of_triplets():
    assert triplets.kind_of(0.5, 0.4, 0.3) == "hard"
    assert triplets.kind_of(0.5, 0.7, 0.3) == "semi-hard"
    assert triplets.kind_of(0.5, 0.9, 0.3) == "easy"


# Enrolling


def parts(explorer):
    """The row's button, chooser and name."""
    return explorer.children[2].children


def png(image):
    file = io.BytesIO()
    Image.fromarray(image).save(file, "PNG")
    return file.getvalue()


def choose(chooser, content):
    """Upload a file, as the page does."""
    about = {"name": "mine.png", "type": "image/png", "size": len(content), "last_modified": WHEN}
    chooser.set_trait("value", (about | {"content": content},))


def test_distances_are_those_of_the_encodings():
    album = enrol.Album()
    state = enrol.enrol_state(album, "Gus", 2, "1 7 9", 0.5)
    F, _ = people.encodings("trained")
    for name, d in state["found"].items():
        i = people.NAMES.index(name)
        assert d == pytest.approx(np.sum((F[:, 5 * 6 + 2] - F[:, 5 * i]) ** 2), abs=1e-4)
    assert state["name"] == "Gus"


def test_the_button_enrols_who_is_at_the_door():
    explorer = WIDGETS["enrol_and_recognise"].fresh()
    button, _, _ = parts(explorer)
    button.click()
    assert explorer.controls["enrolled"].value == "1 2 3 4"
    button.click()
    assert explorer.controls["enrolled"].value == "1 2 3 4"
    assert "Dan" in alt_of(explorer)


def test_a_picture_of_ones_own_is_enrolled_and_recognised_and_forgotten():
    explorer = WIDGETS["enrol_and_recognise"].fresh()
    button, chooser, name = parts(explorer)
    explorer.apply(f"visitor={enrol.OWN}")
    assert "Choose a picture of your own" in sentence_of(explorer)
    button.click()
    assert "choose a picture" in complaint_of(explorer)
    choose(chooser, png(people.albums()[20, 0]))
    assert explorer.controls["visitor"].value == enrol.OWN
    name.value = "<b>me</b>"
    button.click()
    assert complaint_of(explorer) == ""
    assert explorer.state["name"] == "<b>me</b>"
    assert "<b>me</b>" not in explorer.sentence.value
    choose(chooser, png(people.albums()[20, 1]))
    assert explorer.state["size"] == 4
    name.value = "Ada"
    button.click()
    assert "take another name" in complaint_of(explorer)
    for k in range(4):
        name.value = f"me {k}"
        button.click()
    assert "room for 4" in complaint_of(explorer)
    choose(chooser, b"no picture")
    assert "not a picture" in complaint_of(explorer)
    explorer.reset()
    assert explorer.state["size"] == 3
    assert "me" not in explorer.state["found"]
    explorer.apply(f"visitor={enrol.OWN}")
    assert explorer.state["empty"]


WATCHED = []  # what was opened for writing while the hook was on


def watch(event, arguments):
    """An audit hook, which stays for ever and looks only while it is on."""
    if watch.on and event == "open" and isinstance(arguments[1], str | None):
        mode, flags = arguments[1] or "", arguments[2] or 0
        if set("wax+") & set(mode) or flags & 0o3:
            WATCHED.append(arguments[0])
    elif watch.on and event in ("os.mkdir", "os.rename", "tempfile.mkstemp", "socket.connect"):
        WATCHED.append(event)


watch.on = False
sys.addaudithook(watch)


def test_nothing_is_written_and_nothing_leaves(tmp_path):
    explorer = WIDGETS["enrol_and_recognise"].fresh()
    button, chooser, name = parts(explorer)
    watch.on = True
    try:
        choose(chooser, png(people.albums()[21, 0]))
        name.value = "somebody"
        button.click()
        explorer.apply("visitor=Lou, shot=2, enrolled=1 2 12, threshold=0.5")
        assert WATCHED == []
        (tmp_path / "x").write_text("the hook does notice")
        assert WATCHED != []
    finally:
        watch.on = False
        WATCHED.clear()
    assert "somebody" in explorer.state["found"]
    explorer.reset()
