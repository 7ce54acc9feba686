"""What the doctor reports: which data sets are intact, and which files are cached."""

import hashlib
from typing import NamedTuple

from .download import available
from .registry import files_of, folders
from .store import DATASETS, checksums

MADE_ELSEWHERE = {  # by training
    "blood_yolo": "course_utils.vision.train_bccd",
    "residual_digits": "course_utils.vision.build_residual",
    "face_encoder": "course_utils.vision.train_faces",
    "face_encoder_early": "course_utils.vision.train_faces",
    "face_trials": "course_utils.vision.face_trials",
    "omniglot_encoder": "course_utils.vision.train_omniglot",
    "small_eye": "course_utils.vision.train_eye",
    "street_yolo": "course_utils.vision.train_scenes",
    "street_yolo_early": "course_utils.vision.train_scenes",
}


class Status(NamedTuple):
    """The state of one data set: whether its files are here with the right checksum."""

    name: str
    state: str  # "intact", "damaged", "missing"; if to be fetched "cached", "in part", "not cached"
    size: int  # bytes
    remedy: str  # what to run, "" where all is well


def status():
    """Return a Status for every data set that ships with the course and every one to be fetched."""
    return [_shipped(*item) for item in checksums().items()] + [
        _fetched(name) for name in folders()
    ]


def remedy(name):
    """The command that makes a data set of the course again."""
    module = MADE_ELSEWHERE.get(name)
    return f"python -m {module}" if module else f"python -m course_utils.data.build {name}"


def _shipped(filename, digest):
    path = DATASETS / filename
    if not path.is_file():
        return Status(path.stem, "missing", 0, remedy(path.stem))
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        return Status(path.stem, "damaged", len(content), remedy(path.stem))
    return Status(path.stem, "intact", len(content), "")


def _fetched(name):
    files = files_of(name)
    here = sum(available(file) for file in files)
    size = sum(remote.size for remote in files.values())
    if here == len(files):
        return Status(name, "cached", size, "")
    state = "in part" if here else "not cached"
    return Status(name, state, size, f"course_utils.data.fetch({name!r}) with internet access")
