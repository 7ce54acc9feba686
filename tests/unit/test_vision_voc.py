"""Annotations: what is in them, and one sentence for everything that can be wrong with them."""

import numpy as np
import pytest

from course_utils.data import available, fetch
from course_utils.vision.voc import read_annotation

BOX = "<bndbox><xmin>{}</xmin><ymin>{}</ymin><xmax>{}</xmax><ymax>{}</ymax></bndbox>"
SIZE = "<size><width>100</width><height>80</height></size>"


def annotation(*objects, size=SIZE):
    things = "".join(f"<object><name>{name}</name>{box}</object>" for name, box in objects)
    return f"<annotation>{size}{things}</annotation>"


def write(tmp_path, text):
    path = tmp_path / "a.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_boxes_are_counted_from_0_and_have_their_last_pixel(tmp_path):
    text = annotation(("RBC", BOX.format(1, 1, 10, 20)), ("WBC", BOX.format(50, 60, 101, 80)))
    found = read_annotation(write(tmp_path, text), ("RBC", "WBC"))
    assert found.size == (100, 80)
    assert found.names == ["RBC", "WBC"]
    assert found.boxes.tolist() == [[0, 0, 10, 20], [49, 59, 100, 80]]


def test_a_photograph_may_have_nothing_on_it(tmp_path):
    found = read_annotation(write(tmp_path, annotation()))
    assert found.boxes.shape == (0, 4)
    assert found.names == []


BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb">]><annotation>&b;</annotation>'
FILE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><annotation>&b;</annotation>'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is no XML"),
        ("<annotation>", "is no XML"),
        (b"\x89PNG\r\n", "is no XML"),
        ('<?xml version="1.0" encoding="nonsense"?><annotation/>', "is no XML"),
        (BOMB, "defines entities"),
        (FILE, "defines entities"),
        ("<annotation/>", "a place that is missing"),
        (annotation(size="<size><width>x</width></size>"), "'x' in <width>"),
        (annotation(size=SIZE.replace("80", "0")), "100 x 0 pixels"),
        (annotation(("RBC", BOX.format(10, 1, 5, 9))), "ends before it begins"),
        (annotation(("RBC", BOX.format(1, 1, 900, 9))), "outside its photograph, 100 x 80"),
        (annotation(("RBC", BOX.format(101, 1, 102, 9))), "nothing is in the photograph"),
        (annotation(("RBC", BOX.format(1, 1, "inf", 9))), "'inf' in <xmax>"),
        (annotation(("RBC", "")), "a place that is missing"),
        (annotation(("", BOX.format(1, 1, 5, 5))), "called ''"),
        (annotation(("dog", BOX.format(1, 1, 5, 5))), "'dog', which is not one of RBC, WBC"),
        ("<annotation>" + " " * 1_000_001, "no annotation is that long"),
    ],
)
def test_what_is_wrong_with_an_annotation(tmp_path, text, message):
    with pytest.raises(ValueError, match=message) as caught:
        read_annotation(write(tmp_path, text), ("RBC", "WBC"))
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(not available("bccd"), reason="needs-bccd: not on this machine")
def test_the_annotations_of_the_blood_cells():
    classes = ("RBC", "WBC", "Platelets")
    folder = fetch("bccd") / "BCCD" / "Annotations"
    names, refused = [], []
    for path in sorted(folder.glob("*.xml")):
        try:
            found = read_annotation(path, classes)
        except ValueError as error:
            refused.append(str(error))
            continue
        assert found.size == (640, 480)
        assert np.isfinite(found.boxes).all()
        names += found.names
    assert len(refused) <= 2, refused  # a box without area in the published files
    counts = [names.count(name) for name in classes]
    assert counts[0] > 4000
    assert counts[1] > 350
    assert counts[2] > 350
