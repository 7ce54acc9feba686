"""Annotations in Pascal VOC's XML: which boxes of which classes are in a photograph.

XML may define abbreviations that expand to gigabytes, or name other files to be read in; defusedxml
refuses both.
"""

from typing import NamedTuple

import numpy as np
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

LARGEST = 1_000_000  # bytes of a file that is not a mistake, or malice


class Annotation(NamedTuple):
    """Width and height of the photograph, boxes (n, 4) in pixels from 0, and their class names."""

    size: tuple
    boxes: np.ndarray
    names: list


def read_annotation(path, classes=None):
    """The Annotation in an XML file.

    VOC counts pixels from 1, and the last one belongs to the box: (1, 1, 10, 10) becomes
    (0, 0, 10, 10). Boxes that reach over the edge by a pixel or two are cut. Raises ValueError for
    another kind of file, for boxes that are empty or outside, and for a class that is not among
    `classes`, where these are given.
    """
    content = path.read_bytes()
    if len(content) > LARGEST:
        raise ValueError(f"{path} has {len(content):,} bytes: no annotation is that long.")
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise ValueError(f"{path} defines entities, which an annotation doesn't need.") from None
    except (ParseError, ValueError, LookupError) as error:  # of an encoding, too
        raise ValueError(f"{path} is no XML ({error!s:.80}): give a VOC file.") from None
    n_W, n_H = (whole_number(path, root.find(f"size/{name}")) for name in ("width", "height"))
    if n_W < 1 or n_H < 1:
        raise ValueError(f"{path} says that the photograph is {n_W} x {n_H} pixels.")
    boxes, names = [], []
    for thing in root.iter("object"):
        name = (thing.findtext("name") or "").strip()
        if not name or (classes is not None and name not in classes):
            known = f"one of {', '.join(classes)}" if classes else "a class"
            raise ValueError(f"{path} has an object called {name!r:.60}, which is not {known}.")
        corners = [
            whole_number(path, thing.find(f"bndbox/{corner}"))
            for corner in ("xmin", "ymin", "xmax", "ymax")
        ]
        boxes.append(checked_box(path, corners, n_W, n_H))
        names.append(name)
    return Annotation((n_W, n_H), np.array(boxes, float).reshape(-1, 4), names)


def whole_number(path, element):
    """The number in an element; ValueError where there is none."""
    text = "nothing" if element is None else (element.text or "").strip()
    try:
        value = float(text)
        return int(value)
    except (ValueError, OverflowError):
        where = "a place that is missing" if element is None else f"<{element.tag}>"
        raise ValueError(f"{path} has {text[:20]!r} in {where}: give a number.") from None


def checked_box(path, corners, n_W, n_H, slack=2):
    """A box (x1, y1, x2, y2) from VOC's corners; ValueError where it is empty or outside."""
    xmin, ymin, xmax, ymax = corners
    if xmin > xmax or ymin > ymax:
        raise ValueError(f"{path} has the box {corners}, which ends before it begins.")
    if min(xmin, ymin) < 1 - slack or xmax > n_W + slack or ymax > n_H + slack:
        raise ValueError(f"{path} has the box {corners} outside its photograph, {n_W} x {n_H}.")
    box = np.clip([xmin - 1, ymin - 1, xmax, ymax], 0, [n_W, n_H, n_W, n_H])
    if box[0] >= box[2] or box[1] >= box[3]:
        raise ValueError(f"{path} has the box {corners}, of which nothing is in the photograph.")
    return box
