"""Omniglot: handwritten characters of many alphabets, each by 20 people (Lake et al. 2015).

The fetched files are two zip archives of small PNG pictures: the characters to train on, and the 20
one-shot runs on which methods are compared. Ink is 1 here, paper 0.
"""

import io
import zipfile
from typing import NamedTuple

import numpy as np
from PIL import Image

from course_utils.data import fetch

CHARACTERS, RUNS = "omniglot/images_background_small1.zip", "omniglot/all_runs.zip"
SIDE = 28  # pixels, of 105 in the files
LARGEST = 1000  # pixels on a side of a picture that is not a mistake, or malice
N_RUNS, N_WAY = 20, 20


class Run(NamedTuple):
    """One one-shot run: pictures asked about and pictures known, (20, side, side, 1) uint8.

    answers (20,) are the places in `known` of what is asked.
    """

    asked: np.ndarray
    known: np.ndarray
    answers: np.ndarray


def read_drawing(content, name="this picture", side=SIDE):
    """A picture in a file's bytes as uint8 (side, side, 1), ink 255 on 0.

    Raises ValueError, naming it, for what is no PNG picture, a damaged one, or one of a wrong size.
    """
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
            n_W, n_H = image.size
            if n_W != n_H or not side <= n_W <= LARGEST:
                raise ValueError(
                    f"{name} has {n_W} x {n_H} pixels but must be square, with {side} to "
                    f"{LARGEST} pixels on a side."
                )
            small = image.convert("L").resize((side, side), Image.Resampling.BOX)
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(
            f"{name} is no PNG picture, or a damaged one ({type(error).__name__}): fetch it again."
        ) from None
    return 255 - np.asarray(small)[..., None]


def characters(side=SIDE):
    """Albums (n_characters, 20, side, side, 1) uint8, and the names of their alphabets.

    Raises NotAvailable where the file is neither on this machine nor to be had.
    """
    drawings = {}
    with opened(fetch(CHARACTERS)) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".png"):
                folder = name.rsplit("/", 1)[0]
                drawings.setdefault(folder, []).append(read_drawing(archive.read(name), name, side))
    return np.array(list(drawings.values())), [folder.split("/")[1] for folder in drawings]


def one_shot_runs(side=SIDE):
    """The 20 official runs as a list of Run; raises NotAvailable as `characters` does."""
    with opened(fetch(RUNS)) as archive:
        return [read_run(archive, f"run{number:02d}", side) for number in range(1, N_RUNS + 1)]


def read_run(archive, folder, side=SIDE):
    """One Run from its folder in an open archive.

    Its class_labels.txt has a line for each picture asked about: its name, and that of the picture
    of the same character. Raises ValueError, naming it, for a line that says something else.
    """
    known = [f"{folder}/training/class{number:02d}.png" for number in range(1, N_WAY + 1)]
    asked, answers = [], []
    lines = archive.read(f"{folder}/class_labels.txt").decode("ascii").splitlines()
    for line in lines:
        names = line.split()
        if len(names) != 2 or names[1] not in known or names[0] not in archive.namelist():
            raise ValueError(
                f"{folder}/class_labels.txt has the line {line[:60]!r}: it should name a picture "
                "and, of the 20 known ones, that of the same character."
            )
        asked.append(read_drawing(archive.read(names[0]), names[0], side))
        answers.append(known.index(names[1]))
    drawings = [read_drawing(archive.read(name), name, side) for name in known]
    return Run(np.array(asked), np.array(drawings), np.array(answers))


def opened(path):
    """A zip archive, opened; raises ValueError for another kind of file."""
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        raise ValueError(
            f"{path} is no zip archive: delete it, so that it's fetched again."
        ) from None
