"""Photographs of blood cells with boxes around the cells: the data set BCCD, read and made small.

364 photographs through a microscope, 640 x 480, of stained blood. Their labels are files of Pascal
VOC, and lists say which photographs are for training and which are held out.
"""

from typing import NamedTuple

import numpy as np
from PIL import Image, UnidentifiedImageError

from course_utils.data import fetch
from course_utils.vision.voc import read_annotation

CLASSES = ("RBC", "WBC", "Platelets")  # red and white blood cells, as the files call them
NAMES = ("red cell", "white cell", "platelet")
PARTS = ("train", "val", "trainval", "test")
WIDTH, HEIGHT = 128, 96  # pixels, of the small pictures


class BloodCells(NamedTuple):
    """Pictures uint8 (m, 96, 128, 3); of each its boxes (n, 4), in pixels, and classes (n,)."""

    images: np.ndarray
    boxes: list
    classes: list


def blood_cells(part="test", folder=None):
    """The BloodCells of a part: "train", "val", both together as "trainval", or "test".

    `folder` holds Annotations, ImageSets and JPEGImages; without it the data set is fetched. Raises
    NotAvailable where it can't be had, and ValueError, with the file, for what is wrong in it.
    """
    if part not in PARTS:
        raise ValueError(f"part is {part!r} but must be one of {', '.join(PARTS)}.")
    folder = folder or fetch("bccd") / "BCCD"
    listed = folder / "ImageSets" / "Main" / f"{part}.txt"
    try:
        names = listed.read_text(encoding="utf-8").split()
    except OSError:
        raise ValueError(f"{listed} is not there: it lists the photographs of a part.") from None
    if not names:
        raise ValueError(f"{listed} lists no photograph.")
    images, boxes, classes = zip(*(labelled_photograph(folder, name) for name in names))
    return BloodCells(np.stack(images), list(boxes), list(classes))


def labelled_photograph(folder, name):
    """One photograph, small, with its boxes and classes."""
    about = folder / "Annotations" / f"{name}.xml"
    if not about.is_file():
        raise ValueError(f"{about} is not there, but its photograph is listed.")
    annotation = read_annotation(about, CLASSES)
    image = small_photograph(folder / "JPEGImages" / f"{name}.jpg", annotation.size)
    n_W, n_H = annotation.size
    shrink = np.array([WIDTH / n_W, HEIGHT / n_H] * 2)
    return image, annotation.boxes * shrink, np.array([*map(CLASSES.index, annotation.names)], int)


def small_photograph(path, size):
    """A JPEG of this size, (n_W, n_H), as uint8 (96, 128, 3): each pixel the mean of many."""
    try:
        with Image.open(path, formats=["JPEG"]) as photograph:
            if photograph.size != tuple(size):
                n_W, n_H = photograph.size
                raise ValueError(
                    f"{path} is {n_W} x {n_H}, but its annotation says {size[0]} x {size[1]}: "
                    "its boxes are those of another picture."
                )
            small = photograph.convert("RGB").resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    except FileNotFoundError:
        raise ValueError(f"{path} is not there, but there is an annotation for it.") from None
    except UnidentifiedImageError:
        raise ValueError(f"{path} is no JPEG.") from None
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:  # such as: cut off
        raise ValueError(f"{path} is damaged ({error}): fetch it again.") from None
    return np.asarray(small)
